//! Sections of a note.

use serde::{Deserialize, Serialize};

use crate::TextRange;
use crate::sentence::bullet_len;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// What a section is for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum SectionKind { $($(#[$doc])* $name),* }

        impl SectionKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Snake-case name, as in the table of headings.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

kinds! {
    /// Text under no heading.
    Body = "body",
    /// Chief complaint.
    ChiefComplaint = "chief_complaint",
    /// History of present illness.
    Hpi = "hpi",
    /// Past medical history.
    PastMedical = "past_medical",
    /// Past surgical history.
    PastSurgical = "past_surgical",
    /// Family history.
    Family = "family",
    /// Social history.
    Social = "social",
    /// Medications.
    Medications = "medications",
    /// Medications at discharge.
    DischargeMedications = "discharge_medications",
    /// Allergies.
    Allergies = "allergies",
    /// Review of systems.
    Ros = "ros",
    /// Vital signs.
    Vitals = "vitals",
    /// Physical examination.
    Exam = "exam",
    /// Results of tests.
    Results = "results",
    /// Findings of an imaging report.
    Findings = "findings",
    /// Impression of a report.
    Impression = "impression",
    /// Reason for a test or procedure.
    Indication = "indication",
    /// Assessment.
    Assessment = "assessment",
    /// Plan.
    Plan = "plan",
    /// Assessment and plan.
    AssessmentPlan = "assessment_plan",
    /// A labelled line inside a plan ("Medical Treatment:").
    PlanDetail = "plan_detail",
    /// Problem list.
    ProblemList = "problem_list",
    /// Diagnosis.
    Diagnosis = "diagnosis",
    /// Discharge diagnosis.
    DischargeDiagnosis = "discharge_diagnosis",
    /// Principal diagnosis.
    PrincipalDiagnosis = "principal_diagnosis",
    /// Secondary diagnoses.
    SecondaryDiagnosis = "secondary_diagnosis",
    /// Differential diagnosis.
    Differential = "differential",
    /// Hospital course.
    HospitalCourse = "hospital_course",
    /// Procedures.
    Procedures = "procedures",
    /// Complications.
    Complications = "complications",
    /// Instructions to the patient.
    Instructions = "instructions",
    /// Where the patient went.
    Disposition = "disposition",
    /// Immunizations.
    Immunizations = "immunizations",
    /// Health maintenance.
    HealthMaintenance = "health_maintenance",
    /// Obstetric history.
    ObstetricHistory = "obstetric_history",
    /// Birth history.
    BirthHistory = "birth_history",
    /// Anything else under a heading.
    Other = "other",
}

impl SectionKind {
    /// The kind of a name; `Other` where it is none.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self::ALL
            .iter()
            .copied()
            .find(|k| k.name() == name)
            .unwrap_or(Self::Other)
    }

    /// Where a provider states what the encounter was about.
    #[must_use]
    pub fn is_assessment(self) -> bool {
        matches!(
            self,
            Self::Assessment
                | Self::AssessmentPlan
                | Self::Diagnosis
                | Self::DischargeDiagnosis
                | Self::PrincipalDiagnosis
                | Self::SecondaryDiagnosis
                | Self::Impression
                | Self::ProblemList
                | Self::Complications
        )
    }
}

/// What is known of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading {
    /// The kind of section it opens.
    pub kind: SectionKind,
    /// An ordinary word: a heading only where it stands alone on its line or a colon follows.
    pub needs_delimiter: bool,
}

/// A section: its heading and all text up to the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Heading as written, without its colon; empty for text under no heading.
    pub title: String,
    /// Kind.
    pub kind: SectionKind,
    /// The heading; empty range where there is none.
    pub heading: TextRange,
    /// The whole section, heading included.
    pub range: TextRange,
}

impl Section {
    /// The text behind the heading.
    #[must_use]
    pub fn body(&self) -> TextRange {
        TextRange::new(self.heading.end().max(self.range.start()), self.range.end())
    }
}

/// Splits a note into sections. `known` answers for a lower-cased heading without its closing colon.
#[must_use]
pub fn sections(text: &str, known: &dyn Fn(&str) -> Option<Heading>) -> Vec<Section> {
    let mut found: Vec<(TextRange, String, SectionKind)> = Vec::new();
    let mut at = 0;
    let mut outer = SectionKind::Body;
    for line in text.split_inclusive('\n') {
        if let Some((range, kind)) = heading_of(line, known) {
            let kind = if kind == SectionKind::PlanDetail
                && !matches!(
                    outer,
                    SectionKind::Assessment
                        | SectionKind::AssessmentPlan
                        | SectionKind::Plan
                        | SectionKind::PlanDetail
                ) {
                SectionKind::Plan
            } else {
                kind
            };
            if kind != SectionKind::PlanDetail {
                outer = kind;
            }
            let title = line[range.clone()]
                .trim()
                .trim_end_matches([':', '-'])
                .trim()
                .to_owned();
            found.push((
                TextRange::new(at + range.start, at + range.end),
                title,
                kind,
            ));
        } else if outer_resumes(line, &found) {
            // a new problem after the labelled lines of the one before: the assessment goes on
            found.push((TextRange::new(at, at), String::new(), outer));
        }
        at += line.len();
    }
    let mut out = Vec::new();
    let first = found.first().map_or(text.len(), |f| f.0.start());
    if first > 0 {
        out.push(Section {
            title: String::new(),
            kind: SectionKind::Body,
            heading: TextRange::new(0, 0),
            range: TextRange::new(0, first),
        });
    }
    let mut title_of_outer = String::new();
    for (i, (heading, title, kind)) in found.iter().enumerate() {
        let end = found.get(i + 1).map_or(text.len(), |f| f.0.start());
        let title = if heading.is_empty() {
            title_of_outer.clone()
        } else {
            if *kind != SectionKind::PlanDetail {
                title_of_outer = title.clone();
            }
            title.clone()
        };
        out.push(Section {
            title,
            kind: *kind,
            heading: *heading,
            range: TextRange::new(heading.start(), end),
        });
    }
    out.retain(|s| !s.range.is_empty());
    out
}

