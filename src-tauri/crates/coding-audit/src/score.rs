//! What comes of many audits: accuracy by formulas of the trade, each with its numbers.

use std::collections::BTreeMap;

use icd10cm::Code;

use crate::{Difference, Line, Sets, Share, compare};

/// One audited signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Who signed.
    pub coder: String,
    /// When the audit was opened, RFC 3339.
    pub at: String,
    /// What was signed.
    pub signed: Vec<Line>,
    /// What the auditor would have, after what was given up.
    pub audited: Vec<Line>,
    /// Codes found wrong, each with its topic.
    pub topics: Vec<(Option<Code>, String)>,
}

/// Measures of one group of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measure {
    /// Signed codes that the auditor has too ÷ codes of the auditor (AHIMA's code-over-code).
    pub code: Share,
    /// Cases without any difference ÷ cases.
    pub case: Share,
    /// Cases whose first-listed code is right ÷ cases that have one.
    pub first: Share,
    /// Right indicators ÷ codes that both have and that carry one.
    pub poa: Share,
    /// Errors ÷ codes, where the first-listed code counts twice (numerator and denominator).
    pub errors: Share,
}

impl Measure {
    fn add(&mut self, other: Self) {
        self.code.add(other.code);
        self.case.add(other.case);
        self.first.add(other.first);
        self.poa.add(other.poa);
        self.errors.add(other.errors);
    }
}

/// All cases, and by coder, topic, chapter and month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scores {
    /// All cases.
    pub all: Measure,
    /// By coder.
    pub coders: BTreeMap<String, Measure>,
    /// Month ("2026-02").
    pub months: BTreeMap<String, Measure>,
    /// Code-over-code by chapter of the auditor's code.
    pub chapters: BTreeMap<String, Share>,
    /// Findings on a topic ÷ codes of the auditor.
    pub topics: BTreeMap<String, Share>,
}

/// Measures cases; `chapter` names the chapter of a code.
#[must_use]
pub fn scores(cases: &[Case], chapter: impl Fn(Code) -> String) -> Scores {
    let mut scores = Scores::default();
    let mut codes = 0;
    for case in cases {
        let measure = measure(case);
        scores.all.add(measure);
        scores
            .coders
            .entry(case.coder.clone())
            .or_default()
            .add(measure);
        let month: String = case.at.chars().take(7).collect();
        scores.months.entry(month).or_default().add(measure);
        for line in unique(&case.audited) {
            let right = case.signed.iter().any(|l| l.code == line.code);
            scores
                .chapters
                .entry(chapter(line.code))
                .or_default()
                .count(right);
        }
        for (_, topic) in &case.topics {
            scores.topics.entry(topic.clone()).or_default().hits += 1;
        }
        codes += measure.code.of;
    }
    for share in scores.topics.values_mut() {
        share.of = codes;
    }
    scores
}

fn unique(lines: &[Line]) -> Vec<Line> {
    let mut kept: Vec<Line> = Vec::new();
    for line in lines {
        if !kept.iter().any(|l| l.code == line.code) {
            kept.push(*line);
        }
    }
    kept
}

fn measure(case: &Case) -> Measure {
    let rows = compare(Sets {
        signed: Some(&case.signed),
        auditor: Some(&case.audited),
        ..Sets::default()
    });
    let mut measure = Measure::default();
    let (mut errors, mut pairs) = (0, 0);
    for row in &rows {
        if let Some(auditor) = row.auditor {
            measure.code.count(row.signed.is_some());
            if let (Some(signed), true) = (row.signed, auditor.poa.is_some()) {
                measure.poa.count(signed.poa == auditor.poa);
            }
        }
        match row.difference {
            Difference::Added | Difference::Removed => errors += 1,
            // one error, told at both of its codes
            Difference::Specificity => pairs += 1,
            Difference::Agreement
            | Difference::FirstListed
            | Difference::Poa
            | Difference::Amended
            | Difference::EngineOnly
            | Difference::EngineMissed => {}
        }
    }
    let first = |lines: &[Line]| lines.first().map(|l| l.code);
    let (signed, audited) = (first(&case.signed), first(&case.audited));
    let first_wrong = signed != audited;
    if audited.is_some() {
        measure.first.count(!first_wrong);
    }
    let same = rows.iter().all(|r| r.difference == Difference::Agreement) && !first_wrong;
    measure.case.count(same);
    let most = unique(&case.signed).len().max(unique(&case.audited).len()) as u64;
    measure.errors = Share::new(
        (errors + pairs / 2 + u64::from(first_wrong)).min(most + 1),
        most + 1,
    );
    measure
}

