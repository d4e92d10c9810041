//! Measuring answers against labels: what the published systems report, each with its formula.

mod count;
mod evidence;
mod labelled;
mod matching;
mod score;

pub use labelled::{LabelledNote, LabelledSpan};
pub use score::{EvidenceScores, Pair, Recall, ScoredNote, Scores, SpanScores, score};
