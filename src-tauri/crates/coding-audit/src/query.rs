//! Queries to providers that lead nobody (AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice, 2022
//! update): indicators of this record quoted, options open to the end, nothing about payment or quality scores.

use serde::{Deserialize, Serialize};

/// What is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueryPurpose {
    /// What the indicators mean: a diagnosis, its specificity, its acuity.
    #[default]
    Clarify,
    /// Whether a diagnosis that is documented holds.
    ConfirmDocumented,
    /// Whether a condition was present on admission.
    PresentOnAdmission,
    /// Whether one condition is due to another.
    CauseAndEffect,
}

/// How it is to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueryForm {
    /// By one of several options.
    #[default]
    Options,
    /// By yes or no.
    YesNo,
    /// In the provider's own words.
    Open,
}

/// Where a query stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueryState {
    /// Being written.
    #[default]
    Draft,
    /// Handed to the provider.
    Sent,
    /// Answered.
    Answered,
    /// Withdrawn.
    Withdrawn,
}

impl QueryState {
    /// Whether a query may go from here to there.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Draft, Self::Draft | Self::Sent | Self::Withdrawn)
                | (Self::Sent, Self::Answered | Self::Withdrawn)
        )
    }
}

/// A query as a person writes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// What is asked about.
    pub purpose: QueryPurpose,
    /// How it is to be answered.
    pub form: QueryForm,
    /// The question.
    pub question: String,
    /// Options of the person's own; [`Query::offered`] adds those that are always there.
    pub options: Vec<String>,
    /// Clinical indicators, quoted from this record.
    pub indicators: Vec<String>,
}

/// Options that every query with options has.
const ALWAYS: [&str; 2] = ["Other (please specify)", "Unable to determine"];

impl Query {
    /// The options as the provider sees them.
    #[must_use]
    pub fn offered(&self) -> Vec<String> {
        match self.form {
            QueryForm::Open => Vec::new(),
            QueryForm::YesNo => ["Yes", "No"]
                .into_iter()
                .chain(ALWAYS)
                .map(str::to_owned)
                .collect(),
            QueryForm::Options => {
                let own = self.options.iter().map(|o| o.trim().to_owned());
                own.filter(|o| !o.is_empty() && !ALWAYS.iter().any(|a| a.eq_ignore_ascii_case(o)))
                    .chain(ALWAYS.map(str::to_owned))
                    .collect()
            }
        }
    }
}

/// What keeps a query from being compliant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryProblem {
    /// Rule id ("QRY-02").
    pub rule: &'static str,
    /// The words that give offence; empty where something is missing.
    pub words: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// Phrases that tell the provider what to answer.
const LEADING: &[&str] = &[
    "please document",
    "please add",
    "please include",
    "please agree",
    "please confirm that",
    "kindly document",
    "can you document",
    "could you document",
    "can you add",
    "would you agree",
    "do you agree",
    "don't you think",
    "do you not think",
    "isn't it",
    "should be documented",
    "should be coded",
    "needs to be documented",
    "need you to document",
    "must be documented",
    "we recommend",
    "it appears that the patient has",
    "the patient clearly has",
    "obviously",
];

/// Words about payment and measures of quality.
const MONEY: &[&str] = &[
    "drg",
    "ms-drg",
    "apr-drg",
    "cc",
    "mcc",
    "hcc",
    "raf",
    "cmi",
    "soi",
    "rom",
    "reimbursement",
    "reimburse",
    "payment",
    "payer",
    "revenue",
    "billing",
    "bill",
    "denial",
    "denied",
    "dollar",
    "dollars",
    "money",
    "financial",
    "finance",
    "case mix",
    "quality score",
    "quality scores",
    "quality metric",
    "star rating",
    "risk adjustment",
    "risk score",
    "severity score",
    "penalty",
];

/// Everything that keeps a query from being compliant; an empty list for one that may be sent.
#[must_use]
pub fn lint(query: &Query) -> Vec<QueryProblem> {
    let mut problems = Vec::new();
    let mut add = |rule, words: &str, message: String| {
        problems.push(QueryProblem {
            rule,
            words: words.to_owned(),
            message,
        });
    };
    if query.question.trim().is_empty() {
        add("QRY-00", "", "There is no question; write one.".to_owned());
    }
    if query.indicators.iter().all(|i| i.trim().is_empty()) {
        add(
            "QRY-01",
            "",
            "No clinical indicator is quoted; select words of this record and add them.".to_owned(),
        );
    }
    let question = fold(&query.question);
    for phrase in LEADING {
        if has(&question, phrase) {
            add(
                "QRY-02",
                phrase,
                format!(
                    "“{phrase}” tells the provider what to answer; ask what the indicators mean."
                ),
            );
        }
    }
    let written: Vec<String> = std::iter::once(question.clone())
        .chain(query.options.iter().map(|o| fold(o)))
        .collect();
    for word in MONEY {
        if written.iter().any(|text| has(text, word)) {
            add(
                "QRY-03",
                word,
                format!("“{word}” is about payment or scores; a query says nothing of them."),
            );
        }
    }
    if written
        .iter()
        .any(|text| text.contains('$') || text.contains('€'))
    {
        add(
            "QRY-03",
            "$",
            "A query names no sum of money; take it out.".to_owned(),
        );
    }
    options(query, &question, &mut add);
    problems
}

