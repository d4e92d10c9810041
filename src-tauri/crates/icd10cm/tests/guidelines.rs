//! The Official Guidelines as text: a short one made up for the test, and where it is there the official one.
#![allow(missing_docs)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test may fail"
)]

use std::path::Path;

use icd10cm::{Bearing, Code, Codebook, Guidelines, Part, PartSource, Release, SourceFile};

const SHORT: &str = "ICD-10-CM Official Guidelines for Coding and Reporting
FY 2026 -- UPDATED October 1, 2025
What these guidelines are.
ICD-10-CM Official Guidelines for Coding and Reporting .......... 1
Section I. Conventions ........................................... 2
A. Conventions for the classification ............................ 2
Section I. Conventions
They hold everywhere.
A. Conventions for the classification
1. Placeholder character
The placeholder is X, as in category
ICD-10-CM Official Guidelines for Coding and Reporting
FY 2026
Page 2 of 9
T36-T50.
2. Punctuation
None. See Section I.C.4.a.1.
B. General
C. Chapters
1. Chapter 1: Infections (A00-B99)
2. Chapter 2: Neoplasms (C00-D49)
3. Chapter 3: Blood (D50-D89)
4. Chapter 4: Endocrine (E00-E89)
a. Diabetes mellitus
As many codes as needed, from categories E08-E13:
1. this line is part of the text
1) Type of diabetes
(a) Presymptomatic
Codes E11.2- are named.
(i) Deep down
The last depth.
(b) Another
2) Not documented
The default is E11.9.
Section II. Selection
A. Symptoms
Codes from A00.0 through T88.9 are named.
Appendix I
Present on admission
";

fn numbers(text: &str) -> Vec<String> {
    Guidelines::read(text)
        .all()
        .iter()
        .map(|g| g.number.clone())
        .collect()
}

#[test]
fn labels_are_followed_in_their_order() {
    assert_eq!(
        numbers(SHORT),
        [
            "Introduction",
            "I",
            "I.A",
            "I.A.1",
            "I.A.2",
            "I.B",
            "I.C",
            "I.C.1",
            "I.C.2",
            "I.C.3",
            "I.C.4",
            "I.C.4.a",
            "I.C.4.a.1",
            "I.C.4.a.1.a",
            "I.C.4.a.1.a.i",
            "I.C.4.a.1.b",
            "I.C.4.a.2",
            "II",
            "II.A",
            "Appendix I",
        ]
    );
    let read = Guidelines::read(SHORT);
    assert_eq!(read.year(), Some(2026));
    let of = |number: &str| &read.all()[read.find(number).unwrap()];
    assert_eq!(
        of("I.A.1").text,
        "The placeholder is X, as in category T36-T50.",
        "the end of a page is not part of the text"
    );
    assert!(
        of("I.C.4.a")
            .text
            .contains("1. this line is part of the text")
    );
    assert_eq!(of("I.C.4.a.1.a.i").chapter, Some(4));
    let links = read.links(read.find("I.A.2").unwrap());
    assert_eq!(read.all()[links[0].1].number, "I.C.4.a.1");
    assert_eq!(read.search("diab type"), [read.find("I.C.4.a.1").unwrap()]);
    assert_eq!(read.nearest("I.C.4.a.9.z"), read.find("I.C.4.a"));
}

#[test]
fn any_text_is_read() {
    for text in [
        "",
        "\u{feff}",
        "a. b",
        "(a) x\n(i)\n9999999999. y",
        "Section I.\u{0}",
    ] {
        let _ = Guidelines::read(text).all().len();
    }
    for end in (0..SHORT.len()).step_by(7) {
        let _ = Guidelines::read(&SHORT[..end]).all().len();
    }
}

fn book() -> Codebook {
    let xml = "<ICD10CM.tabular><version>2026</version>\
        <chapter><name>4</name><desc>Endocrine</desc><section id=\"E08-E13\"><desc>Diabetes</desc>\
        <diag><name>E11</name><desc>Type 2 diabetes mellitus</desc>\
        <diag><name>E11.2</name><desc>With kidney complications</desc>\
        <diag><name>E11.22</name><desc>With chronic kidney disease</desc></diag></diag>\
        <diag><name>E11.9</name><desc>Without complications</desc></diag></diag>\
        <diag><name>E13</name><desc>Other diabetes</desc></diag></section></chapter></ICD10CM.tabular>";
    let file = SourceFile {
        part: Part::Tabular,
        origin: PartSource::Official,
        bytes: xml.as_bytes(),
    };
    Codebook::compile(Release::from_name("FY2026").unwrap(), &[file]).0
}

