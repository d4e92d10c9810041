//! Passphrases: from the file that `CODETRAIL_PASSPHRASE_FILE` names, else asked for at the terminal. Never an argument,
//! which every other user of the machine could read.

use std::io::{self, IsTerminal as _};
use std::path::Path;

use coding_api::{App, safe_status, safe_unlock};

use crate::failure::Failure;

/// Names the file with the passphrase on its first line; on its second, the new one for commands that set one.
const FILE: &str = "CODETRAIL_PASSPHRASE_FILE";

/// The program in a home, unlocked where its key is locked and somebody sits at the terminal.
pub fn app(home: &Path) -> Result<App, Failure> {
    let app = App::new(home);
    if safe_status(&app).locked && io::stdin().is_terminal() {
        safe_unlock(&app, &ask("Passphrase: ")?)?;
    }
    Ok(app)
}

/// A line of the file, counted from 0; `None` where no file is named.
fn line(n: usize) -> Result<Option<String>, Failure> {
    let Some(path) = std::env::var_os(FILE).filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(&path).map_err(|e| {
        Failure::Input(format!(
            "reading the passphrase from {}: {e}; put it on the first line of the file that {FILE} names",
            Path::new(&path).display()
        ))
    })?;
    Ok(text
        .lines()
        .nth(n)
        .filter(|line| !line.is_empty())
        .map(str::to_owned))
}

/// The passphrase that is there already.
pub fn given(what: &str) -> Result<String, Failure> {
    match line(0)? {
        Some(text) => Ok(text),
        None => ask(&format!("{what}: ")),
    }
}

/// A new passphrase, typed twice. In the file it stands on the second line; on the first where none was set yet.
pub fn new(set_already: bool, what: &str) -> Result<String, Failure> {
    if let Some(text) = line(usize::from(set_already))? {
        return Ok(text);
    }
    let first = ask(&format!("{what}: "))?;
    if ask("Once more: ")? == first {
        return Ok(first);
    }
    Err(Failure::Input(
        "setting a passphrase: the two that were typed differ; nothing was changed, try again"
            .to_owned(),
    ))
}

fn ask(prompt: &str) -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        let what = prompt.trim_end_matches(": ").to_lowercase();
        return Err(Failure::Input(format!(
            "asking for the {what}: there is no terminal; put it into the file that {FILE} names"
        )));
    }
    rpassword::prompt_password(prompt).map_err(|e| {
        Failure::Input(format!(
            "asking for a passphrase: {e}; put it into the file that {FILE} names"
        ))
    })
}
