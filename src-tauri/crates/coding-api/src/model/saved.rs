//! What a person has set about models: endpoints, the agents of the stages, a yes for a host. Kept in the encrypted
//! database; keys are kept apart, see [`super::KeyFrom`].

use coding_llm::{Endpoint, Reach, Stages};
use coding_store::{NewEvent, Store};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Asked, KeyFrom};
use crate::{ApiError, clock, settings};

/// Setting that holds all of it.
const SETTING: &str = "models";

/// A person's yes to sending notes to a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Yes {
    /// The host it was said for; for another it says nothing.
    pub host: String,
    /// Whether what was looked at had marks in the place of what identifies. Without them it was no yes.
    pub deidentified: bool,
}

/// An endpoint with what was said of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Saved {
    pub id: String,
    pub endpoint: Endpoint,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yes: Option<Yes>,
}

/// Everything that is set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Models {
    pub endpoints: Vec<Saved>,
    /// The endpoint that is asked.
    pub chosen: Option<String>,
    pub stages: Stages,
    /// Whether marks are put in the place of what identifies.
    pub deidentify: bool,
}

impl Models {
    pub fn load(store: &Store) -> Result<Self, ApiError> {
        Self::read(store.setting(SETTING)?)
    }

    fn read(text: Option<String>) -> Result<Self, ApiError> {
        let text = text.unwrap_or_default();
        if text.is_empty() {
            return Ok(Self::default());
        }
        // nothing is asked, and nothing is written over it
        serde_json::from_str(&text).map_err(|_| {
            ApiError::new(
                crate::ErrorCode::Unreadable,
                "reading what is set about models: it is not of this version of the program; nothing is asked and \
                 nothing was changed; use the version that set it, or start anew in the settings",
            )
        })
    }

    /// Sets what cannot be read aside, under a name of its own, and begins without anything.
    ///
    /// # Errors
    /// Where it can be read, or nothing can be written.
    pub fn reset(store: &mut Store, at: &str) -> Result<(), ApiError> {
        if Self::load(store).is_ok() {
            return Err(ApiError::input(
                "starting anew with models: what is set can be read; change it instead",
            ));
        }
        let text = store.setting(SETTING)?.unwrap_or_default();
        store.put_setting(&format!("{SETTING}-unreadable-{at}"), &text)?;
        Self::default().put(store)
    }

    /// Reads, changes and writes in one transaction, so that what another program sets meanwhile is not lost. What is
    /// set then, and what the change tells.
    ///
    /// # Errors
    /// Where it cannot be read or the change refuses; where nothing can be written. Nothing is changed then.
    pub fn change<T>(
        store: &mut Store,
        act: impl FnOnce(&mut Self) -> Result<T, ApiError>,
    ) -> Result<(Self, T), ApiError> {
        store.change_setting(SETTING, |text| match Self::changed(text, act) {
            Ok((text, models, told)) => (Some(text), Ok((models, told))),
            Err(error) => (None, Err(error)),
        })?
    }

    /// As [`Models::change`], with an event of a kind in the same transaction; its particulars are what the change
    /// tells.
    ///
    /// # Errors
    /// As [`Models::change`].
    pub fn change_on_record(
        store: &mut Store,
        kind: &str,
        act: impl FnOnce(&mut Self) -> Result<Value, ApiError>,
    ) -> Result<Self, ApiError> {
        let (at, person) = (clock::now(), settings::person(store)?);
        let event = NewEvent {
            at: &at,
            person: &person,
            kind,
            encounter: None,
            body: Value::Null,
        };
        store.change_setting_on_record(SETTING, &event, |text| match Self::changed(text, act) {
            Ok((text, models, body)) => (Some((text, body)), Ok(models)),
            Err(error) => (None, Err(error)),
        })?
    }

    fn changed<T>(
        text: Option<String>,
        act: impl FnOnce(&mut Self) -> Result<T, ApiError>,
    ) -> Result<(String, Self, T), ApiError> {
        let mut models = Self::read(text)?;
        let told = act(&mut models)?;
        Ok((models.text()?, models, told))
    }

