//! What is written, as other programs read it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail, and says where it was skipped"
)]

mod formats;
mod sample;
mod schema;
