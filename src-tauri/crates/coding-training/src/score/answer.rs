//! Scoring an answer.

use coding_model::Poa;
use icd10cm::Code;
use serde::{Deserialize, Serialize};

use super::error::{ErrorKind, FoundError};
use super::find::{code_first, error, extra, missing, wrong_code};
use super::path::{Divergence, PathCredit, path_credit};
use super::{code_credit, leads};
use crate::exercise::{Exercise, ExerciseKind, Reference};
use crate::{Place, Step, Walker};

/// What a learner answered. Fields that an exercise does not ask for stay empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// Words marked as leading to the main term.
    pub words: String,
    /// The steps taken in the book, all of them.
    pub steps: Vec<Step>,
    /// Notes ticked as those that matter: their sentences.
    pub notes: Vec<String>,
    /// The codes, in sequence.
    pub codes: Vec<Code>,
    /// Presence on admission, where it was said.
    pub poa: Vec<(Code, Poa)>,
    /// Audit: what was found wrong. Vigilance: suggestions that were rejected.
    pub flags: Vec<Verdict>,
    /// Hints taken.
    pub hints: u8,
    /// Time taken, in milliseconds.
    pub elapsed_ms: u64,
}

/// What a learner says of a given code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The code.
    pub code: Code,
    /// The kind of error, where one was named.
    #[serde(default)]
    pub error: Option<ErrorKind>,
}

/// What is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// Main term.
    MainTerm,
    /// Way through the index.
    Path,
    /// Codes in the end.
    Codes,
    /// Notes identified; defects and wrong suggestions found.
    Notes,
    /// Sequence.
    Sequence,
    /// Presence on admission.
    Poa,
}

/// One part of a score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What is scored.
    pub kind: PartKind,
    /// Its weight; the weights of a score sum to 1.
    pub weight: f64,
    /// Credit, 0 to 1.
    pub credit: f64,
}

/// The score of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// 0 to 1: the weighted parts, less a tenth for each hint.
    pub total: f64,
    /// The parts that the exercise asks for.
    pub parts: Vec<Part>,
    /// Where the learner left the expert's way for one that did not lead to the code.
    pub divergence: Option<Divergence>,
    /// Steps that could not be taken and main terms that were left again; not punished.
    pub wrong_turns: usize,
    /// The errors, each with its reason.
    pub errors: Vec<FoundError>,
}

/// What a hint costs.
const HINT: f64 = 0.1;

/// Scores an answer: 0.25 main term, 0.25 path, 0.30 codes, 0.10 notes, 0.10 sequence, shared out anew among the
/// parts that the exercise asks for.
#[must_use]
pub fn score(walker: &Walker<'_>, exercise: &Exercise, answer: &Answer) -> Score {
    let mut scoring = Scoring {
        walker,
        exercise,
        answer,
        parts: Vec::new(),
        errors: Vec::new(),
        divergence: None,
        wrong_turns: 0,
    };
    scoring.run();
    let Scoring {
        mut parts,
        errors,
        divergence,
        wrong_turns,
        ..
    } = scoring;
    let whole: f64 = parts.iter().map(|p| p.weight).sum();
    for part in &mut parts {
        part.weight /= whole;
    }
    let earned: f64 = parts.iter().map(|p| p.weight * p.credit).sum();
    Score {
        total: (earned - HINT * f64::from(answer.hints)).clamp(0.0, 1.0),
        parts,
        divergence,
        wrong_turns,
        errors,
    }
}

struct Scoring<'s, 'a> {
    walker: &'s Walker<'a>,
    exercise: &'s Exercise,
    answer: &'s Answer,
    parts: Vec<Part>,
    errors: Vec<FoundError>,
    divergence: Option<Divergence>,
    wrong_turns: usize,
}

impl Scoring<'_, '_> {
    fn part(&mut self, kind: PartKind, credit: f64) {
        let weight = match kind {
            PartKind::MainTerm | PartKind::Path => 0.25,
            PartKind::Codes => 0.30,
            // sequence and presence on admission share a tenth
            PartKind::Sequence | PartKind::Poa if self.exercise.asks_poa() => 0.05,
            PartKind::Notes | PartKind::Sequence | PartKind::Poa => 0.10,
        };
        self.parts.push(Part {
            kind,
            weight,
            credit: credit.clamp(0.0, 1.0),
        });
    }

    fn run(&mut self) {
        match self.exercise.kind {
            ExerciseKind::MainTerm => self.main_term(),
            ExerciseKind::Walk => {
                let way = self.way();
                self.codes(way.as_ref());
            }
            ExerciseKind::Verify => {
                self.notes();
                self.codes(None);
            }
            ExerciseKind::Complete => self.codes(None),
            ExerciseKind::Chart => {
                self.codes(None);
                self.sequence();
                self.poa();
            }
            ExerciseKind::Sequence => {
                self.sequence();
                self.poa();
            }
            ExerciseKind::Audit => self.audit(),
            ExerciseKind::Vigilance => self.vigilance(),
        }
    }

