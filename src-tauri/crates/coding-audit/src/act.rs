//! What happens in an audit: a closed set of acts, recorded and never edited.

use coding_model::{PersonId, Poa, StatementId};
use icd10cm::Code;
use serde::{Deserialize, Serialize};

/// A person as they were known when they acted. Who somebody is, is told by their account: a name changes, and where
/// nobody has an account there is the name alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Who {
    /// Their account, where they have one.
    pub id: Option<PersonId>,
    /// Their name at the time.
    pub name: String,
}

impl Who {
    /// Whether both are the same person.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        match (self.id, other.id) {
            (Some(id), Some(other)) => id == other,
            _ => self.name == other.name,
        }
    }
}

/// How an encounter came to be audited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// "random", "risk", "chosen".
    pub kind: String,
    /// The seed of the sample; empty where it was chosen by hand.
    #[serde(default)]
    pub seed: String,
    /// How many were drawn, and out of how many.
    #[serde(default)]
    pub drawn: (u32, u32),
}

/// What a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Basis {
    /// Kind of error, as the taxonomy of exercises and audits names it ("SP").
    pub reason: String,
    /// The guideline or note cited: "I.C.9.a.1 (FY2026)"; may be empty where the note alone decides.
    #[serde(default)]
    pub citation: String,
    /// Kind of error to train on; the reason, where nothing else was said.
    #[serde(default)]
    pub topic: String,
}

/// One act of an audit. Codes and kinds alone: words are kept apart, sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "act")]
pub enum AuditAct {
    /// An auditor took a signed encounter up.
    Opened {
        /// Who signed it, by the name of the time.
        coder: String,
        /// Their account, where they have one; audits opened before accounts were noted have the name alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        coder_id: Option<PersonId>,
        /// The ledger's sequence of the signature that is audited.
        signature: u64,
        /// How it came to be audited.
        plan: Plan,
        /// Said where the auditor signed it, which is refused unless it is overridden on record.
        #[serde(default)]
        of_oneself: bool,
    },
    /// A signed code is right.
    Agreed {
        /// The code.
        code: Code,
    },
    /// Another code is right.
    Changed {
        /// The signed code.
        from: Code,
        /// The right one.
        to: Code,
        /// Why.
        basis: Basis,
    },
    /// A signed code is not to be reported.
    Removed {
        /// The code.
        code: Code,
        /// Why.
        basis: Basis,
    },
    /// A code is missing.
    Added {
        /// The code.
        code: Code,
        /// Why.
        basis: Basis,
    },
    /// Another indicator is right.
    Indicated {
        /// The code.
        code: Code,
        /// The right indicator.
        to: Poa,
        /// Why.
        basis: Basis,
    },
    /// Another code is to be first.
    FirstListed {
        /// The code.
        code: Code,
        /// Why.
        basis: Basis,
    },
    /// The provider should have been asked.
    QueryMissed {
        /// Why.
        basis: Basis,
    },
    /// A judgement was taken back before the audit was returned.
    Withdrawn {
        /// The judgement.
        judgement: StatementId,
    },
    /// The engine's codes are shown from now on.
    Revealed,
    /// The findings went to the coder.
    Returned,
    /// The coder agrees with a finding.
    Acknowledged {
        /// The finding.
        finding: StatementId,
    },
    /// The coder disagrees, with reasons.
    Rebutted {
        /// The finding.
        finding: StatementId,
    },
    /// A rebutted finding stays.
    Upheld {
        /// The finding.
        finding: StatementId,
    },
    /// A rebutted finding is given up.
    Conceded {
        /// The finding.
        finding: StatementId,
    },
    /// Somebody else is to decide on the findings that were rebutted.
    Escalated,
    /// The audit is at its end.
    Closed,
    /// A closed audit was opened again, with reasons.
    Reopened,
    /// Somebody else audits from now on, with reasons.
    HandedOver {
        /// Who, by the name of the time.
        to: String,
        /// Their account, where they have one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to_id: Option<PersonId>,
    },
}

impl AuditAct {
    /// What a finding rests on; `None` where the act finds nothing wrong.
    #[must_use]
    pub fn basis(&self) -> Option<&Basis> {
        match self {
            Self::Changed { basis, .. }
            | Self::Removed { basis, .. }
            | Self::Added { basis, .. }
            | Self::Indicated { basis, .. }
            | Self::FirstListed { basis, .. }
            | Self::QueryMissed { basis } => Some(basis),
            Self::Opened { .. }
            | Self::Agreed { .. }
            | Self::Withdrawn { .. }
            | Self::Revealed
            | Self::Returned
            | Self::Acknowledged { .. }
            | Self::Rebutted { .. }
            | Self::Upheld { .. }
            | Self::Conceded { .. }
            | Self::Escalated
            | Self::Closed
            | Self::Reopened
            | Self::HandedOver { .. } => None,
        }
    }

    /// The signed code it judges.
    #[must_use]
    pub fn judged(&self) -> Option<Code> {
        match self {
            Self::Agreed { code } | Self::Removed { code, .. } => Some(*code),
            Self::Changed { from, .. } => Some(*from),
            _ => None,
        }
    }

    /// The code a finding is shown at.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Changed { from, .. } => Some(*from),
            Self::Agreed { code }
            | Self::Removed { code, .. }
            | Self::Added { code, .. }
            | Self::Indicated { code, .. }
            | Self::FirstListed { code, .. } => Some(*code),
            _ => None,
        }
    }
}

/// An act as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its statement.
    pub id: StatementId,
    /// Who.
    pub person: Who,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What.
    pub act: AuditAct,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_read_as_it_was_written() {
        let basis = Basis {
            reason: "SP".to_owned(),
            citation: "I.B.2 (FY2026)".to_owned(),
            topic: "SP".to_owned(),
        };
        let acts = [
            AuditAct::Changed {
                from: Code::parse("E11.9").unwrap(),
                to: Code::parse("E11.22").unwrap(),
                basis,
            },
            AuditAct::Rebutted {
                finding: StatementId::new(),
            },
            AuditAct::Revealed,
            AuditAct::HandedOver {
                to: "B. Auditor".to_owned(),
                to_id: Some(PersonId::new()),
            },
        ];
        let json = serde_json::to_string(&acts).unwrap();
        assert!(
            json.contains(r#"{"act":"changed","from":"E11.9""#),
            "{json}"
        );
        assert_eq!(serde_json::from_str::<Vec<AuditAct>>(&json).unwrap(), acts);
    }

    #[test]
    fn an_audit_opened_before_accounts_were_noted_is_read() {
        let old = r#"{"act":"opened","coder":"A. Coder","signature":7,"plan":{"kind":"chosen"}}"#;
        let act: AuditAct = serde_json::from_str(old).unwrap();
        assert!(matches!(act, AuditAct::Opened { coder_id: None, .. }));
    }

    #[test]
    fn a_person_is_told_by_their_account_and_without_one_by_name() {
        let who = |id, name: &str| Who {
            id,
            name: name.to_owned(),
        };
        let (one, other) = (Some(PersonId::new()), Some(PersonId::new()));
        for (a, b, same) in [
            (who(one, "Ann"), who(one, "Ann Lee"), true),
            (who(one, "Ann"), who(other, "Ann"), false),
            (who(None, "Ann"), who(None, "Ann"), true),
            (who(None, "Ann"), who(None, "Bea"), false),
            (who(None, "Ann"), who(one, "Ann"), true),
        ] {
            assert_eq!((a.is(&b), b.is(&a)), (same, same), "{a:?} {b:?}");
        }
    }
}
