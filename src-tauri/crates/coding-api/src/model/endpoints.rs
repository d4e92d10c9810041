//! Setting up models: endpoints, the agents of the stages, consent. What changes where notes may go is an event of
//! the ledger.

use coding_llm::endpoint::Prices;
use coding_llm::{Endpoint, Profile, Provider, Reach, Secret, Stage, Stages};
use coding_model::Duty;
use coding_store::{NewEvent, SecretPlace, Store};
use serde_json::{Value, json};

use super::saved::{Models, Saved, Yes};
use super::{Policy, key};
use crate::dto::{
    EndpointDto, EndpointInDto, ModelChoiceDto, ModelSettingsDto, ProfileDto, StageOfferDto,
    StagesDto,
};
use crate::{ApiError, App, clock, people, settings};

/// The longest name of an endpoint.
const LONGEST: usize = 80;
/// The most endpoints.
const MOST: usize = 40;
/// What is attempted, as refusals say it.
const SAVING: &str = "saving a model's endpoint";
const CONSENTING: &str = "consenting to a model";

/// Everything that is set about models.
///
/// # Errors
/// Where the database cannot be read.
pub fn model_settings(app: &App) -> Result<ModelSettingsDto, ApiError> {
    app.store(|store| told(app, store, &Models::load(store)?))
}

/// Begins without anything where what is set about models cannot be read, as after an older or newer program; that is
/// set aside and not lost.
///
/// # Errors
/// Where it can be read, who works now is no administrator, or nothing can be written.
pub fn model_reset(app: &App) -> Result<ModelSettingsDto, ApiError> {
    app.require_confirmation("starting anew with models")?;
    app.model.forget_client();
    app.store(|store| {
        people::require(store, Duty::Administrator, "starting anew with models")?;
        Models::reset(store, &clock::now())?;
        record(store, "model-settings-reset", json!({}))?;
        told(app, store, &Models::load(store)?)
    })
}

/// Adds an endpoint, or changes one. Its key goes into the platform's keyring, or where there is none into the
/// encrypted database. Nothing is sent.
///
/// # Errors
/// Where it cannot be used, who works now is no administrator or is to give their passphrase again first, or nothing can
/// be written.
pub fn model_endpoint_save(
    app: &App,
    endpoint: EndpointInDto,
) -> Result<ModelSettingsDto, ApiError> {
    let made = made(&endpoint)?;
    let secret = match endpoint.key.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(text) => Some(Secret::new(text).ok_or_else(|| {
            ApiError::input(
                "saving the model's key: it is no key; it has one line of printable characters without blanks",
            )
        })?),
    };
    let keyring = app.options()?.keyring;
    app.require_confirmation(SAVING)?;
    app.model.forget_client();
    app.store(|store| {
        people::require(store, Duty::Administrator, SAVING)?;
        let old = endpoint.id.clone();
        let moves = |models: &Models| {
            let saved = old.as_deref().map(|id| models.find(id)).transpose()?;
            Ok::<_, ApiError>(saved.is_some_and(|s| s.endpoint.host() != made.host()))
        };
        // a key is for the host it was given for: it is gone before another host is in its place
        let moved = moves(&Models::load(store)?)?;
        if let Some(id) = old.as_deref().filter(|_| moved) {
            store.forget_secret(&key::name(id))?;
        }
        let (id, kind) = match &old {
            Some(id) => (id.clone(), "model-endpoint-changed"),
            None => (uuid::Uuid::now_v7().to_string(), "model-endpoint-added"),
        };
        let models = Models::change_on_record(store, kind, |models| {
            if moves(models)? && !moved {
                return Err(ApiError::input(
                    "saving a model's endpoint: somebody else changed it meanwhile; look at it as it is now, and save again",
                ));
            }
            if old.is_some() {
                models.find_mut(&id)?.endpoint = made.clone();
            } else if models.endpoints.len() >= MOST {
                return Err(ApiError::input(format!(
                    "adding a model's endpoint: there are {MOST}, the most there can be; remove one first"
                )));
            } else {
                models.endpoints.push(Saved {
                    id: id.clone(),
                    endpoint: made.clone(),
                    yes: None,
                });
                models.chosen.get_or_insert_with(|| id.clone());
            }
            Ok(json!({"host": made.host(), "model": made.model, "reach": made.reach().label()}))
        })?;
        match (&secret, endpoint.key.as_deref()) {
            (Some(secret), _) => {
                key::keep(store, &id, secret, keyring)?;
            }
            (None, Some(_)) => store.forget_secret(&key::name(&id))?,
            (None, None) => {}
        }
        told(app, store, &models)
    })
}

