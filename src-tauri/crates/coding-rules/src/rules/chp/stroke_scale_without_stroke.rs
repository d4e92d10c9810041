//! Stroke scale without a stroke.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// The NIH stroke scale goes behind an acute stroke.
///
/// Authority: Guidelines I.C.18.i (FY2026); note at R29.7.
/// Example: R29.705 without I63.-.
pub struct StrokeScaleWithoutStroke;

impl Rule for StrokeScaleWithoutStroke {
    const ID: &'static str = "CHP-46";
    const NAME: &'static str = "stroke scale without a stroke";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.18.i FY2026: the NIHSS codes (R29.7-) are used with acute stroke codes, and sequenced after them";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if let Some(scale) = cx.any("R29.7")
            && !cx.has("I60-I63")
        {
            out.add(
                &[scale.code],
                format!("{} needs the acute stroke before it", cx.named(scale.code)),
            )
            .fix("Add the stroke (I63.-) before it, or leave it off");
        }
    }
}
