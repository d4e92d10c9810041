//! The forward pass of an encoder (J. Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language
//! Understanding", 2019), over several sentences at once: their tokens lie one below the other, so that no padding is
//! computed; only attention keeps to its sentence.

use std::ops::Range;

use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};

use crate::config::{Activation, Config};
use crate::weights::{Layer, Linear, Norm, Weights};

/// A token's row of words, its place in the sentence, and the kind of its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub word: usize,
    pub position: usize,
    pub kind: usize,
}

/// The vectors of all tokens, a row each. `sentences` are ranges of tokens. A token that the weights have no row for
/// gets none of that part.
pub(crate) fn forward(
    weights: &Weights,
    config: &Config,
    activation: Activation,
    tokens: &[Token],
    sentences: &[Range<usize>],
) -> Array2<f32> {
    let mut state = Array2::zeros((tokens.len(), config.hidden_size));
    for (token, mut row) in tokens.iter().zip(state.outer_iter_mut()) {
        let parts = [
            (&weights.words, token.word),
            (&weights.positions, token.position),
            (&weights.kinds, token.kind),
        ];
        for (table, at) in parts {
            if at < table.nrows() {
                row += &table.row(at);
            }
        }
    }
    normalize(&mut state, &weights.norm, config.layer_norm_eps);
    for layer in &weights.layers {
        state = through(layer, config, activation, &state, sentences);
    }
    state
}

fn through(
    layer: &Layer,
    config: &Config,
    activation: Activation,
    state: &Array2<f32>,
    sentences: &[Range<usize>],
) -> Array2<f32> {
    let width = config.hidden_size;
    let attention = linear(&layer.attention, state);
    let mut attended = Array2::zeros((state.nrows(), width));
    let size = width / config.num_attention_heads;
    for sentence in sentences {
        let rows = attention.slice_axis(Axis(0), Slice::from(sentence.clone()));
        let mut into = attended.slice_axis_mut(Axis(0), Slice::from(sentence.clone()));
        for head in 0..config.num_attention_heads {
            let of = |part: usize| {
                let start = part * width + head * size;
                rows.slice_axis(Axis(1), Slice::from(start..start + size))
            };
            let into = into.slice_axis_mut(Axis(1), Slice::from(head * size..(head + 1) * size));
            attend(of(0), of(1), of(2), into);
        }
    }
    let mut state = linear(&layer.attended, &attended) + state;
    normalize(&mut state, &layer.attended_norm, config.layer_norm_eps);
    let mut wide = linear(&layer.wide, &state);
    wide.mapv_inplace(|v| activate(activation, v));
    let mut state = linear(&layer.narrow, &wide) + state;
    normalize(&mut state, &layer.norm, config.layer_norm_eps);
    state
}

fn linear(map: &Linear, state: &Array2<f32>) -> Array2<f32> {
    state.dot(&map.weight) + &map.bias
}

/// One head's attention within one sentence.
#[allow(clippy::cast_precision_loss, reason = "the width of a head")]
fn attend(
    queries: ArrayView2<'_, f32>,
    keys: ArrayView2<'_, f32>,
    values: ArrayView2<'_, f32>,
    mut into: ArrayViewMut2<'_, f32>,
) {
    let mut scores = queries.dot(&keys.t());
    let scale = 1.0 / (queries.ncols() as f32).sqrt();
    for mut row in scores.outer_iter_mut() {
        let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        row.mapv_inplace(|v| ((v - largest) * scale).exp());
        let sum = row.sum();
        row /= sum;
    }
    into.assign(&scores.dot(&values));
}

fn normalize(state: &mut Array2<f32>, norm: &Norm, epsilon: f32) {
    for mut row in state.axis_iter_mut(Axis(0)) {
        let mean = row.mean().unwrap_or_default();
        row -= mean;
        let variance = row.iter().map(|v| v * v).sum::<f32>() / width_of(row.len());
        row /= (variance + epsilon).sqrt();
        row *= &norm.weight;
        row += &norm.bias;
    }
}

#[allow(clippy::cast_precision_loss, reason = "the width of a vector")]
fn width_of(values: usize) -> f32 {
    values as f32
}

fn activate(activation: Activation, v: f32) -> f32 {
    match activation {
        Activation::Gelu => 0.5 * v * (1.0 + libm::erff(v * std::f32::consts::FRAC_1_SQRT_2)),
        Activation::GeluTanh => {
            let inner = (2.0 / std::f32::consts::PI).sqrt() * (v + 0.044_715 * v * v * v);
            0.5 * v * (1.0 + inner.tanh())
        }
        Activation::Relu => v.max(0.0),
    }
}
