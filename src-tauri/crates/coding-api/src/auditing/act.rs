//! What is asked to be recorded in an audit, read and checked against chart and release.

use coding_audit::{AuditAct, Basis};
use coding_model::{Duty, Poa, StatementId};
use coding_training::score::ErrorKind;
use icd10cm::{Code, CodeStatus};

use super::Desk;
use crate::ApiError;
use crate::dto::AuditActDto;

/// The longest citation, in characters.
const CITATION: usize = 120;

pub(super) fn read(desk: &Desk, asked: &AuditActDto) -> Result<AuditAct, ApiError> {
    let about = || code("judging", asked.code.as_deref());
    let finding = || {
        asked
            .finding
            .as_deref()
            .and_then(StatementId::parse)
            .ok_or_else(|| ApiError::input("acting in an audit: it names no finding; choose one"))
    };
    Ok(match asked.act.as_str() {
        "agree" => AuditAct::Agreed { code: about()? },
        "change" => AuditAct::Changed {
            from: about()?,
            to: reportable(desk, code("changing", asked.to.as_deref())?)?,
            basis: basis(asked)?,
        },
        "remove" => AuditAct::Removed {
            code: about()?,
            basis: basis(asked)?,
        },
        "add" => AuditAct::Added {
            code: reportable(desk, about()?)?,
            basis: basis(asked)?,
        },
        "poa" => AuditAct::Indicated {
            code: about()?,
            to: asked.to.as_deref().and_then(Poa::parse).ok_or_else(|| {
                ApiError::input("judging an indicator: it is Y, N, U, W or exempt")
            })?,
            basis: basis(asked)?,
        },
        "first" => AuditAct::FirstListed {
            code: about()?,
            basis: basis(asked)?,
        },
        "query-missed" => AuditAct::QueryMissed {
            basis: basis(asked)?,
        },
        "withdraw" => AuditAct::Withdrawn {
            judgement: finding()?,
        },
        "reveal" => AuditAct::Revealed,
        "return" => AuditAct::Returned,
        "acknowledge" => AuditAct::Acknowledged {
            finding: finding()?,
        },
        "rebut" => AuditAct::Rebutted {
            finding: finding()?,
        },
        "uphold" => AuditAct::Upheld {
            finding: finding()?,
        },
        "concede" => AuditAct::Conceded {
            finding: finding()?,
        },
        "escalate" => AuditAct::Escalated,
        "close" => AuditAct::Closed,
        "reopen" => AuditAct::Reopened,
        other => {
            return Err(ApiError::input(format!(
                "acting in an audit: there is no act {:?}",
                other.chars().take(24).collect::<String>()
            )));
        }
    })
}

/// Some acts need a person's own words.
pub(super) fn require_words(act: &AuditAct, words: &str) -> Result<(), ApiError> {
    let needs = matches!(
        act,
        AuditAct::Rebutted { .. }
            | AuditAct::Upheld { .. }
            | AuditAct::Conceded { .. }
            | AuditAct::Escalated
            | AuditAct::Reopened
    );
    if needs && words.is_empty() {
        return Err(ApiError::input(format!(
            "{}: say why, in your own words",
            attempted(act)
        )));
    }
    Ok(())
}

/// The roles of which an act needs one.
pub(super) fn duty(act: &AuditAct) -> &'static [Duty] {
    match act {
        AuditAct::Acknowledged { .. } | AuditAct::Rebutted { .. } => &[Duty::Coder],
        AuditAct::Opened { .. }
        | AuditAct::Agreed { .. }
        | AuditAct::Changed { .. }
        | AuditAct::Removed { .. }
        | AuditAct::Added { .. }
        | AuditAct::Indicated { .. }
        | AuditAct::FirstListed { .. }
        | AuditAct::QueryMissed { .. }
        | AuditAct::Withdrawn { .. }
        | AuditAct::Revealed
        | AuditAct::Returned
        | AuditAct::Upheld { .. }
        | AuditAct::Conceded { .. }
        | AuditAct::Closed
        | AuditAct::Reopened => &[Duty::Auditor],
        AuditAct::HandedOver { .. } => &[Duty::Auditor, Duty::Administrator],
        // both sides may escalate; who they are was checked by their names
        AuditAct::Escalated => &[Duty::Coder, Duty::Auditor],
    }
}

