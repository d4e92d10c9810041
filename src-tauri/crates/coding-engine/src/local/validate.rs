//! Complete codes by the tabular list and the words of the note.

use std::sync::Arc;

use coding_model::{EvidenceSpan, Problem, TrailStep};
use retrieval::normalize::Tokens;
use rustc_hash::{FxHashMap, FxHashSet};

use super::features::Company;
use super::{Local, VERSION};
use crate::complete::Surroundings;
use crate::task::{Agent, Candidate, Spotted, ToValidate, Validate};

impl Agent<Validate> for Local {
    fn name(&self) -> &str {
        "local"
    }

    fn version(&self) -> &str {
        VERSION
    }

    fn perform(&self, input: ToValidate<'_>, problems: &mut Vec<Problem>) -> Vec<Candidate> {
        let Some(document) = input.encounter.documents.get(input.document) else {
            return Vec::new();
        };
        let text = &document.text;
        let has_assessment = input
            .segmented
            .sections
            .iter()
            .any(|s| s.kind.is_assessment());
        let far = Arc::new(self.word_set(text));
        let sides = Arc::new(self.sides(text));
        let lower = text.to_lowercase();
        let subsequent = [
            "follow-up",
            "follow up",
            "healing",
            "nonunion",
            "malunion",
            "s/p orif",
            "status post orif",
            "post-op",
            "postoperative",
            "recheck",
            "cast removal",
        ]
        .iter()
        .any(|w| lower.contains(w));
        let mut near_of: Vec<Option<Arc<FxHashSet<String>>>> =
            vec![None; input.segmented.sentences.len()];
        let company = company(input.mentions);
        let mut out = Vec::new();
        let mut unassignable = 0;
        let outpatient = input.encounter.setting.is_outpatient();
        for lead in input.leads {
            // a visit's assessment says more than "illness"
            if outpatient && lead.plain {
                continue;
            }
            let Some(mention) = input.mentions.get(lead.mention) else {
                continue;
            };
            let Some(sentence) = input.segmented.sentences.get(mention.sentence) else {
                continue;
            };
            let Some(slot) = near_of.get_mut(mention.sentence) else {
                continue;
            };
            let near = Arc::clone(slot.get_or_insert_with(|| {
                let mut words = self.word_set(sentence.range.slice(text).unwrap_or(""));
                if let Some(item) = sentence.item {
                    words.extend(self.word_set(item.slice(text).unwrap_or("")));
                }
                Arc::new(words)
            }));
            let around = Surroundings {
                open: near.contains("open") || near.contains("compound"),
                sequela: near.contains("sequela") || near.contains("sequelae"),
                subsequent: subsequent
                    && (near.contains("follow")
                        || near.contains("healing")
                        || near.contains("postoperative")
                        || far.contains("healing")),
                near: Arc::clone(&near),
                far: Arc::clone(&far),
                sides: Arc::clone(&sides),
            };
            let Some(completion) = self.completer.complete(lead.stem, &around) else {
                unassignable += 1;
                continue;
            };
            let section = input.segmented.sections.get(sentence.section);
            let title = section.map_or("", |s| s.title.as_str());
            let evidence: Vec<EvidenceSpan> = mention
                .ranges
                .iter()
                .filter_map(|r| EvidenceSpan::cut(document.id, text, *r, title))
                .collect();
            if evidence.is_empty() {
                continue;
            }
            let (mentions, rivals) = company.get(lead.mention).copied().unwrap_or_default();
            let beside = Company {
                near: &near,
                mentions,
                rivals,
            };
            let features = self.features(&input, lead, mention, &completion, &beside);
            let trail = vec![
                TrailStep {
                    stage: "extract".to_owned(),
                    agent: "local".to_owned(),
                    text: format!(
                        "{}: words of a {}{}",
                        quote(&evidence),
                        lead.origin.name(),
                        cues(&mention.cues)
                    ),
                },
                TrailStep {
                    stage: "navigate".to_owned(),
                    agent: "local".to_owned(),
                    text: lead.path.display(),
                },
                TrailStep {
                    stage: "validate".to_owned(),
                    agent: "local".to_owned(),
                    text: if completion.code == lead.stem {
                        format!(
                            "{} is complete in {}",
                            completion.code,
                            self.codebook.release()
                        )
                    } else if completion.supported.is_empty() {
                        format!(
                            "{} completed to {} by default: the note says no more",
                            lead.stem, completion.code
                        )
                    } else {
                        format!(
                            "{} completed to {} by: {}",
                            lead.stem,
                            completion.code,
                            completion.supported.join(", ")
                        )
                    },
                },
            ];
            let candidate = Candidate {
                document: input.document,
                mention: lead.mention,
                code: completion.code,
                lead: lead.clone(),
                assertion: mention.assertion,
                evidence,
                has_assessment,
                defaulted: completion.defaulted,
                supported: completion.supported.len() as u8,
                siblings: completion.others,
                features,
                trail,
            };
            if let Some(code) = completion.also {
                out.push(Candidate {
                    code,
                    ..candidate.clone()
                });
            }
            out.push(candidate);
        }
        if unassignable > 0 {
            problems.push(Problem {
                stage: "validate".to_owned(),
                message: format!(
                    "{unassignable} entries led to no assignable code of {} and were left out",
                    self.codebook.release()
                ),
            });
        }
        out
    }
}

/// For each mention, how many stand in its sentence and how many of greater value share some of its words.
fn company(mentions: &[Spotted]) -> Vec<(usize, usize)> {
    let value = |m: &Spotted| m.hits.first().map_or(0.0, |h| h.value);
    let mut out = Vec::with_capacity(mentions.len());
    for of_sentence in mentions.chunk_by(|a, b| a.sentence == b.sentence) {
        for one in of_sentence {
            let shares = |other: &&Spotted| {
                value(other) > value(one)
                    && other
                        .ranges
                        .iter()
                        .any(|r| one.ranges.iter().any(|s| r.overlaps(*s)))
            };
            // a sentence has few mentions; a text without sentences is looked at in part
            let rivals = of_sentence.iter().take(200).filter(shares).count();
            out.push((of_sentence.len(), rivals));
        }
    }
    out
}

impl Local {
    /// How often the text names a side with each word: in the five words behind "right", "left", "bilateral", "both".
    fn sides(&self, text: &str) -> FxHashMap<String, [u16; 3]> {
        let tokens = Tokens::of(text);
        let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
        let mut sides: FxHashMap<String, [u16; 3]> = FxHashMap::default();
        for (i, word) in words.iter().enumerate() {
            let side = match *word {
                "right" => 0,
                "left" => 1,
                "bilateral" | "both" => 2,
                _ => continue,
            };
            for next in words.iter().skip(i + 1).take(5) {
                if matches!(*next, "right" | "left") {
                    break;
                }
                sides.entry(self.canon.word(next).to_owned()).or_default()[side] += 1;
            }
        }
        sides
    }

    fn word_set(&self, text: &str) -> FxHashSet<String> {
        let tokens = Tokens::of(text);
        tokens
            .iter()
            .map(|t| self.canon.word(t.text).to_owned())
            .collect()
    }
}

fn quote(evidence: &[EvidenceSpan]) -> String {
    let quotes: Vec<&str> = evidence.iter().map(|e| e.quote.as_str()).collect();
    format!("“{}”", quotes.join(" … "))
}

fn cues(cues: &[String]) -> String {
    if cues.is_empty() {
        String::new()
    } else {
        format!(" (cue: {})", cues.join(", "))
    }
}
