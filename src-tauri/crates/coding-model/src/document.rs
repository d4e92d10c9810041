//! A document of an encounter.

use serde::{Deserialize, Serialize};

use crate::DocumentId;

/// Who wrote a document. Code assignment rests on the provider's documentation, with the exceptions of
/// Guidelines I.B.14 (FY2026).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuthorRole {
    /// Physician or another practitioner legally accountable for the diagnosis.
    #[default]
    Provider,
    /// Nurse.
    Nurse,
    /// Dietitian, therapist, social worker, pharmacist and other clinicians.
    OtherClinician,
    /// Radiologist or pathologist reading a test.
    Diagnostic,
    /// The patient.
    Patient,
}

impl AuthorRole {
    /// The role of a free-text description ("dietitian", "RN", "radiologist").
    #[must_use]
    pub fn of(text: &str) -> Self {
        let text = text.to_lowercase();
        let any = |words: &[&str]| words.iter().any(|w| text.contains(w));
        if any(&[
            "practitioner",
            "physician",
            "surgeon",
            "provider",
            "midwife",
        ]) {
            Self::Provider
        } else if any(&["nurse"]) || text == "rn" || text == "lpn" {
            Self::Nurse
        } else if any(&["radiolog", "patholog", "laborator"]) {
            Self::Diagnostic
        } else if any(&[
            "diet",
            "therap",
            "social",
            "pharmac",
            "nutrition",
            "technician",
            "case manager",
        ]) {
            Self::OtherClinician
        } else if any(&["patient"]) {
            Self::Patient
        } else {
            Self::Provider
        }
    }
}

/// One document; its text never changes once stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Identifier.
    pub id: DocumentId,
    /// Title shown in the list ("Progress note").
    pub title: String,
    /// Kind ("progress-note", "discharge-summary", "nurse-note", …).
    pub kind: String,
    /// Name and credential of the author; may be empty.
    pub author: String,
    /// Role of the author.
    pub author_role: AuthorRole,
    /// Day of the document, `YYYY-MM-DD`; may be empty.
    pub date: String,
    /// The text.
    pub text: String,
}
