//! Texts into vectors.

use mapped::{Column, Error, File, FileWriter};

use super::{Embed, Vectors, subword};
use crate::corpus::importance;
use crate::explanation::Explanation;
use crate::normalize::Tokens;

/// A learnt table of word parts.
#[derive(Debug, Clone, Default)]
pub struct Embedder {
    dimensions: usize,
    /// One row of `dimensions` values a part, each to be multiplied with the row's scale.
    table: Column<i8>,
    scales: Column<f32>,
}

impl Embedder {
    /// Quantizes a table of rows of `dimensions` values.
    pub(super) fn quantized(dimensions: usize, table: &[f32]) -> Self {
        let (mut values, mut scales) = (Vec::with_capacity(table.len()), Vec::new());
        for row in table.chunks_exact(dimensions.max(1)) {
            scales.push(quantize(row, &mut values));
        }
        Self {
            dimensions,
            table: values.into(),
            scales: scales.into(),
        }
    }

    /// The mean of the parts of a word, times the word's importance.
    #[allow(clippy::cast_precision_loss)] // parts of a word
    fn word(&self, text: &str, rows: &mut Vec<u32>, out: &mut [f32]) {
        rows.clear();
        subword::rows(text, self.scales.len(), rows);
        out.fill(0.0);
        let (table, scales) = (&self.table[..], &self.scales[..]);
        let share = importance(text) / rows.len().max(1) as f32;
        for &row in rows.iter() {
            let start = row as usize * self.dimensions;
            let (Some(values), Some(scale)) = (
                table.get(start..start + self.dimensions),
                scales.get(row as usize),
            ) else {
                continue;
            };
            out.iter_mut()
                .zip(values)
                .for_each(|(o, v)| *o += f32::from(*v) * scale * share);
        }
    }

    /// Puts the table into a file, under names that start with `prefix`.
    pub fn write(&self, file: &mut FileWriter, prefix: &str) {
        file.put(&format!("{prefix}.table"), &self.table);
        file.put(&format!("{prefix}.scales"), &self.scales);
    }

    /// Views the table written under `prefix`.
    ///
    /// # Errors
    /// Where a column is missing or the two do not fit each other.
    pub fn read(file: &File, prefix: &str) -> Result<Self, Error> {
        let table: Column<i8> = file.column(&format!("{prefix}.table"))?;
        let scales: Column<f32> = file.column(&format!("{prefix}.scales"))?;
        let dimensions = table.len().checked_div(scales.len()).unwrap_or(0);
        if dimensions * scales.len() != table.len() {
            return Err(Error::Section(format!("{prefix}.table")));
        }
        Ok(Self {
            dimensions,
            table,
            scales,
        })
    }
}

impl Embed for Embedder {
    fn dimensions(&self) -> usize {
        self.dimensions
    }

    fn embed(&self, text: &str) -> Vec<f32> {
        let mut sum = vec![0.0; self.dimensions];
        let mut word = vec![0.0; self.dimensions];
        let mut rows = Vec::new();
        for token in Tokens::of(text).iter() {
            self.word(token.text, &mut rows, &mut word);
            sum.iter_mut().zip(&word).for_each(|(s, w)| *s += w);
        }
        normalize(&mut sum);
        sum
    }

    fn explain(&self, text: &str, vectors: &Vectors, doc: u32) -> Explanation {
        let entry = vectors.get(doc).unwrap_or_default();
        let mut sum = vec![0.0; self.dimensions];
        let mut word = vec![0.0; self.dimensions];
        let mut rows = Vec::new();
        let mut parts = Vec::new();
        for token in Tokens::of(text).iter() {
            self.word(token.text, &mut rows, &mut word);
            sum.iter_mut().zip(&word).for_each(|(s, w)| *s += w);
            parts.push(Explanation::leaf(token.text, dot(&word, &entry)));
        }
        let length = dot(&sum, &sum).sqrt();
        if length > 0.0 {
            parts.iter_mut().for_each(|part| part.value /= length);
        }
        Explanation::node(
            "nearness in meaning (cosine), the sum over the words",
            parts.iter().map(|p| p.value).sum(),
            parts,
        )
    }
}

/// Appends the values as whole numbers of −127 to 127 and returns what to multiply them with.
#[allow(clippy::cast_possible_truncation)] // clamped
pub(super) fn quantize(values: &[f32], out: &mut Vec<i8>) -> f32 {
    let largest = values.iter().fold(0.0_f32, |most, v| most.max(v.abs()));
    if largest > 0.0 {
        out.extend(
            values
                .iter()
                .map(|v| (v / largest * 127.0).round().clamp(-127.0, 127.0) as i8),
        );
    } else {
        out.resize(out.len() + values.len(), 0);
    }
    largest / 127.0
}

pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Brings a vector to length 1, unless it is zero; returns the length it had.
pub(super) fn normalize(vector: &mut [f32]) -> f32 {
    let length = dot(vector, vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|v| *v /= length);
    }
    length
}
