//! Sex does not fit the code.

use coding_model::{Severity, Sex};
use icd10cm::Date;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// The editor compared codes with the sex of the patient until CMS switched that off on October 1 2024. Shown as
/// information for encounters before that day, and not at all for later ones.
///
/// Authority: Medicare Code Editor.
/// Example: O80 for a male patient on 2023-05-01.
pub struct SexConflict;

impl Rule for SexConflict {
    const ID: &'static str = "PAT-02";
    const NAME: &'static str = "sex does not fit the code";
    const SEVERITY: Severity = Severity::Info;
    const AUTHORITY: &'static str =
        "Medicare Code Editor: sex conflict, deactivated by CMS as of October 1 2024";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let (Some(sex), Some(date)) = (cx.set.sex, cx.set.date) else {
            return;
        };
        if Date::new(2024, 10, 1).is_ok_and(|off| date >= off) {
            return;
        }
        let (group, name) = match sex {
            Sex::Male => (
                "C51-C58 D25-D28 N70-N77 N80-N98 O00-O9A Z32-Z37 Z39",
                "female",
            ),
            Sex::Female => ("C60-C63 D29 N40-N53", "male"),
        };
        for item in cx.all(group) {
            out.add(
                &[item.code],
                format!("{} is for {name} patients", cx.named(item.code)),
            )
            .fix("Check the record; the edit is informational");
        }
    }
}
