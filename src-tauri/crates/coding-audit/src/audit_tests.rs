//! An audit is told as a script: who does what, and what is refused.

use super::*;
use crate::{Basis, Gone};
use coding_model::Poa;

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn lines(codes: &str) -> Vec<Line> {
    codes
        .split_whitespace()
        .map(|text| Line {
            code: code(text),
            poa: Some(Poa::Y),
        })
        .collect()
}

fn basis() -> Basis {
    Basis {
        reason: "SP".to_owned(),
        ..Basis::default()
    }
}

fn who(name: &str) -> Who {
    Who {
        id: None,
        name: name.to_owned(),
    }
}

struct Desk {
    signed: Vec<Line>,
    entries: Vec<Entry>,
    gone: Gone,
}

impl Desk {
    fn new(codes: &str) -> Self {
        let mut desk = Self {
            signed: lines(codes),
            entries: Vec::new(),
            gone: Gone::default(),
        };
        desk.put(
            "auditor",
            AuditAct::Opened {
                coder: "coder".to_owned(),
                coder_id: None,
                signature: 7,
                plan: Plan {
                    kind: "random".to_owned(),
                    seed: "2026".to_owned(),
                    drawn: (1, 9),
                },
                of_oneself: false,
            },
        );
        desk
    }

    fn put(&mut self, person: &str, act: AuditAct) -> StatementId {
        let id = StatementId::new();
        self.entries.push(Entry {
            id,
            person: who(person),
            at: "2026-02-03T10:00:00Z".to_owned(),
            act,
        });
        id
    }

    fn audit(&self) -> Audit {
        Audit::of(&self.entries).unwrap()
    }

    /// Does what is permitted; the statement, or why it is refused.
    fn act(&mut self, person: &str, act: AuditAct) -> Result<StatementId, String> {
        self.audit()
            .permits(&act, &who(person), &self.signed, self.gone)
            .map_err(|r| r.to_string())?;
        Ok(self.put(person, act))
    }

    fn audited(&self) -> String {
        let lines = self.audit().audited(&self.signed);
        let text: Vec<String> = lines.iter().map(|l| l.code.to_string()).collect();
        text.join(" ")
    }
}

fn agreed(text: &str) -> AuditAct {
    AuditAct::Agreed { code: code(text) }
}

fn changed(from: &str, to: &str) -> AuditAct {
    AuditAct::Changed {
        from: code(from),
        to: code(to),
        basis: basis(),
    }
}

#[test]
fn an_audit_goes_from_blind_to_closed() {
    let mut desk = Desk::new("E11.9 I10 R05.9");
    assert!(desk.act("coder", agreed("I10")).is_err(), "not theirs");
    let early = desk.act("auditor", AuditAct::Revealed).unwrap_err();
    assert!(early.contains("3 of 3 codes"), "{early}");
    let finding = desk.act("auditor", changed("E11.9", "E11.22")).unwrap();
    desk.act("auditor", agreed("I10")).unwrap();
    desk.act("auditor", agreed("R05.9")).unwrap();
    desk.act("auditor", AuditAct::Revealed).unwrap();
    // seen after the engine's codes were shown
    let removed = AuditAct::Removed {
        code: code("R05.9"),
        basis: basis(),
    };
    let second = desk.act("auditor", removed).unwrap();
    assert_eq!(desk.audited(), "E11.22 I10");
    let blind: Vec<bool> = desk.audit().findings.iter().map(|f| f.blind).collect();
    assert_eq!(blind, [true, false]);
    assert!(desk.act("auditor", AuditAct::Closed).is_err(), "unseen");
    desk.act("auditor", AuditAct::Returned).unwrap();
    assert!(desk.act("auditor", agreed("I10")).is_err(), "it is out");

    let answer = AuditAct::Acknowledged { finding };
    assert!(desk.act("auditor", answer.clone()).is_err(), "not theirs");
    desk.act("coder", answer).unwrap();
    assert_eq!(desk.audit().state, AuditState::Returned);
    desk.act("coder", AuditAct::Rebutted { finding: second })
        .unwrap();
    assert_eq!(desk.audit().state, AuditState::Answered);
    assert!(desk.act("auditor", AuditAct::Closed).is_err(), "in dispute");
    desk.act("auditor", AuditAct::Conceded { finding: second })
        .unwrap();
    assert_eq!(
        desk.audited(),
        "E11.22 I10 R05.9",
        "what is given up does not stand"
    );
    assert!(desk.act("coder", AuditAct::Closed).is_err());
    desk.act("auditor", AuditAct::Closed).unwrap();
    assert_eq!(desk.audit().state, AuditState::Closed);
    desk.act("auditor", AuditAct::Reopened).unwrap();
    assert_eq!(desk.audit().state, AuditState::Auditing);
}

