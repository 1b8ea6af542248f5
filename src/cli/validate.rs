//! `samspil validate`: stylised facts in, measured figures and verdicts out.

use std::path::{Path, PathBuf};

use clap::Args;
use samspil::scenario::fact::Fact;
use samspil::scenario::hypothesis::REPLICATIONS_MAX;
use samspil::scenario::{Base, ScenarioError, refuse_idle_everywhere};
use samspil::shipped::{self, Kind, Place};
use samspil::study::invariance::{self, Invariance, InvarianceError};
use samspil::study::validation::{REPLICATIONS_MIN, REPLICATIONS_USUAL, Validation};
use samspil::words::{say, words};

use super::execute::execute;
use super::failure::Failure;
use super::files::in_folder;
use super::options::ExecutionOptions;
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

/// Measure the stylised facts of the field in the model and say which it shows
///
/// A fact file names a scenario, the settings of its arms, and checks: a measured figure each, with the band that the fact
/// asks for, or the sign and the smallest effect that would matter. All arms run on common random numbers. A check is met
/// where the whole 95 % interval lies in its target, not met where it lies outside, and turns with the seed where it holds
/// an end of the target; sixteen batches tell how stable that is. Facts whose evidence also went into the model are marked
/// as built in, those that served to set parameters as calibration; meeting those is no evidence. `--invariance` asks instead
/// whether per-capita results depend on the size of the town, or on neighbourhoods, units, the length of a step, the horizon,
/// empty programmes, the order of programmes, the seed or time at rest. Results go to
/// `output/validate-<name>-<hash>/`; an interrupted validation goes on where it stopped.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil validate
          samspil validate SF-04 SF-15 -n 1000
          samspil validate SF-02 --markdown")]
pub(crate) struct Options {
    /// Ids of the facts [default: all there are]
    #[arg(value_name = "FACT", add = completions::names(&[Kind::Fact]))]
    ids: Vec<String>,
    /// Folder of fact files [default: those that come with Samspil]
    #[arg(long, value_name = "FOLDER")]
    facts: Option<PathBuf>,
    /// Ask whether per-capita results of a scenario depend on the size of the town [default scenario: reference]
    #[arg(
        long,
        value_name = "SCENARIO",
        num_args = 0..=1,
        default_missing_value = "reference",
        conflicts_with_all = ["ids", "facts"],
        add = completions::names(&Kind::SCENARIOS)
    )]
    invariance: Option<PathBuf>,
    /// Replications of every arm, 30 or more; the fewer, the more verdicts turn with the seed [default: 400]. With
    /// `--invariance` runs of the smallest town, of which larger ones take fewer [default: 3200]
    #[arg(short = 'n', long, value_parser = parse_replications)]
    replications: Option<u32>,
    /// Seed of all draws
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    seed: u64,
    /// Set a parameter in every arm of every fact, or in the scenario; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    /// Answer as a table in Markdown
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    #[command(flatten)]
    execution: ExecutionOptions,
}

impl Options {
    pub(super) const fn execution(&mut self) -> &mut ExecutionOptions {
        &mut self.execution
    }
}

fn parse_replications(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(number) if (REPLICATIONS_MIN..=REPLICATIONS_MAX).contains(&number) => Ok(number),
        Ok(number) if number < REPLICATIONS_MIN => Err(format!(
            "a verdict needs at least {REPLICATIONS_MIN} replications"
        )),
        _ => Err(format!(
            "expected a whole number from {REPLICATIONS_MIN} to {REPLICATIONS_MAX}"
        )),
    }
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let execution = options.execution.in_markdown(options.markdown);
    if let Some(scenario) = &options.invariance {
        return execute(&around(scenario, options)?, &execution, terminal);
    }
    let facts = load(options)?;
    let name = name(&facts, options);
    let replications = options.replications.unwrap_or(REPLICATIONS_USUAL);
    let study = Validation::of(name, facts, options.seed, replications);
    execute(&study, &execution, terminal)
}

