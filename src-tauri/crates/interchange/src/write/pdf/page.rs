//! Pages of letter size: lines are broken between words, blocks between lines, and a table that goes on repeats its
//! head.

use super::block::{Block, Line, Span};
use super::font::{Face, width};

/// Points: a 72nd of an inch.
pub(super) const WIDTH: f64 = 612.0;
pub(super) const HEIGHT: f64 = 792.0;
pub(super) const MARGIN: f64 = 54.0;
/// Above the text stands the head of the page, below it the foot.
const TOP: f64 = HEIGHT - 66.0;
const BOTTOM: f64 = 60.0;
const BODY: f64 = 9.5;
const SMALL: f64 = 8.0;
const GAP: f64 = 8.0;

/// A piece of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    /// A line of text with its left end and baseline, in points from below.
    Text {
        x: f64,
        y: f64,
        size: f64,
        line: Line,
    },
    /// A filled box: left, below, width, height.
    Box(f64, f64, f64, f64),
}

/// The pages under construction.
pub(super) struct Pages {
    pub(super) pages: Vec<Vec<Mark>>,
    y: f64,
    /// The head of the table that is being set: each page it goes on to begins with that.
    head: Option<Cells>,
}

/// The cells of a row: left end, width, text.
type Cells = Vec<(f64, f64, Line)>;

/// Sets blocks on pages.
pub(super) fn set(blocks: &[Block]) -> Vec<Vec<Mark>> {
    let mut pages = Pages {
        pages: vec![Vec::new()],
        y: TOP,
        head: None,
    };
    for (at, block) in blocks.iter().enumerate() {
        pages.block(block, blocks.get(at + 1));
    }
    pages.pages
}

impl Pages {
    fn block(&mut self, block: &Block, next: Option<&Block>) {
        let full = WIDTH - 2.0 * MARGIN;
        match block {
            Block::Page => self.turn(),
            Block::Heading(level, line) => {
                let (size, before) = match level {
                    1 => (16.0, 0.0),
                    2 => (12.5, 14.0),
                    _ => (10.0, 8.0),
                };
                // a heading stays with what it is of
                let needed = if next.is_some() { 3.2 } else { 1.2 } * size + before;
                self.room(needed);
                if self.y < TOP {
                    self.y -= before;
                }
                let bold: Line = line
                    .iter()
                    .map(|span| match span.face {
                        Face::Plain => Span {
                            face: Face::Bold,
                            ..span.clone()
                        },
                        _ => span.clone(),
                    })
                    .collect();
                self.lines(MARGIN, full, size, &bold);
                if *level == 2 {
                    self.put(Mark::Box(MARGIN, self.y - 1.0, full, 0.8));
                    self.y -= 4.0;
                }
            }
            Block::Paragraph { line, small } => {
                self.lines(MARGIN, full, if *small { SMALL } else { BODY }, line);
                self.y -= 2.0;
            }
            Block::Fact(name, value) => {
                self.row(
                    &[(MARGIN, 120.0, name), (MARGIN + 124.0, full - 124.0, value)],
                    BODY,
                );
            }
            Block::Item(marker, line) => {
                let marker = vec![Span {
                    text: marker.clone(),
                    face: Face::Plain,
                }];
                self.row(
                    &[
                        (MARGIN + 4.0, 18.0, &marker),
                        (MARGIN + 24.0, full - 24.0, line),
                    ],
                    BODY,
                );
            }
            Block::Quote(line) => {
                self.y -= 3.0;
                for line in broken(line, full - 14.0, BODY) {
                    let height = BODY * 1.35;
                    self.room(height);
                    self.put(Mark::Box(MARGIN + 2.0, self.y - height + 2.0, 1.5, height));
                    self.line(MARGIN + 12.0, BODY, line);
                }
                self.y -= 3.0;
            }
            Block::Table { head, rows } => self.table(head, rows, full),
        }
    }

    fn table(&mut self, head: &[Line], rows: &[Vec<Line>], full: f64) {
        let columns = head.len().max(rows.iter().map(Vec::len).max().unwrap_or(0));
        let widths = columns_of(head, rows, columns, full);
        let empty = Line::new();
        let placed = |cells: &[Line]| -> Cells {
            let mut x = MARGIN;
            (0..columns)
                .map(|n| {
                    let at = x;
                    x += widths[n] + GAP;
                    (at, widths[n], cells.get(n).unwrap_or(&empty).clone())
                })
                .collect()
        };
        let head = placed(head);
        let rows: Vec<Cells> = rows.iter().map(|cells| placed(cells)).collect();
        // a row is broken only where it is higher than what a page leaves it
        let whole = |cells: &Cells| Some(high(cells)).filter(|h| *h < (TOP - BOTTOM) / 2.0);
        if let Some(first) = rows.first() {
            // a head stays with what it is of
            self.room(high(&head) + 2.0 + whole(first).unwrap_or(SMALL * 3.0));
            self.begin(&head);
            self.head = Some(head);
        }
        for cells in &rows {
            if let Some(height) = whole(cells) {
                self.room(height);
            }
            self.cells(cells);
            self.put(Mark::Box(MARGIN, self.y + 1.0, full, 0.25));
            self.y -= 1.5;
        }
        self.head = None;
        self.y -= 3.0;
    }

