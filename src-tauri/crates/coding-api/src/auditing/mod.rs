//! The auditor's desk: what to look at, what is found wrong, what the coder says to it.

mod act;
mod blind;
mod hand_over;
mod sample;
mod score;
mod show;

use coding_audit::{Audit, AuditAct, AuditState, Entry, Gone, Who};
use coding_model::{Duty, EncounterId, StatementId};
use coding_store::{Accounts, NewStatement, Statement, Store, statement_kind};
use serde_json::{Value, json};

use crate::dto::{AuditActDto, AuditDto, AuditOpenDto, AuditRowDto};
use crate::signing::Signature;
use crate::{ApiError, App, ErrorCode, clock, decision, encounter, people, settings};

pub(crate) use blind::{is_blind, require_revealed, told};
pub use hand_over::audit_hand_over;
pub use sample::audit_sample;
pub use score::audit_scores;

/// The longest words of a person, in characters.
const WORDS: usize = 4_000;

/// All audits, newest first: every one for an auditor, those of one's own signatures for a coder.
///
/// # Errors
/// Where the database cannot be read.
pub fn audit_list(app: &App) -> Result<Vec<AuditRowDto>, ApiError> {
    app.store(|store| list(store))
}

/// The audits that whoever works now is told of, newest first; for an administrator also those that wait for somebody
/// who does not audit any more.
fn list(store: &Store) -> Result<Vec<AuditRowDto>, ApiError> {
    let me = people::who(store)?;
    let auditor = people::require(store, Duty::Auditor, "listing audits").is_ok();
    let mut rows = Vec::new();
    let all = all(store)?;
    let blind = blind::charts(&all, &me);
    for (encounter, entries) in &all {
        let encounter = *encounter;
        let Some(audit) = Audit::of(entries) else {
            continue;
        };
        let hand_over = hand_over::may(store, &audit, &me)?;
        let unblinds = blind.contains(&encounter) && !audit.auditor.is(&me);
        let told = is_told(&audit, &me, auditor) && !unblinds;
        if told || hand_over {
            let title = store.encounter_summary(encounter)?.title;
            rows.push(show::row(&audit, encounter, title, told, hand_over));
        }
    }
    rows.reverse();
    Ok(rows)
}

/// Takes a signed chart up.
///
/// # Errors
/// Where it is not signed, the person is no auditor or signed it (unless that is overridden with a reason), audits it
/// already, or nothing can be written.
pub fn audit_open(app: &App, asked: &AuditOpenDto) -> Result<AuditDto, ApiError> {
    let id = encounter::identifier(&asked.encounter)?;
    let audit = app.store(|store| {
        people::require(store, Duty::Auditor, "opening an audit")?;
        let me = people::who(store)?;
        let accounts = store.accounts()?;
        let statements = store.statements(id)?;
        let Some((at, signature)) = last_signature(&statements) else {
            return Err(ApiError::input(
                "opening an audit: the chart is not signed; its coder signs it first",
            ));
        };
        let reason = asked.of_oneself.as_deref().unwrap_or_default().trim();
        let coder = author(at);
        let own = coder.is(&me);
        if own && reason.is_empty() {
            return Err(ApiError::new(
                ErrorCode::NotAllowed,
                "opening an audit: nobody audits what they signed; let somebody else do it, or say why it must be",
            ));
        }
        let running = per_audit(&statements, &accounts)
            .iter()
            .filter_map(|entries| Audit::of(entries))
            .any(|a| a.auditor.is(&me) && a.state != AuditState::Closed);
        if running {
            return Err(ApiError::input(
                "opening an audit: you audit this chart already; go on with that",
            ));
        }
        let audit = StatementId::new();
        let opened = AuditAct::Opened {
            coder: coder.name,
            coder_id: coder.id,
            signature: at.sequence,
            plan: sample::plan(store, id, at.sequence)?,
            of_oneself: own,
        };
        let words = json!({"words": reason.chars().take(WORDS).collect::<String>(), "codes": signature.codes.len()});
        state(store, id, audit, None, &opened, words, last(&statements))?;
        Ok(audit)
    })?;
    audit_get(app, &asked.encounter, &audit.to_string())
}

/// One audit as it stands.
///
/// # Errors
/// Where there is none, it is not for the person to see, or the database cannot be read.
pub fn audit_get(app: &App, encounter: &str, audit: &str) -> Result<AuditDto, ApiError> {
    let desk = Desk::load(app, encounter, audit)?;
    desk.may_see()?;
    Ok(show::audit(&desk))
}

