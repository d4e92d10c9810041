//! Two conditions that are presumed to be linked.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Diabetes, and beside it a condition that the index lists under "with": the combination code is used unless the
/// provider documents another cause.
///
/// Authority: Guidelines I.A.15 (FY2026); Alphabetic Index, Diabetes, with.
/// Example: E11.9 with N18.32 is E11.22 with N18.32.
pub struct PresumedLinkNotUsed;

impl Rule for PresumedLinkNotUsed {
    const ID: &'static str = "IDX-05";
    const NAME: &'static str = "two conditions that are presumed to be linked";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.A.15 FY2026: the word “with” in the index presumes a causal relationship between the two conditions, unless the documentation says that they are unrelated";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (category, link) in DIABETES {
            let Some(diabetes) = cx.any(category) else {
                continue;
            };
            for (condition, suffixes, combined) in link.iter() {
                let Some(other) = cx.any(condition) else {
                    continue;
                };
                let used = cx.all(category).any(|i| {
                    i.code
                        .undotted()
                        .get(3..)
                        .is_some_and(|rest| suffixes.iter().any(|s| rest.starts_with(s)))
                });
                if !used {
                    let combined = format!("{category}.{combined}");
                    out.add(
                        &[diabetes.code, other.code],
                        format!(
                            "{} with {} is presumed to be one cause and effect",
                            cx.named(diabetes.code),
                            cx.named(other.code)
                        ),
                    )
                    .fix(format!("Use {combined}, unless documented as unrelated"));
                }
            }
        }
    }
}

/// A condition under "with", what its combination codes begin with behind the category, and the code.
type Link = (&'static str, &'static [&'static str], &'static str);
const LINKS: &[Link] = &[
    ("N18", &["22"], "22"),
    ("G62.9 G60.9", &["40", "42"], "42"),
    ("G57 G58.9", &["40", "41"], "41"),
    ("I73.9", &["51", "52", "59"], "51"),
    ("L97", &["621", "622"], "621"),
    ("K31.84", &["43"], "43"),
    ("H35.00 H35.04", &["31", "32", "33", "34", "35"], "319"),
    ("M86.1 M86.6 M86.9", &["69"], "69"),
];
const DIABETES: &[(&str, &[Link])] = &[("E10", LINKS), ("E11", LINKS), ("E13", LINKS)];
