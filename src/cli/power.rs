//! `samspil power`: how many replications a comparison needs, and which effect could be found.

use clap::Args;
use samspil::experiment::{Column, columns};
use samspil::figure::value_text;
use samspil::scenario::refuse_passed_over;
use samspil::study::power::{Aim, PILOT_MAX, PILOT_MIN, PowerAnalysis, SIGNIFICANCE};
use samspil::words::say;

use super::CommandResult;
use super::arms::{ArmOptions, asked_of_the_run, refuse_unknown_measure};
use super::execute::execute;
use super::failure::Failure;
use super::options::{ExecutionOptions, parse_half_width, refuse_two_numbers};
use super::terminal::Terminal;

/// The largest power that is told: beyond, numbers of replications say no more than the tail of a distribution does.
const POWER_MAX: f64 = 0.9999;
/// The smallest effect that is told, as a part of the range of a measure, or in its unit where that has no end.
const EFFECT_MIN: f64 = 1e-9;

/// Powers that are told unless others are asked for.
const POWERS: [f64; 2] = [0.8, 0.9];

/// Say how many replications a comparison needs, from a small pilot
///
/// The pilot runs the baseline and its variants on common random numbers. How much their differences vary says how many
/// replications find an effect, which effect so many replications could find, and what it would take with separate seeds.
/// The pilot leaves its own standard deviation open, so every number comes with what that leaves open of it. Results go to
/// `output/power-<scenario>-<hash>/`; an interrupted pilot goes on where it stopped, and a larger one adds to it.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil power norre_snede --set programme.upkeep.invitation=1
          samspil power norre_snede --set programme.upkeep.invitation=1 \\
              --measure outcome --effect 0.02 --power 0.8 -n 100
          samspil power pq_02_as_is pq_02_kits")]
pub(crate) struct Options {
    #[command(flatten)]
    arms: ArmOptions,
    /// Replications of each arm in the pilot
    #[arg(short = 'n', long, value_name = "PILOT", default_value_t = 50, value_parser = parse_pilot)]
    replications: u32,
    /// Seed of all draws [default: as the scenario says, 1 if it does not]
    #[arg(long, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    seed: Option<u64>,
    /// The measure whose difference at the end is looked for
    #[arg(long, value_name = "MEASURE", default_value = "outcome")]
    measure: String,
    /// The smallest effect that would matter, in the unit of the measure [default: half of, the whole, and twice the
    /// pilot's own difference]
    #[arg(long, value_name = "SIZE", value_parser = parse_half_width, allow_negative_numbers = true)]
    effect: Option<f64>,
    /// Probability with which the effect is to be found; may be repeated [default: 0.8 and 0.9]
    #[arg(long = "power", value_name = "SHARE", value_parser = parse_power, allow_negative_numbers = true)]
    powers: Vec<f64>,
    #[command(flatten)]
    execution: ExecutionOptions,
}

impl Options {
    pub(super) const fn execution(&mut self) -> &mut ExecutionOptions {
        &mut self.execution
    }
}

fn parse_pilot(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(number) if (PILOT_MIN..=PILOT_MAX).contains(&number) => Ok(number),
        _ => Err(format!(
            "expected a whole number from {PILOT_MIN} to {PILOT_MAX}: fewer pairs say too little of how much differences vary"
        )),
    }
}

fn parse_power(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if share > SIGNIFICANCE && share <= POWER_MAX => Ok(share),
        _ => Err(format!(
            "expected a share above {SIGNIFICANCE}, the level of the test, and at most {POWER_MAX}, as in 0.8"
        )),
    }
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let suitable = |settings: &[(String, String)]| {
        refuse_two_numbers(settings, options.seed, None)?;
        refuse_passed_over(settings, &["simulation.replications"])
    };
    // The pilot has a number of replications of its own.
    let asked = asked_of_the_run(options.seed.is_some(), true);
    let arms = options.arms.load(suitable, &asked, terminal)?;
    refuse_unknown_measure(&options.measure, &arms)?;
    if let Some(effect) = options.effect {
        let columns = columns(
            &arms[0].scenario.programme_keys,
            arms[0].scenario.municipalities(),
        );
        for column in columns.iter().filter(|column| column.key == options.measure) {
            refuse_impossible(effect, column)?;
        }
    }
    let mut powers = options.powers.clone();
    if powers.is_empty() {
        powers = POWERS.to_vec();
    }
    powers.sort_by(f64::total_cmp);
    powers.dedup();
    let aim = Aim {
        key: options.measure.clone(),
        effect: options.effect,
        powers,
    };
    let seed = options.seed.unwrap_or(arms[0].scenario.seed);
    let study = PowerAnalysis::of(arms, seed, options.replications, aim);
    execute(&study, &options.execution, terminal)
}

/// Refuses an effect that no difference of the measure can have.
fn refuse_impossible(effect: f64, column: &Column) -> Result<(), Failure> {
    let (key, low, high) = (&column.key, column.measure.minimum, column.measure.maximum);
    let range = high - low;
    let written = value_text(&toml::Value::Float(effect));
    if effect > range {
        return Err(Failure::Usage(say!(
            "`{key}` lies between {low} and {high}, so no difference in it is as large as {written}\n\
             hint: effects are in the unit of the measure; 0.02 of a share is two percentage points"
        )));
    }
    if effect < EFFECT_MIN * if range.is_finite() { range } else { 1.0 } {
        return Err(Failure::Usage(say!(
            "a difference of {written} in `{key}` is too small to be told from rounding\n\
             hint: name the smallest effect that would matter"
        )));
    }
    Ok(())
}
