//! From the files of a release to one codebook.

use rustc_hash::FxHashMap;

use crate::book::BookKind;
use crate::code::Code;
use crate::codebook::Codebook;
use crate::data::{BillableRow, BookData, EntryRow, KeyRow, NONE, PartSource, RefRow};
use crate::index::parse::{BookRows, SEPARATOR};
use crate::index::resolve::{Resolver, resolve};
use crate::problem::{Problem, ProblemKind};
use crate::release::Release;
use crate::source::{Part, SourceFile};
use crate::tabular::parse::{Rows, Texts};

impl Codebook {
    /// Reads the files of a release. Of a part that is there twice the official file counts. Never fails:
    /// what could not be read is reported, and a release without a Tabular List has no codes.
    #[must_use]
    pub fn compile(release: Release, files: &[SourceFile<'_>]) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut texts = Texts::default();
        let pick = |part: Part| {
            files
                .iter()
                .filter(|f| f.part == part)
                .min_by_key(|f| f.origin)
        };
        let mut rows = Rows::default();
        match pick(Part::Tabular) {
            Some(file) => {
                if let Some(root) = crate::xml::parse(file.bytes, "tabular", &mut problems) {
                    rows = crate::tabular::parse::read(&root, &mut texts, &mut problems);
                }
            }
            None => problems.push(Problem::new(
                ProblemKind::File,
                "tabular",
                "the release has no Tabular List",
            )),
        }
        let (billable, keys) = billable(&mut rows, &mut problems);
        let index = KeyIndex(&keys);
        let known = |code: Code| index.find(code).is_some();
        let mut books = Vec::new();
        for kind in BookKind::ALL {
            let part = kind.part();
            let mut book = BookRows::default();
            if let Some(file) = pick(part)
                && let Some(root) = crate::xml::parse(file.bytes, part.name(), &mut problems)
            {
                book = crate::index::parse::read(
                    &root,
                    file.origin,
                    part.name(),
                    &mut texts,
                    &known,
                    &mut problems,
                );
            }
            books.push(book);
        }
        let all: Vec<String> = {
            let mut texts_now = Texts::default();
            std::mem::swap(&mut texts_now, &mut texts);
            let finished = texts_now.finish();
            let all: Vec<String> = finished.iter().map(str::to_owned).collect();
            for text in &all {
                texts.number(text);
            }
            all
        };
        let text = |n: u32| all.get(n as usize).cloned().unwrap_or_default();
        let modifiers = |n: u32| {
            text(n)
                .split(SEPARATOR)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let resolver = Resolver::new(&books, &text, &modifiers);
        let names: Vec<&'static str> = BookKind::ALL.iter().map(|k| k.part().name()).collect();
        resolve(
            &mut books,
            &names,
            &mut texts,
            &resolver,
            &text,
            &mut problems,
        );
        let refs = references(&mut rows, &index, &all, &mut texts, &mut problems);
        let books = books
            .into_iter()
            .map(|b| finish_book(b, &text))
            .collect::<Vec<BookData>>();
        let codebook = Self {
            release,
            version: rows.version.clone(),
            texts: texts.finish(),
            entries: rows.entries.into(),
            notes: rows.notes.into(),
            refs: refs.into(),
            sevenths: rows.sevenths.into(),
            billable: billable.into(),
            keys: keys.into(),
            books: books.try_into().unwrap_or_else(|_| Default::default()),
            tabular_source: pick(Part::Tabular)
                .map(|f| f.origin)
                .unwrap_or(PartSource::Official),
            problem_lines: mapped::Strings::build(problems.iter().map(ToString::to_string)),
        };
        (codebook, problems)
    }
}

fn finish_book(book: BookRows, text: &dyn Fn(u32) -> String) -> BookData {
    let mut mains: Vec<u32> = (0..book.nodes.len() as u32)
        .filter(|&i| book.nodes[i as usize].parent == NONE)
        .collect();
    mains.sort_by_cached_key(|&i| crate::words::title_key(&text(book.nodes[i as usize].title)));
    BookData {
        source: book.source,
        heads: mapped::Strings::build(&book.heads),
        nodes: book.nodes.into(),
        cross: book.cross.into(),
        targets: book.targets.into(),
        cells: book.cells.into(),
        mains: mains.into(),
    }
}

/// Raw form as a number that sorts like the characters.
pub(crate) fn key_of(code: Code) -> u64 {
    u64::from_be_bytes(code.to_bytes())
}

struct KeyIndex<'a>(&'a [KeyRow]);

impl KeyIndex<'_> {
    fn find(&self, code: Code) -> Option<&KeyRow> {
        let key = key_of(code);
        self.0
            .binary_search_by_key(&key, |k| k.key)
            .ok()
            .map(|i| &self.0[i])
    }
}

