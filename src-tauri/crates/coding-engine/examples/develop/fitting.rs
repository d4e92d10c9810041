//! Fits the weights of the signals on openly licensed notes.

use coding_engine::score::{Weights, fit, sigmoid};
use coding_engine::trees::Trees;
use coding_engine::{Dictionary, Engine, Lexicon, RunOptions};
use icd10cm::Codebook;

use crate::score::matches;
use crate::{rows, weights_file};
use test_releases::notes;

fn with_weights(
    book: &Codebook,
    lexicon: &mut Lexicon,
    dictionary: &Dictionary,
    w: &Weights,
    trees: &Trees,
) -> Engine {
    // thresholds are of the score itself, not of the confidence made of it
    lexicon.tables.remove("calibration");
    let [weights_name, trees_name] = crate::fitted();
    lexicon.tables.insert(weights_name.into(), rows(&w.table()));
    lexicon
        .tables
        .insert(trees_name.into(), rows(&trees.table()));
    crate::engine(book, lexicon, dictionary.clone())
}

/// Fits on the training notes, writes the table and leaves it in the lexicon; the outpatient threshold stays as it
/// was.
pub fn weights(book: &Codebook, lexicon: &mut Lexicon, dictionary: &Dictionary) -> Option<()> {
    let train = notes("eval/codiesp/train.jsonl")?;
    let [weights_name, trees_name] = crate::fitted();
    let mut w = Weights::parse(lexicon.rows(weights_name));
    let mut trees = Trees::default();
    // which candidate stands for a code depends on the weights: the second round fits to the first's choice
    for round in 1..=3 {
        let engine = with_weights(book, lexicon, dictionary, &w, &trees);
        let (mut rows, mut of_note) = (Vec::new(), Vec::new());
        let (mut reached, mut all) = (0, 0);
        for (number, note) in train.iter().enumerate() {
            let gold = &note.gold["codiesp"];
            let candidates = engine.candidates(&note.encounter, &mut vec![], &mut vec![]);
            let standing = engine.standing(&note.encounter, candidates);
            all += gold.len();
            reached += gold
                .iter()
                .filter(|g| standing.iter().any(|c| matches(book, g, c.code)))
                .count();
            for one in standing {
                let code = one.code;
                of_note.push(number);
                rows.push((one.features, gold.iter().any(|g| matches(book, g, code))));
            }
        }
        eprintln!(
            "round {round}: {} rows, {} positive; candidates reach {reached} of {all} gold codes ({:.3})",
            rows.len(),
            rows.iter().filter(|r| r.1).count(),
            reached as f64 / all as f64,
        );
        // the weights first, without the trees: they stand alone for outpatient encounters
        if round < 3 {
            w.weights = fit(&rows, 400, 1e-4);
        } else {
            cross_validate(&rows, &of_note);
            trees = boosted(&rows, &w.weights);
        }
    }
    // the threshold by what would be suggested of the training notes
    let engine = with_weights(book, lexicon, dictionary, &w, &trees);
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
                    gold.iter().any(|g| matches(book, g, s.code)),
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
    let head = "# Weights of the local engine's signals and the probabilities from which a code is suggested.\n# columns: signal | weight\n# origin: fitted on CodiEsp train (CC BY 4.0), but for threshold_outpatient, which is set by hand with the table outpatient\n";
    let file = weights_file().with_file_name(format!("{weights_name}.tsv"));
    std::fs::write(file, format!("{head}{}", w.table())).unwrap();
    let head = "# Decision trees over the signals of the table weights, added to their sum for inpatient encounters.\n# columns: tree | node | signal | threshold | value\n# origin: fitted on CodiEsp train (CC BY 4.0)\n";
    let file = weights_file().with_file_name(format!("{trees_name}.tsv"));
    std::fs::write(file, format!("{head}{}", trees.table())).unwrap();
    lexicon.tables.insert(weights_name.into(), rows(&w.table()));
    lexicon
        .tables
        .insert(trees_name.into(), rows(&trees.table()));
    Some(())
}

type Row = (Vec<f32>, bool);

fn sums(rows: &[Row], weights: &[f32]) -> Vec<f32> {
    let sum = |x: &[f32]| weights.iter().zip(x).map(|(w, x)| w * x).sum();
    rows.iter().map(|(x, _)| sum(x)).collect()
}

fn boosted(rows: &[Row], weights: &[f32]) -> Trees {
    Trees::fit(rows, &sums(rows, weights), ROUNDS, RATE)
}

const ROUNDS: usize = 280;
const RATE: f32 = 0.07;

/// Prints what weights, and weights with trees, say of notes they were not fitted on: five parts, by note.
fn cross_validate(rows: &[Row], of_note: &[usize]) {
    let mut losses = [0.0_f64; 2];
    for part in 0..5 {
        let (mut train, mut test) = (Vec::new(), Vec::new());
        for (row, note) in rows.iter().zip(of_note) {
            if note % 5 == part {
                test.push(row.clone());
            } else {
                train.push(row.clone());
            }
        }
        let weights = fit(&train, 400, 1e-4);
        let trees = boosted(&train, &weights);
        for ((x, y), sum) in test.iter().zip(sums(&test, &weights)) {
            for (loss, logit) in losses.iter_mut().zip([sum, sum + trees.logit(x)]) {
                let p = sigmoid(logit).clamp(1e-6, 1.0 - 1e-6);
                *loss -= f64::from(if *y { p.ln() } else { (1.0 - p).ln() });
            }
        }
    }
    let n = rows.len() as f64;
    eprintln!(
        "mean log loss on notes not fitted on: weights {:.4}, with trees {:.4}",
        losses[0] / n,
        losses[1] / n
    );
}