/// Whether a line leaves the labelled details of a plan and names the next problem: it follows a
/// detail, and is a line of its own without a bullet.
fn outer_resumes(line: &str, found: &[(TextRange, String, SectionKind)]) -> bool {
    let inside = found.last().is_some_and(|f| f.2 == SectionKind::PlanDetail);
    inside
        && !line.trim().is_empty()
        && bullet_len(line).is_none_or(|_| {
            line.trim_start()
                .starts_with(|c: char| c.is_ascii_digit() || c == '#')
        })
        && line.trim().len() <= 120
}

/// The heading of a line, if it has one: its range in the line and its kind.
fn heading_of(
    line: &str,
    known: &dyn Fn(&str) -> Option<Heading>,
) -> Option<(std::ops::Range<usize>, SectionKind)> {
    let bullet = bullet_len(line).unwrap_or(0);
    let body = &line[bullet..];
    let lead = bullet + body.len() - body.trim_start().len();
    let whole = line[lead..].trim_end();
    if whole.is_empty() || whole.len() > 400 && !whole.contains(':') {
        return None;
    }
    let clean = |text: &str| {
        text.trim()
            .trim_matches(['*', '_', '=', '#', '-', ' '])
            .trim_end_matches([':', '.', '-'])
            .trim()
            .to_lowercase()
    };
    // alone on its line
    if whole.len() <= 80 {
        let key = clean(whole);
        if let Some(heading) = known(&key)
            && (bullet == 0 || whole.ends_with(':'))
        {
            return Some((lead..lead + whole.len(), heading.kind));
        }
        let letters = whole.chars().filter(|c| c.is_alphabetic()).count();
        let caps = whole.chars().filter(|c| c.is_uppercase()).count();
        if bullet == 0
            && letters >= 4
            && caps == letters
            && whole.ends_with(':')
            && whole.split_whitespace().count() <= 6
        {
            return Some((lead..lead + whole.len(), SectionKind::Other));
        }
    }
    // followed by its text
    let (head, separator) = match whole.find([':']) {
        Some(colon) if colon <= 60 => (&whole[..colon], 1),
        _ => match whole.find(" - ") {
            Some(dash) if dash <= 40 => (&whole[..dash], 3),
            _ => return None,
        },
    };
    let heading = known(&clean(head))?;
    if separator == 3 && heading.needs_delimiter {
        return None;
    }
    Some((
        lead..lead + head.len() + separator.min(whole.len() - head.len()),
        heading.kind,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(words: &str) -> Option<Heading> {
        let (kind, needs_delimiter) = match words {
            "chief complaint" => (SectionKind::ChiefComplaint, false),
            "assessment and plan" | "a/p" => (SectionKind::AssessmentPlan, false),
            "medical reasoning" => (SectionKind::PlanDetail, false),
            "plan" => (SectionKind::Plan, true),
            "pmh" => (SectionKind::PastMedical, false),
            _ => return None,
        };
        Some(Heading {
            kind,
            needs_delimiter,
        })
    }

    fn check(text: &str, expected: &[(&str, SectionKind)]) {
        let found = sections(text, &known);
        let got: Vec<_> = found.iter().map(|s| (s.title.as_str(), s.kind)).collect();
        assert_eq!(got, expected, "{text:?}");
        let mut at = 0;
        for s in &found {
            assert_eq!(s.range.start(), at, "sections lie end to end");
            at = s.range.end();
        }
        assert_eq!(at, text.len());
    }

    #[test]
    fn headings_of_every_style_open_sections() {
        use SectionKind::*;
        check(
            "CHIEF COMPLAINT\n\nCough.\nA/P:\nHTN",
            &[("CHIEF COMPLAINT", ChiefComplaint), ("A/P", AssessmentPlan)],
        );
        check(
            "PMH: diabetes\nPlan: rest",
            &[("PMH", PastMedical), ("Plan", Plan)],
        );
        check("The plan is rest", &[("", Body)]);
        check("pmh - asthma", &[("pmh", PastMedical)]);
        check("plan - rest", &[("", Body)]);
        check(
            "ASSESSMENT AND PLAN\nHTN.\n• Medical Reasoning: stable\nDepression.\n• Medical Reasoning: fine",
            &[
                ("ASSESSMENT AND PLAN", AssessmentPlan),
                ("Medical Reasoning", PlanDetail),
                ("ASSESSMENT AND PLAN", AssessmentPlan),
                ("Medical Reasoning", PlanDetail),
            ],
        );
        check("", &[]);
    }
}
