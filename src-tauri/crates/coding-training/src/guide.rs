//! Leading through an exercise step by step: what is to be done now, and whether it was.
//!
//! A step that went wrong is told by the question it should have answered, never by the answer.

use icd10cm::Code;
use serde::{Deserialize, Serialize};

use crate::exercise::{Exercise, ExerciseKind};
use crate::review::question;
use crate::score::{Answer, ErrorKind, PartKind, Score, path_credit, score};
use crate::{Place, Step, Walker};

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Progress {
    /// Nothing was done yet.
    Open,
    /// What was done does not hold.
    Wrong,
    /// Done.
    Done,
}

/// One step of an exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guidance {
    /// What is to be done.
    pub prompt: String,
    /// How far it is.
    pub progress: Progress,
    /// What to say of what was done; may be empty.
    pub said: String,
}

/// The steps of an exercise in order, for the answer so far.
#[must_use]
pub fn guide(walker: &Walker<'_>, exercise: &Exercise, answer: &Answer) -> Vec<Guidance> {
    let scored = score(walker, exercise, answer);
    let leading = Leading {
        walker,
        exercise,
        answer,
        scored,
    };
    match exercise.kind {
        ExerciseKind::MainTerm => vec![leading.read(), leading.main_term()],
        ExerciseKind::Walk => leading.walk(),
        ExerciseKind::Verify => vec![leading.read(), leading.notes(), leading.codes()],
        ExerciseKind::Complete => vec![leading.read(), leading.stem(), leading.codes()],
        ExerciseKind::Chart => leading.set(true),
        ExerciseKind::Sequence => leading.set(false),
        ExerciseKind::Audit => leading.audit(),
        ExerciseKind::Vigilance => leading.vigilance(),
    }
}

struct Leading<'s, 'a> {
    walker: &'s Walker<'a>,
    exercise: &'s Exercise,
    answer: &'s Answer,
    scored: Score,
}

fn step(prompt: &str, progress: Progress, said: impl Into<String>) -> Guidance {
    Guidance {
        prompt: prompt.to_owned(),
        progress,
        said: said.into(),
    }
}

fn by(begun: bool, done: bool) -> Progress {
    match (begun, done) {
        (_, true) => Progress::Done,
        (true, false) => Progress::Wrong,
        (false, false) => Progress::Open,
    }
}

impl Leading<'_, '_> {
    fn credit(&self, kind: PartKind) -> f64 {
        let part = self.scored.parts.iter().find(|p| p.kind == kind);
        part.map_or(0.0, |p| p.credit)
    }

    fn full(&self, kind: PartKind) -> bool {
        self.credit(kind) > 0.999
    }

    /// What the errors ask, each question once.
    fn questions(&self, which: impl Fn(ErrorKind) -> bool) -> String {
        let mut said: Vec<String> = Vec::new();
        for found in self.scored.errors.iter().filter(|e| which(e.kind)) {
            // a code that was given may be named; one that is missing would be the answer
            let given = self
                .answer
                .codes
                .iter()
                .any(|c| c.to_string() == found.code);
            let text = if given {
                format!("{}: {}", found.code, question(found.kind))
            } else {
                question(found.kind).to_owned()
            };
            if !said.contains(&text) {
                said.push(text);
            }
        }
        said.join(" ")
    }

    fn read(&self) -> Guidance {
        let begun = !self.answer.steps.is_empty()
            || !self.answer.words.is_empty()
            || !self.answer.codes.is_empty()
            || !self.answer.notes.is_empty()
            || !self.answer.flags.is_empty();
        step(
            "Read the text to its end, and the setting above it.",
            by(false, begun),
            "",
        )
    }

    fn main_term(&self) -> Guidance {
        let begun = !self.answer.words.is_empty() || !self.answer.steps.is_empty();
        let done = self.full(PartKind::MainTerm);
        let said = match by(begun, done) {
            Progress::Done => "That is the main term.",
            Progress::Wrong => {
                "That does not name the condition. Which word says what is wrong, or why the patient came? It is not the place in the body."
            }
            Progress::Open => "",
        };
        step(
            "Find the main term: the condition, reason or status.",
            by(begun, done),
            said,
        )
    }

