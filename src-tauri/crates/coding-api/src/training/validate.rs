//! `dataset validate`.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::sync::Arc;

use coding_training::Walker;
use coding_training::dataset::{
    Mismatch, Preference, Split, Trajectory, replay, replay_preference,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ApiError;
use crate::codeset::{Edition, Library};

/// Most faults that are told one by one.
const MOST: usize = 50;

/// A line that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// File.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong; never text of a note.
    pub found: String,
}

/// What was found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Validated {
    /// Format of this answer.
    pub format: u32,
    /// Release the walks were taken again in.
    pub release: String,
    /// Trajectories.
    pub trajectories: usize,
    /// Steps taken again.
    pub steps: usize,
    /// Preferences.
    pub preferences: usize,
    /// How many lines do not hold.
    pub fault_count: usize,
    /// The first of them.
    pub faults: Vec<Fault>,
}

impl Validated {
    fn fault(&mut self, file: &str, line: usize, found: String) {
        self.fault_count += 1;
        if self.faults.len() < MOST {
            self.faults.push(Fault {
                file: file.to_owned(),
                line,
                found,
            });
        }
    }
}

/// Takes every walk of a data set again, in the release it names, and looks whether the book shows the same,
/// the codes are billable, identifiers are single and nothing lies in two parts.
///
/// # Errors
/// Where the folder holds no data set, or its release is not installed.
pub fn dataset_validate(library: &Library, folder: &Path) -> Result<Validated, ApiError> {
    let release = release(folder)?;
    let edition: Arc<Edition> = library.open(&release)?;
    let walker = Walker::new(edition.codebook());
    let mut found = Validated {
        format: 1,
        release,
        ..Validated::default()
    };
    let mut seen: HashSet<String> = HashSet::new();
    let mut owners: HashMap<String, Split> = HashMap::new();
    for split in Split::ALL {
        let file = split.file();
        each(folder, file, &mut found, |found, at, line: Trajectory| {
            found.trajectories += 1;
            match replay(&walker, &line) {
                Ok(steps) => found.steps += steps,
                Err(mismatch) => found.fault(file, at, mismatch.to_string()),
            }
            if line.split != split {
                found.fault(file, at, "it belongs to another part".to_owned());
            }
            if let [code] = line.outcome.codes.as_slice()
                && !line.outcome.decided_by_person
                && *owners.entry(code.to_string()).or_insert(split) != split
            {
                found.fault(file, at, format!("{code} is in two parts"));
            }
            if !seen.insert(line.id) {
                found.fault(
                    file,
                    at,
                    "its identifier stands on an earlier line".to_owned(),
                );
            }
        })?;
    }
    let file = "preferences.jsonl";
    each(folder, file, &mut found, |found, at, line: Preference| {
        found.preferences += 1;
        if let Err(mismatch) = replay_preference(&walker, &line) {
            found.fault(file, at, Mismatch::to_string(&mismatch));
        }
    })?;
    Ok(found)
}

/// The release that a data set's card names.
fn release(folder: &Path) -> Result<String, ApiError> {
    let path = folder.join("card.json");
    let no_set = |found: String| {
        ApiError::input(format!(
            "validating the data set {}: {found}; name a folder that dataset export wrote",
            folder.display()
        ))
    };
    let text = std::fs::read_to_string(&path).map_err(|e| no_set(format!("card.json: {e}")))?;
    let card: serde_json::Value =
        serde_json::from_str(&text).map_err(|e| no_set(format!("card.json: {e}")))?;
    card["release"]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| no_set("card.json names no release".to_owned()))
}

fn each<T: DeserializeOwned>(
    folder: &Path,
    file: &str,
    found: &mut Validated,
    mut read: impl FnMut(&mut Validated, usize, T),
) -> Result<(), ApiError> {
    let path = folder.join(file);
    let open = File::open(&path).map_err(|e| {
        ApiError::input(format!(
            "validating the data set {}: {file}: {e}; name a folder that dataset export wrote",
            folder.display()
        ))
    })?;
    for (number, line) in BufReader::new(open).lines().enumerate() {
        let line = line.map_err(ApiError::disk("reading", &path))?;
        match serde_json::from_str(&line) {
            Ok(value) => read(found, number + 1, value),
            // serde's message quotes the value; its place is enough
            Err(e) => found.fault(
                file,
                number + 1,
                format!("it is no line of the form, from column {}", e.column()),
            ),
        }
    }
    Ok(())
}
