//! Walks through the book, as something that can be taught, compared, scored and learnt from.
//!
//! A [`Walker`] answers the steps of a walk (search, open, see, tabular, choose, decide) from one release, always
//! in the same words. [`dataset`] makes trajectories of such walks and replays them; [`exercise`] asks for them,
//! [`guide`] leads through them, [`score`] says what they are worth, [`review`] brings back what went wrong.
//! No files, no clock, no chance: what is random is drawn from a seed.
#![forbid(unsafe_code)]

pub mod dataset;
mod draw;
pub mod exercise;
pub mod guide;
pub mod review;
pub mod score;
mod walk;

pub use draw::Draw;
pub use walk::{Observation, Place, Refusal, Step, Walker};
