//! Severe sepsis without its infection or organ dysfunction.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// R65.2- never stands first and needs the underlying infection before it; R65.20 also a code for the acute
/// organ dysfunction (a warning: dysfunction comes in many codes).
///
/// Authority: Guidelines I.C.1.d.1.b, d.2, d.3 (FY2026).
/// Example: A41.9, R65.20 without N17.9 or another acute organ dysfunction.
pub struct SevereSepsisIncomplete;

impl Rule for SevereSepsisIncomplete {
    const ID: &'static str = "CHP-02";
    const NAME: &'static str = "severe sepsis without its infection or organ dysfunction";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.1.d.1.b and d.3 FY2026: severe sepsis needs at least two codes, the underlying systemic infection first, then R65.2-; R65.2- can never be principal diagnosis";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in cx.all("R65.2") {
            let infection = cx.all(INFECTION).find(|i| i.place < item.place);
            if item.place == 0 {
                out.add(
                    &[item.code],
                    format!("{} can never come first", cx.named(item.code)),
                )
                .fix("Put the underlying infection first");
            } else if infection.is_none() {
                out.add(
                    &[item.code],
                    format!(
                        "{} needs the underlying infection before it",
                        cx.named(item.code)
                    ),
                )
                .fix("Add the systemic infection (A40.-, A41.-, …) before it, or query");
            }
            if cx.is(item, "R65.20") && !cx.has(DYSFUNCTION) {
                out.add(
                    &[item.code],
                    format!("{} needs the acute organ dysfunction, and none is coded", cx.named(item.code)),
                )
                .severity(Severity::Warning)
                .fix("Add the organ dysfunction that the provider links to the sepsis (N17.-, J96.0-, G93.41, K72.0-, D65, …)");
            }
        }
    }
}

const INFECTION: &str = "A00-B99 G00-G06 I33 J00-J22 J69 J85 J86 K35 K57 K61 K65 K75.0 K81 K83.0 L00-L08 M00 M46 M72.6 M86 N10 N12 N15.1 N30 N39.0 N41 N70-N77 O03 O04 O07 O08 O23 O75.3 O85 O86 P36 P39 T80.2 T81.4 T82.6 T82.7 T83.5 T83.6 T84.5 T84.6 T84.7 T85.7 T88.0 U07.1";
const DYSFUNCTION: &str = "D65 D68 D69.5 D69.6 E87.2 G62.81 G72.81 G92 G93.4 I21 I50 I5A J80 J96.0 J96.2 J96.9 K56 K72.0 K72.9 K76.2 K76.7 N17 N19 R34 R40.2 R41.0 R57";
