//! One line of the files.

use icd10cm::Code;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::dataset::Split;
use crate::{Observation, Step};

/// Where a trajectory comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Made from the index itself; no patient.
    Synthetic,
    /// Recorded decisions of an encounter that was opted in.
    Encounter,
}

/// A function call of an assistant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// Name of the tool.
    pub name: String,
    /// Its arguments: a JSON object, as text.
    pub arguments: String,
}

/// A tool call of an assistant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolCall {
    /// Identifier within the trajectory.
    pub id: String,
    /// Always `function`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is called.
    pub function: Function,
}

/// A message of a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "lowercase")]
pub enum Message {
    /// What the assistant is for.
    System {
        /// Text.
        content: String,
    },
    /// The note, or the sentence of it.
    User {
        /// Text.
        content: String,
    },
    /// A step, or the answer at the end.
    Assistant {
        /// Text; empty beside a step.
        content: String,
        /// The step.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tool_calls: Vec<ToolCall>,
    },
    /// What was seen after a step.
    Tool {
        /// The step's identifier.
        tool_call_id: String,
        /// The observation, as JSON text.
        content: String,
    },
}

impl Message {
    /// The message of a step.
    #[must_use]
    pub fn step(number: usize, step: &Step) -> Self {
        let mut arguments = serde_json::to_value(step).unwrap_or_default();
        if let Some(map) = arguments.as_object_mut() {
            map.remove("step");
        }
        Self::Assistant {
            content: String::new(),
            tool_calls: vec![ToolCall {
                id: format!("call_{number}"),
                kind: "function".to_owned(),
                function: Function {
                    name: step.tool().to_owned(),
                    arguments: arguments.to_string(),
                },
            }],
        }
    }

    /// The message of what was seen after it.
    #[must_use]
    pub fn seen(number: usize, observation: &Observation) -> Self {
        Self::Tool {
            tool_call_id: format!("call_{number}"),
            content: observation.to_string(),
        }
    }
}

impl ToolCall {
    /// The step that is called for; `None` where it is none.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        let mut arguments: Value = serde_json::from_str(&self.function.arguments).ok()?;
        arguments
            .as_object_mut()?
            .insert("step".to_owned(), json!(self.function.name));
        serde_json::from_value(arguments).ok()
    }
}

/// How a trajectory ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The codes reported in the end, in sequence.
    pub codes: Vec<Code>,
    /// Whether a person stood behind it; false for what is synthetic.
    pub decided_by_person: bool,
}

/// A line of `train.jsonl`, `validation.jsonl` or `test.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trajectory {
    /// Format.
    pub format: u32,
    /// Identifier; says nothing of the encounter.
    pub id: String,
    /// Part of the data set.
    pub split: Split,
    /// Where it comes from.
    pub source: Source,
    /// Release it was walked in.
    pub release: String,
    /// Licence it may be used under.
    pub license: String,
    /// The chat.
    pub messages: Vec<Message>,
    /// How it ended.
    pub outcome: Outcome,
}

/// A line of `preferences.jsonl`: the same prompt, answered in a way that was accepted and one that was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preference {
    /// Format.
    pub format: u32,
    /// Identifier.
    pub id: String,
    /// Part of the data set.
    pub split: Split,
    /// Where it comes from.
    pub source: Source,
    /// Release.
    pub release: String,
    /// Licence it may be used under.
    pub license: String,
    /// What both answer.
    pub prompt: Vec<Message>,
    /// The accepted answer.
    pub chosen: Vec<Message>,
    /// The rejected answer.
    pub rejected: Vec<Message>,
    /// Why.
    pub reason: String,
}

/// What the assistant is told first.
pub(crate) const SYSTEM: &str = "You assign ICD-10-CM codes as a professional coder does: find the main term, \
follow the Alphabetic Index to a code, verify it in the Tabular List with every note in force, complete it to \
the highest specificity that is documented, and report only codes that are billable in the release.";

/// The tools, as function schemas of the common form.
#[must_use]
pub fn tools() -> Value {
    let tool = |name: &str, description: &str, properties: Value, required: &[&str]| {
        json!({"type": "function", "function": {"name": name, "description": description, "parameters":
            {"type": "object", "properties": properties, "required": required, "additionalProperties": false}}})
    };
    let books = json!({"type": "string", "enum": ["index", "external-cause", "neoplasm", "drug"]});
    let path = json!({"type": "array", "items": {"type": "string"}, "description": "titles from the main term down"});
    let column = json!({"type": "integer", "description": "column of a table, from 2"});
    let place = json!({"type": "object", "properties": {"book": books, "path": path, "column": column}, "required": ["book", "path"]});
    let code = json!({"type": "string", "description": "a code or header, dotted"});
    let verdicts = json!({"type": "string", "enum": ["accepted", "rejected", "revised", "added"]});
    json!([
        tool(
            "search",
            "Main terms of a book that begin with a word",
            json!({"book": books, "word": {"type": "string"}}),
            &["book", "word"]
        ),
        tool(
            "open",
            "Opens a line of a book: its code, modifiers, cross references and subterms",
            json!({"book": books, "path": path, "column": column}),
            &["book", "path"]
        ),
        tool(
            "see",
            "Follows a cross reference",
            json!({"from": place, "to": place}),
            &["from", "to"]
        ),
        tool(
            "tabular",
            "Opens an entry of the Tabular List with the notes in force",
            json!({"code": code}),
            &["code"]
        ),
        tool(
            "choose",
            "Chooses a billable code",
            json!({"code": code}),
            &["code"]
        ),
        tool(
            "decide",
            "Decides on a proposed code",
            json!({"code": code, "verdict": verdicts, "reason": {"type": "string"}}),
            &["code", "verdict"]
        ),
    ])
}
