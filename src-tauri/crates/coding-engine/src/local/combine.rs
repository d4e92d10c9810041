//! Two codes that one code says together, and conditions that became history.

use coding_model::{Encounter, EvidenceSpan, IndexPath, Source, TrailStep};
use icd10cm::Code;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Local;
use crate::dictionary::Origin;
use crate::lexicon::Stem;
use crate::task::Ranked;

/// Two conditions and the code that states both (Guidelines I.A.15 and I.B.9, FY2026).
#[derive(Debug, Clone)]
pub(crate) struct Combination {
    a: Stem,
    b: Stem,
    /// Codes or stems to choose from.
    results: Vec<Stem>,
    keep: Vec<Stem>,
    authority: String,
    /// The organism of a sepsis.
    of_sepsis: bool,
    /// The category of a diabetes whose complication it states.
    of_diabetes: Option<Code>,
}

/// What becomes of the two codes of a combination.
enum Outcome {
    /// Another code states both.
    Replaced(Code),
    /// One of the two states both.
    Covered {
        /// It is the first.
        first: bool,
    },
}

/// Reads the table `combinations`. Rows whose authority asks for a documented link are for a person.
pub(crate) fn combinations(rows: &[Vec<String>]) -> Vec<Combination> {
    let mut all: Vec<Combination> = rows
        .iter()
        .filter_map(|row| {
            let [a, b, result, rest @ ..] = row.as_slice() else {
                return None;
            };
            let at = |i: usize| rest.get(i).map_or("", String::as_str);
            let authority = at(1).to_owned();
            if authority.contains("document") || authority.contains("link") {
                return None;
            }
            let a = Stem::parse(a)?;
            let results: Vec<Stem> = result.split_whitespace().filter_map(Stem::parse).collect();
            let bare = ["E089", "E099", "E109", "E119", "E139"].contains(&a.code.undotted());
            let complication = bare && !results.iter().any(|r| r.covers(a.code));
            let of_diabetes = complication.then(|| a.code.category());
            Some(Combination {
                a,
                of_diabetes,
                b: Stem::parse(b)?,
                results: Some(results).filter(|all| !all.is_empty())?,
                keep: at(0).split_whitespace().filter_map(Stem::parse).collect(),
                of_sepsis: authority.starts_with("sepsis with its organism"),
                authority,
            })
        })
        .collect();
    // of rows for the same two categories the one that says more of the second comes first
    for same in
        all.chunk_by_mut(|x, y| x.a.code == y.a.code && x.b.code.category() == y.b.code.category())
    {
        same.sort_by_key(|c| std::cmp::Reverse(c.b.code.len()));
    }
    all
}

/// Whether two candidates stand in one sentence, in some place.
pub(super) fn in_one_sentence(
    encounter: &Encounter,
    a: &[EvidenceSpan],
    b: &[EvidenceSpan],
) -> bool {
    let near = |x: &EvidenceSpan, y: &EvidenceSpan| {
        let (from, to) = if x.range.start() <= y.range.start() {
            (x.range.end(), y.range.start())
        } else {
            (y.range.end(), x.range.start())
        };
        let text = encounter
            .documents
            .iter()
            .find(|d| d.id == x.document)
            .map_or("", |d| d.text.as_str());
        from >= to
            || to - from <= LONGEST_SENTENCE
                && text.get(from..to).is_some_and(|t| !ends_sentence(t))
    };
    a.iter()
        .any(|x| b.iter().any(|y| x.document == y.document && near(x, y)))
}

/// Most bytes between two words of one sentence.
const LONGEST_SENTENCE: usize = 240;

/// Whether a sentence ends within a text; "E. coli" and "S. aureus" end none.
fn ends_sentence(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(i, b)| match b {
        b'\n' | b';' => true,
        b'.' => {
            let abbreviated = i == 1 || i >= 2 && !bytes[i - 2].is_ascii_alphanumeric();
            !abbreviated && bytes.get(i + 1).is_none_or(u8::is_ascii_whitespace)
        }
        _ => false,
    })
}

