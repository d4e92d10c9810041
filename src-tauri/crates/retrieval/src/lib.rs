//! Which entries are like this phrase, and why: BM25, fuzzy, fusion.