    /// Right are the words of the exercise, or a line of the book that leads to the code, or a main term that is
    /// as right.
    fn main_term(&mut self) {
        let wanted = self.exercise.words.to_lowercase();
        let words = self.answer.words.trim().to_lowercase();
        let mut right =
            !words.is_empty() && (words.contains(&wanted) && words.len() <= 2 * wanted.len());
        let opened = self.answer.steps.iter().find_map(|s| match s {
            Step::Open(place) => place.path.first(),
            _ => None,
        });
        if let Some(title) = opened {
            let reference = self.exercise.codes.first();
            right |= reference.and_then(|r| r.path.first()) == Some(title)
                || self.exercise.accept.contains(title);
        }
        self.part(PartKind::MainTerm, f64::from(u8::from(right)));
        if !right {
            let found = error(ErrorKind::MainTerm, "", self.exercise.why.clone());
            self.errors.push(found);
        }
    }

    fn way(&mut self) -> Option<(PathCredit, Place)> {
        let reference = self.exercise.codes.first()?;
        let expert = place(reference);
        let way = path_credit(
            self.walker,
            &self.answer.steps,
            reference.code,
            &expert,
            &self.exercise.accept,
        );
        self.part(PartKind::MainTerm, way.main_term);
        self.part(PartKind::Path, way.path);
        self.divergence.clone_from(&way.divergence);
        self.wrong_turns = way.wrong_turns;
        Some((way, expert))
    }

    /// Each right code earns the best credit of a given code that is spent on no other; what is given beyond
    /// that counts against it.
    fn codes(&mut self, way: Option<&(PathCredit, Place)>) {
        let right: Vec<Code> = self.exercise.codes.iter().map(|c| c.code).collect();
        let mut left: Vec<Code> = Vec::new();
        for code in &self.answer.codes {
            if !left.contains(code) {
                left.push(*code);
            }
        }
        let mut credits = 0.0;
        let mut open: Vec<&Reference> = Vec::new();
        for reference in &self.exercise.codes {
            match left.iter().position(|c| *c == reference.code) {
                Some(at) => {
                    left.remove(at);
                    credits += 1.0;
                }
                None => open.push(reference),
            }
        }
        let mut asked = self.exercise.codes.iter().filter(|c| !c.optional).count();
        asked += self
            .exercise
            .codes
            .iter()
            .filter(|c| c.optional && !open.contains(c))
            .count();
        for reference in open {
            // a code left over that is nearest to it
            let near = left
                .iter()
                .enumerate()
                .map(|(at, c)| (at, self.credit(*c, reference.code)))
                .filter(|(at, credit)| *credit > 0.0 || self.is_near(left[*at], reference.code))
                .max_by(|a, b| a.1.total_cmp(&b.1));
            let alone = right.len() == 1 && left.len() == 1;
            match near.or_else(|| alone.then_some((0, 0.0))) {
                Some((at, credit)) => {
                    let given = left.remove(at);
                    credits += credit;
                    let way = way.map(|(credit, place)| (credit, place));
                    self.errors.push(wrong_code(
                        self.walker,
                        self.exercise,
                        given,
                        reference.code,
                        way,
                    ));
                }
                None if reference.optional => {}
                None => {
                    let found = missing(self.walker, reference.code, &self.answer.codes);
                    self.errors.push(found);
                }
            }
        }
        for given in &left {
            let found = extra(self.walker, self.exercise, *given, &right);
            self.errors.push(found);
        }
        let whole = asked.max(1) + left.len();
        self.part(PartKind::Codes, credits / whole as f64);
    }

    /// Credit for a code; none where it excludes a right one or is a trap of another chapter.
    fn credit(&self, given: Code, right: Code) -> f64 {
        let book = self.walker.book();
        let excluded = self.exercise.codes.iter().map(|c| c.code).any(|other| {
            other != right
                && (book.excludes1(given, other).is_some()
                    || book.excludes1(other, given).is_some())
        });
        if excluded {
            0.0
        } else {
            code_credit(self.walker, given, right)
        }
    }

    fn is_near(&self, given: Code, right: Code) -> bool {
        given.category() == right.category() || leads(self.walker, given, right)
    }

    /// Ticked notes by precision and recall: the harmonic mean.
    fn notes(&mut self) {
        let wanted = &self.exercise.notes;
        let hit = |note: &String| {
            self.answer
                .notes
                .iter()
                .any(|t| t.starts_with(note.as_str()))
        };
        let found = wanted.iter().filter(|n| hit(n)).count();
        let missed: Vec<FoundError> = wanted
            .iter()
            .filter(|n| !hit(n))
            .map(|n| {
                error(
                    ErrorKind::Tabular,
                    "",
                    format!("a note in force was passed over: {n}"),
                )
            })
            .collect();
        let stray = self
            .answer
            .notes
            .iter()
            .filter(|t| !wanted.iter().any(|n| t.starts_with(n.as_str())))
            .count();
        self.errors.extend(missed);
        self.part(
            PartKind::Notes,
            harmonic(found, wanted.len() - found, stray),
        );
    }

