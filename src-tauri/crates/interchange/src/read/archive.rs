//! Zip files of charts, entry by entry, in bounded memory. Nothing is written anywhere.

use std::io::{Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{LONGEST_FILE, ReadError};

/// The most entries.
const MOST_ENTRIES: usize = 20_000;
/// The most bytes of all entries together.
const MOST_BYTES: u64 = 2 * 1024 * 1024 * 1024;
/// How many times its packed size an entry may unpack to, beyond the first megabyte.
const MOST_RATIO: u64 = 200;

/// An entry of an archive, or why it was not read.
#[derive(Debug)]
pub struct Entry {
    /// Its name; control characters replaced.
    pub name: String,
    /// Its bytes.
    pub bytes: Result<Vec<u8>, ReadError>,
}

/// Whether bytes are those of a zip file that is not a document of its own.
#[must_use]
pub fn is_archive(from: &mut (impl Read + Seek)) -> bool {
    ZipArchive::new(from).is_ok_and(|archive| {
        archive.index_for_name("word/document.xml").is_none()
            && archive.index_for_name("[Content_Types].xml").is_none()
    })
}

/// Reads the entries of an archive one after the other; folders and what an operating system adds are left out.
///
/// # Errors
/// Where it is no whole archive, or has more in it than is read.
pub fn each_entry(from: impl Read + Seek, act: &mut dyn FnMut(Entry)) -> Result<(), ReadError> {
    let broken = || ReadError::Damaged {
        kind: "zip",
        found: "it is no whole archive".to_owned(),
    };
    let mut archive = ZipArchive::new(from).map_err(|_| broken())?;
    if archive.len() > MOST_ENTRIES {
        return Err(ReadError::TooLarge(
            format!("{} entries", archive.len()),
            format!("{MOST_ENTRIES}"),
        ));
    }
    let mut total = 0_u64;
    for n in 0..archive.len() {
        let refuse = |found: &str| ReadError::Damaged {
            kind: "an entry",
            found: found.to_owned(),
        };
        let (name, bytes) = match archive.by_index(n) {
            Ok(entry) => {
                let name: String = entry
                    .name()
                    .chars()
                    .map(|c| if c.is_control() { '\u{fffd}' } else { c })
                    .take(300)
                    .collect();
                let own = |part: &str| {
                    part.starts_with("._")
                        || part == "__MACOSX"
                        || part == ".DS_Store"
                        || part == "Thumbs.db"
                };
                if entry.is_dir() || name.split('/').any(own) {
                    continue;
                }
                let outside = entry.enclosed_name().is_none();
                let packed = entry.compressed_size();
                let limit = (packed
                    .saturating_mul(MOST_RATIO)
                    .saturating_add(1024 * 1024))
                .min(LONGEST_FILE as u64);
                let bytes = if outside {
                    Err(refuse("its name leads out of the archive"))
                } else {
                    let mut bytes = Vec::new();
                    match entry.take(limit + 1).read_to_end(&mut bytes) {
                        Ok(_) if bytes.len() as u64 > limit => {
                            Err(refuse("it unpacks to more than is read"))
                        }
                        Ok(_) => Ok(bytes),
                        Err(_) => Err(refuse("it does not unpack")),
                    }
                };
                (name, bytes)
            }
            Err(ZipError::UnsupportedArchive(_)) => (
                format!("entry {}", n + 1),
                Err(refuse("it is locked or packed in a way that is not read")),
            ),
            Err(_) => (format!("entry {}", n + 1), Err(refuse("it is damaged"))),
        };
        total = total.saturating_add(bytes.as_ref().map_or(0, |b| b.len() as u64));
        if total > MOST_BYTES {
            return Err(ReadError::TooLarge(
                "more than 2 GB unpacked".to_owned(),
                "2 GB".to_owned(),
            ));
        }
        act(Entry { name, bytes });
    }
    Ok(())
}
