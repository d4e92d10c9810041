//! Whether a person may do something in an audit now, and why not.

use std::fmt;

use coding_model::StatementId;
use icd10cm::Code;

use crate::{Answer, Audit, AuditAct, AuditState, AuditedFinding, Line, Who};

/// Why an act is refused: what stands in the way, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who of an audit cannot act any more: they left, or are no auditor or coder now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gone {
    /// Whoever audits.
    pub auditor: bool,
    /// Whoever signed.
    pub coder: bool,
}

impl Audit {
    /// Whether a person may do this now, with the signed codes it is about.
    ///
    /// # Errors
    /// Where it is not their turn or the audit does not stand so; says what to do.
    pub fn permits(
        &self,
        act: &AuditAct,
        person: &Who,
        signed: &[Line],
        gone: Gone,
    ) -> Result<(), Refusal> {
        let refuse = |text: String| Err(Refusal(text));
        let auditor = || {
            if person.is(&self.auditor) {
                Ok(())
            } else if gone.auditor {
                Err(Refusal(format!(
                    "it is the audit of {}, who does not audit any more; have it handed over to you first",
                    self.auditor.name
                )))
            } else {
                Err(Refusal(format!(
                    "it is the audit of {}; ask them",
                    self.auditor.name
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
                if !person.is(&self.coder) {
                    return refuse(format!("it is for {} to answer", self.coder.name));
                }
                match self.finding(*finding)?.answer {
                    Answer::Upheld | Answer::Conceded => {
                        refuse("it was decided on already".to_owned())
                    }
                    Answer::Open | Answer::Acknowledged | Answer::Rebutted => Ok(()),
                }
            }
            AuditAct::Upheld { finding } | AuditAct::Conceded { finding } => {
                // where the coder left, nobody waits for their other answers
                if !(gone.coder && self.state == AuditState::Returned) {
                    stands(&[AuditState::Answered, AuditState::Escalated])?;
                }
                if person.is(&self.coder) {
                    return refuse("nobody decides on a rebuttal of their own".to_owned());
                }
                if self.state == AuditState::Escalated {
                    if self.has_part(person) {
                        return refuse(
                            "it was escalated; an auditor who had no part in it is to decide"
                                .to_owned(),
                        );
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
                if !person.is(&self.coder) && !person.is(&self.auditor) {
                    return refuse(format!(
                        "{} and {} alone escalate it",
                        self.coder.name, self.auditor.name
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
                if self.state == AuditState::Returned && !gone.coder {
                    return refuse(format!(
                        "the audit is returned; it is for {} to answer",
                        self.coder.name
                    ));
                }
                stands(&[AuditState::Answered, AuditState::Returned])?;
                if person.is(&self.coder) {
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
            AuditAct::HandedOver { to, to_id } => {
                let to = Who {
                    id: *to_id,
                    name: to.clone(),
                };
                // of an audit of oneself they are its auditor, who may do so
                if person.is(&self.coder) && !person.is(&self.auditor) {
                    return refuse("who signed the chart does not choose who audits it".to_owned());
                }
                if to.is(&self.coder) {
                    return refuse(format!(
                        "{} signed the chart; nobody audits what they signed",
                        to.name
                    ));
                }
                if to.is(&self.auditor) {
                    return refuse(format!("it is the audit of {} already", to.name));
                }
                if gone.auditor || person.is(&self.auditor) {
                    return Ok(());
                }
                refuse(format!(
                    "{} audits it and can go on; ask them to hand it over",
                    self.auditor.name
                ))
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
