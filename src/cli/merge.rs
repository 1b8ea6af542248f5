//! `samspil merge`: the shards of a study become one.

use std::path::{Path, PathBuf};

use clap::{Args, Parser as _};
use samspil::figure::numbers::{counted, nouns};
use samspil::output::{ENGINE, Format, Manifest, OutputError, verify};
use samspil::study::Shard;
use samspil::words::say;

use super::failure::Failure;
use super::options::{Merging, table_format};
use super::terminal::Terminal;
use super::{Arguments, CommandResult, obey};

/// Join the shards of a study
///
/// All shards of one question, run by the same engine (`samspil --version`), become the folder that the whole would have made: the
/// same numbers to the last bit. How the runs were cut does not matter, and shards may overlap. The shards are left as they are.
/// The files that the command of the shards names must be at hand.
#[derive(Args)]
#[command(after_help = "Example: samspil merge output/sweep-invitation_by_ease-shard-*")]
pub(crate) struct Options {
    /// The folders of all shards
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// Format of the tables [default: that of the shards' command]
    #[arg(long, value_parser = table_format())]
    format: Option<Format>,
    /// Write tables of measures in the wide form, whatever the shards' command says
    #[arg(long)]
    wide: bool,
    /// Folder for the results
    #[arg(long, value_name = "FOLDER", default_value = "output")]
    output: PathBuf,
}

/// Puts the runs of all folders together and carries out the command that made them, without its shard.
pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let first = check(&options.folders)?;
    let command = without(&first.command, "--shard");
    let unfit = || {
        let command = command.join(" ");
        Failure::Other(anyhow::Error::msg(say!(
            "`{command}` is no command whose shards can be joined"
        )))
    };
    let mut asked = Arguments::try_parse_from(&command)
        .ok()
        .and_then(|arguments| arguments.command)
        .ok_or_else(unfit)?;
    let execution = asked.execution().ok_or_else(unfit)?;
    execution.shard = Shard::WHOLE;
    execution.output.clone_from(&options.output);
    execution.tables.format = options.format.or(execution.tables.format);
    execution.tables.wide |= options.wide;
    execution.merging = Some(Merging {
        folders: options.folders.clone(),
        hash: first.hash,
        command: of_whole(&command, options),
    });
    obey(Some(asked), terminal)
}

/// The manifest of the first folder, if all answer one question.
fn check(folders: &[PathBuf]) -> Result<Manifest, Failure> {
    let mut problems = Vec::new();
    let mut model: Option<(&Path, Manifest)> = None;
    for folder in folders {
        let place = folder.display();
        match Manifest::of_folder(folder) {
            Ok(Some(manifest)) if manifest.engine != ENGINE => {
                let error = OutputError::other_engine(folder, &manifest.engine).to_string();
                problems.push(error.lines().next().unwrap_or_default().to_owned());
            }
            Ok(Some(manifest)) => match &model {
                Some((first, other)) if other.hash != manifest.hash => problems.push(say!(
                    "{place}: it answers another question than {}",
                    first.display()
                )),
                Some((first, other)) if asked(other) != asked(&manifest) => problems.push(say!(
                    "{place}: it was asked for {}, but {} for {}",
                    asked(&manifest),
                    first.display(),
                    asked(other)
                )),
                Some(_) => problems.extend(damage(folder)),
                None => {
                    problems.extend(damage(folder));
                    model = Some((folder, manifest));
                }
            },
            Ok(None) if !folder.exists() => problems.push(say!("{place}: there is no such folder")),
            Ok(None) => problems.push(say!(
                "{place}: no shard has ended here; one that was interrupted ends with the same command"
            )),
            Err(error) => problems.push(error.to_string()),
        }
    }
    match model {
        Some((_, manifest)) if problems.is_empty() => Ok(manifest),
        _ => Err(Failure::Other(anyhow::Error::msg(say!(
            "these folders cannot be merged:\n  {}\nhint: nothing was changed; put this right and merge again",
            problems.join("\n  ")
        )))),
    }
}

/// What the runs of a shard were asked for, in words: what is asked besides their number where that says it all, and else
/// their number too.
fn asked(manifest: &Manifest) -> String {
    let replications = counted(manifest.replications_asked as usize, nouns::REPLICATION);
    match manifest.asked_besides() {
        besides if besides.is_empty() => replications,
        besides if besides.contains("replications") => besides,
        besides => format!("{replications}, {besides}"),
    }
}

/// What is no longer as the shard left it.
fn damage(folder: &Path) -> Vec<String> {
    match verify(folder) {
        Ok(found) => {
            let defects = found.defects.iter();
            defects
                .map(|defect| format!("{}: {defect}", folder.display()))
                .collect()
        }
        Err(error) => vec![error.to_string()],
    }
}

/// The command that makes the whole as it stands now: where and in which tables it was put together, whatever the shards said.
fn of_whole(command: &[String], options: &Options) -> Vec<String> {
    let mut words = without(command, "--output");
    if options.output != Path::new("output") {
        words.extend(["--output".to_owned(), options.output.display().to_string()]);
    }
    if let Some(format) = options.format {
        words = without(&words, "--format");
        words.extend(["--format".to_owned(), format.ending().to_owned()]);
    }
    if options.wide && !words.iter().any(|word| word == "--wide") {
        words.push("--wide".to_owned());
    }
    words
}

/// A command without an option and its value.
fn without(command: &[String], option: &str) -> Vec<String> {
    let mut words = command.iter();
    let mut kept = Vec::new();
    while let Some(word) = words.next() {
        let value = word.strip_prefix(option);
        if value == Some("") {
            words.next();
        } else if !value.is_some_and(|value| value.starts_with('=')) {
            kept.push(word.clone());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_of_the_whole_says_where_it_was_put_together() {
        let again = |command: &str, output: &str, format: Option<Format>, wide: bool| {
            let words: Vec<String> = command.split(' ').map(str::to_owned).collect();
            let options = Options {
                folders: Vec::new(),
                format,
                wide,
                output: output.into(),
            };
            of_whole(&without(&words, "--shard"), &options).join(" ")
        };
        let shard = "samspil run town --shard 1/2 --output parts -n 9";
        assert_eq!(again(shard, "output", None, false), "samspil run town -n 9");
        assert_eq!(
            again(shard, "whole", None, false),
            "samspil run town -n 9 --output whole"
        );
        assert_eq!(
            again(
                "samspil run town --shard=1/2 --output=parts --format csv",
                "whole",
                Some(Format::Parquet),
                true
            ),
            "samspil run town --output whole --format parquet --wide"
        );
        assert_eq!(
            again("samspil run town --wide --shard 2/2", "output", None, true),
            "samspil run town --wide"
        );
    }
}
