//! What was coded: conditions, a draft of the claim, and what the rules say.

use coding_model::{EvidenceSpan, Finding, Poa, Role, Setting, Severity};
use serde_json::{Value, json};

use super::{ICD_10_CM, Maker, concept, extension, put, unknown};
use crate::record::{AssignedCode, WITHHELD};

impl Maker<'_> {
    pub(super) fn coding(&self, out: &mut Vec<Value>) {
        out.extend(self.record.codes.iter().map(|c| self.condition(c)));
        if !self.record.codes.is_empty() {
            out.push(self.claim());
        }
        if !self.record.findings.is_empty() || self.record.withheld {
            out.push(self.findings());
        }
    }

    fn code(&self, code: &AssignedCode) -> Value {
        let mut coding = json!({"system": ICD_10_CM, "code": code.code.to_string()});
        let release = self
            .record
            .decision(code.decision)
            .map(|d| d.release.as_str());
        put(&mut coding, "version", release.unwrap_or_default());
        put(&mut coding, "display", &code.title);
        json!({"coding": [coding]})
    }

    fn condition(&self, code: &AssignedCode) -> Value {
        let terminology = "http://terminology.hl7.org/CodeSystem/";
        let mut condition = json!({
            "resourceType": "Condition",
            "id": self.id("Condition", &code.code.to_string()),
            "clinicalStatus": concept(&format!("{terminology}condition-clinical"), "active", "Active"),
            "verificationStatus":
                concept(&format!("{terminology}condition-ver-status"), "confirmed", "Confirmed"),
            "category": [concept(
                &format!("{terminology}condition-category"),
                "encounter-diagnosis",
                "Encounter Diagnosis",
            )],
            "code": self.code(code),
            "subject": self.to("Patient", ""),
            "encounter": self.to("Encounter", ""),
        });
        if let Some(decision) = self.record.decision(code.decision) {
            put(&mut condition, "recordedDate", &decision.at);
            condition["recorder"] = self.to_person(&decision.person);
        }
        if !code.evidence.is_empty() {
            condition["evidence"] = code.evidence.iter().map(|e| self.evidence(e)).collect();
        }
        let mut notes = Vec::new();
        if let Some(path) = &code.index_path {
            notes.push(json!({"text": format!("Index: {}", path.terms.join(" > "))}));
        }
        if !notes.is_empty() {
            condition["note"] = json!(notes);
        }
        condition
    }

    /// A quote with its place in the document.
    fn evidence(&self, span: &EvidenceSpan) -> Value {
        let mut parts = vec![json!({"url": "quote", "valueString": span.quote})];
        if !span.section.is_empty() {
            parts.push(json!({"url": "section", "valueString": span.section}));
        }
        if let Some((start, end)) = self.places.points(span) {
            parts.push(json!({"url": "start", "valueUnsignedInt": start}));
            parts.push(json!({"url": "end", "valueUnsignedInt": end}));
        }
        let quoted = extension("evidence-span", "extension", json!(parts));
        json!({
            "extension": [quoted],
            "detail": [self.to("DocumentReference", &span.document.to_string())],
        })
    }

    /// A draft: what this program knows of a claim is its diagnoses.
    fn claim(&self) -> Value {
        let terminology = "http://terminology.hl7.org/CodeSystem/";
        let inpatient = self.encounter().setting == Setting::Inpatient;
        let (kind, display) = if inpatient {
            ("institutional", "Institutional")
        } else {
            ("professional", "Professional")
        };
        let diagnoses: Vec<Value> = self
            .record
            .codes
            .iter()
            .map(|code| {
                let mut diagnosis = json!({
                    "sequence": code.sequence,
                    "diagnosisCodeableConcept": self.code(code),
                });
                if code.role == Role::FirstListed && inpatient {
                    diagnosis["type"] = json!([concept(
                        &format!("{terminology}ex-diagnosistype"),
                        "principal",
                        "Principal Diagnosis",
                    )]);
                }
                // an exempt code is left without, as on a claim
                if let Some(poa) = code.poa.filter(|p| *p != Poa::Exempt) {
                    diagnosis["onAdmission"] = json!({"coding": [{
                        "system": format!("{terminology}ex-diagnosis-on-admission"),
                        "code": poa.name().to_ascii_lowercase(),
                    }]});
                }
                diagnosis
            })
            .collect();
        let mut claim = json!({
            "resourceType": "Claim",
            "id": self.id("Claim", ""),
            "status": "draft",
            "type": concept(&format!("{terminology}claim-type"), kind, display),
            "use": "claim",
            "patient": self.to("Patient", ""),
            "created": self.record.at,
            "provider": unknown(),
            "priority": concept(&format!("{terminology}processpriority"), "normal", "Normal"),
            "diagnosis": diagnoses,
            "insurance": [{"sequence": 1, "focal": true, "coverage": unknown()}],
        });
        if let Some(period) = self.period() {
            claim["billablePeriod"] = period;
        }
        claim
    }

    fn findings(&self) -> Value {
        let mut issues: Vec<Value> = self.record.findings.iter().map(issue).collect();
        if self.record.withheld {
            issues.push(json!({
                "severity": "information",
                "code": "suppressed",
                "details": {"text": WITHHELD},
            }));
        }
        json!({
            "resourceType": "OperationOutcome",
            "id": self.id("OperationOutcome", ""),
            "issue": issues,
        })
    }
}

fn issue(finding: &Finding) -> Value {
    let codes: Vec<String> = finding.codes.iter().map(ToString::to_string).collect();
    let mut issue = json!({
        "severity": match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "information",
        },
        "code": "business-rule",
        "details": {"text": format!("{} ({}): {}", finding.rule, codes.join(", "), finding.message)},
    });
    put(&mut issue, "diagnostics", &finding.authority);
    issue
}
