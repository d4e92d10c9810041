//! What a person waits for in the book's view: from a key to the picture of what it did.
//!
//! A script in the page reads the page's own clock. What it waits for counts as painted in the first task behind the
//! frame in which it stands in the page; that is up to one frame (16.7 ms) later than the key's own work. The driver's
//! questions are not in the numbers. What is typed in the search are keys of the system, pressed by the driver: a
//! script that sets a field's value makes WebKit replace all that the field holds, which takes 6 ms more than a key.

use std::path::Path;

use coding_api::codeset::Edition;
use serde_json::{Value, json};

use crate::driver::Driver;
use crate::material;
use crate::table::{Table, Times};
use crate::window::{fresh_home, runnable};

const OPENING: (&str, &str) = (
    "opening Fracture, traumatic in the window, painted",
    "≤ 50 ms",
);
const SCROLLING: (&str, &str) = ("scrolling through it", "≥ 50 frames a second");
const TYPING: (&str, &str) = ("keystroke in the search to results, painted", "≤ 30 ms");

/// Keys of the driver that stand for no letter (WebDriver, 17.4.2).
const CONTROL: char = '\u{e009}';
const BACKSPACE: char = '\u{e003}';

/// What is typed, letter by letter, each once the one before is answered.
const PHRASES: [&str; 10] = [
    "type 2 diabetes chronic kidney",
    "fx hum",
    "chr kid dis",
    "fracture of shaft of femur",
    "acute myocardal infarction",
    "neop lung",
    "community acquired pneumonia",
    "E11.22",
    "fall from ladder",
    "hypertenshion with heart failure",
];
/// How often, so that a hundredth of the keys is several.
const ROUNDS: usize = 3;
/// How many entries of the release are typed beside them, half of them with two letters swapped in the longest word where
/// that comes so early, and how far.
const ENTRIES: usize = 40;
const LETTERS: usize = 20;

/// All that is typed.
fn typed(edition: &Edition) -> Vec<String> {
    let entries = material::phrases(edition);
    let some = entries.iter().step_by((entries.len() / ENTRIES).max(1));
    let begun = some.map(|entry| entry.chars().take(LETTERS).collect());
    let often = PHRASES.repeat(ROUNDS).into_iter().map(str::to_owned);
    often.chain(begun).collect()
}

/// What the measuring scripts have in common.
const PAGE: &str = include_str!("painting.js");

/// Opens the book and measures in its page.
pub fn book(app: Option<&Path>, edition: &Edition, home: &Path, scratch: &Path, table: &mut Table) {
    let measured = runnable(app)
        .map_err(str::to_owned)
        .and_then(|app| measure(app, &fresh_home(home, scratch, "painting"), &typed(edition)));
    let _ = std::fs::remove_dir_all(scratch.join("painting"));
    match measured {
        Ok(measured) => measured.tell(table),
        Err(why) => {
            for (what, bar) in [OPENING, SCROLLING, TYPING] {
                table.skipped(what, &why, bar);
            }
        }
    }
}

/// All times in milliseconds.
struct Measured {
    /// The first time that an entry was opened in this window.
    first: f64,
    openings: Times,
    /// Length of every frame while scrolling.
    frames: Times,
    /// Of the letter that a phrase begins with, which also opens the list of results.
    beginnings: Times,
    /// Of all letters.
    keystrokes: Times,
}

fn measure(app: &Path, home: &Path, typed: &[String]) -> Result<Measured, String> {
    let driver = Driver::start(home)?;
    let session = driver.open(app)?;
    driver.ask(
        &format!("/session/{session}/timeouts"),
        &json!({"script": 120_000}),
    )?;
    let run = |call: &str| -> Result<Vec<f64>, String> {
        let script = format!(
            "{PAGE}; const done = arguments[arguments.length - 1];
             {call}.then(done, error => done(String(error)));"
        );
        let asked = json!({"script": script, "args": []});
        let answer = driver.ask(&format!("/session/{session}/execute/async"), &asked)?;
        numbers(&answer["value"])
    };
    let mut openings = run("openings(16)")?;
    let first = openings.remove(0);
    let times = |of: Vec<f64>, what: &str| {
        let any = !of.is_empty();
        any.then(|| Times::new(of))
            .ok_or(format!("nothing was measured of {what}"))
    };
    let frames = run("scrolling()")?;
    let strike = |keys: &[(&str, char)]| {
        let each = |&(way, key): &(&str, char)| json!({"type": way, "value": key});
        let keys: Vec<Value> = keys.iter().map(each).collect();
        let keys = json!({"actions": [{"type": "key", "id": "keyboard", "actions": keys}]});
        driver.ask(&format!("/session/{session}/actions"), &keys)
    };
    let press = |key| strike(&[("keyDown", key), ("keyUp", key)]);
    run("watching()")?;
    let mut pressed = 0;
    let mut beginnings = Vec::new();
    for phrase in typed {
        beginnings.push(pressed);
        for key in phrase.chars() {
            press(key)?;
            pressed += 1;
            run(&format!("answered({pressed})"))?;
        }
        strike(&[("keyDown", CONTROL), ("keyDown", 'a')])?;
        strike(&[("keyUp", 'a'), ("keyUp", CONTROL)])?;
        press(BACKSPACE)?;
        run("emptied()")?;
    }
    let keystrokes = run("Promise.resolve(window.taken)")?;
    let beginnings = beginnings
        .iter()
        .filter_map(|&at| keystrokes.get(at).copied());
    Ok(Measured {
        first,
        openings: times(openings, "opening")?,
        frames: times(frames, "scrolling")?,
        beginnings: times(beginnings.collect(), "typing")?,
        keystrokes: times(keystrokes, "typing")?,
    })
}

fn numbers(value: &Value) -> Result<Vec<f64>, String> {
    let all = value.as_array().map(|all| all.iter().map(Value::as_f64));
    all.and_then(Iterator::collect)
        .ok_or_else(|| format!("the page answered {value}"))
}

impl Measured {
    fn tell(self, table: &mut Table) {
        let median = self.openings.median();
        let slowest = self.openings.at(1.0);
        table.judged(
            OPENING.0,
            format!(
                "median {median:.0} ms, slowest {slowest:.0} ms of {}; the first in a window {:.0} ms",
                self.openings.len(),
                self.first
            ),
            OPENING.1,
            slowest.max(self.first) <= 50.0,
        );
        let rate = |frame: f64| 1e3 / frame;
        // a frame more or less is the clock's coarseness: what a person sees is the slowest tenth of a second
        let (median, slow) = (self.frames.median(), self.frames.at(1.0));
        table.judged(
            SCROLLING.0,
            format!(
                "median {:.0} frames a second, slowest tenth of a second {:.0}, of {} tenths",
                rate(median),
                rate(slow),
                self.frames.len()
            ),
            SCROLLING.1,
            rate(slow) >= 50.0,
        );
        let p99 = self.keystrokes.at(0.99);
        table.judged(
            TYPING.0,
            format!(
                "median {:.0} ms, nine of ten {:.0}, p99 {p99:.0} ms of {}; the first letters of them median {:.0} ms",
                self.keystrokes.median(),
                self.keystrokes.at(0.9),
                self.keystrokes.len(),
                self.beginnings.median()
            ),
            TYPING.1,
            p99 <= 30.0,
        );
    }
}
