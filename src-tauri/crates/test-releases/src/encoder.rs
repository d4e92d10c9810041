//! A sentence encoder of a few thousand random numbers, in the files of a Hugging Face folder.
#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

/// Values of a vector.
pub const WIDTH: usize = 16;
/// Values between the two halves of a feed-forward part.
pub const WIDE: usize = 32;
/// Layers.
pub const LAYERS: usize = 2;
/// Heads of a layer's attention.
pub const HEADS: usize = 2;
/// Places of tokens.
pub const PLACES: usize = 40;

/// The encoder's tensors: name, shape, values.
#[derive(Debug, Clone)]
pub struct TinyEncoder(pub Vec<(String, Vec<usize>, Vec<f32>)>);

impl TinyEncoder {
    /// The encoder of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut state = seed;
        let mut draw = move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            #[allow(clippy::cast_precision_loss, reason = "24 bits fit")]
            let unit = (state >> 40) as f32 / (1_u32 << 24) as f32;
            unit - 0.5
        };
        let mut tensors = Vec::new();
        let mut push = |name: String, shape: &[usize], around: f32| {
            let values = (0..shape.iter().product())
                .map(|_| around + draw())
                .collect();
            tensors.push((name, shape.to_vec(), values));
        };
        let linear = |push: &mut dyn FnMut(String, &[usize], f32), name: &str, of: [usize; 2]| {
            push(format!("{name}.weight"), &of, 0.0);
            push(format!("{name}.bias"), &of[..1], 0.0);
        };
        let norm = |push: &mut dyn FnMut(String, &[usize], f32), name: &str| {
            push(format!("{name}.weight"), &[WIDTH], 1.0);
            push(format!("{name}.bias"), &[WIDTH], 0.0);
        };
        for (name, rows) in [
            ("word", vocabulary().len()),
            ("position", PLACES),
            ("token_type", 2),
        ] {
            push(
                format!("embeddings.{name}_embeddings.weight"),
                &[rows, WIDTH],
                0.0,
            );
        }
        norm(&mut push, "embeddings.LayerNorm");
        for layer in 0..LAYERS {
            let of = |part: &str| format!("encoder.layer.{layer}.{part}");
            for part in [
                "attention.self.query",
                "attention.self.key",
                "attention.self.value",
                "attention.output.dense",
            ] {
                linear(&mut push, &of(part), [WIDTH, WIDTH]);
            }
            norm(&mut push, &of("attention.output.LayerNorm"));
            linear(&mut push, &of("intermediate.dense"), [WIDE, WIDTH]);
            linear(&mut push, &of("output.dense"), [WIDTH, WIDE]);
            norm(&mut push, &of("output.LayerNorm"));
        }
        Self(tensors)
    }

    /// The values of a tensor.
    ///
    /// # Panics
    /// Where there is none of that name.
    #[must_use]
    pub fn tensor(&self, name: &str) -> &[f32] {
        let found = self.0.iter().find(|(own, ..)| own == name);
        &found.unwrap_or_else(|| panic!("no tensor {name}")).2
    }

    /// `config.json`.
    #[must_use]
    pub fn config() -> Value {
        json!({
            "model_type": "bert", "hidden_size": WIDTH, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS,
            "intermediate_size": WIDE, "hidden_act": "gelu", "max_position_embeddings": PLACES, "type_vocab_size": 2,
            "vocab_size": vocabulary().len(), "layer_norm_eps": 1e-12, "pad_token_id": 0,
            "position_embedding_type": "absolute",
        })
    }

    /// `tokenizer.json`: words by their letters.
    #[must_use]
    pub fn tokenizer() -> Value {
        let vocabulary = vocabulary();
        let special: Vec<Value> = vocabulary[..4]
            .iter()
            .enumerate()
            .map(|(id, content)| {
                json!({"id": id, "content": content, "single_word": false, "lstrip": false, "rstrip": false,
                    "normalized": false, "special": true})
            })
            .collect();
        let numbered: Map<String, Value> = vocabulary
            .into_iter()
            .enumerate()
            .map(|(id, word)| (word, json!(id)))
            .collect();
        json!({
            "version": "1.0", "truncation": null, "padding": null, "added_tokens": special,
            "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                "strip_accents": null, "lowercase": true},
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
            "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
            "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                "max_input_chars_per_word": 100, "vocab": numbered},
        })
    }

    /// `model.safetensors`.
    #[must_use]
    pub fn weights(&self) -> Vec<u8> {
        let (mut header, mut data) = (Map::new(), Vec::new());
        for (name, shape, values) in &self.0 {
            let start = data.len();
            data.extend(values.iter().flat_map(|v| v.to_le_bytes()));
            let tensor =
                json!({"dtype": "F32", "shape": shape, "data_offsets": [start, data.len()]});
            header.insert(name.clone(), tensor);
        }
        let header = Value::Object(header).to_string();
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.as_bytes());
        bytes.extend(data);
        bytes
    }

    /// Writes the three files into a folder.
    ///
    /// # Panics
    /// Where the disk says no.
    pub fn write(&self, folder: &Path) {
        let put = |name: &str, bytes: &[u8]| {
            fs::write(folder.join(name), bytes).unwrap_or_else(|e| panic!("writing {name}: {e}"));
        };
        put("config.json", Self::config().to_string().as_bytes());
        put("tokenizer.json", Self::tokenizer().to_string().as_bytes());
        put("model.safetensors", &self.weights());
    }
}

/// The marks of a BERT tokenizer, then letters at the beginning of a word and within one.
#[must_use]
pub fn vocabulary() -> Vec<String> {
    let marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"].map(str::to_owned);
    let letters = ('a'..='z').flat_map(|c| [c.to_string(), format!("##{c}")]);
    marks.into_iter().chain(letters).collect()
}