    /// The head of a table.
    fn begin(&mut self, head: &Cells) {
        self.cells(head);
        let full = WIDTH - 2.0 * MARGIN;
        self.put(Mark::Box(MARGIN, self.y + 1.0, full, 0.6));
        self.y -= 2.0;
    }

    fn cells(&mut self, cells: &Cells) {
        let cells: Vec<(f64, f64, &Line)> = cells.iter().map(|(x, w, l)| (*x, *w, l)).collect();
        self.row(&cells, SMALL);
    }

    /// Texts beside each other, each broken in its own width.
    fn row(&mut self, cells: &[(f64, f64, &Line)], size: f64) {
        let lines: Vec<Vec<Line>> = cells
            .iter()
            .map(|(_, width, line)| broken(line, *width, size))
            .collect();
        let most = lines.iter().map(Vec::len).max().unwrap_or(0);
        for n in 0..most {
            self.room(size * 1.35);
            let y = self.y;
            for ((x, ..), lines) in cells.iter().zip(&lines) {
                if let Some(line) = lines.get(n) {
                    self.y = y;
                    self.line(*x, size, line.clone());
                }
            }
            self.y = y - size * 1.35;
        }
    }

    fn lines(&mut self, x: f64, width: f64, size: f64, line: &Line) {
        for line in broken(line, width, size) {
            self.room(size * 1.35);
            self.line(x, size, line);
        }
    }

    /// One line that fits; underlines what is marked.
    fn line(&mut self, x: f64, size: f64, line: Line) {
        let y = self.y - size;
        let mut at = x;
        let mut under = Vec::new();
        for span in &line {
            let wide = measure(&span.text, span.face, size);
            if span.face == Face::Marked {
                under.push(Mark::Box(at, y - 1.6, wide, 0.7));
            }
            at += wide;
        }
        self.put(Mark::Text { x, y, size, line });
        under.into_iter().for_each(|mark| self.put(mark));
        self.y -= size * 1.35;
    }

    fn room(&mut self, needed: f64) {
        if self.y - needed < BOTTOM {
            self.turn();
        }
    }

    fn turn(&mut self) {
        if self.y < TOP {
            self.pages.push(Vec::new());
            self.y = TOP;
            if let Some(head) = self.head.take() {
                self.begin(&head);
                self.head = Some(head);
            }
        }
    }

    fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }
}

/// Height of a row of a table in points.
fn high(cells: &Cells) -> f64 {
    let lines = cells
        .iter()
        .map(|(_, width, line)| broken(line, *width, SMALL).len());
    lines.max().unwrap_or(1) as f64 * SMALL * 1.35
}

/// Width of a text in points.
pub(super) fn measure(text: &str, face: Face, size: f64) -> f64 {
    f64::from(text.chars().map(|c| width(c, face)).sum::<u32>()) * size / 1000.0
}

/// Widths of columns: what each needs where that fits, else in parts of it.
fn columns_of(head: &[Line], rows: &[Vec<Line>], columns: usize, full: f64) -> Vec<f64> {
    let whole = |line: &Line| -> f64 {
        let parts = line.iter().map(|s| measure(&s.text, s.face, SMALL));
        parts.sum::<f64>() + 1.0
    };
    let needs: Vec<f64> = (0..columns)
        .map(|n| {
            let cells = rows.iter().filter_map(|row| row.get(n)).chain(head.get(n));
            cells.map(whole).fold(12.0, f64::max)
        })
        .collect();
    let space = full - GAP * (columns.max(1) - 1) as f64;
    if needs.iter().sum::<f64>() <= space {
        return needs;
    }
    // what needs less than its even part gets what it needs; the others share the rest by the roots of their needs
    let even = space / columns.max(1) as f64;
    let left = space - needs.iter().filter(|n| **n <= even).sum::<f64>();
    let roots: f64 = needs.iter().filter(|n| **n > even).map(|n| n.sqrt()).sum();
    needs
        .iter()
        .map(|n| {
            if *n <= even {
                *n
            } else {
                left * n.sqrt() / roots
            }
        })
        .collect()
}

