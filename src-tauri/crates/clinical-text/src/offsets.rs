//! Byte offsets as counted elsewhere: UTF-16 code units in a browser, code points in exchanged JSON.

/// What another program counts a text in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// UTF-16 code units.
    Utf16,
    /// Unicode code points.
    CodePoint,
}

impl Unit {
    fn len(self, c: char) -> u32 {
        match self {
            Self::Utf16 => c.len_utf16() as u32,
            Self::CodePoint => 1,
        }
    }
}

/// Converts offsets of one text both ways. Keeps a mark every few hundred bytes, so that a
/// conversion costs no more than reading the way from the nearest mark.
#[derive(Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    unit: Unit,
    /// (byte, unit) pairs, ascending; only where the two differ from each other does it matter.
    marks: Vec<(u32, u32)>,
    ascii: bool,
}

const STEP: usize = 256;

impl<'t> Offsets<'t> {
    /// Prepares a text.
    #[must_use]
    pub fn new(text: &'t str, unit: Unit) -> Self {
        let ascii = text.is_ascii();
        let mut marks = vec![(0, 0)];
        if !ascii {
            let (mut next, mut count) = (STEP, 0);
            for (byte, c) in text.char_indices() {
                if byte >= next {
                    marks.push((byte as u32, count));
                    next = byte + STEP;
                }
                count += unit.len(c);
            }
        }
        Self {
            text,
            unit,
            marks,
            ascii,
        }
    }

    /// A byte offset in the other unit; one inside a character counts as the character's start.
    #[must_use]
    pub fn from_byte(&self, byte: usize) -> u32 {
        let byte = byte.min(self.text.len());
        if self.ascii {
            return byte as u32;
        }
        let i = self.marks.partition_point(|m| m.0 as usize <= byte) - 1;
        let (start, mut count) = self.marks[i];
        for (at, c) in self.text[start as usize..].char_indices() {
            if start as usize + at + c.len_utf8() > byte {
                break;
            }
            count += self.unit.len(c);
        }
        count
    }

    /// The byte offset of an offset in the other unit; `None` behind the text's end or inside a character.
    #[must_use]
    pub fn to_byte(&self, offset: u32) -> Option<usize> {
        if self.ascii {
            return ((offset as usize) <= self.text.len()).then_some(offset as usize);
        }
        let i = self.marks.partition_point(|m| m.1 <= offset) - 1;
        let (start, mut count) = self.marks[i];
        for (at, c) in self.text[start as usize..].char_indices() {
            if count == offset {
                return Some(start as usize + at);
            }
            count += self.unit.len(c);
            if count > offset {
                return None;
            }
        }
        (count == offset).then_some(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn emoji_count_two_units_and_one_code_point() {
        let text = "a😀\r\né";
        let utf16 = Offsets::new(text, Unit::Utf16);
        let points = Offsets::new(text, Unit::CodePoint);
        assert_eq!((utf16.from_byte(5), points.from_byte(5)), (3, 2));
        assert_eq!((utf16.to_byte(3), points.to_byte(2)), (Some(5), Some(5)));
        assert_eq!(utf16.to_byte(2), None, "inside the surrogate pair");
        assert_eq!(utf16.to_byte(99), None);
    }

    proptest! {
        #[test]
        fn every_boundary_round_trips(text in "(\\PC|\\r|\\n|\\t|😀|é){0,700}") {
            for unit in [Unit::Utf16, Unit::CodePoint] {
                let offsets = Offsets::new(&text, unit);
                for (byte, _) in text.char_indices().step_by(7) {
                    prop_assert_eq!(offsets.to_byte(offsets.from_byte(byte)), Some(byte));
                }
                prop_assert_eq!(offsets.to_byte(offsets.from_byte(text.len())), Some(text.len()));
            }
            let utf16 = Offsets::new(&text, Unit::Utf16);
            prop_assert_eq!(utf16.from_byte(text.len()) as usize, text.encode_utf16().count());
        }
    }
}
