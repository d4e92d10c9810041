//! Codes and ranges named in running text: "I50.-", "categories T36-T50", "A00.0 through T88.9".

use std::ops::Range;

use crate::code::Code;

/// Codes and ranges with their stretch in bytes, in order.
pub(super) fn mentions(text: &str) -> Vec<(Range<usize>, Code, Option<Code>)> {
    let mut found: Vec<(Range<usize>, Code, Option<Code>)> = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    while let Some((range, code)) = next(text, at) {
        at = range.end;
        let joins = open.is_some_and(|end| joins(&text[end..range.start]));
        match found.last_mut() {
            Some(last) if joins => {
                last.0.end = range.end;
                last.2 = Some(code);
                open = None;
            }
            _ => {
                open = Some(code_end(text, &range));
                found.push((range, code, None));
            }
        }
    }
    found
}

/// Where the code's characters end, before its dashes.
fn code_end(text: &str, range: &Range<usize>) -> usize {
    range.start + text[range.clone()].trim_end_matches(['-', '.']).len()
}

/// Whether what stands between two codes makes a range of them.
fn joins(between: &str) -> bool {
    matches!(
        between.trim().trim_start_matches(".-").trim(),
        "-" | "–" | "through" | "to"
    )
}

/// The next code from a place on, with its dashes.
fn next(text: &str, from: usize) -> Option<(Range<usize>, Code)> {
    let bytes = text.as_bytes();
    let word = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_alphanumeric);
    let mut at = from;
    while at < bytes.len() {
        let fresh = at == 0 || !(word(at - 1) || bytes[at - 1] == b'.' || bytes[at - 1] >= 128);
        if !(fresh && bytes[at].is_ascii_uppercase()) {
            at += 1;
            continue;
        }
        let mut end = at;
        while word(end) {
            end += 1;
        }
        if end - at == 3 && bytes.get(end) == Some(&b'.') && word(end + 1) {
            end += 1;
            while word(end) {
                end += 1;
            }
        }
        let plain = end - at == 3 || bytes[at..end].contains(&b'.');
        // "O80" is one, "837", "UB04" and "H1N1" are none
        if plain
            && bytes[at + 1].is_ascii_alphanumeric()
            && let Ok(code) = Code::parse(&text[at..end])
        {
            let stem = end;
            if bytes.get(end) == Some(&b'.') && bytes.get(end + 1) == Some(&b'-') {
                end += 1;
            }
            // a dash before another code makes a range
            while bytes.get(end) == Some(&b'-') && !word(end + 1) {
                end += 1;
            }
            if text[stem..end] == *"." {
                end = stem;
            }
            return Some((at..end, code));
        }
        at = end.max(at + 1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_ranges_are_found_in_running_text() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<String> = mentions(text)
                .into_iter()
                .map(|(range, first, last)| match last {
                    Some(last) => format!("{first}..{last} = {}", &text[range]),
                    None => format!("{first} = {}", &text[range]),
                })
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check("assign code U07.1, COVID-19.", &["U07.1 = U07.1"]);
        check(
            "(I50.-, I51.4-I51.7, I51.89)",
            &[
                "I50 = I50.-",
                "I51.4..I51.7 = I51.4-I51.7",
                "I51.89 = I51.89",
            ],
        );
        check(
            "from A00.0 through T88.9, Z00-Z99.8, U00-U85",
            &[
                "A00.0..T88.9 = A00.0 through T88.9",
                "Z00..Z99.8 = Z00-Z99.8",
                "U00..U85 = U00-U85",
            ],
        );
        check("(F01 – F99)", &["F01..F99 = F01 – F99"]);
        check("categories O35 and O36", &["O35 = O35", "O36 = O36"]);
        check("code E11-, Type 2", &["E11 = E11-"]);
        check(
            "code F02.81- or S72.141D.",
            &["F02.81 = F02.81-", "S72.141D = S72.141D"],
        );
        check("is Z51.", &["Z51 = Z51"]);
        check("H1N1, UB-04, G6PD, SARS-CoV-2, FY 2026", &[]);
        check("é A1\u{b2} Z9", &[]);
    }
}
