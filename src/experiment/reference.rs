//! Calibration of the intercepts at the reference state: done once, then frozen in the parameter register, and solved anew for each
//! draw of a world.
//!
//! The reference state is the initial state of `scenarios/reference.toml`. There, mean willingness is
//! `willingness.reference_mean` under each decision rule, both inputs of joint production equal their reference, and
//! citizens would have 0.75 ideas per 1,000 a year, were there a programme to grow. Nothing else is fitted, and to no other scenario.

use std::ops::ControlFlow;

use crate::model::Model;
use crate::model::design::DecisionRule;
use crate::model::executor::Serial;
use crate::model::measures::measures;
use crate::model::mechanisms::{Parameters, Society};
use crate::model::setup::Setup;
use crate::model::snapshot::CITIZEN_COLUMNS;
use crate::random::{Draws, Tables};

/// The calibrated constants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// `willingness.intercept_logit`.
    pub intercept_logit: f64,
    /// `willingness.intercept_threshold`.
    pub intercept_threshold: f64,
    /// `willingness.intercept_rational`.
    pub intercept_rational: f64,
    /// `production.professional_reference`, effective hours a week per 1,000 citizens.
    pub professional_reference: f64,
    /// `production.citizen_reference`, effective hours a week per 1,000 citizens.
    pub citizen_reference: f64,
    /// `initiatives.idea_rate`, 1/year.
    pub idea_rate: f64,
}

/// The constants that follow from all other numbers of a society with one decision rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solved {
    /// `willingness.intercept_…` of the rule, logit.
    pub intercept: f64,
    /// `production.professional_reference`, effective hours a week per 1,000 citizens.
    pub professional_reference: f64,
    /// `production.citizen_reference`, effective hours a week per 1,000 citizens.
    pub citizen_reference: f64,
    /// `initiatives.idea_rate`, 1/year.
    pub idea_rate: f64,
}

impl Solved {
    /// Those of four numbers, in the order of the fields.
    #[must_use]
    pub const fn of([intercept, professional_reference, citizen_reference, idea_rate]: [f64; 4]) -> Self {
        Self {
            intercept,
            professional_reference,
            citizen_reference,
            idea_rate,
        }
    }

    /// Its numbers, in the order of the fields.
    #[must_use]
    pub const fn numbers(&self) -> [f64; 4] {
        [
            self.intercept,
            self.professional_reference,
            self.citizen_reference,
            self.idea_rate,
        ]
    }
}

/// Means of the initial state over replications.
struct InitialState {
    willingness: f64,
    professional_input: f64,
    citizen_input: f64,
    /// Motivation times self-efficacy times ties, mean over citizens.
    drive_times_ties: f64,
}

/// Ideas of a citizen in a year at the reference state; 0.5 to 1 per 1,000 by judgement (M21).
const IDEAS_PER_CITIZEN: f64 = 0.75e-3;

/// Intercepts are sought in this interval, to this width.
const INTERCEPTS: (f64, f64) = (-15.0, 15.0);
const WIDTH: f64 = 1e-4;

/// How near mean willingness must come to its reference where it is solved with few births.
const NEAR: f64 = 1e-3;
/// Births at most until it does; a few are usual.
const BIRTHS_MAX: usize = 24;
/// How fast the logit of mean willingness rises with the intercept, about, and within which bounds: by less than 1 where citizens
/// differ.
const SLOPE: f64 = 0.85;
const SLOPES: (f64, f64) = (0.3, 1.5);

/// Calibrates at the initial state of a setup, over a number of replications of one seed.
#[must_use]
pub fn calibrate(setup: &Setup, seed: u64, replications: u32) -> Calibration {
    let intercept = |rule: DecisionRule| intercept(setup, rule, seed, replications);
    let intercept_logit = intercept(DecisionRule::Logit);
    let calibrated = with(setup, DecisionRule::Logit, intercept_logit);
    let state = initial_state(&calibrated, seed, replications);
    let parameters = &setup.phases[0].parameters;
    let production = &parameters.production;
    Calibration {
        intercept_logit,
        intercept_threshold: intercept(DecisionRule::Threshold),
        intercept_rational: intercept(DecisionRule::Rational),
        professional_reference: production.professional_reference * state.professional_input,
        citizen_reference: production.citizen_reference * state.citizen_input,
        idea_rate: idea_rate(parameters, state.drive_times_ties),
    }
}

