//! Receptors of a tumor and whether it has them, as pathologists and oncologists write it.
//!
//! One code for each receptor; a combined code only where the note says no more than the combination (note at Z17.4).

use std::ops::Range;

use clinical_text::TextRange;
use retrieval::normalize::Tokens;

use super::context::gaps;

/// A receptor, or several that are named as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receptor {
    /// Estrogen.
    Estrogen,
    /// Progesterone.
    Progesterone,
    /// Human epidermal growth factor receptor 2.
    Her2,
    /// Hormones, without saying which.
    Hormone,
    /// All three ("triple negative").
    All,
}

/// What a text says of a receptor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Which.
    pub receptor: Receptor,
    /// Whether the tumor has it.
    pub positive: bool,
    /// The words that say so.
    pub range: TextRange,
    /// The same as numbers of the sentence's words.
    pub words: Range<usize>,
    /// Whether the name alone tells a receptor: "ER", "PR" and "HR" are also a room, an interval and a rate.
    pub is_sure: bool,
}

/// The code that says it, with the one of releases that have no code for a combination.
#[must_use]
pub fn code(receptor: Receptor, positive: bool) -> &'static [&'static str] {
    match (receptor, positive) {
        (Receptor::Estrogen, true) => &["Z17.0"],
        (Receptor::Estrogen, false) => &["Z17.1"],
        (Receptor::Progesterone, true) => &["Z17.21"],
        (Receptor::Progesterone, false) => &["Z17.22"],
        (Receptor::Her2, true) => &["Z17.31"],
        (Receptor::Her2, false) => &["Z17.32"],
        (Receptor::All, true) => &["Z17.410", "Z17.0"],
        (Receptor::All, false) => &["Z17.421", "Z17.1"],
        (Receptor::Hormone, _) => &[],
    }
}

/// The combined code of hormone receptors and HER2.
#[must_use]
pub fn combined(hormone: bool, her2: bool) -> &'static str {
    match (hormone, her2) {
        (true, true) => "Z17.410",
        (true, false) => "Z17.411",
        (false, true) => "Z17.420",
        (false, false) => "Z17.421",
    }
}

/// A receptor's name among the words: `start..end`.
#[derive(Debug, Clone, Copy)]
struct Name {
    receptor: Receptor,
    start: usize,
    end: usize,
}

const NAMES: &[(&[&str], Receptor)] = &[
    (&["estrogen", "receptor"], Receptor::Estrogen),
    (&["er"], Receptor::Estrogen),
    (&["progesterone", "receptor"], Receptor::Progesterone),
    (&["pr"], Receptor::Progesterone),
    (&["pgr"], Receptor::Progesterone),
    (&["her2", "neu"], Receptor::Her2),
    (&["her", "2", "neu"], Receptor::Her2),
    (&["her2"], Receptor::Her2),
    (&["her", "2"], Receptor::Her2),
    (&["hormone", "receptor"], Receptor::Hormone),
    (&["hr"], Receptor::Hormone),
    (&["triple"], Receptor::All),
];

/// Words that may stand between a name and what is said of it, and between names of a list.
const FILLERS: [&str; 13] = [
    "is",
    "was",
    "are",
    "were",
    "status",
    "receptor",
    "strongly",
    "weakly",
    "both",
    "and",
    "or",
    "amplified",
    "tumor",
];

/// Words before "ER" that make it a place.
const TO_A_PLACE: [&str; 9] = [
    "the", "in", "to", "from", "an", "this", "our", "another", "outside",
];

