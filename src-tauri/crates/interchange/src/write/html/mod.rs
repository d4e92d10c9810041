//! The evidence packet: one HTML file that reads on screen and on paper, without scripts and without anything from
//! outside it.

mod code;
mod context;
mod ledger;
mod stated;
mod style;

use coding_model::{Act, Finding, Severity};

use crate::record::{Record, WITHHELD};

/// The packet of all assigned codes of a record, in sequence.
#[must_use]
pub fn html(record: &Record) -> Vec<u8> {
    let mut page = Page::default();
    let encounter = &record.encounter;
    page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
    // a window's title and a printer's queue show this: nothing of the patient in it
    page.raw("<title>Evidence packet ");
    page.text(&encounter.id.to_string());
    page.raw("</title>\n<style>");
    page.raw(style::SHEET);
    page.raw("</style>\n</head>\n<body>\n");
    head(&mut page, record);
    summary(&mut page, record);
    findings(&mut page, record);
    for code in &record.codes {
        code::section(&mut page, record, code);
    }
    otherwise(&mut page, record);
    stated::section(&mut page, record);
    ledger::section(&mut page, record);
    page.raw("<footer>This packet quotes a patient's record. Made by ");
    page.text(&record.program);
    page.raw(" on ");
    page.text(&moment(&record.at));
    page.raw(" for ");
    page.text(&record.person);
    page.raw(".</footer>\n</body>\n</html>\n");
    page.0.into_bytes()
}

/// Text that becomes HTML; nothing of a note gets into it but through [`Page::text`].
#[derive(Default)]
struct Page(String);

impl Page {
    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                // direction marks could make a page read otherwise than the note
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => self.0.push('\u{fffd}'),
                c if c.is_control() && !matches!(c, '\n' | '\r' | '\t') => self.0.push('\u{fffd}'),
                c => self.0.push(c),
            }
        }
    }

    /// `<tag>text</tag>`.
    fn tag(&mut self, tag: &str, text: &str) {
        self.raw("<");
        self.raw(tag);
        self.raw(">");
        self.text(text);
        self.raw("</");
        self.raw(tag.split(' ').next().unwrap_or(tag));
        self.raw(">");
    }

    /// A name with its value; nothing where there is no value.
    fn fact(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.raw("<div>");
            self.tag("dt", name);
            self.tag("dd", value);
            self.raw("</div>\n");
        }
    }

    /// A row of a table, its cells as texts.
    fn row(&mut self, tag: &str, cells: &[&str]) {
        self.raw("<tr>");
        for cell in cells {
            self.tag(tag, cell);
        }
        self.raw("</tr>\n");
    }
}

fn head(page: &mut Page, record: &Record) {
    let encounter = &record.encounter;
    let title = match record.codes.as_slice() {
        [only] if record.is_of_one_code() => format!("Evidence packet for {}", only.code),
        _ => "Evidence packet".to_owned(),
    };
    page.raw("<header>\n");
    page.tag("h1", &title);
    page.tag("p class=\"title\"", &encounter.title);
    page.raw("<dl class=\"facts\">\n");
    page.fact("Encounter", &encounter.id.to_string());
    page.fact("Setting", &super::fhir::name(&encounter.setting));
    let day = |date: Option<icd10cm::Date>| date.map(|d| d.to_string()).unwrap_or_default();
    page.fact("Admitted", &day(encounter.admitted));
    let of_date = if encounter.setting.is_outpatient() {
        "Date of service"
    } else {
        "Discharged"
    };
    page.fact(of_date, &day(encounter.date));
    page.fact(
        "Patient",
        &[
            encounter.sex.map(|s| super::fhir::name(&s)),
            encounter.age.map(|a| format!("{a} years")),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", "),
    );
    page.fact(
        "Release",
        record.release.as_deref().unwrap_or("not installed"),
    );
    page.fact(
        "Made",
        &format!("{} by {}", moment(&record.at), record.person),
    );
    page.fact("Program", &record.program);
    page.fact(
        "Ledger head",
        &format!("event {}, {}", record.head.sequence, record.head.hash),
    );
    page.raw("</dl>\n");
    if record.withheld {
        page.tag("p class=\"withheld\"", WITHHELD);
    }
    page.raw("</header>\n");
}

