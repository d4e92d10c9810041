//! Codes typed instead of words, whole or in part.

use icd10cm::{Code, Codebook, Entry};

/// The codes that a typed one stands for, itself first: with or without its dot, whole or begun
/// (`K92.2`, `k922`, `k92`, `K9`, `s72.00`). Empty where the phrase is no code of the release.
pub(crate) fn typed(book: &Codebook, phrase: &str, limit: usize) -> Vec<Code> {
    let text = phrase.trim().trim_end_matches(['-', '.']);
    let bytes = text.as_bytes();
    if bytes.len() < 2 || !bytes[0].is_ascii_alphabetic() || !bytes[1].is_ascii_digit() {
        // Only "C4A"-like categories have a letter in the second place, and none of them begins so.
        return Vec::new();
    }
    if bytes.len() == 2 {
        return categories(book, text).take(limit).collect();
    }
    let Ok(code) = Code::parse(text) else {
        return Vec::new();
    };
    if let Some(entry) = book.entry(code) {
        return below(entry).take(limit).collect();
    }
    if book.is_billable(code) {
        return vec![code];
    }
    // A beginning that is not a line of its own: "S72.00" is one, "W01.0X" is not.
    book.entry(code.category())
        .map(|category| {
            category
                .subtree()
                .flat_map(made)
                .filter(|c| c.starts_with(code))
                .take(limit)
                .collect()
        })
        .unwrap_or_default()
}

/// The categories whose codes begin with two characters.
fn categories(book: &Codebook, start: &str) -> impl Iterator<Item = Code> {
    ('0'..='9')
        .chain('A'..='Z')
        .filter_map(move |third| Code::parse(&format!("{start}{third}")).ok())
        .filter(|c| book.entry(*c).is_some())
}

/// A line, all lines below it, and the codes made with a 7th character.
fn below(entry: Entry<'_>) -> impl Iterator<Item = Code> {
    entry.subtree().flat_map(made)
}

fn made(entry: Entry<'_>) -> Vec<Code> {
    let own = entry.code();
    let mut codes: Vec<Code> = own.into_iter().collect();
    if entry.is_leaf() {
        codes.extend(entry.billable_codes().filter(|c| Some(*c) != own));
    }
    codes
}
