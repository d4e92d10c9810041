//! Chapter-specific guidelines.

mod abuse_out_of_order;
mod aftercare_of_injury;
mod alcohol_level_without_use;
mod anemia_before_neoplasm;
mod angina_beside_coronary_disease;
mod antineoplastic_without_neoplasm;
mod burns_out_of_order;
mod cancer_without_disease;
mod cause_of_another_encounter;
mod causes_out_of_order;
mod chemotherapy_anemia_incomplete;
mod coma_scale_inconsistent;
mod covid_not_first;
mod delivery_outcome;
mod diabetes_drug_not_coded;
mod diabetes_type_not_documented;
mod dominance_default;
mod drug_effect_out_of_order;
mod elevated_reading_with_hypertension;
mod fetus_without_multiples;
mod fracture_default;
mod fracture_in_osteoporosis;
mod glaucoma_eyes_apart;
mod hemolytic_uremic_not_first;
mod history_of_secondary_site;
mod hiv_states_together;
mod hypertension_not_combined;
mod hypertension_type_missing;
mod insulin_taken_for_type_1;
mod kidney_stage_does_not_fit;
mod local_infection_before_sepsis;
mod metastasis_without_primary;
mod mother_and_newborn_mixed;
mod mrsa_said_twice;
mod obesity_said_twice;
mod pain_beside_its_cause;
mod place_activity_status;
mod pregnancy_code_missing_or_later;
mod pressure_ulcer_stages;
mod psychological_pain_with_g89;
mod remission_not_documented;
mod second_infarction_alone;
mod severe_sepsis_incomplete;
mod sirs_out_of_place;
mod stroke_old_and_new;
mod stroke_scale_without_stroke;
mod superficial_beside_deeper;
mod transplant_cancer_out_of_order;
mod trimester_does_not_fit;
mod two_severities_of_dementia;
mod two_severities_of_sepsis;
mod two_stages_of_kidney_disease;
mod type_2_infarction_said_twice;
mod underdosing_without_reason;
mod unknown_death_cause;
mod use_abuse_and_dependence;
mod use_without_disorder;
mod ventilator_pneumonia_said_twice;

use crate::rule::Listed;

pub(super) const RULES: &[Listed] = &[
    Listed::of::<hiv_states_together::HivStatesTogether>(),
    Listed::of::<severe_sepsis_incomplete::SevereSepsisIncomplete>(),
    Listed::of::<two_severities_of_sepsis::TwoSeveritiesOfSepsis>(),
    Listed::of::<local_infection_before_sepsis::LocalInfectionBeforeSepsis>(),
    Listed::of::<mrsa_said_twice::MrsaSaidTwice>(),
    Listed::of::<covid_not_first::CovidNotFirst>(),
    Listed::of::<antineoplastic_without_neoplasm::AntineoplasticWithoutNeoplasm>(),
    Listed::of::<anemia_before_neoplasm::AnemiaBeforeNeoplasm>(),
    Listed::of::<chemotherapy_anemia_incomplete::ChemotherapyAnemiaIncomplete>(),
    Listed::of::<cancer_without_disease::CancerWithoutDisease>(),
    Listed::of::<history_of_secondary_site::HistoryOfSecondarySite>(),
    Listed::of::<metastasis_without_primary::MetastasisWithoutPrimary>(),
    Listed::of::<transplant_cancer_out_of_order::TransplantCancerOutOfOrder>(),
    Listed::of::<diabetes_type_not_documented::DiabetesTypeNotDocumented>(),
    Listed::of::<diabetes_drug_not_coded::DiabetesDrugNotCoded>(),
    Listed::of::<insulin_taken_for_type_1::InsulinTakenForType1>(),
    Listed::of::<remission_not_documented::RemissionNotDocumented>(),
    Listed::of::<obesity_said_twice::ObesitySaidTwice>(),
    Listed::of::<use_abuse_and_dependence::UseAbuseAndDependence>(),
    Listed::of::<use_without_disorder::UseWithoutDisorder>(),
    Listed::of::<alcohol_level_without_use::AlcoholLevelWithoutUse>(),
    Listed::of::<two_severities_of_dementia::TwoSeveritiesOfDementia>(),
    Listed::of::<psychological_pain_with_g89::PsychologicalPainWithG89>(),
    Listed::of::<pain_beside_its_cause::PainBesideItsCause>(),
    Listed::of::<dominance_default::DominanceDefault>(),
    Listed::of::<glaucoma_eyes_apart::GlaucomaEyesApart>(),
    Listed::of::<hypertension_not_combined::HypertensionNotCombined>(),
    Listed::of::<kidney_stage_does_not_fit::KidneyStageDoesNotFit>(),
    Listed::of::<hypertension_type_missing::HypertensionTypeMissing>(),
    Listed::of::<elevated_reading_with_hypertension::ElevatedReadingWithHypertension>(),
    Listed::of::<angina_beside_coronary_disease::AnginaBesideCoronaryDisease>(),
    Listed::of::<second_infarction_alone::SecondInfarctionAlone>(),
    Listed::of::<type_2_infarction_said_twice::Type2InfarctionSaidTwice>(),
    Listed::of::<stroke_old_and_new::StrokeOldAndNew>(),
    Listed::of::<ventilator_pneumonia_said_twice::VentilatorPneumoniaSaidTwice>(),
    Listed::of::<pressure_ulcer_stages::PressureUlcerStages>(),
    Listed::of::<fracture_in_osteoporosis::FractureInOsteoporosis>(),
    Listed::of::<two_stages_of_kidney_disease::TwoStagesOfKidneyDisease>(),
    Listed::of::<pregnancy_code_missing_or_later::PregnancyCodeMissingOrLater>(),
    Listed::of::<mother_and_newborn_mixed::MotherAndNewbornMixed>(),
    Listed::of::<delivery_outcome::DeliveryOutcome>(),
    Listed::of::<trimester_does_not_fit::TrimesterDoesNotFit>(),
    Listed::of::<fetus_without_multiples::FetusWithoutMultiples>(),
    Listed::of::<sirs_out_of_place::SirsOutOfPlace>(),
    Listed::of::<coma_scale_inconsistent::ComaScaleInconsistent>(),
    Listed::of::<stroke_scale_without_stroke::StrokeScaleWithoutStroke>(),
    Listed::of::<unknown_death_cause::UnknownDeathCause>(),
    Listed::of::<aftercare_of_injury::AftercareOfInjury>(),
    Listed::of::<fracture_default::FractureDefault>(),
    Listed::of::<superficial_beside_deeper::SuperficialBesideDeeper>(),
    Listed::of::<burns_out_of_order::BurnsOutOfOrder>(),
    Listed::of::<drug_effect_out_of_order::DrugEffectOutOfOrder>(),
    Listed::of::<underdosing_without_reason::UnderdosingWithoutReason>(),
    Listed::of::<abuse_out_of_order::AbuseOutOfOrder>(),
    Listed::of::<place_activity_status::PlaceActivityStatus>(),
    Listed::of::<cause_of_another_encounter::CauseOfAnotherEncounter>(),
    Listed::of::<causes_out_of_order::CausesOutOfOrder>(),
    Listed::of::<hemolytic_uremic_not_first::HemolyticUremicNotFirst>(),
];
