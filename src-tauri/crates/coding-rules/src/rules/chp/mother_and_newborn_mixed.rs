//! Mother’s and newborn’s codes mixed.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Chapter 15 is for the mother's record, chapter 16 for conditions of the newborn, Z38 once on the birth record.
///
/// Authority: Guidelines I.C.15.a.2, I.C.16.a.1, a.2 (FY2026).
/// Example: O42.02 on the record of a newborn.
pub struct MotherAndNewbornMixed;

impl Rule for MotherAndNewbornMixed {
    const ID: &'static str = "CHP-40";
    const NAME: &'static str = "mother’s and newborn’s codes mixed";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.15.a.2 and I.C.16.a FY2026: chapter 15 only on the mother’s record, chapter 16 never; Z38 once, first, on the birth record";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let newborn = cx.set.age == Some(0) || cx.has("Z38");
        if newborn {
            for item in cx.all("O00-O9A") {
                out.add(
                    &[item.code],
                    format!("{} on a newborn’s record", cx.named(item.code)),
                )
                .fix("Use the code of chapter 16 for the newborn affected by it, if it is");
            }
        }
        if let (Some(o), false) = (cx.any("O00-O9A"), newborn) {
            for item in cx.all("P00-P96") {
                out.add(
                    &[item.code, o.code],
                    format!("{} on a mother’s record", cx.named(item.code)),
                )
                .fix("Leave it off: it belongs to the newborn’s record");
            }
        }
        let births: Vec<_> = cx.all("Z38").map(|i| i.code).collect();
        if births.len() > 1 {
            out.add(&births, "Z38 is assigned once, on the birth record")
                .fix("Keep one");
        }
        if let (Some(age), Some(birth)) = (cx.set.age, births.first())
            && age > 0
        {
            out.add(
                &[*birth],
                format!("{} at an age of {age} years", cx.named(*birth)),
            )
            .fix("Z38 is for the record of the birth itself");
        }
    }
}
