//! Rows of an index or table out of its XML. The four books share one schema.

use crate::code::Code;
use crate::data::{CellRow, CodeRow, CrossRow, NONE, NodeRow, PartSource};
use crate::problem::{Problem, ProblemKind};
use crate::tabular::parse::Texts;
use crate::xml::{Content, Element, fold};

/// Separates nonessential modifiers.
pub(crate) const SEPARATOR: char = '\u{1f}';

/// Terms that join rather than name; they stand first among their siblings (Guidelines I.A.15, FY2026).
const STRUCTURAL: [&str; 8] = [
    "with",
    "in",
    "due to",
    "in (due to)",
    "with or due to",
    "associated with",
    "with, due to",
    "in, due to",
];

/// Whether a title is one of the joining terms.
pub(crate) fn is_structural(title: &str) -> bool {
    let title = title.trim();
    STRUCTURAL.contains(&title)
        || title.starts_with("in (due to)")
        || title == "due to or associated with"
        || title == "following"
        || title == "without"
}

/// Rows in the making of one book.
#[derive(Default)]
pub(crate) struct BookRows {
    pub source: Option<PartSource>,
    pub heads: Vec<String>,
    pub nodes: Vec<NodeRow>,
    pub cross: Vec<CrossRow>,
    pub cells: Vec<CellRow>,
    pub targets: Vec<u32>,
}

/// Decides what a printed code is: state 1 where the release has it, 2 where not.
pub(crate) type Judge<'a> = dyn Fn(Code) -> bool + 'a;

struct Walk<'a> {
    rows: BookRows,
    texts: &'a mut Texts,
    problems: &'a mut Vec<Problem>,
    known: &'a Judge<'a>,
    part: &'static str,
}

/// Reads the tree of an index or table.
pub(crate) fn read(
    root: &Element,
    source: PartSource,
    part: &'static str,
    texts: &mut Texts,
    known: &Judge<'_>,
    problems: &mut Vec<Problem>,
) -> BookRows {
    let mut walk = Walk {
        rows: BookRows {
            source: Some(source),
            ..BookRows::default()
        },
        texts,
        problems,
        known,
        part,
    };
    if let Some(heading) = root.child("indexHeading") {
        walk.rows.heads = heading
            .children()
            .filter(|e| e.name == "head")
            .map(Element::text)
            .collect();
    }
    for letter in root.children().filter(|e| e.name == "letter") {
        for main in letter.children().filter(|e| e.name == "mainTerm") {
            walk.term(main, NONE, 0, "");
        }
    }
    walk.rows
}

impl Walk<'_> {
    fn term(&mut self, term: &Element, parent: u32, level: u8, above: &str) {
        let holder = term.child("title").or_else(|| term.child("diff"));
        let (mut title, mut nonessential) = holder.map(title_of).unwrap_or_default();
        if title.is_empty() && !nonessential.is_empty() {
            // a title that is all in parentheses: the first of them names the term
            title = nonessential.remove(0);
        }
        let place = if above.is_empty() {
            title.clone()
        } else {
            format!("{above}, {title}")
        };
        if title.is_empty() {
            self.problem(
                ProblemKind::Structure,
                &place,
                "a term without a title was left out".to_owned(),
            );
            return;
        }
        let row = u32::try_from(self.rows.nodes.len()).unwrap_or(NONE);
        let references = u32::try_from(self.rows.cross.len()).unwrap_or(NONE);
        let cells = u32::try_from(self.rows.cells.len()).unwrap_or(NONE);
        let (mut code, mut manifestation) = (empty_code(), empty_code());
        let mut subterms = Vec::new();
        for child in term.children() {
            let text = || child.text();
            match child.name.as_str() {
                "title" | "diff" => {}
                "code" => code = self.code(&text(), &place),
                "manif" => manifestation = self.code(text().trim_matches(['[', ']']), &place),
                "see" => self.cross(0, &text()),
                "seeAlso" => self.cross(1, &text()),
                "seecat" | "subcat" => self.cross(2, &text()),
                "cell" => self.cell(child, &place),
                "term" => subterms.push(child),
                "warning" => {}
                other => self.problem(
                    ProblemKind::Structure,
                    &place,
                    format!("unknown element {other} was left out"),
                ),
            }
        }
        let joined = nonessential.join(&SEPARATOR.to_string());
        let node = NodeRow {
            title: self.texts.number(&title),
            nonessential: if joined.is_empty() {
                NONE
            } else {
                self.texts.number(&joined)
            },
            parent,
            end: row + 1,
            code,
            manifestation,
            references,
            cells,
            reference_count: u8::try_from(self.rows.cross.len() - references as usize)
                .unwrap_or(u8::MAX),
            cell_count: u8::try_from(self.rows.cells.len() - cells as usize).unwrap_or(u8::MAX),
            level,
            pad: [0; 5],
        };
        self.rows.nodes.push(node);
        subterms.sort_by_key(|t| {
            let title = t.child("title").map(|t| title_of(t).0).unwrap_or_default();
            !is_structural(&title)
        });
        for subterm in subterms {
            self.term(subterm, row, level.saturating_add(1), &place);
        }
        let end = u32::try_from(self.rows.nodes.len()).unwrap_or(NONE);
        self.rows.nodes[row as usize].end = end;
    }

    fn problem(&mut self, kind: ProblemKind, place: &str, message: String) {
        self.problems.push(Problem::new(
            kind,
            format!("{}: {place}", self.part),
            message,
        ));
    }

    fn code(&mut self, printed: &str, place: &str) -> CodeRow {
        let printed = printed.trim();
        if printed.is_empty() || printed.chars().all(|c| c == '-') {
            return empty_code();
        }
        let dash = printed.ends_with('-');
        let bare = printed.trim_end_matches('-').trim_end_matches('.');
        match Code::parse(bare) {
            Ok(code) => {
                let known = (self.known)(code);
                if !known {
                    self.problem(
                        ProblemKind::Code,
                        place,
                        format!("{printed} is not in the release; the entry is not offered"),
                    );
                }
                CodeRow {
                    code: code.to_bytes(),
                    state: if known { 1 } else { 2 },
                    dash: u8::from(dash),
                    pad: [0; 6],
                }
            }
            Err(_) => {
                self.problem(
                    ProblemKind::Code,
                    place,
                    "the text where a code should stand is none; it was left out".to_owned(),
                );
                empty_code()
            }
        }
    }

    fn cross(&mut self, kind: u8, text: &str) {
        let text = self.texts.number(text);
        self.rows.cross.push(CrossRow {
            text,
            targets: 0,
            hint: NONE,
            target_count: 0,
            kind,
            landing: 0,
        });
    }

    fn cell(&mut self, cell: &Element, place: &str) {
        let column = cell
            .attribute("col")
            .and_then(|c| c.parse().ok())
            .unwrap_or(0);
        let code = self.code(&cell.text(), place);
        self.rows.cells.push(CellRow {
            code,
            column,
            pad: [0; 7],
        });
    }
}