/// The scenario and what is varied around it.
fn around(given: &Path, options: &Options) -> Result<Invariance, Failure> {
    let place = shipped::locate(given, &Kind::SCENARIOS)?;
    let base = Base::open_from(&place.files, &place.path)?;
    let replications = options.replications.unwrap_or(invariance::REPLICATIONS_USUAL);
    let study = Invariance::of(&base, &options.settings, options.seed, replications);
    let study = study.map_err(|error| match error {
        InvarianceError::Scenario(error) => Failure::Scenario(error),
        InvarianceError::OneTown(message) | InvarianceError::NoProgramme(message) => Failure::Usage(message),
    })?;
    refuse_idle_everywhere(&options.settings, &[study.usual()])?;
    Ok(study)
}

/// Reads the facts that are asked for; all faults of all of them at once.
fn load(options: &Options) -> Result<Vec<Fact>, Failure> {
    let places = files(options.facts.as_deref())?;
    let (mut facts, mut faults) = (Vec::new(), Vec::new());
    for place in wanted(options, &places)? {
        let path = &place.path;
        match Fact::load_from(&place.files, path, &options.settings) {
            Ok(fact) if stem(path) != fact.id => {
                return Err(Failure::Usage(say!(
                    "{} holds the fact `{}`\nhint: a fact stands in a file of its name",
                    path.display(),
                    fact.id
                )));
            }
            Ok(fact) => {
                faults.extend(
                    fact.refuse_copies()
                        .err()
                        .into_iter()
                        .flat_map(|error| error.faults),
                );
                facts.push(fact);
            }
            Err(error) => faults.extend(error.faults),
        }
    }
    ScenarioError::none_of(faults)?;
    let arms = facts.iter().flat_map(|fact: &Fact| &fact.arms);
    let arms: Vec<_> = arms.map(|arm| &arm.scenario).collect();
    refuse_idle_everywhere(&options.settings, &arms)?;
    Ok(facts)
}

/// The fact files of a folder, by name; without one, those that are shipped.
fn files(folder: Option<&Path>) -> Result<Vec<Place>, Failure> {
    match folder {
        Some(folder) => in_folder(folder, &words!("fact"), &words!("facts")),
        None => Ok(shipped::all(Kind::Fact)),
    }
}

/// The files of the ids that are asked for, each once and in the order of the folder; all where none is.
fn wanted<'a>(options: &Options, places: &'a [Place]) -> Result<Vec<&'a Place>, Failure> {
    for id in &options.ids {
        if places.iter().any(|place| stem(&place.path) == *id) {
            continue;
        }
        let likeness = |path: &Path| strsim::jaro_winkler(&id.to_lowercase(), &stem(path).to_lowercase());
        // Of equally near ones the first, which the last of the maxima is from behind.
        let nearest = places
            .iter()
            .map(|place| place.path.as_path())
            .rev()
            .max_by(|one, other| likeness(one).total_cmp(&likeness(other)))
            .filter(|near| likeness(near) > 0.75);
        let hint = match nearest {
            Some(near) => {
                let near = stem(near);
                say!("did you mean `{near}`?")
            }
            None => say!(
                "the facts are {} to {}",
                stem(&places[0].path),
                stem(&places[places.len() - 1].path)
            ),
        };
        return Err(Failure::Usage(match &options.facts {
            Some(folder) => say!("there is no fact `{id}` in {}\nhint: {hint}", folder.display()),
            None => say!("there is no fact `{id}`\nhint: {hint}"),
        }));
    }
    let asked = |place: &&Place| options.ids.is_empty() || options.ids.contains(&stem(&place.path));
    Ok(places.iter().filter(asked).collect())
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

/// Short name of the validation: of its only fact, or `facts`.
fn name(facts: &[Fact], options: &Options) -> String {
    match facts {
        [fact] if !options.ids.is_empty() => fact.id.clone(),
        _ => "facts".to_owned(),
    }
}
