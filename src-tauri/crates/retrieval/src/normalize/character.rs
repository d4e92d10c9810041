//! Rule 1: single characters.

use unicode_normalization::char::decompose_compatible;

/// Whether a non-ASCII character belongs to a word. Fractions and superscripts do not.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphabetic() || (c.is_numeric() && fullwidth_digit(c).is_some())
}

/// Whether a character has no width and no meaning within a word: soft hyphen, joiners, combining marks.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}' | '\u{fe0f}')
}

/// Whether a character is used as an apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{b4}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{201b}'
            | '\u{2032}'
            | '\u{2bc}'
            | '\u{ff07}'
    )
}

fn fullwidth_digit(c: char) -> Option<u8> {
    let digit = u32::from(c).checked_sub(0xff10).filter(|d| *d < 10)?;
    u8::try_from(digit).ok()
}

/// Appends the comparable form of a word character.
pub(super) fn push(c: char, word: &mut Vec<u8>) {
    if let Some(digit) = fullwidth_digit(c) {
        word.push(b'0' + digit);
        return;
    }
    decompose_compatible(c, |part| {
        for lower in part.to_lowercase() {
            if let Some(name) = spelled(lower) {
                word.extend_from_slice(name.as_bytes());
            } else if lower.is_alphanumeric() {
                word.extend_from_slice(lower.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    });
}

/// Letters that decomposition leaves alone, and Greek letters as clinical text names them.
fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'α' => "alpha",
        'β' => "beta",
        'γ' => "gamma",
        'δ' => "delta",
        'ε' => "epsilon",
        'θ' => "theta",
        'κ' => "kappa",
        'λ' => "lambda",
        'μ' => "mu",
        'σ' | 'ς' => "sigma",
        'τ' => "tau",
        'ω' => "omega",
        _ => return None,
    })
}
