//! Whole releases. Needs them installed in the folder that CODETRAIL_TEST_HOME names, and says so without it.
#![allow(missing_docs)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test may fail and say why"
)]

use std::path::PathBuf;

use coding_api::answer;
use coding_api::codeset::Library;
use coding_api::{index_entry, index_main_terms, tabular_entry};

fn library() -> Option<Library> {
    let home = std::env::var_os("CODETRAIL_TEST_HOME").map(PathBuf::from);
    if home.is_none() {
        eprintln!("SKIPPED: CODETRAIL_TEST_HOME names no folder with installed releases");
    }
    home.map(|home| Library::new(&home))
}

#[test]
fn known_releases_have_their_known_counts() {
    let Some(library) = library() else { return };
    for (release, billable) in [
        ("FY2026-04", 74_719),
        ("FY2025-04", 74_260),
        ("FY2021", 72_621),
    ] {
        let edition = library.open(release).unwrap();
        assert_eq!(edition.codebook().billable_count(), billable, "{release}");
    }
    assert!(answer::codeset(&library).problems.is_empty());
}

#[test]
fn every_code_and_every_main_term_can_be_opened() {
    let Some(library) = library() else { return };
    let edition = library.open("FY2026-04").unwrap();
    let mut n = 0;
    // every 97th: neighbours have the same shape, and all of them take minutes
    let mut open = |code: &str| -> Result<(), String> {
        n += 1;
        if n % 97 != 0 {
            return Ok(());
        }
        let entry = tabular_entry(&library, &edition, code).map_err(|e| e.message)?;
        assert_eq!(entry.code, code);
        assert!(
            !entry.title.is_empty() && !entry.lineage.is_empty(),
            "{code}"
        );
        for note in &entry.notes {
            let units = note.text.encode_utf16().count() as u32;
            assert!(
                note.refs.iter().all(|r| r.start < r.end && r.end <= units),
                "{code}"
            );
        }
        Ok(())
    };
    answer::codes(&edition, false, &mut open).unwrap();
    assert!(n > 90_000, "{n} codes and headers");
    let drugs = index_main_terms(&edition, coding_api::dto::BookDto::Drug, "Amlodipine", 3);
    assert_eq!(drugs[0].title, "Blockers, calcium channel");
    let of = drugs[0].stands_for.as_deref().unwrap_or_default();
    assert!(of.starts_with("amlodipine: dihydropyridine"), "{of}");
    assert_eq!(drugs[1].stands_for, None, "the list goes on behind it");
    for book in [
        coding_api::dto::BookDto::Index,
        coding_api::dto::BookDto::ExternalCause,
        coding_api::dto::BookDto::Neoplasm,
        coding_api::dto::BookDto::Drug,
    ] {
        for line in index_main_terms(&edition, book, "", usize::MAX)
            .iter()
            .step_by(211)
        {
            let entry = index_entry(&edition, line.at).unwrap();
            assert_eq!(entry.lines[entry.focus as usize].title, line.title);
        }
    }
}
