//! The store as its callers see it.

mod support;
mod tampering;
mod together;

mod acts;
mod crash;
mod opening;
mod raw;
