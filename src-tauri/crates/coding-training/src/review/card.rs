//! Cards: a step that failed, asked again. Never "which number has this title".

use icd10cm::{Change, ChangeKind, Codebook};
use serde::{Deserialize, Serialize};

use crate::exercise::Exercise;
use crate::score::{ErrorKind, Score};

/// Where a card comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
pub enum CardSource {
    /// An error of one's own in an exercise.
    Exercise {
        /// The exercise.
        id: String,
    },
    /// What a release changed.
    Release {
        /// The newer release.
        release: String,
    },
}

/// A card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Identifier: the same error in the same exercise makes the same card.
    pub id: String,
    /// Where it comes from.
    pub source: CardSource,
    /// The skill it trains.
    pub skill: ErrorKind,
    /// The sentence, and the step that is asked for.
    pub prompt: String,
    /// The step, with its reason.
    pub answer: String,
}

/// What is asked for a kind of error: the step, not the number.
#[must_use]
pub fn question(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::MainTerm => "Which main term do you look up?",
        ErrorKind::StoppedAtDefault | ErrorKind::Subterm => {
            "Which subterms do you follow below the main term?"
        }
        ErrorKind::CrossReference => "Where does the index send you, and what do you do there?",
        ErrorKind::NonessentialModifier => "Which words need no subterm of their own?",
        ErrorKind::Tabular => "What do you verify in the Tabular List before you choose?",
        ErrorKind::Excludes => {
            "Which of the conditions may not be coded together, and by which note?"
        }
        ErrorKind::CodeFirst => "Which condition is sequenced first, and by which note?",
        ErrorKind::UseAdditional => "Which further fact does a note ask you to code?",
        ErrorKind::SeventhCharacter => "Which phase of treatment does the 7th character say?",
        ErrorKind::Laterality => "Which side is documented, and where does the code say it?",
        ErrorKind::Specificity => "Which documented detail must the code still say?",
        ErrorKind::Uncertain => "What is certain here, and what may be coded in this setting?",
        ErrorKind::History => "What is present, and what is past?",
        ErrorKind::Negated => "What is denied, or another person's?",
        ErrorKind::Symptom => "Which symptom belongs to a condition that is coded?",
        ErrorKind::Combination => "Which conditions does one code state together?",
        ErrorKind::Sequence => "What comes first, and why?",
        ErrorKind::PresentOnAdmission => "What was present on admission?",
        ErrorKind::FiscalYear => "Which release is in force on the day of the encounter?",
        ErrorKind::Source => "Whose documentation counts for this?",
        ErrorKind::OverTrust => "What is wrong with what was suggested?",
        ErrorKind::Omission => "What is documented and managed here that is not coded yet?",
        ErrorKind::Query => "What would you ask the provider?",
    }
}

/// A card for each kind of error of an answer.
#[must_use]
pub fn from_score(exercise: &Exercise, score: &Score) -> Vec<Card> {
    let mut cards: Vec<Card> = Vec::new();
    for error in &score.errors {
        let id = format!("{}/{}", exercise.id, error.kind.short());
        if cards.iter().any(|c| c.id == id) {
            continue;
        }
        let step = match (error.kind, &score.divergence) {
            (
                ErrorKind::MainTerm
                | ErrorKind::StoppedAtDefault
                | ErrorKind::Subterm
                | ErrorKind::CrossReference,
                Some(divergence),
            ) => format!("{}. ", divergence.expert.join(" › ")),
            (ErrorKind::MainTerm, None) => format!("“{}”. ", exercise.words),
            _ => String::new(),
        };
        cards.push(Card {
            id,
            source: CardSource::Exercise {
                id: exercise.id.clone(),
            },
            skill: error.kind,
            prompt: format!("{}\n\n{}", exercise.text.trim(), question(error.kind)),
            answer: format!("{step}{} {} ({})", error.why, exercise.why, exercise.cite),
        });
    }
    cards
}

/// A card for what a release changed; none for headers that came or went, a title that was reworded or other notes.
#[must_use]
pub fn from_change(newer: &Codebook, change: &Change) -> Option<Card> {
    let release = newer.release().name.clone();
    let code = change.code?;
    let (prompt, answer) = match change.kind {
        ChangeKind::Added if change.billable => {
            let parent = newer.entry_of(code)?.parent()?;
            (
                format!(
                    "Since {release} there is a new code below “{}” ({}). Which detail must the documentation give for it?",
                    parent.title(),
                    parent.place()
                ),
                format!("{} ({code})", change.to),
            )
        }
        ChangeKind::Deleted if change.billable => (
            format!(
                "“{}” had one code before {release}. What do you do with it now?",
                change.from
            ),
            format!(
                "{code} is not in the release any more: look the condition up anew, and verify what took its place."
            ),
        ),
        ChangeKind::BecameHeader => {
            let below: Vec<&str> = newer.entry(code)?.children().map(|c| c.title()).collect();
            (
                format!(
                    "“{}” could be reported before {release} and is a header now. Which detail is asked for?",
                    change.to
                ),
                below.join("; "),
            )
        }
        _ => return None,
    };
    Some(Card {
        id: format!("{release}/{code}"),
        source: CardSource::Release { release },
        skill: ErrorKind::FiscalYear,
        prompt,
        answer,
    })
}
