//! What an outpatient visit changes: it is coded from what the provider assessed, with external causes
//! beside injuries and symptoms only where nothing explains them (Guidelines IV.D, IV.G to IV.J, FY2026).

use icd10cm::Code;
use rustc_hash::FxHashMap;

use crate::score::place;
use crate::task::Candidate;

/// Added log-odds by signal (table `outpatient`).
#[derive(Debug, Clone, Default)]
pub(crate) struct Outpatient {
    sections: Vec<(usize, f32)>,
    other: FxHashMap<String, f32>,
}

impl Outpatient {
    pub(crate) fn new(rows: &[Vec<String>]) -> Self {
        let mut this = Self::default();
        for row in rows {
            if let [name, value, ..] = row.as_slice()
                && let Ok(value) = value.parse()
            {
                if name.starts_with("section_") && name != "section_impression" {
                    this.sections.push((place(name), value));
                } else {
                    this.other.insert(name.clone(), value);
                }
            }
        }
        this
    }

    fn get(&self, name: &str) -> f32 {
        self.other.get(name).copied().unwrap_or(0.0)
    }

    /// By where the mention stands, and what holds for every visit.
    pub(crate) fn by_section(&self, candidate: &Candidate) -> f32 {
        let stands = |name: &str| candidate.features.get(place(name)).copied().unwrap_or(0.0);
        // a note without headings is its own assessment
        let whole = !candidate.has_assessment
            && ["section_body", "section_hpi", "section_other"]
                .iter()
                .any(|s| stands(s) > 0.0);
        let by_place = if whole {
            self.section("section_assessment")
        } else {
            self.sections
                .iter()
                .map(|(i, w)| candidate.features.get(*i).copied().unwrap_or(0.0) * w)
                .sum::<f32>()
        };
        self.get("visit") + by_place
    }

    /// What the headings of a stay say: it is coded from the diagnoses it lists. Nothing where it lists none.
    pub(crate) fn by_heading(&self, candidate: &Candidate) -> f32 {
        if !candidate.has_assessment {
            return 0.0;
        }
        let by_place = self
            .sections
            .iter()
            .map(|(i, w)| candidate.features.get(*i).copied().unwrap_or(0.0) * w)
            .sum::<f32>();
        let status = candidate.code.undotted().starts_with('Z')
            && !matches!(candidate.lead.kind, "" | "drug" | "family_history");
        // the reading of an image is no diagnosis of the provider (III.B)
        let image = candidate
            .evidence
            .iter()
            .all(|e| e.section.trim().eq_ignore_ascii_case("impression"));
        by_place
            + if status { self.get("status") } else { 0.0 }
            + if image {
                self.get("section_impression")
            } else {
                0.0
            }
    }

    fn section(&self, name: &str) -> f32 {
        let at = place(name);
        self.sections
            .iter()
            .find(|(i, _)| *i == at)
            .map_or(0.0, |(_, w)| *w)
    }

    /// By what else the note holds: whether a diagnosis is assessed and whether there is an injury.
    pub(crate) fn by_company(&self, candidate: &Candidate, diagnosis: bool, injury: bool) -> f32 {
        let code = candidate.code;
        match code.undotted().as_bytes().first() {
            Some(b'V'..=b'Y') => self.get(if injury {
                "external_beside_injury"
            } else {
                "external_without_injury"
            }),
            Some(b'Z') => {
                let stands = |name: &str| {
                    candidate
                        .features
                        .get(place(name))
                        .is_some_and(|x| *x > 0.0)
                };
                // what is left unspecified tells no reason for a visit
                let vague = stands("unspecified")
                    || stands("other_specified")
                    || candidate.lead.kind.is_empty();
                self.get("status")
                    + match (vague, stands("section_item"), stands("section_assessment")) {
                        (false, true, _) => self.get("status_in_item"),
                        (false, false, true) if candidate.lead.kind != "encounter" => {
                            self.get("status_in_assessment")
                        }
                        _ => 0.0,
                    }
            }
            _ if is_symptom(code) && !is_named_pain(code) => {
                self.get("symptom")
                    + if diagnosis {
                        self.get("symptom_beside_diagnosis")
                    } else {
                        0.0
                    }
            }
            _ => 0.0,
        }
    }
}

/// Pain that the provider names as a condition of its own: of a neoplasm, a chronic syndrome, after surgery.
fn is_named_pain(code: Code) -> bool {
    let text = code.undotted();
    text == "G893" || text == "G894" || text.starts_with("G8918") || text.starts_with("G8928")
}

/// Chapter 18 codes and the pains of other chapters.
pub(crate) fn is_symptom(code: Code) -> bool {
    let category = code.category();
    category.undotted().starts_with('R')
        || matches!(category.undotted(), "M54" | "M25") && code.undotted() != "M2500"
        || code.undotted().starts_with("M796")
        || category.undotted() == "G89"
}
