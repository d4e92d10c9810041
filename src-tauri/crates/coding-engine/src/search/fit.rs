//! Whether a code's title says something the phrase does not, or the opposite of what it says.

use icd10cm::Code;
use retrieval::normalize::Tokens;

/// What a score keeps where the title says the opposite.
const OPPOSITE: f32 = 0.75;
/// What a score keeps where the title sets the condition in a context that was not asked for.
const CONTEXT: f32 = 0.92;

/// What a score keeps where the phrase sets the condition in a stage of life that the classification has chapters of
/// its own for, and neither the title nor the chapter says so.
const ELSEWHERE: f32 = 0.7;

/// Words of a phrase that ask for a chapter, and the chapter's letter (Guidelines I.C.15.a.1 and I.C.16.a.1).
const CHAPTERS: &[(&[&str], char)] = &[
    (
        &["newborn", "neonatal", "neonate", "perinatal", "neonatorum"],
        'P',
    ),
    (
        &[
            "pregnancy",
            "gestational",
            "gestationis",
            "gravidarum",
            "puerperal",
            "obstetric",
        ],
        'O',
    ),
];

/// Words that exclude each other: the phrase has one of a side, the title one of the other.
const OPPOSITES: &[(&[&str], &[&str])] = &[
    (&["acute"], &["chronic"]),
    (
        &["congenital", "hereditary", "familial", "genetic"],
        &["acquired", "nonfamilial"],
    ),
    (&["primary"], &["secondary"]),
    (&["malignant", "cancer", "carcinoma"], &["benign"]),
    (&["male"], &["female"]),
    (&["left"], &["right"]),
    (&["open"], &["closed"]),
    (&["upper"], &["lower"]),
    (&["anterior"], &["posterior"]),
    (&["internal"], &["external"]),
    (&["medial"], &["lateral"]),
    (&["proximal"], &["distal"]),
    (&["superficial"], &["deep"]),
    (
        &["adult"],
        &[
            "child",
            "childhood",
            "infantile",
            "juvenile",
            "neonatal",
            "newborn",
        ],
    ),
    (
        &["systemic", "generalized", "diffuse"],
        &["localized", "limited"],
    ),
    (&["bacterial"], &["viral"]),
    (&["unilateral"], &["bilateral"]),
];

/// Words of a title that set a condition in a context, and the words that ask for it.
const CONTEXTS: &[(&str, &[&str])] = &[
    (
        "history",
        &[
            "history", "former", "previous", "hx", "family", "personal", "past",
        ],
    ),
    ("family", &["family", "relative", "mother", "father"]),
    (
        "encounter",
        &[
            "encounter",
            "screening",
            "aftercare",
            "examination",
            "fitting",
            "adjustment",
            "checkup",
            "visit",
            "vaccination",
        ],
    ),
    ("screening", &["screening", "screen"]),
    (
        "congenital",
        &[
            "congenital",
            "birth",
            "hereditary",
            "familial",
            "genetic",
            "newborn",
            "malformation",
            "anomaly",
        ],
    ),
    (
        "newborn",
        &[
            "newborn",
            "neonatal",
            "neonate",
            "perinatal",
            "birth",
            "baby",
            "infant",
            "preterm",
        ],
    ),
    (
        "neonatal",
        &[
            "newborn",
            "neonatal",
            "neonate",
            "perinatal",
            "birth",
            "baby",
            "infant",
        ],
    ),
    (
        "perinatal",
        &[
            "newborn",
            "neonatal",
            "neonate",
            "perinatal",
            "birth",
            "baby",
            "infant",
        ],
    ),
    ("fetus", &["fetus", "fetal", "newborn", "pregnancy"]),
    ("maternal", &["maternal", "mother", "pregnancy", "pregnant"]),
    (
        "pregnancy",
        &[
            "pregnancy",
            "pregnant",
            "gestational",
            "gestation",
            "gravid",
            "obstetric",
            "gestationis",
            "maternal",
            "trimester",
            "ectopic",
        ],
    ),
    (
        "puerperium",
        &["puerperium", "puerperal", "postpartum", "childbirth"],
    ),
    (
        "puerperal",
        &["puerperium", "puerperal", "postpartum", "childbirth"],
    ),
    (
        "sequelae",
        &[
            "sequela",
            "sequelae",
            "late",
            "after",
            "old",
            "following",
            "post",
            "residual",
        ],
    ),
    (
        "following",
        &[
            "sequela",
            "sequelae",
            "late",
            "after",
            "old",
            "following",
            "post",
            "residual",
        ],
    ),
    ("elsewhere", &["elsewhere"]),
    (
        "susceptibility",
        &["susceptibility", "predisposition", "carrier", "risk"],
    ),
    (
        "procedure",
        &[
            "procedure",
            "surgery",
            "postoperative",
            "postprocedural",
            "operation",
            "complication",
        ],
    ),
    (
        "postprocedural",
        &[
            "procedure",
            "surgery",
            "postoperative",
            "postprocedural",
            "operation",
            "complication",
        ],
    ),
    ("underdosing", &["underdosing", "underdose"]),
    ("assault", &["assault", "attack"]),
];

/// The share of its score that a code of this title keeps for a phrase of these words.
pub(super) fn fit(asked: &[String], code: Code, title: &str) -> f32 {
    let tokens = Tokens::of(title);
    let titled = |word: &str| tokens.iter().any(|t| t.text == word);
    let asks = |word: &&str| asked.iter().any(|a| a == word);
    let mut factor = 1.0;
    for (one, other) in OPPOSITES {
        for (one, other) in [(one, other), (other, one)] {
            let opposed = one.iter().any(asks)
                && !other.iter().any(asks)
                && other.iter().any(|w| titled(w))
                && !one.iter().any(|w| titled(w));
            if opposed {
                factor *= OPPOSITE;
            }
        }
    }
    for (context, askings) in CONTEXTS {
        if titled(context) && !askings.iter().any(asks) && !asks(context) {
            factor *= CONTEXT;
            break;
        }
    }
    let undotted = code.undotted();
    for (askings, chapter) in CHAPTERS {
        if askings.iter().any(asks)
            && !undotted.starts_with(*chapter)
            && !askings.iter().any(|w| titled(w))
        {
            factor *= ELSEWHERE;
        }
    }
    factor
}
