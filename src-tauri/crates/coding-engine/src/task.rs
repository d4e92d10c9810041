//! Stages as types: what goes in, what comes out. Whoever performs a task, locally or by a language
//! model, is an [`Agent`] for it, and the two are peers.

use std::sync::Arc;

use clinical_text::{Section, TextRange};
use coding_model::{
    Assertion, Document, Encounter, EvidenceSpan, Hop, IndexPath, Problem, TrailStep,
};
use icd10cm::Code;

use crate::dictionary::Origin;
use crate::extract::matcher::Hit;
use crate::structure::Relative;

/// One step of the pipeline.
pub trait Task {
    /// Name in trails and run records.
    const NAME: &'static str;
    /// What is asked.
    type Input<'a>;
    /// What is answered.
    type Output;
}

/// Somebody who performs a task. Never fails: what could not be done is among the problems.
pub trait Agent<T: Task>: Send + Sync {
    /// Name ("local").
    fn name(&self) -> &str;
    /// Version, so that a run can be repeated.
    fn version(&self) -> &str;
    /// Whether it can be asked now.
    fn is_available(&self) -> bool {
        true
    }
    /// Performs the task.
    fn perform(&self, input: T::Input<'_>, problems: &mut Vec<Problem>) -> T::Output;
}

/// Runs the second agent where the first is unavailable, and says so.
pub struct WithFallback<A, B> {
    /// Asked first.
    pub first: A,
    /// Asked where the first is unavailable.
    pub second: B,
}

impl<T: Task, A: Agent<T>, B: Agent<T>> Agent<T> for WithFallback<A, B> {
    fn name(&self) -> &str {
        if self.first.is_available() {
            self.first.name()
        } else {
            self.second.name()
        }
    }

    fn version(&self) -> &str {
        if self.first.is_available() {
            self.first.version()
        } else {
            self.second.version()
        }
    }

    fn perform(&self, input: T::Input<'_>, problems: &mut Vec<Problem>) -> T::Output {
        if self.first.is_available() {
            return self.first.perform(input, problems);
        }
        let message = format!(
            "{} is unavailable: {} answered in its place",
            self.first.name(),
            self.second.name()
        );
        problems.push(Problem {
            stage: T::NAME.to_owned(),
            message,
        });
        self.second.perform(input, problems)
    }
}

/// Sections, sentences and problem-list items of a document.
pub struct Segment;

/// A sentence and where it stands.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its text.
    pub range: TextRange,
    /// Number of its section.
    pub section: usize,
    /// Whether it lies in the title of a problem-list item.
    pub item: Option<TextRange>,
}

/// A document taken apart.
#[derive(Debug, Clone, Default)]
pub struct Segmented {
    /// Sections, end to end.
    pub sections: Vec<Section>,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
}

impl Task for Segment {
    const NAME: &'static str = "segment";
    type Input<'a> = &'a Document;
    type Output = Segmented;
}

/// Mentions of conditions in a document.
pub struct Extract;

/// A mention and the entries whose words it holds.
#[derive(Debug, Clone)]
pub struct Spotted {
    /// Number of the sentence.
    pub sentence: usize,
    /// Where it stands, in pieces.
    pub ranges: Vec<TextRange>,
    /// What the note says of it.
    pub assertion: Assertion,
    /// The cues that said so.
    pub cues: Vec<String>,
    /// Whether a cue of the past stood before a condition that remains.
    pub chronic_current: bool,
    /// Entries, best first.
    pub hits: Vec<Hit>,
    /// Whether it stands in the title of a problem-list item.
    pub in_item: bool,
    /// What a reader other than the dictionary said of it; none where the hits say it.
    pub stated: Option<Arc<Stated>>,
}

/// What a reader says of a mention in words of its own. Everything in it is held to the note and the book later.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// The condition in the words of the index ("diabetes, type 2").
    pub term: String,
    /// Codes that came to the reader's mind, best first; each is of the release.
    pub probable: Vec<Code>,
    /// What else in the text supports it.
    pub evidence: Vec<TextRange>,
    /// Codes and stems that led to nothing before: the navigator is asked for others.
    pub tried: Vec<Code>,
    /// Where these are the note's own words around a mention that came to nothing fitting: the telling ones among
    /// them that no entry had yet. An entry must have one of them.
    pub around: Vec<String>,
}

impl Task for Extract {
    const NAME: &'static str = "extract";
    type Input<'a> = (&'a Document, &'a Segmented);
    type Output = Vec<Spotted>;
}

/// Entries of the book for each mention.
pub struct Navigate;

