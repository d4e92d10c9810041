//! What a note claims about a mentioned condition.

use serde::{Deserialize, Serialize};

/// Whether the condition is claimed or denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// "has pneumonia"
    #[default]
    Affirmed,
    /// "no pneumonia"
    Negated,
}

/// How sure the provider is. Guidelines II.H and III.C (inpatient) and IV.H (outpatient), FY2026, treat
/// "probable" differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Stated as a fact.
    #[default]
    Certain,
    /// Probable, suspected, likely, rule out, consistent with, and so on.
    Uncertain,
}

/// When the condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Temporality {
    /// Now, at this encounter.
    #[default]
    Current,
    /// In the past ("history of", "status post").
    Historical,
    /// Only thought of ("return if fever").
    Hypothetical,
}

/// Whose condition it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Experiencer {
    /// The patient.
    #[default]
    Patient,
    /// A relative by blood.
    Family,
    /// Somebody else.
    Other,
}

/// The four questions of ConText about a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Assertion {
    /// Claimed or denied.
    pub polarity: Polarity,
    /// Sure or not.
    pub certainty: Certainty,
    /// Now, then or perhaps.
    pub temporality: Temporality,
    /// Whose.
    pub experiencer: Experiencer,
}

impl Assertion {
    /// The claim that one word names: "present", "absent", "possible", "past", "family" or "planned"; `None` for
    /// another word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let plain = Self::default();
        Some(match word {
            "present" => plain,
            "absent" => Self {
                polarity: Polarity::Negated,
                ..plain
            },
            "possible" => Self {
                certainty: Certainty::Uncertain,
                ..plain
            },
            "past" => Self {
                temporality: Temporality::Historical,
                ..plain
            },
            "family" => Self {
                experiencer: Experiencer::Family,
                ..plain
            },
            "planned" => Self {
                temporality: Temporality::Hypothetical,
                ..plain
            },
            _ => return None,
        })
    }

    /// A plain statement: the patient has it, now, for certain.
    #[must_use]
    pub fn is_plain(self) -> bool {
        self == Self::default()
    }

    /// Short label for a chip: empty for a plain statement.
    #[must_use]
    pub fn label(self) -> &'static str {
        match (
            self.polarity,
            self.experiencer,
            self.temporality,
            self.certainty,
        ) {
            (Polarity::Negated, ..) => "neg",
            (_, Experiencer::Family, ..) => "fam",
            (_, Experiencer::Other, ..) => "other",
            (_, _, Temporality::Historical, _) => "hx",
            (_, _, Temporality::Hypothetical, _) => "if",
            (.., Certainty::Uncertain) => "uncertain",
            (
                Polarity::Affirmed,
                Experiencer::Patient,
                Temporality::Current,
                Certainty::Certain,
            ) => "",
        }
    }
}
