//! Columns of plain values that live in memory or in one mapped file.
