//! How a command can fail, and the exit code that says so.

use std::fmt;
use std::io;
use std::path::Path;

use samspil::figure::numbers::count;
use samspil::output::OutputError;
use samspil::scenario::{Fault, RowFault, ScenarioError};
use samspil::study::Incomplete;
use samspil::study::hypothesis::TestedPointsError;
use samspil::study::points::PointsError;
use samspil::words::{say, words};
use serde_json::{Value, json};

use super::signals;

/// Why a command did not do what it was asked.
pub(crate) enum Failure {
    /// The command line is wrong (exit code 2).
    Usage(String),
    /// Nothing can come of what the command line asks for (exit code 2).
    NoEffect(String),
    /// A scenario has faults: of its file (1) or of the command line (2).
    Scenario(ScenarioError),
    /// A file or the machine is in the way (1).
    Other(anyhow::Error),
    /// The answer itself says what is wrong (1).
    Told,
    /// Ctrl-C (130), SIGTERM (143) or SIGHUP (129), with what to do now.
    Interrupted(String),
}

impl Failure {
    /// A study that was stopped in good order, with what it says of the runs that are kept.
    fn stopped(kept: &impl fmt::Display) -> Self {
        Self::Interrupted(say!("Interrupted: {kept}. The same command goes on from there."))
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::NoEffect(_) => 2,
            Self::Scenario(error) if error.faults.iter().all(|fault| is_option(&fault.path)) => 2,
            Self::Other(error) if is_busy(error) => TRY_AGAIN,
            Self::Scenario(_) | Self::Other(_) | Self::Told => 1,
            Self::Interrupted(_) => signals::exit_code(),
        }
    }

    /// What a program reads: `{"faults": [{"file", "line", "column", "code", "message", "hint"}]}`.
    pub(crate) fn as_json(&self) -> Value {
        let faults: Vec<Value> = match self {
            Self::Scenario(error) => error.faults.iter().flat_map(of_file).collect(),
            Self::Usage(text) => vec![without_place("usage", None, text)],
            Self::NoEffect(text) => vec![without_place("no-effect", None, text)],
            Self::Interrupted(text) => vec![without_place("interrupted", None, text)],
            Self::Told => Vec::new(),
            Self::Other(error) => {
                let (code, path) = kind(error);
                vec![without_place(code, path, &format!("{error:#}"))]
            }
        };
        json!({ "faults": faults })
    }

    /// What the person at the keyboard reads.
    pub(crate) fn render(&self, colour: bool) -> String {
        let mark = words!("error");
        let mark = if colour {
            format!("\x1b[1;31m{mark}\x1b[0m")
        } else {
            mark.to_string()
        };
        match self {
            Self::Usage(message) | Self::NoEffect(message) => format!("{mark}: {message}"),
            Self::Scenario(error) => error.render(colour),
            Self::Other(error) => format!("{mark}: {error:#}"),
            Self::Interrupted(message) => message.clone(),
            Self::Told => String::new(),
        }
    }
}

/// What schedulers take as "try again later" (`EX_TEMPFAIL` of BSD).
const TRY_AGAIN: u8 = 75;

/// Whether another process holds the folder, which passes.
fn is_busy(error: &anyhow::Error) -> bool {
    let busy = |error: &OutputError| matches!(error, OutputError::Busy { .. });
    error.chain().any(|cause| cause.downcast_ref().is_some_and(busy))
}

/// A fault with its place, or each of those that it stands for in a data file.
fn of_file(fault: &Fault) -> Vec<Value> {
    let of_row = |row: &RowFault| {
        let is_rest = row.line == 0;
        json!({
            "file": row.path,
            "line": (!is_rest).then_some(row.line),
            "column": (!is_rest).then_some(1),
            "code": if is_rest { "more-faults" } else { fault.code },
            "message": row.message,
            "hint": row.hint,
        })
    };
    match fault.rows[..] {
        [] => vec![of_text(fault)],
        _ => fault.rows.iter().map(of_row).collect(),
    }
}

/// A fault with its place; what the excerpt of a terminal shows beside it stands in the message.
fn of_text(fault: &Fault) -> Value {
    let mut message = fault.message.clone();
    if !fault.label.is_empty() {
        message = format!("{message} ({})", fault.label);
    }
    if let Some(note) = &fault.note {
        message = message + "\n" + note;
    }
    json!({
        "file": fault.path,
        "line": fault.line,
        "column": fault.column,
        "code": fault.code,
        "message": message,
        "hint": fault.hint,
    })
}

/// A fault of no line of a file; its text may end with a hint.
fn without_place(code: &str, file: Option<&Path>, text: &str) -> Value {
    let (message, hint) = match text.split_once("\nhint: ") {
        Some((message, hint)) => (message, Some(hint)),
        None => (text, None),
    };
    json!({ "file": file, "line": null, "column": null, "code": code, "message": message, "hint": hint })
}

/// The kind of an error of a folder, a file or the machine, with the file where that is known.
fn kind(error: &anyhow::Error) -> (&'static str, Option<&Path>) {
    for cause in error.chain() {
        match cause.downcast_ref() {
            Some(OutputError::Busy { path }) => return ("folder-busy", Some(path)),
            Some(OutputError::OtherEngine { path, .. }) => return ("other-engine", Some(path)),
            Some(OutputError::Foreign { path, .. }) => return ("foreign-file", Some(path)),
            Some(OutputError::Gone { path } | OutputError::System { path, .. }) => {
                return ("system", Some(path));
            }
            None => {}
        }
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            return match error.kind() {
                io::ErrorKind::NotFound => ("unreadable-file", None),
                _ => ("system", None),
            };
        }
    }
    ("impossible", None)
}

/// Whether a fault lies in the command line: `--set`, `--parameter`, `--measure`.
fn is_option(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.starts_with("--"))
}

impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.render(false))
    }
}

impl From<ScenarioError> for Failure {
    fn from(error: ScenarioError) -> Self {
        Self::Scenario(error)
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        Self::Other(error.into())
    }
}

impl From<TestedPointsError> for Failure {
    fn from(error: TestedPointsError) -> Self {
        match error {
            TestedPointsError::Points(error) => error.into(),
            TestedPointsError::TooMany(_) => Self::Usage(error.to_string()),
            TestedPointsError::Scenario(error) => error.into(),
        }
    }
}

impl From<PointsError> for Failure {
    fn from(error: PointsError) -> Self {
        Self::Other(error.into())
    }
}

impl From<Incomplete> for Failure {
    fn from(incomplete: Incomplete) -> Self {
        match incomplete {
            Incomplete::Stopped { kept: 1, of } => {
                Self::stopped(&say!("1 of {} runs is kept", count(of as usize)))
            }
            Incomplete::Stopped { kept, of } => Self::stopped(&say!(
                "{} of {} runs are kept",
                count(kept as usize),
                count(of as usize)
            )),
            Incomplete::Store(error) => error.into(),
            Incomplete::NoAnswer(error) => Self::Other(anyhow::Error::from_boxed(error)),
            Incomplete::Failed { run, reason } => Self::Other(anyhow::Error::msg(say!(
                "configuration {}, replication {}: {reason}",
                run.configuration,
                run.replication
            ))),
            // Whoever carries a study out says what that means.
            Incomplete::Missing(missing) => {
                Self::Other(anyhow::Error::msg(match missing.own + missing.others {
                    1 => say!("1 run is missing"),
                    missing => say!("{missing} runs are missing"),
                }))
            }
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}
