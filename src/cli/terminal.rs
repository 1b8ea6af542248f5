//! The terminal: answers on standard output, progress and notes on standard error.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use samspil::experiment::Watch;
use samspil::figure::numbers::number;
use samspil::words::{say, words};

use super::failure::Failure;
use super::signals;

/// How to talk to the person or program at the other end.
pub(crate) struct Terminal {
    quiet: bool,
    /// Whether answers are asked for as JSON.
    pub(crate) json: bool,
    /// Whether a language was asked for, and not only found in the environment.
    pub(crate) language_is_asked: bool,
    /// Replications of the answer that gave way to the one that is to be given; 0 for none.
    replaced: AtomicU32,
}

impl Terminal {
    pub(crate) const fn new(quiet: bool, json: bool) -> Self {
        Self {
            quiet,
            json,
            language_is_asked: false,
            replaced: AtomicU32::new(0),
        }
    }

    /// Remembers for the answer that one of so many replications gave way to it; `None` where none did.
    pub(crate) fn remember_replaced(&self, replications: Option<u32>) {
        self.replaced.store(replications.unwrap_or(0), Ordering::Relaxed);
    }

    /// Writes the answer of a study as JSON, with the replications of the answer that gave way to it.
    pub(crate) fn answer_study(&self, mut answer: serde_json::Value) -> Result<(), Failure> {
        let replaced = Some(self.replaced.load(Ordering::Relaxed)).filter(|number| *number > 0);
        answer["replaced_replications"] = replaced.into();
        Self::answer_json(&answer)
    }

    /// Whether nothing but the answer and the progress is wanted: a program reads no words on the side.
    const fn is_silent(&self) -> bool {
        self.quiet || self.json
    }

    /// Writes an answer. Someone who closes the pipe has read enough, which is no error.
    pub(crate) fn answer(text: &str) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        match stdout
            .write_all(harmless(text, false).as_bytes())
            .and_then(|()| stdout.flush())
        {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Other(
                anyhow::Error::new(error).context(say!("standard output cannot be written")),
            )),
            _ => Ok(()),
        }
    }

    /// Writes an answer as JSON, indented.
    pub(crate) fn answer_json(value: &serde_json::Value) -> Result<(), Failure> {
        Self::answer(&format!("{value:#}\n"))
    }

    /// Tells the person something on the side.
    pub(crate) fn note(&self, text: &str) {
        if !self.is_silent() {
            // Nobody can be told that telling failed.
            let _ = writeln!(io::stderr(), "{}", harmless(text, false));
        }
    }

    /// Says why a command failed, and gives its exit code.
    pub(crate) fn fail(&self, failure: &Failure) -> ExitCode {
        if matches!(failure, Failure::Told) {
            return ExitCode::from(failure.exit_code());
        }
        if self.json {
            // A pipe that is closed takes no faults either.
            let _ = Self::answer_json(&failure.as_json());
        } else {
            let colour = in_colour();
            let _ = writeln!(io::stderr(), "{}", harmless(&failure.render(colour), colour));
        }
        ExitCode::from(failure.exit_code())
    }

    /// A progress bar over so many steps of societies with so many citizens.
    pub(crate) fn progress(&self, steps: u64, citizens: u64) -> Progress {
        let target = if self.quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let bar = ProgressBar::with_draw_target(Some(steps), target);
        let rate = move |state: &ProgressState, text: &mut dyn std::fmt::Write| {
            // A rate that cannot be shown is left out.
            let _ = text.write_str(&number(state.per_sec() * citizens as f64 / 1e6, 1));
        };
        let style = ProgressStyle::with_template(
            words!("{bar:30} {percent:>3} %  {rate} million citizen-steps/s  {eta} left").text(),
        )
        .expect("the template names keys that exist")
        .with_key("rate", rate);
        bar.set_style(style);
        bar.enable_steady_tick(Duration::from_millis(100));
        Progress { bar }
    }
}

/// The text with pictures in place of control characters: a title from elsewhere must not steer the terminal. Colours, where
/// the program sets them, stay.
fn harmless(text: &str, coloured: bool) -> Cow<'_, str> {
    let steers = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for (place, character) in text.char_indices() {
        if !steers(character) || (coloured && sets_colour(&text[place..])) {
            shown.push(character);
        } else {
            let picture = char::from_u32(0x2400 + u32::from(character)).filter(|_| character < '\u{20}');
            shown.push(picture.unwrap_or('\u{fffd}'));
        }
    }
    Cow::Owned(shown)
}

/// Whether a text begins with a sequence that sets a colour and nothing else.
fn sets_colour(text: &str) -> bool {
    let codes = text.strip_prefix("\u{1b}[");
    let rest = codes.map(|codes| codes.trim_start_matches(|code: char| code.is_ascii_digit() || code == ';'));
    rest.is_some_and(|rest| rest.starts_with('m'))
}

fn in_colour() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A progress bar that stops when the program is asked to end.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

impl Watch for Progress {
    fn step(&self) {
        self.bar.inc(1);
    }

    fn stopped(&self) -> bool {
        signals::came()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let text = "Nørre\u{1b}[2J Snede\u{7}\r\u{9b}31m\n\tæ";
        assert_eq!(harmless(text, false), "Nørre␛[2J Snede␇␍\u{fffd}31m\n\tæ");
        assert_eq!(harmless("plain\n", false), "plain\n");
        let coloured = "\u{1b}[1;31merror\u{1b}[0m: \u{1b}]0;title\u{7}";
        assert_eq!(harmless(coloured, true), "\u{1b}[1;31merror\u{1b}[0m: ␛]0;title␇");
    }
}
