//! Where cross references lead.
//!
//! A `see` names a path by its parts ("Failure, heart, congestive"). Parts may be alternates of a title,
//! may leave out joining terms ("with"), may name a nonessential modifier, or may be wildcards ("by site").
//! Whatever does not land on one entry offers candidates and a hint, so that no link is dead.

use rustc_hash::FxHashMap;

use super::parse::{BookRows, is_structural, without_parentheses};
use crate::data::{NONE, pack_target};
use crate::problem::{Problem, ProblemKind};
use crate::tabular::parse::Texts;
use crate::words::{title_key, title_keys};

const INDEX: usize = 0;
const EXTERNAL: usize = 1;
const NEOPLASM: usize = 2;
const DRUG: usize = 3;
const MAX_TARGETS: usize = 60;

/// Keys of all titles and main terms of the four books.
pub(crate) struct Resolver {
    keys: Vec<Vec<Vec<String>>>,
    modifiers: Vec<Vec<Vec<String>>>,
    mains: Vec<FxHashMap<String, Vec<u32>>>,
    children: Vec<Vec<Vec<u32>>>,
    ends: Vec<Vec<u32>>,
}

/// What a reference's text leads to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Landing {
    pub targets: Vec<(usize, u32)>,
    /// 1 whole path, 2 main term only, 3 by wildcard, 0 nowhere.
    pub how: u8,
    pub hint: Option<&'static str>,
}

impl Resolver {
    pub fn new(
        books: &[BookRows],
        title: &dyn Fn(u32) -> String,
        modifiers: &dyn Fn(u32) -> Vec<String>,
    ) -> Self {
        let mut this = Self {
            keys: vec![],
            modifiers: vec![],
            mains: vec![],
            children: vec![],
            ends: vec![],
        };
        for book in books {
            let keys: Vec<Vec<String>> = book
                .nodes
                .iter()
                .map(|n| title_keys(&title(n.title)))
                .collect();
            let mut mains: FxHashMap<String, Vec<u32>> = FxHashMap::default();
            let mut children = vec![Vec::new(); book.nodes.len()];
            for (i, node) in book.nodes.iter().enumerate() {
                let row = i as u32;
                if node.parent == NONE {
                    for key in &keys[i] {
                        mains.entry(key.clone()).or_default().push(row);
                    }
                } else {
                    children[node.parent as usize].push(row);
                }
            }
            this.modifiers.push(
                book.nodes
                    .iter()
                    .map(|n| {
                        if n.nonessential == NONE {
                            Vec::new()
                        } else {
                            modifiers(n.nonessential)
                                .iter()
                                .map(|m| title_key(m))
                                .collect()
                        }
                    })
                    .collect(),
            );
            for (key, rows) in &mut mains {
                rows.sort_by_key(|&row| keys[row as usize].iter().position(|k| k == key));
            }
            this.keys.push(keys);
            this.mains.push(mains);
            this.children.push(children);
            this.ends.push(book.nodes.iter().map(|n| n.end).collect());
        }
        this
    }

    /// Follows a reference that stands in book `from`.
    pub fn follow(&self, text: &str, from: usize) -> Landing {
        // nonessential modifiers of the target may be printed with it
        let bare = without_parentheses(text);
        let text = if bare.is_empty() { text } else { bare.as_str() };
        let lower = title_key(text);
        if lower == "condition"
            || lower.starts_with("condition,")
            || lower.starts_with("condition ")
        {
            return Landing {
                hint: Some("This is a site or an adjective: look up the condition itself."),
                ..Landing::default()
            };
        }
        if let Some((_, rest)) = text.split_once("Index to Diseases and Injuries,") {
            return self.follow(rest, INDEX);
        }
        if lower.starts_with("categor") || names_codes(text) {
            return Landing {
                hint: Some("Choose a code of the named categories in the Tabular List."),
                ..Landing::default()
            };
        }
        if lower.contains("table of drugs") {
            let targets = if self.keys[DRUG].is_empty() {
                vec![]
            } else {
                vec![(DRUG, 0)]
            };
            return Landing {
                targets,
                how: 3,
                hint: Some(
                    "Look up the substance in the Table of Drugs and Chemicals, then take the column of the intent.",
                ),
            };
        }
        if (lower.starts_with("neoplasm") || lower.starts_with("table of neoplasms"))
            && !self.keys[NEOPLASM].is_empty()
        {
            return self.neoplasm(text);
        }
        let mut all = Landing::default();
        for piece in text.split(';') {
            let landing = self.path(piece, from);
            all.how = if all.how == 0 {
                landing.how
            } else {
                all.how.min(landing.how.max(1))
            };
            all.hint = all.hint.or(landing.hint);
            all.targets.extend(landing.targets);
        }
        all.targets.truncate(MAX_TARGETS);
        if all.targets.is_empty() && all.hint.is_none() {
            all.hint = Some("The book has no entry of this title: search for its words.");
        }
        all
    }

