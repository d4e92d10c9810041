//! Releases of the code set.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{List, Which};

#[derive(Debug, Subcommand)]
pub enum Codeset {
    /// Installs a release, or adds parts and companion lists to one that is installed
    Install(Install),
    /// Shows the installed releases with parts, sources, counts and problems
    List(List),
    /// Writes every code of a release, one a line, in tabular order
    Codes(Codes),
    /// Says what changed between two installed releases
    Diff(Diff),
}

#[derive(Debug, Args)]
pub struct Diff {
    /// One release
    #[arg(value_name = "A")]
    pub older: String,
    /// The other; the older one is told by its first day
    #[arg(value_name = "B")]
    pub newer: String,
    /// Only changes of a kind: added, deleted, became-header, became-billable, retitled, notes
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Billable codes only
    #[arg(long)]
    pub billable: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Install {
    /// Folder, zip or XML file of the release [default: the official release is fetched]
    #[arg(long, value_name = "PATH")]
    pub from: Option<PathBuf>,
    /// Release: FY2026 for October, FY2026-04 for the April update [default: told from the files, or the one in force]
    #[arg(long, value_name = "R")]
    pub release: Option<String>,
    /// Do not train the model that finds entries by nearness in meaning; `model train` does it later
    #[arg(long)]
    pub no_model: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Codes {
    #[command(flatten)]
    pub which: Which,
    /// Billable codes only
    #[arg(long)]
    pub billable: bool,
}

/// Seed of a model that nobody named one for.
pub const DEFAULT_SEED: u64 = 1;

#[derive(Debug, Subcommand)]
pub enum Model {
    /// Learns from index and Tabular List which words mean the same; look-ups and suggestions use it from then on
    Train(ModelTrain),
    /// Says which model an installed release has, and whether it can be used
    Show(ModelShow),
    /// Looks up with a sentence encoder of your own: a folder with config.json, tokenizer.json and model.safetensors
    Use(ModelFolder),
    /// Looks up with the model that was trained on the release again
    Reset(ModelShow),
}

#[derive(Debug, Args)]
pub struct ModelFolder {
    /// Folder of a BERT or RoBERTa sentence encoder, as Hugging Face lays it out; it is copied
    pub folder: PathBuf,
    #[command(flatten)]
    pub which: Which,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ModelTrain {
    /// Seed; the same release and seed give the same model, byte by byte
    #[arg(long, default_value_t = DEFAULT_SEED, value_name = "S")]
    pub seed: u64,
    #[command(flatten)]
    pub which: Which,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ModelShow {
    #[command(flatten)]
    pub which: Which,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}