/// A way from a mention to a code or stem.
#[derive(Debug, Clone)]
pub struct Lead {
    /// Number of the mention.
    pub mention: usize,
    /// Code or stem the entry names.
    pub stem: Code,
    /// The entry.
    pub path: IndexPath,
    /// Where its words come from.
    pub origin: Origin,
    /// Kind of status phrase; empty for others.
    pub kind: &'static str,
    /// The matched entry.
    pub hit: Hit,
    /// How many words the entry asks for.
    pub words: usize,
    /// Whether a cross reference was followed.
    pub see: bool,
    /// Whether the entry is one everyday word ("illness").
    pub plain: bool,
    /// Whether the code stands beside the one the note's words lead to.
    pub neighbour: bool,
    /// How it stands to that one, where it lies below another stem.
    pub relative: Option<Relative>,
}

impl Lead {
    /// A lead to an entry of the book that was chosen by reading, not by matching words.
    #[must_use]
    pub fn chosen(mention: usize, stem: Code, path: IndexPath, origin: Origin) -> Self {
        let words = path
            .terms
            .iter()
            .map(|t| t.split_whitespace().count())
            .sum::<usize>()
            .max(1);
        Self {
            mention,
            stem,
            see: path.hops.iter().any(|h| matches!(h, Hop::See(_))),
            path,
            origin,
            kind: "",
            plain: false,
            neighbour: false,
            relative: None,
            hit: Hit {
                phrase: u32::MAX,
                tokens: Vec::new(),
                mass: CHOSEN_MASS,
                gap: 0,
                commas: 0,
                optional: 0,
                expanded: false,
                value: CHOSEN_MASS,
                dominated: false,
            },
            words,
        }
    }
}

/// The weight of words that an entry chosen by reading is taken to have: that of two telling words.
const CHOSEN_MASS: f32 = 14.0;

impl Task for Navigate {
    const NAME: &'static str = "navigate";
    type Input<'a> = &'a [Spotted];
    type Output = Vec<Lead>;
}

/// Complete codes of the release for each lead, by the tabular list and the note.
pub struct Validate;

/// A complete code for a mention.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Number of the document.
    pub document: usize,
    /// Number of the mention in its document.
    pub mention: usize,
    /// A billable code.
    pub code: Code,
    /// The lead it came from.
    pub lead: Lead,
    /// What the note says of the mention.
    pub assertion: Assertion,
    /// Quotes: the mention, then what else in the note decided a character.
    pub evidence: Vec<EvidenceSpan>,
    /// Whether the document says under a heading of its own what was assessed.
    pub has_assessment: bool,
    /// Characters that the text did not decide.
    pub defaulted: u8,
    /// Words of the title beyond the stem's that the text supports.
    pub supported: u8,
    /// Other codes under the same stem, best first.
    pub siblings: Vec<Code>,
    /// Signals for the score, see [`crate::score::FEATURES`].
    pub features: Vec<f32>,
    /// How it came about.
    pub trail: Vec<TrailStep>,
}

/// What the validator sees.
pub struct ToValidate<'a> {
    /// The encounter.
    pub encounter: &'a Encounter,
    /// Number of the document.
    pub document: usize,
    /// The document taken apart.
    pub segmented: &'a Segmented,
    /// Its mentions.
    pub mentions: &'a [Spotted],
    /// Their leads.
    pub leads: &'a [Lead],
}

impl Task for Validate {
    const NAME: &'static str = "validate";
    type Input<'a> = ToValidate<'a>;
    type Output = Vec<Candidate>;
}

/// One set of codes out of all candidates of an encounter.
pub struct Reconcile;

/// A candidate with its standing in the set.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// The candidate that stands for the code.
    pub candidate: Candidate,
    /// Probability that the code would be reported.
    pub probability: f32,
    /// Why it is not suggested, where it is not.
    pub held_back: Option<String>,
    /// What a reader of the whole note decided; none where nobody was asked and the probability decides.
    pub selection: Option<Selection>,
    /// Other codes for the same words, with the reason they lost.
    pub rivals: Vec<(Code, String)>,
}

/// What a reader of the whole note decided of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// It is reported, at this place of the sequence, from 0.
    Reported(u32),
    /// It is not.
    LeftOut,
}

impl Task for Reconcile {
    const NAME: &'static str = "reconcile";
    type Input<'a> = (&'a Encounter, Vec<Candidate>);
    type Output = Vec<Ranked>;
}

/// The set once more on descriptions: siblings, cousins and findings beside each code.
pub struct Verify;

impl Task for Verify {
    const NAME: &'static str = "verify";
    type Input<'a> = (&'a Encounter, Vec<Ranked>);
    type Output = Vec<coding_model::Suggestion>;
}
