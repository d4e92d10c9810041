//! Names of persons.

use super::IdentifierKind::Name;
use super::mark::Marks;
use super::token::Kind;

const TITLES: &[&str] = &[
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Dr",
    "Doctor",
    "Prof",
    "Professor",
    "Nurse",
    "Rev",
    "Sr",
    "Sgt",
];
const CREDENTIALS: &[&str] = &[
    "MD", "DO", "RN", "NP", "PA", "PA-C", "PhD", "FNP", "FNP-C", "APRN", "CRNA", "DDS", "DPM",
    "LPN", "LCSW", "PharmD", "MBBS", "CNM", "FACC", "FACS", "DNP", "PT", "OT", "M.D", "D.O",
];
/// Words before a colon, behind which a person is named.
const LABELS: &[&str] = &[
    "patient",
    "name",
    "provider",
    "physician",
    "attending",
    "surgeon",
    "author",
    "dictated",
    "signed",
    "PCP",
    "referring",
    "resident",
    "scribe",
    "nurse",
    "contact",
    "guardian",
    "guarantor",
    "subscriber",
    "insured",
    "cosigned",
    "by",
    "spouse",
    "kin",
    "clinician",
    "practitioner",
    "anesthesiologist",
];
/// Words straight before a name.
const BEFORE: &[&str] = &[
    "named",
    "called",
    "signed",
    "dictated",
    "transcribed",
    "cosigned",
];
/// Capitalized words that are no names, wherever they stand.
const WORDS: &[&str] = &[
    "The",
    "This",
    "That",
    "He",
    "She",
    "They",
    "His",
    "Her",
    "We",
    "It",
    "Patient",
    "Pt",
    "No",
    "Not",
    "With",
    "And",
    "Or",
    "For",
    "Is",
    "Was",
    "Has",
    "In",
    "On",
    "At",
    "By",
    "Of",
    "To",
    "Date",
    "Time",
    "Age",
    "Sex",
    "Male",
    "Female",
    "Name",
    "Type",
    "Acute",
    "Chronic",
    "Left",
    "Right",
    "History",
    "Assessment",
    "Plan",
    "Diagnosis",
    "None",
    "Unknown",
    "Denies",
    "Reports",
    "Electronically",
    "Present",
    "Unremarkable",
    "Normal",
    "Follow",
    "Continue",
    "Who",
    "Here",
    "Today",
    "Service",
];
/// First names that are no other word.
const FIRST: &[&str] = &[
    "James",
    "John",
    "Robert",
    "Michael",
    "David",
    "William",
    "Richard",
    "Joseph",
    "Thomas",
    "Christopher",
    "Charles",
    "Daniel",
    "Matthew",
    "Anthony",
    "Donald",
    "Steven",
    "Andrew",
    "Paul",
    "Joshua",
    "Kenneth",
    "Kevin",
    "Brian",
    "George",
    "Timothy",
    "Ronald",
    "Jason",
    "Edward",
    "Jeffrey",
    "Ryan",
    "Jacob",
    "Nicholas",
    "Gary",
    "Eric",
    "Jonathan",
    "Stephen",
    "Larry",
    "Justin",
    "Scott",
    "Brandon",
    "Benjamin",
    "Samuel",
    "Gregory",
    "Alexander",
    "Patrick",
    "Jack",
    "Dennis",
    "Jerry",
    "Tyler",
    "Aaron",
    "Jose",
    "Adam",
    "Nathan",
    "Henry",
    "Zachary",
    "Douglas",
    "Peter",
    "Kyle",
    "Noah",
    "Ethan",
    "Jeremy",
    "Walter",
    "Christian",
    "Keith",
    "Roger",
    "Terry",
    "Harold",
    "Carlos",
    "Juan",
    "Luis",
    "Mary",
    "Patricia",
    "Jennifer",
    "Linda",
    "Elizabeth",
    "Barbara",
    "Susan",
    "Jessica",
    "Sarah",
    "Karen",
    "Lisa",
    "Nancy",
    "Betty",
    "Sandra",
    "Margaret",
    "Ashley",
    "Kimberly",
    "Emily",
    "Donna",
    "Michelle",
    "Carol",
    "Amanda",
    "Melissa",
    "Deborah",
    "Stephanie",
    "Dorothy",
    "Rebecca",
    "Sharon",
    "Laura",
    "Cynthia",
    "Amy",
    "Kathleen",
    "Angela",
    "Shirley",
    "Brenda",
    "Emma",
    "Anna",
    "Pamela",
    "Nicole",
    "Samantha",
    "Katherine",
    "Christine",
    "Helen",
    "Debra",
    "Rachel",
    "Carolyn",
    "Janet",
    "Maria",
    "Catherine",
    "Heather",
    "Diane",
    "Olivia",
    "Julie",
    "Joyce",
    "Victoria",
    "Ruth",
    "Virginia",
    "Lauren",
    "Kelly",
    "Christina",
    "Joan",
    "Evelyn",
    "Judith",
    "Andrea",
    "Hannah",
    "Megan",
    "Cheryl",
    "Jacqueline",
    "Martha",
    "Madison",
    "Teresa",
    "Gloria",
    "Sara",
    "Janice",
    "Ann",
    "Kathryn",
    "Abigail",
    "Sophia",
    "Frances",
    "Jean",
    "Alice",
    "Judy",
    "Isabella",
    "Julia",
    "Amber",
    "Denise",
    "Danielle",
    "Marilyn",
    "Beverly",
    "Charlotte",
    "Natalie",
    "Theresa",
    "Diana",
    "Brittany",
    "Doris",
    "Kayla",
    "Lori",
    "Jane",
    "Mohammed",
    "Ahmed",
    "Fatima",
    "Wei",
    "Priya",
    "Ravi",
    "Elena",
    "Sofia",
];

