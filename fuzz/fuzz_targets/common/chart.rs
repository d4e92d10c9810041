//! What holds of any file that is read as a chart.

use interchange::read::{LONGEST_TEXT, read};

/// Reads a file: what comes of it has text, and what is refused is refused in one line.
pub fn check(bytes: &[u8]) {
    match read("chart", bytes) {
        Ok(found) => {
            assert!(!found.charts.is_empty());
            for page in found.charts.iter().flat_map(|c| &c.pages) {
                assert!(!page.text.trim().is_empty() && page.text.len() <= LONGEST_TEXT);
                assert!(!page.text.contains('\0'));
            }
        }
        Err(refused) => assert!(!refused.to_string().contains('\n')),
    }
}

/// What the file begins with, then the input.
#[allow(dead_code)]
pub fn behind(start: &[u8], data: &[u8]) {
    check(&[start, data].concat());
}
