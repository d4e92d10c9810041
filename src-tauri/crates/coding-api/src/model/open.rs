//! What stays open between runs of the window: the client with its answers, the shelves of releases, and what stops
//! a run that is under way.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use coding_llm::{Cancel, Client, Shelf};
use coding_model::EncounterId;

use super::Asked;
use crate::ApiError;

/// What stays open.
#[derive(Default)]
pub(crate) struct Open {
    offline: AtomicBool,
    client: Mutex<Option<(Asked, Arc<Client>)>>,
    pub(super) shelves: Mutex<HashMap<String, Arc<Shelf>>>,
    running: Mutex<HashMap<EncounterId, Cancel>>,
    /// Charts whose reading was confirmed with a passphrase, where one is set, since the program was unlocked.
    confirmed: Mutex<HashSet<EncounterId>>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Open {
    /// Lets nothing out for as long as the program runs.
    pub fn set_offline(&self) {
        self.offline.store(true, Ordering::Relaxed);
        self.forget_client();
    }

    /// Whether nothing may go out.
    pub fn is_offline(&self) -> bool {
        self.offline.load(Ordering::Relaxed)
    }

    /// The client of before, where the same is asked for; with it the answers of before. Whoever takes it has a
    /// permit of now in hand.
    pub(super) fn client(&self, asked: &Asked) -> Option<Arc<Client>> {
        held(&self.client)
            .as_ref()
            .filter(|(of, _)| of.same_place(asked))
            .map(|(_, client)| Arc::clone(client))
    }

    pub(super) fn keep_client(&self, asked: &Asked, client: &Arc<Client>) {
        *held(&self.client) = Some((asked.clone(), Arc::clone(client)));
    }

    /// Notes that whoever works now confirmed the reading of a chart: corrections of it belong to that reading.
    pub(super) fn confirm(&self, id: EncounterId) {
        held(&self.confirmed).insert(id);
    }

    /// A new reading of the chart is to be confirmed anew.
    pub(super) fn disown(&self, id: EncounterId) {
        held(&self.confirmed).remove(&id);
    }

    /// Whether the reading of a chart was confirmed by whoever works now.
    pub(super) fn is_confirmed(&self, id: EncounterId) -> bool {
        held(&self.confirmed).contains(&id)
    }

    /// Closes the client, and forgets its answers and what was confirmed.
    pub fn forget_client(&self) {
        *held(&self.client) = None;
        held(&self.confirmed).clear();
    }

    /// Notes that a chart is being read.
    pub(super) fn begin(&self, id: EncounterId) -> Result<Running<'_>, ApiError> {
        let mut running = held(&self.running);
        if running.contains_key(&id) {
            return Err(ApiError::input(
                "reading the chart with a model: it is being read already; wait for it, or cancel it",
            ));
        }
        let cancel = Cancel::default();
        running.insert(id, cancel.clone());
        Ok(Running {
            open: self,
            id,
            cancel,
        })
    }

    /// Stops what is under way for a chart; whether there was anything.
    pub(super) fn cancel(&self, id: EncounterId) -> bool {
        let running = held(&self.running);
        let found = running.get(&id);
        if let Some(cancel) = found {
            cancel.cancel();
        }
        found.is_some()
    }

    /// Stops everything that is under way: whoever began it works here no more.
    pub fn cancel_all(&self) {
        held(&self.running).values().for_each(Cancel::cancel);
    }
}

/// A run that is under way, until it is dropped.
pub(super) struct Running<'a> {
    open: &'a Open,
    id: EncounterId,
    pub cancel: Cancel,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        held(&self.open.running).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn a_run_is_stopped_with_all_others_and_not_after_it_ended() {
        let open = Open::default();
        let (one, other) = (EncounterId::new(), EncounterId::new());
        let first = open.begin(one).unwrap();
        let second = open.begin(other).unwrap();
        assert!(open.cancel(one));
        assert!(first.cancel.is_cancelled() && !second.cancel.is_cancelled());
        drop(second);
        let second = open.begin(other).unwrap();
        open.cancel_all();
        assert!(second.cancel.is_cancelled());
        drop((first, second));
        assert!(!open.cancel(one));
        assert!(!open.begin(one).unwrap().cancel.is_cancelled());
    }
}
