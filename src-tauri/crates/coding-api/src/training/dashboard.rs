//! The trainer's tables, folded from all attempts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use coding_training::score::{ErrorKind, Mastery};

use super::attempt::{self, Attempt, name};
use crate::dto::{BranchDto, DashboardDto, ItemDto, SkillCellDto};
use crate::{ApiError, App};

/// Most branches that are shown.
const BRANCHES: usize = 100;
/// Persons from which an item's discrimination is told.
const PERSONS: usize = 3;

/// Heat map, items, branches, trust in wrong suggestions, and all attempts as CSV.
///
/// # Errors
/// Where the database cannot be read.
pub fn training_dashboard(app: &App) -> Result<DashboardDto, ApiError> {
    let attempts = app.store(|store| attempt::all(store))?;
    let people: BTreeSet<String> = attempts.iter().map(|a| a.person.clone()).collect();
    let skills: Vec<ErrorKind> = ErrorKind::ALL
        .iter()
        .copied()
        .filter(|k| attempts.iter().any(|a| made(a, *k)))
        .collect();
    let mut cells = Vec::new();
    for person in &people {
        for skill in &skills {
            cells.push(cell(&attempts, person, *skill));
        }
    }
    let seeded: usize = attempts.iter().map(|a| a.body.seeded).sum();
    let trusted: usize = attempts.iter().map(|a| a.body.trusted).sum();
    Ok(DashboardDto {
        people: people.into_iter().collect(),
        skills: skills
            .iter()
            .map(|k| format!("{} {}", k.short(), name(*k)))
            .collect(),
        cells,
        items: items(&attempts),
        branches: branches(&attempts),
        over_trust: (seeded > 0).then(|| trusted as f64 / seeded as f64),
        csv: csv(&attempts),
    })
}

fn made(attempt: &Attempt, kind: ErrorKind) -> bool {
    attempt.body.errors.iter().any(|e| e == kind.short())
}

/// A skill is tried by the exercises in which somebody made that error.
fn cell(attempts: &[Attempt], person: &str, skill: ErrorKind) -> SkillCellDto {
    let trying: BTreeSet<&str> = attempts
        .iter()
        .filter(|a| made(a, skill))
        .map(|a| a.body.exercise.as_str())
        .collect();
    let mut mastery = Mastery::default();
    let (mut errors, mut all) = (0, 0);
    for attempt in attempts.iter().filter(|a| a.person == person) {
        if !trying.contains(attempt.body.exercise.as_str()) {
            continue;
        }
        all += 1;
        let wrong = made(attempt, skill);
        errors += usize::from(wrong);
        mastery.take(f64::from(u8::from(!wrong)));
    }
    SkillCellDto {
        person: person.to_owned(),
        skill: skill.short().to_owned(),
        errors,
        attempts: all,
        mastery: mastery.probability(),
    }
}

fn items(attempts: &[Attempt]) -> Vec<ItemDto> {
    let mut by_item: BTreeMap<&str, Vec<&Attempt>> = BTreeMap::new();
    for attempt in attempts {
        by_item
            .entry(&attempt.body.exercise)
            .or_default()
            .push(attempt);
    }
    by_item
        .into_iter()
        .map(|(id, list)| {
            let n = list.len() as f64;
            let mean = |of: &dyn Fn(&Attempt) -> f64| list.iter().map(|a| of(a)).sum::<f64>() / n;
            ItemDto {
                exercise: id.to_owned(),
                kind: list
                    .first()
                    .map(|a| a.body.kind.clone())
                    .unwrap_or_default(),
                attempts: list.len(),
                difficulty: mean(&|a| a.body.score),
                discrimination: discrimination(attempts, id),
                seconds: mean(&|a| f64::from(a.body.elapsed_ms) / 1000.0),
                hints: mean(&|a| f64::from(a.body.hints)),
            }
        })
        .collect()
}

/// Correlation, over persons, of the first score on an item with the mean of first scores on all others.
fn discrimination(attempts: &[Attempt], item: &str) -> Option<f64> {
    let mut first: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for attempt in attempts {
        first
            .entry((&attempt.person, &attempt.body.exercise))
            .or_insert(attempt.body.score);
    }
    let people: BTreeSet<&str> = first.keys().map(|(p, _)| *p).collect();
    let pairs: Vec<(f64, f64)> = people
        .into_iter()
        .filter_map(|person| {
            let own = *first.get(&(person, item))?;
            let others: Vec<f64> = first
                .iter()
                .filter(|((p, i), _)| *p == person && *i != item)
                .map(|(_, s)| *s)
                .collect();
            (!others.is_empty()).then(|| (own, others.iter().sum::<f64>() / others.len() as f64))
        })
        .collect();
    if pairs.len() < PERSONS {
        return None;
    }
    correlation(&pairs)
}

fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let (mx, my) = (
        pairs.iter().map(|p| p.0).sum::<f64>() / n,
        pairs.iter().map(|p| p.1).sum::<f64>() / n,
    );
    let sum =
        |of: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|(x, y)| of(x - mx, y - my)).sum::<f64>();
    let (xy, xx, yy) = (sum(&|x, y| x * y), sum(&|x, _| x * x), sum(&|_, y| y * y));
    (xx > 0.0 && yy > 0.0).then(|| xy / (xx * yy).sqrt())
}

fn branches(attempts: &[Attempt]) -> Vec<BranchDto> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for attempt in attempts.iter().filter(|a| !a.body.divergence.is_empty()) {
        *counts
            .entry((&attempt.body.exercise, &attempt.body.divergence))
            .or_default() += 1;
    }
    let mut list: Vec<BranchDto> = counts
        .into_iter()
        .map(|((exercise, text), count)| BranchDto {
            exercise: exercise.to_owned(),
            text: text.to_owned(),
            count,
        })
        .collect();
    list.sort_by_key(|b| std::cmp::Reverse(b.count));
    list.truncate(BRANCHES);
    list
}

/// A table of all attempts after RFC 4180. Cells that a spreadsheet would take for a formula are quoted as text.
fn csv(attempts: &[Attempt]) -> String {
    let mut out =
        "person,at,exercise,kind,mode,score,hints,seconds,wrong turns,errors,codes,divergence\r\n"
            .to_owned();
    for a in attempts {
        let b = &a.body;
        let cells = [
            a.person.clone(),
            a.at.clone(),
            b.exercise.clone(),
            b.kind.clone(),
            b.mode.clone(),
            format!("{:.3}", b.score),
            b.hints.to_string(),
            format!("{:.1}", f64::from(b.elapsed_ms) / 1000.0),
            b.wrong_turns.to_string(),
            b.errors.join(" "),
            b.codes.join(" "),
            b.divergence.clone(),
        ];
        let line: Vec<String> = cells.iter().map(|c| quoted(c)).collect();
        let _ = write!(out, "{}\r\n", line.join(","));
    }
    out
}

fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlation_and_cells_are_right() {
        let near = |found: Option<f64>, expected: f64| {
            assert!((found.unwrap() - expected).abs() < 1e-9, "{found:?}");
        };
        near(correlation(&[(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)]), 1.0);
        near(correlation(&[(0.0, 1.0), (0.5, 0.5), (1.0, 0.0)]), -1.0);
        assert_eq!(correlation(&[(1.0, 0.0), (1.0, 1.0), (1.0, 0.5)]), None);
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
    }
}
