//! Which predicted code answers which label.
//!
//! Labels of an older release name headers and codes without their 7th character. Such a label is met by one
//! predicted descendant; the scores say how many were met that way.

use std::collections::HashSet;

use icd10cm::{Code, Codebook};

/// A label as the release has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gold {
    /// May be reported: only the same code meets it.
    Code(Code),
    /// A header, or a code that lacks its 7th character: one descendant meets it.
    Header(Code),
    /// Not in the release, or no code at all: nothing meets it.
    Absent(String),
}

impl Gold {
    pub(super) fn read(text: &str, codebook: &Codebook) -> Self {
        match Code::parse(text.trim_end_matches(['-', '.'])) {
            Ok(code) if codebook.is_billable(code) => Self::Code(code),
            Ok(code) if codebook.entry(code).is_some() => Self::Header(code),
            _ => Self::Absent(text.to_uppercase()),
        }
    }

    /// Name that tells labels apart.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Code(code) | Self::Header(code) => code.to_string(),
            Self::Absent(text) => text.clone(),
        }
    }

    pub(super) fn meets(&self, predicted: Code) -> bool {
        match self {
            Self::Code(code) => *code == predicted,
            Self::Header(code) => predicted.starts_with(*code),
            Self::Absent(_) => false,
        }
    }
}

/// The labels of a note, each once.
pub(super) fn golds(texts: &[String], codebook: &Codebook) -> Vec<Gold> {
    let mut seen = HashSet::new();
    texts
        .iter()
        .map(|text| Gold::read(text.trim(), codebook))
        .filter(|gold| seen.insert(gold.name()))
        .collect()
}

/// For each predicted code the number of the label it meets; a label is met once, exact matches first.
pub(super) fn pair(predicted: &[Code], golds: &[Gold]) -> Vec<Option<usize>> {
    pair_by(predicted, golds, &[&|gold, code| gold.meets(code)])
}

/// As [`pair`], and then by the same ancestor so many levels above.
pub(super) fn pair_above(
    predicted: &[Code],
    golds: &[Gold],
    levels: usize,
    codebook: &Codebook,
) -> Vec<Option<usize>> {
    let same_ancestor = |gold: &Gold, code: Code| match gold {
        Gold::Code(gold) | Gold::Header(gold) => {
            above(codebook, *gold, levels) == above(codebook, code, levels)
        }
        Gold::Absent(_) => false,
    };
    pair_by(
        predicted,
        golds,
        &[&|gold, code| gold.meets(code), &same_ancestor],
    )
}

/// Whether a predicted code meets a label.
type Rule<'a> = &'a dyn Fn(&Gold, Code) -> bool;

fn pair_by(predicted: &[Code], golds: &[Gold], rules: &[Rule<'_>]) -> Vec<Option<usize>> {
    let mut met: Vec<Option<usize>> = vec![None; predicted.len()];
    let mut free: Vec<bool> = vec![true; golds.len()];
    // the same code first: a header must not take what belongs to a code
    let exact = |gold: &Gold, code: Code| *gold == Gold::Code(code);
    let rules =
        std::iter::once(&exact as &dyn Fn(&Gold, Code) -> bool).chain(rules.iter().copied());
    for rule in rules {
        for (code, met) in predicted.iter().zip(&mut met) {
            if met.is_some() {
                continue;
            }
            let label = golds
                .iter()
                .enumerate()
                .find(|(i, gold)| free.get(*i) == Some(&true) && rule(gold, *code));
            if let Some((i, _)) = label {
                *met = Some(i);
                if let Some(free) = free.get_mut(i) {
                    *free = false;
                }
            }
        }
    }
    met
}

/// The code so many levels above in the Tabular List, at most its category. A code with a 7th character stands
/// one level below its leaf.
fn above(codebook: &Codebook, code: Code, levels: usize) -> Code {
    let mut at = code;
    for _ in 0..levels {
        let Some(entry) = codebook.entry_of(at) else {
            return at;
        };
        let up = if entry.code() == Some(at) {
            entry.parent().and_then(|p| p.code())
        } else {
            entry.code()
        };
        match up {
            Some(code) => at = code,
            None => return at,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use icd10cm::{Part, PartSource, Release, SourceFile};

    fn codebook() -> Codebook {
        let file = SourceFile {
            part: Part::Tabular,
            origin: PartSource::Official,
            bytes: include_bytes!("../../tests/codeset/tabular.xml"),
        };
        Codebook::compile(Release::from_name("FY2026").unwrap(), &[file]).0
    }

    /// How many of the labels are met: by code or header, one level above, two levels above.
    fn check(predicted: &str, labels: &str, expected: [usize; 3]) {
        let book = codebook();
        let predicted: Vec<Code> = predicted
            .split_whitespace()
            .map(|c| Code::parse(c).unwrap())
            .collect();
        let labels: Vec<String> = labels.split_whitespace().map(str::to_owned).collect();
        let golds = golds(&labels, &book);
        let met = |met: Vec<Option<usize>>| met.iter().flatten().count();
        let found = [
            met(pair(&predicted, &golds)),
            met(pair_above(&predicted, &golds, 1, &book)),
            met(pair_above(&predicted, &golds, 2, &book)),
        ];
        assert_eq!(found, expected, "{predicted:?} against {labels:?}");
    }

    #[test]
    fn a_label_is_met_by_its_code_or_by_one_descendant() {
        check("I10", "I10", [1, 1, 1]);
        check("N18.31 N18.32", "N18.3", [1, 1, 1]);
        check("N18.32 N18.31", "N18.3 N18.32", [2, 2, 2]);
        check("S72.001A", "S72.001", [1, 1, 1]);
        check("I10", "Z99.999 I1O", [0, 0, 0]);
        check("I10 I10", "I10 i10", [1, 1, 1]);
    }

    #[test]
    fn ancestors_are_shared_levels_above_the_leaf() {
        // siblings share the parent
        check("E11.21", "E11.22", [0, 1, 1]);
        // cousins share the category
        check("E11.9", "E11.22", [0, 0, 1]);
        // a 7th character stands one level below its leaf
        check("S72.001A", "S72.001D", [0, 1, 1]);
        check("S72.001A", "S72.002A", [0, 0, 1]);
        // one prediction answers one label
        check("E11.21", "E11.22 E11.21", [1, 1, 1]);
    }
}