    fn put(&self, store: &mut Store) -> Result<(), ApiError> {
        Ok(store.put_setting(SETTING, &self.text()?)?)
    }

    fn text(&self) -> Result<String, ApiError> {
        serde_json::to_string(self)
            .map_err(|_| ApiError::input("saving what is set about models: it cannot be written"))
    }

    pub fn find(&self, id: &str) -> Result<&Saved, ApiError> {
        self.endpoints.iter().find(|s| s.id == id).ok_or_else(|| {
            ApiError::not_found(
                "looking for a model's endpoint: there is none of this name; choose one in the settings",
            )
        })
    }

    pub fn find_mut(&mut self, id: &str) -> Result<&mut Saved, ApiError> {
        self.find(id)?;
        self.endpoints
            .iter_mut()
            .find(|s| s.id == id)
            .ok_or_else(|| ApiError::not_found("looking for a model's endpoint: there is none"))
    }

    /// The endpoint that is asked, where there is one and an agent asks.
    pub fn asked(&self) -> Option<&Saved> {
        let id = self.chosen.as_deref()?;
        let saved = self.endpoints.iter().find(|s| s.id == id)?;
        self.stages.asks().then_some(saved)
    }
}

impl Saved {
    /// Whether notes may go there, as far as a person's yes is concerned.
    pub fn is_consented(&self, deidentify: bool) -> bool {
        self.endpoint.reach() != Reach::Public || self.has_yes(deidentify)
    }

    fn has_yes(&self, deidentify: bool) -> bool {
        self.yes
            .as_ref()
            .is_some_and(|y| y.host == self.endpoint.host() && (deidentify || !y.deidentified))
    }

    /// What is asked for with it.
    pub fn request(&self, stages: Stages, deidentify: bool) -> Asked {
        let endpoint = &self.endpoint;
        Asked {
            stages,
            provider: endpoint.provider,
            url: endpoint.url.clone(),
            model: endpoint.model.clone(),
            key: KeyFrom::Kept(self.id.clone()),
            consent: if self.has_yes(deidentify) {
                vec![endpoint.host()]
            } else {
                Vec::new()
            },
            deidentify,
            proxy: endpoint.proxy.clone(),
            authority: endpoint.authority.clone(),
            in_flight: Some(endpoint.limits.in_flight),
            patience_s: Some(endpoint.limits.total_s),
            answer_tokens: Some(endpoint.limits.answer_tokens),
            note_chars: Some(endpoint.limits.note_chars),
            prices: endpoint.prices.map(|p| (p.input, p.output)),
            ..Asked::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coding_llm::Provider;

    fn saved(url: &str) -> Saved {
        Saved {
            id: "1".to_owned(),
            endpoint: Endpoint::new(Provider::OpenAi, url, "m"),
            yes: None,
        }
    }

    #[test]
    fn a_yes_is_for_what_was_shown() {
        let mut one = saved("https://models.example.org");
        assert!(!one.is_consented(true) && !one.is_consented(false));
        one.yes = Some(Yes {
            host: "models.example.org".to_owned(),
            deidentified: true,
        });
        assert!(one.is_consented(true));
        // names and dates were not in what was looked at
        assert!(!one.is_consented(false));
        assert!(one.request(Stages::default(), false).consent.is_empty());
        one.endpoint.url = "https://other.example.org".to_owned();
        assert!(!one.is_consented(true));
        assert!(saved("http://127.0.0.1:8080").is_consented(false));
    }

    #[test]
    fn nothing_is_asked_without_an_endpoint_and_an_agent() {
        let mut models = Models {
            endpoints: vec![saved("http://127.0.0.1:1")],
            ..Models::default()
        };
        assert!(models.asked().is_none());
        models.chosen = Some("1".to_owned());
        assert!(models.asked().is_none());
        models.stages = coding_llm::Profile::Hybrid.stages();
        assert!(models.asked().is_some());
        models.chosen = Some("2".to_owned());
        assert!(models.asked().is_none());
    }
}
