//! The Official Guidelines that go with a release: its own, else those of the nearest year that is installed.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use icd10cm::Guidelines;

use super::companion::CompanionKind;
use super::manifest::{COMPANIONS, Manifest};
use super::{Edition, Library};

/// The guidelines to read beside a release.
#[derive(Clone)]
pub(crate) struct Beside {
    /// The guidelines.
    pub guidelines: Arc<Guidelines>,
    /// Fiscal year they are of, where they or their file name say so.
    pub year: Option<u16>,
    /// Said where they are of another year than the release.
    pub notice: Option<String>,
}

/// Reads the guidelines in a release's folder; none where there are none or they cannot be read.
pub(super) fn read(folder: &Path, manifest: &Manifest) -> Option<Arc<Guidelines>> {
    let file = manifest
        .companions
        .iter()
        .find(|c| c.kind == CompanionKind::Guidelines)?;
    let bytes = fs::read(folder.join(COMPANIONS).join(&file.name)).ok()?;
    let guidelines = Guidelines::read(&String::from_utf8_lossy(&bytes));
    (!guidelines.all().is_empty()).then(|| Arc::new(guidelines))
}

/// Year of the guidelines that a manifest names.
fn year(manifest: &Manifest) -> Option<u16> {
    manifest
        .companions
        .iter()
        .find(|c| c.kind == CompanionKind::Guidelines)?
        .year
}

impl Library {
    /// The guidelines to read beside a release; `None` where none are installed.
    pub(crate) fn guidelines(&self, edition: &Edition) -> Option<Beside> {
        let wanted = edition.manifest().release().fiscal_year();
        if let Some(guidelines) = edition.guidelines() {
            let year = guidelines.year().or_else(|| year(edition.manifest()));
            return Some(beside(guidelines, year, wanted, edition.name()));
        }
        let (mut manifests, _) = self.manifests();
        manifests.retain(|m| {
            m.companions
                .iter()
                .any(|c| c.kind == CompanionKind::Guidelines)
        });
        manifests.sort_by_key(|m| {
            let year = year(m).unwrap_or_else(|| m.release().fiscal_year());
            year.abs_diff(wanted)
        });
        manifests.iter().find_map(|m| {
            let guidelines = self.open(&m.release).ok()?.guidelines()?;
            let year = guidelines.year().or_else(|| year(m));
            Some(beside(guidelines, year, wanted, edition.name()))
        })
    }
}

fn beside(guidelines: Arc<Guidelines>, year: Option<u16>, wanted: u16, release: &str) -> Beside {
    let notice = match year {
        Some(year) if year == wanted => None,
        Some(year) => Some(format!(
            "these are the Official Guidelines of FY{year}; none of FY{wanted} are installed for {release}, and \
             paragraphs move from year to year"
        )),
        None => Some("the text of these Official Guidelines does not name its year".to_owned()),
    };
    Beside {
        guidelines,
        year,
        notice,
    }
}
