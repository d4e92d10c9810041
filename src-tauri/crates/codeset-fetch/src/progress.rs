//! What a fetch is doing, for a progress bar.

/// One step of a fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// The folder at this address is being listed.
    Listing {
        /// The folder's address.
        url: String,
    },
    /// Bytes of the archive have arrived.
    Downloading {
        /// Bytes on disk so far, those of an earlier attempt included.
        received: u64,
        /// Bytes in all, where the host says so.
        total: Option<u64>,
    },
    /// The official archive could not be had; the package is tried next.
    FallingBack {
        /// Why, in one line.
        reason: String,
    },
    /// pip is fetching the package.
    Package {
        /// The package's name.
        name: String,
        /// The package's version.
        version: String,
    },
    /// An archive is being unpacked.
    Unpacking {
        /// Entries unpacked so far.
        done: usize,
        /// Entries in all.
        total: usize,
    },
}
