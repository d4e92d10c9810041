//! How the titles of neighbours become rungs.

use std::cmp::Reverse;

use super::words::{WORDS, Words, says_unspecified, whole_words, words};
use super::{Axis, Rung, RungOption};
use crate::code::Code;
use crate::codebook::Codebook;
use crate::entry::Entry;

/// A neighbour and the words of its title.
type Member = (Code, Vec<String>);

/// A rung in the making.
struct Told {
    axis: Axis,
    at: Option<Code>,
    here: Option<String>,
    options: Vec<RungOption>,
}

impl Told {
    fn new(axis: Axis, at: Option<Code>) -> Self {
        Self {
            axis,
            at,
            here: None,
            options: Vec::new(),
        }
    }

    /// Takes in that a code has a value.
    fn tell(&mut self, code: Code, value: &str) {
        if self.at == Some(code) {
            self.here = Some(value.to_owned());
        }
        match self.options.iter_mut().find(|o| o.value == value) {
            Some(option) if option.codes.contains(&code) => {}
            Some(option) => option.codes.push(code),
            None => self.options.push(RungOption {
                value: value.to_owned(),
                code: None,
                codes: vec![code],
                unspecified: says_unspecified(value),
            }),
        }
    }

    fn tell_all<'v>(mut self, values: impl IntoIterator<Item = (Code, &'v str)>) -> Self {
        for (code, value) in values {
            self.tell(code, value);
        }
        self
    }

    /// Whether each value has a single code.
    fn decides(&self) -> bool {
        self.options.iter().all(|o| o.codes.len() == 1)
    }

    fn codes(&self) -> impl Iterator<Item = Code> {
        self.options.iter().flat_map(|o| o.codes.iter().copied())
    }

    /// The rung; `None` where nothing is told apart. A value with a single code is given that code.
    fn rung(mut self, within: String) -> Option<Rung> {
        for option in &mut self.options {
            option.code = match option.codes.as_slice() {
                [one] => Some(*one),
                _ => None,
            };
        }
        (self.options.len() > 1).then_some(Rung {
            axis: self.axis,
            here: self.here,
            within,
            options: self.options,
        })
    }
}

/// The rung of the 7th character.
pub(super) fn seventh(book: &Codebook, leaf: Entry<'_>, code: Code) -> Option<Rung> {
    let stem = leaf.code()?;
    let values: Vec<(Code, &str)> = leaf
        .seventh_characters()
        .filter_map(|s| {
            let whole = stem.with_seventh(s.character);
            Some((whole.filter(|c| book.is_billable(*c))?, s.text))
        })
        .collect();
    let says = |word: &str| values.iter().any(|v| v.1.to_lowercase().contains(word));
    let axis = [
        ("encounter", Axis::Episode),
        ("fetus", Axis::Fetus),
        ("stage", Axis::Stage),
        ("right", Axis::Side),
        ("left", Axis::Side),
    ]
    .into_iter()
    .find(|(word, _)| says(word))
    .map_or(Axis::SeventhCharacter, |(_, axis)| axis);
    let within = leaf.seventh_owner().map(Entry::place).unwrap_or_default();
    Told::new(axis, Some(code)).tell_all(values).rung(within)
}

/// The rungs among the children of an entry; with `here` those that separate it from the others.
pub(super) fn group(parent: Entry<'_>, here: Option<Entry<'_>>) -> Vec<Rung> {
    let titles: Vec<(Code, &str)> = parent
        .children()
        .filter_map(|c| Some((c.code()?, c.title())))
        .collect();
    if titles.len() < 2 {
        return Vec::new();
    }
    let members: Vec<Member> = titles.iter().map(|(c, t)| (*c, words(t))).collect();
    let here = here.and_then(Entry::code);
    let named = |here| {
        let by_axis = WORDS.iter().filter_map(|w| by_words(w, &members, here));
        by_axis
            .chain(by_with(&members, here))
            .collect::<Vec<Told>>()
    };
    let mut found = named(here);
    // what no axis tells apart, whatever the code at hand
    let separated: Vec<Code> = named(None).iter().flat_map(Told::codes).collect();
    let left_over = |code: &Code| !separated.contains(code);
    if titles.iter().any(|(code, _)| left_over(code)) {
        let details = details(&titles);
        let details = details.iter().map(|(code, value)| (*code, value.as_str()));
        match found.as_mut_slice() {
            [] => found.push(Told::new(Axis::Detail, here).tell_all(details)),
            // "end stage" stands among the stages, though its title is worded otherwise
            [one]
                if one.decides()
                    && one.axis != Axis::With
                    && one.options.len() * 2 > titles.len() =>
            {
                for (code, value) in details.filter(|(code, _)| left_over(code)) {
                    one.tell(code, value);
                }
                one.options
                    .sort_by_key(|o| titles.iter().position(|(c, _)| o.codes.contains(c)));
            }
            // what another rung tells is not told again
            _ => {
                let rest = details.filter(|(code, _)| left_over(code) || here == Some(*code));
                found.push(Told::new(Axis::Detail, here).tell_all(rest));
            }
        }
    }
    let rungs = found
        .into_iter()
        .filter_map(|told| told.rung(parent.place()));
    rungs.collect()
}

