//! What is read, format by format; and that nothing does harm, whatever the bytes are.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

mod formats;
mod hostile;
mod made;
