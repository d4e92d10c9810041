//! Whole releases against their known facts. Needs the releases beside the project and says so where they are missing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test fails by panicking and says what it skips"
)]

use std::collections::HashSet;

use icd10cm::{BookKind, Code, CodeStatus, Codebook, NoteKind, ProblemKind};
use test_releases::{fy2021, fy2026, text};

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

#[test]
fn fy2021_expands_to_exactly_the_order_file() {
    let Some((book, problems)) = fy2021() else {
        return;
    };
    let order = text("codeset/FY2021/icd10cm-order-Jan-2021.txt").unwrap();
    let mut official = Vec::new();
    let mut titles = Vec::new();
    for line in order.lines() {
        if line[14..15] == *"1" {
            official.push(code(&line[6..14]));
            titles.push(line[77..].trim());
        }
    }
    let ours: Vec<Code> = book.billable_codes().collect();
    let (a, b): (HashSet<_>, HashSet<_>) = (official.iter().collect(), ours.iter().collect());
    let missing: Vec<_> = a.difference(&b).take(5).collect();
    let extra: Vec<_> = b.difference(&a).take(5).collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "missing {missing:?}, extra {extra:?}"
    );
    assert_eq!(ours.len(), 72_621);
    let unread: Vec<_> = problems
        .iter()
        .filter(|p| matches!(p.kind, ProblemKind::File | ProblemKind::Structure))
        .collect();
    assert!(unread.is_empty(), "the file is read whole: {unread:?}");
    // full titles agree with the order file's long titles but for wording that the file itself abbreviates
    let same = official
        .iter()
        .zip(&titles)
        .filter(|(c, t)| book.title(**c).as_deref() == Some(**t))
        .count();
    eprintln!(
        "titles equal to the order file's: {same} of {}",
        official.len()
    );
    assert!(same * 100 > official.len() * 97, "{same} titles agree");
    // order: the order file is alphabetic within chapters but for the categories of users.md §0.5; ours is tabular
    let m08 = book.ordinal(code("M08.00")).unwrap();
    let m1a = book.ordinal(code("M1A.00X0")).unwrap();
    let m10 = book.ordinal(code("M10.00")).unwrap();
    assert!(m08 < m1a && m1a < m10, "M1A stands between M08 and M10");
}

#[test]
fn fy2026_has_the_known_counts() {
    let Some((book, problems)) = fy2026() else {
        return;
    };
    let counts = book.counts();
    assert_eq!(counts.billable, 74_719);
    assert_eq!(counts.leaves, 36_343);
    assert_eq!(counts.seventh_definitions, 508);
    let notes: Vec<_> = counts.notes.iter().map(|(k, o, l)| (*k, *o, *l)).collect();
    let expect = [
        ("inclusion-term", 6_809, 12_574),
        ("includes", 415, 1_024),
        ("excludes1", 2_644, 5_407),
        ("excludes2", 1_165, 2_520),
        ("code-first", 363, 809),
        ("code-also", 320, 655),
    ];
    for e in expect {
        assert!(notes.contains(&e), "{e:?} among {notes:?}");
    }
    let lines = |kind: &str| notes.iter().find(|n| n.0 == kind).unwrap().2;
    assert!(notes.contains(&("use-additional", 844, 1_485)), "{notes:?}");
    assert_eq!(
        lines("note"),
        180 + 7,
        "the seven rows of the table at H54 are kept as notes"
    );
    let sevens = book.billable_codes().filter(|c| c.len() == 7).count();
    assert_eq!(sevens, 51_485);
    assert_eq!(book.billable_codes().filter(|c| c.len() == 3).count(), 214);
    assert!(
        !problems
            .iter()
            .any(|p| matches!(p.kind, ProblemKind::File | ProblemKind::Structure)),
        "{:?}",
        problems
            .iter()
            .find(|p| matches!(p.kind, ProblemKind::File | ProblemKind::Structure))
    );
    for category in [
        "C4A", "C7A", "C7B", "D3A", "I1A", "I5A", "J4A", "M1A", "O9A", "QA0", "Z3A",
    ] {
        assert!(book.entry(code(category)).is_some(), "{category} is there");
    }
}

