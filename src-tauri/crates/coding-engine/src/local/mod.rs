//! The local agents: one for every task, without a network.

mod again;
mod cause;
mod combine;
mod completed;
mod explain;
mod extract;
mod features;
mod first;
mod injury;
mod meaning;
mod navigate;
mod outpatient;
mod owed;
mod pairs;
mod pregnancy;
mod readings;
mod reconcile;
mod relation;
mod relatives;
mod segment;
mod standing;
mod stated;
mod vaguer;
mod validate;
mod verify;
mod wording;

use std::sync::{Arc, OnceLock};

use clinical_text::Heading;
use icd10cm::{Code, Codebook};
use retrieval::Spelling;
use rustc_hash::FxHashMap;

use crate::Lexicon;
use crate::calibration::Calibration;
use crate::complete::Completer;
use crate::dictionary::{Canon, Dictionary};
use crate::extract::abbreviation::Abbreviations;
use crate::extract::context::Cues;
use crate::extract::drugs::Drugs;
use crate::extract::laterality::Laterality;
use crate::extract::seventh::Seventh;
use crate::extract::underdosing::Reasons;
use crate::lexicon::Stem;
use crate::score::Weights;
use crate::search::Search;
use crate::structure::Graph;
use crate::trees::Trees;
pub(crate) use meaning::was_looked_up;

/// Version of the local agents, part of every run's record.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Everything the local agents know.
pub struct Local {
    pub(crate) codebook: Codebook,
    /// What finds entries by the words of a phrase and by nearness in meaning, where it is at hand.
    pub(crate) search: Option<Arc<Search>>,
    pub(crate) dictionary: Dictionary,
    pub(crate) canon: Arc<Canon>,
    pub(crate) cues: Cues,
    pub(crate) abbreviations: Abbreviations,
    pub(crate) spelling: Spelling,
    pub(crate) laterality: Laterality,
    pub(crate) seventh: Seventh,
    pub(crate) drugs: Drugs,
    pub(crate) reasons: Reasons,
    pub(crate) headings: FxHashMap<String, Heading>,
    pub(crate) completer: Completer,
    pub(crate) weights: Weights,
    /// Those of inpatient encounters: others where a model gives the signals of nearness.
    pub(crate) stay_weights: Weights,
    pub(crate) calibration: Calibration,
    pub(crate) trees: Trees,
    pub(crate) outpatient: outpatient::Outpatient,
    /// What a stay with headings adds: one coded from its diagnoses.
    pub(crate) inpatient: outpatient::Outpatient,
    pub(crate) integral: FxHashMap<Code, Vec<Stem>>,
    pub(crate) chronic: Vec<Stem>,
    pub(crate) combinations: Vec<combine::Combination>,
    /// Conditions and what they are when a drug caused them.
    pub(crate) induced: Vec<cause::Induced>,
    /// Deficits and what they are when an old stroke left them.
    pub(crate) deficits: Vec<cause::Deficit>,
    /// Codes that others ask for.
    pub(crate) companions: Vec<owed::Companion>,
    /// Conditions and what they are in pregnancy.
    pub(crate) complicating: Vec<pregnancy::Complicating>,
    pub(crate) titles: meaning::Titles,
    /// Cross references between codes, read when first asked for.
    pub(crate) graph: OnceLock<Graph>,
    pub(crate) title_words: relatives::TitleWords,
    /// Entries of the index by the code they lead to; gathered when first asked for.
    pub(crate) entries_of: OnceLock<FxHashMap<Code, Vec<u32>>>,
    /// Condition and the history code it becomes once it is over (I.C.21.c.4).
    pub(crate) resolved: Vec<(Stem, Code)>,
}

impl Local {
    /// Prepares the agents for a release.
    #[must_use]
    pub fn new(
        codebook: Codebook,
        lexicon: &Lexicon,
        dictionary: Dictionary,
        search: Option<Arc<Search>>,
    ) -> Self {
        let canon = Arc::new(Canon::new(lexicon, &codebook));
        let headings = lexicon
            .headings
            .iter()
            .map(|h| {
                (
                    h.words.clone(),
                    Heading {
                        kind: clinical_text::SectionKind::of(&h.kind),
                        needs_delimiter: h.needs_delimiter,
                    },
                )
            })
            .collect();
        let mut integral: FxHashMap<Code, Vec<Stem>> = FxHashMap::default();
        for (symptom, cause) in &lexicon.integral {
            integral.entry(symptom.code).or_default().push(*cause);
        }
        let chronic = lexicon
            .rows("chronic")
            .iter()
            .flat_map(|row| row.iter().filter_map(|cell| Stem::parse(cell)))
            .collect();
        let is_near = search.as_ref().is_some_and(|s| s.model().is_some());
        let (weights, trees) = if is_near && !lexicon.rows("weights_near").is_empty() {
            ("weights_near", "trees_near")
        } else {
            ("weights", "trees")
        };
        let words = (0..dictionary.vocabulary_len() as u32).map(|n| (n, dictionary.text(n)));
        Self {
            spelling: Spelling::new(words),
            dictionary,
            cues: Cues::new(lexicon),
            laterality: Laterality::new(lexicon, &canon),
            seventh: Seventh::new(lexicon),
            drugs: Drugs::new(lexicon, &codebook),
            reasons: Reasons::new(lexicon),
            abbreviations: Abbreviations::new(lexicon),
            headings,
            completer: Completer::new(codebook.clone(), Arc::clone(&canon), lexicon),
            weights: Weights::parse(lexicon.rows("weights")),
            stay_weights: Weights::parse(lexicon.rows(weights)),
            calibration: Calibration::parse(lexicon.rows("calibration")),
            trees: Trees::parse(lexicon.rows(trees)),
            outpatient: outpatient::Outpatient::new(lexicon.rows("outpatient")),
            inpatient: outpatient::Outpatient::new(lexicon.rows("inpatient")),
            integral,
            chronic,
            combinations: combine::combinations(lexicon.rows("combinations")),
            induced: cause::induced(lexicon.rows("drug_induced")),
            deficits: cause::deficits(lexicon.rows("stroke_deficits")),
            companions: owed::companions(lexicon.rows("companions")),
            complicating: pregnancy::complicating(lexicon.rows("pregnancy")),
            resolved: combine::resolved(lexicon.rows("resolved")),
            canon,
            codebook,
            search,
            titles: meaning::Titles::default(),
            graph: OnceLock::new(),
            title_words: relatives::TitleWords::default(),
            entries_of: OnceLock::new(),
        }
    }

    /// The release the agents answer in.
    #[must_use]
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// The weights for a setting.
    pub(crate) fn weights_of(&self, outpatient: bool) -> &Weights {
        if outpatient {
            &self.weights
        } else {
            &self.stay_weights
        }
    }

    /// The sections of a text.
    #[must_use]
    pub fn sections(&self, text: &str) -> Vec<clinical_text::Section> {
        clinical_text::sections(text, &|words| self.headings.get(words).copied())
    }

    /// Whether a condition remains once it is there (assumed of the categories in the table `chronic`).
    pub(crate) fn is_chronic(&self, code: Code) -> bool {
        self.chronic.iter().any(|s| s.covers(code))
    }
}
