//! `dataset export`, `dataset validate`, `dataset opt-in`.

use std::path::Path;

use coding_api::answer;
use coding_api::codeset::Library;
use coding_api::training::{Export, dataset_export, dataset_opt_in, dataset_validate, opted_in};

use crate::arguments::{DatasetExport, DatasetOptIn, DatasetValidate};
use crate::failure::{Done, Failure};
use crate::output::{Output, count, thousands};
use crate::secret;

/// Writes a data set.
pub fn export(home: &Path, asked: DatasetExport, output: &mut Output) -> Result<Done, Failure> {
    let app = secret::app(home)?;
    let exported = dataset_export(
        &app,
        &Export {
            out: asked.out.clone(),
            synthetic: asked.synthetic,
            seed: asked.seed,
            encounters: !asked.synthetic_only,
            license: asked.license,
            release: asked.release,
        },
    )?;
    if asked.json {
        output.json(&exported)?;
        return Ok(Done::Clean);
    }
    let counts = &exported.card.counts;
    let [train, validation, test] = counts.trajectories.map(thousands);
    output.line(&format!(
        "{}: {train} trajectories to train on, {validation} to validate, {test} to test; {}.",
        exported.card.release,
        count(counts.preferences, "preference")
    ))?;
    output.line(&format!(
        "{} synthetic, {} opted in; {} not opted in and left out, {} passed over.",
        thousands(counts.synthetic),
        count(counts.encounters, "encounter"),
        thousands(counts.not_opted_in),
        thousands(counts.passed_over)
    ))?;
    for (kind, n) in &exported.card.removed {
        output.line(&format!("  taken out: {} of kind {kind}", thousands(*n)))?;
    }
    output.line(&format!(
        "Written to {}; README.md is the data card.",
        asked.out.display()
    ))?;
    Ok(Done::Clean)
}

/// Takes every walk again.
pub fn validate(
    library: &Library,
    asked: &DatasetValidate,
    output: &mut Output,
) -> Result<Done, Failure> {
    let found = dataset_validate(library, &asked.folder)?;
    let done = if found.fault_count == 0 {
        Done::Clean
    } else {
        Done::Problems
    };
    if asked.json {
        output.json(&found)?;
        return Ok(done);
    }
    output.line(&format!(
        "{}: {} trajectories with {} steps taken again, {} preferences: {}.",
        found.release,
        thousands(found.trajectories),
        thousands(found.steps),
        thousands(found.preferences),
        match found.fault_count {
            0 => "all hold".to_owned(),
            n => count(n, "fault"),
        }
    ))?;
    for fault in &found.faults {
        let label = format!("{}:{}: ", fault.file, fault.line);
        output.wrapped(&label, "    ", &fault.found)?;
    }
    Ok(done)
}

/// Puts encounters in or takes them out, and lists those that are in.
pub fn opt_in(home: &Path, asked: &DatasetOptIn, output: &mut Output) -> Result<Done, Failure> {
    let app = secret::app(home)?;
    for id in &asked.encounters {
        dataset_opt_in(&app, id, !asked.withdraw)?;
    }
    let list = opted_in(&app)?;
    if asked.json {
        output.json(&serde_json::json!({"format": answer::FORMAT, "opted_in": list}))?;
        return Ok(Done::Clean);
    }
    output.line(&format!(
        "{} in the data set.",
        count(list.len(), "encounter")
    ))?;
    for id in &list {
        output.line(&format!("  {id}"))?;
    }
    Ok(Done::Clean)
}
