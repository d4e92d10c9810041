//! Identifiers: UUID version 7, so that they sort by the time they were made.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new identifier.
            #[must_use]
            #[allow(clippy::new_without_default, reason = "an identifier has no default value")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// When it was made, in milliseconds of Unix time; 0 for one that does not tell.
            #[must_use]
            pub fn made_ms(&self) -> u64 {
                self.0.get_timestamp().map_or(0, |t| {
                    let (seconds, nanos) = t.to_unix();
                    seconds * 1_000 + u64::from(nanos) / 1_000_000
                })
            }

            /// Reads the hyphenated form; `None` where the text is none.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::parse_str(text).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
    };
}

id!(
    /// Names an encounter.
    EncounterId
);
id!(
    /// Names a document of an encounter.
    DocumentId
);
id!(
    /// Names one run of the pipeline over an encounter.
    RunId
);
id!(
    /// Names one suggestion of a run.
    SuggestionId
);
id!(
    /// Names one decision of a person.
    DecisionId
);
id!(
    /// Names a person of this installation.
    PersonId
);
id!(
    /// Names one statement about an encounter: a signature, an act of an audit, a query.
    StatementId
);
id!(
    /// Names one event of the ledger.
    EventId
);
