//! Trajectories made from the index itself: any line gives a sentence, a path and a code.

use std::collections::HashSet;

use icd10cm::{BookKind, Code, CodeStatus, Node, PrintedCode, ReferenceKind};

use super::line::SYSTEM;
use super::phrase::phrase;
use super::split::{name, split_of};
use super::{FORMAT, Message, Outcome, Preference, Source, Trajectory};
use crate::{Draw, Place, Step, Walker};

/// How a phrase stands in a note. `{}` is the phrase.
const SENTENCES: &[&str] = &[
    "Assessment: {}.",
    "Impression: {}.",
    "The patient is seen today for {}.",
    "Diagnosis on discharge: {}.",
    "Evaluated and treated for {}.",
    "1. {} - continue present management.",
    "Dx {}, discussed with the patient.",
    "Here for follow-up of {}.",
    "Problem: {}\nPlan: treatment as ordered.",
    "{} is confirmed by the provider.",
];
/// The same for causes.
const CAUSES: &[&str] = &[
    "Mechanism of injury: {}.",
    "The injury came about by {}.",
    "Cause as documented: {}.",
];

/// A line of a book that leads to a code.
#[derive(Clone)]
struct Start {
    place: Place,
    printed: Code,
    /// A line whose *see* leads here, with its place.
    through: Option<Place>,
}

/// An endless source of trajectories.
pub struct Synthetic<'w, 'a> {
    walker: &'w Walker<'a>,
    starts: Vec<Start>,
    draw: Draw,
    release: String,
    license: String,
    made: usize,
    used: HashSet<(usize, Code, usize)>,
}

impl<'w, 'a> Synthetic<'w, 'a> {
    /// Draws from all lines of a release's books by a seed.
    #[must_use]
    pub fn new(walker: &'w Walker<'a>, seed: u64, license: &str) -> Self {
        Self {
            starts: starts(walker),
            draw: Draw::new(seed),
            release: walker.book().release().name.clone(),
            license: license.to_owned(),
            made: 0,
            used: HashSet::new(),
            walker,
        }
    }

    /// How many lines there are to draw from.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The next trajectory, and a preference where the way had a tempting wrong end. `None` where the release
    /// has no line that leads to a code, or no combination of line, code and sentence is left.
    pub fn draw(&mut self) -> Option<(Trajectory, Option<Preference>)> {
        for _ in 0..1000 {
            let number = self.draw.below(self.starts.len());
            let start = self.starts.get(number)?.clone();
            let code = self.complete(start.printed)?;
            let sentences = if start.place.book == BookKind::ExternalCause {
                CAUSES
            } else {
                SENTENCES
            };
            let form = self.draw.below(sentences.len());
            if self.used.insert((number, code, form)) {
                let sentence = sentences.get(form)?;
                return self.walk(&start, code, sentence);
            }
        }
        None
    }

    /// A billable code at or below a printed one.
    fn complete(&mut self, printed: Code) -> Option<Code> {
        let book = self.walker.book();
        if book.is_billable(printed) {
            return Some(printed);
        }
        let below: Vec<Code> = book.entry(printed)?.billable_codes().collect();
        self.draw.of(&below).copied()
    }

    fn walk(
        &mut self,
        start: &Start,
        code: Code,
        sentence: &str,
    ) -> Option<(Trajectory, Option<Preference>)> {
        let from = start.through.as_ref().unwrap_or(&start.place);
        let mut text = phrase(&from.path);
        if let Some(head) = self.column_head(&start.place) {
            text = format!("{text}, {head}");
        }
        if code != start.printed {
            let title = self.walker.book().title(code)?;
            text = format!("{text} (documented in full: {title})");
        }
        let said = capitalized(&sentence.replace("{}", &text));
        let steps = self.steps(start, code)?;
        self.made += 1;
        let key = format!("{}|{}|{}|{said}", self.release, code, from.path.join("|"));
        let id = name("synthetic", &key);
        let split = split_of(&code.to_string());
        let prompt = vec![
            Message::System {
                content: SYSTEM.to_owned(),
            },
            Message::User { content: said },
        ];
        let mut messages = prompt.clone();
        for (number, step) in steps.iter().enumerate() {
            let seen = self.walker.take(step).ok()?;
            messages.push(Message::step(number + 1, step));
            messages.push(Message::seen(number + 1, &seen));
        }
        messages.push(answer(&[code]));
        let preference = self
            .wrong_end(start.printed, code)
            .map(|(wrong, reason)| Preference {
                format: FORMAT,
                id: format!("{id}-preference"),
                split,
                source: Source::Synthetic,
                release: self.release.clone(),
                license: self.license.clone(),
                prompt,
                chosen: vec![answer(&[code])],
                rejected: vec![answer(&[wrong])],
                reason,
            });
        let trajectory = Trajectory {
            format: FORMAT,
            id,
            split,
            source: Source::Synthetic,
            release: self.release.clone(),
            license: self.license.clone(),
            messages,
            outcome: Outcome {
                codes: vec![code],
                decided_by_person: false,
            },
        };
        Some((trajectory, preference))
    }

