//! Where a drug is looked up that the Table of Drugs and Chemicals does not name: under its class.

use icd10cm::{Book, Node};

use crate::codeset::lexicon;

/// The name of the tables, as it is shown.
const SOURCE: &str = "drug classes";
/// Fewest letters of a name that is looked up: fewer begin too many.
const LETTERS: usize = 4;
/// Most rows offered.
const ROWS: usize = 3;

/// Rows of the table for the classes of the drugs whose names begin so, each with what it stands for:
/// "amlodipine: dihydropyridine calcium channel blocker (drug classes)".
pub(super) fn class_rows<'a>(table: Book<'a>, name: &str) -> Vec<(Node<'a>, String)> {
    let name = name.trim().to_lowercase();
    if name.chars().count() < LETTERS {
        return Vec::new();
    }
    let lexicon = lexicon();
    let classes = lexicon.rows("drug_rows");
    let mut rows: Vec<(Node<'a>, String)> = Vec::new();
    for drug in &lexicon.drugs {
        if !drug.drug.to_lowercase().starts_with(&name) {
            continue;
        }
        let class = drug.class.split(" (").next().unwrap_or_default();
        let row = classes.iter().find_map(|row| match row.as_slice() {
            [of, term, ..] if of == class => table.find(&[term]),
            _ => None,
        });
        if let Some(node) = row
            && !rows.iter().any(|(n, _)| n.number() == node.number())
        {
            rows.push((node, format!("{}: {class} ({SOURCE})", drug.drug)));
        }
        if rows.len() == ROWS {
            break;
        }
    }
    rows
}
