//! Doing an exercise: what a learner sees, hints, and the answer, which is scored and kept.

use coding_store::{NewEvent, Store};
use coding_training::exercise::{Exercise, ExerciseKind};
use coding_training::review::from_score;
use coding_training::score::{Answer, ErrorKind, Score, Verdict, score};
use coding_training::{Draw, Place, Step, Walker};
use icd10cm::{BookKind, Code, Codebook, NoteKind};
use serde::{Deserialize, Serialize};

use super::packs;
use super::review::Minted;
use crate::codeset::Edition;
use crate::dto::{
    AttemptDto, ExerciseDto, FoundErrorDto, NoteChoiceDto, ReplayWayDto, ScorePartDto, ScoredDto,
    TitledCodeDto, name_of,
};
use crate::{ApiError, App, clock, codebook, settings};

/// Kind of the event.
const ATTEMPTED: &str = "exercise-attempted";
/// Most steps of a walk that are kept.
const STEPS: usize = 400;

/// What is kept of an attempt; no text of an exercise is among it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Body {
    pub exercise: String,
    pub kind: String,
    pub mode: String,
    pub score: f64,
    pub hints: u8,
    pub elapsed_ms: u32,
    pub errors: Vec<String>,
    pub divergence: String,
    pub wrong_turns: usize,
    pub steps: Vec<String>,
    pub codes: Vec<String>,
    /// Wrong suggestions shown, and those of them that were left.
    pub seeded: usize,
    pub trusted: usize,
    /// The cards that came of it.
    pub cards: Vec<Minted>,
}

/// An attempt of the ledger.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    pub person: String,
    pub at: String,
    pub body: Body,
}

/// All attempts, in order. An event of a later form is passed over.
pub(super) fn all(store: &Store) -> Result<Vec<Attempt>, ApiError> {
    let events = store.events(None)?;
    Ok(events
        .into_iter()
        .filter(|e| e.kind == ATTEMPTED)
        .filter_map(|e| {
            Some(Attempt {
                person: e.person,
                at: e.at,
                body: serde_json::from_value(e.body).ok()?,
            })
        })
        .collect())
}

fn task(kind: ExerciseKind) -> &'static str {
    match kind {
        ExerciseKind::MainTerm => {
            "Mark the word you would look up, or open its main term in the book."
        }
        ExerciseKind::Walk => "Walk the index to the code, verify it and choose it.",
        ExerciseKind::Verify => {
            "Verify the code in the Tabular List: tick the notes that matter, and give all codes that result."
        }
        ExerciseKind::Complete => "Complete the code: side, placeholder, 7th character.",
        ExerciseKind::Chart => "Code the whole chart, in sequence.",
        ExerciseKind::Sequence => "Put the codes in sequence.",
        ExerciseKind::Audit => "Find what is wrong: name the code and the kind of error.",
        ExerciseKind::Vigilance => "Reject the suggestions that are wrong; leave the others.",
    }
}

/// What a learner sees of an exercise. In an examination there are no hints.
///
/// # Errors
/// Where there is no such exercise, or its release is not installed.
pub fn training_exercise(app: &App, id: &str, mode: &str) -> Result<ExerciseDto, ApiError> {
    let (pack, exercise) = packs::find(app, id)?;
    let edition = app.library().open(&pack.release)?;
    let book = edition.codebook();
    let mut given: Vec<TitledCodeDto> = exercise
        .given
        .iter()
        .map(|c| titled(book, *c, ""))
        .collect();
    if exercise.kind == ExerciseKind::Vigilance {
        given.clear();
    }
    let mut suggestions: Vec<TitledCodeDto> = exercise
        .suggestions
        .iter()
        .map(|s| titled(book, s.code, &s.words))
        .collect();
    // an order that says nothing of which are wrong, and is the same each time
    Draw::new(exercise.id.bytes().map(u64::from).sum()).shuffle(&mut suggestions);
    Ok(ExerciseDto {
        id: exercise.id.clone(),
        kind: name_of(&exercise.kind),
        task: task(exercise.kind).to_owned(),
        text: exercise.text.trim().to_owned(),
        setting: name_of(&exercise.setting),
        release: pack.release.clone(),
        given,
        suggestions,
        notes: if exercise.kind == ExerciseKind::Verify {
            notes(book, &exercise)
        } else {
            Vec::new()
        },
        hints: if mode == "exam" {
            0
        } else {
            exercise.hints.len()
        },
    })
}

/// The notes in force at the given code, as they can be ticked.
fn notes(book: &Codebook, exercise: &Exercise) -> Vec<NoteChoiceDto> {
    let entry = exercise.given.first().and_then(|c| book.entry_of(*c));
    let mut list: Vec<NoteChoiceDto> = Vec::new();
    for effective in entry.into_iter().flat_map(icd10cm::Entry::effective_notes) {
        let sentence = effective.note.sentence();
        if effective.note.kind() == NoteKind::SeventhCharacter
            || list.iter().any(|n| n.sentence == sentence)
        {
            continue;
        }
        let from = if effective.inherited {
            effective.note.owner().place()
        } else {
            String::new()
        };
        list.push(NoteChoiceDto { sentence, from });
    }
    list
}

