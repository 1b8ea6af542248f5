//! Does a calibration find the parameters that data were made with, and do its intervals hold what they promise?
//!
//! The long study, whose figures stand in `docs/calibration.md`:
//!
//! ```text
//! cargo test --release --test calibration -- --ignored --nocapture
//! ```

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![allow(clippy::print_stdout, reason = "--nocapture shows what was measured")]

use std::ops::ControlFlow;
use std::path::Path;

use samspil::experiment::{Threads, Unwatched, observe_replication};
use samspil::output::RunFolder;
use samspil::scenario::{CalibrationPlan, Reducer};
use samspil::statistics::{Ending, effective_size, mixed, weighted_moments, weighted_quantile};
use samspil::study::calibration::Calibrate;
use samspil::study::{Journals, Shard, Study as _, Workers};

/// A plan on a small town, its figures still open.
fn plan(folder: &Path, scenario: &str, text: &str) -> CalibrationPlan {
    std::fs::write(folder.join("parks.toml"), scenario).unwrap();
    std::fs::write(
        folder.join("plan.toml"),
        format!("scenario = 'parks.toml'\n{text}"),
    )
    .unwrap();
    CalibrationPlan::load(&folder.join("plan.toml"), &[]).unwrap()
}

/// What a society at a point of the cube measures, made step by step; means over windows of years.
fn figures(plan: &CalibrationPlan, point: &[f64], seed: u64, threads: &Threads) -> Vec<f64> {
    let society = plan.society(&plan.values_at(point), false).unwrap();
    let mut sums = vec![(0.0, 0.0); plan.measures.len()];
    observe_replication(&society.setup, seed, 0, threads, &mut |observation| {
        let year = f64::from(observation.step) * society.setup.step_years;
        for (measured, (sum, count)) in plan.measures.iter().zip(&mut sums) {
            let Reducer::Mean { from_year, to_year } = measured.reducer else {
                panic!("the plans here have windows");
            };
            let value = observation.row[measured.position];
            if from_year - 1e-9 <= year && year <= to_year + 1e-9 && value.is_finite() {
                *sum += value;
                *count += 1.0;
            }
        }
        ControlFlow::Continue(())
    });
    sums.into_iter().map(|(sum, count)| sum / count).collect()
}

/// What one repetition says of a parameter.
struct Found {
    /// Share of the posterior below the true place.
    rank: f64,
    truth: f64,
    median: f64,
    contraction: f64,
}

