//! Verifying: the chain, the rows it covers, the kept head, the guards. The first fault is named.

mod cursor;
mod fault;
mod part;
mod rows;

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, Row};

use crate::connect::connect;
use crate::error::Failure;
use crate::marks::Recounted;
use crate::migrate::{self, MIGRATIONS};
use crate::table::{encounter, event};
use crate::{Head, Store, StoreError, head};

pub use fault::Fault;
use part::{Recorded, walk};
use rows::Expected;

/// The fewest events for which reading them in parts is worth further connections.
const WORTH_PARTS: u64 = 50_000;
/// The first format in which what is counted beside the rows is compared with the ledger.
const MARKED: i64 = 5;
/// The most parts that are read at once.
const MOST_PARTS: usize = 8;

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Events that were found whole, up to the first fault.
    pub events: u64,
    /// Encounters, documents, runs and decisions that agree with their events, up to the first fault.
    pub rows: u64,
    /// The last event found whole.
    pub head: Head,
    /// The first fault; `None` where there is none.
    pub fault: Option<Fault>,
}

impl Store {
    /// Reads the whole ledger and everything it covers, and names the first row that was changed, taken away,
    /// added or moved. Finds also a cut tail, and guards that were taken off.
    ///
    /// # Errors
    /// Where the database cannot be read at all; a fault of the ledger is no error.
    pub fn verify(&self) -> Result<Verification, StoreError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let last = self.head().map_or(0, |head| head.sequence);
        let parts = if last < WORTH_PARTS {
            1
        } else {
            cores.min(MOST_PARTS)
        };
        self.verify_in(parts)
    }

    /// As [`Store::verify`], reading the events in so many parts at once.
    ///
    /// # Errors
    /// As [`Store::verify`].
    pub fn verify_in(&self, parts: usize) -> Result<Verification, StoreError> {
        let parts = u64::try_from(parts.clamp(1, MOST_PARTS)).unwrap_or(1);
        let kept = self.home.as_ref().map(head::read).transpose()?;
        self.read(|conn| {
            let mut progress = Verification {
                events: 0,
                rows: 0,
                head: Head::EMPTY,
                fault: None,
            };
            progress.fault = match self.ledger_fault(conn, parts, &mut progress)? {
                Some(fault) => Some(fault),
                None => match &kept {
                    Some(kept) => head::compare(conn, kept)?.map(Fault::Head),
                    None => None,
                },
            };
            Ok(progress)
        })
    }

    /// Compares a head that was noted earlier with the ledger: it may have gone on since, and nothing else.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn compare_head(&self, noted: Head) -> Result<Option<crate::HeadFault>, StoreError> {
        self.read(|conn| Ok(head::compare(conn, &head::Kept::Head(noted))?))
    }

    /// Reads every page of the file and checks its authentication code, then the structure of the database.
    /// Finds damage in places that nothing else reads.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where any of it is damaged; or where the file cannot be read.
    pub fn check_file(&self) -> Result<(), StoreError> {
        for check in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check(1)"] {
            let found: Option<String> = self.read(|conn| {
                let mut statement = conn.prepare(check)?;
                let mut rows = statement.query([])?;
                Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
            })?;
            if let Some(found) = found.filter(|found| found != "ok") {
                return Err(self.corrupt(found.chars().take(120).collect()));
            }
        }
        Ok(())
    }

    fn ledger_fault(
        &self,
        conn: &Connection,
        parts: u64,
        progress: &mut Verification,
    ) -> Result<Option<Fault>, Failure> {
        if let Some(name) = schema_fault(conn)? {
            return Ok(Some(Fault::Schema { name }));
        }
        let last = event::last(conn)?.sequence;
        let mut people = Recorded::default();
        let mut encounters = Recorded::default();
        let mut counts: HashMap<String, Recounted> = HashMap::new();
        for part in self.in_parts(conn, parts_of(last, parts), walk)? {
            progress.events += part.events;
            progress.rows += part.rows;
            if part.events > 0 {
                progress.head = part.head;
            }
            if part.fault.is_some() {
                return Ok(part.fault);
            }
            // of several events that record the same one the last counts, and parts come in order
            encounters.extend(part.encounters);
            people.extend(part.people);
            if counts.is_empty() {
                counts = part.counts;
                continue;
            }
            for (id, later) in part.counts {
                counts.entry(id).or_default().extend(later);
            }
        }
        if let Some(fault) = stray_rows(conn, last)? {
            return Ok(Some(fault));
        }
        if let Some(fault) = stray_suggestion(conn)? {
            return Ok(Some(fault));
        }
        if let Some(fault) = person_fault(conn, &people, progress)? {
            return Ok(Some(fault));
        }
        if let Some(fault) = self.encounter_fault(conn, &encounters, &counts, parts, progress)? {
            return Ok(Some(fault));
        }
        Ok(stray_key(conn)?)
    }

    /// Does something with each stretch of a table, at once; all but the first over connections of their own.
    fn in_parts<T: Send>(
        &self,
        conn: &Connection,
        bounds: Vec<(u64, u64)>,
        act: impl Fn(&Connection, u64, u64) -> Result<T, Failure> + Sync,
    ) -> Result<Vec<T>, Failure> {
        let here = |bounds: &[(u64, u64)]| {
            bounds
                .iter()
                .map(|&(from, to)| act(conn, from, to))
                .collect()
        };
        let Some((first, others)) = bounds.split_first() else {
            return Ok(Vec::new());
        };
        if others.is_empty() || self.home.is_none() {
            return here(&bounds);
        }
        let (path, key, act) = (&self.path, &self.key, &act);
        std::thread::scope(|scope| {
            let elsewhere: Vec<_> = others
                .iter()
                .map(|&(from, to)| {
                    scope.spawn(move || {
                        let (conn, _) = connect(path, key, true)?;
                        let tx = conn.unchecked_transaction()?;
                        act(&tx, from, to)
                    })
                })
                .collect();
            let mut done = vec![act(conn, first.0, first.1)?];
            for thread in elsewhere {
                let stopped = || {
                    Failure::from(self.corrupt("a part of the ledger could not be read".to_owned()))
                };
                done.push(thread.join().map_err(|_| stopped())??);
            }
            Ok(done)
        })
    }

    /// Compares each encounter with the last event that recorded it and with what was counted, and looks for its key.
    fn encounter_fault(
        &self,
        conn: &Connection,
        recorded: &Recorded,
        counts: &HashMap<String, Recounted>,
        parts: u64,
        progress: &mut Verification,
    ) -> Result<Option<Fault>, Failure> {
        let expected = Expected {
            recorded,
            numbers: recorded.numbers(),
            counts,
            content_key: &self.content_key,
            marks: migrate::format(conn, &self.path)? >= MARKED,
        };
        let bounds = parts_of(encounter::count(conn)?, parts);
        let compare = |conn: &Connection, from, to| rows::encounters(conn, from, to, &expected);
        let mut met: HashSet<String> = HashSet::new();
        for ((from, to), mut part) in
            bounds
                .iter()
                .zip(self.in_parts(conn, bounds.clone(), compare)?)
        {
            if part.fault.is_some() && *from > 0 {
                // another connection may have seen what was written since; only what stands here is a fault
                part = compare(conn, *from, *to)?;
            }
            progress.rows += part.met.len() as u64;
            if part.fault.is_some() {
                return Ok(part.fault);
            }
            for id in part.met {
                if let Some(twice) = met.replace(id) {
                    return Ok(recorded.0.get(&twice).map(|latest| Fault::RowUnrecorded {
                        table: "encounter",
                        sequence: latest.sequence,
                    }));
                }
            }
        }
        Ok(missing("encounter", recorded, &met))
    }
}

