//! Measuring answers against labels: what the published systems report, each with its formula.

mod bootstrap;
mod chapter;
mod count;
mod errors;
mod evidence;
mod labelled;
mod matching;
mod near;
mod reliability;
mod score;
mod simulate;
mod stages;

pub use bootstrap::Interval;
pub use chapter::{ChapterScores, chapters};
pub use errors::{CodeTally, ErrorLine, ErrorTables, Tally, errors, tables};
pub use labelled::{LabelledNote, LabelledSpan};
pub use near::Near;
pub use reliability::{Bin, Reliability, reliability};
pub use score::{EvidenceScores, Pair, Recall, ScoredNote, Scores, SpanScores, judged, score};
pub use simulate::{Simulated, simulate_learning};
pub use stages::{StageRecall, stages};
