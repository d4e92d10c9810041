//! `tokenizer build`, `tokenizer check`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use code_tokenizer::{Depth, Report, Spellings, TokenizerError};
use coding_api::ApiError;
use coding_api::codeset::Library;

use crate::arguments::{TokenizerBuild, TokenizerCheck};
use crate::failure::{Done, Failure};
use crate::output::{Output, thousands};

/// Most faults that are written out.
const MOST: usize = 20;

/// Adds the codes, writes the files and proves them.
pub fn build(
    library: &Library,
    asked: &TokenizerBuild,
    output: &mut Output,
) -> Result<Done, Failure> {
    let base = read(&asked.base)?;
    let (edition, notice) = super::edition(library, &asked.which)?;
    let spellings = spellings(asked.dotted_only);
    let built = code_tokenizer::build(&base, edition.codebook(), spellings).map_err(input)?;
    let report = code_tokenizer::check(
        built.tokenizer.as_bytes(),
        Some(&base),
        edition.codebook(),
        spellings,
        Depth::Whole,
    )
    .map_err(input)?;
    fs::create_dir_all(&asked.out).map_err(disk(&asked.out))?;
    write(
        &asked.out.join("tokenizer.json"),
        built.tokenizer.as_bytes(),
    )?;
    let map = serde_json::to_vec(&built.initialization).map_err(io::Error::from)?;
    write(&asked.out.join("initialization.json"), &map)?;
    let proof = serde_json::to_vec_pretty(&report).map_err(io::Error::from)?;
    write(&asked.out.join("report.json"), &proof)?;
    if asked.json {
        output.json(&report)?;
        return Ok(done(&report));
    }
    super::shown::notice(notice.as_deref(), output)?;
    output.line(&format!(
        "{}: {} codes and headers as {} tokens; the vocabulary grew from {} to {}.",
        report.release,
        thousands(report.codes),
        thousands(report.spellings),
        thousands(built.initialization.base_vocabulary),
        thousands(built.initialization.vocabulary)
    ))?;
    show(&report, output)?;
    output.line(&format!(
        "Written to {}: tokenizer.json, initialization.json, report.json.",
        asked.out.display()
    ))?;
    Ok(done(&report))
}

/// Proves a tokenizer.
pub fn check(
    library: &Library,
    asked: &TokenizerCheck,
    output: &mut Output,
) -> Result<Done, Failure> {
    let tokenizer = read(&asked.tokenizer)?;
    let base = asked.base.as_deref().map(read).transpose()?;
    let (edition, notice) = super::edition(library, &asked.which)?;
    let report = code_tokenizer::check(
        &tokenizer,
        base.as_deref(),
        edition.codebook(),
        spellings(asked.dotted_only),
        Depth::Whole,
    )
    .map_err(input)?;
    if asked.json {
        output.json(&report)?;
        return Ok(done(&report));
    }
    super::shown::notice(notice.as_deref(), output)?;
    show(&report, output)?;
    Ok(done(&report))
}

fn show(report: &Report, output: &mut Output) -> Result<(), Failure> {
    output.line(&format!(
        "{} spellings looked for in {} texts: {}.",
        thousands(report.spellings),
        thousands(report.texts),
        match report.fault_count {
            0 => "every one is one token, and comes back as it was".to_owned(),
            n => format!("{} faults", thousands(n)),
        }
    ))?;
    if report.unchanged > 0 {
        output.line(&format!(
            "{} texts without codes compared with the base tokenizer.",
            thousands(report.unchanged)
        ))?;
    }
    for fault in report.faults.iter().take(MOST) {
        output.wrapped(
            "Fault: ",
            "       ",
            &format!("{:?}: {}", fault.text, fault.found),
        )?;
    }
    Ok(())
}

fn spellings(dotted_only: bool) -> Spellings {
    if dotted_only {
        Spellings::Dotted
    } else {
        Spellings::Both
    }
}

fn done(report: &Report) -> Done {
    if report.fault_count == 0 {
        Done::Clean
    } else {
        Done::Problems
    }
}

/// The bytes of a tokenizer, from its file or the folder that holds it.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let file: PathBuf = if path.is_dir() {
        path.join("tokenizer.json")
    } else {
        path.to_owned()
    };
    fs::read(&file).map_err(|e| {
        Failure::Input(format!(
            "reading the tokenizer {}: {e}; name a Hugging Face tokenizer.json",
            file.display()
        ))
    })
}

fn input(error: TokenizerError) -> Failure {
    Failure::Input(error.to_string())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(disk(path))
}

fn disk(path: &Path) -> impl FnOnce(io::Error) -> Failure + use<> {
    let place = path.display().to_string();
    move |error| {
        Failure::Api(ApiError::outside(format!(
            "writing {place}: {error}; check the disk and the folder's permissions"
        )))
    }
}
