//! Taking every step of a trajectory again.

use icd10cm::Code;

use super::{FORMAT, Message, Preference, Trajectory};
use crate::{Step, Walker};

/// Why a trajectory does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// Written in another format.
    #[error("format {0} is not {FORMAT}")]
    Format(u32),
    /// Walked in another release.
    #[error("it was walked in {0}")]
    Release(String),
    /// Not a chat of the form: what stands where it must not.
    #[error("message {0}: {1}")]
    Form(usize, String),
    /// A step that cannot be taken.
    #[error("message {0}: {1}")]
    Step(usize, crate::Refusal),
    /// Something else is seen after a step.
    #[error("message {0}: the book shows something else after this step")]
    Seen(usize),
    /// The answer or outcome holds what was not chosen, or what is not billable.
    #[error("the outcome {0} was not chosen, or is not billable in the release")]
    Outcome(String),
}

/// Takes every step of a trajectory again and compares what is seen. Yields the number of steps.
///
/// # Errors
/// The first thing that does not hold.
pub fn replay(walker: &Walker<'_>, trajectory: &Trajectory) -> Result<usize, Mismatch> {
    if trajectory.format != FORMAT {
        return Err(Mismatch::Format(trajectory.format));
    }
    let release = &walker.book().release().name;
    if trajectory.release != *release {
        return Err(Mismatch::Release(trajectory.release.clone()));
    }
    let form = |at: usize, what: &str| Mismatch::Form(at + 1, what.to_owned());
    let mut pending: Option<(String, serde_json::Value)> = None;
    let mut chosen: Vec<Code> = Vec::new();
    let mut answer: Option<&str> = None;
    let mut steps = 0;
    for (at, message) in trajectory.messages.iter().enumerate() {
        match message {
            Message::System { .. } if at == 0 => {}
            Message::User { .. } if steps == 0 && pending.is_none() && answer.is_none() => {}
            Message::Assistant {
                tool_calls,
                content,
            } => {
                if pending.is_some() || answer.is_some() {
                    return Err(form(
                        at,
                        "an assistant's message where an observation is due",
                    ));
                }
                match tool_calls.as_slice() {
                    [] => answer = Some(content),
                    [call] => {
                        let step = call
                            .step()
                            .ok_or_else(|| form(at, "a call of no known tool"))?;
                        let seen = walker
                            .take(&step)
                            .map_err(|refusal| Mismatch::Step(at + 1, refusal))?;
                        keep(&mut chosen, &step);
                        pending = Some((call.id.clone(), seen));
                        steps += 1;
                    }
                    _ => return Err(form(at, "more than one step at once")),
                }
            }
            Message::Tool {
                tool_call_id,
                content,
            } => {
                let (id, seen) = pending
                    .take()
                    .ok_or_else(|| form(at, "an observation without a step"))?;
                let said: Option<serde_json::Value> = serde_json::from_str(content).ok();
                if id != *tool_call_id || said.as_ref() != Some(&seen) {
                    return Err(Mismatch::Seen(at + 1));
                }
            }
            _ => return Err(form(at, "a message out of place")),
        }
    }
    if pending.is_some() || steps == 0 {
        return Err(form(trajectory.messages.len(), "the walk breaks off"));
    }
    let codes = &trajectory.outcome.codes;
    let listed: Vec<String> = codes.iter().map(Code::to_string).collect();
    let holds = codes
        .iter()
        .all(|c| chosen.contains(c) && walker.book().is_billable(*c))
        && answer.is_some_and(|a| a == listed.join("\n"));
    if holds {
        Ok(steps)
    } else {
        Err(Mismatch::Outcome(listed.join(" ")))
    }
}

fn keep(chosen: &mut Vec<Code>, step: &Step) {
    match step {
        Step::Choose { code } => chosen.push(*code),
        Step::Decide { code, verdict, .. } if verdict == "rejected" => {
            chosen.retain(|c| c != code);
        }
        Step::Decide { code, .. } => chosen.push(*code),
        _ => {}
    }
}

/// Looks whether the accepted side of a preference holds only billable codes, and the sides differ.
///
/// # Errors
/// What does not hold.
pub fn replay_preference(walker: &Walker<'_>, preference: &Preference) -> Result<(), Mismatch> {
    if preference.format != FORMAT {
        return Err(Mismatch::Format(preference.format));
    }
    if preference.release != walker.book().release().name {
        return Err(Mismatch::Release(preference.release.clone()));
    }
    if preference.chosen == preference.rejected {
        return Err(Mismatch::Form(1, "both answers are the same".to_owned()));
    }
    for message in &preference.chosen {
        let Message::Assistant {
            content,
            tool_calls,
        } = message
        else {
            return Err(Mismatch::Form(
                1,
                "an answer that is not the assistant's".to_owned(),
            ));
        };
        if let Some(call) = tool_calls.first() {
            let step = call
                .step()
                .ok_or_else(|| Mismatch::Form(1, "a call of no known tool".to_owned()))?;
            walker
                .take(&step)
                .map_err(|refusal| Mismatch::Step(1, refusal))?;
            continue;
        }
        for line in content.lines() {
            let billable = Code::parse(line).is_ok_and(|c| walker.book().is_billable(c));
            if !billable {
                return Err(Mismatch::Outcome(line.to_owned()));
            }
        }
    }
    Ok(())
}
