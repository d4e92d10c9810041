//! Writing what was exported: whole or not at all, for its owner alone, and never over something else.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::ApiError;

/// Writes a new file.
///
/// # Errors
/// Where there is a file of that name, or it cannot be written.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    let mut file = match create_new(path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {
            return Err(ApiError::input(format!(
                "writing {}: there is such a file already, and it is left as it is; name another",
                path.display()
            )));
        }
        Err(e) => return Err(ApiError::disk("writing", path)(e)),
    };
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|e| {
        // half a record is worse than none
        let _ = fs::remove_file(path);
        ApiError::disk("writing", path)(e)
    })
}

/// Makes a new file for its owner alone; fails where there is one.
pub(crate) fn create_new(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes a new file into a folder; where the name is taken, with a number behind it.
pub(super) fn write_beside(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, ApiError> {
    let path = free_beside(folder, name)?;
    write_new(&path, bytes)?;
    Ok(path)
}

/// A path in a folder where nothing is yet; where the name is taken, with a number behind it.
pub(super) fn free_beside(folder: &Path, name: &str) -> Result<PathBuf, ApiError> {
    fs::create_dir_all(folder).map_err(ApiError::disk("making the folder", folder))?;
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let names = std::iter::once(name.to_owned())
        .chain((2..1_000).map(|n| format!("{stem} ({n}).{ending}")));
    for name in names {
        let path = folder.join(name);
        if !path.exists() {
            return Ok(path);
        }
    }
    Err(ApiError::input(format!(
        "writing {name} into {}: there are a thousand of it already; clear them away",
        folder.display()
    )))
}
