//! An encoder of random numbers against the same computation written out slowly.
#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a test fails by panicking"
)]

use retrieval::dense::Embed;
use sentence_encoder::{EncoderError, Files, SentenceEncoder};
use serde_json::{Value, json};
use test_releases::encoder::{HEADS, LAYERS, TinyEncoder, WIDE, WIDTH, vocabulary};

struct Made {
    config: Value,
    tokenizer: Value,
    weights: Vec<u8>,
    modules: Option<&'static str>,
    pooling: Option<&'static str>,
}

impl Made {
    fn new() -> Self {
        Self {
            config: TinyEncoder::config(),
            tokenizer: TinyEncoder::tokenizer(),
            weights: TinyEncoder::new(5).weights(),
            modules: None,
            pooling: None,
        }
    }

    fn read(&self) -> Result<SentenceEncoder, EncoderError> {
        SentenceEncoder::read(&Files {
            config: self.config.to_string().as_bytes(),
            tokenizer: self.tokenizer.to_string().as_bytes(),
            weights: &self.weights,
            modules: self.modules.map(str::as_bytes),
            pooling: self.pooling.map(str::as_bytes),
        })
    }

    fn refused(&self) -> String {
        self.read().unwrap_err().to_string()
    }
}

type Rows = Vec<Vec<f64>>;

/// The tokens' vectors of a text of plain words, number by number.
fn slowly(tiny: &TinyEncoder, text: &str) -> Rows {
    let vocabulary = vocabulary();
    let mut ids = vec![2];
    for word in text.split(' ') {
        for (i, letter) in word.chars().enumerate() {
            let piece = if i == 0 {
                letter.to_string()
            } else {
                format!("##{letter}")
            };
            ids.push(vocabulary.iter().position(|v| *v == piece).unwrap());
        }
    }
    ids.push(3);
    let get = |name: &str, at: usize| f64::from(tiny.tensor(name)[at]);
    let linear = |rows: &Rows, name: &str, outputs: usize| -> Rows {
        let weight =
            |o: usize, i: usize, inputs: usize| get(&format!("{name}.weight"), o * inputs + i);
        rows.iter()
            .map(|row| {
                let out = |o: usize| {
                    let sum: f64 = (0..row.len())
                        .map(|i| row[i] * weight(o, i, row.len()))
                        .sum();
                    sum + get(&format!("{name}.bias"), o)
                };
                (0..outputs).map(out).collect()
            })
            .collect()
    };
    let norm = |rows: Rows, name: &str| -> Rows {
        rows.into_iter()
            .map(|row| {
                let mean = row.iter().sum::<f64>() / WIDTH as f64;
                let variance = row.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / WIDTH as f64;
                let one = |(i, v): (usize, &f64)| {
                    (v - mean) / (variance + 1e-12).sqrt() * get(&format!("{name}.weight"), i)
                        + get(&format!("{name}.bias"), i)
                };
                row.iter().enumerate().map(one).collect()
            })
            .collect()
    };
    let add = |a: &Rows, b: &Rows| -> Rows {
        a.iter()
            .zip(b)
            .map(|(a, b)| a.iter().zip(b).map(|(a, b)| a + b).collect())
            .collect()
    };
    let mut state: Rows = ids
        .iter()
        .enumerate()
        .map(|(place, id)| {
            let of = |i: usize| {
                get("embeddings.word_embeddings.weight", id * WIDTH + i)
                    + get("embeddings.position_embeddings.weight", place * WIDTH + i)
                    + get("embeddings.token_type_embeddings.weight", i)
            };
            (0..WIDTH).map(of).collect()
        })
        .collect();
    state = norm(state, "embeddings.LayerNorm");
    for layer in 0..LAYERS {
        let name = |part: &str| format!("encoder.layer.{layer}.{part}");
        let [q, k, v] = ["query", "key", "value"]
            .map(|part| linear(&state, &name(&format!("attention.self.{part}")), WIDTH));
        let size = WIDTH / HEADS;
        let mut attended = vec![vec![0.0; WIDTH]; state.len()];
        for head in 0..HEADS {
            let own = head * size..(head + 1) * size;
            for (to, row) in attended.iter_mut().enumerate() {
                let score = |from: &Vec<f64>| {
                    let product: f64 = own.clone().map(|i| q[to][i] * from[i]).sum();
                    (product / (size as f64).sqrt()).exp()
                };
                let scores: Vec<f64> = k.iter().map(score).collect();
                let sum: f64 = scores.iter().sum();
                for i in own.clone() {
                    row[i] = scores.iter().zip(&v).map(|(s, v)| s / sum * v[i]).sum();
                }
            }
        }
        state = add(
            &linear(&attended, &name("attention.output.dense"), WIDTH),
            &state,
        );
        state = norm(state, &name("attention.output.LayerNorm"));
        let mut wide = linear(&state, &name("intermediate.dense"), WIDE);
        wide.iter_mut()
            .flatten()
            .for_each(|v| *v *= 0.5 * (1.0 + erf(*v / 2.0_f64.sqrt())));
        state = add(&linear(&wide, &name("output.dense"), WIDTH), &state);
        state = norm(state, &name("output.LayerNorm"));
    }
    state
}

