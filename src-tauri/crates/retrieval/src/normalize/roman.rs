//! Rule 6: Roman numerals where something is counted.

/// Whether the words just read announce a numeral.
#[derive(Debug, Default)]
pub(super) struct Context {
    /// A counting word stood before, with nothing but numerals and conjunctions since.
    counting: bool,
}

impl Context {
    /// The Arabic form of `word` (already stemmed) where it is a numeral after a counting word, and
    /// the context for the next word. `gap` is the text between this word and the one before: a
    /// longer one, or one with a full stop, ends the phrase.
    pub(super) fn arabic(&mut self, gap: &str, word: &[u8]) -> Option<&'static str> {
        let near = gap.len() <= 2 && gap.bytes().all(|b| matches!(b, b' ' | b'-' | b'/' | b','));
        let counting = self.counting && near;
        if counting && let Some(number) = number(word) {
            self.counting = true;
            return Some(number);
        }
        let carries_on = counting
            && (matches!(word, b"and" | b"or" | b"to") || word.iter().all(u8::is_ascii_digit));
        self.counting = carries_on || counts(word);
        None
    }
}

fn counts(word: &[u8]) -> bool {
    matches!(
        word,
        b"type"
            | b"stage"
            | b"grade"
            | b"class"
            | b"phase"
            | b"level"
            | b"group"
            | b"category"
            | b"factor"
            | b"bipolar"
            | b"mobitz"
            | b"part"
            | b"degree"
            | b"zone"
            | b"angiotensin"
            | b"stadium"
    )
}

fn number(word: &[u8]) -> Option<&'static str> {
    Some(match word {
        b"i" => "1",
        b"ii" => "2",
        b"iii" => "3",
        b"iv" => "4",
        b"v" => "5",
        b"vi" => "6",
        b"vii" => "7",
        b"viii" => "8",
        b"ix" => "9",
        b"x" => "10",
        b"xi" => "11",
        b"xii" => "12",
        b"xiii" => "13",
        _ => return None,
    })
}
