//! HL7 CDA (C-CDA): header facts, and the narrative of each section as text under its title.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use coding_model::{AuthorRole, Setting, Sex};

use super::chart::kind_of;
use super::xml::{self, Content, Element};
use super::{Chart, Kind, Page, ReadError, damaged, inner_text, moment};

pub(super) fn read(text: &str, inner: bool) -> Result<(Vec<Chart>, Vec<String>), ReadError> {
    let root = xml::parse(text, Kind::Cda)?;
    if root.name != "ClinicalDocument" {
        return Err(ReadError::Unknown("XML of another kind"));
    }
    let mut remarks = Vec::new();
    let value = |way: &[&str]| root.at(way).and_then(|e| e.attribute("value"));
    let patient = root.at(&["recordTarget", "patientRole", "patient"]);
    let visit = root.at(&["componentOf", "encompassingEncounter"]);
    let period = visit.and_then(|v| v.child("effectiveTime"));
    let bound = |name: &str| {
        let period = period?;
        let own = period.child(name).and_then(|e| e.attribute("value"));
        moment::day(own.or_else(|| period.attribute("value"))?)
    };
    let written = value(&["effectiveTime"]).and_then(moment::day);
    let code = visit.and_then(|v| v.child("code"));
    let setting = code
        .and_then(|c| c.attribute("code"))
        .and_then(|c| match c {
            "IMP" | "ACUTE" | "NONAC" => Some(Setting::Inpatient),
            "EMER" => Some(Setting::Emergency),
            "AMB" | "HH" | "VR" => Some(Setting::Outpatient),
            _ => None,
        });
    let date = bound("high").or_else(|| bound("low")).or(written);
    let born = patient
        .and_then(|p| p.child("birthTime"))
        .and_then(|e| e.attribute("value"))
        .and_then(moment::day);
    let author = root.at(&["author", "assignedAuthor"]);
    let person = author
        .and_then(|a| a.at(&["assignedPerson", "name"]))
        .map(Element::folded);
    let role = author
        .and_then(|a| a.child("code"))
        .and_then(|c| c.attribute("displayName"))
        .unwrap_or_default();
    let kind = root
        .child("code")
        .and_then(|c| c.attribute("displayName"))
        .unwrap_or_default();
    let title = root.child("title").map(Element::folded).unwrap_or_default();
    let mut body = String::new();
    if let Some(sections) = root.at(&["component", "structuredBody"]) {
        for component in sections.all("component") {
            component.all("section").for_each(|s| section(&mut body, s));
        }
    } else if let Some(text) = root.at(&["component", "nonXMLBody", "text"]) {
        body = unstructured(text, inner)?;
    }
    if body.trim().is_empty() {
        remarks.push("the document has no narrative".to_owned());
    }
    let shown = if title.is_empty() {
        kind
    } else {
        title.as_str()
    };
    Ok((
        vec![Chart {
            title: shown.to_owned(),
            visit: visit
                .and_then(|v| v.child("id"))
                .map(|id| {
                    let part = |n| id.attribute(n).unwrap_or_default();
                    format!("{} {}", part("root"), part("extension"))
                })
                .unwrap_or_default(),
            admitted: bound("low").filter(|_| setting == Some(Setting::Inpatient)),
            setting,
            date,
            sex: patient
                .and_then(|p| p.child("administrativeGenderCode"))
                .and_then(|c| Sex::parse(c.attribute("code")?)),
            age: born
                .zip(date)
                .and_then(|(born, at)| moment::years(born, at)),
            pages: vec![Page {
                title: shown.to_owned(),
                kind: kind_of(if kind.is_empty() { &title } else { kind }),
                author: person.unwrap_or_default(),
                role: AuthorRole::of(role),
                date: written.map(|d| d.to_string()).unwrap_or_default(),
                text: body,
            }],
        }],
        remarks,
    ))
}

fn section(out: &mut String, section: &Element) {
    if let Some(title) = section.child("title") {
        let title = title.folded();
        if !title.is_empty() {
            gap(out);
            out.push_str(&title);
            out.push('\n');
        }
    }
    if let Some(text) = section.child("text") {
        narrative(out, text);
        line(out);
    }
    for component in section.all("component") {
        component.all("section").for_each(|s| self::section(out, s));
    }
}

/// Narrative markup as lines: a paragraph, item or row each, cells apart by tabs.
pub(super) fn narrative(out: &mut String, element: &Element) {
    for content in &element.content {
        match content {
            Content::Text(text) => words(out, text),
            Content::Element(e) => match e.name.as_str() {
                "br" => line(out),
                "paragraph" | "p" | "div" | "list" | "ul" | "ol" | "table" | "tr" | "caption"
                | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "thead" | "tbody" => {
                    line(out);
                    narrative(out, e);
                    line(out);
                }
                "item" | "li" => {
                    line(out);
                    out.push_str("- ");
                    narrative(out, e);
                    line(out);
                }
                "td" | "th" => {
                    if !out.is_empty() && !out.ends_with(['\n', '\t']) {
                        out.push('\t');
                    }
                    narrative(out, e);
                }
                "script" | "style" | "renderMultiMedia" => {}
                _ => narrative(out, e),
            },
        }
    }
}

/// Words with white space folded, as markup is shown.
fn words(out: &mut String, text: &str) {
    let starts_apart = text.starts_with(char::is_whitespace);
    let mut first = true;
    for word in text.split_whitespace() {
        let apart = !first || starts_apart;
        if apart && !out.is_empty() && !out.ends_with([' ', '\n', '\t']) {
            out.push(' ');
        }
        out.push_str(word);
        first = false;
    }
    if !first && text.ends_with(char::is_whitespace) {
        out.push(' ');
    }
}

fn line(out: &mut String) {
    while out.ends_with([' ', '\t']) {
        out.pop();
    }
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn gap(out: &mut String) {
    line(out);
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}

fn unstructured(text: &Element, inner: bool) -> Result<String, ReadError> {
    if text.attribute("representation") != Some("B64") {
        return Ok(text.folded());
    }
    let packed: String = text.folded().split_whitespace().collect();
    let bytes = STANDARD
        .decode(packed)
        .map_err(|_| damaged(Kind::Cda, "its body is no base 64"))?;
    if !inner {
        return Err(damaged(
            Kind::Cda,
            "it lies too deep inside other documents",
        ));
    }
    inner_text(&bytes)
}
