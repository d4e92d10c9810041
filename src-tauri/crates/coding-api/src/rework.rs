//! What depends on a person's corrections, run again: decisions on codes, ways walked in the book, and what was said
//! of words of the note. Everything else stays as it was; a model is asked only what changed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use clinical_text::TextRange;
use coding_engine::{Correction, RunOptions, Worked};
use coding_model::{Act, Assertion, Decision, DocumentId, Encounter, EncounterId, Problem, Run};
use coding_store::{Event, NewEvent};
use serde::{Deserialize, Serialize};

use crate::convert::Utf16;
use crate::decision::effective;
use crate::dto::{ReadingDto, RunDto};
use crate::learning::Learning;
use crate::model::{self, Watch};
use crate::run::Begun;
use crate::{ApiError, App, clock, settings};

/// Kind of the event of a corrected mention. It holds the place, never the words.
const CORRECTED: &str = "mention-corrected";

/// What the stages of the last run knew, of one chart, in memory alone.
#[derive(Default)]
pub(crate) struct LastWorked(Mutex<Option<(EncounterId, Arc<Worked>)>>);

impl LastWorked {
    pub fn keep(&self, id: EncounterId, worked: Worked) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((id, Arc::new(worked)));
    }

    pub fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn of(&self, id: EncounterId) -> Option<Arc<Worked>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref()
            .filter(|(of, _)| *of == id)
            .map(|(_, worked)| Arc::clone(worked))
    }
}

/// Runs again what depends on what a person corrected, and records the run: the decisions on the chart that count,
/// what was said of words before, and with `reading` what is said now. After a run with a model, the model is asked
/// again where the corrections reach one of its stages.
///
/// # Errors
/// Where there is no such chart or no release, the words do not lie in the note, or nothing can be written.
pub fn encounter_rework(
    app: &Arc<App>,
    encounter: &str,
    reading: Option<&ReadingDto>,
    watch: Watch,
) -> Result<RunDto, ApiError> {
    let begun = Begun::to_code(app, encounter, Learning::On)?;
    let id = begun.encounter.id;
    if let Some(reading) = reading {
        say(app, &begun.encounter, reading)?;
    }
    let (events, last) = app.store(|store| {
        let events = store.events(Some(id))?;
        Ok((events, store.latest_run(id)?))
    })?;
    let corrections = corrections(&events, &begun.decisions);
    let begin = Instant::now();
    let mut lost = None;
    let worked = match app.worked.of(id) {
        Some(worked) => worked,
        None => {
            let mut worked = Worked::default();
            let engine = begun.edition.engine()?;
            let _ = engine.run_kept(
                &begun.encounter,
                &RunOptions::default(),
                &mut |_| {},
                &mut worked,
            );
            app.worked.keep(id, worked.clone());
            lost = Some(Problem {
                stage: "correct".to_owned(),
                message: "what the stages before knew was no longer in memory: the local engine read the chart anew"
                    .to_owned(),
            });
            Arc::new(worked)
        }
    };
    let by_model = last
        .as_ref()
        .is_some_and(|run| run.stages.iter().any(|s| s.agent.starts_with("model ")));
    let mut run = if by_model {
        model::rework(app, &begun, &worked, &corrections, watch)?
    } else {
        local(&begun, &worked, &corrections)?
    };
    run.elapsed_ms = begin.elapsed().as_secs_f64() * 1000.0;
    run.problems.extend(lost);
    begun.finish(app, run)
}

fn local(begun: &Begun, worked: &Worked, corrections: &[Correction]) -> Result<Run, ApiError> {
    let engine = begun.edition.engine()?;
    let options = RunOptions::default();
    Ok(engine.rework(&begun.encounter, worked, corrections, &options, &mut |_| {}))
}

/// Where words stand and what a person said of them, as the event has it.
#[derive(Serialize, Deserialize)]
struct Said {
    document: DocumentId,
    start: usize,
    end: usize,
    says: String,
}

fn say(app: &App, encounter: &Encounter, reading: &ReadingDto) -> Result<(), ApiError> {
    if !is_known(&reading.says) {
        return Err(ApiError::input(
            "correcting what the note says: it is one of present, absent, possible, past, family, planned and none",
        ));
    }
    let document = encounter
        .documents
        .iter()
        .find(|d| d.id.to_string() == reading.document)
        .ok_or_else(|| {
            ApiError::not_found(
                "correcting what the note says: the document is not of this chart; open the chart again",
            )
        })?;
    let range = Utf16::new(&document.text)
        .range(reading.span)
        .filter(|r| !r.is_empty())
        .ok_or_else(|| {
            ApiError::input(
                "correcting what the note says: the selection is empty or does not lie in the note; select the words again",
            )
        })?;
    let said = Said {
        document: document.id,
        start: range.start(),
        end: range.end(),
        says: reading.says.clone(),
    };
    let body = ApiError::kept("correcting what the note says", serde_json::to_value(said))?;
    app.store(|store| {
        let person = settings::person(store)?;
        store.append_event_unsigned(&NewEvent {
            at: &clock::now(),
            person: &person,
            kind: CORRECTED,
            encounter: Some(encounter.id),
            body,
        })?;
        Ok(())
    })
}

fn is_known(says: &str) -> bool {
    says == "none" || Assertion::named(says).is_some()
}

/// What was corrected: of words what was said last, then what the decisions that count say of codes and ways.
fn corrections(events: &[Event], decisions: &[Decision]) -> Vec<Correction> {
    let mut said: Vec<Said> = Vec::new();
    for event in events.iter().filter(|e| e.kind == CORRECTED) {
        if let Ok(one) = serde_json::from_value::<Said>(event.body.clone()) {
            said.retain(|s| (s.document, s.start, s.end) != (one.document, one.start, one.end));
            said.push(one);
        }
    }
    let mut out: Vec<Correction> = said
        .into_iter()
        .filter(|s| s.start < s.end)
        .map(|s| {
            let (document, range) = (s.document, TextRange::new(s.start, s.end));
            match Assertion::named(&s.says) {
                Some(assertion) => Correction::Mention {
                    document,
                    range,
                    assertion,
                },
                None => Correction::NoMention { document, range },
            }
        })
        .collect();
    for decision in effective(decisions) {
        let given = |code| {
            let words = decision.evidence.first()?;
            Some(Correction::Code {
                document: words.document,
                range: words.range,
                code,
                path: decision.index_path.clone(),
            })
        };
        match &decision.act {
            Act::Accepted { code } | Act::Added { code } => out.extend(given(*code)),
            Act::Revised { from, to } => {
                out.push(Correction::Dropped { code: *from });
                out.extend(given(*to));
            }
            Act::Rejected { code, .. } => out.push(Correction::Dropped { code: *code }),
            Act::Removed { code } => {
                out.retain(|c| !matches!(c, Correction::Code { code: of, .. } if of == code));
            }
            Act::Deferred { .. }
            | Act::Resequenced { .. }
            | Act::PresentOnAdmission { .. }
            | Act::Overridden { .. }
            | Act::Undone { .. } => {}
        }
    }
    out
}
