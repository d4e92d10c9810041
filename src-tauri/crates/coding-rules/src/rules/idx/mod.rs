//! Discipline in using the index, by the recorded way.
//!
//! IDX-03 (a "see also" is optional) forbids nothing, and IDX-07 (nonessential modifiers) is applied where the
//! index is searched: neither has a rule here.

mod borderline_as_present;
mod cell_not_verified;
mod chronic_before_acute;
mod default_despite_subterm;
mod histology_not_looked_up;
mod impending_as_present;
mod no_index_path;
mod organ_dysfunction_not_linked;
mod presumed_link_not_used;
mod site_as_main_term;
mod taken_from_see;

use crate::rule::Listed;

pub(super) const RULES: &[Listed] = &[
    Listed::of::<no_index_path::NoIndexPath>(),
    Listed::of::<taken_from_see::TakenFromSee>(),
    Listed::of::<default_despite_subterm::DefaultDespiteSubterm>(),
    Listed::of::<presumed_link_not_used::PresumedLinkNotUsed>(),
    Listed::of::<organ_dysfunction_not_linked::OrganDysfunctionNotLinked>(),
    Listed::of::<chronic_before_acute::ChronicBeforeAcute>(),
    Listed::of::<histology_not_looked_up::HistologyNotLookedUp>(),
    Listed::of::<cell_not_verified::CellNotVerified>(),
    Listed::of::<impending_as_present::ImpendingAsPresent>(),
    Listed::of::<borderline_as_present::BorderlineAsPresent>(),
    Listed::of::<site_as_main_term::SiteAsMainTerm>(),
];
