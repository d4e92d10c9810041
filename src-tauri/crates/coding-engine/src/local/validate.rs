//! Complete codes by the tabular list and the words of the note.

use std::sync::Arc;

use clinical_text::TextRange;
use coding_model::{EvidenceSpan, IndexPath, Problem, Source, TrailStep};
use retrieval::normalize::Tokens;
use rustc_hash::{FxHashMap, FxHashSet};

use super::features::Company;
use super::relatives::RELATIVES;
use super::{Local, VERSION};
use crate::complete::Surroundings;
use crate::dictionary::Origin;
use crate::extract::context::gaps;
use crate::extract::laterality::{Handed, SIDES};
use crate::extract::period;
use crate::extract::seventh::{Characters, Family};
use crate::score::place;
use crate::task::{Agent, Candidate, Lead, Spotted, ToValidate, Validate};

/// Words a side may stand before the part it is the side of.
const SIDE_REACH: usize = 3;
/// Bytes of a sentence from which sides are not told apart by mention: it is a text without sentences.
const LONG: usize = 2000;

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
        let lower = text.to_lowercase();
        let weeks = self.gestation(&input, &lower);
        let period = period::period(&lower, weeks.map(|(_, g)| g.weeks));
        let far = Arc::new(self.word_set(text));
        let sides = Arc::new(self.sides(text));
        let handed = Handed::read(&lower);
        let subsequent = self
            .seventh
            .read(&words_of(&Tokens::of(text)))
            .iter()
            .any(|(family, c)| *family == Family::Injury && matches!(c, 'D' | 'G' | 'K' | 'P'));
        let mut around_of: Vec<Option<Arc<Surroundings>>> =
            vec![None; input.segmented.sentences.len()];
        let company = company(input.mentions);
        let mut meant_of = (usize::MAX, None);
        let mut out = Vec::new();
        let mut unassignable = 0;
        let mut kin = 0;
        // sentences and codes whose relatives were looked at
        let mut asked_of = FxHashSet::default();
        let mut side_of = (usize::MAX, Arc::<Surroundings>::default());
        let outpatient = input.encounter.setting.is_outpatient();
        for lead in input.leads {
            // a value is read as a number, not as words that stand near each other
            if lead.kind == "bmi" && (lead.hit.gap > 0 || lead.hit.commas > 0) {
                continue;
            }
            // a visit's assessment says more than "illness"
            if outpatient && lead.plain {
                continue;
            }
            // what a tumor's receptors are is read by names and signs (`receptors`), not by words near each other
            if lead.stem.category().undotted() == "Z17" {
                continue;
            }
            let Some(mention) = input.mentions.get(lead.mention) else {
                continue;
            };
            let Some(sentence) = input.segmented.sentences.get(mention.sentence) else {
                continue;
            };
            let Some(slot) = around_of.get_mut(mention.sentence) else {
                continue;
            };
            let around = slot.get_or_insert_with(|| {
                let mut said = self.said(sentence.range.slice(text).unwrap_or(""));
                if let Some(item) = sentence.item {
                    let of_item = self.said(item.slice(text).unwrap_or(""));
                    said.words.extend(of_item.words);
                    said.characters.extend(of_item.characters);
                }
                let near = said.words;
                Arc::new(Surroundings {
                    subsequent: subsequent
                        && (near.contains("healing")
                            || near.contains("postoperative")
                            || far.contains("healing")),
                    characters: Arc::new(said.characters),
                    near: Arc::new(near),
                    far: Arc::clone(&far),
                    sides: Arc::clone(&sides),
                    handed,
                    period,
                })
            });
            // the leads of a mention stand one after the other
            if side_of.0 != lead.mention {
                let side = self.own_side(text, sentence.range, &around.near, &mention.ranges);
                let around = match side {
                    Some(near) => Arc::new(Surroundings {
                        near: Arc::new(near),
                        ..Surroundings::clone(around)
                    }),
                    None => Arc::clone(around),
                };
                side_of = (lead.mention, around);
            }
            let around = Arc::clone(&side_of.1);
            // the title of the code that leaves the side open, in a sentence that names one
            let titled = lead.origin == Origin::Title;
            let parent = titled.then(|| self.completer.sided_parent(lead.stem, &around));
            let sided = parent.flatten().map(|parent| Lead {
                stem: parent,
                path: IndexPath {
                    source: Source::Tabular,
                    terms: self.codebook.title(parent).into_iter().collect(),
                    hops: Vec::new(),
                },
                ..lead.clone()
            });
            let lead = sided.as_ref().unwrap_or(lead);
            let Some(completion) = self.completer.complete(lead.stem, &around) else {
                unassignable += 1;
                continue;
            };
            let section = input.segmented.sections.get(sentence.section);
            let title = section.map_or("", |s| s.title.as_str());
            let stated = mention.stated.as_deref();
            let evidence: Vec<EvidenceSpan> = mention
                .ranges
                .iter()
                .chain(stated.iter().flat_map(|s| &s.evidence))
                .filter_map(|r| EvidenceSpan::cut(document.id, text, *r, title))
                .collect();
            if evidence.is_empty() {
                continue;
            }
            if meant_of.0 != lead.mention {
                let meant = self.meant(text, sentence.range, &mention.ranges);
                meant_of = (lead.mention, meant);
            }
            let (mentions, rivals) = company.get(lead.mention).copied().unwrap_or_default();
            let beside = Company {
                near: &around.near,
                mentions,
                rivals,
                meant: meant_of.1.as_ref(),
            };
            let features = self.features(&input, lead, mention, &completion, &beside);
            let trail = vec![
                TrailStep {
                    stage: "extract".to_owned(),
                    agent: match stated {
                        Some(s) if s.around.is_empty() => "model",
                        _ => "local",
                    }
                    .to_owned(),
                    text: match stated {
                        Some(s) if !s.around.is_empty() => format!(
                            "{}: sent back, since no code fitted, and looked up as “{}”",
                            quote(&evidence),
                            s.term
                        ),
                        Some(s) => format!("{}: read as “{}”", quote(&evidence), s.term),
                        None => format!(
                            "{}: words of a {}{}",
                            quote(&evidence),
                            lead.origin.name(),
                            cues(&mention.cues)
                        ),
                    },
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
            if !outpatient && !lead.hit.dominated && !lead.plain {
                out.extend(self.neighbours(&candidate));
                if kin < RELATIVES
                    && asked_of.insert((mention.sentence, candidate.code))
                    && let Some(one) = self.relative(&candidate, &around.near)
                {
                    kin += 1;
                    out.push(one);
                }
            }
            if let Some(code) = completion.also {
                out.push(Candidate {
                    code,
                    ..candidate.clone()
                });
            }
            out.push(candidate);
        }
        let whole = Surroundings {
            far: Arc::clone(&far),
            sides: Arc::clone(&sides),
            handed,
            period,
            ..Surroundings::default()
        };
        out.extend(self.readings(&input, weeks, &whole));
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
    /// The words around a mention without the sides of others, where its sentence names several sides and one of them
    /// stands with the mention's own words ("left knee pain and right ankle swelling"); none where that changes nothing.
    fn own_side(
        &self,
        text: &str,
        sentence: TextRange,
        near: &FxHashSet<String>,
        ranges: &[TextRange],
    ) -> Option<FxHashSet<String>> {
        if SIDES.iter().filter(|s| near.contains(**s)).count() < 2 || sentence.len() > LONG {
            return None;
        }
        let said = sentence.slice(text)?;
        let tokens = Tokens::of(said);
        let words = words_of(&tokens);
        let named = self
            .laterality
            .read(&words, &written(&tokens, said), &self.canon)
            .named;
        let gaps = gaps(said, &tokens);
        let apart = |from: usize, to: usize| {
            (from..=to).any(|i| {
                gaps.get(i)
                    .is_some_and(|g| g.contains([',', ';', '.', '\n']))
                    || i < to && words.get(i).is_some_and(|w| matches!(*w, "and" | "or"))
            })
        };
        let own: Vec<usize> = (0..words.len())
            .filter(|i| {
                tokens.get(*i).is_some_and(|t| {
                    let at = sentence.start() + t.range.start;
                    ranges.iter().any(|r| r.start() <= at && at < r.end())
                })
            })
            .collect();
        // before one of its words, else behind the last
        let mut of: Vec<(&str, usize)> = named
            .iter()
            .filter(|(_, behind)| {
                own.iter()
                    .any(|at| behind <= at && at - behind <= SIDE_REACH && !apart(*behind, *at))
            })
            .map(|(side, behind)| (side.word(), *behind))
            .collect();
        if of.is_empty() {
            let last = *own.last()?;
            of = named
                .iter()
                .filter(|(_, behind)| *behind > last + 1 && behind - last <= SIDE_REACH + 1)
                .map(|(side, behind)| (side.word(), *behind))
                .take(1)
                .collect();
        }
        let (first, at) = *of.first()?;
        // "left hemiplegia, sequela of right cerebral infarction": what it comes of has a side of its own
        let cause = (at..words.len()).find(|i| {
            words.get(*i).is_some_and(|w| {
                matches!(*w, "sequela" | "sequelae" | "due" | "following" | "after")
            })
        });
        let is_own = |behind: usize| cause.is_none_or(|cause| behind <= cause);
        if of
            .iter()
            .any(|(side, behind)| *side != first && is_own(*behind))
        {
            return None;
        }
        let mut near = near.clone();
        near.retain(|w| w == first || !SIDES.contains(&w.as_str()) && w != "both");
        Some(near)
    }

    /// How often the text names a side with each word: in the five words behind "right", "left", "bilateral", "both".
    fn sides(&self, text: &str) -> FxHashMap<String, [u16; 3]> {
        let tokens = Tokens::of(text);
        let words = words_of(&tokens);
        let named = self
            .laterality
            .read(&words, &written(&tokens, text), &self.canon)
            .named;
        let mut sides: FxHashMap<String, [u16; 3]> = FxHashMap::default();
        for (i, (side, behind)) in named.iter().enumerate() {
            // the next side speaks for what stands behind it
            let next = named
                .get(i + 1)
                .map_or(words.len(), |(_, at)| at.saturating_sub(1));
            for word in words.iter().take(next).skip(*behind).take(5) {
                let votes = sides.entry(self.canon.word(word).to_owned()).or_default();
                votes[side.place()] = votes[side.place()].saturating_add(1);
            }
        }
        sides
    }

    /// The nearest other codes below the same stem, and the one that leaves open what the note may not say:
    /// for a look, at the end of the list.
    fn neighbours(&self, chosen: &Candidate) -> Vec<Candidate> {
        let open = |code: &icd10cm::Code| {
            let title = self.codebook.title(*code).unwrap_or_default();
            title.to_lowercase().contains("unspecified")
        };
        let mut codes: Vec<icd10cm::Code> = chosen
            .siblings
            .iter()
            .copied()
            .find(open)
            .into_iter()
            .collect();
        codes.extend(
            chosen
                .siblings
                .iter()
                .copied()
                .take(1)
                .filter(|c| !codes.contains(c))
                .collect::<Vec<_>>(),
        );
        codes
            .into_iter()
            .filter(|code| *code != chosen.code)
            .map(|code| {
                let mut one = chosen.clone();
                let unspecified = open(&code);
                one.code = code;
                one.lead.neighbour = true;
                for (name, value) in [
                    ("neighbour", 1.0),
                    ("unspecified_neighbour", f32::from(u8::from(unspecified))),
                ] {
                    if let Some(x) = one.features.get_mut(place(name)) {
                        *x = value;
                    }
                }
                one.trail.push(TrailStep {
                    stage: "validate".to_owned(),
                    agent: "local".to_owned(),
                    text: format!(
                        "{code} stands beside {} below {}",
                        chosen.code, chosen.lead.stem
                    ),
                });
                one
            })
            .collect()
    }

    fn word_set(&self, text: &str) -> FxHashSet<String> {
        let tokens = Tokens::of(text);
        tokens
            .iter()
            .map(|t| self.canon.word(t.text).to_owned())
            .collect()
    }

    /// The words of a sentence, sides as the Tabular List names them and only where they are sides.
    fn said(&self, sentence: &str) -> Said {
        let tokens = Tokens::of(sentence);
        let words = words_of(&tokens);
        let sides = self
            .laterality
            .read(&words, &written(&tokens, sentence), &self.canon);
        let mut set: FxHashSet<String> = words
            .iter()
            .enumerate()
            .filter(|(i, w)| !(matches!(**w, "right" | "left") && sides.consumed.contains(i)))
            .map(|(_, w)| self.canon.word(w).to_owned())
            .collect();
        set.extend(sides.named.iter().map(|(side, _)| side.word().to_owned()));
        Said {
            words: set,
            characters: self.seventh.read(&words),
        }
    }
}

/// What a sentence says.
struct Said {
    words: FxHashSet<String>,
    characters: Characters,
}

fn words_of(tokens: &Tokens) -> Vec<&str> {
    tokens.iter().map(|t| t.text).collect()
}

/// The words as they stand in the text.
fn written<'t>(tokens: &Tokens, text: &'t str) -> Vec<&'t str> {
    tokens
        .iter()
        .map(|t| text.get(t.range).unwrap_or(""))
        .collect()
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
