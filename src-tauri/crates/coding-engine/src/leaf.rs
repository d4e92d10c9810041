//! A leaf below a stem, and how far the words of a note support it.

use crate::complete::Surroundings;
use crate::extract::period::Part;

/// A code below a stem without its 7th character.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub row: u32,
    /// Words beyond the stem's title; `true` for those that stand behind "without".
    pub words: Vec<(String, bool)>,
    /// Body parts among them that other leaves of the stem do not have.
    pub parts: Vec<String>,
    pub unspecified: bool,
    pub other: bool,
    pub without: bool,
    /// What part of pregnancy, delivery or puerperium the title names.
    pub part: Option<Part>,
    /// Whether the side that the title names is the right one, and whether it is the dominant one.
    pub dominance: Option<(bool, bool)>,
}

/// Words of titles that name a side.
pub(crate) const SIDES: [&str; 6] = ["right", "left", "bilateral", "both", "upper", "lower"];

/// A title without what stands in parentheses, which is nonessential.
pub(crate) fn outside_parentheses(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// Where the note supports no leaf, the one that leaves it open comes first: the unspecified one, else "other"; never one
/// that states what the note does not (Guidelines I.B.2 and I.B.18, FY2026).
pub(crate) fn says_nothing_more(leaves: &[Leaf], scored: &mut [(f32, u32, usize, Vec<String>)]) {
    let states = |leaf: &Leaf| {
        !leaf.unspecified
            && leaf.part.is_none()
            && leaf
                .words
                .iter()
                .any(|(w, negative)| !negative && !SIDES.contains(&w.as_str()))
    };
    let at = |order: usize| leaves.get(order);
    let first = scored.first().and_then(|s| at(s.2));
    if !first.is_some_and(|l| states(l) && !l.other) {
        return;
    }
    let open = scored
        .iter()
        .position(|s| at(s.2).is_some_and(|l| l.unspecified))
        .or_else(|| scored.iter().position(|s| at(s.2).is_some_and(|l| l.other)));
    if let Some(open) = open {
        scored[..=open].rotate_right(1);
    }
}

/// Whether a title in lower case names the right side, and whether it calls the side dominant; none where it says of
/// no dominance.
pub(crate) fn dominance_of(title: &str) -> Option<(bool, bool)> {
    let right = title.contains(" right ");
    let dominant = match title {
        t if t.contains("nondominant side") || t.contains("non-dominant side") => false,
        t if t.contains("dominant side") => true,
        _ => return None,
    };
    Some((right, dominant))
}

/// The side a document names together with the words of a leaf or of its stem, where it names one.
pub(crate) fn side_of(words: &[String], around: &Surroundings) -> Option<usize> {
    let mut votes = [0_u16; 3];
    for word in words {
        if let Some(sides) = around.sides.get(word) {
            for (v, s) in votes.iter_mut().zip(sides) {
                *v += s;
            }
        }
    }
    let [right, left, both] = votes;
    if both > 0 && both * 2 >= right.max(left) {
        return Some(2);
    }
    match right.cmp(&left) {
        std::cmp::Ordering::Greater if right >= 3 * left => Some(0),
        std::cmp::Ordering::Less if left >= 3 * right => Some(1),
        _ => None,
    }
}

pub(crate) fn weigh(
    leaf: &Leaf,
    around: &Surroundings,
    side: Option<usize>,
    bilateral: bool,
) -> (f32, Vec<String>) {
    let mut score = 0.0;
    let mut supported = Vec::new();
    let both_near = around.near.contains("bilateral") || around.near.contains("both");
    let near_side = ["right", "left", "bilateral", "both"]
        .iter()
        .any(|s| around.near.contains(*s));
    // the side of a part that the note does not name says nothing of that part
    let elsewhere = !leaf.parts.is_empty()
        && !leaf
            .parts
            .iter()
            .any(|p| around.near.contains(p) || around.far.contains(p));
    for (word, negative) in &leaf.words {
        let near = around.near.contains(word);
        let is_side = SIDES.contains(&word.as_str());
        if *negative {
            score += if near { -0.8 } else { 0.05 };
        } else if near && is_side && elsewhere {
            continue;
        } else if near {
            score += if is_side { 1.5 } else { 1.0 };
            supported.push(word.clone());
        } else if is_side {
            let named = match word.as_str() {
                "right" => side == Some(0),
                "left" => side == Some(1),
                "bilateral" | "both" => {
                    side == Some(2)
                        || (around.near.contains("bilateral") || around.near.contains("both"))
                }
                _ => false,
            };
            // of both sides one is named only where no code says both
            let named =
                named || (both_near && !bilateral && matches!(word.as_str(), "right" | "left"));
            if named && (!near_side || both_near || matches!(word.as_str(), "bilateral" | "both")) {
                score += 0.9;
                supported.push(word.clone());
            } else {
                score -= 1.2;
            }
        } else {
            score -= if around.far.contains(word) { 0.3 } else { 0.5 };
        }
    }
    if let Some(part) = leaf.part {
        let weight = part.weight(around.period);
        score += weight;
        if weight >= 2.0 {
            supported.push(part.name().to_owned());
        }
    } else if leaf.unspecified {
        score += 0.25;
    }
    if let Some((right, dominant)) = leaf.dominance
        && dominant == around.handed.is_dominant(right)
    {
        score += 0.4;
    }
    if leaf.other {
        score -= 0.6;
    }
    if leaf.without {
        score += 0.1;
    }
    (score, supported)
}
