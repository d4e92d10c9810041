use proptest::prelude::*;

use crate::{Corpus, CorpusBuilder, Doc, FieldWeight, Hit, Query, QueryOptions};

fn corpus(entries: &[(&str, &str)]) -> Corpus {
    let mut builder = CorpusBuilder::new();
    for (i, (essential, optional)) in entries.iter().enumerate() {
        builder.push(Doc {
            id: i as u32,
            kind: (i % 2) as u8,
            weight: 1.0,
            fields: &[
                (FieldWeight::ESSENTIAL, essential),
                (FieldWeight::OPTIONAL, optional),
            ],
        });
    }
    builder.build()
}

const ENTRIES: &[(&str, &str)] = &[
    ("Disease, kidney, chronic", "renal"),
    ("Disease, kidney, chronic, stage 3", ""),
    ("Disease, kidney, chronic, hypertensive", ""),
    ("Disease, kidney, polycystic", ""),
    ("Disease, heart", "organic"),
    ("Fracture, femur, shaft, left", "closed"),
    ("Fracture, humerus", ""),
    ("Enlarged lymph node", "lymphadenopathy"),
    ("Lymph node disorder", ""),
    ("Hypertension", "essential benign primary"),
    ("Hypertension, secondary", ""),
    ("Hypotension", ""),
    ("Heartburn", ""),
    ("Diabetes mellitus, type 2", "with"),
    ("Post-traumatic arthritis", ""),
];

fn titles<'e>(hits: &[Hit], entries: &[(&'e str, &'e str)]) -> Vec<&'e str> {
    hits.iter().map(|h| entries[h.id as usize].0).collect()
}

fn find(text: &str) -> Vec<Hit> {
    corpus(ENTRIES).search(&Query::parse(text, QueryOptions::TYPING), 10, |_| true)
}

fn first(text: &str) -> &'static str {
    titles(&find(text), ENTRIES)
        .first()
        .copied()
        .unwrap_or("nothing")
}

#[test]
fn words_in_any_order_whole_begun_or_misspelled() {
    for (query, expected) in [
        ("chronic kidney disease", "Disease, kidney, chronic"),
        ("chr kid dis", "Disease, kidney, chronic"),
        ("left femur fractures", "Fracture, femur, shaft, left"),
        ("fract hum", "Fracture, humerus"),
        ("hypertention", "Hypertension"),
        ("hypertensoin", "Hypertension"),
        ("kindey disease chronic", "Disease, kidney, chronic"),
        ("lymphnode enlarged", "Enlarged lymph node"),
        ("heart burn", "Heartburn"),
        ("type II diabetes", "Diabetes mellitus, type 2"),
        ("posttraumatic arthritis", "Post-traumatic arthritis"),
        ("post traumatic arthritis", "Post-traumatic arthritis"),
        ("hyperten", "Hypertension"),
        ("hyeprten", "Hypertension"),
    ] {
        assert_eq!(first(query), expected, "{query}");
    }
}

#[test]
fn guesses_are_flagged_and_prefixes_are_not() {
    assert!(find("hypertention")[0].guessed);
    assert!(find("lymphnode")[0].guessed);
    assert!(find("htn")[0].guessed);
    assert!(!find("hyperten")[0].guessed);
    assert!(!find("heart burn")[0].guessed);
    let exact = corpus(ENTRIES).search(
        &Query::parse("hypertention", QueryOptions::EXACT),
        10,
        |_| true,
    );
    assert!(
        exact.is_empty(),
        "without leave to guess nothing is guessed"
    );
}

#[test]
fn an_abbreviation_stands_first_for_the_most_frequent_word_it_fits() {
    let c = corpus(ENTRIES);
    let resolved = c.resolve(&Query::parse("htn", QueryOptions::TYPING));
    let words: Vec<&str> = resolved.terms[0]
        .alternatives
        .iter()
        .map(|a| c.vocabulary().word(a.word))
        .collect();
    assert_eq!(words[..2], ["hypertension", "hypotension"]);
    assert!(resolved.terms[0].guessed);
}

#[test]
fn a_complete_entry_ranks_above_one_with_words_left_over() {
    let hits = find("chronic kidney disease");
    assert_eq!(hits[0].id, 0);
    assert!(hits[0].is_exact() && !hits[1].is_exact());
    assert!(hits[0].score > hits[1].score);
    let hits = find("patient with chronic kidney disease today");
    assert_eq!(hits[0].id, 0);
    assert!(hits[0].completeness > 0.99 && hits[0].coverage < 1.0);
}

