//! Passphrases: from the file that `CODETRAIL_PASSPHRASE_FILE` names, else asked for at the terminal. Never an argument,
//! which every other user of the machine could read.

use std::io::{self, IsTerminal as _};
use std::path::Path;

use coding_api::{App, safe_status, safe_unlock, session_sign_in, session_status};

use crate::failure::Failure;

/// Names the file with the passphrase on its first line; on its second, the new one for commands that set one.
const FILE: &str = "CODETRAIL_PASSPHRASE_FILE";

/// Names who works, where people have accounts.
const PERSON: &str = "CODETRAIL_PERSON";
/// Names the file with their passphrase on its first line; on its second, the new one for commands that set one.
const PERSON_FILE: &str = "CODETRAIL_PERSON_FILE";

/// The program in a home, unlocked where its key is locked and somebody sits at the terminal, and with the person signed
/// in that the environment names.
pub fn app(home: &Path) -> Result<App, Failure> {
    let app = App::new(home);
    if safe_status(&app).locked && io::stdin().is_terminal() {
        safe_unlock(&app, &ask("Passphrase: ")?)?;
    }
    if let Ok(name) = std::env::var(PERSON)
        && !name.trim().is_empty()
        && session_status(&app)?.state == "choose"
    {
        let passphrase = match line_of(PERSON_FILE, 0)? {
            Some(text) => text,
            None => ask(&format!("Passphrase of {}: ", name.trim()))?,
        };
        session_sign_in(&app, name.trim(), &passphrase)?;
    }
    Ok(app)
}

/// A new passphrase of a person: the second line of the file where somebody signed in with the first.
pub fn of_person(second: bool, name: &str) -> Result<String, Failure> {
    if let Some(text) = line_of(PERSON_FILE, usize::from(second))? {
        return Ok(text);
    }
    twice(&format!("Passphrase of {name}"))
}

/// A line of the file, counted from 0; `None` where no file is named.
fn line(n: usize) -> Result<Option<String>, Failure> {
    line_of(FILE, n)
}

fn line_of(variable: &str, n: usize) -> Result<Option<String>, Failure> {
    let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(&path).map_err(|e| {
        Failure::Input(format!(
            "reading the passphrase from {}: {e}; put it on the first line of the file that {variable} names",
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
    twice(what)
}

/// What is typed twice the same.
fn twice(what: &str) -> Result<String, Failure> {
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
