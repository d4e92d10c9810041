//! A record with something of everything: accepted, revised, added and rejected, two documents, awkward characters.

use clinical_text::TextRange;
use coding_model::{
    Act, Alternative, Assertion, AuthorRole, Confidence, Decision, DecisionId, Document,
    DocumentId, Encounter, EncounterId, EvidenceSpan, Finding, IndexPath, List, RejectReason,
    Relation, Role, Run, RunId, Setting, Severity, Sex, Source, StageRecord, Suggestion,
    SuggestionId, TrailStep,
};
use icd10cm::{Code, Date, Release};
use interchange::record::{
    AssignedCode, CheckedNote, DocumentHash, FORMAT, Origin, Record, RecordedEvent, RecordedHead,
    RecordedRun, RecordedStatement, TabularLine,
};
use serde_json::json;

pub const NOTE: &str = "ASSESSMENT\r\n😷 1. Type 2 diabetes with \"CKD\" <stage 3b> & more.\r\n2. =HYPERLINK(\"x\"), hypertension.\r\nFell.";

pub fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn span(document: DocumentId, quote: &str) -> EvidenceSpan {
    let at = NOTE.find(quote).unwrap();
    EvidenceSpan::cut(
        document,
        NOTE,
        TextRange::new(at, at + quote.len()),
        "ASSESSMENT",
    )
    .unwrap()
}

fn path() -> IndexPath {
    IndexPath {
        source: Source::Official,
        terms: vec!["Diabetes, diabetic".to_owned(), "type 2".to_owned()],
        hops: Vec::new(),
    }
}

fn suggestion(text: &str, rank: u32, evidence: EvidenceSpan) -> Suggestion {
    Suggestion {
        id: SuggestionId::new(),
        code: code(text),
        title: format!("Title of {text}"),
        list: List::Suggest,
        rank,
        role: Role::Secondary,
        confidence: Confidence::new(0.837_214_6),
        assertion: Assertion::default(),
        evidence: vec![evidence],
        index_path: Some(path()),
        alternatives: vec![Alternative {
            code: code("E11.21"),
            title: "Type 2 diabetes mellitus with diabetic nephropathy".to_owned(),
            relation: Relation::Sibling,
            why_not: "the note names no nephropathy".to_owned(),
        }],
        findings: Vec::new(),
        trail: vec![TrailStep {
            stage: "extract".to_owned(),
            agent: "local".to_owned(),
            text: "\"Type 2 diabetes\" <b>".to_owned(),
        }],
    }
}

