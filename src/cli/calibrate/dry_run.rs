//! What a calibration would do.

use samspil::experiment::{Size, Threads};
use samspil::scenario::CalibrationPlan;
use serde_json::json;

use crate::cli::CommandResult;
use crate::cli::dry_run::{bytes, seconds_of_run};
use crate::cli::terminal::Terminal;
use crate::cli::time::duration;

/// Parts of the ranges at which societies are tried, all parameters together.
const TRIED: [f64; 3] = [0.0, 0.5, 1.0];

pub(super) fn run(plan: &CalibrationPlan, threads: &Threads, terminal: &Terminal) -> CommandResult {
    let sampler = &plan.sampler;
    let predictive = u64::from(sampler.predictive) * u64::from(sampler.replications);
    let runs = sampler.budget + predictive;
    let setup = &plan.scenario.setup;
    let seconds = seconds_of_run(setup, threads) * runs as f64;
    let record = (12 + 8 * (1 + plan.measures.len())) as f64;
    let disk = runs as f64 * record;
    let kept = sampler.particles * (plan.parameters.len() + plan.measures.len() + 2) * 8;
    let society = Size::of(setup, threads.count() as u32, threads).society_bytes;
    // The places of all records in the journal, and the particles.
    let memory = society as f64 + 24.0 * runs as f64 + kept as f64;
    let refused: Vec<String> = TRIED
        .iter()
        .filter_map(|place| {
            let values = plan.values_at(&vec![*place; plan.parameters.len()]);
            let error = plan.society(&values, false).err()?;
            Some(error.faults[0].message.clone())
        })
        .collect();
    if terminal.json {
        return Terminal::answer_json(&json!({
            "plan": plan.name,
            "parameters": plan.parameters.len(),
            "targets": plan.targets.len(),
            "particles": sampler.particles,
            "runs_at_most": runs,
            "seconds": seconds,
            "memory_bytes": memory,
            "disk_bytes": disk,
            "refused": refused,
        }));
    }
    let mut text = format!(
        "{}: {} parameters to {} targets, {} particles, at most {} runs and {predictive} for the predictive check\n  \
         time at most about {}, memory {}, journals at most {}\n",
        plan.title,
        plan.parameters.len(),
        plan.targets.len(),
        sampler.particles,
        sampler.budget,
        duration(seconds),
        bytes(memory),
        bytes(disk),
    );
    for fitted in &plan.parameters {
        let prior = &fitted.prior;
        let line = format!(
            "  {}: {} from {} to {}, {} in the scenario\n",
            fitted.factor.key,
            prior.words(),
            prior.low,
            prior.high,
            fitted.base_value
        );
        text += &line;
    }
    for reason in &refused {
        text = text + "  at an end or in the middle of the ranges: " + reason + "\n";
    }
    Terminal::answer(&text)
}
