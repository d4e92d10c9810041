//! Ladders of a small Tabular List, and what they tell.

use crate::{Code, Codebook, Part, PartSource, Release, SourceFile};

fn book(diags: &str) -> Codebook {
    let xml = format!(
        "<ICD10CM.tabular><version>2026</version><chapter><name>4</name><desc>C</desc>\
         <section id=\"A00-Z99\"><desc>All</desc>{diags}</section></chapter></ICD10CM.tabular>"
    );
    let file = SourceFile {
        part: Part::Tabular,
        origin: PartSource::Official,
        bytes: xml.as_bytes(),
    };
    Codebook::compile(Release::from_name("FY2026").unwrap(), &[file]).0
}

fn diag(name: &str, title: &str, inside: &str) -> String {
    format!("<diag><name>{name}</name><desc>{title}</desc>{inside}</diag>")
}

fn check(book: &Codebook, code: &str, expected: &[&str]) {
    let shown: Vec<String> = book
        .ladder(Code::parse(code).unwrap())
        .iter()
        .map(|rung| {
            let options: Vec<String> = rung
                .options
                .iter()
                .map(|o| {
                    let code = o
                        .code
                        .map_or_else(|| "several".to_owned(), |c| c.to_string());
                    format!("{} {code}", o.value)
                })
                .collect();
            let here = rung.here.as_deref().unwrap_or("?");
            format!("{:?} {here}: {}", rung.axis, options.join(", "))
        })
        .collect();
    assert_eq!(shown, expected, "{code}");
}

#[test]
fn one_missing_fact_separates_neighbours() {
    let fracture = |n: &str, kind: &str, side: &str| {
        diag(
            &format!("S72.02{n}"),
            &format!("{kind} fracture of epiphysis of {side} femur"),
            "",
        )
    };
    let seventh = "<sevenChrDef><extension char=\"A\">initial encounter</extension>\
        <extension char=\"S\">sequela</extension></sevenChrDef>";
    let book = book(
        &[
            diag(
                "S72",
                "Fracture of femur",
                &format!(
                    "{seventh}{}",
                    diag(
                        "S72.02",
                        "Fracture of epiphysis",
                        &[
                            fracture("1", "Displaced", "right"),
                            fracture("2", "Displaced", "left"),
                            fracture("3", "Displaced", "unspecified"),
                            fracture("4", "Nondisplaced", "right"),
                            fracture("5", "Nondisplaced", "left"),
                            fracture("6", "Nondisplaced", "unspecified"),
                        ]
                        .concat()
                    )
                ),
            ),
            diag(
                "N18",
                "Chronic kidney disease (CKD)",
                &[
                    diag("N18.1", "Chronic kidney disease, stage 1", ""),
                    diag("N18.2", "Chronic kidney disease, stage 2 (mild)", ""),
                    diag("N18.6", "End stage renal disease", ""),
                    diag("N18.9", "Chronic kidney disease, unspecified", ""),
                ]
                .concat(),
            ),
            diag(
                "H40.11",
                "Open-angle glaucoma",
                &[
                    diag("H40.111", "Open-angle glaucoma, right eye", ""),
                    diag("H40.112", "Open-angle glaucoma, left eye", ""),
                    diag("H40.113", "Open-angle glaucoma, bilateral", ""),
                    diag("H40.119", "Open-angle glaucoma, unspecified eye", ""),
                ]
                .concat(),
            ),
            diag(
                "T40.2X",
                "Other opioids",
                &[
                    diag(
                        "T40.2X1",
                        "Poisoning by other opioids, accidental (unintentional)",
                        "",
                    ),
                    diag("T40.2X3", "Poisoning by other opioids, assault", ""),
                    diag("T40.2X5", "Adverse effect of other opioids", ""),
                    diag("T40.2X6", "Underdosing of other opioids", ""),
                ]
                .concat(),
            ),
            diag(
                "K25",
                "Ulcer",
                &[
                    diag("K25.0", "Ulcer with bleeding", ""),
                    diag("K25.1", "Ulcer without bleeding", ""),
                    diag("K25.2", "Ulcer of the pylorus", ""),
                ]
                .concat(),
            ),
        ]
        .concat(),
    );
    check(
        &book,
        "S72.02",
        &[
            "Side ?: right several, left several, unspecified several",
            "Displacement ?: displaced several, nondisplaced several",
        ],
    );
    check(
        &book,
        "S72.021A",
        &[
            "Episode initial encounter: initial encounter S72.021A, sequela S72.021S",
            "Side right: right S72.021A, left S72.022A, unspecified S72.023A",
            "Displacement displaced: displaced S72.021A, nondisplaced S72.024A",
        ],
    );
    check(
        &book,
        "N18.9",
        &[
            "Stage unspecified: stage 1 N18.1, stage 2 N18.2, End stage renal disease N18.6, unspecified N18.9",
        ],
    );
    check(
        &book,
        "N18.1",
        &[
            "Stage stage 1: stage 1 N18.1, stage 2 N18.2, End stage renal disease N18.6, unspecified N18.9",
        ],
    );
    check(
        &book,
        "H40.111",
        &["Side right: right H40.111, left H40.112, bilateral H40.113, unspecified H40.119"],
    );
    check(
        &book,
        "T40.2X1",
        &[
            "Intent accidental: accidental T40.2X1, assault T40.2X3, adverse effect T40.2X5, underdosing T40.2X6",
        ],
    );
    check(
        &book,
        "K25.1",
        &[
            "With without bleeding: with bleeding K25.0, without bleeding K25.1",
            "Detail without bleeding: without bleeding K25.1, of the pylorus K25.2",
        ],
    );
    check(&book, "Z99", &[]);
}