/// Reads a sentence that begins at `base`. "ER" alone is a room and "PR" an interval: a text that names no tumor or no
/// receptor in words says nothing of either, which is the caller's to know.
#[must_use]
pub fn read(sentence: &str, base: usize) -> Vec<Status> {
    let tokens = Tokens::of(sentence);
    let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
    let marks = gaps(sentence, &tokens);
    let names = names(&words, &tokens, sentence);
    let mut said: Vec<Option<(bool, usize, bool)>> = names
        .iter()
        .enumerate()
        .map(|(i, n)| {
            let next = names.get(i + 1).map_or(words.len(), |n| n.start);
            own(n, next, &words, &marks)
        })
        .collect();
    // "ER/PR positive", "ER, PR and HER2 negative": what is said of the last is said of all
    for i in (1..names.len()).rev() {
        let joined = joint(&names[i - 1], &names[i], &words, &marks);
        if let (None, Some((positive, end, sign)), Some(slash)) = (said[i - 1], said[i], joined)
            && (!sign || slash)
        {
            said[i - 1] = Some((positive, end, sign));
        }
    }
    // "positive for ER and PR": what stands before the first is said of all
    for i in 0..names.len() {
        if said[i].is_some() {
            continue;
        }
        let before = before(&names[i], &words);
        let listed = i > 0 && joint(&names[i - 1], &names[i], &words, &marks).is_some();
        said[i] = match (before, said.get(i.wrapping_sub(1)).copied().flatten()) {
            (Some(positive), _) => Some((positive, names[i].end, false)),
            (None, Some((positive, end, false))) if listed && end <= names[i].start => {
                Some((positive, names[i].end, false))
            }
            _ => None,
        };
    }
    let place = |at: usize| tokens.get(at).map(|t| t.range);
    names
        .iter()
        .zip(said)
        .filter_map(|(name, said)| {
            let (positive, end, sign) = said?;
            let first = place(name.start)?;
            let behind = end.max(name.end);
            let last = place(behind - 1)?;
            // the sign is part of the quote
            let more = if sign {
                sign_length(marks.get(end)?)
            } else {
                0
            };
            Some(Status {
                receptor: name.receptor,
                positive,
                range: TextRange::new(base + first.start, base + last.end + more),
                words: name.start..behind,
                is_sure: !matches!(words.get(name.start), Some(&("er" | "pr" | "hr"))),
            })
        })
        .collect()
}

fn names(words: &[&str], tokens: &Tokens, sentence: &str) -> Vec<Name> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let met = NAMES
            .iter()
            .find(|(name, _)| words.get(i..i + name.len()) == Some(*name));
        let Some((name, receptor)) = met else {
            i += 1;
            continue;
        };
        // initials are written in capitals: "her 2", "er" and "pr" in lower case are words, and "Her" begins a sentence
        let written = tokens.get(i).and_then(|t| sentence.get(t.range.clone()));
        let behind = tokens.get(i).zip(tokens.get(i + 1));
        let hyphened =
            behind.is_some_and(|(a, b)| sentence.get(a.range.end..b.range.start) == Some("-"));
        let initials = name.first().is_some_and(|w| w.len() <= 4 && *w != "her2");
        let capital = written.is_some_and(|w| {
            w.chars().all(|c| !c.is_lowercase())
                || name.len() > 1 && hyphened && w.starts_with(char::is_uppercase)
        });
        let a_place = *name == ["er"]
            && i.checked_sub(1)
                .and_then(|before| words.get(before))
                .is_some_and(|w| TO_A_PLACE.contains(w));
        let all = *receptor != Receptor::All
            || words
                .get(i + 1)
                .is_some_and(|w| matches!(*w, "negative" | "positive"));
        if all && !a_place && (!initials || capital) {
            out.push(Name {
                receptor: *receptor,
                start: i,
                end: i + name.len(),
            });
        }
        i += name.len();
    }
    out
}

fn sign_of(mark: &str) -> Option<bool> {
    let bare = mark.trim_start();
    let inner = bare.strip_prefix('(').unwrap_or(bare);
    let mut letters = inner.chars();
    match letters.next()? {
        '+' => Some(true),
        // " - " is a dash, and what is said stands behind it
        '-' | '−' | '–' if bare.len() == mark.len() || inner.len() < bare.len() => {
            // a hyphen joins: "ER-positive"; a sign has something else behind it
            let rest = letters.as_str();
            (!rest.is_empty()).then_some(false)
        }
        _ => None,
    }
}

fn sign_length(mark: &str) -> usize {
    let at = mark.find(['+', '-', '−', '–']).unwrap_or(0);
    mark[at..].chars().next().map_or(0, |c| at + c.len_utf8())
}

fn said_by(word: &str) -> Option<bool> {
    match word {
        "positive" | "pos" => Some(true),
        "negative" | "neg" => Some(false),
        _ => None,
    }
}

