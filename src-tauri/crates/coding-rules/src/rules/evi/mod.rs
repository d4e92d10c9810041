//! Integrity of the evidence.
//!
//! EVI-05 and EVI-06 of the rule list have no rule here: a quote that is not in the note and a code that is
//! not in the release never become a line of a set; the pipeline drops them before.

mod changed_after_decision;
mod copied_forward;
mod no_live_evidence;
mod risk_code_without_meat;

use crate::rule::Listed;

pub(super) const RULES: &[Listed] = &[
    Listed::of::<no_live_evidence::NoLiveEvidence>(),
    Listed::of::<copied_forward::CopiedForward>(),
    Listed::of::<changed_after_decision::ChangedAfterDecision>(),
    Listed::of::<risk_code_without_meat::RiskCodeWithoutMeat>(),
];
