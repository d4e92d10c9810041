//! Trajectories of encounters whose decisions were recorded. Only what was opted in comes here; that is for the
//! caller to see to.

use clinical_text::{IdentifierKind, deidentify};
use coding_model::{IndexPath, RejectReason};
use icd10cm::{BookKind, Code};

use super::line::SYSTEM;
use super::split::{name, split_of};
use super::{FORMAT, Message, Outcome, Preference, Source, Trajectory};
use crate::{Place, Step, Walker};

/// A decision that holds now.
#[derive(Debug, Clone)]
pub struct Trail {
    /// The code decided on.
    pub code: Code,
    /// What it replaced, where a suggestion was revised.
    pub instead_of: Option<Code>,
    /// Why it was rejected; none where it was taken.
    pub rejected: Option<RejectReason>,
    /// Whether a suggestion stood behind it.
    pub suggested: bool,
    /// The entry of the index it was reached by.
    pub path: Option<IndexPath>,
}

/// An encounter with its decisions.
#[derive(Debug, Clone)]
pub struct Charted {
    /// The encounter's identifier: only its hash leaves this place.
    pub key: String,
    /// Its documents, in order.
    pub texts: Vec<String>,
    /// Words that identify: names from the record, the chart's title.
    pub known: Vec<String>,
    /// The decisions that hold, in order.
    pub trails: Vec<Trail>,
    /// The codes assigned, in sequence.
    pub assigned: Vec<Code>,
}

/// What comes of an encounter.
#[derive(Debug, Clone)]
pub struct FromEncounter {
    /// The walk.
    pub trajectory: Trajectory,
    /// A preference for each suggestion that was revised or rejected.
    pub preferences: Vec<Preference>,
    /// What was taken out of its text.
    pub removed: Vec<(IdentifierKind, usize)>,
}

/// The trajectory of an encounter. Its text is de-identified; what a person wrote in words of their own is left
/// out. `None` where nothing was decided, or a code is not in the release.
#[must_use]
pub fn from_encounter(
    walker: &Walker<'_>,
    charted: &Charted,
    license: &str,
) -> Option<FromEncounter> {
    let known: Vec<&str> = charted.known.iter().map(String::as_str).collect();
    let clean = deidentify(&charted.texts.join("\n\n"), &known);
    let id = name("encounter", &charted.key);
    let split = split_of(&charted.key);
    let release = walker.book().release().name.clone();
    let mut messages = vec![
        Message::System {
            content: SYSTEM.to_owned(),
        },
        Message::User {
            content: clean.text.clone(),
        },
    ];
    let prompt = messages.clone();
    let mut number = 0;
    let mut take = |messages: &mut Vec<Message>, step: &Step| {
        let seen = walker.take(step).ok()?;
        number += 1;
        messages.push(Message::step(number, step));
        messages.push(Message::seen(number, &seen));
        Some(())
    };
    for trail in &charted.trails {
        for step in way(walker, trail) {
            take(&mut messages, &step)?;
        }
        take(&mut messages, &Step::Tabular { code: trail.code })?;
        take(&mut messages, &decision(trail))?;
    }
    if number == 0
        || !charted
            .assigned
            .iter()
            .all(|c| walker.book().is_billable(*c))
    {
        return None;
    }
    let codes: Vec<String> = charted.assigned.iter().map(Code::to_string).collect();
    messages.push(Message::Assistant {
        content: codes.join("\n"),
        tool_calls: Vec::new(),
    });
    let mut preferences = Vec::new();
    for (at, trail) in charted.trails.iter().enumerate() {
        let (proposed, reason) = match (trail.instead_of, trail.rejected) {
            (Some(from), _) => (from, "revised".to_owned()),
            (None, Some(reason)) if trail.suggested => (trail.code, reason_name(reason)),
            _ => continue,
        };
        let accepted = Step::Decide {
            code: proposed,
            verdict: "accepted".to_owned(),
            reason: String::new(),
        };
        let title = walker.book().title(proposed).unwrap_or_default();
        let mut prompt = prompt.clone();
        prompt.push(Message::User {
            content: format!("Proposed code: {proposed} {title}"),
        });
        preferences.push(Preference {
            format: FORMAT,
            id: format!("{id}-{}", at + 1),
            split,
            source: Source::Encounter,
            release: release.clone(),
            license: license.to_owned(),
            prompt,
            chosen: vec![Message::step(1, &decision(trail))],
            rejected: vec![Message::step(1, &accepted)],
            reason,
        });
    }
    Some(FromEncounter {
        trajectory: Trajectory {
            format: FORMAT,
            id,
            split,
            source: Source::Encounter,
            release,
            license: license.to_owned(),
            messages,
            outcome: Outcome {
                codes: charted.assigned.clone(),
                decided_by_person: true,
            },
        },
        preferences,
        removed: clean.counts(),
    })
}

/// The recorded way through a book, as far as its titles are those of the release.
fn way(walker: &Walker<'_>, trail: &Trail) -> Vec<Step> {
    let Some(path) = &trail.path else {
        return Vec::new();
    };
    let place = |book, depth: usize| Place {
        book,
        path: path.terms.iter().take(depth).cloned().collect(),
        column: None,
    };
    let whole = path.terms.len();
    BookKind::ALL
        .into_iter()
        .find(|book| walker.line(&place(*book, whole)).is_some())
        .map(|book| {
            (1..=whole)
                .map(|depth| Step::Open(place(book, depth)))
                .collect()
        })
        .unwrap_or_default()
}

fn decision(trail: &Trail) -> Step {
    let verdict = match (trail.rejected, trail.instead_of, trail.suggested) {
        (Some(_), ..) => "rejected",
        (None, Some(_), _) => "revised",
        (None, None, true) => "accepted",
        (None, None, false) => "added",
    };
    Step::Decide {
        code: trail.code,
        verdict: verdict.to_owned(),
        reason: trail.rejected.map(reason_name).unwrap_or_default(),
    }
}

fn reason_name(reason: RejectReason) -> String {
    serde_json::to_value(reason)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}
