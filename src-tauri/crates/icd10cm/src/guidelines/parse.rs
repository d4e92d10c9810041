//! The text as rows: page furniture and table of contents taken out, labels followed in their order.

use super::heading::{self, Label, Level};
use super::text::{is_contents, is_furniture, join, paragraphs, title_goes_on};
use super::{Guideline, Guidelines, Mention, mention};

/// How far behind the first line the table of contents may end, in lines.
const CONTENTS: usize = 600;

pub(super) fn parse(text: &str) -> Guidelines {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let contents = |i: &usize| lines.get(*i).is_some_and(|l| is_contents(l));
    let first = (0..lines.len().min(CONTENTS)).find(contents);
    let last = (0..lines.len().min(CONTENTS)).rev().find(contents);
    let (head, body) = match (first, last) {
        (Some(first), Some(last)) => (
            lines.get(..first).unwrap_or_default(),
            lines.get(last + 1..).unwrap_or_default(),
        ),
        _ => {
            let section = lines
                .iter()
                .position(|l| is_section(l))
                .unwrap_or(lines.len());
            lines.split_at(section)
        }
    };
    let mut reader = Reader::default();
    reader.open("Introduction", "Introduction", None, 0);
    for line in head.iter().skip(1) {
        reader.line(line);
    }
    for line in body {
        reader.line(line);
    }
    reader.close();
    let mut rows = reader.rows;
    if rows.first().is_some_and(|r| r.text.is_empty()) && rows.iter().all(|r| r.parent != Some(0)) {
        rows.remove(0);
        for row in &mut rows {
            row.parent = row.parent.and_then(|p| p.checked_sub(1));
        }
    }
    Guidelines {
        year: lines.iter().take(20).find_map(|l| year(l)),
        rows,
    }
}

fn is_section(line: &str) -> bool {
    heading::labels(line)
        .iter()
        .any(|l| l.level == Level::Section)
}

/// The year behind "FY".
fn year(line: &str) -> Option<u16> {
    let digits: String = line
        .split_once("FY")?
        .1
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok().filter(|y| (2010..2100).contains(y))
}

#[derive(Default)]
struct Reader<'a> {
    rows: Vec<Guideline>,
    /// The labels above the current row, with the row of each.
    path: Vec<(Level, u16, usize)>,
    /// Lines of the current row.
    lines: Vec<&'a str>,
    /// Whether the next line may belong to the title.
    in_title: bool,
    /// Whether the title went on once already.
    gone_on: bool,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a str) {
        if is_furniture(line) || is_contents(line) {
            return;
        }
        if let Some(rest) = appendix(line) {
            self.close();
            self.path.clear();
            self.open(line, rest, None, 0);
            self.in_title = false;
            return;
        }
        if let Some(label) = heading::labels(line)
            .into_iter()
            .find(|label| self.is_next(label))
        {
            self.heading(&label);
            return;
        }
        if self.in_title
            && let Some(row) = self.rows.last_mut()
            && title_goes_on(&row.title, line, row.depth, self.gone_on)
        {
            join(&mut row.title, line);
            self.gone_on = true;
            return;
        }
        self.in_title = false;
        self.lines.push(line);
    }

    /// Whether a label is the one that comes next in its place: the sibling behind the last of its level, or
    /// the first of a deeper level.
    fn is_next(&self, label: &Label<'_>) -> bool {
        let open = self.path.iter().find(|(level, ..)| *level == label.level);
        match open {
            Some((_, ordinal, _)) => label.ordinal == ordinal + 1,
            None if label.level == Level::Section => label.ordinal == 1,
            None => label.ordinal == 1 && self.path.last().is_some_and(|(l, ..)| *l < label.level),
        }
    }

    fn heading(&mut self, label: &Label<'_>) {
        self.close();
        self.path.retain(|(level, ..)| *level < label.level);
        let parent = self.path.last().map(|(.., row)| *row);
        let number = match parent.and_then(|p| self.rows.get(p)) {
            Some(parent) => format!("{}.{}", parent.number, label.name),
            None => label.name.to_owned(),
        };
        self.open(&number, label.rest, parent, label.level.depth());
        self.path
            .push((label.level, label.ordinal, self.rows.len() - 1));
        self.in_title = true;
        self.gone_on = false;
    }

    fn open(&mut self, number: &str, title: &str, parent: Option<usize>, depth: u8) {
        let above = parent
            .and_then(|p| self.rows.get(p))
            .and_then(|r| r.chapter);
        let chapter = number
            .strip_prefix("I.C.")
            .filter(|n| !n.contains('.'))
            .and_then(|n| n.parse().ok());
        self.rows.push(Guideline {
            number: number.to_owned(),
            title: title.to_owned(),
            text: String::new(),
            depth,
            parent,
            chapter: chapter.or(above),
            mentions: Vec::new(),
        });
    }

    /// Puts the lines of the current row together.
    fn close(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        row.text = paragraphs(&lines);
        // the codes of a whole chapter stand in its title, and hold for it anyway
        let of_title = if row.chapter.is_some() && row.depth == Level::Number.depth() {
            Vec::new()
        } else {
            mention::mentions(&row.title)
        };
        let title = of_title.into_iter().map(|m| (None, m));
        let text = mention::mentions(&row.text)
            .into_iter()
            .map(|m| (Some(m.0.clone()), m));
        row.mentions = title
            .chain(text)
            .map(|(range, (_, first, last))| Mention { range, first, last })
            .collect();
    }
}

/// "Appendix I": what stands behind the sections.
fn appendix(line: &str) -> Option<&str> {
    let number = line.strip_prefix("Appendix ")?;
    (!number.is_empty() && number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))).then_some(line)
}
