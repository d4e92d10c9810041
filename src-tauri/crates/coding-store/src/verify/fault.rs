//! What verifying can find, and how it is said.

use std::fmt;

use crate::HeadFault;

/// A fault in the ledger or in what it covers. Displayed as one line that says which row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// An event is not there, though later ones are.
    EventMissing {
        /// Its sequence.
        sequence: u64,
    },
    /// A column of an event was changed.
    EventChanged {
        /// Its sequence.
        sequence: u64,
    },
    /// An event stands in the place of another.
    EventMoved {
        /// Where it stands.
        sequence: u64,
        /// Where it was recorded.
        from: u64,
    },
    /// An event does not follow the one before it: one of the two was replaced.
    ChainBroken {
        /// Sequence of the later one.
        sequence: u64,
    },
    /// The kept head contradicts the ledger.
    Head(HeadFault),
    /// A row an event covers is not there.
    RowMissing {
        /// Its table.
        table: &'static str,
        /// Sequence of the event.
        sequence: u64,
    },
    /// A row is not as its event recorded it.
    RowChanged {
        /// Its table.
        table: &'static str,
        /// Sequence of the event.
        sequence: u64,
    },
    /// A row that no event covers.
    RowUnrecorded {
        /// Its table.
        table: &'static str,
        /// The sequence it claims.
        sequence: u64,
    },
    /// The key of an encounter is missing, changed, or still there though it was erased.
    Key {
        /// The encounter.
        encounter: String,
    },
    /// What is counted beside a row is not what the ledger's events come to.
    Mark {
        /// Its table.
        table: &'static str,
        /// Its identifier.
        id: String,
        /// The column.
        column: &'static str,
    },
    /// A table, index or trigger is missing or changed.
    Schema {
        /// Its name.
        name: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EventMissing { sequence } => write!(f, "event {sequence} is missing"),
            Self::EventChanged { sequence } => write!(f, "event {sequence} was changed"),
            Self::EventMoved { sequence, from } => {
                write!(f, "event {sequence} was recorded as event {from} and moved")
            }
            Self::ChainBroken { sequence } => {
                write!(f, "event {sequence} does not follow the event before it")
            }
            Self::Head(fault) => fault.fmt(f),
            Self::RowMissing { table, sequence } => {
                write!(f, "the {table} of event {sequence} is missing")
            }
            Self::RowChanged { table, sequence } => {
                write!(f, "the {table} of event {sequence} was changed")
            }
            Self::RowUnrecorded { table, sequence } => {
                write!(
                    f,
                    "a {table} claims event {sequence}, which does not record it"
                )
            }
            Self::Key { encounter } => write!(
                f,
                "the key of encounter {encounter} is not as it was recorded"
            ),
            Self::Mark { table, id, column } => write!(
                f,
                "the column {column:?} of {table} {id} is not what its events come to"
            ),
            Self::Schema { name } => write!(
                f,
                "{name} of the database's schema is missing or was changed"
            ),
        }
    }
}
