//! One set of codes out of all candidates.

use coding_model::{Certainty, Encounter, EvidenceSpan, Problem, Temporality, TrailStep};
use icd10cm::Code;

use super::outpatient::is_symptom;
use super::pairs::sharing_words;
use super::relation::{
    is_acute_stroke, is_diagnosis, is_doubtful, is_old_stroke, is_part_of, is_repaired, is_sepsis,
    is_severe_sepsis, is_spread_of, shares_words,
};
use super::standing::{is_ruled_out, why_ruled_out};
use super::{Local, VERSION};
use crate::dictionary::Origin;
use crate::score::{place, sigmoid};
use crate::task::{Agent, Candidate, Ranked, Reconcile};

impl Agent<Reconcile> for Local {
    fn name(&self) -> &str {
        "local"
    }

    fn version(&self) -> &str {
        VERSION
    }

    fn perform(
        &self,
        (encounter, candidates): (&Encounter, Vec<Candidate>),
        _: &mut Vec<Problem>,
    ) -> Vec<Ranked> {
        let outpatient = encounter.setting.is_outpatient();
        let mut ranked = self.standing(candidates, outpatient);
        if outpatient {
            self.by_company(&mut ranked);
        }
        ranked.sort_by(|a, b| {
            let place = |r: &Ranked| self.codebook.ordinal(r.candidate.code);
            b.probability
                .total_cmp(&a.probability)
                .then_with(|| place(a).cmp(&place(b)))
        });
        self.settle(encounter, &mut ranked);
        ranked
    }
}

impl Local {
    /// Weighs symptoms and external causes by what else the visit assessed.
    fn by_company(&self, ranked: &mut [Ranked]) {
        let letter = |r: &Ranked| r.candidate.code.undotted().as_bytes().first().copied();
        let assessed = |r: &Ranked| {
            r.probability >= self.weights.outpatient && r.candidate.assertion.is_plain()
        };
        let diagnosis = ranked.iter().any(|r| {
            assessed(r) && !is_symptom(r.candidate.code) && letter(r).is_some_and(|l| l < b'V')
        });
        let injury = ranked
            .iter()
            .any(|r| assessed(r) && matches!(letter(r), Some(b'S' | b'T')));
        for one in ranked.iter_mut() {
            let p = one.probability.clamp(1e-6, 1.0 - 1e-6);
            let company = self
                .outpatient
                .by_company(&one.candidate, diagnosis, injury);
            one.probability = sigmoid((p / (1.0 - p)).ln() + company);
        }
    }

    /// Decides what is held back, by itself or beside another code of the set.
    fn settle(&self, encounter: &Encounter, ranked: &mut Vec<Ranked>) {
        let mut histories = Vec::new();
        for one in ranked.iter_mut() {
            one.held_back = self.own_reason(encounter, one);
            if one.candidate.assertion.temporality == Temporality::Historical
                && one.held_back.is_some()
                && let Some(history) = self.history_of(one)
            {
                histories.push(history);
            }
        }
        for history in histories {
            if !ranked
                .iter()
                .any(|r| r.candidate.code == history.candidate.code)
            {
                ranked.push(history);
            }
        }
        ranked.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        let outpatient = encounter.setting.is_outpatient();
        let floor = if outpatient {
            self.weights.outpatient
        } else {
            self.stay_weights.inpatient
        };
        self.of_one_type(ranked, floor);
        let beside = self.may_lose_to(ranked);
        for i in 0..ranked.len() {
            if ranked[i].held_back.is_some() {
                continue;
            }
            let others: Box<dyn Iterator<Item = usize>> = match &beside[i] {
                Some(list) => Box::new(list.iter().map(|j| *j as usize)),
                None => Box::new(0..ranked.len()),
            };
            let stands = |j: &usize| {
                *j != i
                    && ranked[*j].held_back.is_none()
                    && (*j < i
                        || ranked[*j].probability >= floor
                        || is_former(ranked[*j].candidate.code))
            };
            let lost = others.filter(stands).find_map(|j| {
                let reason = self.lost_to((outpatient, floor), &ranked[j], &ranked[i], j < i)?;
                Some((reason, j))
            });
            if let Some((reason, winner)) = lost {
                let code = ranked[i].candidate.code;
                if ranked[winner].rivals.len() < 6 {
                    ranked[winner].rivals.push((code, reason.clone()));
                }
                ranked[i].held_back = Some(reason);
            }
        }
        self.with_what_is_said(encounter, ranked, floor);
        self.combine(encounter, ranked, floor);
        self.of_others_words(ranked, floor);
        self.by_drug(encounter, ranked, floor);
        self.by_neoplasm(encounter, ranked, floor);
        self.by_stroke(encounter, ranked, floor);
        self.by_consciousness(encounter, ranked, floor);
        self.in_treatment(ranked, floor);
        let pregnant = self.in_pregnancy(encounter, ranked, floor);
        self.beside_injury(encounter, ranked, floor);
        self.owe(encounter, ranked, floor, pregnant);
        // what was asked for may be said by one code with what asked for it
        self.combine(encounter, ranked, floor);
        self.without_etiology(ranked, floor);
        for one in ranked.iter_mut() {
            if let Some(reason) = &one.held_back {
                one.candidate.trail.push(TrailStep {
                    stage: "reconcile".to_owned(),
                    agent: "local".to_owned(),
                    text: reason.clone(),
                });
            }
        }
    }

