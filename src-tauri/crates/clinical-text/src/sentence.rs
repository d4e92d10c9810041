//! Sentences of a stretch of text.

use crate::TextRange;

/// Words that end in a point without ending a sentence.
const ABBREVIATED: [&str; 30] = [
    "dr", "mr", "mrs", "ms", "st", "vs", "e.g", "i.e", "etc", "approx", "fig", "no", "pt", "pts",
    "hx", "dx", "tx", "rx", "ca", "cf", "al", "jr", "sr", "prof", "dept", "vol", "resp", "temp",
    "min", "max",
];

/// The sentences of `range`: they end at `.`, `!`, `?`, at a blank line, at a line that ends without
/// running on, and before a bullet. Every non-blank character lies in exactly one sentence.
#[must_use]
pub fn sentences(text: &str, range: TextRange) -> Vec<TextRange> {
    let Some(part) = range.slice(text) else {
        return Vec::new();
    };
    let base = range.start();
    let bytes = part.as_bytes();
    let mut out = Vec::new();
    let mut start = 0;
    let mut i = 0;
    let mut push = |from: usize, to: usize| {
        let piece = &part[from..to];
        let lead = piece.len() - piece.trim_start().len();
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            out.push(TextRange::new(
                base + from + lead,
                base + from + lead + trimmed.len(),
            ));
        }
    };
    while i < bytes.len() {
        let next = i + 1;
        let end = match bytes[i] {
            b'!' | b'?' => bytes.get(next).is_none_or(u8::is_ascii_whitespace),
            b'.' => {
                let follows = bytes.get(next).is_none_or(u8::is_ascii_whitespace);
                follows && !is_abbreviated(&part[start..i]) && starts_anew(&part[next..])
            }
            b'\n' => ends_line(&part[start..i], &part[next..]),
            _ => false,
        };
        if end {
            push(start, next);
            start = next;
        }
        i = next;
    }
    push(start, bytes.len());
    out
}

fn is_abbreviated(before: &str) -> bool {
    let word = before.rsplit([' ', '\n', '\t', '(']).next().unwrap_or("");
    let lower = word.to_ascii_lowercase();
    // an initial ("J."), or a list number at the start of a line ("1.")
    (word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase()))
        || ABBREVIATED.contains(&lower.as_str())
}

fn starts_anew(after: &str) -> bool {
    let rest = after.trim_start_matches([' ', '\t']);
    rest.chars().next().is_none_or(|c| !c.is_lowercase())
}

fn ends_line(before: &str, after: &str) -> bool {
    let line = after.trim_start_matches(['\r', ' ', '\t']);
    let Some(first) = line.chars().next() else {
        return true;
    };
    if first == '\n' || before.trim().is_empty() {
        return true;
    }
    // a line that runs on: the next begins in lower case, and is no bullet
    let runs_on = first.is_lowercase() && !is_bullet(line);
    let open = before.trim_end().ends_with([',', '(', '/']) && !is_bullet(line);
    !(runs_on || open)
}

pub(crate) fn is_bullet(line: &str) -> bool {
    bullet_len(line).is_some()
}

/// Length of a bullet or list number at the start of a line, blanks included.
pub(crate) fn bullet_len(line: &str) -> Option<usize> {
    let lead = line.len() - line.trim_start_matches([' ', '\t']).len();
    let rest = &line[lead..];
    let first = rest.chars().next()?;
    let mark = match first {
        '•' | '·' | '●' | '▪' | '◦' | '*' | '#' | '–' | '-' | '>' => {
            let mut n = first.len_utf8();
            if first == '#' {
                n += rest[n..].bytes().take_while(u8::is_ascii_digit).count();
                n += usize::from(rest[n..].starts_with(['.', ')', ':']));
                let blank = rest[n..].bytes().take_while(|b| *b == b' ').count();
                return Some(lead + n + blank);
            }
            n
        }
        c if c.is_ascii_digit() || c.is_ascii_alphabetic() => {
            let n = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let letter = c.is_ascii_alphabetic();
            if n > 2 || (letter && n > 1) || !rest[n..].starts_with(['.', ')']) {
                return None;
            }
            n + 1
        }
        _ => return None,
    };
    let tail = &rest[mark..];
    let blank = tail
        .bytes()
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .count();
    (blank > 0).then_some(lead + mark + blank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text, TextRange::new(0, text.len()))
            .into_iter()
            .filter_map(|r| r.slice(text))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        check("No fever. Has cough.", &["No fever.", "Has cough."]);
        check(
            "Seen by Dr. Smith at 3.5 cm. Fine",
            &["Seen by Dr. Smith at 3.5 cm.", "Fine"],
        );
        check(
            "wrapped at\neighty columns\n\nNew paragraph",
            &["wrapped at\neighty columns", "New paragraph"],
        );
        check("• one\n• two", &["• one", "• two"]);
        check("HTN\nDM2\n", &["HTN", "DM2"]);
        check("", &[]);
        check("pneumonia vs. atelectasis", &["pneumonia vs. atelectasis"]);
    }

    #[test]
    fn bullets_are_known() {
        for line in ["• a", "- a", "1. a", "2) a", "# a", "#1 a", "a. x"] {
            assert!(is_bullet(line), "{line}");
        }
        for line in ["-5 C", "1.5 mg", "no. 5", "word"] {
            assert!(!is_bullet(line), "{line}");
        }
    }

    proptest! {
        #[test]
        fn every_visible_character_lies_in_one_sentence(text in "(\\PC|\\n|\\. |• ){0,200}") {
            let found = sentences(&text, TextRange::new(0, text.len()));
            let mut last = 0;
            for r in &found {
                prop_assert!(r.start() >= last && r.slice(&text).is_some());
                prop_assert!(text[last..r.start()].trim().is_empty());
                last = r.end();
            }
            prop_assert!(text[last..].trim().is_empty());
        }
    }
}
