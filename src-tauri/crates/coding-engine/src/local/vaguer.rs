//! Which of two codes says less of what the other says.

use icd10cm::Code;

use super::Local;

impl Local {
    /// Whether a code says less of what the other says: the unspecified one of the same category, or
    /// pain, injury, neoplasm or cause of no stated site beside one of a stated site.
    pub(super) fn is_vaguer(&self, code: Code, than: Code) -> bool {
        let letter = than.undotted().as_bytes().first().copied().unwrap_or(b'A');
        let (category, other) = (code.category(), than.category());
        // what is part of another disease is said only where that disease is
        if self.is_manifestation(than) && !self.is_manifestation(code) {
            return false;
        }
        match category.undotted() {
            "T14" => {
                let burn_or_injury = letter == b'S'
                    || letter == b'T'
                        && other
                            .undotted()
                            .get(1..3)
                            .is_some_and(|n| n == "07" || ("20"..="34").contains(&n));
                return burn_or_injury && other != category;
            }
            // "overdose": of the drug that is named
            "T65" if code.undotted().starts_with("T659") => {
                return ("T36"..="T65").contains(&other.undotted()) && than != code;
            }
            "T30" => {
                return letter == b'T'
                    && other
                        .undotted()
                        .get(1..3)
                        .is_some_and(|n| ("20"..="28").contains(&n));
            }
            "C79" if code.undotted() == "C799" => {
                return ("C77"..="C79").contains(&other.undotted()) && than != code;
            }
            "C80" => return letter == b'C' && other != category,
            "R52" => {
                let sited = ["R07", "R10", "R51", "G43", "G89", "M54", "M25", "H57"];
                return sited.contains(&other.undotted()) || than.undotted().starts_with("M796");
            }
            "N18" if code.undotted() == "N189" => return other == category && code != than,
            "N28" if code.undotted() == "N289" => {
                return ("N17"..="N19").contains(&other.undotted())
                    || than.undotted().starts_with("E112")
                    || than.undotted().starts_with("E102");
            }
            "X58" => return matches!(letter, b'V'..=b'Y') && other != category,
            // the unspecified one beside one whose cause or organism is known
            "A41" if code.undotted() == "A419" => {
                return matches!(other.undotted(), "A40")
                    || other == category && code != than
                    || ["A021", "A227", "A267", "A327", "A427", "A5486", "B377"]
                        .iter()
                        .any(|c| than.undotted().starts_with(c));
            }
            "J18" if code.undotted() == "J189" => {
                return ("J12"..="J16").contains(&other.undotted());
            }
            "L89" if code.undotted() == "L8990" => return other == category && code != than,
            // acute on chronic says both
            "I50"
                if other == category
                    && code.len() == 5
                    && than.len() == 5
                    && than.undotted().ends_with('3')
                    && code.undotted().get(..4) == than.undotted().get(..4)
                    && code != than =>
            {
                return true;
            }
            // a broken wrist is that of the radius where that is named, of the same side
            "S62" if code.undotted().starts_with("S6210") => {
                return than.undotted().starts_with("S525")
                    && code.undotted().get(5..6) == than.undotted().get(5..6);
            }
            "W19" => return ("W00"..="W18").contains(&other.undotted()),
            // osteoarthritis of another or no site beside one of a named joint
            "M19"
                if matches!(
                    code.undotted(),
                    "M1909" | "M1990" | "M1991" | "M1992" | "M1993"
                ) =>
            {
                return ("M15"..="M18").contains(&other.undotted());
            }
            "Z51" if code.undotted() == "Z5189" => {
                return matches!(
                    other.undotted(),
                    "Z42" | "Z43" | "Z44" | "Z45" | "Z46" | "Z47" | "Z48" | "Z49"
                );
            }
            _ => {}
        }
        if category != other || code == than {
            return false;
        }
        // what remains of a stroke, unnamed beside named
        if category.undotted() == "I69" && code.undotted().get(4..) == Some("0") {
            return than.undotted().get(..4) == code.undotted().get(..4);
        }
        let title = |c: Code| self.codebook.title(c).unwrap_or_default().to_lowercase();
        // a stage or side left open beside one that is told
        if category.undotted() == "L89" && title(code).contains("unspecified stage") {
            return code.undotted().get(..5) == than.undotted().get(..5);
        }
        let (mine, theirs) = (title(code), title(than));
        let vague = |t: &str| {
            t.contains("unspecified")
                || t.contains("without complications")
                || t.contains("uncomplicated")
                || says_other(t)
        };
        let last_resort = code.undotted().ends_with('9')
            && !than.undotted().ends_with('9')
            && code.len() <= than.len();
        // "vomiting" is not said by "nausea", though the two share a category
        let mut words = self.canon.words(&mine);
        words.retain(|w| w != "complication" && w != "without" && w != "uncomplicated");
        let of_other = self.canon.words(&theirs);
        let last = code.undotted() == "R109" || words.iter().all(|w| of_other.contains(w));
        if !last {
            return false;
        }
        // of two vague ones the unspecified says what the note says; "other" claims a detail it has not
        if vague(&mine) && vague(&theirs) && says_other(&mine) != says_other(&theirs) {
            return says_other(&mine);
        }
        vague(&mine) && (!vague(&theirs) || last_resort)
    }

    /// Whether two codes leave something open, one as unspecified and one as "other".
    pub(super) fn are_both_vague(&self, a: Code, b: Code) -> bool {
        let open = |code: Code| {
            let title = self.codebook.title(code).unwrap_or_default().to_lowercase();
            title.contains("unspecified") || says_other(&title)
        };
        open(a) && open(b)
    }
}

/// Whether a title in lower case is of what is named and has no code of its own; "mother" says no such thing.
fn says_other(title: &str) -> bool {
    title.split(' ').any(|word| word == "other")
}
