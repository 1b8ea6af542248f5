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
//! | citizens | `active_ties`, `awareness`, `willingness`, `social_influence`, `collective`, `association`, `goal_focus`, `joining`, `admission`, `staying`, `hours`, `fatigue`, `mastery`, `crowding`, `ownership`, `equity`, `wellbeing` | M1-M9, M11, M17, M20, M26, M27, M29, M31 |
//! | ties | `social_capital` | M10 |
//! | production and outcome | `production`, `collective`, `association`, `roles`, `goal_focus`, `co_destruction`, `outcome` | M18, M19, M26-M28, M30, M31 |
//! | cases with a mechanic of their own | `ballot`, `time_bank`, `provision`, `rehabilitation`, `digital` | M25 |
//! | incidents and costs | `politics`, `cost` | M16, M23 |
//! | proposals and fit | `ownership`, `influence`, `roles`, `goal_focus`, `outcome` | M17, M20, M28, M31 |
//! | professionals | `professional`, `attitude`, `power`, `belief`, `staff` | M11-M14, M32 |
//! | measures | [`measures`], `equity`, `public_value` | M20, M23 |

pub mod barriers;
mod birth;
pub mod columns;
pub mod design;
pub mod diary;
mod events;
pub mod executor;
pub mod hold;
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
use std::sync::Arc;

use crate::random::{Draws, Tables};
use executor::Executor;
use hold::{Course, assert_alike};
use mechanisms::Society;
use setup::{Hold, Setup};

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
    /// The society at whose values paths of this one are held.
    held_at: Option<(&'a Hold, Box<Self>)>,
}

/// The baseline of a society whose paths are held, on the same way through time.
struct Beside<'a> {
    setup: &'a Setup,
    society: Society,
    row: Vec<f64>,
    course: Course,
}

impl Beside<'_> {
    /// One step of the baseline, and then one of the society that is held at it.
    fn step<E: Executor>(&mut self, held: &mut Society, setup: &Setup, executor: &E, row: &mut Vec<f64>) {
        self.society
            .step_on(self.setup, executor, &mut self.row, &mut self.course);
        self.course.turn();
        held.step_on(setup, executor, row, &mut self.course);
        self.course.turn();
    }
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
        let held_at = setup
            .hold
            .as_ref()
            .map(|hold| (hold, Box::new(Self::sharing(&hold.baseline, tables))));
        Self {
            setup,
            generator,
            baseline,
            held_at,
        }
    }

    /// A society before its first step, with nothing held.
    fn born<E: Executor>(&self, draws: &Draws, executor: &E) -> Society {
        self.born_on(draws, executor, None, &mut Course::default())
    }

    /// The same on a course; `need` is the one whose need it faces, where that has been born already.
    fn born_on<E: Executor>(
        &self,
        draws: &Draws,
        executor: &E,
        need: Option<&Society>,
        course: &mut Course,
    ) -> Society {
        let mut society = Society::new(self.setup, &self.generator, draws, executor, course);
        match (need, &self.baseline) {
            (Some(need), _) => society.face_need_of(need),
            (None, Some(baseline)) => society.face_need_of(&baseline.born(draws, executor)),
            (None, None) => {}
        }
        society
    }

    /// A society before its first step, beside its baseline where paths are held.
    fn born_beside<E: Executor>(&self, draws: &Draws, executor: &E) -> (Society, Option<Beside<'a>>) {
        let Some((hold, held_at)) = &self.held_at else {
            return (self.born(draws, executor), None);
        };
        let mut course = Course::keeping(hold.paths);
        let mut baseline = held_at.born_on(draws, executor, None, &mut course);
        course.turn();
        let faced = self.setup.need_of.as_ref();
        let need = faced.filter(|faced| Arc::ptr_eq(faced, &hold.baseline));
        let society = self.born_on(draws, executor, need.map(|_| &baseline), &mut course);
        course.turn();
        assert_alike(hold.paths, &baseline, &society);
        let mut row = Vec::new();
        baseline.observe(&mut row);
        baseline.remember_openings();
        let beside = Beside {
            setup: &hold.baseline,
            society: baseline,
            row,
            course,
        };
        (society, Some(beside))
    }

    /// A society at its start with its first row of measures.
    fn start<E: Executor>(&self, draws: &Draws, executor: &E) -> (Society, Vec<f64>, Option<Beside<'a>>) {
        let (mut society, beside) = self.born_beside(draws, executor);
        let mut row = Vec::new();
        society.observe(&mut row);
        society.remember_openings();
        (society, row, beside)
    }

    /// A society at its start with its first row of measures, for whoever lets it live step by step with
    /// [`Society::step`].
    ///
    /// # Panics
    /// When paths are held: such a society lives in lockstep with another, see [`Model::simulate`].
    #[must_use]
    pub fn begin<E: Executor>(&self, draws: &Draws, executor: &E) -> (Society, Vec<f64>) {
        assert!(
            self.held_at.is_none(),
            "a society whose paths are held is simulated beside its baseline"
        );
        let (society, row, _) = self.start(draws, executor);
        (society, row)
    }

    /// Runs a society, and shows it to `observe` at the start and after every step.
    ///
    /// Stops early, with `Break`, when `observe` says so. The numbers depend on the setup and the draws alone, not
    /// on the executor. Where the setup holds paths, its baseline lives in lockstep, and is not shown.
    ///
    /// # Panics
    /// When paths of citizens or professionals are held at a society that has others; see [`Setup::holding`].
    pub fn simulate<E: Executor>(
        &self,
        draws: &Draws,
        executor: &E,
        observe: &mut dyn FnMut(Observation<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.simulate_changing(draws, executor, &mut |_| {}, observe)
    }

    /// The same, where `change` may read and change the society before every step: an intervention that no event of a
    /// scenario describes. A baseline at which paths are held stays as it is.
    ///
    /// # Panics
    /// As [`Model::simulate`].
    pub fn simulate_changing<E: Executor>(
        &self,
        draws: &Draws,
        executor: &E,
        change: &mut dyn FnMut(&mut Society),
        observe: &mut dyn FnMut(Observation<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let (mut society, mut row, mut beside) = self.start(draws, executor);
        observe(Observation {
            step: 0,
            row: &row,
            society: &society,
        })?;
        for step in 1..=self.setup.steps {
            change(&mut society);
            match &mut beside {
                None => society.step(self.setup, executor, &mut row),
                Some(beside) => beside.step(&mut society, self.setup, executor, &mut row),
            }
            observe(Observation {
                step,
                row: &row,
                society: &society,
            })?;
        }
        ControlFlow::Continue(())
    }
}
