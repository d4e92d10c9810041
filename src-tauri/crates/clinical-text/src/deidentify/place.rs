//! Streets, towns, institutions.

use super::IdentifierKind::Address;
use super::mark::Marks;
use super::token::Kind;

const STREETS: &[&str] = &[
    "Street",
    "St",
    "Avenue",
    "Ave",
    "Road",
    "Rd",
    "Boulevard",
    "Blvd",
    "Drive",
    "Lane",
    "Ln",
    "Court",
    "Ct",
    "Way",
    "Place",
    "Terrace",
    "Circle",
    "Parkway",
    "Pkwy",
    "Highway",
    "Hwy",
    "Square",
    "Trail",
    "Dr",
];
const UNITS: &[&str] = &[
    "Apt",
    "Apartment",
    "Suite",
    "Ste",
    "Unit",
    "Room",
    "Rm",
    "Floor",
];
const INSTITUTIONS: &[&str] = &[
    "Hospital",
    "Clinic",
    "Infirmary",
    "Hospice",
    "University",
    "Institute",
    "Associates",
    "Pharmacy",
];
/// Words that describe an institution rather than name it.
const COMMON: &[&str] = &[
    "The",
    "This",
    "Our",
    "Your",
    "In",
    "At",
    "To",
    "From",
    "A",
    "An",
    "Community",
    "General",
    "Outpatient",
    "Inpatient",
    "Emergency",
    "Follow-up",
    "Pain",
    "Eye",
    "Wound",
    "Heart",
    "Primary",
    "Care",
    "Walk-in",
    "Day",
    "Anticoagulation",
    "Coumadin",
    "Diabetes",
    "Cancer",
    "Hospital",
];
const STATES: &[&str] = &[
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS",
    "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY",
    "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV",
    "WI", "WY", "DC", "PR",
];

pub(super) fn mark(marks: &mut Marks<'_>) {
    for at in 0..marks.tokens.len() {
        street(marks, at);
        box_number(marks, at);
        town(marks, at);
        institution(marks, at);
        lives_in(marks, at);
    }
}

/// `12 Old Mill Road, Apt. 4`
fn street(marks: &mut Marks<'_>, at: usize) {
    let number = marks
        .get(at)
        .is_some_and(|t| t.digits(1, 6).is_some() && !t.joined);
    if !number || !marks.is_free(at) {
        return;
    }
    let mut to = at + 1;
    while marks
        .get(to)
        .is_some_and(|t| t.is_capitalized() && !t.new_line)
        && to < at + 6
    {
        to += 1;
        let ends = marks.get(to - 1).is_some_and(|t| STREETS.contains(&t.text));
        if ends && to > at + 2 {
            let mut end = to;
            if marks.get(end).is_some_and(|t| t.text == "." && t.joined) {
                end += 1;
            }
            let comma = usize::from(marks.get(end).is_some_and(|t| t.text == ","));
            if marks.get(end + comma).is_some_and(|t| t.is_one_of(UNITS)) {
                end += comma + 1;
                while marks
                    .get(end)
                    .is_some_and(|t| matches!(t.text, "." | "#") || t.kind == Kind::Digits)
                {
                    end += 1;
                }
            }
            marks.mark(Address, at, end);
            return;
        }
    }
}

fn box_number(marks: &mut Marks<'_>, at: usize) {
    let boxed = marks.get(at).is_some_and(|t| t.is("Box"))
        && marks.get(at + 1).is_some_and(|t| t.digits(1, 6).is_some());
    if boxed {
        let begins = (1..=4)
            .rev()
            .filter_map(|back| at.checked_sub(back))
            .find(|b| marks.get(*b).is_some_and(|t| t.is("P") || t.is("PO")))
            .unwrap_or(at);
        marks.mark(Address, begins, at + 2);
    }
}

/// `Springfield, IL 62704`
fn town(marks: &mut Marks<'_>, at: usize) {
    let state = marks.get(at).is_some_and(|t| STATES.contains(&t.text));
    let comma = at
        .checked_sub(1)
        .and_then(|b| marks.get(b))
        .is_some_and(|t| t.text == ",");
    let postal = marks.get(at + 1).is_some_and(|t| t.digits(5, 5).is_some());
    if !state || !(postal || comma) {
        return;
    }
    let mut from = if comma { at - 1 } else { at };
    let behind = from;
    while from > 0
        && behind - from < 3
        && marks.get(from - 1).is_some_and(|t| t.is_capitalized())
        && !marks
            .get(from)
            .is_some_and(|t| t.new_line && from != behind)
    {
        from -= 1;
    }
    // credentials and abbreviations ("Jane Smith, MD", "pneumonia, PA") are no towns
    if !postal
        && (from == behind
            || marks
                .get(at)
                .is_some_and(|t| matches!(t.text, "MD" | "PA" | "OR" | "IN" | "ME" | "ID")))
    {
        return;
    }
    let mut to = at + 1 + usize::from(postal);
    let more = postal
        && marks.get(to).is_some_and(|t| t.text == "-" && t.joined)
        && marks.get(to + 1).is_some_and(|t| t.digits(4, 4).is_some());
    if more {
        to += 2;
    }
    marks.mark(Address, from, to);
}

/// `Mercy General Hospital`, `Lakeside Medical Center`
fn institution(marks: &mut Marks<'_>, at: usize) {
    let Some(token) = marks.get(at) else {
        return;
    };
    let center = token.is("Medical")
        && marks
            .get(at + 1)
            .is_some_and(|t| t.is_one_of(&["Center", "Centre", "Group"]));
    if !(center || INSTITUTIONS.contains(&token.text)) || !token.is_capitalized() {
        return;
    }
    let mut from = at;
    while from > 0
        && at - from < 4
        && !marks.get(from).is_some_and(|t| t.new_line)
        && marks.get(from - 1).is_some_and(|t| {
            t.is_capitalized() || t.text == "." && t.joined || t.is_one_of(&["of"])
        })
    {
        from -= 1;
    }
    while marks.get(from).is_some_and(|t| !t.is_capitalized()) && from < at {
        from += 1;
    }
    let named = (from..at).any(|i| {
        marks
            .get(i)
            .is_some_and(|t| t.is_capitalized() && !t.is_one_of(COMMON))
    });
    if named {
        marks.mark(Address, from, at + 1 + usize::from(center));
    }
}

/// `lives in Maple Grove`
fn lives_in(marks: &mut Marks<'_>, at: usize) {
    let lives = marks
        .get(at)
        .is_some_and(|t| t.is_one_of(&["lives", "living", "resides", "residing", "moved"]))
        && marks
            .get(at + 1)
            .is_some_and(|t| t.is_one_of(&["in", "at", "to"]));
    let from = at + 2;
    let mut to = from;
    while lives
        && to < from + 3
        && marks
            .get(to)
            .is_some_and(|t| t.is_capitalized() && !t.new_line)
    {
        to += 1;
    }
    if to > from {
        marks.mark(Address, from, to);
    }
}