/// Reads the table `resolved`.
pub(crate) fn resolved(rows: &[Vec<String>]) -> Vec<(Stem, Code)> {
    rows.iter()
        .filter_map(|row| match row.as_slice() {
            [condition, history, ..] => Some((Stem::parse(condition)?, Code::parse(history).ok()?)),
            _ => None,
        })
        .collect()
}

impl Local {
    /// Replaces pairs of the set by the code that states both.
    pub(super) fn combine(&self, encounter: &Encounter, ranked: &mut Vec<Ranked>, floor: f32) {
        // a combination may be part of another: hypertension, kidney disease and heart failure
        for _ in 0..4 {
            // what stands, by every beginning of its code: most rows name none of it
            let mut begun: FxHashSet<Code> = FxHashSet::default();
            for one in ranked.iter().filter(|r| r.stands(floor)) {
                let code = one.candidate.code;
                begun.extend((3..=code.len()).map(|n| code.prefix(n)));
            }
            let found = self.combinations.iter().find_map(|c| {
                let diabetes = c.of_diabetes.is_some_and(|d| begun.contains(&d));
                if !(begun.contains(&c.a.code) || diabetes) || !begun.contains(&c.b.code) {
                    return None;
                }
                let stands = |r: &Ranked| r.held_back.is_none() && r.probability >= floor;
                let i = ranked
                    .iter()
                    .position(|r| stands(r) && c.a.covers(r.candidate.code))
                    .or_else(|| {
                        // as many codes of a diabetes as it has complications (Guidelines I.C.4.a)
                        let diabetes = c.of_diabetes.filter(|d| begun.contains(d))?;
                        ranked
                            .iter()
                            .position(|r| stands(r) && r.candidate.code.starts_with(diabetes))
                    })?;
                let j = (0..ranked.len()).find(|&j| {
                    j != i && stands(&ranked[j]) && c.b.covers(ranked[j].candidate.code)
                })?;
                // an organism found elsewhere is not said to be that of the sepsis
                let said = |n: usize| ranked[n].candidate.evidence.as_slice();
                if c.of_sepsis && !in_one_sentence(encounter, said(i), said(j)) {
                    return None;
                }
                let outcome =
                    self.outcome(c, ranked[i].candidate.code, ranked[j].candidate.code)?;
                let stated = |code: &Code| {
                    ranked
                        .iter()
                        .any(|r| stands(r) && r.candidate.code == *code)
                };
                let done = !c.a.covers(ranked[i].candidate.code)
                    && !matches!(&outcome, Outcome::Replaced(code) if !stated(code));
                (!done).then_some((c, i, j, outcome))
            });
            match found {
                Some((combination, i, j, Outcome::Replaced(code))) => {
                    self.replace(ranked, combination, (i, j), code);
                }
                Some((combination, i, j, Outcome::Covered { first })) => {
                    let (by, gone) = if first { (i, j) } else { (j, i) };
                    let stays = ranked[by].candidate.code;
                    let code = ranked[gone].candidate.code;
                    let reason = format!("{stays} says it ({})", combination.authority);
                    ranked[by].rivals.push((code, reason.clone()));
                    ranked[gone].held_back = Some(reason);
                }
                None => return,
            }
        }
    }

    /// Whether a code is one that states two conditions.
    pub(super) fn states_two(&self, code: Code) -> bool {
        let mut all = self.combinations.iter();
        // a row that reports both as they are names one of them as its result
        all.any(|c| {
            let one_of_them = c.a.covers(code) || c.b.covers(code);
            !one_of_them && c.results.iter().any(|r| r.covers(code))
        })
    }

    /// Whether there is one code that states both of two.
    pub(super) fn states_both(&self, a: Code, b: Code) -> bool {
        self.combinations.iter().any(|c| {
            let pair = (c.a.covers(a) && c.b.covers(b)) || (c.a.covers(b) && c.b.covers(a));
            pair && !c.of_sepsis && self.outcome(c, a, b).is_some()
        })
    }

