//! Favourite codes and the sticky notes on them: everybody's own, in the database, passed on as a file.

mod file;

use coding_store::Store;
use icd10cm::Code;

use crate::codeset::Edition;
use crate::dto::{ExportedDto, FavouriteDto, FavouriteListDto, FavouritesImportedDto};
use crate::{ApiError, App, clock, export, people, training};
use file::Favourite;

/// Setting: the favourites where nobody has an account. With accounts everybody begins with them.
const SHARED: &str = "favourites";

/// A person's favourites, with their titles in a release.
///
/// # Errors
/// Where the database cannot be read, nobody has signed in, whoever works here is in an examination, or a newer program
/// wrote them.
pub fn favourite_list(app: &App, edition: &Edition) -> Result<FavouriteListDto, ApiError> {
    training::require_none(app, "looking at one's favourite codes")?;
    Ok(told(edition, app.store(|store| kept(store))?))
}

/// Keeps a code as a favourite with a sticky note, or changes the note of one; without a note, the one that is there
/// stays.
///
/// # Errors
/// Where the code is not in the release, the note is too long, or nothing can be written.
pub fn favourite_put(
    app: &App,
    edition: &Edition,
    code: &str,
    note: Option<&str>,
) -> Result<FavouriteListDto, ApiError> {
    training::require_none(app, "keeping a favourite")?;
    let code = parse(code)?;
    let note = note.map(file::note).transpose()?;
    let added = clock::now();
    let rows = change(app, |rows| {
        if let Some(row) = rows.iter_mut().find(|r| r.code == code) {
            if let Some(note) = note {
                row.note = note;
            }
            return Ok(());
        }
        if edition.codebook().title(code).is_none() {
            return Err(ApiError::not_found(format!(
                "keeping {code} as a favourite: it is not in {}; look it up, or name a release that has it",
                edition.name()
            )));
        }
        rows.push(Favourite {
            code,
            note: note.unwrap_or_default(),
            added,
        });
        Ok(())
    })?;
    Ok(told(edition, rows.0))
}

/// Takes a code out of the favourites, and its sticky note with it.
///
/// # Errors
/// Where it is none, or nothing can be written.
pub fn favourite_remove(
    app: &App,
    edition: &Edition,
    code: &str,
) -> Result<FavouriteListDto, ApiError> {
    training::require_none(app, "taking a code out of the favourites")?;
    let code = parse(code)?;
    let rows = change(app, |rows| {
        let before = rows.len();
        rows.retain(|r| r.code != code);
        if rows.len() < before {
            return Ok(());
        }
        Err(ApiError::not_found(format!(
            "taking {code} out of the favourites: it is none; see the list"
        )))
    })?;
    Ok(told(edition, rows.0))
}

/// All favourites as the text of a file, and how many there are.
///
/// # Errors
/// As [`favourite_list`].
pub fn favourite_export(app: &App) -> Result<(String, usize), ApiError> {
    training::require_none(app, "writing one's favourite codes")?;
    let rows = app.store(|store| kept(store))?;
    Ok((file::write(&rows)?, rows.len()))
}

/// Writes all favourites into a file in the folder for downloads.
///
/// # Errors
/// As [`favourite_list`], and where the file cannot be written.
pub fn favourite_save(app: &App) -> Result<ExportedDto, ApiError> {
    let (text, _) = favourite_export(app)?;
    let day = clock::today().map(|d| d.to_string()).unwrap_or_default();
    export::save_download(app, &format!("favourites-{day}.json"), text.as_bytes())
}

