//! The evidence packet as PDF: what the HTML says, on pages of letter size, as text that can be selected.
//!
//! Written after ISO 32000-1 with the fonts every reader has (annex D); no font is carried, so a character outside
//! Windows' Latin encoding stands as its number and the packet says how many do.

mod block;
mod font;
mod page;

use block::{Block, Span};
use font::{Face, byte};
use page::{HEIGHT, MARGIN, Mark, WIDTH, measure};

use crate::record::Record;

/// The packet of all assigned codes of a record, in sequence.
#[must_use]
pub fn pdf(record: &Record) -> Vec<u8> {
    let html = super::html(record);
    let (mut blocks, lacking) = block::blocks(&String::from_utf8_lossy(&html));
    if lacking > 0 {
        let told = format!(
            "{lacking} characters that the fonts of this file do not have stand as their numbers, as [U+2265]. The \
             packet as HTML shows them as they are."
        );
        let line = vec![Span {
            text: told,
            face: Face::Bold,
        }];
        let at = blocks
            .iter()
            .position(|b| matches!(b, Block::Heading(2, _)))
            .unwrap_or(0);
        blocks.insert(at, Block::Paragraph { line, small: false });
    }
    let pages = page::set(&blocks);
    // nothing of the patient stands on the edge of every page, nor in what a reader shows of the file
    let id = record.id().to_string();
    let foot = format!(
        "Made {} · ledger event {} {}",
        record.at,
        record.head.sequence,
        record.head.hash.get(..16).unwrap_or_default()
    );
    let contents = pages.iter().enumerate().map(|(n, marks)| {
        let number = format!("Page {} of {}", n + 1, pages.len());
        content(marks, &format!("Evidence packet {id}"), &foot, &number)
    });
    file(
        &format!("Evidence packet {id}"),
        &record.program,
        contents.collect(),
    )
}

fn content(marks: &[Mark], head: &str, foot: &str, number: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let edge = |out: &mut Vec<u8>, text: &str, y: f64, right: bool| {
        let text = font::written(text);
        let x = if right {
            WIDTH - MARGIN - measure(&text, Face::Plain, 7.5)
        } else {
            MARGIN
        };
        let line = [Span {
            text,
            face: Face::Plain,
        }];
        show(out, x, y, 7.5, &line);
    };
    edge(&mut out, head, HEIGHT - 42.0, false);
    edge(&mut out, number, HEIGHT - 42.0, true);
    edge(&mut out, foot, 36.0, false);
    for mark in marks {
        match mark {
            Mark::Text { x, y, size, line } => show(&mut out, *x, *y, *size, line),
            Mark::Box(x, y, wide, high) => {
                out.extend(format!("0.45 g {x:.2} {y:.2} {wide:.2} {high:.2} re f 0 g\n").bytes());
            }
        }
    }
    out
}

/// One line of text.
fn show(out: &mut Vec<u8>, x: f64, y: f64, size: f64, line: &[Span]) {
    out.extend(format!("BT {x:.2} {y:.2} Td").bytes());
    for span in line {
        out.extend(format!(" /{} {size} Tf (", span.face.resource()).bytes());
        for code in span.text.chars().filter_map(byte) {
            if matches!(code, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(code);
        }
        out.extend_from_slice(b") Tj");
    }
    out.extend_from_slice(b" ET\n");
}

/// The file: catalogue, pages, fonts, and a table of where each object lies.
fn file(title: &str, program: &str, contents: Vec<Vec<u8>>) -> Vec<u8> {
    const FIRST_PAGE: usize = 7;
    let count = contents.len();
    let kids: Vec<String> = (0..count)
        .map(|n| format!("{} 0 R", FIRST_PAGE + 2 * n))
        .collect();
    let face = |name: &str| {
        format!("<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>")
            .into_bytes()
    };
    let literal = |text: &str| -> Vec<u8> {
        let mut out = vec![b'('];
        for code in font::written(text).chars().filter_map(byte) {
            if matches!(code, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(code);
        }
        out.push(b')');
        out
    };
    let mut objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R/Lang(en-US)/ViewerPreferences<</DisplayDocTitle true>>>>"
            .to_vec(),
        format!("<</Type/Pages/Kids[{}]/Count {count}>>", kids.join(" ")).into_bytes(),
        face("Helvetica"),
        face("Helvetica-Bold"),
        face("Courier-Bold"),
        [
            b"<</Title".as_slice(),
            &literal(title),
            b"/Producer",
            &literal(program),
            b">>",
        ]
        .concat(),
    ];
    for (n, content) in contents.into_iter().enumerate() {
        let page = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {} 0 R\
             /Resources<</Font<</F1 3 0 R/F2 4 0 R/F3 5 0 R>>>>>>",
            FIRST_PAGE + 2 * n + 1
        );
        objects.push(page.into_bytes());
        let mut stream = format!("<</Length {}>>\nstream\n", content.len()).into_bytes();
        stream.extend(content);
        stream.extend_from_slice(b"\nendstream");
        objects.push(stream);
    }
    let mut out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", n + 1).bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    out.extend(
        format!("trailer\n<</Size {size}/Root 1 0 R/Info 6 0 R>>\nstartxref\n{table}\n%%EOF\n")
            .bytes(),
    );
    out
}
