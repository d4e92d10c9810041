//! Which single fact separates a code from its neighbours: the side, the stage, the episode of care.
//!
//! Titles of neighbours are compared word by word. Where two differ only in a word of one axis ("right",
//! "left"), that axis is a rung; what differs in no known axis is a rung of its own, cut out between the
//! words that all have in common.

use serde::Serialize;

use crate::code::Code;
use crate::codebook::Codebook;
use crate::entry::Entry;

/// What kind of fact a rung asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
    /// Right, left, bilateral.
    Side,
    /// Episode of care: initial, subsequent, sequela.
    Episode,
    /// Trimester.
    Trimester,
    /// Stage.
    Stage,
    /// Mild, moderate, severe.
    Severity,
    /// Type 1, type 2.
    Type,
    /// Open or closed.
    Openness,
    /// Displaced or nondisplaced.
    Displacement,
    /// Acute, chronic.
    Acuity,
    /// Accident, self-harm, assault, adverse effect, underdosing.
    Intent,
    /// In remission, in relapse.
    Course,
    /// With or without a complication.
    With,
    /// Which fetus.
    Fetus,
    /// A 7th character of another meaning.
    SeventhCharacter,
    /// Anything else that the titles tell.
    Detail,
}

/// One rung: a fact, its value here, and the codes of its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rung {
    /// The fact.
    pub axis: Axis,
    /// Its value for the code; `None` where the code does not tell.
    pub here: Option<String>,
    /// The header whose codes are compared, or the owner of the 7th characters.
    pub within: String,
    /// The values in tabular order.
    pub options: Vec<RungOption>,
}

/// One value of a rung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RungOption {
    /// As the title tells it ("right", "stage 3a").
    pub value: String,
    /// The one code or header of the value; `None` where the value alone does not decide.
    pub code: Option<Code>,
    /// All of them, in tabular order.
    pub codes: Vec<Code>,
    /// Whether the value is that the fact is not known.
    pub unspecified: bool,
}

/// The words of an axis; a group of neighbours has the axis where two of them differ only in these.
struct Words {
    axis: Axis,
    values: &'static [&'static str],
}

const WORDS: [Words; 10] = [
    Words {
        axis: Axis::Trimester,
        values: &[
            "first trimester",
            "second trimester",
            "third trimester",
            "unspecified trimester",
        ],
    },
    Words {
        axis: Axis::Side,
        values: &["right", "left", "bilateral", "unspecified"],
    },
    Words {
        axis: Axis::Stage,
        values: &[
            "stage 1",
            "stage 2",
            "stage 3",
            "stage 4",
            "stage 5",
            "stage 3a",
            "stage 3b",
            "stage i",
            "stage ii",
            "stage iii",
            "stage iv",
            "stage 3 unspecified",
            "mild stage",
            "moderate stage",
            "severe stage",
            "indeterminate stage",
            "unspecified stage",
            "stage unspecified",
            "unstageable",
            "unspecified",
        ],
    },
    Words {
        axis: Axis::Severity,
        values: &[
            "mild",
            "moderate",
            "severe",
            "profound",
            "mild intermittent",
            "mild persistent",
            "moderate persistent",
            "severe persistent",
            "unspecified severity",
            "unspecified",
        ],
    },
    Words {
        axis: Axis::Type,
        values: &[
            "type 1",
            "type 2",
            "type 3",
            "type i",
            "type ii",
            "type iii",
            "type iv",
            "type a",
            "type b",
            "type c",
            "type iiia",
            "type iiib",
            "type iiic",
            "type i or ii",
        ],
    },
    Words {
        axis: Axis::Openness,
        values: &["open", "closed"],
    },
    Words {
        axis: Axis::Displacement,
        values: &["displaced", "nondisplaced"],
    },
    Words {
        axis: Axis::Acuity,
        values: &[
            "acute",
            "chronic",
            "subacute",
            "acute on chronic",
            "acute and chronic",
            "unspecified",
        ],
    },
    Words {
        axis: Axis::Intent,
        values: &[
            "accidental",
            "intentional self-harm",
            "assault",
            "undetermined",
            "adverse effect",
            "underdosing",
        ],
    },
    Words {
        axis: Axis::Course,
        values: &[
            "in remission",
            "in relapse",
            "not having achieved remission",
        ],
    },
];

