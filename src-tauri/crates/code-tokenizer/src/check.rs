//! The proof: every code is one token, and comes back as it was.

use icd10cm::{Code, Codebook};
use rayon::prelude::*;
use serde::Serialize;
use tokenizers::Tokenizer;

use crate::base::{read, token, whole};
use crate::error::TokenizerError;
use crate::spelling::{self, Spelled, Spellings};

/// Most faults that are told one by one.
const MOST: usize = 50;

/// What stands for a code while its surroundings are measured.
const PROBE: &str = "ZZPROBEZZ";

/// How codes stand in running text: alone, at the ends of sentences, in brackets and quotation marks, beside
/// dashes, slashes, tabs, letters of other scripts and other codes. `{}` is the code.
const PLACES: &[&str] = &[
    "{}",
    "Assessment: {}, stable on metformin.",
    "The patient is followed for {}. Return in 3 weeks.",
    "({})",
    "[{}]; \"{}\"",
    "Dx:{}/{}",
    "{}-{}",
    "1.{} 2){}\r\n\t{}\n",
    "Diagnostic: « {} » – suivi à 6 mois…",
    "code={}&date=2026-04-01",
];

/// In how many places each code is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// In all of them.
    Whole,
    /// Alone and in two others on average, in turn: each place is tried with a fifth of the codes.
    Rotating,
}

/// One thing that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The text that was encoded.
    pub text: String,
    /// What is wrong.
    pub found: String,
}

/// What was proven.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Format of this report.
    pub format: u32,
    /// Release whose codes were looked for.
    pub release: String,
    /// Codes and headers.
    pub codes: usize,
    /// Of these, billable ones.
    pub billable: usize,
    /// Spellings that had to be one token each.
    pub spellings: usize,
    /// Texts that were encoded and decoded.
    pub texts: usize,
    /// Texts without codes that were compared with the base tokenizer; 0 where none was given.
    pub unchanged: usize,
    /// How many faults there are.
    pub fault_count: usize,
    /// The first of them.
    pub faults: Vec<Fault>,
}

impl Report {
    fn take(&mut self, faults: impl IntoIterator<Item = Fault>) {
        for fault in faults {
            self.fault_count += 1;
            if self.faults.len() < MOST {
                self.faults.push(fault);
            }
        }
    }
}

