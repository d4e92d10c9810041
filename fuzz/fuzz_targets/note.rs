//! A note of any bytes gets suggestions that hold: billable, quoted word for word.
#![no_main]

use std::sync::OnceLock;

use coding_engine::{Engine, Lexicon, RunOptions};
use coding_model::Setting;
use libfuzzer_sys::fuzz_target;

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let book = test_releases::small();
        let (lexicon, _) = Lexicon::carried();
        let dictionary = Engine::dictionary(&book, &lexicon);
        Engine::new(book, &lexicon, dictionary)
    })
}

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let setting = if data.len() % 2 == 0 { Setting::Outpatient } else { Setting::Inpatient };
    let encounter = test_releases::encounter(setting, &text);
    let run = engine().run(&encounter, &RunOptions::default());
    for one in &run.suggestions {
        assert!(engine().codebook().is_billable(one.code));
        assert!(!one.evidence.is_empty());
        assert!(one.evidence.iter().all(|e| e.is_live(&encounter.documents[0].text)));
    }
});
