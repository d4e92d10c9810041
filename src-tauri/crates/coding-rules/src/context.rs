//! What every rule looks at: the known codes of the set, with their entries.

use std::cell::RefCell;
use std::rc::Rc;

use coding_model::{AuthorRole, Certainty, Experiencer, Polarity, Temporality};
use icd10cm::{Code, Codebook, Entry};
use rustc_hash::FxHashMap;

use crate::lists::Library;
use crate::notes::NotesInForce;
use crate::set::{CodeSet, Entered, Facts, Line, MentionFact};
use crate::text;

/// One code of the set that the release knows.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    /// Place in the sequence, from 0.
    pub place: usize,
    /// The code.
    pub code: Code,
    /// Its entry; for a code with a 7th character the leaf it was made from.
    pub entry: Entry<'a>,
    /// The line it was entered on.
    pub line: &'a Line,
}

/// Everything a rule may look at.
pub struct Context<'a> {
    /// The release.
    pub book: &'a Codebook,
    /// Installed lists.
    pub library: &'a Library,
    /// The set as given.
    pub set: &'a CodeSet,
    /// Every line as a code, where it can be read as one; in the release or not.
    pub codes: Vec<Option<Code>>,
    /// The codes that the release knows, in sequence, headers included.
    pub items: Vec<Item<'a>>,
    pub(crate) notes: NotesInForce<'a>,
    /// Phrases of the mentions in lower case.
    phrases: Vec<String>,
    groups: RefCell<FxHashMap<&'static str, Spans>>,
}

/// How many known codes are held against each other; the claim takes 25. All lines are checked one by one.
const MAX_ITEMS: usize = 200;

/// The ranges of a group, each from the row of its first entry to the row of its last.
type Spans = Rc<[(u32, u32)]>;

impl<'a> Context<'a> {
    pub(crate) fn new(book: &'a Codebook, library: &'a Library, set: &'a CodeSet) -> Self {
        let codes: Vec<Option<Code>> = set
            .codes
            .iter()
            .map(|line| match &line.entered {
                Entered::Code(code) => Some(text::mended(book, *code).unwrap_or(*code)),
                Entered::Raw(raw) => text::lenient(book, raw).or_else(|| Code::parse(raw).ok()),
            })
            .collect();
        let items: Vec<Item<'a>> = set
            .codes
            .iter()
            .enumerate()
            .filter_map(|(place, line)| {
                let code = codes[place]?;
                let entry = book.entry_of(code)?;
                Some(Item {
                    place,
                    code,
                    entry,
                    line,
                })
            })
            .collect();
        // far beyond any claim; a pasted column of codes must not cost its square
        let mut items = items;
        items.truncate(MAX_ITEMS);
        let notes = NotesInForce::read(&items);
        Self {
            book,
            library,
            set,
            codes,
            items,
            notes,
            phrases: set
                .facts
                .iter()
                .flat_map(|f| &f.mentions)
                .map(|m| m.phrase.to_lowercase())
                .collect(),
            groups: RefCell::default(),
        }
    }

