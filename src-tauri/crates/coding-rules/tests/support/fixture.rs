//! Literate fixtures: Markdown that a coder can read.
//!
//! A heading of the second level opens a case. Before its first list, `Setting: inpatient, female, 64
//! years` and the like give the facts; a numbered list gives the codes in sequence, each followed by what
//! is known of it; a bulleted list below `Findings:` gives what is expected, and `Findings: none` that
//! nothing is. Only the rules of the file's family (its title's first word) are compared, and those that
//! `Also:` names.

use coding_model::{
    AuthorRole, Certainty, Experiencer, IndexPath, Polarity, Setting, Severity, Sex, Temporality,
};
use coding_rules::{
    CodeSet, Entered, EvidenceFact, Facts, Line, MentionFact, PathFact, Poa, PriorCode, Side,
};
use icd10cm::{Code, Date};

#[derive(Debug, Default)]
pub struct Case {
    pub title: String,
    pub set: CodeSet,
    pub expected: Vec<Expected>,
    pub says: bool,
    /// Run without the optional lists.
    pub bare: bool,
}

#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Expected {
    pub rule: String,
    pub severity: Severity,
    pub codes: Vec<String>,
}

pub fn read(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let at = number + 1;
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case {
                title: title.trim().to_owned(),
                ..Case::default()
            });
            continue;
        }
        let Some(case) = cases.last_mut() else {
            continue;
        };
        let trimmed = line.trim();
        if let Some(rest) = trimmed.strip_prefix("Encounter:") {
            encounter(case, rest, at);
        } else if let Some(rest) = trimmed.strip_prefix("Medications:") {
            let facts = case.set.facts.get_or_insert_with(Facts::default);
            facts.medications = rest.split(',').map(|m| m.trim().to_owned()).collect();
        } else if let Some(rest) = trimmed.strip_prefix("Earlier encounter:") {
            for word in rest.split([',', ' ']).filter(|w| !w.is_empty()) {
                case.set.prior.push(PriorCode {
                    code: Code::parse(word).unwrap_or_else(|e| panic!("line {at}: {e}")),
                    date: None,
                });
            }
        } else if let Some(rest) = trimmed.strip_prefix("> ") {
            let facts = case.set.facts.get_or_insert_with(Facts::default);
            let (phrase, about) = quoted(rest, at);
            let evidence = about_quote(about, at);
            facts.mentions.push(MentionFact {
                phrase,
                assertion: evidence.assertion,
                author: evidence.author,
                section: evidence.section,
            });
        } else if matches!(trimmed, "Findings: none" | "Findings:") {
            case.says = true;
        } else if let Some(rest) = trimmed.strip_prefix("- ").filter(|_| case.says) {
            case.expected.push(expected(rest, at));
        } else if let Some((n, rest)) = trimmed.split_once(". ")
            && n.parse::<u32>().is_ok()
            && !case.says
        {
            case.set.codes.push(entered(rest, at));
        }
    }
    cases
}

fn encounter(case: &mut Case, text: &str, at: usize) {
    for fact in text.split(',').map(str::trim) {
        if let Some(setting) = Setting::parse(fact) {
            case.set.setting = setting;
        } else if let Some(sex) = Sex::parse(fact) {
            case.set.sex = Some(sex);
        } else if let Some(age) = fact.strip_suffix(" years").or(fact.strip_suffix(" year")) {
            case.set.age = Some(
                age.parse()
                    .unwrap_or_else(|_| panic!("line {at}: age {age}")),
            );
        } else if let Ok(date) = Date::parse(fact) {
            case.set.date = Some(date);
        } else {
            match fact {
                "pregnant" => case.set.pregnant = Some(true),
                "not pregnant" => case.set.pregnant = Some(false),
                "notes read" => {
                    case.set.facts.get_or_insert_with(Facts::default);
                }
                "no lists installed" => case.bare = true,
                other => panic!("line {at}: the fact {other:?} is not understood"),
            }
        }
    }
}

fn quoted(text: &str, at: usize) -> (String, &str) {
    let inner = text
        .strip_prefix('“')
        .and_then(|t| t.split_once('”'))
        .unwrap_or_else(|| panic!("line {at}: expected “a quote”"));
    (inner.0.to_owned(), inner.1.trim_start_matches([',', ' ']))
}

