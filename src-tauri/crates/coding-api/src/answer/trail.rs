//! Answer of `trail`.

use serde::Serialize;

use super::FORMAT;
use crate::dto::{DecisionDto, WalkDto};
use crate::{ApiError, App, auditing, encounter, walk};

/// The ways of a chart's decisions through the book.
#[derive(Debug, Clone, Serialize)]
pub struct TrailAnswer {
    /// 1.
    pub format: u32,
    /// Encounter.
    pub encounter: String,
    /// The ways of the decisions that assigned a code, in order.
    pub decisions: Vec<TrailDecision>,
}

/// The way of one decision.
#[derive(Debug, Clone, Serialize)]
pub struct TrailDecision {
    /// Decision.
    pub decision: String,
    /// "accepted", "revised", "added".
    pub act: String,
    /// Whether a later decision took it back.
    pub undone: bool,
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// Release.
    pub release: String,
    /// Who.
    pub person: String,
    /// When, RFC 3339.
    pub at: String,
    /// "person", or "engine" where nobody looked it up.
    pub by: String,
    /// Whether every hop holds in the release.
    pub holds: bool,
    /// Whether an entry on the way prints the code or its stem.
    pub index: bool,
    /// Whether its entry in the Tabular List was passed.
    pub tabular: bool,
    /// Hops.
    pub steps: Vec<TrailHop>,
}

/// One hop.
#[derive(Debug, Clone, Serialize)]
pub struct TrailHop {
    /// "search", "entry", "cell", "see", …
    pub kind: String,
    /// What was opened, chosen or searched.
    pub text: String,
    /// Why it does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// What was on offer.
    pub offered: Vec<TrailOffer>,
}

/// Something that could be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct TrailOffer {
    /// Title.
    pub text: String,
    /// Code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Whether the way went on there.
    pub chosen: bool,
}

/// The ways of a chart's decisions, of one code where it is given.
///
/// # Errors
/// Where there is no such chart, or who works now audits it blind.
pub fn trail(app: &App, encounter: &str, code: Option<&str>) -> Result<TrailAnswer, ApiError> {
    let id = encounter::identifier(encounter)?;
    app.store(|store| auditing::require_revealed(store, id, "showing the ways of decisions"))?;
    let chart = encounter::encounter_open(app, encounter)?;
    let wanted = code
        .map(icd10cm::Code::parse)
        .transpose()
        .map_err(|e| ApiError::input(format!("showing the way to a code: {e}")))?
        .map(|c| c.to_string());
    let decisions = chart
        .decisions
        .into_iter()
        .filter(|d| matches!(d.act.as_str(), "accepted" | "revised" | "added"))
        .filter(|d| wanted.is_none() || d.code == wanted)
        .map(|d| Ok(row(walk::decision_path(app, encounter, &d.id)?, d)))
        .collect::<Result<_, ApiError>>()?;
    Ok(TrailAnswer {
        format: FORMAT,
        encounter: encounter.to_owned(),
        decisions,
    })
}

fn row(walk: WalkDto, decision: DecisionDto) -> TrailDecision {
    TrailDecision {
        decision: walk.decision,
        act: decision.act,
        undone: decision.undone,
        code: walk.code,
        title: walk.title,
        release: walk.release,
        person: walk.person,
        at: walk.at,
        by: walk.by,
        holds: walk.holds,
        index: walk.index,
        tabular: walk.tabular,
        steps: walk
            .steps
            .into_iter()
            .map(|s| TrailHop {
                kind: s.kind,
                text: s.text,
                problem: s.problem,
                offered: s
                    .offered
                    .into_iter()
                    .map(|o| TrailOffer {
                        text: o.text,
                        code: o.code,
                        chosen: o.chosen,
                    })
                    .collect(),
            })
            .collect(),
    }
}
