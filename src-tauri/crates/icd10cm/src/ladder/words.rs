//! The words by which titles differ, and how a title is read for them.

use super::Axis;

/// The words of an axis; a group of neighbours has the axis where two of them differ only in these.
pub(super) struct Words {
    pub(super) axis: Axis,
    pub(super) values: &'static [&'static str],
}

/// Every axis that has words of its own.
pub(super) const WORDS: [Words; 10] = [
    Words {
        axis: Axis::Trimester,
        values: &[
            "first trimester",
            "second trimester",
            "third trimester",
            "unspecified trimester",
        ],
    },
    Words {
        axis: Axis::Side,
        values: &["right", "left", "bilateral", "unspecified"],
    },
    Words {
        axis: Axis::Stage,
        values: &[
            "stage 1",
            "stage 2",
            "stage 3",
            "stage 4",
            "stage 5",
            "stage 3a",
            "stage 3b",
            "stage i",
            "stage ii",
            "stage iii",
            "stage iv",
            "stage 3 unspecified",
            "mild stage",
            "moderate stage",
            "severe stage",
            "indeterminate stage",
            "unspecified stage",
            "stage unspecified",
            "unstageable",
            "unspecified",
        ],
    },
    Words {
        axis: Axis::Severity,
        values: &[
            "mild",
            "moderate",
            "severe",
            "profound",
            "mild intermittent",
            "mild persistent",
            "moderate persistent",
            "severe persistent",
            "unspecified severity",
            "unspecified",
        ],
    },
    Words {
        axis: Axis::Type,
        values: &[
            "type 1",
            "type 2",
            "type 3",
            "type i",
            "type ii",
            "type iii",
            "type iv",
            "type a",
            "type b",
            "type c",
            "type iiia",
            "type iiib",
            "type iiic",
            "type i or ii",
        ],
    },
    Words {
        axis: Axis::Openness,
        values: &["open", "closed"],
    },
    Words {
        axis: Axis::Displacement,
        values: &["displaced", "nondisplaced"],
    },
    Words {
        axis: Axis::Acuity,
        values: &[
            "acute",
            "chronic",
            "subacute",
            "acute on chronic",
            "acute and chronic",
            "unspecified",
        ],
    },
    Words {
        axis: Axis::Intent,
        values: &[
            "accidental",
            "intentional self-harm",
            "assault",
            "undetermined",
            "adverse effect",
            "underdosing",
        ],
    },
    Words {
        axis: Axis::Course,
        values: &[
            "in remission",
            "in relapse",
            "not having achieved remission",
        ],
    },
];

/// Whether a value says that its fact is not known.
pub(super) fn says_unspecified(value: &str) -> bool {
    let value = value.to_lowercase();
    [
        "unspecified",
        "indeterminate",
        "undetermined",
        "not applicable",
    ]
    .iter()
    .any(|word| value.contains(word))
}

/// Words of a title in lower case, without commas and without what stands in parentheses: "stage 2 (mild)".
pub(super) fn words(title: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let plain: String = title
        .chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect();
    let words = whole_words(&plain);
    // the six circumstances of a drug stand in one place: "adverse effect of X", "poisoning by X, assault"
    let starts = |with: &[&str]| {
        let same = words
            .iter()
            .map(String::as_str)
            .take(with.len())
            .eq(with.iter().copied());
        same.then(|| words.get(with.len()..).unwrap_or_default().to_vec())
    };
    if let Some(drug) = starts(&["poisoning", "by"]) {
        return drug;
    }
    if let Some(mut drug) = starts(&["adverse", "effect", "of"]) {
        drug.extend(["adverse".to_owned(), "effect".to_owned()]);
        return drug;
    }
    if let Some(mut drug) = starts(&["underdosing", "of"]) {
        drug.push("underdosing".to_owned());
        return drug;
    }
    words
}

/// Words of a title in lower case, without commas.
pub(super) fn whole_words(title: &str) -> Vec<String> {
    title
        .split_whitespace()
        .map(|w| w.trim_matches([',', ';']).to_lowercase())
        .collect()
}
