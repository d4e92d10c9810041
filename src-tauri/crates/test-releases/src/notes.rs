//! The development notes, and encounters of one note.

use std::collections::HashMap;

use clinical_text::{Offsets, Unit};
use coding_model::{AuthorRole, Document, DocumentId, Encounter, EncounterId, Setting};
use serde_json::Value;

/// A note with its labels and marked stretches.
pub struct Note {
    /// The note, its identifier as the title; sex, age and dates are left out.
    pub encounter: Encounter,
    /// Codes as written, by the name of the label set.
    pub gold: HashMap<String, Vec<String>>,
    /// Code, first byte, byte behind the last: mentions and evidence.
    pub spans: Vec<(String, usize, usize)>,
}

/// An encounter of one document by a provider, of which nothing else is known.
#[must_use]
pub fn encounter(setting: Setting, text: &str) -> Encounter {
    Encounter {
        id: EncounterId::new(),
        title: String::new(),
        setting,
        admitted: None,
        date: None,
        sex: None,
        age: None,
        documents: vec![Document {
            id: DocumentId::new(),
            title: String::new(),
            kind: String::new(),
            author: String::new(),
            author_role: AuthorRole::Provider,
            date: String::new(),
            text: text.to_owned(),
        }],
    }
}

/// The notes of a file beside the project (`eval/codiesp/dev.jsonl`), one a line; none where it is missing.
#[must_use]
pub fn notes(path: &str) -> Option<Vec<Note>> {
    Some(notes_of(&crate::text(path)?))
}

/// The notes of a text in the form of those files, one a line.
#[must_use]
pub fn notes_of(text: &str) -> Vec<Note> {
    text.lines().map(note).collect()
}

fn note(line: &str) -> Note {
    let read: Value = serde_json::from_str(line).unwrap();
    let text = read["text"].as_str().unwrap();
    let setting = Setting::parse(read["setting"].as_str().unwrap()).unwrap();
    let strings = |list: &Value| {
        let list = list.as_array().unwrap().iter();
        list.map(|c| c.as_str().unwrap().to_owned()).collect()
    };
    let labels = read["codes"].as_object().unwrap().iter();
    Note {
        encounter: Encounter {
            title: read["id"].as_str().unwrap().to_owned(),
            ..encounter(setting, text)
        },
        gold: labels.map(|(k, list)| (k.clone(), strings(list))).collect(),
        spans: spans(&read, text),
    }
}

/// Spans count code points in the file.
fn spans(read: &Value, text: &str) -> Vec<(String, usize, usize)> {
    let offsets = Offsets::new(text, Unit::CodePoint);
    let byte = |at: &Value| {
        let at = u32::try_from(at.as_u64()?).ok()?;
        Some(offsets.to_byte(at).unwrap_or(0))
    };
    let marked = ["diagnoses", "evidence"]
        .into_iter()
        .flat_map(|key| read[key].as_array().into_iter().flatten());
    marked
        .filter_map(|d| {
            let code = d["code"].as_str().unwrap_or("").to_owned();
            Some((code, byte(&d["span"][0])?, byte(&d["span"][1])?))
        })
        .collect()
}
