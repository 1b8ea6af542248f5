//! `samspil check`: is this file right, and what does it ask?

use std::path::PathBuf;

use clap::Args;
use samspil::figure::numbers::{counted, nouns};
use samspil::scenario::fact::Fact;
use samspil::scenario::hypothesis::{Arm, Hypothesis};
use samspil::scenario::{
    CalibrationPlan, FileKind, FrontierPlan, HypothesisPlan, KIND_NAMES, Plan, Scenario, TESTED_MAX,
    WorldsPlan, kind_of,
};
use samspil::shipped::{self, Kind, Place};
use samspil::study::hypothesis::TestedPointsError;
use samspil::study::points::{PlannedPoints, Points};
use samspil::words::{Words, say, words};
use serde_json::json;

use super::failure::Failure;
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

/// A check of a fact.
const CHECK: (Words, Words) = (words!("check"), words!("checks"));
/// A factor of a plan.
const FACTOR: (Words, Words) = (words!("factor"), words!("factors"));
/// What is good in a search.
const OBJECTIVE: (Words, Words) = (words!("objective"), words!("objectives"));
/// A limit of a search.
const LIMIT: (Words, Words) = (words!("limit"), words!("limits"));

/// Check a file of any kind, and say what it is or all that is wrong with it
///
/// Scenarios, plans of sweeps, searches and calibrations, targets for worlds, hypotheses and stylised facts.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil check norre_snede
          samspil check H-02
          samspil check my_town.toml --resolved")]
pub(crate) struct Options {
    /// The file, or the name of what comes with Samspil
    #[arg(value_name = "FILE", add = completions::names(&Kind::ALL))]
    file: PathBuf,
    /// Set a parameter on top of the file; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    /// Show the whole scenario with every default written out
    #[arg(long)]
    resolved: bool,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let place = shipped::locate(&options.file, &Kind::ALL)?;
    match kind_of(&*place.files, &place.path)? {
        None => check_scenario(options, &place, terminal),
        Some(kind) => check_other(options, kind, &place, terminal),
    }
}

/// Checks a file that names a scenario.
fn check_other(options: &Options, kind: FileKind, place: &Place, terminal: &Terminal) -> CommandResult {
    let (what, command) = kind.words();
    let file = options.file.display();
    if options.resolved {
        return Err(Failure::Usage(say!(
            "--resolved shows a scenario, and {file} is {what}\nhint: name the scenario that it names"
        )));
    }
    let (title, details) = described(kind, place, &options.settings)?;
    if terminal.json {
        return Terminal::answer_json(&json!({
            "kind": name_of(Some(kind)),
            "command": command,
            "title": title,
            "details": details,
        }));
    }
    let details: Vec<String> = details.iter().map(|line| format!("  {line}\n")).collect();
    Terminal::answer(&say!(
        "{file} is right: {what}\n  {title}\n{}  `samspil {command}` takes it\n",
        details.concat()
    ))
}

/// The name of a kind, as `samspil new` and `samspil schema` take it.
fn name_of(kind: Option<FileKind>) -> &'static str {
    let named = KIND_NAMES.iter().find(|(_, known)| *known == kind);
    named.map_or("scenario", |(name, _)| name)
}

