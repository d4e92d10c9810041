//! Four sets of codes side by side: those the coder has now, those signed, the engine's, the auditor's.

use coding_model::Poa;
use icd10cm::Code;
use serde::{Deserialize, Serialize};

/// A code with its indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The code.
    pub code: Code,
    /// Present on admission, where it was told.
    #[serde(default)]
    pub poa: Option<Poa>,
}

/// Where a code stands in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From 1.
    pub position: usize,
    /// Present on admission, where it was told.
    pub poa: Option<Poa>,
}

/// The sets; those that are not told are not compared.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sets<'a> {
    /// What is assigned now.
    pub coder: Option<&'a [Line]>,
    /// What the engine suggests.
    pub engine: Option<&'a [Line]>,
    /// What the auditor would have.
    pub auditor: Option<&'a [Line]>,
    /// What was signed.
    pub signed: Option<&'a [Line]>,
}

/// How the sets differ on a code. Where several apply, the first of this order is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Difference {
    /// All sets that are told agree.
    Agreement,
    /// The auditor has another code of the same category in its place.
    Specificity,
    /// The auditor has it, the signature has not.
    Added,
    /// The signature has it, the auditor has not.
    Removed,
    /// One has it first, the other has not.
    FirstListed,
    /// The indicators differ.
    Poa,
    /// It was changed after signing.
    Amended,
    /// The engine alone suggests it.
    EngineOnly,
    /// The engine does not suggest it.
    EngineMissed,
}

impl Difference {
    /// Its kebab-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Specificity => "specificity",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::FirstListed => "first-listed",
            Self::Poa => "poa",
            Self::Amended => "amended",
            Self::EngineOnly => "engine-only",
            Self::EngineMissed => "engine-missed",
        }
    }
}

/// One code and where it stands in each set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The code.
    pub code: Code,
    /// In what is assigned now.
    pub coder: Option<Place>,
    /// In what the engine suggests.
    pub engine: Option<Place>,
    /// In what the auditor would have.
    pub auditor: Option<Place>,
    /// In what was signed.
    pub signed: Option<Place>,
    /// The code that stands in its place on the other side, of the same category.
    pub pair: Option<Code>,
    /// How they differ.
    pub difference: Difference,
}

fn place(lines: Option<&[Line]>, code: Code) -> Option<Place> {
    let lines = lines?;
    let at = lines.iter().position(|line| line.code == code)?;
    Some(Place {
        position: at + 1,
        poa: lines.get(at)?.poa,
    })
}

/// Every code of any set once, in the order of the signature, then of the auditor, of the coder and of the engine. A
/// set is a set: neither order nor repetition is a difference, but for who is first.
#[must_use]
pub fn compare(sets: Sets<'_>) -> Vec<Row> {
    let mut codes: Vec<Code> = Vec::new();
    for set in [sets.signed, sets.auditor, sets.coder, sets.engine] {
        for line in set.unwrap_or_default() {
            if !codes.contains(&line.code) {
                codes.push(line.code);
            }
        }
    }
    let mut rows: Vec<Row> = codes
        .into_iter()
        .map(|code| Row {
            code,
            coder: place(sets.coder, code),
            engine: place(sets.engine, code),
            auditor: place(sets.auditor, code),
            signed: place(sets.signed, code),
            pair: None,
            difference: Difference::Agreement,
        })
        .collect();
    if sets.signed.is_some() && sets.auditor.is_some() {
        pair(&mut rows);
    }
    for row in &mut rows {
        row.difference = difference(row, sets);
    }
    rows
}

/// The rows on which the sets differ.
#[must_use]
pub fn differences(rows: &[Row]) -> Vec<&Row> {
    rows.iter()
        .filter(|row| row.difference != Difference::Agreement)
        .collect()
}

/// Pairs what only the signature has with what only the auditor has, where both are of one category.
fn pair(rows: &mut [Row]) {
    for at in 0..rows.len() {
        let Some(row) = rows.get(at) else { continue };
        if row.signed.is_none() || row.auditor.is_some() {
            continue;
        }
        let code = row.code;
        let other = rows.iter().position(|r| {
            r.auditor.is_some()
                && r.signed.is_none()
                && r.pair.is_none()
                && r.code.category() == code.category()
        });
        let Some(other) = other else { continue };
        let partner = rows.get(other).map(|r| r.code);
        if let Some(row) = rows.get_mut(at) {
            row.pair = partner;
        }
        if let Some(row) = rows.get_mut(other) {
            row.pair = Some(code);
        }
    }
}

