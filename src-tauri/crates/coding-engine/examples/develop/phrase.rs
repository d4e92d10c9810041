//! Which phrases of the dictionary consist of the given words.

use coding_engine::Dictionary;
use icd10cm::Codebook;

/// Prints them with their code, origin and path.
pub fn show(book: &Codebook, dictionary: &Dictionary, words: &str) {
    let wanted: Vec<u32> = words
        .split(' ')
        .filter_map(|w| dictionary.word(w))
        .collect();
    for n in 0..dictionary.len() {
        let Some(p) = dictionary.phrase(n as u32) else {
            continue;
        };
        if p.words().len() <= wanted.len() && p.words().iter().all(|w| wanted.contains(w)) {
            let path = p
                .node()
                .and_then(|(k, n)| book.book(k).node(n))
                .map(|n| n.titles().join(" > "));
            let words: Vec<&str> = p.words().iter().map(|w| dictionary.text(*w)).collect();
            println!(
                "{:?} {:?} {} {:?}",
                p.code(),
                p.origin(),
                words.join(" "),
                path
            );
        }
    }
}
