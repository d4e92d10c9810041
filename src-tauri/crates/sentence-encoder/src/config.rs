//! What the encoder is, by its `config.json`.

use serde::Deserialize;

use crate::EncoderError;

/// Largest sizes that are read; a sentence encoder for the processor has far smaller ones.
const WIDEST: usize = 8192;
const DEEPEST: usize = 96;

/// The shape of an encoder.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Config {
    #[serde(default)]
    model_type: String,
    pub hidden_size: usize,
    pub num_hidden_layers: usize,
    pub num_attention_heads: usize,
    pub intermediate_size: usize,
    #[serde(default = "gelu")]
    hidden_act: String,
    pub max_position_embeddings: usize,
    #[serde(default = "tiny")]
    pub layer_norm_eps: f32,
    #[serde(default)]
    pad_token_id: usize,
    #[serde(default = "absolute")]
    position_embedding_type: String,
}

fn gelu() -> String {
    "gelu".to_owned()
}

fn tiny() -> f32 {
    1e-12
}

fn absolute() -> String {
    "absolute".to_owned()
}

/// The function between the two halves of a layer's feed-forward part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activation {
    /// By the error function.
    Gelu,
    /// By the hyperbolic tangent.
    GeluTanh,
    Relu,
}

impl Config {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, EncoderError> {
        let config: Self =
            serde_json::from_slice(bytes).map_err(|e| EncoderError::Config(format!("is {e}")))?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), EncoderError> {
        let refuse = |found: String| Err(EncoderError::Config(found));
        if !matches!(
            self.model_type.as_str(),
            "bert" | "roberta" | "xlm-roberta" | "camembert"
        ) {
            return refuse(format!(
                "says that it is of the type \"{}\"; bert, roberta, xlm-roberta and camembert are read",
                self.model_type
            ));
        }
        if self.position_embedding_type != "absolute" {
            return refuse(format!(
                "has positions of the kind \"{}\"; absolute ones are read",
                self.position_embedding_type
            ));
        }
        let sizes = [
            self.hidden_size,
            self.num_attention_heads,
            self.intermediate_size,
            self.max_position_embeddings,
        ];
        let fits = sizes.iter().all(|n| (1..=4 * WIDEST).contains(n))
            && self.hidden_size <= WIDEST
            && (1..=DEEPEST).contains(&self.num_hidden_layers)
            && self.pad_token_id < self.max_position_embeddings
            && self.hidden_size.is_multiple_of(self.num_attention_heads)
            && self.first_position() + 2 < self.max_position_embeddings;
        if !fits {
            return refuse("has sizes that do not fit each other".to_owned());
        }
        self.activation().map(|_| ())
    }

    pub(crate) fn activation(&self) -> Result<Activation, EncoderError> {
        match self.hidden_act.as_str() {
            "gelu" => Ok(Activation::Gelu),
            "gelu_new" | "gelu_pytorch_tanh" | "gelu_fast" => Ok(Activation::GeluTanh),
            "relu" => Ok(Activation::Relu),
            other => Err(EncoderError::Config(format!(
                "has the activation \"{other}\"; gelu, gelu_new and relu are read"
            ))),
        }
    }

    /// The position of a sentence's first token: RoBERTa counts from behind its padding token.
    pub(crate) fn first_position(&self) -> usize {
        if self.model_type == "bert" {
            0
        } else {
            self.pad_token_id + 1
        }
    }
}
