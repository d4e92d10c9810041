//! The only place where offsets change their unit: bytes inside, UTF-16 code units on the wire to the window,
//! Unicode code points on the command line.

use clinical_text::{Offsets, TextRange, Unit};

use crate::dto::SpanDto;

/// Offsets of one text, in UTF-16 code units. Made once a document.
pub(crate) struct Utf16<'a> {
    text: &'a str,
    offsets: Offsets<'a>,
}

impl<'a> Utf16<'a> {
    /// Prepares a text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            offsets: Offsets::new(text, Unit::Utf16),
        }
    }

    /// A byte range as a span; `None` where it cuts a character or leaves the text.
    pub(crate) fn span(&self, range: TextRange) -> Option<SpanDto> {
        range.slice(self.text)?;
        Some(SpanDto {
            start: self.offsets.from_byte(range.start()),
            end: self.offsets.from_byte(range.end()),
        })
    }

    /// The byte range of a span; `None` where it leaves the text, cuts a character or runs backwards.
    pub(crate) fn range(&self, span: SpanDto) -> Option<TextRange> {
        let (start, end) = (
            self.offsets.to_byte(span.start)?,
            self.offsets.to_byte(span.end)?,
        );
        (start <= end).then(|| TextRange::new(start, end))
    }
}

/// Offsets of one text, in Unicode code points.
pub(crate) struct CodePoints<'a> {
    text: &'a str,
    offsets: Offsets<'a>,
}

impl<'a> CodePoints<'a> {
    /// Prepares a text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            offsets: Offsets::new(text, Unit::CodePoint),
        }
    }

    /// A byte range in code points; `None` where it cuts a character or leaves the text.
    pub(crate) fn of(&self, range: TextRange) -> Option<(usize, usize)> {
        range.slice(self.text)?;
        Some((
            self.offsets.from_byte(range.start()) as usize,
            self.offsets.from_byte(range.end()) as usize,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Texts of the kinds of characters that go wrong: ASCII, CRLF, accents, combining marks, emoji beyond the
    /// first plane, joined emoji.
    fn texts() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("pain"),
            Just("\r\n"),
            Just("é"),
            Just("e\u{301}"),
            Just("😷"),
            Just("👩\u{200d}⚕️"),
            Just("漢"),
            Just("\u{feff}"),
            Just(" "),
        ];
        prop::collection::vec(piece, 0..1200).prop_map(|v| v.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_boundary_goes_there_and_back(text in texts(), pick in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
            let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let (a, b) = (bounds[pick.index(bounds.len())], bounds[other.index(bounds.len())]);
            let range = TextRange::new(a, b);
            let utf16 = Utf16::new(&text);
            let span = utf16.span(range).unwrap();
            prop_assert_eq!(utf16.range(span), Some(range));
            let units: Vec<u16> = text.encode_utf16().collect();
            let cut = String::from_utf16(&units[span.start as usize..span.end as usize]).unwrap();
            prop_assert_eq!(Some(cut.as_str()), range.slice(&text));
            let points = CodePoints::new(&text);
            let (start, end) = points.of(range).unwrap();
            let cut: String = text.chars().skip(start).take(end - start).collect();
            prop_assert_eq!(Some(cut.as_str()), range.slice(&text));
        }

        #[test]
        fn what_is_no_boundary_is_refused(text in texts(), start in 0_u32..9000, end in 0_u32..9000) {
            prop_assume!(start < end);
            let units: Vec<u16> = text.encode_utf16().collect();
            let whole = units.get(start as usize..end as usize).and_then(|u| String::from_utf16(u).ok());
            let range = Utf16::new(&text).range(SpanDto { start, end });
            prop_assert_eq!(range.and_then(|r| r.slice(&text).map(str::to_owned)), whole);
        }

        #[test]
        fn bytes_inside_a_character_have_no_offset(text in texts(), byte in 0_usize..6000) {
            let answer = Utf16::new(&text).span(TextRange::new(byte, byte));
            prop_assert_eq!(answer.is_some(), text.is_char_boundary(byte));
        }
    }
}