/// Adds the favourites of a file's text. Nothing of one's own is lost: a note fills a place that was empty, and of two
/// different notes on a code one's own stays. Codes that are not in the release are kept and marked.
///
/// # Errors
/// Where the text is no file of favourites, there would be too many, or nothing can be written.
pub fn favourite_import(
    app: &App,
    edition: &Edition,
    text: &str,
) -> Result<FavouritesImportedDto, ApiError> {
    training::require_none(app, "adding favourite codes")?;
    let (given, problems) = file::read(text)?;
    let absent = given
        .iter()
        .filter(|row| edition.codebook().title(row.code).is_none())
        .map(|row| row.code.to_string())
        .collect();
    let now = clock::now();
    let (rows, (added, noted, same, differing)) = change(app, |rows| {
        let (mut added, mut noted, mut same, mut differing) = (0, 0, 0, Vec::new());
        for new in given {
            match rows.iter_mut().find(|r| r.code == new.code) {
                None => {
                    let added_at = if new.added.is_empty() {
                        now.clone()
                    } else {
                        new.added.clone()
                    };
                    rows.push(Favourite {
                        added: added_at,
                        ..new
                    });
                    added += 1;
                }
                Some(old) if new.note.is_empty() || new.note == old.note => same += 1,
                Some(old) if old.note.is_empty() => {
                    old.note = new.note;
                    noted += 1;
                }
                Some(old) => differing.push(old.code.to_string()),
            }
        }
        file::room(rows.len())?;
        Ok((added, noted, same, differing))
    })?;
    Ok(FavouritesImportedDto {
        added,
        noted,
        same,
        differing,
        absent,
        problems,
        list: told(edition, rows),
    })
}

fn parse(code: &str) -> Result<Code, ApiError> {
    Code::parse(code.trim()).map_err(|_| {
        ApiError::input(format!(
            "working with the favourites: {:?} is no code; write it as E11.22",
            code.chars().take(24).collect::<String>()
        ))
    })
}

/// The name under which the favourites of who works now are kept.
fn name(store: &Store) -> Result<String, ApiError> {
    let people = store.people()?;
    if people.is_empty() {
        return Ok(SHARED.to_owned());
    }
    let acting = people::name(store, || Ok(String::new()))?;
    let person = people.iter().find(|p| p.name == acting);
    Ok(person.map_or_else(|| SHARED.to_owned(), |p| format!("{SHARED}.{}", p.id)))
}

fn kept(store: &Store) -> Result<Vec<Favourite>, ApiError> {
    let own = store.setting(&name(store)?)?;
    let text = match own {
        Some(text) => Some(text),
        None => store.setting(SHARED)?,
    };
    read(text)
}

/// What is kept; rows that do not fit are an error here, so that nothing is written over them.
fn read(text: Option<String>) -> Result<Vec<Favourite>, ApiError> {
    let Some(text) = text else {
        return Ok(Vec::new());
    };
    let (rows, problems) = file::read(&text)?;
    match problems.into_iter().next() {
        Some(problem) => Err(ApiError::outside(format!(
            "reading the favourites of the database: {problem}; open them with the program that wrote them"
        ))),
        None => Ok(rows),
    }
}

/// Reads, changes and writes in one transaction; what is kept then, and what the change tells.
fn change<T>(
    app: &App,
    act: impl FnOnce(&mut Vec<Favourite>) -> Result<T, ApiError>,
) -> Result<(Vec<Favourite>, T), ApiError> {
    app.store(|store| {
        let name = name(store)?;
        let shared = store.setting(SHARED)?;
        store.change_setting(&name, |own| {
            let changed = read(own.or(shared)).and_then(|mut rows| {
                let told = act(&mut rows)?;
                file::room(rows.len())?;
                Ok((file::write(&rows)?, rows, told))
            });
            match changed {
                Ok((text, rows, told)) => (Some(text), Ok((rows, told))),
                Err(error) => (None, Err(error)),
            }
        })?
    })
}

/// Favourites with what a release says of them.
fn told(edition: &Edition, mut rows: Vec<Favourite>) -> FavouriteListDto {
    let codebook = edition.codebook();
    rows.sort_by_cached_key(|row| {
        let place = codebook.ordinal(row.code).unwrap_or(u32::MAX);
        (place, row.code.to_string())
    });
    let row = |row: Favourite| FavouriteDto {
        code: row.code.to_string(),
        title: codebook.title(row.code),
        billable: codebook.is_billable(row.code),
        note: row.note,
        added: row.added,
    };
    FavouriteListDto {
        release: edition.name().to_owned(),
        rows: rows.into_iter().map(row).collect(),
    }
}
