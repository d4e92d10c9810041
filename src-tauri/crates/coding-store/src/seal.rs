//! Sealing: XChaCha20-Poly1305 with a random nonce, bound to the place the sealed bytes belong to.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::StoreError;

/// First byte of everything sealed: the format.
const FORMAT: u8 = 1;
const NONCE: usize = 24;

/// A 32-byte key; wiped from memory when dropped, and never shown.
#[derive(Clone)]
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// A new random key from the operating system.
    pub(crate) fn random() -> Result<Self, StoreError> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        random(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// The key of 32 bytes; `None` for any other length.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let bytes: [u8; 32] = bytes.try_into().ok()?;
        Some(Self(Zeroizing::new(bytes)))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals bytes for one place (`document.content` of one row): opened elsewhere they do not open.
    pub(crate) fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0_u8; NONCE];
        random(&mut nonce)?;
        let payload = Payload {
            msg: plain,
            aad: place.as_bytes(),
        };
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| StoreError::Random)?;
        let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
        out.push(FORMAT);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Opens what was sealed for the place; `None` where a bit of it, the key or the place differs.
    pub(crate) fn open(&self, place: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (format, rest) = sealed.split_first()?;
        if *format != FORMAT {
            return None;
        }
        let (nonce, msg) = rest.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let payload = Payload {
            msg,
            aad: place.as_bytes(),
        };
        self.cipher()
            .decrypt(&XNonce::from(nonce), payload)
            .ok()
            .map(Zeroizing::new)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.0.as_ref().into())
    }
}

/// Fills bytes from the operating system's source of randomness.
pub(crate) fn random(bytes: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(bytes).map_err(|_| StoreError::Random)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_whole_with_its_key_and_in_its_place() {
        let key = Key::random().unwrap();
        let sealed = key
            .seal("document.content a", b"Assessment: pneumonia")
            .unwrap();
        assert_eq!(
            key.open("document.content a", &sealed).unwrap().as_slice(),
            b"Assessment: pneumonia"
        );
        assert!(
            key.open("document.content b", &sealed).is_none(),
            "another place"
        );
        assert!(
            Key::random()
                .unwrap()
                .open("document.content a", &sealed)
                .is_none(),
            "another key"
        );
        for i in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[i] ^= 1;
            assert!(
                key.open("document.content a", &changed).is_none(),
                "byte {i} changed"
            );
            assert!(
                key.open("document.content a", &sealed[..i]).is_none(),
                "cut at {i}"
            );
        }
        assert!(
            !sealed.windows(9).any(|w| w == b"pneumonia"),
            "the text does not show through"
        );
    }
}
