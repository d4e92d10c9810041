//! Answers that outlive the program: in the encrypted database, and only while a long piece of work goes on.

use std::sync::Arc;

use coding_llm::Keep;
use coding_store::Store;

use crate::{ApiError, App};

/// Names of the settings that hold answers begin so.
const PREFIX: &str = "model.reply.";

/// Answers in the encrypted database.
pub(super) struct Kept(pub Arc<App>);

impl Keep for Kept {
    fn get(&self, key: &str) -> Option<String> {
        let name = format!("{PREFIX}{key}");
        self.0
            .store(|store| Ok(store.setting(&name)?))
            .ok()
            .flatten()
    }

    fn put(&self, key: &str, text: &str) {
        let name = format!("{PREFIX}{key}");
        // an answer that cannot be kept is asked for again another time
        let _ = self.0.store(|store| Ok(store.put_setting(&name, text)?));
    }
}

/// Takes all kept answers out of the database; how many there were.
///
/// # Errors
/// Where the database cannot be opened or written to.
pub fn forget(app: &App) -> Result<usize, ApiError> {
    app.store(clear)
}

/// As [`forget`], in a database that is open: an answer may hold words of any chart.
pub(crate) fn clear(store: &mut Store) -> Result<usize, ApiError> {
    Ok(store.remove_settings(PREFIX)?)
}
