//! The state of the installation, and what the program remembers.

use coding_store::{Mode, Store};

use crate::codebook::source_name;
use crate::codeset::{Edition, Library};
use crate::dto::{PartDto, ReleaseDto, StatusDto};
use crate::{ApiError, App, model, people};

/// Setting: who works here.
const PERSON: &str = "person";
/// The longest name.
const LONGEST: usize = 100;

/// The state of the installation. What cannot be used is named among its problems.
#[must_use]
pub fn app_status(app: &App) -> StatusDto {
    let (releases, mut problems) = releases(app.library());
    let mut status = StatusDto {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        person: account(),
        releases,
        protection: String::new(),
        writable: false,
        network: false,
        problems: Vec::new(),
    };
    let opened = app.store(|store| {
        // where people have accounts and nobody signed in, it is nobody
        status.person = person(store).unwrap_or_default();
        status.network = model::is_network_on(app, store);
        status.protection = store.key_source().protection().to_owned();
        match store.mode() {
            Mode::ReadWrite => status.writable = true,
            Mode::ReadOnly(reason) => {
                problems.push(format!("The database is read-only: {reason}."))
            }
        }
        Ok(())
    });
    if let Err(error) = opened {
        problems.push(error.message);
    }
    if status.releases.is_empty() {
        problems.push("No code set is installed. Run: codetrail-cli codeset install".to_owned());
    }
    status.problems = problems;
    status
}

/// Remembers who works here.
///
/// # Errors
/// Where the name is empty or too long, or nothing can be written.
pub fn set_person(app: &App, name: &str) -> Result<StatusDto, ApiError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST || name.chars().any(char::is_control) {
        return Err(ApiError::input(format!(
            "setting the name: it must have between 1 and {LONGEST} characters on one line"
        )));
    }
    app.store(|store| {
        if !store.people()?.is_empty() {
            return Err(ApiError::input(
                "setting the name: people have accounts here; sign in as yourself",
            ));
        }
        Ok(store.put_setting(PERSON, name)?)
    })?;
    Ok(app_status(app))
}

/// Who decides: the name set, else the account's.
pub(crate) fn person(store: &Store) -> Result<String, ApiError> {
    people::name(store, || Ok(store.setting(PERSON)?.unwrap_or_else(account)))
}

/// Name of the account the program runs under.
fn account() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "coder".to_owned())
}

/// The installed releases, newest first, and what cannot be read.
#[must_use]
pub fn releases(library: &Library) -> (Vec<ReleaseDto>, Vec<String>) {
    let (manifests, mut problems) = library.manifests();
    let mut releases = Vec::new();
    for manifest in &manifests {
        match library.open(&manifest.release) {
            Ok(edition) => releases.push(release(&edition)),
            Err(error) => problems.push(error.message),
        }
    }
    (releases, problems)
}

fn release(edition: &Edition) -> ReleaseDto {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let codebook = edition.codebook();
    ReleaseDto {
        name: edition.name().to_owned(),
        effective: edition.manifest().effective.to_string(),
        billable: number(codebook.billable_count()),
        parts: edition
            .parts()
            .into_iter()
            .map(|(part, source, entries)| PartDto {
                part: part.name().to_owned(),
                source: source_name(source).to_owned(),
                entries: number(entries),
            })
            .collect(),
        problems: number(codebook.problem_lines().len()),
    }
}

/// Opens the database and the release in force today, with all that a first chart needs, so that it need not
/// wait. What fails here fails again, and is told, when it is asked for.
pub fn warm(app: &App) {
    let _ = app.store_even_shut(|_| Ok(()));
    if let Ok(selection) = app.library().select(None, None) {
        let _ = selection.edition.search();
        let _ = selection.edition.engine();
    }
}
