//! The book: indexes, Tabular List, guidelines, synonyms.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Which;

#[derive(Debug, Args)]
pub struct Lookup {
    /// Words of a condition, or a code
    #[arg(required = true, value_name = "PHRASE")]
    pub phrase: Vec<String>,
    /// Most results
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub limit: usize,
    /// Say how each score came about, as a tree
    #[arg(long)]
    pub explain: bool,
    #[command(flatten)]
    pub which: Which,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Index {
    /// Main term, then subterms: Diabetes "type 2" with "chronic kidney disease"
    #[arg(required = true, value_name = "PATH")]
    pub path: Vec<String>,
    #[command(flatten)]
    pub which: Which,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Code {
    /// Code, header, block (I30-I5A) or chapter (chapter-9)
    #[arg(value_name = "CODE")]
    pub code: String,
    #[command(flatten)]
    pub which: Which,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Guideline {
    /// Number of a guideline, as it is cited: I.C.9.a.1
    #[arg(value_name = "SECTION", conflicts_with_all = ["code", "search"])]
    pub section: Option<String>,
    /// Those that bear on a code or header, nearest first
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// Those that hold all of these words
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
    #[command(flatten)]
    pub which: Which,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Synonym {
    /// Shows them, one's own first
    List(SynonymWords),
    /// Adds one
    Add(SynonymRow),
    /// Turns one on that was turned off
    On(SynonymRow),
    /// Turns one off, also one of the carried tables
    Off(SynonymRow),
    /// Takes one of one's own out
    Remove(SynonymRow),
    /// Adds those of a file: a short form and its expansion on each line, separated by a tab
    Import(SynonymFile),
}

#[derive(Debug, Subcommand)]
pub enum Favourite {
    /// Shows them in the order of the Tabular List
    List(FavouriteList),
    /// Adds a code, or changes its sticky note
    Add(FavouriteAdd),
    /// Takes a code out, and its sticky note with it
    Remove(FavouriteRemove),
    /// Writes all of them into a new file
    Export(FavouriteFile),
    /// Adds those of a file; of two different notes on a code one's own stays
    Import(FavouriteImport),
}

#[derive(Debug, Args)]
pub struct FavouriteList {
    #[command(flatten)]
    pub which: Which,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct FavouriteAdd {
    /// Code or header of the release: E11.22
    #[arg(value_name = "CODE")]
    pub code: String,
    /// Words of one's own, on one line; "" takes the note away [default: a note that is there stays]
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    #[command(flatten)]
    pub which: Which,
}

#[derive(Debug, Args)]
pub struct FavouriteRemove {
    /// Code, also one that is not in the release
    #[arg(value_name = "CODE")]
    pub code: String,
    #[command(flatten)]
    pub which: Which,
}

#[derive(Debug, Args)]
pub struct FavouriteFile {
    /// JSON
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct FavouriteImport {
    /// JSON, as `favourite export` writes it
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub which: Which,
}

#[derive(Debug, Args)]
pub struct SynonymWords {
    /// Beginning of a short form, or words of an expansion
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub which: Which,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct SynonymRow {
    /// As it is written in charts: AKI
    #[arg(value_name = "SHORT")]
    pub short: String,
    /// In words of the index: "failure, kidney, acute"
    #[arg(value_name = "EXPANSION")]
    pub expansion: String,
    #[command(flatten)]
    pub which: Which,
}

#[derive(Debug, Args)]
pub struct SynonymFile {
    /// Tab-separated text
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}
