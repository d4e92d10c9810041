//! Signing: what is assigned becomes what was signed, and changes by an amendment alone.

mod risk;

use coding_audit::{Acceptance, Line};
use coding_model::{Decision, Duty, Encounter, EncounterId, List, Run, StatementId};
use coding_store::{NewStatement, Statement, statement_kind};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::codeset::Edition;
use crate::dto::{BagDto, SignDto, SignSummaryDto, SignatureDto};
use crate::{
    ApiError, App, ErrorCode, auditing, bag, clock, decision, encounter, people, settings,
    threshold,
};

/// The longest reason of an amendment, in characters.
const REASON: usize = 2_000;
/// A share of unread text above this is told among the warnings of the record.
const READ: f32 = 0.02;

/// What a signature holds in the clear: codes and counts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Signature {
    /// From 1.
    pub(crate) number: u32,
    /// The codes in sequence.
    pub(crate) codes: Vec<Line>,
    /// The codes the engine suggested.
    pub(crate) engine: Vec<Line>,
    /// Release of the codes.
    pub(crate) release: Option<String>,
    /// How many decisions lie behind it.
    pub(crate) decisions: usize,
    /// Suggestions nobody decided on.
    pub(crate) undecided: u32,
    /// Share of the text that was never on screen.
    pub(crate) unread: Option<f32>,
    /// Rules whose findings stood or were overridden: id, severity, whether overridden.
    pub(crate) findings: Vec<(String, String, bool)>,
    /// What makes it worth a second look.
    pub(crate) risks: Vec<(String, u32)>,
    /// What became of the suggestions.
    pub(crate) accepted: u64,
    /// Revised ones.
    pub(crate) revised: u64,
    /// Rejected ones.
    pub(crate) rejected: u64,
    /// Codes added without one.
    pub(crate) added: u64,
    /// Whether present on admission was to be told.
    pub(crate) inpatient: bool,
}

impl Signature {
    /// The signature of a statement; `None` where it is none.
    pub(crate) fn of(statement: &Statement) -> Option<Self> {
        (statement.kind == statement_kind::SIGNATURE)
            .then(|| serde_json::from_value(statement.particulars.clone()).ok())
            .flatten()
    }

    pub(crate) fn acceptance(&self) -> Acceptance {
        Acceptance {
            accepted: self.accepted,
            revised: self.revised,
            rejected: self.rejected,
            added: self.added,
        }
    }
}

/// What there is to know before signing.
///
/// # Errors
/// Where there is no such encounter, it was erased, or the database cannot be read.
pub fn sign_summary(app: &App, id: &str) -> Result<SignSummaryDto, ApiError> {
    Ok(Chart::load(app, id)?.summary())
}

/// Signs the codes as they are assigned now.
///
/// # Errors
/// Where a passphrase is to be given first, something blocks signing, warnings were not looked at, the chart changed
/// since it was looked at, or nothing can be written.
pub fn sign(app: &App, asked: &SignDto) -> Result<SignSummaryDto, ApiError> {
    let id = encounter::identifier(&asked.encounter)?;
    app.store(|store| {
        people::require(store, Duty::Coder, "signing")?;
        auditing::require_revealed(store, id, "signing")
    })?;
    let chart = Chart::load(app, &asked.encounter)?;
    let summary = chart.summary();
    if summary.state == "signed" {
        return Err(ApiError::new(
            ErrorCode::Signed,
            "signing: the chart is signed already; open an amendment to change it",
        ));
    }
    if summary.seen != asked.seen {
        return Err(ApiError::new(
            ErrorCode::Overtaken,
            "signing: the chart changed since the summary was shown; look at it as it is now",
        ));
    }
    if let Some(first) = summary.blockers.first() {
        let more = match summary.blockers.len() {
            1 => String::new(),
            n => format!(" (and {} more)", n - 1),
        };
        return Err(ApiError::input(format!("signing: {first}{more}")));
    }
    let unread = asked.unread.filter(|u| (0.0..=1.0).contains(u));
    let warned = !summary.warnings.is_empty() || unread.is_some_and(|u| u > READ);
    if warned && !asked.acknowledged {
        return Err(ApiError::input(
            "signing: there are warnings; look at them and say that you did",
        ));
    }
    app.require_confirmation("signing")?;
    let signature = chart.signature(&summary, unread);
    let particulars = ApiError::kept("signing", serde_json::to_value(&signature))?;
    app.store(|store| {
        let person = settings::person(store)?;
        store.record_statement(&NewStatement {
            id: StatementId::new(),
            encounter: chart.encounter.id,
            kind: statement_kind::SIGNATURE,
            subject: None,
            particulars,
            words: json!({"warnings": summary.warnings, "acknowledged": asked.acknowledged}),
            after: chart.last(),
            decisions: Some(u32::try_from(chart.decisions.len()).unwrap_or(u32::MAX)),
            at: &clock::now(),
            person: &person,
        })?;
        Ok(())
    })?;
    sign_summary(app, &asked.encounter)
}

