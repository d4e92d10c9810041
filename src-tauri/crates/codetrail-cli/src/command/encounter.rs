//! `encounter list`, `encounter erase`.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;

use coding_api::{answer, encounter_erase, encounter_list};

use crate::arguments::Encounter;
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::secret;

pub fn run(home: &Path, asked: &Encounter, output: &mut Output) -> Result<Done, Failure> {
    let app = secret::app(home)?;
    match asked {
        Encounter::List(list) => {
            let rows = encounter_list(&app)?;
            if list.json {
                let encounters: Vec<_> = rows
                    .iter()
                    .map(|r| {
                        serde_json::json!({
                            "id": r.id, "title": r.title, "setting": r.setting, "date": r.date,
                            "documents": r.documents, "decisions": r.decisions, "assigned": r.assigned,
                        })
                    })
                    .collect();
                output.json(
                    &serde_json::json!({"format": answer::FORMAT, "encounters": encounters}),
                )?;
            } else {
                for row in rows {
                    output.line(&format!(
                        "{}  {:<10}  {}",
                        row.id,
                        row.date.as_deref().unwrap_or("-"),
                        row.title
                    ))?;
                }
            }
        }
        Encounter::Erase(erase) => {
            if !erase.yes && !confirmed(&erase.id)? {
                return Err(Failure::Input(format!(
                    "erasing {}: it was not confirmed, and nothing was erased; confirm it, or give --yes",
                    erase.id
                )));
            }
            encounter_erase(&app, &erase.id)?;
            output.line(&format!(
                "{} is erased. That it was, and what was decided, stays on record.",
                erase.id
            ))?;
        }
    }
    Ok(Done::Clean)
}

fn confirmed(id: &str) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() {
        return Ok(false);
    }
    write!(
        io::stderr(),
        "Erase encounter {id} for good? Its text cannot be brought back. Type yes: "
    )?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim() == "yes")
}