    fn neoplasm(&self, text: &str) -> Landing {
        let parts: Vec<String> = text.split(',').map(title_key).collect();
        let site = parts
            .iter()
            .skip(1)
            .filter(|p| !is_behaviour(p) && !p.starts_with("by ") && !p.is_empty());
        let mut node = 0;
        let mut whole = true;
        for part in site {
            match self
                .child(NEOPLASM, node, part)
                .or_else(|| self.descendant(NEOPLASM, node, part))
            {
                Some(next) => node = next,
                None => whole = false,
            }
        }
        let wildcard = parts.iter().any(|p| p.starts_with("by ")) || node == 0;
        Landing {
            targets: vec![(NEOPLASM, node)],
            how: if wildcard || !whole { 3 } else { 1 },
            hint: Some(
                "In the Neoplasm Table take the row of the site and the column of the behaviour.",
            ),
        }
    }

    fn path(&self, text: &str, from: usize) -> Landing {
        let bare = |part: &str| {
            let key = title_key(part);
            key.trim_end_matches(" nec")
                .trim_end_matches(" nos")
                .to_owned()
        };
        let parts: Vec<String> = text
            .split(',')
            .map(bare)
            .filter(|p| !p.is_empty())
            .collect();
        if parts.is_empty() {
            return Landing::default();
        }
        let mut best = Landing::default();
        // own book first, then the two indexes
        for book in [from, INDEX, EXTERNAL] {
            for n in (1..=parts.len().min(3)).rev() {
                let key = parts[..n].join(", ");
                let Some(starts) = self.mains[book].get(&key) else {
                    continue;
                };
                for &start in starts {
                    let landing = self.walk(book, start, &parts[n..]);
                    if best.how == 0 || (landing.how == 1 && best.how != 1) {
                        best = landing;
                    }
                    if best.how == 1 {
                        return best;
                    }
                }
            }
            if best.how != 0 && book == INDEX {
                break;
            }
        }
        if best.how == 0 {
            self.by_beginning(&parts[0], from)
        } else {
            best
        }
    }

    /// The first main term whose title begins with the words.
    fn by_beginning(&self, words: &str, from: usize) -> Landing {
        let begins = |key: &str| {
            key.strip_prefix(words)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', '-', '\'']))
        };
        let found = [from, INDEX, EXTERNAL].into_iter().find_map(|book| {
            let row = self.keys[book].iter().enumerate().position(|(i, keys)| {
                self.mains_row(book, i) && keys.first().is_some_and(|k| begins(k))
            })?;
            Some((book, row as u32))
        });
        let found = found.or_else(|| {
            words
                .split_once(' ')
                .map(|(first, _)| self.by_beginning(first, from))
                .and_then(|l| l.targets.first().copied())
        });
        found.map_or_else(Landing::default, |target| Landing {
            targets: vec![target],
            how: 2,
            hint: None,
        })
    }

    fn mains_row(&self, book: usize, row: usize) -> bool {
        self.keys[book][row]
            .first()
            .and_then(|k| self.mains[book].get(k))
            .is_some_and(|rows| rows.contains(&(row as u32)))
    }

    fn walk(&self, book: usize, start: u32, parts: &[String]) -> Landing {
        let mut node = start;
        let mut i = 0;
        while i < parts.len() {
            let part = parts[i].as_str();
            if part.starts_with("by ") || part == "specified site" {
                return self.wildcard(book, node, &parts[i + 1..]);
            }
            let joined = parts.get(i + 1).map(|next| format!("{part}, {next}"));
            if let Some(next) = joined.as_deref().and_then(|j| self.child(book, node, j)) {
                node = next;
                i += 2;
                continue;
            }
            let next = self
                .child(book, node, part)
                .or_else(|| strip_joiner(part).and_then(|p| self.child(book, node, p)));
            if let Some(next) = next {
                node = next;
            } else if self.modifiers[book][node as usize]
                .iter()
                .any(|m| m == part)
            {
                // a nonessential modifier: already there
            } else if let Some(next) = self.descendant(book, node, part) {
                node = next;
            } else {
                return Landing {
                    targets: vec![(book, node)],
                    how: 2,
                    hint: None,
                };
            }
            i += 1;
        }
        Landing {
            targets: vec![(book, node)],
            how: 1,
            hint: None,
        }
    }

    fn wildcard(&self, book: usize, node: u32, rest: &[String]) -> Landing {
        let mut targets = Vec::new();
        if rest.is_empty() {
            targets.push((book, node));
        } else {
            for &child in &self.children[book][node as usize] {
                let landing = self.walk(book, child, rest);
                if landing.how == 1 {
                    targets.extend(landing.targets);
                }
            }
            if targets.is_empty() {
                targets.push((book, node));
            }
        }
        targets.truncate(MAX_TARGETS);
        Landing {
            targets,
            how: 3,
            hint: Some("Choose the subterm that the note names."),
        }
    }

    /// A child of that title; children of joining terms count as children.
    fn child(&self, book: usize, node: u32, part: &str) -> Option<u32> {
        let children = &self.children[book][node as usize];
        // "heart" is rather the line of that title than "conduction system, heart"
        let hit = |rows: &[u32]| {
            rows.iter()
                .filter_map(|&c| Some((self.alternate(book, c, part)?, c)))
                .min_by_key(|(place, _)| *place)
                .map(|(_, c)| c)
        };
        hit(children).or_else(|| {
            children
                .iter()
                .filter(|&&c| {
                    self.keys[book][c as usize]
                        .first()
                        .is_some_and(|k| is_structural(k))
                })
                .find_map(|&c| hit(&self.children[book][c as usize]))
        })
    }

    /// Which of a line's titles a part is: 0 for the whole, then its alternates in order.
    fn alternate(&self, book: usize, row: u32, part: &str) -> Option<usize> {
        self.keys[book][row as usize].iter().position(|k| k == part)
    }

    /// The only descendant of that title.
    fn descendant(&self, book: usize, node: u32, part: &str) -> Option<u32> {
        let range = node + 1..self.ends[book][node as usize];
        let mut hits = range.filter(|&d| self.keys[book][d as usize].iter().any(|k| k == part));
        let first = hits.next()?;
        hits.next().is_none().then_some(first)
    }
}

