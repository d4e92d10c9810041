//! Items of problem lists and assessments.

use crate::sentence::bullet_len;
use crate::{Section, SectionKind, TextRange};

/// One problem as a list names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The words that name the problem, without number or bullet.
    pub title: TextRange,
}

/// The items of a section: lines that name a problem, numbered, bulleted or standing alone. Empty for
/// sections that hold no problems.
#[must_use]
pub fn items(text: &str, section: &Section) -> Vec<Item> {
    let lists = section.kind.is_assessment()
        || matches!(section.kind, SectionKind::Plan | SectionKind::PastMedical);
    let Some(body) = section.body().slice(text).filter(|_| lists) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let body_start = section.body().start();
    let headed = section.kind.is_assessment() && !section.heading.is_empty();
    let mut at = body_start;
    for line in body.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bullet = bullet_len(line).unwrap_or(0);
        let content = line[bullet..].trim_end();
        let lead = bullet + content.len() - content.trim_start().len();
        let content = content.trim_start();
        if content.is_empty() {
            continue;
        }
        let title = title_of(content);
        let numbered = bullet > 0;
        let alone = title.len() + 1 >= content.len();
        let words = title.split_whitespace().count();
        // "Assessment: Acute otitis media. Start amoxicillin."
        let behind_heading = headed && start == body_start && names_by_itself(title);
        if words == 0 || words > 14 || !(numbered || alone || behind_heading) {
            continue;
        }
        out.push(Item {
            title: TextRange::new(start + lead, start + lead + title.len()),
        });
    }
    out
}

/// Whether the first words behind a heading name a problem, and tell of nobody ("The patient is …", "She reports …").
fn names_by_itself(title: &str) -> bool {
    let tells = [
        "is",
        "was",
        "are",
        "were",
        "has",
        "had",
        "have",
        "presents",
        "presented",
        "presenting",
        "who",
        "reports",
        "denies",
        "here",
        "seen",
        "patient",
        "pt",
        "i",
        "we",
    ];
    !title
        .split_whitespace()
        .any(|word| tells.contains(&word.to_lowercase().as_str()))
}

/// The part of a line that names the problem: up to a colon, a dash or the end of the first sentence.
fn title_of(line: &str) -> &str {
    let mut end = line.len();
    for stop in [": ", " - ", " – ", ". ", "; "] {
        if let Some(i) = line.find(stop) {
            end = end.min(i);
        }
    }
    line[..end].trim_end_matches(['.', ':', ',', ';', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_behind_a_heading_name_a_problem() {
        let titles = |text: &str| -> Vec<String> {
            let section = Section {
                title: "Assessment".to_owned(),
                kind: SectionKind::Assessment,
                heading: TextRange::new(0, "Assessment:".len()),
                range: TextRange::new(0, text.len()),
            };
            let items = items(text, &section);
            let said = items.iter().filter_map(|i| i.title.slice(text));
            said.map(str::to_owned).collect()
        };
        assert_eq!(
            titles("Assessment: Acute otitis media. Start amoxicillin."),
            ["Acute otitis media"]
        );
        assert_eq!(
            titles("Assessment: She has pain. Start ibuprofen."),
            [""; 0]
        );
        assert_eq!(
            titles("Assessment:\nShort of breath today. Worse at night."),
            [""; 0]
        );
    }

    #[test]
    fn problems_are_named_by_numbered_bulleted_and_lone_lines() {
        let text = "1. Hypertension, uncontrolled - increase lisinopril\n2) DM2: A1c 8\n# CKD 3b\n\nDepression.\nShe was seen today and we talked at great length about all of her concerns and the plan. More.\n";
        let section = Section {
            title: String::new(),
            kind: SectionKind::AssessmentPlan,
            heading: TextRange::new(0, 0),
            range: TextRange::new(0, text.len()),
        };
        let titles: Vec<_> = items(text, &section)
            .iter()
            .filter_map(|i| i.title.slice(text))
            .collect();
        assert_eq!(
            titles,
            ["Hypertension, uncontrolled", "DM2", "CKD 3b", "Depression"]
        );
    }
}
