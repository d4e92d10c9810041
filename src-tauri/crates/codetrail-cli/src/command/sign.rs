//! `sign`.

use std::path::Path;

use coding_api::dto::{SignDto, SignSummaryDto};
use coding_api::{amend, answer, sign, sign_summary};

use crate::arguments::Sign;
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::secret;

pub fn run(home: &Path, asked: &Sign, output: &mut Output) -> Result<Done, Failure> {
    let app = secret::app(home)?;
    let told = if let Some(reason) = &asked.amend {
        amend(&app, &asked.id, reason)?
    } else if asked.summary {
        sign_summary(&app, &asked.id)?
    } else {
        let seen = match &asked.seen {
            Some(seen) => seen.clone(),
            None => sign_summary(&app, &asked.id)?.seen,
        };
        let signature = SignDto {
            encounter: asked.id.clone(),
            seen,
            acknowledged: asked.acknowledge || asked.seen.is_some(),
            unread: None,
        };
        sign(&app, &signature)?
    };
    if asked.json {
        output.json(&serde_json::json!({"format": answer::FORMAT, "signing": told}))?;
    } else {
        show(&told, output)?;
    }
    let stands = told.state == "signed" || told.blockers.is_empty();
    Ok(if stands { Done::Clean } else { Done::Problems })
}

fn show(told: &SignSummaryDto, output: &mut Output) -> Result<(), Failure> {
    let release = told.release.as_deref().unwrap_or("no code set");
    output.line(&format!("{}, {release}", told.state))?;
    for (n, code) in (1..).zip(&told.bag.codes) {
        let poa = code
            .poa
            .as_deref()
            .map(|p| format!(" ({p})"))
            .unwrap_or_default();
        output.line(&format!("{n:>3}  {}{poa}  {}", code.code, code.title))?;
    }
    if told.state != "signed" {
        for line in &told.blockers {
            output.wrapped("stop     ", "         ", line)?;
        }
        for line in &told.warnings {
            output.wrapped("warning  ", "         ", line)?;
        }
        output.line(&format!("seen     {}", told.seen))?;
    }
    for one in &told.signatures {
        let what = match one.kind.as_str() {
            "signature" => format!("signature {}", one.number),
            other => other.to_owned(),
        };
        let words = if one.reason.is_empty() {
            one.codes.join(", ")
        } else {
            one.reason.clone()
        };
        output.wrapped(
            &format!("{what} by {} at {}: ", one.person, one.at),
            "    ",
            &words,
        )?;
    }
    Ok(())
}
