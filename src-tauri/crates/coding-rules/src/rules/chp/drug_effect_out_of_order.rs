//! Adverse effect or poisoning out of order.

use coding_model::Severity;

use crate::context::{Context, Item};
use crate::rule::{Out, Rule};
use crate::rules::seq::drug_intent;

/// The drug of an adverse effect follows what it did; the drug of a poisoning goes before it. One substance
/// has one intent at one encounter.
///
/// Authority: Guidelines I.C.19.e.5.a, e.5.b (FY2026).
/// Example: T45.515A before D68.32.
pub struct DrugEffectOutOfOrder;

impl Rule for DrugEffectOutOfOrder {
    const ID: &'static str = "CHP-52";
    const NAME: &'static str = "adverse effect or poisoning out of order";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.19.e.5 FY2026: adverse effect: the nature of it first, then T36 to T50 with 5; poisoning: the poisoning first, then its manifestations";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let Some(first) = cx.first() else { return };
        if drug_intent(first, cx) == Some('5') {
            out.add(
                &[first.code],
                format!(
                    "{} comes first: what the drug did goes before it",
                    cx.named(first.code)
                ),
            )
            .fix("Put the nature of the adverse effect first");
        }
        let poisoned = |i: &Item<'_>| {
            drug_intent(i, cx).is_some_and(|c| ('1'..='4').contains(&c))
                && i.code.seventh() == Some('A')
        };
        if let Some(poisoning) = cx.items.iter().find(|i| poisoned(i))
            && poisoning.place > 0
            && cx.is(first, MANIFESTATIONS)
        {
            out.add(
                &[poisoning.code, first.code],
                format!(
                    "{} comes after {}: poisoning goes before what it did",
                    cx.named(poisoning.code),
                    cx.named(first.code)
                ),
            )
            .fix(format!("Put {} first", poisoning.code));
        }
        for (n, x) in cx.items.iter().enumerate() {
            for y in &cx.items[n + 1..] {
                if x.code != y.code && substance(x, cx).is_some_and(|s| Some(s) == substance(y, cx))
                {
                    out.add(
                        &[x.code, y.code],
                        format!(
                            "{} and {} say two things of one substance",
                            cx.named(x.code),
                            cx.named(y.code)
                        ),
                    )
                    .fix("Keep the one that the provider documents");
                }
            }
        }
    }
}

/// The characters that name the substance and the encounter, without the intent between them.
fn substance(item: &Item<'_>, cx: &Context<'_>) -> Option<(String, char)> {
    drug_intent(item, cx)?;
    let text = item.code.undotted();
    let padded = text.as_bytes().get(5) == Some(&b'X');
    let stem = text.get(..if padded { 4 } else { 5 })?;
    Some((stem.to_owned(), item.code.seventh()?))
}

/// What a poisoning does: general symptoms, failing organs, disturbed metabolism and consciousness.
const MANIFESTATIONS: &str =
    "D68 E16 E87 F05 G92 G93.1 G93.4 I46 I47 I49 I95 J80 J96 K71 K72 N14 N17 R00-R69";
