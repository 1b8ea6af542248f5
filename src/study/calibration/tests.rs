//! Particles against runs made one by one, threads, interruptions, and budgets that grow.

use std::ops::ControlFlow;
use std::path::PathBuf;

use super::*;
use crate::experiment::{Threads, Unwatched, observe_replication};
use crate::output::{RunFolder, RunHash};
use crate::scenario::CalibrationPlan;
use crate::statistics::{Posterior, Proposal, choose_by_weight};
use crate::study::points::own_seed;
use crate::study::{Incomplete, Journals, Runs, Shard, Study as _, Workers};

const SCENARIO: &str = "
[simulation]
horizon_years = 0.5
[population]
citizens = 80
older_share = 0.5
[programme.parks]
";

const PLAN: &str = "
scenario = 'parks.toml'
[parameters]
hours.per_week = [1.5, 6.0]
asking.general = 'log_uniform'
[[targets]]
measure = 'hours_per_participant'
value = 15
tolerance = 3
[[targets]]
measure = 'parks.willingness'
month = 3
value = 0.37
tolerance = 0.05
[sampler]
particles = 20
rounds = 3
replications = 2
predictive = 20
budget = 1_000
";

struct Desk(tempfile::TempDir);

impl Desk {
    fn new(plan: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("parks.toml"), SCENARIO).unwrap();
        std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn plan(&self) -> CalibrationPlan {
        CalibrationPlan::load(&self.path("plan.toml"), &[]).unwrap()
    }

    fn sample(&self, plan: &CalibrationPlan, output: &str, threads: usize) -> Posterior {
        let study = Calibrate { plan: plan.clone() };
        let sampled = self.with(&study, output, threads, |runs| study.sample(runs));
        sampled.unwrap().0
    }

    /// Runs that are kept in a folder of the desk.
    fn with<T>(
        &self,
        study: &Calibrate,
        output: &str,
        threads: usize,
        work: impl FnOnce(&mut dyn Runs) -> T,
    ) -> T {
        let question = study.question().unwrap();
        let root = self.path(output);
        let folder = RunFolder::open(&root, &question.name, &question.identity, question.seed).unwrap();
        let mut journals = Journals::open(&folder, Shard::WHOLE, false).unwrap();
        let threads = Threads::new(threads).unwrap();
        work(&mut Workers::new(&mut journals, &threads, &Unwatched))
    }

    /// Why a calibration has no answer.
    fn failure(&self, plan: &CalibrationPlan) -> String {
        let study = Calibrate { plan: plan.clone() };
        match self.with(&study, "out", 2, |runs| study.answer(runs)) {
            Err(Incomplete::NoAnswer(error)) => error.to_string(),
            other => panic!("{other:?}"),
        }
    }

    fn journal(&self, output: &str) -> PathBuf {
        let mut entries = std::fs::read_dir(self.path(output)).unwrap();
        entries.next().unwrap().unwrap().path().join("particles.journal")
    }
}

/// Means of two runs of a society, the last step and month 3 picked by hand.
fn alone(plan: &CalibrationPlan, values: &[f64], seed: u64) -> [f64; 2] {
    let society = plan.society(values, false).unwrap();
    let [hours, willing] = [0, 1].map(|target| plan.measures[target].position);
    let (mut last, mut third) = ([0.0; 2], [0.0; 2]);
    for replication in 0..2 {
        observe_replication(
            &society.setup,
            seed,
            replication,
            &Threads::new(1).unwrap(),
            &mut |observation| {
                last[replication as usize] = observation.row[hours];
                if observation.step == 3 {
                    third[replication as usize] = observation.row[willing];
                }
                ControlFlow::Continue(())
            },
        );
    }
    [last, third].map(|values| f64::midpoint(values[0], values[1]))
}

