//! What nobody may say: a quote that is not in the note, a code that is not in the release, a path
//! that is not in the book. It stands between the stages, not in the agents, so that whoever speaks is held to it.

use coding_model::{Document, Encounter, List, Problem, Suggestion};
use icd10cm::Codebook;

use crate::pipeline::RunOptions;
use crate::task::{Candidate, Lead, Spotted};

fn dropped(stage: &str, before: usize, after: usize, what: &str, problems: &mut Vec<Problem>) {
    if after < before {
        problems.push(Problem {
            stage: "ground".to_owned(),
            message: format!(
                "{} unverified statements of {stage} dropped: {what}",
                before - after
            ),
        });
    }
}

/// Keeps the mentions whose every range lies in the text.
pub(crate) fn mentions(
    mut mentions: Vec<Spotted>,
    document: &Document,
    problems: &mut Vec<Problem>,
) -> Vec<Spotted> {
    let before = mentions.len();
    mentions.retain(|m| {
        !m.ranges.is_empty()
            && m.ranges
                .iter()
                .all(|r| !r.is_empty() && r.slice(&document.text).is_some())
    });
    dropped(
        "extract",
        before,
        mentions.len(),
        "not in the text",
        problems,
    );
    mentions
}

/// Keeps the leads whose code the release has.
pub(crate) fn leads(
    mut leads: Vec<Lead>,
    codebook: &Codebook,
    problems: &mut Vec<Problem>,
) -> Vec<Lead> {
    let before = leads.len();
    leads.retain(|l| codebook.entry_of(l.stem).is_some());
    dropped(
        "navigate",
        before,
        leads.len(),
        "not in the release",
        problems,
    );
    leads
}

/// Keeps the candidates that are billable and quote the text.
pub(crate) fn candidates(
    mut candidates: Vec<Candidate>,
    encounter: &Encounter,
    codebook: &Codebook,
    problems: &mut Vec<Problem>,
) -> Vec<Candidate> {
    let before = candidates.len();
    candidates.retain(|c| {
        codebook.is_billable(c.code)
            && !c.evidence.is_empty()
            && c.evidence.iter().all(|e| is_verbatim(e, encounter))
    });
    dropped(
        "validate",
        before,
        candidates.len(),
        "not billable, or without a verbatim quote",
        problems,
    );
    candidates
}

/// Keeps the suggestions that are billable and quote the text, and holds their list to the asked threshold.
pub(crate) fn suggestions(
    mut suggestions: Vec<Suggestion>,
    encounter: &Encounter,
    codebook: &Codebook,
    options: &RunOptions,
    problems: &mut Vec<Problem>,
) -> Vec<Suggestion> {
    let before = suggestions.len();
    suggestions.retain(|s| {
        codebook.is_billable(s.code)
            && !s.evidence.is_empty()
            && s.evidence.iter().all(|e| is_verbatim(e, encounter))
    });
    dropped(
        "verify",
        before,
        suggestions.len(),
        "not billable, or without a verbatim quote",
        problems,
    );
    for s in &mut suggestions {
        s.alternatives.retain(|a| codebook.is_billable(a.code));
        if let Some(threshold) = options.threshold
            && s.list == List::Suggest
            && s.confidence.get() < threshold
        {
            s.list = List::Consider;
        }
    }
    suggestions
}

fn is_verbatim(evidence: &coding_model::EvidenceSpan, encounter: &Encounter) -> bool {
    encounter
        .documents
        .iter()
        .find(|d| d.id == evidence.document)
        .is_some_and(|d| evidence.is_live(&d.text))
}
