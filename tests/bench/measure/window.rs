//! From the start of the desktop program until its window can be worked with.
//!
//! WebKit's own driver starts the program and is asked, again and again, whether the queue's first row
//! is there. The clock is the age of the program's process, so that the
//! driver's own start does not count; its questions do, which makes the number an upper bound.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::driver::{Driver, PATIENCE};
use crate::process;
use crate::table::{Table, Times};

const WHAT: &str = "start of the window until the queue is there";
const BAR: &str = "≤ 1500 ms";
/// How often the program is started; the first start fills its database and does not count.
const STARTS: usize = 6;

/// Whether the first chart of the queue can be opened; when the page was first painted and how old it is.
const LOOK: &str = "
    const paint = performance.getEntriesByType('paint').find(p => p.name === 'first-contentful-paint');
    return [document.querySelector('[data-testid=queue-row]') !== null,
            paint ? paint.startTime : null, performance.now()];";

/// Starts the program some times.
pub fn start(app: Option<&Path>, home: &Path, scratch: &Path, table: &mut Table) {
    let app = match runnable(app) {
        Ok(app) => app,
        Err(why) => return table.skipped(WHAT, why, BAR),
    };
    let fresh = fresh_home(home, scratch, "window");
    let mut starts = Vec::new();
    for nth in 0..STARTS {
        match start_once(app, &fresh) {
            Ok(start) if nth > 0 => starts.push(start),
            Ok(_) => {}
            Err(why) => return table.skipped(WHAT, &why, BAR),
        }
    }
    let _ = fs::remove_dir_all(&fresh);
    let ready = Times::new(starts.iter().map(|s| s.ready).collect());
    let painted: Vec<f64> = starts.iter().filter_map(|s| s.painted).collect();
    let painted = if painted.is_empty() {
        String::new()
    } else {
        format!("; first paint {:.0} ms", Times::new(painted).median())
    };
    table.judged(
        WHAT,
        format!(
            "median {:.0} ms of {} starts{painted}",
            ready.median(),
            ready.len()
        ),
        BAR,
        ready.median() <= 1500.0,
    );
}

/// The program, where it is built and there is a display to show it on.
pub fn runnable(app: Option<&Path>) -> Result<&Path, &'static str> {
    let app = app.filter(|app| app.is_file());
    let app = app.ok_or("the desktop program is not built")?;
    let display = std::env::var_os("DISPLAY").is_some();
    display
        .then_some(app)
        .ok_or("there is no display; run it under xvfb-run")
}

/// A data folder with nothing in it but the code sets.
pub fn fresh_home(home: &Path, scratch: &Path, name: &str) -> PathBuf {
    let fresh = scratch.join(name);
    let _ = fs::remove_dir_all(&fresh);
    fs::create_dir_all(&fresh).unwrap();
    symlink(home.join("codeset"), fresh.join("codeset")).unwrap();
    fresh
}

/// Milliseconds since the process began.
struct Start {
    ready: f64,
    painted: Option<f64>,
}

fn start_once(app: &Path, home: &Path) -> Result<Start, String> {
    let driver = Driver::start(home)?;
    let id = driver.open(app)?;
    let name = app.file_name().unwrap_or_default().to_string_lossy();
    let program = process::descendant(driver.process.id(), &name)
        .ok_or("the program was not found among the driver's processes")?;
    let begun = Instant::now();
    loop {
        let look = json!({"script": LOOK, "args": []});
        let seen = driver.ask(&format!("/session/{id}/execute/sync"), &look)?;
        let age = process::age(program).ok_or("the program ended by itself")?;
        if seen["value"][0] == true {
            let painted = seen["value"][1].as_f64().zip(seen["value"][2].as_f64());
            return Ok(Start {
                ready: age,
                painted: painted.map(|(paint, now)| age - (now - paint)),
            });
        }
        if begun.elapsed() > PATIENCE {
            return Err("the queue did not appear".to_owned());
        }
        thread::sleep(Duration::from_millis(5));
    }
}
