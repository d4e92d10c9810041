//! Other words and forms for a word: "renal" for "kidney", "tuberculous" for "tuberculosis".

use retrieval::Corpus;
use retrieval::normalize;
use retrieval::resolve::{Alternative, How, Resolved};
use rustc_hash::FxHashSet;

use super::expansion::Expansions;

/// How much another form of the same word counts.
const FORM: f32 = 0.85;
/// How much another word for the same thing counts.
const SYNONYM: f32 = 0.9;
/// Least letters of a root that forms are looked for by.
const ROOT: usize = 4;

/// Adds to what the words of a query stand for.
pub(crate) fn relate(corpus: &Corpus, expansions: &Expansions, resolved: &mut Resolved) {
    let vocabulary = corpus.vocabulary();
    let mut known: FxHashSet<u32> = resolved
        .terms
        .iter()
        .flat_map(|t| t.alternatives.iter().map(|a| a.word))
        .collect();
    for term in &mut resolved.terms {
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
        let mut more: Vec<(u32, f32)> = Vec::new();
        for text in expansions.words_for(word) {
            more.extend(
                vocabulary
                    .id(&normalize::phrase(text))
                    .map(|id| (id, SYNONYM)),
            );
        }
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
        if let Some(root) = word.strip_suffix(ending).filter(|r| r.len() >= ROOT) {
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
