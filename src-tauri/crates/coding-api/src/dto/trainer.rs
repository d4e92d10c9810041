//! The trainer's tables, and what a trainer writes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ExamDto;

/// A cell of a heat map: a person or chapter, and a skill.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SkillCellDto {
    /// Person or chapter.
    pub row: String,
    /// Kind of error.
    pub skill: String,
    /// How often it was made.
    pub errors: usize,
    /// Answers to exercises in which it could have been made.
    pub attempts: usize,
    /// Probability that the skill is mastered; guided answers say nothing of it.
    pub mastery: f64,
}

/// A heat map.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct HeatDto {
    /// Persons, or chapters.
    pub rows: Vec<String>,
    /// Its cells.
    pub cells: Vec<SkillCellDto>,
}

/// A wrong code that was given for an exercise.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DistractorDto {
    /// Code.
    pub code: String,
    /// How many gave it.
    pub count: usize,
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
    /// Wrong codes that were given, most frequent first.
    pub distractors: Vec<DistractorDto>,
}

/// Where learners leave the expert's way.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ArmDto {
    /// Depth in the expert's path, from 0 (the main term).
    pub depth: usize,
    /// The line they took instead, with its codes.
    pub to: String,
    /// How many.
    pub count: usize,
}

/// The expert's way of an exercise, and the learners on it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TreeDto {
    /// Exercise.
    pub exercise: String,
    /// Titles of the expert's path.
    pub path: Vec<String>,
    /// How many answers came to each of them.
    pub through: Vec<usize>,
    /// Answers that walked.
    pub attempts: usize,
    /// Where the others went, most taken first.
    pub arms: Vec<ArmDto>,
}

/// Mean seconds of the steps of one kind of exercise.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PaceDto {
    /// Kind.
    pub kind: String,
    /// Answers.
    pub attempts: usize,
    /// Until the first line of the book: reading and finding the main term.
    pub main_term: f64,
    /// In the index.
    pub index: f64,
    /// In the Tabular List.
    pub tabular: f64,
    /// From the last step in the book to the answer.
    pub answer: f64,
}

/// A learner.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LearnerDto {
    /// Person.
    pub person: String,
    /// Answers.
    pub attempts: usize,
    /// Mean score.
    pub mean: f64,
    /// Hints an answer.
    pub hints: f64,
    /// Mean time, in seconds.
    pub seconds: f64,
    /// Wrong suggestions that were left, of those shown; none where none was shown.
    pub over_trust: Option<f64>,
    /// Examinations that were left, interrupted or ran out.
    pub unfinished: usize,
    /// Packs that are mastered.
    pub mastered: usize,
}

/// The trainer's tables.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DashboardDto {
    /// Learners.
    pub learners: Vec<LearnerDto>,
    /// Kinds of errors that were made, with names.
    pub skills: Vec<String>,
    /// Persons by skill.
    pub by_person: HeatDto,
    /// Chapters by skill.
    pub by_chapter: HeatDto,
    /// Items.
    pub items: Vec<ItemDto>,
    /// Time a step, by kind of exercise.
    pub paces: Vec<PaceDto>,
    /// Ways, those first that most learners leave.
    pub trees: Vec<TreeDto>,
    /// Wrong suggestions that were left, of all wrong suggestions shown; none where none was shown.
    pub over_trust: Option<f64>,
    /// Examinations, newest first.
    pub exams: Vec<ExamDto>,
    /// All attempts, a line each, as CSV with a head.
    pub csv: String,
}

/// A pack's head, as it is written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PackHeadDto {
    /// Identifier: the file's name.
    pub id: String,
    /// Title.
    pub title: String,
    /// Grade, 1 to 10.
    pub level: u8,
    /// Release.
    pub release: String,
    /// Licence.
    pub license: String,
    /// What it is about.
    pub about: String,
}

/// A right code of a draft.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DraftCodeDto {
    /// Code.
    pub code: String,
    /// Words of the text.
    pub words: String,
    /// Titles of the index line, joined by " > "; may be empty.
    pub path: String,
    /// "index", "external-cause", "neoplasm", "drug".
    pub book: String,
    /// Column of a table.
    pub column: Option<u8>,
    /// Whether leaving it out is no error.
    pub optional: bool,
    /// "Y", "N", "U", "W", "exempt"; empty where it is not asked for.
    pub poa: String,
}

/// A remark of a draft on a code: a trap, a defect or a suggestion.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DraftRemarkDto {
    /// Code.
    pub code: String,
    /// Suggestions: words shown as evidence.
    pub words: String,
    /// Kind of error; empty for a suggestion that is right.
    pub error: String,
    /// Why.
    pub why: String,
    /// Defects: what should stand instead; may be empty.
    pub fix: String,
}

/// An exercise as it is written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DraftDto {
    /// Identifier.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// The sentence or chart.
    pub text: String,
    /// "inpatient", "outpatient", "emergency".
    pub setting: String,
    /// Main term: words of the text.
    pub words: String,
    /// Main term: entries as right.
    pub accept: Vec<String>,
    /// Right codes in sequence.
    pub codes: Vec<DraftCodeDto>,
    /// Codes that are given.
    pub given: Vec<String>,
    /// Verify: beginnings of the notes that matter.
    pub notes: Vec<String>,
    /// Audit: defects.
    pub wrong: Vec<DraftRemarkDto>,
    /// Vigilance: suggestions.
    pub suggestions: Vec<DraftRemarkDto>,
    /// Tempting answers.
    pub traps: Vec<DraftRemarkDto>,
    /// Hints.
    pub hints: Vec<String>,
    /// Why.
    pub why: String,
    /// On whose authority.
    pub cite: String,
    /// Time in an examination, in seconds; by kind where it is not said.
    pub seconds: Option<u32>,
    /// The chart it was made of; empty where it was written.
    pub chart: String,
}

/// What was taken out of a chart's text.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReplacedDto {
    /// Kind of identifier.
    pub kind: String,
    /// What stands there now.
    pub placeholder: String,
    /// How many.
    pub count: usize,
}

/// A draft made of a coded chart, to be read before it is kept.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DraftedDto {
    /// The draft.
    pub draft: DraftDto,
    /// What was taken out of its text.
    pub replaced: Vec<ReplacedDto>,
    /// Codes left out, and why.
    pub left_out: Vec<String>,
    /// Release of the decisions.
    pub release: String,
}

/// A pack of one's own with its exercises, to be changed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OwnPackDto {
    /// Head.
    pub head: PackHeadDto,
    /// Exercises.
    pub exercises: Vec<DraftDto>,
}
