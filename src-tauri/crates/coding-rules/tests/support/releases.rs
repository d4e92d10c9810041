//! Releases and lists for the tests: compiled from the files beside the project; tests say so where they are missing.
#![allow(dead_code)]

use std::sync::OnceLock;

use coding_rules::{HccMap, Library, Mce, PoaExempt, Severities};
use icd10cm::Codebook;

pub fn fy2026() -> Option<&'static Codebook> {
    test_releases::fy2026().map(|(book, _)| book)
}

fn read(name: &str) -> Option<Vec<u8>> {
    test_releases::bytes(&format!("codeset/reference/{name}"))
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
                earlier: Some(test_releases::fy2021()?.0.clone()),
            })
        })
        .as_ref()
}