fn summary(page: &mut Page, record: &Record) {
    page.raw("<section>\n<h2>Codes in sequence</h2>\n");
    if record.codes.is_empty() {
        page.raw("<p>No code is assigned.</p>\n</section>\n");
        return;
    }
    page.raw("<table>\n<thead>");
    page.row(
        "th",
        &["#", "Code", "Title", "Assigned by", "When", "Quotes"],
    );
    page.raw("</thead>\n<tbody>\n");
    for code in &record.codes {
        let decision = record.decision(code.decision);
        page.row(
            "td",
            &[
                &code.sequence.to_string(),
                &code.code.to_string(),
                &code.title,
                decision.map_or("", |d| d.person.as_str()),
                &decision.map(|d| moment(&d.at)).unwrap_or_default(),
                &code.evidence.len().to_string(),
            ],
        );
    }
    page.raw("</tbody>\n</table>\n</section>\n");
}

fn findings(page: &mut Page, record: &Record) {
    page.raw("<section>\n<h2>What the rules say of the set</h2>\n");
    if record.findings.is_empty() {
        page.raw("<p>No finding.</p>\n");
    } else {
        page.raw("<ul class=\"findings\">\n");
        record
            .findings
            .iter()
            .for_each(|f| finding(page, record, f));
        page.raw("</ul>\n");
    }
    page.tag(
        "p class=\"small\"",
        &format!(
            "Pairs checked against Excludes1 notes: {}.",
            record.pairs_checked
        ),
    );
    if !record.not_checked.is_empty() {
        page.tag(
            "p class=\"small\"",
            &format!(
                "Not checked, for want of a list: {}.",
                record.not_checked.join(", ")
            ),
        );
    }
    page.raw("</section>\n");
}

fn finding(page: &mut Page, record: &Record, finding: &Finding) {
    let name = match finding.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Remark",
    };
    let codes: Vec<String> = finding.codes.iter().map(ToString::to_string).collect();
    page.raw("<li>");
    page.tag("b", &format!("{name} {}", finding.rule));
    if !codes.is_empty() {
        page.text(&format!(" ({})", codes.join(", ")));
    }
    page.text(&format!(": {} ", finding.message));
    page.tag("span class=\"small\"", &finding.authority);
    if let Some((decision, reason)) = record.override_of(finding) {
        let told = format!(
            " Overridden by {} on {}: {reason}",
            decision.person,
            moment(&decision.at)
        );
        page.tag("em", &told);
    }
    page.raw("</li>\n");
}

/// Suggestions that were turned down, put off or revised, and codes taken out again.
fn otherwise(page: &mut Page, record: &Record) {
    let rows: Vec<_> = record
        .decisions
        .iter()
        .filter(|d| {
            matches!(
                d.act,
                Act::Rejected { .. }
                    | Act::Deferred { .. }
                    | Act::Revised { .. }
                    | Act::Removed { .. }
                    | Act::Overridden { .. }
            )
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.raw("<section>\n<h2>Overrides: turned down, revised, taken out</h2>\n<table>\n<thead>");
    page.row("th", &["What", "Reason", "Who", "When"]);
    page.raw("</thead>\n<tbody>\n");
    for decision in rows {
        let (what, reason) = code::act(&decision.act);
        let undone = record.undone.contains(&decision.id);
        let what = if undone {
            format!("{what} (taken back later)")
        } else {
            what
        };
        page.row(
            "td",
            &[&what, &reason, &decision.person, &moment(&decision.at)],
        );
    }
    page.raw("</tbody>\n</table>\n</section>\n");
}

/// A moment for people: `2026-02-03 10:00:00 UTC`.
fn moment(at: &str) -> String {
    match at.split_once('T') {
        Some((day, time)) => {
            let time = time
                .trim_end_matches('Z')
                .split('.')
                .next()
                .unwrap_or_default();
            format!("{day} {time} UTC")
        }
        None => at.to_owned(),
    }
}
