//! Columns of plain values that live in memory or in one mapped file.
//!
//! A cache file is a header, a directory of named sections and the sections themselves, each aligned
//! to 16 bytes. Opening it maps the file and reads the directory; nothing is parsed, and a column is
//! a view into the mapping. Columns hold plain values only (`bytemuck::Pod`), so that any bytes are a
//! valid value and a damaged file can give wrong answers to look-ups but no undefined behaviour;
//! offsets read from a column are therefore always checked where they are used.

mod column;
mod file;
mod strings;

pub use column::Column;
pub use file::{Error, File, FileWriter};
pub use strings::{Strings, StringsBuilder};
