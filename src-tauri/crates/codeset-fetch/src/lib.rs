//! Brings a release of the code set onto this machine: the official archive, or, where that cannot
//! be reached, a Python package that carries its Tabular List. Together with the client for language
//! models this is the only crate that opens a connection, and it sends nothing but requests for
//! the addresses in its catalogue.

mod catalogue;
mod download;
mod error;
mod hash;
mod listing;
mod package;
mod progress;
mod unpack;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

pub use catalogue::{Catalogue, Official, Package, ReleaseSources};
pub use download::Patience;
pub use error::FetchError;
pub use hash::sha256;
pub use progress::Progress;
pub use unpack::{Limits, unpack};

/// What was fetched.
#[derive(Debug)]
pub struct Fetched {
    /// The files of the release: XML, text and tables, as they were in the archive.
    pub files: Vec<PathBuf>,
    /// Where they came from.
    pub source: FetchSource,
    /// SHA-256 of the archive they were in, in lower-case hexadecimal.
    pub sha256: String,
    /// Where the package was used: why the official archive could not be had, in one line.
    pub set_aside: Option<String>,
}

/// Where a release came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchSource {
    /// The official archive at this address.
    Official {
        /// The archive's address.
        url: String,
    },
    /// A Python package; it carries the Tabular List only.
    Package {
        /// The package's name.
        name: String,
        /// The package's version.
        version: String,
    },
}

/// How a fetch goes about it.
#[derive(Debug, Clone)]
pub struct Means {
    /// How long to wait for a host.
    pub patience: Patience,
    /// The most that an archive may unpack to.
    pub limits: Limits,
    /// How Python may be called, each tried in order.
    pub pythons: Vec<OsString>,
}

impl Default for Means {
    fn default() -> Self {
        Self {
            patience: Patience::default(),
            limits: Limits::default(),
            pythons: package::interpreters(),
        }
    }
}

/// Hears what a fetch is doing.
pub type Listener<'a> = dyn FnMut(Progress) + Send + 'a;

/// Whether a file of an archive can be part of a release, by its ending.
pub fn readable(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ["xml", "txt", "csv", "json"]
            .iter()
            .any(|e| ending.eq_ignore_ascii_case(e))
    })
}

/// Fetches a release into a staging folder: the official archive, else the package. A download
/// that broke off is taken up again by the next call with the same folder. See [`Means`] for the
/// defaults.
///
/// # Errors
/// [`FetchError::NoSource`] when no source delivered, with the reason of each.
pub async fn fetch(
    release: &str,
    sources: &ReleaseSources,
    into: &Path,
    progress: &mut Listener<'_>,
) -> Result<Fetched, FetchError> {
    fetch_by(&Means::default(), release, sources, into, progress).await
}

/// [`fetch`] for callers without an asynchronous runtime. Must not be called from within one.
///
/// # Errors
/// As [`fetch`].
pub fn fetch_blocking(
    release: &str,
    sources: &ReleaseSources,
    into: &Path,
    progress: &mut Listener<'_>,
) -> Result<Fetched, FetchError> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(FetchError::disk("start a runtime for", into))?
        .block_on(fetch(release, sources, into, progress))
}

/// [`fetch`] with means of the caller's.
///
/// # Errors
/// As [`fetch`].
pub async fn fetch_by(
    means: &Means,
    release: &str,
    sources: &ReleaseSources,
    into: &Path,
    progress: &mut Listener<'_>,
) -> Result<Fetched, FetchError> {
    fs::create_dir_all(into).map_err(FetchError::disk("create", into))?;
    let official = match &sources.official {
        None => "no official address is known".to_owned(),
        Some(official) => match from_official(means, official, into, progress).await {
            Ok(fetched) => return Ok(fetched),
            Err(error) => error.to_string(),
        },
    };
    let package = match &sources.package {
        None => "no package carries it".to_owned(),
        Some(package) => {
            progress(Progress::FallingBack {
                reason: official.clone(),
            });
            match from_package(means, package, into, progress).await {
                Ok(mut fetched) => {
                    fetched.set_aside = Some(official);
                    return Ok(fetched);
                }
                Err(error) => error.to_string(),
            }
        }
    };
    Err(FetchError::NoSource {
        release: release.to_owned(),
        official,
        package,
    })
}

