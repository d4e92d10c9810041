//! Where learners leave the expert's way.

use std::collections::BTreeMap;

use coding_training::exercise::Pack;
use std::sync::Arc;

use super::attempt::Attempt;
use crate::dto::{ArmDto, TreeDto};

/// Most trees, and most arms of one, that are shown.
const MOST: usize = 40;

/// A tree for each exercise that somebody left the way of, those first that most left. Attempts of an earlier form
/// say in words where they left; those arms stand at the beginning.
pub(super) fn trees(attempts: &[Attempt], packs: &[Arc<Pack>]) -> Vec<TreeDto> {
    let mut by_item: BTreeMap<&str, Vec<&Attempt>> = BTreeMap::new();
    // no way is walked in other kinds
    for attempt in attempts.iter().filter(|a| a.body.kind == "walk") {
        by_item
            .entry(&attempt.body.exercise)
            .or_default()
            .push(attempt);
    }
    let mut trees: Vec<TreeDto> = by_item
        .into_iter()
        .map(|(id, list)| tree(id, &list, path(packs, id)))
        .filter(|tree| !tree.arms.is_empty())
        .collect();
    trees.sort_by_key(|t| std::cmp::Reverse(t.arms.iter().map(|a| a.count).sum::<usize>()));
    trees.truncate(MOST);
    trees
}

fn path(packs: &[Arc<Pack>], id: &str) -> Vec<String> {
    packs
        .iter()
        .flat_map(|p| &p.exercises)
        .find(|e| e.id == id)
        .and_then(|e| e.codes.first())
        .map(|c| c.path.clone())
        .unwrap_or_default()
}

fn tree(id: &str, list: &[&Attempt], path: Vec<String>) -> TreeDto {
    let mut arms: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut through = vec![0; path.len()];
    for attempt in list {
        let body = &attempt.body;
        let left = !body.divergence.is_empty();
        let depth = if left {
            body.left_at.unwrap_or(0)
        } else {
            path.len()
        };
        for count in through.iter_mut().take(depth) {
            *count += 1;
        }
        if left {
            let to = match (body.left_at, body.left_to.as_str()) {
                (None, _) => body.divergence.as_str(),
                (Some(_), "") => "no line opened",
                (Some(_), to) => to,
            };
            *arms.entry((depth, to)).or_default() += 1;
        }
    }
    let mut arms: Vec<ArmDto> = arms
        .into_iter()
        .map(|((depth, to), count)| ArmDto {
            depth,
            to: to.to_owned(),
            count,
        })
        .collect();
    arms.sort_by_key(|a| std::cmp::Reverse(a.count));
    arms.truncate(MOST);
    TreeDto {
        exercise: id.to_owned(),
        path,
        through,
        attempts: list.len(),
        arms,
    }
}
