//! The hybrid profile with a model that knows the labels: what the pipeline itself can reach, stage by stage.
//!
//! The oracle reads the real prompts and answers through the real codecs, so it can report only what it is offered.
//! Where it stops is the ceiling of the candidate lists. Reads `../shared`, which is not part of the project.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example for the screen"
)]

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use coding_engine::search::Search;
use coding_engine::structure::{Graph, relatives};
use coding_engine::{Engine, Lexicon, Passed, RunOptions};
use coding_llm::{CallError, Model, Profile, Prompt, Reply, Shelf};
use coding_model::List;
use icd10cm::{Code, Codebook};

/// Whether a code meets a label: the same, or a descendant of one that cannot be reported.
fn meets(book: &Codebook, gold: Code, code: Code) -> bool {
    gold == code || (!book.is_billable(gold) && code.starts_with(gold))
}

struct Oracle {
    book: Codebook,
    neighbours: Arc<Graph>,
    gold: Vec<Code>,
    /// Labels that were met by something the oracle was offered.
    offered: Mutex<HashSet<Code>>,
    questions: Mutex<usize>,
}

impl Oracle {
    /// The numbered lines of a question, behind the last line that is just `heading`.
    fn lines<'p>(prompt: &'p Prompt, heading: &str) -> Vec<&'p str> {
        let from = prompt.user.rfind(&format!("\n{heading}\n")).unwrap_or(0);
        let mut number = 1;
        let mut lines = Vec::new();
        for line in prompt.user[from..].lines() {
            if let Some(rest) = line.strip_prefix(&format!("{number}. ")) {
                lines.push(rest);
                number += 1;
            }
        }
        lines
    }

    /// Codes with a label among them, then, for labels that are left, codes whose expansion holds one.
    fn select(&self, prompt: &Prompt) -> String {
        let options: Vec<Code> = Self::lines(prompt, "Codes:")
            .into_iter()
            .map(|l| Code::parse(l.split(' ').next().unwrap()).unwrap())
            .collect();
        let mut report: Vec<usize> = Vec::new();
        let mut left: Vec<Code> = Vec::new();
        for gold in &self.gold {
            let met = (0..options.len())
                .find(|i| meets(&self.book, *gold, options[*i]) && !report.contains(&(i + 1)));
            match met {
                Some(i) => {
                    self.offered.lock().unwrap().insert(*gold);
                    report.push(i + 1);
                }
                None => left.push(*gold),
            }
        }
        for gold in left {
            let near = (0..options.len()).find(|i| {
                let kin = relatives(&self.book, &self.neighbours, options[*i]);
                !report.contains(&(i + 1))
                    && kin.iter().take(30).any(|r| meets(&self.book, gold, r.code))
            });
            if let Some(i) = near {
                report.push(i + 1);
            }
        }
        format!("{{\"report\": {report:?}}}")
    }

    /// The description of a label, where one is offered; the code's own otherwise.
    fn choose(&self, prompt: &Prompt) -> String {
        let titles = Self::lines(prompt, "Descriptions:");
        let of = |gold: Code, title: &str| match self.book.is_billable(gold) {
            true => self.book.title(gold).as_deref() == Some(title),
            false => self.book.entry_of(gold).is_some_and(|e| {
                let mut leaves = e.billable_codes();
                leaves.any(|c| self.book.title(c).as_deref() == Some(title))
            }),
        };
        let mut offered = self.offered.lock().unwrap();
        let own = titles.first().copied().unwrap_or("");
        if self.gold.iter().any(|g| of(*g, own)) {
            return "{\"choice\": 1}".to_owned();
        }
        for (i, title) in titles.iter().enumerate() {
            if let Some(gold) = self
                .gold
                .iter()
                .find(|g| !offered.contains(g) && of(**g, title))
            {
                offered.insert(*gold);
                return format!("{{\"choice\": {}}}", i + 1);
            }
        }
        "{\"choice\": 0}".to_owned()
    }
}

impl Model for Oracle {
    fn name(&self) -> &str {
        "oracle"
    }

    fn ask(&self, prompts: &[Prompt]) -> Vec<Result<Reply, CallError>> {
        *self.questions.lock().unwrap() += prompts.len();
        let answer = |prompt: &Prompt| {
            let text = match prompt.task {
                "select" => self.select(prompt),
                "choose" => self.choose(prompt),
                _ => String::new(),
            };
            Ok(Reply {
                text,
                truncated: false,
            })
        };
        prompts.iter().map(answer).collect()
    }
}

