//! The vectors of all entries, compared one by one.

use std::cmp::Ordering;

use mapped::{Column, Error, File, FileWriter};

use super::Nearest;
use super::embedder::quantize;

/// An entry near a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// The entry's number.
    pub doc: u32,
    /// Cosine, −1 to 1.
    pub cosine: f32,
}

/// A matrix of entries by dimensions, a byte a value.
#[derive(Debug, Clone, Default)]
pub struct Vectors {
    dimensions: usize,
    values: Column<i8>,
    scales: Column<f32>,
    /// The signs of an entry's first 64 values, a bit each.
    signs: Column<u64>,
}

impl Vectors {
    /// Of vectors of length 1 (or 0) and `dimensions` values, in the order of the entries.
    #[must_use]
    pub fn build(dimensions: usize, vectors: impl Iterator<Item = Vec<f32>>) -> Self {
        let (mut values, mut scales) = (Vec::new(), Vec::new());
        for mut vector in vectors {
            vector.resize(dimensions, 0.0);
            scales.push(quantize(&vector, &mut values));
        }
        let rows = values.chunks_exact(dimensions.max(1));
        let signs: Vec<u64> = rows.map(|row| signs(row.iter().copied())).collect();
        Self {
            dimensions,
            values: values.into(),
            scales: scales.into(),
            signs: signs.into(),
        }
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// The vector of an entry.
    #[must_use]
    pub fn get(&self, doc: u32) -> Option<Vec<f32>> {
        let start = doc as usize * self.dimensions;
        let scale = self.scales.get(doc as usize)?;
        Some(
            self.values
                .get(start..start + self.dimensions)?
                .iter()
                .map(|v| f32::from(*v) * scale)
                .collect(),
        )
    }

    /// Puts the matrix into a file, under names that start with `prefix`.
    pub fn write(&self, file: &mut FileWriter, prefix: &str) {
        file.put(&format!("{prefix}.values"), &self.values);
        file.put(&format!("{prefix}.value_scales"), &self.scales);
        file.put(&format!("{prefix}.signs"), &self.signs);
    }

    /// Views the matrix written under `prefix`.
    ///
    /// # Errors
    /// Where a column is missing or the two do not fit each other.
    pub fn read(file: &File, prefix: &str) -> Result<Self, Error> {
        let values: Column<i8> = file.column(&format!("{prefix}.values"))?;
        let scales: Column<f32> = file.column(&format!("{prefix}.value_scales"))?;
        let signs: Column<u64> = file.column(&format!("{prefix}.signs"))?;
        let dimensions = values.len().checked_div(scales.len()).unwrap_or(0);
        if dimensions * scales.len() != values.len() || signs.len() != scales.len() {
            return Err(Error::Section(format!("{prefix}.values")));
        }
        Ok(Self {
            dimensions,
            values,
            scales,
            signs,
        })
    }
}

impl Nearest for Vectors {
    #[allow(clippy::cast_precision_loss)] // dot products of bytes, far below 2^24 for any sensible width
    fn nearest(&self, query: &[f32], limit: usize, filter: &dyn Fn(u32) -> bool) -> Vec<Neighbour> {
        if limit == 0
            || self.dimensions == 0
            || query.len() != self.dimensions
            || query.iter().all(|v| *v == 0.0)
        {
            return Vec::new();
        }
        let mut bytes = Vec::with_capacity(query.len());
        let scale = quantize(query, &mut bytes);
        let bytes: Vec<i16> = bytes.into_iter().map(i16::from).collect();
        let compared = limit.saturating_mul(OVERSAMPLED).max(FEWEST);
        let mut near: Vec<Neighbour> = Vec::new();
        let mut compare = |at: usize| {
            let start = at * self.dimensions;
            let row = self.values.get(start..start + self.dimensions);
            let (Some(row), Some(&row_scale), Ok(doc)) =
                (row, self.scales.get(at), u32::try_from(at))
            else {
                return;
            };
            if row_scale != 0.0 && filter(doc) {
                let cosine = dot(&bytes, row) as f32 * scale * row_scale;
                near.push(Neighbour { doc, cosine });
            }
        };
        if self.len() <= compared || self.dimensions > SIGNED {
            (0..self.len()).for_each(compare);
        } else {
            let own = signs(bytes.iter().copied());
            let (apart, most) = apart(&self.signs, own, compared);
            for (start, stretch) in (0..).step_by(STRETCH).zip(apart.chunks(STRETCH)) {
                // most stretches hold no entry that is near, which is seen at once
                if stretch.iter().fold(u8::MAX, |least, n| least.min(*n)) <= most {
                    let met = (start..).zip(stretch).filter(|(_, apart)| **apart <= most);
                    met.for_each(|(at, _)| compare(at));
                }
            }
        }
        if near.len() > limit {
            near.select_nth_unstable_by(limit, nearer);
            near.truncate(limit);
        }
        near.sort_unstable_by(nearer);
        near
    }
}

/// The nearest first; of equals, the first.
fn nearer(a: &Neighbour, b: &Neighbour) -> Ordering {
    b.cosine.total_cmp(&a.cosine).then(a.doc.cmp(&b.doc))
}

/// Of a large set, so many times the entries asked for are compared by cosine, and at least [`FEWEST`]: those whose
/// signs agree most with the query's. The angle between two vectors shows in how many of their signs differ
/// (M. Charikar, 2002).
const OVERSAMPLED: usize = 10;
const FEWEST: usize = 4096;

/// Entries that are looked at together for one whose signs agree.
const STRETCH: usize = 32;

/// Values that signs are kept of; longer vectors are not told apart by them, and are all compared.
const SIGNED: usize = 64;

/// The signs of the first [`SIGNED`] values.
fn signs<T: Default + PartialOrd>(values: impl Iterator<Item = T>) -> u64 {
    let zero = T::default();
    let bits = values.take(SIGNED).enumerate();
    bits.fold(0, |signs, (i, v)| signs | u64::from(v > zero) << i)
}

/// In how many signs each entry differs from the query, and in how many at most of the `wanted` that differ least.
fn apart(all: &[u64], own: u64, wanted: usize) -> (Vec<u8>, u8) {
    #[allow(clippy::cast_possible_truncation)] // at most 64
    let apart: Vec<u8> = all.iter().map(|s| (s ^ own).count_ones() as u8).collect();
    // neighbours in the list have much the same count: two tallies do not wait for each other
    let mut counts = [[0_usize; 65]; 2];
    for (i, &n) in apart.iter().enumerate() {
        counts[i % 2][usize::from(n)] += 1;
    }
    let mut sum = 0;
    let most = (0_u8..=64).find(|n| {
        let at = usize::from(*n);
        sum += counts[0][at] + counts[1][at];
        sum >= wanted
    });
    (apart, most.unwrap_or(64))
}

/// Products of this many values are summed in a row; the compiler makes multiply-and-add instructions of it.
const LANES: usize = 16;

fn dot(query: &[i16], row: &[i8]) -> i32 {
    let product = |x: &i16, y: &i8| i32::from(*x) * i32::from(i16::from(*y));
    let (of_query, of_row) = (query.chunks_exact(LANES), row.chunks_exact(LANES));
    let rest: i32 = of_query
        .remainder()
        .iter()
        .zip(of_row.remainder())
        .map(|(x, y)| product(x, y))
        .sum();
    of_query.zip(of_row).fold(rest, |sum, (x, y)| {
        sum + x.iter().zip(y).map(|(x, y)| product(x, y)).sum::<i32>()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_width_gives_the_whole_product() {
        for n in [1, 7, 8, 9, 16, 67] {
            let query: Vec<i16> = (0..n).map(|i| (i * 37 % 255) as i16 - 127).collect();
            let row: Vec<i8> = (0..n).map(|i| (i * 91 % 255 - 127) as i8).collect();
            let expected: i32 = query
                .iter()
                .zip(&row)
                .map(|(x, y)| i32::from(*x) * i32::from(*y))
                .sum();
            assert_eq!(dot(&query, &row), expected, "width {n}");
        }
    }

    #[test]
    fn what_is_near_is_found_among_many() {
        let mut draw = crate::dense::Draw::new(7);
        let mut vector = |from: Option<&[f32]>| {
            let mut v: Vec<f32> = (0..64).map(|_| draw.signed()).collect();
            if let Some(from) = from {
                v.iter_mut().zip(from).for_each(|(v, f)| *v = 0.3 * *v + f);
            }
            crate::dense::embedder::normalize(&mut v);
            v
        };
        let mut all: Vec<Vec<f32>> = (0..20_000).map(|_| vector(None)).collect();
        let query = vector(None);
        for place in [3, 7_000, 19_999] {
            all[place] = vector(Some(&query));
        }
        let vectors = Vectors::build(64, all.into_iter());
        let mut docs: Vec<u32> = vectors
            .nearest(&query, 3, &|_| true)
            .iter()
            .map(|n| n.doc)
            .collect();
        docs.sort_unstable();
        assert_eq!(docs, [3, 7_000, 19_999]);
    }

    #[test]
    fn nearest_first_within_the_filter() {
        let vectors = Vectors::build(
            2,
            [
                vec![1.0, 0.0],
                vec![0.0, 1.0],
                vec![0.8, 0.6],
                vec![0.0, 0.0],
            ]
            .into_iter(),
        );
        let docs = |limit, filter: &dyn Fn(u32) -> bool| {
            vectors
                .nearest(&[1.0, 0.0], limit, filter)
                .iter()
                .map(|n| n.doc)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            docs(10, &|_| true),
            [0, 2, 1],
            "an entry without a vector is near nothing"
        );
        assert_eq!(docs(1, &|_| true), [0]);
        assert_eq!(docs(1, &|doc| doc != 0), [2]);
        assert!(vectors.nearest(&[0.0, 0.0], 3, &|_| true).is_empty());
        assert!(
            vectors.nearest(&[1.0], 3, &|_| true).is_empty(),
            "another width"
        );
        let cosine = vectors.nearest(&[1.0, 0.0], 2, &|_| true)[1].cosine;
        assert!((cosine - 0.8).abs() < 0.01, "{cosine}");
    }
}