    /// The code in the first place of the sequence, where it is known.
    #[must_use]
    pub fn first(&self) -> Option<&Item<'a>> {
        self.items.first().filter(|i| i.place == 0)
    }

    /// Whether a code lies in a group, written as codes and ranges of the Tabular List separated by
    /// blanks: "I10", "E08-E13 N18.1-N18.4". Ranges are tabular, not alphabetic; what the release does
    /// not have is no member.
    #[must_use]
    pub fn is(&self, item: &Item<'_>, group: &'static str) -> bool {
        self.within(item.entry, group)
    }

    /// The same for an entry.
    #[must_use]
    pub fn within(&self, entry: Entry<'_>, group: &'static str) -> bool {
        let n = entry.number();
        self.spans(group)
            .iter()
            .any(|&(from, to)| from <= n && n <= to)
    }

    fn spans(&self, group: &'static str) -> Spans {
        if let Some(spans) = self.groups.borrow().get(group) {
            return Rc::clone(spans);
        }
        let entry = |text: &str| Code::parse(text).ok().and_then(|c| self.book.entry(c));
        let spans: Spans = group
            .split_whitespace()
            .filter_map(|part| {
                let (from, to) = part.split_once('-').unwrap_or((part, part));
                Some((entry(from)?.number(), last_row(entry(to)?)))
            })
            .collect();
        self.groups.borrow_mut().insert(group, Rc::clone(&spans));
        spans
    }

    /// The codes of the set that lie in a group, in sequence.
    pub fn all<'c>(&'c self, group: &'static str) -> impl Iterator<Item = &'c Item<'a>> {
        self.items.iter().filter(move |i| self.is(i, group))
    }

    /// The first code of the set that lies in a group.
    #[must_use]
    pub fn any(&self, group: &'static str) -> Option<&Item<'a>> {
        self.all(group).next()
    }

    /// Whether some code of the set lies in a group.
    #[must_use]
    pub fn has(&self, group: &'static str) -> bool {
        self.any(group).is_some()
    }

    /// Pairs of codes, one of each group, at different places.
    pub fn pairs<'c>(
        &'c self,
        a: &'static str,
        b: &'static str,
    ) -> impl Iterator<Item = (&'c Item<'a>, &'c Item<'a>)> {
        self.all(a)
            .flat_map(move |x| self.all(b).map(move |y| (x, y)))
            .filter(|(x, y)| x.place != y.place)
    }

    /// What the notes say, where they were read.
    #[must_use]
    pub fn facts(&self) -> Option<&'a Facts> {
        self.set.facts.as_ref()
    }

    /// Mentions that hold one of the phrases, given in lower case, as whole words. Empty where no note was read.
    pub fn mentions<'c>(
        &'c self,
        phrases: &'c [&'c str],
    ) -> impl Iterator<Item = &'a MentionFact> + 'c {
        self.facts()
            .into_iter()
            .flat_map(|f| f.mentions.iter())
            .zip(&self.phrases)
            .filter(move |(_, said)| phrases.iter().any(|p| text::stands_in(said, p)))
            .map(|(mention, _)| mention)
    }

    /// Whether a provider plainly says one of the phrases of the patient, now.
    #[must_use]
    pub fn states(&self, phrases: &[&str]) -> bool {
        self.mentions(phrases)
            .any(|m| m.assertion.is_plain() && m.author == AuthorRole::Provider)
    }

    /// Whether the notes affirm one of the phrases of the patient, by any author and at any time.
    #[must_use]
    pub fn affirms(&self, phrases: &[&str]) -> bool {
        self.mentions(phrases).any(|m| {
            m.assertion.polarity == Polarity::Affirmed
                && m.assertion.experiencer == Experiencer::Patient
                && m.assertion.certainty == Certainty::Certain
                && m.assertion.temporality != Temporality::Hypothetical
        })
    }

    /// Whether a medication list names one of the drugs.
    #[must_use]
    pub fn takes(&self, drugs: &[&str]) -> bool {
        self.facts().is_some_and(|f| {
            f.medications
                .iter()
                .any(|m| drugs.iter().any(|d| text::has_words(m, d)))
        })
    }

    /// Fiscal year of the release, for quotes of the Tabular List.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.book.release().fiscal_year()
    }

    /// Whether a code is a manifestation: by the Medicare Code Editor's list where it is installed, else by
    /// the Tabular List's own word.
    #[must_use]
    pub fn is_manifestation(&self, item: &Item<'_>) -> bool {
        match &self.library.mce {
            Some(mce) => {
                mce.is_manifestation(item.code)
                    || (mce.year != Some(self.year())
                        && crate::notes::reads_as_manifestation(item.entry))
            }
            None => crate::notes::reads_as_manifestation(item.entry),
        }
    }

    /// Whether the encounter is an inpatient stay.
    #[must_use]
    pub fn inpatient(&self) -> bool {
        !self.set.setting.is_outpatient()
    }

    /// A code with its title, as a coder reads it: `I10 (Essential (primary) hypertension)`.
    #[must_use]
    pub fn named(&self, code: Code) -> String {
        match self.book.title(code) {
            Some(title) => format!("{code} ({title})"),
            None => code.to_string(),
        }
    }
}

/// Row of the last line at or below an entry.
fn last_row(entry: Entry<'_>) -> u32 {
    std::iter::successors(Some(entry), |e| e.children().last())
        .last()
        .map_or_else(|| entry.number(), Entry::number)
}
