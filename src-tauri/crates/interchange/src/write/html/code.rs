//! One code of the packet: quotes, way through the index, notes checked, findings, people and times.

use coding_model::{Act, BookHop, Decision, Source, Suggestion};
use icd10cm::BookKind;

use super::{Page, context, finding, moment};
use crate::record::{AssignedCode, Origin, Places, Record, RecordedRun};

pub(super) fn section(page: &mut Page, record: &Record, code: &AssignedCode) {
    page.raw("<section class=\"code\">\n<h2><span class=\"code\">");
    page.text(&code.code.to_string());
    page.raw("</span> ");
    page.text(&code.title);
    page.raw("</h2>\n");
    let decision = record.decision(code.decision);
    assignment(page, record, code, decision);
    evidence(page, record, code);
    book(page, code);
    walk(page, record, code);
    notes(page, code);
    page.raw("<h3>Findings</h3>\n");
    let found: Vec<_> = record.findings_of(code.code).collect();
    if found.is_empty() {
        page.raw("<p>None concerns this code.</p>\n");
    } else {
        page.raw("<ul class=\"findings\">\n");
        found.into_iter().for_each(|f| finding(page, record, f));
        page.raw("</ul>\n");
    }
    if let Some((run, suggestion)) = decision.and_then(|d| record.suggestion_of(d)) {
        proposal(page, run, suggestion);
    }
    history(page, record, code);
    page.raw("</section>\n");
}

fn assignment(page: &mut Page, record: &Record, code: &AssignedCode, decision: Option<&Decision>) {
    let outpatient = record.encounter.setting.is_outpatient();
    page.raw("<dl class=\"facts\">\n");
    page.fact(
        "Sequence",
        &match (code.sequence, outpatient) {
            (1, true) => "1, first-listed diagnosis".to_owned(),
            (1, false) => "1, principal diagnosis".to_owned(),
            (n, _) => n.to_string(),
        },
    );
    page.fact(
        "Origin",
        match code.origin {
            Origin::Engine => "suggested by the engine, accepted by a person",
            Origin::Person => "added by a person",
            Origin::Both => "suggested by the engine, revised by a person",
            Origin::Withheld => "withheld while the chart is audited blind",
        },
    );
    if let Some(decision) = decision {
        page.fact(
            "Decided",
            &format!("{} by {}", moment(&decision.at), decision.person),
        );
        page.fact("Release", &decision.release);
        page.fact(
            "Evidence on screen",
            &match decision.evidence_viewed_ms {
                0 => "not measured".to_owned(),
                ms => format!("{:.1} s before the decision", f64::from(ms) / 1000.0),
            },
        );
    }
    if let Some(poa) = code.poa {
        page.fact("Present on admission", poa.name());
    }
    page.fact(
        "Tabular List",
        if code.verified {
            "its entry was opened or verified by a person"
        } else {
            "its entry was not opened by a person"
        },
    );
    page.raw("</dl>\n");
}

fn evidence(page: &mut Page, record: &Record, code: &AssignedCode) {
    page.raw("<h3>Evidence in the note</h3>\n");
    if code.evidence.is_empty() {
        page.raw("<p>None is recorded.</p>\n");
    }
    let places = Places::of(&record.encounter);
    for span in &code.evidence {
        let document = record.document(span.document);
        context::quote(page, document.map(|d| d.text.as_str()), span);
        let mut facts = Vec::new();
        if let Some(document) = document {
            facts.push(document.title.clone());
            facts.push(document.date.clone());
            facts.push(match document.author.as_str() {
                "" => format!(
                    "author not stated ({})",
                    super::super::fhir::name(&document.author_role)
                ),
                author => format!(
                    "{author} ({})",
                    super::super::fhir::name(&document.author_role)
                ),
            });
        }
        if !span.section.is_empty() {
            facts.push(format!("section {}", span.section));
        }
        if let Some((start, end)) = places.points(span) {
            facts.push(format!("characters {start}–{end}"));
        }
        facts.push(format!("SHA-256 {}", record.sha256(span.document)));
        facts.retain(|f| !f.trim().is_empty());
        page.tag("p class=\"small\"", &facts.join(" · "));
    }
}

