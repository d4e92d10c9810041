//! What a rule is.

use coding_model::{Finding, Severity};
use icd10cm::Code;

use crate::check::Unavailable;
use crate::context::Context;
use crate::lists::ListKind;

/// One coding rule. Its doc comment says what it finds, why, on whose authority, and gives an example.
pub trait Rule {
    /// Identifier in the rule list ("NOTE-01").
    const ID: &'static str;
    /// The defect, in a few words.
    const NAME: &'static str;
    /// Weight of a finding unless the rule says otherwise.
    const SEVERITY: Severity;
    /// The note or paragraph a finding rests on unless the rule quotes a nearer one.
    const AUTHORITY: &'static str;

    /// Looks at a set of codes.
    fn check(cx: &Context<'_>, out: &mut Out<'_>);
}

/// A rule as the registry holds it.
#[derive(Clone, Copy)]
pub struct Listed {
    /// Identifier.
    pub id: &'static str,
    /// The defect, in a few words.
    pub name: &'static str,
    /// Usual weight.
    pub severity: Severity,
    /// Usual authority.
    pub authority: &'static str,
    pub(crate) check: fn(&Context<'_>, &mut Out<'_>),
}

impl Listed {
    pub(crate) const fn of<R: Rule>() -> Self {
        Self {
            id: R::ID,
            name: R::NAME,
            severity: R::SEVERITY,
            authority: R::AUTHORITY,
            check: R::check,
        }
    }
}

/// Where a rule puts its findings.
pub struct Out<'a> {
    pub(crate) rule: Listed,
    pub(crate) findings: &'a mut Vec<Finding>,
    pub(crate) unavailable: &'a mut Vec<Unavailable>,
}

impl Out<'_> {
    /// Adds a finding about these codes; details are set on the result.
    pub fn add(&mut self, codes: &[Code], message: impl Into<String>) -> Detail<'_> {
        self.findings.push(Finding {
            rule: self.rule.id.to_owned(),
            severity: self.rule.severity,
            codes: codes.to_vec(),
            message: message.into(),
            authority: self.rule.authority.to_owned(),
            fix: None,
        });
        let last = self.findings.len() - 1;
        Detail(&mut self.findings[last])
    }

    /// Says that the rule could not run, or not wholly, for want of a list.
    pub fn lacks(&mut self, list: ListKind) {
        self.unavailable.push(Unavailable {
            rule: self.rule.id.to_owned(),
            list,
        });
    }

    /// Whether the rule has already said something about a code.
    #[must_use]
    pub fn has(&self, code: Code) -> bool {
        self.findings
            .iter()
            .any(|f| f.rule == self.rule.id && f.codes.first() == Some(&code))
    }
}

/// A finding that was just added.
pub struct Detail<'a>(&'a mut Finding);

impl Detail<'_> {
    /// What would mend it.
    pub fn fix(self, fix: impl Into<String>) -> Self {
        self.0.fix = Some(fix.into());
        self
    }

    /// A weight of its own.
    pub fn severity(self, severity: Severity) -> Self {
        self.0.severity = severity;
        self
    }

    /// The very note or paragraph it rests on.
    pub fn authority(self, authority: impl Into<String>) -> Self {
        self.0.authority = authority.into();
        self
    }
}