    /// Whether a code stands beside another by a combination, or gives its place to one that does: the pneumonia of
    /// COVID-19, the infection of a lung that is obstructed.
    pub(super) fn adds_to(&self, code: Code, beside: Code) -> bool {
        let covers = |stems: &[Stem], code: Code| stems.iter().any(|s| s.covers(code));
        self.combinations.iter().any(|c| {
            let is_part = c.a.covers(code) || c.b.covers(code);
            // a kidney disease is named beside its cause by its stage alone (N18.1 to N18.6, Tabular E11.22 and I12)
            let kept = is_part
                && code.undotted() != "N189"
                && code.category() != beside.category()
                && covers(&c.keep, code)
                && covers(&c.results, beside);
            if kept && !c.a.covers(beside) && !c.b.covers(beside) {
                return true;
            }
            let pair = (c.a.covers(code) && c.b.covers(beside))
                || (c.a.covers(beside) && c.b.covers(code));
            let is_result = covers(&c.results, code) && (c.a.covers(beside) || c.b.covers(beside));
            beside.undotted() == "U071"
                && covers(&c.keep, beside)
                && (is_result
                    || pair && matches!(self.outcome(c, code, beside), Some(Outcome::Replaced(_))))
        })
    }

    /// What becomes of two codes of a combination; none where nothing changes.
    fn outcome(&self, c: &Combination, a: Code, b: Code) -> Option<Outcome> {
        let states = |code: Code| c.results.iter().any(|r| r.covers(code));
        let kept = |code: Code| c.keep.iter().any(|k| k.covers(code));
        match (states(a), states(b)) {
            // one of the two states both: the other goes, where it is not reported beside it
            (true, false) => return (!kept(b)).then_some(Outcome::Covered { first: true }),
            (false, true) => return (!kept(a)).then_some(Outcome::Covered { first: false }),
            (true, true) => return None,
            (false, false) => {}
        }
        let result = c.results.first()?.code;
        let code = if self.codebook.is_billable(result) {
            result
        } else {
            // the unspecified one below the stem
            let entry = self.codebook.entry_of(result)?;
            let leaves: Vec<Code> = entry.billable_codes().collect();
            let unspecified = leaves.iter().find(|l| {
                self.codebook
                    .title(**l)
                    .is_some_and(|t| t.to_lowercase().contains("unspecified"))
            });
            *unspecified.or_else(|| leaves.first())?
        };
        Some(Outcome::Replaced(code))
    }

    fn replace(
        &self,
        ranked: &mut Vec<Ranked>,
        c: &Combination,
        (i, j): (usize, usize),
        code: Code,
    ) {
        let (a, b) = (ranked[i].candidate.code, ranked[j].candidate.code);
        let title = self.codebook.title(code).unwrap_or_default();
        let reason = format!("{code} states {a} and {b} together ({})", c.authority);
        let mut one = ranked[i].clone();
        one.candidate.code = code;
        one.candidate.siblings.clear();
        // another complication of the same diabetes: that of the first is not evidence of it
        if !c.a.covers(a) {
            one.candidate.evidence.truncate(1);
        }
        one.candidate
            .evidence
            .extend(ranked[j].candidate.evidence.iter().cloned());
        let begins = one.candidate.lead.path.terms.first().cloned();
        one.candidate.lead.path = self
            .entry_for(code, begins.as_deref())
            .unwrap_or(IndexPath {
                source: Source::Derived,
                terms: vec![title],
                hops: Vec::new(),
            });
        one.candidate.trail.push(TrailStep {
            stage: "reconcile".to_owned(),
            agent: "local".to_owned(),
            text: reason.clone(),
        });
        one.probability = ranked[i].probability.max(ranked[j].probability);
        one.rivals.clear();
        for n in [i, j] {
            let kept = c.keep.iter().any(|k| k.covers(ranked[n].candidate.code));
            // another complication of the diabetes stands beside it
            let named =
                c.a.covers(ranked[n].candidate.code) || c.b.covers(ranked[n].candidate.code);
            if !kept && named {
                one.rivals.push((ranked[n].candidate.code, reason.clone()));
                ranked[n].held_back = Some(reason.clone());
            }
        }
        // other names of what the second one says
        let said = &ranked[j].candidate.evidence;
        let same = |r: &Ranked| {
            r.candidate.evidence.iter().all(|e| {
                said.iter()
                    .any(|f| f.document == e.document && f.range.contains(e.range))
            })
        };
        let others: Vec<usize> = (0..ranked.len())
            .filter(|&n| n != i && n != j && ranked[n].held_back.is_none() && same(&ranked[n]))
            .filter(|&n| {
                let other = ranked[n].candidate.code;
                other != code
                    && !c.keep.iter().any(|k| k.covers(other))
                    && (self.is_vaguer(other, code) || self.is_manifestation(other))
            })
            .collect();
        for n in others {
            ranked[n].held_back = Some(reason.clone());
        }
        ranked.retain(|r| r.candidate.code != code);
        ranked.push(one);
    }

