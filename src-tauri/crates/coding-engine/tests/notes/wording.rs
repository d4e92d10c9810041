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
fn check(setting: &str, text: &str, has: &[&str], never: &[&str]) {
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
fn what_a_drug_caused_is_coded_as_caused_by_it() {
    let dx = |text: &str| format!("Discharge diagnosis: {text}");
    for (text, has, never) in [
        (
            "Hypotension due to lisinopril.",
            &["I95.2", "T46.4X5A"][..],
            &["I95.9"][..],
        ),
        (
            "Neutropenia secondary to chemotherapy (docetaxel) for breast cancer, upper outer quadrant of left breast.",
            &["D70.1", "T45.1X5A", "C50.412"],
            &["D70.9", "D70.4", "C79.9", "C50.8"],
        ),
        (
            "Parkinsonism secondary to haloperidol.",
            &["G21.11", "T43.4X5A"],
            &["G21.9", "G20"],
        ),
        (
            "Constipation due to oxycodone.",
            &["K59.03", "T40.2X5A"],
            &["K59.00"],
        ),
        // another clause, another cause
        (
            "Hypotension, rash due to amoxicillin.",
            &["I95.9", "L27.0"],
            &["I95.2"],
        ),
    ] {
        check("inpatient", &dx(text), has, never);
    }
}

#[test]
fn what_an_old_stroke_left_is_coded_as_its_sequela() {
    check(
        "inpatient",
        "Discharge diagnosis: Right hemiparesis due to old stroke. Right-handed.",
        &["I69.351"],
        &["G81", "Z86.73", "I63"],
    );
    check(
        "inpatient",
        "Discharge diagnosis: Right hemiparesis. History of stroke without deficits.",
        &[],
        &["I69"],
    );
    // what a bleeding left has codes of its own
    for cause in [
        "an old hemorrhagic stroke",
        "old stroke from a subarachnoid bleed",
    ] {
        check(
            "inpatient",
            &format!("Discharge diagnosis: Right hemiparesis due to {cause}."),
            &[],
            &["I69.35"],
        );
    }
}

#[test]
fn a_diabetes_is_of_the_type_that_the_note_states() {
    check(
        "inpatient",
        "Discharge diagnoses: 1. Type 1 diabetes. 2. Diabetic ketoacidosis.",
        &["E10.10"],
        &["E11", "E10.9"],
    );
    check(
        "inpatient",
        "Assessment: Type 1 diabetes mellitus. Diabetic nephropathy. Diabetic polyneuropathy.",
        &["E10.21", "E10.42"],
        &["E11", "N28.9", "G63", "E10.9"],
    );
    check(
        "inpatient",
        "Discharge diagnoses: 1. Diabetic ketoacidosis. 2. Type 2 diabetes.",
        &["E11.10"],
        &["E10"],
    );
}

#[test]
fn a_bone_that_a_disease_broke_is_not_injured() {
    check(
        "inpatient",
        "Discharge diagnosis: Fragility fracture of the left femoral neck due to age-related osteoporosis.",
        &["M80.052A"],
        &["S72", "M81"],
    );
    check(
        "inpatient",
        "Discharge diagnosis: Osteoporotic compression fracture of L2.",
        &["M80.08XA"],
        &["T14", "S32", "M80.8"],
    );
    check(
        "inpatient",
        "Discharge diagnosis: Fracture of left distal radius after fall. Age-related osteoporosis.",
        &["S52.502A", "M81.0"],
        &["M80"],
    );
}

#[test]
fn what_goes_with_a_condition_is_said_by_its_code() {
    let never_plain: &[&str] = &["F10.20"];
    check(
        "inpatient",
        "Discharge diagnosis: Alcohol dependence with alcohol withdrawal delirium.",
        &["F10.231"],
        never_plain,
    );
    check(
        "inpatient",
        "Discharge diagnosis: Alcoholic cirrhosis with ascites.",
        &["K70.31"],
        &["K70.30", "R18"],
    );
    check(
        "inpatient",
        "Discharge diagnosis: Concussion with loss of consciousness of 10 minutes after falling down stairs.",
        &["S06.0X1A"],
        &["S06.0X9", "R55"],
    );
    check(
        "inpatient",
        "Discharge diagnosis: Acute exacerbation of COPD with pneumonia.",
        &["J44.0", "J44.1", "J18.9"],
        &["J44.9"],
    );
    check(
        "inpatient",
        "Discharge diagnosis: Major depressive disorder, recurrent, severe without psychotic features. Suicidal ideation.",
        &["F33.2", "R45.851"],
        &[],
    );
    check(
        "inpatient",
        "Discharge diagnosis: Intentional overdose of acetaminophen. Morbid obesity, BMI 42.3.",
        &["T39.1X2A", "E66.01", "Z68.41"],
        &["T65", "Z68.1"],
    );
    check(
        "inpatient",
        "Discharge diagnosis: COVID-19 pneumonia.",
        &["U07.1", "J12.82"],
        &["J18"],
    );
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

#[test]
fn a_bone_that_a_neoplasm_broke_is_broken_in_neoplastic_disease() {
    check(
        "inpatient",
        "Discharge diagnosis: Pathological fracture of left femur due to metastatic breast cancer.",
        &["M84.552A", "C50.912", "C79.51"],
        &["M84.4", "C40"],
    );
    check(
        "inpatient",
        "Discharge diagnosis: Breast cancer. Pathological fracture of left humerus.",
        &["M84.422A"],
        &["M84.5"],
    );
}
