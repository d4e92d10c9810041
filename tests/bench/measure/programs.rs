//! What the command line takes, as a process of its own.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use coding_api::answer::NoteIn;

use crate::material::RELEASE;
use crate::table::{Table, Times};

/// Lines that are streamed in one run.
const STREAMED: usize = 1_000;

/// A lookup from nothing but the caches: the program starts, answers and ends.
pub fn lookup(cli: &Path, home: &Path, table: &mut Table) {
    let once = || {
        let begun = Instant::now();
        let status = Command::new(cli)
            .args(["lookup", "type 2 diabetes with chronic kidney disease"])
            .args(["--json", "--release", RELEASE, "--home"])
            .arg(home)
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "the lookup is answered");
        begun.elapsed().as_secs_f64() * 1e3
    };
    once(); // reads the files into the system's cache
    let times = Times::new((0..15).map(|_| once()).collect());
    table.judged(
        "first lookup in a fresh process, its whole life",
        format!(
            "median {:.1} ms, quickest {:.1} ms of 15",
            times.median(),
            times.at(0.0)
        ),
        "≤ 40 ms",
        times.median() <= 40.0,
    );
}

struct Streamed {
    seconds: f64,
    /// Processor time of all threads, in seconds.
    worked: f64,
    /// Peak of resident memory in MB, half way and at the end.
    peaks: [f64; 2],
}

/// Notes through `suggest --jsonl`, on all cores.
pub fn stream(cli: &Path, home: &Path, notes: &[NoteIn], kind: &str, table: &mut Table) {
    let runs: Vec<Streamed> = (0..3).map(|_| stream_once(cli, home, notes)).collect();
    let n = STREAMED as f64;
    let rates = Times::new(runs.iter().map(|r| n / r.seconds).collect());
    let worked = Times::new(runs.iter().map(|r| r.worked * 1e3 / n).collect());
    table.judged(
        &format!("suggest --jsonl on all cores, {kind}"),
        format!(
            "median {:.0} notes/s, best {:.0} of 3 runs of {STREAMED}; {:.1} ms of one core a note",
            rates.median(),
            rates.at(1.0),
            worked.median()
        ),
        "≥ 100 notes/s; aim 150",
        rates.median() >= 150.0,
    );
    let peak = |i: usize| Times::new(runs.iter().map(|r| r.peaks[i]).collect()).median();
    table.judged(
        "its peak memory, mapped files included",
        format!("{:.0} MB; {:.0} MB half way", peak(1), peak(0)),
        "≤ 300 MB",
        peak(1) <= 300.0,
    );
}

/// Standard input stays open until the last answer is read, so that the process can be asked how much
/// memory it took.
fn stream_once(cli: &Path, home: &Path, notes: &[NoteIn]) -> Streamed {
    let lines: Vec<String> = notes
        .iter()
        .cycle()
        .take(STREAMED)
        .map(|n| serde_json::json!({"id": n.id, "text": n.text}).to_string())
        .collect();
    let begun = Instant::now();
    let mut process = Command::new(cli)
        .args(["suggest", "--jsonl", "--release", RELEASE, "--home"])
        .arg(home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let id = process.id();
    let mut input = process.stdin.take().unwrap();
    let mut answers = BufReader::new(process.stdout.take().unwrap()).lines();
    let measured = thread::scope(|scope| {
        let writer = scope.spawn(move || {
            for line in &lines {
                writeln!(input, "{line}").unwrap();
            }
            input
        });
        let mut read = |n: usize| {
            for _ in 0..n {
                let answer = answers.next().unwrap().unwrap();
                assert!(!answer.contains("\"error\""), "every note is coded");
            }
        };
        read(STREAMED / 2);
        let half_way = peak_memory(id);
        read(STREAMED - STREAMED / 2);
        let seconds = begun.elapsed().as_secs_f64();
        let measured = Streamed {
            seconds,
            worked: processor_time(id),
            peaks: [half_way, peak_memory(id)],
        };
        drop(writer.join().unwrap());
        measured
    });
    assert!(process.wait().unwrap().success(), "the stream ends well");
    measured
}

/// Peak of resident memory in MB.
fn peak_memory(id: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).unwrap();
    let kilobytes: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes * 1024.0 / 1e6
}

/// Processor time of a process so far, in seconds.
fn processor_time(id: u32) -> f64 {
    let fields = crate::process::fields(id).unwrap();
    (fields.user + fields.system) / crate::process::TICKS
}

/// A release from its files on disk to its caches.
pub fn install(cli: &Path, home: &Path, scratch: &Path, table: &mut Table) {
    let parts = home.join("codeset").join(RELEASE).join("parts");
    let once = || {
        let fresh = scratch.join("install");
        let _ = fs::remove_dir_all(&fresh);
        let begun = Instant::now();
        let status = Command::new(cli)
            .args(["codeset", "install", "--release", RELEASE, "--from"])
            .arg(&parts)
            .arg("--home")
            .arg(&fresh)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        let seconds = begun.elapsed().as_secs_f64();
        let _ = fs::remove_dir_all(&fresh);
        // 1: installed, and the release has problems of its own, which are listed
        assert!(
            matches!(status.code(), Some(0 | 1)),
            "the release is installed"
        );
        seconds
    };
    let times = Times::new((0..3).map(|_| once()).collect());
    table.told(
        "installing a release from its files",
        format!("median {:.1} s of 3", times.median()),
    );
}
