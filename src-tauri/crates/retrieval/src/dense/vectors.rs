//! The vectors of all entries, compared one by one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

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
        Self {
            dimensions,
            values: values.into(),
            scales: scales.into(),
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
    }

    /// Views the matrix written under `prefix`.
    ///
    /// # Errors
    /// Where a column is missing or the two do not fit each other.
    pub fn read(file: &File, prefix: &str) -> Result<Self, Error> {
        let values: Column<i8> = file.column(&format!("{prefix}.values"))?;
        let scales: Column<f32> = file.column(&format!("{prefix}.value_scales"))?;
        let dimensions = values.len().checked_div(scales.len()).unwrap_or(0);
        if dimensions * scales.len() != values.len() {
            return Err(Error::Section(format!("{prefix}.values")));
        }
        Ok(Self {
            dimensions,
            values,
            scales,
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
        let mut heap: BinaryHeap<Reverse<Ordered>> = BinaryHeap::with_capacity(limit + 1);
        for ((doc, row), row_scale) in (0_u32..)
            .zip(self.values.chunks_exact(self.dimensions))
            .zip(&self.scales[..])
        {
            let cosine = dot(&bytes, row) as f32 * scale * row_scale;
            if *row_scale == 0.0
                || (heap.len() == limit
                    && heap.peek().is_some_and(|worst| cosine <= worst.0.0.cosine))
                || !filter(doc)
            {
                continue;
            }
            heap.push(Reverse(Ordered(Neighbour { doc, cosine })));
            if heap.len() > limit {
                heap.pop();
            }
        }
        heap.into_sorted_vec()
            .into_iter()
            .map(|item| item.0.0)
            .collect()
    }
}

/// How many products are summed side by side; the compiler makes vector instructions of it.
const LANES: usize = 8;

fn dot(query: &[i16], row: &[i8]) -> i32 {
    let mut sums = [0_i32; LANES];
    let (of_query, of_row) = (query.chunks_exact(LANES), row.chunks_exact(LANES));
    let rest: i32 = of_query
        .remainder()
        .iter()
        .zip(of_row.remainder())
        .map(|(x, y)| i32::from(*x) * i32::from(*y))
        .sum();
    for (x, y) in of_query.zip(of_row) {
        for lane in 0..LANES {
            sums[lane] += i32::from(x[lane]) * i32::from(y[lane]);
        }
    }
    rest + sums.iter().sum::<i32>()
}

/// Ordered so that the greatest is the nearest; of equals, the first.
struct Ordered(Neighbour);

impl PartialEq for Ordered {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0
            .cosine
            .total_cmp(&other.0.cosine)
            .then(other.0.doc.cmp(&self.0.doc))
    }
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