/// What is said of a name behind it: whether it is there, the word behind what says so, and whether a sign does.
fn own(name: &Name, next: usize, words: &[&str], marks: &[&str]) -> Option<(bool, usize, bool)> {
    // "ER- positive": a word behind a hyphen says it
    let hyphen = |mark: &str| mark.trim_start_matches(['-', '−', '–']).trim().is_empty();
    let worded = marks.get(name.end).is_some_and(|m| hyphen(m))
        && words.get(name.end).is_some_and(|w| said_by(w).is_some());
    if let Some(positive) = marks.get(name.end).and_then(|m| sign_of(m))
        && !worded
    {
        return Some((positive, name.end, true));
    }
    for at in name.end..next.min(name.end + 4) {
        // a line may end between a name and what is said of it, as any blank
        let ends =
            |m: &&str| m.contains(['.', ';']) || m.contains('\n') && !(at == name.end && worded);
        if marks.get(at).is_some_and(ends) {
            return None;
        }
        let word = words.get(at)?;
        if let Some(positive) = said_by(word) {
            // "PR, negative for HER2": it is said of the next
            let of_next = words.get(at + 1) == Some(&"for");
            return (!of_next).then_some((positive, at + 1, false));
        }
        let number = word.chars().all(|c| c.is_ascii_digit());
        if !FILLERS.contains(word) && !number {
            return None;
        }
    }
    None
}

/// What is said of a name before it: "positive for ER", "positive ER".
fn before(name: &Name, words: &[&str]) -> Option<bool> {
    let at = name.start.checked_sub(1)?;
    let word = words.get(at)?;
    match *word {
        "for" => said_by(words.get(at.checked_sub(1)?)?),
        _ => None,
    }
}

/// Whether two names stand in one list; true where a slash joins them.
fn joint(a: &Name, b: &Name, words: &[&str], marks: &[&str]) -> Option<bool> {
    let between = words.get(a.end..b.start)?;
    let gaps = marks.get(a.end..=b.start)?;
    let lists = between
        .iter()
        .all(|w| matches!(*w, "and" | "or" | "receptor" | "status"))
        && gaps.iter().all(|g| !g.contains(['.', ';', ':', '\n', '+']));
    lists.then(|| between.is_empty() && gaps.iter().any(|g| g.contains('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sentence: &str) -> Vec<String> {
        read(sentence, 0)
            .into_iter()
            .map(|s| format!("{:?}{}", s.receptor, if s.positive { '+' } else { '-' }))
            .collect()
    }

    #[test]
    fn each_receptor_has_what_is_said_of_it() {
        let check = |sentence: &str, expected: &[&str]| {
            assert_eq!(told(sentence), expected, "{sentence}");
        };
        check(
            "ER positive, PR positive, HER2 negative carcinoma",
            &["Estrogen+", "Progesterone+", "Her2-"],
        );
        check("ER+/PR+/HER2-.", &["Estrogen+", "Progesterone+", "Her2-"]);
        check(
            "ER/PR negative, HER2 positive",
            &["Estrogen-", "Progesterone-", "Her2+"],
        );
        check(
            "ER, PR and HER2 negative",
            &["Estrogen-", "Progesterone-", "Her2-"],
        );
        check("ER-positive, HER-2/neu negative", &["Estrogen+", "Her2-"]);
        check(
            "Estrogen receptor (+), progesterone receptor (-)",
            &["Estrogen+", "Progesterone-"],
        );
        check(
            "ER 95% positive, PR 40% positive",
            &["Estrogen+", "Progesterone+"],
        );
        check(
            "positive for ER and PR, negative for HER2",
            &["Estrogen+", "Progesterone+", "Her2-"],
        );
        check("Triple-negative breast cancer", &["All-"]);
        check("HR positive HER2 negative", &["Hormone+", "Her2-"]);
        check(
            "ER- positive, PR-\npositive",
            &["Estrogen+", "Progesterone+"],
        );
        check("ER-, positive nodes", &["Estrogen-"]);
        check("Her-2 positive", &["Her2+"]);
        check("Her 2 positive nodes were removed.", &[]);
        check("CT head in the ER was negative.", &[]);
        check("Sent to the ER for positive blood cultures.", &[]);
        check("Her 2 sons visited the ER.", &[]);
        check("ER visit, PR interval normal", &[]);
    }

    #[test]
    fn the_quote_holds_the_sign() {
        let text = "ER+/PR+";
        let quotes: Vec<&str> = read(text, 0)
            .iter()
            .map(|s| &text[s.range.start()..s.range.end()])
            .collect();
        assert_eq!(quotes, ["ER+", "PR+"]);
    }
}
