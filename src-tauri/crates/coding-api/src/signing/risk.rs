//! What of a chart makes it worth a second look, counted when it is signed.

use coding_audit::{Acceptance, Line, Risk};
use coding_model::{Act, Band, Decision, Run};
use coding_store::assigned_codes;

use crate::bag::Assigned;
use crate::codeset::Edition;

/// A code accepted before its evidence had been on screen so long is a fast accept, in milliseconds.
const FAST_MS: u32 = 2_000;

/// The codes in sequence with their indicators.
pub(super) fn lines(decisions: &[Decision], effective: &[&Decision]) -> Vec<Line> {
    assigned_codes(decisions.iter().map(|d| (d.id, &d.act)))
        .into_iter()
        .filter_map(|code| Assigned::of(code, effective))
        .map(|a| Line {
            code: a.code,
            poa: a.poa,
        })
        .collect()
}

/// What became of the suggestions, and what was added without one.
pub(super) fn acceptance(effective: &[&Decision]) -> Acceptance {
    let mut counts = Acceptance::default();
    for decision in effective {
        match decision.act {
            Act::Accepted { .. } => counts.accepted += 1,
            Act::Revised { .. } => counts.revised += 1,
            Act::Rejected { .. } => counts.rejected += 1,
            Act::Added { .. } => counts.added += 1,
            Act::Deferred { .. }
            | Act::Removed { .. }
            | Act::Resequenced { .. }
            | Act::PresentOnAdmission { .. }
            | Act::Overridden { .. }
            | Act::Undone { .. } => {}
        }
    }
    counts
}

/// The risks of what is assigned, by name and number.
pub(super) fn risks(
    codes: &[Line],
    effective: &[&Decision],
    run: Option<&Run>,
    edition: Option<&Edition>,
) -> Vec<(String, u32)> {
    let lists = edition.map(Edition::lists);
    let assigned: Vec<Assigned<'_>> = codes
        .iter()
        .filter_map(|line| Assigned::of(line.code, effective))
        .collect();
    let accepted = assigned
        .iter()
        .filter(|a| matches!(a.by.act, Act::Accepted { .. }));
    let low = |a: &&Assigned<'_>| {
        a.by.suggestion.is_some_and(|id| {
            let mut all = run.into_iter().flat_map(|r| &r.suggestions);
            all.any(|s| s.id == id && s.confidence.band() == Band::Low)
        })
    };
    let weighty = |line: &&Line| {
        lists.as_ref().is_some_and(|lists| {
            let severity = lists.severities.as_ref();
            severity.is_some_and(|s| s.is_cc(line.code) || s.is_mcc(line.code))
                || lists
                    .hcc
                    .as_ref()
                    .is_some_and(|h| h.category(line.code).is_some())
        })
    };
    let overrides = effective
        .iter()
        .filter(|d| matches!(d.act, Act::Overridden { .. }))
        .count();
    Risk::ALL
        .into_iter()
        .map(|risk| {
            let count = match risk {
                Risk::Override => overrides,
                Risk::FastAccept => accepted
                    .clone()
                    .filter(|a| a.by.evidence_viewed_ms < FAST_MS)
                    .count(),
                Risk::Weighty => codes.iter().filter(weighty).count(),
                Risk::LowConfidence => accepted.clone().filter(low).count(),
            };
            (
                risk.name().to_owned(),
                u32::try_from(count).unwrap_or(u32::MAX),
            )
        })
        .filter(|(_, count)| *count > 0)
        .collect()
}
