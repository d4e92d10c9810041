//! A model's client against a scripted server, and a model's agents against answers of every kind.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod agents;
mod book;
mod client;
mod llama;
mod matrix;
mod real;
mod server;
