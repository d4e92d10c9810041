//! A light tree of an XML file. Never fails: a file that breaks off yields what came before.
//!
//! Document type definitions are passed over and only the five predefined entities and character
//! references are known, so a file cannot make the reader expand anything.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::problem::{Problem, ProblemKind};

/// Deepest nesting that is read; the schemas need about 15.
const MAX_DEPTH: usize = 64;

/// An element with its attributes and content.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub content: Vec<Content>,
}

#[derive(Debug)]
pub(crate) enum Content {
    Text(String),
    Element(Element),
}

impl Element {
    /// Child elements in order.
    pub fn children(&self) -> impl Iterator<Item = &Element> {
        self.content.iter().filter_map(|c| match c {
            Content::Element(e) => Some(e),
            Content::Text(_) => None,
        })
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children().find(|e| e.name == name)
    }

    /// Text of the first child of a name.
    pub fn child_text(&self, name: &str) -> Option<String> {
        self.child(name).map(Element::text)
    }

    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// All text inside, white space folded. Of an addendum's `diff` the new and unchanged text counts.
    pub fn text(&self) -> String {
        let mut raw = String::new();
        self.collect(&mut raw);
        fold(&raw)
    }

    fn collect(&self, out: &mut String) {
        for content in &self.content {
            match content {
                Content::Text(text) => out.push_str(text),
                Content::Element(e) if e.name == "old" => {}
                Content::Element(e) => e.collect(out),
            }
        }
    }
}

/// Folds runs of white space into one blank and trims.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Reads a file into a tree.
pub(crate) fn parse(bytes: &[u8], place: &str, problems: &mut Vec<Problem>) -> Option<Element> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => std::borrow::Cow::Borrowed(text),
        Err(_) => {
            problems.push(Problem::new(
                ProblemKind::File,
                place,
                "is not UTF-8; undecodable characters were replaced",
            ));
            String::from_utf8_lossy(bytes)
        }
    };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut stack: Vec<Element> = Vec::new();
    let mut root = None;
    let close = |stack: &mut Vec<Element>, root: &mut Option<Element>| {
        if let Some(done) = stack.pop() {
            match stack.last_mut() {
                Some(parent) => parent.content.push(Content::Element(done)),
                None => *root = Some(done),
            }
        }
    };
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                if stack.len() >= MAX_DEPTH {
                    problems.push(Problem::new(
                        ProblemKind::Structure,
                        place,
                        format!("nested deeper than {MAX_DEPTH} elements; the rest was not read"),
                    ));
                    break;
                }
                stack.push(element(&start));
            }
            Ok(Event::Empty(start)) => {
                stack.push(element(&start));
                close(&mut stack, &mut root);
            }
            Ok(Event::End(_)) => close(&mut stack, &mut root),
            Ok(Event::Text(text)) => {
                if let Some(top) = stack.last_mut() {
                    push_text(top, &text);
                }
            }
            Ok(Event::CData(data)) => {
                if let Some(top) = stack.last_mut() {
                    push_text(top, &data);
                }
            }
            Ok(Event::GeneralRef(reference)) => {
                let name = reference.to_string();
                let resolved = match name.as_str() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                match (resolved, stack.last_mut()) {
                    (Some(c), Some(top)) => push_text(top, c.encode_utf8(&mut [0; 4])),
                    (None, _) => problems.push(Problem::new(
                        ProblemKind::File,
                        place,
                        "an unknown entity was left out",
                    )),
                    _ => {}
                }
            }
            Ok(Event::Eof) => {
                if !stack.is_empty() {
                    problems.push(Problem::new(
                        ProblemKind::File,
                        place,
                        "the file breaks off; what came before was read",
                    ));
                }
                break;
            }
            Ok(_) => {}
            Err(error) => {
                let at = reader.error_position();
                problems.push(Problem::new(
                    ProblemKind::File,
                    place,
                    format!("not well-formed at byte {at} ({error}); what came before was read"),
                ));
                break;
            }
        }
    }
    while !stack.is_empty() {
        close(&mut stack, &mut root);
    }
    root
}

fn push_text(top: &mut Element, text: &str) {
    match top.content.last_mut() {
        Some(Content::Text(last)) => last.push_str(text),
        _ => top.content.push(Content::Text(text.to_owned())),
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let name = start.name().as_ref().to_owned();
    let attributes = start
        .attributes()
        .flatten()
        .map(|a| {
            let key = a.key.as_ref().to_owned();
            let value = a.value.into_owned();
            (key, value)
        })
        .collect();
    Element {
        name,
        attributes,
        content: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> (String, usize) {
        let mut problems = Vec::new();
        let text = parse(xml.as_bytes(), "test", &mut problems)
            .map(|e| e.text())
            .unwrap_or_default();
        (text, problems.len())
    }

    #[test]
    fn entities_and_addenda_are_read() {
        assert_eq!(read("<a>x &amp; y &#233;</a>"), ("x & y é".to_owned(), 0));
        assert_eq!(
            read("<a>go<diff><old>ne</old><new>od</new></diff></a>"),
            ("good".to_owned(), 0)
        );
        assert_eq!(
            read("<a>\r\n  two\r\n  lines</a>"),
            ("two lines".to_owned(), 0)
        );
    }

    #[test]
    fn broken_files_yield_what_came_before_and_a_problem() {
        assert_eq!(read("<a><b>kept</b>"), ("kept".to_owned(), 1));
        assert_eq!(read("<a><b>kept</b></c>").1, 1);
        assert_eq!(read("<a>&bomb;</a>").1, 1);
        let deep = "<a>".repeat(500);
        assert!(read(&deep).1 >= 1);
        assert_eq!(read("").0, "");
    }
}
