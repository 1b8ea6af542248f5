//! Implausibility, cut-offs and kernels.

use proptest::prelude::*;

use crate::statistics::history_matching::fixtures::{fixture, near, targets};
use crate::statistics::history_matching::*;
use crate::statistics::student::{normal_cdf, normal_quantile};

const TARGET: Target = Target {
    figure: 0.8,
    observation_variance: 0.04,
    discrepancy_variance: 0.05,
    of: FigureOf::Town,
};

#[test]
fn points_are_ruled_out_as_in_numpy() {
    let points = fixture().points;
    let targets = targets(
        &points.z,
        &points.observation_variance,
        &points.discrepancy_variance,
    );
    for point in 0..points.emulator_mean.len() {
        let of_point: Vec<f64> = (0..targets.len())
            .map(|figure| {
                let prediction = Prediction {
                    mean: points.emulator_mean[point][figure],
                    chance_variance: 0.0,
                    emulator_variance: points.emulator_variance[point][figure],
                };
                targets[figure].implausibility(&prediction)
            })
            .collect();
        for (found, expected) in of_point.iter().zip(&points.implausibility[point]) {
            near(*found, *expected, 1e-9);
        }
        let ranked = [1, 2, 3].map(|rank| ranked_implausibility(&of_point, rank));
        near(ranked[0], points.largest[point], 1e-9);
        near(ranked[1], points.second[point], 1e-9);
        near(ranked[2], points.third[point], 1e-9);
        assert_eq!(ranked[0] <= 3.0, points.kept_max_3[point]);
        assert_eq!(ranked[1] <= 3.0, points.kept_second_3[point]);
    }
}

#[test]
fn chance_counts_only_for_a_town() {
    let prediction = Prediction {
        mean: 1.4,
        chance_variance: 0.25,
        emulator_variance: 0.02,
    };
    near(TARGET.implausibility(&prediction), 1.0, 1e-12);
    let expectation = Target {
        of: FigureOf::Expectation,
        ..TARGET
    };
    let quiet = Prediction {
        chance_variance: 0.0,
        ..prediction
    };
    near(
        expectation.implausibility(&prediction),
        TARGET.implausibility(&quiet),
        1e-15,
    );
    near(
        expectation.implausibility(&prediction),
        0.6 / 0.11_f64.sqrt(),
        1e-12,
    );
}

#[test]
fn what_is_missing_rules_out_nothing_and_what_is_no_number_everything() {
    let prediction = Prediction {
        mean: 0.5,
        chance_variance: 0.1,
        emulator_variance: 0.0,
    };
    let missing = Target {
        figure: f64::NAN,
        ..TARGET
    };
    assert!(missing.implausibility(&prediction).is_nan());
    for broken in [
        Prediction {
            mean: f64::NAN,
            ..prediction
        },
        Prediction {
            chance_variance: f64::NAN,
            ..prediction
        },
        Prediction {
            emulator_variance: -1.0,
            ..prediction
        },
    ] {
        assert!(TARGET.implausibility(&broken).is_infinite(), "{broken:?}");
    }
    assert!(ranked_implausibility(&[f64::NAN, 2.0, f64::INFINITY], 1).is_infinite());
    assert!(ranked_implausibility(&[f64::NAN], 1).abs() < f64::MIN_POSITIVE);
    let exact = Target {
        observation_variance: 0.0,
        discrepancy_variance: 0.0,
        ..TARGET
    };
    assert!(exact.distance(0.8, 0.0).abs() < f64::MIN_POSITIVE && exact.distance(0.7, 0.0).is_infinite());
}

#[test]
fn cut_offs_are_those_of_scipy() {
    for row in fixture().cutoffs {
        let at = |cut_off: CutOff, level: f64| cut_off.at(row.figures, level);
        near(at(CutOff::Normal, 0.05), row.bonferroni_5, 1e-9);
        near(at(CutOff::Normal, 0.005), row.bonferroni_0_5, 1e-9);
        near(at(CutOff::IndependentNormal, 0.05), row.sidak_5, 1e-9);
        near(at(CutOff::Unimodal, 0.05), row.unimodal_5, 1e-9);
        near(at(CutOff::Correlated, 0.05), row.mahalanobis_5, 1e-9);
        near(cut_off(row.figures), row.bonferroni_0_5.max(3.0), 1e-9);
        for (rank, expected) in [
            (1, row.truth_lost_by_max_above_3),
            (2, row.truth_lost_by_second_above_3),
            (3, row.truth_lost_by_third_above_3),
        ] {
            let found = truth_ruled_out(row.figures, 3.0, rank);
            let off = (found - expected).abs();
            assert!(off <= 1e-9 * expected, "{found:e} against {expected:e}");
        }
    }
}

#[test]
fn correlated_figures_agree_with_numpy() {
    let expected = fixture().correlated;
    let mut differences = expected.differences.clone();
    let found = correlated_implausibility(&differences, &expected.covariance).unwrap();
    near(found, expected.implausibility, 1e-9);
    differences[2] = f64::NAN;
    let found = correlated_implausibility(&differences, &expected.covariance).unwrap();
    near(found, expected.without_the_third, 1e-9);
    let singular = [vec![1.0, 1.0], vec![1.0, 1.0]];
    assert_eq!(correlated_implausibility(&[1.0, 2.0], &singular), None);
}

