//! The command line around the use cases.
//!
//! Exit status: 0 done; 1 the work was done and found problems; 2 wrong usage or unreadable input; 3 something
//! outside failed. Errors are one line on standard error.

mod arguments;
mod command;
mod failure;
mod input;
mod models;
mod output;
mod progress;
mod secret;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::Arguments;
use failure::Failure;
use output::Output;

fn main() -> ExitCode {
    coding_api::hush_faults();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => return Failure::of_usage(&error).report(),
        Err(help) => {
            // help and version go where they were asked for
            let _ = help.print();
            return ExitCode::SUCCESS;
        }
    };
    let mut output = Output::new();
    let done =
        command::run(arguments, &mut output).and_then(|done| Ok(output.flush().map(|()| done)?));
    match done {
        Ok(done) => done.into(),
        Err(failure) => {
            let _ = output.flush();
            failure.report()
        }
    }
}
