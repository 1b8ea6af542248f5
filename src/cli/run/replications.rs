//! The replications of a run: those in the journal, and those still to come.

use std::fmt;

use samspil::experiment::{
    Address, Column, Completion, Ensemble, FIRST_ROUND, Precision, Ready, Threads, Verdict, by_replication,
    columns, simulate,
};
use samspil::output::{Journal, OutputError, RunFolder};
use samspil::scenario::Scenario;

use crate::cli::CommandResult;
use crate::cli::failure::Failure;
use crate::cli::precise;
use crate::cli::terminal::Terminal;

/// When there are enough replications.
#[derive(Clone, Copy)]
pub(super) enum StoppingRule {
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

impl StoppingRule {
    /// Replications of the first round.
    pub(super) fn first(self) -> u32 {
        match self {
            Self::Number(number) => number,
            Self::Precision { at_least, most, .. } => at_least.max(FIRST_ROUND).min(most),
        }
    }
}

impl fmt::Display for StoppingRule {
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

/// How far a run is from where it stops.
#[derive(Clone, Copy)]
pub(super) enum Stand {
    /// So many replications are needed.
    Missing {
        /// Replications before the next look.
        next: u32,
        /// Replications that will probably be enough; `None` before the first look.
        foreseen: Option<u32>,
    },
    /// There are enough, or as many as are allowed.
    Reached(Reached),
}

impl Stand {
    const fn reached(replications: u32, precise: bool) -> Self {
        Self::Reached(Reached {
            replications,
            precise,
        })
    }
}

/// The replications that make an answer, whatever others there are.
#[derive(Clone, Copy)]
pub(super) struct Reached {
    pub(super) replications: u32,
    /// Whether they are as precise as was asked.
    pub(super) precise: bool,
}

/// The replications of one run.
pub(super) struct Replications<'a> {
    scenario: &'a Scenario,
    seed: u64,
    columns: Vec<Column>,
    years: Vec<f64>,
    journal: Journal,
}

impl<'a> Replications<'a> {
    /// Opens those that are there already.
    pub(super) fn open(scenario: &'a Scenario, folder: &RunFolder) -> Result<Self, OutputError> {
        let setup = &scenario.setup;
        let years: Vec<f64> = (0..=setup.steps)
            .map(|step| f64::from(step) * setup.step_years)
            .collect();
        let columns = columns(&scenario.programme_keys, scenario.municipalities());
        Ok(Self {
            scenario,
            seed: folder.seed(),
            journal: folder.journal("replications", columns.len(), years.len())?,
            columns,
            years,
        })
    }

    /// Those below a number.
    pub(super) fn ensemble(&self, below: u32) -> Result<Ensemble, OutputError> {
        self.journal
            .ensemble(0, below, self.columns.clone(), self.years.clone())
    }

    /// How far a run is from where it stops. The looks fall after numbers that depend on the values alone, so that the same question ends at the
    /// same number, whatever was run before.
    pub(super) fn stand(&self, stopping_rule: StoppingRule) -> Result<Stand, Failure> {
        let whole = self.journal.gapless(0);
        let mut look = stopping_rule.first();
        if whole < look {
            return Ok(Stand::Missing {
                next: look,
                foreseen: None,
            });
        }
        let StoppingRule::Precision {
            precision,
            column,
            most,
            ..
        } = stopping_rule
        else {
            return Ok(Stand::reached(look, true));
        };
        let ensemble = self.ensemble(whole)?;
        let last = ensemble.years().len() - 1;
        loop {
            let sample = ensemble.sample(column, last).take(look as usize);
            match precision.after(sample, most) {
                Verdict::Reached => return Ok(Stand::reached(look, true)),
                Verdict::OutOfReach => return Ok(Stand::reached(look, false)),
                Verdict::GoOn { next, .. } if next <= whole => look = next,
                Verdict::GoOn { next, foreseen } => {
                    return Ok(Stand::Missing {
                        next,
                        foreseen: Some(foreseen),
                    });
                }
                Verdict::NoValue => {
                    return Err(Failure::Other(anyhow::anyhow!(
                        "none of {look} replications has a value of that measure at the end, so it cannot be made precise\n\
                         hint: choose another --measure"
                    )));
                }
            }
        }
    }

    /// Simulates until the stopping rule is met, or as much as is allowed.
    pub(super) fn reach(
        &mut self,
        stopping_rule: StoppingRule,
        threads: &Threads,
        terminal: &Terminal,
    ) -> Result<Reached, Failure> {
        let mut told = false;
        loop {
            match self.stand(stopping_rule)? {
                Stand::Reached(reached) => return Ok(reached),
                Stand::Missing { next, foreseen } => {
                    if let (StoppingRule::Precision { precision, most, .. }, Some(foreseen), false) =
                        (stopping_rule, foreseen, told)
                    {
                        terminal.note(&precise::estimate(precision, foreseen, most));
                        told = true;
                    }
                    self.simulate(next, threads, terminal)?;
                }
            }
        }
    }

    /// Simulates what is missing of the replications below a number.
    fn simulate(&mut self, number: u32, threads: &Threads, terminal: &Terminal) -> CommandResult {
        let missing: Vec<Address> = by_replication(1, number)
            .filter(|run| !self.journal.contains(*run))
            .collect();
        let setup = &self.scenario.setup;
        let citizens = setup.phases[0].parameters.population.citizens;
        let progress = terminal.progress(u64::from(setup.steps) * missing.len() as u64, citizens.into());
        let societies = Ready::new([setup.clone()], self.seed);
        let journal = &mut self.journal;
        let completion = simulate(&societies, missing, threads, &progress, |run| {
            journal.append(run.address, &run.values())
        });
        progress.clear();
        match completion? {
            Completion::Whole => Ok(()),
            Completion::Stopped => Err(Failure::Interrupted(format!(
                "Interrupted: {} of {number} replications are kept. The same command goes on from there.",
                self.journal.len(),
            ))),
        }
    }
}
