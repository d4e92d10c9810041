//! A light tree of an XML file, with limits: no entities of its own, no document type, bounded depth and size.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Kind, LONGEST_FILE, ReadError, damaged};

const DEEPEST: usize = 128;
const MOST_ELEMENTS: usize = 2_000_000;

#[derive(Debug, Default)]
pub(super) struct Element {
    /// Name without its prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) content: Vec<Content>,
}

#[derive(Debug)]
pub(super) enum Content {
    Text(String),
    Element(Element),
}

impl Element {
    pub(super) fn children(&self) -> impl Iterator<Item = &Element> {
        self.content.iter().filter_map(|c| match c {
            Content::Element(e) => Some(e),
            Content::Text(_) => None,
        })
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children().filter(move |e| e.name == name)
    }

    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children().find(|e| e.name == name)
    }

    /// The element at the end of a way of names.
    pub(super) fn at(&self, way: &[&str]) -> Option<&Element> {
        way.iter().try_fold(self, |e, name| e.child(name))
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// All text inside, white space folded.
    pub(super) fn folded(&self) -> String {
        let mut raw = String::new();
        self.collect(&mut raw);
        raw.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn collect(&self, out: &mut String) {
        for content in &self.content {
            match content {
                Content::Text(text) => out.push_str(text),
                Content::Element(e) => {
                    out.push(' ');
                    e.collect(out);
                }
            }
        }
    }
}

/// Whether a text that begins with `<` is XML rather than a note that begins so.
pub(super) fn looks_like(text: &str) -> bool {
    let head: String = text.chars().take(4096).collect();
    head.starts_with("<?xml") || head.contains("ClinicalDocument") || head.contains("xmlns")
}

/// Reads a file into a tree. A document type that declares entities is refused: nothing that this program reads has
/// one, and what does is made to exhaust a reader.
pub(super) fn parse(text: &str, kind: Kind) -> Result<Element, ReadError> {
    if text.len() > LONGEST_FILE {
        return Err(damaged(kind, "it is too large"));
    }
    let mut reader = Reader::from_str(text);
    let mut stack: Vec<Element> = Vec::new();
    let mut root = None;
    let mut count = 0;
    let broken = || damaged(kind, "it is no well-formed XML");
    let close = |stack: &mut Vec<Element>, root: &mut Option<Element>| {
        if let Some(done) = stack.pop() {
            match stack.last_mut() {
                Some(parent) => parent.content.push(Content::Element(done)),
                None => *root = Some(done),
            }
        }
    };
    loop {
        match reader.read_event().map_err(|_| broken())? {
            Event::Start(start) => {
                count += 1;
                if stack.len() >= DEEPEST || count > MOST_ELEMENTS {
                    return Err(damaged(
                        kind,
                        "it is nested too deep or has too many elements",
                    ));
                }
                stack.push(element(&start));
            }
            Event::Empty(start) => {
                count += 1;
                if count > MOST_ELEMENTS {
                    return Err(damaged(kind, "it has too many elements"));
                }
                stack.push(element(&start));
                close(&mut stack, &mut root);
            }
            Event::End(_) => close(&mut stack, &mut root),
            Event::Text(text) => push(&mut stack, text.as_ref()),
            Event::CData(data) => push(&mut stack, data.as_ref()),
            Event::GeneralRef(reference) => {
                let name: &str = reference.as_ref();
                let c = match name {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    "nbsp" => Some('\u{a0}'),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                match c {
                    Some(c) => push(&mut stack, c.encode_utf8(&mut [0; 4])),
                    None => return Err(damaged(kind, "it refers to an entity of its own")),
                }
            }
            Event::DocType(declared) if AsRef::<str>::as_ref(&declared).contains('[') => {
                return Err(damaged(kind, "it declares entities of its own"));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !stack.is_empty() {
        return Err(broken());
    }
    root.ok_or_else(broken)
}

fn push(stack: &mut [Element], text: &str) {
    if let Some(top) = stack.last_mut() {
        match top.content.last_mut() {
            Some(Content::Text(last)) => last.push_str(text),
            _ => top.content.push(Content::Text(text.to_owned())),
        }
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
    Element {
        name: local(start.name().as_ref()),
        attributes: start
            .attributes()
            .flatten()
            .map(|a| {
                let value = quick_xml::escape::unescape(&a.value)
                    .map_or_else(|_| a.value.to_string(), |v| v.into_owned());
                (local(a.key.as_ref()), value)
            })
            .collect(),
        content: Vec::new(),
    }
}
