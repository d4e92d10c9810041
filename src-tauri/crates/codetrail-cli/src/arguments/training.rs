//! What is learned here, and what models are trained with.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Which;

#[derive(Debug, Subcommand)]
pub enum Learning {
    /// Lists words, code, decisions and the shift that follows, most decisions first; the words are of notes
    List {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Takes earlier decisions into account in new runs
    On,
    /// Leaves earlier decisions out of new runs
    Off,
    /// Forgets what was learned; the decisions stay on record
    Reset,
    /// Derives it anew from the decisions on record
    Rebuild,
}

#[derive(Debug, Subcommand)]
pub enum Tokenizer {
    /// Adds every code of a release to a tokenizer as one token each, and proves it
    Build(TokenizerBuild),
    /// Proves that every code is one token and comes back as it was
    Check(TokenizerCheck),
}

#[derive(Debug, Args)]
pub struct TokenizerBuild {
    /// Hugging Face tokenizer.json of the model to be trained
    #[arg(long, value_name = "tokenizer.json")]
    pub base: PathBuf,
    /// Folder for tokenizer.json, initialization.json and report.json
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Leave out the spellings without a dot (E119), which claims use
    #[arg(long)]
    pub dotted_only: bool,
    #[command(flatten)]
    pub which: Which,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct TokenizerCheck {
    /// tokenizer.json to check, or the folder that holds it
    #[arg(value_name = "tokenizer.json")]
    pub tokenizer: PathBuf,
    /// The tokenizer it was made from: text around codes and without codes must be encoded as by it
    #[arg(long, value_name = "tokenizer.json")]
    pub base: Option<PathBuf>,
    /// Do not ask for the spellings without a dot
    #[arg(long)]
    pub dotted_only: bool,
    #[command(flatten)]
    pub which: Which,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Dataset {
    /// Writes walks through the book as JSON Lines of chats with tools, with splits and a data card
    Export(DatasetExport),
    /// Takes every walk of a data set again and compares what the book shows
    Validate(DatasetValidate),
    /// Puts encounters into the data set, or takes them out; nothing of others is ever exported
    OptIn(DatasetOptIn),
}

#[derive(Debug, Args)]
pub struct DatasetExport {
    /// Empty folder, or one with an earlier data set, which is replaced
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// How many walks to make from the index itself
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub synthetic: usize,
    /// Seed of these
    #[arg(long, default_value_t = 1, value_name = "S")]
    pub seed: u64,
    /// Leave out encounters, also those that were opted in; the database is not opened
    #[arg(long)]
    pub synthetic_only: bool,
    /// Licence of the files, such as CC-BY-4.0
    #[arg(long, default_value = "proprietary", value_name = "LICENCE")]
    pub license: String,
    /// Release, as `codeset list` names it [default: the newest in force]
    #[arg(long, value_name = "R")]
    pub release: Option<String>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct DatasetValidate {
    /// Folder that dataset export wrote
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct DatasetOptIn {
    /// Identifiers of encounters, as import writes them
    #[arg(value_name = "ENCOUNTER")]
    pub encounters: Vec<String>,
    /// Take them out again
    #[arg(long)]
    pub withdraw: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Exercise {
    /// Lists packs with how they stand to you, or the exercises of one
    List(ExerciseList),
    /// Holds packs in files against the release they are written for
    Check(ExerciseCheck),
    /// Gives a hint, which costs nothing here; refused while you are in an examination
    Hint(ExerciseHint),
    /// Lists your examinations that were not handed in
    Exams(ExerciseExams),
    /// Writes all answers as CSV into a new file; your own, unless you are a trainer or nobody has an account
    Table(ExerciseTable),
}

#[derive(Debug, Args)]
pub struct ExerciseList {
    /// Only this pack, with its exercises
    #[arg(value_name = "PACK")]
    pub pack: Option<String>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ExerciseCheck {
    /// Files of packs (TOML)
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ExerciseHint {
    /// Identifier of the exercise
    #[arg(value_name = "EXERCISE")]
    pub exercise: String,
    /// Which hint; each says more than the one before
    #[arg(default_value_t = 1, value_name = "N")]
    pub number: usize,
}

#[derive(Debug, Args)]
pub struct ExerciseExams {
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ExerciseTable {
    /// New file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}