#[test]
fn validity_is_as_the_code_list_says() {
    let Some((book, _)) = fy2026() else { return };
    assert_eq!(book.status(code("E11.22")), CodeStatus::Billable);
    assert!(
        matches!(book.status(code("N18.3")), CodeStatus::NotBillable { children } if children.len() == 3)
    );
    assert!(matches!(
        book.status(code("S72.001")),
        CodeStatus::NeedsSeventhCharacter { .. }
    ));
    assert!(
        matches!(book.status(code("S12.8XXB")), CodeStatus::WrongSeventhCharacter { allowed } if allowed.iter().map(Code::seventh).collect::<Vec<_>>() == [Some('A'), Some('D'), Some('S')])
    );
    assert!(
        !book.is_billable(code("S06.1X7D")),
        "the note at S06 takes D and S away"
    );
    assert!(book.is_billable(code("S06.1X7A")));
    assert!(matches!(
        book.status(code("H81.81")),
        CodeStatus::Absent { .. }
    ));
    assert_eq!(code("W01.0").with_seventh('A'), Some(code("W01.0XXA")));
    assert!(book.is_billable(code("W01.0XXA")));
    let list = text("codeset/FY2026-04/code-list-April-2026.txt").unwrap();
    let listed: HashSet<&str> = list.lines().map(str::trim).collect();
    let absent: Vec<_> = book
        .billable_codes()
        .filter(|c| !listed.contains(c.undotted()))
        .take(5)
        .collect();
    assert!(absent.is_empty(), "not in the code list: {absent:?}");
}

#[test]
fn notes_are_inherited_from_ancestors_blocks_super_blocks_and_chapters() {
    let Some((book, _)) = fy2026() else { return };
    let from = |text: &str| -> HashSet<String> {
        book.entry_of(code(text))
            .unwrap()
            .effective_notes()
            .map(|n| n.note.owner().place())
            .collect()
    };
    let j = from("J44.1");
    for place in ["J44.1", "J44", "Chapter 10"] {
        assert!(j.contains(place), "{place} in {j:?}");
    }
    assert!(
        from("W01.0XXA").contains("V00-V99") || from("V01.00XA").contains("V00-V99"),
        "super-sections are inherited"
    );
    assert!(from("T20.00XA").contains("T20-T32"));
    let mut carried = 0;
    let mut own = 0;
    for entry in book.entries().filter(|e| e.is_leaf() && e.code().is_some()) {
        let notes: Vec<_> = entry
            .effective_notes()
            .filter(|n| n.note.kind() == NoteKind::Excludes1)
            .collect();
        carried += usize::from(!notes.is_empty());
        own += usize::from(notes.iter().any(|n| !n.inherited));
    }
    assert_eq!(
        (carried, own),
        (23_464, 1_234),
        "leaves governed by an Excludes1, and those that carry one themselves"
    );
}

#[test]
fn excludes1_holds_over_inherited_notes() {
    let Some((book, _)) = fy2026() else { return };
    let either = |a: &str, b: &str| {
        book.excludes1(code(a), code(b))
            .or_else(|| book.excludes1(code(b), code(a)))
            .is_some()
    };
    for (a, b) in [
        ("E11.9", "E10.9"),
        ("B20", "Z21"),
        ("I10", "I11.0"),
        ("R07.9", "I21.4"),
    ] {
        eprintln!("{a} with {b}: {}", either(a, b));
    }
    assert!(either("E11.9", "E10.9"));
    assert!(either("B20", "Z21"));
    assert!(!either("E11.9", "I10"));
}

#[test]
fn the_note_grammar_reads_the_stated_share_of_lines() {
    let Some((book, _)) = fy2026() else { return };
    for (kind, stated) in [
        (NoteKind::Excludes1, 0.963),
        (NoteKind::Excludes2, 0.974),
        (NoteKind::CodeFirst, 0.64),
        (NoteKind::UseAdditional, 0.66),
        (NoteKind::CodeAlso, 0.71),
    ] {
        let (mut all, mut strict) = (0, 0);
        for note in book.notes().filter(|n| n.kind() == kind) {
            all += 1;
            strict += usize::from(note.is_strict());
        }
        let share = f64::from(strict as u32) / f64::from(all);
        eprintln!("{}: {strict} of {all} lines ({share:.3})", kind.name());
        assert!(
            share >= stated - 0.005,
            "{} {share:.3}, stated {stated}",
            kind.name()
        );
    }
}

