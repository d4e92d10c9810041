//! Fetching a release from a host on this machine: whole, resumed, renamed, refused, wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod server;

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::Duration;

use codeset_fetch::{
    FetchError, FetchSource, Fetched, Means, Official, Package, Patience, Progress, ReleaseSources,
    fetch_by,
};
use server::Answer;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TABULAR: &str =
    "<?xml version=\"1.0\"?><ICD10CM.tabular><version>2026</version></ICD10CM.tabular>";

fn zipped(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, body) in entries {
        let plain = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(*name, plain).unwrap();
        zip.write_all(body.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn official_zip() -> Vec<u8> {
    let filler = "x".repeat(40_000);
    zipped(&[("Table/tabular.xml", TABULAR), ("readme.txt", &filler)])
}

fn sha256_of(bytes: &[u8]) -> String {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("bytes");
    fs::write(&path, bytes).unwrap();
    codeset_fetch::sha256(&path).unwrap()
}

fn sources(folder: &str, archive: Option<&str>) -> ReleaseSources {
    ReleaseSources {
        name: "FY2026-04".into(),
        title: "a release".into(),
        fiscal_year: 2026,
        effective_from: "2026-04-01".into(),
        effective_to: None,
        updated: None,
        official: Some(Official {
            folder: folder.into(),
            archive: archive.map(Into::into),
            words: vec!["index".into()],
            sha256: None,
        }),
        package: None,
    }
}

/// Without Python, and with little patience.
fn means() -> Means {
    Means {
        patience: Patience {
            connect: Duration::from_secs(2),
            read: Duration::from_millis(500),
        },
        pythons: Vec::new(),
        ..Means::default()
    }
}

async fn run(
    means: &Means,
    sources: &ReleaseSources,
    into: &Path,
) -> (Result<Fetched, FetchError>, Vec<Progress>) {
    let mut steps = Vec::new();
    let outcome = fetch_by(means, &sources.name, sources, into, &mut |p| steps.push(p)).await;
    (outcome, steps)
}

async fn message(sources: &ReleaseSources) -> String {
    let into = TempDir::new().unwrap();
    let (outcome, _) = run(&means(), sources, into.path()).await;
    let message = outcome.unwrap_err().to_string();
    assert_eq!(message.lines().count(), 1, "{message}");
    message
}

#[tokio::test]
async fn a_known_archive_is_fetched_verified_and_unpacked() {
    let zip = official_zip();
    let sha256 = sha256_of(&zip);
    let body = zip.clone();
    let (url, _) = server::start(move |_, _| Answer::Whole(body.clone())).await;
    let mut sources = sources(&url, Some("Table and Index.zip"));
    sources.official.as_mut().unwrap().sha256 = Some(sha256.to_uppercase());
    let into = TempDir::new().unwrap();
    let (outcome, steps) = run(&means(), &sources, into.path()).await;
    let fetched = outcome.unwrap();
    let url = format!("{url}Table%20and%20Index.zip");
    assert_eq!(fetched.source, FetchSource::Official { url });
    assert_eq!(fetched.sha256, sha256);
    assert_eq!(fetched.set_aside, None);
    assert_eq!(fetched.files.len(), 2);
    assert_eq!(fs::read_to_string(&fetched.files[0]).unwrap(), TABULAR);
    let all = zip.len() as u64;
    assert!(steps.contains(&Progress::Downloading {
        received: all,
        total: Some(all)
    }));
}

#[tokio::test]
async fn a_renamed_archive_is_found_in_the_listing() {
    let zip = official_zip();
    let (url, heard) = server::start(move |path, _| match path {
        "/" => Answer::Whole(
            br#"<a href="codes.zip"></a><a href="/icd10cm%20Table%20Index%20new.zip"></a>"#
                .to_vec(),
        ),
        "/old.zip" => Answer::Status(404),
        _ => Answer::Whole(zip.clone()),
    })
    .await;
    let into = TempDir::new().unwrap();
    let (outcome, _) = run(&means(), &sources(&url, Some("old.zip")), into.path()).await;
    outcome.unwrap();
    let paths: Vec<_> = heard.lock().unwrap().iter().map(|h| h.0.clone()).collect();
    assert_eq!(
        paths,
        ["/old.zip", "/", "/icd10cm%20Table%20Index%20new.zip"]
    );
}

#[tokio::test]
async fn a_broken_connection_is_taken_up_where_it_broke() {
    let zip = official_zip();
    let body = zip.clone();
    let (url, heard) = server::start(move |_, before| match before {
        0 => Answer::Cut(body.clone(), 10_000),
        1 => Answer::Cut(body.clone(), 5_000),
        _ => Answer::Whole(body.clone()),
    })
    .await;
    let into = TempDir::new().unwrap();
    let (outcome, _) = run(&means(), &sources(&url, Some("a-table.zip")), into.path()).await;
    assert_eq!(outcome.unwrap().sha256, sha256_of(&zip));
    let from: Vec<_> = heard.lock().unwrap().iter().map(|h| h.1).collect();
    assert_eq!(from, [None, Some(10_000), Some(15_000)]);
}

#[tokio::test]
async fn a_later_call_takes_up_what_an_earlier_one_left() {
    let zip = official_zip();
    let body = zip.clone();
    // the first four attempts of the first call move 1000 bytes each
    let (url, heard) = server::start(move |_, before| match before {
        0..4 => Answer::Cut(body.clone(), 1_000),
        _ => Answer::Whole(body.clone()),
    })
    .await;
    let sources = sources(&url, Some("a-table.zip"));
    let into = TempDir::new().unwrap();
    let (first, _) = run(&means(), &sources, into.path()).await;
    let error = first.unwrap_err().to_string();
    assert!(
        error.contains("could not reach http://127.0.0.1"),
        "{error}"
    );
    let (second, _) = run(&means(), &sources, into.path()).await;
    assert_eq!(second.unwrap().sha256, sha256_of(&zip));
    assert_eq!(heard.lock().unwrap().last().unwrap().1, Some(4_000));
}

#[tokio::test]
async fn a_file_that_changed_meanwhile_is_fetched_anew() {
    let zip = official_zip();
    let body = zip.clone();
    let (url, _) = server::start(move |_, _| Answer::Changing(body.clone())).await;
    let into = TempDir::new().unwrap();
    let (outcome, _) = run(&means(), &sources(&url, Some("a-table.zip")), into.path()).await;
    assert_eq!(outcome.unwrap().sha256, sha256_of(&zip));
}

#[tokio::test]
async fn every_failure_of_the_host_is_told_in_one_line() {
    let (url, _) = server::start(|path, _| match path {
        "/" => Answer::Whole(b"<a href='codes.zip'>".to_vec()),
        "/gone.zip" => Answer::Status(404),
        "/down.zip" => Answer::Status(503),
        "/silent.zip" => Answer::Silence,
        "/away.zip" => Answer::Redirect("http://example.org/x.zip".into()),
        "/page.zip" => Answer::Whole(b"<html>please log in</html>".to_vec()),
        _ => Answer::Whole(zipped(&[("index.xml", "<ICD10CM.index/>")])),
    })
    .await;
    for (archive, says) in [
        ("gone.zip", "found no archive of the release"),
        ("down.zip", "the host answered 503"),
        ("silent.zip", "took too long"),
        ("away.zip", "the host answered 302"),
        ("page.zip", "could not unpack official.zip"),
        ("empty.zip", "found no Tabular List in official.zip"),
    ] {
        let message = message(&sources(&url, Some(archive))).await;
        assert!(message.contains(says), "{archive}: {message}");
        assert!(
            message.starts_with("could not fetch FY2026-04: "),
            "{message}"
        );
        assert!(message.ends_with("no package carries it"), "{message}");
    }
    let message = message(&sources("http://example.org/", Some("a.zip"))).await;
    assert!(message.contains("only https"), "{message}");
}

#[tokio::test]
async fn an_unreachable_host_is_given_up_quickly() {
    let unused = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", unused.local_addr().unwrap());
    drop(unused);
    let begun = std::time::Instant::now();
    let message = message(&sources(&url, None)).await;
    assert!(message.contains("could not reach"), "{message}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_wrong_archive_is_not_installed_nor_kept() {
    let (url, _) = server::start(|_, _| Answer::Whole(official_zip())).await;
    let mut sources = sources(&url, Some("a-table.zip"));
    sources.official.as_mut().unwrap().sha256 = Some("0".repeat(64));
    let into = TempDir::new().unwrap();
    let (outcome, _) = run(&means(), &sources, into.path()).await;
    let message = outcome.unwrap_err().to_string();
    let found = sha256_of(&official_zip());
    assert!(
        message.contains(&found) && message.contains(&"0".repeat(64)),
        "{message}"
    );
    assert!(!into.path().join("official.zip").exists());
    assert!(!into.path().join("official").exists());
}

#[cfg(unix)]
mod package {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn wheel() -> Vec<u8> {
        zipped(&[
            ("simple_icd_10_cm/__init__.py", ""),
            ("simple_icd_10_cm/data/tabular.xml", TABULAR),
            ("simple_icd_10_cm-1.5.0.dist-info/top_level.txt", "x"),
        ])
    }

    /// A stand-in for Python whose pip delivers a wheel, or fails as pip does.
    fn python(folder: &Path, script: &str) -> Means {
        fs::write(folder.join("wheel"), wheel()).unwrap();
        let path = folder.join("python");
        fs::write(
            &path,
            format!("#!/bin/sh\nhere={}\n{script}\n", folder.display()),
        )
        .unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Means {
            pythons: vec!["no-such-python".into(), path.into()],
            ..means()
        }
    }

    const DELIVERS: &str = r#"while [ $# -gt 2 ]; do shift; done
[ "$2" = simple-icd-10-cm==1.5.0 ] || exit 9
cp "$here/wheel" "$1/simple_icd_10_cm-1.5.0-py3-none-any.whl""#;

    fn with_package(url: &str, sha256: String) -> ReleaseSources {
        ReleaseSources {
            package: Some(Package {
                name: "simple-icd-10-cm".into(),
                version: "1.5.0".into(),
                sha256,
            }),
            ..sources(url, Some("gone.zip"))
        }
    }

    #[tokio::test]
    async fn the_package_is_used_where_the_host_has_nothing() {
        let (url, _) = server::start(|_, _| Answer::Status(404)).await;
        let tools = TempDir::new().unwrap();
        let means = python(tools.path(), DELIVERS);
        let sources = with_package(&url, sha256_of(&wheel()));
        let into = TempDir::new().unwrap();
        let (outcome, steps) = run(&means, &sources, into.path()).await;
        let fetched = outcome.unwrap();
        assert_eq!(
            fetched.source,
            FetchSource::Package {
                name: "simple-icd-10-cm".into(),
                version: "1.5.0".into()
            }
        );
        assert_eq!(fetched.files.len(), 1);
        assert_eq!(fs::read_to_string(&fetched.files[0]).unwrap(), TABULAR);
        let reason = format!("could not fetch {url}: the host answered 404");
        assert_eq!(fetched.set_aside.as_ref(), Some(&reason));
        assert!(steps.contains(&Progress::FallingBack { reason }));
    }

    #[tokio::test]
    async fn a_package_that_is_not_the_pinned_one_is_refused() {
        let (url, _) = server::start(|_, _| Answer::Status(404)).await;
        let tools = TempDir::new().unwrap();
        let means = python(tools.path(), DELIVERS);
        let into = TempDir::new().unwrap();
        let (outcome, _) = run(&means, &with_package(&url, "1".repeat(64)), into.path()).await;
        let message = outcome.unwrap_err().to_string();
        assert!(message.contains("is not the expected file"), "{message}");
        assert!(message.contains("the host answered 404"), "{message}");
        assert!(!into.path().join("package").exists());
    }

    #[tokio::test]
    async fn what_pip_says_is_passed_on() {
        let (url, _) = server::start(|_, _| Answer::Status(404)).await;
        let tools = TempDir::new().unwrap();
        let script =
            "echo 'WARNING: retrying' >&2; echo 'ERROR: No matching distribution' >&2; exit 1";
        let means = python(tools.path(), script);
        let into = TempDir::new().unwrap();
        let sources = with_package(&url, "1".repeat(64));
        let (outcome, _) = run(&means, &sources, into.path()).await;
        let message = outcome.unwrap_err().to_string();
        assert!(
            message.ends_with(
                "could not get simple-icd-10-cm==1.5.0 with pip: No matching distribution"
            ),
            "{message}"
        );
        let without = super::means();
        let (outcome, _) = run(&without, &sources, into.path()).await;
        assert!(
            outcome
                .unwrap_err()
                .to_string()
                .contains("Python is not installed")
        );
    }
}
