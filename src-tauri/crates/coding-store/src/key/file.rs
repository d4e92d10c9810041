//! The one line of the key file.
//!
//! - 64 hexadecimal digits: the key itself;
//! - `keyring <entry>`: the entry of the platform's keyring that holds it;
//! - `passphrase <parameters>`: the key, locked.

use zeroize::Zeroizing;

use super::passphrase::Locked;
use crate::digest::{hex, unhex};
use crate::seal::Key;

pub(super) enum KeyFile {
    Raw(Key),
    Keyring(String),
    Locked(Locked),
}

impl KeyFile {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let line = text
            .strip_suffix('\n')
            .unwrap_or(text)
            .trim_end_matches('\r');
        if let Some(entry) = line.strip_prefix("keyring ") {
            let fits = !entry.is_empty()
                && entry
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-');
            return fits.then(|| Self::Keyring(entry.to_owned()));
        }
        if let Some(rest) = line.strip_prefix("passphrase ") {
            return Locked::parse(rest).map(Self::Locked);
        }
        let bytes = Zeroizing::new(unhex(line)?);
        Key::from_slice(&bytes).map(Self::Raw)
    }

    pub(super) fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(match self {
            Self::Raw(key) => format!("{}\n", hex(key.bytes())),
            Self::Keyring(entry) => format!("keyring {entry}\n"),
            Self::Locked(locked) => format!("passphrase {}\n", locked.to_text()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_back_as_written() {
        let key = Key::random().unwrap();
        let text = KeyFile::Raw(key.clone()).to_text();
        assert!(matches!(KeyFile::parse(&text), Some(KeyFile::Raw(k)) if k.bytes() == key.bytes()));
        let text = KeyFile::Keyring("0198-ab".to_owned()).to_text();
        assert!(matches!(KeyFile::parse(&text), Some(KeyFile::Keyring(e)) if e == "0198-ab"));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "\n",
            "abc",
            "keyring ",
            "keyring a b",
            "passphrase x",
            &"0".repeat(63),
            &"0".repeat(66),
        ] {
            assert!(KeyFile::parse(text).is_none(), "{text:?}");
        }
    }
}
