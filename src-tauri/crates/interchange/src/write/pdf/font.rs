//! The fonts every reader of PDF has of itself: Helvetica, its bold and Courier, in Windows' Latin encoding. None is
//! carried in a file; widths are in thousandths of the size.

/// How a stretch of text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Plain,
    Bold,
    /// A quote: bold and underlined.
    Marked,
    Mono,
}

impl Face {
    /// Its font's name among the page's resources.
    pub(super) fn resource(self) -> &'static str {
        match self {
            Self::Plain => "F1",
            Self::Bold | Self::Marked => "F2",
            Self::Mono => "F3",
        }
    }
}

/// The byte of a character; `None` for one that the encoding does not have.
pub(super) fn byte(c: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0',
        '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    match c {
        ' '..='~' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(c)).ok(),
        '\0' => None,
        c => {
            let at = HIGH.iter().position(|high| *high == c)?;
            u8::try_from(0x80 + at).ok()
        }
    }
}

/// A text in characters that the fonts have. Others stand as their numbers: nothing is lost, and nothing looks like
/// what it is not.
pub(super) fn written(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push('\n'),
            '\r' => {}
            '\t' => out.push_str("    "),
            c if byte(c).is_some() => out.push(c),
            c => out.push_str(&format!("[U+{:04X}]", u32::from(c))),
        }
    }
    out
}

/// How many characters of a text stand as their numbers.
pub(super) fn unwritten(text: &str) -> usize {
    let known = |c: char| byte(c).is_some() || matches!(c, '\n' | '\r' | '\t');
    text.chars().filter(|c| !known(*c)).count()
}

/// Width of a character, in thousandths of the size.
pub(super) fn width(c: char, face: Face) -> u32 {
    let table = match face {
        Face::Mono => return 600,
        Face::Plain => &PLAIN,
        Face::Bold | Face::Marked => &BOLD,
    };
    let plain = |c: char| {
        let at = (c as usize).wrapping_sub(32);
        table.get(at).copied().map(u32::from)
    };
    if let Some(width) = plain(c) {
        return width;
    }
    let base = match c {
        '\u{a0}' => ' ',
        '‘' | '’' | '‚' | '‹' | '›' => '(',
        '…' | '—' | '™' | '‰' | '¼' | '½' | '¾' | 'Æ' | '©' | '®' => 'W',
        '•' | '°' | '¹' | '²' | '³' | '·' | '´' | '¸' | '¨' | '¯' => 'c',
        'À'..='Å' => 'A',
        'Ç' => 'C',
        'È'..='Ë' => 'E',
        'Ì'..='Ï' => 'I',
        'Ñ' => 'N',
        'Ò'..='Ö' | 'Ø' | 'Œ' => 'O',
        'Ù'..='Ü' => 'U',
        'ì'..='ï' => 'i',
        'æ' | 'œ' => 'm',
        _ => 'n',
    };
    plain(base).unwrap_or(556)
}

/// From the blank on, after the fonts' metrics.
const PLAIN: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_fonts_lack_stands_as_its_number() {
        for (text, expected, lacking) in [
            ("Grüße, 37 °C – “so”", "Grüße, 37 °C – “so”", 0),
            ("SpO₂ ≥ 92", "SpO[U+2082] [U+2265] 92", 2),
            ("a\r\nb\tc", "a\nb    c", 0),
            ("中\u{7}", "[U+4E2D][U+0007]", 2),
        ] {
            assert_eq!(
                (written(text).as_str(), unwritten(text)),
                (expected, lacking)
            );
            assert!(
                written(text)
                    .chars()
                    .all(|c| c == '\n' || byte(c).is_some())
            );
        }
    }

    #[test]
    fn characters_have_the_bytes_and_widths_of_the_encoding() {
        for (c, code) in [
            ('A', 0x41),
            ('é', 0xe9),
            ('€', 0x80),
            ('›', 0x9b),
            ('Ÿ', 0x9f),
        ] {
            assert_eq!(byte(c), Some(code), "{c}");
        }
        assert_eq!(byte('\u{81}'), None);
        assert_eq!(width('i', Face::Plain), 222);
        assert_eq!(width('É', Face::Bold), 667);
        assert_eq!(width('W', Face::Mono), 600);
    }
}
