//! `demo`: what the window does with a chart, without a window.

use std::path::Path;

use coding_api::demo;

use super::suggest;
use crate::arguments::Demo;
use crate::failure::{Done, Failure};
use crate::output::{Output, count};
use crate::secret;

pub fn run(home: &Path, asked: &Demo, output: &mut Output) -> Result<Done, Failure> {
    let app = secret::app(home)?;
    let shown = demo::code_sample(&app, asked.chart)?;
    let mut facts: Vec<String> = vec![shown.setting.clone()];
    facts.extend(shown.sex.clone());
    facts.extend(shown.age.map(|a| format!("{a} years")));
    facts.extend(shown.date.clone());
    output.line(&format!("Sample chart {}: {}", asked.chart, shown.title))?;
    output.line(&format!(
        "{} · {} ({})",
        facts.join(" · "),
        count(shown.documents, "document"),
        count(shown.words, "word")
    ))?;
    output.gap()?;
    suggest::show(&shown.answer, &suggest::Trees::new(), output)?;
    output.gap()?;
    output.wrapped(
        "",
        "",
        &format!(
            "The run is recorded in {} as {}. {}",
            shown.database, shown.run, shown.protection
        ),
    )?;
    Ok(Done::Clean)
}
