//! Credit for presence on admission.

use coding_model::Poa;

use super::Answer;
use super::error::{ErrorKind, FoundError};
use super::find::error;
use crate::exercise::Exercise;

/// Share of the codes whose presence on admission was said and is right, and what was not; nothing where it is not
/// asked for. A code that is missing is an error of its own.
pub(super) fn credit(exercise: &Exercise, answer: &Answer) -> Option<(f64, Vec<FoundError>)> {
    if !exercise.asks_poa() {
        return None;
    }
    let (mut asked, mut right) = (0_usize, 0_usize);
    let mut errors = Vec::new();
    for reference in &exercise.codes {
        let Some(wanted) = reference.poa else {
            continue;
        };
        let given = answer.codes.contains(&reference.code);
        if reference.optional && !given {
            continue;
        }
        asked += 1;
        let said = answer.poa.iter().find(|(c, _)| *c == reference.code);
        match said {
            _ if !given => {}
            Some((_, said)) if *said == wanted => right += 1,
            said => {
                let said = said.map_or("nothing was said".to_owned(), |(_, p)| {
                    format!("{} was said", p.name())
                });
                errors.push(error(
                    ErrorKind::PresentOnAdmission,
                    reference.code,
                    format!("{} is right ({}); {said}", wanted.name(), says(wanted)),
                ));
            }
        }
    }
    Some((right as f64 / asked.max(1) as f64, errors))
}

fn says(poa: Poa) -> &'static str {
    match poa {
        Poa::Y => "present at the time of admission",
        Poa::N => "not present at the time of admission",
        Poa::U => "the documentation does not say",
        Poa::W => "the provider cannot tell",
        Poa::Exempt => "exempt from reporting",
    }
}
