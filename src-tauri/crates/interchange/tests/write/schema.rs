//! The FHIR bundle against the R4 JSON schema, which comes from a package and is not part of the project
//! (`scripts/fhir-schema.sh`).

use std::collections::{HashMap, HashSet};

use interchange::write::{ICD_10_CM, bundle};
use regex::Regex;
use serde_json::{Value, json};

use crate::sample::{NOTE, code, record};

/// The parts of JSON Schema that the R4 schema uses; any other keyword fails the test rather than being passed over.
struct Schema {
    definitions: serde_json::Map<String, Value>,
    patterns: HashMap<String, Regex>,
}

const KNOWN: &[&str] = &[
    "$ref",
    "enum",
    "pattern",
    "type",
    "const",
    "additionalProperties",
    "oneOf",
    "properties",
    "items",
    "required",
    "description",
];

impl Schema {
    fn load() -> Option<Self> {
        let Some(path) = std::env::var_os("CODETRAIL_FHIR_SCHEMA").filter(|p| !p.is_empty()) else {
            eprintln!(
                "SKIPPED: checking FHIR bundles against the R4 schema: set CODETRAIL_FHIR_SCHEMA to the file that \
                 scripts/fhir-schema.sh fetches"
            );
            return None;
        };
        let mut schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let definitions = match schema["definitions"].take() {
            Value::Object(definitions) => definitions,
            _ => panic!("the schema has no definitions"),
        };
        let patterns = definitions
            .values()
            .filter_map(|d| d.get("pattern")?.as_str())
            .map(|p| (p.to_owned(), Regex::new(p).unwrap()))
            .collect();
        Some(Self {
            definitions,
            patterns,
        })
    }

    fn resource(&self, value: &Value, faults: &mut Vec<String>) {
        let kind = value["resourceType"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        match self.definitions.get(&kind) {
            Some(schema) => self.check(schema, value, &kind, faults),
            None => faults.push(format!("{kind:?} is no resource")),
        }
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let Value::Object(schema) = schema else {
            panic!("{at}: a schema that is no object");
        };
        for keyword in schema.keys() {
            assert!(
                KNOWN.contains(&keyword.as_str()),
                "{at}: keyword {keyword} is not known"
            );
        }
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            let name = target.strip_prefix("#/definitions/").unwrap();
            if name == "ResourceList" {
                return self.resource(value, faults);
            }
            return self.check(&self.definitions[name], value, at, faults);
        }
        if let Some(expected) = schema.get("const")
            && expected != value
        {
            faults.push(format!("{at}: {value} is not {expected}"));
        }
        if let Some(Value::Array(values)) = schema.get("enum")
            && !values.contains(value)
        {
            faults.push(format!("{at}: {value} is none of the values"));
        }
        if let Some(kind) = schema.get("type").and_then(Value::as_str) {
            let fits = match kind {
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "number" => value.is_number(),
                "object" => value.is_object(),
                "array" => value.is_array(),
                other => panic!("{at}: type {other} is not known"),
            };
            if !fits {
                faults.push(format!("{at}: not of type {kind}"));
            }
        }
        if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
            let text = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            if !self.patterns[pattern].is_match(&text) {
                faults.push(format!("{at}: {text:?} does not fit {pattern}"));
            }
        }
        if let Some(items) = schema.get("items") {
            match value {
                Value::Array(values) if !values.is_empty() => values
                    .iter()
                    .enumerate()
                    .for_each(|(i, v)| self.check(items, v, &format!("{at}[{i}]"), faults)),
                _ => faults.push(format!("{at}: not a list, or an empty one")),
            }
        }
        if let (Some(Value::Object(properties)), Value::Object(members)) =
            (schema.get("properties"), value)
        {
            for (name, member) in members {
                match properties.get(name) {
                    Some(property) => self.check(property, member, &format!("{at}.{name}"), faults),
                    None => faults.push(format!("{at}: no element {name}")),
                }
            }
        }
        if let (Some(Value::Array(required)), Value::Object(members)) =
            (schema.get("required"), value)
        {
            for name in required.iter().filter_map(Value::as_str) {
                if !members.contains_key(name) {
                    faults.push(format!("{at}: {name} is missing"));
                }
            }
        }
    }
}

