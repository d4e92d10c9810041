//! Medicare Code Editor lists.

use icd10cm::Code;
use rustc_hash::FxHashSet;
use serde::Deserialize;

/// Diagnosis edit lists of the Medicare Code Editor. Codes are held as the lists give them; a list may
/// hold the beginning of a code instead of each of its 7th characters.
#[derive(Debug, Clone, Default)]
pub struct Mce {
    /// Fiscal year the lists are of, where the file says so.
    pub year: Option<u16>,
    manifestation: FxHashSet<Code>,
    unacceptable: FxHashSet<Code>,
    unless_secondary: FxHashSet<Code>,
    newborn: FxHashSet<Code>,
    pediatric: FxHashSet<Code>,
    maternity: FxHashSet<Code>,
    adult: FxHashSet<Code>,
}

/// An age group of the editor, in completed years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeGroup {
    /// 0.
    Newborn,
    /// 0 to 17.
    Pediatric,
    /// 9 to 64.
    Maternity,
    /// 15 to 124.
    Adult,
}

impl AgeGroup {
    /// First and last age.
    #[must_use]
    pub fn ages(self) -> (u16, u16) {
        match self {
            Self::Newborn => (0, 0),
            Self::Pediatric => (0, 17),
            Self::Maternity => (9, 64),
            Self::Adult => (15, 124),
        }
    }

    /// Name as the editor prints it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Newborn => "newborn",
            Self::Pediatric => "pediatric",
            Self::Maternity => "maternity",
            Self::Adult => "adult",
        }
    }
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    retrieved: String,
    codes: Lists,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Lists {
    manifestation_not_pdx: Vec<Row>,
    unacceptable_pdx: Vec<Row>,
    unacceptable_pdx_unless_secondary: Vec<Row>,
    age_newborn: Vec<Row>,
    age_pediatric: Vec<Row>,
    age_maternity: Vec<Row>,
    age_adult: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    code: String,
}

impl Mce {
    /// Reads the lists from JSON (`codes` with one array for each edit, each row with a `code`).
    ///
    /// # Errors
    /// One line saying what is wrong with the file.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let file: File = serde_json::from_slice(bytes)
            .map_err(|e| format!("the code editor lists could not be read: {e}"))?;
        let set = |rows: &[Row]| {
            rows.iter()
                .filter_map(|r| Code::parse(&r.code).ok())
                .collect()
        };
        let lists = &file.codes;
        let mce = Self {
            year: icd10cm::Date::parse(&file.retrieved)
                .ok()
                .map(icd10cm::Date::fiscal_year),
            manifestation: set(&lists.manifestation_not_pdx),
            unacceptable: set(&lists.unacceptable_pdx),
            unless_secondary: set(&lists.unacceptable_pdx_unless_secondary),
            newborn: set(&lists.age_newborn),
            pediatric: set(&lists.age_pediatric),
            maternity: set(&lists.age_maternity),
            adult: set(&lists.age_adult),
        };
        if mce.manifestation.is_empty() && mce.unacceptable.is_empty() {
            return Err("the code editor lists hold no codes: expected `manifestation_not_pdx` and `unacceptable_pdx` below `codes`".to_owned());
        }
        Ok(mce)
    }

    /// Manifestation codes, which are not allowed as principal diagnosis.
    #[must_use]
    pub fn is_manifestation(&self, code: Code) -> bool {
        holds(&self.manifestation, code)
    }

    /// Codes that are unacceptable as principal diagnosis.
    #[must_use]
    pub fn is_unacceptable(&self, code: Code) -> bool {
        holds(&self.unacceptable, code)
    }

    /// Codes that are unacceptable as principal diagnosis unless there is a secondary one.
    #[must_use]
    pub fn needs_secondary(&self, code: Code) -> bool {
        holds(&self.unless_secondary, code)
    }

    /// Age groups a code is kept for.
    pub fn age_groups(&self, code: Code) -> impl Iterator<Item = AgeGroup> {
        [
            (AgeGroup::Newborn, holds(&self.newborn, code)),
            (AgeGroup::Pediatric, holds(&self.pediatric, code)),
            (AgeGroup::Maternity, holds(&self.maternity, code)),
            (AgeGroup::Adult, holds(&self.adult, code)),
        ]
        .into_iter()
        .filter_map(|(group, member)| member.then_some(group))
    }
}

fn holds(set: &FxHashSet<Code>, code: Code) -> bool {
    set.contains(&code)
}
