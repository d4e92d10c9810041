//! The installed companion lists as the rules read them.

use std::fs;
use std::path::Path;

use coding_rules::{HccMap, Library, Mce, PoaExempt, Severities};

use super::companion::{CompanionKind, DRG_VERSION_BEFORE};
use super::manifest::{COMPANIONS, Manifest};

/// Reads the lists of a release's folder. One that cannot be read is not there: a rule that needs it says so.
pub(crate) fn read(folder: &Path, manifest: &Manifest) -> Library {
    let mut library = Library::default();
    for file in &manifest.companions {
        let Ok(bytes) = fs::read(folder.join(COMPANIONS).join(&file.name)) else {
            continue;
        };
        let year = file.year.unwrap_or_default();
        match file.kind {
            CompanionKind::CodeEditor => library.mce = Mce::parse(&bytes).ok(),
            CompanionKind::PoaExempt => library.poa_exempt = PoaExempt::parse(&bytes, year).ok(),
            CompanionKind::Hcc => library.hcc = HccMap::parse(&bytes, year).ok(),
            CompanionKind::CcMcc => {
                let version = year.saturating_sub(DRG_VERSION_BEFORE);
                library.severities = Severities::parse(&bytes, version).ok();
            }
            CompanionKind::Guidelines | CompanionKind::OrderFile | CompanionKind::CodeList => {}
        }
    }
    library
}
