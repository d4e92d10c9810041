//! The file: `magic | stamp length | stamp | directory | aligned sections`.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use bytemuck::Pod;
use memmap2::Mmap;

use crate::Column;

const MAGIC: &[u8; 8] = b"CTMAP\0\0\x01";
const ALIGN: usize = 16;

/// Why a mapped file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file could not be read or written.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The file is not one of ours, or of another format.
    #[error("not a cache file of this format")]
    Format,
    /// The file was made from other sources than the ones at hand.
    #[error("made from other sources")]
    Stale,
    /// A section is missing or not of the asked shape.
    #[error("section {0} is missing or damaged")]
    Section(String),
}

/// Collects named columns and writes them in one go.
#[derive(Default)]
pub struct FileWriter {
    sections: Vec<(String, Vec<u8>)>,
}

impl FileWriter {
    /// Adds a column under a name.
    pub fn put<T: Pod>(&mut self, name: &str, values: &[T]) {
        self.sections
            .push((name.to_owned(), bytemuck::cast_slice(values).to_vec()));
    }

    /// Writes the file beside its final place and moves it there, so that a reader never sees half of it.
    /// `stamp` names the format and the sources; a reader that expects another stamp finds the file stale.
    ///
    /// # Errors
    /// Where the disk says no.
    pub fn write(self, path: &Path, stamp: &str) -> Result<(), Error> {
        let mut directory = Vec::new();
        put_u32(&mut directory, self.sections.len());
        let directory_len: usize = 4 + self
            .sections
            .iter()
            .map(|(name, _)| 4 + name.len() + 16)
            .sum::<usize>();
        let mut at = align(MAGIC.len() + 4 + stamp.len() + directory_len);
        for (name, bytes) in &self.sections {
            put_u32(&mut directory, name.len());
            directory.extend_from_slice(name.as_bytes());
            directory.extend_from_slice(&(at as u64).to_le_bytes());
            directory.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            at = align(at + bytes.len());
        }
        let mut head = Vec::new();
        head.extend_from_slice(MAGIC);
        put_u32(&mut head, stamp.len());
        head.extend_from_slice(stamp.as_bytes());
        head.extend_from_slice(&directory);
        let temporary = path.with_extension(format!("{}.part", std::process::id()));
        let result = (|| -> std::io::Result<()> {
            let mut out = std::io::BufWriter::new(std::fs::File::create(&temporary)?);
            let mut written = head.len();
            out.write_all(&head)?;
            for (_, bytes) in &self.sections {
                let gap = align(written) - written;
                out.write_all(&[0; ALIGN][..gap])?;
                out.write_all(bytes)?;
                written += gap + bytes.len();
            }
            out.into_inner()
                .map_err(std::io::IntoInnerError::into_error)?
                .sync_all()?;
            std::fs::rename(&temporary, path)
        })();
        if result.is_err() {
            let _ = std::fs::remove_file(&temporary);
        }
        Ok(result?)
    }
}

/// An open file.
pub struct File {
    map: Arc<Mmap>,
    stamp: String,
    sections: HashMap<String, (usize, usize)>,
}

