//! What people stated of the encounter as a whole: signatures, amendments, audits, queries, comments.

use serde_json::Value;

use super::{Page, moment};
use crate::record::{Record, RecordedStatement};

pub(super) fn section(page: &mut Page, record: &Record) {
    if record.stated.is_empty() {
        return;
    }
    page.raw("<section>\n<h2>Signatures, audits, queries, comments</h2>\n<table>\n<thead>");
    page.row("th", &["Event", "When", "Who", "What", "In their words"]);
    page.raw("</thead>\n<tbody>\n");
    for one in &record.stated {
        page.row(
            "td",
            &[
                &one.sequence.to_string(),
                &moment(&one.at),
                &one.person,
                &what(one),
                &words(one),
            ],
        );
    }
    page.raw("</tbody>\n</table>\n</section>\n");
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn what(one: &RecordedStatement) -> String {
    let told = &one.particulars;
    match one.kind.as_str() {
        "signature" => {
            let number = told.get("number").and_then(Value::as_u64).unwrap_or(0);
            let codes = told.get("codes").and_then(Value::as_array);
            let codes: Vec<String> = codes
                .into_iter()
                .flatten()
                .map(|line| match text(line, "poa") {
                    "" => text(line, "code").to_owned(),
                    poa => format!("{} ({poa})", text(line, "code")),
                })
                .collect();
            format!("signature {number}: {}", codes.join(", "))
        }
        "audit" => {
            let mut parts = vec![format!("audit: {}", text(told, "act").replace('-', " "))];
            for name in ["code", "from", "to"] {
                let value = text(told, name);
                if !value.is_empty() {
                    parts.push(if name == "to" {
                        format!("to {value}")
                    } else {
                        value.to_owned()
                    });
                }
            }
            if let Some(basis) = told.get("basis") {
                parts.push(format!(
                    "({} {})",
                    text(basis, "reason"),
                    text(basis, "citation")
                ));
            }
            parts.join(" ").replace(" )", ")")
        }
        "query" => format!("query: {}", text(told, "state")),
        "comment" => {
            let withdrawn = told.get("withdrawn").is_some();
            let act = if withdrawn {
                "comment taken back"
            } else {
                "comment"
            };
            match text(told, "code") {
                "" => act.to_owned(),
                code => format!("{act}: {code}"),
            }
        }
        other => other.to_owned(),
    }
}

fn words(one: &RecordedStatement) -> String {
    let told = &one.words;
    let mut parts: Vec<String> = ["reason", "words", "answer", "text"]
        .iter()
        .map(|name| text(told, name).to_owned())
        .filter(|text| !text.is_empty())
        .collect();
    if let Some(query) = told.get("query") {
        let indicators = query.get("indicators").and_then(Value::as_array);
        parts.extend(
            indicators
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned),
        );
        parts.push(text(query, "question").to_owned());
    }
    parts.join(" · ")
}
