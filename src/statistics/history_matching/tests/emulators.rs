//! Emulators against refits in Python, and whether their errors are what they say.

use crate::statistics::generator::{generator, normal};
use crate::statistics::history_matching::fixtures::{fixture, near};
use crate::statistics::history_matching::*;
use crate::statistics::latin_hypercube;

#[test]
fn terms_and_errors_are_those_of_refitting_without_each_run() {
    let expected = fixture().emulator;
    let terms = expected.terms();
    let emulator = Emulator::fit(&expected.points, &expected.values, 0.0).unwrap();
    assert_eq!(emulator.terms(), terms);
    for (found, expected) in emulator
        .leave_one_out_residuals()
        .iter()
        .zip(&expected.leave_one_out_residuals)
    {
        near(*found, *expected, 1e-9);
    }
    for (count, variance) in expected.leave_one_out_path.iter().enumerate() {
        let part = Emulator::with_terms(&terms[..count], &expected.points, &expected.values, 0.0).unwrap();
        near(part.leave_one_out_variance(), *variance, 1e-9);
    }
    let noisy = Emulator::fit(&expected.points, &expected.values, expected.chance).unwrap();
    for (number, point) in expected.new_points.iter().enumerate() {
        let emulation = emulator.at(point);
        near(emulation.mean, expected.mean[number], 1e-9);
        near(emulation.variance, expected.variance[number], 1e-9);
        near(
            emulation.variance / emulator.leave_one_out_variance() - 1.0,
            expected.leverage[number],
            1e-9,
        );
        near(
            noisy.at(point).variance,
            expected.variance_with_chance[number],
            1e-9,
        );
    }
}

/// The order of the runs, and the place and unit of the inputs, do not matter.
#[test]
fn an_emulator_does_not_hang_on_units() {
    let expected = fixture().emulator;
    let moved = |point: &Vec<f64>| -> Vec<f64> { point.iter().map(|value| 100.0 - 40.0 * value).collect() };
    let points: Vec<Vec<f64>> = expected.points.iter().rev().map(moved).collect();
    let values: Vec<f64> = expected.values.iter().rev().copied().collect();
    let emulator = Emulator::fit(&points, &values, 0.0).unwrap();
    assert_eq!(emulator.terms(), expected.terms());
    for (point, mean) in expected.new_points.iter().zip(&expected.mean) {
        near(emulator.at(&moved(point)).mean, *mean, 1e-9);
    }
}

#[test]
fn what_is_quadratic_is_met() {
    let points = latin_hypercube(30, 3, 2);
    let outcome = |x: &[f64]| 1.0 - x[0] + 2.0 * x[1] * x[1] - 3.0 * x[0] * x[2];
    let values: Vec<f64> = points.iter().map(|point| outcome(point)).collect();
    let emulator = Emulator::fit(&points, &values, 0.0).unwrap();
    assert!(emulator.terms().len() <= 9);
    for point in latin_hypercube(10, 3, 3) {
        near(emulator.at(&point).mean, outcome(&point), 1e-9);
    }
    let constant = Emulator::fit(&points, &[7.0; 30], 0.0).unwrap();
    assert!(constant.terms().is_empty());
    near(constant.at(&points[0]).mean, 7.0, 1e-12);
    assert!(constant.at(&points[0]).variance < 1e-24);
}

#[test]
fn inputs_that_do_not_vary_or_depend_on_others_have_no_terms() {
    let mut points = latin_hypercube(30, 2, 2);
    let values: Vec<f64> = points.iter().map(|point| point[0] + 0.1 * point[1]).collect();
    for point in &mut points {
        point.push(3.0);
        point.push(2.0 * point[0]);
    }
    let emulator = Emulator::fit(&points, &values, 0.0).unwrap();
    assert_eq!(emulator.terms(), [Term::Linear(0), Term::Linear(1)]);
    let all = [Term::Linear(0), Term::Linear(3), Term::Linear(2), Term::Linear(1)];
    let given = Emulator::with_terms(&all, &points, &values, 0.0).unwrap();
    assert_eq!(given.terms(), [Term::Linear(0), Term::Linear(1)]);
    near(given.at(&points[3]).mean, values[3], 1e-9);
}

/// Without its rule of stopping an emulator of 100 runs of 20 inputs that do nothing has 33 terms and errs 2.7 times as much as it
/// says.
#[test]
fn errors_are_what_an_emulator_says() {
    let mut draws = generator(8);
    let (mut squares, mut large, mut count) = (0.0, 0, 0.0);
    for seed in 0..6 {
        let points = latin_hypercube(100, 20, seed);
        for active in [0.0, 1.0] {
            let mut outcome = |x: &[f64]| {
                active * (4.0 * x[0] + 3.0 * x[1] * x[2] + 0.7 * libm::sin(6.0 * x[3]))
                    + 0.5 * normal(&mut draws)
            };
            let values: Vec<f64> = points.iter().map(|point| outcome(point)).collect();
            let emulator = Emulator::fit(&points, &values, 0.0).unwrap();
            assert!(emulator.terms().len() < 10, "{} terms", emulator.terms().len());
            for point in latin_hypercube(100, 20, 1_000 + seed) {
                let emulation = emulator.at(&point);
                let error = (outcome(&point) - emulation.mean) / emulation.variance.sqrt();
                squares += error * error;
                large += usize::from(error.abs() > 3.0);
                count += 1.0;
            }
        }
    }
    let ratio = squares / count;
    assert!((0.85..1.2).contains(&ratio), "{ratio}");
    assert!((large as f64) < 0.01 * count, "{large} of {count}");
}

