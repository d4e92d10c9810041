//! The measurements as tables of text.

use coding_api::evaluation::{Interval, Tally};

use super::super::shown::model_use;
use super::EvalAnswer;
use crate::failure::Failure;
use crate::output::{Output, thousands};

/// The scores with their formulas.
pub(super) fn scores(answer: &EvalAnswer<'_>, output: &mut Output) -> Result<(), Failure> {
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
    if let Some(used) = &answer.model {
        output.line(&model_use(used))?;
        let notes = s.notes.max(1) as f64;
        output.line(&format!(
            "a note: {:.1} calls, {:.1} s of them, cost {:.4}",
            (used.usage.calls + used.usage.cached) as f64 / notes,
            used.usage.seconds / notes,
            used.usage.cost / notes
        ))?;
    }
    output.gap()?;
    let mut row = |name: &str, value: f64, how: &str| {
        output.wrapped(&format!("{name:<22}{value:>7.3}   "), &" ".repeat(32), how)
    };
    let between = |i: Interval, what: &str| {
        format!(
            "{what}; {:.3} to {:.3} for notes drawn anew (95 of 100)",
            i.low, i.high
        )
    };
    row(
        "micro F1",
        s.micro.f1,
        &between(s.micro_f1_interval, "over all pairs of note and code"),
    )?;
    row("  precision", s.micro.precision, "")?;
    row("  recall", s.micro.recall, "")?;
    row(
        "macro F1",
        s.macro_f1,
        "mean over the codes among the labels",
    )?;
    row(
        "per-note F1",
        s.per_note_f1,
        &between(s.per_note_f1_interval, "mean over notes"),
    )?;
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

/// Where the labels are lost, what comes of each chapter, whether confidence means what it says, and the errors.
pub(super) fn tables(answer: &EvalAnswer<'_>, output: &mut Output) -> Result<(), Failure> {
    output.gap()?;
    output.line("Recall after each stage")?;
    for stage in &answer.stages {
        output.line(&format!(
            "  {:<16}{:>7.3}   {}",
            stage.stage, stage.recall, stage.counts
        ))?;
    }
    output.gap()?;
    output.line("Chapter   labels  suggested  precision  recall     F1")?;
    for c in &answer.chapters {
        let title: String = c.title.chars().take(48).collect();
        output.line(&format!(
            "{:>7} {:>8} {:>10} {:>10.3} {:>7.3} {:>6.3}   {title}",
            c.chapter, c.gold, c.predicted, c.precision, c.recall, c.f1
        ))?;
    }
    output.gap()?;
    let r = &answer.reliability;
    output.line(&format!(
        "Reliability of {} suggestions of both lists: expected calibration error {:.3}, Brier score {:.3}",
        thousands(r.n),
        r.ece,
        r.brier
    ))?;
    output.line("  confidence       n   mean   right")?;
    for b in &r.bins {
        output.line(&format!(
            "  {:.1} to {:.1} {:>9} {:>6.3} {:>7.3}",
            b.from, b.to, b.n, b.mean_confidence, b.share_right
        ))?;
    }
    if let Some(rows) = &answer.learning {
        output.gap()?;
        output.line(
            "Learning from decisions, each note measured before its own decisions are known",
        )?;
        output.line("  coder                    micro F1  second half  codes moved")?;
        for row in rows {
            output.line(&format!(
                "  {:<22} {:>10.3} {:>12.3} {:>12}",
                row.coder, row.micro_f1, row.second_half_f1, row.moved
            ))?;
        }
    }
    let e = &answer.errors;
    for (title, rows) in [
        ("Missed labels, by where their code stands", &e.missed),
        (
            "Near misses: a missed label and a spurious code beside it",
            &e.near,
        ),
    ] {
        output.gap()?;
        output.line(title)?;
        for Tally { name, n } in rows {
            output.line(&format!("  {n:>5}  {name}"))?;
        }
    }
    for (title, rows) in [
        ("Missed most often", &e.missed_codes),
        ("Suggested wrongly most often", &e.spurious_codes),
    ] {
        output.gap()?;
        output.line(title)?;
        for row in rows {
            let title: String = row.title.chars().take(60).collect();
            output.line(&format!("  {:>5}  {:<9} {title}", row.n, row.code))?;
        }
    }
    Ok(())
}
