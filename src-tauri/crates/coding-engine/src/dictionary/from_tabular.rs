//! Phrases of the Tabular List: titles and inclusion terms.

use icd10cm::{Codebook, EntryKind, NoteKind};

use super::build::{Build, Target};
use super::{Canon, Origin};

pub(super) fn tabular(codebook: &Codebook, build: &mut Build, canon: &Canon) {
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
            let (mut words, optional) = optional_parts(text);
            if words.is_empty() {
                continue;
            }
            // "anxiety state" is not said by "anxiety"
            if words.len() == 1 && lower.split_whitespace().any(|w| w == "state") {
                words.push("state".to_owned());
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
