//! A release's model, trained while the program runs.

use super::{Library, TrainedModel, TrainingStep};
use crate::ApiError;

/// Where the randomness of a model starts that nobody chose a seed for: the same everywhere, so that the same release
/// has the same model.
pub const SEED: u64 = 1;

impl Library {
    /// The model of a release; it is trained where there is none, or none that can be used, and what is opened of the
    /// release from then on uses it.
    ///
    /// # Errors
    /// Where the release is not installed or the disk says no. Without a model everything works by words alone.
    pub fn learn(
        &self,
        release: &str,
        step: &mut dyn FnMut(TrainingStep),
    ) -> Result<TrainedModel, ApiError> {
        let edition = self.open(release)?;
        if let Ok(Some(model)) = edition.model() {
            return Ok(model);
        }
        let model = edition.train_model(SEED, step)?;
        self.forget(release);
        Ok(model)
    }
}
