//! The formats over one record.

use clinical_text::TextRange;
use coding_model::EvidenceSpan;
use interchange::record::{Origin, Record};
use interchange::write::{csv, fhir, html, json, pdf, read_json};
use serde_json::Value;

use crate::sample::{NOTE, code, record};

#[test]
fn a_record_as_json_is_read_back_without_loss() {
    let record = record();
    let written = json(&record);
    assert_eq!(read_json(&written).unwrap(), record);
    assert_eq!(json(&read_json(&written).unwrap()), written);
    let narrowed = record.of_code(code("I10")).unwrap();
    assert_eq!(read_json(&json(&narrowed)).unwrap(), narrowed);
}

#[test]
fn ranges_in_json_count_code_points() {
    let value: Value = serde_json::from_slice(&json(&record())).unwrap();
    let characters: Vec<char> = NOTE.chars().collect();
    let spans: Vec<&Value> = value["codes"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|c| c["evidence"].as_array().unwrap())
        .collect();
    assert_eq!(spans.len(), 3);
    for span in spans {
        let at = |name: &str| usize::try_from(span["range"][name].as_u64().unwrap()).unwrap();
        let cut: String = characters[at("start")..at("end")].iter().collect();
        assert_eq!(span["quote"], cut);
    }
}

#[test]
fn what_is_no_record_is_refused_without_quoting_it() {
    let refused = |bytes: &[u8]| {
        let error = read_json(bytes).unwrap_err().to_string();
        assert!(!error.contains("diabetes"), "{error}");
        error
    };
    assert!(refused(b"diabetes").contains("no record"));
    assert!(refused(b"{\"format\": 9}").contains("format 9"));
    assert!(refused(b"{\"format\": 1, \"encounter\": \"diabetes\"}").contains("no record"));
    let mut outside: Value = serde_json::from_slice(&json(&record())).unwrap();
    outside["codes"][0]["evidence"][0]["range"]["end"] = 9_999.into();
    assert!(refused(&serde_json::to_vec(&outside).unwrap()).contains("outside its document"));
}

/// Reads RFC 4180.
fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap();
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match (c, quoted) {
            ('"', true) if characters.peek() == Some(&'"') => field.extend(characters.next()),
            ('"', _) => quoted = !quoted,
            (',', false) => row.push(std::mem::take(&mut field)),
            ('\r', false) if characters.peek() == Some(&'\n') => {
                characters.next();
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            (c, _) => field.push(c),
        }
    }
    assert!(!quoted && field.is_empty() && row.is_empty());
    rows
}

#[test]
fn the_table_has_a_row_a_code_and_no_formula() {
    let rows = rows(&csv(&record()));
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|r| r.len() == rows[0].len()));
    let column = |name: &str| rows[0].iter().position(|c| c == name).unwrap();
    assert_eq!(rows[1][column("code")], "E11.22");
    assert_eq!(rows[1][column("role")], "principal");
    assert_eq!(rows[1][column("present_on_admission")], "Y");
    assert_eq!(rows[2][column("present_on_admission")], "");
    assert_eq!(rows[1][column("confidence")], "0.837");
    assert_eq!(rows[3][column("quote")], "'=HYPERLINK(\"x\"), hypertension");
    assert!(rows[3][column("findings")].starts_with("CH09-01"));
    assert!(
        rows.iter()
            .flatten()
            .all(|f| !f.starts_with(['=', '+', '-', '@', '\t']))
    );
}

fn page(record: &Record) -> String {
    String::from_utf8(html(record)).unwrap()
}

#[test]
fn the_packet_holds_all_it_must_and_runs_nothing() {
    let record = record();
    let page = page(&record);
    for held in [
        "E11.22",
        "Follow-up &lt;visit&gt;",
        "<mark>&quot;CKD&quot; &lt;stage 3b&gt;</mark>",
        "Diabetes, diabetic › type 2",
        "C. Physician, MD",
        "A. Coder",
        "B. Auditor",
        "local 0.1.0",
        "FY2026-04",
        "Use additional code to identify stage",
        "CH09-01",
        "no injury &lt;documented&gt;",
        "not supported",
        "4.2 s before the decision",
        "the note names no nephropathy",
        "MCE-01",
        "chapter 4",
    ] {
        assert!(page.contains(held), "{held}");
    }
    for hash in ["ab", "cd", "ef"] {
        assert!(page.contains(&hash.repeat(32)));
    }
    let lower = page.to_lowercase();
    for never in [
        "<script",
        "<img",
        "<link",
        "<iframe",
        "src=",
        "href=",
        "url(",
        "@import",
        "javascript:",
        "onload",
    ] {
        assert!(!lower.contains(never), "{never}");
    }
    let title = &page[page.find("<title>").unwrap()..page.find("</title>").unwrap()];
    assert!(
        !title.contains("visit"),
        "a window's title names no patient"
    );
}