/// What became of the engine's suggestions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Acceptance {
    /// Accepted as they were.
    pub accepted: u64,
    /// Revised to another code.
    pub revised: u64,
    /// Rejected.
    pub rejected: u64,
    /// Codes that a person added without one.
    pub added: u64,
}

impl Acceptance {
    /// Accepted ÷ decided on.
    #[must_use]
    pub fn accepted_share(self) -> Share {
        Share::new(self.accepted, self.accepted + self.revised + self.rejected)
    }

    /// Assigned codes that the engine had suggested ÷ assigned codes.
    #[must_use]
    pub fn found_share(self) -> Share {
        Share::new(self.accepted, self.accepted + self.revised + self.added)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coding_model::Poa;

    fn lines(codes: &str) -> Vec<Line> {
        codes
            .split_whitespace()
            .map(|text| {
                let (code, poa) = text.split_once(':').unwrap_or((text, ""));
                Line {
                    code: Code::parse(code).unwrap(),
                    poa: Poa::parse(poa),
                }
            })
            .collect()
    }

    fn case(signed: &str, audited: &str) -> Case {
        Case {
            coder: "A".to_owned(),
            at: "2026-02-03T10:00:00Z".to_owned(),
            signed: lines(signed),
            audited: lines(audited),
            topics: Vec::new(),
        }
    }

    fn check(signed: &str, audited: &str, expected: &str) {
        let m = measure(&case(signed, audited));
        let text = [m.code, m.case, m.first, m.poa, m.errors]
            .map(|s| format!("{}/{}", s.hits, s.of))
            .join(" ");
        assert_eq!(text, expected, "{signed} | {audited}");
    }

    #[test]
    fn measures_are_counted_by_hand() {
        // code, case, first-listed, POA, errors
        check("I10 E11.9", "I10 E11.9", "2/2 1/1 1/1 0/0 0/3");
        // two diagnoses, the first wrong: 2/3; a secondary wrong: 1/3 (Dolbey)
        check("E11.9 I10", "E11.22 I10", "1/2 0/1 0/1 0/0 2/3");
        check("I10 E11.9", "I10 E11.22", "1/2 0/1 1/1 0/0 1/3");
        check("I10", "I10 E11.9", "1/2 0/1 1/1 0/0 1/3");
        check("I10 E11.9", "I10", "1/1 0/1 1/1 0/0 1/3");
        check("I10:Y E11.9:N", "I10:Y E11.9:Y", "2/2 0/1 1/1 1/2 0/3");
        check("I10 E11.9", "E11.9 I10", "2/2 0/1 0/1 0/0 1/3");
        check("", "I10", "0/1 0/1 0/1 0/0 2/2");
    }

    #[test]
    fn cases_are_grouped_by_coder_month_chapter_and_topic() {
        let mut other = case("I10", "I10 J44.9");
        other.coder = "B".to_owned();
        other.at = "2026-03-01T00:00:00Z".to_owned();
        other.topics = vec![(Code::parse("J44.9").ok(), "OM".to_owned())];
        let all = [case("I10 E11.9", "I10 E11.9"), other];
        let found = scores(&all, |code| code.to_string().chars().take(1).collect());
        assert_eq!(found.all.code, Share::new(3, 4));
        assert_eq!(found.coders["B"].code, Share::new(1, 2));
        assert_eq!(found.months["2026-02"].case, Share::new(1, 1));
        assert_eq!(found.chapters["I"], Share::new(2, 2));
        assert_eq!(found.chapters["J"], Share::new(0, 1));
        assert_eq!(found.topics["OM"], Share::new(1, 4));
    }

    #[test]
    fn acceptance_is_told_of_what_was_decided_and_of_what_is_assigned() {
        let acceptance = Acceptance {
            accepted: 6,
            revised: 2,
            rejected: 2,
            added: 4,
        };
        assert_eq!(acceptance.accepted_share(), Share::new(6, 10));
        assert_eq!(acceptance.found_share(), Share::new(6, 12));
    }
}
