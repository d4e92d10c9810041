//! Phrases of the lexicon: lay terms, status, stages, external causes.

use icd10cm::{BookKind, Code, Codebook, Node};
use rustc_hash::FxHashMap;

use super::build::{Build, Target};
use super::from_index::target_of;
use super::{Canon, Origin, STATUS_KINDS};
use crate::Lexicon;

/// A code and the line of a book it goes by.
type Place = (Code, Option<(BookKind, u32)>);

pub(super) fn phrases(codebook: &Codebook, lexicon: &Lexicon, build: &mut Build, canon: &Canon) {
    let index = codebook.book(BookKind::Index);
    let mut mains: FxHashMap<String, Vec<Node<'_>>> = FxHashMap::default();
    for main in index.main_terms() {
        for key in icd10cm::title_keys(main.title()) {
            mains.entry(key).or_default().push(main);
        }
    }
    let find = |path: &[&str]| -> Option<Node<'_>> {
        let (first, rest) = path.split_first()?;
        let answers = |node: Node<'_>, part: &str| {
            icd10cm::title_keys(node.title()).contains(&icd10cm::title_key(part))
        };
        mains
            .get(&icd10cm::title_key(first))?
            .iter()
            .find_map(|start| {
                rest.iter().try_fold(*start, |node, part| {
                    node.children().find(|c| answers(*c, part)).or_else(|| {
                        node.children()
                            .filter(|c| c.is_structural())
                            .flat_map(Node::children)
                            .find(|c| answers(*c, part))
                    })
                })
            })
    };
    let mut resolved: FxHashMap<&str, Option<Place>> = FxHashMap::default();
    let mut by_words: FxHashMap<Vec<u32>, usize> = FxHashMap::default();
    for (i, row) in build.rows.iter().enumerate() {
        let words = build.words
            [row.words as usize..row.words as usize + usize::from(row.word_count)]
            .to_vec();
        by_words.entry(words).or_insert(i);
    }
    for term in &lexicon.lay_terms {
        let target = *resolved.entry(term.target.as_str()).or_insert_with(|| {
            let path: Vec<&str> = term.target.split(',').map(str::trim).collect();
            if let Some((code, at, _)) = find(&path).and_then(|n| target_of(n, 3)) {
                return Some((code, Some((at.book().kind(), at.number()))));
            }
            // the words of the target as another entry has them
            let mut ids: Vec<u32> = canon
                .words(&term.target)
                .iter()
                .filter_map(|w| build.numbers.get(w.as_str()).copied())
                .collect();
            ids.sort_unstable();
            let row = build.rows.get(*by_words.get(&ids)?)?;
            let book = BookKind::ALL
                .get(usize::from(row.book))
                .copied()
                .unwrap_or(BookKind::Index);
            Some((
                Code::from_bytes(row.code)?,
                (row.node != u32::MAX).then_some((book, row.node)),
            ))
        });
        if let Some((code, node)) = target {
            let words = canon.words(&term.phrase);
            // "aches and pains" must not become the one word "pain"
            let told = term
                .phrase
                .split_whitespace()
                .filter(|w| !super::is_empty_word(&w.to_lowercase()))
                .count();
            if words.len() > 1 || told < 2 {
                build.push(
                    &words,
                    &[],
                    &Target {
                        code,
                        node,
                        origin: Origin::Lay,
                        flags: 0,
                        kind: 0,
                    },
                );
            }
        }
    }
    for phrase in &lexicon.status {
        if codebook.entry_of(phrase.code.code).is_some() {
            let kind = STATUS_KINDS
                .iter()
                .position(|k| *k == phrase.kind)
                .map_or(0, |i| i as u8 + 1);
            let target = Target {
                code: phrase.code.code,
                node: None,
                origin: Origin::Status,
                flags: u8::from(phrase.code.dash),
                kind,
            };
            build.push(&status_words(&phrase.phrase, canon), &[], &target);
        }
    }
    for drug in &lexicon.drugs {
        if codebook.entry_of(drug.code.code).is_some() {
            let kind = STATUS_KINDS
                .iter()
                .position(|k| *k == "drug")
                .map_or(0, |i| i as u8 + 1);
            let target = Target {
                code: drug.code.code,
                node: None,
                origin: Origin::Status,
                flags: u8::from(drug.code.dash),
                kind,
            };
            build.push(&status_words(&drug.drug, canon), &[], &target);
        }
    }
    // organisms without a category of their own; the others are names of infections
    let causes = lexicon.organisms.iter().filter(|o| {
        let text = o.code.code.undotted();
        matches!(text.get(..3), Some("B95" | "B96" | "B97"))
    });
    for organism in causes {
        if codebook.entry_of(organism.code.code).is_some() {
            let kind = STATUS_KINDS
                .iter()
                .position(|k| *k == "organism")
                .map_or(0, |i| i as u8 + 1);
            let target = Target {
                code: organism.code.code,
                node: None,
                origin: Origin::Status,
                flags: u8::from(organism.code.dash),
                kind,
            };
            build.push(&status_words(&organism.phrase, canon), &[], &target);
        }
    }
    for phrase in &lexicon.stages {
        if codebook.entry_of(phrase.code.code).is_some() {
            let target = Target {
                code: phrase.code.code,
                node: None,
                origin: Origin::Stage,
                flags: u8::from(phrase.code.dash),
                kind: 0,
            };
            build.push(&canon.words(&phrase.phrase), &[], &target);
        }
    }
    for table in ["external_causes", "activities", "places"] {
        for row in lexicon.rows(table) {
            if let [phrase, stem, ..] = row.as_slice()
                && let Some(stem) = external_stem(codebook, stem)
            {
                let target = Target {
                    code: stem,
                    node: None,
                    origin: Origin::ExternalCause,
                    flags: 1,
                    kind: 0,
                };
                build.push(&status_words(phrase, canon), &[], &target);
            }
        }
    }
}

/// "W34.00X-": the entry without the placeholders that only fill up to the 7th character.
fn external_stem(codebook: &Codebook, text: &str) -> Option<Code> {
    let mut code = crate::lexicon::Stem::parse(text)?.code;
    while codebook.entry_of(code).is_none() && code.len() > 3 && code.undotted().ends_with('X') {
        code = code.prefix(code.len() - 1);
    }
    codebook.entry_of(code).map(|_| code)
}

/// Words of a status phrase: there "status", "history" and "with" do name something.
fn status_words(phrase: &str, canon: &Canon) -> Vec<String> {
    let tokens = retrieval::normalize::Tokens::of(phrase);
    let mut words: Vec<String> = Vec::new();
    for token in tokens.iter() {
        let keep = matches!(token.text, "status" | "no" | "not" | "current" | "use")
            || !super::is_empty_word(token.text);
        let word = canon.word(token.text);
        if keep && !words.iter().any(|w| w == word) {
            words.push(word.to_owned());
        }
    }
    words
}
