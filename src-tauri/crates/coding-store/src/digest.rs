//! SHA-256 over a row, in an encoding that no two different rows share.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// A SHA-256 digest; displayed as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(pub(crate) [u8; 32]);

impl Digest {
    /// What the first event names as its predecessor.
    pub(crate) const GENESIS: Self = Self([0; 32]);

    /// The digest of bytes as they are (the text of a document).
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits; `None` where the text is anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // without going through the heap: verifying reads one of these for every row
        let mut digest = [0_u8; 32];
        if text.len() != 64 {
            return None;
        }
        for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Some(Self(digest))
    }

    /// The digest of a 32-byte column; `None` for any other length.
    pub(crate) fn from_column(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// Digests the columns of a row one after the other. Each is preceded by its type and its length, and the
/// whole by the name of what is digested, so that no shifting of bytes between columns or tables goes unseen.
pub(crate) struct RowDigest {
    hash: Sha256,
    /// Parts that were not hashed yet: many small ones are hashed at once.
    pending: Vec<u8>,
}

/// Parts from this length on are hashed where they lie.
const LARGE: usize = 1024;

impl RowDigest {
    /// Begins a row of the named kind ("event.1"; the number changes with the columns).
    pub(crate) fn new(domain: &str) -> Self {
        let mut digest = Self {
            hash: Sha256::new(),
            pending: Vec::with_capacity(LARGE),
        };
        digest.part(b'd', domain.as_bytes());
        digest
    }

    fn part(&mut self, tag: u8, bytes: &[u8]) {
        self.pending.push(tag);
        self.pending
            .extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        if bytes.len() < LARGE {
            self.pending.extend_from_slice(bytes);
        } else {
            self.hash.update(&self.pending);
            self.pending.clear();
            self.hash.update(bytes);
        }
    }

    pub(crate) fn int(mut self, value: i64) -> Self {
        self.part(b'i', &value.to_le_bytes());
        self
    }

    pub(crate) fn real(mut self, value: f64) -> Self {
        self.part(b'r', &value.to_bits().to_le_bytes());
        self
    }

    pub(crate) fn text(mut self, value: &str) -> Self {
        self.part(b't', value.as_bytes());
        self
    }

    pub(crate) fn blob(mut self, value: &[u8]) -> Self {
        self.part(b'b', value);
        self
    }

    pub(crate) fn maybe_text(mut self, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(value),
            None => {
                self.part(b'n', &[]);
                self
            }
        }
    }

    pub(crate) fn maybe_int(mut self, value: Option<i64>) -> Self {
        match value {
            Some(value) => self.int(value),
            None => {
                self.part(b'n', &[]);
                self
            }
        }
    }

    pub(crate) fn finish(mut self) -> Digest {
        self.hash.update(&self.pending);
        Digest(self.hash.finalize().into())
    }
}

/// Lower-case hexadecimal digits of bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// The value of a lower-case hexadecimal digit.
fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// The bytes of lower-case hexadecimal digits; `None` where the text is anything else.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| Some(nibble(pair[0])? << 4 | nibble(pair[1])?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_written_and_read_in_hexadecimal() {
        let digest = Digest::of(b"abc");
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest.to_string(), text);
        assert_eq!(Digest::parse(text), Some(digest));
        for wrong in ["", "ba", &text[1..], &text.to_uppercase(), "zz"] {
            assert_eq!(Digest::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn long_parts_are_hashed_as_short_ones_are() {
        // by hand, as docs/ledger.md says it
        let by_hand = |parts: &[(u8, &[u8])]| {
            let mut bytes = Vec::new();
            for (tag, part) in parts {
                bytes.push(*tag);
                bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
                bytes.extend_from_slice(part);
            }
            Digest::of(&bytes)
        };
        for length in [0, 1, LARGE - 1, LARGE, LARGE + 1, 10 * LARGE] {
            let blob = vec![7; length];
            let row = RowDigest::new("x").text("a").blob(&blob).text("b").finish();
            let parts: [(u8, &[u8]); 4] = [(b'd', b"x"), (b't', b"a"), (b'b', &blob), (b't', b"b")];
            assert_eq!(row, by_hand(&parts), "{length}");
        }
    }

    #[test]
    fn bytes_that_move_between_columns_change_the_digest() {
        let row = |a: &str, b: &str| RowDigest::new("x").text(a).text(b).finish();
        assert_ne!(row("ab", "c"), row("a", "bc"));
        assert_ne!(row("", "a"), row("a", ""));
        assert_ne!(
            RowDigest::new("x").maybe_text(None).finish(),
            RowDigest::new("x").text("").finish()
        );
        assert_ne!(
            RowDigest::new("x").text("a").finish(),
            RowDigest::new("x").blob(b"a").finish()
        );
        assert_ne!(RowDigest::new("x").finish(), RowDigest::new("y").finish());
    }
}
