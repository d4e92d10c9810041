//! Where an audit stands, folded from its acts, and what may come next.

use coding_model::StatementId;
use icd10cm::Code;

use crate::{AuditAct, Entry, Line, Plan, Who};

/// Where an audit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditState {
    /// The auditor judges.
    Auditing,
    /// The coder is to answer.
    Returned,
    /// Every finding is answered.
    Answered,
    /// Somebody else is to decide on what was rebutted.
    Escalated,
    /// At its end.
    Closed,
}

impl AuditState {
    /// Its lower-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auditing => "auditing",
            Self::Returned => "returned",
            Self::Answered => "answered",
            Self::Escalated => "escalated",
            Self::Closed => "closed",
        }
    }
}

/// What the coder says to a finding, and what became of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Not answered yet.
    Open,
    /// Agreed.
    Acknowledged,
    /// Disagreed, and nobody has decided on it.
    Rebutted,
    /// Disagreed; the finding stays.
    Upheld,
    /// Disagreed; the finding was given up.
    Conceded,
}

impl Answer {
    /// Its lower-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Acknowledged => "acknowledged",
            Self::Rebutted => "rebutted",
            Self::Upheld => "upheld",
            Self::Conceded => "conceded",
        }
    }
}

/// Something found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditedFinding {
    /// The judgement that found it.
    pub id: StatementId,
    /// The judgement.
    pub act: AuditAct,
    /// Whether it was found before the engine's codes were shown.
    pub blind: bool,
    /// What the coder says to it.
    pub answer: Answer,
    /// Everything said about it, in order: statements by their identifiers.
    pub thread: Vec<StatementId>,
}

/// One audit of one signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// The statement that opened it.
    pub id: StatementId,
    /// Who audits.
    pub auditor: Who,
    /// Who signed.
    pub coder: Who,
    /// When it was opened.
    pub opened: String,
    /// When it was closed last.
    pub closed: Option<String>,
    /// The ledger's sequence of the signature.
    pub signature: u64,
    /// How it came about.
    pub plan: Plan,
    /// Whether the auditor signed it, which was overridden.
    pub of_oneself: bool,
    /// Where it stands.
    pub state: AuditState,
    /// Whether the engine's codes are shown.
    pub revealed: bool,
    /// Judgements that stand, in order: agreements and findings.
    pub judgements: Vec<(StatementId, AuditAct)>,
    /// What was found wrong and not withdrawn.
    pub findings: Vec<AuditedFinding>,
    /// Who had a part in it: audited it, judged, or escalated it. Whoever takes it over while it is escalated has none.
    pub parties: Vec<Who>,
}

impl Audit {
    /// Folds the acts of one audit, the first of which opened it; `None` where it is none.
    #[must_use]
    pub fn of(entries: &[Entry]) -> Option<Self> {
        let (first, rest) = entries.split_first()?;
        let AuditAct::Opened {
            coder,
            coder_id,
            signature,
            plan,
            of_oneself,
        } = &first.act
        else {
            return None;
        };
        let mut audit = Self {
            id: first.id,
            auditor: first.person.clone(),
            coder: Who {
                id: *coder_id,
                name: coder.clone(),
            },
            opened: first.at.clone(),
            closed: None,
            signature: *signature,
            plan: plan.clone(),
            of_oneself: *of_oneself,
            state: AuditState::Auditing,
            revealed: false,
            judgements: Vec::new(),
            findings: Vec::new(),
            parties: vec![first.person.clone()],
        };
        for entry in rest {
            audit.take(entry);
        }
        Some(audit)
    }

    fn take(&mut self, entry: &Entry) {
        match &entry.act {
            AuditAct::Opened { .. } => {}
            AuditAct::Agreed { .. }
            | AuditAct::Changed { .. }
            | AuditAct::Removed { .. }
            | AuditAct::Added { .. }
            | AuditAct::Indicated { .. }
            | AuditAct::FirstListed { .. }
            | AuditAct::QueryMissed { .. } => self.judge(entry),
            AuditAct::Withdrawn { judgement } => self.forget(*judgement),
            AuditAct::Revealed => self.revealed = true,
            AuditAct::Returned => {
                self.state = AuditState::Returned;
                self.settle();
            }
            AuditAct::Acknowledged { finding } => {
                self.answer(*finding, Answer::Acknowledged, entry)
            }
            AuditAct::Rebutted { finding } => self.answer(*finding, Answer::Rebutted, entry),
            AuditAct::Upheld { finding } => self.answer(*finding, Answer::Upheld, entry),
            AuditAct::Conceded { finding } => self.answer(*finding, Answer::Conceded, entry),
            AuditAct::Escalated => {
                self.state = AuditState::Escalated;
                self.involve(self.auditor.clone());
                self.involve(entry.person.clone());
            }
            AuditAct::Closed => {
                self.state = AuditState::Closed;
                self.closed = Some(entry.at.clone());
            }
            AuditAct::Reopened => {
                self.state = AuditState::Auditing;
                self.revealed = true;
            }
            AuditAct::HandedOver { to, to_id } => {
                let to = Who {
                    id: *to_id,
                    name: to.clone(),
                };
                let before = std::mem::replace(&mut self.auditor, to);
                // what is escalated may be handed over so that somebody decides on it
                if self.state != AuditState::Escalated {
                    self.involve(before);
                }
            }
        }
    }