/// The audits of a chart that were returned and that the person may see, newest first: what was found, to be shown in the note.
///
/// # Errors
/// Where there is no such encounter, or the database cannot be read.
pub fn audit_corrections(app: &App, encounter: &str) -> Result<Vec<AuditDto>, ApiError> {
    let id = encounter::identifier(encounter)?;
    let (statements, accounts, me, auditor) = app.store(|store| {
        Ok((
            store.statements(id)?,
            store.accounts()?,
            people::who(store)?,
            people::require(store, Duty::Auditor, "auditing").is_ok(),
        ))
    })?;
    let audits: Vec<Audit> = per_audit(&statements, &accounts)
        .iter()
        .filter_map(|entries| Audit::of(entries))
        .collect();
    let blind = audits.iter().any(|a| blind::holds(a, &me));
    let told: Vec<Audit> = audits
        .into_iter()
        .filter(|a| a.state != AuditState::Auditing)
        .filter(|a| is_told(a, &me, auditor))
        .filter(|a| !blind || a.auditor.is(&me))
        .collect();
    told.iter()
        .rev()
        .map(|a| Ok(show::audit(&Desk::load(app, encounter, &a.id.to_string())?)))
        .collect()
}

/// Records an act in an audit.
///
/// # Errors
/// Where it is not the person's turn, the audit does not stand so, a reason is missing, something was recorded
/// meanwhile, or nothing can be written.
pub fn audit_act(app: &App, asked: &AuditActDto) -> Result<AuditDto, ApiError> {
    let desk = Desk::load(app, &asked.encounter, &asked.audit)?;
    desk.may_see()?;
    let act = act::read(&desk, asked)?;
    let words: String = asked.words.trim().chars().take(WORDS).collect();
    act::require_words(&act, &words)?;
    desk.audit
        .permits(&act, &desk.me, &desk.signature.codes, desk.gone)
        .map_err(|refusal| {
            ApiError::new(
                ErrorCode::NotAllowed,
                format!("{}: {refusal}", act::attempted(&act)),
            )
        })?;
    let evidence = decision::evidence(&desk.encounter, &asked.evidence)?;
    app.store(|store| {
        people::require_one(store, act::duty(&act), act::attempted(&act))?;
        let root = Some(desk.audit.id);
        let words = json!({"words": words, "evidence": evidence});
        state(
            store,
            desk.encounter.id,
            StatementId::new(),
            root,
            &act,
            words,
            asked.after,
        )
    })?;
    audit_get(app, &asked.encounter, &asked.audit)
}

/// Records a statement of an audit with what the queue is to show after it.
fn state(
    store: &mut Store,
    encounter: EncounterId,
    id: StatementId,
    root: Option<StatementId>,
    act: &AuditAct,
    words: Value,
    after: u64,
) -> Result<(), ApiError> {
    let particulars = ApiError::kept(act::attempted(act), serde_json::to_value(act))?;
    let me = settings::person(store)?;
    store.record_statement(&NewStatement {
        id,
        encounter,
        kind: statement_kind::AUDIT,
        subject: root,
        particulars,
        words,
        after,
        decisions: None,
        at: &clock::now(),
        person: &me,
    })?;
    Ok(())
}

/// An audit with all that it is about.
struct Desk {
    encounter: coding_model::Encounter,
    decisions: Vec<coding_model::Decision>,
    statements: Vec<Statement>,
    signature: Signature,
    audit: Audit,
    edition: Option<std::sync::Arc<crate::codeset::Edition>>,
    me: Who,
    /// Whether the person may audit at all.
    auditor: bool,
    gone: Gone,
    /// Whether they may hand the audit over.
    hand_over: bool,
    /// Whether they audit the chart blind, and this is somebody else's audit of it.
    unblinds: bool,
}

impl Desk {
    fn load(app: &App, encounter: &str, audit: &str) -> Result<Self, ApiError> {
        let id = encounter::identifier(encounter)?;
        let none =
            || ApiError::not_found("opening an audit: there is no such audit; reload the list");
        let root = StatementId::parse(audit).ok_or_else(none)?;
        let selected = |date| app.library().select(None, date).ok().map(|s| s.edition);
        app.store(|store| {
            let statements = store.statements(id)?;
            let accounts = store.accounts()?;
            let audit = Audit::of(&entries(&statements, root, &accounts)).ok_or_else(none)?;
            let me = people::who(store)?;
            let mut others = per_audit(&statements, &accounts).into_iter();
            let blind = others.any(|e| Audit::of(&e).is_some_and(|a| blind::holds(&a, &me)));
            let signature = statements
                .iter()
                .find(|s| s.sequence == audit.signature)
                .and_then(Signature::of)
                .ok_or_else(none)?;
            Ok(Self {
                gone: hand_over::gone(store, &audit, &me)?,
                hand_over: hand_over::may(store, &audit, &me)?,
                auditor: people::require(store, Duty::Auditor, "auditing").is_ok(),
                unblinds: blind && !audit.auditor.is(&me),
                encounter: store.encounter(id)?,
                decisions: store.decisions(id)?,
                statements,
                signature,
                audit,
                edition: None,
                me,
            })
        })
        .map(|desk| Self {
            edition: selected(desk.encounter.date),
            ..desk
        })
    }

