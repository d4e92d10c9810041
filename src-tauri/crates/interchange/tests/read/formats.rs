//! Format by format: text, facts, authors.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use interchange::read::{Chart, Found, Kind, ReadError, each_entry, is_archive, read};
use interchange::write::{bundle, json};
use serde_json::json;
use std::io::Cursor;

use crate::made::{CDA, MDM, docx, pdf, zip};

fn one(bytes: &[u8], kind: Kind) -> Chart {
    let mut found = read("folder/visit 7.dat", bytes).unwrap();
    assert_eq!((found.kind, found.charts.len()), (kind, 1));
    found.charts.remove(0)
}

fn facts(chart: &Chart) -> String {
    let day = |d: Option<icd10cm::Date>| d.map(|d| d.to_string()).unwrap_or_default();
    format!(
        "{:?} {} {} {:?} {:?}",
        chart.setting,
        day(chart.admitted),
        day(chart.date),
        chart.sex,
        chart.age
    )
}

#[test]
fn plain_text_keeps_every_character_and_takes_its_title_from_the_file() {
    let text = "ASSESSMENT\r\n😷 Grüße, 37 °C.\r\n";
    let chart = one(text.as_bytes(), Kind::Text);
    assert_eq!(
        (chart.title.as_str(), chart.pages[0].text.as_str()),
        ("visit 7", text)
    );
    let found = read("a.txt", b"Patient\x92s temperature 37\xb0C").unwrap();
    assert_eq!(found.encoding, "windows-1252");
    assert_eq!(found.charts[0].pages[0].text, "Patient’s temperature 37°C");
    assert_eq!(read("a.txt", b"  \r\n"), Err(ReadError::Empty));
    assert!(matches!(
        read("a.exe", b"MZ\0\x01\0\0\x02\0"),
        Err(ReadError::Unknown(_))
    ));
}

#[test]
fn a_word_document_gives_paragraphs_tables_author_and_day() {
    let body = "<w:p><w:pPr/><w:r><w:t>Assessment:</w:t></w:r></w:p>\
        <w:p><w:r><w:t xml:space=\"preserve\">Type 2 </w:t></w:r><w:r><w:t>diabetes &amp; CKD</w:t></w:r>\
        <w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>BP</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>120/80</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let chart = one(&docx(body), Kind::Docx);
    let page = &chart.pages[0];
    assert_eq!(
        page.text,
        "Assessment:\nType 2 diabetes & CKD\nBP\t120/80\n"
    );
    assert_eq!(
        (page.author.as_str(), page.date.as_str()),
        ("C. Physician, MD", "2026-02-03")
    );
}

#[test]
fn a_pdf_gives_its_lines_and_a_scan_says_what_to_do() {
    let chart = one(
        &pdf(&["Assessment:", "Type 2 diabetes with CKD"]),
        Kind::Pdf,
    );
    assert_eq!(
        chart.pages[0].text.trim(),
        "Assessment:\nType 2 diabetes with CKD"
    );
    let error = read("scan.pdf", &pdf(&[])).unwrap_err().to_string();
    assert!(error.contains("scanned"), "{error}");
}

#[test]
fn a_clinical_document_gives_sections_facts_and_author_and_no_name() {
    let chart = one(CDA.as_bytes(), Kind::Cda);
    assert_eq!(
        facts(&chart),
        "Some(Inpatient) 2026-02-01 2026-02-03 Some(Female) Some(65)"
    );
    let page = &chart.pages[0];
    assert_eq!(
        page.text,
        "Assessment\nPneumonia & sepsis,\nresolved.\n- Type 2 diabetes\n- CKD stage 3b\nBP\t120/80\n\nPlan\nHome.\n"
    );
    assert_eq!(page.author, "Carol Physician MD");
    assert_eq!(
        (page.kind.as_str(), page.date.as_str()),
        ("discharge-summary", "2026-02-03")
    );
    assert!(!format!("{chart:?}").contains("Left Out"));
    let packed = STANDARD.encode(r"{\rtf1 Assessment:\par sepsis}");
    let unstructured = format!(
        "<ClinicalDocument xmlns='urn:hl7-org:v3'><component><nonXMLBody><text representation='B64'>{packed}</text></nonXMLBody></component></ClinicalDocument>"
    );
    assert_eq!(
        one(unstructured.as_bytes(), Kind::Cda).pages[0].text,
        "Assessment:\nsepsis"
    );
}

