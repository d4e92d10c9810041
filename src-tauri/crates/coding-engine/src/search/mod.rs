//! What the book offers for a phrase.