async fn from_official(
    means: &Means,
    official: &Official,
    into: &Path,
    progress: &mut Listener<'_>,
) -> Result<Fetched, FetchError> {
    let client = download::client(&official.folder, means.patience)?;
    let archive = into.join("official.zip");
    let url = match &official.archive {
        Some(name) => {
            let url = address(official, name);
            match fetch_archive(&client, &url, &archive, progress).await {
                // renamed since: look for it
                Err(FetchError::Refused { status: 404, .. }) => {
                    let url = listed(&client, official, progress).await?;
                    fetch_archive(&client, &url, &archive, progress).await?;
                    url
                }
                outcome => outcome.map(|()| url)?,
            }
        }
        None => {
            let url = listed(&client, official, progress).await?;
            fetch_archive(&client, &url, &archive, progress).await?;
            url
        }
    };
    let checked = hash::verify(&archive, &url, official.sha256.as_deref()).and_then(|sha256| {
        let files = unpacked(means, &archive, &into.join("official"), &readable, progress)?;
        Ok((files, sha256))
    });
    match checked {
        Ok((files, sha256)) => Ok(Fetched {
            files,
            source: FetchSource::Official { url },
            sha256,
            set_aside: None,
        }),
        Err(error) => {
            // a wrong archive must not be taken for the right one later
            let _ = fs::remove_file(&archive);
            Err(error)
        }
    }
}

async fn from_package(
    means: &Means,
    package: &Package,
    into: &Path,
    progress: &mut Listener<'_>,
) -> Result<Fetched, FetchError> {
    progress(Progress::Package {
        name: package.name.clone(),
        version: package.version.clone(),
    });
    let (wheel, sha256) = package::download(package, &means.pythons, &into.join("wheels")).await?;
    let files = unpacked(
        means,
        &wheel,
        &into.join("package"),
        &package::wanted,
        progress,
    )?;
    Ok(Fetched {
        files,
        source: FetchSource::Package {
            name: package.name.clone(),
            version: package.version.clone(),
        },
        sha256,
        set_aside: None,
    })
}

async fn listed(
    client: &reqwest::Client,
    official: &Official,
    progress: &mut Listener<'_>,
) -> Result<String, FetchError> {
    progress(Progress::Listing {
        url: official.folder.clone(),
    });
    let archives = listing::archives(&download::text(client, &official.folder).await?);
    listing::choose(&archives, &official.words)
        .map(|name| address(official, name))
        .ok_or_else(|| FetchError::NotListed {
            url: official.folder.clone(),
            found: archives.len(),
            words: official.words.clone(),
        })
}

fn address(official: &Official, archive: &str) -> String {
    format!("{}{}", official.folder, listing::percent_encoded(archive))
}

async fn fetch_archive(
    client: &reqwest::Client,
    url: &str,
    to: &Path,
    progress: &mut Listener<'_>,
) -> Result<(), FetchError> {
    download::file(client, url, to, &mut |received, total| {
        progress(Progress::Downloading { received, total });
    })
    .await
}

/// Unpacks into an empty folder and makes sure that a Tabular List came out.
fn unpacked(
    means: &Means,
    archive: &Path,
    into: &Path,
    keep: &dyn Fn(&Path) -> bool,
    progress: &mut Listener<'_>,
) -> Result<Vec<PathBuf>, FetchError> {
    if into.exists() {
        fs::remove_dir_all(into).map_err(FetchError::disk("clear", into))?;
    }
    let files = unpack(archive, into, means.limits, keep, &mut |done, total| {
        progress(Progress::Unpacking { done, total });
    })?;
    if files.iter().any(|file| is_tabular(file)) {
        Ok(files)
    } else {
        Err(FetchError::NoTabular {
            what: archive
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        })
    }
}

/// Whether a file begins as the Tabular List does.
fn is_tabular(path: &Path) -> bool {
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(4096).read_to_end(&mut head))
        .is_ok()
        && String::from_utf8_lossy(&head).contains("<ICD10CM.tabular")
}
