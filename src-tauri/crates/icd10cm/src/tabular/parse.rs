//! Rows of the Tabular List out of its XML.

use crate::code::Code;
use crate::data::{EntryRow, NONE, NoteRow, SeventhRow};
use crate::note::NoteKind;
use crate::problem::{Problem, ProblemKind};
use crate::xml::Element;

/// Numbers texts; the same text gets the same number.
#[derive(Default)]
pub(crate) struct Texts {
    builder: mapped::StringsBuilder,
    numbers: rustc_hash::FxHashMap<String, u32>,
}

impl Texts {
    pub fn number(&mut self, text: &str) -> u32 {
        if let Some(&n) = self.numbers.get(text) {
            return n;
        }
        let n = self.builder.push(text);
        self.numbers.insert(text.to_owned(), n);
        n
    }

    pub fn finish(self) -> mapped::Strings {
        self.builder.finish()
    }
}

/// Rows in the making.
#[derive(Default)]
pub(crate) struct Rows {
    pub entries: Vec<EntryRow>,
    pub notes: Vec<NoteRow>,
    pub sevenths: Vec<SeventhRow>,
    /// Notes that say to which codes some 7th characters do not apply.
    pub seventh_exceptions: Vec<SeventhException>,
    pub version: String,
}

/// "7th characters D and S do not apply to codes in category S06 with 6th character 7 … or 8".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeventhException {
    pub category: Code,
    pub position: usize,
    pub values: Vec<u8>,
    pub characters: Vec<u8>,
}

struct Walk<'a> {
    rows: Rows,
    texts: &'a mut Texts,
    problems: &'a mut Vec<Problem>,
}

/// Reads the tree of a tabular file.
pub(crate) fn read(root: &Element, texts: &mut Texts, problems: &mut Vec<Problem>) -> Rows {
    let mut walk = Walk {
        rows: Rows {
            version: root.child_text("version").unwrap_or_default(),
            ..Rows::default()
        },
        texts,
        problems,
    };
    for chapter in root.children().filter(|e| e.name == "chapter") {
        walk.chapter(chapter);
    }
    walk.rows
}

