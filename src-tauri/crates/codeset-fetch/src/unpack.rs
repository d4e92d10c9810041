//! Unpacking archives that came from outside: nothing is written out of the folder, and nothing
//! grows beyond what a release can hold.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek, Write};
use std::path::{Component, Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::FetchError;

/// The most that an archive may hold. The sizes are of the unpacked bytes as they come, not as
/// the archive states them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Entries in all, those of archives within included.
    pub entries: u64,
    /// Unpacked bytes in all.
    pub bytes: u64,
    /// How many archives deep archives within are followed.
    pub depth: u8,
}

impl Default for Limits {
    /// Ten times what a release holds (about 50 MB in some dozen files).
    fn default() -> Self {
        Self {
            entries: 2_000,
            bytes: 512 * 1024 * 1024,
            depth: 2,
        }
    }
}

/// Unpacks the files of an archive that `keep` wants, told by their path in the archive, into
/// a folder, and gives back their paths. Archives within the archive are unpacked too, into a
/// folder of their name. Links are not followed: they come out as ordinary files or not at all.
///
/// # Errors
/// [`FetchError::EscapingEntry`], [`FetchError::TooLarge`], [`FetchError::BrokenArchive`],
/// [`FetchError::Disk`]. Files unpacked before the error stay in the folder.
pub fn unpack(
    archive: &Path,
    into: &Path,
    limits: Limits,
    keep: &dyn Fn(&Path) -> bool,
    step: &mut dyn FnMut(usize, usize),
) -> Result<Vec<PathBuf>, FetchError> {
    let name = archive
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let file = File::open(archive).map_err(FetchError::disk("read", archive))?;
    let mut unpacking = Unpacking {
        archive: name,
        limits,
        entries: limits.entries,
        bytes: limits.bytes,
        keep,
        files: Vec::new(),
        taken: HashSet::new(),
    };
    unpacking.archive(file, into, limits.depth, step)?;
    Ok(unpacking.files)
}

struct Unpacking<'a> {
    archive: String,
    limits: Limits,
    entries: u64,
    bytes: u64,
    keep: &'a dyn Fn(&Path) -> bool,
    files: Vec<PathBuf>,
    taken: HashSet<PathBuf>,
}

impl Unpacking<'_> {
    fn archive<R: Read + Seek>(
        &mut self,
        reader: R,
        into: &Path,
        depth: u8,
        step: &mut dyn FnMut(usize, usize),
    ) -> Result<(), FetchError> {
        let mut zip = ZipArchive::new(reader).map_err(|e| self.broken(e))?;
        let total = zip.len();
        self.entries = u64::try_from(total)
            .ok()
            .and_then(|total| self.entries.checked_sub(total))
            .ok_or_else(|| self.too_large(self.limits.entries, "entries"))?;
        for at in 0..total {
            let mut entry = zip.by_index(at).map_err(|e| self.broken(e))?;
            let path = contained(entry.name()).ok_or_else(|| FetchError::EscapingEntry {
                archive: self.archive.clone(),
                entry: entry.name().chars().take(120).collect(),
            })?;
            if !entry.is_file() {
                continue;
            }
            if is_archive(&path) {
                if depth > 0 {
                    let mut inner = Vec::new();
                    self.copy(&mut entry, &mut inner, Path::new(&path))?;
                    drop(entry);
                    let inner_into = into.join(path.with_extension(""));
                    self.archive(Cursor::new(inner), &inner_into, depth - 1, &mut |_, _| ())?;
                }
            } else if (self.keep)(&path) {
                self.file(&mut entry, &into.join(path))?;
            }
            step(at + 1, total);
        }
        Ok(())
    }

    fn file(&mut self, entry: &mut dyn Read, to: &Path) -> Result<(), FetchError> {
        // two entries of one name (in any case, as some file systems have it) would overwrite
        // each other
        let folded = PathBuf::from(to.to_string_lossy().to_lowercase());
        if !self.taken.insert(folded) {
            return Err(FetchError::BrokenArchive {
                archive: self.archive.clone(),
                reason: "it holds two files of one name".to_owned(),
            });
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(FetchError::disk("create", folder))?;
        }
        let mut file = File::create(to).map_err(FetchError::disk("write", to))?;
        self.copy(entry, &mut file, to)?;
        self.files.push(to.to_owned());
        Ok(())
    }

    fn copy(
        &mut self,
        from: &mut dyn Read,
        to: &mut dyn Write,
        path: &Path,
    ) -> Result<(), FetchError> {
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = match from.read(&mut buffer) {
                Ok(read) => read,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(self.broken(ZipError::Io(e))),
            };
            let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
                return Ok(());
            };
            self.bytes = self
                .bytes
                .checked_sub(bytes.len() as u64)
                .ok_or_else(|| self.too_large(self.limits.bytes, "bytes"))?;
            to.write_all(bytes)
                .map_err(FetchError::disk("write", path))?;
        }
    }

    fn broken(&self, error: ZipError) -> FetchError {
        FetchError::BrokenArchive {
            archive: self.archive.clone(),
            reason: error.to_string().replace('\n', " "),
        }
    }

    fn too_large(&self, limit: u64, unit: &'static str) -> FetchError {
        FetchError::TooLarge {
            archive: self.archive.clone(),
            limit,
            unit,
        }
    }
}

