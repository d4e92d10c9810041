//! Classes of drugs that are taken for long, and drugs by the names that charts use.

use icd10cm::Code;
use rustc_hash::FxHashMap;

use crate::lexicon::Lexicon;

/// How an entry for the long-term use of a drug, or of a class of drugs, reads.
pub(super) fn long_term_use(drug: &str) -> String {
    format!("long-term use of {drug}")
}

/// The classes of `long_term_drugs`, without what stands in parentheses, each with the codes of its drugs, the commonest
/// first; sorted by name. A class that is also the name of a drug is left to that drug.
pub(super) fn long_term_classes(lexicon: &Lexicon) -> Vec<(String, Vec<Code>)> {
    let mut counted: FxHashMap<String, Vec<(usize, Code)>> = FxHashMap::default();
    for drug in &lexicon.drugs {
        let class = drug.class.split('(').next().unwrap_or_default().trim();
        if class.is_empty() {
            continue;
        }
        let codes = counted.entry(class.to_owned()).or_default();
        match codes.iter_mut().find(|(_, code)| *code == drug.code.code) {
            Some((n, _)) => *n += 1,
            None => codes.push((1, drug.code.code)),
        }
    }
    for drug in &lexicon.drugs {
        counted.remove(&drug.drug);
    }
    let mut classes: Vec<(String, Vec<Code>)> = counted
        .into_iter()
        .map(|(class, mut codes)| {
            codes.sort_by_key(|(n, code)| (std::cmp::Reverse(*n), code.to_bytes()));
            (class, codes.into_iter().map(|(_, code)| code).collect())
        })
        .collect();
    classes.sort_by(|a, b| a.0.cmp(&b.0));
    classes
}

/// The rows of `drug_classes`: a name that charts use and the code for the adverse effect of it; a row without a code is
/// no drug.
pub(super) fn charted(lexicon: &Lexicon) -> impl Iterator<Item = (&str, Code)> {
    /// The sixth character that says adverse effect (Guidelines I.C.19.e.5.a).
    const ADVERSE: char = '5';
    lexicon.rows("drug_classes").iter().filter_map(|row| {
        let [name, stem, ..] = row.as_slice() else {
            return None;
        };
        let code = Code::parse(&format!("{stem}{ADVERSE}")).ok()?;
        Some((name.as_str(), code))
    })
}
