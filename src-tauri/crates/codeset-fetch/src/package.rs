//! Taking a release out of a Python package, with the machine's own pip.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use crate::catalogue::Package;
use crate::error::FetchError;
use crate::hash;

/// pip downloads a megabyte or two.
const PATIENCE: Duration = Duration::from_secs(300);

/// How Python is called on this system, each tried in order.
pub fn interpreters() -> Vec<OsString> {
    let names: &[&str] = if cfg!(windows) {
        &["py", "python"]
    } else {
        &["python3", "python"]
    };
    names.iter().map(OsString::from).collect()
}

/// Downloads the pinned wheel into a folder, verifies its hash, and gives back its path and hash.
pub async fn download(
    package: &Package,
    pythons: &[OsString],
    into: &Path,
) -> Result<(PathBuf, String), FetchError> {
    let pinned = format!("{}=={}", package.name, package.version);
    let failed = |reason: String| FetchError::Pip {
        package: pinned.clone(),
        reason,
    };
    fs::create_dir_all(into).map_err(FetchError::disk("create", into))?;

    let mut output = None;
    for python in pythons {
        let running = Command::new(python)
            .args([
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-input",
                "--disable-pip-version-check",
                "--no-deps",
                "--only-binary",
                ":all:",
                "--dest",
            ])
            .arg(into)
            .arg(&pinned)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        match tokio::time::timeout(PATIENCE, running).await {
            Ok(Ok(done)) => {
                output = Some(done);
                break;
            }
            Ok(Err(e)) if e.kind() == std::io::ErrorKind::NotFound => {}
            Ok(Err(e)) => return Err(failed(e.to_string())),
            Err(_) => return Err(failed(format!("it took over {} s", PATIENCE.as_secs()))),
        }
    }
    let Some(output) = output else {
        return Err(failed(
            "Python is not installed; install python3 with pip, or use --from".to_owned(),
        ));
    };
    if !output.status.success() {
        return Err(failed(complaint(&output.stderr)));
    }

    let wheel = wheel(into, package).ok_or_else(|| failed("it left no wheel".to_owned()))?;
    let name = wheel
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let sha256 = hash::verify(&wheel, &name, Some(&package.sha256))?;
    Ok((wheel, sha256))
}

/// Whether a file of the wheel belongs to the classification.
pub fn wanted(path: &Path) -> bool {
    path.parent().is_some_and(|folder| folder.ends_with("data")) && crate::readable(path)
}

/// pip's last line that speaks of an error, or its last line.
fn complaint(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines()
        .rfind(|line| line.starts_with("ERROR:") || line.contains("No module named"))
        .or_else(|| lines().next_back())
        .map_or_else(
            || "it failed without a word".to_owned(),
            |line| {
                line.trim_start_matches("ERROR: ")
                    .chars()
                    .take(200)
                    .collect()
            },
        )
}

fn wheel(folder: &Path, package: &Package) -> Option<PathBuf> {
    let start = format!("{}-{}-", package.name.replace('-', "_"), package.version);
    fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| {
            path.extension().is_some_and(|e| e == "whl")
                && path
                    .file_name()
                    .is_some_and(|name| name.to_string_lossy().starts_with(&start))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pip_is_quoted_in_one_line() {
        let check = |text: &str, says: &str| assert_eq!(complaint(text.as_bytes()), says);
        check("", "it failed without a word");
        check(
            "WARNING: retrying\nERROR: No matching distribution found for x==1\n\n[notice] new pip\n",
            "No matching distribution found for x==1",
        );
        check(
            "/usr/bin/python3: No module named pip\n",
            "/usr/bin/python3: No module named pip",
        );
    }

    #[test]
    fn only_the_data_of_a_wheel_is_wanted() {
        let check = |path: &str, is: bool| assert_eq!(wanted(Path::new(path)), is, "{path}");
        check("simple_icd_10_cm/data/icd10cm_tabular_2021.xml", true);
        check("simple_icd_10_cm/data/icd10cm-order-Jan-2021.txt", true);
        check("simple_icd_10_cm/data/__init__.py", false);
        check("simple_icd_10_cm-1.5.0.dist-info/top_level.txt", false);
    }
}
