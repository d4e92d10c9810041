//! Days, months and great ages.

use super::IdentifierKind::{Age, Date};
use super::mark::Marks;
use super::token::Kind;

const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
];
/// Words before two numbers with a slash that make them a day rather than a score.
const BEFORE_DAY: &[&str] = &[
    "on",
    "since",
    "from",
    "until",
    "through",
    "by",
    "dated",
    "date",
    "dob",
    "seen",
    "admitted",
    "discharged",
    "born",
    "visit",
    "due",
    "to",
];
const BEFORE_MONTH: &[&str] = &[
    "in", "since", "last", "early", "late", "mid", "of", "until", "next",
];
const ENDINGS: &[&str] = &["st", "nd", "rd", "th"];

pub(super) fn mark(marks: &mut Marks<'_>) {
    let mut at = 0;
    while at < marks.tokens.len() {
        let to = numeric(marks, at)
            .or_else(|| month_first(marks, at))
            .or_else(|| day_first(marks, at));
        match to {
            Some(to) if marks.is_free(at) => {
                marks.mark(Date, at, to);
                at = to;
            }
            _ => {
                great_age(marks, at);
                at += 1;
            }
        }
    }
}

/// `3/14/2026`, `14.03.26`, `2026-03-14`, and `3/14` behind a word that makes it a day.
fn numeric(marks: &Marks<'_>, at: usize) -> Option<usize> {
    let token = |n: usize| marks.get(at + n);
    let first = token(0)?;
    if first.kind != Kind::Digits || token_is_part_of_number(marks, at) {
        return None;
    }
    let sign = token(1).filter(|t| t.joined && matches!(t.text, "/" | "-" | "."))?;
    let second = token(2).filter(|t| t.joined)?;
    let third = token(3)
        .filter(|t| t.joined && t.text == sign.text)
        .and_then(|_| token(4))
        .filter(|t| t.joined && t.kind == Kind::Digits);
    let goes_on = |n: usize| token(n).is_some_and(|t| t.joined && t.kind != Kind::Sign);
    let (day, month) = (1..=31, 1..=12);
    if let Some(third) = third {
        if let (Some(_), Some(b), Some(c)) = (
            first.digits(4, 4).filter(|y| (1880..=2150).contains(y)),
            second.digits(1, 2),
            third.digits(1, 2),
        ) && month.contains(&b)
            && day.contains(&c)
        {
            return Some(at + 5);
        }
        let (a, b) = (first.digits(1, 2)?, second.digits(1, 2)?);
        let year = third.digits(2, 2).or(third.digits(4, 4))?;
        let fits =
            (month.contains(&a) && day.contains(&b)) || (day.contains(&a) && month.contains(&b));
        let dotted = sign.text == "." && year < 1000;
        return (fits && !dotted && !goes_on(5)).then_some(at + 5);
    }
    let (a, b) = (first.digits(1, 2)?, second.digits(1, 2)?);
    let before = marks.get(at.checked_sub(1)?)?;
    let labelled = before.is_one_of(BEFORE_DAY)
        || (matches!(before.text, ":" | "." | "-" | "–")
            && at >= 2
            && marks
                .get(at - 2)
                .is_some_and(|t| t.is_one_of(&["date", "dob", "dos", "doa", "dod"])));
    let fits = sign.text == "/" && month.contains(&a) && day.contains(&b);
    (labelled && fits && !goes_on(3)).then_some(at + 3)
}

/// Whether digits go on to the left: `1.3/14`, `A12`.
fn token_is_part_of_number(marks: &Marks<'_>, at: usize) -> bool {
    let Some(token) = marks.get(at) else {
        return true;
    };
    token.joined
        && at > 0
        && marks.get(at - 1).is_some_and(|before| {
            before.kind != Kind::Sign || (matches!(before.text, "." | "/" | "-") && before.joined)
        })
}

fn is_month(marks: &Marks<'_>, at: usize) -> bool {
    marks
        .get(at)
        .is_some_and(|t| t.is_capitalized() && t.is_one_of(MONTHS))
}

