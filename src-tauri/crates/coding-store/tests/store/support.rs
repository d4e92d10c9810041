//! Charts and decisions to store.

use std::path::Path;

use clinical_text::TextRange;
use coding_model::{
    Act, Alternative, Assertion, AuthorRole, Confidence, Decision, DecisionId, Document,
    DocumentId, Duty, Encounter, EncounterId, EvidenceSpan, Finding, Hop, IndexPath, List, Person,
    PersonId, Problem, Relation, Role, Run, RunId, Setting, Severity, Sex, Source, StageRecord,
    StatementId, Suggestion, SuggestionId, TrailStep,
};
use coding_store::{NewStatement, OpenOptions, Store};
use icd10cm::{Code, Date, Release};

pub const AT: &str = "2026-02-03T10:00:00Z";
pub const PERSON: &str = "A. Coder";
pub const NOTE: &str = "Assessment: type 2 diabetes with diabetic nephropathy. Grüße, 37 °C.";

/// Options that keep the tests away from a keyring.
pub fn options() -> OpenOptions {
    OpenOptions {
        keyring: false,
        ..OpenOptions::default()
    }
}

pub fn open(home: &Path) -> Store {
    Store::open(home, &options()).expect("the store opens")
}

pub fn code(text: &str) -> Code {
    Code::parse(text).expect("a code")
}

pub fn encounter() -> Encounter {
    Encounter {
        id: EncounterId::new(),
        title: "Follow-up".to_owned(),
        setting: Setting::Outpatient,
        admitted: None,
        date: Some(Date::parse("2026-02-03").expect("a date")),
        sex: Some(Sex::Female),
        age: Some(64),
        documents: vec![
            document("Progress note", NOTE),
            document("Nurse note", "No new complaints."),
        ],
    }
}

pub fn document(title: &str, text: &str) -> Document {
    Document {
        id: DocumentId::new(),
        title: title.to_owned(),
        kind: "progress-note".to_owned(),
        author: "B. Physician, MD".to_owned(),
        author_role: AuthorRole::Provider,
        date: "2026-02-03".to_owned(),
        text: text.to_owned(),
    }
}

pub fn evidence(encounter: &Encounter) -> EvidenceSpan {
    let document = &encounter.documents[0];
    EvidenceSpan::cut(
        document.id,
        &document.text,
        TextRange::new(12, 53),
        "Assessment",
    )
    .expect("a quote")
}

pub fn run(encounter: &Encounter) -> Run {
    let suggestion = |n: u32, text: &str| Suggestion {
        id: SuggestionId::new(),
        code: code(text),
        title: "Type 2 diabetes mellitus with diabetic nephropathy".to_owned(),
        list: if n == 1 {
            List::Suggest
        } else {
            List::Consider
        },
        rank: n,
        role: if n == 1 {
            Role::FirstListed
        } else {
            Role::Secondary
        },
        confidence: Confidence::new(0.9 / n as f32),
        assertion: Assertion::default(),
        evidence: vec![evidence(encounter)],
        index_path: Some(path()),
        alternatives: vec![Alternative {
            code: code("E11.22"),
            title: "Type 2 diabetes mellitus with diabetic chronic kidney disease".to_owned(),
            relation: Relation::Sibling,
            why_not: "no stage is documented".to_owned(),
        }],
        findings: vec![Finding {
            rule: "NOTE-08".to_owned(),
            severity: Severity::Info,
            codes: vec![code(text)],
            message: "insulin use is not coded".to_owned(),
            authority: "Tabular: use additional code Z79.4".to_owned(),
            fix: None,
        }],
        trail: vec![TrailStep {
            stage: "extract".to_owned(),
            agent: "local".to_owned(),
            text: "diabetic nephropathy".to_owned(),
        }],
    };
    Run {
        id: RunId::new(),
        release: Release::from_name("FY2026-04").expect("a release"),
        engine: "local 0.1.0".to_owned(),
        stages: vec![StageRecord {
            stage: "extract".to_owned(),
            agent: "local".to_owned(),
            version: "0.1.0".to_owned(),
            count: 2,
        }],
        elapsed_ms: 3.1,
        suggestions: vec![suggestion(1, "E11.21"), suggestion(2, "E11.9")],
        problems: vec![Problem {
            stage: "ground".to_owned(),
            message: "one span left the text".to_owned(),
        }],
    }
}

pub fn path() -> IndexPath {
    IndexPath {
        source: Source::Starter,
        terms: vec![
            "Diabetes, diabetic".to_owned(),
            "type 2".to_owned(),
            "with".to_owned(),
            "nephropathy".to_owned(),
        ],
        hops: vec![
            Hop::MainTerm("Diabetes".to_owned()),
            Hop::Subterm("type 2".to_owned()),
        ],
    }
}

pub fn decision(encounter: &Encounter, act: Act) -> Decision {
    Decision {
        id: DecisionId::new(),
        encounter: encounter.id,
        suggestion: None,
        act,
        evidence: vec![evidence(encounter)],
        index_path: Some(path()),
        trail: Vec::new(),
        walk: Vec::new(),
        release: "FY2026-04".to_owned(),
        person: PERSON.to_owned(),
        at: AT.to_owned(),
        evidence_viewed_ms: 1200,
    }
}

pub fn accepted(text: &str) -> Act {
    Act::Accepted { code: code(text) }
}

/// A statement about an encounter, behind another.
pub fn statement(encounter: EncounterId, kind: &str, after: u64) -> NewStatement<'_> {
    NewStatement {
        id: StatementId::new(),
        encounter,
        kind,
        subject: None,
        particulars: serde_json::json!({"codes": ["E11.21"]}),
        words: serde_json::json!({"reason": "diabetic nephropathy is documented"}),
        after,
        decisions: None,
        at: AT,
        person: PERSON,
    }
}

/// A coder's account.
pub fn person(name: &str) -> Person {
    Person {
        id: PersonId::new(),
        name: name.to_owned(),
        duties: vec![Duty::Coder],
        active: true,
    }
}

/// An act of an audit, behind another: the first opens it.
pub fn audit(
    encounter: EncounterId,
    subject: Option<StatementId>,
    act: &str,
    after: u64,
) -> NewStatement<'static> {
    let mut particulars = serde_json::json!({"act": act});
    if act == "opened" {
        particulars["coder"] = PERSON.into();
        particulars["signature"] = after.into();
        particulars["plan"] = serde_json::json!({"kind": "chosen"});
    }
    NewStatement {
        subject,
        particulars,
        ..statement(encounter, "audit", after)
    }
}
