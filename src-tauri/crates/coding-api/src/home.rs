//! The program's home folder: the database and the code sets.

use std::path::PathBuf;

use crate::ApiError;

/// The home folder: what the caller names, else `CODETRAIL_HOME`, else the platform's data folder.
///
/// # Errors
/// Where none of the three is there.
pub fn home(named: Option<PathBuf>) -> Result<PathBuf, ApiError> {
    let from_environment = || {
        std::env::var_os("CODETRAIL_HOME")
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    named
        .or_else(from_environment)
        .or_else(|| dirs::data_dir().map(|folder| folder.join("codetrail")))
        .ok_or_else(|| {
            ApiError::outside(
                "finding the home folder: this platform names no data folder; set CODETRAIL_HOME or give --home",
            )
        })
}
