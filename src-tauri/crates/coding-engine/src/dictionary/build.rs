//! The dictionary out of a codebook and the lexicon.

use icd10cm::{Book, BookKind, Code, Codebook, EntryKind, Node, NoteKind, ReferenceKind};
use mapped::Strings;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Canon, Dictionary, Origin, Row, STATUS_KINDS};
use crate::Lexicon;

/// Most variants one path may have.
const MAX_VARIANTS: usize = 12;
/// Most words an entry may ask for.
const MAX_WORDS: usize = 9;

#[derive(Default)]
struct Build {
    numbers: FxHashMap<String, u32>,
    names: Vec<String>,
    rows: Vec<Row>,
    words: Vec<u32>,
    seen: FxHashSet<(Vec<u32>, [u8; 8], u8)>,
    /// Words that name nothing when they stand alone (table `plain_words`).
    plain: FxHashSet<String>,
}

impl Build {
    fn names_something(&self, word: &str) -> bool {
        !matches!(
            word,
            "no" | "not"
                | "history"
                | "use"
                | "family"
                | "personal"
                | "without"
                | "status"
                | "current"
        )
    }
}

struct Target {
    code: Code,
    node: Option<(BookKind, u32)>,
    origin: Origin,
    flags: u8,
    kind: u8,
}

impl Build {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(&n) = self.numbers.get(word) {
            return n;
        }
        let n = self.names.len() as u32;
        self.names.push(word.to_owned());
        self.numbers.insert(word.to_owned(), n);
        n
    }

    fn push(&mut self, words: &[String], optional: &[String], target: &Target) {
        if words.is_empty()
            || words.len() > MAX_WORDS
            || !words.iter().any(|w| self.names_something(w))
        {
            return;
        }
        if let [only] = words
            && (self.plain.contains(only)
                || only.chars().count() < 3 && target.origin != Origin::Status)
        {
            return;
        }
        let mut ids: Vec<u32> = words.iter().map(|w| self.number(w)).collect();
        ids.sort_unstable();
        ids.dedup();
        let code = target.code.to_bytes();
        // index paths first: what they say is not said again by a title
        if !self.seen.insert((ids.clone(), code, target.kind)) {
            return;
        }
        let first = self.words.len() as u32;
        self.words.extend(&ids);
        let optional_first = self.words.len() as u32;
        let optional_ids: Vec<u32> = optional
            .iter()
            .take(20)
            .map(|w| self.number(w))
            .filter(|w| !ids.contains(w))
            .collect();
        self.words.extend(&optional_ids);
        self.rows.push(Row {
            code,
            words: first,
            node: target.node.map_or(u32::MAX, |n| n.1),
            optional: optional_first,
            word_count: ids.len() as u8,
            optional_count: optional_ids.len() as u8,
            origin: target.origin as u8,
            book: target.node.map_or(0, |n| n.0 as u8),
            flags: target.flags,
            kind: target.kind,
            pad: 0,
        });
    }
}

impl Dictionary {
    /// Collects all phrases of a release.
    #[must_use]
    pub fn build(codebook: &Codebook, lexicon: &Lexicon, canon: &Canon) -> Self {
        let mut build = Build::default();
        build.plain = lexicon
            .rows("plain_words")
            .iter()
            .flatten()
            .flat_map(|w| canon.words(w))
            .collect();
        let abbreviations: FxHashSet<String> = lexicon
            .abbreviations
            .iter()
            .map(|a| a.short.to_lowercase())
            .collect();
        for (kind, origin) in [
            (BookKind::Index, Origin::Index),
            (BookKind::ExternalCause, Origin::ExternalCause),
        ] {
            let book = codebook.book(kind);
            for main in book.main_terms() {
                // initials are read by their context, see `abbreviation`
                let title = main.title();
                let initials =
                    title.chars().any(char::is_uppercase) && !title.chars().any(char::is_lowercase);
                if initials && abbreviations.contains(title.to_lowercase().as_str()) {
                    continue;
                }
                walk(
                    main,
                    &[(Vec::new(), false)],
                    &[],
                    &mut build,
                    codebook,
                    canon,
                    kind,
                    origin,
                );
            }
        }
        neoplasms(codebook.book(BookKind::Neoplasm), &mut build, canon);
        tabular(codebook, &mut build, canon);
        phrases(codebook, lexicon, &mut build, canon);
        build.finish()
    }
}

