//! What small notes say by their wording: where a neoplasm has spread to, what a tumor's receptors are, why a drug was not
//! taken, what comes of what. Over a whole release.

use coding_engine::RunOptions;
use coding_model::{List, Setting};

use super::engine;

/// The suggested codes of a note, without the dot; none where the release is missing.
fn suggested(setting: &str, text: &str) -> Option<Vec<String>> {
    let encounter = test_releases::encounter(Setting::parse(setting).unwrap(), text);
    let run = engine()?.run(&encounter, &RunOptions::default());
    let suggest = run.suggestions.iter().filter(|s| s.list == List::Suggest);
    Some(suggest.map(|s| s.code.to_string()).collect())
}

/// `has` are suggested and nothing that begins with one of `never` is.
pub fn check(setting: &str, text: &str, has: &[&str], never: &[&str]) {
    let Some(codes) = suggested(setting, text) else {
        return;
    };
    for code in has {
        assert!(
            codes.iter().any(|c| c == code),
            "{text}: {code} of {codes:?}"
        );
    }
    for stem in never {
        assert!(
            !codes.iter().any(|c| c.starts_with(stem)),
            "{text}: {stem} of {codes:?}"
        );
    }
}

#[test]
fn a_spread_has_its_own_site_and_side() {
    check(
        "inpatient",
        "Adenocarcinoma left lower lobe, metastasis to right lung.",
        &["C34.32", "C78.01"],
        &["C79.6", "C79.9", "C34.31", "C78.02"],
    );
    check(
        "inpatient",
        "Adenocarcinoma of the left lower lobe of the lung with metastases to the right lung, liver and brain.",
        &["C34.32", "C78.7", "C79.31"],
        &["C34.31", "C78.02", "C79.9"],
    );
}

#[test]
fn each_receptor_has_one_code_and_a_combination_is_not_taken_apart() {
    let setting = "outpatient";
    check(
        setting,
        "ASSESSMENT: Breast cancer of the left breast, ER+/PR+/HER2-.",
        &["Z17.0", "Z17.21", "Z17.32"],
        &["Z17.1", "Z17.22", "Z17.31", "Z17.4"],
    );
    check(
        setting,
        "ASSESSMENT: ER/PR negative, HER2 positive breast cancer, right breast.",
        &["Z17.1", "Z17.22", "Z17.31"],
        &["Z17.0", "Z17.21", "Z17.32", "Z17.4"],
    );
    check(
        setting,
        "ASSESSMENT: Triple negative breast cancer of the right breast.",
        &["Z17.421"],
        &["Z17.0", "Z17.1", "Z17.2", "Z17.3"],
    );
    check(
        setting,
        "ASSESSMENT: Hormone receptor positive, HER2 negative breast cancer, left breast.",
        &["Z17.411"],
        &["Z17.0", "Z17.1", "Z17.2", "Z17.3"],
    );
}

#[test]
fn what_is_listed_behind_a_spread_is_a_site_only_where_it_is_a_place() {
    check(
        "inpatient",
        "Colon cancer with metastases to the liver, heart failure, kidney stones.",
        &["C78.7", "I50.9", "N20.0"],
        &["C79"],
    );
}

#[test]
fn a_site_before_its_spread_is_no_primary() {
    check(
        "inpatient",
        "Breast cancer with liver metastases.",
        &["C78.7"],
        &["C22", "C79.9"],
    );
    check(
        "inpatient",
        "Lung cancer with brain mets.",
        &["C79.31"],
        &["C71", "C79.9"],
    );
}

#[test]
fn a_diabetes_has_a_code_for_each_complication() {
    check(
        "outpatient",
        "ASSESSMENT:\n1. Type 2 diabetes with polyneuropathy.\n2. CKD stage 3a.",
        &["E11.42", "E11.22", "N18.31"],
        &["E11.9"],
    );
}

#[test]
fn both_sides_have_the_code_of_both() {
    check(
        "outpatient",
        "ASSESSMENT: Age-related nuclear cataract, both eyes.",
        &["H25.13"],
        &["H25.10", "H25.11", "H25.12"],
    );
}

