//! What is read: charts of documents, before they have identifiers.

use coding_model::{AuthorRole, Setting, Sex};
use icd10cm::Date;

use crate::record::Record;

/// A chart as a file has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    /// Title; never a patient's name, which the files' own titles and names are not searched for.
    pub title: String,
    /// What makes it one stay or visit; charts of the same one belong together. Empty where the file does not say.
    pub visit: String,
    /// Setting, where the file says.
    pub setting: Option<Setting>,
    /// Day of admission.
    pub admitted: Option<Date>,
    /// Discharge date or date of service.
    pub date: Option<Date>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Years at the encounter.
    pub age: Option<u16>,
    /// The documents, in order.
    pub pages: Vec<Page>,
}

/// A document of a chart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Title.
    pub title: String,
    /// Kind ("discharge-summary"); empty where the file does not say.
    pub kind: String,
    /// Author with credential.
    pub author: String,
    /// Role of the author.
    pub role: AuthorRole,
    /// Day, `YYYY-MM-DD`; empty where the file does not say.
    pub date: String,
    /// The text.
    pub text: String,
}

impl Chart {
    /// A chart of one text.
    pub(crate) fn of(text: String) -> Self {
        Self {
            pages: vec![Page {
                text,
                ..Page::default()
            }],
            ..Self::default()
        }
    }

    pub(crate) fn of_record(record: &Record) -> Self {
        let encounter = &record.encounter;
        Self {
            title: encounter.title.clone(),
            visit: encounter.id.to_string(),
            setting: Some(encounter.setting),
            admitted: encounter.admitted,
            date: encounter.date,
            sex: encounter.sex,
            age: encounter.age,
            pages: encounter
                .documents
                .iter()
                .map(|d| Page {
                    title: d.title.clone(),
                    kind: d.kind.clone(),
                    author: d.author.clone(),
                    role: d.author_role,
                    date: d.date.clone(),
                    text: d.text.clone(),
                })
                .collect(),
        }
    }
}

/// A title from a file's name, without folders and ending.
pub(crate) fn untitled(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let stem: String = stem.chars().filter(|c| !c.is_control()).take(200).collect();
    if stem.trim().is_empty() {
        "Untitled chart".to_owned()
    } else {
        stem
    }
}

/// A kind in the form of the house: `Discharge summary` becomes `discharge-summary`.
pub(crate) fn kind_of(title: &str) -> String {
    let mut kind = String::new();
    for word in title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(6)
    {
        if !kind.is_empty() {
            kind.push('-');
        }
        kind.extend(word.chars().take(24).flat_map(char::to_lowercase));
    }
    kind
}
