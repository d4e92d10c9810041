//! Phrases of the indexes and of the Neoplasm Table.

use icd10cm::{Book, BookKind, Code, Codebook, Node, ReferenceKind};

use super::build::{Build, Target};
use super::{Canon, DUE, Origin};

/// Most variants one path may have.
const MAX_VARIANTS: usize = 12;

/// The alternates of a title as word lists: "Diabetes, diabetic" is one word twice, "Fracture, traumatic" is two words.
fn alternates(title: &str, canon: &Canon) -> Vec<Vec<String>> {
    let parts: Vec<Vec<String>> = title.split(',').map(|p| canon.words(p)).collect();
    let kin = |a: &str, b: &str| {
        a == b || (a.len() >= 4 && b.len() >= 4 && a.as_bytes()[..4] == b.as_bytes()[..4])
    };
    let Some(first) = parts.first() else {
        return Vec::new();
    };
    let mut whole = first.clone();
    let mut others: Vec<Vec<String>> = Vec::new();
    for part in &parts[1..] {
        match (first.as_slice(), part.as_slice()) {
            (_, []) => {}
            ([a], [b]) if kin(a, b) => others.push(part.clone()),
            _ => {
                for w in part {
                    if !whole.contains(w) {
                        whole.push(w.clone());
                    }
                }
            }
        }
    }
    let mut out = vec![whole];
    for other in others {
        if !out.contains(&other) {
            out.push(other);
        }
    }
    out
}

/// The code an entry leads to, its cross reference followed.
pub(super) fn target_of(node: Node<'_>, depth: u8) -> Option<(Code, Node<'_>, bool)> {
    if let Some(code) = node.code().filter(|c| c.known) {
        return Some((code.code, node, false));
    }
    if depth == 0 {
        return None;
    }
    let leads = |kind: ReferenceKind| node.references().find(|r| r.kind() == kind && r.is_exact());
    // a main term without a code of its own ("Necrosis, see also Gangrene") is looked up where it points
    let see = leads(ReferenceKind::See)
        .or_else(|| leads(ReferenceKind::SeeAlso).filter(|_| node.level() == 0))?;
    let target = see.targets().next()?;
    let (code, at, _) = target_of(below(node, target), depth - 1)?;
    Some((code, at, true))
}

/// Where a cross reference leads for the words it was followed from: "Ulcer, foot — see Ulcer, lower limb" leads on to
/// "foot specified" under "lower limb", where there is such a line.
fn below<'a>(from: Node<'a>, target: Node<'a>) -> Node<'a> {
    let words = |titles: &[String]| -> Vec<String> {
        let split = titles.iter().flat_map(|t| {
            t.split(|c: char| !c.is_alphanumeric())
                .map(str::to_lowercase)
                .collect::<Vec<_>>()
        });
        split.filter(|w| w.len() > 2).collect()
    };
    let there = words(&target.titles());
    let mut rest = words(&from.titles());
    rest.retain(|w| !there.contains(w));
    if rest.is_empty() {
        return target;
    }
    let says = |line: &Node<'a>| {
        let own = words(&[line.title().to_owned()]);
        line.code().is_some_and(|c| c.known)
            && own.first().is_some_and(|w| rest.contains(w))
            && rest.iter().all(|w| own.contains(w))
    };
    target.children().find(says).unwrap_or(target)
}

