//! What an answer is worth, where it left the way, and what kind of errors were made.

mod answer;
mod code;
mod error;
mod find;
mod mastery;
mod path;
mod poa;
mod standing;

pub use answer::{Answer, Part, PartKind, Score, Verdict, score};
pub use code::{code_credit, leads};
pub use error::{ErrorKind, FoundError};
pub use mastery::Mastery;
pub use path::{Divergence, PathCredit, codes_at, path_credit};
pub use standing::{Progress, Standing, is_right, standings};
