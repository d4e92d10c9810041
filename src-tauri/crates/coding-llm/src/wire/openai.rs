//! `/v1/chat/completions`.

use serde_json::{Value, json};

use super::Arrived;
use crate::model::Prompt;

pub(super) fn body(model: &str, prompt: &Prompt, plain: bool) -> Value {
    let mut body = json!({
        "model": model,
        "messages": [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": prompt.user},
        ],
        "stream": true,
    });
    if plain {
        // the newest models of this family know neither a temperature nor "max_tokens"
        body["max_completion_tokens"] = json!(prompt.answer_tokens);
    } else {
        body["temperature"] = json!(0);
        body["max_tokens"] = json!(prompt.answer_tokens);
        body["stream_options"] = json!({"include_usage": true});
        body["response_format"] = json!({
            "type": "json_schema",
            "json_schema": {"name": prompt.task, "strict": true, "schema": prompt.schema},
        });
    }
    body
}

pub(super) fn event(value: &Value, arrived: &mut Arrived) {
    if value.get("error").is_some_and(|e| !e.is_null()) {
        arrived.failed = true;
        arrived.understood = true;
        return;
    }
    if let Some(usage) = value.get("usage") {
        arrived.tokens(usage, "prompt_tokens", "completion_tokens");
    }
    let Some(choices) = value.get("choices").and_then(Value::as_array) else {
        return;
    };
    arrived.understood = true;
    let Some(choice) = choices.first() else {
        return;
    };
    for part in ["delta", "message"] {
        if let Some(text) = choice
            .get(part)
            .and_then(|d| d.get("content"))
            .and_then(Value::as_str)
        {
            arrived.text.push_str(text);
        }
    }
    if let Some(reason) = choice.get("finish_reason").and_then(Value::as_str) {
        arrived.done = true;
        arrived.truncated = reason == "length";
    }
}
