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
    /// Notes ticked.
    pub notes: Vec<String>,
    /// Codes in sequence.
    pub codes: Vec<String>,
    /// What was found wrong, or rejected.
    pub flags: Vec<FlagDto>,
    /// Hints taken.
    pub hints: u8,
    /// Time taken.
    pub elapsed_ms: u32,
}

/// One part of a score.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ScorePartDto {
    /// "main-term", "path", "codes", "notes", "sequence".
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
    /// Codes it ended at.
    pub codes: Vec<String>,
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
    /// Learner, expert and engine.
    pub replay: Vec<ReplayWayDto>,
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

/// A cell of the heat map: one person and one skill.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SkillCellDto {
    /// Person.
    pub person: String,
    /// Kind of error.
    pub skill: String,
    /// How often it was made.
    pub errors: usize,
    /// Exercises in which it could have been made.
    pub attempts: usize,
    /// Probability that the skill is mastered.
    pub mastery: f64,
}

/// An exercise as an item of a test.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ItemDto {
    /// Exercise.
    pub exercise: String,
    /// Kind.
    pub kind: String,
    /// Answers.
    pub attempts: usize,
    /// Mean score: the higher, the easier.
    pub difficulty: f64,
    /// Correlation of its score with the person's mean on all others; none with fewer than three persons.
    pub discrimination: Option<f64>,
    /// Mean time.
    pub seconds: f64,
    /// Hints an answer.
    pub hints: f64,
}

/// A branch where learners leave the expert's way.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BranchDto {
    /// Exercise.
    pub exercise: String,
    /// Where and how, as the learner was told.
    pub text: String,
    /// How many took it.
    pub count: usize,
}

/// The trainer's tables.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DashboardDto {
    /// Persons.
    pub people: Vec<String>,
    /// Kinds of errors that were made, with names.
    pub skills: Vec<String>,
    /// Cells.
    pub cells: Vec<SkillCellDto>,
    /// Items.
    pub items: Vec<ItemDto>,
    /// Branches, most taken first.
    pub branches: Vec<BranchDto>,
    /// Wrong suggestions that were left, of all wrong suggestions shown; none where none was shown.
    pub over_trust: Option<f64>,
    /// All attempts, a line each, as CSV with a head.
    pub csv: String,
}
