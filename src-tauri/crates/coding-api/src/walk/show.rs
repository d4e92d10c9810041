//! The way by which a decision came to its code, hop by hop, as an auditor walks it again.

use coding_model::{Act, BookHop, Decision, DecisionId};
use icd10cm::{BookKind, Code};

use super::{entry, read, replay};
use crate::codeset::Edition;
use crate::dto::{NodeRef, OfferDto, PathStepDto, WalkDto};
use crate::{ApiError, App, auditing, codebook, encounter};

/// Most choices shown of a hop.
const OFFERS: usize = 60;
/// Results that a search is asked for again.
const RESULTS: usize = 10;

/// The way of a decision through the book, in the release it was made with. For a code accepted as suggested
/// that nobody looked up, it is the engine's way.
///
/// # Errors
/// Where there is no such decision, it assigned no code, or who works now audits the chart blind.
pub fn decision_path(app: &App, encounter: &str, decision: &str) -> Result<WalkDto, ApiError> {
    let id = encounter::identifier(encounter)?;
    let decisions = app.store(|store| {
        auditing::require_revealed(store, id, "showing the way of a decision")?;
        Ok(store.decisions(id)?)
    })?;
    let found = DecisionId::parse(decision)
        .and_then(|id| decisions.iter().find(|d| d.id == id))
        .ok_or_else(|| {
            ApiError::not_found(
                "showing the way of a decision: the chart has no such decision; open the chart again",
            )
        })?;
    let code = match &found.act {
        Act::Accepted { code } | Act::Added { code } | Act::Revised { to: code, .. } => *code,
        _ => {
            return Err(ApiError::input(
                "showing the way of a decision: it assigned no code; choose one that did",
            ));
        }
    };
    let edition = app.library().open(&found.release).ok();
    Ok(walk(edition.as_deref(), found, code))
}

/// The hops of a decision, or the engine's where a person made none.
fn hops(edition: Option<&Edition>, decision: &Decision, code: Code) -> (Vec<BookHop>, bool) {
    if !decision.walk.is_empty() {
        return (decision.walk.clone(), true);
    }
    let mut hops = Vec::new();
    if let Some(path) = &decision.index_path {
        let book = BookKind::ALL.into_iter().find(|kind| {
            edition.is_some_and(|e| entry(e.codebook(), *kind, &path.terms).is_some())
        });
        hops.push(BookHop::Entry {
            book: book.unwrap_or(BookKind::Index),
            path: path.terms.clone(),
        });
    }
    hops.push(BookHop::Tabular {
        place: code.to_string(),
    });
    (hops, false)
}

fn walk(edition: Option<&Edition>, decision: &Decision, code: Code) -> WalkDto {
    let (hops, by_person) = hops(edition, decision, code);
    let steps: Vec<PathStepDto> = (0..hops.len())
        .filter_map(|i| step(edition, &hops, i))
        .collect();
    let tabular = hops.iter().any(|hop| hop.passes(code));
    let index =
        edition.is_some_and(|e| hops.iter().any(|hop| read::leads(e.codebook(), hop, code)));
    WalkDto {
        decision: decision.id.to_string(),
        code: code.to_string(),
        title: edition
            .and_then(|e| e.codebook().title(code))
            .unwrap_or_default(),
        release: decision.release.clone(),
        installed: edition.is_some(),
        by: if by_person { "person" } else { "engine" }.to_owned(),
        person: decision.person.clone(),
        at: decision.at.clone(),
        holds: edition.is_some() && steps.iter().all(|s| s.problem.is_none()),
        index,
        tabular,
        steps,
    }
}

