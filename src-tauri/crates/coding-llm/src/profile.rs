//! Which agents stand at which stage.

use std::sync::Arc;

use coding_engine::Engine;
use serde::{Deserialize, Serialize};

use crate::agent::{Chooser, Extractor, Navigator, Ranker, Reporter, Selector, Validator};
use crate::desk::{Desk, Shelf};
use crate::model::Model;

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

    /// An engine with this profile's agents, for one run: agents remember whether they had to be stood in for.
    #[must_use]
    pub fn engine(self, base: &Engine, shelf: &Arc<Shelf>, model: Arc<dyn Model>) -> Engine {
        let name = format!(
            "{} {} ({})",
            self.name(),
            env!("CARGO_PKG_VERSION"),
            model.name()
        );
        let desk = Arc::new(Desk {
            name: format!("model {}", model.name()),
            model,
            local: Arc::clone(base.local()),
            shelf: Arc::clone(shelf),
        });
        let engine = base.clone();
        match self {
            Self::Local => return engine,
            Self::CodeLikeHumans => engine
                .with_extract(Arc::new(Extractor::of_terms(&desk)))
                .with_navigate(Arc::new(Navigator::new(&desk)))
                .with_validate(Arc::new(Validator::new(&desk)))
                .with_reconcile(Arc::new(Selector::reconciling(&desk))),
            Self::Medcoder => engine
                .with_extract(Arc::new(Extractor::of_diagnoses(&desk)))
                .with_navigate(Arc::new(Navigator::retrieving(&desk)))
                .with_validate(Arc::new(Ranker::new(&desk)))
                .with_reconcile(Arc::new(Reporter::new(&desk))),
            Self::Verify => engine.with_verify(Arc::new(Chooser::new(&desk))),
            Self::Hybrid => engine
                .with_reconcile(Arc::new(Selector::selecting(&desk)))
                .with_verify(Arc::new(Chooser::new(&desk))),
        }
        .named(name)
    }
}
