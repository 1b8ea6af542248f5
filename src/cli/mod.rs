//! The command line: one file per subcommand.

mod arms;
mod barriers;
mod calibrate;
mod calibrate_reference;
mod check;
mod compare;
mod completions;
mod dry_run;
mod ensembles;
mod envelope;
mod execute;
mod explain;
mod failure;
mod files;
mod frontier;
mod licences;
mod man;
mod merge;
mod new;
mod options;
mod power;
mod precise;
mod repeated;
mod results;
mod run;
mod scenarios;
mod schema;
mod sensitivity;
#[cfg(feature = "serve")]
mod serve;
mod signals;
mod stages;
mod sweep;
mod terminal;
mod test;
mod validate;
mod verify;
mod worlds;

use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use samspil::output::{ENGINE, SOURCE, VERSION};
use samspil::words::{self, Language, Words, say, words};

use failure::Failure;
use options::ExecutionOptions;
use terminal::Terminal;

const WHERE_TO_BEGIN: Words = words!(
    "\
Samspil, a laboratory for the co-production of public services. Where to begin:
  samspil run norre_snede   a first answer, with report, in a few seconds
  samspil scenarios         the cases, theories and lessons that come along
  samspil new my_town       a scenario of your own to fill in
  samspil --help            everything else
"
);

/// A laboratory for the co-production of public services: output against outcome.
#[derive(Parser)]
#[command(version, long_version = long_version(), max_term_width = 100, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    common: Common,
}

/// Which program this is: its version, what its numbers depend on, and what it was built from.
fn long_version() -> String {
    format!("{VERSION}\nengine {ENGINE}\nsource {SOURCE}")
}

const EXIT_CODES: &str = "\
Answers go to standard output, progress and notes to standard error.
Exit codes: 0 done, 1 something is wrong with a file or the machine, 2 the command line is wrong, 75 another process is
running into the same folder (try again later), 129 the terminal was closed (SIGHUP), 130 interrupted (Ctrl-C), 143 asked to
end (SIGTERM).

Example: samspil run norre_snede -n 500";

/// What every command understands.
#[derive(Args)]
struct Common {
    /// Say nothing but the answer
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Answer as JSON
    #[arg(long, global = true)]
    json: bool,
    /// Language of words, figures and reports: `en` or `da`; without it that of the environment (`LC_ALL`, `LC_MESSAGES`,
    /// `LANG`), or English with `--json`
    #[arg(long, global = true, value_name = "CODE", value_parser = language)]
    language: Option<Language>,
}

impl Common {
    /// The language that is spoken. What programs read is English, unless somebody asks for another language.
    fn language(&self) -> Language {
        let of_environment = || {
            let variables = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
            let mut locales = variables.filter_map(|name| std::env::var(name).ok());
            let locale = locales.find(|locale| !locale.is_empty());
            Language::of_locale(&locale.unwrap_or_default())
        };
        match self.language {
            Some(language) => language,
            None if self.json => Language::English,
            None => of_environment(),
        }
    }
}

fn language(code: &str) -> Result<Language, String> {
    let languages = [Language::English, Language::Danish];
    let found = languages.into_iter().find(|language| language.code() == code);
    found.ok_or_else(|| "there are `en`, English, and `da`, Danish".to_owned())
}

#[derive(Subcommand)]
enum Command {
    Run(run::Options),
    Compare(compare::Options),
    Power(power::Options),
    Barriers(barriers::Options),
    Test(test::Options),
    Validate(validate::Options),
    Sweep(sweep::Options),
    Merge(merge::Options),
    Frontier(frontier::Options),
    Calibrate(calibrate::Options),
    Worlds(worlds::Options),
    Sensitivity(sensitivity::Options),
    #[cfg(feature = "serve")]
    Serve(serve::Options),
    Verify(verify::Options),
    Check(check::Options),
    Explain(explain::Options),
    Scenarios(scenarios::Options),
    New(new::Options),
    Schema(schema::Options),
    Completions(completions::Options),
    Man(man::Options),
    Licences(licences::Options),
    CalibrateReference(calibrate_reference::Options),
}

impl Command {
    /// How a study is carried out, where that is what the command does.
    fn execution(&mut self) -> Option<&mut ExecutionOptions> {
        match self {
            Self::Run(options) => Some(options.execution()),
            Self::Compare(options) => Some(options.execution()),
            Self::Power(options) => Some(options.execution()),
            Self::Barriers(options) => Some(options.execution()),
            Self::Sweep(options) => Some(options.execution()),
            Self::Sensitivity(options) => Some(options.execution()),
            Self::Test(options) => Some(options.execution()),
            Self::Validate(options) => Some(options.execution()),
            Self::Frontier(options) => Some(options.execution()),
            Self::Calibrate(options) => Some(options.execution()),
            Self::Worlds(options) => options.execution(),
            _ => None,
        }
    }
}