    fn walk(&self) -> Vec<Guidance> {
        let Some(reference) = self.exercise.codes.first() else {
            return Vec::new();
        };
        let expert = Place {
            book: reference.book,
            path: reference.path.clone(),
            column: reference.column,
        };
        let way = path_credit(
            self.walker,
            &self.answer.steps,
            reference.code,
            &expert,
            &self.exercise.accept,
        );
        let opened: Vec<&Place> = self
            .answer
            .steps
            .iter()
            .filter_map(|s| match s {
                Step::Open(place) | Step::See { to: place, .. } => Some(place),
                _ => None,
            })
            .collect();
        let arrived = way.path >= 1.0;
        // a line on the expert's way is no error yet
        let on_the_way = opened
            .last()
            .is_none_or(|last| last.book == expert.book && expert.path.starts_with(&last.path));
        let verified = way
            .verified
            .iter()
            .any(|c| c.category() == reference.code.category());
        let said = if arrived {
            "This line leads to the code.".to_owned()
        } else if way.ignored_see {
            "The line says “see”: follow it.".to_owned()
        } else {
            opened
                .last()
                .map(|last| so_far(last, &expert))
                .unwrap_or_default()
        };
        let mut main = self.main_term();
        main.progress = by(!opened.is_empty(), way.main_term >= 1.0);
        if main.progress == Progress::Open {
            main.said.clear();
        }
        vec![
            self.read(),
            main,
            step(
                "Follow the subterms, the with-block first, and every cross reference.",
                by(way.main_term >= 1.0 && !on_the_way, arrived),
                said,
            ),
            step(
                "Verify the code in the Tabular List: title, notes in force, what is still to be completed.",
                by(
                    !way.verified.is_empty() && self.answer.codes.is_empty(),
                    verified,
                ),
                if verified || way.verified.is_empty() {
                    ""
                } else {
                    "The entry that was opened is not the one the index led to."
                },
            ),
            self.codes(),
        ]
    }

    fn codes(&self) -> Guidance {
        let begun = !self.answer.codes.is_empty();
        let wanted = self.exercise.codes.iter().filter(|c| !c.optional).count();
        let done = self.full(PartKind::Codes);
        let said = match by(begun, done) {
            Progress::Done => String::new(),
            Progress::Wrong if self.answer.codes.len() < wanted && self.all_right() => {
                format!("{} of {wanted}.", self.answer.codes.len())
            }
            Progress::Wrong => self.questions(|k| {
                !matches!(
                    k,
                    ErrorKind::Sequence | ErrorKind::PresentOnAdmission | ErrorKind::MainTerm
                )
            }),
            Progress::Open => String::new(),
        };
        let prompt = if wanted > 1 {
            "Give every code that the documentation supports."
        } else {
            "Choose the code, complete to its last character."
        };
        // right so far is no error
        let progress = if begun && !done && self.all_right() {
            Progress::Open
        } else {
            by(begun, done)
        };
        step(prompt, progress, said)
    }

    /// Whether every code that was given is a right one.
    fn all_right(&self) -> bool {
        let right = |code: &Code| self.exercise.codes.iter().any(|c| c.code == *code);
        self.answer.codes.iter().all(right)
    }

    fn notes(&self) -> Guidance {
        let begun = !self.answer.notes.is_empty();
        let done = self.full(PartKind::Notes);
        let wanted = &self.exercise.notes;
        let hit = |t: &String| wanted.iter().any(|n| t.starts_with(n.as_str()));
        let stray = self.answer.notes.iter().filter(|t| !hit(t)).count();
        let said = match by(begun, done) {
            Progress::Wrong if stray > 0 => {
                "A ticked note asks for nothing that is documented here. Read it against the text once more."
            }
            Progress::Wrong => "So far right, and another note matters.",
            _ => "",
        };
        step(
            "Tick the notes in force that matter here, the inherited ones included.",
            by(begun, done),
            said,
        )
    }

    fn stem(&self) -> Guidance {
        let opened = self
            .answer
            .steps
            .iter()
            .any(|s| matches!(s, Step::Tabular { .. }));
        let done = opened || !self.answer.codes.is_empty();
        step(
            "Open the stem in the Tabular List: which axes are still open (side, type, placeholder, 7th character)?",
            by(false, done),
            "",
        )
    }