#[test]
fn the_bundle_fits_the_schema_of_r4() {
    let Some(schema) = Schema::load() else { return };
    let mut bare = record();
    bare.codes.clear();
    bare.findings.clear();
    bare.runs.clear();
    bare.decisions.clear();
    bare.encounter.sex = None;
    bare.encounter.date = None;
    bare.encounter.admitted = None;
    bare.encounter.documents[0].author.clear();
    bare.encounter.documents[0].date.clear();
    for record in [record(), record().of_code(code("N18.30")).unwrap(), bare] {
        let mut faults = Vec::new();
        schema.resource(&bundle(&record), &mut faults);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
    // and the check can fail
    let mut wrong = bundle(&record());
    wrong["entry"][0]["resource"]["gender"] = json!("woman");
    wrong["entry"][1]["resource"]["colour"] = json!("red");
    let mut faults = Vec::new();
    schema.resource(&wrong, &mut faults);
    assert_eq!(faults.len(), 2, "{faults:?}");
}

fn resources(bundle: &Value) -> Vec<&Value> {
    bundle["entry"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| &e["resource"])
        .collect()
}

fn references<'a>(value: &'a Value, to: &mut Vec<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|v| references(v, to)),
        Value::Object(members) => members.iter().for_each(|(name, v)| match v.as_str() {
            Some(reference) if name == "reference" => to.push(reference),
            _ => references(v, to),
        }),
        _ => {}
    }
}

#[test]
fn every_reference_leads_to_an_entry_and_identifiers_do_not_change() {
    let record = record();
    let bundle = bundle(&record);
    assert_eq!(bundle, interchange::write::bundle(&record));
    let entries: HashSet<&str> = bundle["entry"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["fullUrl"].as_str().unwrap())
        .collect();
    assert_eq!(entries.len(), bundle["entry"].as_array().unwrap().len());
    let mut found = Vec::new();
    references(&bundle, &mut found);
    assert!(found.len() > 20);
    for reference in found {
        assert!(entries.contains(reference), "{reference}");
    }
}

#[test]
fn codes_evidence_people_and_device_are_where_they_are_looked_for() {
    let bundle = bundle(&record());
    let of = |kind: &str| -> Vec<&Value> {
        resources(&bundle)
            .into_iter()
            .filter(|r| r["resourceType"] == kind)
            .collect()
    };
    for (kind, count) in [
        ("Patient", 1),
        ("Encounter", 1),
        ("DocumentReference", 1),
        ("Condition", 3),
        ("Claim", 1),
        ("Provenance", 3),
        ("AuditEvent", 1),
        ("OperationOutcome", 1),
        ("Device", 1),
        ("Practitioner", 2),
    ] {
        assert_eq!(of(kind).len(), count, "{kind}");
    }
    let coding = &of("Condition")[0]["code"]["coding"][0];
    assert_eq!(coding["system"], ICD_10_CM);
    assert_eq!(ICD_10_CM, "http://hl7.org/fhir/sid/icd-10-cm");
    assert_eq!(
        (&coding["version"], &coding["code"]),
        (&json!("FY2026-04"), &json!("E11.22"))
    );
    let span = &of("Condition")[0]["evidence"][0]["extension"][0]["extension"];
    let part = |name: &str| {
        span.as_array()
            .unwrap()
            .iter()
            .find(|p| p["url"] == name)
            .unwrap()
    };
    let at =
        |name: &str| usize::try_from(part(name)["valueUnsignedInt"].as_u64().unwrap()).unwrap();
    let cut: String = NOTE
        .chars()
        .skip(at("start"))
        .take(at("end") - at("start"))
        .collect();
    assert_eq!(part("quote")["valueString"], cut);
    // proposed by the engine, verified by the person; a code of a person's own has no device
    let kinds = |n: usize| -> Vec<&str> {
        let agents = of("Provenance")[n]["agent"].as_array().unwrap();
        agents
            .iter()
            .map(|a| a["who"]["type"].as_str().unwrap())
            .collect()
    };
    assert_eq!(kinds(0), ["Device", "Practitioner"]);
    assert_eq!(kinds(2), ["Practitioner", "Practitioner"]);
    let claim = of("Claim")[0];
    assert_eq!(claim["status"], "draft");
    assert_eq!(
        claim["diagnosis"][0]["type"][0]["coding"][0]["code"],
        "principal"
    );
    assert_eq!(claim["diagnosis"].as_array().unwrap().len(), 3);
}