#[test]
fn what_the_note_does_not_say_is_left_open() {
    check(
        "inpatient",
        "Acute pulmonary embolism without acute cor pulmonale.",
        &["I26.99"],
        &["I26.90"],
    );
    check(
        "outpatient",
        "ASSESSMENT: Internal hemorrhoids.",
        &["K64.8"],
        &["K64.9"],
    );
    check(
        "outpatient",
        "ASSESSMENT: CAD with unstable angina. History of myocardial infarction in 2015.",
        &["I25.110"],
        &["I21", "I20"],
    );
}

#[test]
fn a_drug_that_is_taken_for_a_disease_is_stated_beside_it() {
    check(
        "outpatient",
        "ASSESSMENT: Type 2 diabetes, on insulin and metformin.",
        &["E11.9", "Z79.4", "Z79.84"],
        &[],
    );
    check(
        "inpatient",
        "Type 2 diabetes. He was started on insulin.",
        &[],
        &["Z79.4"],
    );
}

#[test]
fn a_receptor_is_one_of_the_patients_tumor() {
    let receptors = &["Z17"];
    for text in [
        "Family history of colon cancer. CT head in the ER was negative.",
        "Breast cancer screening was normal. Sent to the ER for positive blood cultures.",
        "FAMILY HISTORY: Sister: breast cancer, ER positive.\nASSESSMENT: Headache.",
        "ASSESSMENT: Breast cancer of the left breast. If ER positive will give tamoxifen, but biopsy pending.",
        "ASSESSMENT: Breast cancer of the left breast. Her 2 positive nodes were removed.",
    ] {
        check("outpatient", text, &[], receptors);
    }
    check(
        "outpatient",
        "ASSESSMENT: ER+/PR+/HER2- breast cancer of the left breast, should start letrozole.",
        &["Z17.0", "Z17.21", "Z17.32"],
        &["Z17.1", "Z17.22"],
    );
    check(
        "outpatient",
        "ASSESSMENT: Breast cancer of the left breast, ER POS, PR NEG, HER2 NEG.",
        &["C50.912", "Z17.0", "Z17.22", "Z17.32"],
        &["Z17.1", "Z17.21", "Z17.31"],
    );
}

#[test]
fn a_hardship_that_is_denied_is_none() {
    for text in [
        "Atrial fibrillation. Missed two doses of warfarin. Denies financial difficulties.",
        "Atrial fibrillation. Missed two doses of warfarin but can afford it.",
        "Atrial fibrillation. Missed two doses of warfarin. No insurance issues.",
    ] {
        check("inpatient", text, &["T45.516A"], &["Z91.12"]);
    }
    check(
        "inpatient",
        "Atrial fibrillation. He could not afford warfarin.",
        &["T45.516A", "Z91.120"],
        &[],
    );
    check(
        "inpatient",
        "Atrial fibrillation. Stopped taking warfarin as instructed before surgery.",
        &[],
        &["T45.516"],
    );
}

#[test]
fn a_paralysis_has_its_side_and_the_dominance_of_it() {
    // Guidelines I.C.6.a (FY2026): where nothing is said, the right side is dominant and the left is not
    let setting = "inpatient";
    check(setting, "Left hemiplegia.", &["G81.94"], &["G81.92"]);
    check(setting, "Right hemiparesis.", &["G81.91"], &["G81.93"]);
    check(
        setting,
        "A left-handed woman. Left hemiplegia.",
        &["G81.92"],
        &["G81.94"],
    );
    check(
        setting,
        "A right hand dominant man. Left hemiplegia.",
        &["G81.94"],
        &["G81.92"],
    );
    check(
        setting,
        "Left hemiplegia, sequela of right cerebral infarction.",
        &["I69.354"],
        &["I69.351", "I69.352", "I69.353"],
    );
}

