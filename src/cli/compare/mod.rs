//! `samspil compare`: a baseline against variants of it, on common random numbers.

mod answer;
mod arms;
mod results;

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use samspil::experiment::{Completion, Ensemble, Precision, Size, Threads, columns};
use samspil::output::{ManifestScenario, RunFolder, write_manifest_of};
use samspil::shipped::Kind;
use samspil::study::comparison::{self, Comparison, Effort, Mismatch, Stand};
use samspil::study::{Variant, Variants};

use super::failure::Failure;
use super::options::{Results, Sampling, parse_half_width, unknown_measure};
use super::precise;
use super::results::{Began, note_fewer};
use super::run::duration;
use super::signals;
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};
use arms::Named;

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
              --precision 0.002 --measure outcome")]
pub(crate) struct Options {
    /// The baseline, and any variants that are scenarios of their own: files, or names of what comes with Samspil
    #[arg(required = true, value_name = "SCENARIO", add = completions::names(&Kind::SCENARIOS))]
    scenarios: Vec<PathBuf>,
    /// Make one variant of the scenario by setting this in it; may be repeated, all of them make the one variant
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    /// Make a variant of the scenario by setting all of these in it; may be repeated, each makes a variant
    #[arg(long = "variant", value_name = "NAME: KEY=VALUE, …", value_parser = arms::parse_variant)]
    variants: Vec<Named>,
    /// Set a parameter in the baseline and in every variant; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    everywhere: Vec<(String, String)>,
    #[command(flatten)]
    sampling: Sampling,
    /// Go on until the 95 % interval of the measure's difference at the end is at most this much to either side, for every
    /// variant; it is first looked at after 50 replications, or after `-n` where that is more
    #[arg(long, value_name = "HALF_WIDTH", value_parser = parse_half_width, allow_negative_numbers = true)]
    precision: Option<f64>,
    /// The measure that `--precision` is about
    #[arg(
        long,
        value_name = "MEASURE",
        default_value = "outcome",
        requires = "precision"
    )]
    measure: String,
    /// Most replications of a `--precision`; what is reached by then is the answer [default: 20000]
    #[arg(long, value_name = "NUMBER", requires = "precision", value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    most: Option<u32>,
    #[command(flatten)]
    results: Results,
}

/// Comparisons until this takes longer get an estimate first.
const LONG_SECONDS: f64 = 20.0;

fn refused(mismatch: &Mismatch) -> Failure {
    match mismatch {
        Mismatch::Copy { .. } | Mismatch::Twin { .. } => Failure::NoEffect(mismatch.to_string()),
        _ => Failure::Usage(mismatch.to_string()),
    }
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let began = Began::now();
    let arms = arms::load(options, terminal)?;
    comparison::check(&arms)
        .and_then(|()| comparison::refuse_copies(&arms))
        .map_err(|mismatch| refused(&mismatch))?;
    let mut notes = comparison::notes(&arms);
    let threads = Threads::new(options.results.threads()).context("no threads to be had")?;
    let effort = effort(options, &arms)?;
    let seed = options.sampling.seed.unwrap_or(arms[0].scenario.seed);
    let name = format!("compare-{}", arms[0].scenario.name);
    let folder = RunFolder::open(&options.results.output, &name, &Variants::identity(&arms)?, seed)?;
    let finished = results::finished(options, &folder, &arms, terminal)?;
    let mut study = Variants::open(&folder, &arms, |last| (0..=last).collect())?;
    for note in &notes {
        terminal.note(note);
    }
    if let Stand::Done(number) | Stand::OutOfReach(number) = effort.stand(&study, arms.len())?
        && finished == Some(number)
    {
        terminal.note("This comparison is finished already; nothing had to be done.");
        note_shortfall(&effort, &study, arms.len(), terminal)?;
        let comparison = gather(arms, &study, number)?;
        add_idle_variants(&comparison, &mut notes, terminal);
        return answer::give(&folder, &comparison, &effort, &notes, terminal);
    }
    signals::heed()?;
    announce(&arms, &effort, &threads, terminal);
    let number = reach(&mut study, &arms, &effort, &threads, terminal)?;
    note_shortfall(&effort, &study, arms.len(), terminal)?;
    let comparison = gather(arms, &study, number)?;
    add_idle_variants(&comparison, &mut notes, terminal);
    note_fewer(&folder, number, terminal)?;
    results::write(options, &folder, &comparison, &effort, &notes)?;
    let done = comparison.replications() as u32;
    let described = |arm: &Variant| ManifestScenario {
        title: arm.title.clone(),
        ..ManifestScenario::of(&arm.scenario)
    };
    let baseline = &comparison.arms[0].scenario;
    write_manifest_of(
        &folder,
        ManifestScenario::of(baseline),
        comparison.arms[1..].iter().map(described).collect(),
        baseline.data_notes.clone(),
        began.execution(done),
    )?;
    answer::give(&folder, &comparison, &effort, &notes, terminal)
}

