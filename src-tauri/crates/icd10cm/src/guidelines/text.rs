//! Lines of the text put together into titles and paragraphs.

use super::mention;

/// Lines by which a page ends or begins.
pub(super) fn is_furniture(line: &str) -> bool {
    let line = line.trim();
    let page = |line: &str| {
        line.strip_prefix("Page ")
            .and_then(|rest| rest.split_once(" of "))
            .is_some_and(|(n, all)| digits(n) && digits(all))
    };
    line == "ICD-10-CM Official Guidelines for Coding and Reporting"
        || line.strip_prefix("FY ").is_some_and(digits)
        || page(line)
        || line.chars().all(|c| c == '\u{c}' || c.is_whitespace())
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a line belongs to the table of contents: dots that lead to a page.
pub(super) fn is_contents(line: &str) -> bool {
    line.contains(".....")
}

/// Shortest title that can have been broken over two lines, in characters.
const BROKEN_FROM: usize = 44;
/// Longest second line of a title.
const SECOND: usize = 55;
/// Longest second line that begins with a capital, far down, where the text is narrow.
const NARROW_SECOND: usize = 30;
/// Depth from which the text is narrow: "(a)".
const NARROW_FROM: u8 = 5;

/// Whether a title of some depth goes on in the next line; `again` where it went on already.
pub(super) fn title_goes_on(title: &str, next: &str, depth: u8, again: bool) -> bool {
    let next = next.trim();
    let Some(first) = next.chars().next() else {
        return false;
    };
    if title.ends_with(['-', ',']) {
        return true;
    }
    let length = title.chars().count();
    let ends_in_range =
        title.ends_with(')') && mention::mentions(title).iter().any(|m| m.2.is_some());
    if ends_in_range || title.ends_with(['.', ':']) || length < BROKEN_FROM - 8 {
        return false;
    }
    if first.is_lowercase() {
        return next.chars().count() <= SECOND;
    }
    let loud = next.chars().all(|c| !c.is_lowercase());
    if first == '(' && next.chars().count() <= SECOND {
        return true;
    }
    let second = if depth < NARROW_FROM {
        SECOND
    } else {
        NARROW_SECOND
    };
    let is_body = next.ends_with(['.', ':']) || next.starts_with("See ");
    let is_remark = loud && next.contains(' ');
    let fits = length >= BROKEN_FROM && next.chars().count() <= second;
    fits && !again && !is_body && !is_remark
}

/// Puts a line behind a text: with a space, or none behind a dash that a word was broken at.
pub(super) fn join(text: &mut String, line: &str) {
    let line = line.trim();
    let broken = text.ends_with('-') && !text.ends_with(" -") && !text.ends_with("--");
    if !text.is_empty() && !text.ends_with('\n') && !broken {
        text.push(' ');
    }
    text.push_str(line);
}

/// Puts lines together into paragraphs, separated by line feeds: a paragraph ends where the next line's first
/// word would still have had room.
pub(super) fn paragraphs(lines: &[&str]) -> String {
    let width = lines
        .iter()
        .map(|l| l.trim().chars().count())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    let mut before: Option<&str> = None;
    for line in lines.iter().map(|l| l.trim()) {
        if before.is_some_and(|before| ends(before, line, width)) {
            text.push('\n');
        }
        join(&mut text, line);
        before = Some(line);
    }
    text
}

fn ends(before: &str, next: &str, width: usize) -> bool {
    let first = next.split_whitespace().next().unwrap_or("");
    let room = width.saturating_sub(before.chars().count() + 1);
    let needs = first.chars().count();
    if before.ends_with(['.', ':', '?', '!', ';']) {
        return room > needs;
    }
    if row_of_list(next) {
        return !["code", "category", "subcategory", "and", "or", "from"]
            .iter()
            .any(|word| before.ends_with(word));
    }
    if mention::mentions(first)
        .first()
        .is_some_and(|m| m.0.start == 0)
    {
        return false;
    }
    room >= needs + 14 && next.chars().next().is_some_and(char::is_uppercase)
}

/// "Z14 Genetic carrier": a code and its title.
fn row_of_list(line: &str) -> bool {
    let Some((code, title)) = line.split_once(' ') else {
        return false;
    };
    title.chars().next().is_some_and(char::is_uppercase)
        && !code.ends_with([',', ';'])
        && mention::mentions(code)
            .first()
            .is_some_and(|m| m.0.start == 0 && m.0.end == code.len())
}

/// Words of a text in lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_go_on_where_they_were_broken() {
        let check = |title: &str, next: &str, expected: bool| {
            let goes_on = title_goes_on(title, next, 2, false);
            assert_eq!(goes_on, expected, "{title} | {next}");
        };
        assert!(!title_goes_on(
            "Negative or inconclusive blood cultures and sepsis",
            "Negative or inconclusive blood cultures do not preclude",
            6,
            false
        ));
        assert!(!title_goes_on(
            "Nonprescribed drug taken with correctly prescribed drug",
            "If a nonprescribed drug was taken in",
            2,
            true
        ));
        check("Newborn sepsis", "See Section I.C.16", false);
        check(
            "Diseases of the Eye and Adnexa of every kind (H00-H59)",
            "Reserved for future guideline expansion",
            false,
        );
        check(
            "Certain Infectious and Parasitic Diseases (A00-B99), U07.1,",
            "U09.9",
            true,
        );
        check(
            "Diseases of the Skin and Subcutaneous Tissue",
            "(L00-L99)",
            true,
        );
        check(
            "Sequencing of Category G89 Codes with Site-Specific",
            "Pain Codes",
            true,
        );
        check(
            "Acute organ dysfunction that is not clearly associated",
            "with the sepsis",
            true,
        );
        check(
            "A symptom(s) followed by contrasting/comparative diagnoses",
            "GUIDELINE HAS BEEN DELETED EFFECTIVE OCTOBER 1, 2014",
            false,
        );
    }

    #[test]
    fn paragraphs_end_where_there_was_room() {
        let lines = [
            "Status codes indicate that a patient is a carrier of a",
            "disease or has had one.",
            "The status Z codes are:",
            "Z14 Genetic carrier",
            "Z15 Genetic susceptibility to disease and a non-",
            "existent thing",
        ];
        assert_eq!(
            paragraphs(&lines),
            "Status codes indicate that a patient is a carrier of a disease or has had one.\n\
             The status Z codes are:\nZ14 Genetic carrier\n\
             Z15 Genetic susceptibility to disease and a non-existent thing"
        );
    }
}
