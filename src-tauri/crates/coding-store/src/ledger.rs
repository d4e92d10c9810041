//! Appending to the ledger.

use coding_model::{EncounterId, EventId};
use rusqlite::{Connection, Transaction};
use serde_json::{Value, json};

use crate::error::Failure;
use crate::names::canonical;
use crate::table::event::{self, EventRow};
use crate::{Digest, StoreError};

/// An event to append.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent<'a> {
    /// When, RFC 3339 in UTC.
    pub at: &'a str,
    /// Who.
    pub person: &'a str,
    /// What happened: lower-case words joined by hyphens, none of [`crate::kind::OF_THE_STORE`].
    pub kind: &'a str,
    /// The encounter it concerns.
    pub encounter: Option<EncounterId>,
    /// Particulars; never text of a note.
    pub body: Value,
}

/// Where something stands in the ledger. It is on disk once this is returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// Sequence of the event, from 1.
    pub sequence: u64,
    /// Hash of the event.
    pub hash: Digest,
}

impl NewEvent<'_> {
    /// Every event says who and when.
    fn check_signature(&self) -> Result<(), StoreError> {
        let found = if self.person.trim().is_empty() {
            "it does not say who"
        } else if !is_moment(self.at) {
            "it does not say when as YYYY-MM-DDThh:mm:ssZ"
        } else {
            return Ok(());
        };
        Err(StoreError::Invalid {
            what: "an event",
            found: found.to_owned(),
        })
    }

    /// An event a caller may append.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        let well_formed = !self.kind.is_empty()
            && self.kind.len() <= 64
            && self
                .kind
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !well_formed {
            let found = "its kind is not made of lower-case words joined by hyphens".to_owned();
            return Err(StoreError::Invalid {
                what: "an event",
                found,
            });
        }
        if event::kind::OF_THE_STORE.contains(&self.kind) {
            let found = format!("only the store itself records {:?}", self.kind);
            return Err(StoreError::Invalid {
                what: "an event",
                found,
            });
        }
        Ok(())
    }
}

/// Whether a text has the shape of a moment in UTC: `2026-02-03T10:00:00Z`, with or without parts of a second.
fn is_moment(text: &str) -> bool {
    let Some((day, time)) = text.split_once('T') else {
        return false;
    };
    let Some((whole, fraction)) = time
        .strip_suffix('Z')
        .map(|t| t.split_once('.').unwrap_or((t, "0")))
    else {
        return false;
    };
    let fits = |text: &str, shape: &str| {
        text.len() == shape.len()
            && text.bytes().zip(shape.bytes()).all(|(c, s)| {
                if s == b'0' {
                    c.is_ascii_digit()
                } else {
                    c == s
                }
            })
    };
    fits(day, "0000-00-00")
        && fits(whole, "00:00:00")
        && !fraction.is_empty()
        && fraction.bytes().all(|b| b.is_ascii_digit())
}

/// The sequence of the event that will be appended next. Read inside the writing transaction, where nobody else
/// can append.
pub(crate) fn next(tx: &Transaction<'_>) -> rusqlite::Result<u64> {
    Ok(event::last(tx)?.sequence + 1)
}

/// Appends an event behind the last one.
pub(crate) fn append(tx: &Connection, new: &NewEvent<'_>) -> Result<Recorded, Failure> {
    new.check_signature()?;
    let last = event::last(tx)?;
    let sequence = last.sequence + 1;
    let (id, encounter) = (
        EventId::new().to_string(),
        new.encounter.map(|e| e.to_string()),
    );
    let body = canonical(&new.body);
    let row = EventRow {
        sequence: sequence.cast_signed(),
        id: &id,
        at: new.at,
        person: new.person,
        kind: new.kind,
        encounter: encounter.as_deref(),
        body: &body,
        previous: last.hash.as_bytes(),
    };
    let hash = row.hash();
    event::insert(tx, &row, hash)?;
    Ok(Recorded { sequence, hash })
}

/// Puts the hash of the row an event covers into its body.
pub(crate) fn covering(row: Digest, mut body: Value) -> Value {
    if let Value::Object(members) = &mut body {
        members.insert("row".to_owned(), json!(row.to_string()));
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_utc() {
        for text in ["2026-02-03T10:00:00Z", "2026-02-03T10:00:00.123456789Z"] {
            assert!(is_moment(text), "{text}");
        }
        for text in [
            "",
            "now",
            "2026-02-03",
            "2026-02-03 10:00:00Z",
            "2026-02-03T10:00:00+01:00",
            "2026-02-03T10:00:00.Z",
        ] {
            assert!(!is_moment(text), "{text}");
        }
    }
}
