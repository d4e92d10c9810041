//! Words as the dictionary knows them.

use icd10cm::{BookKind, Codebook};
use retrieval::normalize::{Tokens, is_function_word};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::Lexicon;

/// Words of titles and paths that name nothing by themselves.
#[must_use]
pub fn is_empty_word(word: &str) -> bool {
    is_function_word(word)
        || matches!(
            word,
            "nec"
                | "no"
                | "nos"
                | "not"
                | "other"
                | "unspecified"
                | "specified"
                | "elsewhere"
                | "classified"
                | "with"
                | "due"
                | "type"
                | "condition"
                | "site"
                | "classifiable"
                | "state"
                | "stated"
                | "while"
                | "when"
                | "their"
                | "these"
                | "those"
                | "certain"
                | "applicable"
                | "see"
                | "also"
                | "involving"
                | "affecting"
                | "associated"
                | "following"
                | "cause"
                | "caused"
                | "code"
                | "form"
                | "part"
                | "status"
                | "current"
        )
}

/// Words that are the same word to a coder ("renal" and "kidney", "carcinoma" and "cancer").
#[derive(Debug, Clone, Default)]
pub struct Canon {
    map: FxHashMap<String, String>,
}

/// Word classes every chart mixes freely; more come from the tables `anatomy` and `synonyms`.
const CLASSES: &[(&str, &[&str])] = &[
    (
        "cancer",
        &["carcinoma", "malignancy", "adenocarcinoma", "neoplasia"],
    ),
    (
        "neoplasm",
        &["tumor", "tumoral", "tumoration", "neoplastic"],
    ),
    ("metastasis", &["metastatic", "metastasized"]),
    ("calculus", &["stone", "lithiasis", "calculi"]),
    ("hemorrhage", &["bleeding", "bleed", "hemorrhagic", "bled"]),
    ("fracture", &["fractured", "fx", "broken"]),
    ("kidney", &["renal", "nephric"]),
    ("liver", &["hepatic"]),
    ("heart", &["cardiac"]),
    ("lung", &["pulmonary"]),
    ("stomach", &["gastric"]),
    ("brain", &["cerebral"]),
    ("bladder", &["vesical"]),
    ("skin", &["cutaneous"]),
    ("breast", &["mammary"]),
    ("abdomen", &["abdominal", "belly"]),
    ("chest", &["thoracic"]),
    ("spleen", &["splenic"]),
    ("uterus", &["uterine"]),
    ("ovary", &["ovarian"]),
    ("prostate", &["prostatic"]),
    ("pancreas", &["pancreatic"]),
    ("esophagus", &["esophageal"]),
    ("bone", &["osseous", "bony"]),
    ("muscle", &["muscular"]),
    ("vein", &["venous"]),
    ("artery", &["arterial"]),
    ("thyroid", &["thyroidal"]),
    ("diabetes", &["diabetic"]),
    ("pain", &["painful", "ache", "aching", "algia"]),
    ("swelling", &["swollen"]),
    ("allergy", &["allergic", "allergie"]),
    ("asthma", &["asthmatic"]),
    ("anemia", &["anemic"]),
    ("depression", &["depressed", "depressive"]),
    ("obesity", &["obese"]),
    ("infection", &["infected", "infectious", "infective"]),
    ("ulcer", &["ulceration", "ulcerated", "ulcerative"]),
    ("dislocation", &["dislocated"]),
    ("sprain", &["sprained"]),
    ("strain", &["strained"]),
    ("tear", &["torn", "rupture", "ruptured"]),
    ("enlargement", &["enlarged"]),
    ("dilatation", &["dilated", "dilation", "ectasia"]),
    ("stenosis", &["stenotic", "stricture", "narrowing"]),
    ("obstruction", &["obstructed", "obstructive", "blockage"]),
    ("insufficiency", &["incompetence"]),
    ("regurgitation", &["regurgitant"]),
    ("failure", &["failing"]),
    ("thrombosis", &["thrombotic", "thrombus"]),
    ("embolism", &["embolic", "embolus"]),
    ("necrosis", &["necrotic"]),
    ("perforation", &["perforated"]),
    ("calcification", &["calcified"]),
    ("inflammation", &["inflamed", "inflammatory"]),
    ("nausea", &["nauseated", "nauseous"]),
    ("vomiting", &["vomit", "vomited", "emesis"]),
    ("disease", &["disorder"]),
    ("fever", &["febrile", "pyrexia", "feverish"]),
    ("dizziness", &["dizzy"]),
    ("weakness", &["weak"]),
    ("cough", &["coughing"]),
    ("itching", &["itchy", "itch", "pruritic"]),
    ("burn", &["burned", "burnt"]),
    ("injury", &["injured", "trauma"]),
    ("shoulder", &["scapulohumeral"]),
];

