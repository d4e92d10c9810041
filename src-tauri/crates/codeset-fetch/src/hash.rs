//! SHA-256 of files.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::FetchError;

/// The SHA-256 of a file, in lower-case hexadecimal.
///
/// # Errors
/// [`FetchError::Disk`] when the file cannot be read.
pub fn sha256(path: &Path) -> Result<String, FetchError> {
    let mut file = File::open(path).map_err(FetchError::disk("read", path))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = file
            .read(&mut buffer)
            .map_err(FetchError::disk("read", path))?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        hasher.update(bytes);
    }
    Ok(hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

/// Compares a file's hash with the pinned one, where there is one; `what` names the file in the
/// error. Gives back the hash found.
pub(crate) fn verify(
    path: &Path,
    what: &str,
    expected: Option<&str>,
) -> Result<String, FetchError> {
    let found = sha256(path)?;
    match expected {
        Some(expected) if !expected.eq_ignore_ascii_case(&found) => Err(FetchError::WrongHash {
            what: what.to_owned(),
            expected: expected.to_owned(),
            found,
        }),
        _ => Ok(found),
    }
}
