//! What stands beside a code: siblings and cousins in the Tabular List, and neighbours in the graph of the cross
//! references, which are the index's *see* and *see also* and the codes that instructional notes name.

use icd10cm::{BookKind, Code, Codebook, Entry, Node, NoteKind, ReferenceKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// The most codes that one line of the index stands for in the graph, and lines that one reference leads to.
const LINE: usize = 8;
/// The most billable codes that a note's reference stands for; a range of a chapter says nothing of its codes.
const RANGE: usize = 40;
/// The most neighbours kept for one code and distance.
const KIN: usize = 24;
/// The most leaves of a neighbouring header.
const LEAVES: usize = 40;

/// How a code stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

/// What a cross reference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Link {
    /// *See* of an index or table (Guidelines I.A.16).
    See,
    /// *See also* of an index or table.
    SeeAlso,
    /// A note that another code comes first (I.A.13).
    CodeFirst,
    /// A note that another code follows (I.A.13).
    UseAdditional,
    /// A note that two codes may be needed (I.A.17).
    CodeAlso,
    /// A note that something is not included here, and may be coded as well (I.A.12.b).
    Excludes2,
}

impl Link {
    /// What it is called in reasons.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::SeeAlso => "see also",
            Self::CodeFirst => "code first",
            Self::UseAdditional => "use additional code",
            Self::CodeAlso => "code also",
            Self::Excludes2 => "excludes2",
        }
    }

    fn of_note(kind: NoteKind) -> Option<Self> {
        match kind {
            NoteKind::CodeFirst => Some(Self::CodeFirst),
            NoteKind::UseAdditional => Some(Self::UseAdditional),
            NoteKind::CodeAlso => Some(Self::CodeAlso),
            NoteKind::Excludes2 => Some(Self::Excludes2),
            _ => None,
        }
    }
}

/// A billable code beside another, and how it stands to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relative {
    /// The code.
    pub code: Code,
    /// How it stands to the other.
    pub kinship: Kinship,
    /// The last cross reference on the way, where there is one.
    pub link: Option<Link>,
}

impl Relative {
    /// In words: "a cousin", "one cross reference away (code first)".
    #[must_use]
    pub fn reason(&self) -> String {
        let link = self.link.map(Link::name).unwrap_or_default();
        match self.kinship {
            Kinship::Sibling => "a sibling in the Tabular List".to_owned(),
            Kinship::Cousin => "a cousin in the Tabular List".to_owned(),
            Kinship::OneHop => format!("one cross reference away ({link})"),
            Kinship::TwoHops => format!("two cross references away ({link})"),
        }
    }
}

/// The undirected graph of the cross references of a release, between codes.
#[derive(Debug, Default)]
pub struct Graph(FxHashMap<Code, Vec<(Code, Link)>>);

impl Graph {
    /// Reads the cross references of a release: those of the index, and those of the notes in the Tabular List.
    #[must_use]
    pub fn build(codebook: &Codebook) -> Self {
        // what a code's own line or note says goes before what another's says of it
        let mut edges: FxHashMap<Code, FxHashMap<Code, (bool, Link)>> = FxHashMap::default();
        let mut join = |a: Code, b: Code, link: Link| {
            if a != b {
                for (a, b, of_another) in [(a, b, false), (b, a, true)] {
                    let said = (of_another, link);
                    let known = edges.entry(a).or_default().entry(b).or_insert(said);
                    *known = said.min(*known);
                }
            }
        };
        for node in codebook.book(BookKind::Index).nodes() {
            let mut references = node.references().peekable();
            if references.peek().is_none() {
                continue;
            }
            let here = standing(bearing(node));
            for reference in references {
                let link = match reference.kind() {
                    ReferenceKind::SeeAlso => Link::SeeAlso,
                    _ => Link::See,
                };
                for target in reference.targets().take(LINE) {
                    let there = standing(target);
                    for a in &here {
                        there.iter().for_each(|b| join(*a, *b, link));
                    }
                }
            }
        }
        for entry in codebook.entries() {
            let Some(code) = entry.code() else { continue };
            for note in entry.notes() {
                let Some(link) = Link::of_note(note.kind()) else {
                    continue;
                };
                for reference in note.references() {
                    let named: Vec<Code> = reference.codes().take(RANGE + 1).collect();
                    if named.len() <= RANGE {
                        named.iter().for_each(|other| join(code, *other, link));
                    }
                }
            }
        }
        let sorted = |others: FxHashMap<Code, (bool, Link)>| {
            let mut others: Vec<(Code, (bool, Link))> = others.into_iter().collect();
            others.sort_unstable_by_key(|(code, said)| (*said, codebook.ordinal(*code)));
            let said = others.into_iter().map(|(code, (_, link))| (code, link));
            said.collect::<Vec<(Code, Link)>>()
        };
        Self(
            edges
                .into_iter()
                .map(|(code, others)| (code, sorted(others)))
                .collect(),
        )
    }

    /// Codes one cross reference away from a code or one of its headers.
    fn of(&self, code: Code) -> impl Iterator<Item = (Code, Link)> + '_ {
        (3..=code.len())
            .rev()
            .filter_map(move |n| self.0.get(&code.prefix(n)))
            .flatten()
            .copied()
    }
}

/// A line that carries a reference stands where its nearest line with a code does.
fn bearing(mut node: Node<'_>) -> Node<'_> {
    while node.code().is_none() {
        match node.parent() {
            Some(parent) => node = parent,
            None => break,
        }
    }
    node
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

/// What stands beside a code: billable codes of the release, the nearest first, each once and without the code itself.
#[must_use]
pub fn relatives(codebook: &Codebook, graph: &Graph, code: Code) -> Vec<Relative> {
    let mut seen: FxHashSet<Code> = FxHashSet::default();
    seen.insert(code);
    let mut out = Vec::new();
    let Some(entry) = codebook.entry_of(code) else {
        return out;
    };
    let mut push = |found: Option<Code>, kinship: Kinship, link: Option<Link>| {
        if let Some(code) = found.filter(|c| codebook.is_billable(*c) && seen.insert(*c)) {
            out.push(Relative {
                code,
                kinship,
                link,
            });
        }
    };
    // the other 7th characters of the same entry are its nearest siblings
    for other in entry.billable_codes() {
        push(Some(other), Kinship::Sibling, None);
    }
    for leaf in entry.siblings().flat_map(leaves) {
        push(complete(codebook, leaf, code), Kinship::Sibling, None);
    }
    let parent = entry.parent().filter(|p| p.code().is_some());
    for aunt in parent.into_iter().flat_map(Entry::siblings) {
        if aunt.code().is_some() {
            for leaf in leaves(aunt) {
                push(complete(codebook, leaf, code), Kinship::Cousin, None);
            }
        }
    }
    let below = |code: Code| codebook.entry_of(code).into_iter().flat_map(leaves);
    let near: Vec<(Code, Link)> = graph.of(code).take(KIN).collect();
    for (one, link) in &near {
        for leaf in below(*one) {
            let found = complete(codebook, leaf, code);
            push(found, Kinship::OneHop, Some(*link));
        }
    }
    for (one, link) in near.iter().flat_map(|(c, _)| graph.of(*c)).take(KIN) {
        for leaf in below(one) {
            let found = complete(codebook, leaf, code);
            push(found, Kinship::TwoHops, Some(link));
        }
    }
    out
}

fn leaves(entry: Entry<'_>) -> impl Iterator<Item = Entry<'_>> {
    entry.subtree().filter(|e| e.is_leaf()).take(LEAVES)
}

/// The complete code of a leaf: with the 7th character of the code that it stands beside, where it has it.
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
