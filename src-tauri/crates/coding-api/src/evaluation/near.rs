//! How near a wrong code is to the label it should have been.

use icd10cm::{Code, Codebook};
use serde::Serialize;

use super::chapter::chapter_place;

/// Kinds of near misses, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Near {
    /// The same but for the 7th character.
    SeventhCharacter,
    /// The same but for the side.
    Laterality,
    /// One stands above the other.
    HeaderChild,
    /// Same parent.
    Sibling,
    /// Same category.
    Category,
    /// Same chapter.
    Chapter,
}

impl Near {
    /// All kinds, nearest first.
    pub const ALL: [Self; 6] = [
        Self::SeventhCharacter,
        Self::Laterality,
        Self::HeaderChild,
        Self::Sibling,
        Self::Category,
        Self::Chapter,
    ];

    /// Name for a table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SeventhCharacter => "7th character",
            Self::Laterality => "laterality",
            Self::HeaderChild => "header/child",
            Self::Sibling => "sibling",
            Self::Category => "same category",
            Self::Chapter => "same chapter",
        }
    }

    /// How near two different codes are; none where they are of different chapters.
    #[must_use]
    pub fn of(label: Code, suggested: Code, codebook: &Codebook) -> Option<Self> {
        let parent = |code| {
            let entry = codebook.entry_of(code)?;
            entry.parent()?.code()
        };
        let sevens = label.seventh().is_some() || suggested.seventh().is_some();
        let same_leaf = || -> Option<bool> {
            let (a, b) = (codebook.entry_of(label)?, codebook.entry_of(suggested)?);
            Some(a.is_leaf() && a.code() == b.code())
        };
        if sevens && same_leaf() == Some(true) {
            return Some(Self::SeventhCharacter);
        }
        if label.category() == suggested.category() {
            let title = |code| codebook.title(code).map(|t| without_side(&t));
            if title(label).is_some() && title(label) == title(suggested) {
                return Some(Self::Laterality);
            }
            if label.starts_with(suggested) || suggested.starts_with(label) {
                return Some(Self::HeaderChild);
            }
            if parent(label).is_some() && parent(label) == parent(suggested) {
                return Some(Self::Sibling);
            }
            return Some(Self::Category);
        }
        let chapter = |code| chapter_place(codebook, code);
        (chapter(label).is_some() && chapter(label) == chapter(suggested)).then_some(Self::Chapter)
    }
}

/// A title without its words of side.
fn without_side(title: &str) -> String {
    let side = |word: &str| {
        matches!(
            word,
            "left" | "right" | "bilateral" | "unspecified" | "side"
        )
    };
    title
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !side(word))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use icd10cm::{Part, PartSource, Release, SourceFile};

    fn check(label: &str, suggested: &str, expected: Option<Near>) {
        let file = SourceFile {
            part: Part::Tabular,
            origin: PartSource::Official,
            bytes: include_bytes!("../../tests/codeset/tabular.xml"),
        };
        let book = Codebook::compile(Release::from_name("FY2026").unwrap(), &[file]).0;
        let code = |text| Code::parse(text).unwrap();
        let found = Near::of(code(label), code(suggested), &book);
        assert_eq!(found, expected, "{label} and {suggested}");
    }

    #[test]
    fn the_nearest_kind_is_named() {
        check("S72.001A", "S72.001D", Some(Near::SeventhCharacter));
        check("S72.001A", "S72.002A", Some(Near::Laterality));
        check("N18.3", "N18.31", Some(Near::HeaderChild));
        check("E11.21", "E11.22", Some(Near::Sibling));
        check("E11.9", "E11.22", Some(Near::Category));
        check("E11.9", "I10", None);
    }

    #[test]
    fn a_title_loses_its_side_and_nothing_else() {
        assert_eq!(
            without_side("Fracture of unspecified part of neck of right femur"),
            without_side("Fracture of unspecified part of neck of left femur")
        );
        assert_ne!(without_side("right femur"), without_side("right hip"));
    }
}
