//! What the program leaves on the disk.

use std::fs;
use std::path::{Path, PathBuf};

use crate::coding::write_chart;
use crate::home::Home;
use crate::window::Window;

/// A name that is nowhere else in the program or the book.
const NAME: &str = "Quillonwick";

#[tokio::test]
async fn nothing_of_a_note_is_readable_on_the_disk() {
    let window = Window::open(Home::with_code_sets()).await;
    let text = format!("Mr. {NAME} was seen today.\nAssessment: Essential hypertension.\n");
    write_chart(&window, &text).await;
    window.press("j a").await;
    window
        .wait_for("[data-testid=suggestion-row][data-state=accepted]")
        .await;

    let files = files(window.home());
    let mut bytes = 0;
    for file in &files {
        let content = fs::read(file).unwrap_or_default();
        bytes += content.len();
        let wide: Vec<u8> = NAME.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for needle in [
            NAME.as_bytes(),
            &wide,
            b"Essential hypertension.".as_slice(),
        ] {
            assert!(
                !content.windows(needle.len()).any(|w| w == needle),
                "{} holds the note as it was written",
                file.display()
            );
        }
        // the web view keeps hosts that asked for HTTPS in a database of its own, and asks none
        let web_view = file.ends_with("hsts-storage.sqlite");
        assert!(
            web_view || !content.starts_with(b"SQLite format 3"),
            "{} is a database that anybody can open",
            file.display()
        );
    }
    assert!(
        bytes > 10_000,
        "only {bytes} bytes in {files:?}: where are the records?"
    );
}

/// Every file of a data folder but those of the code sets, which the folder only links to.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().filter_map(Result::ok) {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            found.extend(files(&entry.path()));
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    found
}