fn book(page: &mut Page, code: &AssignedCode) {
    page.raw("<h3>Way through the book</h3>\n<dl class=\"facts\">\n");
    match &code.index_path {
        Some(path) => {
            let source = match path.source {
                Source::Official => "official index",
                Source::Starter => "starter index",
                Source::Derived => "terms derived by the program",
                Source::Tabular => "words of the Tabular List",
            };
            page.fact("Index", &format!("{} ({source})", path.terms.join(" › ")));
        }
        None if code.origin == Origin::Withheld => {
            page.fact("Index", "withheld while the chart is audited blind");
        }
        None => page.fact("Index", "no way through the index is recorded"),
    }
    let lineage: Vec<String> = code
        .lineage
        .iter()
        .map(|l| format!("{} {}", l.label, l.title))
        .collect();
    page.fact("Tabular", &lineage.join(" › "));
    page.raw("</dl>\n");
}

/// The way a person walked through the book, hop by hop, of every decision that assigned or confirmed the code.
fn walk(page: &mut Page, record: &Record, code: &AssignedCode) {
    for decision in code.confirmed.iter().filter_map(|id| record.decision(*id)) {
        if decision.walk.is_empty() {
            continue;
        }
        page.tag(
            "p class=\"small\"",
            &format!("Walked by {}, {}:", decision.person, moment(&decision.at)),
        );
        page.raw("<ol class=\"walk\">\n");
        for hop in &decision.walk {
            page.tag("li", &hop_in_words(hop));
        }
        page.raw("</ol>\n");
    }
}

fn hop_in_words(hop: &BookHop) -> String {
    let book = |book: &BookKind| match book {
        BookKind::Index => "Alphabetic Index",
        BookKind::ExternalCause => "External Cause Index",
        BookKind::Neoplasm => "Neoplasm Table",
        BookKind::Drug => "Table of Drugs and Chemicals",
    };
    match hop {
        BookHop::Search { words } => format!("searched “{words}”"),
        BookHop::Entry { book: b, path } => format!("{}: {}", book(b), path.join(" › ")),
        BookHop::Cell {
            book: b,
            path,
            column,
        } => format!("{}: {}, column {column}", book(b), path.join(" › ")),
        BookHop::See { mandatory, text } => {
            let kind = if *mandatory { "see" } else { "see also" };
            format!("followed {kind} {text}")
        }
        BookHop::SeeCategory { code } => format!("followed see category {code}"),
        BookHop::Tabular { place } => format!("Tabular List: {place}"),
        BookHop::Notes { place } => format!("read the notes in force at {place}"),
        BookHop::Seventh { character } => format!("chose the 7th character {character}"),
        BookHop::Verified { code } => format!("verified {code} in the Tabular List"),
        BookHop::Alternative { code } => format!("took the alternative {code}"),
        BookHop::Guideline { number } => format!("read guideline {number}"),
    }
}

fn notes(page: &mut Page, code: &AssignedCode) {
    page.raw("<h3>Notes in force, checked against the other codes</h3>\n");
    let notes: Vec<_> = code
        .notes
        .iter()
        .filter(|n| n.kind != "inclusion-term")
        .collect();
    if notes.is_empty() {
        page.raw("<p>No note is in force for this code.</p>\n");
        return;
    }
    page.raw("<table class=\"notes\">\n<thead>");
    page.row("th", &["Note", "Of", "Names"]);
    page.raw("</thead>\n<tbody>\n");
    for note in notes {
        let names: Vec<String> = note.names.iter().map(ToString::to_string).collect();
        let named = if names.is_empty() {
            "no other assigned code".to_owned()
        } else {
            names.join(", ")
        };
        page.row(
            "td",
            &[
                &note.text,
                note.inherited_from.as_deref().unwrap_or("the code itself"),
                &named,
            ],
        );
    }
    page.raw("</tbody>\n</table>\n");
}

