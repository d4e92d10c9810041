//! A lookup over a book small enough to read.

use std::sync::Arc;

use icd10cm::{Codebook, Part, PartSource, Release, SourceFile};

use super::{Embedder, Lookup, LookupOptions, Search, Training};
use crate::lexicon::Lexicon;

const TABULAR: &str = r#"<?xml version="1.0"?><ICD10CM.tabular><version>2026</version>
<chapter><name>9</name><desc>Diseases of the circulatory system (I00-I99)</desc>
<section id="I10-I50"><desc>Some (I10-I50)</desc>
<diag><name>I50</name><desc>Heart failure</desc>
 <diag><name>I50.1</name><desc>Left ventricular failure, unspecified</desc></diag>
 <diag><name>I50.9</name><desc>Heart failure, unspecified</desc>
  <inclusionTerm><note>Congestive heart failure NOS</note></inclusionTerm></diag>
</diag></section></chapter>
<chapter><name>14</name><desc>Diseases of the genitourinary system (N00-N99)</desc>
<section id="N17-N19"><desc>Kidney failure (N17-N19)</desc>
<diag><name>N17</name><desc>Acute kidney failure</desc>
 <diag><name>N17.0</name><desc>Acute kidney failure with tubular necrosis</desc></diag>
 <diag><name>N17.9</name><desc>Acute kidney failure, unspecified</desc></diag>
</diag></section></chapter>
<chapter><name>19</name><desc>Injury (S00-T88)</desc>
<section id="S72-S72"><desc>Femur (S72-S72)</desc>
<diag><name>S72</name><desc>Fracture of femur</desc>
 <sevenChrDef><extension char="A">initial encounter for closed fracture</extension></sevenChrDef>
 <diag><name>S72.9</name><desc>Unspecified fracture of femur</desc>
  <diag><name>S72.90</name><desc>Unspecified fracture of unspecified femur</desc></diag>
  <diag><name>S72.92</name><desc>Unspecified fracture of left femur</desc></diag>
 </diag>
</diag></section></chapter>
<chapter><name>21</name><desc>Factors (Z00-Z99)</desc>
<section id="Z77-Z99"><desc>Status (Z77-Z99)</desc>
<diag><name>Z79</name><desc>Long term (current) drug therapy</desc>
 <diag><name>Z79.4</name><desc>Long term (current) use of insulin</desc></diag>
 <diag><name>Z79.8</name><desc>Other long term (current) drug therapy</desc>
  <diag><name>Z79.82</name><desc>Long term (current) use of aspirin</desc></diag>
  <diag><name>Z79.899</name><desc>Other long term (current) drug therapy</desc></diag></diag>
</diag></section></chapter></ICD10CM.tabular>"#;

const INDEX: &str = r#"<?xml version="1.0"?><ICD10CM.index><version>2026</version><title>Index</title>
<letter><title>F</title>
<mainTerm><title>Failure, failed</title>
 <term level="1"><title>heart<nemod>(acute)</nemod></title><code>I50.9</code></term>
 <term level="1"><title>kidney</title><code>N19</code>
  <term level="2"><title>acute</title><code>N17.9</code></term></term>
</mainTerm>
<mainTerm><title>Insufficiency</title>
 <term level="1"><title>kidney, acute</title><see>Failure, kidney, acute</see></term>
</mainTerm></letter></ICD10CM.index>"#;

const TABLES: [(&str, &str); 5] = [
    (
        "abbreviations",
        "AKI\tfailure, kidney, acute\t\tdiagnosis\nHF\theart failure\tcardiac\tambiguous\nHF\thay fever\tpollen\tambiguous",
    ),
    (
        "lay_terms",
        "weak heart\tfailure, heart\nmade of stone\tpetrification",
    ),
    (
        "status",
        "kidneys shut down\tN17.9\tx\t\nheart of gold\tZ99.9\tx\t",
    ),
    ("anatomy", "renal\tkidney\tadjective"),
    (
        "long_term_drugs",
        "lovastatin\tZ79.899\tstatin\thyperlipidemia\nLantus\tZ79.4\tinsulin (basal)\tdiabetes\naspirin\tZ79.82\taspirin\tx",
    ),
];

