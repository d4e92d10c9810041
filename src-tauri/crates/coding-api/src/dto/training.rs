//! The classroom: packs, exercises, answers, scores, reviews, and the trainer's tables.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A pack of exercises.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PackDto {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Grade, from 1.
    pub level: u8,
    /// What it is about.
    pub about: String,
    /// Release that its answers are of.
    pub release: String,
    /// Whether that release is installed.
    pub ready: bool,
    /// Whether it is one of the person's own, which can be changed.
    pub own: bool,
    /// "mastered", "next": the first that is not and whose release is installed, "ahead". Advice: none is closed.
    pub standing: String,
    /// How many exercises were right in their last answer without guidance.
    pub right: usize,
    /// Its exercises.
    pub exercises: Vec<ExerciseRowDto>,
}

/// An exercise in its pack's list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExerciseRowDto {
    /// Identifier.
    pub id: String,
    /// "main-term", "walk", "verify", "complete", "chart", "sequence", "audit", "vigilance".
    pub kind: String,
    /// The first words of its text.
    pub start: String,
    /// How often this person answered it.
    pub attempts: usize,
    /// The best score of this person, 0 to 1.
    pub best: Option<f64>,
    /// Whether their last answer without guidance was right.
    pub right: bool,
}

/// A code with its title.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TitledCodeDto {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// Words of the text that are shown as evidence; empty where none are.
    pub words: String,
}

/// A note that can be ticked.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NoteChoiceDto {
    /// The note as a sentence; what an answer holds.
    pub sentence: String,
    /// Where it is inherited from; empty where it is the code's own.
    pub from: String,
}

/// What a learner sees of an exercise. Answers are not among it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExerciseDto {
    /// Identifier.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// What is asked.
    pub task: String,
    /// The sentence or chart.
    pub text: String,
    /// "inpatient", "outpatient", "emergency".
    pub setting: String,
    /// Release to look up in.
    pub release: String,
    /// Codes that are given.
    pub given: Vec<TitledCodeDto>,
    /// Suggestions to decide on; none outside of vigilance exercises.
    pub suggestions: Vec<TitledCodeDto>,
    /// Notes that can be ticked.
    pub notes: Vec<NoteChoiceDto>,
    /// How many hints there are; none in an examination.
    pub hints: usize,
    /// Whether presence on admission is asked for.
    pub asks_poa: bool,
    /// Time in an examination, in seconds.
    pub seconds: u32,
}

/// What a learner says of a given code.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FlagDto {
    /// Code.
    pub code: String,
    /// Kind of error: "MT", "ST", …; none where only the code is named.
    pub error: Option<String>,
}

/// Whether a condition was present on admission.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PoaDto {
    /// Code.
    pub code: String,
    /// "Y", "N", "U", "W", "exempt".
    pub poa: String,
}

/// An answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AttemptDto {
    /// The exercise.
    pub exercise: String,
    /// "guided", "unguided", "exam".
    pub mode: String,
    /// Words marked as leading to the main term.
    pub words: String,
    /// The steps walked in the book, as decisions carry them.
    pub steps: Vec<String>,
    /// When each step was taken, in milliseconds from the beginning.
    #[serde(default)]
    pub times: Vec<u32>,
    /// Notes ticked.
    pub notes: Vec<String>,
    /// Codes in sequence.
    pub codes: Vec<String>,
    /// Presence on admission, where it was said.
    #[serde(default)]
    pub poa: Vec<PoaDto>,
    /// What was found wrong, or rejected.
    pub flags: Vec<FlagDto>,
    /// Hints taken.
    pub hints: u8,
    /// Time taken.
    pub elapsed_ms: u32,
    /// The examination that it is handed in for.
    #[serde(default)]
    pub exam: Option<String>,
    /// Whether it was handed in because the time of the examination had run out.
    #[serde(default)]
    pub timed_out: bool,
}

/// One part of a score.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ScorePartDto {
    /// "main-term", "path", "codes", "notes", "sequence", "poa".
    pub kind: String,
    /// Weight; all of them sum to 1.
    pub weight: f64,
    /// Credit, 0 to 1.
    pub credit: f64,
}

/// An error with its reason.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FoundErrorDto {
    /// Short name of its kind.
    pub kind: String,
    /// Its kind in words.
    pub name: String,
    /// The code it is about; may be empty.
    pub code: String,
    /// Why.
    pub why: String,
}

/// One way on the canvas of a replay.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReplayWayDto {
    /// "learner", "expert", "engine".
    pub who: String,
    /// Its steps, each a line.
    pub steps: Vec<String>,
    /// When each was taken, in milliseconds from the beginning; empty where nobody walked.
    pub times: Vec<u32>,
    /// Codes it ended at.
    pub codes: Vec<String>,
}

/// The ways of learner, expert and engine, as they are shown, kept in a file and opened again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReplayDto {
    /// 1.
    pub format: u32,
    /// The exercise.
    pub exercise: String,
    /// Its kind.
    pub kind: String,
    /// Release that the ways are of.
    pub release: String,
    /// The sentence or chart.
    pub text: String,
    /// "guided", "unguided", "exam".
    pub mode: String,
    /// 0 to 1.
    pub total: f64,
    /// Where the learner left the expert's way; empty where not.
    pub divergence: String,
    /// The errors.
    pub errors: Vec<FoundErrorDto>,
    /// Learner, expert and, outside of examinations, engine.
    pub ways: Vec<ReplayWayDto>,
}

/// A step of an exercise that is led through.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct GuidanceDto {
    /// What is to be done.
    pub prompt: String,
    /// "open", "wrong", "done".
    pub progress: String,
    /// What to say of what was done; may be empty.
    pub said: String,
}

/// An examination.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExamDto {
    /// Identifier.
    pub id: String,
    /// The exercise.
    pub exercise: String,
    /// Who.
    pub person: String,
    /// When it was begun, RFC 3339 in UTC.
    pub at: String,
    /// Its time, in seconds.
    pub seconds: u32,
    /// "running", "handed in", "time ran out", "left", "interrupted".
    pub state: String,
    /// Its score, where it was handed in or its time ran out.
    pub score: Option<f64>,
}

/// A score, with all that was held back before.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ScoredDto {
    /// 0 to 1.
    pub total: f64,
    /// The parts asked for.
    pub parts: Vec<ScorePartDto>,
    /// The errors.
    pub errors: Vec<FoundErrorDto>,
    /// Where the learner left the expert's way; empty where not.
    pub divergence: String,
    /// Depth in the expert's path at which they part.
    pub divergence_depth: Option<usize>,
    /// Wrong turns; not punished.
    pub wrong_turns: usize,
    /// Why the answer is right.
    pub why: String,
    /// On whose authority.
    pub cite: String,
    /// The right codes in sequence, with titles and the words they stand on.
    pub right: Vec<TitledCodeDto>,
    /// The ways, to be walked again.
    pub replay: ReplayDto,
    /// Whether the time of an examination had run out.
    pub timed_out: bool,
    /// Cards that came of it.
    pub cards: usize,
}

/// A review card.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CardDto {
    /// Identifier.
    pub id: String,
    /// Kind of error it trains.
    pub skill: String,
    /// The sentence, and the step asked for.
    pub prompt: String,
    /// The step, with its reason.
    pub answer: String,
    /// Whether it was never reviewed.
    pub new: bool,
}

/// The cards due today.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DeckDto {
    /// Due, most overdue first.
    pub due: Vec<CardDto>,
    /// All cards of this person.
    pub all: usize,
}
