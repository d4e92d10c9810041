//! Charts in and out, and the ledger.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{List, Patient};

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
pub struct Export {
    /// Identifier of the encounter, as `import` and the window show it
    #[arg(long, value_name = "ID")]
    pub encounter: String,
    /// fhir (R4 bundle), csv (one row a code), html or pdf (evidence packet) or json (whole record)
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: String,
    /// One of the assigned codes alone
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// With the comments on codes and on the chart, which are left out otherwise
    #[arg(long)]
    pub comments: bool,
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

#[derive(Debug, Args)]
pub struct Verify {
    /// Compare also with a head that `ledger head --export` wrote earlier
    #[arg(long, value_name = "FILE")]
    pub head: Option<PathBuf>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}
