//! Weeks of gestation as charts write them (Guidelines I.C.21.c.11, FY2026).

use clinical_text::TextRange;

/// Completed weeks stated in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gestation {
    /// Completed weeks: 39 weeks 6 days are 39.
    pub weeks: u8,
    /// Where they stand.
    pub range: TextRange,
}

/// Words before or behind a number of weeks that make it one of gestation.
const OF_PREGNANCY: [&str; 9] = [
    "gestation",
    "gestational",
    "pregnant",
    "pregnancy",
    "ega",
    "ga",
    "iup",
    "intrauterine",
    "gravid",
];

/// Words behind a number of weeks that make it something else.
const OTHERWISE: [&str; 14] = [
    "ago",
    "after",
    "postpartum",
    "post",
    "old",
    "later",
    "prior",
    "ultrasound",
    "us",
    "sonogram",
    "scan",
    "sono",
    "duration",
    "history",
];

/// The weeks of gestation of a sentence of an obstetric note, by ASCII rules; `base` is where it begins.
#[must_use]
pub fn read(sentence: &str, base: usize) -> Vec<Gestation> {
    let text = sentence.to_ascii_lowercase();
    // of another pregnancy, or of the child
    let other = [
        "born at",
        "previous",
        "prior",
        "last pregnancy",
        "first pregnancy",
        "pregnancies",
        "deliveries",
        "children",
        "infant",
        "newborn",
        "neonate",
        "miscarr",
        "sab ",
        "h/o",
        "history of",
    ];
    if other.iter().any(|w| text.contains(w)) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if !bytes[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let start = i;
        while i < bytes.len() && bytes[i].is_ascii_digit() {
            i += 1;
        }
        let glued = start > 0
            && (bytes[start - 1].is_ascii_alphanumeric()
                || matches!(bytes[start - 1], b'.' | b'/'));
        if glued || i - start > 2 {
            continue;
        }
        let Ok(weeks) = text[start..i].parse::<u8>() else {
            continue;
        };
        if !(4..=43).contains(&weeks) {
            continue;
        }
        if let Some(end) = weeks_end(&text, start, i) {
            out.push(Gestation {
                weeks,
                range: TextRange::new(base + start, base + end),
            });
            i = i.max(end);
        }
    }
    out
}

/// Where the statement of weeks ends whose number stands at `start..end`; none where it is no gestation.
fn weeks_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let before = text.get(..start)?;
    let last_word = before
        .split(|c: char| !c.is_ascii_alphanumeric())
        .rfind(|w| !w.is_empty())
        .unwrap_or("");
    // "39+2", "39 + 2 weeks"
    if let Some(after) = rest.trim_start().strip_prefix('+') {
        let digits = after.trim_start();
        if digits.starts_with(|c: char| ('0'..='6').contains(&c))
            && !digits[1..].starts_with(|c: char| c.is_ascii_digit())
        {
            let at = text.len() - digits.len() + 1;
            let unit = unit(text.get(at..)?);
            if unit.is_some() || near_pregnancy(before) {
                return Some(at + unit.unwrap_or(0));
            }
        }
        return None;
    }
    // "38 3/7 weeks"
    let skipped = rest.trim_start();
    let sevenths = skipped.len() > 3
        && skipped.as_bytes()[0].is_ascii_digit()
        && skipped.get(1..3) == Some("/7");
    let at_unit = if sevenths {
        text.len() - skipped.len() + 3
    } else {
        end
    };
    let at = at_unit + unit(text.get(at_unit..)?)?;
    let behind = text.get(at..)?;
    let (with_days, at) = days(behind).map_or((sevenths, at), |n| (true, at + n));
    let words: Vec<&str> = text
        .get(at..)?
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(3)
        .collect();
    let next = words
        .iter()
        .find(|w| !matches!(**w, "of" | "s" | "and" | "by"));
    if next.is_some_and(|w| OTHERWISE.contains(w)) {
        return None;
    }
    if with_days {
        return Some(at);
    }
    if words.iter().take(2).any(|w| OF_PREGNANCY.contains(w)) {
        return Some(at);
    }
    let of_time = [
        "in", "for", "every", "within", "next", "past", "last", "until", "after", "q", "x", "by",
    ];
    (near_pregnancy(before) && !of_time.contains(&last_word)).then_some(at)
}