/// Takes an endpoint out, with its key and what was consented to.
///
/// # Errors
/// Where there is none or nothing can be written.
pub fn model_endpoint_remove(app: &App, id: &str) -> Result<ModelSettingsDto, ApiError> {
    app.model.forget_client();
    app.store(|store| {
        people::require(store, Duty::Administrator, "removing a model's endpoint")?;
        Models::load(store)?.find(id)?;
        store.forget_secret(&key::name(id))?;
        let models = Models::change_on_record(store, "model-endpoint-removed", |models| {
            let host = models.find(id)?.endpoint.host();
            models.endpoints.retain(|s| s.id != id);
            if models.chosen.as_deref() == Some(id) {
                models.chosen = None;
            }
            Ok(json!({"host": host}))
        })?;
        told(app, store, &models)
    })
}

/// Sets which endpoint is asked, by whose agents, and whether marks are put in the place of what identifies.
///
/// # Errors
/// Where an agent or an endpoint does not exist, or nothing can be written.
pub fn model_choose(app: &App, choice: &ModelChoiceDto) -> Result<ModelSettingsDto, ApiError> {
    let stages = stages(&choice.stages)?;
    app.store(|store| {
        people::require(store, Duty::Administrator, "choosing a model")?;
        let (models, ()) = Models::change(store, |models| {
            if let Some(id) = &choice.chosen {
                models.find(id)?;
            }
            models.chosen.clone_from(&choice.chosen);
            models.stages = stages;
            models.deidentify = choice.deidentify;
            Ok(())
        })?;
        told(app, store, &models)
    })
}

/// Records that a person has looked at what would be sent to an endpoint and said yes.
///
/// # Errors
/// Where there is no such endpoint, who works now is no administrator or is to give their passphrase again first, or
/// nothing can be written.
pub fn model_consent(
    app: &App,
    id: &str,
    deidentified: bool,
) -> Result<ModelSettingsDto, ApiError> {
    let deidentified = deidentified || Policy::read(app.home()).deidentify;
    app.require_confirmation(CONSENTING)?;
    app.store(|store| {
        people::require(store, Duty::Administrator, CONSENTING)?;
        let models = Models::change_on_record(store, "model-consented", |models| {
            let saved = models.find_mut(id)?;
            let host = saved.endpoint.host();
            saved.yes = Some(Yes {
                host: host.clone(),
                deidentified,
            });
            // what was shown is what is sent
            if models.chosen.as_deref() == Some(id) {
                models.deidentify = deidentified;
            }
            Ok(json!({"host": host, "deidentified": deidentified}))
        })?;
        told(app, store, &models)
    })
}

/// Takes a yes back: the next call asks again.
///
/// # Errors
/// Where there is no such endpoint or nothing can be written.
pub fn model_consent_withdraw(app: &App, id: &str) -> Result<ModelSettingsDto, ApiError> {
    app.model.forget_client();
    app.store(|store| {
        let models = Models::change_on_record(store, "model-consent-withdrawn", |models| {
            let saved = models.find_mut(id)?;
            saved.yes = None;
            Ok(json!({"host": saved.endpoint.host()}))
        })?;
        told(app, store, &models)
    })
}

/// Whether a run would ask a model.
pub(crate) fn is_network_on(app: &App, store: &Store) -> bool {
    Models::load(store)
        .ok()
        .and_then(|models| {
            let saved = models.asked()?;
            let asked = saved.request(models.stages, deidentifies(app, &models));
            asked.permit(app, &saved.endpoint).ok()
        })
        .is_some()
}

/// Whether marks are put in the place of what identifies: a person or a policy says so.
pub(super) fn deidentifies(app: &App, models: &Models) -> bool {
    models.deidentify || Policy::read(app.home()).deidentify
}

fn record(store: &mut Store, kind: &str, body: Value) -> Result<(), ApiError> {
    let person = settings::person(store)?;
    store.append_event(&NewEvent {
        at: &clock::now(),
        person: &person,
        kind,
        encounter: None,
        body,
    })?;
    Ok(())
}

