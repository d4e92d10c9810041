//! The recovery key: a second lock on the same key, for whoever lost the passphrase or the keyring. It is shown once,
//! to be written down; the file `key.recovery` is of no use without it.

use zeroize::Zeroizing;

use super::passphrase::Locked;
use crate::home::{Home, replace_file};
use crate::seal::{Key, random};
use crate::{Passphrase, StoreError};

/// What the file begins with.
const RECOVERY: &str = "recovery ";

/// Letters and digits that are not taken for one another when written by hand (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Makes a recovery key of 160 random bits and locks the key with it; an earlier one opens nothing any more.
pub(crate) fn make_recovery(home: &Home, key: &Key) -> Result<Zeroizing<String>, StoreError> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    random(bytes.as_mut_slice())?;
    let mut words = Zeroizing::new(String::with_capacity(40));
    for (i, byte) in bytes.iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            words.push('-');
        }
        words.push(char::from(LETTERS[usize::from(byte & 31)]));
    }
    let locked = Locked::lock(key, &Passphrase::new(folded(&words)))?;
    let path = home.recovery();
    let text = Zeroizing::new(format!("{RECOVERY}{}\n", locked.to_text()));
    replace_file(&path, text.as_bytes())
        .map_err(|e| StoreError::io("writing the recovery key's file", &path, &e))?;
    Ok(words)
}

/// The key that a recovery key opens.
pub(crate) fn recovered(home: &Home, words: &Passphrase) -> Result<Key, StoreError> {
    let path = home.recovery();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::Refused {
                attempted: "recovering the key".to_owned(),
                found: format!(
                    "no recovery key was made for this database ({} is not there)",
                    path.display()
                ),
            });
        }
        Err(e) => return Err(StoreError::io("reading the recovery key's file", &path, &e)),
    };
    let locked = text
        .trim_end()
        .strip_prefix(RECOVERY)
        .and_then(Locked::parse)
        .ok_or_else(|| StoreError::KeyUnreadable {
            key: path.clone(),
            found: "it is of no known form".to_owned(),
        })?;
    locked
        .unlock(&Passphrase::new(folded(words.reveal())))
        .ok_or(StoreError::PassphraseWrong { key: path })
}

/// As it is meant: without blanks and hyphens, in capitals, letters that are not in use read as the digits they
/// look like.
fn folded(words: &str) -> String {
    words
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_key_is_read_as_people_write() {
        assert_eq!(folded(" abcd-0o1i \nL"), "ABCD00111");
    }
}
