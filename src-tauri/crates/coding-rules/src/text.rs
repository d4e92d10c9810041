//! Reading what was typed, and finding words in words.

use icd10cm::{Code, CodeStatus, Codebook};

/// The code that was most likely meant: blanks, dashes and dots out of place dropped, O read as 0 and I
/// as 1 where only a digit makes sense. `None` where nothing in the release comes out.
pub(crate) fn lenient(book: &Codebook, raw: &str) -> Option<Code> {
    let bare: String = raw
        .trim()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .collect();
    let bare = bare.to_ascii_uppercase();
    if bare.len() < 3 || bare.len() > 7 {
        return None;
    }
    let known = |text: &str| {
        Code::parse(text)
            .ok()
            .filter(|c| !matches!(book.status(*c), CodeStatus::Absent { .. }))
    };
    if let Some(code) = known(&bare) {
        return Some(code);
    }
    let digits: Vec<char> = bare
        .chars()
        .enumerate()
        .map(|(i, c)| match c {
            'O' if i > 0 => '0',
            'I' | 'L' if i > 0 => '1',
            c => c,
        })
        .collect();
    // a digit typed for the first letter
    let first = match digits.first() {
        Some('0') => Some('O'),
        Some('1') => Some('I'),
        _ => None,
    };
    let whole: String = digits.iter().collect();
    known(&whole).or_else(|| {
        let rest: String = digits.iter().skip(1).collect();
        known(&format!("{}{rest}", first?))
    })
}

/// A code that is not in the release, read with 0 for O and 1 for I, where that is in the release.
pub(crate) fn mended(book: &Codebook, code: Code) -> Option<Code> {
    let absent = matches!(book.status(code), CodeStatus::Absent { .. });
    let confused = code
        .undotted()
        .chars()
        .skip(1)
        .any(|c| matches!(c, 'O' | 'I' | 'L'));
    (absent && confused).then(|| lenient(book, &code.to_string()))?
}

/// Whether the words of `needle` stand next to each other in `hay`, in any case, as whole words.
pub(crate) fn has_words(hay: &str, needle: &str) -> bool {
    stands_in(&hay.to_lowercase(), &needle.to_lowercase())
}

/// The same for texts that are in lower case already.
pub(crate) fn stands_in(hay: &str, needle: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric();
    if needle.is_empty() {
        return false;
    }
    hay.match_indices(needle).any(|(at, found)| {
        let before = hay[..at].chars().next_back();
        let after = hay[at + found.len()..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

/// The words of a text that carry meaning, in lower case.
pub(crate) fn content_words(text: &str) -> impl Iterator<Item = String> + '_ {
    const EMPTY: &[&str] = &[
        "with",
        "without",
        "other",
        "unspecified",
        "specified",
        "disease",
        "disorder",
        "due",
        "and",
        "the",
        "for",
        "not",
        "elsewhere",
        "classified",
        "type",
        "acute",
        "chronic",
        "primary",
        "secondary",
        "encounter",
        "initial",
        "subsequent",
        "side",
        "site",
        "part",
    ];
    text.split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|w| w.len() > 2 && !EMPTY.contains(&w.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole() {
        assert!(has_words("On dialysis (MWF)", "dialysis"));
        assert!(has_words("type 2 diabetes", "TYPE 2"));
        assert!(!has_words("insulinoma", "insulin"));
        assert!(!has_words("anything", ""));
    }
}
