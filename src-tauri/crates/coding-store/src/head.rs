//! The last head of the ledger, kept outside the database, so that a cut tail is found.

use std::fmt;

use rusqlite::Connection;

use crate::home::{Home, replace_file};
use crate::table::event;
use crate::{Digest, StoreError};

/// The last event of a ledger: its sequence (0 where there is none yet) and its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Sequence of the last event, from 1; 0 for an empty ledger.
    pub sequence: u64,
    /// Its hash; zeros for an empty ledger.
    pub hash: Digest,
}

/// How the kept head contradicts the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadFault {
    /// The kept head names an event behind the end of the ledger: events were cut off.
    Ahead {
        /// The kept head.
        kept: Head,
        /// The last event there is.
        found: u64,
    },
    /// The event the kept head names is another one.
    Differs {
        /// The kept head.
        kept: Head,
    },
    /// The ledger has events, and no head was kept.
    Absent {
        /// The last event there is.
        found: u64,
    },
    /// The file of the kept head is of no known form.
    Unreadable,
}

impl Head {
    /// The head of an empty ledger.
    pub(crate) const EMPTY: Self = Self {
        sequence: 0,
        hash: Digest::GENESIS,
    };

    /// Reads a head as it is written: sequence, blank, 64 hexadecimal digits, and the end of the line.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (sequence, hash) = text.strip_suffix('\n')?.split_once(' ')?;
        Some(Self {
            sequence: sequence.parse().ok()?,
            hash: Digest::parse(hash)?,
        })
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.sequence, self.hash)
    }
}

impl fmt::Display for HeadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ahead { kept, found } => write!(
                f,
                "the ledger ends at event {found}, but its kept head names event {}: the events behind were cut off",
                kept.sequence
            ),
            Self::Differs { kept } => {
                write!(
                    f,
                    "event {} is not the one its kept head names: the ledger was rewritten",
                    kept.sequence
                )
            }
            Self::Absent { found } => write!(
                f,
                "the ledger has {found} events, but no head of it was kept"
            ),
            Self::Unreadable => f.write_str("the kept head of the ledger is of no known form"),
        }
    }
}

/// What the file says: a head, nothing, or something unreadable.
pub(crate) enum Kept {
    Head(Head),
    Absent,
    Unreadable,
}

/// Reads the kept head.
pub(crate) fn read(home: &Home) -> Result<Kept, StoreError> {
    let path = home.head();
    match std::fs::read(&path) {
        Ok(bytes) => Ok(std::str::from_utf8(&bytes)
            .ok()
            .and_then(Head::parse)
            .map_or(Kept::Unreadable, Kept::Head)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Kept::Absent),
        Err(e) => Err(StoreError::io("reading the ledger's head", &path, &e)),
    }
}

/// Writes the kept head as it is given.
pub(crate) fn write(home: &Home, head: Head) -> Result<(), StoreError> {
    let path = home.head();
    replace_file(&path, format!("{head}\n").as_bytes())
        .map_err(|e| StoreError::io("writing the ledger's head", &path, &e))
}

/// Compares a kept head, read before, with the ledger: the ledger may have gone on, and nothing else.
pub(crate) fn compare(conn: &Connection, kept: &Kept) -> rusqlite::Result<Option<HeadFault>> {
    let last = event::last(conn)?;
    Ok(match kept {
        Kept::Unreadable => Some(HeadFault::Unreadable),
        Kept::Absent if last.sequence == 0 => None,
        Kept::Absent => Some(HeadFault::Absent {
            found: last.sequence,
        }),
        Kept::Head(kept) if kept.sequence > last.sequence => Some(HeadFault::Ahead {
            kept: *kept,
            found: last.sequence,
        }),
        Kept::Head(kept) => (event::hash_at(conn, kept.sequence)? != Some(kept.hash))
            .then_some(HeadFault::Differs { kept: *kept }),
    })
}

/// Moves the kept head up to the end of the ledger, unless it contradicts the ledger: then it stays as a witness.
/// A head that could not be moved is only behind, which the next act or start mends.
pub(crate) fn advance(home: &Home, conn: &Connection) -> Result<(), StoreError> {
    let Some(_lock) = home.lock()? else {
        return Ok(());
    };
    let kept = read(home)?;
    let of = |e: rusqlite::Error| StoreError::of(&home.database(), &e);
    if compare(conn, &kept).map_err(of)?.is_some() {
        return Ok(());
    }
    let last = event::last(conn).map_err(of)?;
    if matches!(kept, Kept::Head(kept) if kept == last) {
        return Ok(());
    }
    write(home, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_back_as_written() {
        let head = Head {
            sequence: 17,
            hash: Digest::of(b"x"),
        };
        assert_eq!(Head::parse(&format!("{head}\n")), Some(head));
        for text in [
            "",
            "17",
            "17 ab\n",
            "x y\n",
            &head.to_string(),
            &format!("{head}\n\n"),
        ] {
            assert_eq!(Head::parse(text), None, "{text:?}");
        }
    }
}
