//! Other words and forms for a word: "renal" for "kidney", "tuberculous" for "tuberculosis".

use retrieval::normalize;
use retrieval::resolve::{Alternative, How, Resolved};
use retrieval::{Corpus, Query, Vocabulary};
use rustc_hash::FxHashSet;

use super::kin::Kin;

/// How much another form of the same word counts.
const FORM: f32 = 0.85;
/// How much the word counts that an unknown one ends in, and its least length.
const ENDING: f32 = 0.7;
const SHORTEST_ENDING: usize = 8;
/// How much the inflammation of a site counts for the site.
const INFLAMED: f32 = 0.55;
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
        let written = query.words().get(term.query_word).map(|w| w.text.as_str());
        let unknown = !term
            .alternatives
            .iter()
            .any(|a| matches!(a.how, How::Exact | How::Prefix | How::Joined));
        if unknown && let Some(written) = written {
            if let Some(id) = counted(written).and_then(|n| vocabulary.id(&n)) {
                // "IIIB" is a number, whatever it is one letter away from.
                let completes = known.insert(id);
                term.alternatives = vec![Alternative {
                    word: id,
                    weight: NUMBER,
                    how: How::Related,
                    completes,
                }];
                term.weight = corpus.idf(id);
                term.guessed = false;
                continue;
            }
            // Another form of a word of the book, or another word for one, is no misspelling.
            let forms = forms(vocabulary, written).into_iter().map(|id| (id, FORM));
            let named = kin
                .of(written)
                .filter_map(|(other, weight)| Some((vocabulary.id(other)?, weight)));
            let others: Vec<(u32, f32)> = forms.chain(named).collect();
            if let Some(rarest) = others.iter().map(|o| corpus.idf(o.0)).reduce(f32::max) {
                term.alternatives = others
                    .into_iter()
                    .map(|(word, weight)| Alternative {
                        word,
                        weight,
                        how: How::Related,
                        completes: known.insert(word),
                    })
                    .collect();
                term.weight = rarest;
                term.guessed = false;
                continue;
            }
        }
        let unknown = term.guessed || term.alternatives.is_empty();
        if let Some(id) = written.filter(|_| unknown).and_then(|w| ending(corpus, w)) {
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
        more.extend(
            counted(word)
                .and_then(|n| vocabulary.id(&n))
                .map(|id| (id, NUMBER)),
        );
        more.extend(inflamed(vocabulary, word).map(|id| (id, INFLAMED)));
        more.extend(forms(vocabulary, word).into_iter().map(|id| (id, FORM)));
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

/// The words of the vocabulary that are other forms of a word.
fn forms(vocabulary: &Vocabulary, word: &str) -> Vec<u32> {
    let own = roots(word);
    let shortest = own.iter().min_by_key(|r| r.len());
    let Some(shortest) = shortest.filter(|r| r.len() >= ROOT) else {
        return Vec::new();
    };
    vocabulary
        .with_prefix(shortest)
        .filter(|&id| {
            let other = vocabulary.word(id);
            other != word && roots(other).iter().any(|r| own.contains(r))
        })
        .collect()
}

/// The inflammation of what a word names: "esophagitis" of "esophageal". A disease of a site is often titled so.
fn inflamed(vocabulary: &Vocabulary, word: &str) -> Option<u32> {
    if word.ends_with("itis") {
        return None;
    }
    roots(word)
        .iter()
        .filter(|r| r.len() >= ROOT)
        .find_map(|root| vocabulary.id(&format!("{root}itis")))
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

/// Endings that make another form of a word, with what remains of each; one that ends as another does stands before it.
const ENDINGS: &[(&str, &str)] = &[
    ("ative", ""),
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
    ("ability", "abl"),
    ("ibility", "ibl"),
    ("ility", "il"),
    ("able", "abl"),
    ("ible", "ibl"),
    ("ile", "il"),
    ("ically", ""),
    ("ical", ""),
    ("ica", ""),
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
    ("ex", ""),
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
            ("subserous", "subserosal"),
            ("hypermobility", "hypermobile"),
            ("dystrophic", "dystrophica"),
            ("cortical", "cortex"),
            ("accommodative", "accommodation"),
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
