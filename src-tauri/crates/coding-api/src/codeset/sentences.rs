//! A person's sentence encoder in the place of the trained model, for look-ups.
//!
//! `model/sentences/` in the home folder holds a copy of the encoder's files and `manifest.json`, so that it stays where
//! the folder that it came from does not. The vectors of a release's entries, which take minutes, are made when the
//! encoder is chosen and lie among the caches in the release's folder; where they are missing or do not fit, look-ups
//! do without.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use coding_engine::search::{Embed, Nearness, Search};
use icd10cm::Codebook;
use mapped::{File, FileWriter};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sentence_encoder::{Files, SentenceEncoder};
use serde::{Deserialize, Serialize};

use super::manifest::sha256;
use crate::ApiError;

/// Folder of the copy in the home folder.
const FOLDER: &str = "model/sentences";
const MANIFEST: &str = "manifest.json";
/// Files of a model's folder: where they are there, what they are called here, and whether one must be there.
const FILES: [(&str, &str, bool); 5] = [
    ("config.json", "config.json", true),
    ("tokenizer.json", "tokenizer.json", true),
    ("model.safetensors", "model.safetensors", true),
    ("modules.json", "modules.json", false),
    ("1_Pooling/config.json", "pooling.json", false),
];
/// The largest file that is read, in bytes.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;
/// Name of the cache of the entries' vectors in a release's folder.
const VECTORS: &str = "sentences.map";
/// Changes with the way the manifest or the vectors are laid out.
const FORMAT: u32 = 1;
/// Texts between two steps that are told, and texts that one thread takes at once.
const STEP: usize = 2048;
const SHARE: usize = 32;

/// A sentence encoder that look-ups use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentenceModel {
    /// 1.
    pub format: u32,
    /// "sentence": vectors of whole texts.
    pub kind: String,
    /// Name of the folder that it was taken from.
    pub name: String,
    /// Values of a vector.
    pub dimensions: usize,
    /// SHA-256 over those of its files, lower-case hexadecimal.
    pub sha256: String,
    /// Size of its files in bytes.
    pub bytes: u64,
}

impl SentenceModel {
    /// What it is called where an answer says what it was made with: "sentence all-MiniLM-L6-v2 1a2b3c4d".
    #[must_use]
    pub fn name(&self) -> String {
        let hash = self.sha256.get(..8).unwrap_or_default();
        format!("{} {} {hash}", self.kind, self.name)
    }

    fn stamp(&self, stamp: &str) -> String {
        format!("{stamp} | sentences {FORMAT} by {}", self.sha256)
    }
}

/// How far the vectors of a release's entries are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmbeddingStep {
    /// Texts done.
    pub done: usize,
    /// All of them.
    pub texts: usize,
}

/// The bytes of a model's files, in the order of [`FILES`].
struct Bytes([Option<Vec<u8>>; FILES.len()]);

impl Bytes {
    fn read(folder: &Path, name: impl Fn(usize) -> &'static str) -> Result<Self, ApiError> {
        let mut read: [Option<Vec<u8>>; FILES.len()] = Default::default();
        for (i, (.., needed)) in FILES.into_iter().enumerate() {
            let path = folder.join(name(i));
            if !needed && !path.is_file() {
                continue;
            }
            let size = fs::metadata(&path).map_or(0, |m| m.len());
            if size > LARGEST {
                return Err(ApiError::input(format!(
                    "reading the model's {}: it has {} MB, and at most 2,048 MB is read; use a smaller model",
                    path.display(),
                    size / (1024 * 1024)
                )));
            }
            let bytes = fs::read(&path).map_err(|e| {
                ApiError::input(format!(
                    "reading the model's {}: {e}; name a folder with config.json, tokenizer.json and model.safetensors",
                    path.display()
                ))
            })?;
            if let Some(place) = read.get_mut(i) {
                *place = Some(bytes);
            }
        }
        Ok(Self(read))
    }

    fn encoder(&self, folder: &Path) -> Result<SentenceEncoder, ApiError> {
        let [config, tokenizer, weights, modules, pooling] = &self.0;
        let files = Files {
            config: config.as_deref().unwrap_or_default(),
            tokenizer: tokenizer.as_deref().unwrap_or_default(),
            weights: weights.as_deref().unwrap_or_default(),
            modules: modules.as_deref(),
            pooling: pooling.as_deref(),
        };
        SentenceEncoder::read(&files).map_err(|e| {
            ApiError::input(format!(
                "reading the model in {}: {e}; use a BERT or RoBERTa sentence encoder in safetensors",
                folder.display()
            ))
        })
    }

    fn sha256(&self) -> String {
        let each: Vec<String> = self
            .0
            .iter()
            .map(|bytes| bytes.as_deref().map(sha256).unwrap_or_default())
            .collect();
        sha256(each.join(" ").as_bytes())
    }

    fn size(&self) -> u64 {
        self.0.iter().flatten().map(|b| b.len() as u64).sum()
    }
}

fn place(home: &Path) -> PathBuf {
    home.join(FOLDER)
}