    /// A set of codes in sequence.
    fn set(&self, asks_codes: bool) -> Vec<Guidance> {
        let mut steps = vec![self.read()];
        if asks_codes {
            steps.push(self.codes());
        }
        let complete = !asks_codes || self.full(PartKind::Codes);
        let first = self.exercise.codes.first().map(|c| c.code);
        let leads = self.answer.codes.first().copied() == first;
        let codes = &self.answer.codes;
        let moved = !asks_codes && !codes.is_empty() && *codes != self.exercise.given;
        steps.push(step(
            "Put first what occasioned the encounter, and an etiology before its manifestation.",
            by(moved || asks_codes && complete, complete && leads),
            if leads || !complete {
                String::new()
            } else {
                self.questions(|k| matches!(k, ErrorKind::Sequence | ErrorKind::CodeFirst))
            },
        ));
        steps.push(step(
            "Put the others in order, as notes and guidelines ask.",
            by(
                complete && leads && (moved || asks_codes),
                complete && self.full(PartKind::Sequence),
            ),
            if complete && leads {
                self.questions(|k| matches!(k, ErrorKind::Sequence | ErrorKind::CodeFirst))
            } else {
                String::new()
            },
        ));
        if self.exercise.asks_poa() {
            let done = complete && self.full(PartKind::Poa);
            let begun = self.answer.poa.len() >= self.exercise.codes.len();
            steps.push(step(
                "Say of each code whether it was present on admission.",
                by(begun, done),
                if begun && !done {
                    self.questions(|k| k == ErrorKind::PresentOnAdmission)
                } else {
                    String::new()
                },
            ));
        }
        steps
    }

    fn audit(&self) -> Vec<Guidance> {
        let wrong = &self.exercise.wrong;
        let flags = &self.answer.flags;
        let named = |code: Code| flags.iter().find(|f| f.code == code);
        let stray = flags
            .iter()
            .any(|f| !wrong.iter().any(|w| w.code == f.code));
        let found = wrong.iter().filter(|w| named(w.code).is_some()).count();
        let all = found == wrong.len() && !stray;
        let kinds_said = flags.iter().all(|f| f.error.is_some());
        let kinds = wrong
            .iter()
            .all(|w| named(w.code).is_some_and(|f| f.error == Some(w.error)));
        let said = if stray {
            "Nothing is wrong with a code you named, or it is not the one that is missing."
                .to_owned()
        } else if !all && found > 0 {
            format!("{found} of {} found.", wrong.len())
        } else {
            String::new()
        };
        vec![
            self.read(),
            step(
                "Hold each code against the text, and the text against the codes: what is wrong, what is missing?",
                by(stray, all),
                said,
            ),
            step(
                "Name the kind of error.",
                by(all && kinds_said, all && kinds),
                if all && kinds_said && !kinds {
                    "Right code, another kind of error: what should the coder have done otherwise?"
                } else {
                    ""
                },
            ),
        ]
    }

    fn vigilance(&self) -> Vec<Guidance> {
        let wrong = |code: Code| {
            let one = self.exercise.suggestions.iter().find(|s| s.code == code);
            one.is_some_and(|s| s.error.is_some())
        };
        let stray = self.answer.flags.iter().any(|f| !wrong(f.code));
        let all = self
            .exercise
            .suggestions
            .iter()
            .filter(|s| s.error.is_some())
            .all(|s| self.answer.flags.iter().any(|f| f.code == s.code));
        let begun = !self.answer.flags.is_empty();
        vec![
            self.read(),
            step(
                "Read the words of each suggestion where they stand: negated, past, another person’s, uncertain, another side?",
                by(false, begun),
                "",
            ),
            step(
                "Reject what is wrong, and leave what is right.",
                by(stray, all && !stray),
                if stray {
                    "One that you rejected is documented. Read its words once more."
                } else if begun && !all {
                    "So far right, and another one is wrong."
                } else {
                    ""
                },
            ),
        ]
    }
}

/// What to say of the last line that was opened, where it does not lead to the code yet.
fn so_far(last: &Place, expert: &Place) -> String {
    let shown = last.path.join(" › ");
    let common = last
        .path
        .iter()
        .zip(&expert.path)
        .take_while(|(a, b)| a == b)
        .count();
    if common == last.path.len() && last.book == expert.book {
        format!("So far right: {shown}. Which subterm below it is documented?")
    } else if common > 0 {
        let right = expert.path.get(..common).unwrap_or_default().join(" › ");
        format!("{shown} leads elsewhere. Go back to {right}, and read its subterms once more.")
    } else {
        format!(
            "{shown} does not lead to the code on the expert’s way; look for a better main term, or go on."
        )
    }
}
