//! Where a model is reached: provider, address, model, limits and prices. Never a key.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::Url;
use serde::{Deserialize, Serialize};

/// How a model is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// `/v1/chat/completions` as OpenAI, llama.cpp, vLLM, LM Studio and many others answer it.
    #[default]
    OpenAi,
    /// The same under a deployment's address, with the key in `api-key`.
    Azure,
    /// Anthropic's Messages.
    Anthropic,
    /// Ollama's own `/api/chat`.
    Ollama,
}

impl Provider {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::OpenAi, Self::Azure, Self::Anthropic, Self::Ollama];

    /// Name as written on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Azure => "azure",
            Self::Anthropic => "anthropic",
            Self::Ollama => "ollama",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name() == text.trim())
    }
}

/// How far a request goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// It stays on this machine.
    Loopback,
    /// It stays in a private network, as its address says (RFC 1918, RFC 4193, link-local).
    Private,
    /// It may go anywhere.
    Public,
}

impl Reach {
    /// What a person is told.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Loopback => "this machine",
            Self::Private => "private network",
            Self::Public => "outside",
        }
    }
}

/// What a call may cost in time, and how many go at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Seconds until the host is connected.
    pub connect_s: u64,
    /// Seconds until the first and between any two pieces of an answer.
    pub idle_s: u64,
    /// Seconds for one attempt in all.
    pub total_s: u64,
    /// Attempts at one question, the first included.
    pub attempts: u32,
    /// Questions in the air at once.
    pub in_flight: usize,
    /// The most tokens of an answer.
    pub answer_tokens: u32,
    /// The most characters of a note that go into one question.
    pub note_chars: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_s: 10,
            idle_s: 120,
            total_s: 600,
            attempts: 4,
            in_flight: 4,
            answer_tokens: 4096,
            note_chars: 60_000,
        }
    }
}

/// What a million tokens cost, in whatever currency the person counts in.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Prices {
    /// Of questions.
    pub input: f64,
    /// Of answers.
    pub output: f64,
}

/// An endpoint as a person adds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Endpoint {
    /// A person's name for it.
    pub name: String,
    /// How it is spoken to.
    #[serde(default)]
    pub provider: Provider,
    /// Its address; the path is completed where it is not given.
    pub url: String,
    /// The model's name there.
    pub model: String,
    /// Limits.
    #[serde(default)]
    pub limits: Limits,
    /// Prices, where they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<Prices>,
    /// A proxy to go through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// A file of certificates (PEM) of an authority to trust besides the platform's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<std::path::PathBuf>,
}

/// What is wrong with an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// The address is none.
    #[error("the model's address is not understood; write it as https://host/v1")]
    Address,
    /// The address carries a key or a password.
    #[error(
        "the model's address holds a user name, a password or a key; give the key by --key-env or --key-file instead"
    )]
    Credentials,
    /// Plain http to a host outside.
    #[error("{host} is outside, and {scheme} would send notes unencrypted; use https")]
    Unencrypted {
        /// Host.
        host: String,
        /// Scheme.
        scheme: String,
    },
    /// There is no model.
    #[error("no model is named; name the one the endpoint serves")]
    Model,
    /// The proxy's address is none.
    #[error("the proxy's address is not understood; write it as http://host:port")]
    Proxy,
    /// The certificates cannot be used.
    #[error("the file of certificates cannot be used: {0}; name a PEM file")]
    Authority(String),
    /// The machine refuses what a client needs.
    #[error("the network cannot be set up on this machine: {0}")]
    Machine(String),
}

impl Endpoint {
    /// An endpoint with the limits that fit most.
    #[must_use]
    pub fn new(provider: Provider, url: &str, model: &str) -> Self {
        Self {
            name: model.to_owned(),
            provider,
            url: url.trim().to_owned(),
            model: model.trim().to_owned(),
            limits: Limits::default(),
            prices: None,
            proxy: None,
            authority: None,
        }
    }