fn made(given: &EndpointInDto) -> Result<Endpoint, ApiError> {
    let provider = Provider::parse(&given.provider).ok_or_else(|| {
        ApiError::input(
            "saving a model's endpoint: the provider is not known; choose one of the list",
        )
    })?;
    let mut made = Endpoint::new(provider, &given.url, &given.model);
    let name = given.name.trim();
    if name.chars().count() > LONGEST || name.chars().any(char::is_control) {
        return Err(ApiError::input(format!(
            "saving a model's endpoint: its name must have at most {LONGEST} characters on one line"
        )));
    }
    if !name.is_empty() {
        made.name = name.to_owned();
    }
    let given_text = |text: &Option<String>| {
        text.as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    made.proxy = given_text(&given.proxy);
    made.authority = given_text(&given.authority).map(Into::into);
    made.limits.in_flight = (given.in_flight as usize).clamp(1, 64);
    made.limits.total_s = u64::from(given.patience_s).clamp(1, 3600);
    made.limits.answer_tokens = given.answer_tokens.clamp(64, 65_536);
    made.limits.note_chars = (given.note_chars as usize).clamp(1000, 1_000_000);
    made.prices = match (given.price_in, given.price_out) {
        (None, None) => None,
        (input, output) => Some(Prices {
            input: price(input)?,
            output: price(output)?,
        }),
    };
    made.check()?;
    Ok(made)
}

fn price(given: Option<f64>) -> Result<f64, ApiError> {
    let price = given.unwrap_or(0.0);
    if price.is_finite() && price >= 0.0 {
        Ok(price)
    } else {
        Err(ApiError::input(
            "saving a model's endpoint: a price is no number; write what a million tokens cost",
        ))
    }
}

pub(super) fn stages(given: &StagesDto) -> Result<Stages, ApiError> {
    let mut stages = Stages::default();
    let named = [
        (Stage::Extract, &given.extract),
        (Stage::Navigate, &given.navigate),
        (Stage::Validate, &given.validate),
        (Stage::Reconcile, &given.reconcile),
        (Stage::Verify, &given.verify),
    ];
    for (stage, name) in named {
        super::put_agent(&mut stages, stage.name(), name)?;
    }
    Ok(stages)
}

fn stages_told(stages: &Stages) -> StagesDto {
    let name = |by: Profile| by.name().to_owned();
    StagesDto {
        extract: name(stages.extract),
        navigate: name(stages.navigate),
        validate: name(stages.validate),
        reconcile: name(stages.reconcile),
        verify: name(stages.verify),
    }
}

fn told(app: &App, store: &Store, models: &Models) -> Result<ModelSettingsDto, ApiError> {
    let policy = Policy::read(app.home());
    let deidentify = models.deidentify || policy.deidentify;
    let forbidden = app
        .model
        .is_offline()
        .then(|| "the program runs with --offline".to_owned());
    let forbidden = forbidden
        .or_else(|| super::policy::is_offline().then(|| "CODETRAIL_OFFLINE is set".to_owned()))
        .or_else(|| policy.forbidden.map(|by| format!("{by} forbids it")));
    let mut endpoints = Vec::new();
    for saved in &models.endpoints {
        endpoints.push(endpoint_told(app, store, models, saved, deidentify)?);
    }
    Ok(ModelSettingsDto {
        endpoints,
        chosen: models.chosen.clone(),
        stages: stages_told(&models.stages),
        profile: models.stages.name().to_owned(),
        profiles: Profile::ALL
            .into_iter()
            .map(|profile| ProfileDto {
                name: profile.name().to_owned(),
                stages: stages_told(&profile.stages()),
            })
            .collect(),
        offers: Stage::ALL
            .into_iter()
            .map(|stage| StageOfferDto {
                stage: stage.name().to_owned(),
                by: stage
                    .offers()
                    .iter()
                    .map(|by| by.name().to_owned())
                    .collect(),
            })
            .collect(),
        deidentify,
        deidentify_forced: policy.deidentify,
        asks: models
            .asked()
            .filter(|_| forbidden.is_none())
            .map(|saved| saved.id.clone()),
        forbidden,
    })
}

fn endpoint_told(
    app: &App,
    store: &Store,
    models: &Models,
    saved: &Saved,
    deidentify: bool,
) -> Result<EndpointDto, ApiError> {
    let endpoint = &saved.endpoint;
    let consented = saved.is_consented(deidentify);
    // with a yes, what is left are the reasons that no yes helps against
    let mut asked = saved.request(models.stages, deidentify);
    asked.consent = vec![endpoint.host()];
    Ok(EndpointDto {
        id: saved.id.clone(),
        name: endpoint.name.clone(),
        provider: endpoint.provider.name().to_owned(),
        url: endpoint.url.clone(),
        host: endpoint.host(),
        model: endpoint.model.clone(),
        reach: reach_name(endpoint.reach()).to_owned(),
        key: match store.secret_place(&key::name(&saved.id))? {
            None => "none",
            Some(SecretPlace::Keyring) => "keyring",
            Some(SecretPlace::Database) => "database",
        }
        .to_owned(),
        in_flight: u32::try_from(endpoint.limits.in_flight).unwrap_or(u32::MAX),
        patience_s: u32::try_from(endpoint.limits.total_s).unwrap_or(u32::MAX),
        answer_tokens: endpoint.limits.answer_tokens,
        note_chars: u32::try_from(endpoint.limits.note_chars).unwrap_or(u32::MAX),
        price_in: endpoint.prices.map(|p| p.input),
        price_out: endpoint.prices.map(|p| p.output),
        proxy: endpoint.proxy.clone(),
        authority: endpoint
            .authority
            .as_ref()
            .map(|path| path.display().to_string()),
        consented,
        refused: asked.permit(app, endpoint).err().map(|e| e.message),
    })
}

pub(super) fn reach_name(reach: Reach) -> &'static str {
    match reach {
        Reach::Loopback => "loopback",
        Reach::Private => "private",
        Reach::Public => "public",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use std::sync::Arc;

    use coding_store::{OpenOptions, Passphrase};

    use super::*;
    use crate::ErrorCode;
    use crate::model::model_endpoint_test;

    fn given(url: &str) -> EndpointInDto {
        EndpointInDto {
            id: None,
            name: String::new(),
            provider: "openai".to_owned(),
            url: url.to_owned(),
            model: "m".to_owned(),
            key: None,
            in_flight: 1,
            patience_s: 1,
            answer_tokens: 100,
            note_chars: 1_000,
            price_in: None,
            price_out: None,
            proxy: None,
            authority: None,
        }
    }

    fn app(home: &std::path::Path) -> Arc<App> {
        Arc::new(App::new(home).with_options(OpenOptions {
            keyring: false,
            passphrase: Some(Passphrase::new("correct horse".to_owned())),
            ..OpenOptions::default()
        }))
    }

    #[test]
    fn where_notes_may_go_is_decided_by_who_just_proved_who_they_are() {
        let home = tempfile::tempdir().unwrap();
        let app = app(home.path());
        let saved = model_endpoint_save(&app, given("https://models.example.org")).unwrap();
        let id = saved.endpoints[0].id.clone();
        app.prove(None);
        let refused = [
            model_endpoint_save(&app, given("https://models.example.org")).map(|_| ()),
            model_consent(&app, &id, false).map(|_| ()),
            model_endpoint_test(&app, &id, true).map(|_| ()),
        ];
        for result in refused {
            assert_eq!(result.unwrap_err().code, ErrorCode::Confirm);
        }
        let now = model_settings(&app).unwrap();
        assert_eq!(
            (now.endpoints.len(), now.endpoints[0].consented),
            (1, false)
        );
        app.prove(Some(clock::instant()));
        model_consent(&app, &id, false).unwrap();
        // a yes taken back is no leave for anything, and asks nobody
        app.prove(None);
        model_consent_withdraw(&app, &id).unwrap();
    }

    #[test]
    fn what_two_programs_set_at_once_is_all_kept() {
        let home = tempfile::tempdir().unwrap();
        app(home.path()).store(|_| Ok(())).unwrap();
        std::thread::scope(|scope| {
            for program in 0..3 {
                let home = home.path();
                scope.spawn(move || {
                    let app = app(home);
                    for n in 0..5 {
                        let url = format!("https://models-{program}-{n}.example.org");
                        model_endpoint_save(&app, given(&url)).unwrap();
                    }
                });
            }
        });
        let app = app(home.path());
        assert_eq!(model_settings(&app).unwrap().endpoints.len(), 15);
        let added = app.store(|store| Ok(store.events_of(&["model-endpoint-added"])?));
        assert_eq!(added.unwrap().len(), 15);
    }
}
