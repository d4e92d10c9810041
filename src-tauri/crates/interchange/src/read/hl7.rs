//! HL7 version 2: notes in MDM (T02 and others) and ORU (R01) messages, alone or in a batch. Messages of one visit make
//! one chart.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use coding_model::{AuthorRole, Setting, Sex};

use super::chart::kind_of;
use super::{Chart, Kind, Page, ReadError, damaged, inner_text, moment};

pub(super) fn read(text: &str, inner: bool) -> Result<(Vec<Chart>, Vec<String>), ReadError> {
    let mut remarks = Vec::new();
    let mut charts: Vec<Chart> = Vec::new();
    let lines: Vec<&str> = text
        .split(['\r', '\n', '\u{b}', '\u{1c}'])
        .filter(|l| !l.trim().is_empty())
        .collect();
    let starts: Vec<usize> = (0..lines.len())
        .filter(|i| lines[*i].starts_with("MSH"))
        .collect();
    for (n, start) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(lines.len());
        match Message::of(&lines[*start..end]).and_then(|m| m.chart(inner, &mut remarks)) {
            Some(chart) => {
                let same = charts
                    .iter_mut()
                    .find(|c| !chart.visit.is_empty() && c.visit == chart.visit);
                match same {
                    Some(known) => known.pages.extend(chart.pages),
                    None => charts.push(chart),
                }
            }
            None => remarks.push(format!("message {} holds no note", n + 1)),
        }
    }
    if charts.is_empty() {
        return Err(damaged(Kind::Hl7, "no message in it holds a note"));
    }
    remarks.truncate(50);
    Ok((charts, remarks))
}

struct Message<'a> {
    segments: Vec<Vec<&'a str>>,
    field: char,
    component: char,
    repetition: char,
    escape: char,
    subcomponent: char,
}

impl<'a> Message<'a> {
    fn of(lines: &[&'a str]) -> Option<Self> {
        let first = lines.first()?;
        let mut marks = first.chars().skip(3);
        let field = marks.next()?;
        let mut mark = |usual: char| marks.next().filter(|c| *c != field).unwrap_or(usual);
        let (component, repetition, escape, subcomponent) =
            (mark('^'), mark('~'), mark('\\'), mark('&'));
        Some(Self {
            segments: lines.iter().map(|l| l.split(field).collect()).collect(),
            field,
            component,
            repetition,
            escape,
            subcomponent,
        })
    }

    fn segment(&self, name: &str) -> Option<&[&'a str]> {
        self.segments
            .iter()
            .find(|s| s[0] == name)
            .map(Vec::as_slice)
    }

    /// A field of the first segment of a name, its first repetition.
    fn get(&self, name: &str, n: usize) -> &'a str {
        let field = self
            .segment(name)
            .and_then(|s| s.get(n))
            .copied()
            .unwrap_or_default();
        field.split(self.repetition).next().unwrap_or_default()
    }

