//! Installing releases: what is refused leaves everything as it was.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use std::fs;
use std::path::Path;

use coding_api::answer;
use coding_api::codeset::{Library, Manifest};
use common::{home, install, miniature};

fn billable(home: &Path) -> usize {
    let library = Library::new(home);
    library.open("FY2026").unwrap().codebook().billable_count()
}

/// A copy of the miniature that a test may break.
fn copy(without: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(miniature()).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !without.contains(&name.as_str()) {
            fs::copy(entry.path(), folder.path().join(name)).unwrap();
        }
    }
    folder
}

#[test]
fn a_folder_is_installed_under_the_release_its_tabular_list_names() {
    let home = tempfile::tempdir().unwrap();
    let installed = install(home.path(), &miniature(), None).unwrap();
    assert_eq!(installed.manifest.release, "FY2026");
    // 19 leaves as they stand, two femurs with four 7th characters each, one fall with three
    assert_eq!(installed.billable, billable(home.path()));
    let list = answer::codeset(&Library::new(home.path()));
    assert!(list.problems.is_empty());
    let parts: Vec<_> = list.releases[0]
        .parts
        .iter()
        .map(|p| format!("{} {}", p.part, p.source))
        .collect();
    assert_eq!(
        parts,
        [
            "tabular official",
            "index official",
            "external-cause official",
            "neoplasm official",
            "drug official"
        ]
    );
    let left: Vec<_> = fs::read_dir(home.path().join("codeset"))
        .unwrap()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(left, ["FY2026"], "no temporary folder is left");
}

#[test]
fn a_zip_is_installed_like_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("Table and Index.zip");
    let mut writer = zip::ZipWriter::new(fs::File::create(&zip).unwrap());
    for name in [
        "tabular.xml",
        "index.xml",
        "external-cause.xml",
        "neoplasm.xml",
        "drug.xml",
    ] {
        let options = zip::write::SimpleFileOptions::default();
        writer
            .start_file(format!("release/{name}"), options)
            .unwrap();
        std::io::Write::write_all(&mut writer, &fs::read(miniature().join(name)).unwrap()).unwrap();
    }
    writer.finish().unwrap();
    let home = tempfile::tempdir().unwrap();
    let installed = install(home.path(), &zip, None).unwrap();
    assert_eq!(installed.manifest.files.len(), 5);
    assert_eq!(installed.manifest.source, "Table and Index.zip");
}

/// Installing from a folder fails with a line that holds `says`, and what was installed stays.
fn refused(from: &Path, release: Option<&str>, says: &str) {
    let home = home();
    let before = fs::read(home.path().join("codeset/FY2026/manifest.json")).unwrap();
    let error = install(home.path(), from, release).unwrap_err();
    assert!(error.contains(says), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
    let after = fs::read(home.path().join("codeset/FY2026/manifest.json")).unwrap();
    assert!(before == after, "what was installed is untouched");
    assert_eq!(
        fs::read_dir(home.path().join("codeset")).unwrap().count(),
        1,
        "nothing is left behind"
    );
    assert!(billable(home.path()) > 0);
}

#[test]
fn a_broken_file_is_refused_and_nothing_is_overwritten() {
    let folder = copy(&[]);
    let tabular = folder.path().join("tabular.xml");
    let text = fs::read_to_string(&tabular).unwrap();
    fs::write(&tabular, &text[..text.len() / 2]).unwrap();
    refused(folder.path(), None, "breaks off");
    fs::write(&tabular, text.replace("</chapter>", "</chapters>")).unwrap();
    refused(folder.path(), None, "not well-formed");
}

#[test]
fn a_release_without_a_tabular_list_is_refused() {
    let folder = copy(&["tabular.xml"]);
    let home = tempfile::tempdir().unwrap();
    let error = install(home.path(), folder.path(), Some("FY2026")).unwrap_err();
    assert!(error.contains("no Tabular List"), "{error}");
    assert!(!home.path().join("codeset/FY2026").exists());
}

#[test]
fn what_is_no_release_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("readme.txt"), "hello").unwrap();
    fs::write(folder.path().join("page.xml"), "<html></html>").unwrap();
    refused(folder.path(), Some("FY2026"), "none is a part of a release");
    refused(folder.path(), None, "cannot be told");
    refused(&folder.path().join("absent"), None, "absent");
    refused(&miniature(), Some("2026"), "is not a release");
}