/// Title and details of a file that is right.
fn described(
    kind: FileKind,
    place: &Place,
    settings: &[(String, String)],
) -> Result<(String, Vec<String>), Failure> {
    let (files, path) = (&place.files, &place.path);
    let arms = |arms: &[Arm]| -> String {
        let names: Vec<&str> = arms.iter().map(|arm| arm.name.as_str()).collect();
        say!("arms: {}", names.join(", "))
    };
    Ok(match kind {
        FileKind::Fact => {
            let fact = Fact::load_from(files, path, settings)?;
            fact.refuse_copies()?;
            let details = vec![arms(&fact.arms), counted(fact.checks.len(), CHECK)];
            (format!("{}: {}", fact.id, fact.claim), details)
        }
        FileKind::Hypothesis => {
            let hypothesis = Hypothesis::load_from(files, path, settings)?;
            hypothesis.refuse_copies()?;
            let asked = say!("{} in {}", hypothesis.question.kind(), hypothesis.measure);
            let most = counted(hypothesis.effort.most() as usize, nouns::REPLICATION);
            let details = vec![asked, arms(&hypothesis.arms), say!("at most {most}")];
            (format!("{}: {}", hypothesis.id, hypothesis.claim), details)
        }
        FileKind::Plan => {
            let plan = Plan::load_from(files, path, settings)?;
            plan.scenario.refuse_idle(settings, &plan.factors)?;
            let (title, factors) = (plan.title.clone(), counted(plan.factors.len(), FACTOR));
            let replications = counted(plan.replications as usize, nouns::REPLICATION);
            let points = counted(PlannedPoints::of(plan)?.points.len(), nouns::CONFIGURATION);
            (title, vec![say!("{factors}, {points}, {replications} each")])
        }
        FileKind::HypothesisPlan => {
            let plan = HypothesisPlan::load_from(files, path, settings)?;
            // A sweep refuses more.
            let points = Points::of(&plan.factors, &plan.design)?.len();
            if points > TESTED_MAX {
                return Err(TestedPointsError::TooMany(points).into());
            }
            let factors = counted(plan.factors.len(), FACTOR);
            (plan.title, vec![say!("{} over {factors}", plan.hypothesis.id)])
        }
        FileKind::FrontierPlan => {
            let plan = FrontierPlan::load_from(files, path, settings)?;
            plan.scenario.refuse_idle(settings, &plan.factors)?;
            let details = format!(
                "{}, {}, {}",
                counted(plan.factors.len(), FACTOR),
                counted(plan.objectives.len(), OBJECTIVE),
                counted(plan.limits.len(), LIMIT)
            );
            (plan.title, vec![details])
        }
        FileKind::CalibrationPlan => {
            let plan = CalibrationPlan::load_from(files, path, settings)?;
            let parameters = counted(plan.parameters.len(), nouns::PARAMETER);
            let targets = counted(plan.targets.len(), nouns::TARGET);
            (plan.title, vec![say!("{parameters} to {targets}")])
        }
        FileKind::WorldsPlan => {
            let plan = WorldsPlan::load_from(files, path, settings)?;
            let worlds = counted(plan.count as usize, nouns::WORLD);
            let targets = counted(plan.targets.len(), nouns::TARGET);
            (plan.title, vec![say!("{worlds} that meet {targets}")])
        }
    })
}

fn check_scenario(options: &Options, place: &Place, terminal: &Terminal) -> CommandResult {
    let scenario = Scenario::load_from(&place.files, &place.path, &options.settings)?;
    scenario.refuse_idle(&options.settings, &[])?;
    if terminal.json {
        let changed: serde_json::Map<String, serde_json::Value> = scenario
            .changed()
            .map(|(key, setting)| (key.to_owned(), json!(setting.value)))
            .collect();
        return Terminal::answer_json(&json!({
            "kind": name_of(None),
            "command": "run",
            "scenario": scenario.name,
            "title": scenario.title,
            "programmes": scenario.programme_keys,
            "citizens": scenario.setup.citizens(),
            "steps": scenario.setup.steps,
            "data_notes": scenario.data_notes,
            "without_effect": scenario.idle_notes(),
            "notes": scenario.notes(),
            "changed": changed,
        }));
    }
    if options.resolved {
        return Terminal::answer(&scenario.resolved_toml());
    }
    Terminal::answer(&summary(options, &scenario))
}

fn summary(options: &Options, scenario: &Scenario) -> String {
    let citizens = scenario.setup.citizens();
    let step = if scenario.setup.steps_per_year == 12 {
        nouns::MONTH
    } else {
        nouns::WEEK
    };
    let programmes = if scenario.programme_titles.is_empty() {
        say!("none")
    } else {
        scenario.programme_titles.join(", ")
    };
    let changed = match scenario.changed().count() {
        1 => say!("1 setting differs from the defaults"),
        several => say!("{several} settings differ from the defaults"),
    };
    let mut text = say!(
        "{} is right: a scenario\n  {}\n  {}, {}, {}\n  programmes: {programmes}\n  {changed}\n",
        options.file.display(),
        scenario.title,
        counted(citizens as usize, nouns::CITIZEN),
        counted(scenario.setup.steps as usize, step),
        counted(scenario.replications as usize, nouns::REPLICATION),
    );
    for note in scenario.data_notes.iter().chain(&scenario.notes()) {
        text = format!("{text}  {note}\n");
    }
    text
}
