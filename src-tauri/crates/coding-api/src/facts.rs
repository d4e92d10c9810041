//! What the notes of a chart say, as far as rules ask for it: conditions named and what is claimed of them, the
//! medication lists, the sides near a quote, and what the book prints where a way through it ended.

use clinical_text::TextRange;
use coding_engine::{Engine, RunOptions};
use coding_model::{DecisionId, Document, Encounter, EvidenceSpan, IndexPath, Source};
use coding_rules::{CodeSet, Entered, EvidenceFact, Facts, Line, MentionFact, Side};
use icd10cm::{BookKind, Codebook, Node, ReferenceKind};

use crate::ApiError;
use crate::codeset::Edition;
use crate::document::sections;

/// Shortest paragraph that is taken for copied where it stands in an earlier document too, in bytes.
const COPIED: usize = 60;

/// What the notes say.
pub(crate) fn facts(engine: &Engine, encounter: &Encounter) -> Facts {
    let mut facts = Facts::default();
    for candidate in engine.candidates(encounter, &mut Vec::new(), &mut Vec::new()) {
        let Some(first) = candidate.evidence.first() else {
            continue;
        };
        let mention = MentionFact {
            phrase: first.quote.clone(),
            assertion: candidate.assertion,
            author: author(encounter, first),
            section: first.section.clone(),
        };
        // one phrase leads to several codes and is still one mention
        if !facts.mentions.contains(&mention) {
            facts.mentions.push(mention);
        }
    }
    for document in &encounter.documents {
        facts.medications.extend(medications(document));
    }
    facts
}

/// Adds what a note says to a set of typed codes. The quotes of a code are those by which the engine comes to it, or
/// else to a code of its category; a code that nothing in the note leads to has none.
pub(crate) fn of_note(
    edition: &Edition,
    encounter: &Encounter,
    set: &mut CodeSet,
) -> Result<(), ApiError> {
    let engine = edition.engine()?;
    let said = facts(&engine, encounter);
    let run = engine.run(encounter, &RunOptions::default());
    for line in &mut set.codes {
        let code = match &line.entered {
            Entered::Code(code) => Some(*code),
            Entered::Raw(text) => icd10cm::Code::parse(text).ok(),
        };
        let Some(code) = code else { continue };
        let led_to = |wanted: &dyn Fn(icd10cm::Code) -> bool| {
            run.suggestions.iter().find(|s| wanted(s.code))
        };
        let found = led_to(&|c| c == code)
            .or_else(|| led_to(&|c| c.starts_with(code) || code.starts_with(c)))
            .or_else(|| led_to(&|c| c.category() == code.category()));
        let spans: Vec<&EvidenceSpan> = found.iter().flat_map(|s| &s.evidence).collect();
        line.evidence = Some(
            spans
                .iter()
                .map(|span| EvidenceFact {
                    quote: span.quote.clone(),
                    assertion: found.map(|s| s.assertion).unwrap_or_default(),
                    author: author(encounter, span),
                    section: span.section.clone(),
                    live: Some(true),
                    ..EvidenceFact::default()
                })
                .collect(),
        );
        fill(line, &spans, encounter, &said, edition.codebook(), None);
    }
    set.facts = Some(said);
    Ok(())
}

