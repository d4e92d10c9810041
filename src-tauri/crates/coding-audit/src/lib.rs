//! Auditing what was signed: which encounters to look at, how coder, engine, auditor and signature differ, what an
//! audit may do next, what comes of many audits, and what may be asked of a provider.
//!
//! Pure data and arithmetic; nothing here reads a file, a clock or a classification, and chance comes from a seed.
#![forbid(unsafe_code)]

mod act;
mod audit;
mod compare;
mod permit;
mod query;
mod sample;
mod score;
mod share;

pub use act::{AuditAct, Basis, Entry, Plan, Who};
pub use audit::{Answer, Audit, AuditState, AuditedFinding};
pub use compare::{Difference, Line, Place, Row, Sets, compare, differences};
pub use permit::{Gone, Refusal};
pub use query::{Query, QueryForm, QueryProblem, QueryPurpose, QueryState, lint};
pub use sample::{Candidate, Drawn, Risk, by_risk, random};
pub use score::{Acceptance, Case, Measure, Scores, scores};
pub use share::Share;
