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
const FILLERS: [&str; 16] = [
    "of",
    "for",
    "lasting",
    "lasted",
    "about",
    "approximately",
    "roughly",
    "around",
    "nearly",
    "than",
    "to",
    "x",
    "was",
    "estimated",
    "at",
    "a",
];

/// Words before a number that only bound it: "less than 10 minutes" is known, "less than 2 hours" is not.
const BOUNDS: [&str; 3] = ["less", "under", "up"];
/// Most bytes before and behind a name that are looked at.
const REACH: usize = 64;

/// The first statement of a text. `None` where it says nothing of how long.
#[must_use]
pub fn read(text: &str) -> Option<Unconscious> {
    let lower = text.to_ascii_lowercase();
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let mut named: Vec<(usize, usize)> = NAMES
        .into_iter()
        .flat_map(|name| lower.match_indices(name))
        .map(|(start, name)| (start, start + name.len()))
        .filter(|&(start, end)| {
            !lower[..start].ends_with(is_word) && !lower[end..].starts_with(is_word)
        })
        .collect();
    named.sort_unstable();
    named
        .into_iter()
        .find_map(|(start, end)| statement(&lower, start, end))
}

/// What is said around a name that stands at `start..end`.
fn statement(lower: &str, start: usize, end: usize) -> Option<Unconscious> {
    let mut from_byte = start.saturating_sub(REACH);
    while !lower.is_char_boundary(from_byte) {
        from_byte += 1;
    }
    let sentence = lower
        .get(from_byte..start)?
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
    let mut to_byte = (end + REACH).min(lower.len());
    while !lower.is_char_boundary(to_byte) {
        to_byte -= 1;
    }
    let behind = lower.get(end..to_byte)?;
    let clause = behind.split(['.', ';', '\n']).next().unwrap_or_default();
    let mut number: Option<u32> = None;
    // "several hours" may be any, and so may "less than 2 hours"
    let mut vague = false;
    for word in clause.split_whitespace() {
        vague |= word.contains('<') || BOUNDS.contains(&word);
        if word.contains('>') {
            return None;
        }
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
            (None, Err(_))
                if word.is_empty() || FILLERS.contains(&word) || BOUNDS.contains(&word) =>
            {
                continue;
            }
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
                "Loss of consciousness less than 5 minutes",
                '1',
                "Loss of consciousness less than 5 minutes",
            ),
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
        assert_eq!(read(&"loc ".repeat(100_000)), None);
        for text in [
            "Loss of consciousness for an unknown time.",
            "The location was clear 10 minutes later.",
            "Loss of consciousness. Seen after 10 minutes.",
            "Unconscious for 2 days.",
            "Unconscious for several hours.",
            "Unconscious for over 30 minutes.",
            "Loss of consciousness of less than 2 hours.",
            "LOC > 30 min",
            "Unconscious for 4000000000 hours.",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
