//! The keyring of the platform: Keychain, Credential Manager, Secret Service.

use std::sync::mpsc;
use std::time::Duration;

use uuid::Uuid;
use zeroize::Zeroizing;

use crate::StoreError;
use crate::seal::Key;

const SERVICE: &str = "codetrail";
/// A new key is put elsewhere where the keyring does not answer within this time.
const PROBE: Duration = Duration::from_secs(5);
/// An existing key is waited for longer: a person may have to unlock the keyring.
const UNLOCK: Duration = Duration::from_secs(120);

/// Puts a key into the keyring and reads it back; the entry's name, or `None` where no keyring truly works.
pub(super) fn put(key: &Key) -> Option<String> {
    put_bytes("database", key.bytes())
}

/// As [`put`], for anything secret; what it is for begins the entry's name.
pub(crate) fn put_bytes(purpose: &str, bytes: &[u8]) -> Option<String> {
    let entry = format!("{purpose}-{}", Uuid::now_v7());
    let (name, bytes) = (entry.clone(), Zeroizing::new(bytes.to_vec()));
    let kept = within(PROBE, move || {
        let Ok(slot) = keyring::Entry::new(SERVICE, &name) else {
            return false;
        };
        if slot.set_secret(&bytes).is_err() {
            return false;
        }
        let kept = slot
            .get_secret()
            .is_ok_and(|secret| secret == bytes.as_slice());
        if !kept {
            let _ = slot.delete_credential();
        }
        kept
    });
    (kept == Some(true)).then_some(entry)
}

/// The key of an entry.
pub(super) fn get(entry: &str) -> Result<Key, StoreError> {
    Key::from_slice(&get_bytes(entry)?).ok_or_else(|| StoreError::Keyring {
        found: "the entry holds no key".to_owned(),
    })
}

/// What an entry holds.
pub(crate) fn get_bytes(entry: &str) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let name = entry.to_owned();
    let answer = within(UNLOCK, move || {
        let slot = keyring::Entry::new(SERVICE, &name).map_err(|e| e.to_string())?;
        slot.get_secret().map_err(|e| e.to_string())
    });
    let found = match answer {
        Some(Ok(secret)) => return Ok(Zeroizing::new(secret)),
        Some(Err(found)) => found
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(160)
            .collect(),
        None => "it did not answer".to_owned(),
    };
    Err(StoreError::Keyring { found })
}

/// Takes an entry out again; a failure leaves an entry nobody needs.
pub(crate) fn forget(entry: &str) {
    let name = entry.to_owned();
    within(PROBE, move || {
        keyring::Entry::new(SERVICE, &name)
            .and_then(|slot| slot.delete_credential())
            .is_ok()
    });
}

/// What the work answers within a time; `None` where it does not. The keyring is spoken to on a thread of its
/// own, since it may wait for a person, and since its client may not be used on a thread that runs a runtime.
fn within<T: Send + 'static>(
    time: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (sender, receiver) = mpsc::channel();
    std::thread::Builder::new()
        .name("keyring".to_owned())
        .spawn(move || {
            let _ = sender.send(work());
        })
        .ok()?;
    receiver.recv_timeout(time).ok()
}
