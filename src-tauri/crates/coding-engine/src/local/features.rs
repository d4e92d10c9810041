//! The signals of a candidate.

use clinical_text::SectionKind;
use coding_model::{Certainty, Experiencer, Polarity, Temporality};

use rustc_hash::FxHashSet;

use super::Local;
use super::meaning::Meant;
use crate::complete::Completion;
use crate::dictionary::{Canon, Origin};
use crate::score::{FEATURES, place};
use crate::task::{Lead, Spotted, ToValidate};

/// What stands around a mention in its sentence.
pub(super) struct Company<'a> {
    /// Words of the sentence.
    pub near: &'a FxHashSet<String>,
    /// Mentions in the sentence.
    pub mentions: usize,
    /// Mentions of greater value that share some of its words.
    pub rivals: usize,
    /// What the mention means, where a model says it.
    pub meant: Option<&'a Meant>,
}

impl Company<'_> {
    /// How many telling words of a title the sentence says, and how many there are.
    fn title(&self, canon: &Canon, title: &str) -> (usize, usize) {
        let words = canon.words(title);
        let said = words.iter().filter(|w| self.near.contains(*w)).count();
        (said, words.len())
    }
}

/// Whether one word reads like an adjective ("renal", "squamous"), which names no condition by itself.
fn is_adjective(word: &str) -> bool {
    let word = word.to_lowercase();
    !word.contains(' ')
        && ["ic", "al", "ous", "ive", "ary", "ar", "ed", "ing"]
            .iter()
            .any(|end| word.ends_with(end))
}

