//! How sure the engine is of a suggestion.

use serde::{Deserialize, Serialize};

/// A probability from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidence(f32);

/// The band a person is shown instead of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// At least 0.6.
    High,
    /// At least 0.35.
    Medium,
    /// Less.
    Low,
}

impl Confidence {
    /// The probability, held to 0..=1 (not a number becomes 0).
    #[must_use]
    pub fn new(p: f32) -> Self {
        Self(if p.is_nan() { 0.0 } else { p.clamp(0.0, 1.0) })
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> f32 {
        self.0
    }

    /// The band.
    #[must_use]
    pub fn band(self) -> Band {
        if self.0 >= 0.6 {
            Band::High
        } else if self.0 >= 0.35 {
            Band::Medium
        } else {
            Band::Low
        }
    }
}
