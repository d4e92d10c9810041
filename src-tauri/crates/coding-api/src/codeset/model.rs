//! What was learnt from a release: word parts by which entries near a phrase in meaning are found.
//!
//! `model/<release>/` in the home folder holds `manifest.json` and `subword.map`. Both follow from the release, the
//! program's tables and the seed alone: to train again gives the same bytes. The vectors of the entries, which are
//! made with it, lie among the caches in the release's folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use coding_engine::search::{Embed as _, Embedder, Nearness, Search, Training};
use icd10cm::Codebook;
use mapped::{File, FileWriter};
use serde::{Deserialize, Serialize};

use super::manifest::{Manifest, sha256};
use crate::ApiError;

/// Folder of models in the home folder.
const FOLDER: &str = "model";
/// Name of the manifest in a model's folder.
const MANIFEST: &str = "manifest.json";
/// Name of the learnt table in a model's folder.
const TABLE: &str = "subword.map";
/// Name of the cache of the entries' vectors in a release's folder.
const VECTORS: &str = "nearness.map";
/// Changes with the way word parts are made or the table is laid out; another one is not used.
const FORMAT: u32 = 1;

/// A model that was trained on an installed release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainedModel {
    /// 1.
    pub format: u32,
    /// "subword": vectors of words and their parts.
    pub kind: String,
    /// Release it was trained on.
    pub release: String,
    /// Where its randomness started.
    pub seed: u64,
    /// How often every pair was seen.
    pub epochs: usize,
    /// Values of a vector.
    pub dimensions: usize,
    /// Pairs of texts that mean the same.
    pub pairs: usize,
    /// SHA-256 over those of the release's official files.
    pub made_from: String,
    /// SHA-256 of the learnt table, lower-case hexadecimal.
    pub sha256: String,
    /// Size of the learnt table in bytes.
    pub bytes: u64,
}

impl TrainedModel {
    /// What it is called where an answer says what it was made with: "subword 1a2b3c4d".
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.kind, self.sha256.get(..8).unwrap_or_default())
    }
}

/// How far a training is: epochs done, of how many, mean loss of the last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrainingStep {
    /// From 1.
    pub epoch: usize,
    /// All of them.
    pub epochs: usize,
    /// Falls while something is learnt.
    pub loss: f32,
}

/// The folder of a release's model.
pub(super) fn folder(home: &Path, release: &str) -> PathBuf {
    home.join(FOLDER).join(release)
}

/// Trains a model on a release and puts it into its folder.
pub(super) fn train(
    folder: &Path,
    manifest: &Manifest,
    book: &Codebook,
    search: &Search,
    training: Training,
    progress: &mut dyn FnMut(TrainingStep),
) -> Result<TrainedModel, ApiError> {
    let epochs = training.epochs;
    let step = |epoch, loss| {
        progress(TrainingStep {
            epoch,
            epochs,
            loss,
        })
    };
    let (embedder, pairs) = search.learn(book, super::lexicon(), training, step);
    fs::create_dir_all(folder).map_err(ApiError::disk("creating the folder", folder))?;
    let path = folder.join(TABLE);
    let mut file = FileWriter::default();
    embedder.write(&mut file, "subword");
    file.write(&path, &stamp()).map_err(|e| {
        ApiError::outside(format!(
            "writing the model {}: {e}; check the disk and the folder's permissions",
            path.display()
        ))
    })?;
    let bytes = fs::read(&path).map_err(ApiError::disk("reading the model", &path))?;
    let model = TrainedModel {
        format: FORMAT,
        kind: "subword".to_owned(),
        release: manifest.release.clone(),
        seed: training.seed,
        epochs,
        dimensions: embedder.dimensions(),
        pairs,
        made_from: made_from(manifest),
        sha256: sha256(&bytes),
        bytes: bytes.len() as u64,
    };
    let path = folder.join(MANIFEST);
    let text = serde_json::to_string_pretty(&model)
        .map_err(|e| ApiError::outside(format!("writing {}: {e}", path.display())))?;
    fs::write(&path, text).map_err(ApiError::disk("writing", &path))?;
    Ok(model)
}

/// The model of a release; none where there is none, an error where there is one that cannot be used.
pub(super) fn read(
    folder: &Path,
    manifest: &Manifest,
) -> Result<Option<(TrainedModel, Embedder)>, ApiError> {
    let path = folder.join(MANIFEST);
    let Ok(text) = fs::read_to_string(&path) else {
        return Ok(None);
    };
    let unusable = |found: &str| {
        ApiError::outside(format!(
            "opening the model {}: {found}; train it again with `codetrail-cli model train --release {}`",
            path.display(),
            manifest.release
        ))
    };
    let model: TrainedModel =
        serde_json::from_str(&text).map_err(|_| unusable("its manifest is damaged"))?;
    if model.format != FORMAT {
        return Err(unusable("another version of the program made it"));
    }
    if model.release != manifest.release || model.made_from != made_from(manifest) {
        return Err(unusable(
            "it was trained on other files than those installed",
        ));
    }
    let table = folder.join(TABLE);
    let bytes = fs::read(&table).map_err(|_| unusable("its table cannot be read"))?;
    if sha256(&bytes) != model.sha256 {
        return Err(unusable("its table is not the one that was trained"));
    }
    let embedder = File::open_stamped(&table, &stamp())
        .and_then(|file| Embedder::read(&file, "subword"))
        .map_err(|_| unusable("its table is damaged"))?;
    Ok(Some((model, embedder)))
}

/// A release's entries as vectors by a model, from their cache where it fits.
pub(super) fn nearness(
    release: &Path,
    stamp: &str,
    model: &TrainedModel,
    embedder: &Embedder,
    book: &Codebook,
    search: &Search,
) -> Result<Nearness, ApiError> {
    super::edition::cached(
        &release.join(VECTORS),
        &format!("{stamp} | nearness by {}", model.sha256),
        |file| Nearness::read(file, Arc::new(embedder.clone())).ok(),
        || Ok(search.nearness(book, embedder.clone())),
        Nearness::write,
    )
}

fn stamp() -> String {
    format!("codetrail subword model {FORMAT}")
}

fn made_from(manifest: &Manifest) -> String {
    let mut files: Vec<&str> = manifest.files.iter().map(|f| f.sha256.as_str()).collect();
    files.sort_unstable();
    sha256(files.join(" ").as_bytes())
}