    /// Share of the pairs of right codes that stand in the right order; the first code counts as much as all of
    /// them.
    fn sequence(&mut self) {
        let right: Vec<Code> = self.exercise.codes.iter().map(|c| c.code).collect();
        let place = |code: &Code| self.answer.codes.iter().position(|c| c == code);
        let (mut pairs, mut kept) = (0_usize, 0_usize);
        let mut errors = Vec::new();
        for (at, a) in right.iter().enumerate() {
            for b in right.iter().skip(at + 1) {
                let (Some(x), Some(y)) = (place(a), place(b)) else {
                    continue;
                };
                pairs += 1;
                if x < y {
                    kept += 1;
                } else if code_first(self.walker, *b, *a) {
                    errors.push(error(
                        ErrorKind::CodeFirst,
                        *b,
                        format!("a note at {b} asks for {a} first"),
                    ));
                }
            }
        }
        let first = right.first() == self.answer.codes.first();
        // where codes are asked for too, one that is missing is an error of its own
        let only = self.exercise.kind == ExerciseKind::Sequence;
        if !first
            && errors.is_empty()
            && (only || right.first().is_some_and(|c| place(c).is_some()))
        {
            errors.push(error(
                ErrorKind::Sequence,
                right.first().map(Code::to_string).unwrap_or_default(),
                self.exercise.why.clone(),
            ));
        } else if kept < pairs && errors.is_empty() {
            errors.push(error(ErrorKind::Sequence, "", self.exercise.why.clone()));
        }
        let order = if pairs == 0 {
            0.0
        } else {
            kept as f64 / pairs as f64
        };
        self.errors.extend(errors);
        self.part(
            PartKind::Sequence,
            f64::midpoint(f64::from(u8::from(first)), order),
        );
    }

    fn poa(&mut self) {
        if let Some((credit, errors)) = super::poa::credit(self.exercise, self.answer) {
            self.errors.extend(errors);
            self.part(PartKind::Poa, credit);
        }
    }

    /// Defects found by precision and recall; half of each for the code, half for the kind of error.
    fn audit(&mut self) {
        let mut earned = 0.0;
        let mut hits = 0;
        let mut errors = Vec::new();
        for flag in &self.exercise.wrong {
            match self.answer.flags.iter().find(|f| f.code == flag.code) {
                Some(found) => {
                    hits += 1;
                    earned += if found.error == Some(flag.error) {
                        1.0
                    } else {
                        0.5
                    };
                }
                None => errors.push(error(flag.error, flag.code, flag.why.clone())),
            }
        }
        let stray: Vec<_> = self
            .answer
            .flags
            .iter()
            .filter(|f| !self.exercise.wrong.iter().any(|w| w.code == f.code))
            .collect();
        for flag in &stray {
            errors.push(error(
                ErrorKind::Tabular,
                flag.code,
                "nothing is wrong with it".to_owned(),
            ));
        }
        let wanted = self.exercise.wrong.len();
        let shape = harmonic(hits, wanted - hits, stray.len());
        let quality = if hits == 0 { 0.0 } else { earned / hits as f64 };
        self.errors.extend(errors);
        self.part(PartKind::Notes, shape * quality);
    }

    /// Each suggestion is a decision: wrong ones are to be rejected, right ones not.
    fn vigilance(&mut self) {
        let mut right = 0;
        let mut errors = Vec::new();
        for proposed in &self.exercise.suggestions {
            let rejected = self.answer.flags.iter().any(|f| f.code == proposed.code);
            match (&proposed.error, rejected) {
                (Some(_), true) | (None, false) => right += 1,
                (Some(kind), false) => errors.push(error(
                    ErrorKind::OverTrust,
                    proposed.code,
                    format!("{} ({})", proposed.why, kind.short()),
                )),
                (None, true) => errors.push(error(
                    ErrorKind::Omission,
                    proposed.code,
                    proposed.why.clone(),
                )),
            }
        }
        let all = self.exercise.suggestions.len().max(1);
        self.errors.extend(errors);
        self.part(PartKind::Codes, f64::from(right) / all as f64);
    }
}

fn place(reference: &Reference) -> Place {
    Place {
        book: reference.book,
        path: reference.path.clone(),
        column: reference.column,
    }
}

fn harmonic(found: usize, missed: usize, stray: usize) -> f64 {
    if found == 0 {
        return 0.0;
    }
    2.0 * found as f64 / (2 * found + missed + stray) as f64
}
