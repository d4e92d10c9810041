//! What a text says of the 7th character (table `seventh_character`).

use rustc_hash::FxHashSet;

use super::phrases::Phrases;
use crate::Lexicon;

/// Sets of 7th characters that mean the same wherever they stand in the Tabular List.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Episode of care (I.C.19.a), and how a fracture heals (I.C.19.c).
    Injury,
    /// The eye that is affected.
    Eye,
    /// Stage of glaucoma.
    Glaucoma,
    /// The fetus that is affected.
    Fetus,
    /// Where the coma scale was taken.
    Coma,
    /// With or without tophi.
    Gout,
}

impl Family {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "injury" | "fracture" | "fracture-gustilo" => Self::Injury,
            "eye" => Self::Eye,
            "glaucoma" => Self::Glaucoma,
            "fetus" => Self::Fetus,
            "coma" => Self::Coma,
            "gout" => Self::Gout,
            _ => return None,
        })
    }

    /// The family of a definition in force, by what its characters mean.
    #[must_use]
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Self> {
        let all = texts.collect::<Vec<_>>().join(" ").to_lowercase();
        [
            ("encounter", Self::Injury),
            ("stage", Self::Glaucoma),
            ("fetus", Self::Fetus),
            ("in the field", Self::Coma),
            ("tophus", Self::Gout),
            ("right eye", Self::Eye),
        ]
        .into_iter()
        .find(|(word, _)| all.contains(word))
        .map(|(_, family)| family)
    }
}

/// The characters that a text speaks for.
pub type Characters = FxHashSet<(Family, char)>;

/// The table, prepared.
#[derive(Debug, Clone, Default)]
pub struct Seventh {
    phrases: Phrases<(Family, char)>,
}

impl Seventh {
    /// Prepares the table `seventh_character`.
    #[must_use]
    pub fn new(lexicon: &Lexicon) -> Self {
        let rows = lexicon.rows("seventh_character").iter().filter_map(|row| {
            let [phrase, character, family, ..] = row.as_slice() else {
                return None;
            };
            let character = character.chars().next().filter(|c| *c != '-')?;
            Some((phrase.as_str(), (Family::parse(family)?, character)))
        });
        Self {
            phrases: Phrases::new(rows),
        }
    }

    /// The characters that normalized words speak for. A follow-up that is still to come says nothing.
    #[must_use]
    pub fn read(&self, words: &[&str]) -> Characters {
        let to_come = |end: usize| {
            words.get(end).is_some_and(|w| {
                matches!(
                    *w,
                    "in" | "with" | "within" | "as" | "if" | "prn" | "at" | "to" | "on"
                )
            })
        };
        self.phrases
            .find(words)
            .into_iter()
            .filter(|met| {
                let visit = matches!(
                    words[met.start],
                    "follow" | "followup" | "f" | "return" | "recheck"
                );
                !(visit && met.says.1 == 'D' && to_come(met.end))
            })
            .map(|met| *met.says)
            .collect()
    }
}

/// The character of an injury's definition that the text speaks for, of those there are. A sequela before
/// the way of healing, that before routine healing, that before the kind of wound (I.C.19.a, I.C.19.c).
#[must_use]
pub fn of_injury(said: &Characters, there: &[char]) -> Option<char> {
    const ORDER: [char; 15] = [
        'S', 'R', 'Q', 'P', 'N', 'M', 'K', 'J', 'H', 'G', 'F', 'E', 'D', 'C', 'B',
    ];
    ORDER
        .into_iter()
        .find(|c| there.contains(c) && said.contains(&(Family::Injury, *c)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use retrieval::normalize::Tokens;

    fn wish(text: &str, there: &str) -> Option<char> {
        let (lexicon, _) = Lexicon::carried();
        let tokens = Tokens::of(text);
        let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
        let there: Vec<char> = there.chars().collect();
        of_injury(&Seventh::new(&lexicon).read(&words), &there)
    }

    #[test]
    fn episodes_of_care_and_healing_are_told_by_phrases() {
        assert_eq!(wish("nonunion of the fracture", "ABDGKPS"), Some('K'));
        assert_eq!(wish("cast removal today", "ADS"), Some('D'));
        assert_eq!(wish("contracture due to burn", "ADS"), Some('S'));
        assert_eq!(
            wish("gustilo type iiia fracture", "ABCDEFGHJKMNPQRS"),
            Some('C')
        );
        assert_eq!(wish("fell this morning", "ADS"), None);
    }

    #[test]
    fn a_follow_up_to_come_is_not_this_visit() {
        assert_eq!(wish("ankle sprain follow up in 2 weeks", "ADS"), None);
        assert_eq!(
            wish("follow-up visit, fracture healing appropriately", "ADS"),
            Some('D')
        );
    }

    #[test]
    fn families_are_known_by_their_meanings() {
        let of = |texts: &[&str]| Family::of(texts.iter().copied());
        assert_eq!(of(&["initial encounter", "sequela"]), Some(Family::Injury));
        assert_eq!(
            of(&["stage unspecified", "mild stage"]),
            Some(Family::Glaucoma)
        );
        assert_eq!(of(&["without tophus (tophi)"]), Some(Family::Gout));
        assert_eq!(of(&["something else"]), None);
    }
}
