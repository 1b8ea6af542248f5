//! `samspil check`: is this scenario right, and what does it ask?

use std::path::PathBuf;

use clap::Args;
use samspil::figure::numbers::counted;
use samspil::scenario::Scenario;
use samspil::shipped::Kind;
use serde_json::json;

use super::files::load_scenario;
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

/// Check a scenario file and say all that is wrong with it
#[derive(Args)]
#[command(after_help = "Example: samspil check norre_snede")]
pub(crate) struct Options {
    /// The scenario: a file, or the name of one that comes with Samspil
    #[arg(add = completions::names(&Kind::SCENARIOS))]
    scenario: PathBuf,
    /// Set a parameter on top of the file; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    /// Show the whole scenario with every default written out
    #[arg(long)]
    resolved: bool,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let scenario = load_scenario(&options.scenario, &options.settings)?;
    scenario.refuse_idle(&options.settings, &[])?;
    if terminal.json {
        let changed: serde_json::Map<String, serde_json::Value> = scenario
            .changed()
            .map(|(key, setting)| (key.to_owned(), json!(setting.value)))
            .collect();
        return Terminal::answer_json(&json!({
            "scenario": scenario.name,
            "title": scenario.title,
            "programmes": scenario.programme_keys,
            "citizens": scenario.setup.phases[0].parameters.population.citizens,
            "steps": scenario.setup.steps,
            "data_notes": scenario.data_notes,
            "without_effect": scenario.idle_notes(),
            "changed": changed,
        }));
    }
    if options.resolved {
        return Terminal::answer(&scenario.resolved_toml());
    }
    Terminal::answer(&summary(options, &scenario))
}

fn summary(options: &Options, scenario: &Scenario) -> String {
    let citizens = scenario.setup.phases[0].parameters.population.citizens;
    let step = if scenario.setup.steps_per_year == 12 {
        "months"
    } else {
        "weeks"
    };
    let mut text = format!(
        "{} is right: {}\n  {citizens} citizens, {} {step}, {}\n  programmes: {}\n  {} from the defaults\n",
        options.scenario.display(),
        scenario.title,
        scenario.setup.steps,
        counted(scenario.replications as usize, "replication"),
        scenario.programme_titles.join(", "),
        match scenario.changed().count() {
            1 => "1 setting differs".to_owned(),
            several => format!("{several} settings differ"),
        },
    );
    for note in scenario.data_notes.iter().chain(&scenario.idle_notes()) {
        text = text + "  " + note + "\n";
    }
    text
}
