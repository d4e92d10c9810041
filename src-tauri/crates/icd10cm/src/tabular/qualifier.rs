//! Conditions that some notes put on the characters of the codes they name, such as
//! "S42.- with fifth character 1" or "T36-T50 with fifth or sixth character 5".
//!
//! A condition is kept as text: `p56=5` (the fifth or sixth character is one of `5`) or
//! `e=.51|.52` (the code ends so) or `s=.17|.27` (the part behind the category begins so).

use crate::Code;

/// Whether a code meets a condition.
pub(crate) fn holds(condition: &str, code: Code) -> bool {
    let Some((how, values)) = condition.split_once('=') else {
        return true;
    };
    let text = code.undotted();
    if let Some(positions) = how.strip_prefix('p') {
        let at = |p: u8| {
            text.as_bytes()
                .get(usize::from(p.wrapping_sub(b'1')))
                .copied()
        };
        // "fifth or sixth character": the last of them that is not a placeholder is the one that tells
        return positions
            .bytes()
            .rev()
            .find_map(|p| at(p).filter(|c| *c != b'X'))
            .is_some_and(|c| values.as_bytes().contains(&c));
    }
    let rest = &text[3..];
    values.split('|').any(|value| {
        let value = value.trim_start_matches(['.', '-']);
        match how {
            "e" => rest.ends_with(value),
            _ => rest.starts_with(value),
        }
    })
}

/// Reads the words behind the codes of a note into a condition; `None` where they are none that is known.
pub(crate) fn read(words: &str) -> Option<String> {
    let words = words.trim().trim_start_matches(',').trim();
    let lower = words.to_lowercase();
    let body = lower.strip_prefix("with ")?.trim();
    let tail = body.split_whitespace().last()?.trim_end_matches([')', ',']);
    let ordinal = |text: &str| {
        let mut positions = String::new();
        for (word, digit) in [
            ("fourth", '4'),
            ("4th", '4'),
            ("fifth", '5'),
            ("5th", '5'),
            ("sixth", '6'),
            ("6th", '6'),
            ("six ", '6'),
        ] {
            if text.contains(word) && !positions.contains(digit) {
                positions.push(digit);
            }
        }
        positions
    };
    if body.starts_with("final character") {
        let values: Vec<&str> = body
            .split_whitespace()
            .map(|w| w.trim_matches([',', ')']))
            .filter(|w| w.starts_with(['.', '-']) || w.chars().all(|c| c.is_ascii_digit()))
            .collect();
        return (!values.is_empty())
            .then(|| format!("e={}", values.join("|").replace(['-', '.'], "")));
    }
    if body.contains("character") {
        let positions = ordinal(body);
        let tail = tail.trim_start_matches('.');
        let values: String = if let Some((first, last)) = tail.split_once('-') {
            let (a, b) = (first.bytes().next()?, last.bytes().next()?);
            (a..=b).map(char::from).collect()
        } else {
            body.rsplit("character")
                .next()?
                .chars()
                .filter(|c| c.is_ascii_digit())
                .collect()
        };
        return (!positions.is_empty() && !values.is_empty())
            .then(|| format!("p{positions}={values}"));
    }
    if body.starts_with('.') {
        let mut values = Vec::new();
        for word in body.split([',', ' ']).filter(|w| !w.is_empty()) {
            let word = word.trim_matches([')', '.']).trim_end_matches('-');
            match word.split_once('-') {
                Some((first, last)) => {
                    let (a, b): (u32, u32) = (
                        first.parse().ok()?,
                        last.trim_start_matches('.').parse().ok()?,
                    );
                    values.extend((a..=b.min(a + 50)).map(|n| n.to_string()));
                }
                None if word.chars().all(|c| c.is_ascii_alphanumeric()) && !word.is_empty() => {
                    values.push(word.to_owned())
                }
                None => return None,
            }
        }
        return (!values.is_empty()).then(|| format!("s={}", values.join("|")));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_and_hold() {
        let check = |words: &str, yes: &[&str], no: &[&str]| {
            let condition = read(words).unwrap_or_else(|| panic!("{words:?} is a condition"));
            for code in yes {
                assert!(
                    holds(&condition, Code::parse(code).unwrap()),
                    "{code} meets {words:?} ({condition})"
                );
            }
            for code in no {
                assert!(
                    !holds(&condition, Code::parse(code).unwrap()),
                    "{code} does not meet {words:?} ({condition})"
                );
            }
        };
        check(
            "with fifth or sixth character 5",
            &["T45.515A", "T38.3X5A"],
            &["T45.511A"],
        );
        check(
            "with fifth or sixth character 1-4",
            &["T45.511A"],
            &["T45.515A"],
        );
        check("with .51-.52", &["E11.51", "E11.52"], &["E11.59"]);
        check(", with .17, .27, .97", &["F10.27", "F19.97"], &["F10.20"]);
        check("with final characters -23", &["F10.123"], &["F10.120"]);
        check("with fifth character 1", &["S62.015A"], &["S62.025A"]);
        assert_eq!(read("due to alcohol"), None);
    }
}
