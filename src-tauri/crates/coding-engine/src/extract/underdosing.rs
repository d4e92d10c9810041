//! Why a drug was taken less than prescribed, where the note says it (Guidelines I.C.19.e.5.c, FY2026).

use super::phrases::Phrases;
use crate::Lexicon;

/// What the note gives as the reason; where it gives several, the first of these counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// On purpose, since it could not be paid for.
    Hardship,
    /// On purpose, for another reason.
    Choice,
    /// Not on purpose, by the debility of age.
    Debility,
    /// Not on purpose, for another reason.
    Mistake,
}

impl Reason {
    /// The code of Z91.1 that states it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Hardship => "Z91.120",
            Self::Choice => "Z91.128",
            Self::Debility => "Z91.130",
            Self::Mistake => "Z91.138",
        }
    }

    fn named(name: &str) -> Option<Self> {
        match name {
            "hardship" => Some(Self::Hardship),
            "choice" => Some(Self::Choice),
            "mistake" => Some(Self::Mistake),
            _ => None,
        }
    }
}

/// Words that give a reason (table `underdosing_reasons`).
#[derive(Debug, Clone, Default)]
pub struct Reasons(Phrases<Option<Reason>>);

impl Reasons {
    /// Prepares the table.
    #[must_use]
    pub fn new(lexicon: &Lexicon) -> Self {
        let rows = lexicon.rows("underdosing_reasons").iter();
        Self(Phrases::new(rows.filter_map(|row| match row.as_slice() {
            [words, reason, ..] => Some((words.as_str(), Reason::named(reason))),
            _ => None,
        })))
    }

    /// The reason among normalized words with the words that give it, `start..end`; none where none is given.
    #[must_use]
    pub fn read(&self, words: &[&str]) -> Option<(Reason, usize, usize)> {
        let met = self.0.find(words).into_iter();
        let said = met.filter_map(|m| m.says.map(|reason| (reason, m.start, m.end)));
        let (reason, start, end) = said.min()?;
        let of_age = words
            .windows(2)
            .any(|w| matches!(w, ["age", "related"] | ["advanced", "age"]))
            || words.contains(&"debility");
        match reason {
            Reason::Mistake if of_age => Some((Reason::Debility, start, end)),
            _ => Some((reason, start, end)),
        }
    }
}

/// Whether a reason's own words deny something: "could not afford". Another denial before them denies the reason.
#[must_use]
pub fn denies_itself(words: &[&str]) -> bool {
    words.iter().any(|w| {
        matches!(
            *w,
            "not" | "no" | "cannot" | "can't" | "couldn't" | "unable" | "without" | "lost"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use retrieval::normalize::Tokens;

    fn told(reasons: &Reasons, sentence: &str) -> Option<&'static str> {
        let tokens = Tokens::of(sentence);
        let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
        reasons.read(&words).map(|(reason, ..)| reason.code())
    }

    #[test]
    fn a_reason_is_one_that_the_note_gives() {
        let reasons = Reasons::new(&Lexicon::carried().0);
        let check =
            |sentence, expected| assert_eq!(told(&reasons, sentence), expected, "{sentence}");
        check("because she could not afford it", Some("Z91.120"));
        check("because she couldn't afford it", Some("Z91.120"));
        check("but can afford it", None);
        check("No insurance issues", None);
        check("He lost his insurance in May", Some("Z91.120"));
        check("stopped it on her own", Some("Z91.128"));
        check("due to side effects", Some("Z91.128"));
        check("he forgot it on weekends", Some("Z91.138"));
        check("forgets it, with age-related debility", Some("Z91.130"));
        check(
            "forgot some, and could not afford the rest",
            Some("Z91.120"),
        );
        check("She missed three doses of lisinopril", None);
        check("He ran out of furosemide", None);
    }
}