impl Codebook {
    /// The rungs of a code or header, the nearest first: what its children ask for, its 7th character, then
    /// the facts that separate it from the codes beside it and those above it. Empty for what the release
    /// does not have.
    #[must_use]
    pub fn ladder(&self, code: Code) -> Vec<Rung> {
        let Some(entry) = self.entry_of(code) else {
            return Vec::new();
        };
        let mut rungs = Vec::new();
        if !entry.is_leaf() {
            rungs.extend(group(entry, None));
        } else if let Some(rung) = seventh(self, entry, code) {
            rungs.push(rung);
        }
        let mut at = entry;
        let mut nearest = true;
        while let Some(parent) = at.parent().filter(|p| p.code().is_some()) {
            let mut beside = group(parent, Some(at));
            // further up only a fact with a name of its own helps: the others are other conditions
            beside.retain(|rung| nearest || rung.axis != Axis::Detail);
            for rung in &mut beside {
                complete(self, rung, code, at);
            }
            rungs.extend(beside);
            at = parent;
            nearest = false;
        }
        rungs
    }
}

/// Puts the 7th character of a whole code onto the codes beside its leaf.
fn complete(book: &Codebook, rung: &mut Rung, code: Code, leaf: Entry<'_>) {
    let Some(seventh) = code
        .seventh()
        .filter(|_| leaf.is_leaf() && leaf.code() != Some(code))
    else {
        return;
    };
    let whole = |stem: Code| {
        stem.with_seventh(seventh)
            .filter(|c| book.is_billable(*c))
            .unwrap_or(stem)
    };
    for option in &mut rung.options {
        option.code = option.code.map(whole);
        for code in &mut option.codes {
            *code = whole(*code);
        }
    }
}

/// The rung of the 7th character.
fn seventh(book: &Codebook, leaf: Entry<'_>, code: Code) -> Option<Rung> {
    let stem = leaf.code()?;
    let options: Vec<(char, RungOption)> = leaf
        .seventh_characters()
        .filter_map(|s| {
            let whole = stem
                .with_seventh(s.character)
                .filter(|c| book.is_billable(*c))?;
            let value = s.text.to_owned();
            let unspecified = says_unspecified(&value);
            Some((
                s.character,
                RungOption {
                    value,
                    code: Some(whole),
                    codes: vec![whole],
                    unspecified,
                },
            ))
        })
        .collect();
    let any = |words: &[&str]| {
        options
            .iter()
            .any(|(_, o)| words.iter().any(|w| o.value.to_lowercase().contains(w)))
    };
    let axis = if any(&["encounter"]) {
        Axis::Episode
    } else if any(&["fetus"]) {
        Axis::Fetus
    } else if any(&["stage"]) {
        Axis::Stage
    } else if any(&["right eye", "left eye", "right", "left"]) {
        Axis::Side
    } else {
        Axis::SeventhCharacter
    };
    let here = options
        .iter()
        .find(|(_, o)| o.code == Some(code))
        .map(|(_, o)| o.value.clone());
    let within = leaf.seventh_owner().map(Entry::place).unwrap_or_default();
    (options.len() > 1).then(|| Rung {
        axis,
        here,
        within,
        options: options.into_iter().map(|(_, o)| o).collect(),
    })
}

/// The rungs among the children of an entry; with `here` those that separate it from the others.
fn group(parent: Entry<'_>, here: Option<Entry<'_>>) -> Vec<Rung> {
    let members: Vec<(Code, Vec<String>)> = parent
        .children()
        .filter_map(|c| Some((c.code()?, words(c.title()))))
        .collect();
    if members.len() < 2 {
        return Vec::new();
    }
    let here = here.and_then(Entry::code);
    let mut rungs: Vec<Rung> = WORDS
        .iter()
        .filter_map(|words| by_words(words, &members, here))
        .chain(by_with(&members, here))
        .map(|(axis, here, options)| Rung {
            axis,
            here,
            within: parent.place(),
            options,
        })
        .collect();
    // what no axis tells apart, whatever the code at hand
    let separated: Vec<Code> = WORDS
        .iter()
        .filter_map(|words| by_words(words, &members, None))
        .chain(by_with(&members, None))
        .flat_map(|(.., options)| options)
        .flat_map(|o| o.codes)
        .collect();
    let left_over = members.iter().any(|(code, _)| !separated.contains(code));
    if left_over && let Some((value, options)) = detail(parent, here) {
        rungs.push(Rung {
            axis: Axis::Detail,
            here: value,
            within: parent.place(),
            options,
        });
    }
    rungs
}

