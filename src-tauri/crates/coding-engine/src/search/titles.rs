//! Titles as essential and optional words.

/// The words of an entry by what they count.
#[derive(Debug, Default, Clone)]
pub(crate) struct Words {
    /// The words that make the entry.
    pub essential: String,
    /// Other forms of essential words ("abdominal" beside "abdomen").
    pub forms: String,
    /// Words that may be present or absent.
    pub optional: String,
    /// Joining words and those that say that nothing is said.
    pub joining: String,
}

impl Words {
    fn push(into: &mut String, words: &str) {
        if words.is_empty() {
            return;
        }
        if !into.is_empty() {
            // A comma keeps words of different parts from being read as one.
            into.push_str(", ");
        }
        into.push_str(words);
    }

    pub(crate) fn essential(&mut self, words: &str) {
        Self::push(&mut self.essential, words);
    }

    pub(crate) fn optional(&mut self, words: &str) {
        Self::push(&mut self.optional, words);
    }

    pub(crate) fn joining(&mut self, words: &str) {
        Self::push(&mut self.joining, words);
    }

    pub(crate) fn clear(&mut self) {
        self.essential.clear();
        self.forms.clear();
        self.optional.clear();
        self.joining.clear();
    }

    /// Adds a title of the Tabular List or an inclusion term: what it says is unspecified, and NOS, NEC
    /// and the like, may be left out.
    pub(crate) fn tabular(&mut self, title: &str) {
        let mut rest = String::with_capacity(title.len());
        for (i, part) in title.split(',').enumerate() {
            let part = part.trim();
            let lower = part.to_lowercase();
            if i > 0
                && (lower.starts_with("unspecified")
                    || lower == "not elsewhere classified"
                    || lower == "so stated")
            {
                self.joining(part);
                continue;
            }
            if !rest.is_empty() {
                rest.push_str(", ");
            }
            rest.push_str(part);
        }
        let mut kept = String::with_capacity(rest.len());
        let mut words = rest.split(' ').peekable();
        let mut first = true;
        while let Some(word) = words.next() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let vague = matches!(bare, "NOS" | "NEC") || bare.eq_ignore_ascii_case("unspecified");
            if vague {
                self.joining(bare);
                // "of unspecified limb": the limb is as vague. "Unspecified fracture" is still a fracture.
                if bare == "unspecified"
                    && !first
                    && !word.ends_with(',')
                    && let Some(next) = words.next()
                {
                    self.joining(next);
                }
            } else {
                kept.push_str(word);
                kept.push(' ');
            }
            first = false;
        }
        self.bracketed(kept.trim());
    }

    /// Adds words of which those in brackets are optional.
    fn bracketed(&mut self, text: &str) {
        let mut rest = text;
        while let Some(open) = rest.find(['(', '[']) {
            self.essential(rest[..open].trim());
            let inner = &rest[open + 1..];
            let close = inner.find([')', ']']).unwrap_or(inner.len());
            self.optional(inner[..close].trim());
            rest = inner.get(close + 1..).unwrap_or("");
        }
        self.essential(rest.trim());
    }

    /// Adds the other names of a malignant neoplasm where the entry is one.
    pub(crate) fn other_names(&mut self) {
        let lower = self.essential.to_lowercase();
        if lower.contains("malignant neoplasm") && !lower.contains("secondary") {
            Self::push(&mut self.forms, "cancer carcinoma malignancy tumor");
        }
    }

    /// Adds a line of an index: joining words count little, other forms of its first word are as good,
    /// nonessential modifiers may be absent.
    pub(crate) fn index<'a>(
        &mut self,
        title: &str,
        structural: bool,
        nonessential: impl Iterator<Item = &'a str>,
    ) {
        for modifier in nonessential {
            self.optional(modifier);
        }
        if structural {
            self.joining(title);
            return;
        }
        let (joining, title) = leading_joint(title);
        self.joining(joining);
        let mut parts = title.split(", ");
        let head = parts.next().unwrap_or("");
        let head = head
            .strip_suffix(" NEC")
            .or_else(|| head.strip_suffix(" NOS"))
            .unwrap_or(head);
        self.essential(head);
        for part in parts {
            let part = part
                .strip_suffix(" NEC")
                .or_else(|| part.strip_suffix(" NOS"))
                .unwrap_or(part);
            if is_form(head, part) {
                Self::push(&mut self.forms, part);
            } else {
                self.essential(part);
            }
        }
    }
}

/// The joining words a subterm begins with, and the rest.
fn leading_joint(title: &str) -> (&str, &str) {
    const JOINTS: [&str; 12] = [
        "in (due to) ",
        "due to ",
        "with or due to ",
        "associated with ",
        "with ",
        "in ",
        "of ",
        "following ",
        "by ",
        "to ",
        "from ",
        "on ",
    ];
    JOINTS
        .iter()
        .find_map(|joint| title.strip_prefix(joint).map(|rest| (*joint, rest)))
        .unwrap_or(("", title))
}

/// Whether two headwords are forms of one word: they begin alike.
pub(super) fn is_form(head: &str, other: &str) -> bool {
    let letters = |s: &str| s.to_lowercase();
    let (a, b) = (letters(head), letters(other));
    let same = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    !b.contains(' ') && same >= 4.min(b.chars().count()) && same >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tabular(title: &str) -> (String, String) {
        let mut words = Words::default();
        words.tabular(title);
        (words.essential, words.joining)
    }

    #[test]
    fn what_is_unspecified_may_be_left_out() {
        assert_eq!(tabular("Heart failure, unspecified").0, "Heart failure");
        assert_eq!(
            tabular("Age-related cataract, unspecified eye").0,
            "Age-related cataract"
        );
        assert_eq!(
            tabular("Unspecified fracture of unspecified femur").0,
            "fracture of"
        );
        assert_eq!(tabular("Pain NOS").0, "Pain");
        assert_eq!(
            tabular("Essential (primary) hypertension").0,
            "Essential, hypertension"
        );
    }

    #[test]
    fn an_index_line_keeps_its_words_apart_from_its_joints() {
        let mut words = Words::default();
        words.index(
            "Diabetes, diabetic",
            false,
            ["mellitus", "sugar"].into_iter(),
        );
        words.index("due to kidney disease NEC", false, std::iter::empty());
        words.index("with", true, std::iter::empty());
        assert_eq!(words.essential, "Diabetes, kidney disease");
        assert_eq!(words.forms, "diabetic");
        assert_eq!(words.optional, "mellitus, sugar");
        assert_eq!(words.joining, "due to , with");
    }
}
