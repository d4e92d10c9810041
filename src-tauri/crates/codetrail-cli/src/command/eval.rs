//! `eval`: codes every note of a file and measures the answers.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use coding_api::App;
use coding_api::answer::{FORMAT, NoteCoder, SuggestAnswer};
use coding_api::codeset::Library;
use coding_api::evaluation::{LabelledNote, ScoredNote, Scores, score};
use coding_api::note::Facts;
use rayon::prelude::*;
use serde::Serialize;

use super::shown;
use crate::arguments::Eval;
use crate::failure::{Done, Failure};
use crate::output::{Output, thousands};

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
    let all = notes.len();
    notes.retain(|n| n.codes.contains_key(&asked.labels));
    if notes.is_empty() {
        return Err(Failure::Input(format!(
            "evaluating: none of {all} notes has labels named {:?}; name a label set of the file with --labels",
            asked.labels
        )));
    }
    let facts = Facts::parse(None, asked.which.date.as_deref(), None, None)?;
    let (edition, notice) = super::edition(library, &asked.which)?;
    // one release for all notes, whatever their dates: labels are of one edition
    let coder = NoteCoder::new(library, Some(edition.name().to_owned()), facts)
        .with_threshold(asked.threshold)
        .with_models(asked.models.open(&Arc::new(App::new(home)))?);
    coder.prepare()?;
    // who waits for a model needs no core; 0 is one thread a core
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(coder.at_once().unwrap_or(0))
        .build()
        .map_err(|e| Failure::Input(format!("evaluating: no threads could be started: {e}")))?;
    let started = Instant::now();
    let answers: Vec<SuggestAnswer> = threads.install(|| {
        notes
            .par_iter()
            .map(|n| coder.code(n.note.clone()))
            .collect::<Result<_, _>>()
    })?;
    let elapsed = started.elapsed().as_secs_f64();
    let scored: Vec<ScoredNote<'_>> = notes
        .iter()
        .zip(&answers)
        .map(|(note, answer)| ScoredNote {
            note,
            text: &note.note.text,
            answer,
        })
        .collect();
    let answer = EvalAnswer {
        format: FORMAT,
        labels: &asked.labels,
        release: edition.name(),
        engine: answers
            .first()
            .map(|a| a.engine.clone())
            .unwrap_or_default(),
        notes_without_labels: all - notes.len(),
        notes_per_second: notes.len() as f64 / elapsed.max(1e-9),
        median_ms: median(answers.iter().map(|a| a.elapsed_ms).collect()),
        scores: score(&scored, &asked.labels, edition.codebook()),
    };
    if asked.json {
        output.json(&answer)?;
        return Ok(Done::Clean);
    }
    shown::notice(notice.as_deref(), output)?;
    show(&answer, output)?;
    Ok(Done::Clean)
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

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn show(answer: &EvalAnswer<'_>, output: &mut Output) -> Result<(), Failure> {
    let s = &answer.scores;
    output.line(&format!(
        "{} notes with labels {:?} ({} without are left out), {} labels, {} codes suggested",
        thousands(s.notes),
        answer.labels,
        answer.notes_without_labels,
        thousands(s.gold),
        thousands(s.predicted)
    ))?;
    output.line(&format!("{}, {}", answer.release, answer.engine))?;
    output.gap()?;
    let mut row = |name: &str, value: f64, how: &str| {
        output.wrapped(&format!("{name:<22}{value:>7.3}   "), &" ".repeat(32), how)
    };
    row("micro F1", s.micro.f1, "over all pairs of note and code")?;
    row("  precision", s.micro.precision, "")?;
    row("  recall", s.micro.recall, "")?;
    row(
        "macro F1",
        s.macro_f1,
        "mean over the codes among the labels",
    )?;
    row("per-note F1", s.per_note_f1, "mean over notes")?;
    row(
        "exact match ratio",
        s.exact_match_ratio,
        "notes with exactly the labels",
    )?;
    row(
        "prefix-1 F1",
        s.prefix1_f1,
        "the ancestor one level above is the same",
    )?;
    row("prefix-2 F1", s.prefix2_f1, "two levels above")?;
    for recall in &s.recall_at {
        row(
            &format!("recall@{}", recall.k),
            recall.recall,
            "of the ranked list, those worth a look included",
        )?;
    }
    if let Some(e) = &s.evidence {
        row(
            "evidence overlap",
            e.overlap,
            &format!(
                "codes with a quote that overlaps a mention or evidence, of {} found that have some",
                e.codes
            ),
        )?;
        for (kind, scores) in [("mention", &e.mentions), ("evidence", &e.evidence)] {
            let Some(scores) = scores else { continue };
            let over = format!("F1 against marked {kind}s of {} codes found", scores.codes);
            row(&format!("{kind} span exact"), scores.span_exact_f1, &over)?;
            row(
                &format!("{kind} tokens"),
                scores.token_f1,
                "F1 of words, lower case",
            )?;
            row(
                &format!("{kind} containment"),
                scores.containment,
                "marked text inside a quote that goes at most 10 characters beyond it on either side",
            )?;
        }
    }
    output.gap()?;
    output.line(&format!(
        "{:.0} notes/s on all cores, {:.1} ms a note (median)",
        answer.notes_per_second, answer.median_ms
    ))?;
    output.wrapped(
        "",
        "",
        &format!(
            "{} labels name a header or lack the 7th character in {}: each is met by one suggested descendant ({} \
             were). {} labels are not in the release and cannot be met.",
            s.gold_headers, answer.release, s.gold_headers_met, s.gold_absent
        ),
    )
}
