//! Finds the files of a release in a folder, an archive or a single file, by what they hold.

use std::fs;
use std::path::{Path, PathBuf};

use icd10cm::Part;

use super::companion::{self, CompanionKind};
use crate::ApiError;

/// The most files looked at; a release has some dozen.
const MOST_FILES: usize = 2_000;
/// The longest file read; the longest of a release has ten million bytes.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// How many folders deep files are looked for.
const DEPTH: usize = 4;

/// A file that was recognized.
pub(crate) struct Gathered<T> {
    /// What it is.
    pub what: T,
    /// File name without its folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What was found.
#[derive(Default)]
pub(crate) struct Found {
    /// The largest file of each part.
    pub parts: Vec<Gathered<Part>>,
    /// The companion lists; the last of each kind.
    pub companions: Vec<Gathered<(CompanionKind, Option<u16>)>>,
    /// How many files were looked at.
    pub looked_at: usize,
    /// What a person should know, one line each.
    pub notices: Vec<String>,
}

/// Gathers what a path holds. Archives are unpacked into `scratch`, which must be empty or missing.
pub(crate) fn gather(from: &Path, scratch: &Path) -> Result<Found, ApiError> {
    let meta = fs::metadata(from).map_err(|e| {
        ApiError::input(format!(
            "reading the code set {}: {e}; name a folder, a zip or an XML file of the release",
            from.display()
        ))
    })?;
    let mut files = Vec::new();
    if meta.is_dir() {
        list(from, DEPTH, &mut files)?;
    } else {
        files.push(from.to_owned());
    }
    files.sort();
    let (archives, mut files): (Vec<_>, Vec<_>) = files.into_iter().partition(|p| is_archive(p));
    for (i, archive) in archives.iter().enumerate() {
        let into = scratch.join(i.to_string());
        let limits = codeset_fetch::Limits::default();
        let unpacked = codeset_fetch::unpack(
            archive,
            &into,
            limits,
            &codeset_fetch::readable,
            &mut |_, _| (),
        );
        files.extend(unpacked.map_err(|e| ApiError::input(e.to_string()))?);
    }
    read(files)
}

/// Gathers from a list of files.
pub(crate) fn read(files: Vec<PathBuf>) -> Result<Found, ApiError> {
    let mut found = Found::default();
    for path in files.into_iter().filter(|p| codeset_fetch::readable(p)) {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let reading =
            |e| ApiError::input(format!("reading {}: {e}; check the file", path.display()));
        let length = fs::metadata(&path).map_err(reading)?.len();
        if length > MOST_BYTES {
            found.notices.push(format!(
                "{name} is too large for a file of a release and was left out"
            ));
            continue;
        }
        let bytes = fs::read(&path).map_err(reading)?;
        found.looked_at += 1;
        if let Some(part) = icd10cm::recognize(&bytes) {
            take_part(&mut found, part, name, bytes);
        } else if let Some(what) = companion::recognize(&name, &bytes) {
            found.companions.retain(|c| c.what.0 != what.0);
            found.companions.push(Gathered { what, name, bytes });
        }
    }
    found.parts.sort_by_key(|p| p.what);
    Ok(found)
}

/// Of two files of one part the larger counts: the other is an excerpt or a list of changes.
fn take_part(found: &mut Found, part: Part, name: String, bytes: Vec<u8>) {
    let new = Gathered {
        what: part,
        name,
        bytes,
    };
    match found.parts.iter_mut().find(|p| p.what == part) {
        None => found.parts.push(new),
        Some(old) => {
            let (kept, dropped) = if new.bytes.len() > old.bytes.len() {
                let dropped = std::mem::replace(old, new);
                (old.name.clone(), dropped.name)
            } else {
                (old.name.clone(), new.name)
            };
            found.notices.push(format!(
                "two files are the {}: {kept} is used, {dropped} is left out",
                part.name()
            ));
        }
    }
}

fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ending.eq_ignore_ascii_case("zip") || ending.eq_ignore_ascii_case("whl")
    })
}

fn list(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), ApiError> {
    let reading = |e| {
        ApiError::input(format!(
            "reading the folder {}: {e}; check its permissions",
            folder.display()
        ))
    };
    for entry in fs::read_dir(folder).map_err(reading)? {
        let path = entry.map_err(reading)?.path();
        // a link is followed to a file, never to a folder
        let kind = fs::symlink_metadata(&path).map_err(reading)?.file_type();
        if kind.is_dir() {
            if depth > 0 {
                list(&path, depth - 1, files)?;
            }
        } else if path.is_file() && (codeset_fetch::readable(&path) || is_archive(&path)) {
            if files.len() >= MOST_FILES {
                return Err(ApiError::input(format!(
                    "reading the folder {}: it holds more than {MOST_FILES} files; name the release's own folder",
                    folder.display()
                )));
            }
            files.push(path);
        }
    }
    Ok(())
}