    /// Refuses where the audit is not told to the person.
    fn may_see(&self) -> Result<(), ApiError> {
        if self.unblinds {
            return Err(blind::refused("opening somebody else's audit"));
        }
        if is_told(&self.audit, &self.me, self.auditor) {
            return Ok(());
        }
        Err(ApiError::new(
            ErrorCode::NotAllowed,
            "opening an audit: it is not yours to see before it is returned",
        ))
    }

    fn title(&self, code: icd10cm::Code) -> String {
        self.edition
            .as_ref()
            .and_then(|e| e.codebook().title(code))
            .unwrap_or_default()
    }
}

/// Whether a person is told of an audit: whoever makes it always; whoever signed the chart once it was returned, an
/// auditor too; other auditors always.
fn is_told(audit: &Audit, me: &Who, auditor: bool) -> bool {
    if audit.auditor.is(me) {
        true
    } else if audit.coder.is(me) {
        audit.state != AuditState::Auditing
    } else {
        auditor
    }
}

/// Who made a statement.
pub(crate) fn author(statement: &Statement) -> Who {
    Who {
        id: statement.author,
        name: statement.person.clone(),
    }
}

/// What somebody is called now: scores of one person stay together whatever they were called when they signed.
fn called(accounts: &Accounts, who: &Who) -> String {
    let now = who.id.and_then(|id| accounts.name(id));
    now.unwrap_or(&who.name).to_owned()
}

/// The acts of one audit, in order.
fn entries(statements: &[Statement], root: StatementId, accounts: &Accounts) -> Vec<Entry> {
    statements
        .iter()
        .filter(|s| s.kind == statement_kind::AUDIT && s.subject.unwrap_or(s.id) == root)
        .filter_map(|s| entry(s, accounts))
        .collect()
}

fn entry(statement: &Statement, accounts: &Accounts) -> Option<Entry> {
    let mut act = serde_json::from_value(statement.particulars.clone()).ok()?;
    // what was recorded before people had accounts names them alone
    match &mut act {
        AuditAct::Opened {
            coder,
            coder_id: id @ None,
            signature,
            ..
        } => *id = accounts.whose(coder, *signature),
        AuditAct::HandedOver {
            to,
            to_id: id @ None,
        } => *id = accounts.whose(to, statement.sequence),
        _ => {}
    }
    Some(Entry {
        id: statement.id,
        person: author(statement),
        at: statement.at.clone(),
        act,
    })
}

/// The audits of one encounter, each with its acts, in the order in which they were opened.
fn per_audit(statements: &[Statement], accounts: &Accounts) -> Vec<Vec<Entry>> {
    statements
        .iter()
        .filter(|s| s.kind == statement_kind::AUDIT && s.subject.is_none())
        .map(|s| entries(statements, s.id, accounts))
        .collect()
}

/// All audits, each with its encounter and its acts, in the order in which they were opened.
fn all(store: &Store) -> Result<Vec<(EncounterId, Vec<Entry>)>, ApiError> {
    let mut found: Vec<(EncounterId, Vec<Entry>)> = Vec::new();
    let accounts = store.accounts()?;
    let mut places = std::collections::HashMap::new();
    for statement in store.statements_of_kind(statement_kind::AUDIT)? {
        let root = statement.subject.unwrap_or(statement.id);
        let at = *places.entry(root).or_insert_with(|| {
            found.push((statement.encounter, Vec::new()));
            found.len() - 1
        });
        if let (Some((_, entries)), Some(entry)) = (found.get_mut(at), entry(&statement, &accounts))
        {
            entries.push(entry);
        }
    }
    Ok(found)
}

fn last(statements: &[Statement]) -> u64 {
    statements.last().map_or(0, |s| s.sequence)
}

fn last_signature(statements: &[Statement]) -> Option<(&Statement, Signature)> {
    let statement = statements
        .iter()
        .rev()
        .find(|s| s.kind == statement_kind::SIGNATURE)?;
    Some((statement, Signature::of(statement)?))
}
