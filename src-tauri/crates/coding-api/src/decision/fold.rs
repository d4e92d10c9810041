//! What a row of decisions amounts to: which count, what became of each suggestion, what can be undone.

use std::collections::HashSet;

use coding_model::{Act, Decision, DecisionId, Run, Suggestion};
use icd10cm::Code;

/// What became of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SuggestionState {
    /// "undecided", "accepted", "rejected", "revised", "deferred".
    pub(crate) name: &'static str,
    /// The code it was revised to.
    pub(crate) revised_to: Option<Code>,
}

const UNDECIDED: SuggestionState = SuggestionState {
    name: "undecided",
    revised_to: None,
};

/// The decisions that were taken back. Undoing an undoing brings a decision back.
pub(crate) fn undone(decisions: &[Decision]) -> HashSet<DecisionId> {
    let mut undone = HashSet::new();
    for decision in decisions.iter().rev() {
        if let Act::Undone { decision: target } = decision.act
            && !undone.contains(&decision.id)
        {
            undone.insert(target);
        }
    }
    undone
}

/// The decisions that count, in order; undoings are not among them.
pub(crate) fn effective(decisions: &[Decision]) -> Vec<&Decision> {
    let undone = undone(decisions);
    decisions
        .iter()
        .filter(|d| !undone.contains(&d.id) && !matches!(d.act, Act::Undone { .. }))
        .collect()
}

/// The decision that undo takes back: the last that counts.
pub(crate) fn to_undo(decisions: &[Decision]) -> Option<DecisionId> {
    effective(decisions).last().map(|d| d.id)
}

/// The undoing that redo takes back: the last that holds, unless something else was decided since.
pub(crate) fn to_redo(decisions: &[Decision]) -> Option<DecisionId> {
    let undone = undone(decisions);
    let acts: HashSet<DecisionId> = decisions
        .iter()
        .filter(|d| !matches!(d.act, Act::Undone { .. }))
        .map(|d| d.id)
        .collect();
    let since = decisions
        .iter()
        .rposition(|d| acts.contains(&d.id))
        .map_or(0, |i| i + 1);
    decisions
        .get(since..)?
        .iter()
        .rev()
        .filter(|d| !undone.contains(&d.id))
        .find_map(|d| match d.act {
            Act::Undone { decision } if acts.contains(&decision) => Some(d.id),
            _ => None,
        })
}

/// What became of each suggestion of a run. Decisions on suggestions of an earlier run hold for those of the
/// same code.
pub(crate) fn states(run: &Run, decisions: &[Decision]) -> Vec<SuggestionState> {
    let effective = effective(decisions);
    let own: HashSet<_> = run.suggestions.iter().map(|s| s.id).collect();
    let concerns = |decision: &Decision, suggestion: &Suggestion| match decision.suggestion {
        Some(id) if own.contains(&id) => id == suggestion.id,
        Some(_) => suggested_code(&decision.act) == Some(suggestion.code),
        None => false,
    };
    let state = |suggestion: &Suggestion| {
        effective.iter().fold(UNDECIDED, |state, decision| {
            if let Act::Removed { code } = decision.act {
                let assigned = match state.name {
                    "accepted" => Some(suggestion.code),
                    "revised" => state.revised_to,
                    _ => None,
                };
                return if assigned == Some(code) {
                    UNDECIDED
                } else {
                    state
                };
            }
            if concerns(decision, suggestion) {
                state_of(&decision.act).unwrap_or(state)
            } else {
                state
            }
        })
    };
    run.suggestions.iter().map(state).collect()
}

fn state_of(act: &Act) -> Option<SuggestionState> {
    let (name, revised_to) = match act {
        Act::Accepted { .. } => ("accepted", None),
        Act::Revised { to, .. } => ("revised", Some(*to)),
        Act::Rejected { .. } => ("rejected", None),
        Act::Deferred { .. } => ("deferred", None),
        Act::Added { .. }
        | Act::Removed { .. }
        | Act::Resequenced { .. }
        | Act::PresentOnAdmission { .. }
        | Act::Overridden { .. }
        | Act::Undone { .. } => {
            return None;
        }
    };
    Some(SuggestionState { name, revised_to })
}

/// The suggested code an act is about.
fn suggested_code(act: &Act) -> Option<Code> {
    match act {
        Act::Accepted { code } | Act::Rejected { code, .. } | Act::Deferred { code } => Some(*code),
        Act::Revised { from, .. } => Some(*from),
        Act::Added { .. }
        | Act::Removed { .. }
        | Act::Resequenced { .. }
        | Act::PresentOnAdmission { .. }
        | Act::Overridden { .. }
        | Act::Undone { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coding_model::EncounterId;

    fn decision(act: Act) -> Decision {
        Decision {
            id: DecisionId::new(),
            encounter: EncounterId::new(),
            suggestion: None,
            act,
            evidence: Vec::new(),
            index_path: None,
            trail: Vec::new(),
            walk: Vec::new(),
            release: "FY2026".to_owned(),
            person: "coder".to_owned(),
            at: "2026-05-01T10:00:00Z".to_owned(),
            evidence_viewed_ms: 0,
        }
    }

    fn add(code: &str) -> Decision {
        decision(Act::Added {
            code: Code::parse(code).unwrap(),
        })
    }

    /// Runs a script: a code adds it, "u" undoes, "r" redoes; says the codes that count at the end.
    fn check(script: &str, expected: &str) {
        let mut decisions: Vec<Decision> = Vec::new();
        for word in script.split(' ') {
            let target = match word {
                "u" => to_undo(&decisions),
                "r" => to_redo(&decisions),
                code => {
                    decisions.push(add(code));
                    continue;
                }
            };
            if let Some(target) = target {
                decisions.push(decision(Act::Undone { decision: target }));
            }
        }
        let codes: Vec<String> = effective(&decisions)
            .iter()
            .map(|d| match d.act {
                Act::Added { code } => code.to_string(),
                _ => "?".to_owned(),
            })
            .collect();
        assert_eq!(codes.join(" "), expected, "{script}");
    }

    #[test]
    fn undo_and_redo_go_back_and_forth() {
        check("I10 E11.9 u", "I10");
        check("I10 E11.9 u r", "I10 E11.9");
        check("I10 E11.9 u u r", "I10");
        check("I10 E11.9 u u r r", "I10 E11.9");
        check("I10 E11.9 u u r r r r", "I10 E11.9");
        check("I10 E11.9 u r u r u", "I10");
        check("u r I10", "I10");
    }

    #[test]
    fn a_new_decision_ends_redoing() {
        check("I10 E11.9 u J18.9 r", "I10 J18.9");
        check("I10 E11.9 u J18.9 u r", "I10 J18.9");
        check("I10 E11.9 u J18.9 u u r r", "I10 J18.9");
    }
}
