//! Mentions that came to nothing fitting, looked up once more by the words around them.
//!
//! The dictionary asks for every word of an entry. Where it found only a vague one ("dystrophy") and the note says
//! more right beside it ("cone-rod dystrophy"), the words together are looked up: by words, misspelt ones included,
//! and by nearness in meaning where a model is at hand. What is found goes through the Tabular List as any other.

use std::sync::Arc;

use clinical_text::TextRange;
use coding_model::{Document, IndexPath, Polarity, Source, Temporality};
use icd10cm::BookKind;
use retrieval::normalize::Tokens;
use rustc_hash::FxHashSet;

use super::Local;
use crate::dictionary::{Origin, is_empty_word};
use crate::extract::laterality::SIDES;
use crate::search::{Found, LookupOptions};
use crate::task::{Candidate, Lead, Segmented, Spotted, Stated};

/// Most mentions of a document that are looked up again …
const MOST: usize = 4;
/// … and most whose surroundings are read to find them.
const READ: usize = 60;
/// Entries that are followed of one.
const LEADS: usize = 2;
/// Words taken along before a mention and behind it.
const BEFORE: usize = 3;
const BEHIND: usize = 4;
/// Bytes in which they stand.
const REACH: usize = 64;
/// Least score of what is followed; 1 is a whole entry.
const LEAST: f32 = 0.5;

/// The words of a mention with those around it.
struct Around {
    term: String,
    /// Words that no mention of the sentence has, as the canon writes them.
    unmet: Vec<String>,
    places: Vec<TextRange>,
}

impl Local {
    /// The mentions to be navigated again by the words around them, the others left empty in their places; `None`
    /// where there is none, or nothing to look them up in.
    pub(crate) fn unfit(
        &self,
        document: &Document,
        segmented: &Segmented,
        mentions: &[Spotted],
        found: &[Candidate],
    ) -> Option<Vec<Spotted>> {
        self.search.as_ref()?;
        let mut tried = vec![Vec::new(); mentions.len()];
        let mut fits = vec![false; mentions.len()];
        for c in found.iter().filter(|c| !c.lead.neighbour) {
            if let (Some(tried), Some(fits)) = (tried.get_mut(c.mention), fits.get_mut(c.mention)) {
                tried.push(c.code);
                *fits |= self.fits(c);
            }
        }
        let asks = |m: &Spotted| {
            m.stated.is_none()
                && m.assertion.polarity == Polarity::Affirmed
                && m.assertion.temporality != Temporality::Hypothetical
                && m.hits.iter().any(|h| !h.dominated)
        };
        let mut known = FxHashSet::default();
        let mut again: Vec<(usize, Around)> = Vec::new();
        let unfit = (0..mentions.len()).filter(|&i| !fits[i] && asks(&mentions[i]));
        for i in unfit.take(READ) {
            if let Some(around) = self.around(&document.text, segmented, mentions, i)
                && known.insert(around.term.to_lowercase())
            {
                again.push((i, around));
            }
            if again.len() == MOST {
                break;
            }
        }
        if again.is_empty() {
            return None;
        }
        let mut emptied: Vec<Spotted> = mentions.to_vec();
        for mention in &mut emptied {
            mention.hits.clear();
            mention.stated = None;
        }
        for (i, around) in again {
            emptied[i].stated = Some(Arc::new(Stated {
                term: around.term,
                evidence: around.places,
                tried: std::mem::take(&mut tried[i]),
                around: around.unmet,
                ..Stated::default()
            }));
        }
        Some(emptied)
    }

    /// Whether a candidate leaves nothing open that the note may say.
    fn fits(&self, c: &Candidate) -> bool {
        let title = self
            .codebook
            .title(c.code)
            .unwrap_or_default()
            .to_lowercase();
        let open = title.contains("unspecified") || title.starts_with("other ");
        c.lead.words > 1 && !c.lead.hit.dominated && (c.defaulted == 0 || c.supported > 0) && !open
    }

