//! What all commands do alike with the folder of their results.

use std::time::Instant;

use samspil::figure::Figure;
use samspil::figure::numbers::{counted, nouns};
use samspil::output::{Execution, Finished, Manifest, OutputError, RunFolder, besides, kept};
use samspil::report::ReportError;
use samspil::words::{say, words};

use super::failure::Failure;
use super::terminal::Terminal;

/// When a command began.
#[derive(Clone, Copy)]
pub(super) struct Began {
    clock: Instant,
    time: jiff::Timestamp,
}

impl Began {
    pub(super) fn now() -> Self {
        Self {
            clock: Instant::now(),
            time: jiff::Timestamp::now(),
        }
    }

    /// The command, which ends now with so many replications, all that were asked for.
    pub(super) fn execution(self, replications: u32) -> Execution {
        Execution {
            command: command(),
            started: self.time.to_string(),
            duration_seconds: self.clock.elapsed().as_secs_f64(),
            replications_asked: replications,
            replications_done: replications,
            finished: true,
            asked: String::new(),
        }
    }
}

/// The command that was given, word by word.
pub(super) fn command() -> Vec<String> {
    std::env::args().collect()
}

/// The manifest of the finished run in a folder; `None` where none has finished, or where files are no longer what they were,
/// which is said.
pub(super) fn finished(folder: &RunFolder, terminal: &Terminal) -> Result<Option<Manifest>, Failure> {
    terminal.remember_replaced(None);
    match folder.finished()? {
        Finished::Nothing | Finished::Rewritten(_) => Ok(None),
        Finished::Whole(manifest) => Ok(Some(*manifest)),
        Finished::Damaged { defects, .. } => {
            let defects: Vec<String> = defects.iter().map(ToString::to_string).collect();
            let anew = match kept(folder.path())? {
                None | Some(0) => say!("No journal of this engine keeps any run."),
                Some(kept) => say!(
                    "They are made anew from the journals, which hold {}; what is missing is simulated again.",
                    counted(kept, nouns::RUN)
                ),
            };
            terminal.note(&say!(
                "The results are not as they were left: {}. {anew}",
                defects.join(", ")
            ));
            Ok(None)
        }
    }
}

/// Says that a finished answer of more replications gives way to one of so many; every command that writes an answer asks
/// before it does.
pub(super) fn note_fewer(
    folder: &RunFolder,
    asked: &str,
    replications: u32,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let mut otherwise = None;
    let (before, kept) = match folder.finished()? {
        Finished::Whole(manifest) | Finished::Rewritten(manifest) => {
            otherwise = Some(manifest.asked_besides()).filter(|before| *before != besides(asked));
            (manifest.replications_done, true)
        }
        // The journal may be among what is damaged.
        Finished::Damaged { replications, .. } => (replications, false),
        Finished::Nothing => (0, false),
    };
    let replaced = Some(before).filter(|before| *before > replications);
    terminal.remember_replaced(replaced);
    if replaced.is_some() {
        terminal.note(&if kept {
            say!(
                "The answer of {before} replications that stood here gives way to one of the first \
                 {replications}. All are kept: -n {before} brings it back."
            )
        } else {
            say!(
                "The answer of {before} replications that stood here gives way to one of the first \
                 {replications}. -n {before} brings it back."
            )
        });
    } else if let Some(otherwise) = otherwise {
        let otherwise = if otherwise.is_empty() {
            words!("another kind").text()
        } else {
            &otherwise
        };
        terminal.note(&say!(
            "An answer of {otherwise} stood here and gives way; its runs are kept."
        ));
    }
    Ok(())
}

/// Says what could go wrong in a folder that the file system cannot guard.
pub(super) fn caution(folder: &RunFolder, terminal: &Terminal) {
    if folder.is_unguarded() {
        terminal.note(&say!(
            "{}: this file system knows no locks. See to it that nothing else runs into this folder.",
            folder.path().display()
        ));
    }
}

/// Writes a figure under this name.
pub(super) fn write_figure(folder: &RunFolder, name: &str, figure: &Figure) -> Result<(), OutputError> {
    folder.write_text(&format!("figures/{name}.svg"), &figure.svg)
}

/// Writes the report, if it could be put together.
pub(super) fn write_report(folder: &RunFolder, page: Result<String, ReportError>) -> Result<(), Failure> {
    let page = page.map_err(anyhow::Error::new)?;
    Ok(folder.write_text("report.html", &page)?)
}
