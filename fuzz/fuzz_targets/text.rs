//! Text of guidelines, tables of words and codes of any bytes are read without a fault.
#![no_main]

use coding_engine::Lexicon;
use icd10cm::Code;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    if let Ok(code) = Code::parse(&text) {
        assert_eq!(Code::parse(&code.to_string()), Ok(code));
    }
    for name in ["abbreviations", "status", "context_cues", "weights", "calibration"] {
        let (lexicon, _) = Lexicon::parse([(name, &*text)]);
        let _ = coding_engine::calibration::fitted_threshold(&lexicon, true);
    }
    let sections = clinical_text::sections(&text, &|_| None);
    for section in sections {
        assert!(section.range.slice(&text).is_some());
    }
    let _ = icd10cm::Guidelines::read(&text);
});
