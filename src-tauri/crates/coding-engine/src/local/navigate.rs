//! Entries of the book for each mention.

use coding_model::{Hop, IndexPath, Problem, Source};
use icd10cm::{BookKind, PartSource};

use super::{Local, VERSION};
use crate::dictionary::{Origin, Phrase};
use crate::task::{Agent, Lead, Navigate, Spotted};

impl Agent<Navigate> for Local {
    fn name(&self) -> &str {
        "local"
    }

    fn version(&self) -> &str {
        VERSION
    }

    fn perform(&self, mentions: &[Spotted], _: &mut Vec<Problem>) -> Vec<Lead> {
        let mut leads = Vec::new();
        for (number, mention) in mentions.iter().enumerate() {
            if let Some(stated) = &mention.stated {
                leads.extend(self.looked_up(number, stated));
            }
            for hit in &mention.hits {
                let Some(phrase) = self.dictionary.phrase(hit.phrase) else {
                    continue;
                };
                let Some(stem) = phrase.code() else { continue };
                leads.push(Lead {
                    mention: number,
                    stem,
                    path: self.path(&phrase, stem),
                    origin: phrase.origin(),
                    kind: phrase.kind(),
                    words: phrase.words().len(),
                    see: phrase.is_see(),
                    plain: phrase.is_plain(),
                    neighbour: false,
                    relative: None,
                    hit: hit.clone(),
                });
            }
        }
        leads
    }
}

impl Local {
    pub(super) fn path(&self, phrase: &Phrase<'_>, stem: icd10cm::Code) -> IndexPath {
        if let Some((kind, number)) = phrase.node()
            && let Some(node) = self.codebook.book(kind).node(number)
        {
            let source = match node.book().source() {
                Some(PartSource::Official) => Source::Official,
                Some(PartSource::Starter) | None => Source::Starter,
            };
            let mut terms = node.titles();
            let mut hops = Vec::new();
            if phrase.is_see() {
                hops.push(Hop::See(terms.join(", ")));
            }
            if matches!(kind, BookKind::Neoplasm | BookKind::Drug)
                && let Some(cell) = node
                    .cells()
                    .find(|c| c.code.is_some_and(|p| p.code == stem))
                && let Some(head) = node
                    .book()
                    .heads()
                    .nth(usize::from(cell.column).saturating_sub(1))
            {
                hops.push(Hop::Cell(head.to_owned()));
                terms.push(head.to_owned());
            }
            return IndexPath {
                source,
                terms,
                hops,
            };
        }
        let source = match phrase.origin() {
            Origin::Title | Origin::Inclusion => Source::Tabular,
            _ => Source::Derived,
        };
        let title = self.codebook.title(stem).unwrap_or_default();
        IndexPath {
            source,
            terms: vec![title],
            hops: Vec::new(),
        }
    }
}