type Options = Vec<RungOption>;

/// The members by a value of an axis. With `here`, only those that are the same in everything else.
fn by_words(
    axis: &Words,
    members: &[(Code, Vec<String>)],
    here: Option<Code>,
) -> Option<(Axis, Option<String>, Options)> {
    // each member with every way to take one value out of its title: what is left, and the value
    let mut ways: Vec<(Code, String, &'static str)> = Vec::new();
    for (code, title) in members {
        for value in axis.values {
            let parts: Vec<&str> = value.split(' ').collect();
            for at in 0..title.len() {
                if !title
                    .get(at..at + parts.len())
                    .is_some_and(|w| w.iter().map(String::as_str).eq(parts.iter().copied()))
                {
                    continue;
                }
                let end = at + parts.len();
                ways.push((*code, without(title, at, end), value));
                // "right eye" and "bilateral" stand in one place
                if axis.axis == Axis::Side && *value != "bilateral" && end < title.len() {
                    ways.push((*code, without(title, at, end + 1), value));
                }
            }
        }
    }
    let telling = |value: &str| !says_unspecified(value);
    let values_of = |rest: &str| {
        let mut values: Vec<&str> = ways.iter().filter(|w| w.1 == rest).map(|w| w.2).collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    // "unspecified" alone stands for many facts: at least two members must tell a value of this one, or one
    // where the other value is that it is unspecified in the same place
    let is_rung = |rest: &str| {
        let values = values_of(rest);
        values.len() > 1 && values.iter().filter(|v| telling(v)).count() > 1
    };
    let kept: Vec<&(Code, String, &str)> = ways.iter().filter(|w| is_rung(&w.1)).collect();
    let kept: Vec<&(Code, String, &str)> = match here {
        Some(here) => {
            // of several places in its title the one that tells most neighbours apart
            let mine = kept
                .iter()
                .filter(|w| w.0 == here)
                .max_by_key(|w| (values_of(&w.1).len(), std::cmp::Reverse(w.1.len())))?;
            let rest = mine.1.clone();
            kept.into_iter().filter(|w| w.1 == rest).collect()
        }
        None => kept,
    };
    let value_here = here.and_then(|h| kept.iter().find(|w| w.0 == h).map(|w| w.2.to_owned()));
    let mut options: Options = Vec::new();
    for (code, _, value) in kept {
        match options.iter_mut().find(|o| o.value == *value) {
            Some(option) => {
                if !option.codes.contains(code) {
                    option.codes.push(*code);
                }
            }
            None => options.push(RungOption {
                value: (*value).to_owned(),
                code: None,
                codes: vec![*code],
                unspecified: !telling(value),
            }),
        }
    }
    settle(&mut options);
    (options.len() > 1).then_some((axis.axis, value_here, options))
}

/// A title with some words taken out.
fn without(title: &[String], from: usize, to: usize) -> String {
    let part = |words: Option<&[String]>| words.unwrap_or_default().join(" ");
    format!("{} … {}", part(title.get(..from)), part(title.get(to..)))
        .trim()
        .to_owned()
}

/// Members that differ only in that one is "with" what the other is "without".
fn by_with(
    members: &[(Code, Vec<String>)],
    here: Option<Code>,
) -> Option<(Axis, Option<String>, Options)> {
    let mut options: Options = Vec::new();
    let mut value_here = None;
    for (code, title) in members {
        let Some(at) = title.iter().rposition(|w| w == "without") else {
            continue;
        };
        let mut other = title.clone();
        if let Some(word) = other.get_mut(at) {
            "with".clone_into(word);
        }
        let Some((with, _)) = members.iter().find(|(_, t)| *t == other) else {
            continue;
        };
        let pair = [*with, *code];
        if here.is_some_and(|h| !pair.contains(&h)) {
            continue;
        }
        let behind = title.get(at + 1..).unwrap_or_default().join(" ");
        for (code, word) in [(*with, "with"), (*code, "without")] {
            let value = format!("{word} {behind}");
            if here == Some(code) {
                value_here = Some(value.clone());
            }
            match options.iter_mut().find(|o| o.value == value) {
                Some(option) if !option.codes.contains(&code) => option.codes.push(code),
                Some(_) => {}
                None => options.push(RungOption {
                    value,
                    code: None,
                    codes: vec![code],
                    unspecified: false,
                }),
            }
        }
    }
    settle(&mut options);
    (options.len() > 1).then_some((Axis::With, value_here, options))
}

/// The members by what their titles do not have in common.
fn detail(parent: Entry<'_>, here: Option<Code>) -> Option<(Option<String>, Options)> {
    let members: Vec<(Code, Vec<String>)> = parent
        .children()
        .filter_map(|c| Some((c.code()?, whole_words(c.title()))))
        .collect();
    let first = &members.first()?.1;
    let common = |same: &dyn Fn(usize) -> bool| (0..first.len()).take_while(|n| same(*n)).count();
    let from_start = common(&|n| members.iter().all(|(_, t)| t.get(n) == first.get(n)));
    let shortest = members.iter().map(|(_, t)| t.len()).min()?;
    let from_end = common(&|n| {
        members
            .iter()
            .all(|(_, t)| t.iter().rev().nth(n) == first.iter().rev().nth(n))
    })
    .min(shortest.saturating_sub(from_start));
    let titles: Vec<(Code, &str)> = parent
        .children()
        .filter_map(|c| Some((c.code()?, c.title())))
        .collect();
    let cut = |code: Code| -> String {
        let title = titles
            .iter()
            .find(|(c, _)| *c == code)
            .map_or("", |(_, t)| *t);
        let parts: Vec<&str> = title.split_whitespace().collect();
        let to = parts.len().saturating_sub(from_end);
        let middle = parts.get(from_start..to).unwrap_or_default().join(" ");
        let middle = middle.trim_matches([',', ' ']);
        if middle.is_empty() {
            title.to_owned()
        } else {
            middle.to_owned()
        }
    };
    let options: Options = members
        .iter()
        .map(|(code, _)| {
            let value = cut(*code);
            RungOption {
                unspecified: says_unspecified(&value),
                value,
                code: Some(*code),
                codes: vec![*code],
            }
        })
        .collect();
    let value = here.and_then(|h| {
        options
            .iter()
            .find(|o| o.code == Some(h))
            .map(|o| o.value.clone())
    });
    Some((value, options))
}

/// Gives each value with a single code that code.
fn settle(options: &mut Options) {
    for option in options {
        option.code = match option.codes.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
    }
}

fn says_unspecified(value: &str) -> bool {
    let value = value.to_lowercase();
    [
        "unspecified",
        "indeterminate",
        "undetermined",
        "not applicable",
    ]
    .iter()
    .any(|word| value.contains(word))
}

/// Words of a title in lower case, without commas and without what stands in parentheses: "stage 2 (mild)".
fn words(title: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let plain: String = title
        .chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect();
    let words = whole_words(&plain);
    // the six circumstances of a drug stand in one place: "adverse effect of X", "poisoning by X, assault"
    let starts = |with: &[&str]| {
        let same = words
            .iter()
            .map(String::as_str)
            .take(with.len())
            .eq(with.iter().copied());
        same.then(|| words.get(with.len()..).unwrap_or_default().to_vec())
    };
    if let Some(drug) = starts(&["poisoning", "by"]) {
        return drug;
    }
    if let Some(mut drug) = starts(&["adverse", "effect", "of"]) {
        drug.extend(["adverse".to_owned(), "effect".to_owned()]);
        return drug;
    }
    if let Some(mut drug) = starts(&["underdosing", "of"]) {
        drug.push("underdosing".to_owned());
        return drug;
    }
    words
}

/// Words of a title in lower case, without commas.
fn whole_words(title: &str) -> Vec<String> {
    title
        .split_whitespace()
        .map(|w| w.trim_matches([',', ';']).to_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Part, PartSource, Release, SourceFile};

    fn book(diags: &str) -> Codebook {
        let xml = format!(
            "<ICD10CM.tabular><version>2026</version><chapter><name>4</name><desc>C</desc>\
             <section id=\"A00-Z99\"><desc>All</desc>{diags}</section></chapter></ICD10CM.tabular>"
        );
        let file = SourceFile {
            part: Part::Tabular,
            origin: PartSource::Official,
            bytes: xml.as_bytes(),
        };
        Codebook::compile(Release::from_name("FY2026").unwrap(), &[file]).0
    }

    fn diag(name: &str, title: &str, inside: &str) -> String {
        format!("<diag><name>{name}</name><desc>{title}</desc>{inside}</diag>")
    }

    fn check(book: &Codebook, code: &str, expected: &[&str]) {
        let shown: Vec<String> = book
            .ladder(Code::parse(code).unwrap())
            .iter()
            .map(|rung| {
                let options: Vec<String> = rung
                    .options
                    .iter()
                    .map(|o| {
                        let code = o
                            .code
                            .map_or_else(|| "several".to_owned(), |c| c.to_string());
                        format!("{} {code}", o.value)
                    })
                    .collect();
                let here = rung.here.as_deref().unwrap_or("?");
                format!("{:?} {here}: {}", rung.axis, options.join(", "))
            })
            .collect();
        assert_eq!(shown, expected, "{code}");
    }

    #[test]
    fn one_missing_fact_separates_neighbours() {
        let fracture = |n: &str, kind: &str, side: &str| {
            diag(
                &format!("S72.02{n}"),
                &format!("{kind} fracture of epiphysis of {side} femur"),
                "",
            )
        };
        let seventh = "<sevenChrDef><extension char=\"A\">initial encounter</extension>\
            <extension char=\"S\">sequela</extension></sevenChrDef>";
        let book = book(
            &[
                diag(
                    "S72",
                    "Fracture of femur",
                    &format!(
                        "{seventh}{}",
                        diag(
                            "S72.02",
                            "Fracture of epiphysis",
                            &[
                                fracture("1", "Displaced", "right"),
                                fracture("2", "Displaced", "left"),
                                fracture("3", "Displaced", "unspecified"),
                                fracture("4", "Nondisplaced", "right"),
                                fracture("5", "Nondisplaced", "left"),
                                fracture("6", "Nondisplaced", "unspecified"),
                            ]
                            .concat()
                        )
                    ),
                ),
                diag(
                    "N18",
                    "Chronic kidney disease (CKD)",
                    &[
                        diag("N18.1", "Chronic kidney disease, stage 1", ""),
                        diag("N18.2", "Chronic kidney disease, stage 2 (mild)", ""),
                        diag("N18.9", "Chronic kidney disease, unspecified", ""),
                    ]
                    .concat(),
                ),
                diag(
                    "H40.11",
                    "Open-angle glaucoma",
                    &[
                        diag("H40.111", "Open-angle glaucoma, right eye", ""),
                        diag("H40.112", "Open-angle glaucoma, left eye", ""),
                        diag("H40.113", "Open-angle glaucoma, bilateral", ""),
                        diag("H40.119", "Open-angle glaucoma, unspecified eye", ""),
                    ]
                    .concat(),
                ),
                diag(
                    "T40.2X",
                    "Other opioids",
                    &[
                        diag(
                            "T40.2X1",
                            "Poisoning by other opioids, accidental (unintentional)",
                            "",
                        ),
                        diag("T40.2X3", "Poisoning by other opioids, assault", ""),
                        diag("T40.2X5", "Adverse effect of other opioids", ""),
                        diag("T40.2X6", "Underdosing of other opioids", ""),
                    ]
                    .concat(),
                ),
                diag(
                    "K25",
                    "Ulcer",
                    &[
                        diag("K25.0", "Ulcer with bleeding", ""),
                        diag("K25.1", "Ulcer without bleeding", ""),
                    ]
                    .concat(),
                ),
            ]
            .concat(),
        );
        check(
            &book,
            "S72.02",
            &[
                "Side ?: right several, left several, unspecified several",
                "Displacement ?: displaced several, nondisplaced several",
            ],
        );
        check(
            &book,
            "S72.021A",
            &[
                "Episode initial encounter: initial encounter S72.021A, sequela S72.021S",
                "Side right: right S72.021A, left S72.022A, unspecified S72.023A",
                "Displacement displaced: displaced S72.021A, nondisplaced S72.024A",
            ],
        );
        check(
            &book,
            "N18.9",
            &["Stage unspecified: stage 1 N18.1, stage 2 N18.2, unspecified N18.9"],
        );
        check(
            &book,
            "N18.1",
            &["Stage stage 1: stage 1 N18.1, stage 2 N18.2, unspecified N18.9"],
        );
        check(
            &book,
            "H40.111",
            &["Side right: right H40.111, left H40.112, bilateral H40.113, unspecified H40.119"],
        );
        check(
            &book,
            "T40.2X1",
            &[
                "Intent accidental: accidental T40.2X1, assault T40.2X3, adverse effect T40.2X5, underdosing T40.2X6",
            ],
        );
        check(
            &book,
            "K25.1",
            &["With without bleeding: with bleeding K25.0, without bleeding K25.1"],
        );
        check(&book, "Z99", &[]);
    }
}
