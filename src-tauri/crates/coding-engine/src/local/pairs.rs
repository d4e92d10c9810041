//! Which codes of a set have anything to say to each other. A note of a megabyte has thousands of codes; almost all pairs of
//! them share neither words nor category nor a note of the Tabular List, and are not looked at.

use icd10cm::{Code, NoteKind};
use rustc_hash::FxHashMap;

use super::Local;
use crate::task::Ranked;

/// Categories whose codes yield to others of any category, by a rule of their own: each that `is_vaguer` and `lost_to` in
/// `reconcile` ask for before they compare categories stands here as well.
const WITH_ALL: [&str; 18] = [
    "A41", "C78", "C79", "C80", "J18", "M19", "M81", "N28", "R52", "S62", "T14", "T30", "T65",
    "W19", "X58", "Z51", "Z76", "C77",
];

impl Local {
    /// For each code of a set the places of the others it may lose to, ascending; none where that may be any.
    pub(super) fn may_lose_to(&self, ranked: &[Ranked]) -> Vec<Option<Vec<u32>>> {
        let mut with: Vec<Vec<u32>> = vec![Vec::new(); ranked.len()];
        sharing_words(ranked, &mut with);
        let mut by_beginning: FxHashMap<Code, Vec<u32>> = FxHashMap::default();
        let mut by_row: Vec<(u32, u32)> = Vec::new();
        for (i, one) in (0_u32..).zip(ranked) {
            let code = one.candidate.code;
            for n in 3..=code.len() {
                by_beginning.entry(code.prefix(n)).or_default().push(i);
            }
            let row = self.codebook.entry_of(code).map(|e| e.number());
            by_row.extend(row.map(|row| (row, i)));
        }
        by_row.sort_unstable();
        for (i, one) in (0_u32..).zip(ranked) {
            let code = one.candidate.code;
            let at = i as usize;
            with[at].extend(by_beginning.get(&code.category()).into_iter().flatten());
            let causes = (3..=code.len()).filter_map(|n| self.integral.get(&code.prefix(n)));
            for cause in causes.flatten() {
                with[at].extend(by_beginning.get(&cause.code).into_iter().flatten());
            }
            let Some(entry) = self.codebook.entry_of(code) else {
                continue;
            };
            let excludes = entry
                .effective_notes()
                .map(|n| n.note)
                .filter(|n| n.kind() == NoteKind::Excludes1);
            for rows in excludes.flat_map(|n| n.references().map(|r| r.rows()).collect::<Vec<_>>())
            {
                let from = by_row.partition_point(|(row, _)| *row < rows.start);
                let named = by_row[from..].iter().take_while(|(row, _)| *row < rows.end);
                for (_, other) in named {
                    with[at].push(*other);
                    with[*other as usize].push(i);
                }
            }
        }
        with.into_iter()
            .zip(ranked)
            .map(|(mut list, one)| {
                let category = one.candidate.code.category();
                if WITH_ALL.contains(&category.undotted()) {
                    return None;
                }
                list.sort_unstable();
                list.dedup();
                Some(list)
            })
            .collect()
    }
}

/// Adds the pairs whose quotes overlap: to each the places of the others.
pub(super) fn sharing_words(ranked: &[Ranked], with: &mut [Vec<u32>]) {
    let mut spans: Vec<(coding_model::DocumentId, usize, usize, u32)> = Vec::new();
    for (i, one) in (0_u32..).zip(ranked) {
        for e in &one.candidate.evidence {
            spans.push((e.document, e.range.start(), e.range.end(), i));
        }
    }
    spans.sort_unstable_by_key(|(document, start, ..)| (*document, *start));
    for (at, (document, _, end, i)) in spans.iter().enumerate() {
        let behind = spans[at + 1..]
            .iter()
            .take_while(|(of, start, ..)| of == document && start < end);
        for (.., j) in behind {
            with[*i as usize].push(*j);
            with[*j as usize].push(*i);
        }
    }
}

#[cfg(test)]
mod tests {
    use coding_model::Setting;

    use super::*;
    use crate::task::Agent;
    use crate::{Engine, Lexicon};

    /// Over every invented chart, as a visit and as a stay: no pair of which one yields to the other is passed over.
    #[test]
    fn no_pair_that_matters_is_passed_over() {
        let Some((book, _)) = test_releases::fy2026() else {
            return;
        };
        let (lexicon, _) = Lexicon::carried();
        let dictionary = Engine::dictionary(book, &lexicon);
        let engine = Engine::new(book.clone(), &lexicon, dictionary);
        let local = engine.local();
        let charts = include_str!("../../tests/charts/charts.md");
        let notes: Vec<&str> = charts.split("```\n").skip(1).step_by(2).collect();
        assert!(notes.len() >= 20);
        let (mut yielded, mut looked_at, mut all) = (0, 0, 0);
        for (note, setting) in notes
            .iter()
            .flat_map(|n| [(n, "inpatient"), (n, "outpatient")])
        {
            let encounter = test_releases::encounter(Setting::parse(setting).unwrap(), note);
            let outpatient = encounter.setting.is_outpatient();
            let candidates = engine.candidates(&encounter, &mut Vec::new(), &mut Vec::new());
            let ranked: Vec<Ranked> = Agent::<crate::task::Reconcile>::perform(
                &**local,
                (&encounter, candidates),
                &mut Vec::new(),
            );
            let beside = local.may_lose_to(&ranked);
            for i in 0..ranked.len() {
                looked_at += beside[i].as_ref().map_or(ranked.len(), Vec::len);
                for j in (0..ranked.len()).filter(|j| *j != i) {
                    all += 1;
                    let loses = local.lost_to((outpatient, 0.3), &ranked[j], &ranked[i], j < i);
                    if loses.is_some() {
                        yielded += 1;
                        let kept = beside[i].as_ref().is_none_or(|l| l.contains(&(j as u32)));
                        let pair = (ranked[i].candidate.code, ranked[j].candidate.code);
                        assert!(kept, "{pair:?}: {loses:?}");
                    }
                }
            }
        }
        assert!(yielded > 500, "{yielded}");
        assert!(looked_at * 3 < all, "{looked_at} of {all}");
    }
}
