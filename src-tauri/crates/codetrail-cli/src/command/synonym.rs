//! `synonym list`, `add`, `on`, `off`, `remove`, `import`.

use std::fs;
use std::path::Path;

use coding_api::codeset::Library;
use coding_api::dto::{SynonymDto, SynonymListDto};
use coding_api::{App, answer};
use serde_json::json;

use crate::arguments::{Synonym, SynonymFile, SynonymRow, SynonymWords};
use crate::failure::{Done, Failure};
use crate::output::{Output, count};
use crate::secret;

/// Most rows of a list on a terminal.
const ROWS: usize = 60;
/// The longest file of synonyms, in bytes.
const LONGEST: u64 = 4 * 1024 * 1024;

pub fn run(home: &Path, asked: &Synonym, output: &mut Output) -> Result<Done, Failure> {
    let app = secret::app(home)?;
    let library = Library::new(home);
    match asked {
        Synonym::List(asked) => list(&app, &library, asked, output),
        Synonym::Import(asked) => import(&app, asked, output),
        Synonym::Add(row) => {
            let (edition, _) = super::edition(&library, &row.which)?;
            let kept = coding_api::synonym_add(&app, &edition, &row.short, &row.expansion)?;
            show(&kept, output)
        }
        Synonym::On(row) => enable(&app, &library, row, true, output),
        Synonym::Off(row) => enable(&app, &library, row, false, output),
        Synonym::Remove(row) => {
            let (edition, _) = super::edition(&library, &row.which)?;
            let kept = coding_api::synonym_remove(&app, &edition, &row.short, &row.expansion)?;
            show(&kept, output)
        }
    }
}

fn enable(
    app: &App,
    library: &Library,
    row: &SynonymRow,
    on: bool,
    output: &mut Output,
) -> Result<Done, Failure> {
    let (edition, _) = super::edition(library, &row.which)?;
    let kept = coding_api::synonym_enable(app, &edition, &row.short, &row.expansion, on)?;
    show(&kept, output)
}

fn list(
    app: &App,
    library: &Library,
    asked: &SynonymWords,
    output: &mut Output,
) -> Result<Done, Failure> {
    let (edition, _) = super::edition(library, &asked.which)?;
    let limit = if asked.json { usize::MAX } else { ROWS };
    let found = coding_api::synonym_list(app, &edition, &asked.words.join(" "), limit)?;
    if !asked.json {
        return show(&found, output);
    }
    let row = |r: &SynonymDto| {
        json!({
            "short": r.short,
            "expansion": r.expansion,
            "source": r.source,
            "contexts": r.contexts,
            "enabled": r.enabled,
        })
    };
    output.json(&json!({
        "format": answer::FORMAT,
        "synonyms": found.rows.iter().map(row).collect::<Vec<_>>(),
        "problems": found.problems,
    }))?;
    Ok(Done::Clean)
}

fn import(app: &App, asked: &SynonymFile, output: &mut Output) -> Result<Done, Failure> {
    let shown = asked.file.display();
    let failed = |found: String| {
        Failure::Input(format!(
            "importing synonyms from {shown}: {found}; name a text file with a short form and its expansion on each line"
        ))
    };
    let meta = fs::metadata(&asked.file).map_err(|e| failed(e.to_string()))?;
    if !meta.is_file() || meta.len() > LONGEST {
        return Err(failed("it is no file of at most 4 MB".to_owned()));
    }
    let bytes = fs::read(&asked.file).map_err(|e| failed(e.to_string()))?;
    let (rows, problems) = coding_api::synonym_import(app, &String::from_utf8_lossy(&bytes))?;
    output.line(&format!("{} kept.", count(rows, "synonym")))?;
    for problem in problems {
        output.wrapped("Note: ", "      ", &problem)?;
    }
    Ok(Done::Clean)
}

fn show(list: &SynonymListDto, output: &mut Output) -> Result<Done, Failure> {
    for row in &list.rows {
        let state = if row.enabled { "   " } else { "off" };
        let text = format!("{}  [{}]", row.expansion, row.source);
        output.labelled(&format!("{state} {:<16} ", row.short), &text)?;
    }
    let total = usize::try_from(list.total).unwrap_or(usize::MAX);
    if total == 0 {
        output.line("No synonym was found.")?;
    } else if total > list.rows.len() {
        output.line(&format!("    … and {} more", total - list.rows.len()))?;
    }
    for problem in &list.problems {
        output.wrapped("Note: ", "      ", problem)?;
    }
    Ok(Done::Clean)
}
