//! Releases that the tests walk through.
#![allow(dead_code, reason = "each test file uses a part")]

use std::fs;
use std::path::{Path, PathBuf};

use icd10cm::{Codebook, Part, PartSource, Release, SourceFile};

fn compile(name: &str, files: &[(Part, PathBuf)]) -> Option<Codebook> {
    let bytes: Vec<(Part, Vec<u8>)> = files
        .iter()
        .map(|(part, path)| Some((*part, fs::read(path).ok()?)))
        .collect::<Option<_>>()?;
    let sources: Vec<SourceFile<'_>> = bytes
        .iter()
        .map(|(part, bytes)| SourceFile {
            part: *part,
            origin: PartSource::Starter,
            bytes,
        })
        .collect();
    Some(Codebook::compile(Release::from_name(name).ok()?, &sources).0)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// The release in miniature that is part of the project.
pub fn miniature() -> Codebook {
    let folder = root().join("src-tauri/crates/coding-api/tests/codeset");
    let file = |part, name: &str| (part, folder.join(name));
    compile(
        "FY2026-04",
        &[
            file(Part::Tabular, "tabular.xml"),
            file(Part::Index, "index.xml"),
            file(Part::ExternalCause, "external-cause.xml"),
            file(Part::Neoplasm, "neoplasm.xml"),
            file(Part::Drug, "drug.xml"),
        ],
    )
    .expect("the miniature is part of the project")
}

/// FY2026-04 with the starter index, where both lie beside the project.
pub fn release() -> Option<Codebook> {
    let shared = root().join("../shared/codeset");
    let file = |part, name: &str| (part, shared.join(name));
    let book = compile(
        "FY2026-04",
        &[
            file(Part::Tabular, "FY2026-04/icd10c-tabular-April-1-2026.xml"),
            file(Part::Index, "starter/starter-index.xml"),
            file(Part::ExternalCause, "starter/starter-eindex.xml"),
            file(Part::Neoplasm, "starter/starter-neoplasm.xml"),
            file(Part::Drug, "starter/starter-drug.xml"),
        ],
    );
    if book.is_none() {
        eprintln!("SKIPPED: FY2026-04 and the starter books are not beside the project");
    }
    book
}
