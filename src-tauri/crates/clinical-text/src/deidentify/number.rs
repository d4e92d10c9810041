//! Telephone numbers, record numbers, addresses of mail and pages.

use super::IdentifierKind::{Email, Number, Phone, Url};
use super::mark::Marks;
use super::token::Kind;

/// Words after which a number is somebody's.
const LABELS: &[&str] = &[
    "MRN",
    "record",
    "account",
    "acct",
    "SSN",
    "policy",
    "member",
    "subscriber",
    "ID",
    "case",
    "encounter",
    "FIN",
    "NPI",
    "DEA",
    "license",
    "licence",
    "serial",
    "lot",
    "device",
    "claim",
    "group",
    "visit",
    "chart",
    "accession",
    "specimen",
    "passport",
    "plate",
    "VIN",
    "CSN",
    "HAR",
];
/// Words after which a number is to be called.
const CALLED: &[&str] = &[
    "phone",
    "tel",
    "telephone",
    "fax",
    "pager",
    "cell",
    "mobile",
    "call",
    "ph",
    "beeper",
];

pub(super) fn mark(marks: &mut Marks<'_>) {
    addresses(marks);
    let mut at = 0;
    while at < marks.tokens.len() {
        at = phone(marks, at)
            .or_else(|| labelled(marks, at))
            .or_else(|| long(marks, at))
            .unwrap_or(at + 1);
    }
}

/// Tokens up to the next white space.
fn run(marks: &Marks<'_>, at: usize) -> usize {
    let mut to = at + 1;
    while marks.get(to).is_some_and(|t| t.joined) {
        to += 1;
    }
    to
}

fn addresses(marks: &mut Marks<'_>) {
    let mut at = 0;
    while at < marks.tokens.len() {
        let to = run(marks, at);
        let (start, end) = (
            marks.tokens.get(at).map_or(0, |t| t.start),
            marks.tokens.get(to - 1).map_or(0, super::token::Token::end),
        );
        let text = marks.text.get(start..end).unwrap_or_default();
        let trimmed = text.trim_end_matches(['.', ',', ';', ')', '>', ':', ']']);
        let last = marks
            .tokens
            .iter()
            .take(to)
            .skip(at)
            .filter(|t| t.end() <= start + trimmed.len())
            .count();
        let mail = trimmed
            .split_once('@')
            .is_some_and(|(a, b)| !a.is_empty() && b.contains('.'));
        let lower = trimmed.to_ascii_lowercase();
        let page = lower.contains("://") || lower.contains("www.");
        let octets: Vec<&str> = trimmed.split('.').collect();
        let machine = octets.len() == 4
            && octets
                .iter()
                .all(|o| o.len() <= 3 && o.parse::<u8>().is_ok());
        if mail {
            marks.mark(Email, at, at + last);
        } else if page || machine {
            marks.mark(Url, at, at + last);
        }
        at = to;
    }
}

/// Groups of digits with the signs between them: (first token, one behind the last, digits of each group).
fn groups(marks: &Marks<'_>, at: usize) -> Option<(usize, Vec<usize>)> {
    let first = marks.get(at)?;
    let mut next = at;
    if matches!(first.text, "(" | "+") {
        next += 1;
    }
    let mut lengths = vec![
        marks
            .get(next)
            .filter(|t| t.kind == Kind::Digits)?
            .text
            .len(),
    ];
    let mut to = next + 1;
    loop {
        let mut sign = to;
        while marks
            .get(sign)
            .is_some_and(|t| matches!(t.text, ")" | "-" | "." | "–") && !t.new_line)
            && sign < to + 2
        {
            sign += 1;
        }
        let digits = marks
            .get(sign)
            .filter(|t| t.kind == Kind::Digits && !t.new_line && lengths.len() < 4);
        let Some(digits) = digits else {
            return Some((to, lengths));
        };
        lengths.push(digits.text.len());
        to = sign + 1;
    }
}

fn phone(marks: &mut Marks<'_>, at: usize) -> Option<usize> {
    if !marks.is_free(at)
        || marks.get(at)?.joined && at > 0 && marks.get(at - 1)?.kind != Kind::Sign
    {
        return None;
    }
    let (to, lengths) = groups(marks, at)?;
    let called = (1..=3).any(|back| {
        at.checked_sub(back)
            .and_then(|b| marks.get(b))
            .is_some_and(|t| t.is_one_of(CALLED))
    });
    let kind = match lengths.as_slice() {
        [3, 3, 4] | [1, 3, 3, 4] => Phone,
        [3, 4] if called => Phone,
        [10 | 11 | 7] if called => Phone,
        [3, 2, 4] => Number,
        _ => return None,
    };
    marks.mark(kind, at, to);
    Some(to)
}

/// `MRN: 00-123`, `Member ID # A12345`, `Acct. no. 12`.
fn labelled(marks: &mut Marks<'_>, at: usize) -> Option<usize> {
    if !marks.get(at)?.is_one_of(LABELS) {
        return None;
    }
    let mut next = at + 1;
    let mut sign = false;
    while let Some(token) = marks.get(next) {
        let filler = matches!(token.text, ":" | "#" | "." | "=")
            || token.is_one_of(&["number", "no", "num", "ID"]);
        if !filler || next > at + 5 || token.new_line {
            break;
        }
        sign |= token.text != ".";
        next += 1;
    }
    let to = run(marks, next);
    let first = marks.get(next).filter(|t| !t.new_line)?;
    let mut last = to;
    while last > next && marks.get(last - 1)?.kind == Kind::Sign {
        last -= 1;
    }
    let text = marks
        .text
        .get(first.start..marks.get(last.checked_sub(1)?)?.end())?;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let known = marks
        .get(at)?
        .is_one_of(&["MRN", "SSN", "NPI", "DEA", "FIN", "CSN"]);
    let fits = digits >= 3 && (sign || known) && !text.contains('%');
    if !fits {
        return None;
    }
    marks.mark(Number, next, last);
    Some(to)
}

/// Seven digits and more on end are no measurement.
fn long(marks: &mut Marks<'_>, at: usize) -> Option<usize> {
    let token = marks.get(at)?;
    if token.kind == Kind::Digits && token.text.len() >= 7 && marks.is_free(at) {
        marks.mark(Number, at, at + 1);
    }
    None
}
