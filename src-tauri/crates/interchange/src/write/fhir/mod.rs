//! A FHIR R4 bundle (4.0.1) of a record: Patient, Encounter, DocumentReference, Condition, Claim, Provenance,
//! AuditEvent, OperationOutcome, with the Practitioners and the Device they name.
//!
//! Identifiers are made from the encounter's, so that the same record gives the same bundle. What the program does
//! not know and R4 demands (the payer's coverage, the billing provider) is marked `data-absent-reason: unknown`.

mod chart;
mod coding;
mod trace;

use coding_model::Encounter;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::record::{Places, Record};

/// The code system of ICD-10-CM in FHIR. (The address without `-cm` is the WHO's ICD-10 and rejects these codes.)
pub const ICD_10_CM: &str = "http://hl7.org/fhir/sid/icd-10-cm";

/// Extensions of ours, described in docs/interchange.md.
const EXTENSION: &str = "https://github.com/codetrail/codetrail/fhir/StructureDefinition/";

/// The bundle as JSON, indented.
#[must_use]
pub fn fhir(record: &Record) -> Vec<u8> {
    let mut out = serde_json::to_vec_pretty(&bundle(record)).unwrap_or_default();
    out.push(b'\n');
    out
}

/// The bundle.
#[must_use]
pub fn bundle(record: &Record) -> Value {
    let maker = Maker {
        record,
        places: Places::of(&record.encounter),
    };
    let mut entries = Vec::new();
    maker.chart(&mut entries);
    maker.coding(&mut entries);
    maker.trace(&mut entries);
    let entry: Vec<Value> = entries
        .into_iter()
        .map(|resource| {
            let id = resource["id"].as_str().unwrap_or_default().to_owned();
            json!({"fullUrl": format!("urn:uuid:{id}"), "resource": resource})
        })
        .collect();
    json!({
        "resourceType": "Bundle",
        "id": maker.id("Bundle", ""),
        "identifier": {"system": "urn:ietf:rfc:3986", "value": format!("urn:uuid:{}", maker.id("Bundle", ""))},
        "type": "collection",
        "timestamp": record.at,
        "entry": entry,
    })
}

struct Maker<'a> {
    record: &'a Record,
    places: Places<'a>,
}

impl Maker<'_> {
    fn encounter(&self) -> &Encounter {
        &self.record.encounter
    }

    /// The identifier of a resource of this record: UUID version 8 of what it is.
    fn id(&self, kind: &str, name: &str) -> String {
        let encounter = self.record.encounter.id;
        let digest = Sha256::digest(format!("codetrail fhir {encounter}/{kind}/{name}"));
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&digest[..16]);
        uuid::Builder::from_custom_bytes(bytes)
            .into_uuid()
            .hyphenated()
            .to_string()
    }

    fn to(&self, kind: &str, name: &str) -> Value {
        json!({"reference": format!("urn:uuid:{}", self.id(kind, name)), "type": kind})
    }

    fn to_named(&self, kind: &str, name: &str, display: &str) -> Value {
        let mut reference = self.to(kind, name);
        put(&mut reference, "display", display);
        reference
    }

    fn to_person(&self, name: &str) -> Value {
        self.to_named("Practitioner", name, name)
    }
}

/// A reference, a concept or another element whose value is not known.
fn unknown() -> Value {
    json!({"extension": [{
        "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
        "valueCode": "unknown",
    }]})
}

/// A concept of one coding.
fn concept(system: &str, code: &str, display: &str) -> Value {
    json!({"coding": [{"system": system, "code": code, "display": display}]})
}

/// Adds a text that is not empty: R4 has no empty strings.
fn put(to: &mut Value, name: &str, text: &str) {
    let text = text.trim();
    if let (false, Value::Object(members)) = (text.is_empty(), to) {
        members.insert(name.to_owned(), json!(text));
    }
}

/// An extension of ours.
fn extension(name: &str, kind: &str, value: Value) -> Value {
    let mut extension = json!({"url": format!("{EXTENSION}{name}")});
    if let Value::Object(members) = &mut extension {
        members.insert(kind.to_owned(), value);
    }
    extension
}

/// The name that serialization gives a plain enum value; empty for anything else.
pub(super) fn name<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}
