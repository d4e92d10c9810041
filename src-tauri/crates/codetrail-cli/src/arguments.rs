//! What can be asked on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::models::Models;

mod desk;

pub use desk::*;

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
    /// Walks again the way through the book by which a chart's codes were assigned
    Trail(Trail),
    /// Teaches a language model's tokenizer the codes of a release
    #[command(subcommand)]
    Tokenizer(Tokenizer),
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
pub struct Lookup {
    /// Words of a condition, or a code
    #[arg(required = true, value_name = "PHRASE")]
    pub phrase: Vec<String>,
    /// Most results
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub limit: usize,
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
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct List {
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

#[derive(Debug, Args)]
pub struct Check {
    /// Codes in sequence, the principal or first-listed one first
    #[arg(required = true, value_name = "CODE")]
    pub codes: Vec<String>,
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

#[derive(Debug, Args)]
pub struct Trail {
    /// Identifier of the chart
    #[arg(value_name = "ENCOUNTER")]
    pub encounter: String,
    /// Only the way to this code
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Which sample chart, from 1
    #[arg(default_value_t = 1, value_name = "N")]
    pub chart: usize,
}

#[derive(Debug, Args)]
pub struct Export {
    /// Identifier of the encounter, as `import` and the window show it
    #[arg(long, value_name = "ID")]
    pub encounter: String,
    /// fhir (R4 bundle), csv (one row a code), html (evidence packet) or json (whole record)
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: String,
    /// One of the assigned codes alone
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// New file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Import {
    /// Files (text, RTF, DOCX, PDF, C-CDA, FHIR, HL7 v2), folders and zips of them; - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Discharge date or date of service of all of them
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
    #[command(flatten)]
    pub patient: Patient,
    /// Show what would be stored, and store nothing
    #[arg(long)]
    pub preview: bool,
    /// Leave out charts whose text is stored already
    #[arg(long)]
    pub skip_stored: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Encounter {
    /// Shows the queue: identifier, date, title
    List(List),
    /// Erases the content of a chart by destroying its key; events and decided codes stay on record
    Erase(Erase),
}

#[derive(Debug, Args)]
pub struct Erase {
    /// Identifier, as `encounter list` shows it
    #[arg(value_name = "ID")]
    pub id: String,
    /// Without asking
    #[arg(long)]
    pub yes: bool,
}

/// Passphrases come from the file named by CODETRAIL_PASSPHRASE_FILE or from the terminal.
#[derive(Debug, Subcommand)]
pub enum Safe {
    /// Says how the database is protected
    Status(List),
    /// Locks the key with a passphrase, or takes it off
    #[command(subcommand)]
    Passphrase(PassphraseAct),
    /// Works on the key of the database
    #[command(subcommand)]
    Key(Key),
    /// Makes a recovery key and shows it once
    RecoveryKey,
    /// Opens the database with its recovery key and sets a new passphrase
    Recover,
    /// Writes a verified, encrypted copy into a new file
    Backup(SafeFile),
    /// Makes the database of a home that has none from a backup
    Restore(SafeFile),
}

#[derive(Debug, Subcommand)]
pub enum PassphraseAct {
    /// Sets or changes it; the file's second line is the new one where one is set already
    Set,
    /// Takes it off: the key goes to the platform's keyring or into a file
    Remove,
}

#[derive(Debug, Subcommand)]
pub enum Key {
    /// Encrypts the whole database with a new key
    Change,
}

#[derive(Debug, Args)]
pub struct SafeFile {
    /// The backup
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Ledger {
    /// Verifies that no event and nothing it covers was changed, taken away or added
    Verify(Verify),
    /// Shows the last event's sequence and hash, to be noted elsewhere
    Head(Head),
}

#[derive(Debug, Args)]
pub struct Head {
    /// New file to write it to as well
    #[arg(long, value_name = "FILE")]
    pub export: Option<PathBuf>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

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

#[derive(Debug, Args)]
pub struct Verify {
    /// Compare also with a head that `ledger head --export` wrote earlier
    #[arg(long, value_name = "FILE")]
    pub head: Option<PathBuf>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
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

/// Reads a probability.
fn probability(text: &str) -> Result<f32, String> {
    text.parse::<f32>()
        .ok()
        .filter(|p| (0.0..=1.0).contains(p))
        .ok_or_else(|| "a number from 0 to 1 is needed".to_owned())
}