fn options(query: &Query, question: &str, add: &mut impl FnMut(&'static str, &str, String)) {
    match query.form {
        QueryForm::Open => {}
        QueryForm::YesNo => {
            if query.purpose == QueryPurpose::Clarify {
                add(
                    "QRY-05",
                    "",
                    "Yes or no is for a documented diagnosis, present on admission, or cause and effect; offer \
                     options instead."
                        .to_owned(),
                );
            }
        }
        QueryForm::Options => {
            let own: Vec<String> = query
                .offered()
                .iter()
                .filter(|o| !ALWAYS.contains(&o.as_str()))
                .map(|o| fold(o))
                .collect();
            if own.len() < 2 {
                add(
                    "QRY-04",
                    "",
                    "Fewer than two options are offered; name every one that the indicators support.".to_owned(),
                );
            }
            for option in &own {
                if has(question, option.trim()) {
                    add(
                        "QRY-06",
                        option.trim(),
                        format!(
                            "The question names the answer “{}”; ask without it.",
                            option.trim()
                        ),
                    );
                }
            }
        }
    }
}

/// Lower case, with one blank between words and none of the marks around them.
fn fold(text: &str) -> String {
    let mut out = String::from(" ");
    for c in text.chars() {
        let c = match c {
            '’' => '\'',
            c => c,
        };
        if c.is_alphanumeric() || matches!(c, '\'' | '-' | '$' | '€') {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Whether folded text has the words, whole.
fn has(text: &str, words: &str) -> bool {
    !words.is_empty() && text.contains(&format!(" {words} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(question: &str, options: &[&str]) -> Query {
        Query {
            question: question.to_owned(),
            options: options.iter().map(|&o| o.to_owned()).collect(),
            indicators: vec!["creatinine 2.4, baseline 1.0".to_owned()],
            ..Query::default()
        }
    }

    fn check(query: &Query, expected: &str) {
        let found: Vec<&str> = lint(query).iter().map(|p| p.rule).collect();
        assert_eq!(found.join(" "), expected, "{query:?}");
    }

    const CHOICES: &[&str] = &["Acute kidney injury", "Prerenal azotemia"];

    #[test]
    fn a_compliant_query_passes() {
        let asked = query("What do the creatinine values represent?", CHOICES);
        check(&asked, "");
        assert_eq!(
            asked.offered(),
            [
                "Acute kidney injury",
                "Prerenal azotemia",
                "Other (please specify)",
                "Unable to determine"
            ]
        );
    }

    #[test]
    fn leading_and_money_words_are_found() {
        check(&query("Please document the cause.", CHOICES), "QRY-02");
        check(&query("Would you agree this is renal?", CHOICES), "QRY-02");
        check(&query("Does this add a CC?", CHOICES), "QRY-03");
        check(&query("Worth $4,000: which?", CHOICES), "QRY-03");
        check(
            &query("What is it?", &["AKI (an MCC)", "Azotemia"]),
            "QRY-03",
        );
        check(&query("Is this acute kidney injury?", CHOICES), "QRY-06");
        // words that only look alike
        check(&query("Is the cccatheter billed?", CHOICES), "");
        check(&query("Which accident caused it?", CHOICES), "");
    }

    #[test]
    fn what_is_missing_is_found() {
        let mut asked = query("", CHOICES);
        asked.indicators = vec![" ".to_owned()];
        check(&asked, "QRY-00 QRY-01");
        check(
            &query("Which?", &["Acute kidney injury", "Unable to determine"]),
            "QRY-04",
        );
        let mut yes_no = query("Was the ulcer there on admission?", &[]);
        yes_no.form = QueryForm::YesNo;
        check(&yes_no, "QRY-05");
        yes_no.purpose = QueryPurpose::PresentOnAdmission;
        check(&yes_no, "");
        let mut open = query("What is the type of heart failure?", &[]);
        open.form = QueryForm::Open;
        check(&open, "");
    }

    #[test]
    fn a_sent_query_is_not_rewritten() {
        use QueryState::{Answered, Draft, Sent, Withdrawn};
        assert!(Draft.may_become(Sent) && Sent.may_become(Answered) && Draft.may_become(Draft));
        assert!(!Sent.may_become(Draft) && !Answered.may_become(Sent));
        assert!(!Withdrawn.may_become(Draft) && !Draft.may_become(Answered));
    }
}