fn made() -> (Codebook, Search) {
    let sources = [
        (Part::Tabular, PartSource::Official, TABULAR),
        (Part::Index, PartSource::Starter, INDEX),
    ]
    .map(|(part, origin, text)| SourceFile {
        part,
        origin,
        bytes: text.as_bytes(),
    });
    let (book, _) = Codebook::compile(Release::from_name("FY2026-04").unwrap(), &sources);
    let (lexicon, problems) = Lexicon::parse(TABLES);
    assert_eq!(problems, []);
    let search = Search::build(&book, &lexicon);
    (book, search)
}

fn ask(phrase: &str) -> Lookup {
    let (book, search) = made();
    search.lookup(&book, phrase, LookupOptions::default())
}

fn first(phrase: &str) -> String {
    ask(phrase)
        .results
        .first()
        .map_or_else(String::new, |f| f.code.to_string())
}

#[test]
fn titles_paths_and_tables_lead_to_codes() {
    for (phrase, code) in [
        ("congestive heart failure", "I50.9"),
        ("failure of the heart", "I50.9"),
        ("acute renal failure", "N17.9"),
        ("insufficiency kidney acute", "N17.9"),
        ("weak heart", "I50.9"),
        ("kidneys shut down", "N17.9"),
        ("fracture femur", "S72.90"),
        ("femur fracture left", "S72.92"),
        ("AKI", "N17.9"),
    ] {
        assert_eq!(first(phrase), code, "{phrase}");
    }
}

#[test]
fn what_the_release_does_not_have_is_not_offered() {
    let (_, search) = made();
    let answer = ask("failure kidney");
    assert!(answer.results.iter().all(|f| f.code.to_string() != "N19"));
    assert!(
        ask("heart of gold")
            .results
            .iter()
            .all(|f| f.code.to_string() != "Z99.9")
    );
    assert!(!search.is_empty());
}

#[test]
fn an_abbreviation_of_two_meanings_is_asked_about_unless_the_words_around_tell() {
    let answer = ask("HF");
    let meanings: Vec<&str> = answer
        .ambiguous
        .iter()
        .map(|m| m.expansion.as_str())
        .collect();
    assert_eq!(meanings, ["heart failure", "hay fever"]);
    assert_eq!(ask("cardiac HF").ambiguous, []);
}

#[test]
fn an_expansion_names_its_table() {
    let notices = ask("AKI").notices;
    assert_eq!(notices, ["AKI → failure, kidney, acute (abbreviations)"]);
}

#[test]
fn a_class_of_drugs_leads_to_their_long_term_use_and_names_its_table() {
    let answer = ask("statin");
    assert_eq!(answer.results[0].code.to_string(), "Z79.899");
    assert_eq!(answer.results[0].path, ["long-term use of statin"]);
    assert_eq!(
        answer.notices,
        ["statin → long-term use of statin (drug classes)"]
    );
    assert_eq!(first("insulin"), "Z79.4");
    let notices = ask("statin, acute kidney failure").notices;
    assert!(notices.is_empty(), "beside others it is no whole question");
}

#[test]
fn a_person_adds_meanings_and_turns_others_off() {
    let (book, search) = made();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let ask = |own: &[(String, String)], off: &[(String, String)], phrase: &str| {
        let synonyms = search.with_synonyms(own, off);
        search.lookup_with(&book, phrase, LookupOptions::default(), &synonyms)
    };
    let own = [
        pair("pumpen kaputt", "failure, heart"),
        pair("HF", "heart failure"),
    ];
    let answer = ask(&own, &[], "Pumpen kaputt");
    assert_eq!(answer.results[0].code.to_string(), "I50.9");
    assert_eq!(
        answer.notices,
        ["Pumpen kaputt → failure, heart (your synonyms)"]
    );
    let answer = ask(&own, &[], "HF");
    assert_eq!(answer.ambiguous, [], "whoever adds a meaning has decided");
    assert_eq!(answer.expanded[0].source, "your synonyms");
    let answer = ask(&[], &[pair("hf", "hay fever")], "HF");
    assert_eq!(answer.ambiguous, [], "one meaning is left");
    assert_eq!(answer.results[0].code.to_string(), "I50.9");
    let off = [
        pair("weak heart", "failure, heart"),
        pair("kidneys shut down", ""),
    ];
    assert!(ask(&[], &off, "weak heart").expanded.is_empty());
    assert!(
        ask(&[], &off, "kidneys shut down")
            .results
            .iter()
            .all(|f| f.path != ["kidneys shut down"]),
        "an entry that is made of the phrase is not offered"
    );
    let rows: Vec<String> = search.synonyms().map(|s| s.source).collect();
    assert!(rows.iter().any(|s| s == "lay terms") && rows.iter().any(|s| s == "abbreviations"));
}

