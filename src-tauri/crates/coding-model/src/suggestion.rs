//! A code the engine would have a person look at.

use icd10cm::Code;
use serde::{Deserialize, Serialize};

use crate::{Assertion, Confidence, EvidenceSpan, Finding, IndexPath, SuggestionId, TrailStep};

/// Which list a suggestion stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum List {
    /// The engine would report it.
    Suggest,
    /// Worth a person's look.
    Consider,
}

/// What part a code plays in the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Principal diagnosis (inpatient) or first-listed diagnosis (outpatient).
    FirstListed,
    /// Any other.
    #[default]
    Secondary,
}

/// How an alternative stands to the suggested code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Same parent.
    Sibling,
    /// Same grandparent, other parent.
    Cousin,
    /// Another entry of the index for the same words.
    Candidate,
}

/// A code that was thought of and not chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// The code, billable in the release.
    pub code: Code,
    /// Its title.
    pub title: String,
    /// How it stands to the suggested one.
    pub relation: Relation,
    /// Why it lost.
    pub why_not: String,
}

/// One suggestion; never edited once made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Identifier.
    pub id: SuggestionId,
    /// A billable code of the release, 7th character included.
    pub code: Code,
    /// Its full title.
    pub title: String,
    /// List.
    pub list: List,
    /// Place in the ranked list, from 1.
    pub rank: u32,
    /// Part in the set.
    pub role: Role,
    /// Calibrated confidence.
    pub confidence: Confidence,
    /// What the note claims.
    pub assertion: Assertion,
    /// The quotes it stands on; never empty.
    pub evidence: Vec<EvidenceSpan>,
    /// The index entry it was reached by.
    pub index_path: Option<IndexPath>,
    /// What else was thought of.
    pub alternatives: Vec<Alternative>,
    /// What the rules say of it.
    pub findings: Vec<Finding>,
    /// How it came about, stage by stage.
    pub trail: Vec<TrailStep>,
}

/// How the trail of a suggestion says that it is held back.
pub const HELD_BACK: &str = "on the list to consider";

impl Suggestion {
    /// Whether a rule or a guideline keeps it on the list to consider, however probable it is.
    #[must_use]
    pub fn is_held_back(&self) -> bool {
        self.trail
            .iter()
            .any(|step| step.stage == "verify" && step.text.starts_with(HELD_BACK))
    }
}

/// Divides suggestions between both lists at a probability and puts them in order; what is held back stays on the
/// list to consider. Nothing else about them changes.
pub fn divide(suggestions: &mut [Suggestion], threshold: f32) {
    for one in suggestions.iter_mut() {
        let suggest = !one.is_held_back() && one.confidence.get() >= threshold;
        one.list = if suggest {
            List::Suggest
        } else {
            List::Consider
        };
    }
    suggestions.sort_by(|a, b| {
        (a.list == List::Consider)
            .cmp(&(b.list == List::Consider))
            .then_with(|| b.confidence.get().total_cmp(&a.confidence.get()))
    });
    for (one, rank) in suggestions.iter_mut().zip(1..) {
        one.rank = rank;
        one.role = if rank == 1 && one.list == List::Suggest {
            Role::FirstListed
        } else {
            Role::Secondary
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestion(code: &str, confidence: f32, held_back: bool) -> Suggestion {
        let step = |stage: &str| TrailStep {
            stage: stage.to_owned(),
            agent: "local".to_owned(),
            text: format!("{HELD_BACK}: integral to another"),
        };
        Suggestion {
            id: SuggestionId::new(),
            code: Code::parse(code).unwrap(),
            title: String::new(),
            list: List::Consider,
            rank: 0,
            role: Role::Secondary,
            confidence: Confidence::new(confidence),
            assertion: Assertion::default(),
            evidence: Vec::new(),
            index_path: None,
            alternatives: Vec::new(),
            findings: Vec::new(),
            trail: vec![step(if held_back { "verify" } else { "validate" })],
        }
    }

    /// Codes in their new order; those on the list to consider in brackets.
    fn check(threshold: f32, expected: &str) {
        let mut all = [
            suggestion("E11.9", 0.9, true),
            suggestion("I10", 0.8, false),
            suggestion("J44.9", 0.4, false),
            suggestion("R05.9", 0.1, false),
        ];
        divide(&mut all, threshold);
        let shown: Vec<String> = all
            .iter()
            .map(|s| match s.list {
                List::Suggest => s.code.to_string(),
                List::Consider => format!("[{}]", s.code),
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "at {threshold}");
        assert!(all.iter().zip(1..).all(|(s, rank)| s.rank == rank));
        let first = all[0].list == List::Suggest;
        assert_eq!(all[0].role == Role::FirstListed, first);
    }

    #[test]
    fn a_threshold_moves_codes_between_the_lists_but_what_is_held_back() {
        check(0.5, "I10 [E11.9] [J44.9] [R05.9]");
        check(0.3, "I10 J44.9 [E11.9] [R05.9]");
        check(0.0, "I10 J44.9 R05.9 [E11.9]");
        check(1.0, "[E11.9] [I10] [J44.9] [R05.9]");
    }
}
