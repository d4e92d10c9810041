//! Training: exercises with their scores, spaced review, the trainer's tables, and data sets.
//!
//! What learners do is kept in the ledger: an attempt, a review, an opting in is an event each, and the state is
//! folded from them.

mod attempt;
mod consent;
mod dashboard;
mod dataset;
mod packs;
mod review;
mod validate;

pub(crate) use attempt::name as kind_name;
pub use attempt::{training_exercise, training_hint, training_submit};
pub use consent::{dataset_opt_in, opted_in};
pub use dashboard::training_dashboard;
pub use dataset::{Export, Exported, dataset_export};
pub use packs::training_packs;
pub use review::{training_mint_release, training_review, training_review_due};
pub use validate::{Fault, Validated, dataset_validate};
