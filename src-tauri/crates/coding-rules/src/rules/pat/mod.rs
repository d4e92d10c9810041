//! Patient, editor lists, present on admission, laterality.

mod age_conflict;
mod multiple_sites_beside_site;
mod poa_does_not_fit;
mod poa_unknown_too_often;
mod sex_conflict;
mod side_not_used;

use crate::rule::Listed;

pub(super) const RULES: &[Listed] = &[
    Listed::of::<age_conflict::AgeConflict>(),
    Listed::of::<sex_conflict::SexConflict>(),
    Listed::of::<poa_does_not_fit::PoaDoesNotFit>(),
    Listed::of::<poa_unknown_too_often::PoaUnknownTooOften>(),
    Listed::of::<side_not_used::SideNotUsed>(),
    Listed::of::<multiple_sites_beside_site::MultipleSitesBesideSite>(),
];
