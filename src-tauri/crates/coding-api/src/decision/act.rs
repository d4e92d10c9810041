//! What a person asks to record, read and checked against the chart and the release.

use std::collections::HashSet;

use coding_model::{
    Act, BookHop, Encounter, EvidenceSpan, IndexPath, Poa, RejectReason, Run, Source, Suggestion,
    SuggestionId, TrailStep,
};
use coding_store::assigned_codes;
use icd10cm::{Code, CodeStatus, PartSource};

use crate::codeset::Edition;
use crate::convert::Utf16;
use crate::dto::{DecideDto, EvidenceInDto, NodeRef};
use crate::{ApiError, ErrorCode, bag, walk};

/// The longest note on a decision, in characters.
const NOTE: usize = 2_000;
/// The most steps kept of a walk in the book.
const STEPS: usize = 200;

/// What is to be recorded.
pub(super) struct Asked {
    pub(super) suggestion: Option<SuggestionId>,
    pub(super) act: Act,
    pub(super) evidence: Vec<EvidenceSpan>,
    pub(super) index_path: Option<IndexPath>,
    pub(super) trail: Vec<TrailStep>,
    pub(super) walk: Vec<BookHop>,
}

/// What an act is checked against.
pub(super) struct Chart<'a> {
    pub(super) encounter: &'a Encounter,
    pub(super) run: Option<&'a Run>,
    pub(super) decisions: &'a [coding_model::Decision],
    pub(super) edition: &'a Edition,
    pub(super) person: &'a str,
}