/// The billable codes in tabular order, and the sorted index over all codes.
fn billable(rows: &mut Rows, problems: &mut Vec<Problem>) -> (Vec<BillableRow>, Vec<KeyRow>) {
    let mut billable: Vec<BillableRow> = Vec::new();
    let mut keys: FxHashMap<u64, KeyRow> = FxHashMap::default();
    for i in 0..rows.entries.len() {
        rows.entries[i].billable = billable.len() as u32;
        let entry = rows.entries[i];
        let Some(code) = Code::from_bytes(entry.code) else {
            continue;
        };
        let row = i as u32;
        let duplicate = keys.insert(
            key_of(code),
            KeyRow {
                key: key_of(code),
                entry: row,
                billable: NONE,
            },
        );
        if duplicate.is_some() {
            problems.push(Problem::new(
                ProblemKind::Structure,
                format!("tabular: {code}"),
                "stands twice; the later entry counts",
            ));
        }
        let leaf = entry.end == row + 1;
        if !leaf {
            continue;
        }
        if entry.seventh_owner == NONE || code.len() == 7 {
            if let Some(key) = keys.get_mut(&key_of(code)) {
                key.billable = billable.len() as u32;
            }
            billable.push(BillableRow {
                code: code.to_bytes(),
                entry: row,
                seventh: NONE,
            });
            continue;
        }
        let owner = rows.entries[entry.seventh_owner as usize];
        for s in owner.sevenths..owner.sevenths + u32::from(owner.seventh_count) {
            let character = rows.sevenths[s as usize].character;
            let excepted = rows.seventh_exceptions.iter().any(|e| {
                code.starts_with(e.category)
                    && code
                        .undotted()
                        .as_bytes()
                        .get(e.position)
                        .is_some_and(|c| e.values.contains(c))
                    && e.characters.contains(&character)
            });
            if excepted {
                continue;
            }
            if let Some(full) = code.with_seventh(char::from(character)) {
                keys.insert(
                    key_of(full),
                    KeyRow {
                        key: key_of(full),
                        entry: NONE,
                        billable: billable.len() as u32,
                    },
                );
                billable.push(BillableRow {
                    code: full.to_bytes(),
                    entry: row,
                    seventh: s,
                });
            }
        }
    }
    let mut keys: Vec<KeyRow> = keys.into_values().collect();
    keys.sort_by_key(|k| k.key);
    (billable, keys)
}

/// Reads the references of all notes against the codes of the release.
fn references(
    rows: &mut Rows,
    index: &KeyIndex<'_>,
    all: &[String],
    texts: &mut Texts,
    problems: &mut Vec<Problem>,
) -> Vec<RefRow> {
    let mut refs: Vec<RefRow> = Vec::new();
    let entries: &[EntryRow] = &rows.entries;
    let billable_entry = |code: Code| -> Option<(u32, u8)> {
        let row = index.find(code)?;
        if row.entry != NONE {
            return Some((row.entry, 0));
        }
        // a code that exists only with its 7th character: its entry is the longest prefix that has one
        (3..code.len())
            .rev()
            .find_map(|n| index.find(code.prefix(n)).filter(|r| r.entry != NONE))
            .map(|r| (r.entry, code.seventh().map_or(0, |c| c as u8)))
    };
    for note in &mut rows.notes {
        note.refs = refs.len() as u32;
        let Some(text) = all.get(note.text as usize) else {
            continue;
        };
        // inclusion terms and plain notes name conditions, not codes, except now and then
        let raw = crate::tabular::reference::read(text);
        let open = text.rfind('(').unwrap_or(usize::MAX);
        let qualifier = raw.qualifier.as_deref().map_or(NONE, |q| texts.number(q));
        for r in &raw.refs {
            let Some((first, seventh)) = Code::parse(&r.first).ok().and_then(billable_entry) else {
                if r.start > open && looks_like_reference(&r.first) {
                    let owner = entries
                        .get(note.entry as usize)
                        .map(|e| all.get(e.label as usize).cloned().unwrap_or_default())
                        .unwrap_or_default();
                    problems.push(Problem::new(
                        ProblemKind::NoteReference,
                        format!("tabular: {owner}"),
                        format!(
                            "a note names {}, which is not in the release; it is shown as text",
                            r.first
                        ),
                    ));
                }
                continue;
            };
            let last = match &r.last {
                None => entries[first as usize].end,
                Some(last) => match Code::parse(last).ok().and_then(billable_entry) {
                    Some((last, _)) => entries[last as usize].end,
                    // "U00-U49": the end is no category; take all up to where it would stand
                    None => upper_bound(entries, first, last),
                },
            };
            refs.push(RefRow {
                start: u16::try_from(r.start).unwrap_or(u16::MAX),
                end: u16::try_from(r.end).unwrap_or(u16::MAX),
                first,
                last: last.max(first + 1),
                qualifier: if r.start > open { qualifier } else { NONE },
                seventh,
                pad: [0; 3],
            });
        }
        note.ref_count = (refs.len() - note.refs as usize) as u16;
        let complete = raw.strict && usize::from(note.ref_count) == raw.refs.len();
        note.flags |= u8::from(complete) << 1;
    }
    refs
}

fn looks_like_reference(text: &str) -> bool {
    text.len() >= 3 && !matches!(text, "B12" | "H1N" | "G6P")
}

fn upper_bound(entries: &[EntryRow], first: u32, last: &str) -> u32 {
    let wanted = last.replace('.', "");
    let mut end = first + 1;
    for (i, e) in entries.iter().enumerate().skip(first as usize) {
        if let Some(code) = Code::from_bytes(e.code) {
            if code.len() == 3 && code.undotted() > wanted.as_str() {
                break;
            }
            end = i as u32 + 1;
        }
    }
    end
}
