//! Every profile against llama.cpp's own server, with a tiny model of random weights that is made on the spot.
//!
//! The server comes from Python's package index by `pip`; where that cannot be had, the test says so and is skipped.
//! What a random model answers is nonsense of the right form, which is what is wanted here: transport, streaming,
//! schemas, limits and fallbacks against software that nobody here wrote.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use coding_engine::RunOptions;
use coding_llm::{Cancel, Client, Endpoint, Permit, Profile, Provider, Terms, Unobserved};

use crate::agents::prove;
use crate::book::{encounter, engine};

const PACKAGES: [&str; 2] = ["xllamacpp==2026.10.11549", "gguf==0.19.0"];
const NOTE: &str =
    "Assessment and plan:\n1. Type 2 diabetes. HbA1c 8.2.\n2. Essential hypertension.\n";

struct Llama {
    child: Child,
    address: String,
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

fn serve() -> Result<Llama, String> {
    let packages = packages()?;
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/llm/tiny.py");
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

#[test]
fn every_profile_runs_against_llama_cpp() {
    let Some((engine, shelf)) = engine() else {
        return;
    };
    let llama = match serve() {
        Ok(llama) => llama,
        Err(why) => {
            eprintln!("SKIPPED: no llama.cpp server: {why}");
            return;
        }
    };
    let mut endpoint = Endpoint::new(Provider::OpenAi, &llama.address, "tiny");
    endpoint.limits.answer_tokens = 200;
    endpoint.limits.in_flight = 2;
    let permit = Permit::ask(&endpoint, &Terms::default()).unwrap();
    let client = Arc::new(Client::open(endpoint, None, &permit).unwrap());
    for profile in Profile::ALL.into_iter().filter(|p| p.asks()) {
        let session = client.session(Arc::new(Unobserved), Cancel::default(), None);
        let model = Arc::new(session.clone());
        let encounter = encounter(NOTE);
        let run = profile
            .engine(engine, shelf, model)
            .run(&encounter, &RunOptions::default());
        prove(&encounter, &run);
        let usage = session.usage();
        assert!(usage.calls > 0, "{profile:?}: {usage:?}");
        assert_eq!(usage.failed, 0, "{profile:?}: {:?}", run.problems);
        assert!(usage.tokens_in > 0 && usage.tokens_out > 0, "{usage:?}");
        assert!(run.engine.contains("(tiny)"));
    }
}
