//! The codes named in a note's text.
//!
//! `note := text "(" ref { "," ref } ")"`, where a ref is a code, a code with a dash (all below it), or a
//! range, sometimes with a condition on the characters. Codes outside the parentheses are found too,
//! and only what the release has counts, which keeps B12, G6PD and H1N1 out.

/// A code or range as it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawRef {
    pub start: usize,
    pub end: usize,
    pub first: String,
    /// The other end of a range.
    pub last: Option<String>,
    /// Written with a dash.
    pub dash: bool,
}

/// What the grammar makes of a line.
#[derive(Debug, Default)]
pub(crate) struct RawNote {
    pub refs: Vec<RawRef>,
    /// Condition that holds for all refs of the parentheses.
    pub qualifier: Option<String>,
    /// The text ends in parentheses that hold nothing but references.
    pub strict: bool,
}

/// Length of the code that begins at `at`, if one does: a letter, a digit, then letters and digits with one dot.
fn code_len(text: &[u8], at: usize) -> Option<usize> {
    let upper = |c: u8| c.is_ascii_uppercase();
    let (&a, &b, &c) = (text.get(at)?, text.get(at + 1)?, text.get(at + 2)?);
    if !(upper(a) && (b.is_ascii_digit() || b == b'A') && (c.is_ascii_digit() || upper(c))) {
        return None;
    }
    if at > 0 && (text[at - 1].is_ascii_alphanumeric() || text[at - 1] == b'.') {
        return None;
    }
    let mut n = 3;
    if text.get(at + n) == Some(&b'.') {
        let tail = text[at + n + 1..]
            .iter()
            .take_while(|c| c.is_ascii_digit() || upper(**c))
            .count();
        if tail > 4 {
            return None;
        }
        n += if tail > 0 { tail + 1 } else { 0 };
    }
    match text.get(at + n) {
        Some(c) if c.is_ascii_alphanumeric() => None,
        _ => Some(n),
    }
}

/// Finds all references of a line.
pub(crate) fn read(text: &str) -> RawNote {
    let bytes = text.as_bytes();
    let mut note = RawNote::default();
    let mut at = 0;
    while at < bytes.len() {
        let Some(n) = code_len(bytes, at) else {
            at += 1;
            continue;
        };
        let start = at;
        let first = text[at..at + n].to_owned();
        at += n;
        let mut dash = false;
        // ".-", "-", and the stray "C." of a header
        let after = &text[at..];
        for mark in [".-", "-"] {
            if after.starts_with(mark) {
                let next = at + mark.len();
                // a hyphen straight before another code joins a range
                if mark == "-" && code_len_joined(bytes, next).is_some() {
                    break;
                }
                dash = true;
                at = next;
                break;
            }
        }
        let mut end = at;
        let mut last = None;
        let rest = &text[at..];
        for join in ["-", " - ", " -", "- ", " to ", " – ", "–"] {
            if let Some(next) = rest.strip_prefix(join).map(|_| at + join.len())
                && let Some(m) = code_len_joined(bytes, next)
            {
                last = Some(text[next..next + m].to_owned());
                at = next + m;
                for mark in [".-", "-"] {
                    if text[at..].starts_with(mark) {
                        at += mark.len();
                        break;
                    }
                }
                end = at;
                break;
            }
        }
        note.refs.push(RawRef {
            start,
            end,
            first,
            last,
            dash,
        });
    }
    if let Some(open) = text.rfind('(') {
        let inner_refs: Vec<&RawRef> = note.refs.iter().filter(|r| r.start > open).collect();
        if let Some(last) = inner_refs.last() {
            let tail = text[last.end..].trim_end();
            let words = tail.trim_end_matches(')');
            note.qualifier = super::qualifier::read(words);
            let mut between_is_plain = text.trim_end().ends_with(')');
            let mut from = open + 1;
            for r in &inner_refs {
                between_is_plain &= text[from..r.start]
                    .trim_matches([',', ' ', '.', ';'])
                    .is_empty();
                from = r.end;
            }
            note.strict = between_is_plain
                && (words.trim_matches([',', ' ', '.']).is_empty() || note.qualifier.is_some());
        }
    }
    note
}

/// As [`code_len`], behind a hyphen.
fn code_len_joined(text: &[u8], at: usize) -> Option<usize> {
    if at == 0 || at > text.len() {
        return None;
    }
    code_len(text, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, Option<&str>, bool)], strict: bool) {
        let note = read(text);
        let found: Vec<_> = note
            .refs
            .iter()
            .map(|r| (r.first.as_str(), r.last.as_deref(), r.dash))
            .collect();
        assert_eq!(found, expected, "{text}");
        assert_eq!(note.strict, strict, "{text} read as a whole");
    }

    #[test]
    fn references_of_every_printed_form_are_found() {
        check(
            "chronic bronchitis NOS (J42)",
            &[("J42", None, false)],
            true,
        );
        check("bronchiectasis (J47.-)", &[("J47", None, true)], true);
        check(
            "influenza (J09.X1, J10.0-, J11.0-)",
            &[
                ("J09.X1", None, false),
                ("J10.0", None, true),
                ("J11.0", None, true),
            ],
            true,
        );
        check(
            "lung diseases due to external agents (J60-J70)",
            &[("J60", Some("J70"), false)],
            true,
        );
        check(
            "parasites (B65.0 -B83.9)",
            &[("B65.0", Some("B83.9"), false)],
            true,
        );
        check(
            "injury (S00.- to S09.-)",
            &[("S00", Some("S09"), true)],
            true,
        );
        check(
            "fracture (S12.0--S12.6.-)",
            &[("S12.0", Some("S12.6"), true)],
            true,
        );
        check("hernia (K85-K86.-)", &[("K85", Some("K86"), false)], true);
        check(
            "trailing comma (K50.914,)",
            &[("K50.914", None, false)],
            true,
        );
        check(
            "poisoning (T36-T50 with fifth or sixth character 5)",
            &[("T36", Some("T50"), false)],
            true,
        );
        check("jaw pain R68.84", &[("R68.84", None, false)], false);
        check("vitamin B12 deficiency", &[("B12", None, false)], false);
        check(
            "certain localized infections - see body system-related chapters",
            &[],
            false,
        );
        check(
            "typo (I82.62-. I82.72-)",
            &[("I82.62", None, true), ("I82.72", None, true)],
            true,
        );
        check(
            "code for adverse effect, if applicable, to identify drug (T36-T50 with fifth or sixth character 5)",
            &[("T36", Some("T50"), false)],
            true,
        );
    }
}
