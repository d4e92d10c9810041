//! Where in pregnancy, delivery or puerperium an encounter stands (Guidelines I.C.15.a.3, I.C.15.a.7; chapter 15 note on
//! trimesters, FY2026).

/// Where in pregnancy, delivery or puerperium an encounter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// 1, 2, 3, where it is known.
    pub trimester: Option<u8>,
    /// The child was delivered during the encounter.
    pub delivery: bool,
    /// The encounter is after the delivery.
    pub puerperium: bool,
}

/// Trimesters are counted from the first day of the last menstrual period: below 14 weeks, to 27 weeks 6 days, from 28.
#[must_use]
pub fn trimester(weeks: u8) -> u8 {
    match weeks {
        0..=13 => 1,
        14..=27 => 2,
        _ => 3,
    }
}

/// Whether a text is about a pregnancy at all.
#[must_use]
pub fn is_obstetric(lower: &str) -> bool {
    [
        "pregnan",
        "gestation",
        "gravid",
        "obstetric",
        "trimester",
        "antepartum",
        "prenatal",
        " iup",
        "fetal heart",
        "fetal movement",
        "postpartum",
    ]
    .iter()
    .any(|w| lower.contains(w))
}

/// Words that make a sentence one of an earlier pregnancy or of another person's.
const EARLIER: [&str; 22] = [
    "previous",
    "prior",
    "last pregnancy",
    "first pregnancy",
    "second pregnancy",
    "pregnancies",
    "deliveries",
    "children",
    "history",
    "h/o",
    "hx",
    "years ago",
    "year ago",
    "in the past",
    "mother",
    "sister",
    "daughter",
    "miscarr",
    "planning pregnancy",
    "not pregnant",
    "denies pregnan",
    "menopaus",
];

/// Whether a sentence, in lower case, tells of an earlier pregnancy: by its words or by a year alone ("delivered vaginally
/// in 2015").
fn is_of_an_earlier(sentence: &str) -> bool {
    EARLIER.iter().any(|w| sentence.contains(w))
        || sentence.match_indices("in ").any(|(at, _)| {
            let year = sentence.get(at + 3..at + 7);
            year.is_some_and(|y| {
                (y.starts_with("19") || y.starts_with("20"))
                    && y.bytes().all(|b| b.is_ascii_digit())
            })
        })
}

/// The sentences of a note in lower case that tell of the pregnancy, delivery or puerperium at hand: without those of
/// earlier ones and without sections of obstetric, past and family history.
fn current_sentences(lower: &str) -> impl Iterator<Item = &str> {
    let mut history = false;
    lower
        .lines()
        .filter(move |line| {
            let line = line.trim();
            let heading = line.split(':').next().unwrap_or(line);
            let is_heading = heading.len() <= 40 && (line.contains(':') || !line.contains(". "));
            if line.is_empty() {
                history = false;
            } else if is_heading && line.contains(':') || line.len() <= 40 && is_history(line) {
                history = is_history(heading);
            }
            !history
        })
        .flat_map(|line| line.split(". ").flat_map(|s| s.split("; ")))
        .filter(|s| !is_of_an_earlier(s))
}

/// Whether a heading is of a section of history.
fn is_history(heading: &str) -> bool {
    let heading = heading.trim_end_matches(':').trim();
    [
        "obstetric history",
        "ob history",
        "obstetrical history",
        "ob hx",
        "obhx",
        "poh",
        "pmh",
    ]
    .contains(&heading)
        || (heading.starts_with("past ") || heading.starts_with("family"))
            && heading.contains("history")
}

/// Whether a note in lower case says that the patient is pregnant now.
#[must_use]
pub fn is_pregnant_now(lower: &str) -> bool {
    let present = [
        "weeks pregnant",
        "is pregnant",
        "currently pregnant",
        "pregnant woman",
        "pregnant female",
        "pregnant patient",
        "intrauterine pregnancy",
        "iup at",
        "pregnancy at",
        "in labor",
        "fundal height",
        "fetal heart",
        "fetal movement",
        "prenatal visit",
        "obstetric visit",
        "weeks gestation",
        "weeks' gestation",
        "week gestation",
        "weeks of gestation",
    ];
    let gravida_at = |s: &str| {
        let mut words = s.split(|c: char| c.is_whitespace() || c == ',');
        words.any(super::gestation::is_gravida) && s.contains(" at ")
    };
    current_sentences(lower).any(|s| present.iter().any(|w| s.contains(w)) || gravida_at(s))
}

/// Whether an encounter is after the delivery by its own words: a number of days, weeks or months postpartum, or a visit
/// for it.
fn is_postpartum(sentence: &str) -> bool {
    ["postpartum", "post-partum", "post partum"]
        .iter()
        .any(|w| {
            sentence.match_indices(w).any(|(at, _)| {
                let before = sentence
                    .get(..at)
                    .unwrap_or("")
                    .trim_end_matches([' ', '-']);
                let behind = sentence.get(at + w.len()..).unwrap_or("").trim_start();
                ["weeks", "week", "wks", "wk", "months", "month"]
                    .iter()
                    .any(|u| before.ends_with(u))
                    || ["visit", "check", "follow", "exam"]
                        .iter()
                        .any(|v| behind.starts_with(v))
                        && ![
                            "return for",
                            "for her",
                            "for a",
                            "schedule",
                            "scheduled for",
                            "needs",
                        ]
                        .iter()
                        .any(|v| before.ends_with(v))
            })
        })
}