/// "W00-X58 with 7th character S"
fn names_codes(text: &str) -> bool {
    text.split([' ', '-']).any(|w| {
        w.len() >= 3
            && w.bytes().any(|b| b.is_ascii_digit())
            && w.starts_with(|c: char| c.is_ascii_uppercase())
            && crate::Code::parse(w).is_ok()
    })
}

fn strip_joiner(part: &str) -> Option<&str> {
    ["with ", "due to ", "in ", "of "]
        .iter()
        .find_map(|j| part.strip_prefix(j))
}

fn is_behaviour(part: &str) -> bool {
    part.contains("malignant")
        || part.contains("benign")
        || part.contains("in situ")
        || part.contains("secondary")
        || part.contains("primary")
        || part.contains("uncertain")
        || part.contains("unspecified behavior")
}

/// Whether a line says *see* with the same words.
fn says(book: &BookRows, node: u32, printed: &str, text: &dyn Fn(u32) -> String) -> bool {
    let Some(row) = book.nodes.get(node as usize) else {
        return false;
    };
    let first = row.references as usize;
    let own = book
        .cross
        .get(first..first + usize::from(row.reference_count));
    own.unwrap_or_default()
        .iter()
        .any(|r| r.kind == 0 && text(r.text) == printed)
}

/// Follows a reference to lines that do not say the same themselves: a title far below may be that of the very
/// line that refers ("Contact, with, bird, psittacine" says see "Contact, with, psittacine"). Then the entry above
/// is offered, from which a person goes on.
fn straight(
    resolver: &Resolver,
    printed: &str,
    from: usize,
    says: &dyn Fn((usize, u32)) -> bool,
) -> Landing {
    let mut landing = resolver.follow(printed, from);
    let mut asked = printed;
    while landing.targets.iter().any(|target| says(*target)) {
        landing.targets.retain(|target| !says(*target));
        if !landing.targets.is_empty() {
            break;
        }
        let Some((above, _)) = asked.rsplit_once(',') else {
            landing.how = 0;
            break;
        };
        asked = above;
        landing = resolver.follow(asked, from);
        landing.how = landing.how.max(2);
    }
    if landing.targets.is_empty() || asked.len() < printed.len() {
        landing.hint = landing.hint.or(Some(
            "No other line has just this title: look below this entry, or search for its words.",
        ));
    }
    landing
}

/// Resolves the references of all books in place; what leads nowhere is reported.
pub(crate) fn resolve(
    books: &mut [BookRows],
    names: &[&'static str],
    texts: &mut Texts,
    resolver: &Resolver,
    text: &dyn Fn(u32) -> String,
    problems: &mut Vec<Problem>,
) {
    for from in 0..books.len() {
        let mut targets = Vec::new();
        for i in 0..books[from].cross.len() {
            let row = books[from].cross[i];
            let printed = text(row.text);
            let landing = if row.kind == 2 {
                Landing {
                    how: 1,
                    ..Landing::default()
                }
            } else {
                let says = |(book, node): (usize, u32)| says(&books[book], node, &printed, text);
                straight(resolver, &printed, from, &says)
            };
            if landing.how == 0
                && landing
                    .hint
                    .is_some_and(|h| h.starts_with("The book has no entry"))
            {
                problems.push(Problem::new(
                    ProblemKind::CrossReference,
                    format!("{}: see {printed}", names[from]),
                    "leads to no main term",
                ));
            }
            let row = &mut books[from].cross[i];
            row.targets = targets.len() as u32;
            row.target_count = landing.targets.len() as u16;
            row.landing = landing.how;
            row.hint = landing.hint.map_or(NONE, |h| texts.number(h));
            targets.extend(
                landing
                    .targets
                    .iter()
                    .map(|&(book, node)| pack_target(book as u8, node)),
            );
        }
        books[from].targets = targets;
    }
}
