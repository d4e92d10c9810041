//! WebKit's own driver, which starts the program and speaks with its page.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Longer than anything the program does while it is measured.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// WebKit's driver; it and everything it started end with it.
pub struct Driver {
    pub process: Child,
    port: u16,
}

impl Driver {
    /// Starts it; its program will use this data folder.
    pub fn start(home: &Path) -> Result<Self, String> {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr());
        let port = free.map_err(|e| e.to_string())?.port();
        let process = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .arg("--host=127.0.0.1")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("CODETRAIL_HOME", home)
            // what the page itself keeps (size, colours) goes with the data folder too
            .env("XDG_DATA_HOME", home.join("page"))
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

    /// Opens the program's window; the name of the session.
    pub fn open(&self, app: &Path) -> Result<String, String> {
        let options = json!({"capabilities": {"alwaysMatch": {
            "webkitgtk:browserOptions": {"binary": app, "args": []}
        }}});
        let session = self.ask("/session", &options)?;
        let id = session["value"]["sessionId"].as_str();
        Ok(id.ok_or("the driver opened no window")?.to_owned())
    }

    /// Posts a question. The driver needs a moment before it listens.
    pub fn ask(&self, path: &str, body: &Value) -> Result<Value, String> {
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
