//! What a set of codes scores against its labels.

use icd10cm::{Code, Codebook};

/// Whether a predicted code meets a label: the same, or a descendant of a label that cannot be reported.
pub fn matches(book: &Codebook, gold: &str, predicted: Code) -> bool {
    match Code::parse(gold) {
        Ok(g) => g == predicted || (!book.is_billable(g) && predicted.starts_with(g)),
        Err(_) => false,
    }
}

/// Counts over a set of notes.
#[derive(Default)]
pub struct Score {
    pub tp: usize,
    pub predicted: usize,
    pub gold: usize,
    pub note_f1: f64,
    pub notes: usize,
}

/// Scores the codes of each note against its labels.
pub fn score(book: &Codebook, sets: &[(Vec<Code>, &[String])]) -> Score {
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