fn year(marks: &Marks<'_>, at: usize) -> bool {
    marks
        .get(at)
        .and_then(|t| t.digits(4, 4))
        .is_some_and(|y| (1880..=2150).contains(&y))
}

/// `March 14, 2026`, `Mar 14th`, `March 2026`, `in March`.
fn month_first(marks: &Marks<'_>, at: usize) -> Option<usize> {
    if !is_month(marks, at) {
        return None;
    }
    let mut next = at + 1;
    if marks.get(next).is_some_and(|t| t.text == "." && t.joined) {
        next += 1;
    }
    if marks
        .get(next)
        .and_then(|t| t.digits(1, 2))
        .is_some_and(|d| (1..=31).contains(&d))
    {
        next += 1;
        if marks.get(next).is_some_and(|t| t.is_one_of(ENDINGS)) {
            next += 1;
        }
        let comma = usize::from(marks.get(next).is_some_and(|t| t.text == ","));
        return Some(if year(marks, next + comma) {
            next + comma + 1
        } else {
            next
        });
    }
    let comma = usize::from(marks.get(next).is_some_and(|t| t.text == ","));
    if year(marks, next + comma) {
        return Some(next + comma + 1);
    }
    let before = at.checked_sub(1).and_then(|b| marks.get(b))?;
    before.is_one_of(BEFORE_MONTH).then_some(at + 1)
}

/// `14 March 2026`, `the 14th of March`.
fn day_first(marks: &Marks<'_>, at: usize) -> Option<usize> {
    let day = marks.get(at)?.digits(1, 2)?;
    if !(1..=31).contains(&day) {
        return None;
    }
    let mut next = at + 1;
    if marks.get(next).is_some_and(|t| t.is_one_of(ENDINGS)) {
        next += 1;
    }
    if marks
        .get(next)
        .is_some_and(|t| t.is("of") || (t.text == "-" && t.joined))
    {
        next += 1;
    }
    if !is_month(marks, next) {
        return None;
    }
    next += 1;
    if marks.get(next).is_some_and(|t| t.text == "-" && t.joined) {
        next += 1;
    }
    let comma = usize::from(marks.get(next).is_some_and(|t| t.text == ","));
    let short = marks
        .get(next)
        .is_some_and(|t| t.joined && t.digits(2, 2).is_some());
    Some(if year(marks, next + comma) {
        next + comma + 1
    } else if short {
        next + 1
    } else {
        next
    })
}

/// Ages of 90 and more, which are as good as a name.
fn great_age(marks: &mut Marks<'_>, at: usize) {
    let Some(age) = marks.get(at).and_then(|t| t.digits(2, 3)) else {
        return;
    };
    if !(90..=125).contains(&age) || !marks.is_free(at) {
        return;
    }
    let mut next = at + 1;
    if marks.get(next).is_some_and(|t| t.text == "-") {
        next += 1;
    }
    let behind = marks.get(next).is_some_and(|t| {
        let word = t.text.to_ascii_lowercase();
        word.starts_with("year-old") || word == "yo" || word == "yr-old"
    }) || [
        "year old",
        "years old",
        "y/o",
        "y.o",
        "yr old",
        "years of age",
    ]
    .iter()
    .any(|words| {
        let rest = marks.get(next).and_then(|t| marks.text.get(t.start..));
        rest.is_some_and(|r| {
            r.get(..words.len())
                .is_some_and(|r| r.eq_ignore_ascii_case(words))
        })
    });
    let word_before = |back: usize| at.checked_sub(back).and_then(|b| marks.get(b));
    let before = word_before(1).is_some_and(|t| t.is_one_of(&["age", "aged"]))
        || (word_before(1).is_some_and(|t| t.text == ":")
            && word_before(2).is_some_and(|t| t.is("age")));
    if behind || before {
        marks.mark(Age, at, at + 1);
    }
}
