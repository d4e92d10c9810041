//! How long each step took.

use serde::{Deserialize, Serialize};

/// Milliseconds of the steps of an answer; they sum to the whole time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pace {
    /// Until the first line of the book was opened: reading, and finding the main term.
    pub main_term: u32,
    /// From there until the first entry of the Tabular List.
    pub index: u32,
    /// From there until the last step in the book.
    pub tabular: u32,
    /// From there until the answer.
    pub answer: u32,
}

/// The times of an answer's steps; `times` are those of `steps`, from the beginning. An answer without the book is
/// all `answer`.
pub(super) fn pace(steps: &[String], times: &[u32], elapsed: u32) -> Pace {
    let at = |of: &dyn Fn(&str) -> bool| {
        let first = steps.iter().position(|s| of(s));
        first.and_then(|n| times.get(n)).map(|t| (*t).min(elapsed))
    };
    let book = |s: &str| s.starts_with("index: ") || s.starts_with("tabular: ");
    let Some(opened) = at(&book) else {
        return Pace {
            answer: elapsed,
            ..Pace::default()
        };
    };
    let last = times
        .last()
        .map_or(elapsed, |t| (*t).min(elapsed))
        .max(opened);
    let listed = at(&|s| s.starts_with("tabular: "))
        .unwrap_or(last)
        .clamp(opened, last);
    Pace {
        main_term: opened,
        index: listed - opened,
        tabular: last - listed,
        answer: elapsed - last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_sum_to_the_whole() {
        let check = |steps: &[&str], times: &[u32], elapsed: u32, expected: [u32; 4]| {
            let steps: Vec<String> = steps.iter().map(|s| (*s).to_owned()).collect();
            let found = pace(&steps, times, elapsed);
            let parts = [found.main_term, found.index, found.tabular, found.answer];
            assert_eq!(parts, expected, "{steps:?}");
            assert_eq!(parts.iter().sum::<u32>(), elapsed);
        };
        let whole = [
            "search: a",
            "index: A",
            "index: A > b",
            "tabular: I10",
            "verified: I10",
        ];
        check(&whole, &[1, 5, 8, 20, 30], 42, [5, 15, 10, 12]);
        check(&["index: A", "index: A > b"], &[5, 8], 42, [5, 3, 0, 34]);
        check(&["tabular: I10"], &[7], 42, [7, 0, 0, 35]);
        check(&[], &[], 42, [0, 0, 0, 42]);
        // times that are missing or beyond the end
        check(&["index: A"], &[], 42, [0, 0, 0, 42]);
        check(&["index: A", "tabular: I10"], &[50, 60], 42, [42, 0, 0, 0]);
    }
}
