//! `learning`: what the decisions of this installation say of the same words.

use std::path::Path;

use coding_api::answer::FORMAT;
use coding_api::dto::LearningDto;
use coding_api::{learning_list, learning_rebuild, learning_reset, learning_switch};

use crate::arguments::Learning;
use crate::failure::{Done, Failure};
use crate::output::{Output, count};
use crate::secret;

pub fn run(home: &Path, asked: &Learning, output: &mut Output) -> Result<Done, Failure> {
    let app = &secret::app(home)?;
    let learned = match asked {
        Learning::List { json: true } => {
            let learned = learning_list(app)?;
            output.json(&serde_json::json!({
                "format": FORMAT, "on": learned.on, "rows": learned.rows
            }))?;
            return Ok(Done::Clean);
        }
        Learning::List { json: false } => {
            let learned = learning_list(app)?;
            for row in &learned.rows {
                output.line(&format!(
                    "{:<9} accepted {:>3}  rejected {:>3}  {:+.2}   {}",
                    row.code, row.accepted, row.rejected, row.shift, row.words
                ))?;
            }
            learned
        }
        Learning::On => learning_switch(app, true)?,
        Learning::Off => learning_switch(app, false)?,
        Learning::Reset => learning_reset(app)?,
        Learning::Rebuild => learning_rebuild(app)?,
    };
    state(&learned, output)?;
    Ok(Done::Clean)
}

fn state(learned: &LearningDto, output: &mut Output) -> Result<(), Failure> {
    let switch = if learned.on { "on" } else { "off" };
    output.line(&format!(
        "Learning is {switch}; {} of words and code",
        count(learned.rows.len(), "pair")
    ))
}
