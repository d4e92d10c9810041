//! How near a mention and the words around it are to a code's title in meaning.

use std::sync::{Arc, RwLock};

use clinical_text::TextRange;
use icd10cm::Code;
use rustc_hash::FxHashMap;

use super::Local;
use crate::score::place;
use crate::search::Nearness;
use crate::task::Candidate;

/// Bytes of the sentence before and behind a mention that are taken along.
const AROUND: usize = 48;
/// Cosine that says nothing: what a code has of itself on average. Signals are measured from it, so that one that
/// cannot be given is 0.
const USUAL: f32 = 0.5;

/// Vectors of the titles that were met.
#[derive(Default)]
pub(crate) struct Titles(RwLock<FxHashMap<Code, Arc<[f32]>>>);

impl Titles {
    fn get(&self, nearness: &Nearness, code: Code, title: &str) -> Arc<[f32]> {
        if let Ok(known) = self.0.read()
            && let Some(vector) = known.get(&code)
        {
            return Arc::clone(vector);
        }
        let vector: Arc<[f32]> = nearness.embed(title).into();
        if let Ok(mut known) = self.0.write() {
            known.insert(code, Arc::clone(&vector));
        }
        vector
    }
}

/// A mention's own words, and those with what stands around them in their sentence, as vectors.
#[derive(Debug, Clone)]
pub(super) struct Meant([Vec<f32>; 2]);

fn has(candidate: &Candidate, signal: usize) -> bool {
    candidate.features.get(signal).is_some_and(|x| *x != 0.0)
}

/// Whether any of the candidates was found by looking its words up once more.
pub(crate) fn was_looked_up(candidates: &[Candidate]) -> bool {
    let sent_back = place("sent_back");
    candidates.iter().any(|c| has(c, sent_back))
}

impl Local {
    /// What a mention means; `None` without a model.
    pub(super) fn meant(
        &self,
        text: &str,
        sentence: TextRange,
        ranges: &[TextRange],
    ) -> Option<Meant> {
        let nearness = self.search.as_ref()?.model()?;
        let own: Vec<&str> = ranges.iter().filter_map(|r| r.slice(text)).collect();
        let (first, last) = (ranges.first()?, ranges.last()?);
        let start = floor(text, first.start().saturating_sub(AROUND)).max(sentence.start());
        let end = floor(text, last.end() + AROUND).min(sentence.end());
        let around = text.get(start..end.max(start)).unwrap_or("");
        Some(Meant([
            nearness.embed(&own.join(" ")),
            nearness.embed(around),
        ]))
    }

    /// Whether the signals of nearness of any of the candidates are weighed in the setting.
    pub(crate) fn meaning_is_weighed(&self, candidates: &[Candidate], outpatient: bool) -> bool {
        let weighs = |signal: usize| {
            let weight = self.weights_of(outpatient).weights.get(signal);
            weight.is_some_and(|w| *w != 0.0) || !outpatient && self.trees.ask(signal)
        };
        let near = ["near_words", "near_around"].map(place).into_iter();
        let weighed: Vec<usize> = near.filter(|s| weighs(*s)).collect();
        candidates
            .iter()
            .any(|c| weighed.iter().any(|s| has(c, *s)))
    }

    /// Nearness of a mention's own words, and of those with what stands around them, to the title of a code.
    pub(super) fn near_title(&self, meant: &Meant, code: Code, title: &str) -> Option<[f32; 2]> {
        let nearness = self.search.as_ref()?.model()?;
        let vector = self.titles.get(nearness, code, title);
        Some([0, 1].map(|i| {
            let words = &meant.0[i];
            words.iter().zip(&*vector).map(|(a, b)| a * b).sum::<f32>() - USUAL
        }))
    }
}

/// The last boundary of a character at or before a place.
pub(super) fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
