//! Anthropic's Messages. The answer is asked for as the input of a tool, whose schema the model keeps to.

use serde_json::{Value, json};

use super::Arrived;
use crate::model::Prompt;

/// The version of the interface that is spoken.
pub(super) const VERSION: &str = "2023-06-01";

pub(super) fn body(model: &str, prompt: &Prompt, plain: bool) -> Value {
    let mut body = json!({
        "model": model,
        "max_tokens": prompt.answer_tokens,
        "system": prompt.system,
        "messages": [{"role": "user", "content": prompt.user}],
        "stream": true,
    });
    if !plain {
        body["temperature"] = json!(0);
        body["tools"] = json!([{
            "name": "answer",
            "description": "Gives the answer to what was asked.",
            "input_schema": prompt.schema,
        }]);
        body["tool_choice"] = json!({"type": "tool", "name": "answer"});
    }
    body
}

pub(super) fn event(value: &Value, arrived: &mut Arrived) {
    let kind = value.get("type").and_then(Value::as_str).unwrap_or("");
    if !kind.is_empty() {
        arrived.understood = true;
    }
    let usage = |arrived: &mut Arrived, at: &Value| {
        if let Some(usage) = at.get("usage") {
            arrived.tokens(usage, "input_tokens", "output_tokens");
        }
    };
    let stopped = |arrived: &mut Arrived, at: &Value| {
        if let Some(reason) = at.get("stop_reason").and_then(Value::as_str) {
            arrived.truncated = reason == "max_tokens";
        }
    };
    match kind {
        "message_start" => {
            if let Some(message) = value.get("message") {
                usage(arrived, message);
            }
        }
        "content_block_delta" => {
            let delta = value.get("delta");
            for part in ["text", "partial_json"] {
                if let Some(text) = delta.and_then(|d| d.get(part)).and_then(Value::as_str) {
                    arrived.text.push_str(text);
                }
            }
        }
        "message_delta" => {
            usage(arrived, value);
            if let Some(delta) = value.get("delta") {
                stopped(arrived, delta);
            }
        }
        "message_stop" => arrived.done = true,
        "error" => arrived.failed = true,
        "message" => {
            usage(arrived, value);
            stopped(arrived, value);
            for block in value
                .get("content")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                if let Some(text) = block.get("text").and_then(Value::as_str) {
                    arrived.text.push_str(text);
                } else if let Some(input) = block.get("input") {
                    arrived.text.push_str(&input.to_string());
                }
            }
            arrived.done = true;
        }
        _ => {}
    }
}
