//! A file of exercises, checked before it is passed on.

use coding_training::Walker;
use coding_training::exercise;

use super::packs::LONGEST;
use crate::ApiError;
use crate::codeset::Library;

/// What a file of exercises holds, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PackChecked {
    /// The pack's identifier.
    pub pack: String,
    /// The release it was held against, the one it is written for.
    pub release: String,
    /// How many exercises it has.
    pub exercises: usize,
    /// "id: what is wrong"; empty where all of it holds.
    pub faults: Vec<String>,
}

/// Checks a pack by the checks that the carried packs pass: every code billable, every path in the book, every quoted
/// word in the text, every note in force.
///
/// # Errors
/// Where the text is no pack, or its release is not installed.
pub fn exercise_pack_check(library: &Library, text: &str) -> Result<PackChecked, ApiError> {
    let fault = |found: String| {
        ApiError::input(format!(
            "checking a pack of exercises: {found}; correct the file"
        ))
    };
    if text.len() as u64 > LONGEST {
        return Err(fault(format!("it is longer than {LONGEST} bytes")));
    }
    let pack = exercise::read(text).map_err(|e| fault(e.to_string()))?;
    let edition = library.open(&pack.release)?;
    let faults = exercise::check(&Walker::new(edition.codebook()), &pack)
        .into_iter()
        .map(|fault| match fault.exercise.as_str() {
            "" => fault.found,
            id => format!("{id}: {}", fault.found),
        })
        .collect();
    Ok(PackChecked {
        pack: pack.id,
        release: pack.release,
        exercises: pack.exercises.len(),
        faults,
    })
}
