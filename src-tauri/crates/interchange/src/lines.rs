//! Notes as lines of JSON: one object a line, as programs hand them over.

use std::io::{self, BufRead};

use serde::Deserialize;
use serde_json::Value;

/// A line, or that it was too long to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Its bytes, with the line's end.
    Read(Vec<u8>),
    /// It was longer than it may be, and was dropped.
    TooLong,
}

/// A note to code, as a line of JSON has it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct NoteIn {
    /// Identifier of the caller's; a number is as good as a text.
    #[serde(default)]
    pub id: Value,
    /// The note.
    pub text: String,
    /// "inpatient", "outpatient", "emergency".
    #[serde(default)]
    pub setting: Option<String>,
    /// Discharge date or date of service.
    #[serde(default)]
    pub date: Option<String>,
    /// "female", "male".
    #[serde(default)]
    pub sex: Option<String>,
    /// Years.
    #[serde(default)]
    pub age: Option<u16>,
}

/// The next line that is not blank, `None` at the end; the rest of one that is longer than `longest` bytes is read and
/// dropped, so that no more than that is held.
///
/// # Errors
/// Where reading fails.
pub fn next_line(from: &mut impl BufRead, longest: usize) -> io::Result<Option<Line>> {
    loop {
        let mut line = Vec::new();
        let mut too_long = false;
        loop {
            let buffer = from.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let end = buffer.iter().position(|b| *b == b'\n');
            let taken = end.map_or(buffer.len(), |i| i + 1);
            if line.len() + taken > longest {
                too_long = true;
                line = Vec::new();
            }
            if !too_long {
                line.extend_from_slice(buffer.get(..taken).unwrap_or_default());
            }
            from.consume(taken);
            if end.is_some() {
                break;
            }
        }
        if too_long {
            return Ok(Some(Line::TooLong));
        }
        if line.is_empty() {
            return Ok(None);
        }
        if !line.trim_ascii().is_empty() {
            return Ok(Some(Line::Read(line)));
        }
    }
}

impl NoteIn {
    /// Reads a line.
    ///
    /// # Errors
    /// The line's identifier, where it has one, and what is wrong with it, without quoting it, as it may hold a note.
    pub fn parse(line: &[u8]) -> Result<Self, (Value, String)> {
        let value: Value = serde_json::from_slice(line).map_err(|e| {
            let found = format!(
                "reading a line: it is not JSON (at byte {}); write one object a line: {{\"id\", \"text\"}}",
                e.column()
            );
            (Value::Null, found)
        })?;
        let id = value.get("id").cloned().unwrap_or_default();
        let wrong = |found: &str| (id.clone(), format!("reading a line: {found}"));
        if !value.get("text").is_some_and(Value::is_string) {
            let found = "it has no \"text\"; write one object a line: {\"id\", \"text\"}";
            return Err(wrong(found));
        }
        serde_json::from_value(value).map_err(|_| {
            wrong("setting, date and sex must be texts and age a whole number of years")
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn lines_are_told_apart_and_long_ones_dropped() {
        const LONGEST: usize = 8;
        let mut from = &b"one\n\n  \r\ntwo\nmuch too long\nlast"[..];
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut from, LONGEST).unwrap() {
            lines.push(match line {
                Line::Read(line) => String::from_utf8(line).unwrap(),
                Line::TooLong => "(too long)".to_owned(),
            });
        }
        assert_eq!(lines, ["one\n", "two\n", "(too long)", "last"]);
    }

    #[test]
    fn a_line_without_a_note_says_what_is_wrong_and_quotes_nothing() {
        let wrong = |line: &str| NoteIn::parse(line.as_bytes()).unwrap_err();
        assert!(wrong("{secret").1.contains("not JSON"));
        let (id, found) = wrong(r#"{"id": 7, "note": "secret"}"#);
        assert_eq!(id, 7);
        assert!(found.contains("no \"text\"") && !found.contains("secret"));
        let (_, found) = wrong(r#"{"text": "secret", "age": "secret"}"#);
        assert!(found.contains("age") && !found.contains("secret"));
        let note = NoteIn::parse(br#"{"id": "a", "text": "cough", "age": 7}"#).unwrap();
        assert_eq!((note.text.as_str(), note.age), ("cough", Some(7)));
    }
}