#[test]
fn runs_that_were_kept_tell_whether_emulators_err() {
    let (of_runs, of_emulators) = ([1.0, 2.0, 2.9, 3.0, 4.0], [0.0, 3.5, 1.0, 2.0, 9.0]);
    near(wrongly_ruled_out(&of_runs, &of_emulators, 3.0), 0.25, 1e-15);
    assert!(wrongly_ruled_out(&[4.0], &[0.0], 3.0).is_nan());
}

/// A normal prior of variance 1 and one figure: the posterior, and how often its 90 % interval covers the truth.
#[test]
fn chance_counted_once_covers_as_often_as_it_says() {
    let expected = fixture().chance_once;
    let target = Target {
        figure: expected.z,
        observation_variance: 0.4 * expected.k,
        discrepancy_variance: 0.6 * expected.k,
        of: FigureOf::Town,
    };
    let right = |runs: usize| target.kernel_variance(expected.chance_variance, runs).unwrap();
    let twice = expected.k + expected.chance_variance;
    let kernels = [(1, right(1)), (1, twice), (20, right(20)), (20, expected.k)];
    let true_variance = expected.k + expected.chance_variance;
    for (scheme, (runs, kernel)) in expected.schemes.iter().zip(kernels) {
        let used = kernel + expected.chance_variance / f64::from(runs);
        near(used, scheme.variance_in_effect, 1e-9);
        near(expected.z / (1.0 + used), scheme.posterior_mean, 1e-9);
        let deviation = (used / (1.0 + used)).sqrt();
        near(deviation, scheme.posterior_sd, 1e-9);
        let error = (used * used + true_variance).sqrt() / (1.0 + used);
        let coverage = 2.0 * normal_cdf(normal_quantile(0.95) * deviation / error) - 1.0;
        near(coverage, scheme.coverage_of_90, 1e-9);
    }
}

#[test]
fn a_kernel_has_a_variance() {
    assert_eq!(TARGET.kernel_variance(f64::NAN, 1), Ok(0.04 + 0.05));
    let expectation = Target {
        of: FigureOf::Expectation,
        ..TARGET
    };
    near(
        expectation.kernel_variance(0.25, 20).unwrap(),
        0.09 - 0.0125,
        1e-12,
    );
    assert_eq!(
        expectation.kernel_variance(0.25, 2),
        Err(KernelError::TooFewRuns { runs: 2, needed: 3 })
    );
    assert!(expectation.kernel_variance(0.25, 3).is_ok());
    let exact = Target {
        observation_variance: 0.0,
        discrepancy_variance: 0.0,
        ..TARGET
    };
    assert_eq!(exact.kernel_variance(0.25, 1), Err(KernelError::NoError));
    assert!(exact.kernel_variance(0.25, 2).is_ok());
    assert_eq!(TARGET.kernel_variance(f64::NAN, 2), Err(KernelError::NoError));
}

#[test]
fn kernels_are_ratios_of_densities() {
    for row in fixture().kernels {
        for (kernel, expected) in [(Kernel::Normal, row.normal), (Kernel::Student, row.student)] {
            let found = kernel.weight(&row.distances);
            assert!(
                (found / expected - 1.0).abs() < 1e-9,
                "{found:e} against {expected:e}"
            );
        }
    }
    for kernel in [Kernel::Normal, Kernel::Student] {
        near(kernel.weight(&[]), 1.0, 0.0);
        near(kernel.weight(&[f64::NAN]), 1.0, 0.0);
        near(kernel.weight(&[0.0, f64::INFINITY]), 0.0, 0.0);
    }
}

proptest! {
    #[test]
    fn a_weight_is_a_probability_whatever_the_order(
        mut distances in prop::collection::vec(-6.0..6.0_f64, 0..6),
    ) {
        for kernel in [Kernel::Normal, Kernel::Student] {
            let weight = kernel.weight(&distances);
            prop_assert!(weight > 0.0 && weight <= 1.0);
            distances.reverse();
            prop_assert!((kernel.weight(&distances) / weight - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn independent_figures_add_their_squares(differences in prop::collection::vec(-3.0..3.0_f64, 1..5)) {
        let size = differences.len();
        let diagonal: Vec<Vec<f64>> = (0..size)
            .map(|row| (0..size).map(|column| if row == column { 0.5 } else { 0.0 }).collect())
            .collect();
        let squares: f64 = differences.iter().map(|away| away * away / 0.5).sum();
        let found = correlated_implausibility(&differences, &diagonal).unwrap();
        prop_assert!((found - squares.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn weaker_assumptions_cut_later(figures in 1..40_usize, level in 0.001..0.16_f64) {
        let at = |cut_off: CutOff| cut_off.at(figures, level);
        prop_assert!(at(CutOff::IndependentNormal) <= at(CutOff::Normal) + 1e-12);
        prop_assert!(at(CutOff::Normal) < at(CutOff::Unimodal));
    }
}