/// Adds to a line what stands around its quotes, and what the book prints at the end of its way.
pub(crate) fn fill(
    line: &mut Line,
    spans: &[&EvidenceSpan],
    encounter: &Encounter,
    facts: &Facts,
    book: &Codebook,
    decided: Option<DecisionId>,
) {
    // a document that came after the decision may change it (I.A.19)
    let changed = decided.is_some_and(|decision| {
        encounter
            .documents
            .iter()
            .any(|d| d.id.made_ms() > decision.made_ms())
    });
    let mut sides = Vec::new();
    let filled = line.evidence.iter_mut().flatten().zip(spans);
    for (fact, span) in filled {
        let said = facts
            .mentions
            .iter()
            .find(|m| m.section == span.section && overlap(&m.phrase, &span.quote));
        if let Some(mention) = said {
            fact.assertion = mention.assertion;
        }
        fact.changed_since_decision = changed;
        let document = encounter.documents.iter().find(|d| d.id == span.document);
        let Some(document) = document.filter(|d| span.is_live(&d.text)) else {
            continue;
        };
        fact.copied_forward = is_copied(encounter, document, span.range);
        fact.meat = Some(is_attended_to(document, span.range));
        for side in sides_in(around(&document.text, span.range, &['.', '\n', ';'])) {
            if !sides.contains(&side) {
                sides.push(side);
            }
        }
    }
    if !spans.is_empty() {
        line.sides = Some(sides);
    }
    if let Some(fact) = line.path.as_mut()
        && let Some(node) = fact.path.as_ref().and_then(|p| node_of(book, p))
    {
        fact.printed_dash = node.code().is_some_and(|c| c.dash);
        fact.bracketed = node.manifestation().map(|c| c.code);
        fact.from_see = node.code().is_none()
            && node.cells().next().is_none()
            && node.references().any(|r| r.kind() == ReferenceKind::See);
        fact.untaken = node
            .children()
            .filter(|c| !c.is_structural())
            .map(|c| c.title().to_owned())
            .collect();
    }
}

fn author(encounter: &Encounter, span: &EvidenceSpan) -> coding_model::AuthorRole {
    let mut documents = encounter.documents.iter();
    documents
        .find(|d| d.id == span.document)
        .map(|d| d.author_role)
        .unwrap_or_default()
}

/// Whether one of two quotes holds the other.
fn overlap(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    a.contains(&b) || b.contains(&a)
}

/// The lines of the medication lists.
fn medications(document: &Document) -> Vec<String> {
    sections(&document.text)
        .into_iter()
        .filter(|s| s.kind.name().contains("medications"))
        .filter_map(|s| s.range.slice(&document.text))
        .flat_map(str::lines)
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// What stands between the breaks around a stretch.
fn around<'a>(text: &'a str, range: TextRange, breaks: &[char]) -> &'a str {
    let before = text.get(..range.start()).unwrap_or_default();
    let after = text.get(range.end()..).unwrap_or_default();
    let start = before.rfind(breaks).map_or(0, |i| i + 1);
    let end = range.end() + after.find(breaks).unwrap_or(after.len());
    text.get(start..end).unwrap_or_default()
}

fn sides_in(text: &str) -> Vec<Side> {
    let lower = text.to_lowercase();
    let named = |words: &[&str]| {
        lower
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| words.contains(&w))
    };
    [
        (Side::Right, ["right", "od", "rt"]),
        (Side::Left, ["left", "os", "lt"]),
        (Side::Bilateral, ["bilateral", "bilaterally", "ou"]),
    ]
    .into_iter()
    .filter(|(_, words)| named(words))
    .map(|(side, _)| side)
    .collect()
}

/// Words that say that a condition is monitored, evaluated, assessed or treated.
const ATTENDED: [&str; 58] = [
    "continue",
    "start",
    "increase",
    "decrease",
    "adjust",
    "monitor",
    "recheck",
    "follow",
    "refer",
    "order",
    "treat",
    "stable",
    "controlled",
    "uncontrolled",
    "at goal",
    "above goal",
    "not at goal",
    "worsen",
    "improv",
    "resolv",
    "prescri",
    "refill",
    "titrat",
    "hold ",
    "stop ",
    "discontinu",
    "switch",
    "check ",
    "labs",
    "repeat",
    "counsel",
    "discuss",
    "educat",
    "therapy",
    "surgery",
    "procedure",
    "inject",
    "admit",
    "consult",
    "imaging",
    "x-ray",
    "mri",
    "ct ",
    "ultrasound",
    "echo",
    "biopsy",
    "culture",
    "transfus",
    "dialysis",
    "oxygen",
    "antibiotic",
    "wound care",
    "on exam",
    "reviewed",
    "taking ",
    "takes ",
    "tolerat",
    "manage",
];

/// Whether the text around a stretch shows that the condition was monitored, evaluated, assessed or treated: it stands
/// where the provider assesses, plans or tells the course, or its sentence or the next says so.
fn is_attended_to(document: &Document, range: TextRange) -> bool {
    let assessed = sections(&document.text).into_iter().any(|s| {
        let kind = s.kind.name();
        let tells =
            s.kind.is_assessment() || matches!(kind, "plan" | "hospital_course" | "procedures");
        tells
            && kind != "problem_list"
            && s.range.start() <= range.start()
            && range.end() <= s.range.end()
    });
    if assessed {
        return true;
    }
    let sentence = around(&document.text, range, &['\n']).to_lowercase();
    ATTENDED.iter().any(|w| sentence.contains(w))
}

