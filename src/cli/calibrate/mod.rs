//! `samspil calibrate`: which values of some parameters lead to a user's own figures.

mod answer;

use std::path::{Path, PathBuf};

use clap::Args;
use samspil::experiment::Threads;
use samspil::figure::Figure;
use samspil::figure::numbers::counted;
use samspil::output::{Format, ManifestScenario, OutputError};
use samspil::report::calibration::{Contents, render};
use samspil::report::{Frame, ReportError};
use samspil::scenario::{CalibrationPlan, Fitted, refuse_settings};
use samspil::shipped::{self, Kind};
use samspil::study::Runs;
use samspil::study::calibration::{Calibrate, Calibration, write_tables};
use serde_json::Value;

use super::carry_out::carry_out;
use super::dry_run::seconds_of_run;
use super::failure::Failure;
use super::options::{Carrying, refuse_seed_of_plan, refuse_two_numbers};
use super::presented::{Desk, Head, Presented, measure_heads, time_of};
use super::results::write_text;
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

/// Fit parameters to figures of your own, by approximate Bayesian computation
///
/// The plan names a scenario, the parameters to fit with what is known of them before, and the figures with their
/// tolerances. Results go to `output/calibration-<plan>-<hash>/`: what is known of the
/// parameters now, whether runs from there meet the figures, and `fitted.toml`, a scenario for `samspil run`. An interrupted
/// calibration goes on where it stopped, and a larger `--budget` adds to what is there. `calibrate-reference`
/// is another thing: it repeats how the intercepts of the model itself were set.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil calibrate local_initiative_to_figures
          samspil calibrate local_initiative_to_figures --dry-run
          samspil calibrate local_initiative_to_figures --budget 200000")]
pub(crate) struct Options {
    /// The plan: a file, or the name of one that comes with Samspil
    #[arg(add = completions::names(&[Kind::CalibrationPlan]))]
    plan: PathBuf,
    /// Most runs while particles are sought [default: as the plan says, 50,000 if it does not]
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    budget: Option<u64>,
    /// Seed of all draws [default: as the plan says]
    #[arg(long, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    seed: Option<u64>,
    /// Set a parameter of the scenario; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    #[command(flatten)]
    carrying: Carrying,
}

impl Options {
    pub(super) const fn carrying(&mut self) -> &mut Carrying {
        &mut self.carrying
    }
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let place = shipped::locate(&options.plan, &[Kind::CalibrationPlan])?;
    let mut plan = CalibrationPlan::load_from(&place.files, &place.path, &options.settings)?;
    let fitted: Vec<_> = plan
        .parameters
        .iter()
        .map(|fitted| fitted.factor.clone())
        .collect();
    plan.scenario.refuse_idle(&options.settings, &fitted)?;
    refuse_two_numbers(&options.settings, options.seed, None)?;
    refuse_seed_of_plan(&options.settings, plan.seed, &plan.scenario)?;
    refuse_settings(&options.settings, |key| {
        (key == "simulation.replications").then(|| {
            let message = format!("`{key}` has no effect here: the plan says how often each society is run");
            let hint = "leave it out; `replications` under [sampler] of the plan sets it";
            (message, hint.to_owned())
        })
    })?;
    plan.seed = options.seed.unwrap_or(plan.seed);
    if let Some(budget) = options.budget {
        let least = plan.sampler.particles as u64 * u64::from(plan.sampler.replications);
        if budget < least {
            return Err(Failure::Usage(format!(
                "--budget {budget} does not fill the first round\nhint: it takes at least {least} runs"
            )));
        }
        plan.sampler.budget = budget;
    }
    carry_out(&Calibrate { plan }, &options.carrying, terminal)
}

/// The fitted scenario.
const FITTED: &str = "fitted.toml";

impl Presented for Calibrate {
    fn head(&self) -> Head<'_> {
        let plan = &self.plan;
        Head {
            kind: "calibrate",
            noun: "calibration",
            name: &plan.name,
            title: &plan.title,
            replications: plan.sampler.replications,
            scenario: ManifestScenario::of(&plan.scenario),
            arms: Vec::new(),
            measures: measure_heads(&plan.measures),
            data_notes: &plan.scenario.data_notes,
        }
    }

    fn asked(&self) -> String {
        let sampler = &self.plan.sampler;
        format!(
            "{} runs, {} rounds, {} accepted, {} predictive, ",
            sampler.budget, sampler.rounds, sampler.acceptance, sampler.predictive
        )
    }

    fn further_files(&self, _format: Format) -> Vec<String> {
        vec![FITTED.to_owned()]
    }

    fn announcement(&self) -> String {
        let plan = &self.plan;
        format!(
            "{}: {} to {}, {} particles, up to {} runs",
            plan.title,
            counted(plan.parameters.len(), "parameter"),
            counted(plan.targets.len(), "target"),
            plan.sampler.particles,
            plan.sampler.budget,
        )
    }

    fn estimate(&self, _runs: u64, threads: &Threads) -> Option<String> {
        time_of(seconds_of_run(&self.plan.scenario.setup, threads) * self.runs_at_most() as f64)
    }

    fn runs_at_most(&self) -> Option<u64> {
        Some(self.runs_at_most())
    }

    fn details(&self) -> Vec<String> {
        let prior = |fitted: &Fitted| {
            let prior = &fitted.prior;
            let (key, words) = (&fitted.factor.key, prior.words());
            let (low, high, base) = (prior.low, prior.high, &fitted.base_value);
            format!("{key}: {words} from {low} to {high}, {base} in the scenario")
        };
        self.plan.parameters.iter().map(prior).collect()
    }

    fn write_tables(
        &self,
        calibration: &Calibration,
        _runs: &dyn Runs,
        desk: &Desk<'_>,
    ) -> Result<(), OutputError> {
        write_tables(desk.folder, &self.plan, calibration, desk.format)?;
        let fitted = calibration
            .fitted_toml(&self.plan)
            .map_err(|error| OutputError::foreign(&self.plan.path, error.to_string()))?;
        write_text(desk.folder, FITTED, &fitted)
    }

    fn figures(&self, calibration: &Calibration) -> Vec<(String, Figure)> {
        let figures = samspil::figure::calibration(&self.plan, calibration).into_iter();
        figures.map(|figure| (figure.name.to_owned(), figure)).collect()
    }

    fn page(
        &self,
        calibration: &Calibration,
        figures: &[Figure],
        frame: Frame<'_>,
    ) -> Result<String, ReportError> {
        render(&Contents {
            plan: &self.plan,
            calibration,
            figures,
            frame,
        })
    }

    fn words(&self, calibration: &Calibration) -> String {
        answer::words(&self.plan, calibration)
    }

    fn afterwards(&self, folder: &Path) -> Option<String> {
        let fitted = folder.join(FITTED);
        Some(format!(
            "Run the fitted scenario: samspil run {}",
            fitted.display()
        ))
    }

    fn json(&self, calibration: &Calibration) -> Value {
        answer::json(&self.plan, calibration)
    }
}