/// Opens a signed chart again. What was signed stays on record as it was.
///
/// # Errors
/// Where no reason is given, a passphrase is to be given first, the chart is not signed, or nothing can be written.
pub fn amend(app: &App, id: &str, reason: &str) -> Result<SignSummaryDto, ApiError> {
    let reason: String = reason.trim().chars().take(REASON).collect();
    if reason.is_empty() {
        return Err(ApiError::input(
            "opening an amendment: say why, in your own words",
        ));
    }
    app.store(|store| people::require(store, Duty::Coder, "opening an amendment"))?;
    app.require_confirmation("opening an amendment")?;
    let chart = Chart::load(app, id)?;
    app.store(|store| {
        let person = settings::person(store)?;
        store.record_statement(&NewStatement {
            id: StatementId::new(),
            encounter: chart.encounter.id,
            kind: statement_kind::AMENDMENT,
            subject: None,
            particulars: json!({}),
            words: json!({"reason": reason}),
            after: chart.last(),
            decisions: None,
            at: &clock::now(),
            person: &person,
        })?;
        Ok(())
    })?;
    sign_summary(app, id)
}

/// A chart with all that signing looks at.
struct Chart {
    encounter: Encounter,
    run: Option<Run>,
    decisions: Vec<Decision>,
    statements: Vec<Statement>,
    edition: Option<std::sync::Arc<Edition>>,
    notice: Option<String>,
    bag: BagDto,
    /// Whether who works now audits it blind.
    blind: bool,
}

impl Chart {
    fn load(app: &App, id: &str) -> Result<Self, ApiError> {
        let id: EncounterId = encounter::identifier(id)?;
        let (encounter, run, decisions, statements, blind) = app.store(|store| {
            let encounter = store.encounter(id)?;
            let blind = auditing::is_blind(store, id)?;
            let mut run = store.latest_run(id)?;
            if let Some(run) = &mut run {
                threshold::apply(store, encounter.setting, run)?;
            }
            let (decisions, statements) = (store.decisions(id)?, store.statements(id)?);
            Ok((encounter, run, decisions, statements, blind))
        })?;
        let selection = app.library().select(None, encounter.date).ok();
        let notice = selection.as_ref().and_then(|s| s.notice.clone());
        let edition = selection.map(|s| s.edition);
        let mut bag = bag::bag(edition.as_deref(), &encounter, &decisions);
        if blind {
            bag::withhold(&mut bag);
        }
        Ok(Self {
            encounter,
            run,
            decisions,
            statements,
            edition,
            notice,
            bag,
            blind,
        })
    }

    /// The last statement that matters for signing; a comment changes nothing that was decided.
    fn last(&self) -> u64 {
        let mut weighty = self
            .statements
            .iter()
            .filter(|s| s.kind != statement_kind::COMMENT);
        weighty.next_back().map_or(0, |s| s.sequence)
    }

