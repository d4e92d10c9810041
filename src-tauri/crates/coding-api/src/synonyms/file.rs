//! A person's synonyms: `synonyms.tsv` in the home folder. Look-ups need no database, and neither do they; the
//! window and the command line read the same file.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use coding_store::Home;

use crate::ApiError;

/// Name of the file.
const FILE: &str = "synonyms.tsv";
/// The longest short form, in characters.
pub(super) const SHORT: usize = 80;
/// The longest expansion, in characters.
pub(super) const EXPANSION: usize = 200;
/// Most rows.
const ROWS: usize = 10_000;
/// First lines of the file.
const HEAD: &str = "# Synonyms of this installation, read by look-ups. One a line: state, short form, expansion, separated by tabs.\n\
                    # state: \"on\" for a row of one's own, \"own-off\" for one that is turned off, \"off\" for a row of the carried\n\
                    # tables that is turned off. Lines of two columns are rows of one's own.\n";

/// A short form with its expansion.
pub(crate) type Pair = (String, String);

/// What a person added and turned off, in the order in which it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OwnSynonyms {
    /// Rows of their own, and whether each is used.
    pub own: Vec<(Pair, bool)>,
    /// Rows of the carried tables that are turned off.
    pub off: Vec<Pair>,
    /// Lines that could not be read.
    pub problems: Vec<String>,
}

/// What tells one state of the file from another.
pub(crate) type Stamp = Option<(SystemTime, u64)>;

/// The file of a home folder.
pub(crate) fn path(home: &Path) -> PathBuf {
    home.join(FILE)
}

/// The state of the file; `None` where there is none.
pub(crate) fn stamp(home: &Path) -> Stamp {
    let meta = fs::metadata(path(home)).ok()?;
    Some((meta.modified().ok()?, meta.len()))
}

/// Reads the file; one that is not there is empty. A line that cannot be read is a problem and left out.
pub(crate) fn read(home: &Path) -> OwnSynonyms {
    let path = path(home);
    match fs::read(&path) {
        Ok(bytes) => parse(&String::from_utf8_lossy(&bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => OwnSynonyms::default(),
        Err(error) => OwnSynonyms {
            problems: vec![format!(
                "reading {}: {error}; check the file, look-ups go on without it",
                path.display()
            )],
            ..OwnSynonyms::default()
        },
    }
}

/// Reads lines.
pub(super) fn parse(text: &str) -> OwnSynonyms {
    let mut read = OwnSynonyms::default();
    for (i, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let (state, short, expansion) = match cells.as_slice() {
            [state @ ("on" | "off" | "own-off"), short, expansion, ..] => {
                (*state, *short, *expansion)
            }
            [short, expansion, ..] => ("on", *short, *expansion),
            _ => ("", "", ""),
        };
        let pair = match check(short, expansion) {
            Ok(pair) if !state.is_empty() => pair,
            _ => {
                read.problems.push(format!(
                    "{FILE}, line {}: expected a short form and its expansion, separated by a tab; the line was left out",
                    i + 1
                ));
                continue;
            }
        };
        if read.own.len() + read.off.len() >= ROWS {
            read.problems
                .push(format!("{FILE}: only the first {ROWS} rows are read"));
            break;
        }
        match state {
            "off" => {
                if !read.off.contains(&pair) {
                    read.off.push(pair);
                }
            }
            _ => {
                if !read.own.iter().any(|(p, _)| *p == pair) {
                    read.own.push((pair, state == "on"));
                }
            }
        }
    }
    read
}

/// A row that can be kept.
pub(super) fn check(short: &str, expansion: &str) -> Result<Pair, ApiError> {
    let (short, expansion) = (short.trim(), expansion.trim());
    let fits = |text: &str, most: usize| {
        (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control)
    };
    if fits(short, SHORT) && fits(expansion, EXPANSION) && short.chars().any(char::is_alphanumeric)
    {
        Ok((short.to_owned(), expansion.to_owned()))
    } else {
        Err(ApiError::input(format!(
            "keeping a synonym: the short form must have 1 to {SHORT} characters with a letter or digit among them, its \
             expansion 1 to {EXPANSION}, each on one line"
        )))
    }
}

/// Reads, changes and writes, with nobody else in between; what is kept then, and what the change tells.
pub(super) fn change<T>(
    home: &Path,
    act: impl FnOnce(&mut OwnSynonyms) -> Result<T, ApiError>,
) -> Result<(OwnSynonyms, T), ApiError> {
    let _held = Home::new(home).hold_own_files()?;
    let mut kept = read(home);
    let told = act(&mut kept)?;
    write(home, &kept)?;
    Ok((kept, told))
}

/// Writes the file beside itself and moves it into place.
fn write(home: &Path, synonyms: &OwnSynonyms) -> Result<(), ApiError> {
    let target = path(home);
    let draft = home.join(format!(".{FILE}.{}", uuid::Uuid::now_v7()));
    let mut text = HEAD.to_owned();
    let mut line = |state: &str, pair: &Pair| {
        text.push_str(&format!("{state}\t{}\t{}\n", pair.0, pair.1));
    };
    for (pair, on) in &synonyms.own {
        line(if *on { "on" } else { "own-off" }, pair);
    }
    for pair in &synonyms.off {
        line("off", pair);
    }
    let written = fs::create_dir_all(home)
        .and_then(|()| fs::File::create(&draft))
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&draft, &target));
    written.map_err(|error| {
        let _ = fs::remove_file(&draft);
        ApiError::disk("writing the synonyms", &target)(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_written_and_what_is_none_is_told() {
        let read = parse(
            "# head\nMS\tmultiple sclerosis\non\tHF\theart failure\r\noff\tRA\troom air\nnonsense\n\town\n",
        );
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            read.own,
            [
                (pair("MS", "multiple sclerosis"), true),
                (pair("HF", "heart failure"), true)
            ]
        );
        assert_eq!(read.off, [pair("RA", "room air")]);
        assert_eq!(read.problems.len(), 2, "{:?}", read.problems);
        let home = tempfile::tempdir().unwrap();
        write(home.path(), &read).unwrap();
        let again = super::read(home.path());
        assert_eq!((again.own, again.off), (read.own, read.off));
        assert_eq!(again.problems, Vec::<String>::new());
    }
}
