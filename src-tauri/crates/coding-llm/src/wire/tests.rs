#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use serde_json::json;

use super::*;

fn prompt() -> Prompt {
    Prompt {
        task: "extract",
        version: 1,
        system: "You read notes.".to_owned(),
        user: "The note.".to_owned(),
        schema: json!({"type": "object"}),
        answer_tokens: 99,
    }
}

#[test]
fn every_provider_gets_the_question_in_its_own_form() {
    let openai = request(Provider::OpenAi, "m", &prompt(), false).body;
    assert_eq!(openai["messages"][1]["content"], "The note.");
    assert_eq!(
        openai["response_format"]["json_schema"]["schema"]["type"],
        "object"
    );
    assert_eq!(openai["max_tokens"], 99);
    let plain = request(Provider::OpenAi, "m", &prompt(), true).body;
    assert!(plain.get("response_format").is_none());
    let anthropic = request(Provider::Anthropic, "m", &prompt(), false).body;
    assert_eq!(anthropic["system"], "You read notes.");
    assert_eq!(anthropic["tool_choice"]["name"], "answer");
    let ollama = request(Provider::Ollama, "m", &prompt(), false).body;
    assert_eq!(ollama["format"]["type"], "object");
    assert!(ollama["options"]["num_ctx"].as_u64().unwrap() >= 1024);
}

#[test]
fn keys_go_into_the_header_that_the_provider_reads() {
    let key = Secret::new("k-1").unwrap();
    let names = |provider| -> Vec<(&str, String)> {
        headers(provider, Some(&key))
            .into_iter()
            .filter(|(.., is_key)| *is_key)
            .map(|(name, value, _)| (name, value))
            .collect()
    };
    assert_eq!(
        names(Provider::OpenAi),
        [("authorization", "Bearer k-1".to_owned())]
    );
    assert_eq!(names(Provider::Azure), [("api-key", "k-1".to_owned())]);
    assert_eq!(
        names(Provider::Anthropic),
        [("x-api-key", "k-1".to_owned())]
    );
    assert!(headers(Provider::OpenAi, None).is_empty());
}

fn arrive(provider: Provider, lines: &[&str]) -> Arrived {
    let mut arrived = Arrived::default();
    for line in lines {
        arrived.line(provider, line);
    }
    arrived
}

#[test]
fn streams_are_put_together() {
    let openai = arrive(
        Provider::OpenAi,
        &[
            ": comment",
            r#"data: {"choices":[{"delta":{"role":"assistant"}}]}"#,
            r#"data: {"choices":[{"delta":{"content":"{\"a\""}}]}"#,
            "",
            r#"data: {"choices":[{"delta":{"content":":1}"},"finish_reason":"stop"}]}"#,
            r#"data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}}"#,
            "data: [DONE]",
        ],
    );
    assert_eq!(openai.text, r#"{"a":1}"#);
    assert_eq!((openai.tokens_in, openai.tokens_out), (7, 3));
    assert!(openai.done && !openai.truncated);
    let anthropic = arrive(
        Provider::Anthropic,
        &[
            "event: message_start",
            r#"data: {"type":"message_start","message":{"usage":{"input_tokens":11,"output_tokens":1}}}"#,
            r#"data: {"type":"content_block_delta","delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}"#,
            r#"data: {"type":"content_block_delta","delta":{"type":"input_json_delta","partial_json":"1}"}}"#,
            r#"data: {"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":5}}"#,
            r#"data: {"type":"message_stop"}"#,
        ],
    );
    assert_eq!(anthropic.text, r#"{"a":1}"#);
    assert_eq!((anthropic.tokens_in, anthropic.tokens_out), (11, 5));
    assert!(anthropic.done && anthropic.truncated);
    let ollama = arrive(
        Provider::Ollama,
        &[
            r#"{"message":{"role":"assistant","content":"{\"a\""},"done":false}"#,
            r#"{"message":{"content":":1}"},"done":false}"#,
            r#"{"done":true,"done_reason":"stop","prompt_eval_count":4,"eval_count":2}"#,
        ],
    );
    assert_eq!(ollama.text, r#"{"a":1}"#);
    assert!(ollama.done && ollama.tokens_in == 4 && ollama.tokens_out == 2);
}

#[test]
fn whole_answers_and_errors_in_the_stream_are_understood() {
    let mut whole = Arrived::default();
    whole.whole(
        Provider::OpenAi,
        r#"{"choices":[{"message":{"content":"x"},"finish_reason":"length"}]}"#,
    );
    assert!(whole.text == "x" && whole.truncated && whole.done);
    let mut whole = Arrived::default();
    whole.whole(
        Provider::Anthropic,
        r#"{"type":"message","content":[{"type":"tool_use","input":{"a":1}}],"stop_reason":"tool_use"}"#,
    );
    assert_eq!(whole.text, r#"{"a":1}"#);
    for provider in Provider::ALL {
        let line = match provider {
            Provider::Anthropic => r#"data: {"type":"error","error":{"type":"overloaded_error"}}"#,
            Provider::Ollama => r#"{"error":"model not found"}"#,
            _ => r#"data: {"error":{"message":"overloaded"}}"#,
        };
        assert!(arrive(provider, &[line]).failed, "{provider:?}");
    }
    assert!(
        !arrive(
            Provider::OpenAi,
            &["<html>", "data: {broken", "data: 17", "\u{0}"]
        )
        .understood
    );
}