#[test]
fn every_entry_of_every_book_reaches_the_tabular_list_and_no_link_is_dead() {
    let Some((book, problems)) = fy2026() else {
        return;
    };
    for kind in BookKind::ALL {
        let b = book.book(kind);
        let (mut codes, mut unknown, mut see, mut exact, mut dead) = (0, 0, 0, 0, 0);
        for node in b.nodes() {
            let printed = node
                .code()
                .into_iter()
                .chain(node.manifestation())
                .chain(node.cells().filter_map(|c| c.code));
            for code in printed {
                codes += 1;
                if code.known {
                    assert!(
                        book.entry_of(code.code).is_some(),
                        "{} reaches the tabular list",
                        code.code
                    );
                } else {
                    unknown += 1;
                }
            }
            for reference in node.references() {
                see += 1;
                exact += usize::from(reference.is_exact());
                if !reference.is_live() {
                    dead += 1;
                    if dead < 90 {
                        eprintln!("dead: {:?} see {}", node.titles(), reference.text());
                    }
                }
            }
        }
        eprintln!(
            "{}: {} nodes, {codes} codes ({unknown} not in the release), {see} references, {exact} exact, {dead} dead, source {:?}",
            kind.part().name(),
            b.len(),
            b.source()
        );
        assert_eq!(dead, 0, "{} has dead links", kind.part().name());
        assert_eq!(unknown, 0);
    }
    let external = book.book(BookKind::ExternalCause);
    assert_eq!(external.main_terms().len(), 314);
    assert_eq!(external.len(), 314 + 7_776);
    assert_eq!(book.book(BookKind::Neoplasm).len(), 1 + 1_939);
    assert_eq!(
        book.book(BookKind::Neoplasm)
            .nodes()
            .map(|n| n.cells().count())
            .sum::<usize>(),
        10_922
    );
    assert_eq!(book.book(BookKind::Drug).main_terms().len(), 5_179);
    assert_eq!(
        book.book(BookKind::Drug)
            .nodes()
            .map(|n| n.cells().count())
            .sum::<usize>(),
        43_224
    );
    let sees = external
        .nodes()
        .flat_map(|n| n.references().collect::<Vec<_>>())
        .filter(|r| r.kind() == icd10cm::ReferenceKind::See)
        .count();
    assert_eq!(sees, 791);
    eprintln!("{} problems", problems.len());
    for p in problems.iter().take(15) {
        eprintln!("  {p}");
    }
}

#[test]
fn a_path_is_found_by_its_titles() {
    let Some((book, _)) = fy2026() else { return };
    let index = book.book(BookKind::Index);
    let node = index
        .find(&["Diabetes", "type 2", "with", "chronic kidney disease"])
        .unwrap();
    assert_eq!(node.code().unwrap().code, code("E11.22"));
    assert_eq!(node.titles()[0], "Diabetes, diabetic");
    let with_first = node.path()[1].children().next().unwrap();
    assert!(with_first.is_structural(), "the with block stands first");
}

#[test]
fn a_mapped_codebook_says_the_same() {
    let Some((book, _)) = fy2026() else { return };
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("codebook.map");
    let mut file = mapped::FileWriter::default();
    book.write(&mut file);
    file.write(&path, "test").unwrap();
    let size = std::fs::metadata(&path).unwrap().len();
    let started = std::time::Instant::now();
    let mapped = Codebook::read(&mapped::File::open_stamped(&path, "test").unwrap()).unwrap();
    let title = mapped.title(code("S72.001A"));
    eprintln!("{size} bytes, first answer after {:?}", started.elapsed());
    assert_eq!(title, book.title(code("S72.001A")));
    assert_eq!(mapped.counts(), book.counts());
    assert_eq!(
        mapped.book(BookKind::Index).len(),
        book.book(BookKind::Index).len()
    );
    assert_eq!(mapped.problem_lines().count(), book.problem_lines().count());
}