pub(super) fn attempted(act: &AuditAct) -> &'static str {
    match act {
        AuditAct::Opened { .. } => "opening an audit",
        AuditAct::Agreed { .. } => "agreeing with a code",
        AuditAct::Changed { .. } => "changing a code",
        AuditAct::Removed { .. } => "taking a code out",
        AuditAct::Added { .. } => "adding a code",
        AuditAct::Indicated { .. } => "changing an indicator",
        AuditAct::FirstListed { .. } => "putting a code first",
        AuditAct::QueryMissed { .. } => "noting a missed query",
        AuditAct::Withdrawn { .. } => "withdrawing a judgement",
        AuditAct::Revealed => "showing the engine's codes",
        AuditAct::Returned => "returning the audit",
        AuditAct::Acknowledged { .. } => "acknowledging a finding",
        AuditAct::Rebutted { .. } => "rebutting a finding",
        AuditAct::Upheld { .. } => "upholding a finding",
        AuditAct::Conceded { .. } => "giving a finding up",
        AuditAct::Escalated => "escalating the audit",
        AuditAct::Closed => "closing the audit",
        AuditAct::Reopened => "reopening the audit",
        AuditAct::HandedOver { .. } => "handing the audit over",
    }
}

/// A kind of error of the taxonomy.
pub(super) fn kind(text: &str) -> Option<ErrorKind> {
    ErrorKind::ALL.iter().copied().find(|k| k.short() == text)
}

fn basis(asked: &AuditActDto) -> Result<Basis, ApiError> {
    let known = |text: Option<&str>| {
        let text = text.unwrap_or_default().trim();
        match kind(text) {
            Some(kind) => Ok(kind.short().to_owned()),
            None => Err(ApiError::input(format!(
                "judging: {:?} is none of the kinds of errors; choose one as the reason",
                text.chars().take(12).collect::<String>()
            ))),
        }
    };
    let reason = known(asked.reason.as_deref())?;
    let topic = match asked.topic.as_deref().map(str::trim) {
        None | Some("") => reason.clone(),
        topic => known(topic)?,
    };
    let citation = asked.citation.as_deref().unwrap_or_default().trim();
    if citation.chars().any(char::is_control) {
        return Err(ApiError::input(
            "judging: the citation holds control characters; give one line",
        ));
    }
    Ok(Basis {
        reason,
        topic,
        citation: citation.chars().take(CITATION).collect(),
    })
}

fn code(attempted: &str, text: Option<&str>) -> Result<Code, ApiError> {
    let text =
        text.ok_or_else(|| ApiError::input(format!("{attempted}: it names no code; give one")))?;
    Code::parse(text).map_err(|e| ApiError::input(format!("{attempted}: {e}")))
}

/// A code that may be reported as it stands in the release of the chart.
fn reportable(desk: &Desk, code: Code) -> Result<Code, ApiError> {
    let Some(edition) = &desk.edition else {
        return Err(ApiError::input(
            "judging: no code set is installed; install the one in force",
        ));
    };
    match edition.codebook().status(code) {
        CodeStatus::Billable => Ok(code),
        CodeStatus::NotBillable { .. }
        | CodeStatus::NeedsSeventhCharacter { .. }
        | CodeStatus::WrongSeventhCharacter { .. }
        | CodeStatus::Absent { .. } => Err(ApiError::input(format!(
            "judging: {code} is not billable in {}; give a complete code",
            edition.name()
        ))),
    }
}
