//! Words around a drug that say what it did, and that it was not taken as prescribed (table `drug_cues`; Guidelines
//! I.C.19.e.5, FY2026).

use retrieval::normalize::Tokens;
use rustc_hash::FxHashSet;

use super::drugs::Effect;
use crate::Lexicon;

/// Most words between a cue and its drug ("due to her high-dose", "due to chronic use of").
pub(super) const REACH: usize = 4;

/// What a cue before a drug asks of the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// The drug is the patient's own.
    Own,
    /// The words behind say how it was to be taken, or it is the patient's own.
    OwnOrManner,
    /// Nobody told the patient to.
    Unbidden,
    /// Words before the cue name what the drug did.
    Manifestation,
    /// They do not say where somebody came from, or what helped.
    Unturned,
}

/// A cue with what it says.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    pub words: Vec<String>,
    pub effect: Effect,
    needs: Vec<Need>,
}

impl Cue {
    pub(super) fn needs(&self, need: Need) -> bool {
        self.needs.contains(&need)
    }

    /// Whether it stands at the beginning of these words.
    pub(super) fn begins(&self, words: &[&str]) -> bool {
        self.words.len() <= words.len() && self.words.iter().zip(words).all(|(a, b)| a == b)
    }
}

/// The table, prepared.
#[derive(Debug, Clone, Default)]
pub(super) struct DrugCues {
    /// Cues before a drug, those of more words first.
    pub before: Vec<Cue>,
    /// Cues behind one.
    pub behind: Vec<Cue>,
    /// Words that may stand between a cue and its drug: determiners, adjectives, the use of it.
    pub between: FxHashSet<String>,
    /// Words between them that make the drug the patient's own: only what was prescribed can be underdosed, and "not
    /// taking ibuprofen" says of no prescription.
    pub own: FxHashSet<String>,
    /// Words before "from" and "due to" that make it no adverse effect.
    pub turned: FxHashSet<String>,
    /// Words that name nothing that a drug could have done; beside them alone a cue says of no manifestation.
    pub nothing: FxHashSet<String>,
    /// First words of all cues.
    pub first: FxHashSet<String>,
}

impl DrugCues {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let mut this = Self::default();
        for row in lexicon.rows("drug_cues") {
            let [text, role, effect, needs, ..] = row.as_slice() else {
                continue;
            };
            let words: Vec<String> = Tokens::of(text).iter().map(|t| t.text.to_owned()).collect();
            match (role.as_str(), effect_of(effect)) {
                ("between", _) => this.between.extend(words),
                ("own", _) => this.own.extend(words),
                ("turned", _) => this.turned.extend(words),
                ("nothing", _) => this.nothing.extend(words),
                (role @ ("before" | "behind"), Some(effect)) => {
                    this.first.extend(words.first().cloned());
                    let needs = needs_of(needs);
                    let cue = Cue {
                        words,
                        effect,
                        needs,
                    };
                    let list = match role {
                        "before" => &mut this.before,
                        _ => &mut this.behind,
                    };
                    list.push(cue);
                }
                _ => {}
            }
        }
        this.before
            .sort_by_key(|c| std::cmp::Reverse(c.words.len()));
        this
    }
}

fn effect_of(name: &str) -> Option<Effect> {
    match name {
        "underdosing" => Some(Effect::Underdosing),
        "accidental" => Some(Effect::Accidental),
        "adverse" => Some(Effect::Adverse),
        _ => None,
    }
}

fn needs_of(text: &str) -> Vec<Need> {
    let mut needs = Vec::new();
    if text.contains("own or manner") {
        needs.push(Need::OwnOrManner);
    } else if text.contains("own") {
        needs.push(Need::Own);
    }
    for (name, need) in [
        ("unbidden", Need::Unbidden),
        ("manifestation", Need::Manifestation),
        ("unturned", Need::Unturned),
    ] {
        if text.contains(name) {
            needs.push(need);
        }
    }
    needs
}
