//! `eval`: codes every note of a file and measures the answers.

mod shown;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

use coding_api::ApiError;
use coding_api::answer::{FORMAT, NoteCoder, Reach, SuggestAnswer};
use coding_api::codeset::{Edition, Library};
use coding_api::evaluation::{
    ChapterScores, ErrorLine, ErrorTables, LabelledNote, Reliability, ScoredNote, Scores,
    Simulated, StageRecall, chapters, errors, judged, reliability, score, simulate_learning,
    stages, tables,
};
use coding_api::model::ModelUse;
use coding_api::note::Facts;
use rayon::prelude::*;
use serde::Serialize;

use crate::arguments::Eval;
use crate::failure::{Done, Failure};
use crate::output::Output;

#[derive(Serialize)]
struct EvalAnswer<'a> {
    format: u32,
    labels: &'a str,
    release: &'a str,
    engine: String,
    notes_without_labels: usize,
    notes_per_second: f64,
    median_ms: f64,
    #[serde(flatten)]
    scores: Scores,
    stages: Vec<StageRecall>,
    chapters: Vec<ChapterScores>,
    reliability: Reliability,
    errors: ErrorTables,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<ModelUse>,
    #[serde(skip_serializing_if = "Option::is_none")]
    learning: Option<Vec<Simulated>>,
}

/// The notes with everything that is measured on.
struct Coded {
    notes: Vec<LabelledNote>,
    answers: Vec<SuggestAnswer>,
    reached: Vec<Reach>,
    notes_per_second: f64,
}

pub fn run(
    home: &Path,
    library: &Library,
    asked: &Eval,
    output: &mut Output,
) -> Result<Done, Failure> {
    let mut notes = Vec::new();
    for file in &asked.files {
        read(file, &mut notes)?;
    }
    let sets = label_sets(&notes, &asked.labels)?;
    let all = notes.len();
    notes.retain(|n| sets.iter().any(|s| n.codes.contains_key(s)));
    let facts = Facts::parse(None, asked.which.date.as_deref(), None, None)?;
    let (edition, notice) = super::edition(library, &asked.which)?;
    // one release for all notes, whatever their dates: labels are of one edition
    let app = asked.models.app(home)?;
    let coder = NoteCoder::new(library, Some(edition.name().to_owned()), facts)
        .with_threshold(asked.threshold)
        .with_models(asked.models.open(&app)?);
    coder.prepare()?;
    let coded = code(&coder, notes)?;
    let mut lines = Vec::new();
    for (i, labels) in sets.iter().enumerate() {
        let (mut answer, wrong) = measure(&coded, all, labels, &edition);
        if asked.simulate_learning {
            let with: Vec<&LabelledNote> = coded
                .notes
                .iter()
                .filter(|n| n.codes.contains_key(labels))
                .collect();
            answer.learning = Some(simulate_learning(
                &coder,
                &with,
                labels,
                edition.codebook(),
            )?);
        }
        lines.extend(wrong.into_iter().map(|line| (labels.as_str(), line)));
        if asked.json {
            output.json(&answer)?;
            continue;
        }
        if i == 0 {
            super::shown::notice(notice.as_deref(), output)?;
        } else {
            output.gap()?;
        }
        shown::scores(&answer, output)?;
        if !asked.brief {
            shown::tables(&answer, output)?;
        }
    }
    if let Some(path) = &asked.errors {
        write(path, &lines, asked.quotes)?;
    }
    asked.models.done(&app)?;
    Ok(Done::Clean)
}

fn code(coder: &NoteCoder<'_>, notes: Vec<LabelledNote>) -> Result<Coded, Failure> {
    // who waits for a model needs no core; 0 is one thread a core
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(coder.at_once().unwrap_or(0))
        .build()
        .map_err(|e| Failure::Input(format!("evaluating: no threads could be started: {e}")))?;
    let started = Instant::now();
    let (answers, reached, elapsed): (Vec<SuggestAnswer>, Vec<Reach>, f64);
    if coder.at_once().is_some() {
        // a model is not asked a second time for what its stages knew
        let both: Vec<(SuggestAnswer, Reach)> = threads.install(|| {
            notes
                .par_iter()
                .map(|n| coder.code_reached(n.note.clone()))
                .collect::<Result<_, _>>()
        })?;
        elapsed = started.elapsed().as_secs_f64();
        (answers, reached) = both.into_iter().unzip();
    } else {
        answers = threads.install(|| {
            notes
                .par_iter()
                .map(|n| coder.code(n.note.clone()))
                .collect::<Result<_, _>>()
        })?;
        elapsed = started.elapsed().as_secs_f64();
        reached = notes
            .par_iter()
            .map(|n| coder.reach(n.note.clone()))
            .collect::<Result<_, _>>()?;
    }
    Ok(Coded {
        notes_per_second: notes.len() as f64 / elapsed.max(1e-9),
        notes,
        answers,
        reached,
    })
}