/// Where all that is left is luck, the variance is that of the coefficients alone, and never nothing.
#[test]
fn luck_is_taken_out_but_for_what_is_in_the_coefficients() {
    let mut draws = generator(9);
    let (mut squares, mut count) = (0.0, 0.0);
    for seed in 0..20 {
        let points = latin_hypercube(60, 2, seed);
        let values: Vec<f64> = points
            .iter()
            .map(|point| 2.0 * point[0] + 0.5 * normal(&mut draws))
            .collect();
        let emulator = Emulator::fit(&points, &values, 0.25).unwrap();
        for point in latin_hypercube(20, 2, 100 + seed) {
            let emulation = emulator.at(&point);
            assert!(emulation.variance > 0.0);
            let error = emulation.mean - 2.0 * point[0];
            squares += error * error / emulation.variance;
            count += 1.0;
        }
    }
    // The nugget is at least 0, so that errors are at most what is said.
    assert!((0.1..1.1).contains(&(squares / count)), "{}", squares / count);
}

#[test]
fn logarithms_of_variances_have_no_bias() {
    for row in fixture().log_bias {
        near(-log_chance_variance(1.0, row.runs), row.bias, 1e-12);
        near(
            log_chance_variance(7.0, row.runs) + row.bias,
            libm::log(7.0),
            1e-12,
        );
    }
}

#[test]
fn what_cannot_be_fitted_is_said() {
    let points = latin_hypercube(9, 2, 1);
    assert_eq!(
        Emulator::fit(&points, &[0.0; 9], 0.0),
        Err(EmulatorError::TooFewRuns {
            found: 9,
            needed: RUNS_FOR_EMULATOR
        })
    );
    assert!(Emulator::fit(&[], &[], 0.0).is_err());
    let mut points = latin_hypercube(12, 2, 1);
    let mut values = [1.0; 12];
    values[4] = f64::NAN;
    assert_eq!(
        Emulator::fit(&points, &values, 0.0),
        Err(EmulatorError::NoNumber { number: 5 })
    );
    points[2][1] = f64::INFINITY;
    let error = Emulator::fit(&points, &[1.0; 12], 0.0).unwrap_err();
    assert_eq!(
        error.to_string(),
        "draw 3 has an input or an outcome that is no finite number: leave it out"
    );
}

#[test]
#[should_panic(expected = "NaN is no variance")]
fn the_luck_of_runs_is_known() {
    let _ = Emulator::fit(&latin_hypercube(12, 2, 1), &[1.0; 12], f64::NAN);
}

#[test]
fn an_emulator_that_fails_may_not_rule_out() {
    let (seen, held_out) = (latin_hypercube(40, 2, 1), latin_hypercube(RUNS_HELD_OUT, 2, 2));
    let smooth = |x: &[f64]| x[0] + 0.5 * x[1] + 0.05 * libm::sin(5.0 * x[0]);
    let values: Vec<f64> = seen.iter().map(|point| smooth(point)).collect();
    let emulator = Emulator::fit(&seen, &values, 0.0).unwrap();
    let none = [0.0; RUNS_HELD_OUT];
    let mut values: Vec<f64> = held_out.iter().map(|point| smooth(point)).collect();
    let good = EmulatorCheck::of(&emulator, &held_out, &values, &none);
    assert!(good.may_rule_out(), "{good:?}");
    assert!(!EmulatorCheck::of(&emulator, &held_out[1..], &values[1..], &none[1..]).may_rule_out());
    // One bad run may be; two next to each other may not.
    let by_corner = |point: &usize| held_out[*point][0] + held_out[*point][1];
    let corner = (0..RUNS_HELD_OUT)
        .min_by(|one, other| by_corner(one).total_cmp(&by_corner(other)))
        .unwrap();
    values[corner] += 1.0;
    let one = EmulatorCheck::of(&emulator, &held_out, &values, &none);
    assert!(one.may_rule_out() && (one.large_share - 0.02).abs() < 1e-12);
    let squared = |point: &usize| -> f64 {
        (0..2)
            .map(|input| held_out[*point][input] - held_out[corner][input])
            .map(|away| away * away)
            .sum()
    };
    let next = (0..RUNS_HELD_OUT)
        .filter(|point| *point != corner)
        .min_by(|one, other| squared(one).total_cmp(&squared(other)))
        .unwrap();
    values[next] += 1.0;
    let two = EmulatorCheck::of(&emulator, &held_out, &values, &none);
    assert!(two.large_neighbours > 0 && !two.may_rule_out(), "{two:?}");
    // What luck may have done is no error of the emulator.
    assert!(EmulatorCheck::of(&emulator, &held_out, &values, &[0.2; RUNS_HELD_OUT]).may_rule_out());
    let scattered: Vec<f64> = (0..RUNS_HELD_OUT)
        .map(|point| smooth(&held_out[point]) + if point % 10 == 0 { 0.3 } else { 0.0 })
        .collect();
    assert!(!EmulatorCheck::of(&emulator, &held_out, &scattered, &none).may_rule_out());
    values[0] = f64::NAN;
    assert!(EmulatorCheck::of(&emulator, &held_out, &values, &none).standardised_errors[0].is_nan());
}
