//! Labels of the guidelines: "Section I.", "A.", "1.", "a.", "1)", "(a)", "(i)". The text has lost its
//! indentation, so a label counts only where it is the next one in its place.

/// Kinds of labels from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Section,
    Capital,
    Number,
    Small,
    Parenthesis,
    SmallInParentheses,
    Roman,
}

impl Level {
    pub(super) fn depth(self) -> u8 {
        self as u8
    }
}

/// A label that a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label<'a> {
    pub level: Level,
    /// Place among its siblings, from 1.
    pub ordinal: u16,
    /// As it stands in a number: "I", "C", "9", "a", "iv".
    pub name: &'a str,
    /// The line behind the label.
    pub rest: &'a str,
}

/// The labels a line may begin with: "(i)" is a letter or a Roman numeral.
pub(super) fn labels(line: &str) -> Vec<Label<'_>> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix("Section ")
        && let Some((name, rest)) = rest.split_once('.')
        && let Some(ordinal) = roman(&name.to_lowercase())
        && name.bytes().all(|b| b.is_ascii_uppercase())
        && rest.starts_with(' ')
    {
        return vec![label(Level::Section, ordinal, name, rest)];
    }
    if let Some(inside) = line.strip_prefix('(') {
        let Some((name, rest)) = inside.split_once(')') else {
            return Vec::new();
        };
        if rest.trim().is_empty() {
            return Vec::new();
        }
        let small = letter(name, b'a').map(|n| label(Level::SmallInParentheses, n, name, rest));
        let number = roman(name).map(|n| label(Level::Roman, n, name, rest));
        return small.into_iter().chain(number).collect();
    }
    let end = line
        .bytes()
        .take(3)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let (name, behind) = line.split_at(end);
    let Some(rest) = behind.get(1..).filter(|r| r.starts_with(' ')) else {
        return Vec::new();
    };
    let number = || name.parse::<u16>().ok().filter(|n| *n > 0);
    let found = match behind.as_bytes().first() {
        Some(b'.') => letter(name, b'A')
            .map(|n| label(Level::Capital, n, name, rest))
            .or_else(|| letter(name, b'a').map(|n| label(Level::Small, n, name, rest)))
            .or_else(|| number().map(|n| label(Level::Number, n, name, rest))),
        Some(b')') => number().map(|n| label(Level::Parenthesis, n, name, rest)),
        _ => None,
    };
    found.into_iter().collect()
}

fn label<'a>(level: Level, ordinal: u16, name: &'a str, rest: &'a str) -> Label<'a> {
    Label {
        level,
        ordinal,
        name,
        rest: rest.trim(),
    }
}

fn letter(name: &str, first: u8) -> Option<u16> {
    match name.as_bytes() {
        [one] if (first..first + 26).contains(one) => Some(u16::from(one - first) + 1),
        _ => None,
    }
}

/// The value of a small Roman numeral below 20.
fn roman(name: &str) -> Option<u16> {
    const SMALL: [&str; 19] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv",
        "xv", "xvi", "xvii", "xviii", "xix",
    ];
    SMALL
        .iter()
        .position(|n| *n == name)
        .and_then(|i| u16::try_from(i + 1).ok())
}

/// A number in one writing: lower case, parts separated by dots.
pub(super) fn folded(number: &str) -> String {
    let lower = number.trim().to_lowercase();
    let lower = lower.strip_prefix("section").unwrap_or(&lower);
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(".")
}

/// Stretches of a text that cite a guideline by its number, behind the word "Section": "I.C.21.c.3".
pub(super) fn cited(text: &str) -> Vec<std::ops::Range<usize>> {
    let lower = text.to_ascii_lowercase();
    lower
        .match_indices("section ")
        .filter_map(|(at, word)| {
            let start = at + word.len();
            let rest = text.get(start..)?;
            let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '(' | ')');
            let end = rest.find(|c: char| !fits(c)).unwrap_or(rest.len());
            let number = rest.get(..end)?.trim_end_matches(['.', '(', ')']);
            let section = number.split('.').next()?;
            let is_roman = !section.is_empty() && section.bytes().all(|b| matches!(b, b'I' | b'V'));
            is_roman.then(|| start..start + number.len())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_apart() {
        let check = |line: &str, expected: &[(Level, u16)]| {
            let found: Vec<_> = labels(line).iter().map(|l| (l.level, l.ordinal)).collect();
            assert_eq!(found, expected, "{line}");
        };
        check("Section IV. Diagnostic", &[(Level::Section, 4)]);
        check("Section IA of these guidelines", &[]);
        check("C. Chapter-Specific", &[(Level::Capital, 3)]);
        check("13. Laterality", &[(Level::Number, 13)]);
        check("a. Hypertension", &[(Level::Small, 1)]);
        check("10) Hypertensive Crisis", &[(Level::Parenthesis, 10)]);
        check(
            "(i) Pneumonia",
            &[(Level::SmallInParentheses, 9), (Level::Roman, 1)],
        );
        check("(iii)Lower respiratory infection", &[(Level::Roman, 3)]);
        check("(current) use of insulin", &[]);
        check("147), pp. 31038-40.", &[]);
        check("E11.9 is a code", &[]);
        check("(e.g., COPD)", &[]);
    }

    #[test]
    fn citations_are_found() {
        let text = "See Section I.C.21.c.3. and section IV, not Section 1 or Sections I, II.";
        let found: Vec<&str> = cited(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, ["I.C.21.c.3", "IV"]);
    }

    #[test]
    fn numbers_are_read_in_any_writing() {
        for text in ["I.C.9.a.1", "Section I.C.9.a.1)", "i.c.9.a(1)", "I C 9 a 1"] {
            assert_eq!(folded(text), "i.c.9.a.1");
        }
    }
}
