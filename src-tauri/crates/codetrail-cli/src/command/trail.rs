//! `trail`.

use std::path::Path;

use coding_api::answer::{self, TrailDecision, TrailHop};

use crate::arguments::Trail;
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::secret;

/// Choices written out around the one that was taken.
const AROUND: usize = 3;

pub fn run(home: &Path, asked: &Trail, output: &mut Output) -> Result<Done, Failure> {
    let answer = answer::trail(&secret::app(home)?, &asked.encounter, asked.code.as_deref())?;
    if asked.json {
        output.json(&answer)?;
        return Ok(Done::Clean);
    }
    if answer.decisions.is_empty() {
        output.line("No decision of this chart assigned a code that was asked for.")?;
    }
    for (i, decision) in answer.decisions.iter().enumerate() {
        if i > 0 {
            output.gap()?;
        }
        way(decision, output)?;
    }
    Ok(Done::Clean)
}

fn way(decision: &TrailDecision, output: &mut Output) -> Result<(), Failure> {
    output.labelled(&format!("{:<9} ", decision.code), &decision.title)?;
    let undone = if decision.undone { ", taken back" } else { "" };
    output.line(&format!(
        "          {} by {} at {} with {}{undone}",
        decision.act, decision.person, decision.at, decision.release
    ))?;
    let whose = match decision.by.as_str() {
        "engine" => "the engine's way; nobody looked it up",
        _ => "the person's way",
    };
    let lacks = match (decision.index, decision.tabular) {
        (true, true) => "",
        (false, true) => "; no entry of the index on it leads to the code",
        (true, false) => "; its entry in the Tabular List was not opened",
        (false, false) => "; neither index nor Tabular List was passed",
    };
    output.line(&format!("          {whose}{lacks}"))?;
    for (n, hop) in decision.steps.iter().enumerate() {
        self::hop(n + 1, hop, output)?;
    }
    Ok(())
}

fn hop(number: usize, hop: &TrailHop, output: &mut Output) -> Result<(), Failure> {
    output.labelled(&format!("  {number:>3}. {:<12} ", hop.kind), &hop.text)?;
    if let Some(problem) = &hop.problem {
        output.labelled("                    ! ", problem)?;
    }
    let taken = hop.offered.iter().position(|o| o.chosen).unwrap_or(0);
    let from = taken.saturating_sub(AROUND);
    let to = (taken + AROUND + 1).min(hop.offered.len());
    if from > 0 {
        output.line(&format!("                      … {from} before"))?;
    }
    for offer in hop.offered.get(from..to).unwrap_or_default() {
        let mark = if offer.chosen { "→" } else { " " };
        let code = offer.code.as_deref().unwrap_or("");
        output.labelled(
            &format!("                    {mark} {code:<9} "),
            &offer.text,
        )?;
    }
    if to < hop.offered.len() {
        output.line(&format!(
            "                      … {} more",
            hop.offered.len() - to
        ))?;
    }
    Ok(())
}