/// A number from 0 to 1, each equally likely.
fn even(seed: u64, number: u64) -> f64 {
    (mixed(seed, number) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A repetition: data made at a true point, up to an even error of `errors` tolerances, and a calibration to them.
fn repeat(
    plan: &mut CalibrationPlan,
    truth: &[f64],
    (number, errors): (u64, f64),
    threads: &Threads,
) -> Option<Vec<Found>> {
    let observed = figures(plan, truth, mixed(1_000, number) >> 11, threads);
    if observed.iter().any(|figure| !figure.is_finite()) {
        return None;
    }
    for (index, (target, figure)) in plan.targets.iter_mut().zip(observed).enumerate() {
        let error = 2.0 * even(2_000 + index as u64, number) - 1.0;
        target.value = figure + errors * target.tolerance * error;
    }
    plan.seed = 10_000 + number;
    // Only the particles are looked at here.
    plan.sampler.predictive = 1;
    let study = Calibrate { plan: plan.clone() };
    let question = study.question().unwrap();
    let output = tempfile::tempdir().unwrap();
    let folder = RunFolder::open(output.path(), &question.name, &question.identity, question.seed).unwrap();
    let mut journals = Journals::open(&folder, Shard::WHOLE, false).unwrap();
    let found = study
        .answer(&mut Workers::new(&mut journals, threads, &Unwatched))
        .unwrap();
    if found.ending != Ending::Reached {
        println!("  repetition {number} ended otherwise: {:?}", found.ending);
    }
    let weights = &found.weights;
    assert!(effective_size(weights) > 0.3 * weights.len() as f64);
    let of_parameter = |parameter: usize| {
        let places = &found.places[parameter];
        let below = places
            .iter()
            .zip(weights)
            .filter(|(place, _)| **place < truth[parameter]);
        let (_, spread) = weighted_moments(places, weights);
        Found {
            rank: below.map(|(_, weight)| weight).sum(),
            truth: truth[parameter],
            median: weighted_quantile(places, weights, 0.5),
            contraction: 1.0 - 12.0 * spread * spread,
        }
    };
    Some((0..truth.len()).map(of_parameter).collect())
}

#[test]
fn hours_are_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = "[simulation]\nhorizon_years = 1.0\n[population]\ncitizens = 150\n[programme.parks]\n";
    let text = "
[parameters]
hours.per_week = [1.5, 6.0]
[[targets]]
measure = 'hours_per_participant'
years = [0.0, 1.0]
value = 15
tolerance = 1.0
[sampler]
particles = 40
budget = 1_500
";
    let mut plan = plan(folder.path(), scenario, text);
    let threads = Threads::new(2).unwrap();
    for (number, truth) in [(0, 0.2), (1, 0.7)] {
        let found = &repeat(&mut plan, &[truth], (number, 1.0), &threads).unwrap()[0];
        assert!(
            (0.005..0.995).contains(&found.rank),
            "{truth}: rank {}",
            found.rank
        );
        assert!(
            (found.median - truth).abs() < 0.2,
            "{truth}: median {}",
            found.median
        );
        assert!(found.contraction > 0.6, "{truth}: {}", found.contraction);
    }
}

/// Simulation-based calibration (Cook, Gelman and Rubin 2006; Talts and others 2018): true parameters are drawn from the
/// prior and data from the model, so the share of the posterior below the truth must be even.
#[test]
#[ignore = "some minutes in release"]
fn intervals_cover_what_they_promise() {
    const REPETITIONS: u64 = 100;
    let folder = tempfile::tempdir().unwrap();
    let scenario = "[simulation]\nhorizon_years = 1.0\n[population]\ncitizens = 120\n[programme.parks]\n";
    let text = "
[parameters]
asking.general = 'log_uniform'
hours.per_week = [1.5, 6.0]
[[targets]]
measure = 'participants_share'
years = [0.5, 1.0]
value = 0.05
tolerance = 0.02
[[targets]]
measure = 'hours_per_participant'
years = [0.5, 1.0]
value = 15
tolerance = 2.0
[sampler]
particles = 100
budget = 10_000
";
    let mut plan = plan(folder.path(), scenario, text);
    let threads = Threads::new(0).unwrap();
    for (errors, words) in [
        (1.0, "figures with an even error of ± tolerance"),
        (0.0, "figures without error"),
    ] {
        let found: Vec<Vec<Found>> = (0..REPETITIONS)
            .filter_map(|number| {
                let truth = [even(3_000, number), even(4_000, number)];
                repeat(&mut plan, &truth, (number, errors), &threads)
            })
            .collect();
        println!(
            "{words}: {} of {REPETITIONS} repetitions have all figures",
            found.len()
        );
        for (parameter, fitted) in plan.parameters.iter().enumerate() {
            let own: Vec<&Found> = found.iter().map(|found| &found[parameter]).collect();
            summarise(&fitted.factor.key, &own, errors);
        }
    }
}

fn summarise(key: &str, found: &[&Found], errors: f64) {
    let count = found.len() as f64;
    let mean = |value: &dyn Fn(&Found) -> f64| found.iter().map(|own| value(own)).sum::<f64>() / count;
    let coverage = |share: f64| {
        let tail = 0.5 * (1.0 - share);
        mean(&|own| f64::from(u8::from(tail <= own.rank && own.rank <= 1.0 - tail)))
    };
    let mut ranks: Vec<f64> = found.iter().map(|own| own.rank).collect();
    ranks.sort_by(f64::total_cmp);
    let furthest = ranks
        .iter()
        .enumerate()
        .map(|(index, rank)| {
            (rank - index as f64 / count)
                .abs()
                .max((rank - (index + 1) as f64 / count).abs())
        })
        .fold(0.0, f64::max);
    let (truth, median) = (mean(&|own| own.truth), mean(&|own| own.median));
    let product = mean(&|own| (own.truth - truth) * (own.median - median));
    let spread = |value: &dyn Fn(&Found) -> f64, middle: f64| {
        mean(&|own| (value(own) - middle) * (value(own) - middle)).sqrt()
    };
    let correlation = product / (spread(&|own| own.truth, truth) * spread(&|own| own.median, median));
    println!(
        "  {key}: 50 % intervals cover {:.2}, 80 % {:.2}, 90 % {:.2}; ranks lie within {furthest:.3} of even (5 % point {:.3}); \
         truth and median correlate {correlation:.2}; error of the median {:.3} of the range on average; contraction {:.2}",
        coverage(0.5),
        coverage(0.8),
        coverage(0.9),
        1.358 / count.sqrt(),
        mean(&|own| (own.median - own.truth).abs()),
        mean(&|own| own.contraction),
    );
    // Three standard errors of a share of so many repetitions; without errors intervals may be too wide, not too narrow.
    for share in [0.5, 0.8, 0.9] {
        let error = 3.0 * (share * (1.0 - share) / count).sqrt();
        let found = coverage(share);
        assert!(found > share - error, "{key}: {share} intervals cover {found}");
        assert!(
            errors < 1.0 || found < share + error,
            "{key}: {share} intervals cover {found}"
        );
    }
    assert!(
        errors < 1.0 || furthest < 1.63 / count.sqrt(),
        "{key}: ranks are not even"
    );
}
