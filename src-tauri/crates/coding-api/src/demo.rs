//! What the window does with a sample chart, for a machine without a display.

use coding_model::Duty;

use crate::answer::SuggestAnswer;
use crate::dto::name_of;
use crate::run;
use crate::{ApiError, App, answer, clock, encounter, people, sample, settings, training};

/// A sample chart that was coded and recorded.
pub struct CodedSample {
    /// Title.
    pub title: String,
    /// Setting.
    pub setting: String,
    /// Sex.
    pub sex: Option<String>,
    /// Years.
    pub age: Option<u16>,
    /// Discharge date or date of service.
    pub date: Option<String>,
    /// Number of documents.
    pub documents: usize,
    /// Words in them.
    pub words: usize,
    /// The suggestions; offsets are into the document that each quote is of.
    pub answer: SuggestAnswer,
    /// Identifier of the recorded run.
    pub run: String,
    /// The database it was recorded in.
    pub database: String,
    /// How that is protected.
    pub protection: String,
}

/// Codes the sample chart of a number from 1 and records the run.
///
/// # Errors
/// Where there is no such chart, no release is installed, who works now may not add charts or code them or is in an
/// examination, or nothing can be written.
pub fn code_sample(app: &App, number: usize) -> Result<CodedSample, ApiError> {
    let charts = sample::sample_charts()?;
    let count = charts.len();
    let encounter = number
        .checked_sub(1)
        .and_then(|i| charts.into_iter().nth(i))
        .ok_or_else(|| {
            ApiError::input(format!(
                "opening sample chart {number}: there are charts 1 to {count}"
            ))
        })?;
    training::require_none(app, "opening a sample chart")?;
    app.store(|store| {
        people::require_one(store, encounter::ADDING, "adding the sample charts")?;
        people::require(store, Duty::Coder, "having a chart read")
    })?;
    let selection = app.library().select(None, encounter.date)?;
    let run = run::perform(&selection.edition, &encounter, Default::default())?;
    let (database, protection) = app.store(|store| {
        sample::import(store)?;
        let person = settings::person(store)?;
        store.save_run(encounter.id, &run, &clock::now(), &person)?;
        Ok((
            store.path().display().to_string(),
            store.key_source().protection().to_owned(),
        ))
    })?;
    let words = |text: &str| text.split_whitespace().count();
    Ok(CodedSample {
        title: encounter.title.clone(),
        setting: name_of(&encounter.setting),
        sex: encounter.sex.map(|s| name_of(&s)),
        age: encounter.age,
        date: encounter.date.map(|d| d.to_string()),
        documents: encounter.documents.len(),
        words: encounter.documents.iter().map(|d| words(&d.text)).sum(),
        run: run.id.to_string(),
        answer: answer::of_run(
            encounter.title.clone().into(),
            &run,
            &encounter,
            &selection.edition,
            selection.notice,
        ),
        database,
        protection,
    })
}
