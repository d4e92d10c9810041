//! Where a key is. It is read when a client is opened, and kept by nothing else.

use std::path::PathBuf;

use coding_llm::Secret;
use coding_store::{SecretPlace, Store};

use crate::{ApiError, App};

/// Where a key is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum KeyFrom {
    /// The endpoint asks for none.
    #[default]
    None,
    /// In an environment variable of this name.
    Environment(String),
    /// In a file.
    File(PathBuf),
    /// In the platform's keyring or the encrypted database, for the endpoint with this identifier.
    Kept(String),
}

/// The name that an endpoint's key is kept under.
pub(super) fn name(endpoint: &str) -> String {
    format!("model.{endpoint}")
}

/// Keeps an endpoint's key.
pub(super) fn keep(
    store: &mut Store,
    endpoint: &str,
    key: &Secret,
    keyring: bool,
) -> Result<SecretPlace, ApiError> {
    Ok(store.keep_secret(&name(endpoint), key.reveal(), keyring)?)
}

impl KeyFrom {
    /// The key.
    ///
    /// # Errors
    /// Where it is not there or is none. The message never holds it.
    pub fn read(&self, app: &App) -> Result<Option<Secret>, ApiError> {
        let unusable = |place: &str| {
            ApiError::input(format!(
                "reading the model's key: {place} holds no key (one line of printable characters without blanks)"
            ))
        };
        match self {
            Self::None => Ok(None),
            Self::Kept(endpoint) => {
                let kept = app.store(|store| Ok(store.secret(&name(endpoint))?))?;
                kept.map(|text| {
                    Secret::new(&text).ok_or_else(|| unusable("what is kept for the endpoint"))
                })
                .transpose()
            }
            Self::Environment(name) => {
                let value = std::env::var(name).map_err(|_| {
                    ApiError::input(format!(
                        "reading the model's key: the environment has no variable {name}; set it, or use --key-file"
                    ))
                })?;
                let place = format!("the variable {name}");
                Secret::new(&value)
                    .map(Some)
                    .ok_or_else(|| unusable(&place))
            }
            Self::File(path) => {
                let place = path.display().to_string();
                let text = std::fs::read_to_string(path).map_err(|e| {
                    ApiError::input(format!(
                        "reading the model's key: {place}: {}; name a readable text file",
                        e.kind()
                    ))
                })?;
                Secret::new(&text).map(Some).ok_or_else(|| unusable(&place))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_error_holds_the_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let app = App::new(folder.path());
        std::fs::write(&path, "sk-secret and more").unwrap();
        let error = KeyFrom::File(path.clone()).read(&app).unwrap_err();
        assert!(!error.message.contains("sk-secret"), "{}", error.message);
        std::fs::write(&path, "sk-secret\n").unwrap();
        assert!(KeyFrom::File(path).read(&app).unwrap().is_some());
        assert!(
            KeyFrom::Environment("CODETRAIL_NO_SUCH_VARIABLE".to_owned())
                .read(&app)
                .is_err()
        );
        assert!(KeyFrom::None.read(&app).unwrap().is_none());
    }
}
