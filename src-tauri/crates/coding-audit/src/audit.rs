//! Where an audit stands, folded from its acts, and what may come next.

use std::fmt;

use coding_model::StatementId;
use icd10cm::Code;

use crate::{AuditAct, Entry, Line, Plan};

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

/// Why an act is refused: what stands in the way, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One audit of one signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// The statement that opened it.
    pub id: StatementId,
    /// Who audits.
    pub auditor: String,
    /// Who signed.
    pub coder: String,
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
}

impl Audit {
    /// Folds the acts of one audit, the first of which opened it; `None` where it is none.
    #[must_use]
    pub fn of(entries: &[Entry]) -> Option<Self> {
        let (first, rest) = entries.split_first()?;
        let AuditAct::Opened {
            coder,
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
            coder: coder.clone(),
            opened: first.at.clone(),
            closed: None,
            signature: *signature,
            plan: plan.clone(),
            of_oneself: *of_oneself,
            state: AuditState::Auditing,
            revealed: false,
            judgements: Vec::new(),
            findings: Vec::new(),
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
            AuditAct::Escalated => self.state = AuditState::Escalated,
            AuditAct::Closed => {
                self.state = AuditState::Closed;
                self.closed = Some(entry.at.clone());
            }
            AuditAct::Reopened => {
                self.state = AuditState::Auditing;
                self.revealed = true;
            }
        }
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

    /// Whether a person may do this now, with the signed codes it is about.
    ///
    /// # Errors
    /// Where it is not their turn or the audit does not stand so; says what to do.
    pub fn permits(&self, act: &AuditAct, person: &str, signed: &[Line]) -> Result<(), Refusal> {
        let refuse = |text: String| Err(Refusal(text));
        let auditor = || {
            if person == self.auditor {
                Ok(())
            } else {
                Err(Refusal(format!(
                    "it is the audit of {}; ask them",
                    self.auditor
                )))
            }
        };
        let stands = |wanted: &[AuditState]| {
            if wanted.contains(&self.state) {
                Ok(())
            } else {
                Err(Refusal(format!("the audit is {}", self.state.name())))
            }
        };
        let is_signed = |code: &Code| signed.iter().any(|line| line.code == *code);
        match act {
            AuditAct::Opened { .. } => refuse("the audit is open already".to_owned()),
            AuditAct::Agreed { code }
            | AuditAct::Removed { code, .. }
            | AuditAct::Changed { from: code, .. } => {
                stands(&[AuditState::Auditing])?;
                auditor()?;
                match act {
                    AuditAct::Changed { from, to, .. } if from == to => {
                        refuse(format!("{from} is the signed code; agree with it instead"))
                    }
                    _ if is_signed(code) => Ok(()),
                    _ => refuse(format!(
                        "{code} is not among the signed codes; add it instead"
                    )),
                }
            }
            AuditAct::Added { code, .. } => {
                stands(&[AuditState::Auditing])?;
                auditor()?;
                if is_signed(code) {
                    return refuse(format!(
                        "{code} is among the signed codes; agree with it instead"
                    ));
                }
                Ok(())
            }
            AuditAct::Indicated { code, .. } | AuditAct::FirstListed { code, .. } => {
                stands(&[AuditState::Auditing])?;
                auditor()?;
                if self.audited(signed).iter().any(|line| line.code == *code) {
                    return Ok(());
                }
                refuse(format!(
                    "{code} is not among the audited codes; add it first"
                ))
            }
            AuditAct::QueryMissed { .. } => {
                stands(&[AuditState::Auditing])?;
                auditor()
            }
            AuditAct::Withdrawn { judgement } => {
                stands(&[AuditState::Auditing])?;
                auditor()?;
                if self.judgements.iter().any(|(id, _)| id == judgement) {
                    return Ok(());
                }
                refuse("there is no such judgement; reload the audit".to_owned())
            }
            AuditAct::Revealed | AuditAct::Returned => {
                stands(&[AuditState::Auditing])?;
                auditor()?;
                let open = self.unjudged(signed);
                if let Some(code) = open.first() {
                    return refuse(format!(
                        "{} of {} codes are not judged yet; judge {code} next",
                        open.len(),
                        signed.len()
                    ));
                }
                if self.revealed && *act == AuditAct::Revealed {
                    return refuse("the engine's codes are shown already".to_owned());
                }
                Ok(())
            }
            AuditAct::Acknowledged { finding } | AuditAct::Rebutted { finding } => {
                stands(&[AuditState::Returned, AuditState::Answered])?;
                if person != self.coder {
                    return refuse(format!("it is for {} to answer", self.coder));
                }
                match self.finding(*finding)?.answer {
                    Answer::Upheld | Answer::Conceded => {
                        refuse("it was decided on already".to_owned())
                    }
                    Answer::Open | Answer::Acknowledged | Answer::Rebutted => Ok(()),
                }
            }
            AuditAct::Upheld { finding } | AuditAct::Conceded { finding } => {
                stands(&[AuditState::Answered, AuditState::Escalated])?;
                if person == self.coder {
                    return refuse("nobody decides on a rebuttal of their own".to_owned());
                }
                if self.state == AuditState::Escalated {
                    if person == self.auditor {
                        return refuse("it was escalated; somebody else is to decide".to_owned());
                    }
                } else {
                    auditor()?;
                }
                if self.finding(*finding)?.answer == Answer::Rebutted {
                    return Ok(());
                }
                refuse("it was not rebutted, or decided on already".to_owned())
            }
            AuditAct::Escalated => {
                stands(&[AuditState::Answered])?;
                if person != self.coder && person != self.auditor {
                    return refuse(format!(
                        "{} and {} alone escalate it",
                        self.coder, self.auditor
                    ));
                }
                if self.findings.iter().any(|f| f.answer == Answer::Rebutted) {
                    return Ok(());
                }
                refuse("no finding is in dispute".to_owned())
            }
            AuditAct::Closed => {
                if self.state == AuditState::Auditing {
                    auditor()?;
                    if let Some(code) = self.unjudged(signed).first() {
                        return refuse(format!("{code} is not judged yet"));
                    }
                    if self.findings.is_empty() {
                        return Ok(());
                    }
                    return refuse(
                        "the coder has not seen the findings; return it first".to_owned(),
                    );
                }
                stands(&[AuditState::Answered])?;
                if person == self.coder {
                    return refuse("the coder does not close an audit of their own".to_owned());
                }
                if self.findings.iter().any(|f| f.answer == Answer::Rebutted) {
                    return refuse(
                        "a finding is in dispute; uphold it, give it up or escalate".to_owned(),
                    );
                }
                Ok(())
            }
            AuditAct::Reopened => {
                stands(&[AuditState::Closed])?;
                auditor()
            }
        }
    }

    fn finding(&self, id: StatementId) -> Result<&AuditedFinding, Refusal> {
        self.findings
            .iter()
            .find(|f| f.id == id)
            .ok_or_else(|| Refusal("there is no such finding; reload the audit".to_owned()))
    }
}

#[cfg(test)]
#[path = "audit_tests.rs"]
mod tests;
