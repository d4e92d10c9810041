//! From a code or stem to a complete code, by the words of the note.
//!
//! Below a stem the leaf is taken whose additional words the note supports; where it supports none,
//! the unspecified leaf (Guidelines I.B.2, I.B.13, I.B.18, FY2026). The 7th character follows the
//! definition in force: active treatment, subsequent care or sequela for injuries (I.C.19.a), else
//! what the words say, else the unspecified one.

use std::sync::{Arc, RwLock};

use icd10cm::{Code, Codebook, Entry};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::Lexicon;
use crate::dictionary::Canon;
use crate::extract::laterality::Handed;
use crate::extract::period::{PARTS, Part, Period};
use crate::extract::seventh::{Characters, Family, of_injury};
use crate::leaf::{
    Leaf, SIDES, dominance_of, outside_parentheses, says_nothing_more, side_of, weigh,
};

/// Most leaves that are weighed below one stem.
const MAX_LEAVES: usize = 600;

/// The words around a mention.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Words of the mention's sentence and of the item it stands in.
    pub near: Arc<FxHashSet<String>>,
    /// Words of the whole document.
    pub far: Arc<FxHashSet<String>>,
    /// Which side the document names with a word: right, left, both.
    pub sides: Arc<FxHashMap<String, [u16; 3]>>,
    /// What the sentence says of the 7th character.
    pub characters: Arc<Characters>,
    /// The encounter is for subsequent care of an injury.
    pub subsequent: bool,
    /// Which hand the document says is dominant.
    pub handed: Handed,
    /// Where in pregnancy, delivery or puerperium the encounter stands.
    pub period: Period,
}

/// A complete code and how it was reached.
#[derive(Debug, Clone)]
pub struct Completion {
    /// A billable code.
    pub code: Code,
    /// Characters the text did not decide.
    pub defaulted: u8,
    /// Words that decided.
    pub supported: Vec<String>,
    /// Other billable codes under the stem, best first.
    pub others: Vec<Code>,
    /// The other side's code, where both sides are affected and no bilateral code exists (I.B.13).
    pub also: Option<Code>,
}

/// Completes codes of one release; remembers the leaves of the stems it met.
#[derive(Debug)]
pub struct Completer {
    codebook: Codebook,
    canon: Arc<Canon>,
    /// Words of body parts (table `anatomy`).
    parts: FxHashSet<String>,
    leaves: RwLock<FxHashMap<Code, Arc<Vec<Leaf>>>>,
}

impl Completer {
    /// A completer for a release.
    #[must_use]
    pub fn new(codebook: Codebook, canon: Arc<Canon>, lexicon: &Lexicon) -> Self {
        let parts = lexicon.rows("anatomy").iter();
        Self {
            codebook,
            parts: parts
                .filter_map(|row| row.get(1))
                .flat_map(|part| canon.words(part))
                .filter(|w| !SIDES.contains(&w.as_str()))
                .collect(),
            canon,
            leaves: RwLock::default(),
        }
    }

    fn leaves(&self, stem: Entry<'_>, code: Code) -> Arc<Vec<Leaf>> {
        if let Ok(known) = self.leaves.read()
            && let Some(leaves) = known.get(&code)
        {
            return Arc::clone(leaves);
        }
        let stem_words: FxHashSet<String> = self.canon.words(stem.title()).into_iter().collect();
        let mut leaves = Vec::new();
        for entry in stem.subtree().filter(|e| e.is_leaf()).take(MAX_LEAVES) {
            let title = entry.title().to_lowercase();
            let mut words = Vec::new();
            let mut seen = FxHashSet::default();
            // what stands in parentheses is nonessential
            for part in outside_parentheses(&title).split(',') {
                // "right eye, normal vision left eye": the other side is the one that has nothing
                if part.trim_start().starts_with("normal vision") {
                    continue;
                }
                let mut negative = false;
                for raw in part.split_whitespace() {
                    match raw {
                        // weighed by the side and the hand, and not by the word
                        "dominant" | "nondominant" | "non-dominant" => continue,
                        "without" | "not" => {
                            negative = true;
                            continue;
                        }
                        "with" | "in" => negative = false,
                        _ => {}
                    }
                    for word in self.canon.words(raw) {
                        let of_part = Part::of(&title).is_some() && PARTS.contains(&word.as_str());
                        if !of_part && !stem_words.contains(&word) && seen.insert(word.clone()) {
                            words.push((word, negative));
                        }
                    }
                }
            }
            leaves.push(Leaf {
                row: entry.number(),
                unspecified: title.contains("unspecified") || title.contains("not specified"),
                other: title.starts_with("other ") || title.contains(" other "),
                without: title.contains("without"),
                part: Part::of(&title),
                dominance: dominance_of(&title),
                parts: Vec::new(),
                words,
            });
        }
        let mut often: FxHashMap<String, usize> = FxHashMap::default();
        for (word, _) in leaves.iter().flat_map(|l| &l.words) {
            *often.entry(word.clone()).or_default() += 1;
        }
        let all = leaves.len();
        for leaf in &mut leaves {
            let parts = leaf.words.iter().filter(|(w, negative)| {
                !negative && self.parts.contains(w) && often.get(w).is_some_and(|n| *n < all)
            });
            leaf.parts = parts.map(|(w, _)| w.clone()).collect();
        }
        let leaves = Arc::new(leaves);
        if let Ok(mut known) = self.leaves.write() {
            known.insert(code, Arc::clone(&leaves));
        }
        leaves
    }

