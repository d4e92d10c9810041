//! How probable it is that a code would be reported: a logistic model over named signals.
//!
//! The weights are fitted by the example `develop` (`--fit`) on openly licensed notes and shipped as a table
//! (`assets/lexicon/weights.tsv`); what each signal adds to a score can be shown.

use rustc_hash::FxHashMap;

/// Names of the signals, in the order of a candidate's feature list.
pub const FEATURES: &[&str] = &[
    "bias",
    "mass",
    "mass2",
    "words1",
    "words2",
    "words3",
    "words4",
    "gap",
    "commas",
    "optional",
    "expanded",
    "dominated",
    "value_rank",
    "origin_index",
    "origin_external",
    "origin_neoplasm",
    "origin_title",
    "origin_inclusion",
    "origin_lay",
    "origin_status",
    "origin_stage",
    "section_assessment",
    "section_item",
    "section_plan",
    "section_hpi",
    "section_body",
    "section_pmh",
    "section_results",
    "section_exam",
    "section_ros",
    "section_social",
    "section_medications",
    "section_chief",
    "section_course",
    "section_other",
    "mentions",
    "sentences_log",
    "position",
    "first_sentence",
    "uncertain",
    "historical",
    "family",
    "hypothetical",
    "negated",
    "see",
    "defaulted",
    "supported",
    "leaves_log",
    "unspecified",
    "level",
    "ch_A",
    "ch_B",
    "ch_C",
    "ch_D",
    "ch_E",
    "ch_F",
    "ch_G",
    "ch_H",
    "ch_I",
    "ch_J",
    "ch_K",
    "ch_L",
    "ch_M",
    "ch_N",
    "ch_O",
    "ch_P",
    "ch_Q",
    "ch_R",
    "ch_S",
    "ch_T",
    "ch_VY",
    "ch_Z",
    "symptom_single",
    "single_common",
    "rivals",
    "stem_len3",
    "stem_len4",
    "rare_words",
    "kind_history",
    "kind_device",
    "kind_social",
    "kind_allergy",
    "kind_procedure",
    "kind_other",
    "other_specified",
    "exact_cover",
    "mass_per_token",
    "plain",
    "other_person",
    "title_cover",
    "title_unsaid",
    "adjective",
    "surface_len",
    "sentence_mentions",
    "sentence_words",
    "partial_rivals",
    "code_len",
    "surfaces",
    "earliest",
    "spread",
    "denied_share",
    "rank_in_note",
    "codes_in_note",
    "better_in_category",
    "better_in_words",
    "chapter_share",
    "neighbour",
    "unspecified_neighbour",
    "near_words",
    "near_around",
    "sent_back",
];

/// Place of a signal.
#[must_use]
pub fn place(name: &str) -> usize {
    static PLACES: std::sync::OnceLock<FxHashMap<&str, usize>> = std::sync::OnceLock::new();
    let places = PLACES.get_or_init(|| FEATURES.iter().enumerate().map(|(i, f)| (*f, i)).collect());
    places.get(name).copied().unwrap_or(0)
}

/// Weights of the signals.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// One a signal.
    pub weights: Vec<f32>,
    /// Probability from which a code is suggested, inpatient.
    pub inpatient: f32,
    /// The same, outpatient.
    pub outpatient: f32,
}

impl Weights {
    /// Reads a table `signal<TAB>weight`; signals it does not name weigh nothing.
    #[must_use]
    pub fn parse(rows: &[Vec<String>]) -> Self {
        let table: FxHashMap<&str, f32> = rows
            .iter()
            .filter_map(|row| match row.as_slice() {
                [name, weight, ..] => Some((name.as_str(), weight.parse().ok()?)),
                _ => None,
            })
            .collect();
        Self {
            weights: FEATURES
                .iter()
                .map(|f| table.get(f).copied().unwrap_or(0.0))
                .collect(),
            inpatient: table.get("threshold_inpatient").copied().unwrap_or(0.3),
            outpatient: table.get("threshold_outpatient").copied().unwrap_or(0.4),
        }
    }

    /// The table as text.
    #[must_use]
    pub fn table(&self) -> String {
        let mut out = format!(
            "threshold_inpatient\t{:.4}\nthreshold_outpatient\t{:.4}\n",
            self.inpatient, self.outpatient
        );
        for (name, weight) in FEATURES.iter().zip(&self.weights) {
            out.push_str(&format!("{name}\t{weight:.5}\n"));
        }
        out
    }

    /// The log-odds of a feature list.
    #[must_use]
    pub fn logit(&self, features: &[f32]) -> f32 {
        self.weights.iter().zip(features).map(|(w, x)| w * x).sum()
    }

    /// The probability of a feature list.
    #[must_use]
    pub fn probability(&self, features: &[f32]) -> f32 {
        sigmoid(self.logit(features))
    }
}

/// The logistic function.
#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Fits weights to labelled feature lists by full-batch Adam with L2; the same input gives the same weights.
#[must_use]
pub fn fit(rows: &[(Vec<f32>, bool)], rounds: usize, l2: f32) -> Vec<f32> {
    let n = FEATURES.len();
    let mut weights = vec![0.0_f32; n];
    let (mut m, mut v) = (vec![0.0_f32; n], vec![0.0_f32; n]);
    let count = rows.len().max(1) as f32;
    for round in 1..=rounds {
        let mut gradient = vec![0.0_f32; n];
        for (x, y) in rows {
            let p = sigmoid(weights.iter().zip(x).map(|(w, x)| w * x).sum());
            let error = p - f32::from(u8::from(*y));
            for (g, x) in gradient.iter_mut().zip(x) {
                *g += error * x;
            }
        }
        let rate = 0.05;
        for i in 0..n {
            let g = gradient[i] / count + if i == 0 { 0.0 } else { l2 * weights[i] };
            m[i] = 0.9 * m[i] + 0.1 * g;
            v[i] = 0.999 * v[i] + 0.001 * g * g;
            let mh = m[i] / (1.0 - 0.9_f32.powi(round as i32));
            let vh = v[i] / (1.0 - 0.999_f32.powi(round as i32));
            weights[i] -= rate * mh / (vh.sqrt() + 1e-8);
        }
    }
    weights
}
