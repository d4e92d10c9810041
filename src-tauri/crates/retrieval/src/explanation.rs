//! A score taken apart.

use serde::Serialize;

/// One number of a score, what it is, and the numbers it was made from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// What the number is, in words a coder can read.
    pub label: String,
    /// The number.
    pub value: f32,
    /// What it was made from, in the order of the computation.
    pub children: Vec<Explanation>,
}

impl Explanation {
    /// A number that is made from nothing else.
    pub fn leaf(label: impl Into<String>, value: f32) -> Self {
        Self {
            label: label.into(),
            value,
            children: Vec::new(),
        }
    }

    /// A number made from others.
    pub fn node(label: impl Into<String>, value: f32, children: Vec<Explanation>) -> Self {
        Self {
            label: label.into(),
            value,
            children,
        }
    }
}

impl std::fmt::Display for Explanation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        fn level(
            node: &Explanation,
            depth: usize,
            f: &mut std::fmt::Formatter<'_>,
        ) -> std::fmt::Result {
            writeln!(
                f,
                "{:indent$}{:.3}  {}",
                "",
                node.value,
                node.label,
                indent = depth * 2
            )?;
            node.children
                .iter()
                .try_for_each(|child| level(child, depth + 1, f))
        }
        level(self, 0, f)
    }
}
