//! Documents of an encounter as the window shows them.

use std::collections::HashMap;
use std::sync::OnceLock;

use clinical_text::{Heading, Section, SectionKind};
use coding_model::Document;

use crate::codeset::lexicon;
use crate::convert::Utf16;
use crate::dto::{DocumentDto, SectionDto, SpanDto, name_of};

/// A document with its text and sections.
pub(crate) fn document(document: &Document) -> DocumentDto {
    let utf16 = Utf16::new(&document.text);
    let span = |range| utf16.span(range).unwrap_or(SpanDto { start: 0, end: 0 });
    let sections = sections(&document.text)
        .into_iter()
        .map(|section| SectionDto {
            title: section.title,
            kind: section.kind.name().to_owned(),
            heading: span(section.heading),
            span: span(section.range),
        })
        .collect();
    DocumentDto {
        id: document.id.to_string(),
        title: document.title.clone(),
        kind: document.kind.clone(),
        author: document.author.clone(),
        author_role: name_of(&document.author_role),
        date: document.date.clone(),
        text: document.text.clone(),
        sections,
    }
}

/// The sections of a text, by the headings that the project carries.
pub(crate) fn sections(text: &str) -> Vec<Section> {
    static HEADINGS: OnceLock<HashMap<String, Heading>> = OnceLock::new();
    let known = HEADINGS.get_or_init(|| {
        let heading = |h: &coding_engine::lexicon::Heading| Heading {
            kind: SectionKind::of(&h.kind),
            needs_delimiter: h.needs_delimiter,
        };
        let headings = lexicon().headings.iter();
        headings.map(|h| (h.words.clone(), heading(h))).collect()
    });
    clinical_text::sections(text, &|words| known.get(words).copied())
}
