//! Fits the weights of the signals on openly licensed notes.

use coding_engine::score::{Weights, fit};
use coding_engine::{Dictionary, Engine, Lexicon, RunOptions};
use icd10cm::Codebook;

use crate::notes::notes;
use crate::score::matches;
use crate::{rows, weights_file};

fn with_weights(
    book: &Codebook,
    lexicon: &mut Lexicon,
    dictionary: &Dictionary,
    w: &Weights,
) -> Engine {
    lexicon.tables.insert("weights".into(), rows(&w.table()));
    Engine::new(book.clone(), lexicon, dictionary.clone())
}

/// Fits on the training notes, writes the table and leaves it in the lexicon; the outpatient threshold stays as it
/// was.
pub fn weights(book: &Codebook, lexicon: &mut Lexicon, dictionary: &Dictionary) -> Option<()> {
    let train = notes("eval/codiesp/train.jsonl")?;
    let mut w = Weights::parse(lexicon.rows("weights"));
    // which candidate stands for a code depends on the weights: the second round fits to the first's choice
    for round in 1..=2 {
        let engine = with_weights(book, lexicon, dictionary, &w);
        let mut rows = Vec::new();
        let (mut reached, mut all) = (0, 0);
        for note in &train {
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
                rows.push((one.features, gold.iter().any(|g| matches(book, g, code))));
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
    let engine = with_weights(book, lexicon, dictionary, &w);
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
    std::fs::write(weights_file(), format!("{head}{}", w.table())).unwrap();
    lexicon.tables.insert("weights".into(), rows(&w.table()));
    Some(())
}
