//! Past condition coded as current.

use coding_model::{Severity, Temporality};

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::set::only;

/// All the evidence is worded as past. Chronic conditions, which are often written as history and still there, are
/// left alone, as are codes that speak of the past themselves.
///
/// Authority: Guidelines III.A, IV.J (FY2026).
/// Example: "history of DVT", I82.402: Z86.718.
pub struct PastAsCurrent;

impl Rule for PastAsCurrent {
    const ID: &'static str = "SET-10";
    const NAME: &'static str = "past condition coded as current";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines III.A and IV.J FY2026: conditions that were previously treated and no longer exist are not coded; history codes (Z80 to Z87) may be used if they have an impact";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            if cx.is(item, PAST_OR_LASTING) {
                continue;
            }
            if only(item, |e| e.assertion.temporality == Temporality::Historical) {
                let history = HISTORY
                    .iter()
                    .find(|(group, _)| cx.is(item, group))
                    .map_or("Z86.- or Z87.-", |(_, history)| history);
                out.add(
                    &[item.code],
                    format!("{} is worded as past", cx.named(item.code)),
                )
                .fix(format!(
                    "Leave it off, or use {history} if the history matters"
                ));
            }
        }
    }
}

const HISTORY: &[(&str, &str)] = &[
    ("I82 I26", "Z86.71-"),
    ("C00-C96", "Z85.-"),
    ("D00-D49", "Z86.0-"),
    ("J12-J18", "Z87.01"),
    ("N20", "Z87.442"),
    ("I63 G45", "Z86.73"),
];

/// Lasting conditions, and codes that speak of the past themselves.
const PAST_OR_LASTING: &str = "B20 B90-B94 D50-D89 E00-E89 F01-F99 G09 G10-G37 G40-G43 G60-G64 G80-G83 H40 I05-I15 I1A I25 I27 I34-I39 I42-I43 I48-I50 I69 I70 I73 J40-J47 J84 J96.1 K21 K50-K52 K70 K73 K74 L40 M05-M06 M10 M15-M19 M32-M35 M45-M51 M80-M81 N18 N40 O94 Q00-Q99 T80-T88 V00-Y99 Z00-Z99";
