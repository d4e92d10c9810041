//! What ICD-10-CM says in one release: Tabular List, Alphabetic Index, External Cause Index, Neoplasm
//! and Drug tables. Knows nothing of notes.
#![forbid(unsafe_code)]

mod code;
mod release;

pub use code::{Code, CodeError};
pub use release::{Date, Release, ReleaseError};
