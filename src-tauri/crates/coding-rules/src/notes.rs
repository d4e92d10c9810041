//! The Tabular List's notes in force for the codes of a set, with the codes of the set that they name.

use icd10cm::{Code, Entry, EntryKind, Note, NoteKind};
use rustc_hash::FxHashMap;

use crate::context::Item;

/// How near to a code a note stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// On the code itself.
    Own,
    /// On a subcategory above it.
    Subcategory,
    /// On its category.
    Category,
    /// On a block.
    Block,
    /// On the chapter.
    Chapter,
}

/// A note and the places in [`crate::Context::items`] of the codes that it names.
pub(crate) struct Naming<'a> {
    pub note: Note<'a>,
    pub named: Vec<usize>,
}

/// The instructional notes of the codes of a set, read once for each line that carries some.
pub(crate) struct NotesInForce<'a> {
    owners: FxHashMap<u32, Vec<Naming<'a>>>,
}

impl<'a> NotesInForce<'a> {
    pub(crate) fn read(items: &[Item<'a>]) -> Self {
        let mut owners: FxHashMap<u32, Vec<Naming<'a>>> = FxHashMap::default();
        for item in items {
            for owner in chain(item.entry) {
                owners
                    .entry(owner.number())
                    .or_insert_with(|| namings(owner, items));
            }
        }
        Self { owners }
    }

    /// The notes of one kind on one line.
    pub(crate) fn on(&self, owner: Entry<'a>, kind: NoteKind) -> impl Iterator<Item = &Naming<'a>> {
        self.owners
            .get(&owner.number())
            .into_iter()
            .flatten()
            .filter(move |n| n.note.kind() == kind)
    }

    /// The notes of one kind in force for a code, nearest first.
    pub(crate) fn of(
        &self,
        item: &Item<'a>,
        kind: NoteKind,
    ) -> impl Iterator<Item = (Level, &Naming<'a>)> {
        let own = item.entry;
        chain(own).flat_map(move |owner| {
            let level = level(owner, own);
            self.on(owner, kind).map(move |n| (level, n))
        })
    }

    /// The same, gathered under their heads; for each line that carries some.
    pub(crate) fn groups(
        &self,
        item: &Item<'a>,
        kind: NoteKind,
    ) -> Vec<(Level, Vec<Group<'_, 'a>>)> {
        chain(item.entry)
            .filter_map(|owner| {
                let groups = gather(self.on(owner, kind), kind);
                (!groups.is_empty()).then(|| (level(owner, item.entry), groups))
            })
            .collect()
    }
}

fn chain(entry: Entry<'_>) -> impl Iterator<Item = Entry<'_>> {
    std::iter::once(entry).chain(entry.ancestors())
}

fn namings<'a>(owner: Entry<'a>, items: &[Item<'a>]) -> Vec<Naming<'a>> {
    use NoteKind::{CodeAlso, CodeFirst, Excludes1, Excludes2, UseAdditional};
    owner
        .notes()
        .filter(|n| {
            matches!(
                n.kind(),
                Excludes1 | Excludes2 | CodeFirst | UseAdditional | CodeAlso
            )
        })
        .map(|note| {
            let named = (0..items.len())
                .filter(|&i| {
                    note.references().any(|r| {
                        r.first().number() <= items[i].entry.number() && r.covers(items[i].code)
                    })
                })
                .collect();
            Naming { note, named }
        })
        .collect()
}

fn level(owner: Entry<'_>, own: Entry<'_>) -> Level {
    match owner.kind() {
        EntryKind::Chapter => Level::Chapter,
        EntryKind::Block => Level::Block,
        EntryKind::Entry if owner.number() == own.number() => Level::Own,
        EntryKind::Entry if owner.code().is_some_and(|c| c.len() == 3) => Level::Category,
        EntryKind::Entry => Level::Subcategory,
    }
}

/// One instruction: a head with its lines, or a line by itself.
pub(crate) struct Group<'c, 'a> {
    pub head: Option<Note<'a>>,
    pub lines: Vec<&'c Naming<'a>>,
}

fn gather<'c, 'a: 'c>(
    notes: impl Iterator<Item = &'c Naming<'a>>,
    kind: NoteKind,
) -> Vec<Group<'c, 'a>> {
    let mut groups: Vec<Group<'c, 'a>> = Vec::new();
    for naming in notes {
        if naming.note.is_head() {
            groups.push(Group {
                head: Some(naming.note),
                lines: vec![naming],
            });
            continue;
        }
        match groups.last_mut() {
            // lines below a head belong to it; bare "code first" lines are alternatives to each other
            Some(last) if last.head.is_some() || kind == NoteKind::CodeFirst => {
                last.lines.push(naming);
            }
            _ => groups.push(Group {
                head: None,
                lines: vec![naming],
            }),
        }
    }
    groups
}

impl<'a> Group<'_, 'a> {
    /// The words it begins with.
    pub(crate) fn lead(&self) -> &'a str {
        self.head
            .or_else(|| self.lines.first().map(|n| n.note))
            .map_or("", Note::text)
    }

    /// Whether the wording leaves it to the case ("if applicable", "any associated").
    pub(crate) fn is_conditional(&self) -> bool {
        is_conditional(self.lead())
    }

    /// Whether the codes named are examples, so that others would do as well (never enforced).
    pub(crate) fn gives_examples(&self) -> bool {
        self.lead().contains("such as") || self.lines.iter().any(|n| n.note.gives_examples())
    }

    /// Whether it names any code at all.
    pub(crate) fn names_codes(&self) -> bool {
        self.lines
            .iter()
            .any(|n| n.note.references().next().is_some())
    }

    /// Places in the items of all codes it names, in sequence.
    pub(crate) fn named(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self
            .lines
            .iter()
            .flat_map(|n| n.named.iter().copied())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The first codes it names, for a fix: "N18.30, N18.31, N18.32, …".
    pub(crate) fn some_codes(&self) -> String {
        let mut labels: Vec<&str> = Vec::new();
        for note in self.lines.iter().map(|n| n.note) {
            for r in note.references() {
                if let Some(text) = note.text().get(r.range()) {
                    labels.push(text);
                }
            }
        }
        labels.dedup();
        let more = labels.len() > 4;
        labels.truncate(4);
        let mut out = labels.join(", ");
        if more {
            out.push_str(", …");
        }
        out
    }

    /// The instruction as printed, with the line it stands on and the fiscal year.
    pub(crate) fn quote(&self, year: u16) -> String {
        match (self.head, self.lines.first()) {
            (Some(head), _) => {
                let lines: Vec<&str> = self
                    .lines
                    .iter()
                    .skip(1)
                    .take(3)
                    .map(|n| n.note.text())
                    .collect();
                let dots = if self.lines.len() > 4 { "; …" } else { "" };
                format!(
                    "Tabular FY{year}, {}: “{} {}{dots}”",
                    head.owner().place(),
                    head.sentence(),
                    lines.join("; ")
                )
            }
            (None, Some(line)) => quote(line.note, year),
            (None, None) => String::new(),
        }
    }
}

/// Whether a note's wording leaves it to the case.
pub(crate) fn is_conditional(text: &str) -> bool {
    let text = text.to_lowercase();
    [
        "if applicable",
        "if known",
        "if necessary",
        "if any",
        "if present",
        "if desired",
        "if documented",
        "if drug-induced",
        "if radiation-induced",
        "where applicable",
        "when specified",
        "when applicable",
        "if no ",
        "if appropriate",
        "if the ",
    ]
    .iter()
    .any(|c| text.contains(c))
        || text
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| w == "any")
}

/// A note as printed, with the head it stands under, the line it stands on and the fiscal year.
pub(crate) fn quote(note: Note<'_>, year: u16) -> String {
    let owner = note.owner();
    let mut head = None;
    for other in owner.notes().filter(|n| n.kind() == note.kind()) {
        if other.text() == note.text() {
            break;
        }
        if other.is_head() {
            head = Some(other);
        }
    }
    let text = match head {
        Some(head) => format!("{} {}", head.sentence(), note.text()),
        None => note.sentence(),
    };
    format!("Tabular FY{year}, {}: “{text}”", owner.place())
}

/// Whether a code is a manifestation by the Tabular List's own word: it must follow its etiology, and
/// its title says that it stands in a disease classified elsewhere, or in the one the note names.
/// The organisms of B95 to B97 are none, though their titles sound like it.
pub(crate) fn reads_as_manifestation(entry: Entry<'_>) -> bool {
    let lines: Vec<Entry<'_>> = chain(entry)
        .take_while(|e| e.kind() == EntryKind::Entry)
        .collect();
    let Some(text) = lines.iter().find_map(|e| {
        e.notes()
            .find(|n| n.kind() == NoteKind::CodeFirst)
            .map(|n| n.text())
    }) else {
        return false;
    };
    if is_conditional(text) || is_organism(entry.code()) {
        return false;
    }
    let elsewhere = lines.iter().any(|e| {
        let title = e.title().to_lowercase();
        title.contains("classified elsewhere") && !title.contains("not elsewhere classified")
    });
    let underlying = text.trim_start_matches("the ").starts_with("underlying");
    elsewhere
        || lines.iter().any(|e| {
            let title = e.title();
            title.contains(" in ") && (underlying || title.contains(" disease"))
                || title.contains("due to underlying condition")
        })
}

fn is_organism(code: Option<Code>) -> bool {
    code.is_some_and(|c| matches!(c.category().undotted(), "B95" | "B96" | "B97"))
}
