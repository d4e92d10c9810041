//! Formats a record is written in.

mod csv;
mod fhir;
mod html;
mod json;
mod pdf;

pub use csv::csv;
pub use fhir::{ICD_10_CM, bundle, fhir};
pub use html::html;
pub use json::{JsonError, json, read_json};
pub use pdf::pdf;

/// A format of the outside world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// FHIR R4 bundle, JSON.
    Fhir,
    /// One row a code.
    Csv,
    /// The evidence packet for a person to read and print.
    Html,
    /// The whole record, without loss.
    Json,
    /// The evidence packet on pages.
    Pdf,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Fhir, Self::Csv, Self::Html, Self::Json, Self::Pdf];

    /// Name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fhir => "fhir",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Json => "json",
            Self::Pdf => "pdf",
        }
    }

    /// Reads the name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }

    /// Media type of what is written.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Fhir => "application/fhir+json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
            Self::Pdf => "application/pdf",
        }
    }

    /// Ending of a file's name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Fhir => "fhir.json",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Json => "json",
            Self::Pdf => "pdf",
        }
    }
}
