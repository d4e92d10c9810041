//! Rows that may change, each compared with the last event that recorded it.

use std::collections::HashMap;

use rusqlite::{Connection, Row};

use super::Fault;
use super::part::{Latest, Recorded};
use crate::Digest;
use crate::error::Failure;
use crate::marks::Recounted;
use crate::seal::Key;
use crate::table::event::digest;
use crate::table::{encounter, encounter_key, person};

/// What the encounters are compared with.
pub(super) struct Expected<'a> {
    pub(super) recorded: &'a Recorded,
    pub(super) numbers: HashMap<&'a str, u64>,
    pub(super) counts: &'a HashMap<String, Recounted>,
    pub(super) content_key: &'a Key,
    /// Whether what is counted beside a row is compared: before format 5 it was not, and is counted anew when the
    /// database is brought to it.
    pub(super) marks: bool,
}

/// Which rows of a stretch were found whole, and the first that was not.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) met: Vec<String>,
    pub(super) fault: Option<Fault>,
}

/// Compares the encounters behind one number and up to another; the first stretch holds what stands before it too,
/// and the last what stands behind.
pub(super) fn encounters(
    conn: &Connection,
    from: u64,
    to: u64,
    expected: &Expected<'_>,
) -> Result<Compared, Failure> {
    let columns = encounter::COLUMNS;
    let marks = encounter::MARKS;
    let mut statement = conn.prepare(&format!(
        "SELECT {columns}, hash, (SELECT wrapped FROM encounter_key k WHERE k.encounter = e.id), {marks}
         FROM encounter e WHERE number BETWEEN ?1 AND ?2 ORDER BY number"
    ))?;
    let bound = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let count = expected.recorded.0.len() as u64;
    let bounds = [
        if from == 0 { i64::MIN } else { bound(from) + 1 },
        if to >= count { i64::MAX } else { bound(to) },
    ];
    let mut rows = statement.query(bounds)?;
    let mut compared = Compared::default();
    while let Some(row) = rows.next()? {
        let found = encounter::EncounterRow::read(row)?;
        compared.fault = encounter_fault(row, &found, expected)?;
        if compared.fault.is_some() {
            break;
        }
        compared.met.push(found.id);
    }
    Ok(compared)
}

fn encounter_fault(
    row: &Row<'_>,
    found: &encounter::EncounterRow,
    expected: &Expected<'_>,
) -> rusqlite::Result<Option<Fault>> {
    let table = "encounter";
    let latest = expected.recorded.0.get(&found.id);
    if let Some(fault) = row_fault(
        table,
        latest,
        found.sequence,
        found.hash(),
        digest(row, 10)?,
    ) {
        return Ok(Some(fault));
    }
    let key_fits = match row.get_ref(11)?.as_blob_or_null()? {
        Some(wrapped) => {
            !found.erased
                && encounter_key::unwrap(wrapped, &found.id, expected.content_key).is_some()
        }
        None => found.erased,
    };
    let id = found.id.clone();
    if !key_fits {
        return Ok(Some(Fault::Key { encounter: id }));
    }
    if !expected.marks {
        return Ok(None);
    }
    let number = expected.numbers.get(id.as_str()).copied().unwrap_or(0);
    let marks = encounter::marks(row, 12)?;
    let nothing = Recounted::default();
    let counted = expected.counts.get(&id).unwrap_or(&nothing);
    let differs = counted.differs(&marks, number);
    Ok(differs.map(|column| Fault::Mark { table, id, column }))
}

/// Compares all people.
pub(super) fn people(conn: &Connection, recorded: &Recorded) -> Result<Compared, Failure> {
    let table = "person";
    let numbers = recorded.numbers();
    let columns = person::COLUMNS;
    let mut statement = conn.prepare(&format!(
        "SELECT {columns}, hash, number FROM person ORDER BY sequence"
    ))?;
    let mut rows = statement.query([])?;
    let mut compared = Compared::default();
    while let Some(row) = rows.next()? {
        let found = person::PersonRow::read(row)?;
        let latest = recorded.0.get(&found.id);
        compared.fault = row_fault(table, latest, found.sequence, found.hash(), digest(row, 6)?);
        let number: i64 = row.get(7)?;
        let expected = numbers.get(found.id.as_str()).copied();
        if compared.fault.is_none() && u64::try_from(number).ok() != expected {
            compared.fault = Some(Fault::Mark {
                table,
                id: found.id.clone(),
                column: "number",
            });
        }
        if compared.fault.is_some() {
            break;
        }
        compared.met.push(found.id);
    }
    Ok(compared)
}

/// Whether a row is as its last event recorded it.
fn row_fault(
    table: &'static str,
    latest: Option<&Latest>,
    claims: u64,
    now: Digest,
    stored: Digest,
) -> Option<Fault> {
    let Some(latest) = latest else {
        return Some(Fault::RowUnrecorded {
            table,
            sequence: claims,
        });
    };
    (Some(now) != latest.hash || stored != now).then_some(Fault::RowChanged {
        table,
        sequence: latest.sequence,
    })
}
