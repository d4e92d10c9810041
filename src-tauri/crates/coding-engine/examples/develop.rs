//! Fits the weights on CodiEsp (CC BY 4.0) and measures on the development notes. Reads `../shared`,
//! which is not part of the project.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used
)]

use std::collections::HashMap;
use std::path::PathBuf;

use coding_engine::score::{Weights, fit};
use coding_engine::{Dictionary, Engine, Lexicon, RunOptions};
use coding_model::{AuthorRole, Document, DocumentId, Encounter, EncounterId, List, Setting};
use icd10cm::{Code, Codebook, PartSource, Release, SourceFile, recognize};

struct Note {
    encounter: Encounter,
    gold: HashMap<String, Vec<String>>,
    spans: Vec<(String, usize, usize)>,
}

fn notes(path: PathBuf) -> Vec<Note> {
    std::fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(|line| {
            let v: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = v["text"].as_str().unwrap().to_owned();
            let offsets = clinical_text::Offsets::new(&text, clinical_text::Unit::CodePoint);
            let mut spans = Vec::new();
            for key in ["diagnoses", "evidence"] {
                for d in v[key].as_array().into_iter().flatten() {
                    let s = &d["span"];
                    if let (Some(a), Some(b)) = (s[0].as_u64(), s[1].as_u64()) {
                        spans.push((
                            d["code"].as_str().unwrap_or("").to_owned(),
                            offsets.to_byte(a as u32).unwrap_or(0),
                            offsets.to_byte(b as u32).unwrap_or(0),
                        ));
                    }
                }
            }
            let gold = v["codes"]
                .as_object()
                .unwrap()
                .iter()
                .map(|(k, c)| {
                    (
                        k.clone(),
                        c.as_array()
                            .unwrap()
                            .iter()
                            .map(|c| c.as_str().unwrap().to_owned())
                            .collect(),
                    )
                })
                .collect();
            let encounter = Encounter {
                id: EncounterId::new(),
                title: v["id"].as_str().unwrap().to_owned(),
                setting: Setting::parse(v["setting"].as_str().unwrap()).unwrap(),
                admitted: None,
                date: None,
                sex: None,
                age: None,
                documents: vec![Document {
                    id: DocumentId::new(),
                    title: String::new(),
                    kind: String::new(),
                    author: String::new(),
                    author_role: AuthorRole::Provider,
                    date: String::new(),
                    text,
                }],
            };
            Note {
                encounter,
                gold,
                spans,
            }
        })
        .collect()
}

fn matches(book: &Codebook, gold: &str, predicted: Code) -> bool {
    match Code::parse(gold) {
        Ok(g) => g == predicted || (!book.is_billable(g) && predicted.starts_with(g)),
        Err(_) => false,
    }
}

#[derive(Default)]
struct Score {
    tp: usize,
    predicted: usize,
    gold: usize,
    note_f1: f64,
    notes: usize,
}

fn score(book: &Codebook, sets: &[(Vec<Code>, &[String])]) -> Score {
    let mut s = Score::default();
    for (predicted, gold) in sets {
        let mut used = vec![false; predicted.len()];
        let mut tp = 0;
        for g in *gold {
            if let Some(i) =
                (0..predicted.len()).find(|&i| !used[i] && matches(book, g, predicted[i]))
            {
                used[i] = true;
                tp += 1;
            }
        }
        s.tp += tp;
        s.predicted += predicted.len();
        s.gold += gold.len();
        s.notes += 1;
        s.note_f1 += if predicted.is_empty() && gold.is_empty() {
            1.0
        } else {
            2.0 * tp as f64 / (predicted.len() + gold.len()) as f64
        };
    }
    s
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (p, r) = (
            self.tp as f64 / self.predicted.max(1) as f64,
            self.tp as f64 / self.gold.max(1) as f64,
        );
        write!(
            f,
            "micro P {p:.3} R {r:.3} F1 {:.3} | note F1 {:.3} | {:.1} codes a note, gold {:.1} ({} notes)",
            2.0 * p * r / (p + r).max(1e-9),
            self.note_f1 / self.notes.max(1) as f64,
            self.predicted as f64 / self.notes.max(1) as f64,
            self.gold as f64 / self.notes.max(1) as f64,
            self.notes
        )
    }
}

