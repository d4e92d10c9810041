//! Releases and the days they are in force.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A day of the Gregorian calendar, `YYYY-MM-DD`. Days compare in time order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A release of the classification: a fiscal year and the day it took effect. Codes are valid by the
/// encounter's discharge date or date of service (Guidelines I.A and HIPAA code set rule), so a release
/// is always named with its day; there is no global "the codebook".
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Release {
    /// First day on which the release is in force.
    pub effective: Date,
    /// Customary name, `FY2026-04` for the April update of fiscal year 2026, `FY2021` for an October release.
    pub name: String,
}

/// Why a text is no day or no release name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseError {
    /// Not a day.
    #[error("{0:?} is not a date: expected YYYY-MM-DD")]
    Date(String),
    /// Not a release name.
    #[error("{0:?} is not a release: expected FY2026 or FY2026-04")]
    Name(String),
}

impl Date {
    /// The day of the given numbers.
    ///
    /// # Errors
    /// Where the calendar has no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, ReleaseError> {
        let leap =
            (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 31,
        };
        if (1..=12).contains(&month) && (1..=days).contains(&day) && (1..=9999).contains(&year) {
            Ok(Self { year, month, day })
        } else {
            Err(ReleaseError::Date(format!("{year:04}-{month:02}-{day:02}")))
        }
    }

    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    /// Where the text is no such day.
    pub fn parse(text: &str) -> Result<Self, ReleaseError> {
        let error = || ReleaseError::Date(text.chars().take(24).collect());
        let mut parts = text.trim().splitn(3, '-');
        let mut part = |width: usize| {
            parts
                .next()
                .filter(|p| p.len() == width && p.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|p| p.parse::<u16>().ok())
                .ok_or_else(error)
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        Self::new(year, month as u8, day as u8).map_err(|_| error())
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The fiscal year of the classification the day lies in: October begins the next one.
    #[must_use]
    pub fn fiscal_year(self) -> u16 {
        self.year + u16::from(self.month >= 10)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl TryFrom<String> for Date {
    type Error = ReleaseError;

    fn try_from(text: String) -> Result<Self, ReleaseError> {
        Self::parse(&text)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl Release {
    /// The release of a customary name: `FY2026` takes effect on October 1 2025, `FY2026-04` on April 1 2026.
    ///
    /// # Errors
    /// Where the name is not of that form.
    pub fn from_name(name: &str) -> Result<Self, ReleaseError> {
        let error = || ReleaseError::Name(name.chars().take(24).collect());
        let body = name.strip_prefix("FY").ok_or_else(error)?;
        let (year, month) = match body.split_once('-') {
            None => (body, None),
            Some((year, month)) => (year, Some(month)),
        };
        let digits =
            |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !month.is_none_or(|m| digits(m, 2)) {
            return Err(error());
        }
        let year: u16 = year.parse().map_err(|_| error())?;
        let month: u8 = month.map_or(Ok(10), str::parse).map_err(|_| error())?;
        let calendar_year = if month >= 10 {
            year.checked_sub(1).ok_or_else(error)?
        } else {
            year
        };
        let effective = Date::new(calendar_year, month, 1).map_err(|_| error())?;
        Ok(Self {
            effective,
            name: name.to_owned(),
        })
    }

    /// The fiscal year the release belongs to.
    #[must_use]
    pub fn fiscal_year(&self) -> u16 {
        self.effective.fiscal_year()
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_takes_effect_in_october_or_april() {
        let effective = |name: &str| {
            Release::from_name(name).map(|r| (r.effective.to_string(), r.fiscal_year()))
        };
        assert_eq!(effective("FY2021"), Ok(("2020-10-01".to_owned(), 2021)));
        assert_eq!(effective("FY2026-04"), Ok(("2026-04-01".to_owned(), 2026)));
        for name in ["2026", "FY26", "FY2026-4", "FY2026-13", ""] {
            assert!(Release::from_name(name).is_err(), "{name:?} is no release");
        }
    }

    #[test]
    fn days_are_read_strictly() {
        assert!(Date::parse("2026-02-29").is_err());
        assert!(Date::parse("2024-02-29").is_ok());
        assert!(Date::parse("2026-1-1").is_err());
        assert!(Date::parse("2026-13-01").is_err());
    }
}
