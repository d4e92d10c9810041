//! What is wrong with this set of codes?
//!
//! [`check`] is a pure function of a release, the lists that are installed and a set of codes with what
//! is known of the encounter. It names every defect as a [`Finding`](coding_model::Finding) with the
//! note or guideline paragraph it rests on. A rule that needs something it is not given stays silent;
//! one that needs a list which is not installed says so in [`Checked::unavailable`].
//!
//! One rule is one file below `rules/`, listed once in [`RULES`].
#![forbid(unsafe_code)]

mod check;
mod context;
mod lists;
mod notes;
mod rule;
mod rules;
mod set;
mod text;

pub use check::{Checked, Unavailable, check, check_with};
pub use context::{Context, Item};
pub use lists::{AgeGroup, HccMap, Library, ListKind, Mce, PoaExempt, Severities};
pub use rule::{Listed, Out, Rule};
pub use rules::RULES;
pub use set::{
    CodeSet, Entered, EvidenceFact, Facts, Line, MentionFact, PathFact, Poa, PriorCode, Side,
};