#[test]
fn numbers_are_those_of_runs_with_seeds_of_their_own() {
    let desk = Desk::new(PLAN);
    let plan = desk.plan();
    let study = Calibrate { plan: plan.clone() };
    let (posterior, calibration) = desk.with(&study, "out", 2, |runs| {
        (study.sample(runs).unwrap().0, study.answer(runs).unwrap())
    });
    assert!(posterior.rounds.len() > 1);
    for particle in [0, 7, 19] {
        let proposal = &posterior.particles[particle].proposal;
        let values = plan.values_at(&proposal.point);
        let number = (proposal.round * 1_000_000 + proposal.attempt) as u32;
        let found = alone(&plan, &values, own_seed(plan.seed, number));
        let mut furthest: f64 = 0.0;
        for target in 0..2 {
            assert!((calibration.simulated[target][particle] - found[target]).abs() < 1e-12);
            let figure = &plan.targets[target];
            furthest = furthest.max((found[target] - figure.value).abs() / figure.tolerance);
        }
        assert!((calibration.distances[particle] - furthest).abs() < 1e-12);
        assert!(furthest <= posterior.rounds.last().unwrap().tolerance);
        assert!((1.5..=6.0).contains(&values[0]) && (0.04..=0.36).contains(&values[1]));
    }
    // Fresh runs: those of a chosen particle, but with another seed.
    let chosen = choose_by_weight(&calibration.weights, 20, study.fresh_seed());
    let values: Vec<f64> = calibration
        .values
        .iter()
        .map(|values| values[chosen[4]])
        .collect();
    let found = alone(&plan, &values, own_seed(study.fresh_seed(), 4));
    assert!((calibration.predicted[0][4] - found[0]).abs() < 1e-12);
    assert!((calibration.predicted[1][4] - found[1]).abs() < 1e-12);
}

#[test]
fn results_depend_on_neither_threads_nor_interruptions_and_budgets_can_grow() {
    let desk = Desk::new(PLAN);
    let mut plan = desk.plan();
    let whole = desk.sample(&plan, "whole", 1);
    assert_eq!(desk.sample(&plan, "three", 3), whole);
    let journal = std::fs::read(desk.journal("whole")).unwrap();
    std::fs::write(desk.journal("whole"), &journal[..journal.len() / 3]).unwrap();
    assert_eq!(desk.sample(&plan, "whole", 2), whole);
    assert_eq!(std::fs::read(desk.journal("whole")).unwrap().len(), journal.len());

    plan.sampler.budget = 90;
    let part = desk.sample(&plan, "grown", 2);
    assert!(part.rounds.len() < whole.rounds.len());
    assert_eq!(part.rounds[..], whole.rounds[..part.rounds.len()]);
    plan.sampler.budget = 1_000;
    assert_eq!(desk.sample(&plan, "grown", 2), whole);
}

#[test]
fn societies_that_contradict_themselves_are_passed_over() {
    let text = "
scenario = 'parks.toml'
[parameters]
population.young_share = [0.0, 0.9]
[[targets]]
measure = 'participants_share'
value = 0.05
tolerance = 0.05
[sampler]
particles = 10
rounds = 2
budget = 400
";
    let desk = Desk::new(text);
    let plan = desk.plan();
    let posterior = desk.sample(&plan, "out", 2);
    // Together with the older half of the town they must not be more than everybody.
    for particle in &posterior.particles {
        assert!(plan.values_at(&particle.proposal.point)[0] <= 0.5 + 1e-9);
    }
    assert!(posterior.rounds[0].attempts > 10);

    let desk = Desk::new(&text.replace("[0.0, 0.9]", "[0.6, 0.9]"));
    let plan = desk.plan();
    let error = desk.failure(&plan);
    assert!(
        error.starts_with("none of") && error.contains("can be run; the first:"),
        "{error}"
    );
}

#[test]
fn a_figure_without_values_is_named() {
    // Nobody takes part in what has not begun.
    let text = PLAN.replace("value = 15", "month = 0\nvalue = 15");
    let desk = Desk::new(&text);
    let later = format!("{SCENARIO}established = false\nstart_year = 0.4\n");
    std::fs::write(desk.path("parks.toml"), later).unwrap();
    let plan = desk.plan();
    let error = desk.failure(&plan);
    assert!(
        error.contains("have a value of `hours_per_participant.month_0`"),
        "{error}"
    );
}

#[test]
fn the_distance_is_that_of_the_worst_figure() {
    let study = Calibrate {
        plan: Desk::new(PLAN).plan(),
    };
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    near(study.distance(&[19.5, 0.36], 0), 1.5);
    near(study.distance(&[19.5, 0.52], 7), 3.0);
    for missing in 0..2 {
        let mut figures = [15.0, 0.37];
        figures[missing] = f64::NAN;
        assert!(study.distance(&figures, 0).is_nan());
    }
}

