//! The nouns of the trade: encounter, document, mention, evidence, candidate, suggestion, decision.
//!
//! Pure data and invariants; nothing here reads a file, a clock or a classification.
#![forbid(unsafe_code)]

mod assertion;
mod confidence;
mod decision;
mod document;
mod encounter;
mod evidence;
mod finding;
mod id;
mod index_path;
mod mention;
mod person;
mod poa;
mod problem;
mod run;
mod suggestion;
mod trail;
mod walk;

pub use assertion::{Assertion, Certainty, Experiencer, Polarity, Temporality};
pub use confidence::{Band, Confidence};
pub use decision::{Act, Decision, RejectReason};
pub use document::{AuthorRole, Document};
pub use encounter::{Encounter, Setting, Sex};
pub use evidence::EvidenceSpan;
pub use finding::{Finding, Severity};
pub use id::{
    DecisionId, DocumentId, EncounterId, EventId, PersonId, RunId, StatementId, SuggestionId,
};
pub use index_path::{Hop, IndexPath, Source};
pub use mention::Mention;
pub use person::{Duty, Person};
pub use poa::Poa;
pub use problem::Problem;
pub use run::{AS_ORDERED, Run, StageRecord};
pub use suggestion::{Alternative, HELD_BACK, List, Relation, Role, Suggestion, divide};
pub use trail::TrailStep;
pub use walk::BookHop;
