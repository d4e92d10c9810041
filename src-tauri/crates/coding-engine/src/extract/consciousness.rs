//! How long a patient was unconscious after an injury of the head: the 6th character of category S06.

use clinical_text::TextRange;

/// What a text says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unconscious {
    /// The 6th character that says so.
    pub character: char,
    /// Where it stands.
    pub range: TextRange,
}

const NAMES: [&str; 4] = [
    "loss of consciousness",
    "lost consciousness",
    "unconscious",
    "loc",
];
const DENIALS: [&str; 7] = [
    "no", "denies", "denied", "without", "not", "never", "negative",
];
/// Words between the name and the number.
const FILLERS: [&str; 20] = [
    "of",
    "for",
    "lasting",
    "lasted",
    "about",
    "approximately",
    "roughly",
    "around",
    "nearly",
    "less",
    "than",
    "under",
    "up",
    "to",
    "over",
    "x",
    "was",
    "estimated",
    "at",
    "a",
];

/// The first statement of a text. `None` where it says nothing of how long.
#[must_use]
pub fn read(text: &str) -> Option<Unconscious> {
    let lower = text.to_ascii_lowercase();
    let mut at = 0;
    while let Some((start, name)) = next(&lower, at) {
        let end = start + name.len();
        at = end;
        if let Some(read) = statement(&lower, start, end) {
            return Some(read);
        }
    }
    None
}

/// The next name from `at` on, as a word of its own.
fn next(lower: &str, at: usize) -> Option<(usize, &'static str)> {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let found = |name: &'static str| {
        let rest = lower.get(at..)?;
        let (start, _) = rest.match_indices(name).find(|(i, _)| {
            let before = rest.get(..*i).is_some_and(|t| t.ends_with(is_word));
            let behind = rest
                .get(i + name.len()..)
                .is_some_and(|t| t.starts_with(is_word));
            !before && !behind
        })?;
        Some((at + start, name))
    };
    NAMES.into_iter().filter_map(found).min()
}

/// What is said around a name that stands at `start..end`.
fn statement(lower: &str, start: usize, end: usize) -> Option<Unconscious> {
    let sentence = lower
        .get(..start)?
        .rsplit(['.', ';', '\n', ','])
        .next()
        .unwrap_or_default();
    let mut before = sentence.split_whitespace().rev().take(3);
    let from = |word: &str| {
        let offset = sentence.rfind(word).unwrap_or_default();
        start - sentence.len() + offset
    };
    if let Some(denial) = before.clone().find(|w| DENIALS.contains(w)) {
        return Some(Unconscious {
            character: '0',
            range: TextRange::new(from(denial), end),
        });
    }
    if let Some(brief) = before.find(|w| matches!(*w, "brief" | "momentary" | "transient")) {
        return Some(Unconscious {
            character: '1',
            range: TextRange::new(from(brief), end),
        });
    }
    let behind = lower.get(end..)?;
    let clause = behind.split(['.', ';', '\n']).next().unwrap_or_default();
    let mut number: Option<u32> = None;
    // "several hours" may be any
    let mut vague = false;
    for word in clause.split_whitespace() {
        let word =
            word.trim_matches(|c: char| matches!(c, ',' | '(' | ')' | ':' | '~' | '<' | '>'));
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = match (number, digits.parse::<u32>()) {
            (Some(_), _) => word,
            (None, Ok(n)) => {
                number = Some(n);
                match word.get(digits.len()..).map(|u| u.trim_start_matches('-')) {
                    Some(unit) if !unit.is_empty() => unit,
                    _ => continue,
                }
            }
            (None, Err(_)) if word.is_empty() || FILLERS.contains(&word) => continue,
            (None, Err(_)) => match word {
                "several" | "few" => {
                    number = Some(5);
                    vague = true;
                    continue;
                }
                "one" | "an" => {
                    number = Some(1);
                    continue;
                }
                _ => return None,
            },
        };
        let minutes = number?.checked_mul(unit_minutes(unit)?)?;
        if vague && minutes > 30 {
            return None;
        }
        // seconds come to nothing, which is under a minute
        let character = match minutes {
            0..=30 => '1',
            31..=59 => '2',
            60..=359 => '3',
            360..=1440 => '4',
            // more than a day: whether the patient came back to what they were is for a person to say
            _ => return None,
        };
        let offset = unit.as_ptr() as usize - lower.as_ptr() as usize;
        return Some(Unconscious {
            character,
            range: TextRange::new(start, offset + unit.len()),
        });
    }
    None
}

/// Minutes of a unit; seconds are less than one.
fn unit_minutes(unit: &str) -> Option<u32> {
    match unit {
        "second" | "seconds" | "sec" | "secs" | "s" => Some(0),
        "minute" | "minutes" | "min" | "mins" => Some(1),
        "hour" | "hours" | "hr" | "hrs" | "h" => Some(60),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn how_long_is_read_with_its_words() {
        for (text, character, quote) in [
            (
                "Concussion with loss of consciousness of 10 minutes.",
                '1',
                "loss of consciousness of 10 minutes",
            ),
            (
                "LOC for about 45 min, then confused",
                '2',
                "LOC for about 45 min",
            ),
            (
                "He was unconscious for 2 hours.",
                '3',
                "unconscious for 2 hours",
            ),
            (
                "Lost consciousness for several seconds",
                '1',
                "Lost consciousness for several seconds",
            ),
            (
                "Hit his head; denies loss of consciousness.",
                '0',
                "denies loss of consciousness",
            ),
            ("She had no LOC and no vomiting.", '0', "no LOC"),
            (
                "Brief loss of consciousness at the scene.",
                '1',
                "Brief loss of consciousness",
            ),
            (
                "Loss of consciousness <30min",
                '1',
                "Loss of consciousness <30min",
            ),
        ] {
            let read = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (read.character, read.range.slice(text)),
                (character, Some(quote)),
                "{text}"
            );
        }
        for text in [
            "Loss of consciousness for an unknown time.",
            "The location was clear 10 minutes later.",
            "Loss of consciousness. Seen after 10 minutes.",
            "Unconscious for 2 days.",
            "Unconscious for several hours.",
            "Unconscious for 4000000000 hours.",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
