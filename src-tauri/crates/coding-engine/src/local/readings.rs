//! What a text states in numbers, signs and cues rather than in phrases of the book: weeks of gestation, body mass index,
//! a tumor's receptors, what a drug did and why it was not taken.

use std::sync::Arc;

use clinical_text::{SectionKind, TextRange};
use coding_model::{EvidenceSpan, Hop, IndexPath, Source, TrailStep};
use icd10cm::{BookKind, Code};
use retrieval::normalize::Tokens;
use rustc_hash::FxHashSet;

use super::Local;
use super::features::Company;
use crate::complete::{Completion, Surroundings};
use crate::dictionary::Origin;
use crate::extract::context::gaps;
use crate::extract::drugs::{Effect, Told};
use crate::extract::{bmi, gestation, period};
use crate::task::{Candidate, Lead, Spotted, ToValidate};

/// Words around a drug in which cues are read.
pub(super) const CUES: usize = 40;

/// One statement and the code it stands for.
pub(super) struct Read {
    pub(super) sentence: usize,
    pub(super) range: TextRange,
    pub(super) code: Code,
    pub(super) kind: &'static str,
    pub(super) path: IndexPath,
    pub(super) how: String,
}

impl Local {
    /// The weeks of gestation of a document: those it states most often, of these the first.
    pub(super) fn gestation(
        &self,
        input: &ToValidate<'_>,
        lower: &str,
    ) -> Option<(usize, gestation::Gestation)> {
        let document = input.encounter.documents.get(input.document)?;
        if !period::is_obstetric(lower) || input.encounter.age == Some(0) {
            return None;
        }
        let at = period::period(lower, None);
        // weeks of gestation are none of the puerperium
        if at.puerperium && !period::is_pregnant_now(lower) {
            return None;
        }
        let mut all = Vec::new();
        for (number, sentence) in input.segmented.sentences.iter().enumerate() {
            let kind = input
                .segmented
                .sections
                .get(sentence.section)
                .map(|s| s.kind);
            if matches!(
                kind,
                Some(
                    SectionKind::ObstetricHistory | SectionKind::PastMedical | SectionKind::Family
                )
            ) {
                continue;
            }
            if let Some(text) = sentence.range.slice(&document.text) {
                let read = gestation::read(text, sentence.range.start());
                all.extend(read.into_iter().map(|g| (number, g)));
            }
        }
        // at delivery the last weeks are meant; else those stated most often, of these the later
        let mut often = [0_usize; 256];
        for (_, g) in &all {
            often[usize::from(g.weeks)] += 1;
        }
        let weeks = all.iter().map(|(_, g)| g.weeks).max_by_key(|w| {
            (
                if at.delivery {
                    0
                } else {
                    often[usize::from(*w)]
                },
                *w,
            )
        })?;
        all.iter().find(|(_, g)| g.weeks == weeks).copied()
    }

    /// The candidates of statements in numbers and cues.
    pub(super) fn readings(
        &self,
        input: &ToValidate<'_>,
        weeks: Option<(usize, gestation::Gestation)>,
        around: &Surroundings,
    ) -> Vec<Candidate> {
        let Some(document) = input.encounter.documents.get(input.document) else {
            return Vec::new();
        };
        let mut read = Vec::new();
        if let Some((sentence, stated)) = weeks {
            let code = match stated.weeks {
                0..=7 => "Z3A.01".to_owned(),
                8..=42 => format!("Z3A.{:02}", stated.weeks),
                _ => "Z3A.49".to_owned(),
            };
            if let Ok(code) = Code::parse(&code) {
                read.push(Read {
                    sentence,
                    range: stated.range,
                    code,
                    kind: "pregnancy_status",
                    path: self.path_to(code, None),
                    how: format!("{} completed weeks of gestation", stated.weeks),
                });
            }
        }
        let child = input.encounter.age.is_some_and(|age| age < 20);
        for (number, sentence) in input.segmented.sentences.iter().enumerate() {
            let Some(text) = sentence.range.slice(&document.text) else {
                continue;
            };
            let base = sentence.range.start();
            if !child {
                for value in bmi::read(text, base) {
                    if let Some(code) = bmi::code(value.value) {
                        read.push(Read {
                            sentence: number,
                            range: value.range,
                            code,
                            kind: "bmi",
                            path: self.path_to(code, None),
                            how: format!("a body mass index of {}", value.value),
                        });
                    }
                }
            }
            let tokens = Tokens::of(text);
            if !self.drugs.may_read(&tokens) {
                continue;
            }
            let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
            let between = gaps(text, &tokens);
            let mut reasoned = false;
            for told in self.drugs.read(&words, &between) {
                let range = tokens.get(told.start).zip(tokens.get(told.end - 1));
                let Some((first, last)) = range else { continue };
                // the cues near it: a text without sentences has as many as it has words
                let near = told.start.saturating_sub(CUES)..(told.end + CUES).min(words.len());
                let (Some(of), Some(marks)) =
                    (words.get(near.clone()), between.get(near.start..=near.end))
                else {
                    continue;
                };
                let cued = self.cues.read(of, marks);
                let (from, to) = (told.start - near.start, told.end - near.start);
                let (assertion, ..) = self.cues.judge(&cued, from, to);
                // one reason a sentence, however many doses it says were missed
                if told.effect == Effect::Underdosing && assertion.is_plain() && !reasoned {
                    reasoned = true;
                    read.extend(self.reason(input, number));
                }
                let Some(code) = self.drug_code(&told, around) else {
                    continue;
                };
                if !assertion.is_plain() && assertion.certainty == coding_model::Certainty::Certain
                {
                    continue;
                }
                read.push(Read {
                    sentence: number,
                    range: TextRange::new(base + first.range.start, base + last.range.end),
                    code,
                    kind: "drug_effect",
                    path: self.drug_path(&told, code),
                    how: format!("what a drug did ({})", told.effect.column()),
                });
            }
        }
        read.extend(self.receptors(input));
        let mut sections = input.segmented.sections.iter();
        let has_assessment = sections.any(|s| s.kind.is_assessment());
        read.into_iter()
            .enumerate()
            .filter_map(|(i, one)| {
                self.candidate_of(input, input.mentions.len() + i, one, around, has_assessment)
            })
            .collect()
    }