    /// Completes a code or stem; `None` where the release has no billable code at or below it.
    #[must_use]
    pub fn complete(&self, stem: Code, around: &Surroundings) -> Option<Completion> {
        if self.codebook.is_billable(stem) {
            return Some(Completion {
                code: self.in_period(stem, around.period),
                defaulted: 0,
                supported: Vec::new(),
                others: Vec::new(),
                also: None,
            });
        }
        let entry = self.codebook.entry_of(stem)?;
        let leaves = self.leaves(entry, entry.code()?);
        let stem_words = self.canon.words(entry.title());
        let stem_side = side_of(&stem_words, around);
        let bilateral = leaves
            .iter()
            .any(|l| l.words.iter().any(|(w, _)| w == "bilateral"));
        let mut scored: Vec<(f32, u32, usize, Vec<String>)> = Vec::with_capacity(leaves.len());
        for (order, leaf) in leaves.iter().enumerate() {
            let own: Vec<String> = leaf.words.iter().map(|(w, _)| w.clone()).collect();
            let side = side_of(&own, around).or(stem_side);
            let (score, supported) = weigh(leaf, around, side, bilateral);
            scored.push((score, leaf.row, order, supported));
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
        if scored
            .first()
            .is_some_and(|(.., supported)| supported.is_empty())
        {
            says_nothing_more(&leaves, &mut scored);
        }
        let (_, row, _, supported) = scored.first()?.clone();
        let chosen = self.codebook.entry_at(row)?;
        let (code, seventh_defaulted) = self.seventh(chosen, around)?;
        let others = scored
            .iter()
            .skip(1)
            .take(6)
            .filter_map(|(_, row, ..)| self.codebook.entry_at(*row))
            .filter_map(|e| self.seventh(e, around))
            .map(|(code, _)| code)
            .collect();
        let also = self.other_side(chosen, &scored, around);
        let defaulted = if leaves.len() > 1 && supported.is_empty() {
            1
        } else {
            0
        } + u8::from(seventh_defaulted);
        Some(Completion {
            code,
            defaulted,
            supported,
            others,
            also,
        })
    }

    /// The stem above a code of an unspecified side, where the note names a side and the stem has codes of sides: the
    /// words of a title lead to it, and not to the side it leaves open.
    pub(crate) fn sided_parent(&self, code: Code, around: &Surroundings) -> Option<Code> {
        let named = |words: &[&str]| words.iter().any(|w| around.near.contains(*w));
        if !named(&["right", "left", "bilateral", "both"]) || !self.codebook.is_billable(code) {
            return None;
        }
        let entry = self.codebook.entry_of(code)?;
        if !entry.title().to_lowercase().contains("unspecified") {
            return None;
        }
        let parent = entry.ancestors().next()?;
        let sided = parent
            .children()
            .filter(|e| {
                let title = e.title().to_lowercase();
                title.contains("right") || title.contains("left")
            })
            .count();
        parent.code().filter(|_| sided >= 2)
    }

    /// The code of chapter 15 that says the same of the time the encounter is at: of another trimester, of childbirth, of
    /// the puerperium. The code itself where there is none.
    fn in_period(&self, code: Code, period: Period) -> Code {
        if !code.undotted().starts_with('O') || period == Period::default() {
            return code;
        }
        let Some(title) = self.codebook.title(code).map(|t| t.to_lowercase()) else {
            return code;
        };
        let trimester = match period.trimester {
            Some(1) => "first trimester",
            Some(2) => "second trimester",
            Some(_) => "third trimester",
            None => "",
        };
        let mut wanted = Vec::new();
        if period.delivery || period.puerperium {
            let (part, whole) = if period.delivery {
                ("in childbirth", "complicating childbirth")
            } else {
                ("in the puerperium", "complicating the puerperium")
            };
            wanted.push(title.replace("in pregnancy", part));
            if let Some((before, _)) = title.split_once("complicating pregnancy") {
                wanted.push(format!("{before}{whole}"));
            }
        }
        if !trimester.is_empty() {
            for other in [
                "first trimester",
                "second trimester",
                "third trimester",
                "unspecified trimester",
            ] {
                if title.contains(other) {
                    wanted.push(title.replace(other, trimester));
                }
            }
        }
        wanted.retain(|t| *t != title);
        let Some(category) = self.codebook.entry_of(code.category()) else {
            return code;
        };
        wanted
            .iter()
            .find_map(|t| {
                category.billable_codes().find(|c| {
                    self.codebook
                        .title(*c)
                        .is_some_and(|own| own.eq_ignore_ascii_case(t))
                })
            })
            .unwrap_or(code)
    }

    /// Where the note says both sides and the stem has a code for each side but none for both.
    fn other_side(
        &self,
        chosen: Entry<'_>,
        scored: &[(f32, u32, usize, Vec<String>)],
        around: &Surroundings,
    ) -> Option<Code> {
        if !(around.near.contains("bilateral") || around.near.contains("both")) {
            return None;
        }
        let title = chosen.title().to_lowercase();
        let wanted = if title.contains("right") {
            title.replace("right", "left")
        } else if title.contains("left") {
            title.replace("left", "right")
        } else {
            return None;
        };
        let entries = || {
            scored
                .iter()
                .filter_map(|(_, row, ..)| self.codebook.entry_at(*row))
        };
        if entries().any(|e| e.title().to_lowercase().contains("bilateral")) {
            return None;
        }
        let other = entries().find(|e| e.title().to_lowercase() == wanted)?;
        self.seventh(other, around).map(|(code, _)| code)
    }

    /// The complete code of a leaf, and whether its 7th character is a default.
    fn seventh(&self, leaf: Entry<'_>, around: &Surroundings) -> Option<(Code, bool)> {
        let code = leaf.code()?;
        if self.codebook.is_billable(code) {
            return Some((code, false));
        }
        let has = |c: char| {
            code.with_seventh(c)
                .filter(|full| self.codebook.is_billable(*full))
        };
        let characters: Vec<_> = leaf.seventh_characters().collect();
        let there: Vec<char> = characters.iter().map(|c| c.character).collect();
        if there.contains(&'A') && there.contains(&'S') {
            let said = of_injury(&around.characters, &there);
            let wish = match said {
                // an open fracture under subsequent care keeps to the care
                Some('B' | 'C') | None if around.subsequent => 'D',
                Some(character) => character,
                None => 'A',
            };
            let decided = wish != 'A';
            return has(wish)
                .or_else(|| leaf.billable_codes().next())
                .map(|c| (c, !decided));
        }
        if let Some(family) = Family::of(characters.iter().map(|c| c.text))
            && let Some(full) = there
                .iter()
                .filter(|c| around.characters.contains(&(family, **c)))
                .find_map(|c| has(*c))
        {
            return Some((full, false));
        }
        let mut best: Option<(f32, Code, bool)> = None;
        for (i, character) in characters.iter().enumerate() {
            let Some(full) = has(character.character) else {
                continue;
            };
            let words = self.canon.words(character.text);
            let hits = words.iter().filter(|w| around.near.contains(*w)).count() as f32;
            let text = character.text.to_lowercase();
            let neutral = text.contains("unspecified")
                || text.contains("not applicable")
                || text.contains("stage unspecified");
            let score = if hits > 0.0 {
                hits * 2.0 - 0.2 * words.len() as f32
            } else if neutral {
                0.5
            } else {
                0.0
            } - 0.001 * i as f32;
            if best.as_ref().is_none_or(|b| score > b.0) {
                best = Some((score, full, hits == 0.0));
            }
        }
        best.map(|(_, code, defaulted)| (code, defaulted))
    }
}
