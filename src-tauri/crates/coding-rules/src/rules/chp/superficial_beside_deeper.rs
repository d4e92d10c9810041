//! Superficial injury beside a deeper one.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Abrasions and contusions are not coded beside a deeper injury of the same site and side.
///
/// Authority: Guidelines I.C.19.b.1 (FY2026).
/// Example: S80.01XA (contusion of right knee) with S83.511A (sprain of right knee ligament).
pub struct SuperficialBesideDeeper;

impl Rule for SuperficialBesideDeeper {
    const ID: &'static str = "CHP-50";
    const NAME: &'static str = "superficial injury beside a deeper one";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.19.b.1 FY2026: superficial injuries such as abrasions or contusions are not coded when associated with more severe injuries of the same site";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        const SITES: &[&str] = &[
            "knee",
            "ankle",
            "wrist",
            "hand",
            "finger",
            "thumb",
            "forearm",
            "elbow",
            "shoulder",
            "hip",
            "thigh",
            "foot",
            "toe",
            "scalp",
            "nose",
            "ear",
            "lip",
            "eyelid",
            "neck",
            "thorax",
            "abdominal wall",
            "lower back",
            "upper arm",
            "lower leg",
        ];
        let side = |title: &str| (title.contains("right"), title.contains("left"));
        for item in cx.all("S00 S10 S20 S30 S40 S50 S60 S70 S80 S90") {
            let title = item.entry.title().to_lowercase();
            let deeper = cx.items.iter().find(|o| {
                let other = o.entry.title().to_lowercase();
                let region = |c: icd10cm::Code| c.undotted().get(..2).map(str::to_owned);
                o.code.undotted().starts_with('S')
                    && region(o.code) == region(item.code)
                    && !cx.is(o, "S00 S10 S20 S30 S40 S50 S60 S70 S80 S90")
                    && side(&other) == side(&title)
                    && SITES.iter().any(|s| title.contains(s) && other.contains(s))
            });
            if let Some(deeper) = deeper {
                out.add(
                    &[item.code, deeper.code],
                    format!(
                        "{} beside {} of the same site",
                        cx.named(item.code),
                        cx.named(deeper.code)
                    ),
                )
                .fix(format!("Leave {} off", item.code));
            }
        }
    }
}
