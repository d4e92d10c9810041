//! Credit for a way through the book. Any way that the book allows and that ends at a line for the right code
//! earns all of it.

use icd10cm::{Code, Node, ReferenceKind};
use serde::{Deserialize, Serialize};

use super::code::leads;
use crate::{Place, Step, Walker};

/// Where a learner left the expert's way for one that did not lead to the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divergence {
    /// Depth in the expert's path at which the ways part, from 0 (the main term).
    pub depth: usize,
    /// The line that the learner ended at.
    pub learner: Vec<String>,
    /// The line that the expert ended at.
    pub expert: Vec<String>,
    /// Both with their codes, in a sentence.
    pub text: String,
}

/// What a way is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct PathCredit {
    /// Credit for the main term, 0 or 1.
    pub main_term: f64,
    /// Credit for the path, 0 to 1.
    pub path: f64,
    /// Steps that could not be taken, and main terms that were left again; recorded and not punished.
    pub wrong_turns: usize,
    /// Where the ways part, where the learner's did not lead to the code.
    pub divergence: Option<Divergence>,
    /// The last line that was open.
    pub last: Option<Place>,
    /// Whether the last line bears a *see* that was not followed.
    pub ignored_see: bool,
    /// The codes opened in the Tabular List.
    pub verified: Vec<Code>,
}

/// The codes that a line prints: its default code, bracketed manifestation, the categories it sends to, and for a
/// table the cell of the column (or all cells where none is named).
#[must_use]
pub fn codes_at(node: Node<'_>, column: Option<u8>) -> Vec<Code> {
    let cells = node
        .cells()
        .filter(|c| column.is_none_or(|wanted| wanted == c.column))
        .filter_map(|c| c.code);
    let categories = node.references().filter_map(|r| r.category());
    node.code()
        .into_iter()
        .chain(node.manifestation())
        .chain(cells)
        .filter(|p| p.known)
        .map(|p| p.code)
        .chain(categories)
        .collect()
}

/// Follows the steps of a learner towards a code. `expert` is the reference's line, `accept` are main terms that
/// are as right as its own.
#[must_use]
pub fn path_credit(
    walker: &Walker<'_>,
    steps: &[Step],
    code: Code,
    expert: &Place,
    accept: &[String],
) -> PathCredit {
    let mut credit = PathCredit {
        main_term: 0.0,
        path: 0.0,
        wrong_turns: 0,
        divergence: None,
        last: None,
        ignored_see: false,
        verified: Vec::new(),
    };
    let mut visited: Vec<Place> = Vec::new();
    let mut arrived = false;
    for step in steps {
        if walker.take(step).is_err() {
            credit.wrong_turns += 1;
            continue;
        }
        match step {
            Step::Open(place) | Step::See { to: place, .. } => {
                arrived |= leads_here(walker, place, code);
                visited.push(place.clone());
            }
            Step::Tabular { code } => credit.verified.push(*code),
            _ => {}
        }
    }
    credit.last = visited.last().cloned();
    let mut roots: Vec<&String> = visited.iter().filter_map(|p| p.path.first()).collect();
    roots.dedup();
    if arrived {
        credit.main_term = 1.0;
        credit.path = 1.0;
        credit.wrong_turns += roots.len().saturating_sub(1);
        return credit;
    }
    let right_term = |t: &&String| expert.path.first() == Some(*t) || accept.contains(t);
    credit.main_term = f64::from(u8::from(roots.iter().any(right_term)));
    let depth = visited
        .iter()
        .filter(|p| p.book == expert.book)
        .map(|p| common(&p.path, &expert.path))
        .max()
        .unwrap_or(0);
    if !expert.path.is_empty() {
        // what was walked of the way earns half of its share
        credit.path = 0.5 * depth as f64 / expert.path.len() as f64;
    }
    credit.ignored_see = visited.last().is_some_and(|p| must_see(walker, p));
    credit.divergence = Some(divergence(walker, visited.last(), expert, depth));
    credit
}

fn leads_here(walker: &Walker<'_>, place: &Place, code: Code) -> bool {
    walker.line(place).is_some_and(|node| {
        codes_at(node, place.column)
            .iter()
            .any(|c| leads(walker, *c, code))
    })
}

fn must_see(walker: &Walker<'_>, place: &Place) -> bool {
    walker.line(place).is_some_and(|node| {
        node.references()
            .any(|r| r.kind() == ReferenceKind::See && r.is_live())
    })
}

fn common(a: &[String], b: &[String]) -> usize {
    a.iter().zip(b).take_while(|(x, y)| x == y).count()
}

fn divergence(
    walker: &Walker<'_>,
    last: Option<&Place>,
    expert: &Place,
    depth: usize,
) -> Divergence {
    let at = |place: &Place| {
        let codes: Vec<String> = walker
            .line(place)
            .map(|n| codes_at(n, place.column))
            .unwrap_or_default()
            .iter()
            .map(Code::to_string)
            .collect();
        let path = place.path.join(" › ");
        if codes.is_empty() {
            path
        } else {
            format!("{path} ({})", codes.join(", "))
        }
    };
    let text = match last {
        None => format!("You opened no line; the expert took {}", at(expert)),
        Some(place) if expert.path.starts_with(&place.path) => format!(
            "You stopped at {}; the expert went on to {}",
            at(place),
            at(expert)
        ),
        Some(place) => format!("You took {}; the expert took {}", at(place), at(expert)),
    };
    Divergence {
        depth,
        learner: last.map(|p| p.path.clone()).unwrap_or_default(),
        expert: expert.path.clone(),
        text,
    }
}