/// A line in lines of at most a width, broken at line ends and between words, in a word only where it is longer than
/// a line. A blank stays at the end of a line that goes on, for whoever copies the text.
fn broken(line: &Line, wide: f64, size: f64) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![Line::new()];
    let mut used = 0.0;
    let put = |lines: &mut Vec<Line>, text: &str, face: Face| {
        if let Some(line) = lines.last_mut() {
            match line.last_mut() {
                Some(span) if span.face == face => span.text.push_str(text),
                _ => line.push(Span {
                    text: text.to_owned(),
                    face,
                }),
            }
        }
    };
    for span in line {
        for (n, part) in span.text.split('\n').enumerate() {
            if n > 0 {
                lines.push(Line::new());
                used = 0.0;
            }
            for word in part.split_inclusive(' ') {
                let bare = measure(word.trim_end(), span.face, size);
                if used > 0.0 && used + bare > wide {
                    lines.push(Line::new());
                    used = 0.0;
                }
                if bare <= wide {
                    put(&mut lines, word, span.face);
                    used += measure(word, span.face, size);
                    continue;
                }
                for c in word.chars() {
                    let one = f64::from(width(c, span.face)) * size / 1000.0;
                    if used > 0.0 && used + one > wide {
                        lines.push(Line::new());
                        used = 0.0;
                    }
                    put(&mut lines, c.encode_utf8(&mut [0; 4]), span.face);
                    used += one;
                }
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        vec![Span {
            text: text.to_owned(),
            face: Face::Plain,
        }]
    }

    #[test]
    fn lines_are_broken_between_words_and_lose_nothing() {
        let text = "one two three four five 0123456789abcdef0123456789abcdef\nnext line";
        let lines = broken(&line(text), 60.0, 10.0);
        assert!(lines.len() > 5);
        for l in &lines {
            let text: String = l.iter().map(|s| s.text.as_str()).collect();
            assert!(
                measure(text.trim_end(), Face::Plain, 10.0) <= 60.0,
                "{text}"
            );
        }
        let all: String = lines.iter().flatten().map(|s| s.text.as_str()).collect();
        assert_eq!(all, text.replace('\n', ""));
    }

    #[test]
    fn a_long_table_repeats_its_head_and_stays_on_its_pages() {
        let rows: Vec<Vec<Line>> = (0..200)
            .map(|n| vec![line(&n.to_string()), line(&"word ".repeat(40))])
            .collect();
        let head = vec![line("Number"), line("Words")];
        let pages = set(&[Block::Table { head, rows }]);
        assert!(pages.len() > 3);
        for page in &pages {
            let texts: Vec<&str> = page
                .iter()
                .filter_map(|mark| match mark {
                    Mark::Text { y, line, .. } => {
                        assert!(*y > MARGIN - 20.0 && *y < HEIGHT);
                        line.first().map(|s| s.text.as_str())
                    }
                    Mark::Box(..) => None,
                })
                .collect();
            assert_eq!(texts[0], "Number");
        }
    }

    #[test]
    fn every_page_of_a_table_begins_with_its_head_whatever_the_height_of_its_rows() {
        // from a head of one line to one of several, and rows from one line to more than a page
        for (title, first) in [("Number", 0), ("Number", 38), (&*"Long ".repeat(60), 30)] {
            for high in [1, 12, 30, 60, 200] {
                let mut blocks: Vec<Block> = (0..first)
                    .map(|_| Block::Paragraph {
                        line: line("before"),
                        small: false,
                    })
                    .collect();
                let rows = (0..40)
                    .map(|n| vec![line(&"row\n".repeat(1 + n % 3 * high)), line("x")])
                    .collect();
                let head = vec![line(title), line("Other")];
                blocks.push(Block::Table { head, rows });
                let pages = set(&blocks);
                let before = pages.iter().take_while(|page| !has(page, "Other")).count();
                for (n, page) in pages.iter().enumerate().skip(before) {
                    let texts = texts(page);
                    let starts = texts.iter().position(|t| *t != "before").unwrap();
                    assert!(texts[starts].starts_with(&title[..4]), "{high}, page {n}");
                    assert!(has(page, "row"), "{high}, page {n}: a head alone");
                    let lowest = page.iter().filter_map(|mark| match mark {
                        Mark::Text { y, .. } => Some(*y),
                        Mark::Box(..) => None,
                    });
                    assert!(
                        lowest.fold(TOP, f64::min) >= BOTTOM - SMALL,
                        "{high}, page {n}"
                    );
                }
            }
        }
    }

    fn texts(page: &[Mark]) -> Vec<&str> {
        page.iter()
            .filter_map(|mark| match mark {
                Mark::Text { line, .. } => line.first().map(|s| s.text.trim()),
                Mark::Box(..) => None,
            })
            .collect()
    }

    fn has(page: &[Mark], text: &str) -> bool {
        texts(page).contains(&text)
    }
}