#[test]
fn a_packet_of_one_code_leaves_the_others_out() {
    let only = record().of_code(code("I10")).unwrap();
    let page = page(&only);
    assert!(page.contains("Evidence packet for I10"));
    assert!(!page.contains("Title of N18.30"));
    assert!(record().of_code(code("J18.9")).is_none());
}

/// The text of a PDF as another program reads it.
fn read_pdf(bytes: &[u8]) -> (Vec<String>, String) {
    let document = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<String> = document
        .get_pages()
        .keys()
        .map(|page| document.extract_text(&[*page]).unwrap())
        .collect();
    let words: Vec<&str> = pages.iter().flat_map(|p| p.split_whitespace()).collect();
    let text = words.join(" ");
    (pages, text)
}

/// A text as it stands on the pages: blanks and line ends count alike.
fn on_paper(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_packet_on_pages_says_what_the_packet_as_html_says() {
    let record = record();
    let (pages, text) = read_pdf(&pdf(&record));
    for code in &record.codes {
        assert!(text.contains(&on_paper(&format!("{} {}", code.code, code.title))));
        for span in &code.evidence {
            let quote = on_paper(&span.quote);
            assert!(text.contains(&quote), "{quote}");
        }
    }
    assert!(text.contains(&record.id().to_string()));
    assert!(
        text.contains("[U+1F637]"),
        "what the fonts lack stands as its number"
    );
    assert!(text.contains("characters that the fonts of this file do not have"));
    for (n, page) in pages.iter().enumerate() {
        let number = format!("Page {} of {}", n + 1, pages.len());
        assert!(page.contains(&number), "{number}");
        let edge = page.lines().take(2).collect::<String>();
        assert!(!edge.contains(&record.encounter.title), "{edge}");
    }
    // every word of the HTML's body stands on the pages
    let html = String::from_utf8(html(&record)).unwrap();
    let body = html.split_once("<body>").unwrap().1;
    let tags = regex::Regex::new("<[^>]*>").unwrap();
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for word in tags.replace_all(body, " ").split_whitespace() {
        let word = word
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&")
            .replace('😷', "[U+1F637]");
        // a long word goes on in another line, in a table beside other columns
        let whole = word.len() > 24 || bare.contains(&word);
        assert!(whole, "{word}");
    }
}

#[test]
fn a_long_note_flows_over_pages() {
    let mut record = record();
    let long = "The patient reports a cough since Tuesday and denies fever. ".repeat(150);
    record.encounter.documents[0].text = long.clone();
    let span = EvidenceSpan::cut(
        record.encounter.documents[0].id,
        &long,
        TextRange::new(0, long.trim_end().len()),
        "HPI",
    )
    .unwrap();
    record.codes[0].evidence = vec![span.clone()];
    let short = read_pdf(&pdf(&crate::sample::record())).0.len();
    let (pages, _) = read_pdf(&pdf(&record));
    assert!(pages.len() > short, "{} pages", pages.len());
    // the edges of the pages stand between its parts
    let said: usize = pages
        .iter()
        .map(|page| page.matches("Tuesday").count())
        .sum();
    assert_eq!(said, 150);
}

#[test]
fn what_is_withheld_is_said_in_every_format() {
    let mut record = record();
    record.withheld = true;
    record.runs.clear();
    record.decisions.clear();
    for code in &mut record.codes {
        code.origin = Origin::Withheld;
        code.index_path = None;
    }
    let page = String::from_utf8(html(&record)).unwrap();
    assert!(page.contains("being audited blind") && !page.contains("suggested by the engine"));
    let table = String::from_utf8(csv(&record)).unwrap();
    assert_eq!(table.matches("withheld").count(), record.codes.len());
    let bundle = String::from_utf8(fhir(&record)).unwrap();
    assert!(bundle.contains("suppressed") && bundle.contains("audited blind"));
    assert!(read_pdf(&pdf(&record)).1.contains("being audited blind"));
    assert_eq!(read_json(&json(&record)).unwrap(), record);
}
