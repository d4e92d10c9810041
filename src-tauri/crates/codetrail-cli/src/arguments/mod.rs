//! What can be asked on the command line: a file a topic.

mod book;
mod codeset;
mod desk;
mod records;
mod safe;
mod suggest;
mod training;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use book::{
    Code, Favourite, FavouriteImport, Guideline, Index, Lookup, Synonym, SynonymFile, SynonymRow,
    SynonymWords,
};
pub use codeset::{
    Codes, Codeset, DEFAULT_SEED, Diff, Install, Model, ModelFolder, ModelShow, ModelTrain,
};
pub use desk::*;
pub use records::{Encounter, Export, Head, Import, Ledger, Trail, Verify};
pub use safe::{Key, PassphraseAct, Safe};
pub use suggest::{Check, Demo, Eval, Suggest};
pub use training::{
    Dataset, DatasetExport, DatasetOptIn, DatasetValidate, Exercise, ExerciseList, Learning,
    Tokenizer, TokenizerBuild, TokenizerCheck,
};

/// Suggests ICD-10-CM codes for clinical notes, and opens the classification: Alphabetic Index, Tabular List,
/// tables and rules. Nothing leaves this machine unless you name a language model; only `codeset install`
/// uses the network besides.
#[derive(Debug, Parser)]
#[command(name = "codetrail-cli", version, propagate_version = true)]
pub struct Arguments {
    /// Folder of the database and the code sets [default: CODETRAIL_HOME, else the platform's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub home: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Codes one note, or with --jsonl one note a line
    Suggest(Suggest),
    /// Says what the index and the Tabular List offer for a phrase, best first
    Lookup(Lookup),
    /// Shows one index entry with its subterms, modifiers and cross references
    Index(Index),
    /// Shows a tabular entry with every note in force
    Code(Code),
    /// Shows the Official Guidelines: one by its number, those for a code, or all
    Guideline(Guideline),
    /// Installs and lists releases of the classification
    #[command(subcommand)]
    Codeset(Codeset),
    /// Says what the rules find wrong with codes in their sequence
    Check(Check),
    /// Codes every note of a file and measures the answers against its labels
    Eval(Eval),
    /// Writes an encounter as a FHIR bundle, a table, an evidence packet or the whole record
    Export(Export),
    /// Puts notes into the queue, one chart a file
    Import(Import),
    /// Lists charts, and erases one for good
    #[command(subcommand)]
    Encounter(Encounter),
    /// Shows and changes who has an account, and as what
    #[command(subcommand)]
    Person(Person),
    /// Signs the codes of a chart, or opens a signed chart again
    Sign(Sign),
    /// Audits signed charts: sample, judge, return, answer, close, measure
    #[command(subcommand)]
    Audit(Audit),
    /// Passphrase, key, recovery key, backup and restore
    #[command(subcommand)]
    Safe(Safe),
    /// Works on the record of decisions
    #[command(subcommand)]
    Ledger(Ledger),
    /// Shows and changes the abbreviations and lay terms that look-ups write out
    #[command(subcommand)]
    Synonym(Synonym),
    /// Shows and changes one's favourite codes and the sticky notes on them
    #[command(subcommand)]
    Favourite(Favourite),
    /// Walks again the way through the book by which a chart's codes were assigned
    Trail(Trail),
    /// Teaches a language model's tokenizer the codes of a release
    #[command(subcommand)]
    Tokenizer(Tokenizer),
    /// Trains what finds entries by nearness in meaning, on the installed release itself
    #[command(subcommand)]
    Model(Model),
    /// Lists and checks exercises, and tells what was answered
    #[command(subcommand)]
    Exercise(Exercise),
    /// Writes and validates data sets of walks through the book
    #[command(subcommand)]
    Dataset(Dataset),
    /// Shows and forgets what was learned from decisions on the same words
    #[command(subcommand)]
    Learning(Learning),
    /// Codes a sample chart, shows the suggestions and records the run in the database
    Demo(Demo),
}

/// Which release to use.
#[derive(Debug, Clone, Default, Args)]
pub struct Which {
    /// Release, as `codeset list` names it [default: the newest in force]
    #[arg(long, value_name = "R")]
    pub release: Option<String>,
    /// Discharge date or date of service; selects the release in force then
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
}

/// What is known of the encounter.
#[derive(Debug, Clone, Default, Args)]
pub struct Patient {
    /// inpatient, outpatient or emergency [default: outpatient]
    #[arg(long, value_name = "SETTING")]
    pub setting: Option<String>,
    /// female or male
    #[arg(long, value_name = "SEX")]
    pub sex: Option<String>,
    /// Age in years
    #[arg(long, value_name = "N")]
    pub age: Option<u16>,
}

#[derive(Debug, Args)]
pub struct List {
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}
