//! Ollama's `/api/chat`: one JSON object a line.

use serde_json::{Value, json};

use super::Arrived;
use crate::model::Prompt;

pub(super) fn body(model: &str, prompt: &Prompt, plain: bool) -> Value {
    // Ollama cuts what does not fit into its window without a word, so the window is asked for: about three
    // characters a token are assumed, which is fewer than English has
    let characters = prompt.system.len() + prompt.user.len();
    let window = (characters / 3) as u64 + u64::from(prompt.answer_tokens) + 256;
    let mut body = json!({
        "model": model,
        "messages": [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": prompt.user},
        ],
        "stream": true,
        "options": {
            "temperature": 0,
            "num_predict": prompt.answer_tokens,
            "num_ctx": window.next_multiple_of(1024),
        },
    });
    if !plain {
        body["format"] = prompt.schema.clone();
    }
    body
}

pub(super) fn event(value: &Value, arrived: &mut Arrived) {
    if value.get("error").is_some() {
        arrived.failed = true;
        arrived.understood = true;
        return;
    }
    if let Some(text) = value
        .get("message")
        .and_then(|m| m.get("content"))
        .and_then(Value::as_str)
    {
        arrived.understood = true;
        arrived.text.push_str(text);
    }
    if value.get("done").and_then(Value::as_bool) == Some(true) {
        arrived.understood = true;
        arrived.done = true;
        arrived.tokens(value, "prompt_eval_count", "eval_count");
        arrived.truncated = value.get("done_reason").and_then(Value::as_str) == Some("length");
    }
}