/// The entry's path, if it stays within the folder it is unpacked into on every system.
fn contained(name: &str) -> Option<PathBuf> {
    if name.contains(['\\', ':', '\0']) {
        return None;
    }
    let path = Path::new(name);
    let plain = path
        .components()
        .all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
    (plain && path.file_name().is_some()).then(|| path.to_owned())
}

fn is_archive(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("zip"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, body) in entries {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(body).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn run(bytes: &[u8], limits: Limits) -> (TempDir, Result<Vec<String>, FetchError>) {
        let folder = TempDir::new().unwrap();
        let archive = folder.path().join("a.zip");
        fs::write(&archive, bytes).unwrap();
        let into = folder.path().join("deep").join("into");
        let xml = |path: &Path| path.extension().is_some_and(|e| e == "xml");
        let outcome = unpack(&archive, &into, limits, &xml, &mut |_, _| ()).map(|files| {
            files
                .iter()
                .map(|f| {
                    let relative = f.strip_prefix(&into).unwrap();
                    format!("{}={}", relative.display(), fs::read_to_string(f).unwrap())
                })
                .collect()
        });
        (folder, outcome)
    }

    #[test]
    fn wanted_files_come_out_and_others_do_not() {
        let inner = zipped(&[("index.xml", b"<i/>")]);
        let bytes = zipped(&[
            ("Table/tabular.xml", b"<t/>"),
            ("guide.pdf", b"%PDF"),
            ("more.zip", &inner),
        ]);
        let (_folder, outcome) = run(&bytes, Limits::default());
        assert_eq!(
            outcome.unwrap(),
            ["Table/tabular.xml=<t/>", "more/index.xml=<i/>"]
        );
    }

    #[test]
    fn entries_that_leave_the_folder_are_refused() {
        for name in [
            "../out.xml",
            "a/../../out.xml",
            "/out.xml",
            "..\\out.xml",
            "C:\\out.xml",
            "C:out.xml",
        ] {
            let (folder, outcome) = run(&zipped(&[(name, b"x")]), Limits::default());
            let error = outcome.expect_err(name);
            assert!(
                matches!(error, FetchError::EscapingEntry { .. }),
                "{name}: {error}"
            );
            assert!(!folder.path().join("deep/out.xml").exists(), "{name}");
            assert!(!folder.path().join("out.xml").exists(), "{name}");
        }
    }

    #[test]
    fn bombs_are_refused_by_what_comes_out() {
        let zeros = vec![b'0'; 3_000_000];
        let limits = Limits {
            bytes: 1_000_000,
            ..Limits::default()
        };
        let bomb = zipped(&[("tabular.xml", &zeros)]);
        assert!(bomb.len() < 10_000, "the archive itself is small");
        let (_a, outcome) = run(&bomb, limits);
        assert!(matches!(
            outcome,
            Err(FetchError::TooLarge { unit: "bytes", .. })
        ));
        // the same through an archive within
        let (_b, outcome) = run(&zipped(&[("inner.zip", &bomb)]), limits);
        assert!(matches!(
            outcome,
            Err(FetchError::TooLarge { unit: "bytes", .. })
        ));
        // a file that states less than it holds does not get through either
        let mut lying = bomb;
        let stated = 3_000_000_u32.to_le_bytes();
        for at in 0..lying.len() - 4 {
            if lying[at..at + 4] == stated {
                lying[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
            }
        }
        let (_c, outcome) = run(&lying, limits);
        assert!(outcome.is_err());
    }

    #[test]
    fn too_many_entries_are_refused() {
        let names: Vec<String> = (0..30).map(|n| format!("{n}.xml")).collect();
        let entries: Vec<(&str, &[u8])> = names
            .iter()
            .map(|n| (n.as_str(), b"x".as_slice()))
            .collect();
        let limits = Limits {
            entries: 29,
            ..Limits::default()
        };
        let (_folder, outcome) = run(&zipped(&entries), limits);
        let error = outcome.unwrap_err();
        assert_eq!(
            error.to_string(),
            "will not unpack a.zip: it holds more than 29 entries"
        );
    }

    #[test]
    fn archives_within_are_followed_so_far_and_no_further() {
        let mut bytes = zipped(&[("deepest.xml", b"x")]);
        for _ in 0..3 {
            bytes = zipped(&[("inner.zip", &bytes)]);
        }
        let (_folder, outcome) = run(&bytes, Limits::default());
        assert_eq!(outcome.unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_archive_is_told_in_one_line() {
        for bytes in [b"".as_slice(), b"PK\x03\x04 cut short", b"<html>"] {
            let (_folder, outcome) = run(bytes, Limits::default());
            let message = outcome.unwrap_err().to_string();
            assert!(message.starts_with("could not unpack a.zip: "), "{message}");
            assert_eq!(message.lines().count(), 1);
        }
        let twins = zipped(&[("a.xml", b"1"), ("A.xml", b"2")]);
        let (_folder, outcome) = run(&twins, Limits::default());
        assert!(outcome.unwrap_err().to_string().contains("two files"));
    }
}
