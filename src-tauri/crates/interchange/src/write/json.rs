//! The whole record as JSON, and read back without loss.
//!
//! Ranges of evidence are `{"start", "end"}` in Unicode code points, half-open, as everywhere outside; inside the
//! program they are bytes.

use std::collections::HashMap;

use coding_model::{DocumentId, EvidenceSpan};
use serde_json::{Value, json};

use crate::record::{FORMAT, Places, Record};

/// Why a text is no record. Says nothing of what the text holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, or of another shape.
    #[error("it is no record of an encounter (line {line}, column {column})")]
    Shape {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Of another format number.
    #[error("it has format {0}, and this program reads format {FORMAT}")]
    Format(u64),
    /// A range leaves its document.
    #[error("a quote lies outside its document")]
    Range,
}

/// The record as JSON, indented.
#[must_use]
pub fn json(record: &Record) -> Vec<u8> {
    let mut record = record.clone();
    for run in &mut record.runs {
        // three digits: what is written is what is read, on every platform
        run.run.elapsed_ms = (run.run.elapsed_ms * 1000.0).round() / 1000.0;
    }
    let mut value = serde_json::to_value(&record).unwrap_or(Value::Null);
    let places = Places::of(&record.encounter);
    let mut spans: HashMap<(DocumentId, u64, u64), (u32, u32)> = HashMap::new();
    each_span(&record, &mut |span| {
        let points = places.points(span).unwrap_or((0, 0));
        spans.insert(
            (
                span.document,
                span.range.start() as u64,
                span.range.end() as u64,
            ),
            points,
        );
    });
    rewrite(&mut value, &mut |document, start, end| {
        spans
            .get(&(document, start, end))
            .map(|(s, e)| (u64::from(*s), u64::from(*e)))
    });
    let mut out = serde_json::to_vec_pretty(&value).unwrap_or_default();
    out.push(b'\n');
    out
}

/// Reads a record back.
///
/// # Errors
/// Where the text is no record of this format, or a quote lies outside its document.
pub fn read_json(bytes: &[u8]) -> Result<Record, JsonError> {
    let shape = |e: serde_json::Error| JsonError::Shape {
        line: e.line(),
        column: e.column(),
    };
    let mut value: Value = serde_json::from_slice(bytes).map_err(shape)?;
    match value.get("format").and_then(Value::as_u64) {
        Some(format) if format == u64::from(FORMAT) => {}
        Some(format) => return Err(JsonError::Format(format)),
        None => return Err(JsonError::Shape { line: 1, column: 1 }),
    }
    let encounter: coding_model::Encounter =
        serde_json::from_value(value.get("encounter").cloned().unwrap_or(Value::Null))
            .map_err(shape)?;
    let places = Places::of(&encounter);
    let mut outside = false;
    rewrite(&mut value, &mut |document, start, end| {
        let point = |n: u64| u32::try_from(n).ok();
        let range = point(start)
            .zip(point(end))
            .and_then(|(start, end)| places.range(document, start, end));
        outside |= range.is_none();
        range.map(|r| (r.start() as u64, r.end() as u64))
    });
    if outside {
        return Err(JsonError::Range);
    }
    serde_json::from_value(value).map_err(shape)
}

fn each_span(record: &Record, act: &mut dyn FnMut(&EvidenceSpan)) {
    let suggested = record
        .runs
        .iter()
        .flat_map(|r| &r.run.suggestions)
        .flat_map(|s| &s.evidence);
    let decided = record.decisions.iter().flat_map(|d| &d.evidence);
    let assigned = record.codes.iter().flat_map(|c| &c.evidence);
    suggested.chain(decided).chain(assigned).for_each(act);
}

/// Gives every evidence span of a JSON value other offsets.
fn rewrite(value: &mut Value, to: &mut dyn FnMut(DocumentId, u64, u64) -> Option<(u64, u64)>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, to)),
        Value::Object(members) => {
            let found = span_of(members);
            if let Some((document, start, end)) = found {
                if let Some((start, end)) = to(document, start, end) {
                    members.insert("range".to_owned(), json!({"start": start, "end": end}));
                }
                return;
            }
            members.values_mut().for_each(|member| rewrite(member, to));
        }
        _ => {}
    }
}

fn span_of(members: &serde_json::Map<String, Value>) -> Option<(DocumentId, u64, u64)> {
    members.get("quote")?;
    let range = members.get("range")?;
    Some((
        DocumentId::parse(members.get("document")?.as_str()?)?,
        range.get("start")?.as_u64()?,
        range.get("end")?.as_u64()?,
    ))
}
