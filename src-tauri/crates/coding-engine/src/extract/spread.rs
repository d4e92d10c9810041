//! Where a neoplasm has spread to: the sites that stand behind "metastases to" belong to the secondary neoplasm, each by
//! itself, and to nothing else of the sentence (Guidelines I.C.2, FY2026).

use std::ops::Range;

/// Sites a spread is said to have, each as its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// The word that says so ("metastases").
    pub cue: usize,
    /// The words of each site.
    pub sites: Vec<Range<usize>>,
}

const CUES: [&str; 7] = [
    "metastasis",
    "metastases",
    "metastatic",
    "metastasized",
    "metastasised",
    "mets",
    "met",
];
/// Words between the cue and its preposition ("metastatic lung cancer to the brain").
const WITHIN: usize = 5;
/// Most words of all sites together.
const REACH: usize = 16;

/// Words behind which no site follows.
const ENDS: [&str; 30] = [
    "with",
    "without",
    "from",
    "who",
    "which",
    "that",
    "status",
    "post",
    "was",
    "were",
    "is",
    "are",
    "has",
    "have",
    "had",
    "on",
    "treated",
    "causing",
    "found",
    "seen",
    "due",
    "primary",
    "who's",
    "undergoing",
    "receiving",
    "presents",
    "presented",
    "for",
    "after",
    "since",
];

/// Marks that end a list of sites.
fn ends(gap: &str) -> bool {
    gap.contains(['.', ';', ':', '\n', '(', ')'])
}

/// The spreads among normalized words; `gaps` is what stands before each word and behind the last.
#[must_use]
pub fn read(words: &[&str], gaps: &[&str]) -> Vec<Spread> {
    let mut out: Vec<Spread> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let is_cue = CUES.contains(&words[at]);
        let behind = is_cue.then(|| sites(words, gaps, at)).flatten();
        if let Some((sites, end)) = behind {
            out.push(Spread { cue: at, sites });
            at = end;
            continue;
        }
        let sites = if is_cue {
            before(words, gaps, at)
        } else {
            Vec::new()
        };
        if !sites.is_empty() {
            out.push(Spread { cue: at, sites });
        }
        at += 1;
    }
    out
}

/// Words of a site before its spread ("bilateral pulmonary metastases").
const OF_A_SITE: usize = 2;
/// Sites before one spread.
const SITES: usize = 4;

/// The sites that stand before a spread, the nearest first: "liver and lung metastases".
fn before(words: &[&str], gaps: &[&str], cue: usize) -> Vec<Range<usize>> {
    let gap = |i: usize| gaps.get(i).copied().unwrap_or("");
    // "metastatic" alone stands before what has spread
    let behind = words.get(cue + 1).copied();
    let adjective = matches!(words[cue], "metastatic" | "metastasized" | "metastasised");
    let named = matches!(
        behind,
        Some("disease" | "lesion" | "deposit" | "involvement")
    );
    if adjective && !(words[cue] == "metastatic" && named) {
        return Vec::new();
    }
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut end = cue;
    let mut list = false;
    while out.len() < SITES {
        let mut start = end;
        let joins = |at: usize| ends(gap(at)) || gap(at).contains([',', '/']);
        while start > 0
            && end - start < OF_A_SITE
            && !((start < end || start == cue) && joins(start))
            && is_of_site(words[start - 1])
        {
            start -= 1;
        }
        if start == end {
            break;
        }
        out.push(start..end);
        // "liver, lung and bone metastases": commas list what an "and" ends, and part the rest of the sentence
        let joined = start > 0 && matches!(words[start - 1], "and" | "or") && !ends(gap(start));
        list |= joined;
        let listed = list && gap(start).contains([',', '/']) && !ends(gap(start));
        end = match (joined, listed) {
            (true, _) => start - 1,
            (false, true) => start,
            (false, false) => break,
        };
    }
    out
}

/// Whether a word may be one of a site's name.
fn is_of_site(word: &str) -> bool {
    let tumor = [
        "cancer",
        "carcinoma",
        "tumor",
        "neoplasm",
        "malignancy",
        "malignant",
        "mass",
    ];
    !ENDS.contains(&word)
        && !tumor.contains(&word)
        && !word.ends_with("oma")
        && !matches!(
            word,
            "and"
                | "or"
                | "of"
                | "to"
                | "in"
                | "no"
                | "the"
                | "a"
                | "any"
                | "new"
                | "known"
                | "her"
                | "his"
                | "by"
        )
}

fn sites(words: &[&str], gaps: &[&str], cue: usize) -> Option<(Vec<Range<usize>>, usize)> {
    let gap = |i: usize| gaps.get(i).copied().unwrap_or("");
    let mut at = cue + 1;
    loop {
        let word = *words.get(at)?;
        if ends(gap(at)) || gap(at).contains(',') || at > cue + 1 + WITHIN {
            return None;
        }
        if matches!(word, "to" | "in" | "involving" | "into" | "within") {
            break;
        }
        if ENDS.contains(&word) || matches!(word, "and" | "or" | "of") {
            return None;
        }
        at += 1;
    }
    let (first, mut start) = (at + 1, at + 1);
    let mut sites = Vec::new();
    let mut end = first;
    while end < words.len() && end < first + REACH {
        let word = words[end];
        if ends(gap(end)) || ENDS.contains(&word) || CUES.contains(&word) {
            break;
        }
        let splits = matches!(word, "and" | "or" | "as" | "well");
        if (splits || gap(end).contains(',')) && start < end {
            sites.push(start..end);
            start = end;
        }
        if splits
            || matches!(word, "the" | "her" | "his" | "both" | "multiple" | "to") && start == end
        {
            start = end + 1;
        }
        end += 1;
    }
    if start < end {
        sites.push(start..end);
    }
    (!sites.is_empty()).then_some((sites, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::context::gaps;
    use retrieval::normalize::Tokens;

    fn told(sentence: &str) -> Vec<String> {
        let tokens = Tokens::of(sentence);
        let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
        read(&words, &gaps(sentence, &tokens))
            .into_iter()
            .flat_map(|s| s.sites)
            .map(|site| words[site].join(" "))
            .collect()
    }

    #[test]
    fn sites_stand_behind_the_spread() {
        let check = |sentence: &str, expected: &[&str]| {
            assert_eq!(told(sentence), expected, "{sentence}");
        };
        check(
            "Adenocarcinoma left lower lobe, metastasis to right lung.",
            &["right lung"],
        );
        check(
            "Breast cancer with metastases to the liver, left lung and brain, on letrozole",
            &["liver", "left lung", "brain"],
        );
        check("metastatic colon cancer to the liver", &["liver"]);
        check("Breast cancer with liver metastases", &["liver"]);
        check("Lung cancer, brain and bone mets.", &["bone", "brain"]);
        check("Liver, lung and bone mets", &["bone", "lung", "liver"]);
        check("Pain in the knee, lung mets", &["lung"]);
        check("Colon cancer, metastatic", &[]);
        check("liver metastatic disease", &["liver"]);
        check("No metastases.", &[]);
        check("Metastatic melanoma.", &[]);
        check("No metastasis. Pain in the right hip.", &[]);
    }
}
