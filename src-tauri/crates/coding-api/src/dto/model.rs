//! Models, as the window shows and sets them. A key goes in and never comes out.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SpanDto;

/// Everything that is set about models.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ModelSettingsDto {
    /// Endpoints that a person added.
    pub endpoints: Vec<EndpointDto>,
    /// The endpoint that is asked; null where none is.
    pub chosen: Option<String>,
    /// Whose agent stands at each stage.
    pub stages: StagesDto,
    /// Name of the profile with these agents, else "mixed".
    pub profile: String,
    /// The profiles.
    pub profiles: Vec<ProfileDto>,
    /// The stages with the agents that there are for each.
    pub offers: Vec<StageOfferDto>,
    /// Whether marks are put in the place of names, dates, numbers and addresses.
    pub deidentify: bool,
    /// Whether a policy says so, whatever a person sets.
    pub deidentify_forced: bool,
    /// Why no model may be asked at all (offline, a policy); null where one may.
    pub forbidden: Option<String>,
    /// The endpoint that a run would ask; null where it would ask none.
    pub asks: Option<String>,
}

/// An agent for every stage, by name of the system it is of ("local", "code-like-humans", "medcoder", "verify",
/// "hybrid").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StagesDto {
    /// Mentions of conditions.
    pub extract: String,
    /// Entries of the book.
    pub navigate: String,
    /// Complete codes.
    pub validate: String,
    /// One set of codes.
    pub reconcile: String,
    /// The set once more, on descriptions.
    pub verify: String,
}

/// A profile.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProfileDto {
    /// Name.
    pub name: String,
    /// Its agents.
    pub stages: StagesDto,
}

/// The agents that there are for a stage.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StageOfferDto {
    /// Stage.
    pub stage: String,
    /// Systems that have an agent for it, the local one first.
    pub by: Vec<String>,
}

/// An endpoint.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EndpointDto {
    /// Identifier.
    pub id: String,
    /// A person's name for it.
    pub name: String,
    /// "openai", "azure", "anthropic", "ollama".
    pub provider: String,
    /// Address.
    pub url: String,
    /// Host and port.
    pub host: String,
    /// Model.
    pub model: String,
    /// "loopback", "private", "public".
    pub reach: String,
    /// "none", "keyring", "database".
    pub key: String,
    /// Questions in the air at once.
    pub in_flight: u32,
    /// Seconds for an attempt at a question.
    pub patience_s: u32,
    /// The most tokens of an answer.
    pub answer_tokens: u32,
    /// The most characters of a note in one question.
    pub note_chars: u32,
    /// Price of a million tokens asked.
    pub price_in: Option<f64>,
    /// Price of a million tokens answered.
    pub price_out: Option<f64>,
    /// Proxy to go through.
    pub proxy: Option<String>,
    /// File of certificates to trust besides the platform's.
    pub authority: Option<String>,
    /// Whether notes may be sent there: it is near, or a person said yes to what is set now.
    pub consented: bool,
    /// Why it may not be called whatever a person says; null where it may.
    pub refused: Option<String>,
}

/// An endpoint as a person adds or changes it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EndpointInDto {
    /// The one to change; null for a new one.
    pub id: Option<String>,
    /// A person's name for it; the model's where it is empty.
    pub name: String,
    /// "openai", "azure", "anthropic", "ollama".
    pub provider: String,
    /// Address.
    pub url: String,
    /// Model.
    pub model: String,
    /// Its key; null for the one that is kept, empty for none.
    pub key: Option<String>,
    /// Questions in the air at once.
    pub in_flight: u32,
    /// Seconds for an attempt at a question.
    pub patience_s: u32,
    /// The most tokens of an answer.
    pub answer_tokens: u32,
    /// The most characters of a note in one question.
    pub note_chars: u32,
    /// Price of a million tokens asked.
    pub price_in: Option<f64>,
    /// Price of a million tokens answered.
    pub price_out: Option<f64>,
    /// Proxy to go through.
    pub proxy: Option<String>,
    /// File of certificates to trust besides the platform's.
    pub authority: Option<String>,
}

/// What a person sets about runs.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ModelChoiceDto {
    /// The endpoint to ask; null for none.
    pub chosen: Option<String>,
    /// Agents.
    pub stages: StagesDto,
    /// Whether marks are put in the place of what identifies.
    pub deidentify: bool,
}

/// What would be sent.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ModelPreviewDto {
    /// Endpoint.
    pub endpoint: String,
    /// Host it goes to.
    pub host: String,
    /// Address it goes to.
    pub url: String,
    /// "loopback", "private", "public".
    pub reach: String,
    /// Whether marks stand in the place of what identifies.
    pub deidentified: bool,
    /// How many marks there are.
    pub marks: u32,
    /// The questions; the first is exactly what is sent first, later ones depend on the answers.
    pub questions: Vec<QuestionDto>,
}

/// One question as it would go over the wire.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct QuestionDto {
    /// Prompt and version.
    pub prompt: String,
    /// Size of the body in bytes, as sent.
    pub bytes: u32,
    /// The body.
    pub body: String,
}

/// What a test of an endpoint found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ModelTestedDto {
    /// Whether an answer came.
    pub answered: bool,
    /// Whether it was of the asked form.
    pub formed: bool,
    /// Milliseconds.
    pub ms: f64,
    /// Tokens asked and answered, as the server counts.
    pub tokens: u32,
    /// One line: what was found, and what to do where it is not good.
    pub message: String,
}

/// How far a run with a model is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ModelProgressDto {
    /// The stage that is being worked on.
    pub stage: String,
    /// Mentions found so far.
    pub mentions: u32,
    /// Entries of the book found so far.
    pub entries: u32,
    /// Candidates so far.
    pub candidates: u32,
    /// Questions that will be asked, as far as is known.
    pub questions: u32,
    /// Questions that were answered, from the cache included.
    pub answered: u32,
    /// Of these from the cache.
    pub cached: u32,
    /// Questions that failed.
    pub failed: u32,
    /// Questions in the air.
    pub in_the_air: u32,
    /// Tokens asked.
    pub tokens_in: u32,
    /// Tokens answered.
    pub tokens_out: u32,
    /// Cost by the endpoint's prices; null where they are not known.
    pub cost: Option<f64>,
    /// Milliseconds since it began.
    pub ms: f64,
}

/// What a person says that the note says of some of its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReadingDto {
    /// Document.
    pub document: String,
    /// Where the words stand.
    pub span: SpanDto,
    /// "present", "absent", "possible", "past", "family", "planned", or "none" for no condition.
    pub says: String,
}
