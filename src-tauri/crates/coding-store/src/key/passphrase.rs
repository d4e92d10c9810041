//! A key locked with a passphrase: Argon2id makes a key of the passphrase, and that seals the real one.

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use crate::digest::{hex, unhex};
use crate::seal::{Key, random};
use crate::{Passphrase, StoreError};

/// The place the sealed key is bound to.
const PLACE: &str = "key.passphrase";
/// RFC 9106, second recommended choice: 64 MiB, three passes, four lanes.
const COST: Cost = Cost {
    memory_kib: 64 * 1024,
    passes: 3,
    lanes: 4,
};
/// Costs beyond this are taken for a damaged file rather than computed.
const MOST: Cost = Cost {
    memory_kib: 1024 * 1024,
    passes: 64,
    lanes: 64,
};

#[derive(Clone, Copy)]
struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// A locked key, as it stands in the key file: `argon2id <KiB> <passes> <lanes> <salt> <sealed key>`.
pub(super) struct Locked {
    cost: Cost,
    salt: [u8; 16],
    sealed: Vec<u8>,
}

impl Locked {
    pub(super) fn lock(key: &Key, passphrase: &Passphrase) -> Result<Self, StoreError> {
        let mut salt = [0_u8; 16];
        random(&mut salt)?;
        let derived = derive(COST, &salt, passphrase).ok_or_else(|| StoreError::Invalid {
            what: "the passphrase",
            found: "no key can be made of it".to_owned(),
        })?;
        Ok(Self {
            cost: COST,
            salt,
            sealed: derived.seal(PLACE, key.bytes())?,
        })
    }

    /// The key; `None` where the passphrase is not the one it was locked with.
    pub(super) fn unlock(&self, passphrase: &Passphrase) -> Option<Key> {
        let opened = derive(self.cost, &self.salt, passphrase)?.open(PLACE, &self.sealed)?;
        Key::from_slice(&opened)
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        let ["argon2id", memory, passes, lanes, salt, sealed] = words.as_slice() else {
            return None;
        };
        let cost = Cost {
            memory_kib: memory.parse().ok()?,
            passes: passes.parse().ok()?,
            lanes: lanes.parse().ok()?,
        };
        let bounded = cost.memory_kib <= MOST.memory_kib
            && cost.passes <= MOST.passes
            && cost.lanes <= MOST.lanes;
        let salt = unhex(salt)?.try_into().ok()?;
        let sealed = unhex(sealed)?;
        bounded.then_some(Self { cost, salt, sealed })
    }

    pub(super) fn to_text(&self) -> String {
        let Cost {
            memory_kib,
            passes,
            lanes,
        } = self.cost;
        format!(
            "argon2id {memory_kib} {passes} {lanes} {} {}",
            hex(&self.salt),
            hex(&self.sealed)
        )
    }
}

fn derive(cost: Cost, salt: &[u8], passphrase: &Passphrase) -> Option<Key> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).ok()?;
    let mut bytes = Zeroizing::new([0_u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.reveal().as_bytes(), salt, bytes.as_mut_slice())
        .ok()?;
    Key::from_slice(bytes.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_key_opens_with_its_passphrase_alone() {
        let key = Key::random().unwrap();
        let locked = Locked::lock(&key, &Passphrase::new("correct horse".to_owned())).unwrap();
        let read = Locked::parse(&locked.to_text()).unwrap();
        let unlocked = read
            .unlock(&Passphrase::new("correct horse".to_owned()))
            .unwrap();
        assert_eq!(unlocked.bytes(), key.bytes());
        assert!(
            read.unlock(&Passphrase::new("correct hors".to_owned()))
                .is_none()
        );
    }

    #[test]
    fn a_damaged_lock_is_refused_without_work() {
        for text in [
            "",
            "argon2id 1 1 1",
            "argon2id 4000000000 3 4 00 00",
            "scrypt 1 1 1 00 00",
        ] {
            assert!(Locked::parse(text).is_none(), "{text:?}");
        }
    }
}
