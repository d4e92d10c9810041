//! What a rule says about a set of codes.

use icd10cm::Code;
use serde::{Deserialize, Serialize};

/// How heavy a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Information or a task.
    Info,
    /// Must be looked at.
    Warning,
    /// Blocks signing until mended or overridden with a reason.
    Error,
}

/// One finding of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Rule id of the rule list ("NOTE-01").
    pub rule: String,
    /// Weight.
    pub severity: Severity,
    /// The codes concerned, the first being the one to look at.
    pub codes: Vec<Code>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The note or guideline paragraph it rests on, with its fiscal year.
    pub authority: String,
    /// What would mend it, where that can be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

impl Finding {
    /// Whether a person may proceed all the same, with a reason. An error about a code that may not be reported as it
    /// stands cannot be overridden; what only informs or warns needs no reason.
    #[must_use]
    pub fn is_overridable(&self) -> bool {
        self.severity == Severity::Error && !self.rule.starts_with("VAL-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_but_those_of_validity_can_be_overridden_with_a_reason() {
        let check = |rule: &str, severity, expected| {
            let finding = Finding {
                rule: rule.to_owned(),
                severity,
                codes: Vec::new(),
                message: String::new(),
                authority: String::new(),
                fix: None,
            };
            assert_eq!(finding.is_overridable(), expected, "{rule}");
        };
        check("NOTE-01", Severity::Error, true);
        check("VAL-01", Severity::Error, false);
        check("SET-03", Severity::Warning, false);
    }
}