impl File {
    /// Maps a file and reads its directory.
    ///
    /// # Errors
    /// [`Error::Io`] where it cannot be read, [`Error::Format`] where it is not one of ours.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let file = std::fs::File::open(path)?;
        // SAFETY: cache files are written under a temporary name and moved into place, never changed
        // in place; another program truncating one while it is mapped is the one risk that remains.
        let map = unsafe { Mmap::map(&file)? };
        let mut at = 0;
        if take(&map, &mut at, MAGIC.len()) != Some(MAGIC) {
            return Err(Error::Format);
        }
        let directory = (|| {
            let stamp_len = take_u32(&map, &mut at)?;
            let stamp = std::str::from_utf8(take(&map, &mut at, stamp_len)?)
                .ok()?
                .to_owned();
            let count = take_u32(&map, &mut at)?;
            let mut sections = HashMap::new();
            for _ in 0..count {
                let name_len = take_u32(&map, &mut at)?;
                let name = std::str::from_utf8(take(&map, &mut at, name_len)?)
                    .ok()?
                    .to_owned();
                let start = take_u64(&map, &mut at)?;
                let bytes = take_u64(&map, &mut at)?;
                sections.insert(name, (start, bytes));
            }
            Some((stamp, sections))
        })();
        let (stamp, sections) = directory.ok_or(Error::Format)?;
        Ok(Self {
            map: Arc::new(map),
            stamp,
            sections,
        })
    }

    /// Maps a file that must have been written with this stamp.
    ///
    /// # Errors
    /// As [`File::open`], and [`Error::Stale`] where the stamp differs.
    pub fn open_stamped(path: &Path, stamp: &str) -> Result<Self, Error> {
        let file = Self::open(path)?;
        if file.stamp == stamp {
            Ok(file)
        } else {
            Err(Error::Stale)
        }
    }

    /// What the writer stamped the file with.
    #[must_use]
    pub fn stamp(&self) -> &str {
        &self.stamp
    }

    /// The column of a name.
    ///
    /// # Errors
    /// [`Error::Section`] where it is missing or not a whole number of such values.
    pub fn column<T: Pod>(&self, name: &str) -> Result<Column<T>, Error> {
        self.sections
            .get(name)
            .and_then(|&(start, bytes)| Column::mapped(Arc::clone(&self.map), start, bytes))
            .ok_or_else(|| Error::Section(name.to_owned()))
    }
}

fn align(n: usize) -> usize {
    n.div_ceil(ALIGN) * ALIGN
}

fn put_u32(out: &mut Vec<u8>, n: usize) {
    out.extend_from_slice(&u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
}

fn take<'a>(map: &'a [u8], at: &mut usize, n: usize) -> Option<&'a [u8]> {
    let end = at.checked_add(n)?;
    let bytes = map.get(*at..end)?;
    *at = end;
    Some(bytes)
}

fn take_u32(map: &[u8], at: &mut usize) -> Option<usize> {
    take(map, at, 4)?
        .try_into()
        .ok()
        .map(|b| u32::from_le_bytes(b) as usize)
}

fn take_u64(map: &[u8], at: &mut usize) -> Option<usize> {
    let n = u64::from_le_bytes(take(map, at, 8)?.try_into().ok()?);
    usize::try_from(n).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Strings;

    #[test]
    fn what_was_written_is_read_back_without_copying() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.map");
        let mut writer = FileWriter::default();
        writer.put("numbers", &[1_u32, 2, 3]);
        writer.put("odd", &[7_u8]);
        writer.put("wide", &[u64::MAX]);
        Strings::build(["a", "", "ümlaut"]).write(&mut writer, "names");
        writer.write(&path, "v1").unwrap();
        let file = File::open_stamped(&path, "v1").unwrap();
        assert_eq!(&file.column::<u32>("numbers").unwrap()[..], &[1, 2, 3]);
        assert_eq!(&file.column::<u64>("wide").unwrap()[..], &[u64::MAX]);
        let names = Strings::read(&file, "names").unwrap();
        assert_eq!(names.iter().collect::<Vec<_>>(), ["a", "", "ümlaut"]);
        assert!(
            matches!(file.column::<u64>("odd"), Err(Error::Section(_))),
            "one byte is no u64"
        );
        assert!(matches!(file.column::<u8>("none"), Err(Error::Section(_))));
        assert!(matches!(File::open_stamped(&path, "v2"), Err(Error::Stale)));
    }

    #[test]
    fn a_damaged_file_is_refused_or_read_as_empty_never_a_panic() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.map");
        let mut writer = FileWriter::default();
        Strings::build(["alpha", "beta"]).write(&mut writer, "names");
        writer.write(&path, "v1").unwrap();
        let whole = std::fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            std::fs::write(&path, &whole[..cut]).unwrap();
            if let Ok(file) = File::open(&path)
                && let Ok(names) = Strings::read(&file, "names")
            {
                let _ = names.iter().map(str::len).sum::<usize>();
            }
        }
        std::fs::write(&path, b"hello").unwrap();
        assert!(matches!(File::open(&path), Err(Error::Format)));
    }
}
