//! A note of any bytes gets suggestions that hold: billable, quoted word for word.
#![no_main]

use std::sync::OnceLock;

use coding_engine::{Engine, Lexicon, RunOptions};
use coding_model::{AuthorRole, Document, DocumentId, Encounter, EncounterId, Setting};
use icd10cm::{Codebook, PartSource, Release, SourceFile, recognize};
use libfuzzer_sys::fuzz_target;

/// The small release that the tests are written on.
fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let files: [&[u8]; 2] = [
            include_bytes!("../../src-tauri/crates/coding-api/tests/codeset/tabular.xml"),
            include_bytes!("../../src-tauri/crates/coding-api/tests/codeset/index.xml"),
        ];
        let sources: Vec<SourceFile<'_>> = files
            .iter()
            .filter_map(|bytes| {
                Some(SourceFile {
                    part: recognize(bytes)?,
                    origin: PartSource::Official,
                    bytes,
                })
            })
            .collect();
        let release = Release::from_name("FY2026").expect("a name of a release");
        let (book, _) = Codebook::compile(release, &sources);
        let (lexicon, _) = Lexicon::carried();
        let dictionary = Engine::dictionary(&book, &lexicon);
        Engine::new(book, &lexicon, dictionary)
    })
}

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data).into_owned();
    let encounter = Encounter {
        id: EncounterId::new(),
        title: String::new(),
        setting: if data.len() % 2 == 0 { Setting::Outpatient } else { Setting::Inpatient },
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
    let run = engine().run(&encounter, &RunOptions::default());
    for one in &run.suggestions {
        assert!(engine().codebook().is_billable(one.code));
        assert!(!one.evidence.is_empty());
        assert!(one.evidence.iter().all(|e| e.is_live(&encounter.documents[0].text)));
    }
});
