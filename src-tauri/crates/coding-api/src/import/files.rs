//! Walking the files of a person's choice, one at a time.

use std::fs::{self, File};
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use interchange::read::{self, Found};

use super::Given;
use crate::dto::ImportRefusedDto;
use crate::{ApiError, App};

/// The largest archive.
const LARGEST_ARCHIVE: u64 = 512 * 1024 * 1024;
/// How an archive begins.
const ZIP: &[u8; 4] = b"PK\x03\x04";
/// The most files of a folder.
const MOST_FILES: usize = 200_000;
/// How deep folders are walked.
const DEEPEST: usize = 32;

/// A file that was looked at.
pub(super) enum Looked {
    /// What was in it.
    Read { file: String, found: Found },
    /// Why it was left out.
    Refused(ImportRefusedDto),
}

type Act<'a> = dyn FnMut(Looked) -> Result<(), ApiError> + 'a;

/// Reads every file of the paths, folders in the order of names; `-` is standard input, and what the page was given
/// stands for itself.
pub(super) fn each_file(app: &App, paths: &[PathBuf], act: &mut Act<'_>) -> Result<(), ApiError> {
    // a slip in a name is told before anything is done
    let named = |p: &&PathBuf| p.as_os_str() != "-" && app.given.get(p).is_none();
    for path in paths.iter().filter(named) {
        fs::metadata(path).map_err(|e| {
            let shown = path.display();
            ApiError::input(if Given::names(path) {
                format!("reading {shown}: it is not held any more; choose the file again")
            } else {
                format!("reading {shown}: {e}; name a file or folder that can be read")
            })
        })?;
    }
    let mut count = 0;
    paths.iter().try_for_each(|path| match app.given.get(path) {
        Some((name, bytes)) => given(&name, &bytes, act),
        None => walk(path, true, 0, &mut count, act),
    })
}

fn given(name: &str, bytes: &[u8], act: &mut Act<'_>) -> Result<(), ApiError> {
    let zipped = bytes.starts_with(ZIP) && read::is_archive(&mut Cursor::new(bytes));
    if zipped {
        archive(Cursor::new(bytes), name, act)
    } else {
        act(look(name, bytes))
    }
}

fn walk(
    path: &Path,
    named: bool,
    depth: usize,
    count: &mut usize,
    act: &mut Act<'_>,
) -> Result<(), ApiError> {
    let shown = path.display().to_string();
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let limit = read::LONGEST_FILE as u64 + 1;
        let read = std::io::stdin().lock().take(limit).read_to_end(&mut bytes);
        return match read {
            Ok(_) => act(look("stdin", &bytes)),
            Err(e) => act(refused("standard input", e.to_string())),
        };
    }
    // what is named may be a link; inside a folder links are not followed, so that no file comes twice or from elsewhere
    let meta = if named {
        fs::metadata(path)
    } else {
        fs::symlink_metadata(path)
    };
    let meta = match meta {
        Ok(meta) => meta,
        Err(e) => return act(refused(&shown, e.to_string())),
    };
    if meta.is_dir() {
        if depth >= DEEPEST {
            return act(refused(
                &shown,
                "the folders are nested too deep".to_owned(),
            ));
        }
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(e) => return act(refused(&shown, e.to_string())),
        };
        let hidden = |p: &PathBuf| {
            p.file_name()
                .is_some_and(|n| n.to_string_lossy().starts_with('.'))
        };
        let mut inside: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
        inside.retain(|p| !hidden(p));
        inside.sort();
        return inside
            .iter()
            .try_for_each(|p| walk(p, false, depth + 1, count, act));
    }
    if !meta.is_file() {
        return if named {
            act(refused(&shown, "it is no file".to_owned()))
        } else {
            Ok(())
        };
    }
    *count += 1;
    if *count > MOST_FILES {
        return Err(ApiError::input(format!(
            "reading {shown}: there are more than {MOST_FILES} files; bring them in folder by folder"
        )));
    }
    file(path, &shown, meta.len(), act)
}

fn file(path: &Path, shown: &str, length: u64, act: &mut Act<'_>) -> Result<(), ApiError> {
    let mut from = match File::open(path) {
        Ok(file) => BufReader::new(file),
        Err(e) => return act(refused(shown, e.to_string())),
    };
    let zipped = {
        let mut start = [0_u8; 4];
        let known = from.read_exact(&mut start).is_ok() && &start == ZIP;
        known && length <= LARGEST_ARCHIVE && read::is_archive(&mut from)
    };
    if zipped {
        return archive(from, shown, act);
    }
    let size = usize::try_from(length).unwrap_or(usize::MAX);
    if let Err(e) = read::check_size(size) {
        return act(refused(shown, e.to_string()));
    }
    match fs::read(path) {
        Ok(bytes) => act(look(shown, &bytes)),
        Err(e) => act(refused(shown, e.to_string())),
    }
}

fn archive(from: impl Read + Seek, shown: &str, act: &mut Act<'_>) -> Result<(), ApiError> {
    let mut told = Ok(());
    let done = read::each_entry(from, &mut |entry| {
        if told.is_ok() {
            let name = format!("{shown}/{}", entry.name);
            told = act(match entry.bytes {
                Ok(bytes) => look(&name, &bytes),
                Err(e) => refused(&name, e.to_string()),
            });
        }
    });
    told?;
    match done {
        Ok(()) => Ok(()),
        Err(e) => act(refused(shown, e.to_string())),
    }
}

fn look(file: &str, bytes: &[u8]) -> Looked {
    match read::read(file, bytes) {
        Ok(found) => Looked::Read {
            file: file.to_owned(),
            found,
        },
        Err(e) => refused(file, e.to_string()),
    }
}

fn refused(file: &str, why: String) -> Looked {
    Looked::Refused(super::refused(file.to_owned(), why))
}
