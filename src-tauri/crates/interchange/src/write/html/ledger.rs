//! The end of the packet: documents, runs, and the events of the ledger.

use super::{Page, moment};
use crate::record::Record;

pub(super) fn section(page: &mut Page, record: &Record) {
    documents(page, record);
    runs(page, record);
    page.raw("<section>\n<h2>Events of the ledger</h2>\n");
    page.tag(
        "p class=\"small\"",
        &format!(
            "Each hash covers the event and the hash of the one before. Whoever holds this packet can ask that the \
             ledger still have event {} with the hash {}.",
            record.head.sequence, record.head.hash
        ),
    );
    page.raw("<table class=\"events\">\n<thead>");
    page.row("th", &["Event", "When", "Who", "What", "SHA-256"]);
    page.raw("</thead>\n<tbody>\n");
    for event in &record.events {
        let named = |name: &str| event.body.get(name).and_then(serde_json::Value::as_str);
        let what = match (named("act"), named("code")) {
            (Some(act), Some(code)) => format!("{} ({act} {code})", event.kind),
            (Some(act), None) => format!("{} ({act})", event.kind),
            _ => event.kind.clone(),
        };
        page.row(
            "td",
            &[
                &event.sequence.to_string(),
                &moment(&event.at),
                &event.person,
                &what,
                &event.hash,
            ],
        );
    }
    page.raw("</tbody>\n</table>\n</section>\n");
}

fn documents(page: &mut Page, record: &Record) {
    page.raw("<section>\n<h2>Documents</h2>\n<table class=\"events\">\n<thead>");
    page.row(
        "th",
        &[
            "Document",
            "Date",
            "Author",
            "Characters",
            "SHA-256 of the text",
        ],
    );
    page.raw("</thead>\n<tbody>\n");
    for document in &record.encounter.documents {
        let role = super::super::fhir::name(&document.author_role);
        let author = if document.author.is_empty() {
            format!("not stated ({role})")
        } else {
            format!("{} ({role})", document.author)
        };
        page.row(
            "td",
            &[
                &format!("{} ({})", document.title, document.kind),
                &document.date,
                &author,
                &document.text.chars().count().to_string(),
                record.sha256(document.id),
            ],
        );
    }
    page.raw("</tbody>\n</table>\n</section>\n");
}

fn runs(page: &mut Page, record: &Record) {
    if record.runs.is_empty() {
        return;
    }
    page.raw("<section>\n<h2>Runs of the engine</h2>\n<table>\n<thead>");
    page.row(
        "th",
        &["When", "Engine", "Release", "Stages", "Suggestions"],
    );
    page.raw("</thead>\n<tbody>\n");
    for run in &record.runs {
        let stages: Vec<String> = run
            .run
            .stages
            .iter()
            .map(|s| format!("{}: {} {}, {}", s.stage, s.agent, s.version, s.count))
            .collect();
        page.row(
            "td",
            &[
                &moment(&run.at),
                &run.run.engine,
                &run.run.release.name,
                &stages.join("; "),
                &run.run.suggestions.len().to_string(),
            ],
        );
    }
    page.raw("</tbody>\n</table>\n</section>\n");
}