/// Copies the model of a folder into the home folder, in the place of one that is there.
pub(super) fn take(
    home: &Path,
    from: &Path,
) -> Result<(SentenceModel, Arc<SentenceEncoder>), ApiError> {
    let bytes = Bytes::read(from, |i| FILES[i].0)?;
    let encoder = bytes.encoder(from)?;
    let whole = fs::canonicalize(from).unwrap_or_else(|_| from.to_owned());
    let name = whole.file_name().unwrap_or_default();
    let model = SentenceModel {
        format: FORMAT,
        kind: "sentence".to_owned(),
        name: name.to_string_lossy().into_owned(),
        dimensions: encoder.dimensions(),
        sha256: bytes.sha256(),
        bytes: bytes.size(),
    };
    let folder = place(home);
    let new = folder.with_extension("new");
    let _ = fs::remove_dir_all(&new);
    fs::create_dir_all(&new).map_err(ApiError::disk("creating the folder", &new))?;
    for ((_, name, _), bytes) in FILES.iter().zip(&bytes.0) {
        if let Some(bytes) = bytes {
            let path = new.join(name);
            fs::write(&path, bytes).map_err(ApiError::disk("copying the model to", &path))?;
        }
    }
    let manifest = ApiError::kept(
        "writing the model's manifest",
        serde_json::to_string_pretty(&model),
    )?;
    let path = new.join(MANIFEST);
    fs::write(&path, manifest).map_err(ApiError::disk("writing", &path))?;
    reset(home)?;
    fs::rename(&new, &folder).map_err(ApiError::disk("moving the model to", &folder))?;
    Ok((model, Arc::new(encoder)))
}

/// Removes the copy; answers whether there was one.
pub(super) fn reset(home: &Path) -> Result<bool, ApiError> {
    let folder = place(home);
    if !folder.exists() {
        return Ok(false);
    }
    fs::remove_dir_all(&folder).map_err(ApiError::disk("removing the model", &folder))?;
    Ok(true)
}

/// The model that is in use; none where there is none, an error where there is one that cannot be used.
pub(super) fn model(home: &Path) -> Result<Option<SentenceModel>, ApiError> {
    let path = place(home).join(MANIFEST);
    let Ok(text) = fs::read_to_string(&path) else {
        return Ok(None);
    };
    match serde_json::from_str::<SentenceModel>(&text) {
        Ok(model) if model.format == FORMAT => Ok(Some(model)),
        _ => Err(ApiError::outside(format!(
            "opening the model {}: its manifest is damaged or of another version; choose it again with `codetrail-cli model use FOLDER`",
            path.display()
        ))),
    }
}

/// Whether the vectors of a release's entries by a model are there.
pub(super) fn are_made(release: &Path, stamp: &str, model: &SentenceModel) -> bool {
    File::open_stamped(&release.join(VECTORS), &model.stamp(stamp)).is_ok()
}

/// Nearness by the model that is in use, where its vectors of the release's entries are there.
pub(super) fn nearness(home: &Path, release: &Path, stamp: &str) -> Option<Nearness> {
    let model = model(home).ok().flatten()?;
    let file = File::open_stamped(&release.join(VECTORS), &model.stamp(stamp)).ok()?;
    let folder = place(home);
    let bytes = Bytes::read(&folder, |i| FILES[i].1).ok()?;
    let encoder = bytes.encoder(&folder).ok()?;
    Nearness::read(&file, Arc::new(encoder)).ok()
}

/// Makes the vectors of a release's entries and keeps them in its folder.
pub(super) fn embed(
    release: &Path,
    stamp: &str,
    model: &SentenceModel,
    encoder: &Arc<SentenceEncoder>,
    book: &Codebook,
    search: &Search,
    progress: &mut dyn FnMut(EmbeddingStep),
) -> Result<(), ApiError> {
    let described = search.described(book);
    let mut at: FxHashMap<&str, usize> = FxHashMap::default();
    let mut texts: Vec<&str> = Vec::new();
    let places: Vec<usize> = described
        .iter()
        .map(|(_, text)| {
            *at.entry(text).or_insert_with(|| {
                texts.push(text);
                texts.len() - 1
            })
        })
        .collect();
    let mut vectors: Vec<Vec<f32>> = Vec::with_capacity(texts.len());
    for step in texts.chunks(STEP) {
        vectors.par_extend(
            step.par_chunks(SHARE)
                .flat_map_iter(|part| encoder.embed_all(part)),
        );
        progress(EmbeddingStep {
            done: vectors.len(),
            texts: texts.len(),
        });
    }
    let of_entries = places
        .into_iter()
        .map(|place| vectors.get(place).cloned().unwrap_or_default());
    let near = search.nearness_by(book, Arc::clone(encoder) as Arc<dyn Embed>, of_entries);
    let path = release.join(VECTORS);
    let mut file = FileWriter::default();
    near.write(&mut file);
    file.write(&path, &model.stamp(stamp)).map_err(|e| {
        ApiError::outside(format!(
            "writing the vectors {}: {e}; check the disk and the folder's permissions",
            path.display()
        ))
    })
}
