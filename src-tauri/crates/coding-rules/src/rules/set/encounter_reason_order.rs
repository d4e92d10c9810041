//! Reason for the encounter out of order.

use coding_model::Severity;

use crate::context::{Context, Item};
use crate::rule::{Out, Rule};

/// A screening stays first even if it finds something; a preoperative examination is followed by the reason for
/// surgery; routine laboratory work (Z01.89) is for the absence of signs and symptoms.
///
/// Authority: Guidelines I.C.21.c.5, II.K, IV.K, IV.M, IV.P (FY2026).
/// Example: K63.5 before Z12.11; Z01.810 alone; Z01.89 with R73.09.
pub struct EncounterReasonOrder;

impl Rule for EncounterReasonOrder {
    const ID: &'static str = "SET-15";
    const NAME: &'static str = "reason for the encounter out of order";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines II.K, IV.K to IV.M, IV.Q and I.C.21.c.5 FY2026: screening, preoperative and routine examinations are first-listed, with the finding or reason for surgery behind";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if cx.inpatient() {
            return;
        }
        if let (Some(first), Some(screening)) = (cx.first(), cx.any("Z11 Z12 Z13"))
            && screening.place > 0
            && cx.is(first, "A00-R99")
            && !cx.is(first, "O00-O9A")
        {
            out.add(
                &[screening.code, first.code],
                format!("{} stands behind {}", cx.named(screening.code), cx.named(first.code)),
            )
            .fix("Put the screening first if it was the reason for the visit, with what it found behind");
        }
        if let Some(exam) = cx.first().filter(|f| cx.is(f, "Z01.81"))
            && cx.set.codes.len() == 1
        {
            out.add(
                &[exam.code],
                format!(
                    "{} needs the reason for the surgery behind it",
                    cx.named(exam.code)
                ),
            )
            .fix("Add the condition that is operated on, and what the examination found");
        }
        for (n, x) in cx.items.iter().enumerate() {
            for y in cx.items[n + 1..].iter().filter(|y| cx.is(y, "Z00 Z01")) {
                let findings = |i: &Item<'_>| i.entry.title().contains("without abnormal findings");
                let same = x.entry.parent().is_some() && x.entry.parent() == y.entry.parent();
                if same && findings(x) != findings(y) {
                    out.add(
                        &[x.code, y.code],
                        format!("{} and {} contradict each other", cx.named(x.code), cx.named(y.code)),
                    )
                    .fix("Keep the one with abnormal findings if there is any, with the finding behind it");
                }
            }
        }
        if let Some((routine, symptom)) = cx.pairs("Z01.89", "R00-R99").next() {
            out.add(
                &[routine.code, symptom.code],
                format!("{} beside {}", cx.named(routine.code), cx.named(symptom.code)),
            )
            .severity(Severity::Info)
            .fix("Z01.89 is for tests without sign, symptom or diagnosis: keep it only if such a test was done as well");
        }
    }
}