impl Walk<'_> {
    fn problem(&mut self, place: &str, message: String) {
        self.problems.push(Problem::new(
            ProblemKind::Structure,
            format!("tabular: {place}"),
            message,
        ));
    }

    fn chapter(&mut self, chapter: &Element) {
        let name = chapter.child_text("name").unwrap_or_default();
        let row = self.open(0, [0; 8], &name, chapter, NONE);
        self.notes(chapter, row, &name);
        let mut sections: Vec<&Element> =
            chapter.children().filter(|e| e.name == "section").collect();
        // A section without codes lies over the sections of its range: it becomes their parent.
        let spans = spans_of(&sections);
        let mut order: Vec<usize> = (0..sections.len()).collect();
        order.sort_by_key(|&i| {
            (
                spans[i].0,
                std::cmp::Reverse(spans[i].1),
                sections[i].child("diag").is_some(),
            )
        });
        let sorted: Vec<(&Element, (usize, usize))> =
            order.iter().map(|&i| (sections[i], spans[i])).collect();
        sections.clear();
        let mut open: Vec<(u32, usize)> = vec![(row, usize::MAX)];
        for (section, (_, last)) in sorted {
            while open.len() > 1 && open.last().is_some_and(|&(_, end)| last > end) {
                if let Some((done, _)) = open.pop() {
                    self.close(done);
                }
            }
            let parent = open.last().map_or(row, |&(p, _)| p);
            let id = section.attribute("id").unwrap_or("").to_owned();
            let block = self.open(1, [0; 8], &id, section, parent);
            self.notes(section, block, &id);
            if section.child("diag").is_some() {
                for diag in section.children().filter(|e| e.name == "diag") {
                    self.diag(diag, block, NONE);
                }
                self.close(block);
            } else {
                open.push((block, last));
            }
        }
        while let Some((done, _)) = open.pop() {
            self.close(done);
        }
    }

    fn open(
        &mut self,
        kind: u8,
        code: [u8; 8],
        label: &str,
        element: &Element,
        parent: u32,
    ) -> u32 {
        let row = u32::try_from(self.rows.entries.len()).unwrap_or(NONE);
        let title = element.child_text("desc").unwrap_or_default();
        let title = if kind == 2 {
            title
        } else {
            strip_range(&title)
        };
        self.rows.entries.push(EntryRow {
            code,
            title: self.texts.number(&title),
            label: self.texts.number(label),
            parent,
            end: row + 1,
            notes: 0,
            sevenths: 0,
            seventh_owner: NONE,
            billable: 0,
            note_count: 0,
            seventh_count: 0,
            kind,
            flags: u8::from(element.attribute("placeholder") == Some("true")),
            pad: 0,
        });
        row
    }

    fn close(&mut self, row: u32) {
        let end = u32::try_from(self.rows.entries.len()).unwrap_or(NONE);
        self.rows.entries[row as usize].end = end;
    }

    fn diag(&mut self, diag: &Element, parent: u32, inherited: u32) {
        let name = diag.child_text("name").unwrap_or_default();
        let code = match Code::parse(&name) {
            Ok(code) => code,
            Err(error) => {
                self.problems.push(Problem::new(
                    ProblemKind::Code,
                    format!("tabular: {name}"),
                    format!("{error}; the entry was left out"),
                ));
                return;
            }
        };
        let row = self.open(2, code.to_bytes(), &code.to_string(), diag, parent);
        self.notes(diag, row, &name);
        let mut owner = inherited;
        if let Some(definition) = diag.child("sevenChrDef") {
            let first = u32::try_from(self.rows.sevenths.len()).unwrap_or(NONE);
            self.sevenths(definition, &name);
            let count = self.rows.sevenths.len() - first as usize;
            if count > 0 {
                owner = row;
                let entry = &mut self.rows.entries[row as usize];
                entry.sevenths = first;
                entry.seventh_count = u16::try_from(count).unwrap_or(u16::MAX);
            }
        }
        self.rows.entries[row as usize].seventh_owner = owner;
        for child in diag.children().filter(|e| e.name == "diag") {
            self.diag(child, row, owner);
        }
        self.close(row);
    }

    fn sevenths(&mut self, definition: &Element, place: &str) {
        for child in definition.children() {
            match child.name.as_str() {
                "extension" => {
                    let character = child
                        .attribute("char")
                        .and_then(|c| c.bytes().next())
                        .filter(u8::is_ascii_alphanumeric);
                    let Some(character) = character else {
                        self.problem(
                            place,
                            "a 7th character without its character was left out".to_owned(),
                        );
                        continue;
                    };
                    let text = self.texts.number(&child.text());
                    self.rows.sevenths.push(SeventhRow {
                        text,
                        note: NONE,
                        character: character.to_ascii_uppercase(),
                        pad: [0; 3],
                    });
                }
                "note" => {
                    let note = self.texts.number(&child.text());
                    match self.rows.sevenths.last_mut() {
                        Some(last) => last.note = note,
                        None => self.problem(
                            place,
                            "a note before the first 7th character was left out".to_owned(),
                        ),
                    }
                }
                other => {
                    let message = format!("unknown element {other} in sevenChrDef was left out");
                    self.problem(place, message);
                }
            }
        }
    }

    fn notes(&mut self, element: &Element, row: u32, place: &str) {
        let first = u32::try_from(self.rows.notes.len()).unwrap_or(NONE);
        for child in element.children() {
            let kind = match child.name.as_str() {
                "inclusionTerm" => NoteKind::InclusionTerm,
                "includes" => NoteKind::Includes,
                "excludes1" => NoteKind::Excludes1,
                "excludes2" => NoteKind::Excludes2,
                "codeFirst" => NoteKind::CodeFirst,
                "useAdditionalCode" => NoteKind::UseAdditional,
                "codeAlso" => NoteKind::CodeAlso,
                "notes" => NoteKind::Note,
                "sevenChrNote" => NoteKind::SeventhCharacter,
                "visualImpairment" => {
                    for text in visual_impairment(child) {
                        self.note(NoteKind::Note, &text, row, false);
                    }
                    continue;
                }
                "name" | "desc" | "diag" | "section" | "sectionIndex" | "sevenChrDef"
                | "deactivated" => continue,
                other => {
                    let message = format!("unknown element {other} was left out");
                    self.problem(place, message);
                    continue;
                }
            };
            let mut examples = false;
            let block = self.rows.notes.len();
            for note in child.children().filter(|e| e.name == "note") {
                let text = note.text();
                if text.is_empty() {
                    continue;
                }
                let head = text.ends_with(':');
                if head {
                    examples = text.contains("such as");
                }
                self.note(kind, &text, row, examples || text.contains("such as"));
                if let Some(exception) = seventh_exception(&text) {
                    self.rows.seventh_exceptions.push(exception);
                }
            }
            if let Some(first) = self.rows.notes.get_mut(block) {
                first.flags |= 8;
            }
        }
        let count = self.rows.notes.len() - first as usize;
        let entry = &mut self.rows.entries[row as usize];
        entry.notes = first;
        entry.note_count = u16::try_from(count).unwrap_or(u16::MAX);
    }

    fn note(&mut self, kind: NoteKind, text: &str, entry: u32, examples: bool) {
        let number = self.texts.number(text);
        let head = text.ends_with(':');
        self.rows.notes.push(NoteRow {
            text: number,
            entry,
            refs: 0,
            ref_count: 0,
            kind: NoteKind::ALL.iter().position(|k| *k == kind).unwrap_or(7) as u8,
            flags: u8::from(head) | (u8::from(examples) << 2),
        });
    }
}

