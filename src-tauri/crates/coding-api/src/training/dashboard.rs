//! The trainer's tables, folded from all attempts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use coding_model::Duty;
use coding_store::Store;
use coding_training::exercise::Pack;
use coding_training::score::{ErrorKind, Mastery};

use super::attempt::{self, Attempt};
use super::csv::csv;
use super::names::name;
use super::{exam, packs, tree};
use crate::dto::{
    DashboardDto, DistractorDto, ExamDto, HeatDto, ItemDto, LearnerDto, PaceDto, SkillCellDto,
};
use crate::{ApiError, App, people, settings};

/// Persons from which an item's discrimination is told.
const PERSONS: usize = 3;
/// Most wrong codes that are shown of an item.
const DISTRACTORS: usize = 6;

/// Who works here, where they may see what they did themselves and nothing else: people have accounts, and this one
/// is no trainer.
pub(super) fn own_alone(store: &Store) -> Result<Option<String>, ApiError> {
    let person = settings::person(store)?;
    let trainer = people::require(store, Duty::Trainer, "seeing what learners did").is_ok();
    Ok((!trainer).then_some(person))
}

/// Learners, heat maps, time a step, items, ways, trust in wrong suggestions, examinations, and all attempts as CSV.
///
/// # Errors
/// Where the database cannot be read, or a file in the folder of exercises is no pack.
pub fn training_dashboard(app: &App) -> Result<DashboardDto, ApiError> {
    let (attempts, exams) = app.store(|store| {
        exam::interrupt(app, store)?;
        let mut attempts = attempt::all(store)?;
        let mut exams = exam::fold(store, &attempts)?;
        if let Some(own) = own_alone(store)? {
            attempts.retain(|a| a.person == own);
            exams.retain(|e| e.person == own);
        }
        Ok((attempts, exams))
    })?;
    let packs = packs::all(app)?;
    let chapters = chapters(app, &attempts, &packs);
    let skills: Vec<ErrorKind> = ErrorKind::ALL
        .iter()
        .copied()
        .filter(|k| attempts.iter().any(|a| made(a, *k)))
        .collect();
    Ok(DashboardDto {
        learners: learners(&attempts, &exams, &packs),
        skills: skills
            .iter()
            .map(|k| format!("{} {}", k.short(), name(*k)))
            .collect(),
        by_person: heat(&attempts, &skills, |a| a.person.clone()),
        by_chapter: heat(&attempts, &skills, |a| {
            chapters.get(&a.body.exercise).cloned().unwrap_or_default()
        }),
        items: items(&attempts, &packs),
        paces: paces(&attempts),
        trees: tree::trees(&attempts, &packs),
        over_trust: over_trust(attempts.iter()),
        exams,
        csv: csv(&attempts),
    })
}

/// "Chapter 9 Diseases of the circulatory system" of each exercise that was answered. What neither the attempt nor
/// an installed release tells has none.
fn chapters(app: &App, attempts: &[Attempt], packs: &[Arc<Pack>]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let answered: BTreeSet<&str> = attempts.iter().map(|a| a.body.exercise.as_str()).collect();
    for pack in packs {
        let mut exercises = pack
            .exercises
            .iter()
            .filter(|e| answered.contains(e.id.as_str()));
        let Some(first) = exercises.next() else {
            continue;
        };
        let Ok(edition) = app.library().open(&pack.release) else {
            continue;
        };
        for exercise in std::iter::once(first).chain(exercises) {
            let label = packs::chapter(edition.codebook(), exercise);
            if let Some(chapter) = edition.codebook().chapters().find(|c| c.label() == label) {
                found.insert(
                    exercise.id.clone(),
                    format!("{} {}", chapter.label(), chapter.title()),
                );
            }
        }
    }
    for attempt in attempts.iter().filter(|a| !a.body.chapter.is_empty()) {
        found
            .entry(attempt.body.exercise.clone())
            .or_insert_with(|| attempt.body.chapter.clone());
    }
    found
}

fn made(attempt: &Attempt, kind: ErrorKind) -> bool {
    attempt.body.errors.iter().any(|e| e == kind.short())
}

fn over_trust<'a>(attempts: impl Iterator<Item = &'a Attempt>) -> Option<f64> {
    let (seeded, trusted) = attempts.fold((0, 0), |(seeded, trusted), a| {
        (seeded + a.body.seeded, trusted + a.body.trusted)
    });
    (seeded > 0).then(|| trusted as f64 / seeded as f64)
}

fn learners(attempts: &[Attempt], exams: &[ExamDto], packs: &[Arc<Pack>]) -> Vec<LearnerDto> {
    let mut people: BTreeSet<&str> = attempts.iter().map(|a| a.person.as_str()).collect();
    people.extend(exams.iter().map(|e| e.person.as_str()));
    people
        .into_iter()
        .map(|person| {
            let own: Vec<&Attempt> = attempts.iter().filter(|a| a.person == person).collect();
            let unfinished = |e: &&ExamDto| {
                e.person == person && !matches!(e.state.as_str(), "handed in" | "running")
            };
            LearnerDto {
                person: person.to_owned(),
                attempts: own.len(),
                mean: mean(&own, |a| a.body.score),
                hints: mean(&own, |a| f64::from(a.body.hints)),
                seconds: mean(&own, |a| f64::from(a.body.elapsed_ms) / 1000.0),
                over_trust: over_trust(own.iter().copied()),
                unfinished: exams.iter().filter(unfinished).count(),
                mastered: packs
                    .iter()
                    .filter(|p| packs::progress(p, person, attempts).is_mastered())
                    .count(),
            }
        })
        .collect()
}