fn step(edition: Option<&Edition>, hops: &[BookHop], i: usize) -> Option<PathStepDto> {
    let hop = hops.get(i)?;
    let (before, after) = (hops.get(..i)?, hops.get(i + 1..)?);
    let problem = match edition {
        Some(edition) => replay::problem(edition.codebook(), before, hop),
        None => Some("its release is not installed".to_owned()),
    };
    let mut offered: Vec<OfferDto> = match (edition, hop) {
        (Some(edition), BookHop::Search { words }) => results(edition, words, after),
        (Some(edition), _) => replay::offers(edition.codebook(), before, hop, after)
            .into_iter()
            .map(|o| OfferDto {
                text: o.text,
                code: o.code,
                chosen: o.chosen,
            })
            .collect(),
        (None, _) => Vec::new(),
    };
    // what was chosen stays in sight
    let all = offered.len();
    let mut kept = 0;
    offered.retain(|o| {
        kept += 1;
        kept <= OFFERS || o.chosen
    });
    Some(PathStepDto {
        number: u32::try_from(i + 1).unwrap_or(u32::MAX),
        kind: hop.kind().to_owned(),
        text: text(edition, hop),
        at: edition.and_then(|e| at(e, hop)),
        code: opened(hop),
        problem,
        more: u32::try_from(all - offered.len()).unwrap_or(u32::MAX),
        offered,
    })
}

/// What a search offers for its words, asked again.
fn results(edition: &Edition, words: &str, after: &[BookHop]) -> Vec<OfferDto> {
    let next = after.iter().find_map(|hop| match hop {
        BookHop::Entry { path, .. } => Some(path),
        _ => None,
    });
    let opened = after.iter().find_map(opened);
    let found = codebook::lookup(edition, words, RESULTS, true);
    found
        .map(|found| found.results)
        .unwrap_or_default()
        .into_iter()
        .map(|r| OfferDto {
            chosen: if r.path.is_empty() {
                opened.as_ref() == Some(&r.code)
            } else {
                next == Some(&r.path)
            },
            text: if r.path.is_empty() {
                r.title
            } else {
                r.path.join(" › ")
            },
            code: Some(r.code),
        })
        .collect()
}

fn text(edition: Option<&Edition>, hop: &BookHop) -> String {
    match hop {
        BookHop::Search { words } => words.clone(),
        BookHop::Entry { path, .. } => path.join(" › "),
        BookHop::Cell { book, path, column } => {
            let head = edition.and_then(|e| {
                let place = usize::from(*column).checked_sub(1)?;
                e.codebook()
                    .book(*book)
                    .heads()
                    .nth(place)
                    .map(str::to_owned)
            });
            let head = head.unwrap_or_else(|| format!("column {column}"));
            format!("{} | {head}", path.join(" › "))
        }
        BookHop::See { text, .. } => text.clone(),
        BookHop::Tabular { place } | BookHop::Notes { place } => {
            let title = edition.and_then(|e| {
                let codebook = e.codebook();
                let own = Code::parse(place).ok().and_then(|c| codebook.title(c));
                own.or_else(|| replay::tabular(codebook, place).map(|e| e.title().to_owned()))
            });
            match title {
                Some(title) => format!("{place} {title}"),
                None => place.clone(),
            }
        }
        BookHop::Seventh { character } => character.to_string(),
        BookHop::SeeCategory { code }
        | BookHop::Verified { code }
        | BookHop::Alternative { code } => code.to_string(),
        BookHop::Guideline { number } => number.clone(),
    }
}

/// The entry to open in the index.
fn at(edition: &Edition, hop: &BookHop) -> Option<NodeRef> {
    match hop {
        BookHop::Entry { book, path } | BookHop::Cell { book, path, .. } => {
            entry(edition.codebook(), *book, path).map(codebook::reference)
        }
        _ => None,
    }
}

/// The entry to open in the Tabular List.
fn opened(hop: &BookHop) -> Option<String> {
    match hop {
        BookHop::Tabular { place } | BookHop::Notes { place } => Some(place.clone()),
        BookHop::SeeCategory { code }
        | BookHop::Verified { code }
        | BookHop::Alternative { code } => Some(code.to_string()),
        _ => None,
    }
}
