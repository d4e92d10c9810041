//! Which single fact separates a code from its neighbours: the side, the stage, the episode of care.
//!
//! Titles of neighbours are compared word by word. Where two differ only in a word of one axis ("right",
//! "left"), that axis is a rung; what differs in no known axis is a rung of its own, cut out between the
//! words that all have in common.

mod rungs;
#[cfg(test)]
mod tests;
mod words;

use serde::Serialize;

use crate::code::Code;
use crate::codebook::Codebook;
use crate::entry::Entry;

use rungs::{group, seventh};

/// What kind of fact a rung asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
    /// Right, left, bilateral.
    Side,
    /// Episode of care: initial, subsequent, sequela.
    Episode,
    /// Trimester.
    Trimester,
    /// Stage.
    Stage,
    /// Mild, moderate, severe.
    Severity,
    /// Type 1, type 2.
    Type,
    /// Open or closed.
    Openness,
    /// Displaced or nondisplaced.
    Displacement,
    /// Acute, chronic.
    Acuity,
    /// Accident, self-harm, assault, adverse effect, underdosing.
    Intent,
    /// In remission, in relapse.
    Course,
    /// With or without a complication.
    With,
    /// Which fetus.
    Fetus,
    /// A 7th character of another meaning.
    SeventhCharacter,
    /// Anything else that the titles tell.
    Detail,
}

/// One rung: a fact, its value here, and the codes of its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rung {
    /// The fact.
    pub axis: Axis,
    /// Its value for the code; `None` where the code does not tell.
    pub here: Option<String>,
    /// The header whose codes are compared, or the owner of the 7th characters.
    pub within: String,
    /// The values in tabular order.
    pub options: Vec<RungOption>,
}

/// One value of a rung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RungOption {
    /// As the title tells it ("right", "stage 3a").
    pub value: String,
    /// The one code or header of the value; `None` where the value alone does not decide.
    pub code: Option<Code>,
    /// All of them, in tabular order.
    pub codes: Vec<Code>,
    /// Whether the value is that the fact is not known.
    pub unspecified: bool,
}

impl Codebook {
    /// The rungs of a code or header, the nearest first: what its children ask for, its 7th character, then
    /// the facts that separate it from the codes beside it and those above it. Empty for what the release
    /// does not have.
    #[must_use]
    pub fn ladder(&self, code: Code) -> Vec<Rung> {
        let Some(entry) = self.entry_of(code) else {
            return Vec::new();
        };
        let mut rungs = Vec::new();
        if !entry.is_leaf() {
            rungs.extend(group(entry, None));
        } else if let Some(rung) = seventh(self, entry, code) {
            rungs.push(rung);
        }
        let mut at = entry;
        let mut nearest = true;
        while let Some(parent) = at.parent().filter(|p| p.code().is_some()) {
            let mut beside = group(parent, Some(at));
            // further up only a fact with a name of its own helps: the others are other conditions
            beside.retain(|rung| nearest || rung.axis != Axis::Detail);
            for rung in &mut beside {
                complete(self, rung, code, at);
            }
            rungs.extend(beside);
            at = parent;
            nearest = false;
        }
        rungs
    }
}

/// Puts the 7th character of a whole code onto the codes beside its leaf.
fn complete(book: &Codebook, rung: &mut Rung, code: Code, leaf: Entry<'_>) {
    let Some(seventh) = code
        .seventh()
        .filter(|_| leaf.is_leaf() && leaf.code() != Some(code))
    else {
        return;
    };
    let whole = |stem: Code| {
        stem.with_seventh(seventh)
            .filter(|c| book.is_billable(*c))
            .unwrap_or(stem)
    };
    for option in &mut rung.options {
        option.code = option.code.map(whole);
        for code in &mut option.codes {
            *code = whole(*code);
        }
    }
}
