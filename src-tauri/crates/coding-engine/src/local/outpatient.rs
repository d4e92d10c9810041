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
                if name.starts_with("section_") {
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

    fn section(&self, name: &str) -> f32 {
        let at = place(name);
        self.sections
            .iter()
            .find(|(i, _)| *i == at)
            .map_or(0.0, |(_, w)| *w)
    }

    /// By what else the note holds: whether a diagnosis is assessed and whether there is an injury.
    pub(crate) fn by_company(&self, code: Code, diagnosis: bool, injury: bool) -> f32 {
        match code.undotted().as_bytes().first() {
            Some(b'V'..=b'Y') => self.get(if injury {
                "external_beside_injury"
            } else {
                "external_without_injury"
            }),
            Some(b'Z') => self.get("status"),
            _ if is_symptom(code) => {
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

/// Chapter 18 codes and the pains of other chapters.
pub(crate) fn is_symptom(code: Code) -> bool {
    let category = code.category();
    category.undotted().starts_with('R')
        || matches!(category.undotted(), "M54" | "M25") && code.undotted() != "M2500"
        || code.undotted().starts_with("M796")
        || category.undotted() == "G89"
}