/// Encodes and decodes every code of a release, alone and in running text, in every spelling asked for. With
/// the base tokenizer, also proves that what surrounds a code, and text without codes, is encoded as before.
///
/// # Errors
/// Where a file is no tokenizer, or a tokenizer fails at encoding.
pub fn check(
    tokenizer: &[u8],
    base: Option<&[u8]>,
    book: &Codebook,
    spellings: Spellings,
    depth: Depth,
) -> Result<Report, TokenizerError> {
    let tokenizer = whole(read(tokenizer)?)?;
    let base = base.map(|b| whole(read(b)?)).transpose()?;
    let list = spelling::all(book, spellings);
    let mut report = Report {
        format: 1,
        release: book.release().name.clone(),
        codes: list.iter().filter(|s| s.dotted).count(),
        billable: book.billable_count(),
        spellings: list.len(),
        ..Report::default()
    };
    let (known, lacking): (Vec<_>, Vec<_>) = list
        .iter()
        .map(|s| (s, tokenizer.token_to_id(&s.text)))
        .partition(|(_, id)| id.is_some());
    report.take(lacking.iter().map(|(s, _)| Fault {
        text: s.text.clone(),
        found: "the vocabulary has no such token".to_owned(),
    }));
    let known: Vec<(&Spelled, u32)> = known
        .into_iter()
        .filter_map(|(s, id)| Some((s, id?)))
        .collect();
    let mut ids: Vec<u32> = known.iter().map(|(_, id)| *id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() != known.len() {
        report.take([Fault {
            text: String::new(),
            found: format!("{} spellings share an identifier", known.len() - ids.len()),
        }]);
    }
    let surroundings = base.as_ref().map(Surroundings::measure).transpose()?;
    for (number, place) in PLACES.iter().enumerate() {
        let around = surroundings.as_ref().and_then(|s| s.0.get(number));
        let found: Vec<Result<Vec<Fault>, TokenizerError>> = known
            .par_iter()
            .enumerate()
            .filter(|(at, _)| {
                depth == Depth::Whole || number == 0 || (at + number).is_multiple_of(5)
            })
            .map(|(_, (spelled, id))| in_place(&tokenizer, place, &spelled.text, *id, &ids, around))
            .collect();
        report.texts += found.len();
        for faults in found {
            report.take(faults?);
        }
    }
    if let Some(base) = &base {
        let (texts, faults) = unchanged(&tokenizer, base, book)?;
        report.unchanged = texts;
        report.take(faults);
    }
    Ok(report)
}

/// How the base encodes and decodes each place around a token that stands for itself.
struct Surroundings(Vec<Around>);

struct Around {
    ids: Vec<u32>,
    probe: u32,
    decoded: String,
}

impl Surroundings {
    fn measure(base: &Tokenizer) -> Result<Self, TokenizerError> {
        let mut probed = base.clone();
        probed.add_tokens(&[token(PROBE)]);
        let probe = probed.token_to_id(PROBE).unwrap_or(u32::MAX);
        let around = PLACES.iter().map(|place| {
            let ids = ids_of(&probed, &place.replace("{}", PROBE))?;
            let decoded = decode(&probed, &ids)?;
            Ok(Around {
                ids,
                probe,
                decoded,
            })
        });
        Ok(Self(around.collect::<Result<_, TokenizerError>>()?))
    }
}

fn ids_of(tokenizer: &Tokenizer, text: &str) -> Result<Vec<u32>, TokenizerError> {
    let encoding = tokenizer
        .encode_fast(text, false)
        .map_err(TokenizerError::refused("encoding a text"))?;
    Ok(encoding.get_ids().to_vec())
}

fn decode(tokenizer: &Tokenizer, ids: &[u32]) -> Result<String, TokenizerError> {
    tokenizer
        .decode(ids, true)
        .map_err(TokenizerError::refused("decoding a text"))
}

fn in_place(
    tokenizer: &Tokenizer,
    place: &str,
    code: &str,
    id: u32,
    codes: &[u32],
    around: Option<&Around>,
) -> Result<Vec<Fault>, TokenizerError> {
    let text = place.replace("{}", code);
    let fault = |found: String| Fault {
        text: text.clone(),
        found,
    };
    let encoding = tokenizer
        .encode(text.as_str(), false)
        .map_err(TokenizerError::refused("encoding a text"))?;
    let ids = encoding.get_ids();
    let mut faults = Vec::new();
    let expected: Vec<(usize, usize)> = text
        .match_indices(code)
        .map(|(at, c)| (at, at + c.len()))
        .collect();
    let found: Vec<(usize, usize)> = ids
        .iter()
        .zip(encoding.get_offsets())
        .filter(|(i, _)| **i == id)
        .map(|(_, offsets)| *offsets)
        .collect();
    if found != expected {
        faults.push(fault(format!(
            "{code} is not one token wherever it stands: found at {found:?}, expected at {expected:?}"
        )));
    }
    if let Some(other) = ids
        .iter()
        .find(|i| **i != id && codes.binary_search(i).is_ok())
    {
        faults.push(fault(format!(
            "another code was read into it: {}",
            tokenizer.id_to_token(*other).unwrap_or_default()
        )));
    }
    if text == code {
        let alone = decode(tokenizer, &[id])?;
        if alone != code {
            faults.push(fault(format!("{code} is decoded as {alone:?}")));
        }
    }
    if let Some(around) = around {
        let same = around.ids.len() == ids.len()
            && around
                .ids
                .iter()
                .zip(ids)
                .all(|(was, is)| was == is || (*was == around.probe && *is == id));
        if !same {
            faults.push(fault(
                "what surrounds the code is encoded otherwise than by the base tokenizer"
                    .to_owned(),
            ));
        }
        if decode(tokenizer, ids)? != around.decoded.replace(PROBE, code) {
            faults.push(fault(
                "the text is decoded otherwise than by the base tokenizer".to_owned(),
            ));
        }
    }
    Ok(faults)
}

/// Texts that look like codes and are none, or are not written as one.
const LOOKALIKES: &[&str] = &[
    "H1N1 influenza, vitamin B-12 low, HbA1c 7.2 %, T-12 to L1 fracture, SpO2 94 %",
    "e11.9 and i10 in lower case; E11.9x and xE11.9 inside words; I10_note",
    "E11.99999 A1 B2 C3.4 1E11.9 S72.001AA É11.9 E11.9é",
];

/// Compares what holds no code: the titles of the release, and what looks like a code and is none.
fn unchanged(
    tokenizer: &Tokenizer,
    base: &Tokenizer,
    book: &Codebook,
) -> Result<(usize, Vec<Fault>), TokenizerError> {
    let titles = book.entries().map(icd10cm::Entry::title);
    let texts: Vec<&str> = LOOKALIKES
        .iter()
        .copied()
        .chain(titles.filter(|title| !names_a_code(title, book)))
        .collect();
    let compared: Vec<Result<Option<Fault>, TokenizerError>> = texts
        .par_iter()
        .map(|text| {
            let same = ids_of(tokenizer, text)? == ids_of(base, text)?;
            Ok((!same).then(|| Fault {
                text: (*text).to_owned(),
                found: "text without a code is encoded otherwise than by the base tokenizer"
                    .to_owned(),
            }))
        })
        .collect();
    let mut faults = Vec::new();
    for one in compared {
        faults.extend(one?);
    }
    Ok((texts.len(), faults))
}

/// Whether a text holds a code of the release as a word of its own.
fn names_a_code(text: &str, book: &Codebook) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '.')
        .flat_map(|word| [word.trim_matches('.'), word.split('.').next().unwrap_or("")])
        .filter(|word| !word.chars().any(char::is_lowercase))
        .filter_map(|word| Code::parse(word).ok())
        .any(|code| book.entry_of(code).is_some())
}
