//! Releases and lists for the tests: compiled from the files beside the project; tests say so where they are missing.
#![allow(dead_code)]

use std::path::PathBuf;
use std::sync::OnceLock;

use coding_rules::{HccMap, Library, Mce, PoaExempt, Severities};
use icd10cm::{Codebook, PartSource, Release, SourceFile, recognize};

pub fn shared() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/codeset");
    let found = folder.is_dir();
    if !found {
        eprintln!("SKIPPED: the releases are not beside the project (../shared/codeset)");
    }
    found.then_some(folder)
}

fn compile(name: &str) -> Option<Codebook> {
    let folder = shared()?;
    let mut files = Vec::new();
    for (dir, origin) in [
        (name, PartSource::Official),
        ("starter", PartSource::Starter),
    ] {
        for file in std::fs::read_dir(folder.join(dir)).unwrap().flatten() {
            let bytes = std::fs::read(file.path()).unwrap();
            if let Some(part) = recognize(&bytes) {
                files.push((part, origin, bytes));
            }
        }
    }
    let sources: Vec<SourceFile<'_>> = files
        .iter()
        .map(|(part, origin, bytes)| SourceFile {
            part: *part,
            origin: *origin,
            bytes,
        })
        .collect();
    Some(Codebook::compile(Release::from_name(name).unwrap(), &sources).0)
}

pub fn fy2026() -> Option<&'static Codebook> {
    static BOOK: OnceLock<Option<Codebook>> = OnceLock::new();
    BOOK.get_or_init(|| compile("FY2026-04")).as_ref()
}

fn read(name: &str) -> Option<Vec<u8>> {
    std::fs::read(shared()?.join("reference").join(name)).ok()
}

/// Everything that is beside the project: the optional lists and an earlier release.
pub fn library() -> Option<&'static Library> {
    static LIBRARY: OnceLock<Option<Library>> = OnceLock::new();
    LIBRARY
        .get_or_init(|| {
            Some(Library {
                mce: Some(Mce::parse(&read("mce_edits.json")?).unwrap()),
                poa_exempt: Some(PoaExempt::parse(&read("poa_exempt_FY2022.txt")?, 2022).unwrap()),
                hcc: Some(HccMap::parse(&read("hcc_ra_dx_to_cc_2026.csv")?, 2026).unwrap()),
                severities: Some(
                    Severities::parse(&read("msdrg_v40_appendix_F_J.txt")?, 40).unwrap(),
                ),
                earlier: Some(compile("FY2021")?),
            })
        })
        .as_ref()
}
