//! The synonym layer of look-ups: what the carried tables write out, what a person adds, and what they turn off.

pub(crate) mod file;

use coding_engine::search::{LookupOptions, Synonym};

use crate::codeset::Edition;
use crate::dto::{SynonymDto, SynonymListDto};
use crate::{ApiError, App, codebook};
use file::{OwnSynonyms, Pair};

/// Source of a person's own rows.
const OWN: &str = "your synonyms";

/// The rows of the synonym layer whose short form or expansion begins with the words, a person's own first.
///
/// # Errors
/// Where the release's search cannot be opened.
pub fn synonym_list(
    app: &App,
    edition: &Edition,
    words: &str,
    limit: usize,
) -> Result<SynonymListDto, ApiError> {
    let kept = file::read(app.home());
    list(edition, &kept, words, limit)
}

fn list(
    edition: &Edition,
    kept: &OwnSynonyms,
    words: &str,
    limit: usize,
) -> Result<SynonymListDto, ApiError> {
    let asked = words.trim().to_lowercase();
    let fits = |short: &str, expansion: &str| {
        asked.is_empty()
            || short.to_lowercase().starts_with(&asked)
            || expansion
                .to_lowercase()
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word.starts_with(&asked))
            || expansion.to_lowercase().contains(&asked)
    };
    let search = edition.search()?;
    let own = kept.own.iter().map(|((short, expansion), on)| SynonymDto {
        short: short.clone(),
        expansion: expansion.clone(),
        source: OWN.to_owned(),
        contexts: Vec::new(),
        enabled: *on,
    });
    let carried = search.synonyms().map(|row| {
        let enabled = !is_off(kept, &row);
        SynonymDto {
            short: row.short,
            expansion: row.expansion,
            source: row.source,
            contexts: row.contexts,
            enabled,
        }
    });
    let mut rows: Vec<SynonymDto> = own
        .chain(carried)
        .filter(|row| fits(&row.short, &row.expansion))
        .collect();
    // the short form itself before what only begins with it
    rows.sort_by_key(|row| (row.source != OWN, row.short.to_lowercase() != asked));
    let total = rows.len();
    rows.truncate(limit);
    Ok(SynonymListDto {
        total: u32::try_from(total).unwrap_or(u32::MAX),
        rows,
        problems: kept.problems.clone(),
    })
}

fn is_off(kept: &OwnSynonyms, row: &Synonym) -> bool {
    kept.off
        .iter()
        .any(|(short, expansion)| same(short, &row.short) && same(expansion, &row.expansion))
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// Adds a row of one's own, or turns it on again.
///
/// # Errors
/// Where the row cannot be kept, its expansion leads to nothing in the release, or nothing can be written.
pub fn synonym_add(
    app: &App,
    edition: &Edition,
    short: &str,
    expansion: &str,
) -> Result<SynonymListDto, ApiError> {
    let pair = file::check(short, expansion)?;
    let search = edition.search()?;
    let found = search.lookup(edition.codebook(), &pair.1, LookupOptions::default());
    if found.results.is_empty() {
        return Err(ApiError::input(format!(
            "adding the synonym {:?}: its expansion {:?} leads to nothing in {}; write it in words of the index",
            pair.0,
            pair.1,
            edition.name()
        )));
    }
    change(app, edition, &pair.0.clone(), |kept| {
        match kept.own.iter_mut().find(|(p, _)| is_pair(p, &pair)) {
            Some((_, on)) => *on = true,
            None => kept.own.push((pair, true)),
        }
        Ok(())
    })
}

/// Turns a row on or off, one's own or one of the carried tables.
///
/// # Errors
/// Where there is no such row, or nothing can be written.
pub fn synonym_enable(
    app: &App,
    edition: &Edition,
    short: &str,
    expansion: &str,
    enabled: bool,
) -> Result<SynonymListDto, ApiError> {
    let pair: Pair = (short.trim().to_owned(), expansion.trim().to_owned());
    let search = edition.search()?;
    let carried = search
        .synonyms()
        .any(|row| same(&row.short, &pair.0) && same(&row.expansion, &pair.1));
    change(app, edition, short, |kept| {
        let own = kept.own.iter_mut().find(|(p, _)| is_pair(p, &pair));
        let is_own = own.is_some();
        if let Some((_, on)) = own {
            *on = enabled;
        }
        if carried {
            kept.off.retain(|p| !is_pair(p, &pair));
            if !enabled {
                kept.off.push(pair.clone());
            }
        }
        if is_own || carried {
            Ok(())
        } else {
            Err(missing(&pair))
        }
    })
}

/// Takes a row of one's own out.
///
/// # Errors
/// Where there is no such row of one's own, or nothing can be written.
pub fn synonym_remove(
    app: &App,
    edition: &Edition,
    short: &str,
    expansion: &str,
) -> Result<SynonymListDto, ApiError> {
    let pair: Pair = (short.trim().to_owned(), expansion.trim().to_owned());
    change(app, edition, short, |kept| {
        let before = kept.own.len();
        kept.own.retain(|(p, _)| !is_pair(p, &pair));
        if kept.own.len() < before {
            Ok(())
        } else {
            Err(missing(&pair))
        }
    })
}

/// Adds the rows of a text as `synonyms.tsv` has them; says how many there were, and what could not be read.
///
/// # Errors
/// Where the text holds no row, or nothing can be written.
pub fn synonym_import(app: &App, text: &str) -> Result<(usize, Vec<String>), ApiError> {
    let given = file::parse(text);
    let count = given.own.len() + given.off.len();
    if count == 0 {
        return Err(ApiError::input(
            "importing synonyms: there is no row; expected a short form and its expansion on each line, separated by a tab",
        ));
    }
    file::change(app.home(), |kept| {
        for (pair, on) in given.own {
            kept.own.retain(|(p, _)| !is_pair(p, &pair));
            kept.own.push((pair, on));
        }
        for pair in given.off {
            if !kept.off.iter().any(|p| is_pair(p, &pair)) {
                kept.off.push(pair);
            }
        }
        Ok(())
    })?;
    Ok((count, given.problems))
}

fn is_pair(a: &Pair, b: &Pair) -> bool {
    same(&a.0, &b.0) && same(&a.1, &b.1)
}

fn missing(pair: &Pair) -> ApiError {
    ApiError::not_found(format!(
        "changing the synonym {:?}: none of that form stands for {:?}; see the list",
        pair.0.chars().take(file::SHORT).collect::<String>(),
        pair.1.chars().take(file::EXPANSION).collect::<String>()
    ))
}

/// Reads, changes and writes; answers with the rows of the short form.
fn change(
    app: &App,
    edition: &Edition,
    short: &str,
    act: impl FnOnce(&mut OwnSynonyms) -> Result<(), ApiError>,
) -> Result<SynonymListDto, ApiError> {
    let (kept, ()) = file::change(app.home(), act)?;
    list(edition, &kept, short, codebook::MOST_SYNONYMS)
}
