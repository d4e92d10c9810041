//! Answer of `check`.

use coding_model::{Encounter, EncounterId, Severity};
use coding_rules::{CodeSet, Line};
use serde::Serialize;

use super::FORMAT;
use crate::ApiError;
use crate::codeset::Edition;
use crate::dto::name_of;
use crate::note::{self, Facts};
use crate::{encounter, facts};

/// What the rules say of a set of codes.
#[derive(Debug, Clone, Serialize)]
pub struct CheckAnswer {
    /// 1.
    pub format: u32,
    /// Release the codes were checked against.
    pub release: String,
    /// Errors first.
    pub findings: Vec<CheckFinding>,
    /// Pairs of codes that were held against each other's notes.
    pub pairs_checked: u32,
    /// Rules that could not run for want of a list: rule id and list.
    pub unavailable: Vec<CheckUnavailable>,
}

/// A finding.
#[derive(Debug, Clone, Serialize)]
pub struct CheckFinding {
    /// Rule id.
    pub rule: String,
    /// "error", "warning", "info".
    pub severity: String,
    /// Whether a person may proceed all the same, if they say why.
    pub overridable: bool,
    /// Codes concerned.
    pub codes: Vec<String>,
    /// One sentence.
    pub message: String,
    /// Note or guideline paragraph.
    pub authority: String,
    /// What would mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

/// A rule that lacks a list.
#[derive(Debug, Clone, Serialize)]
pub struct CheckUnavailable {
    /// Rule id.
    pub rule: String,
    /// The list.
    pub list: String,
}

impl CheckAnswer {
    /// Whether the rules found an error or a warning; information alone is no problem.
    #[must_use]
    pub fn has_problems(&self) -> bool {
        let info = name_of(&Severity::Info);
        self.findings.iter().any(|f| f.severity != info)
    }
}

/// Checks codes in their sequence; the first is the principal or first-listed diagnosis. Rules that ask for what a
/// note says stay silent.
///
/// # Errors
/// Where no code is given.
pub fn check(edition: &Edition, codes: &[String], facts: Facts) -> Result<CheckAnswer, ApiError> {
    let set = code_set(codes, facts)?;
    Ok(answer(edition, &set))
}

/// Checks codes in their sequence against the note they were assigned from: what it says of each of them, its
/// medication lists and the sides it names.
///
/// # Errors
/// Where no code is given, the note cannot be worked on, or the engine of the release cannot be opened.
pub fn check_with_note(
    edition: &Edition,
    codes: &[String],
    facts: Facts,
    note: &str,
) -> Result<CheckAnswer, ApiError> {
    let mut set = code_set(codes, facts)?;
    note::check(note)?;
    let encounter = Encounter {
        id: EncounterId::new(),
        title: String::new(),
        setting: facts.setting,
        admitted: None,
        date: facts.date,
        sex: facts.sex,
        age: facts.age,
        documents: vec![encounter::note_document(note.to_owned(), facts.date)],
    };
    facts::of_note(edition, &encounter, &mut set)?;
    Ok(answer(edition, &set))
}

fn code_set(codes: &[String], facts: Facts) -> Result<CodeSet, ApiError> {
    if codes.iter().all(|c| c.trim().is_empty()) {
        return Err(ApiError::input(
            "checking codes: none is given; name them in sequence, the principal or first-listed one first",
        ));
    }
    Ok(CodeSet {
        codes: codes.iter().map(|c| Line::typed(c.trim())).collect(),
        setting: facts.setting,
        sex: facts.sex,
        age: facts.age,
        date: facts.date,
        ..CodeSet::default()
    })
}

fn answer(edition: &Edition, set: &CodeSet) -> CheckAnswer {
    let checked = coding_rules::check_with(edition.codebook(), &edition.lists(), set);
    CheckAnswer {
        format: FORMAT,
        release: edition.name().to_owned(),
        findings: checked.findings.iter().map(finding).collect(),
        pairs_checked: checked.pairs_checked,
        unavailable: checked
            .unavailable
            .iter()
            .map(|u| CheckUnavailable {
                rule: u.rule.clone(),
                list: name_of(&u.list),
            })
            .collect(),
    }
}

pub(super) fn finding(finding: &coding_model::Finding) -> CheckFinding {
    CheckFinding {
        rule: finding.rule.clone(),
        severity: name_of(&finding.severity),
        overridable: finding.is_overridable(),
        codes: finding.codes.iter().map(ToString::to_string).collect(),
        message: finding.message.clone(),
        authority: finding.authority.clone(),
        fix: finding.fix.clone(),
    }
}
