//! What kinds of exercises and errors are called.

use coding_training::exercise::ExerciseKind;
use coding_training::score::ErrorKind;

/// What an exercise asks for.
pub(super) fn task(kind: ExerciseKind) -> &'static str {
    match kind {
        ExerciseKind::MainTerm => {
            "Mark the word you would look up, or open its main term in the book."
        }
        ExerciseKind::Walk => "Walk the index to the code, verify it and choose it.",
        ExerciseKind::Verify => {
            "Verify the code in the Tabular List: tick the notes that matter, and give all codes that result."
        }
        ExerciseKind::Complete => "Complete the code: side, placeholder, 7th character.",
        ExerciseKind::Chart => "Code the whole chart, in sequence.",
        ExerciseKind::Sequence => "Put the codes in sequence.",
        ExerciseKind::Audit => "Find what is wrong: name the code and the kind of error.",
        ExerciseKind::Vigilance => "Reject the suggestions that are wrong; leave the others.",
    }
}

/// A kind of error in words.
pub(crate) fn name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::MainTerm => "Wrong main term",
        ErrorKind::StoppedAtDefault => "Stopped at the default code",
        ErrorKind::Subterm => "Wrong subterm",
        ErrorKind::CrossReference => "Cross reference ignored",
        ErrorKind::NonessentialModifier => "Nonessential modifier",
        ErrorKind::Tabular => "Not verified in the Tabular List",
        ErrorKind::Excludes => "Excludes conflict",
        ErrorKind::CodeFirst => "Code first",
        ErrorKind::UseAdditional => "Additional code missing",
        ErrorKind::SeventhCharacter => "7th character",
        ErrorKind::Laterality => "Laterality",
        ErrorKind::Specificity => "Specificity",
        ErrorKind::Uncertain => "Uncertain diagnosis",
        ErrorKind::History => "History or active",
        ErrorKind::Negated => "Negated or another person",
        ErrorKind::Symptom => "Integral symptom",
        ErrorKind::Combination => "Combination code",
        ErrorKind::Sequence => "Sequence",
        ErrorKind::PresentOnAdmission => "Present on admission",
        ErrorKind::FiscalYear => "Wrong year",
        ErrorKind::Source => "Wrong author",
        ErrorKind::OverTrust => "Trusted a wrong suggestion",
        ErrorKind::Omission => "Omission",
        ErrorKind::Query => "Should be queried",
    }
}
