//! Entries of the index, chosen by a model from those nearest to a term, or simply the nearest.

use std::sync::Arc;

use coding_engine::dictionary::Origin;
use coding_engine::search::{Found, LookupOptions};
use coding_engine::task::{Agent, Lead, Navigate, Spotted, Stated};
use coding_model::{Hop, IndexPath, Problem, Source};
use icd10cm::{BookKind, Code, Node, ReferenceKind};

use crate::codec::navigate;
use crate::desk::{Desk, StoodIn};
use crate::model::Prompt;

/// Entries offered for a term.
const NEAREST: usize = 10;
/// Entries taken where the model cannot be asked.
const TAKEN: usize = 1;

/// Finds entries for mentions that were read. Mentions of the dictionary keep the entries that they were matched by.
pub(crate) struct Navigator {
    desk: Arc<Desk>,
    version: String,
    /// Takes the nearest without asking (MedCodER's retrieval).
    retrieves: bool,
    stood_in: StoodIn,
}

impl Navigator {
    /// Code Like Humans' index navigator.
    pub(crate) fn new(desk: &Arc<Desk>) -> Self {
        Self {
            desk: Arc::clone(desk),
            version: navigate::TEMPLATE.id(),
            retrieves: false,
            stood_in: StoodIn::default(),
        }
    }

    /// MedCodER's retrieval: generated and retrieved codes together.
    pub(crate) fn retrieving(desk: &Arc<Desk>) -> Self {
        Self {
            version: format!("retrieval {}", env!("CARGO_PKG_VERSION")),
            retrieves: true,
            ..Self::new(desk)
        }
    }

    fn nearest(&self, phrase: &str, tried: &[Code]) -> Vec<Found> {
        let options = LookupOptions {
            limit: NEAREST + tried.len(),
            prefix: false,
        };
        let phrase: String = phrase.chars().take(300).collect();
        let book = self.desk.codebook();
        let mut found = self
            .desk
            .shelf
            .search
            .lookup(book, &phrase, options)
            .results;
        found.retain(|f| !tried.contains(&f.code));
        found.truncate(NEAREST);
        found
    }

    /// An entry as the model sees it: path, nonessential modifiers in parentheses, where a *see* led.
    fn line(&self, found: &Found) -> String {
        let Some(node) = self.node(found) else {
            return found.path.join(" > ");
        };
        let parts: Vec<String> = node
            .path()
            .into_iter()
            .map(|n| {
                let modifiers: Vec<&str> = n.nonessential().collect();
                if modifiers.is_empty() {
                    n.title().to_owned()
                } else {
                    format!("{} ({})", n.title(), modifiers.join(") ("))
                }
            })
            .collect();
        let mut line = parts.join(" > ");
        // a cell of a table goes on with its column
        for rest in found.path.iter().skip(parts.len()) {
            line.push_str(" > ");
            line.push_str(rest);
        }
        if let Some(see) = see(node) {
            line.push_str(&format!(" (see {see})"));
        }
        line
    }

    fn node(&self, found: &Found) -> Option<Node<'_>> {
        let (kind, number) = found.node?;
        self.desk.codebook().book(kind).node(number)
    }

    /// The leads of an entry: its code or stem, and its manifestation's.
    fn leads(&self, mention: usize, found: &Found, out: &mut Vec<Lead>) {
        let node = self.node(found);
        let mut hops = Vec::new();
        if let Some(see) = node.and_then(see) {
            hops.push(Hop::See(see.to_owned()));
        }
        let path = match found.source {
            // a phrase of the project's tables is no way through the book: the entry it stands for is
            Source::Derived => self.desk.local.path_to(found.code, None),
            Source::Official | Source::Starter | Source::Tabular => IndexPath {
                source: found.source,
                terms: found.path.clone(),
                hops,
            },
        };
        let origin = origin(found, node);
        let printed = node
            .and_then(Node::code)
            .map(|p| p.code)
            .filter(|c| found.code.starts_with(*c));
        let mut push = |stem: Code, path: IndexPath| {
            let known = out.iter().any(|l| l.mention == mention && l.stem == stem);
            if !known {
                out.push(Lead::chosen(mention, stem, path, origin));
            }
        };
        push(printed.unwrap_or(found.code), path.clone());
        if let Some(manifestation) = node.and_then(Node::manifestation).filter(|p| p.known) {
            push(manifestation.code, path);
        }
    }

    /// A lead to a code that came to the model's mind: by its title, since it was not looked up.
    fn probable(&self, mention: usize, code: Code, out: &mut Vec<Lead>) {
        let Some(entry) = self.desk.codebook().entry_of(code) else {
            return;
        };
        if out.iter().any(|l| l.mention == mention && l.stem == code) {
            return;
        }
        let path = IndexPath {
            source: Source::Tabular,
            terms: vec![entry.title().to_owned()],
            hops: Vec::new(),
        };
        out.push(Lead::chosen(mention, code, path, Origin::Title));
    }
}