    /// The words around a mention, where they say something that no mention of its sentence has.
    fn around(
        &self,
        text: &str,
        segmented: &Segmented,
        mentions: &[Spotted],
        number: usize,
    ) -> Option<Around> {
        let mention = mentions.get(number)?;
        let sentence = segmented.sentences.get(mention.sentence)?.range;
        let (start, end) = (
            mention.ranges.first()?.start(),
            mention.ranges.last()?.end(),
        );
        if end - start > REACH {
            return None;
        }
        let from = super::meaning::floor(text, start.saturating_sub(REACH)).max(sentence.start());
        let to = super::meaning::floor(text, end + REACH).min(sentence.end());
        let window = text.get(from..to)?;
        let tokens = Tokens::of(window);
        let own = |i: usize| {
            tokens.get(i).is_some_and(|t| {
                let range = TextRange::new(from + t.range.start, from + t.range.end);
                mention.ranges.iter().any(|r| r.overlaps(range))
            })
        };
        let first = (0..tokens.len()).find(|i| own(*i))?;
        let last = (first..tokens.len()).rev().find(|i| own(*i))?;
        // a word cut off at the window's edge is none
        let inner = |i: usize| {
            tokens.get(i).is_some_and(|t| {
                (t.range.start > 0 || from == sentence.start())
                    && (t.range.end < window.len() || to == sentence.end())
            })
        };
        let search = self.search.as_ref()?;
        let telling = |i: usize| {
            inner(i)
                && tokens
                    .get(i)
                    .is_some_and(|t| !is_empty_word(t.text) && search.knows(t.text))
        };
        let joined = |i: usize| {
            let (Some(a), Some(b)) = (tokens.get(i), tokens.get(i + 1)) else {
                return false;
            };
            let between = window.get(a.range.end..b.range.start).unwrap_or("\n");
            between.chars().all(|c| matches!(c, ' ' | '-' | '\'' | '’'))
        };
        let mut left = first;
        while left > 0 && first - left < BEFORE && joined(left - 1) && telling(left - 1) {
            left -= 1;
        }
        let mut right = last;
        while right - last < BEHIND && joined(right) {
            let joint = tokens
                .get(right + 1)
                .is_some_and(|t| matches!(t.text, "of" | "in" | "with" | "to" | "due"));
            if telling(right + 1) {
                right += 1;
            } else if joint && joined(right + 1) && telling(right + 2) {
                right += 2;
            } else {
                break;
            }
        }
        let met = |range: TextRange| {
            let later = mentions.get(number..).unwrap_or_default().iter().take(READ);
            let earlier = mentions
                .get(..number)
                .unwrap_or_default()
                .iter()
                .rev()
                .take(READ);
            later
                .take_while(|m| m.sentence == mention.sentence)
                .chain(earlier.take_while(|m| m.sentence == mention.sentence))
                .any(|m| m.ranges.iter().any(|r| r.overlaps(range)))
        };
        let (mut unmet, mut places) = (Vec::new(), Vec::new());
        for i in (left..first).chain(last + 1..=right) {
            let Some(token) = tokens.get(i).filter(|_| telling(i)) else {
                continue;
            };
            let range = TextRange::new(from + token.range.start, from + token.range.end);
            if !met(range) {
                unmet.push(self.canon.word(token.text).to_owned());
                places.push(range);
            }
        }
        let (a, b) = (tokens.get(left)?.range.start, tokens.get(right)?.range.end);
        // a side alone is said by the code's own leaves: any entry on that side would do
        let telling = unmet.iter().any(|w| !SIDES.contains(&w.as_str()));
        telling.then(|| Around {
            term: window.get(a..b).unwrap_or_default().to_owned(),
            unmet,
            places,
        })
    }

    /// Entries for a mention that is looked up by words of its own.
    pub(super) fn looked_up(&self, number: usize, stated: &Stated) -> Vec<Lead> {
        let Some(search) = &self.search else {
            return Vec::new();
        };
        let options = LookupOptions {
            limit: 6,
            prefix: false,
        };
        let tried = |f: &Found| {
            let of = |t: &icd10cm::Code| f.code.starts_with(*t) || t.starts_with(f.code);
            stated.tried.iter().any(of)
        };
        // one of the words that nothing had yet must be the entry's
        let says = |f: &Found| {
            stated.around.is_empty() || {
                let mut words = self.canon.words(&f.title);
                words.extend(f.path.iter().flat_map(|p| self.canon.words(p)));
                stated.around.iter().any(|w| words.contains(w))
            }
        };
        search
            .lookup(&self.codebook, &stated.term, options)
            .results
            .into_iter()
            .filter(|f| !f.guessed && f.score >= LEAST && !tried(f) && says(f))
            .take(LEADS)
            .map(|f| self.lead_of(number, f))
            .collect()
    }

    fn lead_of(&self, number: usize, found: Found) -> Lead {
        let origin = match (found.node, found.source) {
            (Some((BookKind::Index, _)), _) => Origin::Index,
            (Some((BookKind::ExternalCause, _)), _) => Origin::ExternalCause,
            (Some((BookKind::Neoplasm, _)), _) => Origin::Neoplasm,
            (Some((BookKind::Drug, _)), _) => Origin::Drug,
            (None, Source::Tabular) => Origin::Title,
            (None, _) => Origin::Lay,
        };
        let way = |terms| IndexPath {
            source: found.source,
            terms,
            hops: Vec::new(),
        };
        let path = match found.source {
            Source::Tabular => way(vec![found.title]),
            // everyday words are no line of the index; the code has one, or its title
            Source::Derived => self.path_to(found.code, None),
            Source::Official | Source::Starter => way(found.path),
        };
        let mut lead = Lead::chosen(number, found.code, path, origin);
        lead.hit.mass = found.score * 10.0;
        lead.hit.value = lead.hit.mass;
        lead
    }
}
