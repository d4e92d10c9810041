//! The optional lists, as they lie beside the project, and the derivation that stands in for one of them.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

#[path = "support/releases.rs"]
mod releases;

use coding_rules::{
    CodeSet, HccMap, Library, ListKind, Mce, PoaExempt, Severities, check, check_with,
};
use icd10cm::Code;

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

#[test]
fn lists_hold_what_they_are_known_to_hold() {
    let Some(library) = releases::library() else {
        return;
    };
    let mce = library.mce.as_ref().unwrap();
    assert!(mce.is_manifestation(code("D63.1")) && !mce.is_manifestation(code("N18.6")));
    assert!(mce.is_unacceptable(code("B95.0")) && mce.needs_secondary(code("Z51.89")));
    let (cc, mcc) = library.severities.as_ref().unwrap().counts();
    eprintln!("CC {cc}, MCC {mcc}");
    assert!(cc > 14_000 && mcc > 3_000, "CC {cc}, MCC {mcc}");
    let severities = library.severities.as_ref().unwrap();
    assert!(severities.is_mcc(code("A41.9")) && severities.is_cc(code("D62")));
    assert_eq!(library.poa_exempt.as_ref().unwrap().count(), 37_297);
    let hcc = library.hcc.as_ref().unwrap();
    assert_eq!(hcc.category(code("E11.22")), Some(37), "CMS-HCC V28");
    assert_eq!(hcc.category(code("I10")), None);
}

#[test]
fn a_file_of_another_shape_is_refused_with_one_line() {
    for message in [
        Mce::parse(b"[]").unwrap_err(),
        Mce::parse(b"{\"codes\":{}}").unwrap_err(),
        PoaExempt::parse(b"", 2026).unwrap_err(),
        HccMap::parse(b"a,b,c\n", 2026).unwrap_err(),
        Severities::parse(b"nothing", 40).unwrap_err(),
    ] {
        assert!(!message.is_empty() && !message.contains('\n'), "{message}");
    }
}

#[test]
fn a_rule_without_its_list_says_so() {
    let Some(book) = releases::fy2026() else {
        return;
    };
    let checked = check(book, &CodeSet::of(&[code("I10")]));
    for (rule, list) in [
        ("SEQ-02", ListKind::Mce),
        ("SEQ-03", ListKind::Mce),
        ("SEQ-04", ListKind::Mce),
        ("PAT-01", ListKind::Mce),
        ("EVI-04", ListKind::Hcc),
    ] {
        assert!(
            checked
                .unavailable
                .iter()
                .any(|u| u.rule == rule && u.list == list),
            "{rule} says nothing of {list:?}"
        );
    }
    let library = releases::library().unwrap();
    assert!(
        check_with(book, library, &CodeSet::of(&[code("I10")]))
            .unavailable
            .is_empty()
    );
}

/// Without the editor's list, manifestations are told by the Tabular List's own notes and titles. Each code is
/// put first in a set by itself, and the two answers are compared over the whole release.
#[test]
fn manifestations_told_by_the_tabular_list_agree_with_the_editor() {
    let (Some(book), Some(library)) = (releases::fy2026(), releases::library()) else {
        return;
    };
    let mce = library.mce.as_ref().unwrap();
    let bare = Library::default();
    let (mut both, mut only_list, mut only_notes) = (0, Vec::new(), Vec::new());
    for code in book.billable_codes() {
        let listed = mce.is_manifestation(code);
        // spare the time for codes that no "code first" note governs
        let governed = book.entry_of(code).is_some_and(|e| {
            e.effective_notes()
                .any(|n| n.note.kind() == icd10cm::NoteKind::CodeFirst)
        });
        let told = governed
            && check_with(book, &bare, &CodeSet::of(&[code]))
                .findings
                .iter()
                .any(|f| f.rule == "SEQ-02");
        match (listed, told) {
            (true, true) => both += 1,
            (true, false) => only_list.push(code),
            (false, true) => only_notes.push(code),
            (false, false) => {}
        }
    }
    eprintln!(
        "both {both}, only the list {} {:?}, only the notes {} {:?}",
        only_list.len(),
        only_list.iter().take(40).collect::<Vec<_>>(),
        only_notes.len(),
        only_notes.iter().take(60).collect::<Vec<_>>()
    );
    assert!(both * 100 >= 92 * (both + only_list.len()), "recall");
    assert!(both * 100 >= 95 * (both + only_notes.len()), "precision");
}
