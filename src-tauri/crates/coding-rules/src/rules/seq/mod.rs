//! Principal and first-listed diagnosis, and sequence.

mod complication_not_first;
mod external_cause_first;
mod first_only_z_second;
pub(super) mod integral;
mod integral_symptom;
mod manifestation_first;
mod normal_delivery_not_first;
mod principal_needs_secondary;
mod sequela_out_of_order;
mod status_said_twice;
mod symptom_first;
mod unacceptable_principal;
mod underdosing_first;

use crate::context::{Context, Item};
use crate::rule::Listed;

pub(super) const RULES: &[Listed] = &[
    Listed::of::<external_cause_first::ExternalCauseFirst>(),
    Listed::of::<manifestation_first::ManifestationFirst>(),
    Listed::of::<unacceptable_principal::UnacceptablePrincipal>(),
    Listed::of::<principal_needs_secondary::PrincipalNeedsSecondary>(),
    Listed::of::<symptom_first::SymptomFirst>(),
    Listed::of::<integral_symptom::IntegralSymptom>(),
    Listed::of::<first_only_z_second::FirstOnlyZSecond>(),
    Listed::of::<status_said_twice::StatusSaidTwice>(),
    Listed::of::<complication_not_first::ComplicationNotFirst>(),
    Listed::of::<sequela_out_of_order::SequelaOutOfOrder>(),
    Listed::of::<underdosing_first::UnderdosingFirst>(),
    Listed::of::<normal_delivery_not_first::NormalDeliveryNotFirst>(),
];

/// The intent that a code of T36 to T50 states: 1 accidental, 2 self-harm, 3 assault, 4 undetermined,
/// 5 adverse effect, 6 underdosing. It stands in the sixth place, or in the fifth before a placeholder.
pub(super) fn drug_intent(item: &Item<'_>, cx: &Context<'_>) -> Option<char> {
    if !cx.is(item, "T36-T50") {
        return None;
    }
    let text = item.code.undotted();
    let at = |n: usize| text.chars().nth(n);
    match at(5) {
        Some('X') => at(4),
        other => other,
    }
    .filter(|c| ('1'..='6').contains(c))
}