    fn state(&self) -> &'static str {
        let last = self.statements.iter().rev().find(|s| {
            [statement_kind::SIGNATURE, statement_kind::AMENDMENT].contains(&s.kind.as_str())
        });
        match last.map(|s| s.kind.as_str()) {
            Some(statement_kind::SIGNATURE) => "signed",
            Some(_) => "amending",
            None => "open",
        }
    }

    fn undecided(&self) -> u32 {
        let Some(run) = &self.run else { return 0 };
        let states = decision::states(run, &self.decisions);
        let open = run
            .suggestions
            .iter()
            .zip(states)
            .filter(|(s, state)| s.list == List::Suggest && state.name == "undecided");
        u32::try_from(open.count()).unwrap_or(u32::MAX)
    }

    fn summary(&self) -> SignSummaryDto {
        let inpatient = !self.encounter.setting.is_outpatient();
        let blocking: Vec<_> = self
            .bag
            .findings
            .iter()
            .filter(|f| f.severity == "error" && f.overridden.is_none())
            .cloned()
            .collect();
        // what nobody decided on, and what was warned of it, would tell an auditor who judges blind
        let (undecided, warnings) = if self.blind {
            (0, Vec::new())
        } else {
            let undecided = self.undecided();
            (undecided, self.warnings(inpatient, undecided))
        };
        let blockers = self.blockers(&blocking);
        SignSummaryDto {
            encounter: self.encounter.id.to_string(),
            state: self.state().to_owned(),
            seen: self.seen(&blockers, &warnings),
            inpatient,
            release: self.edition.as_ref().map(|e| e.name().to_owned()),
            blockers,
            warnings,
            blocking,
            undecided,
            signatures: self.statements.iter().filter_map(shown).collect(),
            bag: self.bag.clone(),
        }
    }

    /// What a person was shown: the chart as it stands, the run whose suggestions were counted, and by their digest the
    /// lines they were told, which another release or threshold changes too.
    fn seen(&self, blockers: &[String], warnings: &[String]) -> String {
        let mut digest = Sha256::new();
        for line in blockers.iter().chain([&String::new()]).chain(warnings) {
            digest.update(line.len().to_le_bytes());
            digest.update(line);
        }
        let lines: String = digest.finalize()[..8]
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        format!(
            "{}.{}.{}.{}.{lines}",
            self.decisions.len(),
            self.last(),
            self.encounter.documents.len(),
            self.run
                .as_ref()
                .map_or_else(String::new, |r| r.id.to_string()),
        )
    }

    fn blockers(&self, blocking: &[crate::dto::FindingDto]) -> Vec<String> {
        let mut lines = Vec::new();
        if self.bag.codes.is_empty() {
            lines.push("No code is assigned; assign one first.".to_owned());
        }
        if self.edition.is_none() {
            lines.push("No code set is installed; install the one in force.".to_owned());
        }
        lines.extend(blocking.iter().map(|f| {
            let may = if f.overridable {
                "mend it, or override it with a reason"
            } else {
                "change the code"
            };
            format!("{} {}: {} — {may}.", f.rule, f.codes.join(", "), f.message)
        }));
        lines.extend(self.bag.codes.iter().filter(|c| !c.evidence).map(|c| {
            format!(
                "{}: its evidence no longer stands in the documents; select the words again.",
                c.code
            )
        }));
        lines
    }

    fn warnings(&self, inpatient: bool, undecided: u32) -> Vec<String> {
        let mut lines = Vec::new();
        lines.extend(self.notice.clone());
        if undecided > 0 {
            lines.push(match undecided {
                1 => "1 suggestion is undecided.".to_owned(),
                n => format!("{n} suggestions are undecided."),
            });
        }
        if inpatient {
            let open: Vec<&str> = self
                .bag
                .codes
                .iter()
                .filter(|c| c.poa.is_none() && !c.poa_exempt)
                .map(|c| c.code.as_str())
                .collect();
            if !open.is_empty() {
                lines.push(format!(
                    "Present on admission is not told for {}.",
                    open.join(", ")
                ));
            }
        }
        lines.extend(
            self.bag
                .findings
                .iter()
                .filter(|f| f.severity == "warning")
                .map(|f| format!("{} {}: {}", f.rule, f.codes.join(", "), f.message)),
        );
        lines.extend(crate::querying::open_line(&self.statements));
        lines
    }

    fn signature(&self, summary: &SignSummaryDto, unread: Option<f32>) -> Signature {
        let effective = decision::effective(&self.decisions);
        let codes = risk::lines(&self.decisions, &effective);
        let acceptance = risk::acceptance(&effective);
        let engine = self.run.iter().flat_map(|r| &r.suggestions);
        Signature {
            number: summary
                .signatures
                .iter()
                .map(|s| s.number)
                .max()
                .unwrap_or(0)
                + 1,
            risks: risk::risks(
                &codes,
                &effective,
                self.run.as_ref(),
                self.edition.as_deref(),
            ),
            engine: engine
                .filter(|s| s.list == List::Suggest)
                .map(|s| Line {
                    code: s.code,
                    poa: None,
                })
                .collect(),
            codes,
            release: summary.release.clone(),
            decisions: self.decisions.len(),
            undecided: summary.undecided,
            unread,
            findings: self
                .bag
                .findings
                .iter()
                .map(|f| (f.rule.clone(), f.severity.clone(), f.overridden.is_some()))
                .collect(),
            accepted: acceptance.accepted,
            revised: acceptance.revised,
            rejected: acceptance.rejected,
            added: acceptance.added,
            inpatient: summary.inpatient,
        }
    }
}

fn shown(statement: &Statement) -> Option<SignatureDto> {
    let words = |name: &str| {
        let words = statement.words.as_ref()?;
        Some(words.get(name)?.as_str()?.to_owned())
    };
    let row = |number, codes: &[Line]| SignatureDto {
        kind: statement.kind.clone(),
        number,
        person: statement.person.clone(),
        at: statement.at.clone(),
        codes: codes
            .iter()
            .map(|line| match line.poa {
                Some(poa) => format!("{} ({})", line.code, poa.name()),
                None => line.code.to_string(),
            })
            .collect(),
        reason: words("reason").unwrap_or_default(),
        sequence: statement.sequence,
    };
    match statement.kind.as_str() {
        statement_kind::SIGNATURE => {
            let signature = Signature::of(statement)?;
            Some(row(signature.number, &signature.codes))
        }
        statement_kind::AMENDMENT => Some(row(0, &[])),
        _ => None,
    }
}
