//! An audit as the window shows it.

use coding_audit::{Audit, AuditAct, AuditState, AuditedFinding, Line, Place, Sets, compare};
use coding_model::{EncounterId, EvidenceSpan, StatementId};
use coding_store::{Statement, assigned_codes};
use coding_training::score::ErrorKind;
use icd10cm::Code;
use serde_json::Value;

use super::{Desk, act};
use crate::bag::Assigned;
use crate::convert::Utf16;
use crate::dto::{
    AuditDto, AuditEvidenceDto, AuditFindingDto, AuditRowDto, AuditSaidDto, CompareRowDto,
    PlaceDto, ReasonDto,
};
use crate::{decision, document, training};

/// An audit in a list; of one that is not told to who works now only what there is to hand over.
pub(super) fn row(
    audit: &Audit,
    encounter: EncounterId,
    title: String,
    told: bool,
    hand_over: bool,
) -> AuditRowDto {
    let standing = |f: &&AuditedFinding| f.answer != coding_audit::Answer::Conceded;
    let disputed = |f: &&AuditedFinding| f.answer == coding_audit::Answer::Rebutted;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let plan = &audit.plan;
    AuditRowDto {
        id: audit.id.to_string(),
        encounter: encounter.to_string(),
        title,
        coder: audit.coder.name.clone(),
        auditor: audit.auditor.name.clone(),
        opened: audit.opened.clone(),
        state: audit.state.name().to_owned(),
        plan: if plan.seed.is_empty() {
            plan.kind.clone()
        } else {
            format!(
                "{}, seed {}, {} of {}",
                plan.kind, plan.seed, plan.drawn.0, plan.drawn.1
            )
        },
        findings: number(
            audit
                .findings
                .iter()
                .filter(|f| told && standing(f))
                .count(),
        ),
        disputed: number(
            audit
                .findings
                .iter()
                .filter(|f| told && disputed(f))
                .count(),
        ),
        told,
        hand_over,
        of_oneself: audit.of_oneself,
    }
}

pub(super) fn audit(desk: &Desk) -> AuditDto {
    let audit = &desk.audit;
    let signed = &desk.signature.codes;
    let audited = audit.audited(signed);
    let effective = decision::effective(&desk.decisions);
    let now: Vec<Line> = assigned_codes(desk.decisions.iter().map(|d| (d.id, &d.act)))
        .into_iter()
        .filter_map(|code| Assigned::of(code, &effective))
        .map(|a| Line {
            code: a.code,
            poa: a.poa,
        })
        .collect();
    // the coder is told what the auditor saw, not less
    let revealed = audit.revealed || audit.state != AuditState::Auditing;
    let rows = compare(Sets {
        coder: Some(&now),
        engine: revealed.then_some(desk.signature.engine.as_slice()),
        auditor: Some(&audited),
        signed: Some(signed),
    });
    AuditDto {
        row: row(
            audit,
            desk.encounter.id,
            desk.encounter.title.clone(),
            true,
            desk.hand_over,
        ),
        after: desk.statements.last().map_or(0, |s| s.sequence),
        release: desk.edition.as_ref().map(|e| e.name().to_owned()),
        inpatient: desk.signature.inpatient,
        documents: desk
            .encounter
            .documents
            .iter()
            .map(document::document)
            .collect(),
        rows: rows
            .iter()
            .map(|r| CompareRowDto {
                code: r.code.to_string(),
                title: desk.title(r.code),
                coder: r.coder.map(place),
                engine: r.engine.map(place),
                auditor: r.auditor.map(place),
                signed: r.signed.map(place),
                pair: r.pair.map(|c| c.to_string()),
                difference: r.difference.name().to_owned(),
                verdict: verdict(audit, r.code).to_owned(),
                evidence: spans(desk, evidence_of(&effective, r.code)),
            })
            .collect(),
        findings: audit.findings.iter().map(|f| finding(desk, f)).collect(),
        revealed,
        unjudged: audit
            .unjudged(signed)
            .iter()
            .map(ToString::to_string)
            .collect(),
        may: may(desk),
        reasons: ErrorKind::ALL
            .iter()
            .map(|k| ReasonDto {
                short: k.short().to_owned(),
                name: training::kind_name(*k).to_owned(),
            })
            .collect(),
    }
}

fn place(place: Place) -> PlaceDto {
    PlaceDto {
        position: u32::try_from(place.position).unwrap_or(u32::MAX),
        poa: place.poa.map(|p| p.name().to_owned()),
    }
}

fn verdict(audit: &Audit, code: Code) -> &'static str {
    let judged = audit
        .judgements
        .iter()
        .find(|(_, act)| act.judged() == Some(code));
    match judged {
        Some((_, AuditAct::Agreed { .. })) => "agreed",
        Some((_, AuditAct::Changed { .. })) => "changed",
        Some((_, AuditAct::Removed { .. })) => "removed",
        _ => "",
    }
}