fn difference(row: &Row, sets: Sets<'_>) -> Difference {
    if row.pair.is_some() {
        return Difference::Specificity;
    }
    if sets.signed.is_some() && sets.auditor.is_some() {
        match (row.signed, row.auditor) {
            (None, Some(_)) => return Difference::Added,
            (Some(_), None) => return Difference::Removed,
            (Some(signed), Some(auditor)) => {
                if (signed.position == 1) != (auditor.position == 1) && moved_to_front(row, sets) {
                    return Difference::FirstListed;
                }
                if signed.poa != auditor.poa {
                    return Difference::Poa;
                }
            }
            (None, None) => {}
        }
    }
    if sets.coder.is_some()
        && sets.signed.is_some()
        && (row.coder.is_some() != row.signed.is_some()
            || row.coder.map(|p| p.poa) != row.signed.map(|p| p.poa))
        && (row.coder.is_some() || row.signed.is_some())
    {
        return Difference::Amended;
    }
    if sets.engine.is_some() {
        let others = row.signed.or(row.auditor).or(row.coder);
        match (row.engine, others) {
            (Some(_), None) => return Difference::EngineOnly,
            (None, Some(_)) => return Difference::EngineMissed,
            _ => {}
        }
    }
    Difference::Agreement
}

/// Whether the change at the front is one of order: the code in front on one side is also on the other.
fn moved_to_front(row: &Row, sets: Sets<'_>) -> bool {
    let front = |set: Option<&[Line]>| set.and_then(|lines| lines.first()).map(|l| l.code);
    let (Some(signed), Some(auditor)) = (front(sets.signed), front(sets.auditor)) else {
        return false;
    };
    let holds = |set: Option<&[Line]>, code| set.is_some_and(|s| s.iter().any(|l| l.code == code));
    // where the signed front was taken out or replaced, whoever moves up has not been resequenced
    signed != auditor
        && holds(sets.auditor, signed)
        && holds(sets.signed, auditor)
        && (row.code == signed || row.code == auditor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(codes: &str) -> Vec<Line> {
        codes
            .split_whitespace()
            .map(|text| {
                let (code, poa) = text.split_once(':').unwrap_or((text, ""));
                Line {
                    code: Code::parse(code).unwrap(),
                    poa: Poa::parse(poa),
                }
            })
            .collect()
    }

    fn check(signed: &str, auditor: &str, expected: &str) {
        let (signed, auditor) = (lines(signed), lines(auditor));
        let rows = compare(Sets {
            signed: Some(&signed),
            auditor: Some(&auditor),
            ..Sets::default()
        });
        let found: Vec<String> = differences(&rows)
            .iter()
            .map(|r| format!("{} {}", r.code, r.difference.name()))
            .collect();
        assert_eq!(found.join(", "), expected);
    }

    #[test]
    fn differences_are_named() {
        check("I10 E11.9", "I10 E11.9", "");
        check("I10 E11.9", "I10", "E11.9 removed");
        check("I10", "I10 E11.9", "E11.9 added");
        check(
            "E11.9 I10",
            "E11.22 I10",
            "E11.9 specificity, E11.22 specificity",
        );
        check(
            "I10 E11.9 J44.9",
            "E11.9 I10 J44.9",
            "I10 first-listed, E11.9 first-listed",
        );
        check("I10:Y E11.9:Y", "I10:Y E11.9:N", "E11.9 poa");
        check("J44.9 I10", "I10", "J44.9 removed");
    }

    #[test]
    fn order_behind_the_first_and_repetition_are_no_difference() {
        check("I10 E11.9 J44.9", "I10 J44.9 E11.9", "");
        check("I10 E11.9 E11.9", "I10 I10 E11.9", "");
    }

    #[test]
    fn the_engine_and_amendments_are_told_beside() {
        let (signed, coder, engine) = (
            lines("I10 E11.9"),
            lines("I10 E11.9 J44.9"),
            lines("I10 R05.9"),
        );
        let rows = compare(Sets {
            signed: Some(&signed),
            coder: Some(&coder),
            engine: Some(&engine),
            auditor: Some(&signed),
        });
        let found: Vec<String> = rows
            .iter()
            .map(|r| format!("{} {}", r.code, r.difference.name()))
            .collect();
        assert_eq!(
            found.join(", "),
            "I10 agreement, E11.9 engine-missed, J44.9 amended, R05.9 engine-only"
        );
    }

    proptest! {
        #[test]
        fn equal_sets_never_differ(picks in prop::collection::vec(0_usize..8, 1..8)) {
            const CODES: [&str; 8] = ["I10", "E11.9", "E11.22", "E11.21", "J44.9", "R05.9", "N18.31", "N18.32"];
            let text: Vec<&str> = picks.iter().map(|i| CODES[*i]).collect();
            let one = lines(&text.join(" "));
            // the same set: repeated, and in another order behind the first
            let mut other = one.clone();
            other[1..].reverse();
            other.extend(one.iter().copied());
            let rows = compare(Sets { coder: Some(&one), engine: Some(&other), auditor: Some(&other), signed: Some(&one) });
            prop_assert!(differences(&rows).is_empty(), "{:?}", rows);
        }
    }
}
