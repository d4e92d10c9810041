//! People, signing and audits on the command line.

use clap::{Args, Subcommand};

use super::List;

/// Who works is named by CODETRAIL_PERSON; their passphrase comes from the file that CODETRAIL_PERSON_FILE names or from
/// the terminal.
#[derive(Debug, Subcommand)]
pub enum Person {
    /// Shows who has an account, with their roles
    List(List),
    /// Adds a person; the first one becomes an administrator. The passphrase is the second line of the file that
    /// CODETRAIL_PERSON_FILE names (the first for the first person), or is asked for
    Add(PersonAdd),
    /// Changes roles or passphrase, or takes the account out of use
    Change(PersonChange),
}

#[derive(Debug, Args)]
pub struct PersonAdd {
    /// Name and credential, as recorded with every event
    #[arg(value_name = "NAME")]
    pub name: String,
    /// administrator, coder, auditor, trainer, learner; may be given several times
    #[arg(long = "role", value_name = "ROLE", required = true)]
    pub roles: Vec<String>,
}

#[derive(Debug, Args)]
pub struct PersonChange {
    /// Name, as `person list` shows it
    #[arg(value_name = "NAME")]
    pub name: String,
    /// All roles from now on
    #[arg(long = "role", value_name = "ROLE")]
    pub roles: Vec<String>,
    /// Sets a new passphrase
    #[arg(long)]
    pub passphrase: bool,
    /// May not sign in any more
    #[arg(long, conflicts_with = "active")]
    pub inactive: bool,
    /// May sign in again
    #[arg(long)]
    pub active: bool,
}

#[derive(Debug, Args)]
pub struct Sign {
    /// Encounter, as `encounter list` shows it
    #[arg(value_name = "ID")]
    pub id: String,
    /// Shows what there is to know before, and signs nothing
    #[arg(long)]
    pub summary: bool,
    /// The warnings were looked at
    #[arg(long)]
    pub acknowledge: bool,
    /// The summary that was looked at, by what its line `seen` says: what it warns of is acknowledged, and nothing is
    /// signed where the chart changed since
    #[arg(long, value_name = "SEEN", conflicts_with = "summary")]
    pub seen: Option<String>,
    /// Opens a signed chart again, for this reason
    #[arg(long, value_name = "REASON", conflicts_with_all = ["summary", "acknowledge", "seen"])]
    pub amend: Option<String>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Draws signed charts that nobody audits, from a seed
    Sample(Sample),
    /// Shows the audits
    List(List),
    /// Takes a signed chart up
    Open(AuditOpen),
    /// Shows one audit: codes side by side, findings, answers
    Show(AuditShow),
    /// Records an act in an audit
    Act(AuditAct),
    /// Gives an audit to another auditor, where its own left or hands it over
    HandOver(HandOver),
    /// Shows what comes of all audits, each share with its formula, numbers and interval
    Scores(Scores),
}

#[derive(Debug, Args)]
pub struct Sample {
    /// Anything; the same seed draws the same charts
    #[arg(long, value_name = "SEED")]
    pub seed: String,
    /// How many
    #[arg(long, default_value_t = 5, value_name = "N")]
    pub size: u32,
    /// Likelier where findings were overridden, codes accepted fast, weigh in payment, or are of low confidence
    #[arg(long)]
    pub by_risk: bool,
    /// Only what this person signed
    #[arg(long, value_name = "NAME")]
    pub coder: Option<String>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct AuditOpen {
    /// Encounter
    #[arg(value_name = "ENCOUNTER")]
    pub encounter: String,
    /// Why one audits what one signed oneself; it is recorded
    #[arg(long, value_name = "REASON")]
    pub of_oneself: Option<String>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct HandOver {
    /// Audit, as `audit list` shows it
    #[arg(value_name = "AUDIT")]
    pub audit: String,
    /// Who is to go on [default: whoever works now]
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
    /// Why; it is recorded
    #[arg(long, value_name = "WORDS")]
    pub words: String,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct AuditShow {
    /// Audit, as `audit list` shows it
    #[arg(value_name = "AUDIT")]
    pub audit: String,
    /// Codes on which all agree too
    #[arg(long)]
    pub all: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct AuditAct {
    /// Audit, as `audit list` shows it
    #[arg(value_name = "AUDIT")]
    pub audit: String,
    /// agree, change, remove, add, poa, first, query-missed, withdraw, reveal, return, acknowledge, rebut, uphold,
    /// concede, escalate, close, reopen
    #[arg(value_name = "ACT")]
    pub act: String,
    /// The code it is about
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// The code or indicator that is right
    #[arg(long, value_name = "CODE")]
    pub to: Option<String>,
    /// The finding it is about, from 1, as `audit show` numbers them
    #[arg(long, value_name = "N")]
    pub finding: Option<usize>,
    /// Kind of error: MT, SP, NEG, …
    #[arg(long, value_name = "KIND")]
    pub reason: Option<String>,
    /// Guideline or note that is cited
    #[arg(long, value_name = "TEXT")]
    pub cite: Option<String>,
    /// Kind of error to train on [default: the reason]
    #[arg(long, value_name = "KIND")]
    pub topic: Option<String>,
    /// In your own words
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub words: String,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Scores {
    /// As a table for a spreadsheet
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}
