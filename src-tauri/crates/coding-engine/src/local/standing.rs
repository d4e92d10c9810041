//! One standing for each code of an encounter: its mentions as one, and what else the encounter holds.

use clinical_text::TextRange;
use coding_model::{Certainty, Experiencer, Polarity, Temporality};
use icd10cm::Code;
use rustc_hash::FxHashMap;

use super::Local;
use crate::score::{place, sigmoid};
use crate::task::{Candidate, Ranked};

/// Most evidence spans kept for one code.
const SPANS: usize = 12;

/// Most neighbours in the text a code is held against.
const NEIGHBOURS: usize = 40;

/// A mention that does not claim the condition of the patient.
pub(super) fn is_ruled_out(c: &Candidate) -> bool {
    let a = c.assertion;
    if a.polarity == Polarity::Negated || a.temporality == Temporality::Hypothetical {
        return true;
    }
    match a.experiencer {
        Experiencer::Patient => {
            c.lead.kind == "family_history"
                && !c
                    .evidence
                    .iter()
                    .any(|e| e.quote.to_lowercase().contains("famil"))
        }
        Experiencer::Family | Experiencer::Other => c.lead.kind != "family_history",
    }
}

/// A denied or hypothetical condition that a coder may want to see, at the end of the list: not one of
/// the many of a review of systems, an examination or instructions.
fn is_worth_a_look(c: &Candidate) -> bool {
    let routine = [
        "section_ros",
        "section_exam",
        "section_social",
        "section_medications",
        "section_other",
    ];
    !c.lead.plain
        && !routine
            .iter()
            .any(|s| c.features.get(place(s)).is_some_and(|x| *x > 0.0))
}

/// What keeps a mention that does not claim the condition of the patient from the suggestions.
pub(super) fn why_ruled_out(c: &Candidate) -> String {
    let a = c.assertion;
    if a.polarity == Polarity::Negated {
        "the note denies it where it names it"
    } else if a.temporality == Temporality::Hypothetical {
        "named as something that may come, not as there"
    } else {
        "said of another person"
    }
    .to_owned()
}

/// The signals of a code beside the others of its encounter.
fn beside_each_other(ranked: &mut [Ranked]) {
    let value = |r: &Ranked| {
        let hit = &r.candidate.lead.hit;
        let behind = if r.candidate.lead.neighbour {
            50.0
        } else {
            0.0
        };
        hit.value - if hit.dominated { 5.0 } else { 0.0 } - behind
    };
    let mut order: Vec<usize> = (0..ranked.len()).collect();
    order.sort_by(|a, b| value(&ranked[*b]).total_cmp(&value(&ranked[*a])));
    let mut in_category: FxHashMap<Code, usize> = FxHashMap::default();
    let mut in_chapter: FxHashMap<char, usize> = FxHashMap::default();
    let letter = |r: &Ranked| r.candidate.code.undotted().chars().next().unwrap_or('A');
    let led_to = |r: &&Ranked| !r.candidate.lead.neighbour;
    for one in ranked.iter().filter(led_to) {
        *in_chapter.entry(letter(one)).or_default() += 1;
    }
    // by place in the text, to find those that share words
    let range = |r: &Ranked| {
        r.candidate
            .evidence
            .first()
            .map_or((0, TextRange::new(0, 0)), |e| {
                (r.candidate.document, e.range)
            })
    };
    let mut by_place: Vec<usize> = (0..ranked.len()).collect();
    by_place.sort_by_key(|i| {
        let (document, range) = range(&ranked[*i]);
        (document, range.start())
    });
    let mut better_in_words = vec![0_usize; ranked.len()];
    for (at, &i) in by_place.iter().enumerate() {
        let (document, mine) = range(&ranked[i]);
        for &j in by_place.iter().skip(at + 1).take(NEIGHBOURS) {
            let (other_document, other) = range(&ranked[j]);
            if other_document != document || other.start() >= mine.end() {
                break;
            }
            let (a, b) = (value(&ranked[i]), value(&ranked[j]));
            if b > a {
                better_in_words[i] += 1;
            } else if a > b {
                better_in_words[j] += 1;
            }
        }
    }
    let total = ranked.iter().filter(led_to).count() as f32;
    for (rank, i) in order.into_iter().enumerate() {
        let category = ranked[i].candidate.code.category();
        let before = in_category.entry(category).or_default();
        let better = *before as f32;
        *before += 1;
        let share =
            in_chapter.get(&letter(&ranked[i])).copied().unwrap_or(0) as f32 / total.max(1.0);
        for (name, value) in [
            ("rank_in_note", (rank as f32 + 1.0).ln() / 3.0),
            ("codes_in_note", (total + 1.0).ln() / 3.0),
            ("better_in_category", better.min(4.0) / 2.0),
            (
                "better_in_words",
                (better_in_words[i] as f32).min(6.0) / 3.0,
            ),
            ("chapter_share", share),
        ] {
            if let Some(x) = ranked[i].candidate.features.get_mut(place(name)) {
                *x = value;
            }
        }
    }
}

