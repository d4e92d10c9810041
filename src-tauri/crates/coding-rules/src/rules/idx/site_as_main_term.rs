//! Way that begins at a body site.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// The main term is the condition, not the site. Of use in training.
///
/// Authority: Alphabetic Index, entries of anatomical sites; Guidelines I.B.1 (FY2026).
/// Example: looking under Abdomen instead of Pain.
pub struct SiteAsMainTerm;

impl Rule for SiteAsMainTerm {
    const ID: &'static str = "IDX-13";
    const NAME: &'static str = "way that begins at a body site";
    const SEVERITY: Severity = Severity::Info;
    const AUTHORITY: &'static str = "Alphabetic Index convention: anatomical sites are listed with “see also condition”; the main term is the condition";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        const SITES: &[&str] = &[
            "abdomen", "ankle", "arm", "back", "bladder", "bone", "brain", "breast", "chest",
            "colon", "ear", "elbow", "eye", "face", "finger", "foot", "hand", "head", "heart",
            "hip", "jaw", "kidney", "knee", "leg", "liver", "lung", "mouth", "neck", "nose",
            "shoulder", "skin", "spine", "stomach", "throat", "toe", "wrist",
        ];
        for item in &cx.items {
            let path = item.line.path.as_ref().and_then(|p| p.path.as_ref());
            let Some(main) = path.and_then(|p| p.terms.first()) else {
                continue;
            };
            let main = main.to_lowercase();
            if SITES
                .iter()
                .any(|s| *s == main.split(',').next().unwrap_or("").trim())
            {
                out.add(
                    &[item.code],
                    format!("{} was looked up under a body site", cx.named(item.code)),
                )
                .fix("Begin with the condition");
            }
        }
    }
}
