//! Lines of JSON of any bytes are notes, lines of a data set, or refused; a line that is too long is held by nobody.
#![no_main]

use std::io::{BufReader, Cursor};

use coding_training::dataset::Trajectory;
use interchange::lines::{Line, NoteIn, next_line};
use libfuzzer_sys::fuzz_target;

const LONGEST: usize = 512;

fuzz_target!(|data: &[u8]| {
    // the first byte is how much is read at a time
    let step = data.first().map_or(1, |b| usize::from(*b) + 1);
    let mut from = BufReader::with_capacity(step, Cursor::new(data));
    let mut held = 0;
    while let Some(line) = next_line(&mut from, LONGEST).expect("memory can be read") {
        let Line::Read(line) = line else { continue };
        held += line.len();
        assert!(!line.trim_ascii().is_empty() && line.len() <= LONGEST);
        assert!(line.iter().rev().skip(1).all(|b| *b != b'\n'));
        if let Err((_, found)) = NoteIn::parse(&line) {
            assert!(found.starts_with("reading a line: "));
        }
        if let Ok(trajectory) = serde_json::from_slice::<Trajectory>(&line) {
            let again = serde_json::to_vec(&trajectory).expect("it was read from JSON");
            assert_eq!(serde_json::from_slice::<Trajectory>(&again).ok(), Some(trajectory));
        }
    }
    assert!(held <= data.len());
});