impl Build {
    fn finish(self) -> Dictionary {
        // numbers in the order of the sorted vocabulary
        let mut order: Vec<u32> = (0..self.names.len() as u32).collect();
        order.sort_unstable_by(|a, b| self.names[*a as usize].cmp(&self.names[*b as usize]));
        let mut place = vec![0_u32; order.len()];
        for (i, &old) in order.iter().enumerate() {
            place[old as usize] = i as u32;
        }
        let mut words: Vec<u32> = self.words.iter().map(|&w| place[w as usize]).collect();
        let mut frequency = vec![0_u32; order.len()];
        for row in &self.rows {
            for &w in &words[row.words as usize..row.words as usize + usize::from(row.word_count)] {
                frequency[w as usize] += 1;
            }
        }
        let total = self.rows.len().max(1) as f32;
        let idf: Vec<f32> = frequency
            .iter()
            .map(|&f| (total / (f as f32 + 1.0)).ln().max(0.1))
            .collect();
        let mut by_anchor: Vec<Vec<u32>> = vec![Vec::new(); order.len()];
        for (i, row) in self.rows.iter().enumerate() {
            let range = row.words as usize..row.words as usize + usize::from(row.word_count);
            words[range.clone()].sort_by_key(|&w| frequency[w as usize]);
            by_anchor[words[range.start] as usize].push(i as u32);
        }
        let mut anchors = vec![0_u32];
        let mut anchored = Vec::with_capacity(self.rows.len());
        for list in by_anchor {
            anchored.extend(list);
            anchors.push(anchored.len() as u32);
        }
        Dictionary {
            vocabulary: Strings::build(order.iter().map(|&o| self.names[o as usize].as_str())),
            idf: idf.into(),
            rows: self.rows.into(),
            words: words.into(),
            anchors: anchors.into(),
            anchored: anchored.into(),
        }
    }
}

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
fn target_of(node: Node<'_>, depth: u8) -> Option<(Code, Node<'_>, bool)> {
    if let Some(code) = node.code().filter(|c| c.known) {
        return Some((code.code, node, false));
    }
    if depth == 0 {
        return None;
    }
    let see = node
        .references()
        .find(|r| r.kind() == ReferenceKind::See && r.is_exact())?;
    let target = see.targets().next()?;
    target_of(target, depth - 1).map(|(code, at, _)| (code, at, true))
}

