//! What can go wrong on the way, each in one line.

use std::path::{Path, PathBuf};

/// Why a release could not be fetched. Every message is one line: what was attempted, what was
/// found, and, where a person can act, what to do.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The catalogue of releases cannot be read.
    #[error("could not read the catalogue of releases: {reason}")]
    Catalogue {
        /// What was found.
        reason: String,
    },
    /// No release has that name.
    #[error("there is no release {release:?} to fetch; known are {}; for any other, download its archive and install it with --from", known.join(", "))]
    UnknownRelease {
        /// The name asked for.
        release: String,
        /// The names that are known, newest first.
        known: Vec<String>,
    },
    /// An address that is neither https nor on this machine.
    #[error("will not fetch {url}: only https addresses are trusted")]
    Untrusted {
        /// The address.
        url: String,
    },
    /// The host did not answer, or the connection broke more often than is worth repeating.
    #[error("could not reach {url}: {reason}")]
    Unreachable {
        /// The address.
        url: String,
        /// What the network said.
        reason: String,
    },
    /// The host answered with something else than the file.
    #[error("could not fetch {url}: the host answered {status}")]
    Refused {
        /// The address.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// The answer is longer than any release.
    #[error("could not fetch {url}: it is longer than {limit} bytes")]
    Endless {
        /// The address.
        url: String,
        /// The most that is accepted.
        limit: u64,
    },
    /// The folder holds no archive that fits.
    #[error(
        "found no archive of the release in {url} ({found} archives there, none named with {words:?}); download it by hand and install it with --from"
    )]
    NotListed {
        /// The folder's address.
        url: String,
        /// How many archives the folder lists.
        found: usize,
        /// The words looked for.
        words: Vec<String>,
    },
    /// The bytes are not those that were pinned.
    #[error(
        "{what} is not the expected file: its SHA-256 is {found}, expected {expected}; nothing was installed from it"
    )]
    WrongHash {
        /// The file, by its address or name.
        what: String,
        /// The pinned hash.
        expected: String,
        /// The hash of what came.
        found: String,
    },
    /// The archive cannot be read.
    #[error("could not unpack {archive}: {reason}")]
    BrokenArchive {
        /// The archive's file name.
        archive: String,
        /// What was found.
        reason: String,
    },
    /// The archive names a file outside the folder it is unpacked into.
    #[error("will not unpack {archive}: its entry {entry:?} points outside the archive")]
    EscapingEntry {
        /// The archive's file name.
        archive: String,
        /// The entry's name.
        entry: String,
    },
    /// The archive unpacks to more than any release.
    #[error("will not unpack {archive}: it holds more than {limit} {unit}")]
    TooLarge {
        /// The archive's file name.
        archive: String,
        /// The most that is accepted.
        limit: u64,
        /// `bytes` or `entries`.
        unit: &'static str,
    },
    /// There is no Tabular List in what was fetched.
    #[error("found no Tabular List in {what}")]
    NoTabular {
        /// The archive.
        what: String,
    },
    /// pip did not deliver the package.
    #[error("could not get {package} with pip: {reason}")]
    Pip {
        /// Name and version.
        package: String,
        /// What pip said, or why it could not be run.
        reason: String,
    },
    /// A file of this machine could not be read or written.
    #[error("could not {attempt} {}: {reason}", path.display())]
    Disk {
        /// What was attempted.
        attempt: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Every source failed.
    #[error("could not fetch {release}: {official}; {package}")]
    NoSource {
        /// The release's name.
        release: String,
        /// Why the official archive could not be had.
        official: String,
        /// Why the package could not be had.
        package: String,
    },
}

impl FetchError {
    pub(crate) fn disk<'a>(
        attempt: &'static str,
        path: &'a Path,
    ) -> impl FnOnce(std::io::Error) -> Self + 'a {
        move |error| Self::Disk {
            attempt,
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }

    /// A network failure without the address, which the message names already, and with the
    /// innermost cause, which is the one that tells something.
    pub(crate) fn network(url: &str, error: reqwest::Error) -> Self {
        let error = error.without_url();
        let mut cause: &dyn std::error::Error = &error;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        let reason = if error.is_timeout() {
            "it took too long to answer".to_owned()
        } else {
            cause.to_string().replace('\n', " ")
        };
        Self::Unreachable {
            url: url.to_owned(),
            reason,
        }
    }
}
