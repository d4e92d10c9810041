//! How a task is asked of a language model.
//!
//! A [`Permit`] is the right to call one host; a [`Client`] is the only thing that opens a connection, and there is
//! none without a permit. A [`Session`] holds the calls of one run and is a [`Model`]: questions in, answers out.
//! [`Profile`] puts a model's agents at the stages of a `coding_engine::Engine`, each with the local agent behind
//! it. Prompts are files, codecs are pure, and nothing a model says is believed: quotes are looked for in the note
//! ([`anchor`]), numbers must have been offered, codes must be in the release.
#![forbid(unsafe_code)]

mod agent;
pub mod anchor;
mod cache;
mod cancel;
mod client;
pub mod codec;
mod desk;
pub mod endpoint;
mod guidelines;
mod json;
mod model;
mod permit;
mod profile;
mod redact;
mod secret;
mod stages;
mod template;
mod usage;
mod wire;

pub use cache::Keep;
pub use cancel::Cancel;
pub use client::{Client, Session, payload};
pub use desk::{STOOD_IN, Shelf};
pub use endpoint::{Endpoint, EndpointError, Provider, Reach};
pub use model::{CallError, Model, Prompt, Reply};
pub use permit::{Denied, Permit, Terms};
pub use profile::Profile;
pub use redact::Redaction;
pub use secret::Secret;
pub use stages::{Stage, Stages};
pub use usage::{Call, Observer, Outcome, Planned, Unobserved, Usage};
