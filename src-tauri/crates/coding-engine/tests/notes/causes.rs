//! What a condition is by its cause and by what goes with it: drugs, old strokes, neoplasms, the type of a diabetes. Over a
//! whole release.

use super::wording::check;

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