#[test]
fn coverage_tells_how_much_of_the_query_was_found() {
    let hits = find("hypertension xyzzyplugh");
    assert!(
        hits[0].coverage > 0.3 && hits[0].coverage < 0.7,
        "{}",
        hits[0].coverage
    );
    assert!(find("xyzzyplugh qqqqqqqqqqqq").is_empty());
    assert!(find("").is_empty() && find("  -- ").is_empty());
}

#[test]
fn only_asked_kinds_and_no_more_than_asked() {
    let c = corpus(ENTRIES);
    let query = Query::parse("disease kidney", QueryOptions::EXACT);
    assert!(
        c.search(&query, 10, |kind| kind == 1)
            .iter()
            .all(|h| h.kind == 1)
    );
    assert_eq!(
        c.search(&query, 2, |_| true),
        c.search(&query, 10, |_| true)[..2]
    );
    assert!(c.search(&query, 0, |_| true).is_empty());
}

#[test]
fn a_search_within_a_filter_works() {
    let c = corpus(ENTRIES);
    let query = Query::parse("kidney", QueryOptions::EXACT);
    let nested = c.search(&query, 10, |_| !c.search(&query, 1, |_| true).is_empty());
    assert_eq!(nested.len(), 4);
}

#[test]
fn an_explanation_adds_up_to_the_score() {
    let c = corpus(ENTRIES);
    for text in [
        "chronic kidney disease stage 3",
        "chr kid dis",
        "hypertention heart burn",
        "lymphnode",
        "of",
    ] {
        let query = Query::parse(text, QueryOptions::TYPING);
        for hit in c.search(&query, 20, |_| true) {
            let explanation = c.explain(&query, hit.doc);
            assert!(
                (explanation.value - hit.score).abs() <= hit.score * 1e-4,
                "{text}: {hit:?}\n{explanation}"
            );
            let product: f32 = explanation.children.iter().map(|c| c.value).product();
            assert!((product - hit.score).abs() <= hit.score * 1e-4);
            let sum: f32 = explanation.children[0]
                .children
                .iter()
                .map(|c| c.value)
                .sum();
            assert!((sum - explanation.children[0].value).abs() < 1e-4);
        }
    }
    assert_eq!(
        c.explain(&Query::parse("gout", QueryOptions::EXACT), 0)
            .value,
        0.0
    );
    assert_eq!(
        c.explain(&Query::parse("kidney", QueryOptions::EXACT), 9999)
            .value,
        0.0
    );
}

#[test]
fn a_corpus_read_from_a_file_answers_as_the_one_written() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("index.map");
    let written = corpus(ENTRIES);
    let mut file = mapped::FileWriter::default();
    written.write(&mut file, "entries");
    file.write(&path, "test").unwrap();
    let file = mapped::File::open(&path).unwrap();
    let read = Corpus::read(&file, "entries").unwrap();
    for text in ["chr kid dis", "hypertention", "lymphnode", "fracture"] {
        let query = Query::parse(text, QueryOptions::TYPING);
        assert_eq!(
            read.search(&query, 10, |_| true),
            written.search(&query, 10, |_| true)
        );
    }
    assert!(Corpus::read(&file, "other").is_err());
}

#[test]
fn a_damaged_file_may_answer_wrongly_but_never_panics() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("index.map");
    let mut file = mapped::FileWriter::default();
    corpus(ENTRIES).write(&mut file, "entries");
    file.write(&path, "test").unwrap();
    let whole = std::fs::read(&path).unwrap();
    let mut answered = 0;
    for at in (0..whole.len()).step_by(3) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xa5;
        std::fs::write(&path, &bytes).unwrap();
        let Ok(corpus) = mapped::File::open(&path).and_then(|file| Corpus::read(&file, "entries"))
        else {
            continue;
        };
        for text in ["chr kid dis", "hypertention", "lymphnode", "htn"] {
            let query = Query::parse(text, QueryOptions::TYPING);
            for hit in corpus.search(&query, 3, |_| true) {
                let _ = corpus.explain(&query, hit.doc);
            }
        }
        answered += 1;
    }
    assert!(
        answered > 100,
        "most damage is within the columns: {answered}"
    );
}

