//! What of the Official Guidelines a model is shown.

use icd10cm::{Bearing, Code, Codebook, Guidelines};

/// Sections with all that stands below them, then what bears on codes, the nearest first; at most so many characters.
pub(crate) fn excerpt(
    guidelines: &Guidelines,
    book: &Codebook,
    sections: &[&str],
    codes: &[Code],
    most: usize,
) -> String {
    let rows = guidelines.all();
    let mut chosen: Vec<usize> = Vec::new();
    for (row, guideline) in rows.iter().enumerate() {
        let below = |section: &str| {
            guideline
                .number
                .strip_prefix(section)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        if sections.iter().any(|s| below(s)) {
            chosen.push(row);
        }
    }
    let mut bearing: Vec<(Bearing, usize)> = codes
        .iter()
        .flat_map(|code| guidelines.of_code(book, *code))
        .map(|(row, bearing)| (bearing, row))
        .collect();
    bearing.sort_unstable();
    for (_, row) in bearing {
        if !chosen.contains(&row) {
            chosen.push(row);
        }
    }
    let mut out = String::new();
    let mut left = most;
    for row in chosen {
        let Some(guideline) = rows.get(row) else {
            continue;
        };
        let text = format!(
            "{} {}\n{}\n",
            guideline.number, guideline.title, guideline.text
        );
        let length = text.chars().count();
        if length > left {
            // whole guidelines only: half a rule may say the opposite
            continue;
        }
        left -= length;
        out.push_str(&text);
    }
    out.trim().to_owned()
}