impl Local {
    pub(super) fn features(
        &self,
        input: &ToValidate<'_>,
        lead: &Lead,
        mention: &Spotted,
        completion: &Completion,
        around: &Company<'_>,
    ) -> Vec<f32> {
        let mut x = vec![0.0_f32; FEATURES.len()];
        let mut set = |name: &str, value: f32| x[place(name)] = value;
        let hit = &lead.hit;
        set("bias", 1.0);
        set("mass", (hit.mass / 10.0).min(5.0));
        set("mass2", (hit.mass / 10.0).powi(2).min(16.0));
        set(
            match lead.words {
                1 => "words1",
                2 => "words2",
                3 => "words3",
                _ => "words4",
            },
            1.0,
        );
        set("gap", f32::from(hit.gap) / 4.0);
        set("commas", f32::from(hit.commas).min(3.0));
        set("optional", f32::from(hit.optional.min(3)) / 3.0);
        set("expanded", f32::from(u8::from(hit.expanded)));
        set("dominated", f32::from(u8::from(hit.dominated)));
        let best = mention.hits.first().map_or(hit.value, |h| h.value);
        set("value_rank", ((best - hit.value) / 5.0).clamp(0.0, 3.0));
        set(
            "exact_cover",
            f32::from(u8::from(hit.gap == 0 && hit.commas == 0 && !hit.dominated)),
        );
        set(
            "mass_per_token",
            (hit.mass / hit.tokens.len().max(1) as f32 / 10.0).min(2.0),
        );
        set(
            match lead.origin {
                Origin::Index => "origin_index",
                Origin::ExternalCause | Origin::Drug => "origin_external",
                Origin::Neoplasm => "origin_neoplasm",
                Origin::Title => "origin_title",
                Origin::Inclusion => "origin_inclusion",
                Origin::Lay => "origin_lay",
                Origin::Status => "origin_status",
                Origin::Stage => "origin_stage",
            },
            1.0,
        );
        let sentence = &input.segmented.sentences[mention.sentence];
        let kind = input
            .segmented
            .sections
            .get(sentence.section)
            .map_or(SectionKind::Body, |s| s.kind);
        set(section_signal(kind), 1.0);
        if mention.in_item && (kind.is_assessment() || kind == SectionKind::Plan) {
            set("section_item", 1.0);
        }
        set("mentions", 0.0);
        set(
            "sentences_log",
            (input.segmented.sentences.len() as f32 + 1.0).ln() / 4.0,
        );
        set(
            "position",
            mention.sentence as f32 / input.segmented.sentences.len().max(1) as f32,
        );
        set("first_sentence", f32::from(u8::from(mention.sentence == 0)));
        set(
            "uncertain",
            f32::from(u8::from(
                mention.assertion.certainty == Certainty::Uncertain,
            )),
        );
        set(
            "historical",
            f32::from(u8::from(
                mention.assertion.temporality == Temporality::Historical,
            )),
        );
        set(
            "hypothetical",
            f32::from(u8::from(
                mention.assertion.temporality == Temporality::Hypothetical,
            )),
        );
        set(
            "family",
            f32::from(u8::from(
                mention.assertion.experiencer != Experiencer::Patient,
            )),
        );
        set(
            "negated",
            f32::from(u8::from(mention.assertion.polarity == Polarity::Negated)),
        );
        set("see", f32::from(u8::from(lead.see)));
        set("plain", f32::from(u8::from(lead.plain)));
        set(
            "other_person",
            f32::from(u8::from(
                mention.assertion.experiencer == Experiencer::Other,
            )),
        );
        set("defaulted", f32::from(completion.defaulted));
        set(
            "supported",
            (completion.supported.len() as f32).min(4.0) / 2.0,
        );
        set("leaves_log", (completion.others.len() as f32 + 1.0).ln());
        let title = self
            .codebook
            .title(completion.code)
            .unwrap_or_default()
            .to_lowercase();
        set(
            "unspecified",
            f32::from(u8::from(title.contains("unspecified"))),
        );
        let (said, asked) = around.title(&self.canon, &title);
        set("title_cover", said as f32 / asked.max(1) as f32);
        set("title_unsaid", ((asked - said) as f32).min(8.0) / 4.0);
        let text = &input.encounter.documents[input.document].text;
        let surface: Vec<&str> = mention
            .ranges
            .iter()
            .filter_map(|r| r.slice(text))
            .collect();
        set(
            "sent_back",
            f32::from(u8::from(
                mention
                    .stated
                    .as_ref()
                    .is_some_and(|s| !s.around.is_empty()),
            )),
        );
        set(
            "adjective",
            f32::from(u8::from(
                surface.len() == 1 && surface.first().is_some_and(|s| is_adjective(s)),
            )),
        );
        let near = around.meant;
        if let Some([words, around]) =
            near.and_then(|meant| self.near_title(meant, completion.code, &title))
        {
            set("near_words", words);
            set("near_around", around);
        }
        let letters: usize = surface.iter().map(|s| s.len()).sum();
        set("surface_len", (letters as f32 + 1.0).ln() / 3.0);
        set(
            "sentence_mentions",
            (around.mentions as f32 + 1.0).ln() / 3.0,
        );
        set(
            "sentence_words",
            (sentence.range.len() as f32 + 1.0).ln() / 5.0,
        );
        set("partial_rivals", (around.rivals as f32).min(6.0) / 3.0);
        set("code_len", completion.code.len() as f32 / 7.0);
        set(
            "other_specified",
            f32::from(u8::from(title.starts_with("other "))),
        );
        let letter = completion.code.undotted().chars().next().unwrap_or('A');
        let chapter = match letter {
            'V'..='Y' => "ch_VY".to_owned(),
            c => format!("ch_{c}"),
        };
        set(&chapter, 1.0);
        set(
            "symptom_single",
            f32::from(u8::from(letter == 'R' && lead.words == 1)),
        );
        set(
            "single_common",
            f32::from(u8::from(lead.words == 1 && hit.mass < 6.0)),
        );
        set("rivals", (mention.hits.len() as f32 - 1.0).min(6.0) / 3.0);
        set("stem_len3", f32::from(u8::from(lead.stem.len() == 3)));
        set("stem_len4", f32::from(u8::from(lead.stem.len() == 4)));
        set(
            "rare_words",
            f32::from(u8::from(hit.mass / lead.words.max(1) as f32 > 9.0)),
        );
        match lead.kind {
            "" | "stage" => {}
            "personal_history" | "family_history" => set("kind_history", 1.0),
            "device" | "dependence_on_device" | "transplant" | "absence" => set("kind_device", 1.0),
            "social" | "substance_use" | "noncompliance" => set("kind_social", 1.0),
            "allergy" => set("kind_allergy", 1.0),
            "procedure_history" => set("kind_procedure", 1.0),
            _ => set("kind_other", 1.0),
        }
        x
    }
}

/// The signal of a section's kind.
pub(super) fn section_signal(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Assessment
        | SectionKind::AssessmentPlan
        | SectionKind::Diagnosis
        | SectionKind::DischargeDiagnosis
        | SectionKind::PrincipalDiagnosis
        | SectionKind::SecondaryDiagnosis
        | SectionKind::Impression
        | SectionKind::ProblemList
        | SectionKind::Complications => "section_assessment",
        SectionKind::Plan | SectionKind::PlanDetail => "section_plan",
        SectionKind::Hpi => "section_hpi",
        SectionKind::Body => "section_body",
        SectionKind::PastMedical
        | SectionKind::PastSurgical
        | SectionKind::ObstetricHistory
        | SectionKind::BirthHistory => "section_pmh",
        SectionKind::Results | SectionKind::Findings => "section_results",
        SectionKind::Exam | SectionKind::Vitals => "section_exam",
        SectionKind::Ros => "section_ros",
        SectionKind::Social | SectionKind::Family => "section_social",
        SectionKind::Medications | SectionKind::DischargeMedications | SectionKind::Allergies => {
            "section_medications"
        }
        SectionKind::ChiefComplaint | SectionKind::Indication => "section_chief",
        SectionKind::HospitalCourse | SectionKind::Procedures => "section_course",
        SectionKind::Differential
        | SectionKind::Instructions
        | SectionKind::Disposition
        | SectionKind::Immunizations
        | SectionKind::HealthMaintenance
        | SectionKind::Other => "section_other",
    }
}
