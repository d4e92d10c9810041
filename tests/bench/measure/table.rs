//! The table of what was measured.

use std::fmt::Write as _;

/// What is told of a measurement.
pub struct Row {
    what: String,
    measured: String,
    bar: String,
    met: String,
}

/// The rows so far; printed once, at the end.
#[derive(Default)]
pub struct Table(Vec<Row>);

impl Table {
    /// A number that has a bar.
    pub fn judged(&mut self, what: &str, measured: String, bar: &str, met: bool) {
        self.push(what, measured, bar, if met { "yes" } else { "**no**" });
    }

    /// A number without a bar.
    pub fn told(&mut self, what: &str, measured: String) {
        self.push(what, measured, "", "");
    }

    /// What could not be measured here, and why.
    pub fn skipped(&mut self, what: &str, why: &str, bar: &str) {
        eprintln!("SKIPPED: {what}: {why}");
        self.push(what, format!("not measured: {why}"), bar, "");
    }

    fn push(&mut self, what: &str, measured: String, bar: &str, met: &str) {
        eprintln!("measured: {what}");
        self.0.push(Row {
            what: what.to_owned(),
            measured,
            bar: bar.to_owned(),
            met: met.to_owned(),
        });
    }

    /// The table in Markdown, its columns aligned.
    pub fn to_markdown(&self) -> String {
        let head = ["what", "measured", "bar", "met"].map(str::to_owned);
        let rows = self.0.iter();
        let rows = rows.map(|r| [&r.what, &r.measured, &r.bar, &r.met].map(String::clone));
        let all: Vec<[String; 4]> = std::iter::once(head).chain(rows).collect();
        let width = |column: usize| all.iter().map(|r| r[column].chars().count()).max();
        let widths: [usize; 4] = std::array::from_fn(|i| width(i).unwrap_or(0));
        let mut text = String::new();
        for (nth, row) in all.iter().enumerate() {
            for (cell, width) in row.iter().zip(widths) {
                let _ = write!(text, "| {cell:<width$} ");
            }
            text.push_str("|\n");
            if nth == 0 {
                for width in widths {
                    let _ = write!(text, "|{}", "-".repeat(width + 2));
                }
                text.push_str("|\n");
            }
        }
        text
    }
}

/// Measured times in milliseconds, in order.
pub struct Times(Vec<f64>);

impl Times {
    /// Of at least one measurement.
    pub fn new(mut times: Vec<f64>) -> Self {
        assert!(!times.is_empty(), "something was measured");
        times.sort_by(f64::total_cmp);
        Self(times)
    }

    /// The time that a share of the measurements does not exceed.
    pub fn at(&self, share: f64) -> f64 {
        self.0[((self.0.len() - 1) as f64 * share).round() as usize]
    }

    /// The one in the middle.
    pub fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}