/// Every entry scored by the explanation, which reads postings one entry at a time.
fn by_hand(c: &Corpus, query: &Query) -> Vec<(u32, f32)> {
    let mut all: Vec<(u32, f32)> = (0..c.len() as u32)
        .map(|doc| (doc, c.explain(query, doc).value))
        .collect();
    all.retain(|(_, score)| *score > 0.0);
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all
}

/// Large enough that the common words are only looked up beside rarer ones.
fn large() -> Corpus {
    let mut builder = CorpusBuilder::new();
    for i in 0..9_000_u32 {
        let rare = format!("rare{}", i % 100);
        let text = if i % 2 == 0 {
            format!("common {rare}")
        } else {
            format!("other {rare} entry{i}")
        };
        builder.push(Doc {
            id: i,
            kind: 0,
            weight: 1.0,
            fields: &[(FieldWeight::ESSENTIAL, &text)],
        });
    }
    builder.build()
}

#[test]
fn common_words_add_to_what_rarer_ones_find_and_find_alone_where_there_is_nothing_else() {
    let c = large();
    let exact =
        |text: &str, limit| c.search(&Query::parse(text, QueryOptions::EXACT), limit, |_| true);
    assert_eq!(exact("common", 10_000).len(), 4_500);
    assert_eq!(
        exact("common other", 10_000).len(),
        9_000,
        "a query of common words only"
    );
    for text in ["common rare3", "rare4 common other"] {
        let query = Query::parse(text, QueryOptions::EXACT);
        let expected = by_hand(&c, &query);
        let hits = exact(text, 50);
        for (hit, (doc, score)) in hits.iter().zip(&expected) {
            assert_eq!(hit.doc, *doc, "{text}");
            assert!((hit.score - score).abs() <= score * 1e-4, "{text}");
        }
        assert!(
            exact(text, 10_000).len() < 200,
            "entries with nothing but the common word are left out"
        );
    }
    let hits = exact("common unknownword", 5);
    assert_eq!(
        hits.len(),
        5,
        "a word that fits nothing does not stand in the way of a common one"
    );
}

proptest! {
    #[test]
    fn any_text_can_be_indexed_and_asked(texts in prop::collection::vec("\\PC{0,30}", 0..8), question in "\\PC{0,40}") {
        let entries: Vec<(&str, &str)> = texts.iter().map(|t| (t.as_str(), "")).collect();
        let c = corpus(&entries);
        let query = Query::parse(&question, QueryOptions::TYPING);
        for word in query.words() {
            prop_assert!(question.get(word.range.clone()).is_some());
        }
        for hit in c.search(&query, 5, |_| true) {
            prop_assert!(hit.score.is_finite() && hit.score >= 0.0);
            prop_assert!((0.0..=1.001).contains(&hit.coverage) && (0.0..=1.0).contains(&hit.completeness));
        }
    }

    /// With rare words only, pruning may not change what is found nor in which order.
    #[test]
    fn the_best_are_the_best(texts in prop::collection::vec("[a-x]( [a-x]){0,4}", 20..60), question in "[a-x]( [a-x]){0,2}") {
        let entries: Vec<(&str, &str)> = texts.iter().map(|t| (t.as_str(), "")).collect();
        let c = corpus(&entries);
        let query = Query::parse(&question, QueryOptions::EXACT);
        let common = query.words().iter().any(|w| c.vocabulary().id(&w.text).is_some_and(|id| c.frequency(id) * 5 > c.len()));
        prop_assume!(!common);
        let expected = by_hand(&c, &query);
        let hits = c.search(&query, 5, |_| true);
        prop_assert_eq!(hits.len(), expected.len().min(5));
        for (hit, (_, score)) in hits.iter().zip(&expected) {
            prop_assert!((hit.score - score).abs() <= score * 1e-4);
        }
    }

    /// Of two entries that differ only by words the query lacks, the shorter one wins.
    #[test]
    fn leftover_words_never_help(common in "[a-f]( [a-f]){0,3}", extra in "[m-z]{2}( [m-z]{2}){0,2}") {
        let longer = format!("{common} {extra}");
        let c = corpus(&[(&longer, ""), (&common, ""), ("other entry", "")]);
        let hits = c.search(&Query::parse(&common, QueryOptions::EXACT), 2, |_| true);
        prop_assert_eq!(hits[0].doc, 1);
    }
}
