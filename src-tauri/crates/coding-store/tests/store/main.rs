//! The store as its callers see it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "all of this is a test, its helping functions too"
)]

mod mutation;
mod support;
mod tampering;
mod together;

mod acts;
mod copies;
mod crash;
mod full;
mod large;
mod opening;
mod platform;
mod raw;
mod safe;
mod signing;
