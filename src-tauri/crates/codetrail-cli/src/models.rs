//! What can be asked of a language model on the command line.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use coding_api::App;
use coding_api::model::{Asked, KeyFrom, Profile, Profiled, Provider, put_agent};

use crate::failure::Failure;
use crate::progress;
use crate::secret;

/// Which agents code, and the model they ask. Without --profile, or with "local", nothing is sent anywhere.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "With a language model")]
pub struct Models {
    /// local, code-like-humans, medcoder, verify or hybrid [default: local]
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<String>,
    /// Another system's agent at one stage (extract, navigate, validate, reconcile, verify), such as
    /// extract=code-like-humans; as often as there are stages
    #[arg(long, value_name = "STAGE=SYSTEM")]
    pub stage: Vec<String>,
    /// Address of the model's server, such as http://127.0.0.1:8080
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
    /// Name of the model there
    #[arg(long, value_name = "NAME")]
    pub model: Option<String>,
    /// openai (llama.cpp, vLLM, LM Studio and others too), azure, anthropic or ollama [default: openai]
    #[arg(long, value_name = "KIND")]
    pub provider: Option<String>,
    /// Environment variable that holds the key
    #[arg(long, value_name = "VARIABLE", conflicts_with = "key_file")]
    pub key_env: Option<String>,
    /// File that holds the key
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// Yes to sending notes to this host, which is outside this machine and its network
    #[arg(long, value_name = "HOST")]
    pub consent: Vec<String>,
    /// Shows what would be sent, and sends nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Sends nothing, whatever else is asked
    #[arg(long)]
    pub offline: bool,
    /// Puts marks in the place of names, dates, numbers and addresses before anything is sent
    #[arg(long)]
    pub deidentify: bool,
    /// Keeps the model's answers in the encrypted database until the work is done, so that work that broke off
    /// goes on where it was when it is asked for again
    #[arg(long)]
    pub keep_answers: bool,
    /// Proxy to go through
    #[arg(long, value_name = "URL")]
    pub proxy: Option<String>,
    /// Certificates (PEM) of an authority to trust besides the platform's
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// Questions in the air at once [default: 4]
    #[arg(long, value_name = "N")]
    pub in_flight: Option<usize>,
    /// Seconds until an attempt at a question is given up [default: 600]
    #[arg(long, value_name = "S")]
    pub patience: Option<u64>,
    /// Tells on standard error how far it is, also where that is no terminal
    #[arg(long)]
    pub progress: bool,
    /// The most tokens of an answer [default: 4096]
    #[arg(long, value_name = "N")]
    pub answer_tokens: Option<u32>,
    /// The most characters of a note in one question [default: 60000]
    #[arg(long, value_name = "N")]
    pub note_chars: Option<usize>,
    /// Prices of a million tokens asked and answered, to count costs: 0.5,1.5
    #[arg(long, value_name = "IN,OUT", value_parser = prices)]
    pub prices: Option<(f64, f64)>,
}

fn prices(text: &str) -> Result<(f64, f64), String> {
    let price = |text: &str| text.trim().parse::<f64>().ok().filter(|p| *p >= 0.0);
    text.split_once(',')
        .and_then(|(input, output)| Some((price(input)?, price(output)?)))
        .ok_or_else(|| "write two numbers with a comma between them".to_owned())
}

impl Models {
    /// What is asked for; none for the local engine.
    pub fn asked(&self) -> Result<Option<Asked>, Failure> {
        let profile = match self.profile.as_deref() {
            None => Profile::Local,
            Some(name) => Profile::parse(name).ok_or_else(|| {
                let known: Vec<&str> = Profile::ALL.iter().map(|p| p.name()).collect();
                Failure::Input(format!(
                    "there is no profile {name:?}; it is one of {}",
                    known.join(", ")
                ))
            })?,
        };
        let mut stages = profile.stages();
        for pair in &self.stage {
            let Some((stage, by)) = pair.split_once('=') else {
                return Err(Failure::Input(format!(
                    "--stage {pair:?} names no agent; write it as extract=code-like-humans"
                )));
            };
            put_agent(&mut stages, stage.trim(), by.trim())?;
        }
        if !stages.asks() {
            let idle = self.endpoint.is_some() || self.model.is_some() || self.dry_run;
            return if idle {
                Err(Failure::Input(
                    "a model is named, and no stage asks one; name a profile with --profile, or an agent with --stage".to_owned(),
                ))
            } else {
                Ok(None)
            };
        }
        let provider = match self.provider.as_deref() {
            None => Provider::default(),
            Some(name) => Provider::parse(name).ok_or_else(|| {
                let known: Vec<&str> = Provider::ALL.iter().map(|p| p.name()).collect();
                Failure::Input(format!(
                    "there is no provider {name:?}; it is one of {}",
                    known.join(", ")
                ))
            })?,
        };
        let missing = |what: &str| {
            Failure::Input(format!(
                "the profile {} asks a model: name {what}",
                stages.name()
            ))
        };
        Ok(Some(Asked {
            stages,
            provider,
            url: self
                .endpoint
                .clone()
                .ok_or_else(|| missing("its server with --endpoint URL"))?,
            model: self
                .model
                .clone()
                .ok_or_else(|| missing("it with --model NAME"))?,
            key: match (&self.key_env, &self.key_file) {
                (Some(name), _) => KeyFrom::Environment(name.clone()),
                (None, Some(path)) => KeyFrom::File(path.clone()),
                (None, None) => KeyFrom::None,
            },
            consent: self.consent.clone(),
            offline: self.offline,
            deidentify: self.deidentify,
            keep: self.keep_answers,
            proxy: self.proxy.clone(),
            authority: self.ca.clone(),
            in_flight: self.in_flight,
            patience_s: self.patience,
            answer_tokens: self.answer_tokens,
            note_chars: self.note_chars,
            prices: self.prices,
        }))
    }

    /// The program in a home: where a model is asked, which is put on record, with the person signed in whom the
    /// environment names; else without the database.
    pub fn app(&self, home: &Path) -> Result<Arc<App>, Failure> {
        let asks = !self.dry_run && self.asked()?.is_some();
        Ok(Arc::new(if asks {
            secret::app(home)?
        } else {
            App::new(home)
        }))
    }

    /// The work is complete: what would have let it go on is not needed any more.
    pub fn done(&self, app: &App) -> Result<(), Failure> {
        if self.keep_answers && self.asked()?.is_some() {
            coding_api::model::forget(app)?;
        }
        Ok(())
    }

    /// The model's agents, ready; none for the local engine.
    pub fn open(&self, app: &Arc<App>) -> Result<Option<Arc<Profiled>>, Failure> {
        let Some(asked) = self.asked()? else {
            return Ok(None);
        };
        let profiled = Profiled::open(app, &asked)?;
        Ok(Some(Arc::new(match progress::watch(self.progress) {
            Some(watch) => profiled.telling(watch),
            None => profiled,
        })))
    }
}