pub fn record() -> Record {
    let encounter = EncounterId::parse("0198c0de-0000-7000-8000-000000000001").unwrap();
    let document = DocumentId::parse("0198c0de-0000-7000-8000-000000000002").unwrap();
    let runs = vec![RecordedRun {
        at: "2026-02-03T09:59:00.000Z".to_owned(),
        person: "A. Coder".to_owned(),
        run: Run {
            id: RunId::new(),
            release: Release::from_name("FY2026-04").unwrap(),
            engine: "local 0.1.0".to_owned(),
            stages: vec![StageRecord {
                stage: "extract".to_owned(),
                agent: "local".to_owned(),
                version: "0.1.0".to_owned(),
                count: 3,
            }],
            elapsed_ms: 3.672,
            suggestions: vec![
                suggestion("E11.22", 1, span(document, "Type 2 diabetes with \"CKD\"")),
                suggestion("N18.32", 2, span(document, "\"CKD\" <stage 3b>")),
                suggestion("W19.XXXA", 3, span(document, "Fell")),
            ],
            problems: Vec::new(),
        },
    }];
    let decision = |n: usize, suggestion: Option<usize>, act: Act, evidence: &str| Decision {
        id: DecisionId::new(),
        encounter,
        suggestion: suggestion.map(|n| runs[0].run.suggestions[n].id),
        act,
        evidence: vec![span(document, evidence)],
        index_path: Some(path()),
        trail: vec![TrailStep {
            stage: "book".to_owned(),
            agent: "A. Coder".to_owned(),
            text: "tabular:E11.22".to_owned(),
        }],
        walk: Vec::new(),
        release: "FY2026-04".to_owned(),
        person: "A. Coder".to_owned(),
        at: format!("2026-02-03T10:00:0{n}.123Z"),
        evidence_viewed_ms: 4_200,
    };
    let accepted = Act::Accepted {
        code: code("E11.22"),
    };
    let revised = Act::Revised {
        from: code("N18.32"),
        to: code("N18.30"),
    };
    let added = Act::Added { code: code("I10") };
    let rejected = Act::Rejected {
        code: code("W19.XXXA"),
        reason: RejectReason::NotSupported,
        note: "no injury <documented>".to_owned(),
    };
    let decisions = vec![
        decision(1, Some(0), accepted, "Type 2 diabetes with \"CKD\""),
        decision(2, Some(1), revised, "\"CKD\" <stage 3b>"),
        decision(3, None, added, "=HYPERLINK(\"x\"), hypertension"),
        decision(4, Some(2), rejected, "Fell"),
    ];
    let assigned = |n: usize, text: &str, origin: Origin| AssignedCode {
        sequence: u32::try_from(n).unwrap() + 1,
        code: code(text),
        title: format!("Title of {text}"),
        role: if n == 0 {
            Role::FirstListed
        } else {
            Role::Secondary
        },
        origin,
        decision: decisions[n].id,
        confirmed: vec![decisions[n].id],
        poa: (n == 0).then_some(coding_model::Poa::Y),
        evidence: decisions[n].evidence.clone(),
        index_path: (origin != Origin::Person).then(path),
        verified: origin == Origin::Both,
        lineage: vec![TabularLine {
            label: "chapter 4".to_owned(),
            title: "Endocrine, nutritional and metabolic diseases (E00-E89)".to_owned(),
        }],
        notes: vec![CheckedNote {
            kind: "use-additional".to_owned(),
            text: "Use additional code to identify stage of chronic kidney disease (N18.1-N18.6)"
                .to_owned(),
            inherited_from: Some("E11".to_owned()),
            names: vec![code("N18.30")],
        }],
    };
    let codes = vec![
        assigned(0, "E11.22", Origin::Engine),
        assigned(1, "N18.30", Origin::Both),
        assigned(2, "I10", Origin::Person),
    ];
    Record {
        format: FORMAT,
        program: "Codetrail 0.1.0".to_owned(),
        at: "2026-02-04T08:00:00.000Z".to_owned(),
        person: "B. Auditor".to_owned(),
        release: Some("FY2026-04".to_owned()),
        encounter: Encounter {
            id: encounter,
            title: "Follow-up <visit>".to_owned(),
            setting: Setting::Inpatient,
            admitted: Date::parse("2026-02-01").ok(),
            date: Date::parse("2026-02-03").ok(),
            sex: Some(Sex::Female),
            age: Some(61),
            documents: vec![Document {
                id: document,
                title: "Progress note".to_owned(),
                kind: "progress-note".to_owned(),
                author: "C. Physician, MD".to_owned(),
                author_role: AuthorRole::Provider,
                date: "2026-02-02".to_owned(),
                text: NOTE.to_owned(),
            }],
        },
        documents: vec![DocumentHash {
            document,
            sha256: "ab".repeat(32),
        }],
        findings: vec![Finding {
            rule: "CH09-01".to_owned(),
            severity: Severity::Error,
            codes: vec![code("I10"), code("N18.30")],
            message: "Hypertension with chronic kidney disease is coded to I12.-".to_owned(),
            authority: "Guidelines I.C.9.a.2 (FY2026)".to_owned(),
            fix: None,
        }],
        pairs_checked: 6,
        not_checked: vec!["MCE-01 (mce)".to_owned()],
        runs,
        undone: Vec::new(),
        stated: vec![RecordedStatement {
            sequence: 4,
            id: "01900000-0000-7000-8000-000000000004".to_owned(),
            kind: "signature".to_owned(),
            subject: None,
            at: "2026-02-03T10:00:00Z".to_owned(),
            person: "A. Coder".to_owned(),
            particulars: json!({"number": 1, "codes": [{"code": "E11.22", "poa": "Y"}]}),
            words: json!({}),
        }],
        events: vec![RecordedEvent {
            sequence: 7,
            id: "0198c0de-0000-7000-8000-000000000003".to_owned(),
            at: "2026-02-03T10:00:01.123Z".to_owned(),
            person: "A. Coder".to_owned(),
            kind: "decision-recorded".to_owned(),
            body: json!({"act": "accepted", "code": "E11.22"}),
            hash: "cd".repeat(32),
        }],
        head: RecordedHead {
            sequence: 9,
            hash: "ef".repeat(32),
        },
        codes,
        decisions,
        withheld: false,
        only: None,
    }
}