#[test]
fn messages_of_one_visit_make_one_chart() {
    let chart = one(MDM.as_bytes(), Kind::Hl7);
    assert_eq!(
        facts(&chart),
        "Some(Inpatient) 2026-02-01 2026-02-03 Some(Female) Some(65)"
    );
    assert_eq!(chart.title, "Discharge Summary");
    let texts: Vec<&str> = chart.pages.iter().map(|p| p.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Assessment: pneumonia & sepsis.\nCafé au lait\nPlan: home\nwith oxygen\n",
            "Creatinine: 1.9 mg/dL\n"
        ]
    );
    assert_eq!(chart.pages[0].author, "Dr Carol Physician, MD");
    assert_eq!(chart.pages[1].kind, "chest-x-ray");
    assert!(!format!("{chart:?}").contains("Left"));
}

#[test]
fn fhir_documents_of_one_encounter_make_one_chart() {
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": [
        {"fullUrl": "urn:uuid:p", "resource": {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1960-02-04",
            "name": [{"text": "Left Out"}]}},
        {"fullUrl": "urn:uuid:e", "resource": {"resourceType": "Encounter", "id": "e", "class": {"code": "IMP"},
            "period": {"start": "2026-02-01", "end": "2026-02-03T10:00:00Z"}}},
        {"resource": {"resourceType": "Practitioner", "id": "n", "name": [{"given": ["Nora"], "family": "Nurse", "suffix": ["RN"]}],
            "qualification": [{"code": {"text": "Registered nurse"}}]}},
        {"resource": {"resourceType": "DocumentReference", "status": "current", "type": {"text": "Nurse note"}, "date": "2026-02-02T08:00:00Z",
            "subject": {"reference": "urn:uuid:p"}, "author": [{"reference": "Practitioner/n"}],
            "context": {"encounter": [{"reference": "urn:uuid:e"}]},
            "content": [{"attachment": {"contentType": "text/plain", "data": STANDARD.encode("No new complaints.")}}]}},
        {"resource": {"resourceType": "Composition", "title": "Progress note", "date": "2026-02-03", "encounter": {"reference": "urn:uuid:e"},
            "subject": {"reference": "urn:uuid:p"},
            "section": [{"title": "Assessment", "text": {"div": "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Sepsis &amp; pneumonia</p></div>"}}]}},
        {"resource": {"resourceType": "DocumentReference", "status": "current", "content": [{"attachment": {"url": "https://elsewhere.example/1"}}]}},
    ]});
    let found = read("b.json", bundle.to_string().as_bytes()).unwrap();
    assert_eq!(
        (found.kind, found.charts.len(), found.remarks.len()),
        (Kind::Fhir, 1, 1)
    );
    let chart = &found.charts[0];
    assert_eq!(
        facts(chart),
        "Some(Inpatient) 2026-02-01 2026-02-03 Some(Female) Some(65)"
    );
    assert_eq!(chart.pages[0].text, "No new complaints.");
    assert_eq!(
        (chart.pages[0].author.as_str(), chart.pages[0].role),
        ("Nora Nurse, RN", coding_model::AuthorRole::Nurse)
    );
    assert_eq!(chart.pages[1].text, "Assessment\nSepsis & pneumonia\n");
    assert!(!format!("{chart:?}").contains("Left Out"));
}

#[path = "../write/sample.rs"]
#[allow(dead_code, reason = "the other tests use all of it")]
mod sample;

#[test]
fn what_is_exported_is_read_again() {
    let record = sample::record();
    let same = |found: Found| {
        let chart = &found.charts[0];
        let page = &chart.pages[0];
        assert_eq!(page.text, sample::NOTE);
        assert_eq!(
            (page.title.as_str(), page.kind.as_str()),
            ("Progress note", "progress-note")
        );
        assert_eq!(
            (page.author.as_str(), page.date.as_str()),
            ("C. Physician, MD", "2026-02-02")
        );
        assert_eq!(
            (chart.setting, chart.date, chart.admitted, chart.sex),
            (
                Some(record.encounter.setting),
                record.encounter.date,
                record.encounter.admitted,
                record.encounter.sex
            )
        );
    };
    same(read("r.json", &json(&record)).unwrap());
    same(read("b.json", bundle(&record).to_string().as_bytes()).unwrap());
}

#[test]
fn an_archive_gives_its_entries_and_a_word_document_is_none() {
    let bytes = zip(&[
        ("a/note.txt", b"Sepsis"),
        ("__MACOSX/._note.txt", b"x"),
        ("b.rtf", b"{\\rtf1 CKD}"),
    ]);
    assert!(is_archive(&mut Cursor::new(&bytes)));
    assert!(!is_archive(&mut Cursor::new(docx("<w:p/>"))));
    let mut names = Vec::new();
    each_entry(Cursor::new(&bytes), &mut |entry| {
        let found = read(&entry.name, &entry.bytes.unwrap()).unwrap();
        names.push(format!("{} {}", entry.name, found.charts[0].pages[0].text));
    })
    .unwrap();
    assert_eq!(names, ["a/note.txt Sepsis", "b.rtf CKD"]);
}
