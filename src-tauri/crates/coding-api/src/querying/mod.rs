//! Queries to providers: written so that they lead nobody, kept with what became of them.

use coding_audit::{Query, QueryForm, QueryProblem, QueryPurpose, QueryState, lint};
use coding_model::{Duty, StatementId};
use coding_store::{NewStatement, Statement, statement_kind};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::dto::{QueryDto, QueryInDto, QueryProblemDto, name_of};
use crate::{ApiError, App, clock, decision, encounter, people, settings};

/// The longest question, option and answer, in characters.
const LONGEST: usize = 2_000;

/// What keeps a query from being compliant; stores nothing.
///
/// # Errors
/// Where there is no such encounter, or an indicator does not lie in its documents.
pub fn query_check(app: &App, asked: &QueryInDto) -> Result<Vec<QueryProblemDto>, ApiError> {
    Ok(lint(&read(app, asked)?).into_iter().map(problem).collect())
}

/// Keeps a query as a draft, or sends it.
///
/// # Errors
/// Where it is to be sent and is not compliant, was sent before, or nothing can be written.
pub fn query_save(app: &App, asked: &QueryInDto) -> Result<Vec<QueryDto>, ApiError> {
    let query = read(app, asked)?;
    if asked.send
        && let Some(first) = lint(&query).first()
    {
        return Err(ApiError::input(format!(
            "sending a query: {} {}",
            first.rule, first.message
        )));
    }
    let state = if asked.send {
        QueryState::Sent
    } else {
        QueryState::Draft
    };
    let words = json!({"query": query});
    record(app, &asked.encounter, asked.id.as_deref(), state, words)
}

/// Puts down the answer of a provider, or withdraws a query.
///
/// # Errors
/// Where there is no such query, it does not stand so, an answer is empty, or nothing can be written.
pub fn query_state(
    app: &App,
    encounter: &str,
    id: &str,
    state: &str,
    answer: &str,
) -> Result<Vec<QueryDto>, ApiError> {
    let state: QueryState = named("changing a query", state)?;
    let answer: String = answer.trim().chars().take(LONGEST).collect();
    if state == QueryState::Answered && answer.is_empty() {
        return Err(ApiError::input(
            "putting down an answer: it is empty; write what the provider answered",
        ));
    }
    record(app, encounter, Some(id), state, json!({"answer": answer}))
}

/// The queries about an encounter, in the order in which they were begun.
///
/// # Errors
/// Where there is no such encounter, or the database cannot be read.
pub fn query_list(app: &App, encounter: &str) -> Result<Vec<QueryDto>, ApiError> {
    let id = encounter::identifier(encounter)?;
    let statements = app.store(|store| Ok(store.statements(id)?))?;
    Ok(fold(&statements))
}

/// A line for the summary before signing, where queries are open.
pub(crate) fn open_line(statements: &[Statement]) -> Option<String> {
    let queries = fold(statements);
    let count = |state: &str| queries.iter().filter(|q| q.state == state).count();
    match (count("sent"), count("draft")) {
        (0, 0) => None,
        (sent, draft) => Some(format!(
            "Queries to the provider: {sent} unanswered, {draft} not sent."
        )),
    }
}

fn record(
    app: &App,
    encounter: &str,
    id: Option<&str>,
    state: QueryState,
    words: Value,
) -> Result<Vec<QueryDto>, ApiError> {
    let encounter = encounter::identifier(encounter)?;
    app.store(|store| {
        people::require(store, Duty::Coder, "asking a provider")?;
        let statements = store.statements(encounter)?;
        let subject = match id {
            None => None,
            Some(text) => {
                let found = fold(&statements).into_iter().find(|q| q.id == text);
                let found = found.ok_or_else(|| {
                    ApiError::not_found(
                        "changing a query: there is no such query; reload the chart",
                    )
                })?;
                let from: QueryState = named("changing a query", &found.state)?;
                if !from.may_become(state) {
                    return Err(ApiError::input(format!(
                        "changing a query: it is {}, and does not become {}",
                        found.state,
                        name_of(&state)
                    )));
                }
                StatementId::parse(text)
            }
        };
        if subject.is_none() && !matches!(state, QueryState::Draft | QueryState::Sent) {
            return Err(ApiError::not_found(
                "changing a query: it names none; choose one",
            ));
        }
        let person = settings::person(store)?;
        store.record_statement(&NewStatement {
            id: StatementId::new(),
            encounter,
            kind: statement_kind::QUERY,
            subject,
            particulars: json!({"state": state}),
            words,
            after: statements.last().map_or(0, |s| s.sequence),
            decisions: None,
            at: &clock::now(),
            person: &person,
        })?;
        Ok(fold(&store.statements(encounter)?))
    })
}

