//! Which agent stands at which stage: a profile's choice, or a person's own.

use std::sync::Arc;

use coding_engine::Engine;
use serde::{Deserialize, Serialize};

use crate::agent::{Chooser, Extractor, Navigator, Ranker, Reporter, Selector, Validator};
use crate::desk::{Desk, Shelf};
use crate::model::Model;
use crate::profile::Profile;

/// Whose agent stands at a stage. Not every system has one for every stage, see [`Stage::offers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The local engine.
    #[default]
    Local,
    /// Code Like Humans.
    CodeLikeHumans,
    /// MedCodER.
    Medcoder,
    /// Generate-Expand-Verify.
    Verify,
    /// The hybrid profile's selection among local candidates.
    Hybrid,
}

impl By {
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
        Self::ALL.into_iter().find(|by| by.name() == text.trim())
    }
}

/// A stage at which a model's agent can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Mentions of conditions.
    Extract,
    /// Entries of the book.
    Navigate,
    /// Complete codes.
    Validate,
    /// One set of codes.
    Reconcile,
    /// The set once more, on descriptions.
    Verify,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [
        Self::Extract,
        Self::Navigate,
        Self::Validate,
        Self::Reconcile,
        Self::Verify,
    ];

    /// Name, as run records have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Extract => "extract",
            Self::Navigate => "navigate",
            Self::Validate => "validate",
            Self::Reconcile => "reconcile",
            Self::Verify => "verify",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|stage| stage.name() == text.trim())
    }

    /// Whose agents there are for it, the local one first.
    #[must_use]
    pub fn offers(self) -> &'static [By] {
        match self {
            Self::Extract | Self::Navigate | Self::Validate => {
                &[By::Local, By::CodeLikeHumans, By::Medcoder]
            }
            Self::Reconcile => &[By::Local, By::CodeLikeHumans, By::Medcoder, By::Hybrid],
            Self::Verify => &[By::Local, By::Verify],
        }
    }
}

/// An agent for every stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stages {
    /// Mentions.
    pub extract: By,
    /// Entries of the book. A model's navigator looks up what a model's extractor read; what the dictionary found
    /// has its entries already.
    pub navigate: By,
    /// Complete codes.
    pub validate: By,
    /// One set.
    pub reconcile: By,
    /// The set once more.
    pub verify: By,
}

impl Stages {
    /// Whose agent stands at a stage.
    #[must_use]
    pub fn at(&self, stage: Stage) -> By {
        match stage {
            Stage::Extract => self.extract,
            Stage::Navigate => self.navigate,
            Stage::Validate => self.validate,
            Stage::Reconcile => self.reconcile,
            Stage::Verify => self.verify,
        }
    }

    /// Puts an agent at a stage; false, and nothing changes, where there is none of that system.
    #[must_use]
    pub fn put(&mut self, stage: Stage, by: By) -> bool {
        if !stage.offers().contains(&by) {
            return false;
        }
        *match stage {
            Stage::Extract => &mut self.extract,
            Stage::Navigate => &mut self.navigate,
            Stage::Validate => &mut self.validate,
            Stage::Reconcile => &mut self.reconcile,
            Stage::Verify => &mut self.verify,
        } = by;
        true
    }

    /// Whether any of them asks a model.
    #[must_use]
    pub fn asks(&self) -> bool {
        Stage::ALL.into_iter().any(|s| match self.at(s) {
            By::Local => false,
            // retrieval and reporting are done without asking
            By::Medcoder => matches!(s, Stage::Extract | Stage::Validate),
            By::CodeLikeHumans | By::Verify | By::Hybrid => true,
        })
    }

    /// What it is called: the profile with these agents, else "mixed".
    #[must_use]
    pub fn name(&self) -> &'static str {
        Profile::ALL
            .into_iter()
            .find(|profile| profile.stages() == *self)
            .map_or("mixed", Profile::name)
    }

    /// An engine with these agents, for one run: agents remember whether they had to be stood in for.
    #[must_use]
    pub fn engine(&self, base: &Engine, shelf: &Arc<Shelf>, model: Arc<dyn Model>) -> Engine {
        if *self == Self::default() {
            return base.clone();
        }
        let version = env!("CARGO_PKG_VERSION");
        let name = format!("{} {version} ({})", self.name(), model.name());
        let desk = Arc::new(Desk {
            name: format!("model {}", model.name()),
            model,
            local: Arc::clone(base.local()),
            shelf: Arc::clone(shelf),
        });
        let mut engine = base.clone().named(name);
        engine = match self.extract {
            By::CodeLikeHumans => engine.with_extract(Arc::new(Extractor::of_terms(&desk))),
            By::Medcoder => engine.with_extract(Arc::new(Extractor::of_diagnoses(&desk))),
            By::Local | By::Verify | By::Hybrid => engine,
        };
        engine = match self.navigate {
            By::CodeLikeHumans => engine.with_navigate(Arc::new(Navigator::new(&desk))),
            By::Medcoder => engine.with_navigate(Arc::new(Navigator::retrieving(&desk))),
            // the local navigator knows the dictionary's mentions only: what a model read is looked up
            By::Local if self.extract != By::Local => {
                engine.with_navigate(Arc::new(Navigator::retrieving(&desk)))
            }
            By::Local | By::Verify | By::Hybrid => engine,
        };
        engine = match self.validate {
            By::CodeLikeHumans => engine.with_validate(Arc::new(Validator::new(&desk))),
            By::Medcoder => engine.with_validate(Arc::new(Ranker::new(&desk))),
            By::Local | By::Verify | By::Hybrid => engine,
        };
        engine = match self.reconcile {
            By::CodeLikeHumans => engine.with_reconcile(Arc::new(Selector::reconciling(&desk))),
            By::Medcoder => engine.with_reconcile(Arc::new(Reporter::new(&desk))),
            By::Hybrid => engine.with_reconcile(Arc::new(Selector::selecting(&desk))),
            By::Local | By::Verify => engine,
        };
        match self.verify {
            By::Verify => engine.with_verify(Arc::new(Chooser::new(&desk))),
            By::Local | By::CodeLikeHumans | By::Medcoder | By::Hybrid => engine,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_known_by_its_stages() {
        for profile in Profile::ALL {
            let stages = profile.stages();
            assert_eq!(stages.name(), profile.name());
            assert_eq!(stages.asks(), profile.asks(), "{profile:?}");
            for stage in Stage::ALL {
                assert!(stage.offers().contains(&stages.at(stage)), "{profile:?}");
            }
        }
        let mut mixed = Profile::Hybrid.stages();
        assert!(mixed.put(Stage::Extract, By::CodeLikeHumans));
        assert_eq!(mixed.name(), "mixed");
        assert!(!mixed.put(Stage::Verify, By::Medcoder));
        assert_eq!(mixed.verify, By::Verify);
    }

    #[test]
    fn retrieval_and_reporting_alone_ask_nobody() {
        let mut stages = Stages::default();
        assert!(stages.put(Stage::Navigate, By::Medcoder));
        assert!(stages.put(Stage::Reconcile, By::Medcoder));
        assert!(!stages.asks());
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.name()), Some(stage));
        }
        for by in By::ALL {
            assert_eq!(By::parse(by.name()), Some(by));
        }
    }
}
