//! What the engine suggests for a set of notes, measured against one set of labels.

use std::time::Instant;

use coding_engine::{Engine, RunOptions};
use coding_model::{List, Run, Suggestion};
use icd10cm::{Code, Codebook};

use crate::score::{Score, matches, score};
use test_releases::Note;

/// Notes with their runs.
pub struct Measured<'a> {
    pub book: &'a Codebook,
    pub notes: Vec<Note>,
    pub runs: Vec<Run>,
    /// Mean time of a note.
    pub milliseconds: f64,
}

impl<'a> Measured<'a> {
    pub fn new(book: &'a Codebook, engine: &Engine, notes: Vec<Note>) -> Self {
        let t = Instant::now();
        let runs = notes
            .iter()
            .map(|n| engine.run(&n.encounter, &RunOptions::default()))
            .collect();
        let milliseconds = t.elapsed().as_secs_f64() * 1000.0 / notes.len() as f64;
        Self {
            book,
            notes,
            runs,
            milliseconds,
        }
    }

    /// Numbers of the notes that have the labels.
    pub fn with(&self, label: &str) -> Vec<usize> {
        (0..self.notes.len())
            .filter(|&i| self.notes[i].gold.contains_key(label))
            .collect()
    }

    /// The suggested codes of a note.
    pub fn suggested(&self, note: usize) -> Vec<Code> {
        self.codes(note, |s| s.list == List::Suggest)
    }

    fn codes(&self, note: usize, wanted: impl Fn(&Suggestion) -> bool) -> Vec<Code> {
        self.runs[note]
            .suggestions
            .iter()
            .filter(|s| wanted(s))
            .map(|s| s.code)
            .collect()
    }

    fn score(&self, label: &str, wanted: impl Fn(&Suggestion) -> bool) -> Score {
        let sets: Vec<(Vec<Code>, &[String])> = self
            .with(label)
            .into_iter()
            .map(|i| (self.codes(i, &wanted), self.notes[i].gold[label].as_slice()))
            .collect();
        score(self.book, &sets)
    }

    /// Prints the scores of a label set.
    pub fn report(&self, label: &str) {
        println!(
            "{label}: {}",
            self.score(label, |s| s.list == List::Suggest)
        );
        self.best_threshold(label);
        self.recall(label);
        self.overlap(label);
    }

    fn best_threshold(&self, label: &str) {
        let held = |s: &Suggestion| s.trail.iter().any(|t| t.stage == "verify");
        let mut best = (0.0, 0.0, String::new());
        for step in 1..40 {
            let threshold = step as f32 * 0.02;
            let s = self.score(label, |s| !held(s) && s.confidence.get() >= threshold);
            let target = if label == "aws" {
                s.note_f1 / s.notes as f64
            } else {
                2.0 * s.tp as f64 / (s.predicted + s.gold) as f64
            };
            if target > best.0 {
                best = (target, threshold, s.to_string());
            }
        }
        println!("   best threshold {:.2}: {}", best.1, best.2);
    }

    fn recall(&self, label: &str) {
        for k in [5, 10, 25, 1000] {
            let (mut hit, mut all) = (0, 0);
            for i in self.with(label) {
                let gold = &self.notes[i].gold[label];
                let first = || self.runs[i].suggestions.iter().take(k);
                all += gold.len();
                hit += gold
                    .iter()
                    .filter(|g| first().any(|s| matches(self.book, g, s.code)))
                    .count();
            }
            print!("   recall@{k} {:.3}", hit as f64 / all as f64);
        }
        println!();
    }

    /// Of the codes that were found and have marked stretches, how many have a quote that overlaps one.
    fn overlap(&self, label: &str) {
        let (mut have, mut over) = (0, 0);
        for i in self.with(label) {
            let note = &self.notes[i];
            for s in &self.runs[i].suggestions {
                let right = |g: &String| matches(self.book, g, s.code);
                let spans: Vec<_> = note
                    .spans
                    .iter()
                    .filter(|g| matches(self.book, &g.0, s.code))
                    .collect();
                if s.list == List::Suggest
                    && !spans.is_empty()
                    && note.gold[label].iter().any(right)
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
