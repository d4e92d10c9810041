//! The development notes.

use std::collections::HashMap;

use coding_model::{AuthorRole, Document, DocumentId, Encounter, EncounterId, Setting};

/// A note with its labels and marked stretches.
pub struct Note {
    pub encounter: Encounter,
    pub gold: HashMap<String, Vec<String>>,
    /// Code, first byte, byte behind the last.
    pub spans: Vec<(String, usize, usize)>,
}

/// The notes of a file beside the project; none where it is missing.
pub fn notes(path: &str) -> Option<Vec<Note>> {
    let text = test_releases::text(path)?;
    let notes = text
        .lines()
        .map(|line| {
            let v: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = v["text"].as_str().unwrap().to_owned();
            let offsets = clinical_text::Offsets::new(&text, clinical_text::Unit::CodePoint);
            let mut spans = Vec::new();
            for key in ["diagnoses", "evidence"] {
                for d in v[key].as_array().into_iter().flatten() {
                    let s = &d["span"];
                    if let (Some(a), Some(b)) = (s[0].as_u64(), s[1].as_u64()) {
                        spans.push((
                            d["code"].as_str().unwrap_or("").to_owned(),
                            offsets.to_byte(a as u32).unwrap_or(0),
                            offsets.to_byte(b as u32).unwrap_or(0),
                        ));
                    }
                }
            }
            let gold = v["codes"]
                .as_object()
                .unwrap()
                .iter()
                .map(|(k, c)| {
                    (
                        k.clone(),
                        c.as_array()
                            .unwrap()
                            .iter()
                            .map(|c| c.as_str().unwrap().to_owned())
                            .collect(),
                    )
                })
                .collect();
            let encounter = Encounter {
                id: EncounterId::new(),
                title: v["id"].as_str().unwrap().to_owned(),
                setting: Setting::parse(v["setting"].as_str().unwrap()).unwrap(),
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
                    text,
                }],
            };
            Note {
                encounter,
                gold,
                spans,
            }
        })
        .collect();
    Some(notes)
}
