//! Wire types of the interface. Offsets are UTF-16 code units into the document's text, half-open,
//! since that is what the note view counts in; they are made in one place (`convert`).

mod audit;
mod book_window;
mod codebook;
mod codeset;
mod comment;
mod difference;
mod encounter;
mod exchange;
mod favourite;
mod guideline;
mod learning;
mod model;
mod people;
mod query;
mod signing;
mod status;
mod suggestion;
mod synonym;
mod trainer;
mod training;
mod walk;

pub use audit::*;
pub use book_window::*;
pub use codebook::*;
pub use codeset::*;
pub use comment::*;
pub use difference::*;
pub use encounter::*;
pub use exchange::*;
pub use favourite::*;
pub use guideline::*;
pub use learning::*;
pub use model::*;
pub use people::*;
pub use query::*;
pub use signing::*;
pub use status::*;
pub use suggestion::*;
pub use synonym::*;
pub use trainer::*;
pub use training::*;
pub use walk::*;

/// The name that serialization gives a plain enum value; empty for anything else.
pub(crate) fn name_of<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
