//! The command line around the use cases.
fn main() {}
