//! The way through the Alphabetic Index to a code.

use serde::{Deserialize, Serialize};

/// Where an entry of the book comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// An official part of the release.
    Official,
    /// The starter book the project carries.
    #[default]
    Starter,
    /// A synonym, lay-term or status table of the project.
    Derived,
    /// A title or inclusion term of the Tabular List.
    Tabular,
}

/// One step of the way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "text")]
pub enum Hop {
    /// The main term, as titled (nonessential modifiers dropped).
    MainTerm(String),
    /// A subterm under the previous hop.
    Subterm(String),
    /// A cross reference that was followed, with its target.
    See(String),
    /// A row of a table with its column.
    Cell(String),
}

/// The entry a code was reached by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IndexPath {
    /// Source of the entry.
    pub source: Source,
    /// Titles from the main term down, as the entry's path in its book.
    pub terms: Vec<String>,
    /// How one came there: words searched, cross references followed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<Hop>,
}

impl IndexPath {
    /// `Diabetes, diabetic › type 2 › with › chronic kidney disease`
    #[must_use]
    pub fn display(&self) -> String {
        self.terms.join(" › ")
    }
}
