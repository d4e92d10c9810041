//! `dataset export`.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use coding_model::{Act, Decision, EncounterId};
use coding_store::{NewEvent, Store, StoreError, assigned_codes};
use coding_training::Walker;
use coding_training::dataset::{
    Card, CardCounts, Charted, FORMAT, Preference, Split, Synthetic, Trail, Trajectory,
    from_encounter, tools,
};
use serde::Serialize;
use serde_json::json;

use super::consent;
use crate::codeset::Edition;
use crate::decision::effective;
use crate::{ApiError, App, clock, export, people, settings};

/// What is to be exported.
#[derive(Debug, Clone)]
pub struct Export {
    /// Folder for the files; made where it is missing. Must hold nothing of another kind.
    pub out: PathBuf,
    /// How many synthetic trajectories.
    pub synthetic: usize,
    /// Seed they are drawn with.
    pub seed: u64,
    /// Whether encounters that were opted in are exported; the database is not touched otherwise.
    pub encounters: bool,
    /// Licence the files are under.
    pub license: String,
    /// Release; the one in force where none is named.
    pub release: Option<String>,
}

/// What was exported.
#[derive(Debug, Clone, Serialize)]
pub struct Exported {
    /// Format of this answer.
    pub format: u32,
    /// The data card.
    pub card: Card,
    /// Names of the files.
    pub files: Vec<String>,
}

/// The files of a data set.
const FILES: [&str; 7] = [
    "train.jsonl",
    "validation.jsonl",
    "test.jsonl",
    "preferences.jsonl",
    "tools.json",
    "card.json",
    "README.md",
];

/// Writes a data set: synthetic trajectories, and those of the encounters that were opted in.
///
/// # Errors
/// Where the release is not installed, the folder holds other files or cannot be written to, or, where charts go out, who
/// works now is neither an administrator nor a trainer or is to give their passphrase again first, or the database cannot
/// be read or written. What lay in the folder stays what it was then.
pub fn dataset_export(app: &App, asked: &Export) -> Result<Exported, ApiError> {
    let edition = app
        .library()
        .select(asked.release.as_deref(), None)?
        .edition;
    let license = asked.license.trim();
    if license.is_empty() || license.len() > 100 || license.contains('\n') {
        return Err(ApiError::input(
            "exporting a data set: no licence was given; name one, such as CC-BY-4.0 or proprietary",
        ));
    }
    if asked.encounters {
        let attempted = "exporting charts as a data set";
        app.require_confirmation(attempted)?;
        app.store(|store| people::require_one(store, consent::SHARING, attempted))?;
    }
    let walker = Walker::new(edition.codebook());
    let mut files = Files::create(&asked.out)?;
    let mut counts = CardCounts::default();
    let mut removed: BTreeMap<String, usize> = BTreeMap::new();
    if asked.encounters {
        let charts = app.store(|store| charts(store, edition.name(), &mut counts))?;
        let made: Vec<_> = charts
            .iter()
            .map(|(id, charted)| (*id, from_encounter(&walker, charted, license)))
            .collect();
        let exported: Vec<EncounterId> = made
            .iter()
            .filter_map(|(id, made)| made.as_ref().map(|_| *id))
            .collect();
        // on record before anything of a chart is in a file
        app.store(|store| record(store, &exported, edition.name()))?;
        for (_, made) in made {
            let Some(made) = made else {
                counts.passed_over += 1;
                continue;
            };
            counts.encounters += 1;
            for (kind, n) in made.removed {
                *removed.entry(name(kind)).or_default() += n;
            }
            files.trajectory(&made.trajectory, &mut counts)?;
            for preference in &made.preferences {
                files.preference(preference, &mut counts)?;
            }
        }
    }
    let mut drawn = Synthetic::new(&walker, asked.seed, license);
    for _ in 0..asked.synthetic {
        let Some((trajectory, preference)) = drawn.draw() else {
            return Err(ApiError::input(format!(
                "drawing {} synthetic trajectories: {} has lines for {} only; ask for fewer",
                asked.synthetic,
                edition.name(),
                counts.synthetic
            )));
        };
        counts.synthetic += 1;
        files.trajectory(&trajectory, &mut counts)?;
        if let Some(preference) = preference {
            files.preference(&preference, &mut counts)?;
        }
    }
    let card = Card {
        format: FORMAT,
        release: edition.name().to_owned(),
        sources: sources(&edition),
        made_by: format!("codetrail {}", env!("CARGO_PKG_VERSION")),
        made_at: clock::now(),
        license: license.to_owned(),
        seed: asked.seed,
        counts,
        removed: removed.into_iter().collect(),
    };
    files.finish(&card)?;
    Ok(Exported {
        format: FORMAT,
        card,
        files: FILES.map(str::to_owned).to_vec(),
    })
}

