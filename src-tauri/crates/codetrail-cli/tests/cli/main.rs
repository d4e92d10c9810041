//! The program as other programs see it: exit statuses, one-line errors, JSON.
#![allow(missing_docs)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test may fail"
)]

mod book;
mod database;
mod desk;
mod favourites;
mod listening;
#[path = "../../../coding-llm/tests/llm/llama.rs"]
mod llama;
mod models;
mod nearness;
mod program;
mod safe;
#[path = "../../../coding-api/tests/scripted/mod.rs"]
mod scripted;
mod stream;
mod suggest;
mod training;
mod usage;
