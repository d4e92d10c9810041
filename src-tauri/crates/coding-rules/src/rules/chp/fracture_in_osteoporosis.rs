//! Traumatic fracture in osteoporosis.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Known osteoporosis and a fracture coded as traumatic: after a minor fall it is M80.
///
/// Authority: Guidelines I.C.13.d.2 (FY2026).
/// Example: M81.0 with S72.001A.
pub struct FractureInOsteoporosis;

impl Rule for FractureInOsteoporosis {
    const ID: &'static str = "CHP-37";
    const NAME: &'static str = "traumatic fracture in osteoporosis";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.13.d.2 FY2026: M80, not a traumatic fracture code, where known osteoporosis and a minor fall or trauma that would not usually break a normal bone";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (bone, fracture) in cx.pairs("M81", "S12 S22 S32 S42 S52 S62 S72 S82 S92") {
            if fracture.entry.title().to_lowercase().contains("fracture") {
                out.add(
                    &[fracture.code, bone.code],
                    format!(
                        "{} in a patient with {}",
                        cx.named(fracture.code),
                        cx.named(bone.code)
                    ),
                )
                .fix("Use M80.- if the trauma was minor, or query");
            }
        }
    }
}
