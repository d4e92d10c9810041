//! An encounter: one stay or visit, coded as a whole.

use icd10cm::Date;
use serde::{Deserialize, Serialize};

use crate::{Document, EncounterId};

/// Where the patient was seen. Section II and III of the Guidelines hold for inpatients, section IV for
/// all others (FY2026).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Setting {
    /// Acute, long-term or psychiatric inpatient stay.
    Inpatient,
    /// Office, clinic or other outpatient visit.
    #[default]
    Outpatient,
    /// Emergency department; coded as an outpatient.
    Emergency,
}

impl Setting {
    /// Whether section IV of the Guidelines holds (uncertain diagnoses are not coded).
    #[must_use]
    pub fn is_outpatient(self) -> bool {
        !matches!(self, Self::Inpatient)
    }

    /// Reads the lower-case name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "inpatient" | "ip" => Some(Self::Inpatient),
            "outpatient" | "op" => Some(Self::Outpatient),
            "emergency" | "ed" => Some(Self::Emergency),
            _ => None,
        }
    }
}

/// Sex of the patient as the record states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Sex {
    /// Reads `female`, `male`, `f`, `m`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "female" | "f" => Some(Self::Female),
            "male" | "m" => Some(Self::Male),
            _ => None,
        }
    }
}

/// One stay or visit with its documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encounter {
    /// Identifier.
    pub id: EncounterId,
    /// Title in the queue; holds nothing that identifies a patient unless a person typed it.
    pub title: String,
    /// Setting.
    pub setting: Setting,
    /// Day of admission, for inpatients.
    pub admitted: Option<Date>,
    /// Discharge date (inpatient) or date of service; it selects the release.
    pub date: Option<Date>,
    /// Sex, where known.
    pub sex: Option<Sex>,
    /// Age in years at the encounter, where known.
    pub age: Option<u16>,
    /// The documents, in order.
    pub documents: Vec<Document>,
}