/// The error function by its series.
fn erf(x: f64) -> f64 {
    let (mut term, mut sum) = (x, x);
    for n in 1..200 {
        let n = f64::from(n);
        term *= -x * x / n;
        sum += term / (2.0 * n + 1.0);
    }
    sum * 2.0 / std::f64::consts::PI.sqrt()
}

fn is_near(vector: &[f32], expected: &[f64]) {
    let length = expected.iter().map(|v| v * v).sum::<f64>().sqrt();
    assert_eq!(vector.len(), expected.len());
    for (a, b) in vector.iter().zip(expected) {
        assert!(
            (f64::from(*a) - b / length).abs() < 1e-4,
            "{a} {}",
            b / length
        );
    }
}

const TEXTS: [&str; 3] = ["acute kidney failure", "ague", "fracture of the left femur"];

#[test]
fn the_mean_over_the_tokens_is_what_the_slow_way_computes() {
    let encoder = Made::new().read().unwrap();
    let tiny = TinyEncoder::new(5);
    for text in TEXTS {
        let rows = slowly(&tiny, text);
        let mean: Vec<f64> = (0..WIDTH)
            .map(|i| rows.iter().map(|row| row[i]).sum::<f64>() / rows.len() as f64)
            .collect();
        is_near(&encoder.embed(text), &mean);
    }
}

#[test]
fn pooling_by_the_first_token_takes_the_first_row() {
    let mut made = Made::new();
    made.pooling = Some(r#"{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}"#);
    made.modules = Some(
        r#"[{"type": "sentence_transformers.models.Transformer"}, {"type": "sentence_transformers.models.Pooling"}]"#,
    );
    let encoder = made.read().unwrap();
    is_near(
        &encoder.embed(TEXTS[0]),
        &slowly(&TinyEncoder::new(5), TEXTS[0])[0],
    );
}

#[test]
fn several_texts_at_once_are_as_each_alone() {
    let encoder = Made::new().read().unwrap();
    let long = "words ".repeat(400);
    let texts = [TEXTS[0], "", TEXTS[1], &long, "¿\u{1F600}?", TEXTS[2]];
    let together = encoder.embed_all(&texts);
    assert_eq!(together.len(), texts.len());
    for (text, vector) in texts.iter().zip(&together) {
        let alone = encoder.embed(text);
        assert_eq!(alone.len(), WIDTH);
        let length: f32 = alone.iter().map(|v| v * v).sum();
        assert!((length - 1.0).abs() < 1e-4);
        for (a, b) in alone.iter().zip(vector) {
            assert!((a - b).abs() < 1e-5, "{text:.20}");
        }
    }
    assert_eq!(encoder.embed("KIDNEY"), encoder.embed("kidney"));
    assert_ne!(encoder.embed("kidney"), encoder.embed("liver"));
}

#[test]
fn what_is_no_encoder_that_is_read_is_refused_in_a_clause() {
    let mut made = Made::new();
    made.config["model_type"] = json!("mpnet");
    assert!(
        made.refused().contains("of the type \"mpnet\""),
        "{}",
        made.refused()
    );
    let mut made = Made::new();
    made.config["num_attention_heads"] = json!(3);
    assert!(made.refused().contains("sizes that do not fit"));
    let mut made = Made::new();
    made.config["intermediate_size"] = json!(WIDE + 1);
    assert!(made.refused().contains("intermediate.dense.weight"));
    let mut made = Made::new();
    made.config["num_hidden_layers"] = json!(LAYERS + 1);
    assert!(made.refused().contains("has no \"encoder.layer.2."));
    let mut made = Made::new();
    made.modules = Some(r#"[{"type": "sentence_transformers.models.Dense"}]"#);
    assert!(made.refused().contains("\"Dense\""));
    let mut made = Made::new();
    made.tokenizer = json!({"model": 1});
    assert!(made.refused().starts_with("tokenizer.json cannot be used"));
    let mut made = Made::new();
    made.weights.truncate(100);
    assert!(
        made.refused()
            .starts_with("model.safetensors cannot be read")
    );
    let mut made = Made::new();
    let last = made.weights.len() - 4;
    made.weights[last..].copy_from_slice(&f32::NAN.to_le_bytes());
    assert!(made.refused().contains("that are no numbers"));
}
