//! The codes assigned to an encounter, as they follow from its decisions, with what the rules say of them.

use std::collections::HashSet;

use coding_model::{Act, Decision, Encounter, Finding, Poa};
use coding_rules::{CodeSet, EvidenceFact, Line, PathFact};
use coding_store::assigned_codes;
use icd10cm::Code;

use crate::codeset::Edition;
use crate::decision::effective;
use crate::dto::{BagCodeDto, BagDto, EvidenceDto, FindingDto};
use crate::facts;
use crate::suggestion::{Texts, finding};

/// The codes assigned now, in sequence. Without a code set they have neither titles nor findings.
pub(crate) fn bag(
    edition: Option<&Edition>,
    encounter: &Encounter,
    decisions: &[Decision],
) -> BagDto {
    let effective = effective(decisions);
    let codes = assigned_codes(decisions.iter().map(|d| (d.id, &d.act)));
    let assigned: Vec<Assigned<'_>> = codes
        .iter()
        .filter_map(|code| Assigned::of(*code, &effective))
        .collect();
    let checked = edition.map(|edition| {
        coding_rules::check_with(
            edition.codebook(),
            &edition.lists(),
            &known(edition, encounter, &assigned),
        )
    });
    let texts = Texts::of(encounter);
    let title = |code| {
        edition
            .and_then(|e| e.codebook().title(code))
            .unwrap_or_default()
    };
    let exempt = |code| {
        edition.is_some_and(|e| {
            let lists = e.lists();
            lists.poa_exempt.as_ref().is_some_and(|l| l.is_exempt(code))
        })
    };
    BagDto {
        codes: assigned
            .iter()
            .map(|a| BagCodeDto {
                code: a.code.to_string(),
                title: title(a.code),
                decision: a.by.id.to_string(),
                origin: a.origin().to_owned(),
                evidence: a.has_live_evidence(encounter),
                quotes: a.quotes(&texts),
                path: a.about.iter().any(|d| d.index_path.is_some()),
                tabular: a.is_verified(),
                poa: a.poa.map(|p| p.name().to_owned()),
                poa_exempt: exempt(a.code),
            })
            .collect(),
        findings: checked
            .iter()
            .flat_map(|c| &c.findings)
            .map(|f| FindingDto {
                overridden: overridden(f, &effective),
                ..finding(f)
            })
            .collect(),
        pairs_checked: checked.as_ref().map_or(0, |c| c.pairs_checked),
    }
}

/// Takes out whether a code came of a suggestion, for who audits the chart blind.
pub(crate) fn withhold(bag: &mut BagDto) {
    for code in &mut bag.codes {
        "withheld".clone_into(&mut code.origin);
        code.path = false;
        code.tabular = false;
    }
}

/// The reason for which a finding was overridden, where that was done for all of its codes.
pub(crate) fn overridden(finding: &Finding, effective: &[&Decision]) -> Option<String> {
    effective.iter().rev().find_map(|d| match &d.act {
        Act::Overridden {
            rule,
            codes,
            reason,
        } if *rule == finding.rule && *codes == finding.codes => Some(reason.clone()),
        _ => None,
    })
}

/// One assigned code with the decisions that stand behind it.
pub(crate) struct Assigned<'a> {
    pub(crate) code: Code,
    /// The decision that assigned it: the first of those that count.
    pub(crate) by: &'a Decision,
    /// All that assigned or confirmed it.
    pub(crate) about: Vec<&'a Decision>,
    /// Present on admission, where it was told last.
    pub(crate) poa: Option<Poa>,
}

impl<'a> Assigned<'a> {
    pub(crate) fn of(code: Code, effective: &[&'a Decision]) -> Option<Self> {
        let gives = |d: &&&Decision| match &d.act {
            Act::Accepted { code: given } | Act::Added { code: given } => *given == code,
            Act::Revised { to, .. } => *to == code,
            Act::Rejected { .. }
            | Act::Deferred { .. }
            | Act::Removed { .. }
            | Act::Resequenced { .. }
            | Act::PresentOnAdmission { .. }
            | Act::Overridden { .. }
            | Act::Undone { .. } => false,
        };
        let takes = |d: &&Decision| match &d.act {
            Act::Rejected { code: taken, .. }
            | Act::Deferred { code: taken }
            | Act::Removed { code: taken } => *taken == code,
            Act::Revised { from, .. } => *from == code,
            Act::Accepted { .. }
            | Act::Added { .. }
            | Act::Resequenced { .. }
            | Act::PresentOnAdmission { .. }
            | Act::Overridden { .. }
            | Act::Undone { .. } => false,
        };
        let since = effective.iter().rposition(takes).map_or(0, |i| i + 1);
        let about: Vec<&Decision> = effective
            .get(since..)?
            .iter()
            .filter(gives)
            .copied()
            .collect();
        // what was told of it before it was taken out was told of another assignment
        let poa = effective
            .iter()
            .skip(since)
            .rev()
            .find_map(|d| match d.act {
                Act::PresentOnAdmission {
                    code: told,
                    indicator,
                } if told == code => Some(indicator),
                _ => None,
            });
        Some(Self {
            code,
            by: about.first()?,
            about,
            poa,
        })
    }

    pub(crate) fn origin(&self) -> &'static str {
        match self.by.act {
            Act::Accepted { .. } => "engine",
            Act::Revised { .. } => "both",
            _ => "person",
        }
    }