/// Whether the words just before speak of a pregnancy.
fn near_pregnancy(before: &str) -> bool {
    let mut from = before.len().saturating_sub(45);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let near = before.get(from..).unwrap_or("");
    [
        "pregnan",
        "gestation",
        "ega",
        "iup",
        "gravid",
        "labor",
        "delivery",
        "delivered",
    ]
    .iter()
    .any(|w| near.contains(w))
        || near
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|w| w == "ga" || is_gravida(w))
}

/// "g2p1001".
pub(super) fn is_gravida(word: &str) -> bool {
    let Some(rest) = word.strip_prefix('g') else {
        return false;
    };
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    digits > 0 && (rest.len() == digits || rest[digits..].starts_with('p'))
}

/// How long the unit of weeks is that a text begins with.
fn unit(text: &str) -> Option<usize> {
    let blank = text.len() - text.trim_start_matches([' ', '-']).len();
    let rest = text.get(blank..)?;
    let word: usize = ["weeks", "week", "wks", "wk", "w"]
        .into_iter()
        .find(|u| {
            rest.starts_with(u) && !rest[u.len()..].starts_with(|c: char| c.is_ascii_alphabetic())
        })?
        .len();
    (blank <= 2).then_some(blank + word)
}

/// How long the statement of days is that a text begins with ("4d", " and 2 days").
fn days(text: &str) -> Option<usize> {
    let mut at = text.len() - text.trim_start_matches([' ', ',', '-']).len();
    if let Some(rest) = text.get(at..).and_then(|t| t.strip_prefix("and ")) {
        at = text.len() - rest.len();
    }
    let rest = text.get(at..)?;
    if !rest.starts_with(|c: char| ('0'..='6').contains(&c)) {
        return None;
    }
    let behind = rest.get(1..)?;
    let blank = behind.len() - behind.trim_start_matches([' ', '-']).len();
    let word = ["days", "day", "d"].into_iter().find(|u| {
        behind.get(blank..).is_some_and(|t| {
            t.starts_with(u) && !t[u.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
        })
    })?;
    Some(at + 1 + blank + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weeks(text: &str) -> Vec<(u8, &str)> {
        read(text, 0)
            .into_iter()
            .map(|g| (g.weeks, g.range.slice(text).unwrap_or("")))
            .collect()
    }

    #[test]
    fn weeks_are_read_as_charts_write_them() {
        for (text, expected) in [
            ("Intrauterine pregnancy at 32w4d", (32, "32w4d")),
            ("G2P1001 at 32 weeks 4 days by LMP", (32, "32 weeks 4 days")),
            ("in active labor at 39+2 weeks.", (39, "39+2 weeks")),
            ("38 3/7 weeks by dates", (38, "38 3/7 weeks")),
            ("She is 12 weeks pregnant.", (12, "12 weeks")),
            ("a 20-week gestation", (20, "20-week")),
            ("EGA 8 wks", (8, "8 wks")),
            ("39 weeks and 6 days", (39, "39 weeks and 6 days")),
        ] {
            assert_eq!(weeks(text), [expected], "{text}");
        }
    }

    #[test]
    fn other_weeks_are_none_of_gestation() {
        for text in [
            "Return in 6 weeks.",
            "6 weeks postpartum, breastfeeding",
            "pregnancy dated by an 8 week ultrasound",
            "cough for 3 weeks",
            "previous delivery at 36 weeks",
            "infant born at 30 weeks gestation",
            "seen 4 weeks ago for pregnancy",
            "32+5 mmol",
        ] {
            assert_eq!(weeks(text), [], "{text}");
        }
    }
}
