//! The real program with its real window, driven from outside: `make e2e`.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod driver;
mod home;
mod keys;
#[path = "../../src-tauri/crates/codetrail-cli/tests/cli/listening.rs"]
mod listening;
#[path = "../../src-tauri/crates/coding-llm/tests/llm/llama.rs"]
mod llama;
mod window;

mod access;
mod apart;
mod authoring;
mod book;
mod classroom;
mod coding;
mod copies;
mod corrections;
mod desk;
mod installs;
mod models;
mod opens;
mod quiet;
mod records;
mod training;
mod walks;
mod whole;