/// One way to take a value out of a title.
struct Way {
    code: Code,
    /// What is left of the title.
    rest: String,
    value: &'static str,
}

/// The members by a value of an axis. With `here`, only those that are the same in everything else.
fn by_words(axis: &Words, members: &[Member], here: Option<Code>) -> Option<Told> {
    let ways: Vec<Way> = members
        .iter()
        .flat_map(|member| ways(axis, member))
        .collect();
    let values_of = |rest: &str| {
        let same = ways.iter().filter(|w| w.rest == rest);
        let mut values: Vec<&str> = same.map(|w| w.value).collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    // "unspecified" alone stands for many facts: at least two members must tell a value of this one
    let is_rung = |rest: &str| {
        let values = values_of(rest);
        values.iter().filter(|v| !says_unspecified(v)).count() > 1
    };
    let mut kept: Vec<&Way> = ways.iter().filter(|w| is_rung(&w.rest)).collect();
    if let Some(here) = here {
        // of several places in its title the one that tells most neighbours apart
        let mine = kept.iter().filter(|w| w.code == here);
        let mine = mine.max_by_key(|w| (values_of(&w.rest).len(), Reverse(w.rest.len())))?;
        let rest = mine.rest.as_str();
        kept.retain(|w| w.rest == rest);
    }
    let told = Told::new(axis.axis, here).tell_all(kept.iter().map(|w| (w.code, w.value)));
    (told.options.len() > 1).then_some(told)
}

/// Every way to take one value of an axis out of a title.
fn ways(axis: &Words, (code, title): &Member) -> Vec<Way> {
    let mut ways = Vec::new();
    for value in axis.values {
        let parts: Vec<&str> = value.split(' ').collect();
        for (at, window) in title.windows(parts.len()).enumerate() {
            if !window.iter().map(String::as_str).eq(parts.iter().copied()) {
                continue;
            }
            let end = at + parts.len();
            // "right eye" and "bilateral" stand in one place
            let and_its_noun =
                axis.axis == Axis::Side && *value != "bilateral" && end < title.len();
            for to in end..=end + usize::from(and_its_noun) {
                ways.push(Way {
                    code: *code,
                    rest: without(title, at, to),
                    value,
                });
            }
        }
    }
    ways
}

/// A title with some words taken out.
fn without(title: &[String], from: usize, to: usize) -> String {
    let part = |words: Option<&[String]>| words.unwrap_or_default().join(" ");
    format!("{} … {}", part(title.get(..from)), part(title.get(to..)))
        .trim()
        .to_owned()
}

/// Members that differ only in that one is "with" what the other is "without".
fn by_with(members: &[Member], here: Option<Code>) -> Option<Told> {
    let mut told = Told::new(Axis::With, here);
    for (code, title) in members {
        let Some(at) = title.iter().rposition(|w| w == "without") else {
            continue;
        };
        let (before, behind) = (title.get(..at)?, title.get(at + 1..)?);
        let is_other = |t: &[String]| {
            t.len() == title.len()
                && t.get(..at) == Some(before)
                && t.get(at).is_some_and(|w| w == "with")
                && t.get(at + 1..) == Some(behind)
        };
        let Some((with, _)) = members.iter().find(|(_, t)| is_other(t)) else {
            continue;
        };
        if here.is_some_and(|h| h != *with && h != *code) {
            continue;
        }
        let behind = behind.join(" ");
        told.tell(*with, &format!("with {behind}"));
        told.tell(*code, &format!("without {behind}"));
    }
    (told.options.len() > 1).then_some(told)
}

/// Each title without the words at its start and end that all have in common; the whole title where nothing
/// else is left.
fn details(titles: &[(Code, &str)]) -> Vec<(Code, String)> {
    let members: Vec<Vec<String>> = titles.iter().map(|(_, t)| whole_words(t)).collect();
    let shortest = members.iter().map(Vec::len).min().unwrap_or(0);
    let all_have = |word: &dyn Fn(&Vec<String>) -> Option<String>| {
        let first = members.first().and_then(word);
        members.iter().all(|m| word(m) == first)
    };
    let from_start = (0..shortest)
        .take_while(|n| all_have(&|m| m.get(*n).cloned()))
        .count();
    let from_end = (0..shortest - from_start)
        .take_while(|n| all_have(&|m| m.iter().rev().nth(*n).cloned()))
        .count();
    let cut = |title: &str| {
        let parts: Vec<&str> = title.split_whitespace().collect();
        let middle = parts.get(from_start..parts.len().saturating_sub(from_end));
        let middle = middle.unwrap_or_default().join(" ");
        let middle = middle.trim_matches([',', ' ']);
        if middle.is_empty() { title } else { middle }.to_owned()
    };
    titles.iter().map(|(c, t)| (*c, cut(t))).collect()
}