impl Canon {
    /// The carried classes and the one-word rows of the tables.
    #[must_use]
    pub fn new(lexicon: &Lexicon, codebook: &Codebook) -> Self {
        // a word under which the index has entries of its own keeps its own meaning
        let own: FxHashSet<String> = codebook
            .book(BookKind::Index)
            .main_terms()
            .filter(|main| main.code().is_some() || main.children().next().is_some())
            .flat_map(|main| icd10cm::title_keys(main.title()))
            .collect();
        let mut map = FxHashMap::default();
        let mut add = |variant: &str, canonical: &str, always: bool| {
            let word = |text: &str| {
                let tokens = Tokens::of(text);
                (tokens.len() == 1)
                    .then(|| tokens.get(0).map(|t| t.text.to_owned()))
                    .flatten()
            };
            if let (Some(variant), Some(canonical)) = (word(variant), word(canonical))
                && variant != canonical
                && !is_empty_word(&variant)
                && (always || !own.contains(&variant))
            {
                map.entry(variant).or_insert(canonical);
            }
        };
        for (canonical, variants) in CLASSES {
            for variant in *variants {
                add(variant, canonical, true);
            }
        }
        // "precordial" and "chest" lead to different codes under "Pain": there they are two words
        let apart = subterms_apart(codebook);
        let kept_apart = |variant: &str, canonical: &str| {
            let (v, c) = (icd10cm::title_key(variant), icd10cm::title_key(canonical));
            apart.get(&v).is_some_and(|others| others.contains(&c))
        };
        for table in ["anatomy", "synonyms"] {
            for row in lexicon.rows(table) {
                if let [variant, canonical, rest @ ..] = row.as_slice()
                    && !rest.iter().any(|note| note.contains("ambiguous"))
                    && !own.contains(&icd10cm::title_key(variant))
                    && !kept_apart(variant, canonical)
                {
                    add(variant, canonical, false);
                }
            }
        }
        // chains end at their last word
        let keys: Vec<String> = map.keys().cloned().collect();
        for key in keys {
            let mut at = map[&key].clone();
            for _ in 0..4 {
                match map.get(&at) {
                    Some(next) if *next != key => at = next.clone(),
                    _ => break,
                }
            }
            map.insert(key, at);
        }
        Self { map }
    }

    /// The class of a normalized word, or the word itself.
    #[must_use]
    pub fn word<'a>(&'a self, word: &'a str) -> &'a str {
        self.map.get(word).map_or(word, String::as_str)
    }

    /// The telling words of a text, without repetition.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<String> {
        let tokens = Tokens::of(text);
        let mut words: Vec<String> = Vec::with_capacity(tokens.len());
        for (i, token) in tokens.iter().enumerate() {
            // "hepatitis A", "vitamin A": a letter that names something
            let letter = i > 0 && text.get(token.range.clone()) == Some("A");
            if is_empty_word(token.text) && !letter {
                continue;
            }
            let word = self.word(token.text);
            if !words.iter().any(|w| w == word) {
                words.push(word.to_owned());
            }
        }
        words
    }
}

/// One-word subterms that stand beside each other under one line with different codes.
fn subterms_apart(codebook: &Codebook) -> FxHashMap<String, FxHashSet<String>> {
    let mut apart: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
    for node in codebook.book(BookKind::Index).nodes() {
        let subterms: Vec<(String, icd10cm::Code)> = node
            .children()
            .filter(|c| !c.title().contains(' '))
            .filter_map(|c| Some((icd10cm::title_key(c.title()), c.code()?.code)))
            .collect();
        for (word, code) in &subterms {
            let others = subterms.iter().filter(|(w, c)| w != word && c != code);
            apart
                .entry(word.clone())
                .or_default()
                .extend(others.map(|(w, _)| w.clone()));
        }
    }
    apart
}
