//! How far a run with a model is, on standard error: a line that is written over on a terminal, a line now and then
//! elsewhere. Standard output holds answers alone.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use coding_api::dto::ModelProgressDto;
use coding_api::model::Watch;

/// Time between two lines on a terminal, and elsewhere.
const QUICK: Duration = Duration::from_millis(100);
const SLOW: Duration = Duration::from_secs(2);

/// Who writes; none where standard error is no terminal and nobody asked.
pub fn watch(asked: bool) -> Option<Watch> {
    let terminal = io::stderr().is_terminal();
    if !terminal && !asked {
        return None;
    }
    let shown = Shown {
        terminal,
        last: Mutex::new((None, None)),
    };
    Some(Arc::new(move |told| shown.take(told)))
}

/// What was written last, and what waits to be written.
struct Shown {
    terminal: bool,
    last: Mutex<(Option<Instant>, Option<ModelProgressDto>)>,
}

impl Shown {
    fn take(&self, told: ModelProgressDto) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let pause = if self.terminal { QUICK } else { SLOW };
        if last.0.is_some_and(|at| at.elapsed() < pause) {
            last.1 = Some(told);
            return;
        }
        *last = (Some(Instant::now()), None);
        self.write(&told, false);
    }

    fn write(&self, told: &ModelProgressDto, ends: bool) {
        let line = line(told);
        // nobody to tell where standard error is closed
        let _ = if self.terminal {
            let end = if ends { "\n" } else { "" };
            write!(io::stderr(), "\r\u{1b}[K{line}{end}")
        } else {
            writeln!(io::stderr(), "{line}")
        };
    }
}

impl Drop for Shown {
    /// What is the case at the end is always told.
    fn drop(&mut self) {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(told) = &last.1 {
            self.write(told, true);
        } else if self.terminal {
            let _ = writeln!(io::stderr());
        }
    }
}

fn line(told: &ModelProgressDto) -> String {
    let mut line = format!(
        "{}: {} of {} questions",
        told.stage,
        told.answered + told.failed,
        told.questions
    );
    if told.in_the_air > 0 {
        line.push_str(&format!(", {} in the air", told.in_the_air));
    }
    if told.failed > 0 {
        line.push_str(&format!(", {} failed", told.failed));
    }
    line.push_str(&format!(
        " · {} + {} tokens",
        told.tokens_in, told.tokens_out
    ));
    if let Some(cost) = told.cost {
        line.push_str(&format!(" · cost {cost:.4}"));
    }
    line.push_str(&format!(" · {:.1} s", told.ms / 1000.0));
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_it_is() {
        let mut told = ModelProgressDto {
            stage: "verify".to_owned(),
            questions: 12,
            answered: 5,
            tokens_in: 3100,
            tokens_out: 40,
            ms: 4210.0,
            ..ModelProgressDto::default()
        };
        assert_eq!(
            line(&told),
            "verify: 5 of 12 questions · 3100 + 40 tokens · 4.2 s"
        );
        told.in_the_air = 4;
        told.failed = 1;
        told.cost = Some(0.01);
        assert_eq!(
            line(&told),
            "verify: 6 of 12 questions, 4 in the air, 1 failed · 3100 + 40 tokens · cost 0.0100 · 4.2 s"
        );
    }
}
