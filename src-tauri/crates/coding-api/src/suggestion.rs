//! Runs and suggestions as the window shows them.

use std::collections::HashMap;

use coding_llm::codec::dropped_in;
use coding_model::{
    Decision, DocumentId, Encounter, EvidenceSpan, Finding, IndexPath, Run, Source, Suggestion,
};
use icd10cm::{Book, BookKind, Node, title_key};

use crate::codebook::path_source;
use crate::codeset::Edition;
use crate::convert::Utf16;
use crate::decision::{SuggestionState, states};
use crate::dto::{
    AlternativeDto, EvidenceDto, FindingDto, NodeRef, PathDto, RunDto, RunStageDto, SpanDto,
    SuggestionDto, TrailStepDto, name_of,
};

/// A run with the state of each suggestion.
pub(crate) fn run(
    run: &Run,
    encounter: &Encounter,
    decisions: &[Decision],
    edition: Option<&Edition>,
) -> RunDto {
    let texts = Texts::of(encounter);
    let states = states(run, decisions);
    // entries are numbered within a release, so only the run's own release can open them
    let edition = edition.filter(|e| e.name() == run.release.name);
    RunDto {
        id: run.id.to_string(),
        release: run.release.name.clone(),
        engine: run.engine.clone(),
        elapsed_ms: run.elapsed_ms,
        suggestions: run
            .suggestions
            .iter()
            .zip(states)
            .map(|(s, state)| suggestion(s, &texts, edition, state))
            .collect(),
        problems: run
            .problems
            .iter()
            .map(|p| format!("{}: {}", p.stage, p.message))
            .collect(),
        stages: run
            .stages
            .iter()
            .map(|s| RunStageDto {
                stage: s.stage.clone(),
                agent: s.agent.clone(),
                count: s.count,
                stood_in: s.agent == coding_llm::STOOD_IN,
            })
            .collect(),
        unverified: u32::try_from(run.problems.iter().map(dropped_in).sum::<usize>())
            .unwrap_or(u32::MAX),
        selected: run.is_selected(),
    }
}

/// The documents' texts with their offsets.
pub(crate) struct Texts<'a>(HashMap<DocumentId, (&'a str, Utf16<'a>)>);

impl<'a> Texts<'a> {
    pub(crate) fn of(encounter: &'a Encounter) -> Self {
        let text = |d: &'a coding_model::Document| (d.id, (d.text.as_str(), Utf16::new(&d.text)));
        Self(encounter.documents.iter().map(text).collect())
    }

    pub(crate) fn evidence(&self, span: &EvidenceSpan) -> EvidenceDto {
        let found = self.0.get(&span.document);
        let live = found.is_some_and(|(text, _)| span.is_live(text));
        let place = found.and_then(|(_, utf16)| utf16.span(span.range));
        EvidenceDto {
            document: span.document.to_string(),
            span: place.unwrap_or(SpanDto { start: 0, end: 0 }),
            quote: span.quote.clone(),
            section: span.section.clone(),
            stale: !live,
        }
    }
}

fn suggestion(
    suggestion: &Suggestion,
    texts: &Texts<'_>,
    edition: Option<&Edition>,
    state: SuggestionState,
) -> SuggestionDto {
    SuggestionDto {
        id: suggestion.id.to_string(),
        code: suggestion.code.to_string(),
        title: suggestion.title.clone(),
        list: name_of(&suggestion.list),
        rank: suggestion.rank,
        held_back: suggestion.is_held_back(),
        role: name_of(&suggestion.role),
        confidence: suggestion.confidence.get(),
        band: name_of(&suggestion.confidence.band()),
        assertion: suggestion.assertion.label().to_owned(),
        evidence: suggestion
            .evidence
            .iter()
            .map(|e| texts.evidence(e))
            .collect(),
        path: suggestion.index_path.as_ref().map(|path| PathDto {
            source: path_source(path.source).to_owned(),
            terms: path.terms.clone(),
            node: edition.and_then(|e| node_of(e, path)),
        }),
        alternatives: suggestion
            .alternatives
            .iter()
            .map(|a| AlternativeDto {
                code: a.code.to_string(),
                title: a.title.clone(),
                relation: name_of(&a.relation),
                why_not: a.why_not.clone(),
            })
            .collect(),
        findings: suggestion.findings.iter().map(finding).collect(),
        trail: suggestion
            .trail
            .iter()
            .map(|t| TrailStepDto {
                stage: t.stage.clone(),
                agent: t.agent.clone(),
                text: t.text.clone(),
            })
            .collect(),
        state: state.name.to_owned(),
        revised_to: state.revised_to.map(|c| c.to_string()),
    }
}

/// The line of a book whose titles these are; none for ways that lead through no book.
fn node_of(edition: &Edition, path: &IndexPath) -> Option<NodeRef> {
    match path.source {
        Source::Official | Source::Starter => {}
        Source::Derived | Source::Tabular => return None,
    }
    BookKind::ALL.into_iter().find_map(|kind| {
        let book = edition.codebook().book(kind);
        // the cell of a table is named by its row and then its column
        let row = path
            .terms
            .split_last()
            .filter(|(last, _)| book.heads().any(|h| h == *last))
            .map(|(_, row)| row);
        let node = walk(book, &path.terms).or_else(|| walk(book, row?))?;
        Some(NodeRef {
            book: kind.into(),
            node: node.number(),
        })
    })
}

/// The line at the end of exactly these titles.
fn walk<'a>(book: Book<'a>, titles: &[String]) -> Option<Node<'a>> {
    let (main, below) = titles.split_first()?;
    let key = title_key(main);
    book.main_terms()
        .skip(book.main_term_place(main))
        .take_while(|n| title_key(n.title()) == key)
        .find_map(|start| {
            below.iter().try_fold(start, |node, title| {
                node.children().find(|c| c.title() == title)
            })
        })
}

/// A finding of a rule.
pub(crate) fn finding(finding: &Finding) -> FindingDto {
    FindingDto {
        rule: finding.rule.clone(),
        severity: name_of(&finding.severity),
        overridable: finding.is_overridable(),
        codes: finding.codes.iter().map(ToString::to_string).collect(),
        message: finding.message.clone(),
        authority: finding.authority.clone(),
        fix: finding.fix.clone(),
        overridden: None,
    }
}
