//! Waves and worlds of the curved example, from draws to the posterior.

use crate::statistics::generator::mixed;
use crate::statistics::history_matching::fixtures::{fixture, near, targets};
use crate::statistics::history_matching::*;
use crate::statistics::{Moments, correlation, sobol_points};

fn outcomes(x: &[f64]) -> [f64; 2] {
    [libm::sin(3.0 * x[0]) + 0.5 * x[1], x[0] * libm::exp(x[1])]
}

fn largest(targets: &[Target], emulations: impl Iterator<Item = Emulation>) -> f64 {
    let of_figures: Vec<f64> = targets
        .iter()
        .zip(emulations)
        .map(|(target, emulation)| {
            target.implausibility(&Prediction {
                mean: emulation.mean,
                chance_variance: 0.0,
                emulator_variance: emulation.variance,
            })
        })
        .collect();
    ranked_implausibility(&of_figures, 1)
}

#[test]
fn four_waves_of_forty_runs_find_the_space_and_the_posterior() {
    let expected = fixture().curved;
    let variances: Vec<f64> = expected
        .sd
        .iter()
        .map(|deviation| deviation * deviation)
        .collect();
    let targets = targets(&expected.z, &variances, &[0.0, 0.0]);
    let pool = sobol_points(16_384, 2).unwrap();
    let exact = |draw: &[f64]| {
        let means = outcomes(draw).map(|mean| Emulation { mean, variance: 0.0 });
        largest(&targets, means.into_iter())
    };
    for (cut, name) in [(2.0, "cut_2"), (3.0, "cut_3"), (4.0, "cut_4")] {
        let kept = pool.iter().filter(|draw| exact(draw) <= cut).count();
        let share = kept as f64 / pool.len() as f64;
        assert!(
            (share - expected.share_not_ruled_out[name]).abs() < 1e-3,
            "{name}: {share}"
        );
    }
    let mut kept: Vec<usize> = (0..pool.len()).collect();
    for wave in 0..4 {
        let design: Vec<&Vec<f64>> = (0..40)
            .map(|run| &pool[kept[mixed(wave, run) as usize % kept.len()]])
            .collect();
        let points: Vec<Vec<f64>> = design.into_iter().cloned().collect();
        let emulators = [0, 1].map(|figure| {
            let values: Vec<f64> = points.iter().map(|point| outcomes(point)[figure]).collect();
            Emulator::fit(&points, &values, 0.0).unwrap()
        });
        kept.retain(|draw| largest(&targets, emulators.iter().map(|one| one.at(&pool[*draw]))) <= 3.0);
    }
    let share = kept.len() as f64 / pool.len() as f64;
    assert!(
        (share - expected.share_not_ruled_out["cut_3"]).abs() < 2e-3,
        "{share}"
    );
    let runs: Vec<f64> = kept.iter().map(|draw| exact(&pool[*draw])).collect();
    let emulated = vec![0.0; runs.len()];
    near(wrongly_ruled_out(&runs, &emulated, 3.0), 0.0, 0.0);

    let worlds: Vec<&Vec<f64>> = kept
        .iter()
        .filter(|draw| {
            let values = outcomes(&pool[**draw]);
            let distances: Vec<f64> = (0..2)
                .map(|figure| {
                    let kernel = targets[figure].kernel_variance(0.0, 1).unwrap();
                    targets[figure].distance(values[figure], kernel)
                })
                .collect();
            accepts(Kernel::Normal.weight(&distances), 1.0, 3, **draw as u64).unwrap()
        })
        .map(|draw| &pool[*draw])
        .collect();
    let columns = [0, 1].map(|input| -> Vec<f64> { worlds.iter().map(|world| world[input]).collect() });
    let root = (worlds.len() as f64).sqrt();
    for input in 0..2 {
        let moments: Moments = columns[input].iter().copied().collect();
        let deviation = expected.posterior_sd[input];
        let off = (moments.mean() - expected.posterior_mean[input]).abs();
        assert!(
            off < 4.0 * deviation / root,
            "{} of {} worlds",
            moments.mean(),
            worlds.len()
        );
        assert!((moments.standard_deviation() / deviation - 1.0).abs() < 4.0 / (root * 2.0_f64.sqrt()));
    }
    let off = (correlation(&columns[0], &columns[1]) - expected.posterior_correlation).abs();
    assert!(off < 4.0 / root, "{off}");
}