    fn drug_code(&self, told: &Told, around: &Surroundings) -> Option<Code> {
        let stem = format!(
            "{}{}",
            told.substance.stem.undotted(),
            told.effect.character()
        );
        let stem = Code::parse(&stem).ok()?;
        self.completer.complete(stem, around).map(|c| c.code)
    }

    fn drug_path(&self, told: &Told, code: Code) -> IndexPath {
        let book = self.codebook.book(BookKind::Drug);
        let head = book
            .heads()
            .find(|h| h.to_lowercase().contains(told.effect.column()));
        match (told.substance.node.and_then(|n| book.node(n)), head) {
            (Some(node), Some(head)) => {
                let mut terms = node.titles();
                terms.push(head.to_owned());
                IndexPath {
                    source: match node.book().source() {
                        Some(icd10cm::PartSource::Official) => Source::Official,
                        Some(icd10cm::PartSource::Starter) | None => Source::Starter,
                    },
                    terms,
                    hops: vec![Hop::Cell(head.to_owned())],
                }
            }
            _ => IndexPath {
                source: Source::Derived,
                terms: vec![self.codebook.title(code).unwrap_or_default()],
                hops: Vec::new(),
            },
        }
    }

    fn candidate_of(
        &self,
        input: &ToValidate<'_>,
        number: usize,
        read: Read,
        around: &Surroundings,
        has_assessment: bool,
    ) -> Option<Candidate> {
        let document = input.encounter.documents.get(input.document)?;
        let sentence = input.segmented.sentences.get(read.sentence)?;
        let section = input.segmented.sections.get(sentence.section);
        let title = section.map_or("", |s| s.title.as_str());
        let quote = EvidenceSpan::cut(document.id, &document.text, read.range, title)?;
        let mut lead = Lead::chosen(number, read.code, read.path, Origin::Status);
        lead.kind = read.kind;
        let mention = Spotted {
            sentence: read.sentence,
            ranges: vec![read.range],
            assertion: coding_model::Assertion::default(),
            cues: Vec::new(),
            chronic_current: false,
            hits: Vec::new(),
            in_item: sentence.item.is_some_and(|i| i.contains(read.range)),
            stated: None,
        };
        let completion = Completion {
            code: read.code,
            defaulted: 0,
            supported: Vec::new(),
            others: Vec::new(),
            also: None,
        };
        let near: Arc<FxHashSet<String>> = Arc::clone(&around.near);
        let beside = Company {
            near: &near,
            mentions: 1,
            rivals: 0,
            // what was read is a number or a cue, and not what words mean
            meant: None,
        };
        let features = self.features(input, &lead, &mention, &completion, &beside);
        let step = |stage: &str, text: String| TrailStep {
            stage: stage.to_owned(),
            agent: "local".to_owned(),
            text,
        };
        let trail = vec![
            step("extract", format!("“{}”: {}", quote.quote, read.how)),
            step("navigate", lead.path.display()),
            step(
                "validate",
                format!("{} is complete in {}", read.code, self.codebook.release()),
            ),
        ];
        Some(Candidate {
            document: input.document,
            mention: number,
            code: read.code,
            lead,
            assertion: mention.assertion,
            evidence: vec![quote],
            has_assessment,
            defaulted: 0,
            supported: 0,
            siblings: Vec::new(),
            features,
            trail,
        })
    }
}
