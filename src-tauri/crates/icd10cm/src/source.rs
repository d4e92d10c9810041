//! The files of a release, recognized by what they hold, since their names vary by year.

use serde::{Deserialize, Serialize};

/// The parts of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Tabular List of Diseases and Injuries.
    Tabular,
    /// Index to Diseases and Injuries.
    Index,
    /// External Cause of Injuries Index.
    ExternalCause,
    /// Table of Neoplasms.
    Neoplasm,
    /// Table of Drugs and Chemicals.
    Drug,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 5] = [
        Self::Tabular,
        Self::Index,
        Self::ExternalCause,
        Self::Neoplasm,
        Self::Drug,
    ];

    /// Name in answers and files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tabular => "tabular",
            Self::Index => "index",
            Self::ExternalCause => "external-cause",
            Self::Neoplasm => "neoplasm",
            Self::Drug => "drug",
        }
    }
}

/// One file of a release.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// Which part it is.
    pub part: Part,
    /// Whether it is of the official release or of the starter book.
    pub origin: crate::PartSource,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Which part a file is, by its root element and title; `None` for anything else. Reads no further
/// than the first few thousand bytes.
#[must_use]
pub fn recognize(bytes: &[u8]) -> Option<Part> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or(bytes));
    if head.contains("<ICD10CM.tabular") {
        return Some(Part::Tabular);
    }
    let body = &head[head.find("<ICD10CM.index")?..];
    let heading = body.find("<head ").map(|at| &body[at..]);
    if let Some(columns) = heading {
        let columns = columns.to_lowercase();
        return Some(
            if columns.contains("poisoning") || columns.contains("substance") {
                Part::Drug
            } else {
                Part::Neoplasm
            },
        );
    }
    let title = body
        .find("<title>")
        .map(|at| body[at + 7..].split('<').next().unwrap_or(""))
        .unwrap_or("");
    Some(if title.to_lowercase().contains("external") {
        Part::ExternalCause
    } else {
        Part::Index
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_recognized_by_root_and_title() {
        let check = |xml: &str, expected| assert_eq!(recognize(xml.as_bytes()), expected, "{xml}");
        check(
            "\u{feff}<?xml version=\"1.0\"?><ICD10CM.tabular>",
            Some(Part::Tabular),
        );
        check(
            "<ICD10CM.index><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>",
            Some(Part::Index),
        );
        check(
            "<ICD10CM.index><title>ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX</title>",
            Some(Part::ExternalCause),
        );
        check(
            "<ICD10CM.index><indexHeading><head col=\"1\">Neoplasm</head>",
            Some(Part::Neoplasm),
        );
        check(
            "<ICD10CM.index><indexHeading><head col=\"1\">Substance</head>",
            Some(Part::Drug),
        );
        check("<html>", None);
        check("", None);
    }
}
