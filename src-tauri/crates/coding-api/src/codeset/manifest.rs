//! What is installed of a release: `manifest.json` in its folder.

use std::path::Path;

use icd10cm::{Date, Part, Release};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::companion::CompanionKind;
use crate::ApiError;

/// Name of the file in a release's folder.
pub(crate) const FILE: &str = "manifest.json";
/// Folder of the official files in a release's folder.
pub(crate) const PARTS: &str = "parts";
/// Folder of the companion lists in a release's folder.
pub(crate) const COMPANIONS: &str = "companions";

const FORMAT: u32 = 1;

/// An installed release: its official files, its companion lists and where they came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// 1.
    pub format: u32,
    /// Customary name, "FY2026-04".
    pub release: String,
    /// First day in force.
    pub effective: Date,
    /// When it was installed last, RFC 3339 in UTC.
    pub installed_at: String,
    /// Where the files came from: a file or folder name, an address, or a package with its version.
    pub source: String,
    /// The official files, one a part.
    pub files: Vec<PartFile>,
    /// The companion lists.
    #[serde(default)]
    pub companions: Vec<CompanionFile>,
}

/// One official file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartFile {
    /// Which part it is.
    pub part: Part,
    /// File name in the release's `parts` folder.
    pub name: String,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// "official": starter parts are never copied here.
    pub origin: icd10cm::PartSource,
}

/// One companion list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanionFile {
    /// Which list it is.
    pub kind: CompanionKind,
    /// Fiscal year it holds for, where it or its name says so.
    pub year: Option<u16>,
    /// File name in the release's `companions` folder.
    pub name: String,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
}

impl Manifest {
    /// A manifest without files.
    pub(crate) fn empty(release: &Release, installed_at: String, source: String) -> Self {
        Self {
            format: FORMAT,
            release: release.name.clone(),
            effective: release.effective,
            installed_at,
            source,
            files: Vec::new(),
            companions: Vec::new(),
        }
    }

    /// Reads the manifest of a release's folder.
    pub(crate) fn read(folder: &Path) -> Result<Self, ApiError> {
        let path = folder.join(FILE);
        let text = std::fs::read_to_string(&path)
            .map_err(ApiError::disk("reading the installed release", &path))?;
        let damaged = |found: &str| {
            ApiError::outside(format!(
                "reading the installed release {}: {found}; install the release again",
                path.display()
            ))
        };
        let manifest: Self =
            serde_json::from_str(&text).map_err(|_| damaged("its manifest is damaged"))?;
        if manifest.format != FORMAT {
            return Err(damaged("a newer program installed it"));
        }
        Ok(manifest)
    }

    /// Writes the manifest into a release's folder.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), ApiError> {
        let path = folder.join(FILE);
        let text = serde_json::to_string_pretty(self)
            .map_err(|e| ApiError::outside(format!("writing {}: {e}", path.display())))?;
        std::fs::write(&path, text).map_err(ApiError::disk("writing", &path))
    }

    /// The release by name and first day.
    #[must_use]
    pub fn release(&self) -> Release {
        Release {
            effective: self.effective,
            name: self.release.clone(),
        }
    }

    /// The official file of a part.
    #[must_use]
    pub fn file(&self, part: Part) -> Option<&PartFile> {
        self.files.iter().find(|f| f.part == part)
    }
}

/// SHA-256 of bytes, lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