    fn column_head(&self, place: &Place) -> Option<String> {
        let column = usize::from(place.column?);
        let book = self.walker.book().book(place.book);
        // heads are told from column 1, which is the row's own title
        book.heads().nth(column - 1).map(str::to_lowercase)
    }

    /// Search, down the index line by line, through a cross reference where one leads here, then down the
    /// Tabular List to the code.
    fn steps(&self, start: &Start, code: Code) -> Option<Vec<Step>> {
        let from = start.through.as_ref().unwrap_or(&start.place);
        let first = from.path.first()?;
        let word = first.split([',', ' ', '(']).next().unwrap_or(first);
        let mut steps = vec![Step::Search {
            book: from.book,
            word: word.to_owned(),
        }];
        for depth in 1..=from.path.len() {
            let path = from.path.get(..depth)?.to_vec();
            let column = from.column.filter(|_| depth == from.path.len());
            steps.push(Step::Open(Place {
                book: from.book,
                path,
                column,
            }));
        }
        if let Some(through) = &start.through {
            steps.push(Step::See {
                from: through.clone(),
                to: start.place.clone(),
            });
        }
        let mut shown = vec![start.printed];
        if code != start.printed {
            let book = self.walker.book();
            let leaf = book.entry_of(code)?;
            let mut between: Vec<Code> = leaf
                .ancestors()
                .filter_map(|a| a.code())
                .filter(|c| c.len() > start.printed.len())
                .collect();
            between.reverse();
            shown.extend(between);
            shown.extend(leaf.code().filter(|c| *c != start.printed));
            shown.push(code);
            shown.dedup();
        }
        steps.extend(shown.into_iter().map(|code| Step::Tabular { code }));
        steps.push(Step::Choose { code });
        Some(steps)
    }

    /// A code that somebody in a hurry would report, and why it is wrong.
    fn wrong_end(&mut self, printed: Code, code: Code) -> Option<(Code, String)> {
        let book = self.walker.book();
        match book.status(printed) {
            CodeStatus::NotBillable { .. } => {
                return Some((
                    printed,
                    format!(
                        "{printed} is a header: its children say more, and only they are billable"
                    ),
                ));
            }
            CodeStatus::NeedsSeventhCharacter { .. } => {
                return Some((
                    printed,
                    format!("{printed} is not complete without a 7th character"),
                ));
            }
            _ => {}
        }
        let entry = book.entry_of(code)?;
        let siblings: Vec<Code> = entry
            .siblings()
            .filter(|s| s.is_billable())
            .filter_map(|s| s.code())
            .filter(|c| *c != code)
            .collect();
        let wrong = self.draw.of(&siblings).copied()?;
        let title = book.title(wrong)?;
        Some((
            wrong,
            format!("{wrong} ({title}) is a neighbour that the text does not state"),
        ))
    }
}

fn answer(codes: &[Code]) -> Message {
    let codes: Vec<String> = codes.iter().map(Code::to_string).collect();
    Message::Assistant {
        content: codes.join("\n"),
        tool_calls: Vec::new(),
    }
}

/// A sentence with a capital letter at its start.
fn capitalized(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// All lines that lead to a code of the release, and all *see* references to one of them.
fn starts(walker: &Walker<'_>) -> Vec<Start> {
    let mut list = Vec::new();
    for kind in BookKind::ALL {
        for node in walker.book().book(kind).nodes() {
            if node.is_structural() {
                continue;
            }
            let place = Place::of(node);
            // two lines of the same titles cannot be told apart by them
            if walker
                .line(&place)
                .is_none_or(|n| n.number() != node.number())
            {
                continue;
            }
            if let Some(printed) = known(node.code()) {
                list.push(Start {
                    place: place.clone(),
                    printed,
                    through: None,
                });
            }
            for cell in node.cells() {
                if let Some(printed) = known(cell.code) {
                    list.push(Start {
                        place: Place {
                            column: Some(cell.column),
                            ..place.clone()
                        },
                        printed,
                        through: None,
                    });
                }
            }
            list.extend(through(walker, node, &place));
        }
    }
    list
}

fn through(walker: &Walker<'_>, node: Node<'_>, place: &Place) -> Option<Start> {
    let mut references = node.references();
    let reference = references.next()?;
    if references.next().is_some()
        || reference.kind() != ReferenceKind::See
        || !reference.is_exact()
    {
        return None;
    }
    let mut targets = reference.targets();
    let target = targets.next()?;
    let to = Place::of(target);
    let same = walker
        .line(&to)
        .is_some_and(|n| n.number() == target.number());
    if targets.next().is_some() || !same {
        return None;
    }
    Some(Start {
        printed: known(target.code())?,
        place: to,
        through: Some(place.clone()),
    })
}

fn known(printed: Option<PrintedCode>) -> Option<Code> {
    printed.filter(|p| p.known).map(|p| p.code)
}
