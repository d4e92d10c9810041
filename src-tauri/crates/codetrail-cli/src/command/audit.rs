//! `audit`.

use std::path::Path;

use coding_api::dto::{AuditActDto, AuditDto, AuditOpenDto, AuditRowDto, SampleInDto, ShareDto};
use coding_api::{
    App, answer, audit_act, audit_get, audit_hand_over, audit_list, audit_open, audit_sample,
    audit_scores,
};

use crate::arguments::{Audit, AuditAct, Sample, Scores};
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::secret;

pub fn run(home: &Path, asked: &Audit, output: &mut Output) -> Result<Done, Failure> {
    let app = secret::app(home)?;
    match asked {
        Audit::Sample(asked) => sample(&app, asked, output)?,
        Audit::List(asked) => list(&audit_list(&app)?, asked.json, output)?,
        Audit::HandOver(asked) => {
            let row = find(&app, &asked.audit)?;
            let to = asked.to.as_deref();
            let rows = audit_hand_over(&app, &row.encounter, &row.id, to, &asked.words)?;
            list(&rows, asked.json, output)?;
        }
        Audit::Open(asked) => {
            let opened = audit_open(
                &app,
                &AuditOpenDto {
                    encounter: asked.encounter.clone(),
                    of_oneself: asked.of_oneself.clone(),
                },
            )?;
            tell(&opened, true, asked.json, output)?;
        }
        Audit::Show(asked) => {
            let row = find(&app, &asked.audit)?;
            let told = audit_get(&app, &row.encounter, &row.id)?;
            tell(&told, asked.all, asked.json, output)?;
        }
        Audit::Act(asked) => {
            let told = act(&app, asked)?;
            tell(&told, false, asked.json, output)?;
        }
        Audit::Scores(asked) => scores(&app, asked, output)?,
    }
    Ok(Done::Clean)
}

fn list(rows: &[AuditRowDto], json: bool, output: &mut Output) -> Result<(), Failure> {
    if json {
        return output.json(&serde_json::json!({"format": answer::FORMAT, "audits": rows}));
    }
    rows.iter().try_for_each(|row| output.line(&line(row)))
}

fn sample(app: &App, asked: &Sample, output: &mut Output) -> Result<(), Failure> {
    let drawn = audit_sample(
        app,
        &SampleInDto {
            kind: if asked.by_risk { "risk" } else { "random" }.to_owned(),
            seed: asked.seed.clone(),
            size: asked.size,
            coder: asked.coder.clone(),
        },
    )?;
    if asked.json {
        return output.json(&serde_json::json!({"format": answer::FORMAT, "sample": drawn}));
    }
    for one in &drawn {
        let risks = if one.risks.is_empty() {
            String::new()
        } else {
            format!("  [{}]", one.risks.join(", "))
        };
        output.line(&format!(
            "{}  {:<24}  {}{risks}",
            one.encounter, one.coder, one.title
        ))?;
    }
    Ok(())
}

fn line(row: &AuditRowDto) -> String {
    format!(
        "{}  {:<9}  {} by {}: {} ({} findings)",
        row.id, row.state, row.coder, row.auditor, row.title, row.findings
    )
}

fn find(app: &App, audit: &str) -> Result<AuditRowDto, Failure> {
    let rows = audit_list(app)?;
    rows.into_iter().find(|row| row.id == audit).ok_or_else(|| {
        Failure::Input(format!(
            "looking for audit {:?}: there is none that you may see; see codetrail-cli audit list",
            audit.chars().take(40).collect::<String>()
        ))
    })
}

fn act(app: &App, asked: &AuditAct) -> Result<AuditDto, Failure> {
    let row = find(app, &asked.audit)?;
    let now = audit_get(app, &row.encounter, &row.id)?;
    let finding = match asked.finding {
        None => None,
        Some(n) => Some(
            n.checked_sub(1)
                .and_then(|n| now.findings.get(n))
                .map(|f| f.id.clone())
                .ok_or_else(|| {
                    Failure::Input(format!(
                        "acting on finding {n}: the audit has {}",
                        now.findings.len()
                    ))
                })?,
        ),
    };
    Ok(audit_act(
        app,
        &AuditActDto {
            encounter: row.encounter,
            audit: row.id,
            after: now.after,
            act: asked.act.clone(),
            code: asked.code.clone(),
            to: asked.to.clone(),
            finding,
            reason: asked.reason.clone(),
            citation: asked.cite.clone(),
            topic: asked.topic.clone(),
            words: asked.words.clone(),
            evidence: Vec::new(),
        },
    )?)
}

fn tell(audit: &AuditDto, all: bool, json: bool, output: &mut Output) -> Result<(), Failure> {
    if json {
        // the documents are told by `export`
        let told = AuditDto {
            documents: Vec::new(),
            ..audit.clone()
        };
        return output.json(&serde_json::json!({"format": answer::FORMAT, "audit": told}));
    }
    output.line(&line(&audit.row))?;
    output.line("code      signed auditor engine now  difference")?;
    for row in &audit.rows {
        if !all && row.difference == "agreement" {
            continue;
        }
        let place = |p: &Option<coding_api::dto::PlaceDto>| {
            p.as_ref()
                .map_or("-".to_owned(), |p| p.position.to_string())
        };
        let engine = if audit.revealed {
            place(&row.engine)
        } else {
            "?".to_owned()
        };
        output.line(&format!(
            "{:<9} {:>6} {:>7} {engine:>6} {:>3}  {}",
            row.code,
            place(&row.signed),
            place(&row.auditor),
            place(&row.coder),
            row.difference
        ))?;
    }
    for (n, finding) in (1..).zip(&audit.findings) {
        let to = finding
            .to
            .as_deref()
            .map(|t| format!(" to {t}"))
            .unwrap_or_default();
        output.line(&format!(
            "{n:>3}  {} {}{to}: {} {} [{}]",
            finding.kind,
            finding.code.as_deref().unwrap_or_default(),
            finding.reason_name,
            finding.citation,
            finding.answer
        ))?;
        for said in finding.thread.iter().filter(|s| !s.words.is_empty()) {
            output.wrapped(&format!("       {}: ", said.person), "       ", &said.words)?;
        }
    }
    if !audit.unjudged.is_empty() {
        output.line(&format!("not judged yet: {}", audit.unjudged.join(", ")))?;
    }
    Ok(())
}

fn scores(app: &App, asked: &Scores, output: &mut Output) -> Result<(), Failure> {
    let told = audit_scores(app)?;
    if asked.json {
        return output.json(&serde_json::json!({"format": answer::FORMAT, "scores": told}));
    }
    if asked.csv {
        return output.bytes(told.csv.as_bytes());
    }
    for measure in &told.measures {
        output.line(&format!("{}: {}", measure.name, measure.formula))?;
        for row in &measure.rows {
            output.line(&format!(
                "  {:<8} {:<40} {}",
                row.group,
                row.name,
                share(row.share)
            ))?;
        }
    }
    Ok(())
}

fn share(share: ShareDto) -> String {
    let Some(value) = share.value else {
        return "-".to_owned();
    };
    format!(
        "{:5.1} %  ({} of {}; {:.1} to {:.1} %)",
        value * 100.0,
        share.hits,
        share.of,
        share.low * 100.0,
        share.high * 100.0
    )
}
