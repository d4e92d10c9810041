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
