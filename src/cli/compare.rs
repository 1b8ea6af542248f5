//! `samspil compare`: a baseline against variants of it, on common random numbers.

use clap::Args;
use samspil::experiment::{Precision, Size};
use samspil::study::comparison::Compare;
use samspil::study::ranking::{REPLICATIONS, RankingUnderDraws};
use samspil::study::why::Why;
use samspil::study::{StoppingRule, Variant};
use samspil::words::say;

use super::CommandResult;
use super::arms::{ArmOptions, asked_of_the_run, refuse_unknown_measure};
use super::execute::execute;
use super::failure::Failure;
use super::options::{ExecutionOptions, Sampling, parse_half_width};
use super::precise;
use super::terminal::Terminal;

/// Compare a baseline with one or several variants, pair by pair
///
/// The same replication meets the same luck in the baseline and in every variant, so differences are known far more
/// exactly than from separate runs. The baseline is the first scenario; the variants are made with `--set` or
/// `--variant`, or are the other scenarios. Results go to `output/compare-<scenario>-<hash>/`; an interrupted comparison
/// goes on where it stopped.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil compare norre_snede --set programme.upkeep.invitation=1
          samspil compare norre_snede \\
              --variant \"fewer asked: programme.upkeep.invitation=1\" \\
              --variant \"more handed over: programme.upkeep.staff_replaced=0.5\"
          samspil compare pq_02_as_is pq_02_kits pq_02_asking -n 500
          samspil compare pq_02_as_is pq_02_kits \\
              --precision 0.002 --measure outcome
          samspil compare pq_02_as_is pq_02_kits --draws 100
          samspil compare reference --set programme.local.invitation=2 --why")]
pub(crate) struct Options {
    #[command(flatten)]
    arms: ArmOptions,
    #[command(flatten)]
    sampling: Sampling,
    /// Go on until the 95 % interval of the measure's difference at the end is at most this much to either side, for every
    /// variant; it is first looked at after 50 replications, or after `-n` where that is more
    #[arg(long, value_name = "HALF_WIDTH", value_parser = parse_half_width, allow_negative_numbers = true)]
    precision: Option<f64>,
    /// The measure that `--precision`, `--draws` and `--why` are about [default: outcome]
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,
    /// Try the ranking over so many draws of the parameters from their plausible ranges, each with 4 replications of every arm
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    draws: Option<u32>,
    /// Share the effect on the measure out over the ways by which it comes about: each way (who is asked, what citizens can and want,
    /// trust, fatigue, staff, influence) held at the baseline or free, in all 64 combinations
    #[arg(long)]
    why: bool,
    /// Most replications of a `--precision`; what is reached by then is the answer [default: 20000]
    #[arg(long, value_name = "NUMBER", requires = "precision", value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    most: Option<u32>,
    #[command(flatten)]
    execution: ExecutionOptions,
}

impl Options {
    pub(super) const fn execution(&mut self) -> &mut ExecutionOptions {
        &mut self.execution
    }
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let suitable = |settings: &[(String, String)]| {
        let to_precision = options.precision.is_some();
        options.sampling.refuse_in(settings, to_precision)
    };
    let is_asked_about = options.precision.is_some() || options.draws.is_some() || options.why;
    if options.measure.is_some() && !is_asked_about {
        return Err(Failure::Usage(say!(
            "--measure says what --precision, --draws or --why is about, and none of them is there\n\
             hint: leave it out; all measures are compared"
        )));
    }
    let measure = options.measure.as_deref().unwrap_or("outcome");
    let Sampling { seed, replications } = options.sampling;
    let has_number = replications.is_some() || options.precision.is_some();
    let asked = asked_of_the_run(seed.is_some(), has_number);
    let arms = options.arms.load(suitable, &asked, terminal)?;
    let stopping_rule = stopping_rule(options, measure, &arms)?;
    let seed = seed.unwrap_or(arms[0].scenario.seed);
    let ranking = match options.draws {
        Some(draws) => {
            refuse_unknown_measure(measure, &arms)?;
            let ranked = options.arms.ranked(&arms)?;
            let ranking = RankingUnderDraws::of(ranked, measure, (draws, REPLICATIONS), seed);
            Some(ranking.map_err(|error| Failure::Usage(error.to_string()))?)
        }
        None => None,
    };
    let why = options.why.then(|| Why::of(&arms, measure, seed)).transpose();
    let why = why.map_err(|error| Failure::Usage(error.to_string()))?;
    let mut study = Compare::of(arms, seed, stopping_rule, measure);
    if let Some(why) = why {
        study = study.with_why(why);
    }
    if let Some(ranking) = ranking {
        study = study.over_draws(ranking);
    }
    execute(&study, &options.execution, terminal)
}

/// What the comparison aims at, checked against what there is and what fits into memory.
fn stopping_rule(options: &Options, measure: &str, arms: &[Variant]) -> Result<StoppingRule, Failure> {
    let most = arms
        .iter()
        .map(|arm| Size::most_replications(&arm.scenario.setup))
        .min()
        .unwrap_or(0)
        / arms.len() as u32;
    let number = options
        .sampling
        .replications
        .unwrap_or(arms[0].scenario.replications);
    if number < 2 {
        return Err(Failure::Usage(say!(
            "one replication gives no interval, so a difference could be mere chance\n\
             hint: ask for more with -n, 200 say"
        )));
    }
    if number > most {
        return Err(Failure::Usage(say!(
            "{number} replications of {} scenarios of {} steps give more results than can be summarised in memory \
             (limit: {most})\nhint: ask for fewer replications or a shorter horizon",
            arms.len(),
            arms[0].scenario.setup.steps
        )));
    }
    let Some(half_width) = options.precision else {
        return Ok(StoppingRule::Number(number));
    };
    refuse_unknown_measure(measure, arms)?;
    let at_least = options.sampling.replications.unwrap_or(0);
    Ok(StoppingRule::Precise {
        precision: Precision { half_width },
        at_least,
        most: precise::limit(options.most, at_least, most)?,
    })
}
