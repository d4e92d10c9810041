//! Who works with one installation, and as what.

use serde::{Deserialize, Serialize};

use crate::PersonId;

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Duty {
    /// Adds people, changes keys, erases charts.
    Administrator,
    /// Decides, signs, amends, asks providers, answers audits.
    Coder,
    /// Samples, audits, closes audits.
    Auditor,
    /// Writes exercises and sees what learners did.
    Trainer,
    /// Does exercises.
    Learner,
}

impl Duty {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Administrator,
        Self::Coder,
        Self::Auditor,
        Self::Trainer,
        Self::Learner,
    ];

    /// Its lower-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Coder => "coder",
            Self::Auditor => "auditor",
            Self::Trainer => "trainer",
            Self::Learner => "learner",
        }
    }

    /// Reads a lower-case name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        Self::ALL.into_iter().find(|duty| duty.name() == text)
    }
}

/// A person with an account in this installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Identifier.
    pub id: PersonId,
    /// Name and credential, as recorded with every event; no two people share one.
    pub name: String,
    /// What they may do, in order, each once.
    pub duties: Vec<Duty>,
    /// Whether they may sign in.
    pub active: bool,
}

impl Person {
    /// Whether they may do what a duty allows.
    #[must_use]
    pub fn may(&self, duty: Duty) -> bool {
        self.active && self.duties.contains(&duty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duty_is_read_as_it_is_written() {
        for duty in Duty::ALL {
            assert_eq!(Duty::parse(duty.name()), Some(duty));
        }
        assert_eq!(Duty::parse("owner"), None);
    }

    #[test]
    fn who_left_may_do_nothing() {
        let mut person = Person {
            id: PersonId::new(),
            name: "A. Coder".to_owned(),
            duties: vec![Duty::Coder],
            active: true,
        };
        assert!(person.may(Duty::Coder) && !person.may(Duty::Auditor));
        person.active = false;
        assert!(!person.may(Duty::Coder));
    }
}
