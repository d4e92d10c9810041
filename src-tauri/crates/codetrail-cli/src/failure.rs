//! How a command ends.

use std::io::{self, Write as _};
use std::process::ExitCode;

use coding_api::{ApiError, ErrorCode};

/// A command that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// And found nothing wrong.
    Clean,
    /// And found problems.
    Problems,
}

impl From<Done> for ExitCode {
    fn from(done: Done) -> Self {
        match done {
            Done::Clean => Self::SUCCESS,
            Done::Problems => Self::from(1),
        }
    }
}

/// A command that could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// Wrong usage or unreadable input.
    Input(String),
    /// A use case failed.
    Api(ApiError),
    /// The answer could not be written.
    Output(io::Error),
}

impl Failure {
    /// What clap says, in one line.
    pub fn of_usage(error: &clap::Error) -> Self {
        let text = error.to_string();
        let mut lines = text
            .lines()
            .map(|l| l.trim().trim_start_matches("error: "))
            .filter(|l| !l.is_empty());
        let first = lines.next().unwrap_or("wrong usage").to_owned();
        // "the following arguments were not provided:" is told on the lines behind
        let rest: Vec<&str> = if first.ends_with(':') {
            lines
                .take_while(|l| !l.starts_with("Usage") && !l.starts_with("tip"))
                .collect()
        } else {
            Vec::new()
        };
        let line = format!("{first} {}", rest.join(" "));
        Self::Input(format!("{}; see codetrail-cli --help", line.trim_end()))
    }

    /// Says it in one line on standard error. A reader that went away is no failure.
    pub fn report(self) -> ExitCode {
        let (message, status) = match self {
            Self::Input(message) => (message, 2),
            Self::Api(error) => {
                let status = match error.code {
                    ErrorCode::Input
                    | ErrorCode::NotFound
                    | ErrorCode::NoRelease
                    | ErrorCode::SignIn
                    | ErrorCode::Confirm
                    | ErrorCode::NotAllowed
                    | ErrorCode::Overtaken
                    | ErrorCode::Signed
                    | ErrorCode::Consent => 2,
                    ErrorCode::Store
                    | ErrorCode::Unreadable
                    | ErrorCode::Locked
                    | ErrorCode::ReadOnly
                    | ErrorCode::Outside => 3,
                };
                (error.message, status)
            }
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                return ExitCode::SUCCESS;
            }
            Self::Output(error) => (
                format!("writing the answer: {error}; check where the output goes"),
                3,
            ),
        };
        let line: String = message.split_whitespace().collect::<Vec<_>>().join(" ");
        // nowhere left to say that standard error is closed
        let _ = writeln!(io::stderr(), "codetrail-cli: {line}");
        ExitCode::from(status)
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
