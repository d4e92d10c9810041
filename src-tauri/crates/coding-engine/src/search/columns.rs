//! What the columns of the tables say in words.

use super::row::Kind;

/// The column of the Table of Neoplasms that a reference means ("Neoplasm, breast, benign").
pub(super) fn column_named(text: &str) -> u8 {
    let text = text.to_lowercase();
    let has = |word: &str| text.contains(word);
    if has("secondary") {
        3
    } else if has("in situ") {
        4
    } else if has("benign") {
        5
    } else if has("uncertain") {
        6
    } else if has("unspecified") {
        7
    } else {
        2
    }
}

/// Words of a column of the Table of Neoplasms: essential, optional.
pub(super) fn behaviour(column: u8) -> (&'static str, &'static str) {
    match column {
        2 => (
            "malignant neoplasm",
            "primary cancer carcinoma tumor malignancy",
        ),
        3 => (
            "secondary malignant neoplasm",
            "metastatic metastasis cancer carcinoma tumor malignancy",
        ),
        4 => ("carcinoma in situ", "neoplasm tumor"),
        5 => ("benign neoplasm", "tumor"),
        6 => ("neoplasm uncertain behavior", "tumor"),
        _ => ("neoplasm", "unspecified behavior tumor mass growth"),
    }
}

/// What scores of a column are multiplied with: a tumor is rather malignant or benign than that nobody knows.
pub(super) fn column_weight(kind: Kind, column: u8) -> f32 {
    match (kind, column) {
        (Kind::Neoplasm, 7) => 0.8,
        (Kind::Neoplasm, 5 | 6) => 0.97,
        _ => 1.0,
    }
}

/// Words of a column of the Table of Drugs and Chemicals: essential, optional.
pub(super) fn circumstance(column: u8) -> (&'static str, &'static str) {
    match column {
        2 => (
            "poisoning",
            "accidental unintentional overdose toxicity toxic effect",
        ),
        3 => (
            "poisoning self-harm",
            "intentional suicide suicidal attempt overdose deliberate",
        ),
        4 => ("poisoning assault", "homicide"),
        5 => ("poisoning undetermined", "intent overdose"),
        6 => ("adverse effect", "reaction side allergic toxicity"),
        _ => ("underdosing", "underdose noncompliance"),
    }
}