/// A hint, from 1; each says more than the one before.
///
/// # Errors
/// Where there is no such exercise or hint.
pub fn training_hint(app: &App, id: &str, number: usize) -> Result<String, ApiError> {
    let (_, exercise) = packs::find(app, id)?;
    number
        .checked_sub(1)
        .and_then(|n| exercise.hints.get(n))
        .cloned()
        .ok_or_else(|| {
            ApiError::not_found(format!(
                "giving hint {number} of the exercise {id:?}: it has {}",
                exercise.hints.len()
            ))
        })
}

/// Scores an answer and keeps the attempt.
///
/// # Errors
/// Where there is no such exercise, a code is none, the release is not installed or nothing can be written.
pub fn training_submit(app: &App, asked: &AttemptDto) -> Result<ScoredDto, ApiError> {
    if !["guided", "unguided", "exam"].contains(&asked.mode.as_str()) {
        return Err(ApiError::input(format!(
            "scoring an answer: {:?} is no mode; it is guided, unguided or exam",
            asked.mode
        )));
    }
    let (pack, exercise) = packs::find(app, &asked.exercise)?;
    let edition = app.library().open(&pack.release)?;
    let walker = Walker::new(edition.codebook());
    let answer = read(&walker, asked)?;
    let scored = score(&walker, &exercise, &answer);
    let cards = from_score(&exercise, &scored);
    let seeded = exercise.suggestions.iter().filter(|s| s.error.is_some());
    let trusted = seeded
        .clone()
        .filter(|s| !answer.flags.iter().any(|f| f.code == s.code))
        .count();
    let body = Body {
        exercise: exercise.id.clone(),
        kind: name_of(&exercise.kind),
        mode: asked.mode.clone(),
        score: scored.total,
        hints: asked.hints,
        elapsed_ms: asked.elapsed_ms,
        errors: scored
            .errors
            .iter()
            .map(|e| e.kind.short().to_owned())
            .collect(),
        divergence: scored
            .divergence
            .as_ref()
            .map(|d| d.text.clone())
            .unwrap_or_default(),
        wrong_turns: scored.wrong_turns,
        steps: asked.steps.iter().take(STEPS).cloned().collect(),
        codes: answer.codes.iter().map(Code::to_string).collect(),
        seeded: seeded.count(),
        trusted,
        cards: cards.iter().map(Minted::of).collect(),
    };
    app.store(|store| {
        let (at, person) = (clock::now(), settings::person(store)?);
        store.append_event(&NewEvent {
            at: &at,
            person: &person,
            kind: ATTEMPTED,
            encounter: None,
            body: serde_json::to_value(&body).unwrap_or_default(),
        })?;
        Ok(())
    })?;
    Ok(told(&edition, &exercise, asked, &scored, cards.len()))
}

fn read(walker: &Walker<'_>, asked: &AttemptDto) -> Result<Answer, ApiError> {
    let code = |text: &String| {
        Code::parse(text).map_err(|e| ApiError::input(format!("scoring an answer: {e}")))
    };
    let kind = |name: &String| {
        ErrorKind::ALL
            .iter()
            .copied()
            .find(|k| k.short() == name)
            .ok_or_else(|| {
                ApiError::input(format!("scoring an answer: {name:?} is no kind of error"))
            })
    };
    Ok(Answer {
        words: asked.words.clone(),
        steps: asked
            .steps
            .iter()
            .take(STEPS)
            .filter_map(|line| step(walker, line))
            .collect(),
        notes: asked.notes.clone(),
        codes: asked.codes.iter().map(code).collect::<Result<_, _>>()?,
        flags: asked
            .flags
            .iter()
            .map(|f| {
                Ok(Verdict {
                    code: code(&f.code)?,
                    error: f.error.as_ref().map(kind).transpose()?,
                })
            })
            .collect::<Result<_, ApiError>>()?,
        hints: asked.hints,
        elapsed_ms: u64::from(asked.elapsed_ms),
    })
}

/// A step as the window records it: `index: A > b | column`, `tabular: E11.22`, `search: …`.
fn step(walker: &Walker<'_>, line: &str) -> Option<Step> {
    let (kind, text) = line.split_once(": ")?;
    match kind {
        "search" => Some(Step::Search {
            book: BookKind::Index,
            word: text.to_owned(),
        }),
        "index" => {
            let (path, head) = text.split_once(" | ").unwrap_or((text, ""));
            let path: Vec<String> = path.split(" > ").map(str::to_owned).collect();
            BookKind::ALL.into_iter().find_map(|book| {
                let heads = walker.book().book(book).heads();
                let column = heads
                    .zip(1_u8..)
                    .find(|(h, _)| *h == head)
                    .map(|(_, column)| column)
                    .filter(|_| !head.is_empty());
                let place = Place {
                    book,
                    path: path.clone(),
                    column,
                };
                walker.line(&place).map(|_| Step::Open(place))
            })
        }
        "tabular" | "verified" => Code::parse(text).ok().map(|code| Step::Tabular { code }),
        _ => None,
    }
}

