//! Measures what a person waits for, and prints one table. `make bench` builds what is needed and
//! calls it:
//!
//! `measure HOME SCRATCH CLI [APP]`, in this order the folder with the installed test releases, a folder
//! for what is made meanwhile, the command line and the desktop program.
//!
//! `CODETRAIL_MEASURE` names the parts wanted, all without it: `lookup`, `keystrokes`, `notes`, `install`, `window`,
//! `records`.
//!
//! Nothing here fails on a time: a machine at work on other things is no fault of the program's.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a measurement that cannot be made stops, and says so"
)]

mod driver;
mod in_process;
#[allow(dead_code, reason = "shared with the bench of the use cases")]
#[path = "../material.rs"]
mod material;
mod painting;
mod process;
mod programs;
mod records;
mod table;
mod window;

use std::path::{Path, PathBuf};

use coding_api::codeset::Library;

use material::RELEASE;
use table::Table;

fn main() {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [home, scratch, cli, app @ ..] = arguments.as_slice() else {
        eprintln!("usage: measure HOME SCRATCH CLI [APP]; make bench calls it");
        std::process::exit(2);
    };
    if !cfg!(target_os = "linux") {
        eprintln!(
            "SKIPPED: times and memory of processes are read from /proc, which Linux alone has"
        );
        return;
    }
    std::fs::create_dir_all(scratch).unwrap();
    print!(
        "{}",
        measure(home, scratch, cli, app.first().map(PathBuf::as_path))
    );
}

fn measure(home: &Path, scratch: &Path, cli: &Path, app: Option<&Path>) -> String {
    let asked = std::env::var("CODETRAIL_MEASURE").ok();
    let wanted = |part: &str| {
        let asked = asked.as_deref();
        asked.is_none_or(|asked| asked.split(',').any(|one| one.trim() == part))
    };
    let mut table = Table::default();
    let library = Library::new(home);
    let edition = library.open(RELEASE).unwrap();
    if wanted("lookup") {
        programs::lookup(cli, home, &mut table);
        in_process::lookups(&edition, &mut table);
    }
    if wanted("keystrokes") {
        in_process::keystrokes(&edition, &mut table);
    }
    if wanted("notes") {
        let notes = material::development_notes();
        in_process::suggestions(&library, notes.as_deref(), &mut table);
        match &notes {
            Some(notes) => programs::stream(cli, home, notes, "development notes", &mut table),
            None => programs::stream(cli, home, &material::charts(), "sample charts", &mut table),
        }
        in_process::check(&edition, &mut table);
    }
    if wanted("install") {
        programs::install(cli, home, scratch, &mut table);
    }
    if wanted("window") {
        in_process::longest_entry(&edition, &mut table);
        window::start(app, home, scratch, &mut table);
        painting::book(app, &edition, home, scratch, &mut table);
    }
    if wanted("records") {
        records::large(home, scratch, &mut table);
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let busy = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "{}\n{cores} cores; load average at the end: {}\n",
        table.to_markdown(),
        busy.split_whitespace()
            .take(3)
            .collect::<Vec<_>>()
            .join(" ")
    )
}
