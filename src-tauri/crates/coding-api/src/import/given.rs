//! Files that the page was given, by a picker or by dropping them on it: their bytes, since a page knows no paths.
//! They are held in memory until they are stored or forgotten, and nowhere else.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use interchange::read;

use crate::{ApiError, App, encounter, people};

/// What stands before the number of a file in the place of a path.
const PREFIX: &str = "given:";
/// The most bytes that are held at once.
const MOST_BYTES: usize = 256 * 1024 * 1024;
/// The most files that are held at once.
const MOST_FILES: usize = 2_000;

/// A file that is held.
#[derive(Debug)]
struct Kept {
    number: u64,
    name: String,
    bytes: Arc<[u8]>,
}

#[derive(Debug, Default)]
struct Held {
    files: Vec<Kept>,
    /// The number that was given last; none is given twice, so that an older line never stands for a newer file.
    last: u64,
}

/// The files that are held, by their numbers and names.
#[derive(Debug, Default)]
pub(crate) struct Given(Mutex<Held>);

impl Given {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a path is in the form of a file that was given, held or not.
    pub(super) fn names(path: &Path) -> bool {
        path.to_str().is_some_and(|text| text.starts_with(PREFIX))
    }

    /// The name and the bytes of one.
    pub(crate) fn get(&self, path: &Path) -> Option<(String, Arc<[u8]>)> {
        let (number, name) = path.to_str()?.strip_prefix(PREFIX)?.split_once('/')?;
        let number: u64 = number.parse().ok()?;
        let held = self.held();
        let file = held
            .files
            .iter()
            .find(|file| file.number == number && file.name == name)?;
        Some((file.name.clone(), file.bytes.clone()))
    }

    /// Keeps a file; answers with the line that stands for it, or with how many files and bytes are held where there
    /// is no room.
    fn keep(&self, name: &str, bytes: Vec<u8>) -> Result<String, (usize, usize)> {
        let mut held = self.held();
        let together: usize = held.files.iter().map(|file| file.bytes.len()).sum();
        if together + bytes.len() > MOST_BYTES || held.files.len() >= MOST_FILES {
            return Err((held.files.len(), together));
        }
        held.last += 1;
        let number = held.last;
        held.files.push(Kept {
            number,
            name: name.to_owned(),
            bytes: bytes.into(),
        });
        Ok(format!("{PREFIX}{number}/{name}"))
    }

    pub(crate) fn forget(&self) {
        self.held().files.clear();
    }
}

/// Takes a file that the page was given; answers with what stands for it among the paths of an import. Nothing is
/// stored.
///
/// # Errors
/// Where the person may not add charts, the file is larger than is read, or more is held than there is room for.
pub fn import_give(app: &App, name: &str, bytes: Vec<u8>) -> Result<String, ApiError> {
    app.store(|store| people::require_one(store, encounter::ADDING, "importing charts"))?;
    let name: String = name
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '/' | '\\'))
        .take(200)
        .collect();
    // the page trims its lines
    let name = match name.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}') {
        "" => "file".to_owned(),
        name => name.to_owned(),
    };
    if let Err(e) = read::check_size(bytes.len()) {
        return Err(ApiError::input(format!("reading {name}: {e}")));
    }
    app.given.keep(&name, bytes).map_err(|(files, together)| {
        ApiError::input(format!(
            "reading {name}: {files} files are held already, {} MB; store those first, or give the path of their folder",
            together / (1024 * 1024)
        ))
    })
}

/// Forgets the files that the page was given.
pub fn import_forget(app: &App) {
    app.given.forget();
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use std::fs::File;
    use std::io::Write as _;
    use std::path::PathBuf;

    use coding_store::OpenOptions;

    use super::*;
    use crate::{Stated, import_files, import_preview};

    fn app(home: &Path) -> App {
        App::new(home).with_options(OpenOptions {
            keyring: false,
            ..OpenOptions::default()
        })
    }

    #[test]
    fn a_file_is_held_until_it_is_stored_or_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let app = app(home.path());
        let text = b"Assessment: sepsis.".to_vec();
        let line = import_give(&app, "../no\nte/ä.txt", text).unwrap();
        assert_eq!(line, "given:1/..noteä.txt");
        let paths = [PathBuf::from(&line)];
        let told = import_preview(&app, &paths).unwrap();
        assert_eq!((told.charts.len(), told.refused.len()), (1, 0));
        assert_eq!(told.charts[0].file, "..noteä.txt");
        let stored = import_files(&app, &paths, Stated::default()).unwrap();
        assert_eq!(stored.encounters.len(), 1);
        import_forget(&app);
        let gone = import_preview(&app, &paths).unwrap_err();
        assert!(
            gone.message.contains("given:1") && gone.message.contains("choose the file again"),
            "{}",
            gone.message
        );
    }

    #[test]
    fn an_older_line_never_stands_for_a_newer_file() {
        let home = tempfile::tempdir().unwrap();
        let app = app(home.path());
        let a = import_give(&app, " a.txt ", b"Sepsis.".to_vec()).unwrap();
        assert_eq!(a, "given:1/a.txt");
        import_forget(&app);
        let b = import_give(&app, "b.txt", b"CKD".to_vec()).unwrap();
        assert_eq!(b, "given:2/b.txt");
        for line in [a.as_str(), "given:2/a.txt", "given:2", "given:3/b.txt"] {
            assert!(app.given.get(Path::new(line)).is_none(), "{line}");
        }
        assert_eq!(&*app.given.get(Path::new(&b)).unwrap().1, b"CKD");
    }

    #[test]
    fn locking_forgets_what_is_held() {
        let home = tempfile::tempdir().unwrap();
        let app = app(home.path());
        let line = import_give(&app, "note.txt", b"CKD".to_vec()).unwrap();
        crate::session_lock(&app).unwrap();
        assert!(app.given.get(Path::new(&line)).is_none());
    }

    #[test]
    fn what_is_too_large_is_refused_by_its_size() {
        let home = tempfile::tempdir().unwrap();
        let app = app(home.path());
        let large = vec![b' '; read::LONGEST_FILE + 1];
        let error = import_give(&app, "large.txt", large).unwrap_err();
        assert!(error.message.contains("64 MB"), "{}", error.message);
    }

    /// The most memory this process had, in kilobytes, where the system says so.
    fn peak() -> Option<u64> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }

    #[test]
    fn files_of_a_gigabyte_are_refused_without_being_read() {
        let home = tempfile::tempdir().unwrap();
        let app = app(home.path());
        let folder = home.path().join("charts");
        std::fs::create_dir(&folder).unwrap();
        for (name, start) in [
            ("a.txt", &b"Note"[..]),
            ("b.zip", b"PK\x03\x04"),
            ("c.pdf", b"%PDF-1.5"),
        ] {
            let mut file = File::create(folder.join(name)).unwrap();
            file.write_all(start).unwrap();
            // a hole: it takes no room on the disk
            file.set_len(1024 * 1024 * 1024).unwrap();
        }
        std::fs::write(folder.join("d.txt"), "Assessment: sepsis.").unwrap();
        let before = peak();
        let told = import_preview(&app, &[folder]).unwrap();
        assert_eq!((told.charts.len(), told.refused.len()), (1, 3));
        for refused in &told.refused {
            assert!(
                refused.why.contains("1024 MB") && refused.why.lines().count() == 1,
                "{}",
                refused.why
            );
        }
        if let (Some(before), Some(after)) = (before, peak()) {
            assert!(after - before < 400 * 1024, "{before} kB, then {after} kB");
        }
    }
}
