//! Reading what a model wrote as JSON: out of a fence or a sentence around it, and, where it was cut off, as far as
//! it goes. Reading never fails.

use serde_json::Value;

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Read {
    pub value: Value,
    /// Whether the end was missing and the whole elements before it were kept.
    pub cut: bool,
}

/// Deeper answers are no answers; every level costs stack.
const DEEPEST: usize = 32;

/// The first JSON object of a text; `None` where there is none.
pub(crate) fn read(text: &str) -> Option<Read> {
    let mut from = 0;
    // braces in a sentence before the answer are passed over, but not for ever
    for _ in 0..16 {
        let start = from + text.get(from..)?.find('{')?;
        let rest = text.get(start..)?;
        match scan(rest) {
            Scan::Whole(end) => {
                if let Some(value) = rest.get(..end).and_then(parse) {
                    return Some(Read { value, cut: false });
                }
            }
            Scan::Cut(mended) => {
                if let Some(value) = parse(&mended) {
                    return Some(Read { value, cut: true });
                }
            }
            Scan::Nothing => {}
        }
        from = start + 1;
    }
    None
}

fn parse(text: &str) -> Option<Value> {
    serde_json::from_str::<Value>(text)
        .ok()
        .filter(Value::is_object)
}

enum Scan {
    /// It ends here.
    Whole(usize),
    /// It was cut off: what there is, closed behind the last whole element.
    Cut(String),
    Nothing,
}

fn scan(text: &str) -> Scan {
    let mut open: Vec<char> = Vec::new();
    let (mut in_string, mut escaped) = (false, false);
    // where the last whole element of an array ends, and what is open there
    let mut whole: Option<(usize, Vec<char>)> = None;
    for (at, c) in text.char_indices() {
        if in_string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match c {
            '"' => in_string = true,
            '{' | '[' => {
                open.push(c);
                if open.len() > DEEPEST {
                    return Scan::Nothing;
                }
                if c == '[' {
                    whole = Some((at + 1, open.clone()));
                }
            }
            '}' | ']' => {
                let fits = matches!((open.pop(), c), (Some('{'), '}') | (Some('['), ']'));
                if !fits {
                    return Scan::Nothing;
                }
                if open.is_empty() {
                    return Scan::Whole(at + 1);
                }
                if open.last() == Some(&'[') {
                    whole = Some((at + 1, open.clone()));
                }
            }
            ',' if open.last() == Some(&'[') => whole = Some((at, open.clone())),
            _ => {}
        }
    }
    match whole {
        Some((end, open)) => {
            let mut mended = text.get(..end).unwrap_or("").to_owned();
            mended.extend(open.iter().rev().map(|c| if *c == '{' { '}' } else { ']' }));
            Scan::Cut(mended)
        }
        None => Scan::Nothing,
    }
}

/// A text of an object, trimmed; empty where it is none.
pub(crate) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or("").trim()
}

/// The elements of an array of an object.
pub(crate) fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A number from 1, written as a number or as a text.
pub(crate) fn number(value: &Value) -> Option<usize> {
    match value {
        Value::Number(n) => n.as_u64().and_then(|n| usize::try_from(n).ok()),
        Value::String(s) => s.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(text: &str, expected: Option<(Value, bool)>) {
        let found = read(text).map(|r| (r.value, r.cut));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn answers_are_read_out_of_what_stands_around_them() {
        check(r#"{"a": [1]}"#, Some((json!({"a": [1]}), false)));
        check(
            "Sure! Here it is:\n```json\n{\"a\": [1]}\n```\nAnything else?",
            Some((json!({"a": [1]}), false)),
        );
        check(
            r#"the set {x} gives {"a": "}"}"#,
            Some((json!({"a": "}"}), false)),
        );
    }

    #[test]
    fn what_was_cut_off_keeps_its_whole_elements() {
        check(
            r#"{"a": [{"q": "x"}, {"q": "y"#,
            Some((json!({"a": [{"q": "x"}]}), true)),
        );
        check(r#"{"a": [1, 2, 3"#, Some((json!({"a": [1, 2]}), true)));
        check(r#"{"a": ["#, Some((json!({"a": []}), true)));
        check(
            r#"{"a": [{"b": [1, 2"#,
            Some((json!({"a": [{"b": [1]}]}), true)),
        );
    }

    #[test]
    fn what_is_no_answer_is_none() {
        for text in [
            "",
            "I cannot help with that.",
            "{",
            "[1, 2]",
            r#"{"a": "#,
            "}{",
            &"{\"a\":".repeat(200),
            &"[".repeat(1000),
        ] {
            check(text, None);
        }
    }
}
