//! What goes over the wire, for each provider: a question as a request's body, and a stream of lines as an answer.
//! Nothing here opens a socket.

mod anthropic;
mod ollama;
mod openai;

use serde_json::Value;

use crate::endpoint::Provider;
use crate::model::Prompt;
use crate::secret::Secret;

/// A request, but for where it goes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Request {
    /// JSON body.
    pub body: Value,
}

/// The headers of a request: name, value, whether the value is a key.
pub(crate) fn headers(
    provider: Provider,
    key: Option<&Secret>,
) -> Vec<(&'static str, String, bool)> {
    let mut headers = Vec::new();
    if let Some(key) = key {
        match provider {
            Provider::OpenAi | Provider::Ollama => {
                headers.push(("authorization", format!("Bearer {}", key.reveal()), true));
            }
            Provider::Azure => headers.push(("api-key", key.reveal().to_owned(), true)),
            Provider::Anthropic => headers.push(("x-api-key", key.reveal().to_owned(), true)),
        }
    }
    if provider == Provider::Anthropic {
        headers.push(("anthropic-version", anthropic::VERSION.to_owned(), false));
    }
    headers
}

/// A question as the provider's body. `plain` leaves out what asks for a schema, for servers that do not know it.
pub(crate) fn request(provider: Provider, model: &str, prompt: &Prompt, plain: bool) -> Request {
    let body = match provider {
        Provider::OpenAi | Provider::Azure => openai::body(model, prompt, plain),
        Provider::Anthropic => anthropic::body(model, prompt, plain),
        Provider::Ollama => ollama::body(model, prompt, plain),
    };
    Request { body }
}

/// What has arrived of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Arrived {
    /// Text so far.
    pub text: String,
    /// Tokens of the question, as the server counts them.
    pub tokens_in: u64,
    /// Tokens of the answer.
    pub tokens_out: u64,
    /// Whether the limit of tokens cut it off.
    pub truncated: bool,
    /// Whether the server said that it is done.
    pub done: bool,
    /// Whether the server said in the stream that it failed.
    pub failed: bool,
    /// Whether any line was understood.
    pub understood: bool,
}

impl Arrived {
    /// Takes in one line of the stream, without its line end.
    pub(crate) fn line(&mut self, provider: Provider, line: &str) {
        let line = line.trim();
        let data = match provider {
            Provider::Ollama => line,
            // server-sent events; a server that does not stream answers with one object
            _ => match line.strip_prefix("data:") {
                Some(data) => data.trim(),
                None if line.starts_with('{') => line,
                None => return,
            },
        };
        if data == "[DONE]" {
            self.understood = true;
            self.done = true;
            return;
        }
        let Ok(value) = serde_json::from_str::<Value>(data) else {
            return;
        };
        match provider {
            Provider::OpenAi | Provider::Azure => openai::event(&value, self),
            Provider::Anthropic => anthropic::event(&value, self),
            Provider::Ollama => ollama::event(&value, self),
        }
    }

    /// Takes in a whole body that was no stream.
    pub(crate) fn whole(&mut self, provider: Provider, body: &str) {
        if let Ok(value) = serde_json::from_str::<Value>(body) {
            match provider {
                Provider::OpenAi | Provider::Azure => openai::event(&value, self),
                Provider::Anthropic => anthropic::event(&value, self),
                Provider::Ollama => ollama::event(&value, self),
            }
        }
    }

    fn tokens(&mut self, value: &Value, input: &str, output: &str) {
        if let Some(n) = value.get(input).and_then(Value::as_u64) {
            self.tokens_in = n;
        }
        if let Some(n) = value.get(output).and_then(Value::as_u64) {
            self.tokens_out = n;
        }
    }
}

#[cfg(test)]
mod tests;
