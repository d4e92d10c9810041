//! Structure and validity.

mod header;
mod not_in_release;
mod not_normal_form;
mod placeholder_missing;
mod repeated;
mod revised_since;
mod seventh_misplaced;
mod seventh_missing;
mod seventh_wrong;
mod taken_from_index_unfinished;
mod too_many;

use icd10cm::{Code, CodeStatus, Codebook};

use crate::context::Context;
use crate::rule::Listed;
use crate::set::Line;

pub(super) const RULES: &[Listed] = &[
    Listed::of::<not_in_release::NotInRelease>(),
    Listed::of::<header::Header>(),
    Listed::of::<seventh_missing::SeventhMissing>(),
    Listed::of::<seventh_misplaced::SeventhMisplaced>(),
    Listed::of::<seventh_wrong::SeventhWrong>(),
    Listed::of::<placeholder_missing::PlaceholderMissing>(),
    Listed::of::<repeated::Repeated>(),
    Listed::of::<not_normal_form::NotNormalForm>(),
    Listed::of::<too_many::TooMany>(),
    Listed::of::<taken_from_index_unfinished::TakenFromIndexUnfinished>(),
    Listed::of::<revised_since::RevisedSince>(),
];

/// Codes in prose, cut after six.
fn list(codes: &[Code]) -> String {
    let mut shown: Vec<String> = codes.iter().take(6).map(ToString::to_string).collect();
    if codes.len() > 6 {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

/// Whether a leaf needs placeholders before its 7th character, or has one already.
fn needs_filler(code: Code) -> bool {
    code.len() < 6 || code.undotted().contains('X')
}

fn from_index(line: &Line) -> bool {
    line.path.as_ref().is_some_and(|p| p.path.is_some())
}

/// The whole code, where the last character is a 7th character that stands too far to the left.
fn misplaced(book: &Codebook, code: Code) -> Option<Code> {
    if code.len() < 4 || code.len() == 7 {
        return None;
    }
    let last = code.undotted().chars().next_back()?;
    (3..code.len()).rev().find_map(|n| {
        let stem = code.prefix(n);
        let filled = code
            .undotted()
            .get(n..code.len() - 1)?
            .bytes()
            .all(|b| b == b'X');
        let leaf = book.entry(stem).filter(|e| e.is_leaf())?;
        leaf.seventh_owner()?;
        stem.with_seventh(last)
            .filter(|whole| filled && book.is_billable(*whole))
    })
}

/// The code with a placeholder put back in.
fn without_placeholder(book: &Codebook, code: Code) -> Option<Code> {
    let text = code.undotted();
    (3..=text.len().min(6)).find_map(|at| {
        ["X", "XX"].iter().find_map(|filler| {
            let (head, tail) = text.split_at_checked(at)?;
            let whole = Code::parse(&format!("{head}{filler}{tail}")).ok()?;
            (!matches!(
                book.status(whole),
                CodeStatus::Absent { .. } | CodeStatus::WrongSeventhCharacter { .. }
            ))
            .then_some(whole)
        })
    })
}

/// Whether a rule with a nearer explanation speaks of an absent code.
fn explained(cx: &Context<'_>, code: Code) -> bool {
    misplaced(cx.book, code).is_some()
        || without_placeholder(cx.book, code).is_some()
        || cx
            .set
            .codes
            .iter()
            .zip(&cx.codes)
            .any(|(line, c)| *c == Some(code) && line.kept_from.is_some())
}