/// A number of rows in so many stretches: behind the first number, up to the second.
fn parts_of(last: u64, parts: u64) -> Vec<(u64, u64)> {
    (0..parts)
        .map(|n| (last * n / parts, last * (n + 1) / parts))
        .collect()
}

/// Compares each person with the last event that recorded them.
fn person_fault(
    conn: &Connection,
    recorded: &Recorded,
    progress: &mut Verification,
) -> Result<Option<Fault>, Failure> {
    let part = rows::people(conn, recorded)?;
    progress.rows += part.met.len() as u64;
    if part.fault.is_some() {
        return Ok(part.fault);
    }
    Ok(missing("person", recorded, &part.met.into_iter().collect()))
}

/// The first row that an event recorded and that is not there.
fn missing(table: &'static str, recorded: &Recorded, met: &HashSet<String>) -> Option<Fault> {
    if met.len() == recorded.0.len() {
        return None;
    }
    recorded
        .0
        .iter()
        .filter(|(id, _)| !met.contains(*id))
        .map(|(_, latest)| latest.sequence)
        .min()
        .map(|sequence| Fault::RowMissing { table, sequence })
}

/// A row of a covered table behind the last event.
fn stray_rows(conn: &Connection, last: u64) -> rusqlite::Result<Option<Fault>> {
    for table in ["document", "run", "decision", "statement"] {
        let sql =
            format!("SELECT sequence FROM {table} WHERE sequence > ?1 ORDER BY sequence LIMIT 1");
        let mut statement = conn.prepare(&sql)?;
        let mut rows = statement.query([i64::try_from(last).unwrap_or(i64::MAX)])?;
        if let Some(row) = rows.next()? {
            let sequence = row.get(0)?;
            return Ok(Some(Fault::RowUnrecorded { table, sequence }));
        }
    }
    Ok(None)
}

/// A suggestion of no run.
fn stray_suggestion(conn: &Connection) -> rusqlite::Result<Option<Fault>> {
    let sql = "SELECT run FROM suggestion WHERE run NOT IN (SELECT sequence FROM run) LIMIT 1";
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    let stray = |row: &Row<'_>| {
        Ok(Fault::RowUnrecorded {
            table: "suggestion",
            sequence: row.get(0)?,
        })
    };
    rows.next()?.map(stray).transpose()
}

/// A key of no encounter.
fn stray_key(conn: &Connection) -> rusqlite::Result<Option<Fault>> {
    let sql = "SELECT encounter FROM encounter_key WHERE encounter NOT IN (SELECT id FROM encounter) LIMIT 1";
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    rows.next()?
        .map(|row| {
            Ok(Fault::Key {
                encounter: row.get(0)?,
            })
        })
        .transpose()
}

/// The first table, index or trigger that is not as the program makes it.
fn schema_fault(conn: &Connection) -> Result<Option<String>, Failure> {
    let mut model = Connection::open_in_memory()?;
    migrate::run(
        &mut model,
        std::path::Path::new(":memory:"),
        MIGRATIONS,
        |_| Ok(()),
    )?;
    let (expected, found) = (schema(&model)?, schema(conn)?);
    let differs = |a: &[(String, String)], b: &[(String, String)]| {
        a.iter().find(|item| !b.contains(item)).cloned()
    };
    Ok(differs(&expected, &found)
        .or_else(|| differs(&found, &expected))
        .map(|(name, _)| name))
}

fn schema(conn: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    // SQLite keeps statistics of its own in tables that any program may make
    conn.prepare("SELECT name, COALESCE(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}
