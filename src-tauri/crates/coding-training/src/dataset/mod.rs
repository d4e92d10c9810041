//! Trajectories of walks through the book, as JSON Lines in the common form of chats with tools.

mod card;
mod encounter;
mod line;
mod phrase;
mod replay;
mod split;
mod synthetic;

pub use card::{Card, CardCounts};
pub use encounter::{Charted, FromEncounter, Trail, from_encounter};
pub use line::{Function, Message, Outcome, Preference, Source, ToolCall, Trajectory, tools};
pub use replay::{Mismatch, replay, replay_preference};
pub use split::{Split, split_of};
pub use synthetic::Synthetic;

/// Format of the files.
pub const FORMAT: u32 = 1;
