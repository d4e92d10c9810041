//! Expanding a code: siblings, cousins, and neighbours by the cross references of the index (Generate-Expand-Verify).

use icd10cm::{BookKind, Code, Codebook, Entry, Node};
use rustc_hash::{FxHashMap, FxHashSet};

/// The most codes that one line of the index stands for in the graph.
const LINE: usize = 8;
/// The most neighbours kept for one code and distance.
const KIN: usize = 24;

/// How a code of an expansion stands to the one expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kinship {
    /// Same parent.
    Sibling,
    /// Same grandparent, other parent.
    Cousin,
    /// One cross reference away.
    OneHop,
    /// Two cross references away.
    TwoHops,
}

/// The undirected graph of the index's cross references, between codes.
#[derive(Debug, Default)]
pub struct Neighbours(FxHashMap<Code, Vec<Code>>);

impl Neighbours {
    /// Reads the cross references of a release's index.
    #[must_use]
    pub fn build(codebook: &Codebook) -> Self {
        let mut edges: FxHashMap<Code, FxHashSet<Code>> = FxHashMap::default();
        for node in codebook.book(BookKind::Index).nodes() {
            let here = standing(node.clone_up());
            for reference in node.references() {
                for target in reference.targets().take(LINE) {
                    for a in &here {
                        for b in standing(target) {
                            if *a != b {
                                edges.entry(*a).or_default().insert(b);
                                edges.entry(b).or_default().insert(*a);
                            }
                        }
                    }
                }
            }
        }
        let sorted = |set: FxHashSet<Code>| {
            let mut codes: Vec<Code> = set.into_iter().collect();
            codes.sort_unstable_by_key(|c| codebook.ordinal(*c));
            codes
        };
        Self(edges.into_iter().map(|(c, set)| (c, sorted(set))).collect())
    }

    /// Codes one cross reference away from a code or one of its headers.
    fn of(&self, code: Code) -> impl Iterator<Item = Code> + '_ {
        (3..=code.len())
            .rev()
            .filter_map(move |n| self.0.get(&code.prefix(n)))
            .flatten()
            .copied()
    }
}

/// A line that carries a reference stands where its nearest line with a code does.
trait Up {
    fn clone_up(&self) -> Self;
}

impl Up for Node<'_> {
    fn clone_up(&self) -> Self {
        let mut node = *self;
        while node.code().is_none() {
            match node.parent() {
                Some(parent) => node = parent,
                None => break,
            }
        }
        node
    }
}

/// The codes that a line of the index stands for: its own, else those of the lines right below it.
fn standing(node: Node<'_>) -> Vec<Code> {
    match node.code() {
        Some(printed) => vec![printed.code],
        None => node
            .children()
            .filter_map(|c| c.code())
            .map(|p| p.code)
            .take(LINE)
            .collect(),
    }
}

/// The expansion of a code: billable codes of the release with how they stand to it, the nearest first, each once and
/// without the code itself.
#[must_use]
pub fn expand(codebook: &Codebook, neighbours: &Neighbours, code: Code) -> Vec<(Code, Kinship)> {
    let mut seen: FxHashSet<Code> = FxHashSet::default();
    seen.insert(code);
    let mut out = Vec::new();
    let Some(entry) = codebook.entry_of(code) else {
        return out;
    };
    let mut push = |found: Option<Code>, kinship: Kinship, out: &mut Vec<(Code, Kinship)>| {
        if let Some(found) = found.filter(|c| codebook.is_billable(*c) && seen.insert(*c)) {
            out.push((found, kinship));
        }
    };
    // the other 7th characters of the same entry are its nearest siblings
    for other in entry.billable_codes() {
        push(Some(other), Kinship::Sibling, &mut out);
    }
    for sibling in entry.siblings() {
        for leaf in leaves(sibling) {
            push(complete(codebook, leaf, code), Kinship::Sibling, &mut out);
        }
    }
    let parent = entry.parent().filter(|p| p.code().is_some());
    for aunt in parent.into_iter().flat_map(Entry::siblings) {
        if aunt.code().is_some() {
            for leaf in leaves(aunt) {
                push(complete(codebook, leaf, code), Kinship::Cousin, &mut out);
            }
        }
    }
    let near: Vec<Code> = neighbours.of(code).take(KIN).collect();
    for one in &near {
        for leaf in codebook.entry_of(*one).into_iter().flat_map(leaves) {
            push(complete(codebook, leaf, code), Kinship::OneHop, &mut out);
        }
    }
    for one in near.iter().flat_map(|c| neighbours.of(*c)).take(KIN) {
        for leaf in codebook.entry_of(one).into_iter().flat_map(leaves) {
            push(complete(codebook, leaf, code), Kinship::TwoHops, &mut out);
        }
    }
    out
}

fn leaves(entry: Entry<'_>) -> impl Iterator<Item = Entry<'_>> {
    entry.subtree().filter(|e| e.is_leaf()).take(40)
}

/// The complete code of a leaf: with the 7th character of the code that is expanded, where it has it.
fn complete(codebook: &Codebook, leaf: Entry<'_>, like: Code) -> Option<Code> {
    let code = leaf.code()?;
    if codebook.is_billable(code) {
        return Some(code);
    }
    like.seventh()
        .and_then(|c| code.with_seventh(c))
        .filter(|c| codebook.is_billable(*c))
        .or_else(|| leaf.billable_codes().next())
}
