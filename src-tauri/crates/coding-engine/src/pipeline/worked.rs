//! What came out of each stage of a run, kept so that a person's correction runs again only what depends on it.

use clinical_text::TextRange;

use crate::task::{Candidate, Lead, Segmented, Spotted};

/// What a run knew after each stage before reconciliation. It holds text of the note, and is kept in memory alone.
#[derive(Debug, Clone, Default)]
pub struct Worked {
    pub(crate) documents: Vec<WorkedDocument>,
}

/// A document of it.
#[derive(Debug, Clone)]
pub(crate) struct WorkedDocument {
    /// Number of the document.
    pub number: usize,
    pub segmented: Segmented,
    pub mentions: Vec<Spotted>,
    pub leads: Vec<Lead>,
    pub candidates: Vec<Candidate>,
}

impl WorkedDocument {
    /// The mentions whose words all lie in a range.
    pub fn within(&self, range: TextRange) -> Vec<usize> {
        let inside = |m: &Spotted| m.ranges.iter().all(|r| range.contains(*r));
        (0..self.mentions.len())
            .filter(|n| self.mentions.get(*n).is_some_and(inside))
            .collect()
    }

    /// The mention that shares the most of its words with a range, measured against both.
    pub fn nearest(&self, range: TextRange) -> Option<usize> {
        let share = |mention: &Spotted| {
            let (mut common, mut own) = (0, 0);
            for r in &mention.ranges {
                own += r.len();
                let from = r.start().max(range.start());
                common += r.end().min(range.end()).saturating_sub(from);
            }
            (common, own + range.len() - common)
        };
        let mut best: Option<(usize, (usize, usize))> = None;
        for (number, mention) in self.mentions.iter().enumerate() {
            let (common, all) = share(mention);
            // a / b > c / d without fractions
            let better = best.is_none_or(|(_, (c, a))| common * a > c * all);
            if common > 0 && better {
                best = Some((number, (common, all)));
            }
        }
        best.map(|(number, _)| number)
    }

    /// The sentence that a range begins in.
    pub fn sentence(&self, range: TextRange) -> usize {
        self.segmented
            .sentences
            .partition_point(|s| s.range.start() <= range.start())
            .saturating_sub(1)
    }
}
