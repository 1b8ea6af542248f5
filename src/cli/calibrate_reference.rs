//! `samspil calibrate-reference`: where the frozen intercepts come from.

use std::path::PathBuf;

use clap::Args;
use samspil::experiment::reference::calibrate;
use samspil::shipped::Kind;
use serde_json::json;

use super::CommandResult;
use super::completions;
use super::files::load_scenario;
use super::terminal::Terminal;

/// Repeat the calibration of the intercepts at the reference state; the register holds its results
#[derive(Args)]
#[command(after_help = "Example: samspil calibrate-reference reference")]
pub(crate) struct Options {
    /// The scenario of the reference state
    #[arg(default_value = "reference", add = completions::names(&[Kind::Reference]))]
    scenario: PathBuf,
    /// Replications
    #[arg(short = 'n', default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    replications: u32,
    /// Seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let scenario = load_scenario(&options.scenario, &[])?;
    let calibration = calibrate(&scenario.setup, options.seed, options.replications);
    let values = [
        ("willingness.intercept_logit", calibration.intercept_logit),
        ("willingness.intercept_threshold", calibration.intercept_threshold),
        ("willingness.intercept_rational", calibration.intercept_rational),
        (
            "production.professional_reference",
            calibration.professional_reference,
        ),
        ("production.citizen_reference", calibration.citizen_reference),
        ("initiatives.idea_rate", calibration.idea_rate),
    ];
    if terminal.json {
        let map: serde_json::Map<String, serde_json::Value> = values
            .iter()
            .map(|&(key, value)| (key.to_owned(), json!(value)))
            .collect();
        return Terminal::answer_json(&serde_json::Value::Object(map));
    }
    let lines: Vec<String> = values
        .iter()
        .map(|(key, value)| format!("{key} = {value:.4}\n"))
        .collect();
    Terminal::answer(&lines.concat())
}