/// Notes the variants that differ from the baseline in their settings and in nothing else.
fn add_idle_variants(comparison: &Comparison, notes: &mut Vec<String>, terminal: &Terminal) {
    for variant in comparison.without_effect() {
        let note = format!(
            "`{}` does what the baseline does, in every measure of every replication: nothing that it sets has an effect here.",
            variant.name()
        );
        terminal.note(&note);
        notes.push(note);
    }
}

/// What the comparison aims at, checked against what there is and what fits into memory.
fn effort(options: &Options, arms: &[Variant]) -> Result<Effort, Failure> {
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
        return Err(Failure::Usage(
            "one replication gives no interval, so a difference could be mere chance\n\
             hint: ask for more with -n, 200 say"
                .to_owned(),
        ));
    }
    if number > most {
        return Err(Failure::Usage(format!(
            "{number} replications of {} scenarios of {} steps give more results than can be summarised in memory \
             (limit: {most})\nhint: ask for fewer replications or a shorter horizon",
            arms.len(),
            arms[0].scenario.setup.steps
        )));
    }
    let Some(half_width) = options.precision else {
        return Ok(Effort::Fixed(number));
    };
    for arm in arms {
        let columns = columns(&arm.scenario.programme_keys, arm.scenario.municipalities());
        if !columns.iter().any(|column| column.key == options.measure) {
            return Err(unknown_measure(&options.measure, &columns));
        }
    }
    let at_least = options.sampling.replications.unwrap_or(0);
    Ok(Effort::Precise {
        precision: Precision { half_width },
        key: options.measure.clone(),
        at_least,
        most: precise::limit(options.most, at_least, most)?,
    })
}

/// Says what is about to happen, and how long it may take when that is long.
fn announce(arms: &[Variant], effort: &Effort, threads: &Threads, terminal: &Terminal) {
    let variants = arms.len() - 1;
    let plural = if variants == 1 { "" } else { "s" };
    let often = match effort {
        Effort::Fixed(number) => format!("{number} replications of each"),
        Effort::Precise { precision, key, .. } => {
            format!(
                "replications until the difference in {key} is known to ±{}",
                precision.half_width
            )
        }
    };
    terminal.note(&format!(
        "{} against {variants} variant{plural}, {often}, {} threads",
        arms[0].name(),
        threads.count()
    ));
    let size = |arm: &Variant| Size::of(&arm.scenario.setup, effort.first(), threads);
    let lives = arms.iter().map(|arm| size(arm).seconds);
    let second_births = arms[1..].iter().map(|arm| size(arm).birth_seconds);
    let seconds: f64 = lives.chain(second_births).sum();
    let results: u64 = arms.iter().map(|arm| size(arm).results_bytes).sum();
    if seconds > LONG_SECONDS {
        terminal.note(&format!(
            "This takes about {} and leaves {:.1} GB of results. Ctrl-C stops it; the same command goes on.",
            duration(seconds),
            results as f64 / 1e9
        ));
    }
}

/// Simulates until there are enough replications, or as many as are allowed; gives their number.
fn reach(
    study: &mut Variants,
    arms: &[Variant],
    effort: &Effort,
    threads: &Threads,
    terminal: &Terminal,
) -> Result<u32, Failure> {
    let mut told = false;
    loop {
        let number = match effort.stand(study, arms.len())? {
            Stand::Done(number) | Stand::OutOfReach(number) => return Ok(number),
            Stand::Missing { next, foreseen } => {
                if let (Effort::Precise { precision, most, .. }, Some(foreseen), false) =
                    (effort, foreseen, told)
                {
                    terminal.note(&precise::estimate(*precision, foreseen, *most));
                    told = true;
                }
                next
            }
            Stand::NoValue => {
                return Err(Failure::Other(anyhow::anyhow!(
                    "no pair of {} replications has a value of that measure at the end, so its difference cannot be \
                     made precise\nhint: choose another --measure",
                    study.common()
                )));
            }
        };
        let population = &arms[0].scenario.setup.phases[0].parameters.population;
        let progress = terminal.progress(study.missing_steps(number), population.citizens.into());
        let completion = study.reach(number, threads, &progress);
        progress.clear();
        if completion? == Completion::Stopped {
            return Err(Failure::Interrupted(format!(
                "Interrupted: {} of {number} pairs are kept. The same command goes on from there.",
                study.common()
            )));
        }
    }
}

/// Says where a precision was not reached.
fn note_shortfall(effort: &Effort, study: &Variants, arms: usize, terminal: &Terminal) -> CommandResult {
    if let (Effort::Precise { precision, .. }, Stand::OutOfReach(number)) =
        (effort, effort.stand(study, arms)?)
    {
        terminal.note(&precise::out_of_reach(*precision, number));
    }
    Ok(())
}

/// The first so many replications of all arms.
fn gather(arms: Vec<Variant>, study: &Variants, replications: u32) -> Result<Comparison, Failure> {
    let ensembles = (0..arms.len())
        .map(|arm| Ok(study.ensemble(arm, replications)?))
        .collect::<Result<Vec<Ensemble>, Failure>>()?;
    Ok(Comparison::of(arms, ensembles))
}
