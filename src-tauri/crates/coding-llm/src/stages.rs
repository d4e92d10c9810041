//! Which agent stands at which stage: a profile's choice, or a person's own.

use std::sync::Arc;

use coding_engine::Engine;
use serde::{Deserialize, Serialize};

use crate::agent::{Chooser, Extractor, Navigator, Ranker, Reporter, Selector, Validator};
use crate::desk::{Desk, Shelf};
use crate::model::Model;
use crate::profile::Profile;

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
    pub fn offers(self) -> &'static [Profile] {
        match self {
            Self::Extract | Self::Navigate | Self::Validate => {
                &[Profile::Local, Profile::CodeLikeHumans, Profile::Medcoder]
            }
            Self::Reconcile => &[
                Profile::Local,
                Profile::CodeLikeHumans,
                Profile::Medcoder,
                Profile::Hybrid,
            ],
            Self::Verify => &[Profile::Local, Profile::Verify],
        }
    }
}

/// An agent for every stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stages {
    /// Mentions.
    pub extract: Profile,
    /// Entries of the book. A model's navigator looks up what a model's extractor read; what the dictionary found
    /// has its entries already.
    pub navigate: Profile,
    /// Complete codes.
    pub validate: Profile,
    /// One set.
    pub reconcile: Profile,
    /// The set once more.
    pub verify: Profile,
}

impl Stages {
    /// Whose agent stands at a stage.
    #[must_use]
    pub fn at(&self, stage: Stage) -> Profile {
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
    pub fn put(&mut self, stage: Stage, by: Profile) -> bool {
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
            Profile::Local => false,
            // retrieval and reporting are done without asking
            Profile::Medcoder => matches!(s, Stage::Extract | Stage::Validate),
            Profile::CodeLikeHumans | Profile::Verify | Profile::Hybrid => true,
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
            Profile::CodeLikeHumans => engine.with_extract(Arc::new(Extractor::of_terms(&desk))),
            Profile::Medcoder => engine.with_extract(Arc::new(Extractor::of_diagnoses(&desk))),
            Profile::Local | Profile::Verify | Profile::Hybrid => engine,
        };
        engine = match self.navigate {
            Profile::CodeLikeHumans => engine.with_navigate(Arc::new(Navigator::new(&desk))),
            Profile::Medcoder => engine.with_navigate(Arc::new(Navigator::retrieving(&desk))),
            // the local navigator knows the dictionary's mentions only: what a model read is looked up
            Profile::Local if self.extract != Profile::Local => {
                engine.with_navigate(Arc::new(Navigator::retrieving(&desk)))
            }
            Profile::Local | Profile::Verify | Profile::Hybrid => engine,
        };
        engine = match self.validate {
            Profile::CodeLikeHumans => engine.with_validate(Arc::new(Validator::new(&desk))),
            Profile::Medcoder => engine.with_validate(Arc::new(Ranker::new(&desk))),
            Profile::Local | Profile::Verify | Profile::Hybrid => engine,
        };
        engine = match self.reconcile {
            Profile::CodeLikeHumans => {
                engine.with_reconcile(Arc::new(Selector::reconciling(&desk)))
            }
            Profile::Medcoder => engine.with_reconcile(Arc::new(Reporter::new(&desk))),
            Profile::Hybrid => engine.with_reconcile(Arc::new(Selector::selecting(&desk))),
            Profile::Local | Profile::Verify => engine,
        };
        match self.verify {
            Profile::Verify => engine.with_verify(Arc::new(Chooser::new(&desk))),
            Profile::Local | Profile::CodeLikeHumans | Profile::Medcoder | Profile::Hybrid => {
                engine
            }
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
        assert!(mixed.put(Stage::Extract, Profile::CodeLikeHumans));
        assert_eq!(mixed.name(), "mixed");
        assert!(!mixed.put(Stage::Verify, Profile::Medcoder));
        assert_eq!(mixed.verify, Profile::Verify);
    }

    #[test]
    fn retrieval_and_reporting_alone_ask_nobody() {
        let mut stages = Stages::default();
        assert!(stages.put(Stage::Navigate, Profile::Medcoder));
        assert!(stages.put(Stage::Reconcile, Profile::Medcoder));
        assert!(!stages.asks());
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.name()), Some(stage));
        }
        for by in Profile::ALL {
            assert_eq!(Profile::parse(by.name()), Some(by));
        }
    }
}
