//! What each stage knew of an encounter, to measure where codes are lost.

use coding_model::Encounter;
use icd10cm::Code;

use super::{Engine, MAX_DOCUMENT};
use crate::task::ToValidate;

/// The codes and stems that were known after the stages before reconciliation, each once.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// Named by an entry whose words a mention holds.
    pub named: Vec<Code>,
    /// Led to by the entries, cross references followed.
    pub leads: Vec<Code>,
    /// Complete codes, those of denied and other people's conditions included.
    pub candidates: Vec<Code>,
}

impl Engine {
    /// Runs the stages before reconciliation and keeps what each knew.
    #[must_use]
    pub fn reach(&self, encounter: &Encounter) -> Reach {
        let mut reach = Reach::default();
        let mut problems = Vec::new();
        for (number, document) in encounter.documents.iter().enumerate() {
            if document.text.len() > MAX_DOCUMENT {
                continue;
            }
            let segmented = self.segment.perform(document, &mut problems);
            let mentions = self.extract.perform((document, &segmented), &mut problems);
            let hits = mentions.iter().flat_map(|m| &m.hits);
            let named = hits.filter_map(|h| self.local.dictionary.phrase(h.phrase)?.code());
            reach.named.extend(named);
            let leads = self.navigate.perform(&mentions, &mut problems);
            reach.leads.extend(leads.iter().map(|l| l.stem));
            let input = ToValidate {
                encounter,
                document: number,
                segmented: &segmented,
                mentions: &mentions,
                leads: &leads,
            };
            let candidates = self.validate.perform(input, &mut problems);
            reach.candidates.extend(candidates.iter().map(|c| c.code));
        }
        for list in [&mut reach.named, &mut reach.leads, &mut reach.candidates] {
            list.sort_unstable_by_key(|c| c.to_bytes());
            list.dedup();
        }
        reach
    }
}