#[test]
fn a_tabular_list_of_another_year_is_refused() {
    refused(&miniature(), Some("FY2021"), "says it is of 2026");
}

#[test]
fn parts_are_added_to_what_is_installed() {
    let home = tempfile::tempdir().unwrap();
    let without = copy(&["drug.xml"]);
    install(home.path(), without.path(), None).unwrap();
    let sources = |home: &Path| -> Vec<String> {
        let list = answer::codeset(&Library::new(home));
        list.releases[0]
            .parts
            .iter()
            .map(|p| p.source.clone())
            .collect()
    };
    assert_eq!(
        sources(home.path())[4],
        "starter",
        "the starter book stands in"
    );
    let drug = tempfile::tempdir().unwrap();
    fs::copy(miniature().join("drug.xml"), drug.path().join("drug.xml")).unwrap();
    let installed = install(home.path(), drug.path(), Some("FY2026")).unwrap();
    assert_eq!(installed.manifest.files.len(), 5);
    assert_eq!(
        sources(home.path())[4],
        "official",
        "an official part replaces it at once"
    );
}

#[test]
fn a_stale_or_damaged_cache_is_made_anew() {
    let home = home();
    let count = billable(home.path());
    let cache = home.path().join("codeset/FY2026/codebook.map");
    let whole = fs::read(&cache).unwrap();
    for broken in [&b"garbage"[..], &whole[..whole.len() / 2], &[]] {
        fs::write(&cache, broken).unwrap();
        assert_eq!(billable(home.path()), count);
        assert_eq!(
            fs::read(&cache).unwrap().len(),
            whole.len(),
            "it is written again"
        );
    }
    fs::remove_file(&cache).unwrap();
    assert_eq!(billable(home.path()), count);
    // other sources: the stamp no longer fits
    let path = home.path().join("codeset/FY2026/manifest.json");
    let mut manifest: Manifest = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    manifest
        .files
        .retain(|f| f.part.name() == "tabular" || f.part.name() == "index");
    fs::write(&path, serde_json::to_string(&manifest).unwrap()).unwrap();
    let list = answer::codeset(&Library::new(home.path()));
    assert_eq!(list.releases[0].parts[4].source, "starter");
}

#[test]
fn a_changed_source_file_is_told_when_it_is_needed() {
    let home = home();
    let folder = home.path().join("codeset/FY2026");
    fs::remove_file(folder.join("codebook.map")).unwrap();
    let tabular = folder.join("parts/tabular-tabular.xml");
    fs::write(&tabular, "<ICD10CM.tabular></ICD10CM.tabular>").unwrap();
    let error = Library::new(home.path()).open("FY2026").err().unwrap();
    assert!(
        error.message.contains("not the file that was installed"),
        "{error}"
    );
    let list = answer::codeset(&Library::new(home.path()));
    assert_eq!((list.releases.len(), list.problems.len()), (0, 1));
    // installing again mends it
    install(home.path(), &miniature(), None).unwrap();
    assert!(billable(home.path()) > 0);
}

#[test]
fn companion_lists_are_kept_with_their_year() {
    let home = home();
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("guidelines.txt"),
        "ICD-10-CM Official Guidelines for Coding and Reporting\nFY 2026\n",
    )
    .unwrap();
    let list: String = (0..30)
        .map(|i| format!("{i:05} E1{}9    1 Something\n", i % 2))
        .collect();
    fs::write(folder.path().join("icd10cm-order-2026.txt"), list).unwrap();
    let installed = install(home.path(), folder.path(), Some("FY2026")).unwrap();
    assert_eq!(installed.manifest.files.len(), 5, "the parts stay");
    let kinds: Vec<_> = installed
        .manifest
        .companions
        .iter()
        .map(|c| (c.kind.name(), c.year))
        .collect();
    assert_eq!(
        kinds,
        [("guidelines", Some(2026)), ("order-file", Some(2026))]
    );
    assert!(
        installed.notices.iter().any(|n| n.contains("disagree")),
        "a list that says otherwise is told: {:?}",
        installed.notices
    );
}