/// Parses the command line and does what it says.
pub(crate) fn main() -> ExitCode {
    completions::answer_shell();
    signals::outlive_large_files();
    let matches = match whole_command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return refuse(&error),
    };
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    words::speak(arguments.common.language());
    let mut terminal = Terminal::new(arguments.common.quiet, arguments.common.json);
    terminal.language_is_asked = arguments.common.language.is_some();
    let outcome = match repeated::refuse(&whole_command(), &matches) {
        Ok(()) => obey(arguments.command, &terminal),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => terminal.fail(&failure),
    }
}

/// Does what a command says.
fn obey(command: Option<Command>, terminal: &Terminal) -> CommandResult {
    match command {
        None => Terminal::answer(&WHERE_TO_BEGIN),
        Some(Command::Run(options)) => run::run(&options, terminal),
        Some(Command::Test(options)) => test::run(&options, terminal),
        Some(Command::Validate(options)) => validate::run(&options, terminal),
        Some(Command::Compare(options)) => compare::run(&options, terminal),
        Some(Command::Power(options)) => power::run(&options, terminal),
        Some(Command::Barriers(options)) => barriers::run(&options, terminal),
        Some(Command::Sweep(options)) => sweep::run(&options, terminal),
        Some(Command::Merge(options)) => merge::run(&options, terminal),
        Some(Command::Frontier(options)) => frontier::run(&options, terminal),
        Some(Command::Calibrate(options)) => calibrate::run(&options, terminal),
        Some(Command::Worlds(options)) => worlds::run(&options, terminal),
        Some(Command::Sensitivity(options)) => sensitivity::run(&options, terminal),
        #[cfg(feature = "serve")]
        Some(Command::Serve(options)) => serve::run(&options, terminal),
        Some(Command::Verify(options)) => verify::run(&options, terminal),
        Some(Command::Check(options)) => check::run(&options, terminal),
        Some(Command::Explain(options)) => explain::run(&options, terminal),
        Some(Command::Scenarios(options)) => scenarios::run(&options, terminal),
        Some(Command::New(options)) => new::run(&options, terminal),
        Some(Command::Schema(options)) => schema::run(&options),
        Some(Command::Completions(options)) => completions::run(&options),
        Some(Command::Man(options)) => man::run(&options, terminal),
        Some(Command::Licences(options)) => licences::run(&options, terminal),
        Some(Command::CalibrateReference(options)) => calibrate_reference::run(&options, terminal),
    }
}

/// The command line as a whole, for what describes it.
fn whole_command() -> clap::Command {
    Arguments::command()
}

/// Says what is wrong with the command line, or gives the help or version that was asked for.
fn refuse(error: &clap::Error) -> ExitCode {
    let wants_json = std::env::args_os().any(|argument| argument == "--json");
    if !(wants_json && error.use_stderr()) {
        error.exit();
    }
    let text = error.render().to_string();
    let message = text.split("\n\n").next().unwrap_or_default();
    let message = message.strip_prefix("error: ").unwrap_or(message);
    // A sentence of advice says more than a name that is alike.
    let advised = error.get(ContextKind::Suggested).map(ToString::to_string);
    let advised = advised.filter(|advice| !advice.is_empty());
    let names = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    let named = names
        .into_iter()
        .filter_map(|kind| error.get(kind))
        .map(ToString::to_string)
        // It also "suggests" nothing at all.
        .find(|suggested| !suggested.is_empty());
    let hint = match (named.or(advised), error.kind()) {
        (Some(suggested), _) if suggested.contains(' ') => format!("\nhint: {suggested}"),
        (Some(suggested), _) => {
            let suggested = suggested.replace(", ", &words!("` or `"));
            say!("\nhint: did you mean `{suggested}`?")
        }
        (None, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand) => String::new(),
        (None, _) => say!("\nhint: `samspil --help` and `samspil COMMAND --help` say what there is"),
    };
    Terminal::new(true, true).fail(&Failure::Usage(message.trim().to_owned() + &hint))
}

/// `KEY=VALUE` of a `--set`.
fn parse_setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.trim().to_owned())),
        _ => Err("expected KEY=VALUE, as in programme.parks.invitation=0.8".to_owned()),
    }
}

/// How a command ends.
type CommandResult = Result<(), Failure>;