#[test]
fn what_is_escalated_somebody_else_decides() {
    let mut desk = Desk::new("E11.9");
    let finding = desk.act("auditor", changed("E11.9", "E11.22")).unwrap();
    desk.act("auditor", AuditAct::Returned).unwrap();
    desk.act("coder", AuditAct::Rebutted { finding }).unwrap();
    assert!(desk.act("third", AuditAct::Escalated).is_err());
    desk.act("coder", AuditAct::Escalated).unwrap();
    for person in ["coder", "auditor"] {
        assert!(
            desk.act(person, AuditAct::Upheld { finding }).is_err(),
            "{person}"
        );
    }
    desk.act("third", AuditAct::Upheld { finding }).unwrap();
    assert_eq!(desk.audit().state, AuditState::Answered);
    desk.act("auditor", AuditAct::Closed).unwrap();
}

#[test]
fn an_audit_without_findings_is_closed_at_once() {
    let mut desk = Desk::new("I10");
    assert!(desk.act("auditor", AuditAct::Closed).is_err(), "not judged");
    desk.act("auditor", agreed("I10")).unwrap();
    desk.act("auditor", AuditAct::Closed).unwrap();
}

#[test]
fn a_later_judgement_takes_the_place_of_an_earlier_one() {
    let mut desk = Desk::new("E11.9 I10");
    desk.act("auditor", agreed("E11.9")).unwrap();
    desk.act("auditor", changed("E11.9", "E11.22")).unwrap();
    desk.act("auditor", changed("E11.9", "E11.21")).unwrap();
    assert_eq!(desk.audited(), "E11.21 I10");
    assert_eq!(desk.audit().findings.len(), 1);
    let first = AuditAct::FirstListed {
        code: code("I10"),
        basis: basis(),
    };
    let at = desk.act("auditor", first).unwrap();
    assert_eq!(desk.audited(), "I10 E11.21");
    desk.act("auditor", AuditAct::Withdrawn { judgement: at })
        .unwrap();
    assert_eq!(desk.audited(), "E11.21 I10");
    let poa = AuditAct::Indicated {
        code: code("I10"),
        to: Poa::N,
        basis: basis(),
    };
    desk.act("auditor", poa).unwrap();
    let lines = desk.audit().audited(&desk.signed);
    assert_eq!(lines[1].poa, Some(Poa::N));
    assert!(desk.act("auditor", changed("I10", "I10")).is_err());
    assert!(desk.act("auditor", changed("J18.9", "J18.1")).is_err());
}

fn handed(to: &str) -> AuditAct {
    AuditAct::HandedOver {
        to: to.to_owned(),
        to_id: None,
    }
}

