//! What two codes of a set are to each other: a stroke and what remains of it, a primary and its spread, a disease and its
//! manifestation.

use icd10cm::Code;

use super::Local;
use super::outpatient::is_symptom;
use super::wording::REPAIRED;
use crate::dictionary::Origin;
use crate::extract::laterality::SIDES;
use crate::task::{Candidate, Ranked};

/// Strokes that are treated as new.
pub(super) fn is_acute_stroke(code: Code) -> bool {
    ("I60"..="I63").contains(&code.category().undotted())
}

/// What remains of a stroke, or that there was one.
pub(super) fn is_old_stroke(code: Code) -> bool {
    code.category().undotted() == "I69" || code.undotted() == "Z8673"
}

/// Which side a title names.
fn side(title: &str) -> Option<&'static str> {
    let lower = title.to_lowercase();
    SIDES
        .into_iter()
        .find(|s| lower.split_whitespace().any(|w| w.trim_matches(',') == *s))
}

/// Whether two codes rest on words that overlap.
pub(super) fn shares_words(a: &Candidate, b: &Candidate) -> bool {
    a.evidence.iter().any(|e| {
        b.evidence
            .iter()
            .any(|f| f.document == e.document && f.range.overlaps(e.range))
    })
}

/// Whether one is the secondary neoplasm of the organ whose primary neoplasm the other is: of the same side, or of the
/// same words. A spread to the other side is one of its own.
pub(super) fn is_spread_of(
    secondary: &Candidate,
    primary: &Candidate,
    secondary_title: &str,
    primary_title: &str,
) -> bool {
    let (s, p) = (secondary.code.undotted(), primary.code.category());
    let organ = [
        ("C780", "C34"),
        ("C787", "C22"),
        ("C7931", "C71"),
        ("C785", "C18"),
        ("C7981", "C50"),
        ("C7911", "C67"),
        ("C796", "C56"),
    ]
    .iter()
    .any(|(of, organ)| s.starts_with(of) && p.undotted() == *organ);
    organ && (side(secondary_title) == side(primary_title) || shares_words(secondary, primary))
}

/// Whether every word a code rests on is one of several of another's: "esophagitis" of "reflux with esophagitis".
pub(super) fn is_part_of(part: &Candidate, whole: &Candidate) -> bool {
    let words = |c: &Candidate| c.evidence.iter().map(|e| e.range.len()).sum::<usize>();
    words(part) < words(whole)
        && part.evidence.iter().all(|e| {
            whole
                .evidence
                .iter()
                .any(|f| f.document == e.document && f.range.contains(e.range))
        })
        && part
            .evidence
            .first()
            .zip(whole.evidence.first())
            .is_some_and(|(e, f)| f.range.len() > e.range.len() && f.range.contains(e.range))
}

/// How much less sure than the vaguer code of its category a specific one is, in log-odds, to be doubted.
const DOUBT: f32 = 0.7;

/// Whether a code says more than the vaguer one of its category without resting on more of the note's words, and is much
/// less sure: "ascites" of a note that names a carcinoma elsewhere is not said to be malignant.
pub(super) fn is_doubtful(specific: &Ranked, vaguer: &Ranked) -> bool {
    let (s, v) = (&specific.candidate, &vaguer.candidate);
    let logit = |p: f32| (p.clamp(1e-6, 1.0 - 1e-6) / (1.0 - p.clamp(1e-6, 1.0 - 1e-6))).ln();
    let words = |c: &Candidate| c.lead.hit.tokens.len();
    // a complication that is named is one, however sure the diabetes itself is (Guidelines I.C.4.a)
    let is_named = ["E089", "E099", "E109", "E119", "E139"].contains(&v.code.undotted())
        && s.lead.origin == Origin::Index;
    s.code.category() == v.code.category()
        && !is_named
        && words(s) > 0
        && words(v) > 0
        && words(s) <= words(v)
        && !v.lead.hit.dominated
        && !is_part_of(v, s)
        && logit(specific.probability) + DOUBT < logit(vaguer.probability)
}

/// Whether the note says that what a candidate names was repaired or removed.
pub(super) fn is_repaired(c: &Candidate) -> bool {
    c.trail.first().is_some_and(|t| t.text.contains(REPAIRED))
}

/// What a visit can be for: a disease or an injury, no symptom.
pub(super) fn is_diagnosis(code: Code) -> bool {
    code.undotted().starts_with(|l: char| l < 'V') && !is_symptom(code)
}

/// Sepsis of any organism.
pub(super) fn is_sepsis(code: Code) -> bool {
    matches!(code.category().undotted(), "A40" | "A41")
}

/// Severe sepsis, which is coded behind the sepsis.
pub(super) fn is_severe_sepsis(code: Code) -> bool {
    code.undotted().starts_with("R652")
}

/// Whether a title is that of a manifestation, which is never reported without the disease it is part of (Guidelines
/// I.A.13, FY2026). Organisms "as the cause of diseases classified elsewhere" are none.
fn is_titled_manifestation(title: &str) -> bool {
    title.contains("classified elsewhere")
        && !title.contains("not elsewhere classified")
        && !title.contains("as the cause of")
}

impl Local {
    /// Whether a code is a manifestation: "in diseases classified elsewhere".
    pub(super) fn is_manifestation(&self, code: Code) -> bool {
        self.codebook
            .title(code)
            .is_some_and(|t| is_titled_manifestation(&t.to_lowercase()))
    }

    /// Holds back manifestations where the set has no disease they could be part of.
    pub(super) fn without_etiology(&self, ranked: &mut [Ranked], floor: f32) {
        let diseases: Vec<Code> = ranked
            .iter()
            .filter(|r| r.stands(floor))
            .map(|r| r.candidate.code)
            .filter(|c| {
                c.undotted().starts_with(|l: char| l < 'U')
                    && !is_symptom(*c)
                    && !self.is_manifestation(*c)
            })
            .collect();
        for one in ranked.iter_mut() {
            let code = one.candidate.code;
            if one.held_back.is_none()
                && self.is_manifestation(code)
                && !diseases.iter().any(|d| d.category() != code.category())
            {
                one.held_back = Some(
                    "part of a disease that is coded first, and none is (Guidelines I.A.13, FY2026)"
                        .to_owned(),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifestation_is_told_by_its_title() {
        assert!(is_titled_manifestation(
            "pneumonia in diseases classified elsewhere"
        ));
        assert!(!is_titled_manifestation(
            "other fatigue, not elsewhere classified"
        ));
        assert!(!is_titled_manifestation(
            "proteus as the cause of diseases classified elsewhere"
        ));
    }

    #[test]
    fn a_title_names_a_side() {
        assert_eq!(
            side("Secondary malignant neoplasm of right lung"),
            Some("right")
        );
        assert_eq!(
            side("Malignant neoplasm of lower lobe, left bronchus or lung"),
            Some("left")
        );
        assert_eq!(side("Malignant neoplasm of liver"), None);
    }
}
