//! Other words and forms for a word: "renal" for "kidney", "tuberculous" for "tuberculosis".

use retrieval::normalize;
use retrieval::resolve::{Alternative, How, Resolved};
use retrieval::{Corpus, Query};
use rustc_hash::FxHashSet;

use super::kin::Kin;

/// How much another form of the same word counts.
const FORM: f32 = 0.85;
/// How much the word counts that an unknown one ends in, and its least length.
const ENDING: f32 = 0.7;
const SHORTEST_ENDING: usize = 8;
/// How much the number in a number with a letter counts.
const NUMBER: f32 = 0.8;
/// Least letters of a root that forms are looked for by.
const ROOT: usize = 4;

/// Words in front of a number that says something.
const COUNTING: [&str; 12] = [
    "type",
    "stage",
    "grade",
    "class",
    "degree",
    "trisomy",
    "bmi",
    "factor",
    "covid",
    "group",
    "level",
    "chromosome",
];
/// How much a counting word counts, and the number behind it: they tell kinds of a disease apart, but
/// do not make one.
const COUNTING_WORD: f32 = 0.5;
const COUNTED: f32 = 0.6;
/// How much a function word counts beside others.
const GRAMMAR: f32 = 0.1;
/// How much a number behind another word counts.
const UNCOUNTED: f32 = 0.3;

/// Adds to what the words of a query stand for.
pub(crate) fn relate(corpus: &Corpus, kin: &Kin, query: &Query, resolved: &mut Resolved) {
    let vocabulary = corpus.vocabulary();
    let mut known: FxHashSet<u32> = resolved
        .terms
        .iter()
        .flat_map(|t| t.alternatives.iter().map(|a| a.word))
        .collect();
    for term in &mut resolved.terms {
        let unknown = term.guessed || term.alternatives.is_empty();
        if let Some(id) = query
            .words()
            .get(term.query_word)
            .filter(|_| unknown)
            .and_then(|w| ending(corpus, &w.text))
        {
            let completes = known.insert(id);
            term.alternatives.push(Alternative {
                word: id,
                weight: ENDING,
                how: How::Split,
                completes,
            });
            term.guessed = true;
        }
        if term.guessed {
            continue;
        }
        if term.alternatives.is_empty()
            && let Some(id) = query
                .words()
                .get(term.query_word)
                .and_then(|w| counted(&w.text))
                .and_then(|n| vocabulary.id(&n))
        {
            let completes = known.insert(id);
            term.alternatives.push(Alternative {
                word: id,
                weight: NUMBER,
                how: How::Related,
                completes,
            });
            term.weight = corpus.idf(id);
            continue;
        }
        let Some(word) = term
            .alternatives
            .iter()
            .find(|a| a.how == How::Exact)
            .map(|a| vocabulary.word(a.word))
        else {
            continue;
        };
        let before = term
            .query_word
            .checked_sub(1)
            .and_then(|i| query.words().get(i));
        if is_counting(word) {
            term.weight *= COUNTING_WORD;
        } else if is_number(word) && before.is_some_and(|w| is_counting(&w.text)) {
            term.weight *= COUNTED;
        }
        if is_number(word) && before.is_some_and(|w| !is_counting(&w.text)) {
            term.weight *= UNCOUNTED;
        }
        let mut more: Vec<(u32, f32)> = Vec::new();
        more.extend(
            kin.of(word)
                .filter_map(|(other, weight)| Some((vocabulary.id(other)?, weight))),
        );
        let roots = roots(word);
        if let Some(shortest) = roots
            .iter()
            .min_by_key(|r| r.len())
            .filter(|r| r.len() >= ROOT)
        {
            for id in vocabulary.with_prefix(shortest) {
                let other = vocabulary.word(id);
                if other != word && self::roots(other).iter().any(|r| roots.contains(r)) {
                    more.push((id, FORM));
                }
            }
        }
        for (id, weight) in more {
            if let Some(same) = term.alternatives.iter_mut().find(|a| a.word == id) {
                same.weight = same.weight.max(weight);
                continue;
            }
            let completes = known.insert(id);
            term.alternatives.push(Alternative {
                word: id,
                weight,
                how: How::Related,
                completes,
            });
        }
    }
    // Function words say nothing beside others.
    let grammar: Vec<bool> = resolved
        .terms
        .iter()
        .map(|t| {
            query
                .words()
                .get(t.query_word)
                .is_some_and(|w| normalize::is_function_word(&w.text))
        })
        .collect();
    if grammar.contains(&false) {
        for (term, _) in resolved
            .terms
            .iter_mut()
            .zip(&grammar)
            .filter(|(_, is)| **is)
        {
            term.weight *= GRAMMAR;
        }
    }
    let total: f32 = resolved.terms.iter().map(|t| t.weight).sum();
    for term in &mut resolved.terms {
        term.share = if total > 0.0 {
            term.weight / total
        } else {
            0.0
        };
    }
}

