//! Exercises: data that a trainer writes, in packs of one TOML file each.

mod check;
mod pack;

pub use check::{PackFault, check, check_one};
pub use pack::{
    Exercise, ExerciseKind, Flag, Pack, PackError, Proposed, Reference, Trap, read, write,
};
