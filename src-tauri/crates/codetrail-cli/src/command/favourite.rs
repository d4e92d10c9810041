//! `favourite list`, `add`, `remove`, `export`, `import`.

use std::fs;
use std::path::Path;

use coding_api::codeset::Library;
use coding_api::dto::FavouriteListDto;
use coding_api::{App, answer, export};
use serde_json::json;

use crate::arguments::{Favourite, FavouriteImport};
use crate::failure::{Done, Failure};
use crate::output::{Output, count};
use crate::secret;

/// The longest file of favourites, in bytes.
const LONGEST: u64 = 16 * 1024 * 1024;

pub fn run(
    home: &Path,
    library: &Library,
    asked: &Favourite,
    output: &mut Output,
) -> Result<Done, Failure> {
    let app = secret::app(home)?;
    match asked {
        Favourite::List(list) => {
            let (edition, _) = super::edition(library, &list.which)?;
            let kept = coding_api::favourite_list(&app, &edition)?;
            if list.json {
                output.json(&json!({
                    "format": answer::FORMAT,
                    "release": kept.release,
                    "favourites": kept.rows.iter().map(|r| json!({
                        "code": r.code, "title": r.title, "in_release": r.title.is_some(),
                        "billable": r.billable, "note": r.note, "added": r.added,
                    })).collect::<Vec<_>>(),
                }))?;
                return Ok(Done::Clean);
            }
            show(&kept, output)
        }
        Favourite::Add(add) => {
            let (edition, _) = super::edition(library, &add.which)?;
            let kept = coding_api::favourite_put(&app, &edition, &add.code, add.note.as_deref())?;
            show(&kept, output)
        }
        Favourite::Remove(remove) => {
            let (edition, _) = super::edition(library, &remove.which)?;
            let kept = coding_api::favourite_remove(&app, &edition, &remove.code)?;
            show(&kept, output)
        }
        Favourite::Export(file) => {
            let (text, rows) = coding_api::favourite_export(&app)?;
            export::write_new(&file.file, text.as_bytes())?;
            output.line(&format!(
                "{} written to {}.",
                count(rows, "favourite"),
                file.file.display()
            ))?;
            Ok(Done::Clean)
        }
        Favourite::Import(asked) => import(&app, library, asked, output),
    }
}

fn import(
    app: &App,
    library: &Library,
    asked: &FavouriteImport,
    output: &mut Output,
) -> Result<Done, Failure> {
    let failed = |found: String| {
        Failure::Input(format!(
            "importing favourites from {}: {found}; name a file that favourite export wrote",
            asked.file.display()
        ))
    };
    let meta = fs::metadata(&asked.file).map_err(|e| failed(e.to_string()))?;
    if !meta.is_file() || meta.len() > LONGEST {
        return Err(failed("it is no file of at most 16 MB".to_owned()));
    }
    let bytes = fs::read(&asked.file).map_err(|e| failed(e.to_string()))?;
    let (edition, _) = super::edition(library, &asked.which)?;
    let done = coding_api::favourite_import(app, &edition, &String::from_utf8_lossy(&bytes))?;
    output.line(&format!(
        "{} added, {} filled in, {} as they were.",
        count(usize::try_from(done.added).unwrap_or(0), "favourite"),
        count(usize::try_from(done.noted).unwrap_or(0), "note"),
        done.same
    ))?;
    let mut named = |says: &str, codes: &[String]| {
        if codes.is_empty() {
            return Ok(());
        }
        output.wrapped("Note: ", "      ", &format!("{says}: {}", codes.join(", ")))
    };
    named(
        "the file has another note, and yours stayed",
        &done.differing,
    )?;
    let release = edition.name();
    named(
        &format!("not in {release}, and kept all the same"),
        &done.absent,
    )?;
    for problem in &done.problems {
        output.wrapped("Note: ", "      ", problem)?;
    }
    Ok(Done::Clean)
}

fn show(kept: &FavouriteListDto, output: &mut Output) -> Result<Done, Failure> {
    for row in &kept.rows {
        let head = format!("{:<9} ", row.code);
        match &row.title {
            Some(title) if row.billable => output.labelled(&head, title)?,
            Some(title) => output.labelled(&head, &format!("{title}  [not billable]"))?,
            None => output.labelled(&head, &format!("[not in {}]", kept.release))?,
        }
        if !row.note.is_empty() {
            output.wrapped("          ", "          ", &row.note)?;
        }
    }
    if kept.rows.is_empty() {
        output.line("No code is a favourite yet.")?;
    }
    Ok(Done::Clean)
}
