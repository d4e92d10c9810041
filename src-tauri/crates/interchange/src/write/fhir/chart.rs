//! What was documented: patient, encounter, documents, and the people and the program behind them.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use coding_model::{Document, Role, Setting};
use serde_json::{Value, json};

use super::{Maker, concept, extension, name, put};

impl Maker<'_> {
    pub(super) fn chart(&self, out: &mut Vec<Value>) {
        out.push(self.patient());
        out.push(self.visit());
        let documents = &self.encounter().documents;
        out.extend(documents.iter().map(|d| self.document(d)));
        out.extend(self.people().into_iter().map(|p| self.practitioner(p)));
        out.push(self.program());
    }

    /// Nothing that names the patient: the program does not know it.
    fn patient(&self) -> Value {
        let mut patient = json!({"resourceType": "Patient", "id": self.id("Patient", "")});
        if let Some(sex) = self.encounter().sex {
            put(&mut patient, "gender", &name(&sex));
        }
        patient
    }

    fn visit(&self) -> Value {
        let encounter = self.encounter();
        let (code, display) = match encounter.setting {
            Setting::Inpatient => ("IMP", "inpatient encounter"),
            Setting::Outpatient => ("AMB", "ambulatory"),
            Setting::Emergency => ("EMER", "emergency"),
        };
        let mut visit = json!({
            "resourceType": "Encounter",
            "id": self.id("Encounter", ""),
            "identifier": [{
                "system": "urn:ietf:rfc:3986",
                "value": format!("urn:uuid:{}", encounter.id),
            }],
            "status": if encounter.date.is_some() { "finished" } else { "unknown" },
            "class": {
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": code,
                "display": display,
            },
            "subject": self.to("Patient", ""),
        });
        if let Some(period) = self.period() {
            visit["period"] = period;
        }
        if !self.record.codes.is_empty() {
            let diagnoses = self.record.codes.iter().map(|code| {
                json!({
                    "condition": self.to("Condition", &code.code.to_string()),
                    "use": concept(
                        "http://terminology.hl7.org/CodeSystem/diagnosis-role",
                        match (code.role, encounter.setting) {
                            (Role::FirstListed, Setting::Inpatient) => "DD",
                            _ => "billing",
                        },
                        match (code.role, encounter.setting) {
                            (Role::FirstListed, Setting::Inpatient) => "Discharge diagnosis",
                            _ => "Billing",
                        },
                    ),
                    "rank": code.sequence,
                })
            });
            visit["diagnosis"] = diagnoses.collect();
        }
        if let Some(age) = encounter.age {
            visit["extension"] = json!([extension(
                "age-at-encounter",
                "valueAge",
                json!({"value": age, "unit": "a", "system": "http://unitsofmeasure.org", "code": "a"}),
            )]);
        }
        visit
    }

    pub(super) fn period(&self) -> Option<Value> {
        let encounter = self.encounter();
        let start = encounter
            .admitted
            .or(encounter.date.filter(|_| encounter.setting.is_outpatient()));
        let mut period = json!({});
        if let Some(start) = start {
            put(&mut period, "start", &start.to_string());
        }
        if let Some(end) = encounter.date {
            put(&mut period, "end", &end.to_string());
        }
        (period != json!({})).then_some(period)
    }

    fn document(&self, document: &Document) -> Value {
        let id = document.id.to_string();
        let mut attachment = json!({
            "contentType": "text/plain; charset=utf-8",
            "data": STANDARD.encode(&document.text),
            "size": document.text.len(),
        });
        put(&mut attachment, "title", &document.title);
        put(&mut attachment, "creation", &document.date);
        let sha256 = self.record.sha256(document.id);
        if !sha256.is_empty() {
            // the attachment's own hash is SHA-1 by definition; the ledger holds SHA-256
            attachment["extension"] = json!([extension("sha256", "valueString", json!(sha256))]);
        }
        let mut out = json!({
            "resourceType": "DocumentReference",
            "id": self.id("DocumentReference", &id),
            "identifier": [{"system": "urn:ietf:rfc:3986", "value": format!("urn:uuid:{id}")}],
            "status": "current",
            "subject": self.to("Patient", ""),
            "content": [{"attachment": attachment}],
            "context": {"encounter": [self.to("Encounter", "")]},
        });
        let mut kind = json!({});
        put(&mut kind, "text", &document.kind);
        if kind != json!({}) {
            out["type"] = kind;
        }
        put(&mut out, "description", &document.title);
        if !document.author.trim().is_empty() {
            // a name as the note has it, not an identified person
            let mut author = json!({"extension": [
                extension("author-role", "valueString", json!(name(&document.author_role))),
            ]});
            put(&mut author, "display", &document.author);
            out["author"] = json!([author]);
        }
        out
    }

    /// Everybody who decided, ran the engine or is named by an event.
    fn people(&self) -> BTreeSet<&str> {
        let record = self.record;
        let people = record.decisions.iter().map(|d| d.person.as_str());
        people
            .chain(record.runs.iter().map(|r| r.person.as_str()))
            .chain(record.events.iter().map(|e| e.person.as_str()))
            .chain([record.person.as_str()])
            .collect()
    }

    fn practitioner(&self, person: &str) -> Value {
        json!({
            "resourceType": "Practitioner",
            "id": self.id("Practitioner", person),
            "name": [{"use": "usual", "text": person}],
        })
    }

    fn program(&self) -> Value {
        let engine = self
            .record
            .runs
            .last()
            .map_or("none", |r| r.run.engine.as_str());
        json!({
            "resourceType": "Device",
            "id": self.id("Device", ""),
            "deviceName": [{"name": "Codetrail", "type": "user-friendly-name"}],
            "version": [
                {"type": {"text": "program"}, "value": self.record.program},
                {"type": {"text": "engine"}, "value": engine},
            ],
        })
    }
}