    fn part(&self, field: &'a str, n: usize) -> &'a str {
        field.split(self.component).nth(n).unwrap_or_default()
    }

    /// The name behind a code, or the code where there is none.
    fn coded(&self, field: &'a str) -> String {
        let (code, name) = (self.part(field, 0), self.part(field, 1));
        self.unescape(if name.is_empty() { code } else { name })
    }

    /// `12345^Physician^Carol^^^Dr^MD` as a person writes it.
    fn person(&self, field: &'a str) -> String {
        let part = |n| self.part(field, n);
        let (id_first, family) = (part(0), part(1));
        let words: Vec<&str> = if family.is_empty() {
            vec![id_first]
        } else {
            vec![part(5), part(2), part(3), family]
        };
        let name = words
            .into_iter()
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let credential = part(6);
        let whole = if credential.is_empty() {
            name
        } else {
            format!("{name}, {credential}")
        };
        self.unescape(&whole)
    }

    fn chart(&self, inner: bool, remarks: &mut Vec<String>) -> Option<Chart> {
        let setting = match self.part(self.get("PV1", 2), 0) {
            "I" | "B" => Some(Setting::Inpatient),
            "E" => Some(Setting::Emergency),
            "O" | "P" | "R" => Some(Setting::Outpatient),
            _ => None,
        };
        let admitted = moment::day(self.get("PV1", 44));
        let discharged = moment::day(self.get("PV1", 45));
        let written = [("TXA", 4), ("TXA", 6), ("OBR", 7), ("OBR", 22), ("MSH", 6)]
            .into_iter()
            .find_map(|(segment, n)| moment::day(self.get(segment, n)));
        let date = discharged.or(match setting {
            Some(Setting::Inpatient) => None,
            _ => admitted.or(written),
        });
        let born = moment::day(self.get("PID", 7));
        let title = [
            self.coded(self.get("TXA", 2)),
            self.coded(self.get("OBR", 4)),
        ]
        .into_iter()
        .find(|t| !t.is_empty())
        .unwrap_or_default();
        let author = [
            ("TXA", 9),
            ("TXA", 5),
            ("OBR", 32),
            ("OBX", 16),
            ("OBR", 16),
        ]
        .into_iter()
        .map(|(segment, n)| self.person(self.get(segment, n)))
        .find(|name| !name.is_empty())
        .unwrap_or_default();
        let text = self.text(inner, remarks);
        if text.trim().is_empty() {
            return None;
        }
        let at = date.or(written);
        Some(Chart {
            title: title.clone(),
            visit: self.get("PV1", 19).to_owned(),
            setting,
            admitted: admitted.filter(|_| setting == Some(Setting::Inpatient)),
            date,
            sex: Sex::parse(self.get("PID", 8)),
            age: born.zip(at).and_then(|(born, at)| moment::years(born, at)),
            pages: vec![Page {
                kind: kind_of(&title),
                title,
                author,
                role: AuthorRole::Provider,
                date: written.map(|d| d.to_string()).unwrap_or_default(),
                text,
            }],
        })
    }

    /// The text of the observations, a line each; numbers with their names and units.
    fn text(&self, inner: bool, remarks: &mut Vec<String>) -> String {
        let mut out = String::new();
        for segment in self.segments.iter().filter(|s| s[0] == "OBX") {
            let at = |n: usize| segment.get(n).copied().unwrap_or_default();
            match at(2) {
                "TX" | "FT" | "ST" | "" => {
                    // a field mark that was not escaped splits a text apart: only the first ten fields are fixed
                    for repetition in at(5).split(self.repetition) {
                        out.push_str(&self.unescape(repetition));
                        out.push('\n');
                    }
                }
                "NM" | "SN" | "CE" | "CWE" | "DT" | "TS" | "DTM" => {
                    let value = match at(2) {
                        "CE" | "CWE" => self.coded(at(5)),
                        "SN" => self.unescape(&at(5).replace(self.component, " ")),
                        _ => self.unescape(at(5)),
                    };
                    if !value.trim().is_empty() {
                        let line = format!(
                            "{}: {} {}",
                            self.coded(at(3)),
                            value.trim(),
                            self.part(at(6), 0)
                        );
                        out.push_str(line.trim_end());
                        out.push('\n');
                    }
                }
                "ED" => match self.packed(at(5), inner) {
                    Ok(text) => {
                        out.push_str(&text);
                        out.push('\n');
                    }
                    Err(error) => {
                        remarks.push(format!("a document in it was passed over: {error}"))
                    }
                },
                _ => remarks.push("an observation of another type was passed over".to_owned()),
            }
        }
        out
    }

    fn packed(&self, field: &'a str, inner: bool) -> Result<String, ReadError> {
        let (encoding, data) = (self.part(field, 3), self.part(field, 4));
        if !encoding.eq_ignore_ascii_case("base64") {
            return Ok(self.unescape(data));
        }
        if !inner {
            return Err(damaged(
                Kind::Hl7,
                "it lies too deep inside other documents",
            ));
        }
        let bytes = STANDARD
            .decode(data.split_whitespace().collect::<String>())
            .map_err(|_| damaged(Kind::Hl7, "it is no base 64"))?;
        inner_text(&bytes)
    }

    /// Escape sequences as the characters they stand for.
    fn unescape(&self, text: &str) -> String {
        if !text.contains(self.escape) {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(self.escape) {
            out.push_str(&rest[..at]);
            let behind = &rest[at + self.escape.len_utf8()..];
            let Some(end) = behind.find(self.escape) else {
                out.push_str(&rest[at..]);
                return out;
            };
            let sequence = &behind[..end];
            rest = &behind[end + self.escape.len_utf8()..];
            match sequence {
                "F" => out.push(self.field),
                "S" => out.push(self.component),
                "T" => out.push(self.subcomponent),
                "R" => out.push(self.repetition),
                "E" => out.push(self.escape),
                "H" | "N" => {}
                s if s.starts_with(".br") || s.starts_with(".sp") || s == ".ce" => out.push('\n'),
                s if s.starts_with('.') => {}
                s if s.starts_with('X') => {
                    let bytes: Vec<u8> = s.as_bytes()[1..]
                        .chunks(2)
                        .filter_map(|pair| {
                            u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()
                        })
                        .collect();
                    let text = match String::from_utf8(bytes) {
                        Ok(text) => text,
                        Err(e) => encoding_rs::WINDOWS_1252
                            .decode(e.as_bytes())
                            .0
                            .into_owned(),
                    };
                    out.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
                }
                other => {
                    out.push(self.escape);
                    out.push_str(other);
                    out.push(self.escape);
                }
            }
        }
        out.push_str(rest);
        out
    }
}