fn with_weights(
    book: &Codebook,
    lexicon: &mut Lexicon,
    dictionary: &Dictionary,
    w: &Weights,
) -> Engine {
    let rows = w.table();
    let rows = rows.lines().map(|l| l.split('\t').map(str::to_owned));
    lexicon
        .tables
        .insert("weights".into(), rows.map(Iterator::collect).collect());
    Engine::new(book.clone(), lexicon, dictionary.clone())
}

fn main() {
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
    if !shared.is_dir() {
        eprintln!("SKIPPED: ../shared is not beside the project");
        return;
    }
    let fitting = std::env::args().any(|a| a == "--fit");
    let show: Option<String> = std::env::args().skip_while(|a| a != "--show").nth(1);
    let mut files = Vec::new();
    for (dir, origin) in [
        ("FY2026-04", PartSource::Official),
        ("starter", PartSource::Starter),
    ] {
        for file in std::fs::read_dir(shared.join("codeset").join(dir))
            .unwrap()
            .flatten()
        {
            let bytes = std::fs::read(file.path()).unwrap();
            if let Some(part) = recognize(&bytes) {
                files.push((part, origin, bytes));
            }
        }
    }
    let sources: Vec<SourceFile<'_>> = files
        .iter()
        .map(|(part, origin, bytes)| SourceFile {
            part: *part,
            origin: *origin,
            bytes,
        })
        .collect();
    let t = std::time::Instant::now();
    let (book, _) = Codebook::compile(Release::from_name("FY2026-04").unwrap(), &sources);
    eprintln!("compiled in {:?}", t.elapsed());
    let (mut lexicon, _) = Lexicon::carried();
    let weights =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets/lexicon/weights.tsv");
    let text = std::fs::read_to_string(weights).unwrap_or_default();
    lexicon.tables.insert(
        "weights".into(),
        text.lines()
            .filter(|l| !l.starts_with('#'))
            .map(|l| l.split('\t').map(str::to_owned).collect())
            .collect(),
    );
    let t = std::time::Instant::now();
    let dictionary = Engine::dictionary(&book, &lexicon);
    eprintln!("dictionary of {} in {:?}", dictionary.len(), t.elapsed());
    let engine = Engine::new(book.clone(), &lexicon, dictionary.clone());
    if let Some(words) = std::env::args().skip_while(|a| a != "--phrase").nth(1) {
        let wanted: Vec<u32> = words
            .split(' ')
            .filter_map(|w| dictionary.word(w))
            .collect();
        for n in 0..dictionary.len() {
            let Some(p) = dictionary.phrase(n as u32) else {
                continue;
            };
            if p.words().len() <= wanted.len() && p.words().iter().all(|w| wanted.contains(w)) {
                let path = p
                    .node()
                    .and_then(|(k, n)| book.book(k).node(n))
                    .map(|n| n.titles().join(" > "));
                let words: Vec<&str> = p.words().iter().map(|w| dictionary.text(*w)).collect();
                println!(
                    "{:?} {:?} {} {:?}",
                    p.code(),
                    p.origin(),
                    words.join(" "),
                    path
                );
            }
        }
        return;
    }
    if let Some(file) = std::env::args().skip_while(|a| a != "--reach").nth(1) {
        let label = std::env::args()
            .skip_while(|a| a != "--reach")
            .nth(2)
            .unwrap_or("codiesp".into());
        let notes = notes(shared.join("eval").join(&file));
        let (mut all, mut listed, mut ruled, mut category, mut lengths) = (0, 0, 0, 0, 0);
        for note in &notes {
            let Some(gold) = note.gold.get(&label) else {
                continue;
            };
            let candidates = engine.candidates(&note.encounter, &mut vec![], &mut vec![]);
            let run = engine.run(&note.encounter, &RunOptions::default());
            lengths += run.suggestions.len();
            let text = &note.encounter.documents[0].text;
            for g in gold {
                all += 1;
                if run.suggestions.iter().any(|s| matches(&book, g, s.code)) {
                    listed += 1;
                    continue;
                }
                let title = Code::parse(g)
                    .ok()
                    .and_then(|c| book.title(c))
                    .unwrap_or_default();
                if let Some(c) = candidates.iter().find(|c| matches(&book, g, c.code)) {
                    ruled += 1;
                    let at = c.evidence[0].range;
                    let from = text[..at.start()].rfind(['\n', '.']).map_or(0, |i| i + 1);
                    let to = text[at.end()..]
                        .find(['\n', '.'])
                        .map_or(text.len(), |i| at.end() + i);
                    println!(
                        "RULED\t{g}\t{title}\t{}\t{}\t{}\t{}",
                        c.evidence[0].quote,
                        c.assertion.label(),
                        c.trail[0].text.split("(cue").nth(1).unwrap_or(""),
                        &text[from..to]
                    );
                    continue;
                }
                let near: Vec<String> = run
                    .suggestions
                    .iter()
                    .filter(|s| g.len() >= 3 && s.code.to_string().starts_with(&g[..3]))
                    .map(|s| format!("{}<{}>", s.code, s.evidence[0].quote))
                    .collect();
                if !near.is_empty() {
                    category += 1;
                }
                let words: Vec<String> = title
                    .to_lowercase()
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|w| {
                        w.len() > 4
                            && ![
                                "unspecified",
                                "other",
                                "without",
                                "specified",
                                "elsewhere",
                                "classified",
                            ]
                            .contains(w)
                    })
                    .map(|w| w.chars().take(5).collect())
                    .collect();
                let best = text
                    .split(['\n', '.'])
                    .max_by_key(|s| {
                        let s = s.to_lowercase();
                        words.iter().filter(|w| s.contains(w.as_str())).count() * 1000 + 900
                            - s.len().min(900)
                    })
                    .unwrap_or("");
                println!(
                    "{}\t{g}\t{title}\t{}\t{}",
                    if near.is_empty() { "ABSENT" } else { "NEAR" },
                    near.join(" "),
                    best.chars().take(220).collect::<String>()
                );
            }
        }
        println!(
            "TOTAL {all} listed {listed} ruled out {ruled} same category {category}; {:.1} listed a note",
            lengths as f64 / notes.len() as f64
        );
        return;
    }
    if fitting {
        let train = notes(shared.join("eval/codiesp/train.jsonl"));
        let mut w = Weights::parse(lexicon.rows("weights"));
        // which candidate stands for a code depends on the weights: the second round fits to the first's choice
        for round in 1..=2 {
            let engine = with_weights(&book, &mut lexicon, &dictionary, &w);
            let mut rows = Vec::new();
            let (mut reached, mut all) = (0, 0);
            for note in &train {
                let gold = &note.gold["codiesp"];
                let candidates = engine.candidates(&note.encounter, &mut vec![], &mut vec![]);
                let standing = engine.standing(&note.encounter, candidates);
                all += gold.len();
                reached += gold
                    .iter()
                    .filter(|g| standing.iter().any(|c| matches(&book, g, c.code)))
                    .count();
                for one in standing {
                    let code = one.code;
                    rows.push((one.features, gold.iter().any(|g| matches(&book, g, code))));
                }
            }
            eprintln!(
                "round {round}: {} rows, {} positive; candidates reach {reached} of {all} gold codes ({:.3})",
                rows.len(),
                rows.iter().filter(|r| r.1).count(),
                reached as f64 / all as f64,
            );
            w.weights = fit(&rows, 400, 1e-4);
        }
        // the threshold by what would be suggested of the training notes
        let engine = with_weights(&book, &mut lexicon, &dictionary, &w);
        let (mut ranked, mut all) = (Vec::new(), 0);
        for note in &train {
            let gold = &note.gold["codiesp"];
            all += gold.len();
            for s in engine
                .run(&note.encounter, &RunOptions::default())
                .suggestions
            {
                if !s.trail.iter().any(|t| t.stage == "verify") {
                    ranked.push((
                        s.confidence.get(),
                        gold.iter().any(|g| matches(&book, g, s.code)),
                    ));
                }
            }
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut tp, mut best) = (0, (0.0, 0.3));
        for (i, (p, y)) in ranked.iter().enumerate() {
            tp += usize::from(*y);
            let f1 = 2.0 * tp as f64 / (i + 1 + all) as f64;
            if f1 > best.0 {
                best = (f1, *p);
            }
        }
        eprintln!("training F1 {:.3} at {:.3}", best.0, best.1);
        w.inpatient = best.1;
        let out =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets/lexicon/weights.tsv");
        let head = "# Weights of the local engine's signals and the probabilities from which a code is suggested.\n# columns: signal | weight\n# origin: fitted on CodiEsp train (CC BY 4.0), but for threshold_outpatient, which is set by hand with the table outpatient\n";
        std::fs::write(out, format!("{head}{}", w.table())).unwrap();
        lexicon.tables.insert(
            "weights".into(),
            w.table()
                .lines()
                .map(|l| l.split('\t').map(str::to_owned).collect())
                .collect(),
        );
    }
    let engine = Engine::new(book.clone(), &lexicon, dictionary);
    let mut dev = vec![(
        "codiesp/dev",
        notes(shared.join("eval/codiesp/dev.jsonl")),
        vec!["codiesp"],
    )];
    let mut aci = notes(shared.join("eval/aci/train.jsonl"));
    aci.extend(notes(shared.join("eval/aci/valid.jsonl")));
    dev.push(("aci", aci, vec!["aws", "medcoder"]));
    for (name, notes, labels) in &dev {
        let t = std::time::Instant::now();
        let runs: Vec<_> = notes
            .iter()
            .map(|n| engine.run(&n.encounter, &RunOptions::default()))
            .collect();
        let per = t.elapsed().as_secs_f64() * 1000.0 / notes.len() as f64;
        println!("== {name}: {per:.1} ms a note");
        for label in labels {
            let with: Vec<usize> = (0..notes.len())
                .filter(|&i| notes[i].gold.contains_key(*label))
                .collect();
            let suggested = |i: usize| -> Vec<Code> {
                runs[i]
                    .suggestions
                    .iter()
                    .filter(|s| s.list == List::Suggest)
                    .map(|s| s.code)
                    .collect()
            };
            let sets: Vec<(Vec<Code>, &[String])> = with
                .iter()
                .map(|&i| (suggested(i), notes[i].gold[*label].as_slice()))
                .collect();
            println!("{label}: {}", score(&book, &sets));
            let mut best = (0.0, 0.0, String::new());
            for step in 1..40 {
                let th = step as f32 * 0.02;
                let sets: Vec<(Vec<Code>, &[String])> = with
                    .iter()
                    .map(|&i| {
                        let held = |s: &coding_model::Suggestion| {
                            s.trail.iter().any(|t| t.stage == "verify")
                        };
                        (
                            runs[i]
                                .suggestions
                                .iter()
                                .filter(|s| !held(s) && s.confidence.get() >= th)
                                .map(|s| s.code)
                                .collect(),
                            notes[i].gold[*label].as_slice(),
                        )
                    })
                    .collect();
                let s = score(&book, &sets);
                let micro = 2.0 * s.tp as f64 / (s.predicted + s.gold) as f64;
                let target = if *label == "aws" {
                    s.note_f1 / s.notes as f64
                } else {
                    micro
                };
                if target > best.0 {
                    best = (target, th, s.to_string());
                }
            }
            println!("   best threshold {:.2}: {}", best.1, best.2);
            for k in [5, 10, 25, 1000] {
                let (mut hit, mut all) = (0, 0);
                for &i in &with {
                    let gold = &notes[i].gold[*label];
                    all += gold.len();
                    hit += gold
                        .iter()
                        .filter(|g| {
                            runs[i]
                                .suggestions
                                .iter()
                                .take(k)
                                .any(|s| matches(&book, g, s.code))
                        })
                        .count();
                }
                print!("   recall@{k} {:.3}", hit as f64 / all as f64);
            }
            println!();
            if show.as_deref() == Some(*label) {
                let mut missed: HashMap<String, usize> = HashMap::new();
                let mut spurious: HashMap<String, usize> = HashMap::new();
                for &i in &with {
                    let gold = &notes[i].gold[*label];
                    let pred = suggested(i);
                    for g in gold {
                        if !pred.iter().any(|p| matches(&book, g, *p)) {
                            let at = runs[i]
                                .suggestions
                                .iter()
                                .position(|s| matches(&book, g, s.code));
                            let why = at
                                .map(|a| {
                                    format!(
                                        "at {} {:.2} {}",
                                        a + 1,
                                        runs[i].suggestions[a].confidence.get(),
                                        runs[i].suggestions[a]
                                            .trail
                                            .last()
                                            .map(|t| t.text.chars().take(60).collect::<String>())
                                            .unwrap_or_default()
                                    )
                                })
                                .unwrap_or("absent".into());
                            let reason = if why == "absent" {
                                why.clone()
                            } else if let Some((_, r)) = why.split_once("consider: ") {
                                r.chars().filter(|c| !c.is_ascii_digit()).take(24).collect()
                            } else {
                                "below".to_owned()
                            };
                            *missed
                                .entry(format!(
                                    "{g} {} | {reason}",
                                    Code::parse(g)
                                        .ok()
                                        .and_then(|c| book.title(c))
                                        .unwrap_or_default()
                                        .chars()
                                        .take(40)
                                        .collect::<String>()
                                ))
                                .or_default() += 1;
                            *missed.entry(format!("~ALL {reason}")).or_default() += 1;
                            if *label != "codiesp" {
                                println!(
                                    "   {} MISSED {g} {}: {why}",
                                    notes[i].encounter.title,
                                    Code::parse(g)
                                        .ok()
                                        .and_then(|c| book.title(c))
                                        .unwrap_or_default()
                                );
                            }
                        }
                    }
                    for p in pred {
                        if !gold.iter().any(|g| matches(&book, g, p)) {
                            let s = runs[i].suggestions.iter().find(|s| s.code == p).unwrap();
                            let q = s
                                .evidence
                                .iter()
                                .map(|e| e.quote.as_str())
                                .collect::<Vec<_>>()
                                .join(" | ");
                            *spurious
                                .entry(format!(
                                    "{p} {} <- {}",
                                    s.title.chars().take(50).collect::<String>(),
                                    s.evidence[0].quote
                                ))
                                .or_default() += 1;
                            if *label != "codiesp" {
                                println!(
                                    "   {} SPURIOUS {p} {:.2} {} <- {} [{}] {}",
                                    notes[i].encounter.title,
                                    s.confidence.get(),
                                    s.title,
                                    q,
                                    s.evidence[0].section,
                                    s.index_path
                                        .as_ref()
                                        .map(|p| p.display())
                                        .unwrap_or_default()
                                );
                            }
                        }
                    }
                }
                for (name, map) in [("missed", missed), ("spurious", spurious)] {
                    let mut list: Vec<_> = map.into_iter().collect();
                    list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
                    println!("-- {name}");
                    for (k, n) in list.iter().take(100) {
                        println!("   {n} {k}");
                    }
                }
            }
            // evidence overlap of found codes
            let (mut have, mut over) = (0, 0);
            for &i in &with {
                for s in runs[i]
                    .suggestions
                    .iter()
                    .filter(|s| s.list == List::Suggest)
                {
                    let spans: Vec<_> = notes[i]
                        .spans
                        .iter()
                        .filter(|g| matches(&book, &g.0, s.code))
                        .collect();
                    if notes[i].gold[*label]
                        .iter()
                        .any(|g| matches(&book, g, s.code))
                        && !spans.is_empty()
                    {
                        have += 1;
                        over += usize::from(spans.iter().any(|g| {
                            s.evidence
                                .iter()
                                .any(|e| e.range.start() < g.2 && g.1 < e.range.end())
                        }));
                    }
                }
            }
            println!("   evidence overlap {over} of {have}");
        }
    }
}
