//! Word documents: paragraphs and tables of the main part, author and day of the core properties.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::xml::{self, Content, Element};
use super::{Chart, Kind, Page, ReadError, damaged, moment};

/// The most bytes a part of the document may unpack to.
const LARGEST_PART: u64 = 32 * 1024 * 1024;

pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Chart>, Vec<String>), ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| damaged(Kind::Docx, "it is no whole archive"))?;
    let Some(main) = part(&mut archive, "word/document.xml")? else {
        return Err(ReadError::Unknown(
            "an archive inside another, or an Office file that is no text",
        ));
    };
    let root = xml::parse(&main, Kind::Docx)?;
    let mut text = String::new();
    if let Some(body) = root.child("body") {
        blocks(&mut text, body);
    }
    let mut page = Page {
        text,
        ..Page::default()
    };
    if let Some(core) = part(&mut archive, "docProps/core.xml")?
        && let Ok(core) = xml::parse(&core, Kind::Docx)
    {
        let own = |name: &str| core.child(name).map(Element::folded).unwrap_or_default();
        page.author = own("creator");
        page.title = own("title");
        page.date = moment::day(&own("created"))
            .map(|d| d.to_string())
            .unwrap_or_default();
    }
    let chart = Chart {
        title: page.title.clone(),
        pages: vec![page],
        ..Chart::default()
    };
    Ok((vec![chart], Vec::new()))
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, ReadError> {
    let Ok(file) = archive.by_name(name) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    file.take(LARGEST_PART + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| damaged(Kind::Docx, "a part of it does not unpack"))?;
    if bytes.len() as u64 > LARGEST_PART {
        return Err(damaged(
            Kind::Docx,
            "a part of it unpacks to more than is read",
        ));
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

fn blocks(out: &mut String, element: &Element) {
    for child in element.children() {
        match child.name.as_str() {
            "p" => {
                inline(out, child);
                out.push('\n');
            }
            "tbl" => child.all("tr").for_each(|row| {
                let cells: Vec<String> = row
                    .all("tc")
                    .map(|cell| {
                        let mut text = String::new();
                        blocks(&mut text, cell);
                        text.trim_end().replace('\n', " ")
                    })
                    .collect();
                out.push_str(&cells.join("\t"));
                out.push('\n');
            }),
            // deleted text is not part of the document; a fallback repeats what stands before it
            "del" | "moveFrom" | "Fallback" | "sectPr" => {}
            _ => blocks(out, child),
        }
    }
}

fn inline(out: &mut String, element: &Element) {
    for child in element.children() {
        match child.name.as_str() {
            "t" => child.content.iter().for_each(|c| {
                if let Content::Text(text) = c {
                    out.push_str(text);
                }
            }),
            "tab" => out.push('\t'),
            "br" | "cr" => out.push('\n'),
            "noBreakHyphen" => out.push('-'),
            "del" | "moveFrom" | "Fallback" | "pPr" | "rPr" | "instrText" => {}
            // a text box inside a paragraph
            "txbxContent" => blocks(out, child),
            _ => inline(out, child),
        }
    }
}
