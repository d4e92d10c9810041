//! Fetus numbered without multiple gestation.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A 7th character that numbers the fetus is for multiple gestations, which have a code of O30.
///
/// Authority: Guidelines I.C.15.a.6 (FY2026); notes at the 7th characters of chapter 15.
/// Example: O64.1XX2 without O30.-.
pub struct FetusWithoutMultiples;

impl Rule for FetusWithoutMultiples {
    const ID: &'static str = "CHP-43";
    const NAME: &'static str = "fetus numbered without multiple gestation";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Tabular FY2026, chapter 15: 7th characters 1 to 9 are for multiple gestations; a code from category O30 must also be assigned";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if cx.has("O30") {
            return;
        }
        for item in cx.all("O00-O9A") {
            let Some(seventh) = item.code.seventh().filter(|c| ('1'..='9').contains(c)) else {
                continue;
            };
            let numbered = item
                .entry
                .seventh_characters()
                .any(|s| s.character == seventh && s.text.contains("fetus"));
            if numbered {
                out.add(
                    &[item.code],
                    format!(
                        "{} numbers a fetus without a code of O30.-",
                        cx.named(item.code)
                    ),
                )
                .fix("Add O30.-, or use 7th character 0 for a single fetus");
            }
        }
    }
}
