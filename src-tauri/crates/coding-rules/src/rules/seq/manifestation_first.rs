//! A manifestation in the first place.

use coding_model::Severity;

use crate::context::Context;
use crate::lists::ListKind;
use crate::rule::{Out, Rule};

/// A manifestation never stands first. By the Medicare Code Editor's list where it is installed; else by
/// the Tabular List's own "code first" notes and titles, which find nearly all of them.
///
/// Authority: Guidelines I.A.13 (FY2026); Medicare Code Editor.
/// Example: D63.1 as principal diagnosis.
pub struct ManifestationFirst;

impl Rule for ManifestationFirst {
    const ID: &'static str = "SEQ-02";
    const NAME: &'static str = "manifestation comes first";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.A.13 FY2026: “in diseases classified elsewhere” codes are never first-listed or principal; Medicare Code Editor: manifestation code as principal diagnosis";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if cx.library.mce.is_none() {
            out.lacks(ListKind::Mce);
        }
        if let Some(item) = cx.first().filter(|i| cx.is_manifestation(i)) {
            out.add(
                &[item.code],
                format!(
                    "{} is a manifestation and cannot come first",
                    cx.named(item.code)
                ),
            )
            .fix("Put its underlying condition first");
        }
    }
}
