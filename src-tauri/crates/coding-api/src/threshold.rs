//! From which confidence a code is suggested, as a person sets it for each setting. It moves codes between the lists
//! of runs that were stored before; what the engine itself stored stays as it was.

use coding_engine::calibration::fitted_threshold;
use coding_model::{Duty, Run, Setting, divide};
use coding_store::Store;

use crate::codeset::lexicon;
use crate::dto::ThresholdDto;
use crate::{ApiError, App, people};

/// The settings that have a threshold each; an emergency visit is an outpatient one.
const SETTINGS: [(&str, bool); 2] = [("inpatient", false), ("outpatient", true)];

/// The thresholds of both settings.
///
/// # Errors
/// Where the database cannot be read.
pub fn threshold_list(app: &App) -> Result<Vec<ThresholdDto>, ApiError> {
    app.store(|store| {
        SETTINGS
            .iter()
            .map(|(setting, outpatient)| {
                let fitted = fitted_threshold(lexicon(), *outpatient);
                Ok(ThresholdDto {
                    setting: (*setting).to_owned(),
                    value: chosen(store, *outpatient)?.unwrap_or(fitted),
                    fitted,
                })
            })
            .collect()
    })
}

/// Sets the threshold of a setting; none for the fitted one.
///
/// # Errors
/// Where there is no such setting, the number is no probability, or nothing can be written.
pub fn threshold_set(
    app: &App,
    setting: &str,
    value: Option<f32>,
) -> Result<Vec<ThresholdDto>, ApiError> {
    let Some((_, outpatient)) = SETTINGS.iter().find(|(name, _)| *name == setting) else {
        return Err(ApiError::input(format!(
            "setting the threshold: {:?} is no setting that has one; choose inpatient or outpatient",
            setting.chars().take(24).collect::<String>()
        )));
    };
    if value.is_some_and(|v| !(0.0..=1.0).contains(&v)) {
        return Err(ApiError::input(
            "setting the threshold: it must be a number from 0 to 1",
        ));
    }
    let text = value.map(|v| format!("{v:.3}")).unwrap_or_default();
    app.store(|store| {
        people::require_one(
            store,
            &[Duty::Coder, Duty::Administrator],
            "setting the threshold",
        )?;
        Ok(store.put_setting(key(*outpatient), &text)?)
    })?;
    threshold_list(app)
}

/// The threshold that holds for a chart: the person's, else the fitted one.
pub(crate) fn of(store: &Store, setting: Setting) -> Result<f32, ApiError> {
    let outpatient = setting.is_outpatient();
    Ok(chosen(store, outpatient)?.unwrap_or_else(|| fitted_threshold(lexicon(), outpatient)))
}

/// Divides the lists of a run at the threshold that a person set; without one, and where a model chose, the run stays
/// as it was stored.
pub(crate) fn apply(store: &Store, setting: Setting, run: &mut Run) -> Result<(), ApiError> {
    if run.is_selected() {
        return Ok(());
    }
    if let Some(threshold) = chosen(store, setting.is_outpatient())? {
        divide(&mut run.suggestions, threshold);
    }
    Ok(())
}

fn key(outpatient: bool) -> &'static str {
    if outpatient {
        "threshold.outpatient"
    } else {
        "threshold.inpatient"
    }
}

fn chosen(store: &Store, outpatient: bool) -> Result<Option<f32>, ApiError> {
    let text = store.setting(key(outpatient))?;
    Ok(text
        .and_then(|t| t.parse().ok())
        .filter(|v| (0.0..=1.0).contains(v)))
}
