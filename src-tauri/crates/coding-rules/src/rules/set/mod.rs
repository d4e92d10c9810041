//! Setting, certainty and source of the documentation.

mod bmi_without_diagnosis;
mod clinical_validation;
mod denied_or_family;
mod encounter_reason_order;
mod never_from_uncertain;
mod not_by_provider;
mod not_reportable;
mod past_as_current;
mod secondary_only;
mod sides_conflict;
mod symptom_of_interpreted_test;
mod test_result_alone;
mod uncertain_before_discharge;
mod uncertain_outpatient;
mod urosepsis;

use crate::context::Item;
use crate::rule::Listed;
use crate::set::EvidenceFact;

pub(super) const RULES: &[Listed] = &[
    Listed::of::<uncertain_outpatient::UncertainOutpatient>(),
    Listed::of::<uncertain_before_discharge::UncertainBeforeDischarge>(),
    Listed::of::<never_from_uncertain::NeverFromUncertain>(),
    Listed::of::<urosepsis::Urosepsis>(),
    Listed::of::<test_result_alone::TestResultAlone>(),
    Listed::of::<symptom_of_interpreted_test::SymptomOfInterpretedTest>(),
    Listed::of::<not_by_provider::NotByProvider>(),
    Listed::of::<secondary_only::SecondaryOnly>(),
    Listed::of::<bmi_without_diagnosis::BmiWithoutDiagnosis>(),
    Listed::of::<past_as_current::PastAsCurrent>(),
    Listed::of::<denied_or_family::DeniedOrFamily>(),
    Listed::of::<not_reportable::NotReportable>(),
    Listed::of::<sides_conflict::SidesConflict>(),
    Listed::of::<clinical_validation::ClinicalValidation>(),
    Listed::of::<encounter_reason_order::EncounterReasonOrder>(),
];

/// Conditions that are coded only when confirmed, in every setting.
const NEVER_UNCERTAIN: &str = "B20 Z21 A92.5 P35.4 U07.1 J09 J10";

/// Whether there is evidence for a code and all of it is of one kind.
pub(super) fn only(item: &Item<'_>, of: impl Fn(&EvidenceFact) -> bool) -> bool {
    item.line
        .evidence
        .as_deref()
        .is_some_and(|all| !all.is_empty() && all.iter().all(of))
}
