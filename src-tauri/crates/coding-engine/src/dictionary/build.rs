//! The dictionary out of a codebook and the lexicon.

use icd10cm::{BookKind, Code, Codebook};
use mapped::Strings;
use rustc_hash::{FxHashMap, FxHashSet};

use super::from_index::{neoplasms, walk};
use super::from_lexicon::phrases;
use super::from_tabular::tabular;
use super::{Canon, Dictionary, Origin, PLAIN, Row};
use crate::Lexicon;

/// Most words an entry may ask for.
const MAX_WORDS: usize = 9;

#[derive(Default)]
pub(super) struct Build {
    pub(super) numbers: FxHashMap<String, u32>,
    pub(super) names: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) words: Vec<u32>,
    pub(super) seen: FxHashSet<(Vec<u32>, [u8; 8], u8)>,
    /// Words that name nothing when they stand alone (table `plain_words`).
    pub(super) plain: FxHashSet<String>,
    /// Words of body parts (table `anatomy`).
    pub(super) parts: FxHashSet<String>,
}

impl Build {
    pub(super) fn names_something(&self, word: &str) -> bool {
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

pub(super) struct Target {
    pub(super) code: Code,
    pub(super) node: Option<(BookKind, u32)>,
    pub(super) origin: Origin,
    pub(super) flags: u8,
    pub(super) kind: u8,
}

impl Build {
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(&n) = self.numbers.get(word) {
            return n;
        }
        let n = self.names.len() as u32;
        self.names.push(word.to_owned());
        self.numbers.insert(word.to_owned(), n);
        n
    }

    pub(super) fn push(&mut self, words: &[String], optional: &[String], target: &Target) {
        if words.is_empty()
            || words.len() > MAX_WORDS
            || !words.iter().any(|w| self.names_something(w))
        {
            return;
        }
        let mut flags = target.flags;
        if let [only] = words {
            if only.chars().count() < 3 && target.origin != Origin::Status {
                return;
            }
            if self.plain.contains(only) {
                // of everyday words only what the index has as an entry, or leads to
                if !matches!(target.origin, Origin::Index | Origin::Lay) {
                    return;
                }
                flags |= PLAIN;
            }
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
            flags,
            kind: target.kind,
            pad: 0,
        });
    }
}

impl Dictionary {
    /// Collects all phrases of a release.
    #[must_use]
    pub fn build(codebook: &Codebook, lexicon: &Lexicon, canon: &Canon) -> Self {
        let plain = lexicon.rows("plain_words").iter().flatten();
        let mut build = Build {
            plain: plain.flat_map(|w| canon.words(w)).collect(),
            parts: lexicon
                .rows("anatomy")
                .iter()
                .filter_map(|row| row.get(1))
                .flat_map(|part| canon.words(part))
                .collect(),
            ..Build::default()
        };
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
                    false,
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
