//! The theory as code: one room per mechanism of the review, pure of files, threads, clocks and strings.
//!
//! [`Model::simulate`] runs a society step by step; `step.rs` is the process overview of the ODD protocol in
//! `docs/model.md`. Every process of a step looks at what the step before has left:
//!
//! | process | rooms | mechanisms |
//! |---|---|---|
//! | events and the councils | `events`, `opening`, `politics`, `goals`, `backlash` | M15, M16, M22, M24 |
//! | ideas and stages of initiatives | `initiatives` | M21 |
//! | facilitation | `facilitation`, `organisation` | M14, M15 |
//! | citizens | `active_ties`, `awareness`, `willingness`, `social_influence`, `joining`, `staying`, `hours`, `fatigue`, `mastery`, `crowding`, `ownership`, `equity`, `wellbeing` | M1-M9, M11, M17, M20 |
//! | ties | `social_capital` | M10 |
//! | production and outcome | `production`, `outcome` | M18, M19 |
//! | cases with a mechanic of their own | `ballot`, `time_bank`, `provision`, `rehabilitation`, `digital` | M25 |
//! | incidents and costs | `politics`, `cost` | M16, M23 |
//! | proposals and fit | `ownership`, `influence`, `outcome` | M17, M20 |
//! | professionals | `professional`, `attitude`, `belief`, `staff` | M11-M14 |
//! | measures | [`measures`], `equity`, `public_value` | M20, M23 |

pub mod barriers;
mod birth;
pub mod columns;
pub mod design;
pub mod diary;
mod events;
pub mod executor;
#[cfg(test)]
mod invariants;
mod lane;
pub mod mathematics;
mod measure;
pub mod measures;
pub mod mechanisms;
mod municipality;
pub mod network;
pub mod observed;
pub mod population;
pub mod setup;
pub mod snapshot;
mod step;

use std::ops::ControlFlow;

use crate::random::{Draws, Tables};
use executor::Executor;
use mechanisms::Society;
use setup::Setup;

/// The model's entries in the parameter register: TOML texts, in the order in which keys are listed.
pub fn register() -> impl Iterator<Item = &'static str> {
    let what_they_act_on = [
        include_str!("design.toml"),
        include_str!("population/population.toml"),
        include_str!("network/network.toml"),
    ];
    what_they_act_on
        .into_iter()
        .chain(mechanisms::REGISTER.iter().copied())
}

/// A society after a number of steps, with its row of measures.
pub struct Observation<'a> {
    /// Steps so far; 0 is the initial state.
    pub step: u32,
    /// The measures, [`measures::row_length`] of them.
    pub row: &'a [f64],
    /// The society itself.
    pub society: &'a Society,
}

/// A setup made ready to run: what all replications share is worked out once.
pub struct Model<'a> {
    setup: &'a Setup,
    generator: population::Generator<'a>,
    /// The society whose need this one faces.
    baseline: Option<Box<Self>>,
}

impl<'a> Model<'a> {
    /// Makes a setup ready to run.
    ///
    /// # Panics
    /// When `setup` has no phase; a setup made from a scenario always has one.
    #[must_use]
    pub fn new(setup: &'a Setup) -> Self {
        Self::sharing(setup, &mut Tables::default())
    }

    /// Makes a setup ready to run, with the tables of other models, and leaves them its own.
    ///
    /// # Panics
    /// As [`Model::new`].
    #[must_use]
    pub fn sharing(setup: &'a Setup, tables: &mut Tables) -> Self {
        let parameters = &setup
            .phases
            .first()
            .expect("a setup has a phase from step 0")
            .parameters;
        let observed = setup.observed_citizens.as_ref();
        let generator =
            population::Generator::new(&parameters.population, &parameters.barriers, observed, tables);
        let baseline = setup
            .need_of
            .as_deref()
            .map(|other| Box::new(Self::sharing(other, tables)));
        Self {
            setup,
            generator,
            baseline,
        }
    }

    /// A society before its first step.
    fn born<E: Executor>(&self, draws: &Draws, executor: &E) -> Society {
        let mut society = Society::new(self.setup, &self.generator, draws, executor);
        if let Some(baseline) = &self.baseline {
            society.face_need_of(&baseline.born(draws, executor));
        }
        society
    }

    /// A society at its start with its first row of measures, for whoever lets it live step by step with
    /// [`Society::step`].
    #[must_use]
    pub fn begin<E: Executor>(&self, draws: &Draws, executor: &E) -> (Society, Vec<f64>) {
        let mut society = self.born(draws, executor);
        let mut row = Vec::new();
        society.observe(&mut row);
        society.remember_openings();
        (society, row)
    }

    /// Runs a society, and shows it to `observe` at the start and after every step.
    ///
    /// Stops early, with `Break`, when `observe` says so. The numbers depend on the setup and the draws alone, not
    /// on the executor.
    pub fn simulate<E: Executor>(
        &self,
        draws: &Draws,
        executor: &E,
        observe: &mut dyn FnMut(Observation<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.simulate_changing(draws, executor, &mut |_| {}, observe)
    }

    /// The same, where `change` may read and change the society before every step: an intervention that no event of a
    /// scenario describes.
    pub fn simulate_changing<E: Executor>(
        &self,
        draws: &Draws,
        executor: &E,
        change: &mut dyn FnMut(&mut Society),
        observe: &mut dyn FnMut(Observation<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let (mut society, mut row) = self.begin(draws, executor);
        observe(Observation {
            step: 0,
            row: &row,
            society: &society,
        })?;
        for step in 1..=self.setup.steps {
            change(&mut society);
            society.step(self.setup, executor, &mut row);
            observe(Observation {
                step,
                row: &row,
                society: &society,
            })?;
        }
        ControlFlow::Continue(())
    }
}
