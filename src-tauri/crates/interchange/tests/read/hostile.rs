//! Files made to do harm, and files of any bytes at all.

use std::io::Cursor;

use interchange::read::{LONGEST_FILE, check_size, each_entry, read};
use proptest::prelude::*;

use crate::made::{CDA, MDM, docx, pdf, zip};

fn refused(bytes: &[u8], says: &str) {
    let error = read("file", bytes).unwrap_err().to_string();
    assert!(error.contains(says), "{error}");
    assert_eq!(error.lines().count(), 1);
}

fn entries(bytes: &[u8]) -> Vec<Result<usize, String>> {
    let mut found = Vec::new();
    each_entry(Cursor::new(bytes), &mut |entry| {
        found.push(entry.bytes.map(|b| b.len()).map_err(|e| e.to_string()));
    })
    .unwrap();
    found
}

#[test]
fn a_gigabyte_is_refused_by_its_size() {
    assert!(check_size(LONGEST_FILE).is_ok());
    let error = check_size(1024 * 1024 * 1024).unwrap_err().to_string();
    assert!(
        error.contains("1024 MB") && error.contains("64 MB"),
        "{error}"
    );
}

#[test]
fn entities_that_multiply_are_refused_before_they_do() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a0 \"ha\">");
    for n in 1..20 {
        bomb.push_str(&format!(
            "<!ENTITY a{n} \"{}\">",
            format!("&a{};", n - 1).repeat(10)
        ));
    }
    bomb.push_str(
        "]><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>&a19;</title></ClinicalDocument>",
    );
    refused(bomb.as_bytes(), "entities of its own");
    refused(b"<?xml version=\"1.0\"?><!DOCTYPE c [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><ClinicalDocument>&x;</ClinicalDocument>", "entities of its own");
    refused(
        b"<?xml version=\"1.0\"?><ClinicalDocument>&x;</ClinicalDocument>",
        "entity of its own",
    );
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = "<a>".repeat(100_000);
    refused(
        format!("<?xml version=\"1.0\"?>{deep}").as_bytes(),
        "nested too deep",
    );
    refused(
        "{\"resourceType\": ".repeat(100_000).as_bytes(),
        "no whole JSON",
    );
    refused(
        &b"{\\rtf1"
            .iter()
            .chain(b"{".repeat(100_000).iter())
            .copied()
            .collect::<Vec<u8>>(),
        "nested too deep",
    );
}

#[test]
fn a_small_archive_that_unpacks_to_much_is_refused() {
    let zeros = vec![b' '; 80 * 1024 * 1024];
    let bomb = zip(&[("bomb.txt", &zeros), ("note.txt", b"Sepsis")]);
    assert!(bomb.len() < 200_000);
    let found = entries(&bomb);
    assert!(
        found[0].as_ref().unwrap_err().contains("unpacks to more"),
        "{found:?}"
    );
    assert_eq!(found[1], Ok(6), "the rest is read");
    let main = format!(
        "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
        "a".repeat(40 * 1024 * 1024)
    );
    refused(&docx(&main), "unpacks to more");
}

#[test]
fn names_that_lead_out_of_an_archive_are_refused() {
    let bytes = zip(&[
        ("../../etc/passwd", b"x"),
        ("/var/a.txt", b"x"),
        ("ok.txt", b"x"),
    ]);
    let found = entries(&bytes);
    assert!(
        found[0].as_ref().unwrap_err().contains("leads out"),
        "{found:?}"
    );
    assert_eq!(found[2], Ok(1));
}

/// A PDF of one page whose text is packed.
fn packed_pdf(content: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(content).unwrap();
    let packed = packer.finish().unwrap();
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    let stream = [
        format!("<</Filter/FlateDecode/Length {}>>\nstream\n", packed.len()).into_bytes(),
        packed,
        b"\nendstream".to_vec(),
    ]
    .concat();
    let objects: [&[u8]; 4] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R\
          /Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        &stream,
    ];
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", n + 1).bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(b"xref\n0 5\n0000000000 65535 f \n");
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes());
    out
}

#[test]
fn a_small_pdf_that_unpacks_to_much_is_refused() {
    let whole = packed_pdf(b"BT /F1 12 Tf 72 700 Td (Sepsis) Tj ET");
    assert_eq!(
        read("file", &whole).unwrap().charts[0].pages[0].text.trim(),
        "Sepsis"
    );
    let mut text = b"BT /F1 12 Tf 72 700 Td (Sepsis) Tj ET ".to_vec();
    text.resize(80 * 1024 * 1024, b' ');
    let bomb = packed_pdf(&text);
    assert!(bomb.len() < 200_000);
    let error = read("file", &bomb).unwrap_err().to_string();
    assert_eq!(error.lines().count(), 1, "{error}");
}

#[test]
fn an_archive_with_too_many_entries_is_refused_as_a_whole() {
    let names: Vec<String> = (0..20_001).map(|n| n.to_string()).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
    let bytes = zip(&files);
    let error = each_entry(Cursor::new(&bytes), &mut |_| ()).unwrap_err();
    assert!(error.to_string().contains("20001 entries"), "{error}");
}

#[test]
fn an_archive_in_an_archive_is_not_walked() {
    let inner = zip(&[("note.txt", b"Sepsis")]);
    refused(&inner, "archive inside another");
}

/// Changes some bytes and cuts the end off.
fn broken(
    whole: &[u8],
    changes: &[(prop::sample::Index, u8)],
    cut: prop::sample::Index,
) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for (at, byte) in changes {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    bytes.truncate(cut.index(bytes.len()) + 1);
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_bytes_are_read_or_refused(start in 0_usize..9, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let starts: [&[u8]; 9] = [
            b"", b"{\\rtf1 ", b"%PDF-1.5\n", b"PK\x03\x04", b"MSH|^~\\&|", b"<?xml version=\"1.0\"?><ClinicalDocument>",
            b"{\"resourceType\":", b"\xff\xfe", b"FHS|",
        ];
        let _ = read("file", &[starts[start], &bytes].concat());
        let _ = each_entry(Cursor::new(&bytes), &mut |_| ());
    }

    #[test]
    fn whole_files_that_were_damaged_are_read_or_refused(
        which in 0_usize..6,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        whole in any::<bool>(),
    ) {
        let files = files();
        let file = &files[which];
        let bytes = if whole {
            let mut bytes = file.clone();
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            bytes
        } else {
            broken(file, &changes, cut)
        };
        if let Ok(found) = read("file", &bytes) {
            prop_assert!(!found.charts.is_empty());
            prop_assert!(found.charts.iter().flat_map(|c| &c.pages).all(|p| !p.text.trim().is_empty() && !p.text.contains('\0')));
        }
        let _ = each_entry(Cursor::new(&bytes), &mut |entry| {
            let _ = entry.bytes.map(|b| read(&entry.name, &b));
        });
    }
}

fn files() -> &'static [Vec<u8>; 6] {
    static FILES: std::sync::OnceLock<[Vec<u8>; 6]> = std::sync::OnceLock::new();
    FILES.get_or_init(|| {
        [
            pdf(&["Assessment:", "Type 2 diabetes"]),
            docx("<w:p><w:r><w:t>Sepsis</w:t></w:r></w:p>"),
            CDA.as_bytes().to_vec(),
            MDM.as_bytes().to_vec(),
            br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\u8217?Caf\'e9 \b sepsis\b0\par}"
                .to_vec(),
            zip(&[("a.txt", b"Sepsis"), ("b.rtf", b"{\\rtf1 CKD}")]),
        ]
    })
}
