//! The project's own charts as labelled notes.

use std::collections::HashMap;

use coding_model::{AuthorRole, Document, DocumentId, Encounter, EncounterId, Setting};

use test_releases::Note;

/// The outpatient and emergency charts with their reference codes.
pub fn outpatient() -> Vec<Note> {
    let mut files: Vec<_> = std::fs::read_dir(crate::assets("charts"))
        .unwrap()
        .flatten()
        .map(|f| f.path())
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    let charts = files
        .iter()
        .map(|path| chart(&std::fs::read_to_string(path).unwrap()));
    charts
        .filter(|n| n.encounter.setting.is_outpatient())
        .collect()
}

fn chart(text: &str) -> Note {
    let v: serde_json::Value = serde_json::from_str(text).unwrap();
    let text = |v: &serde_json::Value, key: &str| v[key].as_str().unwrap_or_default().to_owned();
    let documents = v["documents"].as_array().unwrap().iter().map(|d| Document {
        id: DocumentId::new(),
        title: text(d, "title"),
        kind: text(d, "kind"),
        author: text(d, "author"),
        author_role: AuthorRole::of(&text(d, "author_role")),
        date: text(d, "date"),
        text: text(d, "text"),
    });
    let codes = v["reference"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| text(r, "code"));
    Note {
        encounter: Encounter {
            id: EncounterId::new(),
            title: text(&v, "title"),
            setting: Setting::parse(&text(&v, "setting")).unwrap(),
            admitted: None,
            date: None,
            sex: None,
            age: None,
            documents: documents.collect(),
        },
        gold: HashMap::from([("reference".to_owned(), codes.collect())]),
        spans: Vec::new(),
    }
}
