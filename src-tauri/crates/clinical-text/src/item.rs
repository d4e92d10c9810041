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
        let numbered = numbered_parts(line);
        if numbered.len() > 1 {
            for (from, part) in numbered {
                out.extend(item(start + from, part, false));
            }
            continue;
        }
        // "Assessment: Acute otitis media. Start amoxicillin."
        let behind_heading = headed && start == body_start;
        let first = item(start, line, behind_heading || headed && is_planned(line));
        let title = first.as_ref().map(|i| i.title);
        out.extend(first);
        if let Some(title) = title.filter(|_| behind_heading) {
            out.extend(further(line, start, title.end() - start));
        }
    }
    out
}

/// The problem that a line or a part of one names; `start` is where it begins in the text.
fn item(start: usize, line: &str, behind_heading: bool) -> Option<Item> {
    let bullet = bullet_len(line).unwrap_or(0);
    let content = line[bullet..].trim_end();
    let lead = bullet + content.len() - content.trim_start().len();
    let content = content.trim_start();
    if content.is_empty() {
        return None;
    }
    let title = title_of(content);
    let alone = title.len() + 1 >= content.len();
    let words = title.split_whitespace().count();
    let names = bullet > 0 || alone || behind_heading && names_by_itself(title);
    (words > 0 && words <= 14 && names).then(|| Item {
        title: TextRange::new(start + lead, start + lead + title.len()),
    })
}

/// The parts of a line that counts its problems itself ("1. Hypertension. 2. Gout."), each with where it begins; one part
/// where it does not.
fn numbered_parts(line: &str) -> Vec<(usize, &str)> {
    let mut starts = Vec::new();
    for number in 1..=40_usize {
        let from = starts.last().map_or(0, |s| s + 1);
        let found = [". ", ") "].iter().find_map(|mark| {
            let label = format!("{number}{mark}");
            let rest = line.get(from..)?;
            rest.match_indices(&label)
                .map(|(i, _)| from + i)
                .find(|&at| {
                    let before = line[..at].trim_end();
                    let begins = if number == 1 {
                        before.is_empty()
                    } else {
                        before.ends_with(['.', ';', ':', ','])
                    };
                    let named = line[at + label.len()..]
                        .trim_start()
                        .starts_with(|c: char| c.is_alphabetic());
                    begins && named
                })
        });
        match found {
            Some(at) => starts.push(at),
            None => break,
        }
    }
    let ends = starts.iter().skip(1).copied().chain([line.len()]);
    let mut parts: Vec<(usize, &str)> = starts
        .iter()
        .zip(ends)
        .map(|(&from, to)| (from, &line[from..to]))
        .collect();
    if parts.is_empty() {
        parts.push((0, line));
    }
    parts
}

/// The problems that follow the first one behind a heading, a sentence each: "Assessment: Atrial fibrillation. Gout." A
/// sentence that says what is done names none.
fn further(line: &str, start: usize, from: usize) -> Vec<Item> {
    let mut out = Vec::new();
    let mut at = from;
    while let Some(stop) = line.get(at..).and_then(|rest| rest.find(". ")) {
        let begin = at + stop + 2;
        let rest = &line[begin..];
        let lead = rest.len() - rest.trim_start().len();
        let sentence = rest.trim_start();
        let title = title_of(sentence);
        let words = title.split_whitespace().count();
        let first = title.split_whitespace().next().unwrap_or_default();
        let capital = first.starts_with(|c: char| c.is_uppercase());
        if capital && (1..=10).contains(&words) && names_by_itself(title) && !is_done(first) {
            let title_start = start + begin + lead;
            out.push(Item {
                title: TextRange::new(title_start, title_start + title.len()),
            });
        }
        at = begin;
    }
    out
}

/// Whether a line names something and then says what is done about it: "Hypertension. Continue lisinopril."
fn is_planned(line: &str) -> bool {
    let line = line.trim();
    let Some((title, rest)) = line.split_once(". ") else {
        return false;
    };
    let first = title.split_whitespace().next().unwrap_or_default();
    let then = rest.split_whitespace().next().unwrap_or_default();
    let short = rest.split_whitespace().count() == 1;
    first.starts_with(|c: char| c.is_uppercase())
        && title.split_whitespace().count() <= 10
        && !is_done(first)
        && (is_done(then) || short)
}

/// Whether a sentence that begins with a word says what is done, or what was found.
fn is_done(first: &str) -> bool {
    let done = [
        "continue",
        "continued",
        "start",
        "started",
        "stop",
        "stopped",
        "increase",
        "increased",
        "decrease",
        "decreased",
        "refer",
        "referred",
        "referral",
        "follow",
        "following",
        "followup",
        "check",
        "order",
        "ordered",
        "recommend",
        "recommended",
        "return",
        "will",
        "would",
        "advise",
        "advised",
        "discuss",
        "discussed",
        "counsel",
        "counseled",
        "counselled",
        "monitor",
        "obtain",
        "obtained",
        "repeat",
        "prescribe",
        "prescribed",
        "refill",
        "refilled",
        "schedule",
        "scheduled",
        "consider",
        "plan",
        "plans",
        "rtc",
        "take",
        "use",
        "apply",
        "avoid",
        "give",
        "given",
        "encourage",
        "encouraged",
        "educate",
        "educated",
        "review",
        "reviewed",
        "labs",
        "lab",
        "call",
        "add",
        "added",
        "switch",
        "switched",
        "hold",
        "held",
        "resume",
        "resumed",
        "taper",
        "titrate",
        "administer",
        "administered",
        "treat",
        "treated",
        "send",
        "sent",
        "await",
        "keep",
        "maintain",
        "wean",
        "trial",
        "no",
        "normal",
        "negative",
        "stable",
        "improved",
        "improving",
        "if",
        "may",
        "can",
        "should",
        "needs",
        "today",
        "currently",
        "likely",
        "this",
        "these",
        "that",
        "he",
        "she",
        "they",
        "we",
        "his",
        "her",
        "the",
        "for",
        "with",
        "at",
        "in",
        "on",
        "as",
        "given",
        "both",
        "all",
        "also",
        "please",
        "side",
        "risks",
        "patient",
        "pt",
    ];
    done.contains(
        &first
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
            .as_str(),
    )
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
            titles(
                "Assessment: Atrial fibrillation, on apixaban. Hypothyroidism. Continue levothyroxine. Gout."
            ),
            ["Atrial fibrillation, on apixaban", "Hypothyroidism", "Gout"]
        );
        assert_eq!(
            titles(
                "Assessment: 1. Type 2 diabetes, A1c 7.2. 2. Hypertension. Increase lisinopril. 3) Gout."
            ),
            ["Type 2 diabetes, A1c 7.2", "Hypertension", "Gout"]
        );
        assert_eq!(
            titles(
                "Assessment:\nGout. Continue allopurinol.\nHypertension with headaches. Amlodipine.\nThe pain began a week ago. It is worse today and at night.\n"
            ),
            ["Gout", "Hypertension with headaches"]
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