#[allow(clippy::too_many_arguments, reason = "one walk, its state spelled out")]
fn walk(
    node: Node<'_>,
    above: &[(Vec<String>, bool)],
    optional_above: &[String],
    build: &mut Build,
    codebook: &Codebook,
    canon: &Canon,
    kind: BookKind,
    origin: Origin,
) {
    let title = node.title();
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
            flags: u8::from(dash) | (u8::from(followed) << 1),
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
        for (words, _) in &here {
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
            child, &here, &optional, build, codebook, canon, kind, origin,
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

fn neoplasms(book: Book<'_>, build: &mut Build, canon: &Canon) {
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

fn tabular(codebook: &Codebook, build: &mut Build, canon: &Canon) {
    let optional_parts = |text: &str| -> (Vec<String>, Vec<String>) {
        let (mut outside, mut inside) = (String::new(), String::new());
        let mut depth = 0_u32;
        for c in text.chars() {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                c if depth == 0 => outside.push(c),
                c => inside.push(c),
            }
            if matches!(c, '(' | ')' | '[' | ']') {
                outside.push(' ');
                inside.push(' ');
            }
        }
        (canon.words(&outside), canon.words(&inside))
    };
    for entry in codebook.entries().filter(|e| e.kind() == EntryKind::Entry) {
        let Some(code) = entry.code() else { continue };
        let texts = std::iter::once((entry.title(), Origin::Title)).chain(
            entry
                .notes()
                .filter(|n| n.kind() == NoteKind::InclusionTerm)
                .map(|n| (n.text(), Origin::Inclusion)),
        );
        for (text, origin) in texts {
            let lower = text.to_lowercase();
            if origin == Origin::Title
                && (lower.starts_with("other ")
                    || (!entry.is_leaf() && lower.contains("elsewhere classified")))
            {
                continue;
            }
            let text = &without_boilerplate(text);
            let (words, optional) = optional_parts(text);
            if words.is_empty() {
                continue;
            }
            build.push(
                &words,
                &optional,
                &Target {
                    code,
                    node: None,
                    origin,
                    flags: u8::from(!entry.is_leaf()),
                    kind: 0,
                },
            );
            // bracketed names stand for the whole: "[COPD]", "(hysterical)" do not, initials do
            for part in text.split('[').skip(1) {
                let name = part.split(']').next().unwrap_or("");
                if name.len() >= 2
                    && name
                        .chars()
                        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-')
                {
                    build.push(
                        &canon.words(name),
                        &[],
                        &Target {
                            code,
                            node: None,
                            origin,
                            flags: u8::from(!entry.is_leaf()),
                            kind: 0,
                        },
                    );
                }
            }
        }
    }
}

fn phrases(codebook: &Codebook, lexicon: &Lexicon, build: &mut Build, canon: &Canon) {
    let index = codebook.book(BookKind::Index);
    let mut mains: FxHashMap<String, Vec<Node<'_>>> = FxHashMap::default();
    for main in index.main_terms() {
        for key in icd10cm::title_keys(main.title()) {
            mains.entry(key).or_default().push(main);
        }
    }
    let find = |path: &[&str]| -> Option<Node<'_>> {
        let (first, rest) = path.split_first()?;
        let answers = |node: Node<'_>, part: &str| {
            icd10cm::title_keys(node.title()).contains(&icd10cm::title_key(part))
        };
        mains
            .get(&icd10cm::title_key(first))?
            .iter()
            .find_map(|start| {
                rest.iter().try_fold(*start, |node, part| {
                    node.children().find(|c| answers(*c, part)).or_else(|| {
                        node.children()
                            .filter(|c| c.is_structural())
                            .flat_map(Node::children)
                            .find(|c| answers(*c, part))
                    })
                })
            })
    };
    let mut resolved: FxHashMap<&str, Option<(Code, Option<(BookKind, u32)>)>> =
        FxHashMap::default();
    let mut by_words: FxHashMap<Vec<u32>, usize> = FxHashMap::default();
    for (i, row) in build.rows.iter().enumerate() {
        let words = build.words
            [row.words as usize..row.words as usize + usize::from(row.word_count)]
            .to_vec();
        by_words.entry(words).or_insert(i);
    }
    for term in &lexicon.lay_terms {
        let target = *resolved.entry(term.target.as_str()).or_insert_with(|| {
            let path: Vec<&str> = term.target.split(',').map(str::trim).collect();
            if let Some((code, at, _)) = find(&path).and_then(|n| target_of(n, 3)) {
                return Some((code, Some((at.book().kind(), at.number()))));
            }
            // the words of the target as another entry has them
            let mut ids: Vec<u32> = canon
                .words(&term.target)
                .iter()
                .filter_map(|w| build.numbers.get(w.as_str()).copied())
                .collect();
            ids.sort_unstable();
            let row = build.rows.get(*by_words.get(&ids)?)?;
            let book = BookKind::ALL
                .get(usize::from(row.book))
                .copied()
                .unwrap_or(BookKind::Index);
            Some((
                Code::from_bytes(row.code)?,
                (row.node != u32::MAX).then_some((book, row.node)),
            ))
        });
        if let Some((code, node)) = target {
            let words = canon.words(&term.phrase);
            // "aches and pains" must not become the one word "pain"
            let told = term
                .phrase
                .split_whitespace()
                .filter(|w| !super::is_empty_word(&w.to_lowercase()))
                .count();
            if words.len() > 1 || told < 2 {
                build.push(
                    &words,
                    &[],
                    &Target {
                        code,
                        node,
                        origin: Origin::Lay,
                        flags: 0,
                        kind: 0,
                    },
                );
            }
        }
    }
    for phrase in &lexicon.status {
        if codebook.entry_of(phrase.code.code).is_some() {
            let kind = STATUS_KINDS
                .iter()
                .position(|k| *k == phrase.kind)
                .map_or(0, |i| i as u8 + 1);
            let target = Target {
                code: phrase.code.code,
                node: None,
                origin: Origin::Status,
                flags: u8::from(phrase.code.dash),
                kind,
            };
            build.push(&status_words(&phrase.phrase, canon), &[], &target);
        }
    }
    for phrase in &lexicon.stages {
        if codebook.entry_of(phrase.code.code).is_some() {
            let target = Target {
                code: phrase.code.code,
                node: None,
                origin: Origin::Stage,
                flags: u8::from(phrase.code.dash),
                kind: 0,
            };
            build.push(&canon.words(&phrase.phrase), &[], &target);
        }
    }
    for table in ["external_causes", "activities", "places"] {
        for row in lexicon.rows(table) {
            if let [phrase, stem, ..] = row.as_slice()
                && let Some(stem) = external_stem(codebook, stem)
            {
                let target = Target {
                    code: stem,
                    node: None,
                    origin: Origin::ExternalCause,
                    flags: 1,
                    kind: 0,
                };
                build.push(&status_words(phrase, canon), &[], &target);
            }
        }
    }
}

/// "W34.00X-": the entry without the placeholders that only fill up to the 7th character.
fn external_stem(codebook: &Codebook, text: &str) -> Option<Code> {
    let mut code = crate::lexicon::Stem::parse(text)?.code;
    while codebook.entry_of(code).is_none() && code.len() > 3 && code.undotted().ends_with('X') {
        code = code.prefix(code.len() - 1);
    }
    codebook.entry_of(code).map(|_| code)
}

/// A title without the phrases that say what is not meant.
fn without_boilerplate(text: &str) -> String {
    let mut text = text.to_owned();
    for phrase in [
        ", not elsewhere classified",
        ", not otherwise specified",
        " not elsewhere classified",
        " not otherwise specified",
        ", in diseases classified elsewhere",
        " in diseases classified elsewhere",
        ", unspecified",
        " classified elsewhere",
    ] {
        text = text.replace(phrase, "");
    }
    text
}

/// Words of a status phrase: there "status", "history" and "with" do name something.
fn status_words(phrase: &str, canon: &Canon) -> Vec<String> {
    let tokens = retrieval::normalize::Tokens::of(phrase);
    let mut words: Vec<String> = Vec::new();
    for token in tokens.iter() {
        let keep = matches!(token.text, "status" | "no" | "not" | "current" | "use")
            || !super::is_empty_word(token.text);
        let word = canon.word(token.text);
        if keep && !words.iter().any(|w| w == word) {
            words.push(word.to_owned());
        }
    }
    words
}
