//! Spaced review: what one got wrong comes back when it is about to be forgotten.

mod card;
mod schedule;

pub use card::{Card, CardSource, from_change, from_score, question};
pub use schedule::{DAILY, Due, Grade, History, Memory, RETENTION, due, review};