/// The charts that were opted in and decided on in a release; the others are counted.
fn charts(
    store: &Store,
    release: &str,
    counts: &mut CardCounts,
) -> Result<Vec<(EncounterId, Charted)>, ApiError> {
    let opted = consent::opted(store)?;
    let mut charts = Vec::new();
    for summary in store.encounters()? {
        if !opted.contains(&summary.id) {
            counts.not_opted_in += 1;
            continue;
        }
        let encounter = match store.encounter(summary.id) {
            Ok(encounter) => encounter,
            // an erased chart is nowhere to be read
            Err(StoreError::NoEncounter(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        let decisions = store.decisions(summary.id)?;
        let effective = effective(&decisions);
        let trails: Vec<Trail> = effective.iter().filter_map(|d| trail(d)).collect();
        if trails.is_empty() || effective.iter().any(|d| d.release != release) {
            counts.passed_over += 1;
            continue;
        }
        charts.push((
            summary.id,
            Charted {
                key: summary.id.to_string(),
                known: encounter
                    .documents
                    .iter()
                    .map(|d| d.author.clone())
                    .collect(),
                texts: encounter.documents.into_iter().map(|d| d.text).collect(),
                trails,
                assigned: assigned_codes(decisions.iter().map(|d| (d.id, &d.act))),
            },
        ));
    }
    Ok(charts)
}

fn trail(decision: &Decision) -> Option<Trail> {
    let (code, instead_of, rejected) = match &decision.act {
        Act::Accepted { code } | Act::Added { code } => (*code, None, None),
        Act::Revised { from, to } => (*to, Some(*from), None),
        Act::Rejected { code, reason, .. } => (*code, None, Some(*reason)),
        _ => return None,
    };
    Some(Trail {
        code,
        instead_of,
        rejected,
        suggested: decision.suggestion.is_some(),
        path: decision.index_path.clone(),
    })
}

/// That charts left the database is an event of each.
fn record(store: &mut Store, exported: &[EncounterId], release: &str) -> Result<(), ApiError> {
    let (at, person) = (clock::now(), settings::person(store)?);
    let event = |id: &EncounterId| NewEvent {
        at: &at,
        person: &person,
        kind: "dataset-exported",
        encounter: Some(*id),
        body: json!({"release": release}),
    };
    let events: Vec<NewEvent<'_>> = exported.iter().map(event).collect();
    if !events.is_empty() {
        store.append_events(&events)?;
    }
    Ok(())
}

fn sources(edition: &Edition) -> Vec<(String, String)> {
    edition
        .parts()
        .into_iter()
        .map(|(part, source, entries)| {
            (
                part.name().to_owned(),
                format!("{}, {entries} entries", name(source)),
            )
        })
        .collect()
}

fn name(value: impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// What stands behind the name of a file that is not whole yet.
const DRAFT: &str = ".part";

/// The files while they are written: drafts beside those of before, for their owner alone, which take their places
/// together at the end. Dropped before, nothing is left of them.
struct Files {
    folder: PathBuf,
    parts: Vec<BufWriter<File>>,
    preferences: BufWriter<File>,
}

impl Files {
    fn create(folder: &Path) -> Result<Self, ApiError> {
        fs::create_dir_all(folder).map_err(ApiError::disk("making the folder", folder))?;
        let listed = fs::read_dir(folder).map_err(ApiError::disk("reading the folder", folder))?;
        for entry in listed {
            let entry = entry.map_err(ApiError::disk("reading the folder", folder))?;
            let file = entry.file_name().to_string_lossy().into_owned();
            if !FILES.contains(&file.strip_suffix(DRAFT).unwrap_or(&file)) {
                return Err(ApiError::input(format!(
                    "exporting a data set to {}: it holds {file}, which is no part of one; name an empty folder",
                    folder.display()
                )));
            }
        }
        // what a program left behind that was stopped
        discard(folder);
        let open = |name: &str| {
            let path = draft(folder, name);
            export::create_new(&path)
                .map(BufWriter::new)
                .map_err(ApiError::disk("writing", &path))
        };
        Ok(Self {
            parts: Split::ALL
                .iter()
                .map(|s| open(s.file()))
                .collect::<Result<_, _>>()?,
            preferences: open("preferences.jsonl")?,
            folder: folder.to_owned(),
        })
    }

    fn trajectory(&mut self, line: &Trajectory, counts: &mut CardCounts) -> Result<(), ApiError> {
        let at = Split::ALL
            .iter()
            .position(|s| *s == line.split)
            .unwrap_or(0);
        counts.trajectories[at] += 1;
        counts.steps += line.messages.len().saturating_sub(3) / 2;
        let Some(file) = self.parts.get_mut(at) else {
            return Ok(());
        };
        write_line(file, line).map_err(ApiError::disk("writing", &self.folder))
    }

    fn preference(&mut self, line: &Preference, counts: &mut CardCounts) -> Result<(), ApiError> {
        counts.preferences += 1;
        write_line(&mut self.preferences, line).map_err(ApiError::disk("writing", &self.folder))
    }

    fn finish(mut self, card: &Card) -> Result<(), ApiError> {
        let folder = self.folder.clone();
        let disk = |e| ApiError::disk("writing", &folder)(e);
        for file in self.parts.iter_mut().chain([&mut self.preferences]) {
            file.flush().map_err(disk)?;
            file.get_ref().sync_all().map_err(disk)?;
        }
        let pretty = |value: &serde_json::Value| format!("{value:#}\n");
        let card_json = serde_json::to_value(card).unwrap_or_default();
        for (name, text) in [
            ("tools.json", pretty(&tools())),
            ("card.json", pretty(&card_json)),
            ("README.md", card.markdown()),
        ] {
            export::write_new(&draft(&folder, name), text.as_bytes())?;
        }
        for name in FILES {
            fs::rename(draft(&folder, name), folder.join(name)).map_err(disk)?;
        }
        Ok(())
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        discard(&self.folder);
    }
}

fn draft(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{DRAFT}"))
}

/// Takes drafts away; those that are not there are none.
fn discard(folder: &Path) {
    for name in FILES {
        let _ = fs::remove_file(draft(folder, name));
    }
}

fn write_line(file: &mut BufWriter<File>, line: &impl Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *file, line)?;
    file.write_all(b"\n")
}
