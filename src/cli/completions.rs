//! `samspil completions`: the shell fills in commands, options, names of what is shipped, and keys.

use std::ffi::OsStr;

use clap::Args;
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter as _};
use clap_complete::env::Shells;
use samspil::scenario::register;
use samspil::shipped::{Kind, items};

use super::failure::Failure;
use super::terminal::Terminal;
use super::{CommandResult, whole_command};

/// The variable by which a shell asks the program what could stand at the cursor.
const VARIABLE: &str = "SAMSPIL_COMPLETE";
const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

/// Write what a shell needs to complete commands, options, names of what comes with Samspil, and keys
#[derive(Args)]
#[command(after_help = "\
Put one of these where your shell starts:
  bash        source <(samspil completions bash)
  zsh         source <(samspil completions zsh)
  fish        samspil completions fish | source
  powershell  samspil completions powershell | Out-String | Invoke-Expression
  elvish      eval (samspil completions elvish | slurp)

Example: samspil completions bash")]
pub(crate) struct Options {
    /// The shell
    #[arg(value_parser = SHELLS)]
    shell: String,
}

pub(crate) fn run(options: &Options) -> CommandResult {
    let shells = Shells::builtins();
    let shell = shells
        .completer(&options.shell)
        .expect("the shells of the option are those of the library");
    let mut script = Vec::new();
    shell
        .write_registration(VARIABLE, "samspil", "samspil", "samspil", &mut script)
        .map_err(|error| Failure::Other(error.into()))?;
    Terminal::answer(&String::from_utf8_lossy(&script))
}

/// Answers a shell that asks what could stand at the cursor, and ends the program; does nothing where no shell asks.
pub(super) fn answer_shell() {
    CompleteEnv::with_factory(whole_command).var(VARIABLE).complete();
}

/// Completes the name of what is shipped of these kinds, or the path of a file.
pub(super) fn names(kinds: &'static [Kind]) -> ArgValueCompleter {
    ArgValueCompleter::new(move |current: &OsStr| {
        let named = items().iter().filter(|item| kinds.contains(&item.kind));
        let mut candidates: Vec<CompletionCandidate> = named
            .filter(|item| item.short_name().starts_with(&*current.to_string_lossy()))
            .map(|item| CompletionCandidate::new(item.short_name()).help(Some(item.title.clone().into())))
            .collect();
        candidates.extend(PathCompleter::file().complete(current));
        candidates
    })
}

/// Completes a key of the register.
pub(super) fn key() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| {
        let keys = register().entries().iter().map(|entry| entry.key.clone());
        beginning_with(current, keys)
    })
}

/// Completes the key of a `KEY=VALUE`. Keys of programmes are left out, since they need the name of one.
pub(super) fn setting() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| {
        let keys = register().entries().iter().map(|entry| &entry.key);
        let settings = keys.filter(|key| !key.contains('*')).map(|key| format!("{key}="));
        beginning_with(current, settings)
    })
}

fn beginning_with(current: &OsStr, words: impl Iterator<Item = String>) -> Vec<CompletionCandidate> {
    let current = current.to_string_lossy();
    words
        .filter(|word| word.starts_with(&*current))
        .map(CompletionCandidate::new)
        .collect()
}
