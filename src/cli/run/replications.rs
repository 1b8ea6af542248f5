//! The replications of a run: those in the journal, and those still to come.

use std::collections::BTreeSet;
use std::fmt;

use samspil::experiment::{
    Completion, Ensemble, FIRST_ROUND, Job, Precision, Threads, Verdict, columns, replicate,
};
use samspil::output::{Journal, OutputError, RunFolder};
use samspil::scenario::Scenario;

use crate::cli::Outcome;
use crate::cli::failure::Failure;
use crate::cli::terminal::Terminal;

/// When there are enough replications.
#[derive(Clone, Copy)]
pub(super) enum Aim {
    /// When there are so many.
    Number(u32),
    /// When the interval of a measure is narrow enough.
    Precision {
        precision: Precision,
        /// The measure, by its column.
        column: usize,
        at_least: u32,
        most: u32,
    },
}

impl Aim {
    /// Replications of the first round.
    pub(super) fn first(self) -> u32 {
        match self {
            Self::Number(number) => number,
            Self::Precision { at_least, most, .. } => at_least.max(FIRST_ROUND).min(most),
        }
    }
}

impl fmt::Display for Aim {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(1) => write!(formatter, "1 replication"),
            Self::Number(number) => write!(formatter, "{number} replications"),
            Self::Precision { precision, .. } => {
                write!(formatter, "replications until ±{}", precision.half_width)
            }
        }
    }
}

/// The replications of one run.
pub(super) struct Replications<'a> {
    scenario: &'a Scenario,
    seed: u64,
    journal: Journal,
}

impl<'a> Replications<'a> {
    /// Opens those that are there already.
    pub(super) fn open(scenario: &'a Scenario, folder: &RunFolder) -> Result<Self, OutputError> {
        let setup = &scenario.setup;
        let years = (0..=setup.steps)
            .map(|step| f64::from(step) * setup.step_years)
            .collect();
        Ok(Self {
            scenario,
            seed: folder.seed(),
            journal: folder.journal(
                columns(&scenario.programme_keys, scenario.municipalities()),
                years,
            )?,
        })
    }

    /// All that are there.
    pub(super) fn ensemble(&self) -> Result<Ensemble, OutputError> {
        self.journal.read_all()
    }

    /// What is still missing for an aim: nothing, or all replications up to a number.
    pub(super) fn missing(&self, aim: Aim) -> Result<Option<u32>, Failure> {
        let done: BTreeSet<u32> = self.journal.replications().collect();
        // Replications are numbered from 0 and a round is only left whole, but an interruption may leave gaps.
        let whole = (0..done.len() as u32)
            .take_while(|number| done.contains(number))
            .count() as u32;
        match aim {
            Aim::Number(number) => Ok((whole < number).then_some(number)),
            Aim::Precision { at_least, .. } if whole < at_least => Ok(Some(at_least)),
            Aim::Precision {
                precision,
                column,
                most,
                ..
            } => {
                let ensemble = self.ensemble()?;
                let last = ensemble.years().len() - 1;
                let sample = ensemble.sample(column, last).take(whole as usize);
                match precision.after(sample, most) {
                    Verdict::Reached => Ok(None),
                    Verdict::GoOn(number) => Ok(Some(number.max(whole + 1))),
                    Verdict::OutOfReach => Err(Failure::Other(anyhow::anyhow!(
                        "±{} needs more replications than fit into memory ({most}); {whole} are kept\n\
                         hint: ask for less precision",
                        precision.half_width
                    ))),
                }
            }
        }
    }

    /// Simulates until the aim is reached.
    pub(super) fn reach(&mut self, aim: Aim, threads: &Threads, terminal: &Terminal) -> Outcome {
        while let Some(number) = self.missing(aim)? {
            self.simulate(number, threads, terminal)?;
        }
        Ok(())
    }

    /// Simulates what is missing of the replications below a number.
    fn simulate(&mut self, number: u32, threads: &Threads, terminal: &Terminal) -> Outcome {
        let done: BTreeSet<u32> = self.journal.replications().collect();
        let jobs: Vec<Job> = (0..number)
            .filter(|replication| !done.contains(replication))
            .map(|replication| Job {
                setup: 0,
                replication,
            })
            .collect();
        let setup = &self.scenario.setup;
        let citizens = setup.phases[0].parameters.population.citizens;
        let progress = terminal.progress(u64::from(setup.steps) * jobs.len() as u64, citizens.into());
        let setups = std::slice::from_ref(setup);
        let journal = &mut self.journal;
        let completion = replicate(setups, self.seed, &jobs, threads, &progress, |job, rows| {
            journal.append(job.replication, &rows)
        });
        progress.clear();
        match completion? {
            Completion::Whole => Ok(()),
            Completion::Stopped => Err(Failure::Interrupted(format!(
                "Interrupted: {} of {number} replications are kept. The same command goes on from there.",
                self.journal.replications().len(),
            ))),
        }
    }
}
