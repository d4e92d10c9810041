//! Trimester and weeks of gestation differ.

use coding_model::Severity;

use crate::context::{Context, Item};
use crate::rule::{Out, Rule};

/// The trimester that a code names and the completed weeks of Z3A have to agree. The weeks are coded once, as
/// of the day of admission (I.C.21.c.11).
///
/// Authority: Guidelines I.C.15.a.3, a.7 (FY2026); note of chapter 15.
/// Example: Z3A.30 with a code of the first trimester.
pub struct TrimesterDoesNotFit;

impl Rule for TrimesterDoesNotFit {
    const ID: &'static str = "CHP-42";
    const NAME: &'static str = "trimester and weeks of gestation differ";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.15.a.3 and a.7 FY2026, chapter 15 note: first trimester less than 14 weeks 0 days, second 14 weeks 0 days to less than 28 weeks 0 days, third 28 weeks 0 days until delivery; completed weeks";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let weeks: Vec<(&Item<'_>, u8)> = cx
            .all("Z3A")
            .filter_map(|i| {
                let n: u8 = i.code.undotted().get(3..)?.parse().ok()?;
                (n > 0).then_some((i, n))
            })
            .collect();
        if weeks.is_empty() {
            return;
        }
        let codes: Vec<_> = weeks.iter().map(|(i, _)| i.code).collect();
        if codes.len() > 1 {
            out.add(&codes, "The weeks of gestation are coded more than once")
                .severity(Severity::Warning)
                .fix("Keep the weeks on the day of admission");
        }
        for item in cx.all("O00-O9A") {
            let title = item.entry.title().to_lowercase();
            let Some(named) = ["first trimester", "second trimester", "third trimester"]
                .iter()
                .position(|t| title.contains(t))
            else {
                continue;
            };
            let of = |w: u8| usize::from(w >= 14) + usize::from(w >= 28);
            if weeks.iter().any(|(_, w)| of(*w) == named) {
                continue;
            }
            let (z, w) = weeks[0];
            let right = ["first", "second", "third"][of(w)];
            out.add(
                &[item.code, z.code],
                format!(
                    "{} does not fit {w} completed weeks, which are in the {right} trimester",
                    cx.named(item.code)
                ),
            )
            .fix(format!(
                "Use the code of the {right} trimester, or correct the weeks"
            ));
        }
    }
}
