//! `export`.

use std::path::Path;

use coding_api::export;

use crate::arguments::Export;
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::secret;

pub fn run(home: &Path, asked: &Export, output: &mut Output) -> Result<Done, Failure> {
    let format = export::format(&asked.format)?;
    if let Some(path) = asked.out.as_deref().filter(|path| path.exists()) {
        return Err(Failure::Input(format!(
            "writing {}: there is such a file already, and it is left as it is; name another",
            path.display()
        )));
    }
    let exported = export::encounter_export(
        &secret::app(home)?,
        &asked.encounter,
        format,
        export::Scope {
            code: asked.code.as_deref(),
            comments: asked.comments,
        },
    )?;
    match &asked.out {
        Some(path) => export::write_new(path, &exported.bytes)?,
        None => output.bytes(&exported.bytes)?,
    }
    Ok(Done::Clean)
}
