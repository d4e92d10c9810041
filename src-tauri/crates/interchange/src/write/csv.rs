//! One row a code, after RFC 4180 (comma, CRLF, UTF-8).
//!
//! A field that a spreadsheet would take for a formula gets an apostrophe in front, as spreadsheets themselves mark
//! text: a note may hold anything, also what was written to be run.

use coding_model::{Decision, Role};

use crate::record::{AssignedCode, Origin, Places, Record};

const COLUMNS: &[&str] = &[
    "encounter",
    "setting",
    "admitted",
    "date",
    "sequence",
    "code",
    "title",
    "role",
    "present_on_admission",
    "release",
    "origin",
    "person",
    "at",
    "confidence",
    "document",
    "author",
    "author_role",
    "document_date",
    "document_sha256",
    "section",
    "start",
    "end",
    "quote",
    "further_quotes",
    "index_path",
    "verified",
    "findings",
    "ledger_sequence",
    "ledger_head",
];

/// The assigned codes of a record.
#[must_use]
pub fn csv(record: &Record) -> Vec<u8> {
    let mut out = String::new();
    line(&mut out, COLUMNS.iter().map(|c| (*c).to_owned()));
    let places = Places::of(&record.encounter);
    for code in &record.codes {
        line(&mut out, row(record, &places, code).into_iter());
    }
    out.into_bytes()
}

fn row(record: &Record, places: &Places<'_>, code: &AssignedCode) -> Vec<String> {
    let encounter = &record.encounter;
    let decision = record.decision(code.decision);
    let first = code.evidence.first();
    let document = first.and_then(|span| record.document(span.document));
    let points = first.and_then(|span| places.points(span));
    let confidence = decision
        .and_then(|d| record.suggestion_of(d))
        .map(|(_, s)| format!("{:.3}", s.confidence.get()));
    let findings: Vec<String> = record
        .findings_of(code.code)
        .map(|f| match record.override_of(f) {
            Some((_, reason)) => format!("{}: {} (overridden: {reason})", f.rule, f.message),
            None => format!("{}: {}", f.rule, f.message),
        })
        .collect();
    let further: Vec<&str> = code
        .evidence
        .iter()
        .skip(1)
        .map(|e| e.quote.as_str())
        .collect();
    let said = |of: fn(&Decision) -> &str| decision.map(of).unwrap_or_default().to_owned();
    vec![
        encounter.id.to_string(),
        super::fhir::name(&encounter.setting),
        encounter
            .admitted
            .map(|d| d.to_string())
            .unwrap_or_default(),
        encounter.date.map(|d| d.to_string()).unwrap_or_default(),
        code.sequence.to_string(),
        code.code.to_string(),
        code.title.clone(),
        match code.role {
            Role::FirstListed if encounter.setting.is_outpatient() => "first-listed",
            Role::FirstListed => "principal",
            Role::Secondary => "secondary",
        }
        .to_owned(),
        code.poa.map(|p| p.name().to_owned()).unwrap_or_default(),
        said(|d| &d.release),
        match code.origin {
            Origin::Engine => "engine",
            Origin::Person => "person",
            Origin::Both => "both",
            Origin::Withheld => "withheld",
        }
        .to_owned(),
        said(|d| &d.person),
        said(|d| &d.at),
        confidence.unwrap_or_default(),
        document.map(|d| d.title.clone()).unwrap_or_default(),
        document.map(|d| d.author.clone()).unwrap_or_default(),
        document
            .map(|d| super::fhir::name(&d.author_role))
            .unwrap_or_default(),
        document.map(|d| d.date.clone()).unwrap_or_default(),
        first
            .map(|s| record.sha256(s.document).to_owned())
            .unwrap_or_default(),
        first.map(|s| s.section.clone()).unwrap_or_default(),
        points.map(|p| p.0.to_string()).unwrap_or_default(),
        points.map(|p| p.1.to_string()).unwrap_or_default(),
        first.map(|s| s.quote.clone()).unwrap_or_default(),
        further.join(" | "),
        code.index_path
            .as_ref()
            .map(|p| p.terms.join(" > "))
            .unwrap_or_default(),
        if code.verified { "yes" } else { "no" }.to_owned(),
        findings.join(" | "),
        record.head.sequence.to_string(),
        record.head.hash.clone(),
    ]
}

fn line(out: &mut String, fields: impl Iterator<Item = String>) {
    for (i, field) in fields.enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push_str(&escaped(&field));
    }
    out.push_str("\r\n");
}

/// A field: no formula, quoted where it must be.
fn escaped(field: &str) -> String {
    let formula = field
        .trim_start_matches([' ', '\u{a0}'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let safe = if formula {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if safe.contains([',', '"', '\r', '\n', ';', '\t', '\'']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(field: &str, expected: &str) {
        assert_eq!(escaped(field), expected);
    }

    #[test]
    fn fields_are_quoted_and_formulas_disarmed() {
        check("Type 2 diabetes", "Type 2 diabetes");
        check("a,b", "\"a,b\"");
        check("said \"no\"", "\"said \"\"no\"\"\"");
        check("two\nlines", "\"two\nlines\"");
        check("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"");
        check("+1", "\"'+1\"");
        check("- denies pain", "\"'- denies pain\"");
        check("@SUM(A1)", "\"'@SUM(A1)\"");
        check("  =1", "\"'  =1\"");
        check("\t=1", "\"'\t=1\"");
    }
}
