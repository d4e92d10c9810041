//! `import`.

use std::path::Path;

use coding_api::dto::NewEncounterDto;
use coding_api::{App, answer, encounter_create};

use crate::arguments::Import;
use crate::failure::{Done, Failure};
use crate::input;
use crate::output::Output;

pub fn run(home: &Path, asked: &Import, output: &mut Output) -> Result<Done, Failure> {
    let app = App::new(home);
    // all are read before the first is stored, so that a bad one leaves nothing half done
    let notes = asked
        .files
        .iter()
        .map(|file| Ok((input::name(file), input::note(file)?)))
        .collect::<Result<Vec<_>, Failure>>()?;
    let mut stored = Vec::new();
    for (title, text) in notes {
        let new = NewEncounterDto {
            title,
            setting: asked
                .patient
                .setting
                .clone()
                .unwrap_or_else(|| "outpatient".to_owned()),
            date: asked.date.clone(),
            sex: asked.patient.sex.clone(),
            age: asked.patient.age,
            text,
        };
        stored.push(encounter_create(&app, new)?.row);
    }
    if asked.json {
        let encounters: Vec<_> = stored
            .iter()
            .map(
                |row| serde_json::json!({"id": row.id, "title": row.title, "release": row.release}),
            )
            .collect();
        output.json(&serde_json::json!({"format": answer::FORMAT, "encounters": encounters}))?;
    } else {
        for row in &stored {
            output.line(&format!("{}  {}", row.id, row.title))?;
        }
    }
    Ok(Done::Clean)
}