fn evidence_of<'a>(effective: &[&'a coding_model::Decision], code: Code) -> Vec<&'a EvidenceSpan> {
    Assigned::of(code, effective)
        .into_iter()
        .flat_map(|a| a.about)
        .flat_map(|d| &d.evidence)
        .collect()
}

fn spans<'a>(
    desk: &Desk,
    spans: impl IntoIterator<Item = &'a EvidenceSpan>,
) -> Vec<AuditEvidenceDto> {
    let mut told: Vec<AuditEvidenceDto> = Vec::new();
    for span in spans {
        let document = desk
            .encounter
            .documents
            .iter()
            .find(|d| d.id == span.document);
        let place = document
            .filter(|d| span.is_live(&d.text))
            .and_then(|d| Utf16::new(&d.text).span(span.range));
        if let Some(place) = place
            && !told
                .iter()
                .any(|t| t.span == place && t.document == span.document.to_string())
        {
            told.push(AuditEvidenceDto {
                document: span.document.to_string(),
                span: place,
                quote: span.quote.clone(),
            });
        }
    }
    told
}

fn finding(desk: &Desk, finding: &AuditedFinding) -> AuditFindingDto {
    let (kind, to) = match &finding.act {
        AuditAct::Changed { to, .. } => ("change", Some(to.to_string())),
        AuditAct::Removed { .. } => ("remove", None),
        AuditAct::Added { .. } => ("add", None),
        AuditAct::Indicated { to, .. } => ("poa", Some(to.name().to_owned())),
        AuditAct::FirstListed { .. } => ("first", None),
        _ => ("query-missed", None),
    };
    let basis = finding.act.basis().cloned().unwrap_or_default();
    let code = finding.act.code();
    let own = words(desk, finding.id, "evidence")
        .and_then(|v| serde_json::from_value::<Vec<EvidenceSpan>>(v.clone()).ok())
        .unwrap_or_default();
    let effective = decision::effective(&desk.decisions);
    let mut evidence = spans(desk, &own);
    if let (true, Some(code)) = (evidence.is_empty(), code) {
        evidence = spans(desk, evidence_of(&effective, code));
    }
    let titles = code
        .into_iter()
        .chain(to.as_deref().and_then(|t| Code::parse(t).ok()))
        .map(|c| desk.title(c))
        .collect();
    AuditFindingDto {
        id: finding.id.to_string(),
        kind: kind.to_owned(),
        code: code.map(|c| c.to_string()),
        to,
        titles,
        reason_name: act::kind(&basis.reason)
            .map(training::kind_name)
            .unwrap_or_default()
            .to_owned(),
        reason: basis.reason,
        citation: basis.citation,
        topic: basis.topic,
        blind: finding.blind,
        answer: finding.answer.name().to_owned(),
        thread: finding
            .thread
            .iter()
            .filter_map(|id| said(desk, *id))
            .collect(),
        evidence,
    }
}

fn statement(desk: &Desk, id: StatementId) -> Option<&Statement> {
    desk.statements.iter().find(|s| s.id == id)
}

fn words<'a>(desk: &'a Desk, id: StatementId, name: &str) -> Option<&'a Value> {
    statement(desk, id)?.words.as_ref()?.get(name)
}

fn said(desk: &Desk, id: StatementId) -> Option<AuditSaidDto> {
    let statement = statement(desk, id)?;
    let what = statement.particulars.get("act")?.as_str()?;
    let answers = ["acknowledged", "rebutted", "upheld", "conceded"];
    Some(AuditSaidDto {
        person: statement.person.clone(),
        at: statement.at.clone(),
        what: if answers.contains(&what) {
            what.to_owned()
        } else {
            "found".to_owned()
        },
        words: words(desk, id, "words")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
    })
}

/// What the person may do now.
fn may(desk: &Desk) -> Vec<String> {
    let (audit, me, signed) = (&desk.audit, &desk.me, &desk.signature.codes);
    let allowed = |act: &AuditAct| audit.permits(act, me, signed, desk.gone).is_ok();
    let any = |make: &dyn Fn(StatementId) -> AuditAct| {
        audit.findings.iter().any(|f| allowed(&make(f.id)))
    };
    let judge = audit.state == AuditState::Auditing && audit.auditor.is(me);
    [
        ("judge", desk.auditor && judge),
        ("reveal", desk.auditor && allowed(&AuditAct::Revealed)),
        ("return", desk.auditor && allowed(&AuditAct::Returned)),
        ("answer", any(&|finding| AuditAct::Acknowledged { finding })),
        (
            "decide",
            desk.auditor && any(&|finding| AuditAct::Upheld { finding }),
        ),
        ("escalate", allowed(&AuditAct::Escalated)),
        ("close", desk.auditor && allowed(&AuditAct::Closed)),
        ("reopen", desk.auditor && allowed(&AuditAct::Reopened)),
    ]
    .into_iter()
    .filter(|(_, may)| *may)
    .map(|(name, _)| name.to_owned())
    .collect()
}
