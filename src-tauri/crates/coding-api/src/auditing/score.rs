//! Scores of all audits, with formula, numbers and interval.

use coding_audit::{
    Acceptance, Answer, Audit, AuditState, Case, Measure, Scores, Share, Who, scores as measure,
};
use coding_model::Duty;
use coding_store::statement_kind;
use icd10cm::Code;
use std::collections::{BTreeMap, HashMap};

use super::{act, all, blind, called};
use crate::dto::{MeasureDto, ScoreRowDto, ScoresDto, ShareDto};
use crate::signing::Signature;
use crate::{ApiError, App, people, training};

/// What is commonly aimed at for codes and cases.
const TARGET: f64 = 0.95;

/// A measure of the engine: id, name, formula, and how it is worked out.
type Formula = (
    &'static str,
    &'static str,
    &'static str,
    fn(Acceptance) -> Share,
);

/// What comes of all audits that were returned: everybody's for an auditor, one's own for a coder.
///
/// # Errors
/// Where the database cannot be read.
pub fn audit_scores(app: &App) -> Result<ScoresDto, ApiError> {
    let (cases, acceptance, signatures) = app.store(|store| {
        let me = people::who(store)?;
        let accounts = store.accounts()?;
        let everybody = people::require(store, Duty::Auditor, "reading scores").is_ok();
        let told = |coder: &Who| everybody || coder.is(&me);
        let audits = all(store)?;
        // what one audits blind is told by no number either
        let blind = blind::charts(&audits, &me);
        let mut signed = HashMap::new();
        let mut acceptance: BTreeMap<String, Acceptance> = BTreeMap::new();
        let mut signatures = 0_u32;
        for statement in store.statements_of_kind(statement_kind::SIGNATURE)? {
            let Some(signature) = Signature::of(&statement) else {
                continue;
            };
            let coder = Who {
                id: statement.author,
                name: statement.person,
            };
            let counts = !blind.contains(&statement.encounter);
            if counts && told(&coder) && signature.number == 1 {
                signatures += 1;
                let sum = acceptance.entry(called(&accounts, &coder)).or_default();
                let one = signature.acceptance();
                sum.accepted += one.accepted;
                sum.revised += one.revised;
                sum.rejected += one.rejected;
                sum.added += one.added;
            }
            signed.insert(statement.sequence, signature);
        }
        let cases: Vec<Case> = audits
            .iter()
            .filter(|(encounter, _)| !blind.contains(encounter))
            .filter_map(|(_, entries)| Audit::of(entries))
            .filter(|a| a.state != AuditState::Auditing && told(&a.coder))
            .filter_map(|audit| {
                let signature = signed.get(&audit.signature)?;
                Some(case(&audit, signature, called(&accounts, &audit.coder)))
            })
            .collect();
        Ok((cases, acceptance, signatures))
    })?;
    let edition = app.library().select(None, None).ok().map(|s| s.edition);
    let chapter = |code: Code| {
        let entry = edition.as_ref().and_then(|e| e.codebook().entry_of(code));
        entry.map_or_else(
            || "not in the release".to_owned(),
            |e| {
                let chapter = e.chapter();
                format!("{:>2} {}", chapter.label(), chapter.title())
            },
        )
    };
    let measured = measure(&cases, chapter);
    let measures = told(&measured, &acceptance);
    Ok(ScoresDto {
        audits: u32::try_from(cases.len()).unwrap_or(u32::MAX),
        signatures,
        csv: csv(&measures),
        measures,
    })
}

fn case(audit: &Audit, signature: &Signature, coder: String) -> Case {
    Case {
        coder,
        at: audit.opened.clone(),
        signed: signature.codes.clone(),
        audited: audit.audited(&signature.codes),
        topics: audit
            .findings
            .iter()
            .filter(|f| f.answer != Answer::Conceded)
            .filter_map(|f| Some((f.act.code(), f.act.basis()?.topic.clone())))
            .collect(),
    }
}

type Part = fn(&Measure) -> Share;