/// Positions of the categories each section spans, within its chapter.
fn spans_of(sections: &[&Element]) -> Vec<(usize, usize)> {
    let categories: Vec<String> = sections
        .iter()
        .flat_map(|s| s.children().filter(|e| e.name == "diag"))
        .filter_map(|d| d.child_text("name"))
        .collect();
    let position = |name: &str| categories.iter().position(|c| c == name);
    sections
        .iter()
        .map(|section| {
            let own: Vec<usize> = section
                .children()
                .filter(|e| e.name == "diag")
                .filter_map(|d| position(&d.child_text("name")?))
                .collect();
            if let (Some(first), Some(last)) = (own.first(), own.last()) {
                return (*first, *last);
            }
            let (first, last) = section
                .attribute("id")
                .and_then(|id| id.split_once('-'))
                .unwrap_or(("", ""));
            let first_at = position(first)
                .or_else(|| categories.iter().position(|c| c.as_str() >= first))
                .unwrap_or(0);
            let last_at = position(last)
                .or_else(|| categories.iter().rposition(|c| c.as_str() <= last))
                .unwrap_or(first_at);
            (first_at, last_at.max(first_at))
        })
        .collect()
}

/// "Intestinal infectious diseases (A00-A09)" without its range.
fn strip_range(title: &str) -> String {
    match title.rsplit_once(" (") {
        Some((text, range))
            if range.ends_with(')')
                && range.len() <= 10
                && range.starts_with(|c: char| c.is_ascii_uppercase()) =>
        {
            text.to_owned()
        }
        _ => title.to_owned(),
    }
}

fn seventh_exception(text: &str) -> Option<SeventhException> {
    let lower = text.to_lowercase();
    if !(lower.contains("7th character")
        && lower.contains("do not apply")
        && lower.contains("with 6th character"))
    {
        return None;
    }
    let (head, tail) = text.split_once(" do not apply ")?;
    let characters = head
        .split_whitespace()
        .filter(|w| w.len() == 1)
        .filter_map(|w| w.bytes().next())
        .filter(u8::is_ascii_uppercase)
        .collect();
    let category = tail.split_whitespace().find_map(|w| Code::parse(w).ok())?;
    let values = tail
        .split("with 6th character")
        .nth(1)?
        .split_whitespace()
        .filter(|w| w.len() == 1)
        .filter_map(|w| w.bytes().next())
        .filter(u8::is_ascii_digit)
        .collect();
    Some(SeventhException {
        category,
        position: 5,
        values,
        characters,
    })
}

/// The table at H54 as lines of text, a row each.
fn visual_impairment(table: &Element) -> Vec<String> {
    fn leaves(element: &Element, out: &mut Vec<String>) {
        let mut any = false;
        for child in element.children() {
            any = true;
            leaves(child, out);
        }
        if !any {
            let text = element.text();
            if !text.is_empty() {
                out.push(text);
            }
        }
    }
    table
        .children()
        .map(|row| {
            let mut cells = Vec::new();
            leaves(row, &mut cells);
            cells.join(" | ")
        })
        .filter(|row| !row.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_at_s06_takes_some_sevenths_away() {
        let note = "7th characters D and S do not apply to codes in category S06 with 6th character 7 - death due to brain injury prior to regaining consciousness, or 8 - death due to other cause prior to regaining consciousness.";
        let exception = seventh_exception(note).unwrap();
        assert_eq!(exception.category.to_string(), "S06");
        assert_eq!(
            (exception.position, exception.values, exception.characters),
            (5, b"78".to_vec(), b"DS".to_vec())
        );
        assert_eq!(seventh_exception("7th characters apply to all"), None);
    }

    #[test]
    fn ranges_are_dropped_from_block_titles() {
        assert_eq!(
            strip_range("Intestinal infectious diseases (A00-A09)"),
            "Intestinal infectious diseases"
        );
        assert_eq!(strip_range("Other (benign)"), "Other (benign)");
    }
}
