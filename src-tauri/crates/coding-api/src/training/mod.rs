//! Training: exercises with their scores, spaced review, the trainer's tables, and data sets.
//!
//! What learners do is kept in the ledger: an attempt, an examination, a review, an opting in is an event each, and
//! the state is folded from the events of those kinds, which are found without reading the others.

mod answer;
mod attempt;
mod author;
mod chart;
mod consent;
mod csv;
mod dashboard;
mod dataset;
mod draft;
mod exam;
mod names;
mod pace;
mod pack_check;
mod packs;
mod replay;
mod review;
mod running;
mod shown;
mod tree;
mod validate;

pub use attempt::{training_guide, training_submit};
pub use author::{author_check, author_packs, author_remove, author_save};
pub use chart::author_from_chart;
pub use consent::{dataset_opt_in, opted_in};
pub use csv::training_csv_save;
pub use dashboard::training_dashboard;
pub use dataset::{Export, Exported, dataset_export};
pub(crate) use exam::{leave_running, require_none};
pub use exam::{require_no_examination, training_exam_begin, training_exam_leave, training_exams};
pub(crate) use names::name as kind_name;
pub use pack_check::{PackChecked, exercise_pack_check};
pub use packs::training_packs;
pub use replay::{training_replay_open, training_replay_save};
pub use review::{training_mint_release, training_review, training_review_due};
pub(crate) use running::Running;
pub use shown::{training_exercise, training_hint};
pub use validate::{Fault, Validated, dataset_validate};
