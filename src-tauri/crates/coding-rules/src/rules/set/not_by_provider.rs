//! Evidence is not by the provider.

use coding_model::{AuthorRole, Severity};

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::set::only;

/// All the evidence is by somebody who is not the provider. Excepted are BMI, depth of ulcers that are not
/// pressure ulcers, stage of pressure ulcers, coma scale, NIH stroke scale, social determinants, laterality, blood
/// alcohol level, underimmunization and firearm intent; the diagnosis they belong to is the provider's (a
/// warning for ulcers, whose code says both).
///
/// Authority: Guidelines I.B.14 (FY2026).
/// Example: E44.0 from the dietitian only: query. Z68.41 from the nurse is right.
pub struct NotByProvider;

impl Rule for NotByProvider {
    const ID: &'static str = "SET-07";
    const NAME: &'static str = "evidence is not by the provider";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.B.14 FY2026: code assignment is based on the documentation by the patient’s provider, with listed exceptions";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            let others = only(item, |e| {
                matches!(
                    e.author,
                    AuthorRole::Nurse | AuthorRole::OtherClinician | AuthorRole::Patient
                )
            });
            if !others
                || cx.is(
                    item,
                    "Z68 R40.2 R29.7 Z55-Z65 Y90 Z28.3 W32-W34 X72-X74 X93-X95 Y22-Y24",
                )
            {
                continue;
            }
            if cx.is(item, "L89 L97 L98.4") {
                out.add(
                    &[item.code],
                    format!("{}: stage or depth may be the nurse’s, the ulcer itself has to be the provider’s", cx.named(item.code)),
                )
                .severity(Severity::Warning)
                .fix("Look for the ulcer in the provider’s notes, or query");
            } else {
                out.add(
                    &[item.code],
                    format!("{} is not documented by the provider", cx.named(item.code)),
                )
                .fix("Query the provider");
            }
        }
    }
}