/// Solves the constants of a setup's own decision rule at the birth of one society, replication 0 of a seed.
///
/// The intercept is sought by false position on the logit of mean willingness (the Illinois rule of Dowell and Jarratt 1971), from that of the
/// setup on, until mean willingness is within .001 of `willingness.reference_mean`. The others follow from the state there, as in
/// [`calibrate`]. `None` where no intercept is found.
#[must_use]
pub fn solve(setup: &Setup, seed: u64) -> Option<Solved> {
    let parameters = &setup.phases[0].parameters;
    let (rule, weights) = (parameters.decision_rule, &parameters.willingness);
    let mut intercept = match rule {
        DecisionRule::Logit => weights.intercept_logit,
        DecisionRule::Threshold => weights.intercept_threshold,
        DecisionRule::Rational => weights.intercept_rational,
    };
    let mut tables = Tables::default();
    // The ends between which the intercept lies, each with the excess of the logit there, and where it was sought last.
    let mut ends: [Option<(f64, f64)>; 2] = [None, None];
    let mut last: Option<(usize, f64, f64)> = None;
    let mut slope = SLOPE;
    for _ in 0..BIRTHS_MAX {
        let born = with(setup, rule, intercept);
        let state = initial_state_sharing(&born, seed, 1, &mut tables);
        if (state.willingness - weights.reference_mean).abs() <= NEAR {
            let production = &parameters.production;
            return Some(Solved {
                intercept,
                professional_reference: production.professional_reference * state.professional_input,
                citizen_reference: production.citizen_reference * state.citizen_input,
                idea_rate: idea_rate(parameters, state.drive_times_ties),
            });
        }
        let excess = logit(state.willingness) - logit(weights.reference_mean);
        let side = usize::from(excess >= 0.0);
        if let Some((last_side, place, before)) = last {
            slope = ((excess - before) / (intercept - place)).clamp(SLOPES.0, SLOPES.1);
            if let Some((_, other)) = ends[1 - side].as_mut().filter(|_| last_side == side) {
                // An end that stays twice in a row counts half.
                *other *= 0.5;
            }
        }
        ends[side] = Some((intercept, excess));
        last = Some((side, intercept, excess));
        intercept = match ends {
            [Some((low, under)), Some((high, over))] => high - over * (high - low) / (over - under),
            _ => intercept - excess / slope,
        };
        if !(INTERCEPTS.0..=INTERCEPTS.1).contains(&intercept) {
            return None;
        }
    }
    None
}

/// Logit of a mean willingness; of one at a bound that of a thousandth from there.
fn logit(share: f64) -> f64 {
    let share = share.clamp(NEAR, 1.0 - NEAR);
    libm::log(share / (1.0 - share))
}

/// Mean willingness at the birth of one society of a setup, replication 0 of a seed.
#[must_use]
pub fn initial_willingness(setup: &Setup, seed: u64) -> f64 {
    initial_state(setup, seed, 1).willingness
}

/// The rate at which the reference society has its ideas, `λ_b0 = ideas / (mean(m e t)/8 · s · platform)`.
fn idea_rate(parameters: &Parameters, drive_times_ties: f64) -> f64 {
    let backlog = parameters.problem.initial_backlog;
    let platform = 1.0 - parameters.barriers.missing_platform;
    let relative = drive_times_ties / parameters.initiatives.reference_ties;
    IDEAS_PER_CITIZEN / (relative * backlog / (1.0 + backlog) * platform)
}

/// The intercept at which mean willingness is at its reference: bisection, since willingness rises with it.
fn intercept(setup: &Setup, rule: DecisionRule, seed: u64, replications: u32) -> f64 {
    let target = setup.phases[0].parameters.willingness.reference_mean;
    let (mut low, mut high) = INTERCEPTS;
    while high - low > WIDTH {
        let middle = 0.5 * (low + high);
        if initial_state(&with(setup, rule, middle), seed, replications).willingness < target {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The setup with another decision rule and its intercept, cut down to its initial state.
fn with(setup: &Setup, rule: DecisionRule, intercept: f64) -> Setup {
    let mut changed = Setup {
        steps: 0,
        ..setup.clone()
    };
    let Parameters {
        decision_rule,
        willingness,
        ..
    } = &mut changed.phases[0].parameters;
    *decision_rule = rule;
    match rule {
        DecisionRule::Logit => willingness.intercept_logit = intercept,
        DecisionRule::Threshold => willingness.intercept_threshold = intercept,
        DecisionRule::Rational => willingness.intercept_rational = intercept,
    }
    changed
}

fn initial_state(setup: &Setup, seed: u64, replications: u32) -> InitialState {
    initial_state_sharing(setup, seed, replications, &mut Tables::default())
}

/// The same with tables of societies that were alike, which are completed.
fn initial_state_sharing(setup: &Setup, seed: u64, replications: u32, tables: &mut Tables) -> InitialState {
    let column = |key: &str| {
        measures()
            .iter()
            .position(|measure| measure.key == key)
            .expect("the calibration names measures that exist")
    };
    let columns = ["willingness", "professional_input", "citizen_input"].map(column);
    let model = Model::sharing(setup, tables);
    let mut totals = [0.0; 4];
    for replication in 0..replications {
        let _ = model.simulate(&Draws::new(seed, replication), &Serial, &mut |observation| {
            for (total, column) in totals.iter_mut().zip(columns) {
                *total += observation.row[column];
            }
            totals[3] += drive_times_ties(observation.society);
            ControlFlow::Break(())
        });
    }
    let [willingness, professional_input, citizen_input, drive_times_ties] =
        totals.map(|total| total / f64::from(replications));
    InitialState {
        willingness,
        professional_input,
        citizen_input,
        drive_times_ties,
    }
}

/// Mean over citizens of motivation times self-efficacy times ties.
fn drive_times_ties(society: &Society) -> f64 {
    let column = |name: &str| {
        CITIZEN_COLUMNS
            .iter()
            .position(|column| column.0 == name)
            .expect("the calibration names columns that exist")
    };
    let [motivation, efficacy, everyday, made] =
        ["motivation", "efficacy", "everyday_ties", "made_ties"].map(column);
    let (mut total, mut citizens) = (0.0, 0.0);
    society.visit_citizens(|row| {
        total += row[motivation] * row[efficacy] * (row[everyday] + row[made]);
        citizens += 1.0;
    });
    total / citizens
}
