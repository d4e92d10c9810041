//! Readings of the names of hereditary diseases: types by number, modes of inheritance, loci.

use super::reading::Reading;
use super::related::{is_counting, is_number};

/// A reading of a name with a number behind it as the type of that number: "spinal muscular atrophy 4",
/// "mucopolysaccharidosis VII".
pub(super) fn numbered(query: &str, words: &[(String, usize, usize)]) -> Option<Reading> {
    let [.., before, last] = words else {
        return None;
    };
    let roman = matches!(
        last.0.as_str(),
        "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii" | "viii" | "ix"
    );
    ((roman || is_number(&last.0)) && !is_counting(&before.0)).then(|| Reading {
        text: format!(
            "{} type {}",
            query.get(..before.2).unwrap_or_default(),
            query.get(last.1..last.2).unwrap_or_default()
        ),
        weight: 0.98,
        expanded: Vec::new(),
    })
}

/// A reading of the name of a hereditary disease: a mode of inheritance, or the number of a locus behind
/// the name ("spastic paraplegia 54", after the custom of naming genetic diseases), says that it is hereditary.
pub(super) fn inherited(query: &str, words: &[(String, usize, usize)]) -> Option<Reading> {
    let has = |word: &str| words.iter().any(|w| w.0 == word);
    let autosomal = has("autosomal");
    let linked = words
        .windows(2)
        .any(|w| matches!(w[0].0.as_str(), "x" | "y") && w[1].0 == "linked");
    let drops = |i: usize, word: &str| match word {
        "autosomal" => true,
        "dominant" | "recessive" => autosomal || linked,
        "x" | "y" | "linked" => linked,
        _ => i > 0 && is_number(word) && words.get(i - 1).is_some_and(|w| !is_counting(&w.0)),
    };
    let kept: Vec<&str> = words
        .iter()
        .enumerate()
        .filter(|(i, w)| !drops(*i, &w.0))
        .filter_map(|(_, w)| query.get(w.1..w.2))
        .collect();
    if kept.len() == words.len() || kept.is_empty() {
        return None;
    }
    let text = if has("hereditary") || has("congenital") || has("familial") {
        kept.join(" ")
    } else {
        format!("{} hereditary", kept.join(" "))
    };
    Some(Reading {
        text,
        weight: 0.97,
        expanded: Vec::new(),
    })
}