    pub(crate) fn has_live_evidence(&self, encounter: &Encounter) -> bool {
        self.about.iter().flat_map(|d| &d.evidence).any(|span| {
            encounter
                .documents
                .iter()
                .any(|d| d.id == span.document && span.is_live(&d.text))
        })
    }

    /// The quotes of all decisions about it, each once.
    fn quotes(&self, texts: &Texts<'_>) -> Vec<EvidenceDto> {
        let mut seen = HashSet::new();
        let spans = self.about.iter().flat_map(|d| &d.evidence);
        spans
            .filter(|span| seen.insert((span.document, span.range.start(), span.range.end())))
            .map(|span| texts.evidence(span))
            .collect()
    }

    /// Whether a person passed its entry in the Tabular List on the way, or marked it as verified.
    pub(crate) fn is_verified(&self) -> bool {
        let names = |text: &str| {
            let code = text
                .strip_prefix("verified:")
                .or_else(|| text.strip_prefix("tabular:"))
                .and_then(|code| Code::parse(code).ok());
            code.is_some_and(|opened| opened == self.code || is_stem(opened, self.code))
        };
        self.about
            .iter()
            .flat_map(|d| &d.trail)
            .any(|step| names(&step.text))
    }
}

/// Whether a code is made from a leaf by a 7th character alone.
fn is_stem(leaf: Code, code: Code) -> bool {
    code.seventh()
        .is_some_and(|seventh| leaf.with_seventh(seventh) == Some(code))
}

/// The codes with all that the notes and the book say about them. Where the engine cannot be opened, rules that ask
/// for what a note says stay silent.
pub(crate) fn known(
    edition: &Edition,
    encounter: &Encounter,
    assigned: &[Assigned<'_>],
) -> CodeSet {
    let mut set = code_set(encounter, assigned);
    // without a code there is nothing to ask the notes for
    if set.codes.is_empty() {
        return set;
    }
    set.facts = edition
        .engine()
        .ok()
        .map(|engine| facts::facts(&engine, encounter));
    let none = coding_rules::Facts::default();
    let said = set.facts.as_ref().unwrap_or(&none);
    let mut seen = HashSet::new();
    let unique = assigned.iter().filter(|a| seen.insert(a.code));
    for (line, one) in set.codes.iter_mut().zip(unique) {
        let spans: Vec<_> = one.about.iter().flat_map(|d| &d.evidence).collect();
        // the last time somebody looked at it
        let decided = one.about.iter().map(|d| d.id).max();
        facts::fill(line, &spans, encounter, said, edition.codebook(), decided);
    }
    set
}

/// The codes as the rules read them.
pub(crate) fn code_set(encounter: &Encounter, assigned: &[Assigned<'_>]) -> CodeSet {
    let mut seen = HashSet::new();
    CodeSet {
        codes: assigned
            .iter()
            .filter(|a| seen.insert(a.code))
            .map(|a| Line {
                evidence: Some(evidence(encounter, a)),
                path: Some(path(a)),
                poa: a.poa,
                ..Line::new(a.code)
            })
            .collect(),
        setting: encounter.setting,
        sex: encounter.sex,
        age: encounter.age,
        date: encounter.date,
        ..CodeSet::default()
    }
}

fn evidence(encounter: &Encounter, assigned: &Assigned<'_>) -> Vec<EvidenceFact> {
    let spans = assigned.about.iter().flat_map(|d| &d.evidence);
    spans
        .map(|span| {
            let document = encounter.documents.iter().find(|d| d.id == span.document);
            EvidenceFact {
                quote: span.quote.clone(),
                author: document.map(|d| d.author_role).unwrap_or_default(),
                section: span.section.clone(),
                document_kind: document.map(|d| d.kind.clone()).unwrap_or_default(),
                live: Some(document.is_some_and(|d| span.is_live(&d.text))),
                ..EvidenceFact::default()
            }
        })
        .collect()
}

fn path(assigned: &Assigned<'_>) -> PathFact {
    PathFact {
        path: assigned
            .about
            .iter()
            .rev()
            .find_map(|d| d.index_path.clone()),
        verified: Some(assigned.is_verified()),
        ..PathFact::default()
    }
}