    /// Checks that it can be used.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), EndpointError> {
        let url = self.parsed()?;
        if self.model.trim().is_empty() {
            return Err(EndpointError::Model);
        }
        if url.scheme() != "https" && self.reach() == Reach::Public {
            return Err(EndpointError::Unencrypted {
                host: self.host(),
                scheme: url.scheme().to_owned(),
            });
        }
        Ok(())
    }

    fn parsed(&self) -> Result<Url, EndpointError> {
        let url = Url::parse(self.url.trim()).map_err(|_| EndpointError::Address)?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(EndpointError::Address);
        }
        let keyed = url.query_pairs().any(|(name, _)| {
            let name = name.to_lowercase();
            name.contains("key") || name.contains("token") || name.contains("secret")
        });
        if !url.username().is_empty() || url.password().is_some() || keyed {
            return Err(EndpointError::Credentials);
        }
        Ok(url)
    }

    /// The address that questions are sent to.
    ///
    /// # Errors
    /// Where the address is none.
    pub fn target(&self) -> Result<Url, EndpointError> {
        let mut url = self.parsed()?;
        let path = url.path().trim_end_matches('/').to_owned();
        let whole = match self.provider {
            Provider::OpenAi | Provider::Azure => completed(&path, "/v1", "/chat/completions"),
            Provider::Anthropic => completed(&path, "/v1", "/messages"),
            Provider::Ollama => completed(&path, "/api", "/chat"),
        };
        url.set_path(&whole);
        Ok(url)
    }

    /// Host and port, as shown and as named in a consent.
    #[must_use]
    pub fn host(&self) -> String {
        let Ok(url) = Url::parse(self.url.trim()) else {
            return String::new();
        };
        let host = url.host_str().unwrap_or_default().to_lowercase();
        match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host,
        }
    }

    /// How far its requests go. A name other than `localhost` may lead anywhere, whatever it resolves to now.
    #[must_use]
    pub fn reach(&self) -> Reach {
        let Ok(url) = Url::parse(self.url.trim()) else {
            return Reach::Public;
        };
        let host = url.host_str().unwrap_or_default().to_lowercase();
        if host == "localhost" {
            return self.behind_proxy(Reach::Loopback);
        }
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let reach = match bare.parse::<IpAddr>() {
            Ok(address) => reach_of(address),
            Err(_) => Reach::Public,
        };
        self.behind_proxy(reach)
    }

    /// A proxy sees where a request goes, and may send it on: what goes through one stays nowhere.
    fn behind_proxy(&self, reach: Reach) -> Reach {
        if self.proxy.is_some() {
            Reach::Public
        } else {
            reach
        }
    }

    /// Time for connecting.
    pub(crate) fn connect(&self) -> Duration {
        Duration::from_secs(self.limits.connect_s.clamp(1, 600))
    }

    /// Time between two pieces.
    pub(crate) fn idle(&self) -> Duration {
        Duration::from_secs(self.limits.idle_s.clamp(1, 3600))
    }

    /// Time for one attempt.
    pub(crate) fn total(&self) -> Duration {
        Duration::from_secs(self.limits.total_s.clamp(1, 24 * 3600))
    }
}

fn completed(path: &str, version: &str, ending: &str) -> String {
    if path.ends_with(ending) {
        path.to_owned()
    } else if path.ends_with(version) || path.contains("/deployments/") {
        format!("{path}{ending}")
    } else {
        format!("{path}{version}{ending}")
    }
}

fn reach_of(address: IpAddr) -> Reach {
    let (loopback, private) = match address {
        IpAddr::V4(v4) => (v4.is_loopback(), v4.is_private() || v4.is_link_local()),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => return reach_of(IpAddr::V4(v4)),
            None => (
                v6.is_loopback(),
                v6.is_unique_local() || v6.is_unicast_link_local(),
            ),
        },
    };
    if loopback {
        Reach::Loopback
    } else if private {
        Reach::Private
    } else {
        Reach::Public
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(url: &str) -> Endpoint {
        Endpoint::new(Provider::OpenAi, url, "m")
    }

    #[test]
    fn reach_is_told_by_the_address_alone() {
        let check = |url: &str, reach: Reach| assert_eq!(endpoint(url).reach(), reach, "{url}");
        check("http://127.0.0.1:8080", Reach::Loopback);
        check("http://localhost:11434", Reach::Loopback);
        check("http://[::1]:8080/v1", Reach::Loopback);
        check("http://[::ffff:127.0.0.1]:8080/v1", Reach::Loopback);
        check("http://10.0.0.7:8000", Reach::Private);
        check("http://192.168.1.4", Reach::Private);
        check("http://[fd00::1]/", Reach::Private);
        check("http://169.254.1.1/", Reach::Private);
        check("https://example.org", Reach::Public);
        check("https://127.0.0.1.example.org", Reach::Public);
        check("https://localhost.example.org", Reach::Public);
        check("http://8.8.8.8", Reach::Public);
        check("http://172.32.0.1", Reach::Public);
        check("nonsense", Reach::Public);
        let mut proxied = endpoint("http://127.0.0.1:8080");
        proxied.proxy = Some("http://proxy:3128".to_owned());
        assert_eq!(proxied.reach(), Reach::Public);
    }

    #[test]
    fn addresses_are_completed_as_the_provider_has_them() {
        let check = |provider, url: &str, target: &str| {
            let endpoint = Endpoint::new(provider, url, "m");
            assert_eq!(endpoint.target().unwrap().as_str(), target, "{url}");
        };
        let whole = "http://localhost:1/v1/chat/completions";
        for url in [
            "http://localhost:1",
            "http://localhost:1/v1/",
            "http://localhost:1/v1/chat/completions",
        ] {
            check(Provider::OpenAi, url, whole);
        }
        check(
            Provider::Azure,
            "https://x.example/openai/deployments/d?api-version=1",
            "https://x.example/openai/deployments/d/chat/completions?api-version=1",
        );
        check(
            Provider::Anthropic,
            "https://a.example",
            "https://a.example/v1/messages",
        );
        check(
            Provider::Ollama,
            "http://localhost:11434",
            "http://localhost:11434/api/chat",
        );
    }

    #[test]
    fn what_would_give_a_note_or_a_key_away_is_refused() {
        let check = |url: &str, expected: &str| {
            let found = endpoint(url).check().unwrap_err().to_string();
            assert!(found.contains(expected), "{url}: {found}");
        };
        check("http://example.org/v1", "unencrypted");
        check("https://me:pw@example.org/v1", "holds a user name");
        check("https://example.org/v1?api_key=abc", "holds a user name");
        check("ftp://example.org", "not understood");
        check("", "not understood");
        assert!(endpoint("http://10.1.2.3:8000/v1").check().is_ok());
        let mut nameless = endpoint("http://localhost");
        nameless.model.clear();
        assert_eq!(nameless.check(), Err(EndpointError::Model));
    }
}
