//! llama.cpp's own server with a tiny model of random weights that is made on the spot.
//!
//! The server comes from Python's package index by `pip`; where that cannot be had, whoever asks is told why.
//! What a random model answers is nonsense of the right form, which is what is wanted: transport, streaming,
//! schemas, limits and fallbacks against software that nobody here wrote.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const PACKAGES: [&str; 2] = ["xllamacpp==2026.10.11549", "gguf==0.19.0"];
const SCRIPT: &str = include_str!("tiny.py");

/// A running server; it ends with this.
pub struct Llama {
    child: Child,
    /// Where it listens.
    pub address: String,
}

impl Drop for Llama {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The folder with the server's packages, kept from run to run; why there is none, otherwise.
fn packages() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("llama-server");
    let mark = folder.join("complete");
    if mark.exists() {
        return Ok(folder);
    }
    let output = Command::new("python3")
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .args([
            "--no-input",
            "--retries",
            "0",
            "--timeout",
            "20",
            "--target",
        ])
        .arg(&folder)
        .args(PACKAGES)
        .output()
        .map_err(|e| format!("python3 cannot be started: {e}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.lines().last().unwrap_or("no reason given").to_owned();
        return Err(format!("pip could not fetch {PACKAGES:?}: {last}"));
    }
    std::fs::write(mark, "").map_err(|e| e.to_string())?;
    Ok(folder)
}

/// Starts one; why there is none, otherwise.
pub fn serve() -> Result<Llama, String> {
    let packages = packages()?;
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let script = folder.path().join("tiny.py");
    std::fs::write(&script, SCRIPT).map_err(|e| e.to_string())?;
    let mut child = Command::new("python3")
        .arg(script)
        .arg(folder.path())
        .env("PYTHONPATH", packages)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| format!("python3 cannot be started: {e}"))?;
    let mut address = String::new();
    let out = child.stdout.take().ok_or("it has no output")?;
    let read = BufReader::new(out).read_line(&mut address);
    let llama = Llama {
        child,
        address: address.trim().to_owned(),
    };
    match read {
        // the model is in memory by now, and its file is removed with the folder
        Ok(n) if n > 0 && llama.address.starts_with("http://127.0.0.1:") => Ok(llama),
        _ => Err("the server did not start on this machine".to_owned()),
    }
}
