//! A code or header of the classification.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A well-formed ICD-10-CM code or header of three to seven characters, upper case, without its dot.
///
/// Being well-formed says nothing about being in a release: only a [`crate::Codebook`] knows that.
/// There is no `Ord`: the classification's order is tabular, not alphabetic (C4A, M1A, … stand elsewhere),
/// so codes are compared by [`crate::Codebook::ordinal`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code {
    /// The characters, padded with zero bytes; the last byte holds the length.
    bytes: [u8; 8],
}

/// Why a text is not a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not an ICD-10-CM code: expected a letter, two characters, then up to four more (E11.9)"
)]
pub struct CodeError(String);

impl Code {
    /// Reads a code in any customary writing: `E11.9`, `e119`, ` E11.9 `.
    ///
    /// # Errors
    /// Where the text has not the shape of a code.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let error = || CodeError(text.chars().take(24).collect());
        let mut bytes = [0_u8; 8];
        let mut len = 0;
        for (i, c) in text.trim().chars().enumerate() {
            if c == '.' {
                if i != 3 {
                    return Err(error());
                }
                continue;
            }
            let c = c.to_ascii_uppercase();
            let fits = match len {
                0 => c.is_ascii_uppercase(),
                1 => c.is_ascii_digit() || c == 'A',
                2..=6 => c.is_ascii_digit() || c.is_ascii_uppercase(),
                _ => false,
            };
            if !fits {
                return Err(error());
            }
            bytes[len] = c as u8;
            len += 1;
        }
        if len < 3 || (len == 3 && text.trim().ends_with('.')) {
            return Err(error());
        }
        bytes[7] = len as u8;
        Ok(Self { bytes })
    }

    /// The characters without a dot.
    #[must_use]
    pub fn undotted(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len()]).unwrap_or("")
    }

    /// How many characters the code has (3 to 7).
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "a code is never empty")]
    pub fn len(&self) -> usize {
        usize::from(self.bytes[7])
    }

    /// The three-character category the code belongs to.
    #[must_use]
    pub fn category(&self) -> Self {
        self.prefix(3)
    }

    /// The first `n` characters (3 ≤ n ≤ length; clamped to that).
    #[must_use]
    pub fn prefix(&self, n: usize) -> Self {
        let n = n.clamp(3, self.len());
        let mut bytes = [0_u8; 8];
        bytes[..n].copy_from_slice(&self.bytes[..n]);
        bytes[7] = n as u8;
        Self { bytes }
    }

    /// Whether this code's characters begin with all of `other`'s.
    #[must_use]
    pub fn starts_with(&self, other: Self) -> bool {
        self.undotted().starts_with(other.undotted())
    }

    /// The code padded with the placeholder X to six characters and ended with a 7th character
    /// (Guidelines I.A.4 and I.A.5, FY2026). `None` for a code that has seven characters already.
    #[must_use]
    pub fn with_seventh(&self, character: char) -> Option<Self> {
        if self.len() > 6 || !(character.is_ascii_digit() || character.is_ascii_uppercase()) {
            return None;
        }
        let mut bytes = self.bytes;
        bytes[self.len()..6].fill(b'X');
        bytes[6] = character as u8;
        bytes[7] = 7;
        Some(Self { bytes })
    }

    /// The 7th character, where there is one.
    #[must_use]
    pub fn seventh(&self) -> Option<char> {
        (self.len() == 7).then(|| char::from(self.bytes[6]))
    }

    /// The raw form for columns: seven characters padded with zero bytes, then the length.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 8] {
        self.bytes
    }

    /// The code of a raw form; `None` where the bytes are none.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 8]) -> Option<Self> {
        let len = usize::from(bytes[7]);
        let text = std::str::from_utf8(bytes.get(..len)?).ok()?;
        Self::parse(text).ok().filter(|code| code.bytes == bytes)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.undotted();
        if text.len() > 3 {
            f.pad(&format!("{}.{}", &text[..3], &text[3..]))
        } else {
            f.pad(text)
        }
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_every_customary_writing() {
        for (text, expected) in [
            ("E11.9", "E11.9"),
            ("e119", "E11.9"),
            (" I10 ", "I10"),
            ("s72001a", "S72.001A"),
            ("C4A.0", "C4A.0"),
            ("QA0.0101", "QA0.0101"),
            ("O09A0", "O09.A0"),
        ] {
            assert_eq!(
                Code::parse(text).map(|c| c.to_string()),
                Ok(expected.to_owned()),
                "{text}"
            );
        }
        for text in [
            "",
            "E1",
            "E11.",
            "1234",
            "E11.9999A",
            "E-11",
            "E1.19",
            "Éa1",
            "834.11A",
            "B1ü2",
        ] {
            assert!(Code::parse(text).is_err(), "{text} is no code");
        }
    }

    #[test]
    fn a_seventh_character_is_padded_with_the_placeholder() {
        let pad = |text: &str, c| {
            Code::parse(text)
                .unwrap()
                .with_seventh(c)
                .map(|c| c.to_string())
        };
        assert_eq!(pad("W01.0", 'A').as_deref(), Some("W01.0XXA"));
        assert_eq!(pad("S72.001", 'D').as_deref(), Some("S72.001D"));
        assert_eq!(pad("S72.001A", 'D'), None);
    }

    #[test]
    fn raw_form_round_trips() {
        let code = Code::parse("S72.001A").unwrap();
        assert_eq!(Code::from_bytes(code.to_bytes()), Some(code));
        assert_eq!(Code::from_bytes([0; 8]), None);
        assert_eq!(Code::from_bytes([255; 8]), None);
    }
}
