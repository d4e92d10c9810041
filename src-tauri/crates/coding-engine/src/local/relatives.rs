//! Codes that stand beside the one that a note's words lead to, where the note says what tells them apart.
//!
//! The dictionary finds an entry by its words; a sibling, a cousin or a neighbour by the cross references may fit better
//! though its own entry is worded otherwise. It is offered for a look where each further word of its title stands in the
//! sentence of the mention.

use std::sync::{Arc, RwLock};

use coding_model::{IndexPath, Source, TrailStep};
use icd10cm::Code;
use retrieval::normalize;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Local;
use crate::score::place;
use crate::structure::{Graph, Relative, relatives};
use crate::task::Candidate;

/// Most relatives that are offered of a document.
pub(super) const RELATIVES: usize = 6;
/// Most relatives of a code that are looked at.
const LOOKED_AT: usize = 160;

/// Words of titles that tell no conditions apart.
const SAYS_NOTHING: [&str; 12] = [
    "unspecified",
    "other",
    "specified",
    "elsewhere",
    "classified",
    "disease",
    "disorder",
    "condition",
    "site",
    "part",
    "type",
    "form",
];

/// The telling words of titles that were met.
#[derive(Default)]
pub(crate) struct TitleWords(RwLock<FxHashMap<Code, Arc<[String]>>>);

impl Local {
    /// The relative of a candidate that the words of its sentence support best.
    pub(super) fn relative(
        &self,
        chosen: &Candidate,
        said: &FxHashSet<String>,
    ) -> Option<Candidate> {
        // where a 7th character is owed the codes beside one another are sides and episodes, which completing settles
        if matches!(
            chosen.code.undotted().chars().next(),
            Some('S' | 'T' | 'V' | 'W' | 'X' | 'Y')
        ) {
            return None;
        }
        let graph = self.graph.get_or_init(|| Graph::build(&self.codebook));
        let own = self.telling_words(chosen.code);
        let mut best: Option<(usize, Relative, Vec<String>)> = None;
        for relative in relatives(&self.codebook, graph, chosen.code)
            .into_iter()
            .take(LOOKED_AT)
        {
            if chosen.siblings.contains(&relative.code) {
                continue;
            }
            let words = self.telling_words(relative.code);
            let further: Vec<&String> = words.iter().filter(|w| !own.contains(w)).collect();
            let supported = !further.is_empty() && further.iter().all(|w| said.contains(*w));
            // of what it has in common with the chosen one, something must be left
            let common = words.len() > further.len();
            if supported && common && best.as_ref().is_none_or(|b| further.len() > b.0) {
                let further: Vec<String> = further.into_iter().cloned().collect();
                best = Some((further.len(), relative, further));
            }
        }
        best.map(|(_, relative, said)| self.beside(chosen, relative, &said))
    }

    /// Whether a code is that of a fracture of an unspecified site, of which the other has the site.
    pub(super) fn leaves_site_to(&self, open: Code, sited: Code) -> bool {
        let is_open = |code: Code| {
            self.codebook
                .title(code)
                .is_some_and(|t| t.contains("fracture, unspecified site"))
        };
        open.len() > 4 && open.prefix(4) == sited.prefix(4) && is_open(open) && !is_open(sited)
    }

    fn beside(&self, chosen: &Candidate, relative: Relative, said: &[String]) -> Candidate {
        let mut one = chosen.clone();
        one.code = relative.code;
        one.siblings = Vec::new();
        one.lead.stem = relative.code;
        // the site of a fracture that the entry leaves open and the sentence names
        one.lead.neighbour = !self.leaves_site_to(chosen.code, relative.code);
        one.lead.relative = Some(relative);
        one.lead.path = IndexPath {
            source: Source::Tabular,
            terms: self.codebook.title(relative.code).into_iter().collect(),
            hops: Vec::new(),
        };
        if let Some(x) = one.features.get_mut(place("neighbour")) {
            *x = 1.0;
        }
        one.trail.push(TrailStep {
            stage: "navigate".to_owned(),
            agent: "local".to_owned(),
            text: format!(
                "{} is {} of {}; the sentence says: {}",
                relative.code,
                relative.reason(),
                chosen.code,
                said.join(", ")
            ),
        });
        one
    }

    /// The words of a code's title that tell it from others, as the canon writes them.
    fn telling_words(&self, code: Code) -> Arc<[String]> {
        if let Ok(known) = self.title_words.0.read()
            && let Some(words) = known.get(&code)
        {
            return Arc::clone(words);
        }
        let title = self.codebook.title(code).unwrap_or_default();
        let mut words = self.canon.words(&title);
        words.retain(|w| !normalize::is_function_word(w) && !SAYS_NOTHING.contains(&w.as_str()));
        words.sort_unstable();
        words.dedup();
        let words: Arc<[String]> = words.into();
        if let Ok(mut known) = self.title_words.0.write() {
            known.insert(code, Arc::clone(&words));
        }
        words
    }
}
