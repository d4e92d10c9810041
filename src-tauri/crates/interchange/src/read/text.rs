//! Plain text: its encoding, and whether it is text at all.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::ReadError;

/// The text of bytes, and the name of the encoding it was in.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, String), ReadError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    let encoding = encoding_of(bytes);
    let (text, encoding, _) = encoding.decode(bytes);
    // a sign that stands for what could not be decoded would be taken for the author's
    let lost = text.chars().filter(|c| *c == '\u{fffd}').count();
    if lost > 0 && !std::str::from_utf8(bytes).is_ok_and(|t| t.contains('\u{fffd}')) {
        return Err(ReadError::Unknown("no text in an encoding that is known"));
    }
    Ok((text.into_owned(), encoding.name().to_owned()))
}

fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return UTF_8;
    }
    // Latin letters in UTF-16 leave every other byte zero
    let zeros = |offset: usize| {
        bytes
            .iter()
            .skip(offset)
            .step_by(2)
            .take(512)
            .filter(|b| **b == 0)
            .count()
    };
    let half = bytes.len().div_ceil(2).min(512);
    match (zeros(0) * 10 > half * 7, zeros(1) * 10 > half * 7) {
        (false, true) => return UTF_16LE,
        (true, false) => return UTF_16BE,
        _ => {}
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"us"), Utf8Detection::Deny)
}

/// Refuses what decodes and is no text.
pub(super) fn check(text: &str) -> Result<(), ReadError> {
    let (mut strange, mut all) = (0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        if c == '\0' {
            return Err(ReadError::Unknown("no plain text"));
        }
        let control =
            c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}');
        strange += usize::from(control);
    }
    if strange * 50 > all {
        return Err(ReadError::Unknown("no plain text"));
    }
    Ok(())
}

/// The text without a byte order mark and without characters that no note has.
pub(super) fn cleaned(text: String) -> String {
    let unwanted = |c: char| {
        c == '\0'
            || c == '\u{feff}'
            || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
    };
    if text.contains(unwanted) {
        text.chars().filter(|c| !unwanted(*c)).collect()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_decoded(bytes: &[u8], text: &str, encoding: &str) {
        let (found, name) = decode(bytes).unwrap();
        assert_eq!((found.as_str(), name.as_str()), (text, encoding));
    }

    #[test]
    fn encodings_are_told_apart() {
        check_decoded("Grüße 37 °C".as_bytes(), "Grüße 37 °C", "UTF-8");
        check_decoded(b"\xef\xbb\xbfplain", "plain", "UTF-8");
        check_decoded(
            b"caf\xe9 \x96 37\xb0C, patient\x92s temperature",
            "café – 37°C, patient’s temperature",
            "windows-1252",
        );
        check_decoded(b"\xff\xfeh\0i\0", "hi", "UTF-16LE");
        let le: Vec<u8> = "Chief complaint: cough"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check_decoded(&le, "Chief complaint: cough", "UTF-16LE");
        let be: Vec<u8> = "Chief complaint: cough"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        check_decoded(&be, "Chief complaint: cough", "UTF-16BE");
        assert_eq!(decode(b" \r\n\t"), Err(ReadError::Empty));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(check("BP 120/80\r\n\u{c}next page").is_ok());
        assert!(check("a\0b").is_err());
        assert!(check(&"\u{1}\u{2}\u{3}x".repeat(9)).is_err());
    }
}