impl Chart<'_> {
    /// Reads and checks what is asked.
    pub(super) fn read(&self, asked: &DecideDto) -> Result<Asked, ApiError> {
        let suggestion = asked
            .suggestion
            .as_deref()
            .map(|id| self.suggestion(id))
            .transpose()?;
        let act = self.act(asked, suggestion)?;
        let given = evidence(self.encounter, &asked.evidence)?;
        let evidence = match (&act, given.is_empty(), suggestion) {
            (
                Act::Resequenced { .. }
                | Act::Removed { .. }
                | Act::PresentOnAdmission { .. }
                | Act::Overridden { .. }
                | Act::Undone { .. },
                ..,
            ) => Vec::new(),
            (_, false, _) => given,
            (_, true, Some(suggestion)) => suggestion.evidence.clone(),
            (_, true, None) => Vec::new(),
        };
        if let Act::Added { code } | Act::Revised { to: code, .. } = &act
            && evidence.is_empty()
        {
            return Err(ApiError::input(format!(
                "assigning {code}: no text supports it; select the words in the note that do"
            )));
        }
        let walk = match &act {
            Act::Accepted { .. } | Act::Added { .. } | Act::Revised { .. } => walk::read(
                self.edition,
                asked.steps.get(..STEPS).unwrap_or(&asked.steps),
            )?,
            _ => Vec::new(),
        };
        match &act {
            Act::Added { code } => walk::require_tabular(&walk, *code, None)?,
            Act::Revised { to, .. } => walk::require_tabular(&walk, *to, suggestion)?,
            _ => {}
        }
        let codebook = self.edition.codebook();
        let walked = match (asked.node, &act) {
            (Some(at), _) => Some(self.path(at)?),
            (
                None,
                Act::Accepted { code } | Act::Added { code } | Act::Revised { to: code, .. },
            ) => walk::index_path(codebook, &walk, *code),
            (None, _) => None,
        };
        let index_path = match &act {
            Act::Accepted { .. } => {
                walked.or_else(|| suggestion.and_then(|s| s.index_path.clone()))
            }
            _ => walked,
        };
        let step = |text: &String| TrailStep {
            stage: "book".to_owned(),
            agent: self.person.to_owned(),
            text: text.chars().take(300).collect(),
        };
        Ok(Asked {
            suggestion: suggestion.map(|s| s.id),
            act,
            evidence,
            index_path,
            trail: asked.steps.iter().take(STEPS).map(step).collect(),
            walk,
        })
    }

    fn act(&self, asked: &DecideDto, suggestion: Option<&Suggestion>) -> Result<Act, ApiError> {
        let about = || {
            suggestion.ok_or_else(|| {
                ApiError::input(format!(
                    "recording {:?}: it names no suggestion; choose one",
                    asked.act
                ))
            })
        };
        match asked.act.as_str() {
            "accept" => Ok(Act::Accepted {
                code: self.assignable(about()?.code)?,
            }),
            "reject" => Ok(Act::Rejected {
                code: about()?.code,
                reason: reason(asked.reason.as_deref())?,
                note: asked.note.trim().chars().take(NOTE).collect(),
            }),
            "revise" => {
                let from = about()?.code;
                let to = self.assignable(code(asked)?)?;
                if from == to {
                    return Err(ApiError::input(format!(
                        "revising {from}: the new code is the same; accept it instead"
                    )));
                }
                Ok(Act::Revised { from, to })
            }
            "defer" => Ok(Act::Deferred {
                code: about()?.code,
            }),
            "add" => Ok(Act::Added {
                code: self.assignable(code(asked)?)?,
            }),
            "remove" => {
                let code = code(asked)?;
                if self.assigned().contains(&code) {
                    Ok(Act::Removed { code })
                } else {
                    Err(ApiError::input(format!(
                        "removing {code}: it is not among the assigned codes"
                    )))
                }
            }
            "resequence" => self.resequence(&asked.order),
            "poa" => self.present(asked),
            "override" => self.override_finding(asked),
            other => Err(ApiError::input(format!(
                "recording {:?}: there is no such act",
                other.chars().take(24).collect::<String>()
            ))),
        }
    }

    fn present(&self, asked: &DecideDto) -> Result<Act, ApiError> {
        let code = code(asked)?;
        if !self.assigned().contains(&code) {
            return Err(ApiError::input(format!(
                "telling whether {code} was present on admission: it is not among the assigned codes"
            )));
        }
        let indicator = Poa::parse(&asked.poa).ok_or_else(|| {
            ApiError::input(format!(
                "telling whether {code} was present on admission: {:?} is no indicator; it is Y, N, U, W or exempt",
                asked.poa.chars().take(12).collect::<String>()
            ))
        })?;
        Ok(Act::PresentOnAdmission { code, indicator })
    }

    /// A finding is overridden that is there now, that may be, and with a reason.
    fn override_finding(&self, asked: &DecideDto) -> Result<Act, ApiError> {
        let rule = asked.rule.trim();
        let reason: String = asked.note.trim().chars().take(NOTE).collect();
        let bag = bag::bag(Some(self.edition), self.encounter, self.decisions);
        let found = bag
            .findings
            .iter()
            .find(|f| f.rule == rule && f.codes == asked.order);
        let refuse = |why: &str| {
            let rule: String = rule.chars().take(16).collect();
            Err(ApiError::input(format!("overriding {rule:?}: {why}")))
        };
        match found {
            None => refuse("there is no such finding now; open the chart again"),
            Some(finding) if !finding.overridable => {
                refuse("it cannot be overridden; change the codes")
            }
            Some(_) if reason.is_empty() => refuse("give the reason in your own words"),
            Some(finding) => Ok(Act::Overridden {
                rule: finding.rule.clone(),
                codes: finding
                    .codes
                    .iter()
                    .filter_map(|text| Code::parse(text).ok())
                    .collect(),
                reason,
            }),
        }
    }

    fn resequence(&self, order: &[String]) -> Result<Act, ApiError> {
        let order: Vec<Code> = order
            .iter()
            .map(|text| Code::parse(text).map_err(|e| ApiError::input(e.to_string())))
            .collect::<Result<_, _>>()?;
        let assigned: HashSet<Code> = self.assigned().into_iter().collect();
        let given: HashSet<Code> = order.iter().copied().collect();
        if assigned != given || given.len() != order.len() {
            return Err(ApiError::input(
                "putting the codes in order: the order must name each assigned code once; open the chart again",
            ));
        }
        Ok(Act::Resequenced { order })
    }

    fn assigned(&self) -> Vec<Code> {
        assigned_codes(self.decisions.iter().map(|d| (d.id, &d.act)))
    }

    fn suggestion(&self, id: &str) -> Result<&Suggestion, ApiError> {
        SuggestionId::parse(id)
            .and_then(|id| self.run?.suggestions.iter().find(|s| s.id == id))
            .ok_or_else(|| {
                ApiError::new(
                    ErrorCode::NotFound,
                    "recording a decision: the suggestion is not of the chart's last run; open the chart again",
                )
            })
    }

    /// The code, where the release lets it be reported as it stands.
    fn assignable(&self, code: Code) -> Result<Code, ApiError> {
        let release = self.edition.name();
        let refuse = |found: String| Err(ApiError::input(format!("assigning {code}: {found}")));
        let some = |codes: &[Code]| {
            let list: Vec<String> = codes.iter().take(8).map(ToString::to_string).collect();
            let more = if codes.len() > list.len() {
                ", …"
            } else {
                ""
            };
            format!("{}{more}", list.join(", "))
        };
        match self.edition.codebook().status(code) {
            CodeStatus::Billable => Ok(code),
            CodeStatus::NotBillable { children } => refuse(format!(
                "it is a header, not a billable code; choose one below it ({})",
                some(&children)
            )),
            CodeStatus::NeedsSeventhCharacter { allowed } => refuse(format!(
                "it needs a 7th character; choose one of {}",
                some(&allowed)
            )),
            CodeStatus::WrongSeventhCharacter { allowed } => refuse(format!(
                "its 7th character does not apply; choose one of {}",
                some(&allowed)
            )),
            CodeStatus::Absent { nearest } => refuse(match nearest {
                Some(near) => {
                    format!("it is not in {release}; the nearest entry is {near}")
                }
                None => format!("it is not in {release}; look the condition up in the index"),
            }),
        }
    }

    fn path(&self, at: NodeRef) -> Result<IndexPath, ApiError> {
        let book = self.edition.codebook().book(at.book.into());
        let node = book.node(at.node).ok_or_else(|| {
            ApiError::not_found(
                "recording the way through the index: there is no such entry; open it again",
            )
        })?;
        Ok(IndexPath {
            source: match book.source() {
                Some(PartSource::Official) => Source::Official,
                Some(PartSource::Starter) | None => Source::Starter,
            },
            terms: node.titles(),
            hops: Vec::new(),
        })
    }
}

