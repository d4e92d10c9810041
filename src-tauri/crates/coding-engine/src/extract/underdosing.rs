//! Why a drug was taken less than prescribed, where the note says it (Guidelines I.C.19.e.5.c, FY2026).

/// What the note gives as the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

/// Words that give a reason; the first that stands is taken, hardship before choice, choice before mistake.
const REASONS: &[(&[&str], Reason)] = &[
    (&["afford"], Reason::Hardship),
    (&["financial"], Reason::Hardship),
    (&["too", "expensive"], Reason::Hardship),
    (&["due", "to", "cost"], Reason::Hardship),
    (&["because", "of", "cost"], Reason::Hardship),
    (&["because", "of", "the", "cost"], Reason::Hardship),
    (&["due", "to", "the", "cost"], Reason::Hardship),
    (&["copay"], Reason::Hardship),
    (&["lost", "insurance"], Reason::Hardship),
    (&["lost", "her", "insurance"], Reason::Hardship),
    (&["lost", "his", "insurance"], Reason::Hardship),
    (&["insurance", "lapsed"], Reason::Hardship),
    (&["without", "insurance"], Reason::Hardship),
    (&["no", "insurance"], Reason::Hardship),
    (&["side", "effect"], Reason::Choice),
    (&["on", "her", "own"], Reason::Choice),
    (&["on", "his", "own"], Reason::Choice),
    (&["on", "their", "own"], Reason::Choice),
    (&["felt", "better"], Reason::Choice),
    (&["feeling", "better"], Reason::Choice),
    (&["not", "like"], Reason::Choice),
    (&["not", "want"], Reason::Choice),
    (&["intentionally"], Reason::Choice),
    (&["deliberately"], Reason::Choice),
    (&["decided"], Reason::Choice),
    (&["chose"], Reason::Choice),
    (&["forgot"], Reason::Mistake),
    (&["forget"], Reason::Mistake),
    (&["forgetting"], Reason::Mistake),
    (&["forgetful"], Reason::Mistake),
    (&["forgetfulness"], Reason::Mistake),
    (&["unintentionally"], Reason::Mistake),
    (&["inadvertently"], Reason::Mistake),
    (&["misunderstood"], Reason::Mistake),
];

/// The reason among normalized words with the words that give it, `start..end`; none where none is given.
#[must_use]
pub fn reason(words: &[&str]) -> Option<(Reason, usize, usize)> {
    let (reason, start, end) = REASONS.iter().find_map(|(cue, reason)| {
        let start = words.windows(cue.len()).position(|w| w == *cue)?;
        Some((*reason, start, start + cue.len()))
    })?;
    let of_age = words
        .windows(2)
        .any(|w| matches!(w, ["age", "related"] | ["advanced", "age"]))
        || words.contains(&"debility");
    match reason {
        Reason::Mistake if of_age => Some((Reason::Debility, start, end)),
        _ => Some((reason, start, end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use retrieval::normalize::Tokens;

    fn told(sentence: &str) -> Option<&'static str> {
        let tokens = Tokens::of(sentence);
        let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
        reason(&words).map(|(reason, ..)| reason.code())
    }

    #[test]
    fn a_reason_is_one_that_the_note_gives() {
        let check = |sentence, expected| assert_eq!(told(sentence), expected, "{sentence}");
        check("because she could not afford it", Some("Z91.120"));
        check("He lost his insurance in May", Some("Z91.120"));
        check("stopped it on her own", Some("Z91.128"));
        check("due to side effects", Some("Z91.128"));
        check("he forgot it on weekends", Some("Z91.138"));
        check("forgets it, with age-related debility", Some("Z91.130"));
        check("She missed three doses of lisinopril", None);
        check("He ran out of furosemide", None);
    }
}
