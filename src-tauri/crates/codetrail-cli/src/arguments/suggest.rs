//! Coding notes, checking codes, measuring.

use std::path::PathBuf;

use clap::Args;

use super::{Patient, Which};
use crate::models::Models;

#[derive(Debug, Args)]
pub struct Suggest {
    /// File with the note; - for standard input
    #[arg(default_value = "-", value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub patient: Patient,
    /// Confidence from which a code is suggested, 0 to 1: higher is surer, lower finds more [default: as fitted]
    #[arg(long, value_name = "P", value_parser = probability)]
    pub threshold: Option<f32>,
    /// Add below each code how its score came about, as a tree
    #[arg(long, conflicts_with_all = ["json", "jsonl", "dry_run"])]
    pub explain: bool,
    /// Answer as JSON
    #[arg(long, conflicts_with = "jsonl")]
    pub json: bool,
    /// Read {"id", "text", …} lines from standard input and answer each with a line, in order, on all cores
    #[arg(long)]
    pub jsonl: bool,
    #[command(flatten)]
    pub models: Models,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Codes in sequence, the principal or first-listed one first
    #[arg(required = true, value_name = "CODE")]
    pub codes: Vec<String>,
    /// The note the codes were assigned from, or - for standard input: rules that ask what it says are checked too
    #[arg(long, value_name = "FILE")]
    pub note: Option<PathBuf>,
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub patient: Patient,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Eval {
    /// JSON Lines file of notes with labels
    #[arg(required = true, value_name = "FILE.jsonl")]
    pub files: Vec<PathBuf>,
    /// Set of labels to measure against; may be given again [default: every set of the files]
    #[arg(long, value_name = "NAME")]
    pub labels: Vec<String>,
    #[command(flatten)]
    pub which: Which,
    /// Confidence from which a code is suggested, 0 to 1 [default: as fitted]
    #[arg(long, value_name = "P", value_parser = probability)]
    pub threshold: Option<f32>,
    /// Write every missed and every spurious code to a tab-separated file: identifiers and codes, no text of a note
    #[arg(long, value_name = "FILE.tsv")]
    pub errors: Option<PathBuf>,
    /// Add the quotes of wrong codes to that file: text of the notes
    #[arg(long, requires = "errors")]
    pub quotes: bool,
    /// Also code the notes one after the other with a simulated coder who decides by the labels, to see what learning gains
    #[arg(long)]
    pub simulate_learning: bool,
    /// Only the scores, without the tables of stages, chapters, reliability and errors
    #[arg(long)]
    pub brief: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub models: Models,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Which sample chart, from 1
    #[arg(default_value_t = 1, value_name = "N")]
    pub chart: usize,
}

/// Reads a probability.
fn probability(text: &str) -> Result<f32, String> {
    text.parse::<f32>()
        .ok()
        .filter(|p| (0.0..=1.0).contains(p))
        .ok_or_else(|| "a number from 0 to 1 is needed".to_owned())
}
