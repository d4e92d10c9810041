//! Writing answers: plain columns that fit the terminal.

use std::io::{self, BufWriter, Stdout, Write};

use serde::Serialize;

use crate::failure::Failure;

/// Widest lines, in columns: longer ones are hard to read however wide the terminal is.
const WIDEST: usize = 100;
/// Narrowest lines.
const NARROWEST: usize = 40;

/// Standard output, buffered.
pub struct Output {
    to: BufWriter<Stdout>,
    width: usize,
}

impl Output {
    /// Standard output as wide as the terminal.
    pub fn new() -> Self {
        Self {
            to: BufWriter::with_capacity(64 * 1024, io::stdout()),
            width: textwrap::termwidth().clamp(NARROWEST, WIDEST),
        }
    }

    /// Writes what is buffered.
    pub fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }

    /// One line as it is.
    pub fn line(&mut self, text: &str) -> Result<(), Failure> {
        Ok(writeln!(self.to, "{text}")?)
    }

    /// Bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(self.to.write_all(bytes)?)
    }

    /// An empty line.
    pub fn gap(&mut self) -> Result<(), Failure> {
        self.line("")
    }

    /// A text behind a label, wrapped under itself.
    pub fn labelled(&mut self, label: &str, text: &str) -> Result<(), Failure> {
        let indent = " ".repeat(textwrap::core::display_width(label));
        self.wrapped(label, &indent, text)
    }

    /// A text that begins with `first` and goes on under `rest`.
    pub fn wrapped(&mut self, first: &str, rest: &str, text: &str) -> Result<(), Failure> {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let options = textwrap::Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(rest)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        if text.is_empty() {
            return self.line(first.trim_end());
        }
        for line in textwrap::wrap(&text, options) {
            self.line(&line)?;
        }
        Ok(())
    }

    /// A JSON document on lines of its own.
    pub fn json<T: Serialize>(&mut self, value: &T) -> Result<(), Failure> {
        serde_json::to_writer_pretty(&mut self.to, value).map_err(io::Error::from)?;
        self.gap()
    }
}

/// A text cut to a width, with an ellipsis where something is cut off.
pub fn short(text: &str, width: usize) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if textwrap::core::display_width(&text) <= width {
        return text;
    }
    let mut cut = String::new();
    for c in text.chars() {
        if textwrap::core::display_width(&cut) + 2 > width {
            break;
        }
        cut.push(c);
    }
    format!("{}…", cut.trim_end())
}

/// A count with its noun, which takes an s.
pub fn count(n: usize, noun: &str) -> String {
    let end = if n == 1 { "" } else { "s" };
    format!("{} {noun}{end}", thousands(n))
}

/// A number with separators for thousands.
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_and_numbers_grouped() {
        assert_eq!(short("a  b\nc", 10), "a b c");
        assert_eq!(short("abcdefghij", 5), "abcd…");
        assert_eq!(thousands(74_719), "74,719");
        assert_eq!(thousands(214), "214");
        assert_eq!(count(1, "error"), "1 error");
        assert_eq!(count(2_000, "error"), "2,000 errors");
    }
}
