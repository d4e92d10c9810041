//! Whether an endpoint may be called at all. Without a [`Permit`] there is no client, and without a client no socket.

use crate::endpoint::{Endpoint, Reach};

/// What holds on this machine and for this program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Nothing may go out (`--offline`).
    pub offline: bool,
    /// A policy forbids models: who says so.
    pub forbidden: Option<String>,
    /// A policy names the hosts that may be called; none where it does not.
    pub allowed: Option<Vec<String>>,
    /// The hosts a person has said yes to, after seeing what is sent.
    pub consented: Vec<String>,
}

/// Why an endpoint may not be called.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The program is offline.
    #[error(
        "{host} was not called: the program runs with --offline; leave it out, or use the local profile"
    )]
    Offline {
        /// Host.
        host: String,
    },
    /// A policy forbids it.
    #[error(
        "{host} was not called: {policy} forbids it; ask whoever keeps the policy, or use the local profile"
    )]
    Policy {
        /// Host.
        host: String,
        /// The policy.
        policy: String,
    },
    /// Nobody said yes.
    #[error(
        "{host} is outside this machine and its network, and nobody has consented to sending notes there; look at \
         what would be sent with --dry-run, then name the host with --consent {host}"
    )]
    Consent {
        /// Host.
        host: String,
    },
}

/// The right to call one host. It can be had in no other way than by [`Permit::ask`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    host: String,
}

impl Permit {
    /// Asks for the right to call an endpoint.
    ///
    /// # Errors
    /// Why it may not be called.
    pub fn ask(endpoint: &Endpoint, terms: &Terms) -> Result<Self, Denied> {
        let host = endpoint.host();
        let is = |named: &String| named.trim().eq_ignore_ascii_case(&host);
        if terms.offline {
            return Err(Denied::Offline { host });
        }
        if let Some(policy) = &terms.forbidden {
            return Err(Denied::Policy {
                host,
                policy: policy.clone(),
            });
        }
        if let Some(allowed) = &terms.allowed
            && !allowed.iter().any(is)
        {
            return Err(Denied::Policy {
                host,
                policy: "the policy's list of hosts".to_owned(),
            });
        }
        if endpoint.reach() == Reach::Public && !terms.consented.iter().any(is) {
            return Err(Denied::Consent { host });
        }
        Ok(Self { host })
    }

    /// The host it is for.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Provider;

    fn ask(url: &str, terms: &Terms) -> Result<Permit, Denied> {
        Permit::ask(&Endpoint::new(Provider::OpenAi, url, "m"), terms)
    }

    #[test]
    fn outside_needs_a_yes_for_that_very_host() {
        let mut terms = Terms::default();
        assert!(ask("http://127.0.0.1:8080", &terms).is_ok());
        assert!(ask("http://10.0.0.1", &terms).is_ok());
        assert!(matches!(
            ask("https://api.example.org", &terms),
            Err(Denied::Consent { .. })
        ));
        terms.consented.push("other.example.org".to_owned());
        assert!(ask("https://api.example.org", &terms).is_err());
        terms.consented.push("API.example.org".to_owned());
        assert!(ask("https://api.example.org", &terms).is_ok());
        assert!(ask("https://api.example.org:8443", &terms).is_err());
    }

    #[test]
    fn offline_and_policy_go_before_any_yes() {
        let consented = vec!["api.example.org".to_owned()];
        let offline = Terms {
            offline: true,
            consented: consented.clone(),
            ..Terms::default()
        };
        let forbidden = Terms {
            forbidden: Some("a policy".to_owned()),
            consented: consented.clone(),
            ..Terms::default()
        };
        let listed = Terms {
            allowed: Some(vec!["localhost:1".to_owned()]),
            consented,
            ..Terms::default()
        };
        for url in ["http://127.0.0.1:8080", "https://api.example.org"] {
            assert!(matches!(ask(url, &offline), Err(Denied::Offline { .. })));
            assert!(matches!(ask(url, &forbidden), Err(Denied::Policy { .. })));
            assert!(matches!(ask(url, &listed), Err(Denied::Policy { .. })));
        }
        assert!(ask("http://localhost:1", &listed).is_ok());
    }
}