#[test]
fn the_audit_of_somebody_who_left_is_handed_over_and_goes_on() {
    let mut desk = Desk::new("E11.9 I10");
    desk.act("auditor", agreed("I10")).unwrap();
    let here = desk.act("third", handed("third")).unwrap_err();
    assert!(here.contains("can go on"), "{here}");
    desk.gone.auditor = true;
    assert!(
        desk.act("third", agreed("E11.9"))
            .unwrap_err()
            .contains("handed over")
    );
    for (person, to) in [("coder", "third"), ("third", "coder"), ("third", "auditor")] {
        assert!(desk.act(person, handed(to)).is_err(), "{person} to {to}");
    }
    desk.act("chief", handed("third")).unwrap();
    desk.gone.auditor = false;
    let audit = desk.audit();
    assert_eq!(audit.auditor, who("third"));
    assert_eq!(audit.judgements.len(), 1, "what was judged stays");
    assert!(desk.act("auditor", agreed("E11.9")).is_err(), "no more");
    desk.act("third", agreed("E11.9")).unwrap();
    desk.act("third", AuditAct::Closed).unwrap();
    desk.act("third", handed("fourth")).unwrap();
    desk.act("fourth", AuditAct::Reopened).unwrap();
}

#[test]
fn who_had_a_part_in_it_does_not_decide_on_what_was_escalated_by_handing_it_over() {
    let mut desk = Desk::new("E11.9");
    let finding = desk.act("auditor", changed("E11.9", "E11.22")).unwrap();
    desk.act("auditor", AuditAct::Returned).unwrap();
    desk.act("auditor", handed("second")).unwrap();
    desk.act("coder", AuditAct::Rebutted { finding }).unwrap();
    desk.act("second", AuditAct::Escalated).unwrap();
    desk.act("second", handed("third")).unwrap();
    for person in ["auditor", "second", "coder"] {
        for act in [AuditAct::Upheld { finding }, AuditAct::Conceded { finding }] {
            assert!(desk.act(person, act).is_err(), "{person}");
        }
    }
    // whoever has it now had no part in it, and nor has anybody else
    for person in ["third", "fourth"] {
        let who = who(person);
        let upheld = AuditAct::Upheld { finding };
        let audit = desk.audit();
        assert!(
            audit
                .permits(&upheld, &who, &desk.signed, desk.gone)
                .is_ok()
        );
    }
    // handed on and back, whoever only had it in between may still decide
    desk.act("third", handed("auditor")).unwrap();
    assert!(desk.act("auditor", AuditAct::Upheld { finding }).is_err());
    desk.act("third", AuditAct::Conceded { finding }).unwrap();
    assert_eq!(desk.audit().state, AuditState::Answered);
}

#[test]
fn an_audit_of_oneself_can_be_handed_over_by_its_auditor() {
    let mut desk = Desk::new("E11.9");
    let AuditAct::Opened { coder, .. } = &mut desk.entries[0].act else {
        unreachable!()
    };
    *coder = "auditor".to_owned();
    desk.act("auditor", handed("third")).unwrap();
    assert_eq!(desk.audit().auditor, who("third"));
    // from then on it is as any other audit of theirs
    assert!(desk.act("auditor", handed("fourth")).is_err());
}

#[test]
fn findings_that_nobody_can_answer_any_more_stand_and_the_audit_closes() {
    let mut desk = Desk::new("E11.9 I10");
    let first = desk.act("auditor", changed("E11.9", "E11.22")).unwrap();
    desk.act("auditor", changed("I10", "I11.9")).unwrap();
    desk.act("auditor", AuditAct::Returned).unwrap();
    desk.act("coder", AuditAct::Rebutted { finding: first })
        .unwrap();
    assert!(
        desk.act("auditor", AuditAct::Closed).is_err(),
        "one is open"
    );
    assert!(
        desk.act("auditor", AuditAct::Upheld { finding: first })
            .is_err()
    );
    desk.gone.coder = true;
    let disputed = desk.act("auditor", AuditAct::Closed).unwrap_err();
    assert!(disputed.contains("dispute"), "{disputed}");
    desk.act("auditor", AuditAct::Conceded { finding: first })
        .unwrap();
    desk.act("auditor", AuditAct::Closed).unwrap();
    assert_eq!(desk.audited(), "E11.9 I11.9");
}
