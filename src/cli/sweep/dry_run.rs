//! What a sweep would do.

use samspil::experiment::{Size, Societies as _, Threads};
use samspil::figure::numbers::counted;
use samspil::model::setup::Setup;
use samspil::scenario::Plan;
use samspil::study::sweep::{Description, PARQUET_FROM_RUNS, PlanConfigurations, Points};
use serde_json::json;

use crate::cli::CommandResult;
use crate::cli::run::duration;
use crate::cli::terminal::Terminal;

/// At most so many configurations are looked at, evenly spread over the plan.
const LOOKED_AT_MAX: usize = 1_000;
/// Reasons that are shown.
const REASONS_SHOWN: usize = 5;

/// Seconds that a run takes, the threads shared among all runs.
pub(in crate::cli) fn seconds_of_run(setup: &Setup, threads: &Threads) -> f64 {
    let many = threads.count() as u32;
    Size::of(setup, many, threads).seconds / f64::from(many)
}

/// Citizens of the largest population.
pub(in crate::cli) fn citizens_most(plan: &Plan, points: &Points) -> u64 {
    points.citizens_most().unwrap_or_else(|| {
        plan.scenario.setup.phases[0]
            .parameters
            .population
            .citizens
            .into()
    })
}

/// What was seen of the configurations.
#[derive(Default)]
struct Look {
    looked_at: usize,
    seconds: f64,
    society_bytes: u64,
    refused: Vec<(usize, String)>,
}

pub(super) fn run(
    plan: &Plan,
    description: &Description,
    threads: &Threads,
    terminal: &Terminal,
) -> CommandResult {
    let points = description.points()?;
    let has = |configuration: usize| {
        description
            .shard
            .is_none_or(|shard| shard.has(configuration as u32))
    };
    let configurations: Vec<usize> = (0..points.len())
        .filter(|&configuration| has(configuration))
        .collect();
    let look = look(plan, description, &points, &configurations, threads);
    let runs = configurations.len() * plan.replications as usize;
    let seconds = look.seconds * runs as f64;
    let measures = plan.measures.len();
    let results = 12 * runs + configurations.len() * measures * 100;
    let memory = look.society_bytes as f64 + results as f64;
    let disk = runs as f64 * (12 + 8 * (1 + measures)) as f64;
    let tables = if runs >= PARQUET_FROM_RUNS && cfg!(feature = "parquet") {
        "parquet"
    } else {
        "csv"
    };
    if terminal.json {
        let refused: Vec<_> = look
            .refused
            .iter()
            .map(|(configuration, reason)| json!({"configuration": configuration, "reason": reason}))
            .collect();
        return Terminal::answer_json(&json!({
            "plan": plan.name,
            "configurations": configurations.len(),
            "replications": plan.replications,
            "runs": runs,
            "seconds": seconds,
            "memory_bytes": memory,
            "disk_bytes": disk,
            "tables": tables,
            "looked_at": look.looked_at,
            "refused": refused,
            "data_notes": plan.scenario.data_notes,
        }));
    }
    let mut text = format!(
        "{}: {}, {} each: {}\n  time about {}, memory {}, journal {}, tables as {tables}\n",
        plan.title,
        counted(configurations.len(), "configuration"),
        counted(plan.replications as usize, "replication"),
        counted(runs, "run"),
        duration(seconds),
        bytes(memory),
        bytes(disk),
    );
    text += &refusals(&look);
    Terminal::answer(&text)
}

fn look(
    plan: &Plan,
    description: &Description,
    points: &Points,
    configurations: &[usize],
    threads: &Threads,
) -> Look {
    let made = PlanConfigurations::new(plan, description, points);
    let stride = configurations.len().div_ceil(LOOKED_AT_MAX).max(1);
    let mut look = Look::default();
    for &configuration in configurations.iter().step_by(stride) {
        look.looked_at += 1;
        match made.setup(configuration as u32) {
            Ok(setup) => {
                let size = Size::of(&setup, threads.count() as u32, threads);
                look.seconds += seconds_of_run(&setup, threads);
                look.society_bytes = look.society_bytes.max(size.society_bytes);
            }
            Err(reason) => look.refused.push((configuration, reason)),
        }
    }
    // Refused configurations take no time.
    look.seconds /= look.looked_at.max(1) as f64;
    look
}

fn refusals(look: &Look) -> String {
    if look.refused.is_empty() {
        return format!(
            "  all of {} looked at can be run\n",
            counted(look.looked_at, "configuration")
        );
    }
    let mut text = format!(
        "  {} of {} looked at cannot be run:\n",
        look.refused.len(),
        counted(look.looked_at, "configuration")
    );
    for (configuration, reason) in look.refused.iter().take(REASONS_SHOWN) {
        text = text + "    " + &configuration.to_string() + ": " + reason + "\n";
    }
    let more = look.refused.len().saturating_sub(REASONS_SHOWN);
    if more > 0 {
        text = text + "    and " + &more.to_string() + " more\n";
    }
    text
}

/// A number of bytes in words.
pub(in crate::cli) fn bytes(count: f64) -> String {
    match count {
        count if count < 1e6 => format!("{:.0} kB", (count / 1e3).max(1.0)),
        count if count < 1e9 => format!("{:.0} MB", count / 1e6),
        count => format!("{:.1} GB", count / 1e9),
    }
}