/// Where in pregnancy, delivery or puerperium a note stands, by its words and the weeks that were read. It is judged by
/// sentence, without those of earlier pregnancies.
#[must_use]
pub fn period(lower: &str, weeks: Option<u8>) -> Period {
    if !is_obstetric(lower) {
        return Period::default();
    }
    let named = [
        (1, ["first trimester", "1st trimester"]),
        (2, ["second trimester", "2nd trimester"]),
        (3, ["third trimester", "3rd trimester"]),
    ];
    let says = |sentence: &str, phrase: &str| {
        sentence.match_indices(phrase).any(|(at, _)| {
            let behind = sentence.get(at + phrase.len()..).unwrap_or("").trim_start();
            !["ultrasound", "scan", "us ", "screen", "labs", "sono"]
                .iter()
                .any(|w| behind.starts_with(w))
        })
    };
    let (mut by_name, mut born, mut after, mut visit) = (None::<u8>, false, false, false);
    for sentence in current_sentences(lower) {
        let here = named
            .iter()
            .find(|(_, names)| names.iter().any(|n| says(sentence, n)));
        if let Some((trimester, _)) = here {
            by_name = Some(by_name.map_or(*trimester, |t| t.min(*trimester)));
        }
        born |= [
            "liveborn",
            "live-born",
            "live born",
            "apgar",
            "delivered a",
            "delivered vaginally",
            "delivered via",
            "delivered by",
            "was delivered",
        ]
        .iter()
        .any(|w| sentence.contains(w));
        visit |= is_postpartum(sentence);
        after |= (sentence.contains("postpartum") || sentence.contains("puerper"))
            && !["plan", "desires", "risk", "if "]
                .iter()
                .any(|w| sentence.contains(w));
    }
    if visit {
        return Period {
            trimester: None,
            delivery: false,
            puerperium: true,
        };
    }
    let puerperium = !born && after && weeks.is_none();
    Period {
        trimester: weeks.map(trimester).or(by_name).filter(|_| !puerperium),
        delivery: born,
        puerperium,
    }
}

/// Part of pregnancy, delivery or puerperium that a title of chapter 15 names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Trimester(u8),
    Childbirth,
    Puerperium,
    Open,
}

impl Part {
    pub(crate) fn of(title: &str) -> Option<Self> {
        [
            ("first trimester", Self::Trimester(1)),
            ("second trimester", Self::Trimester(2)),
            ("third trimester", Self::Trimester(3)),
            ("unspecified trimester", Self::Open),
            ("childbirth", Self::Childbirth),
            ("puerperium", Self::Puerperium),
        ]
        .into_iter()
        .find(|(words, _)| title.ends_with(words) || title.contains(&format!("{words},")))
        .map(|(_, part)| part)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Trimester(1) => "first trimester",
            Self::Trimester(2) => "second trimester",
            Self::Trimester(_) => "third trimester",
            Self::Childbirth => "childbirth",
            Self::Puerperium => "puerperium",
            Self::Open => "unspecified trimester",
        }
    }

    /// What the encounter's place in pregnancy adds to a leaf of this part.
    pub(crate) fn weight(self, period: Period) -> f32 {
        let known = period != Period::default();
        match self {
            Self::Trimester(t) if period.trimester == Some(t) => 2.0,
            Self::Childbirth if period.delivery => 2.5,
            Self::Puerperium if period.puerperium => 2.5,
            Self::Open => 0.25,
            _ if known => -1.5,
            Self::Trimester(_) => -1.0,
            Self::Childbirth | Self::Puerperium => -0.5,
        }
    }
}

/// Words that name a part of pregnancy, which is told by weeks and not by them.
pub(crate) const PARTS: [&str; 6] = [
    "first",
    "second",
    "third",
    "trimester",
    "childbirth",
    "puerperium",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_period_follows_from_weeks_and_words() {
        let of = |text: &str, weeks| period(&text.to_lowercase(), weeks);
        assert_eq!(of("pregnancy", Some(13)).trimester, Some(1));
        assert_eq!(of("pregnancy", Some(27)).trimester, Some(2));
        assert_eq!(of("pregnancy", Some(28)).trimester, Some(3));
        assert_eq!(of("Pregnant, second trimester", None).trimester, Some(2));
        assert_eq!(
            of("pregnant, by first trimester ultrasound", None).trimester,
            None
        );
        assert!(of("pregnancy; delivered a liveborn girl", Some(39)).delivery);
        assert!(of("2 weeks postpartum", None).puerperium);
        assert_eq!(of("knee pain", Some(30)), Period::default());
    }

    #[test]
    fn an_earlier_delivery_is_none_of_this_encounter() {
        let of = |text: &str, weeks| period(&text.to_lowercase(), weeks);
        for text in [
            "G2P1 at 20 weeks. Last pregnancy delivered by cesarean.",
            "Pregnant. She delivered vaginally in 2015.",
            "OB HISTORY:\nDelivered a girl at 38 weeks\n\nHPI: pregnant at 20 weeks.",
        ] {
            let period = of(text, Some(20));
            assert!(!period.delivery, "{text}");
            assert_eq!(period.trimester, Some(2), "{text}");
        }
        let visit = of("6 weeks postpartum. She delivered a girl vaginally.", None);
        assert!(visit.puerperium && !visit.delivery);
        let pregnant = of(
            "Pregnant at 32 weeks, plans postpartum tubal ligation.",
            Some(32),
        );
        assert!(!pregnant.puerperium);
    }

    #[test]
    fn past_deliveries_make_no_present_pregnancy() {
        assert!(is_pregnant_now("g2p1001 at 32 weeks 4 days by lmp"));
        assert!(is_pregnant_now("she is 12 weeks pregnant"));
        assert!(!is_pregnant_now(
            "delivered two children at 39 weeks gestation"
        ));
        assert!(!is_pregnant_now(
            "history of two pregnancies, both at 39 weeks gestation"
        ));
    }
}
