//! Charts from the formats of the outside world.
//!
//! What a file is, is told from its bytes, not from its name. Nothing panics, whatever the bytes are, and nothing grows
//! beyond [`LONGEST_FILE`] bytes of input and [`LONGEST_TEXT`] bytes of text a document.

mod archive;
mod cda;
mod chart;
mod docx;
mod fhir;
mod hl7;
mod moment;
mod pdf;
mod rtf;
mod text;
mod xml;

pub use archive::{Entry, each_entry, is_archive};
pub use chart::{Chart, Page};

use chart::untitled;

/// The largest file that is read, in bytes.
pub const LONGEST_FILE: usize = 64 * 1024 * 1024;
/// The longest text of a document, in bytes.
pub const LONGEST_TEXT: usize = 4 * 1024 * 1024;

/// What a file was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain text.
    Text,
    /// Rich Text Format.
    Rtf,
    /// Word document (Office Open XML).
    Docx,
    /// PDF with text in it.
    Pdf,
    /// HL7 Clinical Document Architecture, C-CDA.
    Cda,
    /// FHIR resource or bundle, JSON.
    Fhir,
    /// HL7 version 2 messages (MDM, ORU).
    Hl7,
    /// A record that this program exported.
    Record,
}

impl Kind {
    /// Name for a person.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Rtf => "RTF",
            Self::Docx => "Word",
            Self::Pdf => "PDF",
            Self::Cda => "C-CDA",
            Self::Fhir => "FHIR",
            Self::Hl7 => "HL7 v2",
            Self::Record => "Codetrail record",
        }
    }
}

/// What a file held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What the file is.
    pub kind: Kind,
    /// Encoding of a plain text ("UTF-8", "windows-1252"); empty for other kinds.
    pub encoding: String,
    /// The charts in it; never empty.
    pub charts: Vec<Chart>,
    /// What was passed over, one line each; never text of a note.
    pub remarks: Vec<String>,
}

/// Why a file cannot be read. Displayed as a clause; never holds text of a note.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing in it.
    #[error("it holds no text")]
    Empty,
    /// Beyond the limits.
    #[error("it has {0}, and at most {1} is read; split it into its documents")]
    TooLarge(String, String),
    /// Of no format that is read.
    #[error(
        "it is {0}, which is not read; export it as text, RTF, DOCX, PDF, C-CDA, FHIR or HL7 v2"
    )]
    Unknown(&'static str),
    /// Of a format that is read, and not well-formed or not usable.
    #[error("it is {kind} that cannot be read ({found}); export it again")]
    Damaged {
        /// The format.
        kind: &'static str,
        /// What is wrong.
        found: String,
    },
}

pub(crate) fn damaged(kind: Kind, found: impl Into<String>) -> ReadError {
    ReadError::Damaged {
        kind: kind.name(),
        found: found.into(),
    }
}

/// Reads a file. `name` titles charts that have no title of their own.
///
/// # Errors
/// Where it is of no format that is read, damaged, empty or too large.
pub fn read(name: &str, bytes: &[u8]) -> Result<Found, ReadError> {
    check_size(bytes.len())?;
    let (kind, encoding, mut charts, remarks) = by_kind(bytes, 0)?;
    for chart in &mut charts {
        for page in &mut chart.pages {
            page.text = text::cleaned(std::mem::take(&mut page.text));
        }
        chart.pages.retain(|page| !page.text.trim().is_empty());
    }
    charts.retain(|chart| !chart.pages.is_empty());
    if charts.is_empty() {
        return Err(ReadError::Empty);
    }
    for chart in &mut charts {
        if let Some(page) = chart.pages.iter().find(|p| p.text.len() > LONGEST_TEXT) {
            return Err(ReadError::TooLarge(
                format!("a document of {} MB", page.text.len().div_ceil(1024 * 1024)),
                format!("{} MB", LONGEST_TEXT / (1024 * 1024)),
            ));
        }
        if chart.title.trim().is_empty() {
            chart.title = untitled(name);
        }
    }
    Ok(Found {
        kind,
        encoding,
        charts,
        remarks,
    })
}

/// Refuses a file by its size alone, before it is read.
///
/// # Errors
/// Where it is larger than [`LONGEST_FILE`].
pub fn check_size(bytes: usize) -> Result<(), ReadError> {
    if bytes <= LONGEST_FILE {
        return Ok(());
    }
    Err(ReadError::TooLarge(
        format!("{} MB", bytes.div_ceil(1024 * 1024)),
        format!("{} MB", LONGEST_FILE / (1024 * 1024)),
    ))
}

type Read = (Kind, String, Vec<Chart>, Vec<String>);

/// `depth` counts documents that lie inside others (a PDF in a FHIR attachment).
fn by_kind(bytes: &[u8], depth: usize) -> Result<Read, ReadError> {
    const DEEPEST: usize = 2;
    let told = |kind, (charts, remarks)| (kind, String::new(), charts, remarks);
    if bytes.starts_with(b"{\\rtf") {
        return Ok(told(
            Kind::Rtf,
            (vec![Chart::of(rtf::text(bytes)?)], Vec::new()),
        ));
    }
    if bytes
        .get(..1024.min(bytes.len()))
        .is_some_and(|b| b.windows(5).any(|w| w == b"%PDF-"))
    {
        return Ok(told(Kind::Pdf, pdf::read(bytes)?));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(told(Kind::Docx, docx::read(bytes)?));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(ReadError::Unknown("an old Word or Outlook file"));
    }
    let (decoded, encoding) = text::decode(bytes)?;
    let start = decoded.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{b}');
    if ["MSH", "FHS", "BHS"].iter().any(|s| start.starts_with(s))
        && start
            .chars()
            .nth(3)
            .is_some_and(|c| c.is_ascii_punctuation())
    {
        return Ok(told(Kind::Hl7, hl7::read(start, depth < DEEPEST)?));
    }
    if start.starts_with('<') && xml::looks_like(start) {
        return Ok(told(Kind::Cda, cda::read(start, depth < DEEPEST)?));
    }
    if start.starts_with('{') {
        let value = serde_json::from_str::<serde_json::Value>(start);
        match value {
            Ok(value) if value.get("resourceType").is_some() => {
                return Ok(told(Kind::Fhir, fhir::read(&value, depth < DEEPEST)?));
            }
            Ok(value) if value.get("format").is_some() && value.get("encounter").is_some() => {
                let record = crate::write::read_json(start.as_bytes())
                    .map_err(|e| damaged(Kind::Record, e.to_string()))?;
                return Ok(told(
                    Kind::Record,
                    (vec![Chart::of_record(&record)], Vec::new()),
                ));
            }
            Ok(_) => return Err(ReadError::Unknown("JSON of another kind")),
            Err(_) if start.contains("\"resourceType\"") => {
                return Err(damaged(Kind::Fhir, "it is no whole JSON"));
            }
            Err(_) => {}
        }
    }
    text::check(&decoded)?;
    Ok((Kind::Text, encoding, vec![Chart::of(decoded)], Vec::new()))
}

/// The text of a document that lies inside another one.
pub(crate) fn inner_text(bytes: &[u8]) -> Result<String, ReadError> {
    let (_, _, charts, _) = by_kind(bytes, usize::MAX)?;
    let pages = charts.into_iter().flat_map(|c| c.pages);
    Ok(pages.map(|p| p.text).collect::<Vec<_>>().join("\n\n"))
}