#[test]
fn an_empty_search_answers_nothing() {
    let (book, _) = made();
    let nothing = Search::default();
    assert!(
        nothing
            .lookup(&book, "heart", LookupOptions::default())
            .results
            .is_empty()
    );
    assert!(ask("").results.is_empty() && ask("¿?").results.is_empty());
}

fn learnt(seed: u64) -> Embedder {
    let (book, search) = made();
    let (lexicon, _) = Lexicon::parse(TABLES);
    let training = Training {
        dimensions: 16,
        buckets: 1 << 10,
        epochs: 20,
        seed,
        ..Training::default()
    };
    let mut losses = Vec::new();
    let (embedder, pairs) = search.learn(&book, &lexicon, training, |_, loss| losses.push(loss));
    assert!(pairs > 8, "{pairs} pairs");
    assert!(losses.last() < losses.first(), "{losses:?}");
    embedder
}

#[test]
fn what_is_learnt_of_a_release_is_the_same_each_time_byte_by_byte() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = |name: &str, seed: u64| {
        let path = folder.path().join(name);
        let mut file = mapped::FileWriter::default();
        learnt(seed).write(&mut file, "subword");
        file.write(&path, "test").unwrap();
        std::fs::read(path).unwrap()
    };
    assert_eq!(bytes("one", 1), bytes("two", 1));
    assert_ne!(bytes("one", 1), bytes("other", 2));
}

#[test]
fn words_and_nearness_together_make_the_score_that_is_explained() {
    let (book, search) = made();
    assert!(search.model().is_none());
    let near = search.nearness(&book, learnt(1));
    let search = search.with_nearness(near);
    let options = LookupOptions::default();
    let mut by_nearness = 0;
    for phrase in [
        "acute renal failure",
        "weak heart muscle",
        "femoral fracture",
    ] {
        let answer = search.lookup(&book, phrase, options);
        assert!(!answer.results.is_empty(), "{phrase}");
        for found in answer.results {
            let tree = search.explain(&book, phrase, found.code, options).unwrap();
            assert!((tree.value - found.score).abs() < 1e-4, "{tree}");
            let sum: f32 = tree.children.iter().map(|part| part.value).sum();
            assert!((sum - found.score).abs() < 1e-4, "{tree}");
            by_nearness += usize::from(tree.to_string().contains("nearness"));
        }
    }
    assert!(by_nearness > 0);
    let first = search.lookup(&book, "acute renal failure", options).results;
    assert_eq!(first[0].code.to_string(), "N17.9");
}

#[test]
fn the_vectors_of_a_file_find_as_those_written() {
    let (book, search) = made();
    let near = search.nearness(&book, learnt(1));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nearness.map");
    let mut file = mapped::FileWriter::default();
    near.write(&mut file);
    file.write(&path, "test").unwrap();
    let file = mapped::File::open(&path).unwrap();
    let read = super::Nearness::read(&file, Arc::new(learnt(1))).unwrap();
    let ask = |search: &Search| search.lookup(&book, "kidney failing", LookupOptions::default());
    let (written, read) = (
        ask(&search.clone().with_nearness(near)),
        ask(&search.with_nearness(read)),
    );
    assert_eq!(written, read);
}
