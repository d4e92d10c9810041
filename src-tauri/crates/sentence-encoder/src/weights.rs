//! The numbers of an encoder, out of `model.safetensors`.

use half::{bf16, f16};
use ndarray::{Array1, Array2, Axis, Slice};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use crate::EncoderError;
use crate::config::Config;

/// What stands before an encoder's names where a task's head was saved with it.
const PREFIXES: [&str; 3] = ["", "bert.", "roberta."];

/// Weights and bias of a linear map, the weights as inputs × outputs.
#[derive(Debug, Clone)]
pub(crate) struct Linear {
    pub weight: Array2<f32>,
    pub bias: Array1<f32>,
}

/// A normalization of each token's vector.
#[derive(Debug, Clone)]
pub(crate) struct Norm {
    pub weight: Array1<f32>,
    pub bias: Array1<f32>,
}

#[derive(Debug, Clone)]
pub(crate) struct Layer {
    /// Queries, keys and values side by side.
    pub attention: Linear,
    pub attended: Linear,
    pub attended_norm: Norm,
    pub wide: Linear,
    pub narrow: Linear,
    pub norm: Norm,
}

/// All of them.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    pub words: Array2<f32>,
    pub positions: Array2<f32>,
    pub kinds: Array2<f32>,
    pub norm: Norm,
    pub layers: Vec<Layer>,
}

struct Reader<'b> {
    tensors: SafeTensors<'b>,
    prefix: &'static str,
}

impl Weights {
    pub(crate) fn read(bytes: &[u8], config: &Config) -> Result<Self, EncoderError> {
        let tensors = SafeTensors::deserialize(bytes)
            .map_err(|e| EncoderError::Weights(format!("cannot be read ({e})")))?;
        let first = "embeddings.word_embeddings.weight";
        let prefix = PREFIXES
            .into_iter()
            .find(|prefix| tensors.tensor(&format!("{prefix}{first}")).is_ok())
            .ok_or_else(|| EncoderError::Weights(format!("has no \"{first}\"")))?;
        let reader = Reader { tensors, prefix };
        let width = config.hidden_size;
        let words = reader.matrix("embeddings.word_embeddings", None, width)?;
        let positions = Some(config.max_position_embeddings);
        Ok(Self {
            words,
            positions: reader.matrix("embeddings.position_embeddings", positions, width)?,
            kinds: reader.matrix("embeddings.token_type_embeddings", None, width)?,
            norm: reader.norm("embeddings.LayerNorm", width)?,
            layers: (0..config.num_hidden_layers)
                .map(|n| reader.layer(n, config))
                .collect::<Result<_, _>>()?,
        })
    }
}

impl Reader<'_> {
    fn layer(&self, number: usize, config: &Config) -> Result<Layer, EncoderError> {
        let name = |part: &str| format!("encoder.layer.{number}.{part}");
        let (width, wide) = (config.hidden_size, config.intermediate_size);
        let parts = ["query", "key", "value"]
            .map(|part| self.linear(&name(&format!("attention.self.{part}")), width, width));
        let mut attention = Linear {
            weight: Array2::zeros((width, 3 * width)),
            bias: Array1::zeros(3 * width),
        };
        for (i, part) in parts.into_iter().enumerate() {
            let part = part?;
            let place = Slice::from(i * width..(i + 1) * width);
            let mut weight = attention.weight.slice_axis_mut(Axis(1), place);
            weight.assign(&part.weight);
            let mut bias = attention.bias.slice_axis_mut(Axis(0), place);
            bias.assign(&part.bias);
        }
        Ok(Layer {
            attention,
            attended: self.linear(&name("attention.output.dense"), width, width)?,
            attended_norm: self.norm(&name("attention.output.LayerNorm"), width)?,
            wide: self.linear(&name("intermediate.dense"), width, wide)?,
            narrow: self.linear(&name("output.dense"), wide, width)?,
            norm: self.norm(&name("output.LayerNorm"), width)?,
        })
    }

    /// A file has them as outputs × inputs.
    fn linear(&self, name: &str, inputs: usize, outputs: usize) -> Result<Linear, EncoderError> {
        let weight = self.matrix(name, Some(outputs), inputs)?;
        Ok(Linear {
            weight: weight.t().as_standard_layout().into_owned(),
            bias: self.row(&format!("{name}.bias"), outputs)?,
        })
    }

    fn norm(&self, name: &str, width: usize) -> Result<Norm, EncoderError> {
        let either = |now: &str, before: &str| {
            self.row(&format!("{name}.{now}"), width)
                .or_else(|missing| {
                    self.row(&format!("{name}.{before}"), width)
                        .map_err(|_| missing)
                })
        };
        Ok(Norm {
            weight: either("weight", "gamma")?,
            bias: either("bias", "beta")?,
        })
    }

    fn matrix(
        &self,
        name: &str,
        rows: Option<usize>,
        columns: usize,
    ) -> Result<Array2<f32>, EncoderError> {
        let name = format!("{name}.weight");
        let view = self.view(&name)?;
        match *view.shape() {
            [n, width] if width == columns && rows.is_none_or(|rows| rows == n) => {
                Array2::from_shape_vec((n, width), values(&name, &view)?)
                    .map_err(|_| unfit(&name, view.shape()))
            }
            _ => Err(unfit(&name, view.shape())),
        }
    }

    fn row(&self, name: &str, width: usize) -> Result<Array1<f32>, EncoderError> {
        let view = self.view(name)?;
        if view.shape() != [width] {
            return Err(unfit(name, view.shape()));
        }
        values(name, &view).map(Array1::from)
    }

    fn view(&self, name: &str) -> Result<TensorView<'_>, EncoderError> {
        let full = format!("{}{name}", self.prefix);
        self.tensors
            .tensor(&full)
            .map_err(|_| EncoderError::Weights(format!("has no \"{full}\"")))
    }
}

fn unfit(name: &str, shape: &[usize]) -> EncoderError {
    EncoderError::Weights(format!(
        "has \"{name}\" of the shape {shape:?}, which does not fit config.json"
    ))
}

fn values(name: &str, view: &TensorView<'_>) -> Result<Vec<f32>, EncoderError> {
    let bytes = view.data();
    let values: Vec<f32> = match view.dtype() {
        Dtype::F32 => bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|b| f32::from_le_bytes(*b))
            .collect(),
        Dtype::F16 => bytes
            .as_chunks::<2>()
            .0
            .iter()
            .map(|b| f16::from_le_bytes(*b).to_f32())
            .collect(),
        Dtype::BF16 => bytes
            .as_chunks::<2>()
            .0
            .iter()
            .map(|b| bf16::from_le_bytes(*b).to_f32())
            .collect(),
        other => {
            return Err(EncoderError::Weights(format!(
                "has \"{name}\" in {other:?}; F32, F16 and BF16 are read"
            )));
        }
    };
    if values.iter().all(|v| v.is_finite()) {
        Ok(values)
    } else {
        Err(EncoderError::Weights(format!(
            "has values in \"{name}\" that are no numbers"
        )))
    }
}