fn measure<'a>(
    coded: &'a Coded,
    all: usize,
    labels: &'a str,
    edition: &'a Edition,
) -> (EvalAnswer<'a>, Vec<ErrorLine>) {
    let mut scored = Vec::new();
    let mut reached = Vec::new();
    let coded_notes = coded.notes.iter().zip(&coded.answers).zip(&coded.reached);
    for ((note, answer), reach) in coded_notes {
        if note.codes.contains_key(labels) {
            reached.push(reach.clone());
            scored.push(ScoredNote {
                note,
                text: &note.note.text,
                answer,
            });
        }
    }
    let book = edition.codebook();
    let wrong = errors(&scored, labels, book);
    let answer = EvalAnswer {
        format: FORMAT,
        labels,
        release: edition.name(),
        engine: scored
            .first()
            .map(|s| s.answer.engine.clone())
            .unwrap_or_default(),
        notes_without_labels: all - scored.len(),
        notes_per_second: coded.notes_per_second,
        median_ms: median(scored.iter().map(|s| s.answer.elapsed_ms).collect()),
        stages: stages(&scored, &reached, labels, book),
        chapters: chapters(&scored, labels, book),
        reliability: reliability(&judged(&scored, labels, book)),
        errors: tables(&wrong, book),
        model: ModelUse::sum(scored.iter().filter_map(|s| s.answer.model.as_ref())),
        learning: None,
        scores: score(&scored, labels, book),
    };
    (answer, wrong)
}

/// The asked label sets, or all there are.
fn label_sets(notes: &[LabelledNote], asked: &[String]) -> Result<Vec<String>, Failure> {
    let there: BTreeSet<&String> = notes.iter().flat_map(|n| n.codes.keys()).collect();
    let known = || {
        let names: Vec<&str> = there.iter().map(|s| s.as_str()).collect();
        names.join(", ")
    };
    if let Some(absent) = asked.iter().find(|name| !there.contains(name)) {
        return Err(Failure::Input(format!(
            "evaluating: none of {} notes has labels named {absent:?}; name a label set of the file with --labels ({})",
            notes.len(),
            known()
        )));
    }
    let sets: Vec<String> = if asked.is_empty() {
        there.into_iter().cloned().collect()
    } else {
        asked.to_vec()
    };
    if sets.is_empty() {
        return Err(Failure::Input(format!(
            "evaluating: none of {} notes has labels; a line needs \"codes\": {{\"NAME\": […]}}",
            notes.len()
        )));
    }
    Ok(sets)
}

fn read(path: &Path, notes: &mut Vec<LabelledNote>) -> Result<(), Failure> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|e| {
        Failure::Input(format!(
            "reading the labelled notes {shown}: {e}; name a file with one JSON object a line"
        ))
    })?;
    for (i, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let note = LabelledNote::parse(line).map_err(|e| {
            Failure::Input(format!(
                "reading the labelled notes {shown}, line {}: {e}; expected {{\"id\", \"text\", \"codes\": {{\"{}\": […]}}}}",
                i + 1,
                "labels"
            ))
        })?;
        notes.push(note);
    }
    Ok(())
}

/// Writes the errors of all label sets.
fn write(path: &Path, lines: &[(&str, ErrorLine)], quotes: bool) -> Result<(), Failure> {
    let mut text = format!("labels\t{}", ErrorLine::HEAD);
    text.push_str(if quotes { "\tquotes\n" } else { "\n" });
    for (labels, line) in lines {
        text.push_str(&format!("{labels}\t{}\n", line.row(quotes)));
    }
    fs::write(path, text).map_err(|e| {
        Failure::Api(ApiError::outside(format!(
            "writing the errors to {}: {e}; name a file that can be written to",
            path.display()
        )))
    })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
