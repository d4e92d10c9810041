//! Credit for a code by its place in the hierarchy.

use icd10cm::{Code, EntryKind};

use crate::Walker;

/// Whether a code that an index prints leads to a full code: it is the code, or stands above it in the Tabular
/// List, or is its stem.
#[must_use]
pub fn leads(walker: &Walker<'_>, printed: Code, code: Code) -> bool {
    if printed == code {
        return true;
    }
    let book = walker.book();
    match (book.entry(printed), book.entry_of(code)) {
        (Some(above), Some(entry)) => above.contains(entry),
        _ => false,
    }
}

/// Credit for a code where another is right: 1 exact; 0.7 right subcategory with a wrong 7th character, side or
/// last character; 0.4 right category; 0.2 right block; 0 otherwise, and for what may not be reported.
#[must_use]
pub fn code_credit(walker: &Walker<'_>, given: Code, right: Code) -> f64 {
    let book = walker.book();
    if given == right {
        return 1.0;
    }
    if !book.is_billable(given) {
        return 0.0;
    }
    let (Some(a), Some(b)) = (book.entry_of(given), book.entry_of(right)) else {
        return 0.0;
    };
    // siblings below a subcategory; the subcategories of one category are no such pair
    let near = a.parent() == b.parent()
        && a.parent()
            .and_then(|p| p.code())
            .is_some_and(|p| p.len() > 3);
    if a == b || near || sides(walker, given, right) {
        return 0.7;
    }
    if given.category() == right.category() {
        return 0.4;
    }
    let block = |entry: icd10cm::Entry<'_>| {
        entry
            .ancestors()
            .find(|e| e.kind() == EntryKind::Block)
            .map(icd10cm::Entry::number)
    };
    if block(a).is_some() && block(a) == block(b) {
        0.2
    } else {
        0.0
    }
}

/// Words that name a side.
const SIDES: &[&str] = &["right", "left", "bilateral"];
/// Words that go with them.
const BESIDE: &[&str] = &["unspecified", "side", "eye", "eyes"];

fn without_sides(title: &str) -> Vec<&str> {
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !SIDES.contains(w) && !BESIDE.contains(w))
        .map(|w| w.trim_end_matches('s'))
        .collect()
}

/// Whether two codes differ by their side alone.
pub(crate) fn sides(walker: &Walker<'_>, a: Code, b: Code) -> bool {
    let title = |code| walker.book().title(code).unwrap_or_default();
    let (ta, tb) = (title(a), title(b));
    let named = |t: &str| {
        t.split(|c: char| !c.is_alphanumeric())
            .any(|w| SIDES.contains(&w))
    };
    a.category() == b.category()
        && ta != tb
        && (named(&ta) || named(&tb))
        && without_sides(&ta) == without_sides(&tb)
}
