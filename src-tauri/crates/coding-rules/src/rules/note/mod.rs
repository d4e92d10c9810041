//! Instructional notes of the Tabular List, with those inherited from the lines above.
//!
//! Two numbers of the rule list have no rule here on purpose. NOTE-02: an official exception to an
//! Excludes1 note passes with the reason that NOTE-01 asks for. NOTE-11: lists that end "such as" are
//! examples, and membership in them is never enforced; NOTE-06 and NOTE-08 heed it.

mod additional_code_first;
mod additional_code_missing;
mod applicable_etiology_later;
mod bracketed_pair_reversed;
mod detail_left_out;
mod etiology_missing_or_later;
mod excluded_pair;
mod excluded_with_condition;
mod excludes_by_words;
mod not_included_here;
mod parts_of_combination;
mod second_code_missing;
mod tabular_and_guideline_differ;

use icd10cm::{Code, Note, NoteKind};

use crate::context::Context;
use crate::rule::Listed;

pub(super) const RULES: &[Listed] = &[
    Listed::of::<excluded_pair::ExcludedPair>(),
    Listed::of::<excluded_with_condition::ExcludedWithCondition>(),
    Listed::of::<excludes_by_words::ExcludesByWords>(),
    Listed::of::<not_included_here::NotIncludedHere>(),
    Listed::of::<bracketed_pair_reversed::BracketedPairReversed>(),
    Listed::of::<etiology_missing_or_later::EtiologyMissingOrLater>(),
    Listed::of::<additional_code_first::AdditionalCodeFirst>(),
    Listed::of::<applicable_etiology_later::ApplicableEtiologyLater>(),
    Listed::of::<additional_code_missing::AdditionalCodeMissing>(),
    Listed::of::<second_code_missing::SecondCodeMissing>(),
    Listed::of::<parts_of_combination::PartsOfCombination>(),
    Listed::of::<detail_left_out::DetailLeftOut>(),
    Listed::of::<tabular_and_guideline_differ::TabularAndGuidelineDiffer>(),
];

/// Two codes that an Excludes1 note of one of them names together.
struct Excluded<'a> {
    codes: [Code; 2],
    note: Note<'a>,
    /// The note could be read whole, with its condition on the characters.
    certain: bool,
}

/// All pairs of the set that exclude each other, each once: the code with the note first.
fn excluded<'a>(cx: &Context<'a>) -> Vec<Excluded<'a>> {
    let mut pairs: Vec<Excluded<'a>> = Vec::new();
    for item in &cx.items {
        for (_, naming) in cx.notes.of(item, NoteKind::Excludes1) {
            let note = naming.note;
            for &other in &naming.named {
                let other = &cx.items[other];
                // a condition that the reader of the release left unread
                let read = condition(note, other.code);
                if read == Some(false) {
                    continue;
                }
                // a note that names a code below its own line tells the code's neighbours apart, not the code from itself
                if other.code == item.code || note.owner().contains(other.entry) {
                    continue;
                }
                let known = pairs.iter().any(|p| {
                    p.codes == [item.code, other.code] || p.codes == [other.code, item.code]
                });
                if !known {
                    pairs.push(Excluded {
                        codes: [item.code, other.code],
                        note,
                        certain: read == Some(true),
                    });
                }
            }
        }
    }
    pairs
}

/// Whether a code meets the condition on its characters that a note sets; `None` where it could not be read.
fn condition(note: Note<'_>, code: Code) -> Option<bool> {
    let text = note.text();
    let Some((_, words)) = text
        .rfind('(')
        .and_then(|at| text[at..].split_once(" with "))
    else {
        return Some(true);
    };
    let words = words.trim_end_matches(')').trim();
    if let Some(end) = words.strip_prefix("final characters -") {
        return Some(code.undotted().ends_with(end.trim()));
    }
    for lead in ["7th character ", "seventh character "] {
        if let Some(seventh) = words.strip_prefix(lead) {
            return Some(code.seventh() == seventh.chars().next());
        }
    }
    // the release's reader has applied what it could read
    note.is_strict().then_some(true)
}
