//! `suggest --jsonl`: a line in, a line out, in order, on all cores, in constant memory.

use std::collections::BTreeMap;
use std::io::{self, BufRead};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::thread;

use coding_api::answer::{Line, NoteCoder, next_line};
use coding_api::note::LONGEST_NOTE;

use crate::failure::{Done, Failure};
use crate::output::Output;

/// The longest line: a note of the greatest length with every character escaped once, and its facts.
const LONGEST_LINE: usize = 2 * LONGEST_NOTE + 64 * 1024;

/// Lines in work for each thread: enough that none waits for the one that takes longest.
const WINDOW: usize = 16;

/// A line with its place, or why it could not be read.
type Job = (u64, Line);

/// Answers every line of standard input.
pub fn run(coder: &NoteCoder<'_>, output: &mut Output) -> Result<Done, Failure> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    // who waits for a model needs no core
    let threads = coder.at_once().unwrap_or(cores);
    let window = threads * WINDOW;
    let (jobs, work) = mpsc::sync_channel::<Job>(window);
    let (answers, answered) = mpsc::sync_channel::<(u64, String)>(window);
    // a permit a line: reading waits for writing, so that no more lines than the window are held
    let (permits, permit) = mpsc::sync_channel::<()>(window);
    let work = Mutex::new(work);
    thread::scope(|scope| {
        let reader = scope.spawn(move || read(io::stdin().lock(), &jobs, &permits));
        for _ in 0..threads {
            let (work, answers) = (&work, answers.clone());
            scope.spawn(move || answer(coder, work, &answers));
        }
        drop(answers);
        let written = write(&answered, &permit, output);
        // where writing failed the others are let go: reading ends at the next line
        drop((answered, permit));
        match written {
            Ok(()) => reader
                .join()
                .unwrap_or(Ok(()))
                .map_err(|e| Failure::Input(format!("reading standard input: {e}"))),
            // standard input may never end, and nobody reads the answers any more
            Err(failure) => std::process::exit(exit_status(failure)),
        }
    })?;
    Ok(Done::Clean)
}

fn exit_status(failure: Failure) -> i32 {
    let quiet = matches!(&failure, Failure::Output(e) if e.kind() == io::ErrorKind::BrokenPipe);
    let _ = failure.report();
    if quiet { 0 } else { 3 }
}

fn read(
    mut from: impl BufRead,
    jobs: &SyncSender<Job>,
    permits: &SyncSender<()>,
) -> io::Result<()> {
    for number in 0.. {
        let Some(line) = next_line(&mut from, LONGEST_LINE)? else {
            break;
        };
        if permits.send(()).is_err() || jobs.send((number, line)).is_err() {
            break;
        }
    }
    Ok(())
}

fn answer(coder: &NoteCoder<'_>, work: &Mutex<Receiver<Job>>, answers: &SyncSender<(u64, String)>) {
    loop {
        let job = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, line)) = job else {
            return;
        };
        let answer = match line {
            Line::Read(line) => coder.line(&line),
            Line::TooLong => serde_json::json!({
                "format": coding_api::answer::FORMAT,
                "id": null,
                "error": format!(
                    "reading a line: it is longer than {} MB; split the note into its documents",
                    LONGEST_LINE / (1024 * 1024)
                ),
            })
            .to_string(),
        };
        if answers.send((number, answer)).is_err() {
            return;
        }
    }
}

/// Writes the answers in the order of their lines, each as soon as its turn has come.
fn write(
    answered: &Receiver<(u64, String)>,
    permit: &Receiver<()>,
    output: &mut Output,
) -> Result<(), Failure> {
    let mut waiting = BTreeMap::new();
    let mut turn = 0;
    loop {
        let (number, answer) = match answered.try_recv() {
            Ok(next) => next,
            Err(mpsc::TryRecvError::Empty) => {
                // nothing more to write now: what is written must not wait in the buffer
                output.flush()?;
                match answered.recv() {
                    Ok(next) => next,
                    Err(mpsc::RecvError) => return Ok(()),
                }
            }
            Err(mpsc::TryRecvError::Disconnected) => return Ok(output.flush()?),
        };
        waiting.insert(number, answer);
        while let Some(answer) = waiting.remove(&turn) {
            output.line(&answer)?;
            let _ = permit.recv();
            turn += 1;
        }
    }
}
