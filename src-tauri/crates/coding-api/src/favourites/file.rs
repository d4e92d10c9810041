//! The form in which favourites are kept and passed on: JSON that says what it is and in which version.

use icd10cm::Code;
use serde::{Deserialize, Serialize};

use crate::ApiError;

/// Says what the file is.
const FORMAT: &str = "codetrail-favourites";
/// The version of the form.
const VERSION: u32 = 1;
/// The longest sticky note, in characters.
const NOTE: usize = 500;
/// Most favourites.
const ROWS: usize = 5_000;

/// A favourite as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Favourite {
    /// The code, with its dot.
    pub code: Code,
    /// Words of the person's own; empty where there are none.
    #[serde(default)]
    pub note: String,
    /// When it was added, RFC 3339 in UTC.
    #[serde(default)]
    pub added: String,
}

#[derive(Serialize, Deserialize)]
struct File<T> {
    format: String,
    version: u32,
    favourites: Vec<T>,
}

/// The text of some favourites.
pub(super) fn write(rows: &[Favourite]) -> Result<String, ApiError> {
    let file = File {
        format: FORMAT.to_owned(),
        version: VERSION,
        favourites: rows.to_vec(),
    };
    serde_json::to_string_pretty(&file)
        .map(|text| text + "\n")
        .map_err(|e| ApiError::outside(format!("writing the favourites: {e}; report this")))
}

/// Reads a text as [`write`] gives it. A row that is none is a problem and left out; of two rows of a code the first
/// counts.
pub(super) fn read(text: &str) -> Result<(Vec<Favourite>, Vec<String>), ApiError> {
    let refused = |found: String| {
        ApiError::input(format!(
            "reading favourites: {found}; expected a file that codetrail-cli favourite export wrote"
        ))
    };
    let file: File<serde_json::Value> = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|e| {
        refused(format!(
            "it is not the JSON of favourites (line {}, column {})",
            e.line(),
            e.column()
        ))
    })?;
    if file.format != FORMAT {
        return Err(refused("it is JSON of something else".to_owned()));
    }
    if file.version != VERSION {
        return Err(ApiError::input(format!(
            "reading favourites: they are of version {}, and this program knows version {VERSION}; open them with a newer one",
            file.version
        )));
    }
    let (mut rows, mut problems): (Vec<Favourite>, Vec<String>) = (Vec::new(), Vec::new());
    for (i, value) in file.favourites.into_iter().enumerate() {
        let row = serde_json::from_value::<Favourite>(value)
            .ok()
            .and_then(|row| note(&row.note).ok().map(|note| Favourite { note, ..row }));
        match row {
            None => problems.push(format!(
                "row {}: expected a code and a note of at most {NOTE} characters; the row was left out",
                i + 1
            )),
            Some(row) if rows.len() < ROWS => {
                if !rows.iter().any(|r| r.code == row.code) {
                    rows.push(row);
                }
            }
            Some(_) => {
                problems.push(format!("only the first {ROWS} favourites were read"));
                break;
            }
        }
    }
    Ok((rows, problems))
}

/// Whether there is room for that many.
pub(super) fn room(rows: usize) -> Result<(), ApiError> {
    if rows <= ROWS {
        return Ok(());
    }
    Err(ApiError::input(format!(
        "keeping favourites: there would be {rows} and {ROWS} are the most; take some out first"
    )))
}

/// A sticky note as it is kept: on one line.
pub(super) fn note(text: &str) -> Result<String, ApiError> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let note = words.join(" ");
    if note.chars().count() <= NOTE {
        return Ok(note);
    }
    Err(ApiError::input(format!(
        "keeping the note: it has {} characters and {NOTE} are the most; shorten it",
        note.chars().count()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_is_none_is_told() {
        let row = |code: &str, note: &str| Favourite {
            code: Code::parse(code).unwrap(),
            note: note.to_owned(),
            added: "2026-02-03T10:00:00.000Z".to_owned(),
        };
        let rows = vec![row("E11.22", "link the stage"), row("I10", "")];
        let text = write(&rows).unwrap();
        assert_eq!(read(&text).unwrap(), (rows, Vec::new()));
        let (read_, problems) = read(
            r#"{"format": "codetrail-favourites", "version": 1, "favourites": [{"code": "I10", "note": "a\n\tb"},
               {"code": "I10", "note": "c"}, {"code": "nothing"}, 3]}"#,
        )
        .unwrap();
        assert_eq!(read_.len(), 1);
        assert_eq!(read_[0].note, "a b");
        assert_eq!(problems.len(), 2, "{problems:?}");
        for (text, says) in [
            ("", "not the JSON"),
            (
                r#"{"format": "other", "version": 1, "favourites": []}"#,
                "something else",
            ),
            (
                r#"{"format": "codetrail-favourites", "version": 2, "favourites": []}"#,
                "version 2",
            ),
        ] {
            let message = read(text).unwrap_err().message;
            assert!(message.contains(says), "{message}");
        }
        assert!(note(&"x".repeat(NOTE + 1)).is_err());
        assert!(note(&"x".repeat(NOTE)).is_ok());
    }
}