    fn involve(&mut self, person: Who) {
        if !self.has_part(&person) {
            self.parties.push(person);
        }
    }

    /// Whether a person audited it, judged or escalated it; they do not decide on what was escalated.
    #[must_use]
    pub fn has_part(&self, person: &Who) -> bool {
        self.parties.iter().any(|party| party.is(person))
    }

    /// A later judgement of the same kind on the same code takes the place of the earlier one.
    fn judge(&mut self, entry: &Entry) {
        let same = |other: &AuditAct| match (&entry.act, other) {
            (a, b) if a.judged().is_some() => a.judged() == b.judged(),
            (AuditAct::Added { code, .. }, AuditAct::Added { code: other, .. })
            | (AuditAct::Indicated { code, .. }, AuditAct::Indicated { code: other, .. }) => {
                code == other
            }
            (AuditAct::FirstListed { .. }, AuditAct::FirstListed { .. })
            | (AuditAct::QueryMissed { .. }, AuditAct::QueryMissed { .. }) => true,
            _ => false,
        };
        let replaced: Vec<StatementId> = self
            .judgements
            .iter()
            .filter(|(_, act)| same(act))
            .map(|(id, _)| *id)
            .collect();
        for id in replaced {
            self.forget(id);
        }
        self.involve(entry.person.clone());
        self.judgements.push((entry.id, entry.act.clone()));
        if entry.act.basis().is_some() {
            self.findings.push(AuditedFinding {
                id: entry.id,
                act: entry.act.clone(),
                blind: !self.revealed,
                answer: Answer::Open,
                thread: vec![entry.id],
            });
        }
    }

    fn forget(&mut self, judgement: StatementId) {
        self.judgements.retain(|(id, _)| *id != judgement);
        self.findings.retain(|f| f.id != judgement);
    }

    fn answer(&mut self, finding: StatementId, answer: Answer, entry: &Entry) {
        if let Some(found) = self.findings.iter_mut().find(|f| f.id == finding) {
            found.answer = answer;
            found.thread.push(entry.id);
        }
        self.settle();
    }

    /// A returned audit is answered once nothing is open; an escalated one once nothing is in dispute.
    fn settle(&mut self) {
        let all = |wanted: &[Answer]| self.findings.iter().all(|f| !wanted.contains(&f.answer));
        match self.state {
            AuditState::Returned if all(&[Answer::Open]) => self.state = AuditState::Answered,
            AuditState::Escalated if all(&[Answer::Open, Answer::Rebutted]) => {
                self.state = AuditState::Answered;
            }
            _ => {}
        }
    }

    /// The signed codes that were not judged yet.
    #[must_use]
    pub fn unjudged(&self, signed: &[Line]) -> Vec<Code> {
        signed
            .iter()
            .map(|line| line.code)
            .filter(|code| {
                !self
                    .judgements
                    .iter()
                    .any(|(_, act)| act.judged() == Some(*code))
            })
            .collect()
    }

    /// The codes as the auditor would have them: the signed ones with every finding that stands.
    #[must_use]
    pub fn audited(&self, signed: &[Line]) -> Vec<Line> {
        let mut lines = signed.to_vec();
        let standing = self
            .findings
            .iter()
            .filter(|f| f.answer != Answer::Conceded);
        let mut first = None;
        for finding in standing {
            match &finding.act {
                AuditAct::Changed { from, to, .. } => {
                    let there = lines.iter().any(|l| l.code == *to);
                    if there {
                        lines.retain(|l| l.code != *from);
                    } else if let Some(line) = lines.iter_mut().find(|l| l.code == *from) {
                        line.code = *to;
                    }
                }
                AuditAct::Removed { code, .. } => lines.retain(|l| l.code != *code),
                AuditAct::Added { code, .. } if !lines.iter().any(|l| l.code == *code) => {
                    lines.push(Line {
                        code: *code,
                        poa: None,
                    });
                }
                AuditAct::Indicated { code, to, .. } => {
                    if let Some(line) = lines.iter_mut().find(|l| l.code == *code) {
                        line.poa = Some(*to);
                    }
                }
                AuditAct::FirstListed { code, .. } => first = Some(*code),
                _ => {}
            }
        }
        if let Some(at) = first.and_then(|code| lines.iter().position(|l| l.code == code)) {
            let line = lines.remove(at);
            lines.insert(0, line);
        }
        lines
    }
}

#[cfg(test)]
#[path = "audit_tests.rs"]
mod tests;