fn empty_code() -> CodeRow {
    CodeRow {
        code: [0; 8],
        state: 0,
        dash: 0,
        pad: [0; 6],
    }
}

/// A title without its nonessential modifiers, and these, without parentheses.
fn title_of(title: &Element) -> (String, Vec<String>) {
    let (mut essential, mut modifiers) = (String::new(), Vec::new());
    walk_title(title, &mut essential, &mut modifiers);
    let essential = fold(&essential).replace(" ,", ",");
    if essential.contains('(') && !is_structural(&essential) {
        // modifiers also stand in plain parentheses, around or behind the marked ones
        let outside = without_parentheses(&essential);
        if !outside.is_empty() {
            let mut plain = parenthesized(&essential);
            plain.append(&mut modifiers);
            return (outside, plain);
        }
    }
    (essential, modifiers)
}

/// A text without what stands in parentheses.
pub(crate) fn without_parentheses(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => {
                depth += 1;
                kept.push(' ');
            }
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    fold(&kept).replace(" ,", ",")
}

/// What stands in the outermost parentheses of a text.
fn parenthesized(text: &str) -> Vec<String> {
    let mut inside = String::new();
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => continue,
            _ => {}
        }
        inside.push(c);
    }
    split_modifiers(&inside)
}

fn walk_title(element: &Element, essential: &mut String, modifiers: &mut Vec<String>) {
    for content in &element.content {
        match content {
            Content::Text(text) => essential.push_str(text),
            Content::Element(e) if e.name == "nemod" => {
                essential.push(' ');
                modifiers.extend(split_modifiers(&e.text()));
            }
            Content::Element(e) if e.name == "old" => {}
            Content::Element(e) => walk_title(e, essential, modifiers),
        }
    }
}

/// "(acute) (chronic)" as its parts.
fn split_modifiers(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let (mut depth, mut part) = (0_u32, String::new());
    for c in text.chars() {
        match c {
            '(' => {
                depth += 1;
                if depth > 1 {
                    part.push(c);
                }
            }
            ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    parts.push(std::mem::take(&mut part));
                } else {
                    part.push(c);
                }
            }
            c => part.push(c),
        }
    }
    parts.push(part);
    parts
        .iter()
        .map(|p| fold(p))
        .filter(|p| !p.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modifiers_are_taken_apart() {
        assert_eq!(
            split_modifiers("(acute) (of (big) toe)"),
            ["acute", "of (big) toe"]
        );
        assert_eq!(split_modifiers("(unclosed"), ["unclosed"]);
    }

    #[test]
    fn text_behind_the_modifiers_belongs_to_the_title() {
        let mut problems = Vec::new();
        let xml = "<title>heavy<nemod>(transport)</nemod> vehicle</title>";
        let element = crate::xml::parse(xml.as_bytes(), "test", &mut problems).unwrap();
        assert_eq!(
            title_of(&element),
            ("heavy vehicle".to_owned(), vec!["transport".to_owned()])
        );
    }
}