    /// A way to a code: an entry of the index, under the same main term if there is one, else its title in the
    /// Tabular List.
    #[must_use]
    pub fn path_to(&self, code: Code, main_term: Option<&str>) -> IndexPath {
        self.entry_for(code, main_term).unwrap_or_else(|| {
            let title = self.codebook.entry_of(code).map(|e| e.title().to_owned());
            IndexPath {
                source: Source::Tabular,
                terms: vec![title.unwrap_or_default()],
                hops: Vec::new(),
            }
        })
    }

    /// An entry of the index that leads to a code, under the same main term if there is one.
    pub(super) fn entry_for(&self, code: Code, main_term: Option<&str>) -> Option<IndexPath> {
        let by_code = self.entries_of.get_or_init(|| {
            let mut by_code: FxHashMap<Code, Vec<u32>> = FxHashMap::default();
            let all = (0..self.dictionary.len() as u32).filter_map(|n| self.dictionary.phrase(n));
            for phrase in all.filter(|p| p.origin() == Origin::Index) {
                if let Some(code) = phrase.code() {
                    by_code.entry(code).or_default().push(phrase.number());
                }
            }
            by_code
        });
        let of_code = by_code.get(&code).map_or(&[][..], Vec::as_slice);
        let entries = || {
            of_code
                .iter()
                .filter_map(|n| self.dictionary.phrase(*n))
                .map(|p| self.path(&p, code))
        };
        entries()
            .find(|path| path.terms.first().map(String::as_str) == main_term)
            .or_else(|| entries().next())
    }

    /// The history code of a condition that is over.
    pub(super) fn history_of(&self, ranked: &Ranked) -> Option<Ranked> {
        let code = ranked.candidate.code;
        let (_, history) = self
            .resolved
            .iter()
            .filter(|(stem, _)| stem.covers(code))
            .max_by_key(|(stem, _)| stem.code.len())?;
        let history = self.codebook.is_billable(*history).then_some(*history)?;
        let mut one = ranked.clone();
        one.held_back = None;
        // less certain than the mention: a past condition need not be reportable
        one.probability *= 0.35;
        one.candidate.code = history;
        one.candidate.siblings.clear();
        one.candidate.lead.kind = "personal_history";
        one.candidate.lead.path = IndexPath {
            source: Source::Derived,
            terms: vec![self.codebook.title(history).unwrap_or_default()],
            hops: Vec::new(),
        };
        one.candidate.trail.push(TrailStep {
            stage: "reconcile".to_owned(),
            agent: "local".to_owned(),
            text: format!("{code} is stated as history: {history} (Guidelines I.C.21.c.4, FY2026)"),
        });
        Some(one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_stem_comes_before_a_shorter_one() {
        let (lexicon, _) = crate::Lexicon::carried();
        let all = combinations(lexicon.rows("combinations"));
        let coli = Code::parse("B96.20").unwrap();
        let first = all
            .iter()
            .find(|c| c.a.code.undotted() == "A419" && c.b.covers(coli))
            .unwrap();
        assert_eq!(first.b.code, coli);
        for (i, row) in all.iter().enumerate() {
            assert!(
                !all[..i].iter().any(|before| before.a.code == row.a.code
                    && before.b.code != row.b.code
                    && before.b.covers(row.b.code)),
                "{row:?} never fires"
            );
        }
    }

    #[test]
    fn a_sentence_ends_at_its_mark() {
        assert!(ends_sentence(" was treated. Urine grew "));
        assert!(ends_sentence("\n"));
        assert!(!ends_sentence(" due to E. "));
        assert!(!ends_sentence(" from 3.5 "));
    }
}
