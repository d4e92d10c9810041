//! The packet's HTML taken apart into what stands under each other on paper. It reads what this crate itself writes,
//! so that both packets say the same.

use super::font::{Face, unwritten, written};

/// A stretch of text of one face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) face: Face,
}

/// A line of text that may be broken into several.
pub(super) type Line = Vec<Span>;

/// What stands under each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// Of level 1 to 3.
    Heading(u8, Line),
    Paragraph {
        line: Line,
        small: bool,
    },
    /// A name and its value.
    Fact(Line, Line),
    Item(String, Line),
    /// Words of the note, in their own lines.
    Quote(Line),
    Table {
        head: Vec<Line>,
        rows: Vec<Vec<Line>>,
    },
    /// What follows begins a page.
    Page,
}

/// The blocks of a packet, and how many characters in it stand as their numbers.
pub(super) fn blocks(html: &str) -> (Vec<Block>, usize) {
    let mut reader = Reader::default();
    let body = html.split_once("<body>").map_or(html, |(_, body)| body);
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        reader.text(&rest[..at]);
        let Some((tag, behind)) = rest[at + 1..].split_once('>') else {
            break;
        };
        reader.tag(tag);
        rest = behind;
    }
    (reader.blocks, reader.lacking)
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    line: Line,
    name: Line,
    head: Vec<Line>,
    rows: Vec<Vec<Line>>,
    cells: Vec<Line>,
    faces: Vec<Face>,
    /// Numbers of the items of lists that are open; 0 for one without numbers.
    lists: Vec<u32>,
    small: bool,
    lacking: usize,
}

impl Reader {
    fn text(&mut self, escaped: &str) {
        let text = unescaped(escaped);
        if text.is_empty() || (self.line.is_empty() && text.trim().is_empty()) {
            return;
        }
        self.lacking += unwritten(&text);
        self.line.push(Span {
            text: written(&text),
            face: self.faces.last().copied().unwrap_or(Face::Plain),
        });
    }

    fn tag(&mut self, tag: &str) {
        let name = tag.split(' ').next().unwrap_or(tag);
        match name {
            "b" | "th" | "em" => self.faces.push(Face::Bold),
            "mark" => self.faces.push(Face::Marked),
            "span" => self.faces.push(if tag.contains("\"code\"") {
                Face::Mono
            } else {
                Face::Plain
            }),
            "/b" | "/mark" | "/span" | "/em" => {
                self.faces.pop();
            }
            "section" if tag.contains("\"code\"") => self.blocks.push(Block::Page),
            "ul" => self.lists.push(0),
            "ol" => self.lists.push(1),
            "/ul" | "/ol" => {
                self.lists.pop();
            }
            "p" | "footer" => {
                self.small = tag.contains("small") || name == "footer";
                self.line.clear();
            }
            "h1" | "h2" | "h3" | "li" | "dt" | "dd" | "td" | "blockquote" => self.line.clear(),
            "/h1" => self.put(|line| Block::Heading(1, line)),
            "/h2" => self.put(|line| Block::Heading(2, line)),
            "/h3" => self.put(|line| Block::Heading(3, line)),
            "/p" | "/footer" => {
                let small = self.small;
                self.put(|line| Block::Paragraph { line, small });
            }
            "/blockquote" => self.put(Block::Quote),
            "/dt" => self.name = std::mem::take(&mut self.line),
            "/dd" => {
                let name = std::mem::take(&mut self.name);
                self.put(|line| Block::Fact(name, line));
            }
            "/li" => {
                let marker = match self.lists.last_mut() {
                    Some(number) if *number > 0 => {
                        *number += 1;
                        format!("{}.", *number - 1)
                    }
                    _ => "•".to_owned(),
                };
                self.put(|line| Block::Item(marker, line));
            }
            "/th" => {
                self.faces.pop();
                self.head.push(std::mem::take(&mut self.line));
            }
            "/td" => self.cells.push(std::mem::take(&mut self.line)),
            "/tr" if !self.cells.is_empty() => self.rows.push(std::mem::take(&mut self.cells)),
            "/table" => {
                let (head, rows) = (
                    std::mem::take(&mut self.head),
                    std::mem::take(&mut self.rows),
                );
                self.blocks.push(Block::Table { head, rows });
            }
            _ => {}
        }
    }

    fn put(&mut self, make: impl FnOnce(Line) -> Block) {
        let line = std::mem::take(&mut self.line);
        self.blocks.push(make(line));
    }
}

fn unescaped(text: &str) -> String {
    // the ampersand last, or it would make entities of what was none
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Line {
        vec![Span {
            text: text.to_owned(),
            face: Face::Plain,
        }]
    }

    #[test]
    fn the_packets_markup_becomes_blocks() {
        let (found, lacking) = blocks(
            "<head><title>x</title></head><body>\n<h2>A &amp;lt; b</h2>\n<p class=\"small\">one ≥</p>\n\
             <dl><div><dt>Name</dt><dd>Value</dd></div></dl><ol><li>a</li><li>b</li></ol>\
             <blockquote>x <mark>y</mark></blockquote>\
             <table><thead><tr><th>H</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>",
        );
        assert_eq!(lacking, 1);
        let marked = Span {
            text: "y".to_owned(),
            face: Face::Marked,
        };
        let head = Span {
            text: "H".to_owned(),
            face: Face::Bold,
        };
        assert_eq!(
            found,
            [
                Block::Heading(2, plain("A &lt; b")),
                Block::Paragraph {
                    line: plain("one [U+2265]"),
                    small: true
                },
                Block::Fact(plain("Name"), plain("Value")),
                Block::Item("1.".to_owned(), plain("a")),
                Block::Item("2.".to_owned(), plain("b")),
                Block::Quote([plain("x "), vec![marked]].concat()),
                Block::Table {
                    head: vec![vec![head]],
                    rows: vec![vec![plain("c")]]
                },
            ]
        );
    }
}
