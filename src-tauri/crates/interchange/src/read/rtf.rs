//! Rich Text Format: the text, without fonts, pictures and other destinations.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::{Kind, LONGEST_TEXT, ReadError, damaged};

const DEEPEST: usize = 256;

/// Destinations whose content is not part of the text.
const SKIPPED: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "themedata",
    "colorschememapping",
    "datastore",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "latentstyles",
    "xmlnstbl",
    "fldinst",
    "filetbl",
    "revtbl",
    "headerl",
    "headerr",
    "headerf",
    "footerl",
    "footerr",
    "footerf",
    "header",
    "footer",
];

#[derive(Clone, Copy)]
struct Group {
    skipped: bool,
    /// Characters that stand in for one `\u`.
    fallback: usize,
}

/// The text of an RTF file.
pub(super) fn text(bytes: &[u8]) -> Result<String, ReadError> {
    let mut reader = Reader {
        bytes,
        at: 0,
        encoding: WINDOWS_1252,
        pending: Vec::new(),
        out: String::new(),
        high: None,
        ignore: 0,
    };
    reader.run()?;
    Ok(reader.out)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    encoding: &'static Encoding,
    /// Bytes in the file's code page that were not decoded yet.
    pending: Vec<u8>,
    out: String,
    high: Option<u16>,
    /// Fallback characters still to be passed over.
    ignore: usize,
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), ReadError> {
        let mut groups = vec![Group {
            skipped: false,
            fallback: 1,
        }];
        while let Some(byte) = self.next() {
            let group = *groups.last().unwrap_or(&Group {
                skipped: true,
                fallback: 1,
            });
            match byte {
                b'{' => {
                    if groups.len() >= DEEPEST {
                        return Err(damaged(Kind::Rtf, "its groups are nested too deep"));
                    }
                    self.ignore = 0;
                    groups.push(group);
                }
                b'}' => {
                    self.flush();
                    self.ignore = 0;
                    groups.pop();
                    if groups.is_empty() {
                        break;
                    }
                }
                b'\\' => {
                    if let Some(top) = groups.last_mut() {
                        self.control(top);
                    }
                }
                b'\r' | b'\n' => {}
                byte if !group.skipped => self.byte(byte),
                _ => {}
            }
            if self.out.len() > LONGEST_TEXT {
                return Err(damaged(Kind::Rtf, "its text is too long"));
            }
        }
        self.flush();
        Ok(())
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.at += usize::from(byte.is_some());
        byte
    }

    fn byte(&mut self, byte: u8) {
        if self.ignore > 0 {
            self.ignore -= 1;
        } else {
            self.pending.push(byte);
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let (text, _) = self.encoding.decode_without_bom_handling(&self.pending);
            self.out.push_str(&text);
            self.pending.clear();
        }
    }

    fn push(&mut self, text: &str) {
        self.flush();
        self.out.push_str(text);
    }

    fn control(&mut self, group: &mut Group) {
        let Some(first) = self.next() else { return };
        if !first.is_ascii_alphabetic() {
            match first {
                b'\'' => {
                    let digits = self
                        .bytes
                        .get(self.at..self.at + 2)
                        .and_then(|d| std::str::from_utf8(d).ok());
                    if let Some(byte) = digits.and_then(|d| u8::from_str_radix(d, 16).ok()) {
                        self.at += 2;
                        if !group.skipped {
                            self.byte(byte);
                        }
                    }
                }
                b'*' => group.skipped = true,
                b'~' if !group.skipped => self.push("\u{a0}"),
                b'_' if !group.skipped => self.push("-"),
                b'\r' | b'\n' if !group.skipped => self.push("\n"),
                b'\\' | b'{' | b'}' if !group.skipped => self.byte(first),
                _ => {}
            }
            return;
        }
        let start = self.at - 1;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) && self.at - start < 40 {
            self.at += 1;
        }
        let word = std::str::from_utf8(&self.bytes[start..self.at])
            .unwrap_or_default()
            .to_owned();
        let number_start = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) && self.at - number_start < 12
        {
            self.at += 1;
        }
        let number: Option<i64> = std::str::from_utf8(&self.bytes[number_start..self.at])
            .ok()
            .and_then(|n| n.parse().ok());
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(&word, number, group);
    }

    fn word(&mut self, word: &str, number: Option<i64>, group: &mut Group) {
        match word {
            "bin" => {
                let length = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                self.at = self.at.saturating_add(length).min(self.bytes.len());
            }
            "ansicpg" => {
                self.encoding = number.and_then(code_page).unwrap_or(WINDOWS_1252);
            }
            "uc" => {
                group.fallback = number
                    .and_then(|n| usize::try_from(n).ok())
                    .unwrap_or(1)
                    .min(16)
            }
            _ if SKIPPED.contains(&word) => group.skipped = true,
            _ if group.skipped => {}
            "u" => {
                self.flush();
                self.ignore = group.fallback;
                let unit = number.map(|n| (n & 0xffff) as u16).unwrap_or(0xfffd);
                let decoded = match (self.high.take(), unit) {
                    (_, 0xd800..=0xdbff) => {
                        self.high = Some(unit);
                        return;
                    }
                    (Some(high), low) => String::from_utf16(&[high, low]).ok(),
                    (None, unit) => String::from_utf16(&[unit]).ok(),
                };
                self.out.push_str(decoded.as_deref().unwrap_or("\u{fffd}"));
            }
            "par" | "line" | "row" | "sect" => self.push("\n"),
            "page" => self.push("\n\n"),
            "tab" | "cell" => self.push("\t"),
            "emdash" => self.push("—"),
            "endash" => self.push("–"),
            "lquote" => self.push("‘"),
            "rquote" => self.push("’"),
            "ldblquote" => self.push("“"),
            "rdblquote" => self.push("”"),
            "bullet" => self.push("•"),
            _ => {}
        }
    }
}

fn code_page(number: i64) -> Option<&'static Encoding> {
    let label = match number {
        65001 => "utf-8".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        n => format!("windows-{n}"),
    };
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rtf: &[u8], expected: &str) {
        assert_eq!(text(rtf).unwrap(), expected);
    }

    #[test]
    fn text_is_kept_and_the_rest_left_out() {
        check(
            br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\author Somebody}}\f0 Assessment:\par Caf\'e9, 37\'b0C \{x\}\tab end}",
            "Assessment:\nCafé, 37°C {x}\tend",
        );
        check(br"{\rtf1\uc1 a\u8217?b \u-10179?\u-8704?!}", "a’b 😀!");
        check(
            br"{\rtf1{\*\generator Word;}one {\b two}\line three\bin3 \{\} four}",
            "one two\nthree four",
        );
        check(br"{\rtf1{\pict\bin2 }}}still}", "still");
    }

    #[test]
    fn a_file_that_breaks_off_or_nests_too_deep_does_no_harm() {
        check(br"{\rtf1 abc\", "abc");
        check(br"{\rtf1 abc\'4", "abc4");
        assert!(text(&b"{".repeat(100_000)).is_err());
        check(br"{\rtf1\bin999999999999 x}", "");
    }
}
