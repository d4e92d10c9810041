//! Index paths as words of a note.

/// Words that join what follows to what stands before.
const JOINING: &[&str] = &[
    "with",
    "without",
    "due to",
    "in",
    "from",
    "by",
    "of",
    "and",
    "on",
    "to",
    "at",
    "following",
    "complicating",
    "affecting",
    "during",
    "associated with",
    "involving",
];

/// The first alternate of a title: `Diabetes, diabetic` is `Diabetes`.
fn first_alternate(title: &str) -> &str {
    title.split([',', '(']).next().unwrap_or(title).trim()
}

/// A path as a phrase: `Diabetes`, `type 2`, `with`, `chronic kidney disease` become
/// "diabetes, type 2 with chronic kidney disease".
pub(super) fn phrase(path: &[String]) -> String {
    let mut out = String::new();
    let mut joined = false;
    for (depth, title) in path.iter().enumerate() {
        let words = if depth == 0 {
            lowered(first_alternate(title))
        } else {
            title.clone()
        };
        let joins = JOINING
            .iter()
            .any(|j| words == *j || words.strip_prefix(j).is_some_and(|r| r.starts_with(' ')));
        if !out.is_empty() {
            out.push_str(if joined || joins { " " } else { ", " });
        }
        out.push_str(&words);
        joined = JOINING.contains(&words.as_str());
    }
    out
}

/// A first word in lower case, unless it has more capitals or is a name that others follow.
fn lowered(word: &str) -> String {
    let mut chars = word.chars();
    let Some(first) = chars.next() else {
        return String::new();
    };
    let rest = chars.as_str();
    if rest.chars().any(char::is_uppercase) || rest.contains("'s") {
        word.to_owned()
    } else {
        format!("{}{rest}", first.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_a_phrase() {
        let check = |path: &[&str], expected: &str| {
            let path: Vec<String> = path.iter().map(|p| (*p).to_owned()).collect();
            assert_eq!(phrase(&path), expected);
        };
        check(
            &[
                "Diabetes, diabetic",
                "type 2",
                "with",
                "chronic kidney disease",
            ],
            "diabetes, type 2 with chronic kidney disease",
        );
        check(&["Fracture, traumatic", "femur"], "fracture, femur");
        check(&["Crohn's disease"], "Crohn's disease");
        check(&["Anemia", "due to blood loss"], "anemia due to blood loss");
    }
}
