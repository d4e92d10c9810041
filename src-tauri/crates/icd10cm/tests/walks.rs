//! Walks every entry of every index and table that is beside the project, official and starter, old and new.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test fails by panicking and says what it skips"
)]

use std::collections::HashSet;

use icd10cm::{
    Book, BookKind, CodeStatus, Codebook, EntryKind, Node, Part, PartSource, ReferenceKind,
    Release, SourceFile, recognize,
};

/// Longest chain of mandatory references that is followed.
const CHAIN: usize = 12;
/// One line of so many is looked up by its titles.
const EVERY: usize = 23;

/// The files of a folder beside the project that are one of some parts.
fn files(folder: &str, parts: &[Part]) -> Option<Vec<(Part, Vec<u8>)>> {
    let folder = test_releases::shared(&format!("codeset/{folder}"))?;
    let mut found: Vec<(Part, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .filter_map(|file| {
            let bytes = std::fs::read(file.path()).unwrap();
            Some((recognize(&bytes)?, bytes))
        })
        .collect();
    found.retain(|(part, _)| parts.contains(part));
    Some(found)
}

const BOOKS: [Part; 4] = [Part::Index, Part::ExternalCause, Part::Neoplasm, Part::Drug];

/// The Tabular List of FY2026-04 with the books of a folder.
fn with_books(folder: &str, origin: PartSource) -> Option<Codebook> {
    let tabular = files("FY2026-04", &[Part::Tabular])?;
    let books = files(folder, &BOOKS)?;
    let sources: Vec<SourceFile<'_>> = tabular
        .iter()
        .map(|(part, bytes)| (part, PartSource::Official, bytes))
        .chain(books.iter().map(|(part, bytes)| (part, origin, bytes)))
        .map(|(part, origin, bytes)| SourceFile {
            part: *part,
            origin,
            bytes,
        })
        .collect();
    Some(Codebook::compile(Release::from_name("FY2026-04").unwrap(), &sources).0)
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Walked {
    lines: usize,
    codes: usize,
    /// Codes that the release does not have: never offered.
    unknown: usize,
    see: usize,
    see_also: usize,
    /// References without an entry, a category or at least a hint.
    dead: usize,
    /// Chains of mandatory references that lead back to themselves.
    circles: usize,
    /// Lines that were looked up by their titles.
    looked_up: usize,
    /// Those of them whose titles do not lead back to a line of the same titles.
    lost: usize,
}

fn walk(book: Book<'_>, codebook: &Codebook) -> Walked {
    let mut walked = Walked::default();
    for node in book.nodes() {
        walked.lines += 1;
        let titles = node.titles();
        // looking every line up again would take minutes
        if walked.lines.is_multiple_of(EVERY) {
            walked.looked_up += 1;
            let again = book.find(&titles).map(Node::titles);
            walked.lost += usize::from(again.as_ref() != Some(&titles));
        }
        assert!(
            node.path()
                .last()
                .is_some_and(|n| n.number() == node.number()),
            "a path ends at its line"
        );
        let printed = node
            .code()
            .into_iter()
            .chain(node.manifestation())
            .chain(node.cells().filter_map(|c| c.code));
        for code in printed {
            walked.codes += 1;
            let status = codebook.status(code.code);
            if code.known {
                assert!(
                    codebook.entry_of(code.code).is_some()
                        && !matches!(status, CodeStatus::Absent { .. }),
                    "{titles:?}: {} reaches the Tabular List",
                    code.code
                );
            } else {
                walked.unknown += 1;
            }
        }
        for reference in node.references() {
            match reference.kind() {
                ReferenceKind::See => walked.see += 1,
                _ => walked.see_also += 1,
            }
            walked.dead += usize::from(!reference.is_live());
            for target in reference.targets() {
                assert!(!target.title().is_empty(), "{titles:?} leads to a line");
            }
        }
        walked.circles += usize::from(circles(node));
    }
    walked
}

/// Whether following the mandatory references from a line comes back to a line that was passed.
fn circles(start: Node<'_>) -> bool {
    let mut passed = HashSet::new();
    let mut at = start;
    for _ in 0..CHAIN {
        if !passed.insert((at.book().kind(), at.number())) {
            return true;
        }
        let Some(next) = at
            .references()
            .find(|r| r.kind() == ReferenceKind::See)
            .and_then(|r| r.targets().next())
        else {
            return false;
        };
        at = next;
    }
    true
}

/// Walks the books of a codebook; `unknown` codes are allowed where the books are older than the Tabular List.
fn check(name: &str, codebook: &Codebook, older: bool) {
    let mut all = 0;
    for kind in BookKind::ALL {
        let book = codebook.book(kind);
        if book.is_empty() {
            continue;
        }
        let walked = walk(book, codebook);
        all += walked.lines;
        eprintln!("{name}, {}: {walked:?}", kind.part().name());
        assert_eq!(walked.dead, 0, "{name}, {}", kind.part().name());
        assert_eq!(walked.circles, 0, "{name}, {}", kind.part().name());
        assert!(walked.unknown == 0 || older, "{name}: {walked:?}");
        // duplicate main terms answer for each other by their titles
        assert!(walked.lost * 100 <= walked.looked_up, "{name}: {walked:?}");
    }
    assert!(all > 0, "{name} has books");
}

#[test]
fn every_official_entry_is_walked() {
    let Some(codebook) = with_books("FY2026-04", PartSource::Official) else {
        return;
    };
    check("FY2026-04", &codebook, false);
}

#[test]
fn every_entry_of_older_tables_is_walked() {
    let Some(codebook) = with_books("FY2019-tables", PartSource::Official) else {
        return;
    };
    check("tables of FY2019", &codebook, true);
}

#[test]
fn every_starter_entry_is_walked() {
    let Some(codebook) = with_books("starter", PartSource::Starter) else {
        return;
    };
    check("starter", &codebook, false);
}

#[test]
fn every_code_has_a_ladder_that_leads_to_codes() {
    let Some((codebook, _)) = test_releases::fy2026() else {
        return;
    };
    let (mut entries, mut with, mut rungs) = (0, 0, 0);
    for entry in codebook.entries().filter(|e| e.kind() == EntryKind::Entry) {
        let Some(code) = entry.code() else { continue };
        let ladder = codebook.ladder(code);
        entries += 1;
        with += usize::from(!ladder.is_empty());
        for rung in &ladder {
            rungs += 1;
            assert!(rung.options.len() > 1, "{code}: a rung is a choice");
            for option in &rung.options {
                assert!(
                    !option.value.is_empty() && !option.codes.is_empty(),
                    "{code}: {rung:?}"
                );
                for other in &option.codes {
                    assert!(
                        codebook.entry_of(*other).is_some(),
                        "{code} leads to {other}"
                    );
                }
            }
        }
    }
    eprintln!("{with} of {entries} entries have a ladder, {rungs} rungs");
    assert!(with * 100 > entries * 90, "{with} of {entries}");
}
