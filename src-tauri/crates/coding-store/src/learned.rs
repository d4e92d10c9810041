//! What earlier decisions said of the same words, as counts.

use std::collections::BTreeMap;

use coding_model::EncounterId;

use crate::error::Failure;
use crate::names::misfit;
use crate::table::learned::{self, LearnedRow};
use crate::{Store, StoreError};

impl Store {
    /// Puts the counts of an encounter's decisions in place of what was there. They are derived: what must be on
    /// record is in the decisions.
    ///
    /// # Errors
    /// Where the encounter is unknown or erased, or nothing can be written.
    pub fn put_learned(
        &mut self,
        encounter: EncounterId,
        rows: &[LearnedRow],
    ) -> Result<(), StoreError> {
        self.write(|tx, store| {
            if rows.is_empty() {
                return Ok(learned::delete(tx, encounter)?);
            }
            let key = store.encounter_key(tx, encounter)?;
            let content = serde_json::to_vec(rows).map_err(|_| Failure::from(misfit(1)))?;
            let sealed = key.seal(&learned::place(&encounter.to_string()), &content)?;
            Ok(learned::put(tx, encounter, &sealed)?)
        })
    }

    /// The counts over all encounters but one, most decisions first. What does not open is passed over: it can be
    /// derived again.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn learned(&self, but: Option<EncounterId>) -> Result<Vec<LearnedRow>, StoreError> {
        self.read(|conn| {
            let mut sums: BTreeMap<(String, String), LearnedRow> = BTreeMap::new();
            for (encounter, sealed) in learned::list(conn)? {
                let Some(id) = EncounterId::parse(&encounter).filter(|id| Some(*id) != but) else {
                    continue;
                };
                let rows: Vec<LearnedRow> = self
                    .encounter_key(conn, id)
                    .ok()
                    .and_then(|key| key.open(&learned::place(&encounter), &sealed))
                    .and_then(|content| serde_json::from_slice(&content).ok())
                    .unwrap_or_default();
                for row in rows {
                    let key = (row.words.clone(), row.code.to_string());
                    let sum = sums.entry(key).or_insert_with(|| LearnedRow {
                        accepted: 0,
                        rejected: 0,
                        ..row.clone()
                    });
                    sum.accepted = sum.accepted.saturating_add(row.accepted);
                    sum.rejected = sum.rejected.saturating_add(row.rejected);
                }
            }
            let mut rows: Vec<LearnedRow> = sums.into_values().collect();
            rows.sort_by_key(|r| std::cmp::Reverse(r.accepted.saturating_add(r.rejected)));
            Ok(rows)
        })
    }

    /// Forgets all counts.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn clear_learned(&mut self) -> Result<(), StoreError> {
        self.write(|tx, _| Ok(learned::clear(tx)?))
    }
}