#[test]
fn standard_errors_accept_a_society_as_often_as_they_must() {
    let desk = Desk::new(&PLAN.replace("tolerance = 3", "standard_error = 3"));
    let study = Calibrate { plan: desk.plan() };
    let near = |figures: [f64; 2]| {
        let accepted = (0..2_000).filter(|number| study.distance(&figures, *number) <= 1.0);
        accepted.count() as f64 / 2_000.0
    };
    // exp(−½) and exp(−2) at one and two standard errors; four standard errors of a share of 2,000.
    for (hours, expected) in [(18.0, 0.606_531), (9.0, 0.135_335)] {
        let allowed = 4.0 * (expected * (1.0 - expected) / 2_000.0_f64).sqrt();
        let found = near([hours, 0.36]);
        assert!((found - expected).abs() < allowed, "{found} against {expected}");
    }
    // The other figure keeps its bound.
    assert!(near([15.0, 0.44]) < f64::MIN_POSITIVE && near([15.0, 0.40]) > 1.0 - 1e-9);
    assert!(study.distance(&[f64::NAN, 0.37], 1).is_nan());
    let told = super::report::targets(&study.plan, &made_up(&study.plan));
    assert!(told[0][1].contains("(standard error 3"), "{told:?}");
    assert!(told[1][1].contains('±'), "{told:?}");
    let identity = |text: &str| {
        let study = Calibrate {
            plan: Desk::new(text).plan(),
        };
        study.question().unwrap().identity
    };
    assert_ne!(
        identity(PLAN),
        identity(&PLAN.replace("tolerance = 3", "standard_error = 3"))
    );
}

/// A made-up population of four particles of equal weight, two parameters, one target.
fn made_up(plan: &CalibrationPlan) -> Calibration {
    let points = [[0.0, 0.5], [0.25, 0.5], [0.5, 0.5], [0.75, 0.5]];
    let particles = points
        .iter()
        .enumerate()
        .map(|(attempt, point)| crate::statistics::Particle {
            proposal: Proposal {
                round: 0,
                attempt,
                point: point.to_vec(),
            },
            distance: 0.5,
            weight: 0.25,
        });
    let posterior = Posterior {
        particles: particles.collect(),
        rounds: Vec::new(),
        evaluated: 4,
        ending: crate::statistics::Ending::Reached,
    };
    let predicted: Vec<Vec<f64>> = [10.0, 15.0, 15.0, f64::NAN, 20.0]
        .iter()
        .map(|hours| vec![*hours, 0.5 + 0.001 * hours])
        .collect();
    Calibration::of(plan, &posterior, &vec![vec![15.0, 0.37]; 4], &predicted)
}

#[test]
fn summaries_and_checks_are_those_of_a_calculation_by_hand() {
    let desk = Desk::new(PLAN);
    let plan = desk.plan();
    let calibration = made_up(&plan);
    let hours = calibration.marginals[0];
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    // 1.5, 2.625, 3.75 and 4.875 hours; places vary by 5/64 around 0.375.
    near(hours.mean, 3.1875);
    near(hours.median, 2.625);
    near(hours.high, 4.875);
    near(hours.contraction, 1.0 - 12.0 * 5.0 / 64.0);
    // In the middle of logarithms from 0.03 to 0.26 lies their geometric mean.
    near(calibration.marginals[1].median, libm::sqrt(0.03 * 0.26));
    near(calibration.marginals[1].contraction, 1.0);
    assert!(calibration.correlation(0, 1).is_nan());
    let check = calibration.checks[0];
    assert_eq!((check.count, check.reached), (4, true));
    near(check.median, 15.0);
    near(check.within, 0.5);
    near(check.tail_probability, 1.0);
    // All runs lie above 0.37 by more than its tolerance.
    let check = calibration.checks[1];
    assert!(!check.reached && check.tail_probability < 1e-12 && check.within < 1e-12);
}

#[test]
fn the_fitted_scenario_has_the_medians_and_can_be_read_again() {
    let desk = Desk::new(&format!("citizens = 60\n{PLAN}"));
    let plan = desk.plan();
    assert_eq!(plan.scenario.setup.phases[0].parameters.population.citizens, 60);
    let calibration = made_up(&plan);
    std::fs::write(desk.path("fitted.toml"), calibration.fitted_toml(&plan).unwrap()).unwrap();
    let again = crate::scenario::Scenario::load(&desk.path("fitted.toml"), &[]).unwrap();
    let parameters = &again.setup.phases[0].parameters;
    assert!((parameters.hours.per_week - 2.625).abs() < 1e-6);
    assert_eq!(parameters.population.citizens, 80, "the scenario's own number");
}

#[test]
fn the_town_that_is_fitted_is_part_of_the_question() {
    let desk = Desk::new(&PLAN.replace("[parameters]", "citizens = 60\n[parameters]"));
    let hash = |desk: &Desk| {
        let question = Calibrate { plan: desk.plan() }.question().unwrap();
        RunHash::of(&question.identity, question.seed).to_string()
    };
    let first = hash(&desk);
    let larger = SCENARIO.replace("citizens = 80", "citizens = 90");
    std::fs::write(desk.path("parks.toml"), larger).unwrap();
    assert_ne!(hash(&desk), first, "`fitted.toml` has 90 citizens now");
}
