//! `codeset install`, `codeset list`, `codeset codes`.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use coding_api::answer::{self, CodesetRelease};
use coding_api::codeset::{FetchProgress, InstallRequest, InstallStep, Library};

use crate::arguments::{Codes, DEFAULT_SEED, Install, List};
use crate::failure::{Done, Failure};
use crate::output::{Output, thousands};

/// Installs a release.
pub fn install(library: &Library, asked: Install, output: &mut Output) -> Result<Done, Failure> {
    let request = InstallRequest {
        release: asked.release,
        from: asked.from,
    };
    let mut progress = Progress::new();
    let installed = library.install(&request, &mut |step| progress.show(&step));
    progress.clear();
    let installed = installed?;
    let release = installed.manifest.release.clone();
    let learnt = (!asked.no_model)
        .then(|| learn(library, &release, &mut progress))
        .flatten();
    progress.clear();
    let list = answer::codeset(library);
    let of_release = list.releases.into_iter().find(|r| r.release == release);
    if asked.json {
        output.json(&serde_json::json!({
            "format": answer::FORMAT,
            "installed": of_release,
            "notices": installed.notices,
        }))?;
        return Ok(Done::Clean);
    }
    output.line(&format!(
        "Installed {release} from {}.",
        installed.manifest.source
    ))?;
    if let Some(of_release) = of_release {
        parts(&of_release, output)?;
    }
    for notice in installed.notices.iter().chain(&learnt) {
        output.wrapped("Note: ", "      ", notice)?;
    }
    Ok(Done::Clean)
}

/// Trains the model of a release that has none; says why where that fails, which costs nothing else.
fn learn(library: &Library, release: &str, progress: &mut Progress) -> Option<String> {
    let learnt = library.open(release).and_then(|edition| {
        if edition.model().is_ok_and(|model| model.is_some()) {
            return Ok(());
        }
        let mut show = |step| progress.say(&super::model::how_far(&step), false);
        edition.train_model(DEFAULT_SEED, &mut show).map(|_| ())
    });
    learnt.err().map(|e| e.message)
}

/// Shows what is installed.
pub fn list(library: &Library, asked: &List, output: &mut Output) -> Result<Done, Failure> {
    let answer = answer::codeset(library);
    let done = if answer.problems.is_empty() {
        Done::Clean
    } else {
        Done::Problems
    };
    if asked.json {
        output.json(&answer)?;
        return Ok(done);
    }
    if answer.releases.is_empty() {
        output.line("No code set is installed. Install one with: codetrail-cli codeset install")?;
    }
    for (i, release) in answer.releases.iter().enumerate() {
        if i > 0 {
            output.gap()?;
        }
        let until = release
            .until
            .as_deref()
            .map_or_else(String::new, |d| format!(" to {d}"));
        output.line(&format!(
            "{}   in force {}{until}",
            release.release, release.effective
        ))?;
        output.line(&format!(
            "  installed {} from {}",
            release.installed_at.get(..10).unwrap_or(""),
            release.source
        ))?;
        parts(release, output)?;
    }
    for problem in &answer.problems {
        output.wrapped("Problem: ", "         ", problem)?;
    }
    Ok(done)
}

fn parts(release: &CodesetRelease, output: &mut Output) -> Result<(), Failure> {
    output.line(&format!(
        "  {:>9} billable codes",
        thousands(release.billable)
    ))?;
    for part in &release.parts {
        let what = match part.part.as_str() {
            "tabular" => "Tabular List",
            "index" => "Alphabetic Index",
            "external-cause" => "External Cause Index",
            "neoplasm" => "Neoplasm Table",
            "drug" => "Table of Drugs and Chemicals",
            other => other,
        };
        output.line(&format!(
            "  {:>9} entries  {what:<30}{}",
            thousands(part.entries),
            part.source
        ))?;
    }
    for list in &release.companions {
        let year = list.year.map_or_else(String::new, |y| format!(" FY{y}"));
        output.line(&format!("            list     {}{year}", list.kind))?;
    }
    if release.problems > 0 {
        output.line(&format!(
            "  {:>9} problems passed over (--json names them)",
            thousands(release.problems)
        ))?;
    }
    Ok(())
}

/// Writes every code.
pub fn codes(library: &Library, asked: &Codes, output: &mut Output) -> Result<Done, Failure> {
    let (edition, _) = super::edition(library, &asked.which)?;
    answer::codes(&edition, asked.billable, &mut |code| output.line(code))?;
    Ok(Done::Clean)
}

/// A line on standard error that says how far an installation is; only where a person watches.
struct Progress {
    watched: bool,
    last: Option<Instant>,
    dirty: bool,
}

impl Progress {
    fn new() -> Self {
        Self {
            watched: io::stderr().is_terminal(),
            last: None,
            dirty: false,
        }
    }

    fn show(&mut self, step: &InstallStep) {
        let (text, lasting) = match step {
            InstallStep::Compile(parts) => (format!("compiling {parts} parts …"), false),
            InstallStep::Prepare => ("preparing search …".to_owned(), false),
            InstallStep::Fetch(FetchProgress::Listing { url }) => {
                (format!("looking in {url} …"), false)
            }
            InstallStep::Fetch(FetchProgress::Downloading { received, total }) => {
                (bar(*received, *total), false)
            }
            InstallStep::Fetch(FetchProgress::FallingBack { reason }) => (reason.clone(), true),
            InstallStep::Fetch(FetchProgress::Package { name, version }) => (
                format!("taking the Tabular List from the package {name} {version} …"),
                true,
            ),
            InstallStep::Fetch(FetchProgress::Unpacking { done, total }) => {
                (format!("unpacking {done} of {total} …"), false)
            }
        };
        self.say(&text, lasting);
    }

    fn say(&mut self, text: &str, lasting: bool) {
        let mut to = io::stderr();
        if lasting {
            self.clear();
            let _ = writeln!(to, "{text}");
        } else if self.watched
            && self
                .last
                .is_none_or(|last| last.elapsed() > Duration::from_millis(80))
        {
            let _ = write!(to, "\r\x1b[K{text}");
            let _ = to.flush();
            self.dirty = true;
            self.last = Some(Instant::now());
        }
    }

    fn clear(&mut self) {
        if self.dirty {
            let _ = write!(io::stderr(), "\r\x1b[K");
            self.dirty = false;
        }
    }
}

fn bar(received: u64, total: Option<u64>) -> String {
    let mb = |bytes: u64| bytes as f64 / 1_000_000.0;
    match total.filter(|t| *t > 0) {
        Some(total) => {
            let filled = usize::try_from(received.min(total) * 30 / total).unwrap_or(30);
            format!(
                "[{}{}] {:.1} of {:.1} MB",
                "#".repeat(filled),
                "-".repeat(30 - filled.min(30)),
                mb(received),
                mb(total)
            )
        }
        None => format!("{:.1} MB", mb(received)),
    }
}