fn told(measured: &Scores, acceptance: &BTreeMap<String, Acceptance>) -> Vec<MeasureDto> {
    let parts: [(&str, &str, &str, bool, Part); 5] = [
        (
            "code-over-code",
            "Code over code",
            "signed codes the auditor has too ÷ codes of the auditor",
            true,
            |m| m.code,
        ),
        (
            "case-over-case",
            "Case over case",
            "charts without any difference ÷ charts",
            true,
            |m| m.case,
        ),
        (
            "first-listed",
            "First-listed diagnosis",
            "charts whose first-listed code is right ÷ charts",
            true,
            |m| m.first,
        ),
        (
            "poa",
            "Present on admission",
            "right indicators ÷ codes of both that carry one",
            true,
            |m| m.poa,
        ),
        (
            "error-rate",
            "Error rate",
            "errors ÷ codes, the first-listed code counted twice in both",
            false,
            |m| m.errors,
        ),
    ];
    let mut measures: Vec<MeasureDto> = parts
        .into_iter()
        .map(|(id, name, formula, up, part)| {
            let mut rows = vec![row("all", "All", part(&measured.all))];
            let groups = [("coder", &measured.coders), ("month", &measured.months)];
            for (group, found) in groups {
                rows.extend(found.iter().map(|(name, m)| row(group, name, part(m))));
            }
            if id == "code-over-code" {
                rows.extend(
                    measured
                        .chapters
                        .iter()
                        .map(|(name, share)| row("chapter", name, *share)),
                );
            }
            if id == "error-rate" {
                rows.extend(measured.topics.iter().map(|(short, share)| {
                    let name = act::kind(short).map(training::kind_name).unwrap_or(short);
                    row("topic", name, *share)
                }));
            }
            MeasureDto {
                id: id.to_owned(),
                name: name.to_owned(),
                formula: formula.to_owned(),
                up,
                target: matches!(id, "code-over-code" | "case-over-case").then_some(TARGET),
                rows,
            }
        })
        .collect();
    let all = acceptance
        .values()
        .fold(Acceptance::default(), |sum, one| Acceptance {
            accepted: sum.accepted + one.accepted,
            revised: sum.revised + one.revised,
            rejected: sum.rejected + one.rejected,
            added: sum.added + one.added,
        });
    let engine: [Formula; 2] = [
        (
            "acceptance",
            "Suggestions accepted",
            "accepted ÷ accepted, revised or rejected",
            Acceptance::accepted_share,
        ),
        (
            "found",
            "Assigned codes the engine had",
            "accepted ÷ accepted, revised or added",
            Acceptance::found_share,
        ),
    ];
    measures.extend(engine.into_iter().map(|(id, name, formula, part)| {
        let mut rows = vec![row("all", "All", part(all))];
        rows.extend(
            acceptance
                .iter()
                .map(|(name, a)| row("coder", name, part(*a))),
        );
        MeasureDto {
            id: id.to_owned(),
            name: name.to_owned(),
            formula: formula.to_owned(),
            up: true,
            target: None,
            rows,
        }
    }));
    measures
}

fn row(group: &str, name: &str, share: Share) -> ScoreRowDto {
    let (low, high) = share.interval();
    ScoreRowDto {
        group: group.to_owned(),
        name: name.trim().to_owned(),
        share: ShareDto {
            hits: share.hits,
            of: share.of,
            value: share.value(),
            low,
            high,
        },
    }
}

fn csv(measures: &[MeasureDto]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut out =
        String::from("measure,formula,group,name,hits,of,value,wilson_low,wilson_high\r\n");
    for measure in measures {
        for row in &measure.rows {
            let s = row.share;
            let value = s.value.map(|v| format!("{v:.4}")).unwrap_or_default();
            out.push_str(&format!(
                "{},{},{},{},{},{},{value},{:.4},{:.4}\r\n",
                measure.id,
                quoted(&measure.formula),
                row.group,
                quoted(&row.name),
                s.hits,
                s.of,
                s.low,
                s.high
            ));
        }
    }
    out
}
