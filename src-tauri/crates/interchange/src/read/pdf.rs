//! PDF files with text in them, line by line as they are placed on the page. Scanned pages have none.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Document, Encoding, LoadOptions, Object};

use super::{Chart, Kind, LONGEST_TEXT, ReadError, damaged};

/// The most bytes a stream may unpack to.
const LARGEST_STREAM: usize = 32 * 1024 * 1024;
/// The most pages that are read.
const MOST_PAGES: usize = 2_000;

pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Chart>, Vec<String>), ReadError> {
    let options = LoadOptions {
        max_decompressed_size: Some(LARGEST_STREAM),
        ..LoadOptions::default()
    };
    let document = Document::load_mem_with_options(bytes, options)
        .map_err(|_| damaged(Kind::Pdf, "its structure is damaged, or it is locked"))?;
    if document.is_encrypted() {
        return Err(damaged(Kind::Pdf, "it is locked with a password"));
    }
    let pages = document.get_pages();
    if pages.len() > MOST_PAGES {
        return Err(damaged(Kind::Pdf, format!("it has {} pages", pages.len())));
    }
    let mut text = String::new();
    let mut unread = 0;
    for id in pages.values() {
        match page(&document, *id) {
            Some(words) => {
                if !text.is_empty() && !words.trim().is_empty() {
                    text.push('\n');
                }
                text.push_str(&words);
            }
            None => unread += 1,
        }
        if text.len() > LONGEST_TEXT {
            return Err(damaged(Kind::Pdf, "its text is too long"));
        }
    }
    if text.trim().is_empty() {
        return Err(damaged(
            Kind::Pdf,
            "its pages hold no text, as scanned pages do; have it recognized first",
        ));
    }
    let remarks = (unread > 0)
        .then(|| format!("{unread} of {} pages could not be read", pages.len()))
        .into_iter()
        .collect();
    Ok((vec![Chart::of(text)], remarks))
}

/// Where text is being placed.
struct Pen<'a> {
    out: String,
    encoding: Option<&'a Encoding<'a>>,
    /// Start of the current line, and the line that text was last shown on.
    line: (f32, f32),
    shown: Option<f32>,
    /// Distance of lines that `T*` moves by.
    leading: f32,
    size: f32,
}

fn page(document: &Document, id: lopdf::ObjectId) -> Option<String> {
    let fonts = document.get_page_fonts(id).ok()?;
    let encodings: BTreeMap<Vec<u8>, Encoding<'_>> = fonts
        .into_iter()
        .filter_map(|(name, font)| {
            Some((
                name,
                font.get_font_encoding_with_limit(document, LARGEST_STREAM)
                    .ok()?,
            ))
        })
        .collect();
    let content = document
        .get_page_content_with_limit(id, LARGEST_STREAM)
        .ok()?;
    let content = Content::decode(&content).ok()?;
    let mut pen = Pen {
        out: String::new(),
        encoding: None,
        line: (0.0, 0.0),
        shown: None,
        leading: 0.0,
        size: 1.0,
    };
    for operation in &content.operations {
        let operands = operation.operands.as_slice();
        let number = |n: usize| {
            operands
                .get(n)
                .and_then(|o| o.as_float().ok())
                .unwrap_or(0.0)
        };
        match operation.operator.as_str() {
            "BT" => pen.line = (0.0, 0.0),
            "Tf" => {
                let name = operands.first().and_then(|o| o.as_name().ok());
                pen.encoding = name.and_then(|n| encodings.get(n));
                pen.size = number(1).abs().max(0.1);
            }
            "TL" => pen.leading = number(0),
            "Td" => pen.step(number(0), number(1)),
            "TD" => {
                pen.leading = -number(1);
                pen.step(number(0), number(1));
            }
            "Tm" => {
                pen.size = number(3).abs().max(0.1);
                pen.place(number(4), number(5));
            }
            "T*" => pen.step(0.0, -pen.leading),
            "Tj" => operands.iter().for_each(|o| pen.show(o)),
            "TJ" => {
                if let Some(Object::Array(parts)) = operands.first() {
                    parts.iter().for_each(|o| pen.show(o));
                }
            }
            "'" => {
                pen.step(0.0, -pen.leading);
                operands.iter().for_each(|o| pen.show(o));
            }
            "\"" => {
                pen.step(0.0, -pen.leading);
                operands.iter().skip(2).for_each(|o| pen.show(o));
            }
            _ => {}
        }
        if pen.out.len() > LONGEST_TEXT {
            break;
        }
    }
    Some(pen.out + "\n")
}

impl Pen<'_> {
    fn step(&mut self, x: f32, y: f32) {
        self.place(self.line.0 + x, self.line.1 + y);
    }

    /// Moves to a place: to another line where that is higher or lower, a blank apart where it is further right.
    fn place(&mut self, x: f32, y: f32) {
        let moved = (x - self.line.0).abs();
        self.line = (x, y);
        if let Some(shown) = self.shown {
            let apart = (y - shown).abs();
            if apart > 0.3 {
                if !self.out.ends_with('\n') {
                    self.out.push('\n');
                }
                self.shown = None;
            } else if moved > 0.1 && !self.out.ends_with([' ', '\n']) {
                self.out.push(' ');
            }
        }
    }

    fn show(&mut self, object: &Object) {
        match object {
            Object::String(bytes, _) => {
                if let Some(text) = self
                    .encoding
                    .and_then(|e| Document::decode_text(e, bytes).ok())
                {
                    self.out.push_str(&text);
                    self.shown = Some(self.line.1);
                }
            }
            // a gap as wide as a blank, in thousandths of the font's size
            Object::Integer(_) | Object::Real(_) => {
                let gap = object.as_float().unwrap_or(0.0);
                if gap < -200.0 && !self.out.is_empty() && !self.out.ends_with([' ', '\n']) {
                    self.out.push(' ');
                }
            }
            _ => {}
        }
    }
}
