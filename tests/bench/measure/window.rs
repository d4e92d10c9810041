//! From the start of the desktop program until its window can be worked with.
//!
//! WebKit's own driver starts the program and is asked, again and again, whether the queue's first row
//! is there. The clock is the age of the program's process, so that the
//! driver's own start does not count; its questions do, which makes the number an upper bound.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::symlink;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::process;
use crate::table::{Table, Times};

const WHAT: &str = "start of the window until the queue is there";
const BAR: &str = "≤ 1500 ms";
/// How often the program is started; the first start fills its database and does not count.
const STARTS: usize = 6;
const PATIENCE: Duration = Duration::from_secs(60);

/// Whether the first chart of the queue can be opened; when the page was first painted and how old it is.
const LOOK: &str = "
    const paint = performance.getEntriesByType('paint').find(p => p.name === 'first-contentful-paint');
    return [document.querySelector('[data-testid=queue-row]') !== null,
            paint ? paint.startTime : null, performance.now()];";

/// Starts the program some times.
pub fn start(app: Option<&Path>, home: &Path, scratch: &Path, table: &mut Table) {
    let Some(app) = app.filter(|app| app.is_file()) else {
        return table.skipped(WHAT, "the desktop program is not built", BAR);
    };
    if std::env::var_os("DISPLAY").is_none() {
        return table.skipped(WHAT, "there is no display; run it under xvfb-run", BAR);
    }
    let fresh = scratch.join("window");
    let _ = fs::remove_dir_all(&fresh);
    fs::create_dir_all(&fresh).unwrap();
    symlink(home.join("codeset"), fresh.join("codeset")).unwrap();
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

/// Milliseconds since the process began.
struct Start {
    ready: f64,
    painted: Option<f64>,
}

fn start_once(app: &Path, home: &Path) -> Result<Start, String> {
    let driver = Driver::start(home)?;
    let options = json!({"capabilities": {"alwaysMatch": {
        "webkitgtk:browserOptions": {"binary": app, "args": []}
    }}});
    let session = driver.ask("/session", &options)?;
    let id = session["value"]["sessionId"]
        .as_str()
        .ok_or("the driver opened no window")?
        .to_owned();
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

/// WebKit's driver; it and everything it started end with it.
struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    fn start(home: &Path) -> Result<Self, String> {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr());
        let port = free.map_err(|e| e.to_string())?.port();
        let process = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .arg("--host=127.0.0.1")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("CODETRAIL_HOME", home)
            // no GPU in a virtual display
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("NO_AT_BRIDGE", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|e| format!("WebKitWebDriver: {e}"))?;
        Ok(Self { process, port })
    }

    /// Posts a question. The driver needs a moment before it listens.
    fn ask(&self, path: &str, body: &Value) -> Result<Value, String> {
        let begun = Instant::now();
        let mut stream = loop {
            match TcpStream::connect(("127.0.0.1", self.port)) {
                Ok(stream) => break stream,
                Err(e) if begun.elapsed() > PATIENCE => return Err(format!("the driver: {e}")),
                Err(_) => thread::sleep(Duration::from_millis(10)),
            }
        };
        let body = body.to_string();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let told = |e: std::io::Error| format!("asking the driver: {e}");
        stream.set_read_timeout(Some(PATIENCE)).map_err(told)?;
        stream.write_all(request.as_bytes()).map_err(told)?;
        answer(&mut stream)
    }
}

/// The body of an answer, which has as many bytes as its head says.
fn answer(stream: &mut TcpStream) -> Result<Value, String> {
    let told = |e: std::io::Error| format!("asking the driver: {e}");
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let n = stream.read(&mut part).map_err(told)?;
        bytes.extend_from_slice(&part[..n]);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|l| {
                let (name, value) = l.split_once(':')?;
                (name.eq_ignore_ascii_case("content-length")).then(|| value.trim().parse().ok())?
            });
            if n == 0 || length.is_some_and(|length: usize| body.len() >= length) {
                return serde_json::from_str(body).map_err(|e| format!("the driver's answer: {e}"));
            }
        } else if n == 0 {
            return Err("the driver gave no answer".to_owned());
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // the whole group: the driver, the program, and WebKit's processes
        let group = format!("kill -9 -{}", self.process.id());
        let _ = Command::new("sh").args(["-c", &group]).status();
        let _ = self.process.wait();
    }
}
