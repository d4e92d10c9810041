//! What a note and the facts about its encounter must be like to be worked on.

use coding_model::{Setting, Sex};
use icd10cm::Date;

use crate::ApiError;

/// The longest note, in bytes. A chart's longest documents have some hundred thousand; what is longer is a
/// whole record or no note at all.
pub const LONGEST_NOTE: usize = 4 * 1024 * 1024;

/// The highest age in years that is believed.
const OLDEST: u16 = 124;

/// Checks that a note can be worked on.
///
/// # Errors
/// Where it is longer than [`LONGEST_NOTE`] or holds null characters, which no text does.
pub fn check(text: &str) -> Result<(), ApiError> {
    check_length(text.len())?;
    if text.contains('\0') {
        return Err(ApiError::input(
            "reading a note: it holds null characters, so it is not plain text; export it as UTF-8 text",
        ));
    }
    Ok(())
}

/// The text of a file's bytes.
///
/// # Errors
/// Where they are not UTF-8, or as [`check`].
pub fn decode(bytes: Vec<u8>) -> Result<String, ApiError> {
    check_length(bytes.len())?;
    let text = String::from_utf8(bytes).map_err(|e| {
        ApiError::input(format!(
            "reading a note: it is not UTF-8 text (byte {} is not); export it as UTF-8 text",
            e.utf8_error().valid_up_to()
        ))
    })?;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    check(&text)?;
    Ok(text)
}

/// Checks a length in bytes.
///
/// # Errors
/// Where it is more than [`LONGEST_NOTE`].
pub fn check_length(bytes: usize) -> Result<(), ApiError> {
    if bytes <= LONGEST_NOTE {
        return Ok(());
    }
    let mb = 1024 * 1024;
    Err(ApiError::input(format!(
        "reading a note: it has {} MB, and the longest that is read has {} MB; split it into its documents",
        bytes.div_ceil(mb),
        LONGEST_NOTE / mb
    )))
}

/// What is known of an encounter besides its notes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Setting; outpatient where it is not said.
    pub setting: Setting,
    /// Discharge date or date of service.
    pub date: Option<Date>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Years.
    pub age: Option<u16>,
}

impl Facts {
    /// Reads the facts as written. Empty texts are as good as none.
    ///
    /// # Errors
    /// Where one is not understood.
    pub fn parse(
        setting: Option<&str>,
        date: Option<&str>,
        sex: Option<&str>,
        age: Option<u16>,
    ) -> Result<Self, ApiError> {
        let given = |text: Option<&'_ str>| {
            text.map(str::trim)
                .filter(|t| !t.is_empty())
                .map(str::to_owned)
        };
        let shown = |text: &str| text.chars().take(24).collect::<String>();
        let setting = match given(setting) {
            None => Setting::default(),
            Some(text) => Setting::parse(&text).ok_or_else(|| {
                ApiError::input(format!(
                    "{:?} is not a setting; it is inpatient, outpatient or emergency",
                    shown(&text)
                ))
            })?,
        };
        let sex = match given(sex) {
            None => None,
            Some(text) => Some(Sex::parse(&text).ok_or_else(|| {
                ApiError::input(format!(
                    "{:?} is not a sex; it is female or male",
                    shown(&text)
                ))
            })?),
        };
        let date = given(date)
            .map(|text| Date::parse(&text))
            .transpose()
            .map_err(|e| ApiError::input(e.to_string()))?;
        if let Some(age) = age.filter(|a| *a > OLDEST) {
            return Err(ApiError::input(format!(
                "{age} is not an age in years; it is from 0 to {OLDEST}"
            )));
        }
        Ok(Self {
            setting,
            date,
            sex,
            age,
        })
    }
}
