//! Answers for other programs and for the command line: JSON documents with a `format` number, offsets in
//! Unicode code points, half-open.

mod check;
mod code;
mod codeset;
mod difference;
mod guideline;
mod index;
mod ledger;
mod lookup;
mod suggest;
mod trail;

pub use check::{CheckAnswer, CheckFinding, CheckUnavailable, check, check_with_note};
pub use code::{
    CodeAnswer, CodeChange, CodeNote, CodeRef, CodeRung, CodeRungOption, CodeSeventh, CodeValidity,
    code,
};
pub use codeset::{CodesetAnswer, CodesetCompanion, CodesetPart, CodesetRelease, codes, codeset};
pub use coding_engine::Reach;
pub use difference::{
    DifferenceAnswer, DifferenceChange, DifferenceCount, DifferenceNote, difference,
};
pub use guideline::{GuidelineAnswer, GuidelineRow, GuidelineText, guideline, guidelines};
pub use index::{IndexAnswer, IndexCell, IndexCode, IndexEntry, IndexReference, index};
pub use interchange::lines::{Line, NoteIn, next_line};
pub use ledger::{HeadAnswer, LedgerAnswer, ledger_head, ledger_verify};
pub use lookup::{LookupAnswer, LookupMeaning, LookupResult, explain, lookup};
pub(crate) use suggest::answer as of_run;
pub use suggest::{
    NoteCoder, SuggestAlternative, SuggestAnswer, SuggestEvidence, SuggestFinding, SuggestPath,
    SuggestStep, Suggested,
};
pub use trail::{TrailAnswer, TrailDecision, TrailHop, TrailOffer, trail};

/// Number of the format of all answers; changes with every change that a reader could stumble over.
pub const FORMAT: u32 = 1;
