//! Comments: what people note about a code of a chart, or about the chart, for one another and for later.
//!
//! A comment changes nothing that was decided and may follow a signature. Its words are sealed with the chart's key;
//! taking one back is a statement of its own.

use coding_audit::Who;
use coding_model::{Duty, EncounterId, StatementId};
use coding_store::{NewStatement, Statement, Store, statement_kind};
use icd10cm::Code;
use serde_json::{Value, json};

use crate::dto::CommentDto;
use crate::{ApiError, App, auditing, clock, encounter, people, settings};

/// The longest comment, in characters.
const LONGEST: usize = 2_000;

/// The comments of a chart, in order, without those taken back.
///
/// # Errors
/// Where there is no such encounter, or the database cannot be read.
pub fn comment_list(app: &App, encounter: &str) -> Result<Vec<CommentDto>, ApiError> {
    let id = encounter::identifier(encounter)?;
    app.store(|store| list(store, id))
}

/// Notes something about a code of a chart, or about the chart where there is no code. A comment without words is a
/// bookmark.
///
/// # Errors
/// Where there is no such encounter, the code is none, there is neither code nor text, the text is too long, or
/// nothing can be written.
pub fn comment_add(
    app: &App,
    encounter: &str,
    code: Option<&str>,
    text: &str,
) -> Result<Vec<CommentDto>, ApiError> {
    let id = encounter::identifier(encounter)?;
    let code = code
        .map(|text| {
            Code::parse(text).map_err(|e| ApiError::input(format!("commenting on a code: {e}")))
        })
        .transpose()?;
    let text = text.trim();
    if code.is_none() && text.is_empty() {
        return Err(ApiError::input(
            "commenting on a chart: there are no words; write some, or choose a code to mark",
        ));
    }
    if text.chars().count() > LONGEST {
        return Err(ApiError::input(format!(
            "commenting: the text has more than {LONGEST} characters; shorten it"
        )));
    }
    app.store(|store| {
        may(store)?;
        let words = json!({"text": text});
        state(store, id, None, json!({"code": code}), words)?;
        list(store, id)
    })
}

/// Takes one's own comment back. That it was made stays on record.
///
/// # Errors
/// Where there is no such comment, it is another person's, or nothing can be written.
pub fn comment_withdraw(
    app: &App,
    encounter: &str,
    comment: &str,
) -> Result<Vec<CommentDto>, ApiError> {
    let id = encounter::identifier(encounter)?;
    app.store(|store| {
        may(store)?;
        let found = list(store, id)?.into_iter().find(|c| c.id == comment);
        let Some((found, root)) = found.zip(StatementId::parse(comment)) else {
            return Err(ApiError::not_found(
                "taking a comment back: there is no such comment; reload the chart",
            ));
        };
        if !found.own {
            return Err(ApiError::input(format!(
                "taking a comment back: it is of {}, who alone can do that",
                found.person
            )));
        }
        let said = json!({"code": found.code, "withdrawn": true});
        state(store, id, Some(root), said, json!({}))?;
        list(store, id)
    })
}

fn may(store: &Store) -> Result<(), ApiError> {
    let duties = [Duty::Coder, Duty::Auditor, Duty::Trainer];
    people::require_one(store, &duties, "commenting")
}

fn state(
    store: &mut Store,
    encounter: EncounterId,
    subject: Option<StatementId>,
    particulars: Value,
    words: Value,
) -> Result<(), ApiError> {
    let person = settings::person(store)?;
    let after = store
        .statements(encounter)?
        .last()
        .map_or(0, |s| s.sequence);
    store.record_statement(&NewStatement {
        id: StatementId::new(),
        encounter,
        kind: statement_kind::COMMENT,
        subject,
        particulars,
        words,
        after,
        decisions: None,
        at: &clock::now(),
        person: &person,
    })?;
    Ok(())
}

fn list(store: &Store, encounter: EncounterId) -> Result<Vec<CommentDto>, ApiError> {
    let me = people::who(store)?;
    let (told, _) = auditing::told(store, store.statements(encounter)?)?;
    Ok(fold(&told, &me))
}

fn fold(statements: &[Statement], me: &Who) -> Vec<CommentDto> {
    let comments = || {
        statements
            .iter()
            .filter(|s| s.kind == statement_kind::COMMENT)
    };
    let text = |value: Option<&Value>, name: &str| {
        let found = value.and_then(|v| v.get(name)).and_then(Value::as_str);
        found.map(str::to_owned)
    };
    comments()
        .filter(|s| s.subject.is_none())
        .filter(|s| !comments().any(|later| later.subject == Some(s.id)))
        .map(|s| CommentDto {
            id: s.id.to_string(),
            code: text(Some(&s.particulars), "code"),
            text: text(s.words.as_ref(), "text").unwrap_or_default(),
            person: s.person.clone(),
            at: s.at.clone(),
            own: auditing::author(s).is(me),
        })
        .collect()
}
