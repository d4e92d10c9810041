//! Steps through the book, and what one sees at each.

use std::collections::HashMap;

use icd10cm::{BookKind, Code, CodeStatus, Codebook, Entry, Node, NoteKind, PrintedCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Most lines that an observation lists of anything.
const MOST: usize = 40;
/// Longest note text in an observation, in characters.
const LONGEST: usize = 240;

/// A line of one of the four books, by the titles from its main term down.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Book.
    pub book: BookKind,
    /// Titles as printed, nonessential modifiers left out.
    pub path: Vec<String>,
    /// Column of a table (from 2); none for the two indexes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u8>,
}

impl Place {
    /// The place of a line.
    #[must_use]
    pub fn of(node: Node<'_>) -> Self {
        Self {
            book: node.book().kind(),
            path: node.titles(),
            column: None,
        }
    }
}

/// One step of a walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// Looks for main terms that begin with a word.
    Search {
        /// Book.
        book: BookKind,
        /// The word.
        word: String,
    },
    /// Opens a line of a book.
    Open(Place),
    /// Follows a cross reference of a line.
    See {
        /// The line that bears it.
        from: Place,
        /// Where it leads: one of its targets.
        to: Place,
    },
    /// Opens an entry of the Tabular List.
    Tabular {
        /// The code or header.
        code: Code,
    },
    /// Chooses a code to be reported.
    Choose {
        /// The code.
        code: Code,
    },
    /// Decides on a code that was proposed.
    Decide {
        /// The code.
        code: Code,
        /// `accepted`, `rejected`, `revised` or `added`.
        verdict: String,
        /// Why; for a rejection one of the reasons a person can give.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
}

impl Step {
    /// Name of the tool that takes this step.
    #[must_use]
    pub fn tool(&self) -> &'static str {
        match self {
            Self::Search { .. } => "search",
            Self::Open(_) => "open",
            Self::See { .. } => "see",
            Self::Tabular { .. } => "tabular",
            Self::Choose { .. } => "choose",
            Self::Decide { .. } => "decide",
        }
    }
}

/// What one sees after a step.
pub type Observation = Value;

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The book has no such line.
    #[error("the book has no line {0:?}")]
    NoLine(String),
    /// No cross reference leads from the one to the other.
    #[error("no cross reference leads from {0:?} to {1:?}")]
    NoReference(String, String),
    /// The release has no such code.
    #[error("the release has no code {0}")]
    NoCode(Code),
    /// The code may not be reported as it stands.
    #[error("{0} is not billable in the release")]
    NotBillable(Code),
    /// The verdict is none of the four.
    #[error("{0:?} is no verdict")]
    NoVerdict(String),
}

/// Answers the steps of walks through one release.
pub struct Walker<'a> {
    book: &'a Codebook,
    mains: HashMap<(BookKind, &'a str), Vec<u32>>,
}

impl<'a> Walker<'a> {
    /// A walker through a release.
    #[must_use]
    pub fn new(book: &'a Codebook) -> Self {
        let mut mains: HashMap<(BookKind, &str), Vec<u32>> = HashMap::new();
        for kind in BookKind::ALL {
            for node in book.book(kind).main_terms() {
                mains
                    .entry((kind, node.title()))
                    .or_default()
                    .push(node.number());
            }
        }
        Self { book, mains }
    }