    /// Holds back what is put together from words of other conditions: no kidney failure is named by "acute heart failure
    /// and CKD".
    fn of_others_words(&self, ranked: &mut [Ranked], floor: f32) {
        let mut beside: Vec<Vec<u32>> = vec![Vec::new(); ranked.len()];
        sharing_words(ranked, &mut beside);
        for (i, mut others) in beside.into_iter().enumerate() {
            let one = &ranked[i];
            let (code, pieces) = (one.candidate.code, &one.candidate.evidence);
            // several quotes may also be several mentions, each of which names it: it is the words of one that stand apart
            let apart = (one.candidate.features.get(place("gap"))).is_some_and(|gap| *gap > 0.0);
            let open = one.held_back.is_none() && apart && pieces.len() > 1;
            if !open || self.states_two(code) {
                continue;
            }
            others.sort_unstable();
            others.dedup();
            let surer = || {
                others
                    .iter()
                    .filter_map(|j| ranked.get(*j as usize))
                    .filter(|r| r.stands(floor) && r.probability > one.probability)
            };
            let has = |r: &Ranked, piece: &EvidenceSpan| {
                let mut spans = r.candidate.evidence.iter();
                spans.any(|e| e.document == piece.document && e.range.contains(piece.range))
            };
            // what one other says in all is that one's, said in part or in other words
            let scattered = pieces.iter().all(|p| surer().any(|r| has(r, p)))
                && !surer()
                    .filter(|r| !self.states_two(r.candidate.code))
                    .any(|r| pieces.iter().all(|p| has(r, p)));
            if scattered {
                ranked[i].held_back = Some("its words are those of other conditions".to_owned());
            }
        }
    }

    /// What holds a code back by itself.
    fn own_reason(&self, encounter: &Encounter, ranked: &Ranked) -> Option<String> {
        let c = &ranked.candidate;
        if is_ruled_out(c) {
            return Some(why_ruled_out(c));
        }
        if c.lead.neighbour {
            return Some("stands beside a code that the note's words support more".to_owned());
        }
        if c.lead.plain {
            return Some(
                "an everyday word: names no condition the other codes leave unsaid".to_owned(),
            );
        }
        if encounter.setting.is_outpatient() && c.assertion.certainty == Certainty::Uncertain {
            return Some(
                "uncertain diagnosis in an outpatient setting: code the symptom (Guidelines IV.H, FY2026)"
                    .to_owned(),
            );
        }
        if encounter.age == Some(0)
            && (c.code.undotted().starts_with('O')
                || matches!(c.code.category().undotted(), "Z3A" | "Z33" | "Z34" | "Z37"))
        {
            return Some(
                "said of the mother: chapter 15 is never on the newborn's record (Guidelines I.C.15.a.2, FY2026)".to_owned(),
            );
        }
        let newborn = encounter.age.is_none_or(|age| age == 0);
        if c.code.category().undotted() == "Z38" && !newborn {
            return Some(
                "reported once, on the newborn's own record (Guidelines I.C.16.a.2, FY2026)"
                    .to_owned(),
            );
        }
        let has_number = || {
            let mut quotes = c.evidence.iter();
            quotes.any(|e| e.quote.contains(|c: char| c.is_ascii_digit()))
        };
        if c.code.category().undotted() == "Z68" && !has_number() {
            return Some("a body mass index is said by its number".to_owned());
        }
        if c.lead.kind == "organism" {
            return Some(
                "an organism is reported beside the infection it causes (Guidelines I.C.1.b, FY2026)".to_owned(),
            );
        }
        if c.lead.kind == "drug" {
            return Some(
                "long-term drug use is coded where a guideline or the facility asks for it (Guidelines I.C.21.c.3, FY2026)"
                    .to_owned(),
            );
        }
        let status =
            !c.lead.kind.is_empty() || c.code.undotted().starts_with('Z') || self.is_course(c);
        if c.assertion.temporality == Temporality::Historical
            && !status
            && (!self.is_chronic(c.code) || is_repaired(c))
        {
            return Some(
                "stated as history, not as current (Guidelines III.A and IV.J, FY2026)".to_owned(),
            );
        }
        None
    }

