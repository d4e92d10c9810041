//! A fault of the program's own: where it happened is told, and nothing of what was being worked on.

use std::io::Write as _;
use std::panic::{self, PanicHookInfo};

use coding_model::Encounter;

/// Tells of a fault on standard error in one line that holds its place and nothing else. The message that a fault
/// comes with may quote what it was about: a slice outside of a text quotes the text, which may be a note.
///
/// Called once, before anything else.
pub fn hush_faults() {
    panic::set_hook(Box::new(|info| {
        // nowhere left to report to if standard error is closed
        let _ = writeln!(std::io::stderr(), "{}", told(info));
    }));
}

fn told(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(
        || "an unknown place".to_owned(),
        |l| format!("{}:{}", short(l.file()), l.line()),
    );
    format!(
        "codetrail: a fault of the program's own at {place}; what was acknowledged is kept; try again, and report this line"
    )
}

/// The last parts of a source file's path, which name no folder of the machine it was built on.
fn short(file: &str) -> String {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    parts[parts.len().saturating_sub(4)..].join("/")
}

/// In builds for tests, a fault with a note's text at hand, where `CODETRAIL_FAULT` asks for it: so that it can be
/// proved what is told then.
#[cfg(debug_assertions)]
pub(crate) fn provoke(encounter: &Encounter) {
    if std::env::var_os("CODETRAIL_FAULT").is_some() {
        for document in &encounter.documents {
            off_boundary(&document.text);
        }
    }
}

#[cfg(not(debug_assertions))]
pub(crate) fn provoke(_: &Encounter) {}

/// Cuts a text within a character, where it has one of several bytes.
#[cfg(debug_assertions)]
#[allow(
    clippy::string_slice,
    reason = "this is the fault that is asked for, and its message quotes the text"
)]
fn off_boundary(text: &str) {
    if let Some(within) = (0..text.len()).find(|at| !text.is_char_boundary(*at)) {
        let _ = std::hint::black_box(&text[within..]);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn the_fault_that_is_provoked_quotes_the_text() {
        // or the tests that look for the text in what is told would prove nothing
        let fault =
            panic::catch_unwind(|| off_boundary("Zanzibar was seen. Ménière.")).unwrap_err();
        let message = fault.downcast_ref::<String>().unwrap();
        assert!(message.contains("Zanzibar was seen"), "{message}");
        off_boundary("only characters of one byte");
    }

    #[test]
    fn no_folder_of_the_machine_is_told() {
        let check = |file: &str, expected: &str| assert_eq!(short(file), expected);
        check("src/lib.rs", "src/lib.rs");
        check(
            "/x/registry/src/index/tokio-1.0/src/a.rs",
            "index/tokio-1.0/src/a.rs",
        );
        check(
            r"C:\x\y\crates\coding-api\src\run.rs",
            "crates/coding-api/src/run.rs",
        );
    }
}
