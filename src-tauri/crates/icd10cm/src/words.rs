//! Titles of index entries as keys for cross references.

/// A title folded for comparison: lower case, punctuation other than commas dropped, blanks folded.
#[must_use]
pub fn title_key(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut gap = false;
    for c in title.chars() {
        let c = match c {
            '’' => '\'',
            c => c,
        };
        if c.is_alphanumeric() || matches!(c, '\'' | '-' | '/' | '+' | '%' | '.') {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.extend(c.to_lowercase());
        } else if c == ',' {
            gap = true;
            out.push(',');
        } else {
            gap = true;
        }
    }
    out
}

/// The keys a title answers to: itself, and each of its comma-separated alternates
/// ("Diabetes, diabetic" answers to `diabetes` and `diabetic`; Guidelines I.A.7 FY2026).
#[must_use]
pub fn title_keys(title: &str) -> Vec<String> {
    let whole = title_key(title);
    let whole = whole
        .trim_end_matches(" nec")
        .trim_end_matches(" nos")
        .to_owned();
    let mut keys = vec![whole.clone()];
    for part in whole.split(',') {
        let part = part.trim();
        if !part.is_empty() && part != whole {
            keys.push(part.to_owned());
        }
        for end in ["(s)", "s"] {
            if let Some(short) = part.strip_suffix(end).filter(|s| s.len() > 3) {
                keys.push(short.to_owned());
            }
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_answers_to_each_alternate() {
        assert_eq!(
            title_keys("Diabetes, diabetic"),
            ["diabetes, diabetic", "diabetes", "diabete", "diabetic"]
        );
        assert!(title_keys("Crohn’s disease").contains(&"crohn's disease".to_owned()));
        assert_eq!(title_keys("Abscess NEC")[0], "abscess");
    }
}