    /// "A three-day history of fever": the course of a present symptom, not a past one.
    fn is_course(&self, c: &Candidate) -> bool {
        let told = c.trail.first().map_or("", |t| t.text.as_str());
        let past = [
            "previous",
            "prior",
            "past",
            "resolved",
            "former",
            "remote",
            "childhood",
            "background",
        ];
        let history = c
            .features
            .get(place("section_pmh"))
            .is_some_and(|x| *x > 0.0);
        is_symptom(c.code)
            && !history
            && told.contains("history of")
            && !past.iter().any(|p| told.contains(p))
    }

    /// Why a code loses to another of the set, if it does; `better` says that the other ranks higher.
    pub(super) fn lost_to(
        &self,
        (outpatient, floor): (bool, f32),
        other: &Ranked,
        ranked: &Ranked,
        better: bool,
    ) -> Option<String> {
        let (c, o) = (&ranked.candidate, &other.candidate);
        // the two sides of one mention stand beside each other
        let sides =
            c.document == o.document && c.mention == o.mention && c.lead.stem == o.lead.stem;
        if sides && c.lead.stem != c.code {
            return None;
        }
        let same_words = c.evidence.iter().all(|e| {
            o.evidence
                .iter()
                .any(|f| f.document == e.document && f.range.overlaps(e.range))
        });
        let same_place = c.evidence.first().map(|e| e.range) == o.evidence.first().map(|e| e.range);
        let says_less = c.lead.hit.dominated || (better && same_place);
        // "former smoker" is no smoker, however probable one is
        if is_former(o.code) && c.code.category().undotted() == "F17" && same_words {
            return Some(format!("{} says that it is over", o.code));
        }
        // sepsis is coded before its shock, though the same words say both (Guidelines I.C.1.d.2)
        if is_sepsis(c.code) && is_severe_sepsis(o.code) {
            return None;
        }
        // a bone that a disease broke is not broken by an injury as well (Guidelines I.C.13.c and I.C.13.d.2)
        if is_injured_bone(c) && is_diseased_bone(o.code) && shares_words(c, o) {
            return Some(format!(
                "{} says that a disease broke the bone (Guidelines I.C.19.c, FY2026)",
                o.code
            ));
        }
        // the same mention, with the site that its sentence names
        if is_same_mention(c, o) && self.leaves_site_to(o.code, c.code) {
            return None;
        }
        if is_same_mention(c, o) && self.leaves_site_to(c.code, o.code) {
            return Some(format!("{} names the site", o.code));
        }
        // osteoporosis that broke a bone is coded as such, though its name alone is surer
        let (category, of_other) = (c.code.category(), o.code.category());
        match (category.undotted(), of_other.undotted()) {
            ("M80", "M81") => return None,
            ("M81", "M80") => {
                return Some(format!(
                    "{} says that it broke a bone (Guidelines I.C.13.d, FY2026)",
                    o.code
                ));
            }
            _ => {}
        }
        // "upper outer quadrant of the breast": one site, and not several that overlap
        if c.code.category() == o.code.category()
            && shares_words(c, o)
            && self.overlaps_unsaid(c)
            && !self.overlaps_unsaid(o)
        {
            return Some(format!("{} names the site", o.code));
        }
        if same_words && !o.lead.hit.dominated && says_less {
            if self.adds_to(c.code, o.code) {
                return None;
            }
            return Some(format!("{} says more of the same words", o.code));
        }
        // "internal hemorrhoids": an entry that has the words says more than the bare one, though its code is an "other"
        let open = self.are_both_vague(c.code, o.code) && c.code.category() == o.code.category();
        let entered = |x: &Candidate| x.lead.origin == Origin::Index && !x.lead.hit.dominated;
        if open && entered(c) && is_part_of(o, c) {
            return None;
        }
        if open && entered(o) && is_part_of(c, o) {
            return Some(format!("{} says more of the same words", o.code));
        }
        if self.is_vaguer(c.code, o.code)
            && (shares_words(c, o) || !self.are_both_vague(c.code, o.code))
            && !is_doubtful(other, ranked)
        {
            return Some(format!("{} is more specific", o.code));
        }
        if self.is_vaguer(o.code, c.code) {
            return is_doubtful(ranked, other)
                .then(|| format!("{} is what the note's words say more clearly", o.code));
        }
        // a visit for a repeat prescription is one for nothing else
        if outpatient && c.code.undotted() == "Z760" && is_diagnosis(o.code) {
            return Some(format!("{} is what the visit is for", o.code));
        }
        // pain without a site says nothing beside what a visit assesses
        if outpatient && c.code.undotted() == "R52" && is_site_of_pain(o.code) {
            return Some(format!("{} says where it is or why (I.C.18.b)", o.code));
        }
        // a stroke that a stay also names by itself, or that is called acute, is a new one beside the old
        let acute = || {
            c.evidence
                .iter()
                .any(|e| e.quote.to_lowercase().contains("acute"))
        };
        let old = same_words || outpatient && shares_words(c, o) && !acute();
        if is_acute_stroke(c.code) && is_old_stroke(o.code) && old {
            return Some(format!(
                "what remains of it is coded: {} (Guidelines I.C.9.d, FY2026)",
                o.code
            ));
        }
        // an acute kidney injury is a failure, not a trauma
        if c.code.undotted().starts_with("S3700")
            && o.code.category().undotted() == "N17"
            && same_words
        {
            return Some(format!("{} is what is meant by the same words", o.code));
        }
        let title = |code: Code| self.codebook.title(code).unwrap_or_default();
        if is_spread_of(c, o, &title(c.code), &title(o.code)) {
            return Some(format!("the site is that of the primary, {}", o.code));
        }
        let excluding = || {
            self.codebook
                .excludes1(c.code, o.code)
                .or_else(|| self.codebook.excludes1(o.code, c.code))
        };
        // of what excludes each other the one that is said with more words is meant ("reflux with esophagitis")
        if is_part_of(o, c) {
            return None;
        }
        // what one code states together is put together, and not parted
        if self.states_both(c.code, o.code) {
            return None;
        }
        let said_whole = is_part_of(c, o) && excluding().is_some();
        // of a symptom and a diagnosis that exclude each other the symptom goes (I.C.18.a, I.C.18.b)
        let (symptom, explained) = (is_symptom(c.code), is_symptom(o.code));
        if !said_whole && (symptom == explained && !better || !symptom && explained) {
            return None;
        }
        // what a patient has or takes is not excluded by what is itself not reported
        if other.probability < floor && c.code.undotted().starts_with('Z') {
            return None;
        }
        if let Some(note) = excluding() {
            return Some(format!(
                "Excludes1 at {}: {}",
                note.owner().place(),
                note.text()
            ));
        }
        // a stay that lists its diagnoses is coded from them
        let listed = outpatient || o.has_assessment && is_listed(o);
        if listed && self.is_integral(c.code, o.code) {
            return Some(format!("integral to {} (Guidelines I.B.5, FY2026)", o.code));
        }
        None
    }