#[allow(clippy::too_many_arguments, reason = "one walk, its state spelled out")]
pub(super) fn walk(
    node: Node<'_>,
    above: &[(Vec<String>, bool)],
    optional_above: &[String],
    build: &mut Build,
    codebook: &Codebook,
    canon: &Canon,
    kind: BookKind,
    origin: Origin,
    due: bool,
) {
    let title = node.title();
    let presumed = node.nonessential().any(|m| matches!(m, "in" | "with"));
    let due = due || title.starts_with("due to") && !presumed;
    // "specified NEC", "unspecified", "type A": the same words would lead to another code than the line above
    let mut says_nothing = false;
    let mut here: Vec<(Vec<String>, bool)> = Vec::new();
    if node.is_structural() && title != "without" {
        here = above.to_vec();
    } else {
        let mut own = alternates(title, canon);
        if title == "without" {
            own = vec![vec!["without".to_owned()]];
        }
        if own.is_empty() {
            own.push(Vec::new());
        }
        // "State, anxiety" is not said by "anxiety"
        if node.level() == 0 && title.to_lowercase().starts_with("state") {
            own = vec![vec!["state".to_owned()]];
        }
        let adds = own.iter().any(|alternate| {
            above
                .iter()
                .any(|(words, _)| alternate.iter().any(|w| !words.contains(w)))
        });
        says_nothing = node.level() > 0 && !adds;
        'all: for (words, _) in above {
            for alternate in &own {
                let mut joined = words.clone();
                for w in alternate {
                    if !joined.contains(w) {
                        joined.push(w.clone());
                    }
                }
                here.push((joined, false));
                if here.len() >= MAX_VARIANTS {
                    break 'all;
                }
            }
        }
    }
    let mut optional: Vec<String> = optional_above.to_vec();
    for modifier in node.nonessential() {
        optional.extend(canon.words(modifier));
    }
    if !says_nothing
        && let Some((code, at, followed)) = target_of(node, 3)
        && codebook.entry_of(code).is_some()
    {
        let dash = node.code().is_some_and(|c| c.dash);
        let target = Target {
            code,
            node: Some((at.book().kind(), at.number())),
            origin,
            flags: u8::from(dash) | (u8::from(followed) << 1) | if due { DUE } else { 0 },
            kind: 0,
        };
        let target = if at.book().kind() == kind {
            target
        } else {
            Target {
                node: Some((at.book().kind(), at.number())),
                ..target
            }
        };
        // "Rotator cuff — see Tear": a site names no condition by itself
        let site = |words: &[String]| {
            followed && node.level() == 0 && words.iter().all(|w| build.parts.contains(w))
        };
        let here: Vec<_> = here.iter().filter(|(words, _)| !site(words)).collect();
        for (words, _) in here {
            if kind == BookKind::ExternalCause
                && let [only] = words.as_slice()
                && !matches!(only.as_str(), "fall" | "assault" | "drowning" | "collision")
            {
                // "Fracture" and "Burn" of the External Cause Index name the injury, not its cause
                continue;
            }
            build.push(words, &optional, &target);
        }
    }
    for child in node.children() {
        walk(
            child, &here, &optional, build, codebook, canon, kind, origin, due,
        );
    }
}

/// Behaviour words and the columns they select (Guidelines I.C.2, FY2026).
const BEHAVIOURS: [(&[&str], u8); 7] = [
    (&["cancer"], 2),
    (&["malignant", "neoplasm"], 2),
    (&["metastasis"], 3),
    (&["secondary", "cancer"], 3),
    (&["situ", "cancer"], 4),
    (&["benign", "neoplasm"], 5),
    (&["neoplasm"], 7),
];

pub(super) fn neoplasms(book: Book<'_>, build: &mut Build, canon: &Canon) {
    fn rows(node: Node<'_>, above: &[String], build: &mut Build, canon: &Canon) {
        let mut words = above.to_vec();
        let before = words.len();
        if node.level() > 0 && !node.is_structural() {
            let title = node.title();
            let first = alternates(title, canon)
                .into_iter()
                .next()
                .unwrap_or_default();
            for w in first {
                if !words.contains(&w) {
                    words.push(w);
                }
            }
        }
        let says_nothing = node.level() > 0 && words.len() == before;
        for (behaviour, column) in BEHAVIOURS {
            if !says_nothing && let Some(cell) = node.cell(column).filter(|c| c.known) {
                let mut all = words.clone();
                all.extend(behaviour.iter().map(|w| (*w).to_owned()));
                let target = Target {
                    code: cell.code,
                    node: Some((BookKind::Neoplasm, node.number())),
                    origin: Origin::Neoplasm,
                    flags: u8::from(cell.dash),
                    kind: column,
                };
                let target = Target { kind: 0, ..target };
                build.push(&all, &[], &target);
            }
        }
        for child in node.children() {
            rows(child, &words, build, canon);
        }
    }
    for main in book.main_terms() {
        rows(main, &[], build, canon);
    }
}
