//! Files made for the tests.

use std::io::{Cursor, Write as _};

use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn docx(body: &str) -> Vec<u8> {
    let main = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"
    );
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\" xmlns:dcterms=\"t\"><dc:creator>C. Physician, MD</dc:creator>\
                <dcterms:created>2026-02-03T10:00:00Z</dcterms:created></cp:coreProperties>";
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", main.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
    ])
}

/// A PDF of one page with these lines.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let resources = document.add_object(dictionary! {"Font" => dictionary! {"F1" => font}});
    let mut operations = vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), 11.into()]),
        Operation::new("Td", vec![50.into(), 700.into()]),
    ];
    for line in lines {
        operations.push(Operation::new("Tj", vec![Object::string_literal(*line)]));
        operations.push(Operation::new("Td", vec![0.into(), (-14).into()]));
    }
    operations.push(Operation::new("ET", vec![]));
    let content = Content { operations }.encode().unwrap();
    let content = document.add_object(Stream::new(dictionary! {}, content));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    let tree = dictionary! {"Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1};
    document.objects.insert(pages, Object::Dictionary(tree));
    let catalog = document.add_object(dictionary! {"Type" => "Catalog", "Pages" => pages});
    document.trailer.set("Root", catalog);
    document.compress();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

pub const CDA: &str = r#"<?xml version="1.0"?>
<ClinicalDocument xmlns="urn:hl7-org:v3">
  <code code="18842-5" displayName="Discharge summary"/>
  <title>Discharge Summary</title>
  <effectiveTime value="20260203153000+0100"/>
  <recordTarget><patientRole><patient>
    <name>Left Out</name>
    <administrativeGenderCode code="F"/><birthTime value="19600204"/>
  </patient></patientRole></recordTarget>
  <author><assignedAuthor><code displayName="Internal Medicine Physician"/>
    <assignedPerson><name><given>Carol</given><family>Physician</family><suffix>MD</suffix></name></assignedPerson>
  </assignedAuthor></author>
  <componentOf><encompassingEncounter>
    <id root="1.2" extension="V1"/><code code="IMP"/>
    <effectiveTime><low value="20260201"/><high value="20260203"/></effectiveTime>
  </encompassingEncounter></componentOf>
  <component><structuredBody>
    <component><section><title>Assessment</title><text>
      <paragraph>Pneumonia &amp; sepsis,<br/>resolved.</paragraph>
      <list><item>Type 2 diabetes</item><item>CKD <content>stage 3b</content></item></list>
      <table><tbody><tr><td>BP</td><td>120/80</td></tr></tbody></table>
    </text></section></component>
    <component><section><title>Plan</title><text>Home.</text></section></component>
  </structuredBody></component>
</ClinicalDocument>"#;

pub const MDM: &str = "MSH|^~\\&|EHR|H|CT|H|20260203||MDM^T02|1|P|2.5\r\
PID|1||123||Left^Out||19600204|F\r\
PV1|1|I|W||||||||||||||||V1|||||||||||||||||||||||||20260201|20260203\r\
TXA|1|DS^Discharge Summary|TX|20260203|||||99^Physician^Carol^^^Dr^MD\r\
OBX|1|TX|N^Note||Assessment: pneumonia \\T\\ sepsis.\\.br\\Caf\\XC3A9\\ au lait||||||F\r\
OBX|2|TX|N^Note||Plan: home~with oxygen||||||F\r\
MSH|^~\\&|EHR|H|CT|H|20260203||ORU^R01|2|P|2.5\r\
PID|1||123||Left^Out||19600204|F\r\
PV1|1|I|W||||||||||||||||V1|||||||||||||||||||||||||20260201|20260203\r\
OBR|1|||CXR^Chest X-ray|||20260201\r\
OBX|1|NM|2160-0^Creatinine||1.9|mg/dL|||||F\r";