/// The stretches a person selected, cut out of their documents: each once, in the order of the text.
pub(crate) fn evidence(
    encounter: &Encounter,
    given: &[EvidenceInDto],
) -> Result<Vec<EvidenceSpan>, ApiError> {
    let cut = |given: &EvidenceInDto| {
        let document = encounter
            .documents
            .iter()
            .find(|d| d.id.to_string() == given.document)
            .ok_or_else(|| {
                ApiError::not_found(
                    "recording evidence: its document is not of this chart; open the chart again",
                )
            })?;
        let range = Utf16::new(&document.text).range(given.span);
        let section = range.map(|range| {
            crate::document::sections(&document.text)
                .into_iter()
                .find(|s| s.range.contains(range))
                .map(|s| s.title)
                .unwrap_or_default()
        });
        range
                .zip(section)
                .and_then(|(range, section)| {
                    EvidenceSpan::cut(document.id, &document.text, range, &section)
                })
                .ok_or_else(|| {
                    ApiError::input(
                        "recording evidence: the selection is empty or does not lie in the note; select the words again",
                    )
                })
    };
    let mut spans: Vec<EvidenceSpan> = given.iter().map(cut).collect::<Result<_, _>>()?;
    // several stretches may stand apart; they are kept each once, in the order of the text
    let place = |span: &EvidenceSpan| {
        let documents = &encounter.documents;
        (
            documents.iter().position(|d| d.id == span.document),
            span.range.start(),
            span.range.end(),
        )
    };
    spans.sort_by_key(place);
    spans.dedup_by_key(|span| place(span));
    Ok(spans)
}

fn code(asked: &DecideDto) -> Result<Code, ApiError> {
    let text = asked
        .code
        .as_deref()
        .ok_or_else(|| ApiError::input(format!("recording {:?}: it names no code", asked.act)))?;
    Code::parse(text).map_err(|e| ApiError::input(e.to_string()))
}

fn reason(text: Option<&str>) -> Result<RejectReason, ApiError> {
    let text = text.map(str::trim).filter(|t| !t.is_empty());
    let Some(text) = text else {
        return Ok(RejectReason::Unstated);
    };
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|_| {
        ApiError::input(format!(
            "rejecting a suggestion: {:?} is not one of the reasons",
            text.chars().take(24).collect::<String>()
        ))
    })
}