fn about_quote(text: &str, at: usize) -> EvidenceFact {
    let mut fact = EvidenceFact::default();
    for word in text.split(',').map(str::trim).filter(|w| !w.is_empty()) {
        match word {
            "denied" => fact.assertion.polarity = Polarity::Negated,
            "uncertain" => fact.assertion.certainty = Certainty::Uncertain,
            "past" => fact.assertion.temporality = Temporality::Historical,
            "family" => fact.assertion.experiencer = Experiencer::Family,
            "provider" => fact.author = AuthorRole::Provider,
            "nurse" => fact.author = AuthorRole::Nurse,
            "dietitian" | "social worker" => fact.author = AuthorRole::OtherClinician,
            "radiologist" => fact.author = AuthorRole::Diagnostic,
            "patient" => fact.author = AuthorRole::Patient,
            "stale" => fact.live = Some(false),
            "live" => fact.live = Some(true),
            "copied forward" => fact.copied_forward = true,
            "document changed" => fact.changed_since_decision = true,
            "no MEAT" => fact.meat = Some(false),
            "MEAT" => fact.meat = Some(true),
            other => {
                if let Some(section) = other.strip_prefix("section ") {
                    fact.section = section.to_owned();
                } else if let Some(kind) = other.strip_prefix("in ") {
                    fact.document_kind = kind.to_owned();
                } else {
                    panic!("line {at}: {other:?} is not understood of a quote");
                }
            }
        }
    }
    fact
}

/// `E11.22 POA Y; evidence “…”, nurse; path A › B; side left`
fn entered(text: &str, at: usize) -> Line {
    let mut parts = text.split(';').map(str::trim);
    let head = parts.next().unwrap_or("");
    let (typed, poa) = head
        .split_once(" POA ")
        .map_or((head, None), |(c, p)| (c, Some(p)));
    let typed = typed.trim_matches('`');
    let mut line = Line::typed(typed);
    if let Entered::Raw(raw) = &line.entered
        && let Some((code, title)) = raw.split_once(' ')
        && Code::parse(code).is_ok()
        && title.starts_with('(')
    {
        line = Line::typed(code);
    }
    line.poa = poa.map(|p| match p.trim() {
        "Y" => Poa::Y,
        "N" => Poa::N,
        "U" => Poa::U,
        "W" => Poa::W,
        "exempt" => Poa::Exempt,
        other => panic!("line {at}: POA {other}"),
    });
    for part in parts {
        if let Some(rest) = part.strip_prefix("evidence ") {
            let evidence = line.evidence.get_or_insert_with(Vec::new);
            if rest == "none" {
                continue;
            }
            let (quote, about) = quoted(rest, at);
            evidence.push(EvidenceFact {
                quote,
                ..about_quote(about, at)
            });
        } else if let Some(rest) = part.strip_prefix("path ") {
            let path = line.path.get_or_insert_with(PathFact::default);
            if rest != "none" {
                path.path = Some(IndexPath {
                    source: coding_model::Source::Official,
                    terms: rest.split(" › ").map(|t| t.trim().to_owned()).collect(),
                    hops: Vec::new(),
                });
            }
        } else if let Some(rest) = part.strip_prefix("reason ") {
            line.path.get_or_insert_with(PathFact::default).reason = Some(rest.to_owned());
        } else if let Some(rest) = part.strip_prefix("bracketed ") {
            line.path.get_or_insert_with(PathFact::default).bracketed = Code::parse(rest).ok();
        } else if let Some(rest) = part.strip_prefix("untaken ") {
            line.path.get_or_insert_with(PathFact::default).untaken =
                rest.split(" / ").map(|t| t.trim().to_owned()).collect();
        } else if part == "from a see line" {
            line.path.get_or_insert_with(PathFact::default).from_see = true;
        } else if part == "printed with a dash" {
            line.path.get_or_insert_with(PathFact::default).printed_dash = true;
        } else if part == "not verified in the Tabular List" {
            line.path.get_or_insert_with(PathFact::default).verified = Some(false);
        } else if part == "verified in the Tabular List" {
            line.path.get_or_insert_with(PathFact::default).verified = Some(true);
        } else if let Some(rest) = part.strip_prefix("side ") {
            line.sides = Some(
                rest.split(' ')
                    .map(|s| match s {
                        "left" => Side::Left,
                        "right" => Side::Right,
                        "bilateral" => Side::Bilateral,
                        other => panic!("line {at}: side {other}"),
                    })
                    .collect(),
            );
        } else if let Some(rest) = part.strip_prefix("kept from ") {
            line.kept_from = Some(rest.to_owned());
        } else {
            panic!("line {at}: {part:?} is not understood of a code");
        }
    }
    line
}

/// `NOTE-01 error: E11.9, E10.9`
fn expected(text: &str, at: usize) -> Expected {
    let (head, codes) = text.split_once(':').unwrap_or((text, ""));
    let mut words = head.split_whitespace();
    let rule = words.next().unwrap_or("").to_owned();
    let severity = match words.next() {
        Some("error") => Severity::Error,
        Some("warning") => Severity::Warning,
        Some("info") => Severity::Info,
        other => panic!("line {at}: severity {other:?}"),
    };
    Expected {
        rule,
        severity,
        codes: codes
            .split(',')
            .map(|c| c.trim().to_owned())
            .filter(|c| !c.is_empty())
            .collect(),
    }
}