/// Whether the paragraph of a stretch stands word for word in an earlier document.
fn is_copied(encounter: &Encounter, document: &Document, range: TextRange) -> bool {
    let paragraph = around(&document.text, range, &['\n']).trim();
    paragraph.len() >= COPIED
        && !document.date.is_empty()
        && encounter
            .documents
            .iter()
            .any(|d| !d.date.is_empty() && d.date < document.date && d.text.contains(paragraph))
}

/// The line of a book at the end of a way; none for ways that lead through no book.
fn node_of<'a>(book: &'a Codebook, path: &IndexPath) -> Option<Node<'a>> {
    match path.source {
        Source::Official | Source::Starter => {}
        Source::Derived | Source::Tabular => return None,
    }
    BookKind::ALL.into_iter().find_map(|kind| {
        let found = book.book(kind).find(&path.terms)?;
        (found.titles() == path.terms).then_some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use coding_model::{AuthorRole, DocumentId, EncounterId, Setting};

    fn document(date: &str, text: &str) -> Document {
        Document {
            id: DocumentId::new(),
            title: String::new(),
            kind: "note".to_owned(),
            author: String::new(),
            author_role: AuthorRole::Provider,
            date: date.to_owned(),
            text: text.to_owned(),
        }
    }

    fn range(text: &str, words: &str) -> TextRange {
        let start = text.find(words).unwrap();
        TextRange::new(start, start + words.len())
    }

    #[test]
    fn sides_are_those_of_the_same_sentence() {
        let check = |text: &str, words: &str, expected: &[Side]| {
            let sentence = around(text, range(text, words), &['.', '\n', ';']);
            assert_eq!(sides_in(sentence), expected, "{text}");
        };
        check(
            "Left knee is fine. Right knee pain.",
            "knee pain",
            &[Side::Right],
        );
        check(
            "Pain in both.\nBilateral cataract",
            "cataract",
            &[Side::Bilateral],
        );
        check("Cataract OD and OS", "Cataract", &[Side::Right, Side::Left]);
        check("Brightly lit, leftover pain", "pain", &[]);
    }

    #[test]
    fn medication_lists_are_read_line_by_line() {
        let lines = medications(&document(
            "",
            "HPI:\nTakes pills.\n\nMedications:\n- metformin 500 mg twice daily\n- lisinopril\n\nAssessment:\nHTN\n",
        ));
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines.iter().any(|l| l.contains("metformin")));
        assert!(!lines.iter().any(|l| l.contains("HTN")));
    }

    #[test]
    fn what_is_assessed_or_treated_is_attended_to() {
        let text = "PAST MEDICAL HISTORY:\ngout\nasthma, uses albuterol, well controlled\n\nASSESSMENT:\n1. Hypertension\n";
        let note = document("", text);
        let check = |words: &str, expected| {
            assert_eq!(
                is_attended_to(&note, range(text, words)),
                expected,
                "{words}"
            );
        };
        check("gout", false);
        check("asthma", true);
        check("Hypertension", true);
    }

    #[test]
    fn a_paragraph_of_an_earlier_document_is_copied_forward() {
        let paragraph = "Chronic obstructive pulmonary disease, on two inhalers, last flare in March of last year.";
        let old = document("2026-01-01", &format!("A.\n{paragraph}\nB."));
        let new = document("2026-01-03", &format!("{paragraph}\nToday: fever."));
        let encounter = Encounter {
            id: EncounterId::new(),
            title: String::new(),
            setting: Setting::Inpatient,
            admitted: None,
            date: None,
            sex: None,
            age: None,
            documents: vec![old.clone(), new.clone()],
        };
        let copied = |d: &Document, words| is_copied(&encounter, d, range(&d.text, words));
        assert!(copied(&new, "pulmonary disease"));
        assert!(!copied(&new, "fever"), "written today");
        assert!(
            !copied(&old, "pulmonary disease"),
            "where it was written first"
        );
    }
}
