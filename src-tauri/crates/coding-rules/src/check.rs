//! The one door: a set of codes in, findings out.

use coding_model::{Finding, Severity};
use icd10cm::Codebook;
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
    // a bracketed pair of the index (NOTE-12) says more than the bare "code first" (NOTE-06)
    let bracketed: Vec<_> = kept
        .iter()
        .filter(|f| f.rule == "NOTE-12")
        .filter_map(|f| f.codes.first().copied())
        .collect();
    kept.retain(|f| {
        !(f.rule == "NOTE-06" && f.codes.first().is_some_and(|c| bracketed.contains(c)))
    });
    *findings = kept;
}
