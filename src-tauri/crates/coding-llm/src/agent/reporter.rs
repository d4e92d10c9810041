//! Reports what an earlier stage chose: the rules hold back what they hold back, and no probability decides.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use coding_engine::task::{Agent, Candidate, Ranked, Reconcile, Selection};
use coding_model::{AS_ORDERED, Encounter, Problem};

use crate::desk::Desk;

/// MedCodER's last step: the first of every order is reported.
pub(crate) struct Reporter {
    desk: Arc<Desk>,
    /// Whether there was anything that the model had ordered.
    ordered: AtomicBool,
}

impl Reporter {
    pub(crate) fn new(desk: &Arc<Desk>) -> Self {
        Self {
            desk: Arc::clone(desk),
            ordered: AtomicBool::new(false),
        }
    }
}

impl Agent<Reconcile> for Reporter {
    fn name(&self) -> &str {
        if self.ordered.load(Ordering::Relaxed) {
            AS_ORDERED
        } else {
            "local"
        }
    }

    fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }

    fn perform(
        &self,
        (encounter, candidates): (&Encounter, Vec<Candidate>),
        problems: &mut Vec<Problem>,
    ) -> Vec<Ranked> {
        // what the dictionary found where the model could not read is left to its probability
        let read = |c: &Candidate| c.trail.iter().any(|t| t.agent == self.desk.name);
        let chosen: Vec<_> = candidates
            .iter()
            .filter(|c| read(c))
            .map(|c| c.code)
            .collect();
        self.ordered.store(!chosen.is_empty(), Ordering::Relaxed);
        let local = &*self.desk.local;
        let mut ranked = Agent::<Reconcile>::perform(local, (encounter, candidates), problems);
        let mut place = 0;
        for one in &mut ranked {
            if one.held_back.is_none() && chosen.contains(&one.candidate.code) {
                one.selection = Some(Selection::Reported(place));
                place += 1;
            }
        }
        ranked
    }
}
