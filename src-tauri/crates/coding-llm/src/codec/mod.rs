//! Questions and answers, one task a file. Everything here is pure: a question is made of what the task is about, and
//! a reply's text becomes a value and a list of problems. What a reply says is not believed here either: numbers that
//! were not offered are dropped, and what is quoted is held to the note by whoever uses it.

pub mod choose;
pub mod diagnose;
pub mod extract;
pub mod navigate;
pub mod probe;
pub mod rerank;
pub mod subset;
pub mod validate;

use coding_model::{Assertion, Problem};
use serde_json::{Value, json};

use crate::json;
use crate::model::Reply;

/// What a reply's status says of a mention; none at all is a plain statement.
fn assertion(status: &str) -> Option<Assertion> {
    match status.to_lowercase().as_str() {
        "" => Some(Assertion::default()),
        named => Assertion::named(named),
    }
}

/// Reads a reply as an object; says what was wrong with it.
fn object(task: &'static str, reply: &Reply, problems: &mut Vec<Problem>) -> Option<Value> {
    let read = json::read(&reply.text);
    match &read {
        None => problem(
            task,
            "the model's answer is not of the asked form and was left out",
            problems,
        ),
        Some(read) if read.cut || reply.truncated => problem(
            task,
            "the model's answer was cut off; what was whole in it was kept",
            problems,
        ),
        Some(_) => {}
    }
    read.map(|r| r.value)
}

/// The list that an answer is asked for; says so where there is none: an empty one says that there is nothing.
fn array<'v>(
    task: &'static str,
    value: &'v Value,
    key: &str,
    problems: &mut Vec<Problem>,
) -> Option<&'v Vec<Value>> {
    let list = value.get(key).and_then(Value::as_array);
    if list.is_none() {
        problem(
            task,
            "the model's answer is not of the asked form and was left out",
            problems,
        );
    }
    list
}

/// Notes a problem. The messages are ours: nothing of a reply is in them.
fn problem(task: &'static str, message: &str, problems: &mut Vec<Problem>) {
    problems.push(Problem {
        stage: task.to_owned(),
        message: message.to_owned(),
    });
}

/// Says how many statements were dropped, where any were.
pub(crate) fn dropped(task: &'static str, count: usize, what: &str, problems: &mut Vec<Problem>) {
    if count > 0 {
        problem(
            task,
            &format!(
                "{count} unverified {} of the model dropped: {what}",
                if count == 1 {
                    "statement"
                } else {
                    "statements"
                }
            ),
            problems,
        );
    }
}

/// How many unverified statements of a model a problem says were dropped; 0 for other problems.
#[must_use]
pub fn dropped_in(problem: &Problem) -> usize {
    let Some((count, rest)) = problem.message.split_once(" unverified statement") else {
        return 0;
    };
    if rest.contains(" of the model dropped") {
        count.parse().unwrap_or(0)
    } else {
        0
    }
}

/// Numbers from 1 to `most`, each once, in the reply's order; how many others there were.
fn numbers(values: &[Value], most: usize) -> (Vec<usize>, usize) {
    let mut kept: Vec<usize> = Vec::new();
    let mut others = 0;
    for value in values {
        match json::number(value) {
            Some(n) if (1..=most).contains(&n) => {
                if !kept.contains(&n) {
                    kept.push(n);
                }
            }
            _ => others += 1,
        }
    }
    (kept, others)
}

fn strings() -> Value {
    json!({"type": "array", "items": {"type": "string"}})
}

fn statuses() -> Value {
    json!({"type": "string", "enum": ["present", "absent", "possible", "past", "family", "planned"]})
}

fn record(properties: Value) -> Value {
    let required: Vec<String> = properties
        .as_object()
        .map(|o| o.keys().cloned().collect())
        .unwrap_or_default();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

#[cfg(test)]
mod tests;
