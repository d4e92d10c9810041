//! How the vectors of a sentence's tokens become one.

use ndarray::ArrayView2;
use serde::Deserialize;

use crate::EncoderError;

/// Which of the tokens' vectors make the sentence's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Pooling {
    /// Their mean.
    #[default]
    Mean,
    /// The first token's.
    First,
}

#[derive(Deserialize)]
struct Modes {
    #[serde(default)]
    pooling_mode_cls_token: bool,
    #[serde(default)]
    pooling_mode_mean_tokens: bool,
    /// Every other way ("pooling_mode_max_tokens"), which would be joined to the two.
    #[serde(flatten)]
    others: std::collections::BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Module {
    #[serde(rename = "type")]
    kind: String,
}

impl Pooling {
    /// Reads `1_Pooling/config.json`.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, EncoderError> {
        let modes: Modes = serde_json::from_slice(bytes)
            .map_err(|e| EncoderError::Modules(format!("have a pooling that is {e}")))?;
        let joined = modes
            .others
            .iter()
            .any(|(name, on)| name.starts_with("pooling_mode_") && on.as_bool() == Some(true));
        match (modes.pooling_mode_mean_tokens, modes.pooling_mode_cls_token) {
            (true, false) if !joined => Ok(Self::Mean),
            (false, true) if !joined => Ok(Self::First),
            _ => Err(EncoderError::Modules(
                "pool in another way than by the mean or by the first token".to_owned(),
            )),
        }
    }

    /// The sentence's vector, of length 1 where it is not zero.
    pub(crate) fn pool(self, tokens: ArrayView2<'_, f32>) -> Vec<f32> {
        let pooled = match self {
            Self::Mean => tokens.mean_axis(ndarray::Axis(0)),
            Self::First => tokens.outer_iter().next().map(|row| row.to_owned()),
        };
        let mut vector = pooled.map_or_else(Vec::new, |row| row.to_vec());
        let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
        if length > 0.0 {
            vector.iter_mut().for_each(|v| *v /= length);
        }
        vector
    }
}

/// Reads `modules.json`: beside the encoder only pooling and bringing to length 1 are known.
pub(crate) fn check_modules(bytes: &[u8]) -> Result<(), EncoderError> {
    let modules: Vec<Module> = serde_json::from_slice(bytes)
        .map_err(|e| EncoderError::Modules(format!("have a list that is {e}")))?;
    let name = |kind: &str| kind.rsplit('.').next().unwrap_or_default().to_owned();
    match modules
        .iter()
        .map(|m| name(&m.kind))
        .find(|name| !matches!(name.as_str(), "Transformer" | "Pooling" | "Normalize"))
    {
        None => Ok(()),
        Some(other) => Err(EncoderError::Modules(format!(
            "have a layer \"{other}\"; Transformer, Pooling and Normalize are read"
        ))),
    }
}
