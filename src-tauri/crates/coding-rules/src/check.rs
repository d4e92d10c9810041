//! The one door: a set of codes in, findings out.

use coding_model::{Finding, Severity};
use icd10cm::{Code, Codebook};
use serde::Serialize;

use crate::context::Context;
use crate::lists::{Library, ListKind};
use crate::rule::Out;
use crate::rules::RULES;
use crate::set::CodeSet;

/// What the rules say of a set of codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Errors first, then warnings, then information; within a weight by place in the sequence.
    pub findings: Vec<Finding>,
    /// How many pairs of codes were held against each other's notes.
    pub pairs_checked: u32,
    /// Rules that could not run, or not wholly, for want of a list.
    pub unavailable: Vec<Unavailable>,
}

/// A rule that lacks a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unavailable {
    /// Rule id.
    pub rule: String,
    /// The list.
    pub list: ListKind,
}

impl Checked {
    /// Whether nothing stands in the way of signing.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        !self.findings.iter().any(|f| f.severity == Severity::Error)
    }
}

/// Checks a set of codes against a release, without optional lists.
#[must_use]
pub fn check(book: &Codebook, set: &CodeSet) -> Checked {
    check_with(book, &Library::default(), set)
}

/// Checks a set of codes against a release and the installed lists.
#[must_use]
pub fn check_with(book: &Codebook, library: &Library, set: &CodeSet) -> Checked {
    let cx = Context::new(book, library, set);
    let mut findings: Vec<Finding> = Vec::new();
    let mut unavailable = Vec::new();
    for &rule in RULES {
        (rule.check)(
            &cx,
            &mut Out {
                rule,
                findings: &mut findings,
                unavailable: &mut unavailable,
            },
        );
    }
    drop_repeated(&mut findings);
    let place = |f: &Finding| {
        f.codes
            .first()
            .and_then(|c| cx.items.iter().find(|i| i.code == *c))
            .map_or(0, |i| i.place)
    };
    findings.sort_by_key(|f| (std::cmp::Reverse(f.severity), place(f)));
    let n = cx.items.len() as u32;
    Checked {
        findings,
        pairs_checked: n * n.saturating_sub(1) / 2,
        unavailable,
    }
}

/// The same rule about the same codes is said once, and a pair that a nearer rule names is not named
/// again by a general one.
fn drop_repeated(findings: &mut Vec<Finding>) {
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        let repeated = kept.iter().any(|k| {
            k.rule == finding.rule && k.codes == finding.codes && k.message == finding.message
        });
        if !repeated {
            kept.push(finding);
        }
    }
    let by = |rules: &[&str], f: &Finding| rules.iter().any(|r| f.rule.starts_with(r));
    let pair = |f: &Finding| -> Option<[Code; 2]> { f.codes.as_slice().try_into().ok() };
    let same = |a: [Code; 2], b: [Code; 2]| a == b || a == [b[1], b[0]];
    // each line: rules that speak of a pair, and the rules that then need not
    const NEARER: &[(&[&str], &[&str])] = &[
        (&["NOTE-12"], &["NOTE-06"]),
        (&["NOTE-06", "NOTE-12"], &["NOTE-09"]),
        (&["NOTE-09"], &["NOTE-07"]),
        (&["CHP-"], &["NOTE-06", "NOTE-07", "NOTE-09"]),
        (&["NOTE-01"], &["SEQ-06"]),
    ];
    let all = kept.clone();
    kept.retain(|f| {
        let Some(mine) = pair(f) else { return true };
        !all.iter().any(|other| {
            if other.severity < f.severity || !pair(other).is_some_and(|theirs| same(theirs, mine))
            {
                return false;
            }
            NEARER
                .iter()
                .any(|(nearer, general)| by(nearer, other) && by(general, f))
        })
    });
    // a guideline that says what to do about two codes that an Excludes1 note forbids takes the note over
    let notes: Vec<Finding> = kept
        .iter()
        .filter(|f| f.rule == "NOTE-01")
        .cloned()
        .collect();
    let mut taken: Vec<Vec<Code>> = Vec::new();
    for finding in kept
        .iter_mut()
        .filter(|f| TAKING_OVER.contains(&f.rule.as_str()))
    {
        let within = |n: &&Finding| n.codes.iter().all(|c| finding.codes.contains(c));
        if let Some(note) = notes.iter().find(within) {
            finding.severity = finding.severity.max(note.severity);
            finding.authority = format!("{}; {}", finding.authority, note.authority);
            taken.push(finding.codes.clone());
        }
    }
    kept.retain(|f| {
        f.rule != "NOTE-01" || !taken.iter().any(|t| f.codes.iter().all(|c| t.contains(c)))
    });
    *findings = kept;
}

/// Rules that forbid a pair of codes and say which code takes their place.
const TAKING_OVER: &[&str] = &[
    "CHP-05", "CHP-18", "CHP-19", "CHP-23", "CHP-27", "CHP-31", "CHP-33", "CHP-34", "CHP-35",
    "CHP-38", "CHP-39", "CHP-48", "NOTE-13", "SEQ-08",
];