fn read(app: &App, asked: &QueryInDto) -> Result<Query, ApiError> {
    let id = encounter::identifier(&asked.encounter)?;
    let chart = app.store(|store| Ok(store.encounter(id)?))?;
    let spans = decision::evidence(&chart, &asked.indicators)?;
    let cut = |text: &String| text.trim().chars().take(LONGEST).collect::<String>();
    let quoted = |span: &coding_model::EvidenceSpan| {
        let document = chart.documents.iter().find(|d| d.id == span.document);
        let source = document.map(|d| {
            [d.title.as_str(), d.author.as_str(), d.date.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ")
        });
        format!("“{}” ({})", span.quote, source.unwrap_or_default())
    };
    Ok(Query {
        purpose: named::<QueryPurpose>("writing a query", &asked.purpose)?,
        form: named::<QueryForm>("writing a query", &asked.form)?,
        question: cut(&asked.question),
        options: asked.options.iter().map(cut).collect(),
        indicators: spans.iter().map(quoted).collect(),
    })
}

fn named<T: DeserializeOwned>(attempted: &str, text: &str) -> Result<T, ApiError> {
    serde_json::from_value(Value::String(text.to_owned())).map_err(|_| {
        ApiError::input(format!(
            "{attempted}: {:?} is not understood",
            text.chars().take(24).collect::<String>()
        ))
    })
}

fn problem(problem: QueryProblem) -> QueryProblemDto {
    QueryProblemDto {
        rule: problem.rule.to_owned(),
        words: problem.words,
        message: problem.message,
    }
}

fn fold(statements: &[Statement]) -> Vec<QueryDto> {
    let mut queries: Vec<QueryDto> = Vec::new();
    for statement in statements
        .iter()
        .filter(|s| s.kind == statement_kind::QUERY)
    {
        let id = statement.subject.unwrap_or(statement.id).to_string();
        let state = statement.particulars.get("state").and_then(Value::as_str);
        let words = statement.words.as_ref();
        let written = words
            .and_then(|w| w.get("query"))
            .and_then(|q| serde_json::from_value::<Query>(q.clone()).ok());
        let answer = words.and_then(|w| w.get("answer")).and_then(Value::as_str);
        let at = match queries.iter().position(|q| q.id == id) {
            Some(at) => at,
            None => {
                queries.push(shown(id, &Query::default(), statement));
                queries.len() - 1
            }
        };
        let Some(kept) = queries.get_mut(at) else {
            continue;
        };
        if let Some(query) = written {
            *kept = shown(kept.id.clone(), &query, statement);
        }
        kept.state = state.unwrap_or_default().to_owned();
        kept.at.clone_from(&statement.at);
        if let Some(answer) = answer {
            answer.clone_into(&mut kept.answer);
        }
    }
    queries
}

fn shown(id: String, query: &Query, statement: &Statement) -> QueryDto {
    let options = query.offered();
    let mut text = String::from("Clinical indicators in this record:\n");
    for line in &query.indicators {
        text.push_str(&format!("- {line}\n"));
    }
    text.push_str(&format!("\n{}\n", query.question));
    for option in &options {
        text.push_str(&format!("[ ] {option}\n"));
    }
    if query.form == QueryForm::Open {
        text.push_str("Answer: ____________________\n");
    }
    QueryDto {
        id,
        state: String::new(),
        purpose: name_of(&query.purpose),
        form: name_of(&query.form),
        question: query.question.clone(),
        options,
        indicators: query.indicators.clone(),
        answer: String::new(),
        person: statement.person.clone(),
        at: statement.at.clone(),
        text,
    }
}