impl Local {
    /// One standing for each code, in the order of their first candidates.
    pub(crate) fn standing(&self, candidates: Vec<Candidate>, outpatient: bool) -> Vec<Ranked> {
        let mut by_code: FxHashMap<Code, Vec<Candidate>> = FxHashMap::default();
        let mut order: Vec<Code> = Vec::new();
        for candidate in candidates {
            if is_ruled_out(&candidate) && (outpatient || !is_worth_a_look(&candidate)) {
                continue;
            }
            let list = by_code.entry(candidate.code).or_insert_with_key(|code| {
                order.push(*code);
                Vec::new()
            });
            list.push(candidate);
        }
        let mut ranked: Vec<Ranked> = order
            .iter()
            .filter_map(|code| self.merge(by_code.remove(code)?, outpatient))
            .collect();
        beside_each_other(&mut ranked);
        for one in &mut ranked {
            one.probability = sigmoid(self.logit(&one.candidate, outpatient));
        }
        ranked
    }

    /// The log-odds of a candidate.
    fn logit(&self, c: &Candidate, outpatient: bool) -> f32 {
        // the trees know the notes they were fitted on, which are inpatient ones
        let by_setting = if outpatient {
            self.outpatient.by_section(c)
        } else {
            self.trees.logit(&c.features) + self.inpatient.by_heading(c)
        };
        self.weights_of(outpatient).logit(&c.features) + by_setting
    }

    /// The candidates of one code as one: the best stands for it, the evidence of all is kept.
    fn merge(&self, mut list: Vec<Candidate>, outpatient: bool) -> Option<Ranked> {
        // what the words lead to stands for a code before what only stands beside another
        if !list.iter().all(|c| c.lead.neighbour) {
            list.retain(|c| !c.lead.neighbour);
        }
        let denied =
            list.iter().filter(|c| is_ruled_out(c)).count() as f32 / list.len().max(1) as f32;
        // one claim is enough, wherever else the note denies it
        if !list.iter().all(is_ruled_out) {
            list.retain(|c| !is_ruled_out(c));
        }
        let mut places: Vec<(usize, usize)> =
            list.iter().map(|c| (c.document, c.mention)).collect();
        places.sort_unstable();
        places.dedup();
        let mut surfaces: Vec<String> = list
            .iter()
            .filter_map(|c| Some(c.evidence.first()?.quote.to_lowercase()))
            .collect();
        surfaces.sort_unstable();
        surfaces.dedup();
        let position = place("position");
        let stands = |c: &Candidate| c.features.get(position).copied().unwrap_or(0.0);
        let (first, last) = list
            .iter()
            .map(stands)
            .fold((1.0_f32, 0.0_f32), |(a, b), x| (a.min(x), b.max(x)));
        let of_code = [
            ("mentions", (places.len() as f32).ln()),
            ("surfaces", (surfaces.len() as f32).ln()),
            ("earliest", first),
            ("spread", (last - first).max(0.0)),
            ("denied_share", denied),
        ];
        for c in &mut list {
            for (name, value) in of_code {
                if let Some(x) = c.features.get_mut(place(name)) {
                    *x = value;
                }
            }
        }
        // once each: a code may be named thousands of times
        let mut weighed: Vec<(f32, Candidate)> = list
            .into_iter()
            .map(|c| (self.logit(&c, outpatient), c))
            .collect();
        weighed.sort_by(|(x, a), (y, b)| {
            let range = |c: &Candidate| c.evidence.first().map(|e| e.range);
            y.total_cmp(x).then(range(a).cmp(&range(b)))
        });
        let best = weighed.first().map(|(logit, _)| *logit)?;
        let list: Vec<Candidate> = weighed.into_iter().map(|(_, c)| c).collect();
        let all_dominated = list.iter().all(|c| c.lead.hit.dominated);
        let plain = |c: &Candidate| {
            c.assertion.certainty == Certainty::Certain
                && c.assertion.temporality == Temporality::Current
        };
        // an everyday word ("coronary") takes back nothing that is said of the condition by name
        let named = list.iter().any(|c| !c.lead.plain);
        let stated = list.iter().any(|c| plain(c) && !(named && c.lead.plain));
        let mut list = list.into_iter();
        let mut first = list.next()?;
        let probability = sigmoid(best);
        if stated {
            // one plain statement is enough, wherever else it is called past or possible
            first.assertion.certainty = Certainty::Certain;
            first.assertion.temporality = Temporality::Current;
        }
        first.lead.hit.dominated = all_dominated;
        for span in list.flat_map(|c| c.evidence) {
            let known = first
                .evidence
                .iter()
                .any(|e| e.document == span.document && e.range.overlaps(span.range));
            if first.evidence.len() < SPANS && !known {
                first.evidence.push(span);
            }
        }
        Some(Ranked {
            candidate: first,
            probability,
            held_back: None,
            selection: None,
            rivals: Vec::new(),
        })
    }
}
