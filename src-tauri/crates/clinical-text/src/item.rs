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
    let mut at = section.body().start();
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
        if words == 0 || words > 14 || !(numbered || alone) {
            continue;
        }
        out.push(Item {
            title: TextRange::new(start + lead, start + lead + title.len()),
        });
    }
    out
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