/// The word of the vocabulary that an unknown one ends in: "thrombocytopenia" in "macrothrombocytopenia".
fn ending(corpus: &Corpus, word: &str) -> Option<u32> {
    let longest = 2..word.len().saturating_sub(SHORTEST_ENDING - 1);
    longest
        .filter_map(|cut| word.get(cut..))
        .find_map(|end| corpus.vocabulary().id(end))
}

/// The number in "3b", "iiib" or "vii", where the whole is none of the vocabulary's words.
fn counted(word: &str) -> Option<String> {
    const ROMAN: [&str; 12] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
    ];
    let stem = word.trim_end_matches(|c| ('a'..='h').contains(&c));
    if word.len() > stem.len() + 1 || stem.is_empty() {
        return None;
    }
    if stem.bytes().all(|b| b.is_ascii_digit()) {
        return Some(stem.to_owned());
    }
    ROMAN
        .iter()
        .position(|r| *r == stem)
        .map(|i| (i + 1).to_string())
}

/// Whether a number behind the word says something.
pub(crate) fn is_counting(word: &str) -> bool {
    COUNTING.contains(&word)
}

/// Whether a word is a number, or a number with a letter.
pub(crate) fn is_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    !digits.is_empty()
        && word.len() <= digits.len() + 1
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Endings that make another form of a word, with what remains of each; the longest first.
const ENDINGS: &[(&str, &str)] = &[
    ("ization", ""),
    ("isation", ""),
    ("ation", ""),
    ("ition", ""),
    ("otic", "os"),
    ("osis", "os"),
    ("itic", "it"),
    ("itis", "it"),
    ("ectasia", "ectas"),
    ("ectasis", "ectas"),
    ("ectatic", "ectas"),
    ("plasia", "plas"),
    ("plastic", "plas"),
    ("emia", "em"),
    ("emic", "em"),
    ("uria", "ur"),
    ("uric", "ur"),
    ("ically", ""),
    ("ical", ""),
    ("eal", ""),
    ("ial", ""),
    ("iac", "i"),
    ("ious", ""),
    ("ous", ""),
    ("ary", ""),
    ("ium", ""),
    ("ive", ""),
    ("ion", ""),
    ("ing", ""),
    ("ia", ""),
    ("ic", ""),
    ("al", ""),
    ("ar", ""),
    ("ed", ""),
    ("um", ""),
    ("us", ""),
    ("ea", ""),
    ("a", ""),
    ("e", ""),
    ("y", ""),
    ("o", ""),
];

/// The roots of a word by which its forms know each other.
fn roots(word: &str) -> Vec<String> {
    let mut roots = Vec::with_capacity(2);
    if word.len() < 5 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return roots;
    }
    for (ending, keeps) in ENDINGS {
        if let Some(root) = word
            .strip_suffix(ending)
            .filter(|r| r.len() >= 2 && r.len() + keeps.len() >= ROOT)
        {
            roots.push(format!("{root}{keeps}"));
            if *ending == "ous" {
                roots.push(format!("{root}os")); // tuberculous, tuberculosis
            }
            return roots;
        }
    }
    roots.push(word.to_owned());
    roots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn related(a: &str, b: &str) -> bool {
        roots(a).iter().any(|r| roots(b).contains(r))
    }

    #[test]
    fn forms_of_a_word_know_each_other() {
        for (a, b) in [
            ("tuberculous", "tuberculosis"),
            ("thrombotic", "thrombosis"),
            ("arthritic", "arthritis"),
            ("corneal", "cornea"),
            ("infected", "infection"),
            ("allergic", "allergy"),
            ("duodenal", "duodenum"),
            ("dysplastic", "dysplasia"),
        ] {
            assert!(related(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("nephritis", "nephrosis"),
            ("arthritis", "arthrosis"),
            ("hypertension", "hypotension"),
        ] {
            assert!(!related(a, b), "{a} {b}");
        }
    }
}
