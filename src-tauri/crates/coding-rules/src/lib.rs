//! What is wrong with this set of codes?
