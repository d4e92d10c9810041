//! Body mass index values as charts write them.

use clinical_text::TextRange;
use icd10cm::Code;

/// A value and where it stands, name included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bmi {
    /// Kilograms per square metre.
    pub value: f32,
    /// Where it stands.
    pub range: TextRange,
}

/// The values of a sentence that begins at `base`. A bound ("BMI > 35") is no value.
#[must_use]
pub fn read(sentence: &str, base: usize) -> Vec<Bmi> {
    let text = sentence.to_ascii_lowercase();
    let mut out = Vec::new();
    for name in ["bmi", "body mass index"] {
        for (at, _) in text.match_indices(name) {
            let word = |c: char| c.is_ascii_alphanumeric();
            if text.get(..at).is_some_and(|t| t.ends_with(word)) {
                continue;
            }
            let behind = text.get(at + name.len()..).unwrap_or("");
            let Some(number) = behind.find(|c: char| c.is_ascii_digit()) else {
                continue;
            };
            let between = behind.get(..number).unwrap_or("");
            let fills = between
                .split(|c: char| {
                    c.is_whitespace() || matches!(c, ':' | '=' | '(' | ',' | '[' | '-')
                })
                .all(|w| {
                    matches!(
                        w,
                        "" | "of"
                            | "is"
                            | "was"
                            | "today"
                            | "at"
                            | "currently"
                            | "current"
                            | "calculated"
                            | "bmi)"
                            | ")"
                            | "~"
                            | "approximately"
                            | "about"
                    )
                });
            if !fills || between.len() > 30 {
                continue;
            }
            let digits = behind.get(number..).unwrap_or("");
            let length = digits
                .find(|c: char| !(c.is_ascii_digit() || c == '.'))
                .unwrap_or(digits.len());
            let written = digits.get(..length).unwrap_or("").trim_end_matches('.');
            let percent = digits.get(written.len()..).is_some_and(|t| {
                ["%", "th", "st", "nd", "rd", " percentile"]
                    .iter()
                    .any(|p| t.starts_with(p))
            });
            let Ok(value) = written.parse::<f32>() else {
                continue;
            };
            if (10.0..=99.0).contains(&value) && !percent {
                let end = at + name.len() + number + written.len();
                out.push(Bmi {
                    value,
                    range: TextRange::new(base + at, base + end),
                });
            }
        }
    }
    out
}

/// The code of an adult's value (Z68.1 to Z68.45).
#[must_use]
pub fn code(value: f32) -> Option<Code> {
    let text = match value {
        v if v < 20.0 => "Z68.1".to_owned(),
        v if v < 40.0 => format!("Z68.{}", v.floor() as u8),
        v if v < 45.0 => "Z68.41".to_owned(),
        v if v < 50.0 => "Z68.42".to_owned(),
        v if v < 60.0 => "Z68.43".to_owned(),
        v if v < 70.0 => "Z68.44".to_owned(),
        _ => "Z68.45".to_owned(),
    };
    Code::parse(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(String, &str)> {
        read(text, 0)
            .into_iter()
            .filter_map(|b| Some((code(b.value)?.to_string(), b.range.slice(text)?)))
            .collect()
    }

    #[test]
    fn values_are_read_with_their_name() {
        let check = |text: &str, code: &str, quote: &str| {
            assert_eq!(values(text), [(code.to_owned(), quote)], "{text}");
        };
        check("BP 142/86, BMI 36.4", "Z68.36", "BMI 36.4");
        check("Morbid obesity, BMI of 42.", "Z68.41", "BMI of 42");
        check("BMI: 18.2 kg/m2", "Z68.1", "BMI: 18.2");
        check(
            "body mass index is 24.99",
            "Z68.24",
            "body mass index is 24.99",
        );
        check("BMI (70)", "Z68.45", "BMI (70");
    }

    #[test]
    fn bounds_percentiles_and_other_numbers_are_none() {
        for text in [
            "BMI > 35",
            "BMI 85th percentile",
            "BMI not recorded, weight 80",
            "BMI 97%",
            "submi 30",
        ] {
            assert_eq!(values(text), [], "{text}");
        }
    }
}