fn titled(book: &Codebook, code: Code, words: &str) -> TitledCodeDto {
    TitledCodeDto {
        code: code.to_string(),
        title: book.title(code).unwrap_or_default(),
        words: words.to_owned(),
    }
}

fn told(
    edition: &Edition,
    exercise: &Exercise,
    asked: &AttemptDto,
    scored: &Score,
    cards: usize,
) -> ScoredDto {
    let book = edition.codebook();
    let right: Vec<TitledCodeDto> = exercise
        .codes
        .iter()
        .map(|c| titled(book, c.code, &c.words))
        .collect();
    ScoredDto {
        total: scored.total,
        parts: scored
            .parts
            .iter()
            .map(|p| ScorePartDto {
                kind: name_of(&p.kind),
                weight: p.weight,
                credit: p.credit,
            })
            .collect(),
        errors: scored
            .errors
            .iter()
            .map(|e| FoundErrorDto {
                kind: e.kind.short().to_owned(),
                name: name(e.kind).to_owned(),
                code: e.code.clone(),
                why: e.why.clone(),
            })
            .collect(),
        divergence: scored
            .divergence
            .as_ref()
            .map(|d| d.text.clone())
            .unwrap_or_default(),
        divergence_depth: scored.divergence.as_ref().map(|d| d.depth),
        wrong_turns: scored.wrong_turns,
        why: exercise.why.clone(),
        cite: exercise.cite.clone(),
        replay: replay(edition, exercise, asked, &right),
        right,
        cards,
    }
}

/// Learner, expert and engine. The engine's way is what a look-up of the sentence offers first.
fn replay(
    edition: &Edition,
    exercise: &Exercise,
    asked: &AttemptDto,
    right: &[TitledCodeDto],
) -> Vec<ReplayWayDto> {
    let mut expert: Vec<String> = Vec::new();
    for reference in exercise.codes.iter().filter(|c| !c.path.is_empty()) {
        for depth in 1..=reference.path.len() {
            let path: Vec<&str> = reference
                .path
                .iter()
                .take(depth)
                .map(String::as_str)
                .collect();
            expert.push(format!("index: {}", path.join(" > ")));
        }
        expert.push(format!("tabular: {}", reference.code));
    }
    let mut ways = vec![
        ReplayWayDto {
            who: "learner".to_owned(),
            steps: asked.steps.clone(),
            codes: asked.codes.clone(),
        },
        ReplayWayDto {
            who: "expert".to_owned(),
            steps: expert,
            codes: right.iter().map(|c| c.code.clone()).collect(),
        },
    ];
    let walked = matches!(exercise.kind, ExerciseKind::Walk | ExerciseKind::MainTerm);
    if walked
        && let Ok(found) = codebook::lookup(edition, exercise.text.trim(), 1, false)
        && let Some(first) = found.results.into_iter().next()
    {
        let steps = (1..=first.path.len())
            .map(|n| {
                format!(
                    "index: {}",
                    first
                        .path
                        .iter()
                        .take(n)
                        .cloned()
                        .collect::<Vec<_>>()
                        .join(" > ")
                )
            })
            .chain([format!("tabular: {}", first.code)])
            .collect();
        ways.push(ReplayWayDto {
            who: "engine".to_owned(),
            steps,
            codes: vec![first.code],
        });
    }
    ways
}

/// A kind of error in words.
pub(crate) fn name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::MainTerm => "Wrong main term",
        ErrorKind::StoppedAtDefault => "Stopped at the default code",
        ErrorKind::Subterm => "Wrong subterm",
        ErrorKind::CrossReference => "Cross reference ignored",
        ErrorKind::NonessentialModifier => "Nonessential modifier",
        ErrorKind::Tabular => "Not verified in the Tabular List",
        ErrorKind::Excludes => "Excludes conflict",
        ErrorKind::CodeFirst => "Code first",
        ErrorKind::UseAdditional => "Additional code missing",
        ErrorKind::SeventhCharacter => "7th character",
        ErrorKind::Laterality => "Laterality",
        ErrorKind::Specificity => "Specificity",
        ErrorKind::Uncertain => "Uncertain diagnosis",
        ErrorKind::History => "History or active",
        ErrorKind::Negated => "Negated or another person",
        ErrorKind::Symptom => "Integral symptom",
        ErrorKind::Combination => "Combination code",
        ErrorKind::Sequence => "Sequence",
        ErrorKind::PresentOnAdmission => "Present on admission",
        ErrorKind::FiscalYear => "Wrong year",
        ErrorKind::Source => "Wrong author",
        ErrorKind::OverTrust => "Trusted a wrong suggestion",
        ErrorKind::Omission => "Omission",
        ErrorKind::Query => "Should be queried",
    }
}
