//! `person`.

use std::path::Path;

use coding_api::dto::PersonInDto;
use coding_api::{answer, person_list, person_save};

use crate::arguments::Person;
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::secret;

pub fn run(home: &Path, asked: &Person, output: &mut Output) -> Result<Done, Failure> {
    let app = secret::app(home)?;
    let people = match asked {
        Person::List(list) => {
            let people = person_list(&app)?;
            if list.json {
                output.json(&serde_json::json!({"format": answer::FORMAT, "people": people}))?;
                return Ok(Done::Clean);
            }
            people
        }
        Person::Add(add) => {
            let first = person_list(&app)?.is_empty();
            let passphrase = secret::of_person(!first, &add.name)?;
            person_save(
                &app,
                &PersonInDto {
                    id: None,
                    name: add.name.clone(),
                    duties: add.roles.clone(),
                    active: true,
                    passphrase: Some(passphrase),
                },
            )?
        }
        Person::Change(change) => {
            let people = person_list(&app)?;
            let old = people
                .iter()
                .find(|p| p.name == change.name)
                .ok_or_else(|| {
                    Failure::Input(format!(
                        "changing {:?}: nobody has that name; see codetrail-cli person list",
                        change.name
                    ))
                })?;
            let passphrase = if change.passphrase {
                Some(secret::of_person(true, &change.name)?)
            } else {
                None
            };
            person_save(
                &app,
                &PersonInDto {
                    id: Some(old.id.clone()),
                    name: old.name.clone(),
                    duties: if change.roles.is_empty() {
                        old.duties.clone()
                    } else {
                        change.roles.clone()
                    },
                    active: (old.active || change.active) && !change.inactive,
                    passphrase,
                },
            )?
        }
    };
    if people.is_empty() {
        output.line(
            "Nobody has an account: whoever works here is recorded by the name that was set.",
        )?;
    }
    for person in &people {
        let left = if person.active { "" } else { "  (not in use)" };
        output.line(&format!(
            "{:<30}  {}{left}",
            person.name,
            person.duties.join(", ")
        ))?;
    }
    Ok(Done::Clean)
}