#[derive(Default)]
struct Sums {
    gold: usize,
    navigated: usize,
    validated: usize,
    reconciled: usize,
    offered: usize,
    reported: usize,
    codes: usize,
    questions: usize,
    options: usize,
}

fn main() {
    let Some((book, _)) = test_releases::fy2026() else {
        return;
    };
    let (lexicon, _) = Lexicon::carried();
    let dictionary = Engine::dictionary(book, &lexicon);
    let engine = Engine::new(book.clone(), &lexicon, dictionary);
    let search = Arc::new(Search::build(book, &lexicon));
    let shelf = Arc::new(Shelf::new(search, None));
    let neighbours = Arc::new(Graph::build(book));
    for (name, files, label) in [
        (
            "aci",
            &["eval/aci/train.jsonl", "eval/aci/valid.jsonl"][..],
            "aws",
        ),
        (
            "aci",
            &["eval/aci/train.jsonl", "eval/aci/valid.jsonl"][..],
            "medcoder",
        ),
        ("codiesp/dev", &["eval/codiesp/dev.jsonl"][..], "codiesp"),
    ] {
        let Some(read) = files
            .iter()
            .map(|f| test_releases::notes(f))
            .collect::<Option<Vec<_>>>()
        else {
            return;
        };
        let mut sums = Sums::default();
        let mut count = 0;
        for note in read.iter().flatten() {
            let Some(labels) = note.gold.get(label) else {
                continue;
            };
            count += 1;
            sums.gold += labels.len();
            let gold: Vec<Code> = labels.iter().filter_map(|c| Code::parse(c).ok()).collect();
            let oracle = Arc::new(Oracle {
                book: book.clone(),
                neighbours: Arc::clone(&neighbours),
                gold: gold.clone(),
                offered: Mutex::default(),
                questions: Mutex::default(),
            });
            let share = |codes: &[Code]| {
                gold.iter()
                    .filter(|g| codes.iter().any(|c| meets(book, **g, *c)))
                    .count()
            };
            let below = |stems: &[Code]| {
                gold.iter()
                    .filter(|g| {
                        stems
                            .iter()
                            .any(|s| g.starts_with(*s) || meets(book, **g, *s))
                    })
                    .count()
            };
            let engine = Profile::Hybrid.engine(&engine, &shelf, oracle.clone());
            let mut watch = |passed: Passed<'_>| match passed {
                Passed::Extracted(_) => {}
                Passed::Navigated(leads) => {
                    let stems: Vec<Code> = leads.iter().map(|l| l.stem).collect();
                    sums.navigated += below(&stems);
                }
                Passed::Validated(found) => {
                    let codes: Vec<Code> = found.iter().map(|c| c.code).collect();
                    sums.validated += share(&codes);
                }
                Passed::Reconciled(ranked) => {
                    let codes: Vec<Code> = ranked.iter().map(|r| r.candidate.code).collect();
                    sums.reconciled += share(&codes);
                    sums.options += codes.len();
                }
            };
            let run = engine.run_watched(&note.encounter, &RunOptions::default(), &mut watch);
            let codes: Vec<Code> = run
                .suggestions
                .iter()
                .filter(|s| s.list == List::Suggest)
                .map(|s| s.code)
                .collect();
            sums.reported += share(&codes);
            sums.codes += codes.len();
            sums.offered += oracle.offered.lock().unwrap().len();
            sums.questions += *oracle.questions.lock().unwrap();
        }
        let of = |n: usize| n as f64 / sums.gold.max(1) as f64;
        let per = |n: usize| n as f64 / f64::from(count.max(1));
        println!(
            "{name}, labels {label}: {count} notes, {} labels",
            sums.gold
        );
        println!(
            "  navigate   {:.3}  of labels lie at or below a lead",
            of(sums.navigated)
        );
        println!(
            "  validate   {:.3}  are a complete candidate",
            of(sums.validated)
        );
        println!(
            "  reconcile  {:.3}  are on the list that is shown ({:.0} codes a note)",
            of(sums.reconciled),
            per(sums.options)
        );
        println!(
            "  offered    {:.3}  are offered in any list, expansions included",
            of(sums.offered)
        );
        println!(
            "  verify     {:.3}  are reported; precision {:.3}, {:.1} codes and {:.1} questions a note",
            of(sums.reported),
            sums.reported as f64 / sums.codes.max(1) as f64,
            per(sums.codes),
            per(sums.questions)
        );
    }
}