fn mean(list: &[&Attempt], of: impl Fn(&Attempt) -> f64) -> f64 {
    if list.is_empty() {
        return 0.0;
    }
    list.iter().map(|a| of(a)).sum::<f64>() / list.len() as f64
}

/// A row for each value of a grouping that is not empty, a cell for each skill.
fn heat(attempts: &[Attempt], skills: &[ErrorKind], of: impl Fn(&Attempt) -> String) -> HeatDto {
    let mut groups: BTreeMap<String, Vec<&Attempt>> = BTreeMap::new();
    for attempt in attempts {
        groups.entry(of(attempt)).or_default().push(attempt);
    }
    groups.remove("");
    let mut rows: Vec<String> = groups.keys().cloned().collect();
    // chapters by their number
    let number = |row: &String| row.split(' ').next().and_then(|n| n.parse::<u8>().ok());
    rows.sort_by_key(|row| (number(row), row.clone()));
    let mut cells = Vec::new();
    for skill in skills {
        // a skill is tried by the exercises in which somebody made that error
        let trying: BTreeSet<&str> = attempts
            .iter()
            .filter(|a| made(a, *skill))
            .map(|a| a.body.exercise.as_str())
            .collect();
        for row in &rows {
            let list = groups.get(row).map(Vec::as_slice).unwrap_or_default();
            cells.push(cell(list, &trying, row, *skill));
        }
    }
    HeatDto { rows, cells }
}

fn cell(list: &[&Attempt], trying: &BTreeSet<&str>, row: &str, skill: ErrorKind) -> SkillCellDto {
    let mut mastery = Mastery::default();
    let (mut errors, mut all) = (0, 0);
    for attempt in list
        .iter()
        .filter(|a| trying.contains(a.body.exercise.as_str()))
    {
        all += 1;
        let wrong = made(attempt, skill);
        errors += usize::from(wrong);
        // who was led shows nothing of what they can do alone
        if attempt.body.mode != "guided" {
            mastery.take(f64::from(u8::from(!wrong)));
        }
    }
    SkillCellDto {
        row: row.to_owned(),
        skill: skill.short().to_owned(),
        errors,
        attempts: all,
        mastery: mastery.probability(),
    }
}

fn paces(attempts: &[Attempt]) -> Vec<PaceDto> {
    let mut by_kind: BTreeMap<&str, Vec<&Attempt>> = BTreeMap::new();
    for attempt in attempts.iter().filter(|a| a.body.pace.is_some()) {
        by_kind.entry(&attempt.body.kind).or_default().push(attempt);
    }
    by_kind
        .into_iter()
        .map(|(kind, list)| {
            let seconds = |of: fn(&super::pace::Pace) -> u32| {
                mean(&list, |a| {
                    f64::from(a.body.pace.as_ref().map_or(0, of)) / 1000.0
                })
            };
            PaceDto {
                kind: kind.to_owned(),
                attempts: list.len(),
                main_term: seconds(|p| p.main_term),
                index: seconds(|p| p.index),
                tabular: seconds(|p| p.tabular),
                answer: seconds(|p| p.answer),
            }
        })
        .collect()
}

fn items(attempts: &[Attempt], packs: &[Arc<Pack>]) -> Vec<ItemDto> {
    let mut by_item: BTreeMap<&str, Vec<&Attempt>> = BTreeMap::new();
    for attempt in attempts {
        by_item
            .entry(&attempt.body.exercise)
            .or_default()
            .push(attempt);
    }
    by_item
        .into_iter()
        .map(|(id, list)| ItemDto {
            exercise: id.to_owned(),
            kind: list
                .first()
                .map(|a| a.body.kind.clone())
                .unwrap_or_default(),
            attempts: list.len(),
            difficulty: mean(&list, |a| a.body.score),
            discrimination: discrimination(attempts, id),
            seconds: mean(&list, |a| f64::from(a.body.elapsed_ms) / 1000.0),
            hints: mean(&list, |a| f64::from(a.body.hints)),
            distractors: distractors(&list, id, packs),
        })
        .collect()
}

/// The codes given that are none of the right ones.
fn distractors(list: &[&Attempt], id: &str, packs: &[Arc<Pack>]) -> Vec<DistractorDto> {
    let exercise = packs.iter().flat_map(|p| &p.exercises).find(|e| e.id == id);
    let Some(exercise) = exercise else {
        return Vec::new();
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for code in list.iter().flat_map(|a| &a.body.codes) {
        if !exercise.codes.iter().any(|c| c.code.to_string() == *code) {
            *counts.entry(code).or_default() += 1;
        }
    }
    let mut found: Vec<DistractorDto> = counts
        .into_iter()
        .map(|(code, count)| DistractorDto {
            code: code.to_owned(),
            count,
        })
        .collect();
    found.sort_by_key(|d| std::cmp::Reverse(d.count));
    found.truncate(DISTRACTORS);
    found
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlation_is_right() {
        let near = |found: Option<f64>, expected: f64| {
            assert!((found.unwrap() - expected).abs() < 1e-9, "{found:?}");
        };
        near(correlation(&[(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)]), 1.0);
        near(correlation(&[(0.0, 1.0), (0.5, 0.5), (1.0, 0.0)]), -1.0);
        assert_eq!(correlation(&[(1.0, 0.0), (1.0, 1.0), (1.0, 0.5)]), None);
    }
}
