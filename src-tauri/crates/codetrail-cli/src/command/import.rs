//! `import`.

use std::path::Path;

use coding_api::dto::{ImportPreviewDto, ImportRefusedDto};
use coding_api::{Stated, answer, import_files, import_preview};

use crate::arguments::{Import, Which};
use crate::failure::{Done, Failure};
use crate::output::{Output, count};
use crate::secret;

pub fn run(home: &Path, asked: &Import, output: &mut Output) -> Result<Done, Failure> {
    let which = Which {
        release: None,
        date: asked.date.clone(),
    };
    let stated = Stated {
        facts: super::facts(&which, &asked.patient)?,
        setting: asked.patient.setting.is_some(),
        skip_stored: asked.skip_stored,
    };
    if asked.preview {
        let found = import_preview(&secret::app(home)?, &asked.files)?;
        return preview(&found, asked.json, output);
    }
    let imported = import_files(&secret::app(home)?, &asked.files, stated)?;
    if imported.encounters.is_empty() && (!asked.skip_stored || imported.remarks.is_empty()) {
        return Err(nothing(&imported.refused));
    }
    if asked.json {
        let encounters: Vec<_> = imported
            .rows
            .iter()
            .map(
                |row| serde_json::json!({"id": row.id, "title": row.title, "release": row.release}),
            )
            .collect();
        output.json(&serde_json::json!({
            "format": answer::FORMAT,
            "encounters": encounters,
            "stored": imported.encounters.len(),
            "refused": refused_json(&imported.refused),
            "remarks": imported.remarks,
        }))?;
    } else {
        for row in &imported.rows {
            output.line(&format!("{}  {}", row.id, row.title))?;
        }
        left_out(&imported.refused, &imported.remarks, output)?;
    }
    Ok(done(&imported.refused))
}

fn preview(found: &ImportPreviewDto, json: bool, output: &mut Output) -> Result<Done, Failure> {
    if found.charts.is_empty() {
        return Err(nothing(&found.refused));
    }
    if json {
        let charts: Vec<_> = found
            .charts
            .iter()
            .map(|c| {
                let documents: Vec<_> = c
                    .documents
                    .iter()
                    .map(|d| {
                        serde_json::json!({
                            "title": d.title, "kind": d.kind, "author": d.author,
                            "author_role": d.author_role, "date": d.date, "characters": d.characters,
                        })
                    })
                    .collect();
                serde_json::json!({
                    "file": c.file, "kind": c.kind, "encoding": c.encoding, "title": c.title,
                    "setting": c.setting, "admitted": c.admitted, "date": c.date, "sex": c.sex,
                    "age": c.age, "stored": c.stored, "documents": documents,
                })
            })
            .collect();
        output.json(&serde_json::json!({
            "format": answer::FORMAT,
            "charts": charts,
            "refused": refused_json(&found.refused),
            "remarks": found.remarks,
        }))?;
        return Ok(done(&found.refused));
    }
    for chart in &found.charts {
        let mut facts = vec![
            format!("{} {}", chart.kind, chart.encoding)
                .trim()
                .to_owned(),
        ];
        facts.extend(chart.setting.clone());
        facts.extend(chart.admitted.as_ref().map(|d| format!("admitted {d}")));
        facts.extend(chart.date.clone());
        facts.extend(chart.sex.clone());
        facts.extend(chart.age.map(|a| format!("{a} years")));
        output.line(&chart.file)?;
        output.labelled("  ", &format!("{} ({})", chart.title, facts.join(", ")))?;
        if let Some(known) = &chart.stored {
            output.labelled("  ", &format!("the same text is stored already as {known}"))?;
        }
        for page in &chart.documents {
            let mut facts = vec![count(page.characters as usize, "character")];
            for fact in [&page.kind, &page.author, &page.author_role, &page.date] {
                if !fact.is_empty() {
                    facts.push(fact.clone());
                }
            }
            output.labelled("  - ", &format!("{}: {}", page.title, facts.join(", ")))?;
        }
    }
    left_out(&found.refused, &found.remarks, output)?;
    Ok(done(&found.refused))
}

fn left_out(
    refused: &[ImportRefusedDto],
    remarks: &[String],
    output: &mut Output,
) -> Result<(), Failure> {
    for one in refused {
        output.labelled("Left out: ", &format!("{}: {}", one.file, one.why))?;
    }
    for remark in remarks {
        output.labelled("Remark: ", remark)?;
    }
    Ok(())
}

fn refused_json(refused: &[ImportRefusedDto]) -> Vec<serde_json::Value> {
    refused
        .iter()
        .map(|r| serde_json::json!({"file": r.file, "why": r.why}))
        .collect()
}

fn done(refused: &[ImportRefusedDto]) -> Done {
    if refused.is_empty() {
        Done::Clean
    } else {
        Done::Problems
    }
}

/// Nothing could be read at all.
fn nothing(refused: &[ImportRefusedDto]) -> Failure {
    Failure::Input(match refused {
        [] => "importing: there is no file; name files, or folders that hold some".to_owned(),
        [one] => format!("reading {}: {}", one.file, one.why),
        [first, rest @ ..] => format!(
            "reading {}: {} (and {} could not be read either)",
            first.file,
            first.why,
            count(rest.len(), "other")
        ),
    })
}
