//! FHIR resources as JSON: DocumentReference, DiagnosticReport and Composition, alone or in a Bundle, with the
//! Encounter, Patient and Practitioner they refer to. Documents of one encounter make one chart.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use coding_model::{AuthorRole, Setting, Sex};
use serde_json::Value;

use super::chart::kind_of;
use super::{Chart, Kind, Page, ReadError, cda, damaged, inner_text, moment, xml};

pub(super) fn read(value: &Value, inner: bool) -> Result<(Vec<Chart>, Vec<String>), ReadError> {
    let bundle = Bundle::of(value);
    let mut remarks = Vec::new();
    let mut charts: Vec<Chart> = Vec::new();
    for resource in bundle.resources.iter().map(|(_, r)| *r) {
        let pages = match text(resource, "resourceType") {
            "DocumentReference" => bundle.reference(resource, inner, &mut remarks),
            "DiagnosticReport" => bundle.report(resource, inner, &mut remarks),
            "Composition" => vec![bundle.composition(resource)],
            _ => continue,
        };
        if pages.is_empty() {
            continue;
        }
        let chart = bundle.chart(resource, pages);
        let same = charts
            .iter_mut()
            .find(|c| !chart.visit.is_empty() && c.visit == chart.visit);
        match same {
            Some(known) => known.pages.extend(chart.pages),
            None => charts.push(chart),
        }
    }
    if charts.is_empty() {
        return Err(damaged(
            Kind::Fhir,
            "there is no DocumentReference, DiagnosticReport or Composition with a text in it",
        ));
    }
    remarks.truncate(50);
    Ok((charts, remarks))
}

struct Bundle<'a> {
    /// Full address and resource.
    resources: Vec<(&'a str, &'a Value)>,
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// The text of a concept, else the first display.
fn concept(value: Option<&Value>) -> &str {
    let Some(value) = value else { return "" };
    let own = text(value, "text");
    if !own.is_empty() {
        return own;
    }
    list(value, "coding")
        .iter()
        .map(|c| text(c, "display"))
        .find(|d| !d.is_empty())
        .unwrap_or_default()
}

impl<'a> Bundle<'a> {
    fn of(value: &'a Value) -> Self {
        let mut resources = Vec::new();
        if text(value, "resourceType") == "Bundle" {
            for entry in list(value, "entry") {
                if let Some(resource) = entry.get("resource") {
                    resources.push((text(entry, "fullUrl"), resource));
                }
            }
        } else {
            resources.push(("", value));
        }
        for n in 0..resources.len() {
            let (_, resource) = resources[n];
            for contained in list(resource, "contained") {
                resources.push(("", contained));
            }
        }
        Self { resources }
    }

