//! The store as its callers see it.

mod support;

mod acts;
