//! What nobody may say: a quote that is not in the note, a code that is not in the release, a path
//! that is not in the book. It stands between the stages, not in the agents, so that whoever speaks is held to it.

use coding_model::{Document, Encounter, IndexPath, Problem, Source, Suggestion, divide};
use icd10cm::{Book, BookKind, Code, Codebook, title_key};

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

/// Keeps the leads whose code the release has. A way that was read off somewhere else than the dictionary, which
/// is made from the book, must lead through lines of the book that are there.
pub(crate) fn leads(
    mut leads: Vec<Lead>,
    mentions: &[Spotted],
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
    let before = leads.len();
    leads.retain(|l| {
        let stated = mentions.get(l.mention).is_some_and(|m| m.stated.is_some());
        !stated || exists(&l.path, l.stem, codebook)
    });
    dropped(
        "navigate",
        before,
        leads.len(),
        "no such way through the index",
        problems,
    );
    leads
}

/// Whether every hop of a way is there: a line of a book with all its titles, or a title of the Tabular List.
pub(crate) fn exists(path: &IndexPath, stem: Code, codebook: &Codebook) -> bool {
    match path.source {
        Source::Derived => !path.terms.is_empty(),
        Source::Tabular => {
            let named = |title: &String| {
                codebook.title(stem).as_ref() == Some(title)
                    || codebook.entry_of(stem).is_some_and(|e| {
                        std::iter::once(e)
                            .chain(e.ancestors())
                            .any(|e| e.title() == title || e.notes().any(|n| n.text() == title))
                    })
            };
            path.terms.iter().all(named) && !path.terms.is_empty()
        }
        Source::Official | Source::Starter => BookKind::ALL.into_iter().any(|kind| {
            let book = codebook.book(kind);
            let row = path
                .terms
                .split_last()
                .filter(|(last, _)| book.heads().any(|h| h == *last));
            walks(book, &path.terms) || row.is_some_and(|(_, row)| walks(book, row))
        }),
    }
}

fn walks(book: Book<'_>, titles: &[String]) -> bool {
    let Some((main, below)) = titles.split_first() else {
        return false;
    };
    let key = title_key(main);
    book.main_terms()
        .skip(book.main_term_place(main))
        .take_while(|n| title_key(n.title()) == key)
        .any(|start| {
            below
                .iter()
                .try_fold(start, |node, title| {
                    node.children().find(|c| c.title() == title)
                })
                .is_some()
        })
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
    }
    if let Some(threshold) = options.threshold {
        divide(&mut suggestions, threshold);
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
