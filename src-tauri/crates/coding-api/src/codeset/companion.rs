//! Lists that accompany a release without being part of it, each with its own year. A rule that needs
//! one that is not installed says so.

use icd10cm::Code;
use serde::{Deserialize, Serialize};

/// The companion lists that are recognized.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CompanionKind {
    /// Official Guidelines for Coding and Reporting, as text.
    Guidelines,
    /// Diagnosis edits of the Medicare Code Editor.
    CodeEditor,
    /// Codes exempt from reporting present on admission.
    PoaExempt,
    /// Complications and comorbidities, major ones included (appendices of the MS-DRG definitions).
    CcMcc,
    /// Hierarchical condition categories.
    Hcc,
    /// The official order file: every code with a mark for the billable ones.
    OrderFile,
    /// A list of all codes and headers.
    CodeList,
}

impl CompanionKind {
    /// Name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Guidelines => "guidelines",
            Self::CodeEditor => "code-editor",
            Self::PoaExempt => "poa-exempt",
            Self::CcMcc => "cc-mcc",
            Self::Hcc => "hcc",
            Self::OrderFile => "order-file",
            Self::CodeList => "code-list",
        }
    }
}

/// Fiscal year minus version of the MS-DRG definitions: version 40 is of fiscal year 2023.
pub(crate) const DRG_VERSION_BEFORE: u16 = 1983;

/// Lines at the beginning of a file that are looked at.
const LOOKED_AT: usize = 400;

/// Which list a file is and the fiscal year it names; `None` for anything else.
pub(crate) fn recognize(name: &str, bytes: &[u8]) -> Option<(CompanionKind, Option<u16>)> {
    let name = name.to_lowercase();
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(64 * 1024)).unwrap_or(bytes));
    let lines: Vec<&str> = head.lines().take(LOOKED_AT).map(str::trim_end).collect();
    let first = lines.first().copied().unwrap_or("").to_lowercase();
    let year = || year_in(&name).or_else(|| lines.iter().take(20).find_map(|l| year_in(l)));
    if head.contains("Official Guidelines for Coding and Reporting") && !first.starts_with('<') {
        return Some((CompanionKind::Guidelines, year()));
    }
    if first.starts_with('{') {
        let edits = head.contains("Medicare Code Editor") || head.contains("MCE");
        return edits.then(|| (CompanionKind::CodeEditor, year_in(&name)));
    }
    if first.contains("diagnosis_code") && (first.contains("cc") || first.contains("hcc")) {
        return Some((CompanionKind::Hcc, year_in(&name)));
    }
    let whole = String::from_utf8_lossy(bytes);
    if whole.contains("Diagnoses Defined as Complications or Comorbidities") {
        let year = version_in(&name)
            .map(|v| v + DRG_VERSION_BEFORE)
            .or_else(|| year_in(&name));
        return Some((CompanionKind::CcMcc, year));
    }
    let share = |fits: &dyn Fn(&str) -> bool| {
        let filled: Vec<_> = lines.iter().filter(|l| !l.trim().is_empty()).collect();
        filled.len() >= 20 && filled.iter().filter(|l| fits(l)).count() * 10 >= filled.len() * 9
    };
    if share(&|line| order_line(line).is_some()) {
        return Some((CompanionKind::OrderFile, year_in(&name)));
    }
    if share(&|line| Code::parse(line).is_ok() || line.contains('-')) {
        let kind = if name.contains("poa") || name.contains("exempt") {
            CompanionKind::PoaExempt
        } else {
            CompanionKind::CodeList
        };
        return Some((kind, year_in(&name)));
    }
    None
}

/// Code and billable mark of a line of the order file.
pub(crate) fn order_line(line: &str) -> Option<(Code, bool)> {
    let number = line.get(..5)?;
    let mark = line.get(14..15)?;
    if !number.bytes().all(|b| b.is_ascii_digit()) || !matches!(mark, "0" | "1") {
        return None;
    }
    Some((Code::parse(line.get(6..14)?).ok()?, mark == "1"))
}

/// The first year from 2010 to 2099 in a text.
pub(crate) fn year_in(text: &str) -> Option<u16> {
    numbers(text).find_map(|digits| {
        let year: u16 = (digits.len() == 4).then(|| digits.parse().ok()).flatten()?;
        (2010..2100).contains(&year).then_some(year)
    })
}

/// The number behind a "v" ("msdrg_v40").
fn version_in(name: &str) -> Option<u16> {
    let at = name.find("_v").map(|i| i + 2)?;
    let digits: String = name[at..]
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok().filter(|v| (30..60).contains(v))
}

fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, text: &str, expected: Option<(CompanionKind, Option<u16>)>) {
        assert_eq!(recognize(name, text.as_bytes()), expected, "{name}");
    }

    #[test]
    fn lists_are_recognized_by_what_they_hold() {
        let codes = |line: fn(usize) -> String| (0..30).map(line).collect::<Vec<_>>().join("\r\n");
        check(
            "g.txt",
            "ICD-10-CM Official Guidelines for Coding and Reporting\nFY 2026\n",
            Some((CompanionKind::Guidelines, Some(2026))),
        );
        check(
            "edits.json",
            "{\"description\": \"Medicare Code Editor\"}",
            Some((CompanionKind::CodeEditor, None)),
        );
        check(
            "mapping_2026.csv",
            "diagnosis_code,cc,model_name\nA0103,115,V21\n",
            Some((CompanionKind::Hcc, Some(2026))),
        );
        check(
            "msdrg_v40.txt",
            "| Appendix G Diagnoses Defined as Complications or Comorbidities |",
            Some((CompanionKind::CcMcc, Some(2023))),
        );
        check(
            "poa_exempt_FY2022.txt",
            &codes(|i| format!("B90.{i}")),
            Some((CompanionKind::PoaExempt, Some(2022))),
        );
        check(
            "icd10cm-order-Jan-2021.txt",
            &codes(|i| format!("{i:05} A00{}    1 Cholera", i % 10)),
            Some((CompanionKind::OrderFile, Some(2021))),
        );
        check("readme.txt", "Hello\nthere\n", None);
        check("empty.txt", "", None);
    }
}