pub(super) fn mark(marks: &mut Marks<'_>) {
    for at in 0..marks.tokens.len() {
        titled(marks, at);
        labelled(marks, at);
        credentialed(marks, at);
        first_name(marks, at);
    }
    // who was named once with a title is often named again without
    let found = marks.words(Name);
    let again: Vec<&str> = found
        .into_iter()
        .filter(|w| w.chars().count() > 2)
        .collect();
    for at in 0..marks.tokens.len() {
        let same = marks
            .get(at)
            .is_some_and(|t| t.is_capitalized() && again.contains(&stem(t.text)));
        if same && marks.is_free(at) {
            marks.mark(Name, at, at + 1);
        }
    }
}

/// A name without the ending of its possessive.
fn stem(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
}

/// Marks words that are known to identify, in any case.
pub(super) fn mark_known(marks: &mut Marks<'_>, known: &[&str]) {
    let words: Vec<&str> = known
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\''))
        .filter(|w| w.chars().count() > 1)
        .collect();
    for at in 0..marks.tokens.len() {
        let same = marks
            .get(at)
            .is_some_and(|t| words.iter().any(|w| stem(t.text).eq_ignore_ascii_case(w)));
        if same && marks.is_free(at) {
            marks.mark(Name, at, at + 1);
        }
    }
}

fn could_be_name(marks: &Marks<'_>, at: usize) -> bool {
    marks.is_free(at)
        && marks.get(at).is_some_and(|t| {
            t.is_capitalized() && !t.is_one_of(WORDS) && !CREDENTIALS.contains(&t.text)
        })
}

/// Capitalized words from `at` on, with initials and particles; one behind the last, `at` where there is none.
fn name_from(marks: &Marks<'_>, at: usize, most: usize) -> usize {
    let mut to = at;
    let mut words = 0;
    while words < most {
        let Some(token) = marks.get(to) else { break };
        if token.new_line && to > at {
            break;
        }
        if could_be_name(marks, to) {
            words += 1;
            to += 1;
            let initial = token.text.chars().count() == 1;
            if initial && marks.get(to).is_some_and(|t| t.text == "." && t.joined) {
                to += 1;
            }
        } else if words > 0
            && token.is_one_of(&["van", "von", "de", "der", "la", "del", "bin", "al"])
            && could_be_name(marks, to + 1)
        {
            to += 1;
        } else {
            break;
        }
    }
    to
}

/// `Dr. Jane van Doe`
fn titled(marks: &mut Marks<'_>, at: usize) {
    let Some(title) = marks.get(at).filter(|t| TITLES.contains(&t.text)) else {
        return;
    };
    let dot = usize::from(marks.get(at + 1).is_some_and(|t| t.text == "." && t.joined));
    let from = at + 1 + dot;
    let surname_only = title.is_one_of(&["Nurse", "Doctor"]);
    let to = name_from(marks, from, if surname_only { 2 } else { 3 });
    if to > from && !marks.get(from).is_some_and(|t| t.new_line) {
        marks.mark(Name, from, to);
    }
}

/// `Patient: DOE, JANE`, `Electronically signed by Jane Doe`
fn labelled(marks: &mut Marks<'_>, at: usize) {
    let Some(token) = marks.get(at) else { return };
    let colon = marks.get(at + 1).is_some_and(|t| t.text == ":");
    let from = if token.is_one_of(LABELS) && colon {
        at + 2
    } else if token.is_one_of(BEFORE) {
        at + 1 + usize::from(marks.get(at + 1).is_some_and(|t| t.is("by")))
    } else {
        return;
    };
    if marks.get(from).is_some_and(|t| t.new_line) {
        return;
    }
    let mut to = name_from(marks, from, 3);
    if to > from && marks.get(to).is_some_and(|t| t.text == ",") {
        let behind = name_from(marks, to + 1, 2);
        let same_line = marks.get(to + 1).is_some_and(|t| !t.new_line);
        if same_line && to - from <= 2 && behind > to + 1 {
            to = behind;
        }
    }
    if to > from {
        marks.mark(Name, from, to);
    }
}

/// `Jane Doe, MD`
fn credentialed(marks: &mut Marks<'_>, at: usize) {
    let credential = marks.get(at).is_some_and(|t| CREDENTIALS.contains(&t.text))
        && at > 1
        && marks.get(at - 1).is_some_and(|t| t.text == ",");
    if !credential {
        return;
    }
    let mut from = at - 1;
    while from > 0
        && at - from < 5
        && (could_be_name(marks, from - 1)
            || (marks.get(from - 1).is_some_and(|t| t.text == ".")
                && from > 1
                && marks
                    .get(from - 2)
                    .is_some_and(|t| t.kind == Kind::Word && t.text.len() == 1)))
    {
        from -= 1;
        if marks.get(from).is_some_and(|t| t.new_line) {
            break;
        }
    }
    // one capitalized word before "PA" or "PT" may be anything
    if at - 1 - from >= 2 {
        marks.mark(Name, from, at - 1);
    }
}

/// `John Doe`: a first name that is no other word, and what goes with it.
fn first_name(marks: &mut Marks<'_>, at: usize) {
    let first = marks.get(at).is_some_and(|t| FIRST.contains(&stem(t.text)));
    if !first || !marks.is_free(at) {
        return;
    }
    let to = name_from(marks, at, 3).max(at + 1);
    marks.mark(Name, at, to);
}
