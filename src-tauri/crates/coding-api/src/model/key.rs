//! Where a key is. It is read when a client is opened, and kept by nothing else.

use std::path::PathBuf;

use coding_llm::Secret;

use crate::ApiError;

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
}

impl KeyFrom {
    /// The key.
    ///
    /// # Errors
    /// Where it is not there or is none. The message never holds it.
    pub fn read(&self) -> Result<Option<Secret>, ApiError> {
        let unusable = |place: &str| {
            ApiError::input(format!(
                "reading the model's key: {place} holds no key (one line of printable characters without blanks)"
            ))
        };
        match self {
            Self::None => Ok(None),
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
        std::fs::write(&path, "sk-secret and more").unwrap();
        let error = KeyFrom::File(path.clone()).read().unwrap_err();
        assert!(!error.message.contains("sk-secret"), "{}", error.message);
        std::fs::write(&path, "sk-secret\n").unwrap();
        assert!(KeyFrom::File(path).read().unwrap().is_some());
        assert!(
            KeyFrom::Environment("CODETRAIL_NO_SUCH_VARIABLE".to_owned())
                .read()
                .is_err()
        );
        assert!(KeyFrom::None.read().unwrap().is_none());
    }
}