    /// Whether a code is that of a neoplasm of overlapping sites, which the words it rests on do not say.
    fn overlaps_unsaid(&self, c: &Candidate) -> bool {
        if !c.code.undotted().starts_with('C') {
            return false;
        }
        let title = self.codebook.title(c.code).unwrap_or_default();
        title.contains("overlapping")
            && !c
                .evidence
                .iter()
                .any(|e| e.quote.to_lowercase().contains("overlap"))
    }

    fn is_integral(&self, symptom: Code, cause: Code) -> bool {
        (3..=symptom.len()).any(|n| {
            self.integral
                .get(&symptom.prefix(n))
                .is_some_and(|causes| causes.iter().any(|s| s.covers(cause)))
        })
    }
}

/// Conditions that pain goes with: of the musculoskeletal system, injuries, and pains of a named site.
fn is_site_of_pain(code: Code) -> bool {
    let text = code.undotted();
    text.starts_with(['M', 'S', 'N', 'K', 'C', 'G']) || is_symptom(code) && text != "R52"
}

/// Whether two codes come of one mention.
fn is_same_mention(one: &Candidate, other: &Candidate) -> bool {
    one.document == other.document && one.mention == other.mention
}

/// A fracture among the injuries; one of no stated site as well.
fn is_injured_bone(c: &Candidate) -> bool {
    let code = c.code.undotted();
    (code.starts_with('S') || code.starts_with("T148"))
        && c.evidence
            .iter()
            .any(|e| e.quote.to_lowercase().contains("fracture"))
}

/// A fracture of a bone that is diseased: by osteoporosis, a neoplasm or another disease.
fn is_diseased_bone(code: Code) -> bool {
    let text = code.undotted();
    text.starts_with("M80")
        || text.starts_with("M844")
        || text.starts_with("M845")
        || text.starts_with("M846")
}

/// Nicotine dependence that is over.
fn is_former(code: Code) -> bool {
    code.undotted() == "Z87891"
}

/// Whether a code stands among the diagnoses that a document lists.
fn is_listed(c: &Candidate) -> bool {
    ["section_item", "section_assessment"]
        .iter()
        .any(|s| c.features.get(place(s)).is_some_and(|x| *x > 0.0))
}
