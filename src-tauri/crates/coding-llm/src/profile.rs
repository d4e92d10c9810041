//! Which agents stand at which stage.

use std::sync::Arc;

use coding_engine::Engine;
use serde::{Deserialize, Serialize};

use crate::desk::Shelf;
use crate::model::Model;
use crate::stages::Stages;

/// A published system, or a mixture, as a choice of agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// No model: the local engine at every stage.
    #[default]
    Local,
    /// Evidence extractor, index navigator, tabular validator, code reconciler (arXiv 2509.05378).
    CodeLikeHumans,
    /// Extraction with probable codes, retrieval, closed-set re-ranking (arXiv 2409.15368).
    Medcoder,
    /// The local engine, its codes expanded and verified on descriptions (arXiv 2510.07629).
    Verify,
    /// Local recall, selection by the model, verification on descriptions.
    Hybrid,
}

impl Profile {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Local,
        Self::CodeLikeHumans,
        Self::Medcoder,
        Self::Verify,
        Self::Hybrid,
    ];

    /// Name as written on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::CodeLikeHumans => "code-like-humans",
            Self::Medcoder => "medcoder",
            Self::Verify => "verify",
            Self::Hybrid => "hybrid",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name() == text.trim())
    }

    /// Whether it asks a model.
    #[must_use]
    pub fn asks(self) -> bool {
        self != Self::Local
    }

    /// Whose agent stands at which stage.
    #[must_use]
    pub fn stages(self) -> Stages {
        let all = Stages::default();
        match self {
            Self::Local => all,
            Self::CodeLikeHumans => Stages {
                extract: Self::CodeLikeHumans,
                navigate: Self::CodeLikeHumans,
                validate: Self::CodeLikeHumans,
                reconcile: Self::CodeLikeHumans,
                ..all
            },
            Self::Medcoder => Stages {
                extract: Self::Medcoder,
                navigate: Self::Medcoder,
                validate: Self::Medcoder,
                reconcile: Self::Medcoder,
                ..all
            },
            Self::Verify => Stages {
                verify: Self::Verify,
                ..all
            },
            Self::Hybrid => Stages {
                reconcile: Self::Hybrid,
                verify: Self::Verify,
                ..all
            },
        }
    }

    /// An engine with this profile's agents, for one run.
    #[must_use]
    pub fn engine(self, base: &Engine, shelf: &Arc<Shelf>, model: Arc<dyn Model>) -> Engine {
        self.stages().engine(base, shelf, model)
    }
}
