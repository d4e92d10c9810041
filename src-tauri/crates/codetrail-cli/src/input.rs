//! Reading notes.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use coding_api::note;

use crate::failure::Failure;

/// The text of a note; `-` is standard input. Reads no more than the longest note and one byte.
pub fn note(path: &Path) -> Result<String, Failure> {
    let bytes = if path == Path::new("-") {
        limited(io::stdin().lock(), "standard input", None)?
    } else {
        let shown = path.display().to_string();
        let open = |e: io::Error| {
            Failure::Input(format!(
                "reading the note {shown}: {e}; name a readable text file, or - for standard input"
            ))
        };
        let file = File::open(path).map_err(open)?;
        let meta = file.metadata().map_err(open)?;
        if meta.is_dir() {
            return Err(open(io::Error::other("it is a folder")));
        }
        limited(file, &shown, usize::try_from(meta.len()).ok())?
    };
    Ok(note::decode(bytes)?)
}

fn limited(from: impl Read, name: &str, length: Option<usize>) -> Result<Vec<u8>, Failure> {
    if let Some(length) = length {
        note::check_length(length)?;
    }
    let mut bytes = Vec::new();
    from.take(note::LONGEST_NOTE as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| {
            Failure::Input(format!(
                "reading the note {name}: {e}; name a readable text file"
            ))
        })?;
    Ok(bytes)
}

/// Name of a note for answers: the file's name without its folder.
pub fn name(path: &Path) -> String {
    match path.file_stem() {
        Some(stem) if path != Path::new("-") => stem.to_string_lossy().into_owned(),
        _ => "stdin".to_owned(),
    }
}