fn see(node: Node<'_>) -> Option<&str> {
    node.references()
        .find(|r| r.kind() != ReferenceKind::SeeAlso)
        .map(|r| r.text())
}

fn origin(found: &Found, node: Option<Node<'_>>) -> Origin {
    match (node.map(|n| n.book().kind()), found.source) {
        (Some(BookKind::ExternalCause), _) => Origin::ExternalCause,
        (Some(BookKind::Neoplasm), _) => Origin::Neoplasm,
        (Some(BookKind::Drug), _) => Origin::Drug,
        (Some(BookKind::Index), _) => Origin::Index,
        (None, Source::Tabular) => Origin::Title,
        (None, _) => Origin::Lay,
    }
}

impl Agent<Navigate> for Navigator {
    fn name(&self) -> &str {
        if self.retrieves {
            "local"
        } else {
            self.stood_in.name(&self.desk.name)
        }
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn perform(&self, mentions: &[Spotted], problems: &mut Vec<Problem>) -> Vec<Lead> {
        // mentions of the dictionary have their entries already
        let mut out = Agent::<Navigate>::perform(&*self.desk.local, mentions, problems);
        let tokens = self.desk.model.answer_tokens();
        let mut asked: Vec<(usize, Vec<Found>)> = Vec::new();
        let mut prompts: Vec<Prompt> = Vec::new();
        for (number, mention) in mentions.iter().enumerate() {
            let Some(stated) = mention.stated.as_deref() else {
                continue;
            };
            let found = self.nearest(&phrase(stated), &stated.tried);
            if self.retrieves {
                for code in &stated.probable {
                    self.probable(number, *code, &mut out);
                }
                for entry in &found {
                    self.leads(number, entry, &mut out);
                }
            } else if !found.is_empty() {
                let lines: Vec<String> = found.iter().map(|f| self.line(f)).collect();
                let term = &stated.term;
                prompts.push(navigate::prompt(term, mention.assertion, &lines, tokens));
                asked.push((number, found));
            }
        }
        let answers = self.desk.ask(&prompts);
        let mut errors = Vec::new();
        let mut unusable = 0;
        for ((number, found), answer) in asked.iter().zip(answers) {
            let chosen = match answer {
                Ok(reply) => {
                    let (chosen, noted) = navigate::read(&reply, found.len());
                    let usable = noted.is_empty() || !chosen.is_empty();
                    super::add(noted, problems);
                    usable.then_some(chosen)
                }
                Err(error) => {
                    errors.push(error);
                    None
                }
            };
            match chosen {
                Some(chosen) => {
                    for entry in chosen.iter().filter_map(|n| found.get(n.checked_sub(1)?)) {
                        self.leads(*number, entry, &mut out);
                    }
                }
                None => {
                    unusable += 1;
                    for entry in found.iter().take(TAKEN) {
                        self.leads(*number, entry, &mut out);
                    }
                }
            }
        }
        if unusable > 0 {
            let why = if errors.is_empty() {
                format!("{unusable} of its answers could not be used")
            } else {
                super::reasons(&errors)
            };
            self.stood_in.note("navigate", &why, problems);
        }
        out
    }
}

/// What is looked up for a mention: its term, without the commas that the index sets.
fn phrase(stated: &Stated) -> String {
    stated.term.replace(',', " ")
}
