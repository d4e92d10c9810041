//! How it came about: who proposed and who verified each code, and every event of the ledger.

use serde_json::{Value, json};

use super::{Maker, concept, extension, put};
use crate::record::{AssignedCode, Origin, RecordedEvent};

impl Maker<'_> {
    pub(super) fn trace(&self, out: &mut Vec<Value>) {
        out.extend(self.record.codes.iter().filter_map(|c| self.provenance(c)));
        out.extend(self.record.events.iter().map(|e| self.event(e)));
    }

    /// The engine is the author of what it suggested; the person who accepted or revised it verified it.
    fn provenance(&self, code: &AssignedCode) -> Option<Value> {
        let decision = self.record.decision(code.decision)?;
        let system = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
        let agent = |kind: &str, display: &str, who: Value| json!({"type": concept(system, kind, display), "who": who});
        let person = || self.to_person(&decision.person);
        let mut agents = Vec::new();
        if code.origin != Origin::Person {
            let run = self.record.suggestion_of(decision);
            let engine = run.map_or("local", |(run, _)| run.run.engine.as_str());
            let device = self.to_named("Device", "", &format!("Codetrail, engine {engine}"));
            agents.push(agent("author", "Author", device));
        } else {
            agents.push(agent("author", "Author", person()));
        }
        agents.push(agent("verifier", "Verifier", person()));
        let mut documents: Vec<_> = code.evidence.iter().map(|e| e.document).collect();
        documents.dedup();
        let entities: Vec<Value> = documents
            .into_iter()
            .map(
                |d| json!({"role": "source", "what": self.to("DocumentReference", &d.to_string())}),
            )
            .collect();
        let mut provenance = json!({
            "resourceType": "Provenance",
            "id": self.id("Provenance", &code.code.to_string()),
            "target": [self.to("Condition", &code.code.to_string())],
            "recorded": decision.at,
            "activity": concept(
                "http://terminology.hl7.org/CodeSystem/v3-DataOperation",
                "CREATE",
                "create",
            ),
            "agent": agents,
        });
        if !entities.is_empty() {
            provenance["entity"] = json!(entities);
        }
        let mut extensions = vec![extension(
            "evidence-viewed-ms",
            "valueUnsignedInt",
            json!(decision.evidence_viewed_ms),
        )];
        if let Some((_, suggestion)) = self.record.suggestion_of(decision) {
            let confidence = (f64::from(suggestion.confidence.get()) * 1000.0).round() / 1000.0;
            extensions.push(extension("confidence", "valueDecimal", json!(confidence)));
        }
        provenance["extension"] = json!(extensions);
        Some(provenance)
    }

    fn event(&self, event: &RecordedEvent) -> Value {
        let action = match event.kind.as_str() {
            "encounter-erased" => "D",
            "encounter-saved" | "document-added" | "run-saved" | "decision-recorded" => "C",
            "encounter-opened" | "exported" => "R",
            _ => "E",
        };
        let mut detail = vec![
            json!({"type": "ledger-sequence", "valueString": event.sequence.to_string()}),
            json!({"type": "ledger-hash", "valueString": event.hash}),
        ];
        for name in ["act", "code", "release", "row", "sha256"] {
            if let Some(text) = event.body.get(name).and_then(Value::as_str) {
                let mut part = json!({"type": name});
                put(&mut part, "valueString", text);
                if part.get("valueString").is_some() {
                    detail.push(part);
                }
            }
        }
        let mut out = json!({
            "resourceType": "AuditEvent",
            "id": self.id("AuditEvent", &event.id),
            "type": {
                "system": "http://dicom.nema.org/resources/ontology/DCM",
                "code": "110110",
                "display": "Patient Record",
            },
            "subtype": [{"display": event.kind}],
            "action": action,
            "recorded": event.at,
            "outcome": "0",
            "agent": [{"who": self.to_person(&event.person), "requestor": true}],
            "source": {"observer": self.to("Device", "")},
        });
        out["entity"] = json!([{"what": self.to("Encounter", ""), "detail": detail}]);
        out
    }
}
