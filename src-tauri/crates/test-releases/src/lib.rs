//! The releases and development notes beside the project, for tests and examples; never a part of the program.
//!
//! The project does not carry them and must build and run without. Whoever asks for what is not there gets `None`,
//! and a line on standard error says what was skipped.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking and says what it skips"
)]

pub mod encoder;
mod notes;

use std::path::PathBuf;
use std::sync::OnceLock;

use icd10cm::{Codebook, Part, PartSource, Problem, Release, SourceFile, recognize};

pub use notes::{Note, encounter, notes, notes_of};

/// A release with what could not be made sense of while it was compiled.
pub type Compiled = (Codebook, Vec<Problem>);

/// Folder beside the project, or the one that `CODETRAIL_SHARED` names.
fn beside() -> PathBuf {
    std::env::var_os("CODETRAIL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared"),
        PathBuf::from,
    )
}

/// A file or folder beside the project (`codeset/FY2021`, `eval/codiesp/dev.jsonl`); says so where it is missing.
#[must_use]
pub fn shared(path: &str) -> Option<PathBuf> {
    let found = beside().join(path);
    let there = found.exists();
    if !there {
        eprintln!("SKIPPED: ../shared/{path} is not beside the project");
    }
    there.then_some(found)
}

/// Bytes of a file beside the project.
#[must_use]
pub fn bytes(path: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(shared(path)?).unwrap())
}

/// Text of a file beside the project.
#[must_use]
pub fn text(path: &str) -> Option<String> {
    Some(std::fs::read_to_string(shared(path)?).unwrap())
}

/// Compiles a release ("FY2026-04") from its official files and the starter index.
#[must_use]
pub fn compile(name: &str) -> Option<Compiled> {
    let mut files: Vec<(Part, PartSource, Vec<u8>)> = Vec::new();
    for (folder, origin) in [
        (name, PartSource::Official),
        ("starter", PartSource::Starter),
    ] {
        let folder = shared(&format!("codeset/{folder}"))?;
        for file in std::fs::read_dir(folder).unwrap().flatten() {
            let bytes = std::fs::read(file.path()).unwrap();
            files.extend(recognize(&bytes).map(|part| (part, origin, bytes)));
        }
    }
    let files = files.iter().map(|(part, origin, bytes)| SourceFile {
        part: *part,
        origin: *origin,
        bytes,
    });
    Some(compiled(name, &files.collect::<Vec<_>>()))
}

fn compiled(name: &str, sources: &[SourceFile<'_>]) -> Compiled {
    Codebook::compile(Release::from_name(name).unwrap(), sources)
}

/// The small release that use cases are tested on, as FY2026: a few codes and main terms, written for the tests.
#[must_use]
pub fn small() -> Codebook {
    let files: [&[u8]; 2] = [
        include_bytes!("../../coding-api/tests/codeset/tabular.xml"),
        include_bytes!("../../coding-api/tests/codeset/index.xml"),
    ];
    let sources = files.map(|bytes| SourceFile {
        part: recognize(bytes).unwrap(),
        origin: PartSource::Official,
        bytes,
    });
    compiled("FY2026", &sources).0
}

/// FY2026-04, compiled once a process.
#[must_use]
pub fn fy2026() -> Option<&'static Compiled> {
    static MADE: OnceLock<Option<Compiled>> = OnceLock::new();
    MADE.get_or_init(|| compile("FY2026-04")).as_ref()
}

/// FY2021, compiled once a process.
#[must_use]
pub fn fy2021() -> Option<&'static Compiled> {
    static MADE: OnceLock<Option<Compiled>> = OnceLock::new();
    MADE.get_or_init(|| compile("FY2021")).as_ref()
}
