//! The releases that can be fetched by name, as `assets/codeset/releases.toml` lists them.

use serde::Deserialize;

use crate::error::FetchError;

/// The catalogue's format that this program reads.
const FORMAT: u32 = 1;

/// Every release that can be fetched by name, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    releases: Vec<ReleaseSources>,
}

/// One release of ICD-10-CM: when it is in force and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseSources {
    /// The release's short name, such as `FY2026-04`.
    pub name: String,
    /// The release's name in words.
    pub title: String,
    /// The fiscal year, which begins on October 1 of the year before.
    pub fiscal_year: u16,
    /// First day in force, `YYYY-MM-DD`.
    pub effective_from: String,
    /// Last day in force, `YYYY-MM-DD`; absent where it is not known.
    pub effective_to: Option<String>,
    /// Where the text is that of an update within the release's period: the day its codes begin.
    pub updated: Option<String>,
    /// The official archive.
    pub official: Option<Official>,
    /// A Python package that carries the release's Tabular List.
    pub package: Option<Package>,
}

/// The official "Table and Index" archive.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Official {
    /// Address of the folder that holds the archive, with a slash at the end.
    pub folder: String,
    /// The archive's file name, where it is known.
    pub archive: Option<String>,
    /// Words that the archive's name has, in any case, where it has to be found in the folder.
    #[serde(default)]
    pub words: Vec<String>,
    /// SHA-256 of the archive in hexadecimal, where it is known.
    pub sha256: Option<String>,
}

/// A pinned Python package.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// The package's name.
    pub name: String,
    /// The exact version.
    pub version: String,
    /// SHA-256 of the wheel in hexadecimal.
    pub sha256: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    release: Vec<ReleaseSources>,
}

impl Catalogue {
    /// The catalogue that comes with the program.
    ///
    /// # Errors
    /// [`FetchError::Catalogue`] when the program was built with a broken catalogue.
    pub fn built_in() -> Result<Self, FetchError> {
        Self::parse(include_str!("../../../../assets/codeset/releases.toml"))
    }

    /// Reads a catalogue.
    ///
    /// # Errors
    /// [`FetchError::Catalogue`] when the text is not a catalogue of this format, or when a
    /// release could not be fetched from anywhere it names.
    pub fn parse(text: &str) -> Result<Self, FetchError> {
        let broken = |reason: String| FetchError::Catalogue { reason };
        let file: File = toml::from_str(text).map_err(|e| broken(first_line(e.message())))?;
        if file.format != FORMAT {
            return Err(broken(format!(
                "found format {}, this program reads format {FORMAT}",
                file.format
            )));
        }
        let mut releases = file.release;
        for release in &releases {
            let name = &release.name;
            if release.official.is_none() && release.package.is_none() {
                return Err(broken(format!("release {name} names no source")));
            }
            if let Some(official) = &release.official
                && !official.folder.ends_with('/')
            {
                return Err(broken(format!(
                    "release {name}: the folder's address must end with a slash"
                )));
            }
        }
        releases.sort_by(|a, b| b.effective_from.cmp(&a.effective_from));
        Ok(Self { releases })
    }

    /// Every release, newest first.
    pub fn releases(&self) -> &[ReleaseSources] {
        &self.releases
    }

    /// One release by its short name, in any case.
    ///
    /// # Errors
    /// [`FetchError::UnknownRelease`] with the names that are known.
    pub fn find(&self, name: &str) -> Result<&ReleaseSources, FetchError> {
        self.releases
            .iter()
            .find(|r| r.name.eq_ignore_ascii_case(name))
            .ok_or_else(|| FetchError::UnknownRelease {
                release: name.to_owned(),
                known: self.releases.iter().map(|r| r.name.clone()).collect(),
            })
    }

    /// The newest release in force on a day (`YYYY-MM-DD`), or the newest of all where none is.
    pub fn in_force(&self, day: &str) -> Option<&ReleaseSources> {
        self.releases
            .iter()
            .find(|r| {
                r.effective_from.as_str() <= day
                    && r.effective_to.as_deref().is_none_or(|last| day <= last)
            })
            .or_else(|| self.releases.first())
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_catalogue_reads_newest_first() {
        let catalogue = Catalogue::built_in().unwrap();
        let names: Vec<_> = catalogue
            .releases()
            .iter()
            .map(|r| r.name.as_str())
            .collect();
        assert_eq!(names, ["FY2026-04", "FY2025-04", "FY2021"]);
        for release in catalogue.releases() {
            let package = release.package.as_ref().unwrap();
            assert_eq!(package.sha256.len(), 64, "{}", release.name);
            let official = release.official.as_ref().unwrap();
            assert!(
                official.folder.starts_with("https://"),
                "{} must come over an authenticated connection",
                release.name
            );
        }
    }

    #[test]
    fn the_release_in_force_follows_the_day() {
        let catalogue = Catalogue::built_in().unwrap();
        let on = |day| catalogue.in_force(day).unwrap().name.as_str();
        assert_eq!(on("2026-04-01"), "FY2026-04");
        assert_eq!(on("2025-09-30"), "FY2025-04");
        assert_eq!(on("2020-10-01"), "FY2021");
        // none is in force: the newest of all
        assert_eq!(on("2031-01-01"), "FY2026-04");
        assert_eq!(on("2025-12-01"), "FY2026-04");
    }

    #[test]
    fn broken_catalogues_are_told_in_one_line() {
        let check = |text: &str, says: &str| {
            let message = Catalogue::parse(text).unwrap_err().to_string();
            assert!(message.contains(says), "{message:?} should say {says:?}");
            assert_eq!(message.lines().count(), 1, "{message:?}");
        };
        check("", "missing field");
        check("format = 9\nrelease = []", "found format 9");
        let head = "format = 1\n[[release]]\nname='X'\ntitle='X'\nfiscal_year=2026\neffective_from='2026-04-01'\n";
        check(head, "release X names no source");
        check(
            &format!("{head}official = {{ folder = 'https://example.org/x' }}"),
            "end with a slash",
        );
        check(&format!("{head}colour = 'red'"), "unknown field");
    }

    #[test]
    fn an_unknown_release_lists_the_known_ones() {
        let catalogue = Catalogue::built_in().unwrap();
        assert_eq!(catalogue.find("fy2021").unwrap().name, "FY2021");
        let message = catalogue.find("FY1999").unwrap_err().to_string();
        assert!(message.contains("FY1999") && message.contains("FY2026-04, FY2025-04, FY2021"));
    }
}