    /// What a reference leads to.
    fn follow(&self, reference: Option<&Value>) -> Option<&'a Value> {
        let target = reference?.get("reference")?.as_str()?;
        let plain = target.trim_start_matches('#');
        self.resources
            .iter()
            .find(|(url, resource)| {
                let (kind, id) = (text(resource, "resourceType"), text(resource, "id"));
                (!url.is_empty() && *url == target)
                    || (!id.is_empty()
                        && (plain == id
                            || target
                                .strip_suffix(id)
                                .is_some_and(|t| t.ends_with(&format!("{kind}/")))))
            })
            .map(|(_, resource)| *resource)
    }

    fn chart(&self, resource: &'a Value, pages: Vec<Page>) -> Chart {
        let reference = resource.get("encounter").or_else(|| {
            resource
                .get("context")
                .and_then(|c| list(c, "encounter").first())
        });
        let encounter = self.follow(reference);
        let patient = self.follow(resource.get("subject"));
        let class = encounter
            .and_then(|e| e.get("class"))
            .map(|c| text(c, "code"));
        let setting = class.and_then(|c| match c {
            "IMP" | "ACUTE" | "NONAC" | "SS" => Some(Setting::Inpatient),
            "EMER" => Some(Setting::Emergency),
            "AMB" | "HH" | "VR" | "FLD" => Some(Setting::Outpatient),
            _ => None,
        });
        let bound = |name: &str| moment::day(text(encounter?.get("period")?, name));
        let written = pages.first().and_then(|p| moment::day(&p.date));
        let date = bound("end").or(match setting {
            Some(Setting::Inpatient) => None,
            _ => bound("start").or(written),
        });
        let born = patient.and_then(|p| moment::day(text(p, "birthDate")));
        let visit = reference.map(|r| text(r, "reference")).unwrap_or_default();
        Chart {
            title: pages.first().map(|p| p.title.clone()).unwrap_or_default(),
            visit: visit.to_owned(),
            setting,
            admitted: bound("start").filter(|_| setting == Some(Setting::Inpatient)),
            date,
            sex: patient.and_then(|p| Sex::parse(text(p, "gender"))),
            age: born
                .zip(date.or(written))
                .and_then(|(born, at)| moment::years(born, at)),
            pages,
        }
    }

    /// Name and role of the first author.
    fn author(&self, resource: &'a Value) -> (String, AuthorRole) {
        let Some(reference) = list(resource, "author")
            .first()
            .or_else(|| list(resource, "performer").first())
        else {
            return (String::new(), AuthorRole::default());
        };
        let found = self.follow(Some(reference));
        let display = text(reference, "display");
        let name = found.and_then(|p| list(p, "name").first()).map(|name| {
            let own = text(name, "text");
            if own.is_empty() {
                let words = |part| {
                    list(name, part)
                        .iter()
                        .filter_map(Value::as_str)
                        .collect::<Vec<_>>()
                        .join(" ")
                };
                let whole = format!(
                    "{} {} {}",
                    words("prefix"),
                    words("given"),
                    text(name, "family")
                );
                let suffix = words("suffix");
                let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
                if suffix.is_empty() {
                    whole
                } else {
                    format!("{whole}, {suffix}")
                }
            } else {
                own.to_owned()
            }
        });
        let qualified = found
            .and_then(|p| list(p, "qualification").first())
            .map(|q| concept(q.get("code")));
        let stated = list(reference, "extension")
            .iter()
            .find(|e| text(e, "url").ends_with("/author-role"))
            .map(|e| text(e, "valueString"));
        let role = match (stated, found.map(|f| text(f, "resourceType"))) {
            (Some(role), _) => AuthorRole::of(role),
            (None, Some("Patient" | "RelatedPerson")) => AuthorRole::Patient,
            (None, _) => AuthorRole::of(qualified.unwrap_or_default()),
        };
        (name.unwrap_or_else(|| display.to_owned()), role)
    }

    fn page(&self, resource: &'a Value, title: &str, date: &str, text: String) -> Page {
        let (author, role) = self.author(resource);
        let kind = concept(resource.get("type").or_else(|| resource.get("code")));
        Page {
            title: if title.is_empty() { kind } else { title }.to_owned(),
            kind: kind_of(if kind.is_empty() { title } else { kind }),
            author,
            role,
            date: moment::day(date).map(|d| d.to_string()).unwrap_or_default(),
            text,
        }
    }

    fn attached(
        &self,
        attachment: &'a Value,
        inner: bool,
        remarks: &mut Vec<String>,
    ) -> Option<String> {
        let data = text(attachment, "data");
        if data.is_empty() {
            let url = text(attachment, "url");
            // a Binary of the same bundle; anything else would have to be fetched, which this program does not do
            let binary = self.resources.iter().find(|(full, r)| {
                text(r, "resourceType") == "Binary"
                    && (*full == url || url.ends_with(&format!("Binary/{}", text(r, "id"))))
            });
            let Some((_, binary)) = binary.filter(|_| !url.is_empty()) else {
                remarks.push("a document lies elsewhere and was passed over".to_owned());
                return None;
            };
            return self.unpacked(text(binary, "data"), inner, remarks);
        }
        self.unpacked(data, inner, remarks)
    }

    fn unpacked(&self, data: &str, inner: bool, remarks: &mut Vec<String>) -> Option<String> {
        let packed: String = data.split_whitespace().collect();
        let read = match STANDARD.decode(packed) {
            Ok(bytes) if inner => inner_text(&bytes),
            Ok(_) => Err(damaged(
                Kind::Fhir,
                "it lies too deep inside other documents",
            )),
            Err(_) => Err(damaged(Kind::Fhir, "it is no base 64")),
        };
        read.map_err(|error| remarks.push(format!("a document in it was passed over: {error}")))
            .ok()
    }

    fn reference(&self, resource: &'a Value, inner: bool, remarks: &mut Vec<String>) -> Vec<Page> {
        if text(resource, "status") == "entered-in-error" {
            remarks.push("a document that was entered in error was passed over".to_owned());
            return Vec::new();
        }
        let mut pages = Vec::new();
        for attachment in list(resource, "content")
            .iter()
            .filter_map(|c| c.get("attachment"))
        {
            let Some(words) = self.attached(attachment, inner, remarks) else {
                continue;
            };
            let title = [text(resource, "description"), text(attachment, "title")]
                .into_iter()
                .find(|t| !t.is_empty());
            let date = [text(attachment, "creation"), text(resource, "date")]
                .into_iter()
                .find(|d| !d.is_empty());
            pages.push(self.page(
                resource,
                title.unwrap_or_default(),
                date.unwrap_or_default(),
                words,
            ));
            // further contents are the same document in another format
            break;
        }
        pages
    }

    fn report(&self, resource: &'a Value, inner: bool, remarks: &mut Vec<String>) -> Vec<Page> {
        let form = list(resource, "presentedForm")
            .first()
            .and_then(|a| self.attached(a, inner, remarks));
        let words = form.or_else(|| {
            let conclusion = text(resource, "conclusion");
            (!conclusion.is_empty()).then(|| conclusion.to_owned())
        });
        let Some(words) = words else {
            return Vec::new();
        };
        let date = [
            text(resource, "effectiveDateTime"),
            text(resource, "issued"),
        ]
        .into_iter()
        .find(|d| !d.is_empty());
        let mut page = self.page(resource, "", date.unwrap_or_default(), words);
        page.role = AuthorRole::Diagnostic;
        vec![page]
    }

    fn composition(&self, resource: &'a Value) -> Page {
        let mut out = String::new();
        for section in list(resource, "section") {
            self.section(&mut out, section, 0);
        }
        if out.is_empty() {
            out = narrative(resource);
        }
        self.page(
            resource,
            text(resource, "title"),
            text(resource, "date"),
            out,
        )
    }

    fn section(&self, out: &mut String, section: &Value, depth: usize) {
        let title = match text(section, "title") {
            "" => concept(section.get("code")),
            title => title,
        };
        let words = narrative(section);
        if !title.is_empty() {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(title);
            out.push('\n');
        }
        if !words.is_empty() {
            out.push_str(&words);
            out.push('\n');
        }
        if depth < 16 {
            list(section, "section")
                .iter()
                .for_each(|s| self.section(out, s, depth + 1));
        }
    }
}

/// The narrative of a resource or section as lines.
fn narrative(value: &Value) -> String {
    let Some(markup) = value.get("text").map(|t| text(t, "div")) else {
        return String::new();
    };
    let mut out = String::new();
    if let Ok(root) = xml::parse(markup, Kind::Fhir) {
        cda::narrative(&mut out, &root);
    }
    out.trim().to_owned()
}
