//! A proposal for the principal or first-listed diagnosis (Guidelines II, IV.G and the sequencing rules of the chapters,
//! FY2026). It never changes the order of the list: a person puts the codes in sequence.

use icd10cm::{Code, NoteKind};

use super::Local;
use super::relation::is_sepsis;
use crate::score::place;
use crate::task::Ranked;

/// Codes that only accompany others.
fn only_secondary(code: Code, title: &str) -> bool {
    let text = code.undotted();
    let category = code.category();
    let z = matches!(
        category.undotted(),
        "Z16"
            | "Z17"
            | "Z37"
            | "Z3A"
            | "Z66"
            | "Z67"
            | "Z68"
            | "Z72"
            | "Z73"
            | "Z74"
            | "Z77"
            | "Z78"
            | "Z79"
            | "Z80"
            | "Z81"
            | "Z82"
            | "Z83"
            | "Z84"
            | "Z86"
            | "Z87"
            | "Z88"
            | "Z89"
            | "Z90"
            | "Z91"
            | "Z92"
            | "Z93"
            | "Z94"
            | "Z95"
            | "Z96"
            | "Z97"
            | "Z98"
            | "Z99"
            | "B95"
            | "B96"
            | "B97"
            | "R65"
    );
    z || text.starts_with(['V', 'W', 'X', 'Y'])
        || title.contains("in diseases classified elsewhere")
        || effect(code).is_some_and(|c| matches!(c, '5' | '6'))
}

/// The character of a drug code that says poisoning, adverse effect or underdosing.
fn effect(code: Code) -> Option<char> {
    let text = code.undotted();
    let drug = text.get(..3).is_some_and(|c| ("T36"..="T50").contains(&c));
    // the effect is the 6th character, or the 5th where an X fills the 6th up
    drug.then(|| {
        let sixth = text.chars().nth(5).unwrap_or('X');
        if sixth == 'X' {
            text.chars().nth(4).unwrap_or('X')
        } else {
            sixth
        }
    })
}

/// Reasons for an encounter that come first wherever they are reported.
fn is_reason(code: Code) -> bool {
    let text = code.undotted();
    matches!(
        code.category().undotted(),
        "Z00"
            | "Z01"
            | "Z02"
            | "Z04"
            | "Z08"
            | "Z09"
            | "Z34"
            | "Z38"
            | "Z39"
            | "Z42"
            | "Z47"
            | "Z48"
    ) && text != "Z006"
        || ["Z510", "Z511"].iter().any(|c| text.starts_with(c))
}

impl Local {
    /// The suggested code that is proposed as first; `suggested` are those that are, with their scores.
    pub(super) fn first_listed<'r>(
        &self,
        suggested: impl Iterator<Item = &'r Ranked>,
    ) -> Option<Code> {
        let title = |code: Code| self.codebook.title(code).unwrap_or_default().to_lowercase();
        let able: Vec<&Ranked> = suggested
            .filter(|r| !only_secondary(r.candidate.code, &title(r.candidate.code)))
            .collect();
        let stands = |r: &Ranked, name: &str| {
            r.candidate
                .features
                .get(place(name))
                .is_some_and(|x| *x > 0.0)
        };
        let weight = |r: &Ranked| {
            let code = r.candidate.code;
            let section = r
                .candidate
                .evidence
                .iter()
                .any(|e| e.section.to_lowercase().contains("principal"));
            let mut weight = r.probability;
            if section {
                weight += 8.0;
            }
            if is_reason(code) {
                weight += 6.0;
            }
            if effect(code).is_some() {
                weight += 4.0;
            }
            if code.undotted().starts_with('O') {
                weight += 3.0;
            }
            if stands(r, "section_item") || stands(r, "section_assessment") {
                // the first that is assessed before the others
                let position = r.candidate.features.get(place("earliest"));
                weight += 2.0 - position.copied().unwrap_or(1.0);
            }
            if code.undotted().starts_with('R') {
                weight -= 1.0;
            }
            weight
        };
        let first = able
            .iter()
            .max_by(|a, b| weight(a).total_cmp(&weight(b)))?
            .candidate
            .code;
        // a sepsis goes before the infection it comes of (Guidelines I.C.1.d.4, FY2026)
        let sepsis = able
            .iter()
            .map(|r| r.candidate.code)
            .find(|c| is_sepsis(*c));
        let local = !first.undotted().starts_with(['O', 'P', 'S', 'T']);
        let first = sepsis.filter(|_| local).unwrap_or(first);
        // an etiology that the chosen code asks for goes before it
        let Some(entry) = self.codebook.entry_of(first) else {
            return Some(first);
        };
        let notes: Vec<_> = entry
            .effective_notes()
            .map(|n| n.note)
            .filter(|n| n.kind() == NoteKind::CodeFirst)
            .collect();
        let before = able.iter().map(|r| r.candidate.code).find(|code| {
            *code != first
                && notes
                    .iter()
                    .any(|n| n.references().any(|r| r.covers(*code)))
        });
        Some(before.unwrap_or(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_accompany_others_are_not_first() {
        let check = |code: &str, expected| {
            assert_eq!(
                only_secondary(Code::parse(code).unwrap(), ""),
                expected,
                "{code}"
            );
        };
        check("W19.XXXA", true);
        check("Z79.4", true);
        check("B96.20", true);
        check("T45.515A", true);
        check("T44.7X1A", false);
        check("T44.7X5A", true);
        check("Z51.11", false);
        check("S52.501A", false);
    }
}