#[test]
fn what_names_a_code_comes_before_its_chapter() {
    let (read, book) = (Guidelines::read(SHORT), book());
    let of = |code: &str| -> Vec<(String, Bearing)> {
        read.of_code(&book, Code::parse(code).unwrap())
            .into_iter()
            .map(|(row, bearing)| (read.all()[row].number.clone(), bearing))
            .collect()
    };
    let found = of("E11.22");
    assert_eq!(found[0], ("I.C.4.a.1.a".to_owned(), Bearing::NamesHeader));
    assert!(found.contains(&("I.C.4".to_owned(), Bearing::Chapter)));
    assert_eq!(of("E11.9")[0], ("I.C.4.a.2".to_owned(), Bearing::Names));
    assert_eq!(of("E11")[0].1, Bearing::NamesBelow);
}

/// The official text, where a copy for development is there.
fn official() -> Option<Guidelines> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/codeset/reference/icd10cm_guidelines_FY2026.txt");
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(Guidelines::read(&text)),
        Err(_) => {
            eprintln!("SKIPPED: the text of the Official Guidelines is not there");
            None
        }
    }
}

#[test]
fn the_official_text_is_read_whole() {
    let Some(read) = official() else { return };
    assert_eq!(read.year(), Some(2026));
    let count = |prefix: &str, depth: u8| {
        read.all()
            .iter()
            .filter(|g| g.depth == depth && g.number.starts_with(prefix) && !g.number.contains(' '))
            .count()
    };
    assert_eq!(
        (
            count("", 0) - 1,
            count("I.", 1),
            count("I.A.", 2),
            count("I.B.", 2),
            count("I.C.", 2)
        ),
        (4, 3, 19, 20, 22),
        "sections, parts, conventions, general guidelines, chapters"
    );
    assert_eq!(
        (count("II.", 1), count("III.", 1), count("IV.", 1)),
        (11, 3, 17)
    );
    assert!(read.all().len() > 480, "{}", read.all().len());
    let mut seen = std::collections::HashSet::new();
    for row in read.all() {
        assert!(seen.insert(&row.number), "{} twice", row.number);
        assert!(
            !row.title.is_empty() && row.title.len() < 130,
            "{}",
            row.number
        );
        assert!(
            !row.text.contains("Page "),
            "{}: page furniture",
            row.number
        );
        assert!(
            !row.text.contains("....."),
            "{}: table of contents",
            row.number
        );
    }
    let title = |number: &str| read.find(number).map(|row| read.all()[row].title.as_str());
    for (number, expected) in [
        ("I.A.15", "“With”"),
        (
            "I.B.14",
            "Documentation by Clinicians Other than the Patient's Provider",
        ),
        ("I.C.1.a.2.i", "Encounters for HIV testing"),
        (
            "I.C.1.d.1.a.iv",
            "Acute organ dysfunction that is not clearly associated with the sepsis",
        ),
        ("I.C.1.g.1.c.iii", "Lower respiratory infection"),
        ("I.C.2.i", "Malignancy in two or more noncontiguous sites"),
        ("I.C.9.a.1", "Hypertension with Heart Disease"),
        ("I.C.9.a.12", "Hypertension, Resistant"),
        ("I.C.19.e.5.b.iv", "Interaction of drug(s) and alcohol"),
        (
            "I.C.21.c.15",
            "Z Codes That May Only be Principal/First-Listed Diagnosis",
        ),
        (
            "II.C",
            "Two or more diagnoses that equally meet the definition for principal diagnosis",
        ),
        ("II.I.2", "Admission Following Post-Operative Observation"),
        (
            "IV.G",
            "ICD-10-CM code for the diagnosis, condition, problem, or other reason for encounter/visit",
        ),
        ("IV.Q", "Encounters for routine health screenings"),
    ] {
        assert_eq!(title(number), Some(expected), "{number}");
    }
    let text = |number: &str| &read.all()[read.find(number).unwrap()].text;
    assert!(
        text("I.C.9.a.1").starts_with("Hypertension with heart conditions classified to I50.-")
    );
    assert!(text("I.A.13").contains("a code from category G20 is listed first"));
    assert!(text("I.C.19.d.1").contains("a. When the reason for the admission"));
    let total: usize = read.all().iter().map(|g| g.text.len()).sum();
    assert!(total > 240_000, "{total} bytes of text");
}