fn proposal(page: &mut Page, run: &RecordedRun, suggestion: &Suggestion) {
    page.raw("<h3>What the engine proposed</h3>\n<dl class=\"facts\">\n");
    page.fact(
        "Suggestion",
        &format!(
            "{} {}, confidence {:.2}",
            suggestion.code,
            suggestion.title,
            suggestion.confidence.get()
        ),
    );
    page.fact("Engine", &run.run.engine);
    page.fact("Release", &run.run.release.name);
    page.fact("Run", &format!("{}, {}", run.run.id, moment(&run.at)));
    page.raw("</dl>\n");
    if !suggestion.trail.is_empty() {
        page.raw("<ol class=\"trail\">\n");
        for step in &suggestion.trail {
            page.raw("<li>");
            page.tag("b", &step.stage);
            page.text(&format!(" {}", step.text));
            page.raw("</li>\n");
        }
        page.raw("</ol>\n");
    }
    if !suggestion.alternatives.is_empty() {
        page.raw("<table>\n<thead>");
        page.row("th", &["Also thought of", "Why not"]);
        page.raw("</thead>\n<tbody>\n");
        for other in &suggestion.alternatives {
            page.row(
                "td",
                &[&format!("{} {}", other.code, other.title), &other.why_not],
            );
        }
        page.raw("</tbody>\n</table>\n");
    }
}

/// Every act that concerns the code, those taken back included.
fn history(page: &mut Page, record: &Record, code: &AssignedCode) {
    let concerns = |d: &&Decision| match &d.act {
        Act::Accepted { code: c }
        | Act::Rejected { code: c, .. }
        | Act::Deferred { code: c }
        | Act::Added { code: c }
        | Act::Removed { code: c }
        | Act::PresentOnAdmission { code: c, .. } => *c == code.code,
        Act::Overridden { codes, .. } => codes.contains(&code.code),
        Act::Revised { from, to } => *from == code.code || *to == code.code,
        Act::Resequenced { order } => order.contains(&code.code),
        Act::Undone { decision } => record
            .decision(*decision)
            .is_some_and(|d| names(&d.act, code)),
    };
    page.raw("<h3>Acts</h3>\n<table>\n<thead>");
    page.row("th", &["When", "Who", "What", "Decision"]);
    page.raw("</thead>\n<tbody>\n");
    for decision in record.decisions.iter().filter(concerns) {
        let (what, reason) = act(&decision.act);
        let mut text = what;
        if !reason.is_empty() {
            text = format!("{text}: {reason}");
        }
        if record.undone.contains(&decision.id) {
            text.push_str(" (taken back later)");
        }
        page.row(
            "td",
            &[
                &moment(&decision.at),
                &decision.person,
                &text,
                &decision.id.to_string(),
            ],
        );
        for step in &decision.trail {
            page.row("td", &["", &step.agent, &step.text, ""]);
        }
    }
    page.raw("</tbody>\n</table>\n");
}

fn names(act: &Act, code: &AssignedCode) -> bool {
    match act {
        Act::Accepted { code: c }
        | Act::Rejected { code: c, .. }
        | Act::Deferred { code: c }
        | Act::Added { code: c }
        | Act::Removed { code: c }
        | Act::PresentOnAdmission { code: c, .. } => *c == code.code,
        Act::Overridden { codes, .. } => codes.contains(&code.code),
        Act::Revised { from, to } => *from == code.code || *to == code.code,
        Act::Resequenced { .. } | Act::Undone { .. } => false,
    }
}

/// An act and its reason, in words.
pub(super) fn act(act: &Act) -> (String, String) {
    match act {
        Act::Accepted { code } => (format!("{code} accepted"), String::new()),
        Act::Revised { from, to } => (format!("{from} revised to {to}"), String::new()),
        Act::Rejected { code, reason, note } => {
            let reason = super::super::fhir::name(reason).replace('-', " ");
            let words = match (reason.as_str(), note.as_str()) {
                ("unstated", note) => note.to_owned(),
                (_, "") => reason,
                (_, note) => format!("{reason}: {note}"),
            };
            (format!("{code} rejected"), words)
        }
        Act::Deferred { code } => (format!("{code} put off"), String::new()),
        Act::Added { code } => (format!("{code} added"), String::new()),
        Act::Removed { code } => (format!("{code} taken out"), String::new()),
        Act::Resequenced { order } => {
            let order: Vec<String> = order.iter().map(ToString::to_string).collect();
            (
                format!("put in the order {}", order.join(", ")),
                String::new(),
            )
        }
        Act::PresentOnAdmission { code, indicator } => (
            format!("{code} present on admission: {}", indicator.name()),
            String::new(),
        ),
        Act::Overridden {
            rule,
            codes,
            reason,
        } => {
            let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
            (
                format!("{rule} overridden for {}", codes.join(", ")),
                reason.clone(),
            )
        }
        Act::Undone { decision } => (format!("decision {decision} taken back"), String::new()),
    }
}