    /// The release.
    #[must_use]
    pub fn book(&self) -> &'a Codebook {
        self.book
    }

    /// The line at a place, by exact titles.
    #[must_use]
    pub fn line(&self, place: &Place) -> Option<Node<'a>> {
        let (first, rest) = place.path.split_first()?;
        let book = self.book.book(place.book);
        let starts = self.mains.get(&(place.book, first.as_str()))?;
        starts
            .iter()
            .filter_map(|n| book.node(*n))
            .find_map(|start| {
                rest.iter().try_fold(start, |node, part| {
                    node.children().find(|c| c.title() == part)
                })
            })
    }

    /// The code printed at a place: the default code of a line, or that of a table's column.
    #[must_use]
    pub fn printed(&self, place: &Place) -> Option<PrintedCode> {
        let node = self.line(place)?;
        match place.column {
            Some(column) => node.cell(column),
            None => node.code(),
        }
    }

    /// Takes a step: what one sees, or why it cannot be taken.
    ///
    /// # Errors
    /// Where the book has no such line, reference or code, or the code may not be reported.
    pub fn take(&self, step: &Step) -> Result<Observation, Refusal> {
        match step {
            Step::Search { book, word } => Ok(self.search(*book, word)),
            Step::Open(place) => Ok(self.line_seen(self.open(place)?, place)),
            Step::See { from, to } => {
                let (node, target) = (self.open(from)?, self.open(to)?);
                let leads = node.references().any(|r| {
                    r.targets()
                        .any(|t| t.book().kind() == to.book && t.number() == target.number())
                });
                if leads {
                    Ok(self.line_seen(target, to))
                } else {
                    Err(Refusal::NoReference(shown(from), shown(to)))
                }
            }
            Step::Tabular { code } => self.tabular(*code),
            Step::Choose { code } => {
                if self.book.is_billable(*code) {
                    Ok(json!({"chosen": code, "title": self.book.title(*code)}))
                } else if self.book.entry_of(*code).is_some() {
                    Err(Refusal::NotBillable(*code))
                } else {
                    Err(Refusal::NoCode(*code))
                }
            }
            Step::Decide { code, verdict, .. } => {
                if self.book.entry_of(*code).is_none() {
                    return Err(Refusal::NoCode(*code));
                }
                let positive = ["accepted", "revised", "added"].contains(&verdict.as_str());
                if positive && !self.book.is_billable(*code) {
                    return Err(Refusal::NotBillable(*code));
                }
                if !positive && verdict != "rejected" {
                    return Err(Refusal::NoVerdict(verdict.clone()));
                }
                Ok(json!({"decided": code, "verdict": verdict}))
            }
        }
    }

    fn open(&self, place: &Place) -> Result<Node<'a>, Refusal> {
        let node = self
            .line(place)
            .ok_or_else(|| Refusal::NoLine(shown(place)))?;
        match place.column {
            Some(column) if !node.cells().any(|c| c.column == column) => {
                Err(Refusal::NoLine(shown(place)))
            }
            _ => Ok(node),
        }
    }

    fn search(&self, kind: BookKind, word: &str) -> Observation {
        let book = self.book.book(kind);
        let lower = word.trim().to_lowercase();
        let hits: Vec<Value> = book
            .main_terms()
            .skip(book.main_term_place(&lower))
            .take_while(|n| n.title().to_lowercase().starts_with(&lower))
            .take(10)
            .map(|n| json!({"title": n.title(), "subterms": n.children().count()}))
            .collect();
        json!({"main_terms": hits})
    }

    fn line_seen(&self, node: Node<'a>, place: &Place) -> Observation {
        let mut seen = json!({"path": node.titles()});
        let Some(map) = seen.as_object_mut() else {
            return seen;
        };
        let modifiers: Vec<&str> = node.nonessential().collect();
        if !modifiers.is_empty() {
            map.insert("nonessential_modifiers".to_owned(), json!(modifiers));
        }
        let printed = match place.column {
            Some(column) => node.cell(column),
            None => node.code(),
        };
        if let Some(code) = printed {
            map.insert("code".to_owned(), json!(as_printed(code)));
        }
        if let Some(code) = node.manifestation() {
            map.insert("manifestation".to_owned(), json!(as_printed(code)));
        }
        let references: Vec<Value> = node
            .references()
            .map(|r| {
                let to: Vec<Vec<String>> = r.targets().take(MOST).map(Node::titles).collect();
                json!({"kind": r.kind(), "text": r.text(), "leads_to": to})
            })
            .collect();
        if !references.is_empty() {
            map.insert("cross_references".to_owned(), json!(references));
        }
        let subterms: Vec<&str> = node.children().take(MOST).map(Node::title).collect();
        let more = node.children().count().saturating_sub(MOST);
        map.insert("subterms".to_owned(), json!(subterms));
        if more > 0 {
            map.insert("more_subterms".to_owned(), json!(more));
        }
        seen
    }

    fn tabular(&self, code: Code) -> Result<Observation, Refusal> {
        let entry = self.book.entry_of(code).ok_or(Refusal::NoCode(code))?;
        let notes: Vec<Value> = entry
            .effective_notes()
            .filter(|n| n.note.kind() != NoteKind::SeventhCharacter)
            .take(MOST)
            .map(|n| {
                let text: String = n.note.text().chars().take(LONGEST).collect();
                let from = n.inherited.then(|| n.note.owner().place());
                json!({"kind": n.note.kind(), "text": text, "inherited_from": from})
            })
            .collect();
        let below: Vec<Value> = entry
            .children()
            .filter_map(|c| Some((c.code()?, c)))
            .take(MOST)
            .map(|(code, child)| json!({"code": code, "title": child.title(), "billable": child.is_billable()}))
            .collect();
        let mut seen = json!({
            "code": code,
            "title": self.book.title(code),
            "billable": self.book.is_billable(code),
            "lineage": lineage(entry),
            "notes": notes,
            "below": below,
        });
        if let CodeStatus::NeedsSeventhCharacter { allowed } = self.book.status(code)
            && let Some(map) = seen.as_object_mut()
        {
            let list: Vec<Value> = allowed
                .iter()
                .take(MOST)
                .map(|c| json!({"code": c, "title": self.book.title(*c)}))
                .collect();
            map.insert("seventh_characters".to_owned(), json!(list));
        }
        Ok(seen)
    }
}

fn lineage(entry: Entry<'_>) -> Vec<String> {
    let mut list: Vec<String> = entry
        .ancestors()
        .map(|a| format!("{} {}", a.place(), a.title()))
        .collect();
    list.reverse();
    list
}

fn as_printed(code: PrintedCode) -> String {
    format!("{}{}", code.code, if code.dash { "-" } else { "" })
}

fn shown(place: &Place) -> String {
    place.path.join(" › ")
}
