//! Codes exempt from present-on-admission reporting.

use icd10cm::Code;
use rustc_hash::FxHashSet;

/// The exempt codes of one fiscal year.
#[derive(Debug, Clone)]
pub struct PoaExempt {
    /// Fiscal year; the list differs from year to year.
    pub year: u16,
    codes: FxHashSet<Code>,
}

impl PoaExempt {
    /// Reads a list with one code a line; anything behind the code is passed over.
    ///
    /// # Errors
    /// One line saying what is wrong with the file.
    pub fn parse(bytes: &[u8], year: u16) -> Result<Self, String> {
        let codes: FxHashSet<Code> = String::from_utf8_lossy(bytes)
            .lines()
            .filter_map(|l| l.split([' ', '\t', ',']).next())
            .filter_map(|word| Code::parse(word).ok())
            .collect();
        if codes.is_empty() {
            return Err(
                "the present-on-admission exempt list holds no codes: expected one code a line"
                    .to_owned(),
            );
        }
        Ok(Self { year, codes })
    }

    /// Whether a code is exempt.
    #[must_use]
    pub fn is_exempt(&self, code: Code) -> bool {
        self.codes.contains(&code)
    }

    /// How many codes it holds.
    #[must_use]
    pub fn count(&self) -> usize {
        self.codes.len()
    }
}