#[test]
fn underdosing_has_its_reason_only_where_the_note_gives_one() {
    let setting = "outpatient";
    check(
        setting,
        "ASSESSMENT: Hypertensive urgency. She missed several doses of her lisinopril because she could not afford it.",
        &["I16.0", "T46.4X6A", "Z91.120"],
        &["Z91.13", "Z91.14"],
    );
    check(
        setting,
        "ASSESSMENT: Heart failure exacerbation. He ran out of furosemide.",
        &["I50.9", "T50.1X6A"],
        &["Z91.1"],
    );
    check(
        setting,
        "ASSESSMENT: Hypertensive urgency. She forgets to take her lisinopril.",
        &["I16.0", "T46.4X6A", "Z91.138"],
        &["Z91.12"],
    );
    check(
        setting,
        "ASSESSMENT: Osteoarthritis of the right knee. Not taking ibuprofen. Denies missing doses of lisinopril.",
        &[],
        &["T39", "T46", "Z91.1"],
    );
}

#[test]
fn what_comes_of_what_must_be_said() {
    let setting = "outpatient";
    check(
        setting,
        "ASSESSMENT: Hypertension and kidney disease.",
        &[],
        &["I15"],
    );
    check(
        setting,
        "ASSESSMENT:\n1. Hypertension.\n2. Renal artery stenosis.",
        &["I10"],
        &["I15"],
    );
}

#[test]
fn an_entry_is_said_by_all_of_its_words() {
    let setting = "outpatient";
    check(setting, "ASSESSMENT: Anxiety.", &["F41.9"], &["F41.1"]);
    check(
        setting,
        "ASSESSMENT: GERD with esophagitis.",
        &["K21.00"],
        &["K20", "K21.9"],
    );
    check(
        setting,
        "ASSESSMENT: Foot ulcer, right foot.",
        &["L97.519"],
        &["L97.9"],
    );
    check(
        setting,
        "ASSESSMENT: Left knee pain and right ankle swelling.",
        &["M25.562"],
        &["M25.561", "M25.57", "M25.46"],
    );
    check(
        setting,
        "ASSESSMENT: History of aortic aneurysm repair.",
        &[],
        &["I71"],
    );
    check("inpatient", "Septic shock.", &["A41.9", "R65.21"], &["R57"]);
}

#[test]
fn problems_that_stand_in_one_line_are_each_assessed() {
    check(
        "outpatient",
        "ASSESSMENT: 1. Type 2 diabetes with peripheral neuropathy. 2. Hypertension with CKD stage 3a. 3. GERD with esophagitis.",
        &["E11.42", "I12.9", "N18.31", "K21.00"],
        &["I10"],
    );
    check(
        "outpatient",
        "Assessment: Atrial fibrillation, on apixaban. Hypothyroidism. Vitamin D deficiency.",
        &["I48.91", "Z79.01", "E03.9", "E55.9"],
        &[],
    );
    check(
        "outpatient",
        "ASSESSMENT AND PLAN:\nType 2 diabetes with peripheral neuropathy. Continue metformin.\nHypertension with CKD stage 3a. Continue lisinopril.\n",
        &["E11.42", "I12.9", "N18.31"],
        &["I10"],
    );
}

#[test]
fn a_side_alone_is_no_reason_to_look_for_another_entry() {
    check(
        "outpatient",
        "Assessment: Left ankle sprain.",
        &["S93.402A"],
        &["S93.42", "S93.49"],
    );
    check(
        "outpatient",
        "Assessment: Left ankle sprain, follow-up.",
        &["S93.402D"],
        &["S93.42"],
    );
}

#[test]
fn no_condition_is_put_together_from_words_of_others() {
    check(
        "outpatient",
        "Assessment: Acute on chronic diastolic heart failure with hypertension and CKD stage 4.",
        &["I50.33", "I13.0", "N18.4"],
        &["N17"],
    );
    check(
        "inpatient",
        "Discharge diagnosis: Type 2 diabetes with CKD stage 4. Acute kidney injury.",
        &["E11.22", "N18.4", "N17.9"],
        &[],
    );
}
