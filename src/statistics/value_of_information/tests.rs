//! Held against what `tests/fixtures/value_of_information.py` makes of the same worlds by other ways, and against closed forms.

use proptest::prelude::*;
use rand::RngExt;
use statrs::distribution::{Beta, ContinuousCDF};

use super::*;
use crate::statistics::generator::{generator, normal};
use crate::statistics::{Moments, WorldsError};

#[derive(serde::Deserialize)]
struct Fixture {
    vignette_of_voi: Vignette,
    linear_gaussian: LinearGaussian,
    three_options: ThreeOptions,
    beta_binomial: BetaBinomial,
    ensemble: Ensemble,
    bias_at_500_worlds: BiasTable,
    chance: Vec<Chance>,
}

#[derive(serde::Deserialize)]
struct Vignette {
    mean: f64,
    evpi: f64,
    evppi_p1: f64,
    evppi_p2: f64,
    printed_exact_evpi: f64,
    studies_of_p1: Vec<ClosedStudy>,
}

#[derive(serde::Deserialize)]
struct ClosedStudy {
    n: usize,
    evsi: f64,
    probability_choice_changes: f64,
}

#[derive(serde::Deserialize)]
struct LinearGaussian {
    covariance: Vec<Vec<f64>>,
    a: Vec<f64>,
    m: f64,
    groups: std::collections::BTreeMap<String, ClosedGroup>,
    studies_of_theta1_error_sd_2: Vec<ClosedStudy>,
}

#[derive(serde::Deserialize)]
struct ClosedGroup {
    explained_variance: f64,
    evppi: f64,
    probability_choice_changes: f64,
}

#[derive(serde::Deserialize)]
struct ThreeOptions {
    mean: [f64; 3],
    sd: [f64; 3],
    correlation: f64,
    evpi: f64,
}

#[derive(serde::Deserialize)]
struct BetaBinomial {
    a: f64,
    b: f64,
    c: f64,
    t: f64,
    evpi_of_p: f64,
    studies: Vec<ClosedStudy>,
}

#[derive(serde::Deserialize)]
struct Ensemble {
    evpi: f64,
    evpi_standard_error: f64,
    evpi_probability_choice_changes: f64,
    evppi: Vec<OfParameter>,
    evppi_of_asked_cubic: f64,
    survey_of_asked: Vec<OfSurvey>,
    groups: Vec<OfGroup>,
    evpi_of_groups: f64,
    all_by_ridge: Learnt,
}

#[derive(serde::Deserialize)]
struct OfParameter {
    truth: f64,
    ten_bins: f64,
    twenty_bins: f64,
    seven_bins: f64,
    two_options: TwoOptions,
    #[serde(flatten)]
    learnt: Learnt,
}

#[derive(serde::Deserialize)]
struct TwoOptions {
    cubic_regression: f64,
    bias: f64,
    corrected: f64,
}

#[derive(serde::Deserialize)]
struct OfGroup {
    parameters: Vec<usize>,
    #[serde(flatten)]
    learnt: Learnt,
}

#[derive(serde::Deserialize)]
struct Learnt {
    value: f64,
    standard_error: f64,
    bias: f64,
    crossfit_5: f64,
    crossfit_5_error: f64,
    probability_choice_changes: f64,
    r_squared: Vec<f64>,
}

#[derive(serde::Deserialize)]
struct OfSurvey {
    n: usize,
    evsi_weights: f64,
    probability_choice_changes: f64,
    mean_effective_size: f64,
    evsi_moments: f64,
}

#[derive(serde::Deserialize)]
struct BiasTable {
    rows: Vec<Vec<serde_json::Value>>,
}

#[derive(serde::Deserialize)]
struct Chance {
    mean: f64,
    sd_worlds: f64,
    sd_chance: f64,
    runs_per_world: usize,
    restored_simulated: f64,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("../../../tests/fixtures/value_of_information.json")).unwrap()
}

/// The worlds of the fixture: four parameters, a share that a survey can measure, and what two options gain.
struct Worlds {
    parameters: Vec<Vec<f64>>,
    asked: Vec<f64>,
    gains: Vec<Vec<f64>>,
}

fn worlds() -> Worlds {
    let text = include_str!("../../../tests/fixtures/value_of_information.csv");
    let mut columns = vec![Vec::new(); 7];
    for line in text.lines().skip(1) {
        for (column, cell) in columns.iter_mut().zip(line.split(',')) {
            column.push(cell.parse().unwrap());
        }
    }
    let gains = columns.split_off(5);
    let asked = columns.pop().unwrap();
    Worlds {
        parameters: columns,
        asked,
        gains,
    }
}

/// Three options: as today, and two that gain something.
fn three(worlds: &Worlds) -> NetBenefits {
    let mut benefits = vec![vec![0.0; 500]];
    benefits.extend(worlds.gains.iter().cloned());
    NetBenefits::of(&benefits).unwrap()
}

fn two(gain: Vec<f64>) -> NetBenefits {
    NetBenefits::of(&[vec![0.0; gain.len()], gain]).unwrap()
}

fn near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (one, other) in found.iter().zip(expected) {
        assert!((one - other).abs() < 1e-9, "{found:?} against {expected:?}");
    }
}

/// All that a regression says; the bias of three options is a mean over points.
fn agrees(found: &PartialInformation, expected: &Learnt) {
    near(
        &[
            found.value,
            found.standard_error,
            found.cross_fitted,
            found.cross_fitted_error,
            found.change_probability,
        ],
        &[
            expected.value,
            expected.standard_error,
            expected.crossfit_5,
            expected.crossfit_5_error,
            expected.probability_choice_changes,
        ],
    );
    let explained: Vec<f64> = found
        .r_squared
        .iter()
        .copied()
        .filter(|share| share.is_finite())
        .collect();
    near(&explained, &expected.r_squared);
    assert!(
        (found.bias - expected.bias).abs() < 2e-5,
        "{} {}",
        found.bias,
        expected.bias
    );
}

#[test]
fn normal_differences_have_the_values_of_quadrature_and_of_print() {
    let of = |mean: f64, variance: f64| NormalDifference {
        mean,
        standard_deviation: variance.sqrt(),
    };
    let Fixture {
        vignette_of_voi: vignette,
        linear_gaussian: linear,
        ..
    } = fixture();
    let known = [5.0, 1.0, 4.0].map(|variance| of(vignette.mean, variance).value());
    near(&known, &[vignette.evpi, vignette.evppi_p1, vignette.evppi_p2]);
    assert!((known[0] - vignette.printed_exact_evpi).abs() < 5e-8);
    for study in vignette.studies_of_p1 {
        let answers = study.n as f64;
        let after = of(-vignette.mean, answers / (answers + 1.0));
        near(
            &[after.value(), after.change_probability()],
            &[study.evsi, study.probability_choice_changes],
        );
    }
    for group in linear.groups.values() {
        let after = of(linear.m, group.explained_variance);
        near(
            &[after.value(), after.change_probability()],
            &[group.evppi, group.probability_choice_changes],
        );
    }
    // Far in the tail the value is the small difference of small numbers.
    let far = of(linear.m, linear.groups["2"].explained_variance).value();
    assert!((far / linear.groups["2"].evppi - 1.0).abs() < 1e-9, "{far}");
    let nothing = of(0.3, 0.0);
    near(&[nothing.value(), nothing.change_probability()], &[0.0; 2]);
}

#[test]
fn perfect_information_is_worth_what_the_best_of_each_world_brings() {
    let ensemble = fixture().ensemble;
    let choice = three(&worlds());
    assert_eq!(choice.present(), 1);
    let found = choice.perfect_information();
    near(
        &[found.value, found.standard_error, found.change_probability],
        &[
            ensemble.evpi,
            ensemble.evpi_standard_error,
            ensemble.evpi_probability_choice_changes,
        ],
    );
}

#[test]
fn cubics_and_bins_agree_with_statsmodels_and_pandas() {
    let worlds = worlds();
    let choice = three(&worlds);
    for (parameter, expected) in worlds.parameters.iter().zip(fixture().ensemble.evppi) {
        let found = choice
            .partial_information(std::slice::from_ref(parameter))
            .unwrap();
        agrees(&found, &expected.learnt);
        assert!((found.value - expected.truth).abs() < 4.0 * found.standard_error);
        let bins = |parts| choice.partial_information_by_bins(parameter, parts).unwrap();
        near(
            &[bins(10), bins(20), bins(7)],
            &[expected.ten_bins, expected.twenty_bins, expected.seven_bins],
        );
        let alone = two(worlds.gains[0].clone())
            .partial_information(std::slice::from_ref(parameter))
            .unwrap();
        let two_options = expected.two_options;
        near(
            &[alone.value, alone.bias, alone.corrected()],
            &[
                two_options.cubic_regression,
                two_options.bias,
                two_options.corrected,
            ],
        );
    }
}

/// The net benefits of the fixture's groups: they bend, two parameters work together, and something is left to chance.
fn rich(worlds: &Worlds) -> NetBenefits {
    let chance = |world: usize, multiple: f64| 2.0 * ((world as f64 * multiple) % 1.0) - 1.0;
    let [first, second, third] = [0, 1, 2].map(|parameter| &worlds.parameters[parameter]);
    let gains = (0..500).map(|world| worlds.gains[0][world] + chance(world, 0.618_033_988_749_894_9));
    let others = (0..500).map(|world| {
        let bend = 0.4 * first[world] * second[world] + 0.3 * third[world] * third[world] - 0.3;
        worlds.gains[1][world] + bend + chance(world, 0.754_877_666_246_692_7)
    });
    NetBenefits::of(&[vec![0.0; 500], gains.collect(), others.collect()]).unwrap()
}

#[test]
fn groups_agree_with_least_squares_of_numpy_and_scikit_learn() {
    let worlds = worlds();
    let choice = rich(&worlds);
    let ensemble = fixture().ensemble;
    near(&[choice.perfect_information().value], &[ensemble.evpi_of_groups]);
    for expected in ensemble.groups {
        let parameters = expected.parameters.iter();
        let group: Vec<Vec<f64>> = parameters
            .map(|number| worlds.parameters[number - 1].clone())
            .collect();
        agrees(&choice.partial_information(&group).unwrap(), &expected.learnt);
    }
    let mut all = worlds.parameters.clone();
    all.push(worlds.asked.clone());
    agrees(&choice.partial_information(&all).unwrap(), &ensemble.all_by_ridge);
}

#[test]
fn a_survey_agrees_with_the_sum_over_its_results() {
    let worlds = worlds();
    let choice = three(&worlds);
    let ensemble = fixture().ensemble;
    let certain = choice
        .partial_information(std::slice::from_ref(&worlds.asked))
        .unwrap();
    near(&[certain.value], &[ensemble.evppi_of_asked_cubic]);
    for expected in ensemble.survey_of_asked {
        let found = choice.survey(&worlds.asked, expected.n).unwrap();
        near(
            &[
                found.exact.value,
                found.exact.change_probability,
                found.effective_worlds,
                found.by_moments.value,
            ],
            &[
                expected.evsi_weights,
                expected.probability_choice_changes,
                expected.mean_effective_size,
                expected.evsi_moments,
            ],
        );
    }
}

#[test]
fn a_survey_of_many_worlds_is_that_of_a_beta_distribution() {
    let BetaBinomial {
        a,
        b,
        c,
        t,
        evpi_of_p,
        studies,
    } = fixture().beta_binomial;
    let distribution = Beta::new(a, b).unwrap();
    let shares: Vec<f64> = (0..1_000)
        .map(|world| distribution.inverse_cdf((f64::from(world) + 0.5) / 1_000.0))
        .collect();
    let choice = two(shares.iter().map(|share| c * (share - t)).collect());
    assert!((choice.perfect_information().value - evpi_of_p).abs() < 1e-3);
    for study in studies {
        let found = choice.survey(&shares, study.n).unwrap();
        assert!(
            (found.exact.value - study.evsi).abs() < 2e-3,
            "{found:?} {}",
            study.evsi
        );
        assert!((found.exact.change_probability - study.probability_choice_changes).abs() < 2e-3);
        // Net benefits are straight in the share, so that only the shape of what will be expected differs.
        assert!(
            (found.by_moments.value - study.evsi).abs() < 0.015,
            "{found:?} {}",
            study.evsi
        );
    }
}

/// Worlds with the parameters of the linear-Gaussian fixture, and the difference of two options.
fn linear_worlds(linear: &LinearGaussian, count: usize) -> (Vec<Vec<f64>>, Vec<f64>) {
    let mut root = vec![vec![0.0; 4]; 4];
    for row in 0..4 {
        for column in 0..=row {
            let known: f64 = (0..column).map(|k| root[row][k] * root[column][k]).sum();
            let rest: f64 = linear.covariance[row][column] - known;
            root[row][column] = if row == column {
                rest.sqrt()
            } else {
                rest / root[column][column]
            };
        }
    }
    let mut draws = generator(31);
    let mut parameters = vec![Vec::new(); 4];
    let mut gain = Vec::new();
    for _ in 0..count {
        let z: Vec<f64> = (0..4).map(|_| normal(&mut draws)).collect();
        let world: Vec<f64> = root
            .iter()
            .map(|row| row.iter().zip(&z).map(|(cell, z)| cell * z).sum())
            .collect();
        gain.push(
            linear.m
                + world
                    .iter()
                    .zip(&linear.a)
                    .map(|(value, a)| value * a)
                    .sum::<f64>(),
        );
        for (parameter, value) in parameters.iter_mut().zip(world) {
            parameter.push(value);
        }
    }
    (parameters, gain)
}

#[test]
fn many_worlds_lead_to_the_closed_forms() {
    let linear = fixture().linear_gaussian;
    let (parameters, gain) = linear_worlds(&linear, 4_000);
    let choice = two(gain);
    for (names, expected) in &linear.groups {
        let numbers = names.split('+').map(|name| name.parse::<usize>().unwrap());
        let group: Vec<Vec<f64>> = numbers.map(|number| parameters[number - 1].clone()).collect();
        let found = choice.partial_information(&group).unwrap();
        assert!(
            (found.value - expected.evppi).abs() <= 4.0 * found.standard_error + 1e-3,
            "{names}: {found:?}"
        );
        assert!(
            (found.change_probability - expected.probability_choice_changes).abs() < 0.04,
            "{names}"
        );
        assert!(
            (found.r_squared[0] - expected.explained_variance / 0.848).abs() < 0.05,
            "{names}"
        );
        // The fourth parameter alone is worth a hundredth, which takes more worlds to see.
        if names != "4" {
            assert_eq!(found.is_found(), names != "2", "{names}: {found:?}");
        }
    }
    for study in &linear.studies_of_theta1_error_sd_2 {
        let found = choice.measurement(&parameters[0], study.n, 2.0).unwrap();
        assert!(
            (found.value - study.evsi).abs() < 0.02,
            "{found:?} {}",
            study.evsi
        );
        assert!((found.change_probability - study.probability_choice_changes).abs() < 0.04);
    }
}

#[test]
fn three_options_have_the_value_of_two_quadratures() {
    let ThreeOptions {
        mean,
        sd,
        correlation,
        evpi,
    } = fixture().three_options;
    let mut draws = generator(8);
    let mut options = vec![Vec::new(); 3];
    for _ in 0..20_000 {
        let (one, other) = (normal(&mut draws), normal(&mut draws));
        let with = correlation * one + (1.0 - correlation * correlation).sqrt() * other;
        for ((option, mean), (sd, z)) in options
            .iter_mut()
            .zip(mean)
            .zip(sd.into_iter().zip([0.0, one, with]))
        {
            option.push(mean + sd * z);
        }
    }
    let found = NetBenefits::of(&options).unwrap().perfect_information();
    assert!(
        (found.value - evpi).abs() < 4.0 * found.standard_error,
        "{found:?}"
    );
    assert!(found.standard_error < 0.005);
}

/// Means over simulated ensembles of 500 worlds, in the columns of the fixture that are computed here.
#[test]
fn estimates_are_biased_as_in_simulations_of_numpy() {
    const SIMULATIONS: usize = 60;
    let mut draws = generator(6);
    let table = fixture().bias_at_500_worlds.rows;
    for (pair, (mean, slope)) in table.chunks(2).zip([(0.2, 0.0), (0.02, 0.0), (0.2, 0.4)]) {
        let mut found = [Moments::default(); 6];
        for _ in 0..SIMULATIONS {
            let parameter: Vec<f64> = (0..500).map(|_| normal(&mut draws)).collect();
            let gain = parameter
                .iter()
                .map(|value| mean + slope * value + normal(&mut draws))
                .collect();
            let choice = two(gain);
            let learnt = choice
                .partial_information(std::slice::from_ref(&parameter))
                .unwrap();
            let bins = |parts| choice.partial_information_by_bins(&parameter, parts).unwrap();
            let row = [
                learnt.value,
                learnt.value - learnt.bias,
                bins(10),
                bins(50),
                learnt.cross_fitted,
                learnt.standard_error,
            ];
            for (moments, value) in found.iter_mut().zip(row) {
                moments.push(value);
            }
        }
        let of = |row: &[serde_json::Value]| [2, 3, 6, 7, 8, 9].map(|column| row[column].as_f64().unwrap());
        for ((moments, expected), sd) in found.iter().zip(of(&pair[0])).zip(of(&pair[1])) {
            let four_errors = 4.0 * sd * (1.0 / SIMULATIONS as f64 + 1.0 / 1_000.0).sqrt() + 1e-4;
            assert!(
                (moments.mean() - expected).abs() < four_errors,
                "{}: {found:?}",
                pair[0][0]
            );
        }
    }
}

#[test]
fn chance_makes_no_knowledge() {
    const SIMULATIONS: usize = 40;
    let mut draws = generator(9);
    for case in fixture().chance {
        let mut found = Moments::default();
        for _ in 0..SIMULATIONS {
            let runs: Vec<Vec<f64>> = (0..500)
                .map(|_| {
                    let world = case.mean + case.sd_worlds * normal(&mut draws);
                    let run = |_| world + case.sd_chance * normal(&mut draws);
                    (0..case.runs_per_world).map(run).collect()
                })
                .collect();
            let none = vec![vec![0.0; case.runs_per_world]; 500];
            found.push(
                NetBenefits::of_runs(&[none, runs])
                    .unwrap()
                    .perfect_information()
                    .value,
            );
        }
        let four_errors = 4.0 * found.standard_deviation() / (SIMULATIONS as f64).sqrt();
        assert!(
            (found.mean() - case.restored_simulated).abs() < four_errors,
            "{found:?}"
        );
    }
}

/// Regressions average chance: what is learnt of noisy runs is that of the means of worlds, but never more than all there is to know.
#[test]
fn regressions_take_runs_as_they_are() {
    let worlds = worlds();
    let mut draws = generator(3);
    let mut noisy = |values: &Vec<f64>, size: f64| -> Vec<Vec<f64>> {
        values
            .iter()
            .map(|value| (0..2).map(|_| value + size * normal(&mut draws)).collect())
            .collect()
    };
    let (zero, gain) = (noisy(&vec![0.0; 500], 0.5), noisy(&worlds.gains[0], 0.5));
    let mean = |table: &[Vec<f64>]| -> Vec<f64> { table.iter().map(|row| 0.5 * (row[0] + row[1])).collect() };
    let of_means = NetBenefits::of(&[mean(&zero), mean(&gain)]).unwrap();
    let of_runs = NetBenefits::of_runs(&[zero, gain]).unwrap();
    let learnt = |choice: &NetBenefits| choice.partial_information(&worlds.parameters[..1]).unwrap();
    assert_eq!(
        format!("{:?}", learnt(&of_means)),
        format!("{:?}", learnt(&of_runs))
    );
    assert!(of_runs.perfect_information().value < 0.9 * of_means.perfect_information().value);
    // Where runs show no difference between worlds, nothing is to be known, whatever a regression finds.
    let only_chance = noisy(&vec![0.0; 500], 1.0);
    let mirrored = only_chance.iter().map(|row| vec![row[0], 0.1 - row[0]]).collect();
    let none = NetBenefits::of_runs(&[vec![vec![0.0; 2]; 500], mirrored]).unwrap();
    near(
        &[none.perfect_information().value, learnt(&none).value],
        &[0.0; 2],
    );
}

/// The second runs of some worlds tell how much is chance; the first ones stand for all.
#[test]
fn some_worlds_twice_are_enough() {
    let mut draws = generator(4);
    let (mut gain, mut levels): (Vec<Vec<f64>>, Vec<f64>) = Default::default();
    for world in 0..400 {
        let level = 0.2 + normal(&mut draws);
        levels.push(level);
        let runs = if world % 4 == 0 { 2 } else { 1 };
        gain.push((0..runs).map(|_| level + normal(&mut draws)).collect());
    }
    let zero: Vec<Vec<f64>> = gain.iter().map(|runs| vec![0.0; runs.len()]).collect();
    let found = NetBenefits::of_runs(&[zero, gain.clone()]).unwrap();
    let first = two(gain.iter().map(|runs| runs[0]).collect());
    let of_levels = |choice: &NetBenefits| choice.partial_information_by_bins(&levels, 10).unwrap();
    near(&[of_levels(&found)], &[of_levels(&first)]);
    let truth = NormalDifference {
        mean: 0.2,
        standard_deviation: 1.0,
    };
    let (noisy, restored) = (first.perfect_information(), found.perfect_information());
    assert!(
        (restored.value - truth.value()).abs() < 4.0 * restored.standard_error,
        "{restored:?}"
    );
    assert!(restored.value < 0.85 * noisy.value, "{restored:?} {noisy:?}");
}

#[test]
fn levels_have_means_of_their_own() {
    let level = |world: usize| (world * 7) % 3;
    let parameter: Vec<f64> = (0..60).map(|world| level(world) as f64).collect();
    let gain: Vec<f64> = (0..60)
        .map(|world| [1.0, -3.0, 1.5][level(world)] + 0.01 * world as f64)
        .collect();
    let found = two(gain.clone())
        .partial_information(std::slice::from_ref(&parameter))
        .unwrap();
    let mean = |wanted: usize| {
        let values: Moments = (0..60)
            .filter(|world| level(*world) == wanted)
            .map(|world| gain[world])
            .collect();
        values.mean()
    };
    let means = [0, 1, 2].map(mean);
    let now = means.iter().sum::<f64>() / 3.0;
    let expected = means.iter().map(|mean| mean.max(0.0)).sum::<f64>() / 3.0 - now.max(0.0);
    near(
        &[found.value, found.change_probability],
        &[expected, 1.0 / 3.0 * if now > 0.0 { 1.0 } else { 2.0 }],
    );
    // In a group, too: knots fall together.
    let other: Vec<f64> = (0..60).map(|world| f64::from((world * 11 % 60) as u32)).collect();
    let group = two(gain).partial_information(&[parameter, other]).unwrap();
    assert!(
        group.r_squared[0] > found.r_squared[0] - 1e-12 || group.r_squared[1] > found.r_squared[1] - 1e-12
    );
}

#[test]
fn what_does_not_vary_teaches_nothing() {
    let worlds = worlds();
    let choice = three(&worlds);
    let flat = vec![0.3; 500];
    let learnt = choice.partial_information(std::slice::from_ref(&flat)).unwrap();
    near(
        &[
            learnt.value,
            learnt.standard_error,
            learnt.change_probability,
            learnt.cross_fitted,
        ],
        &[0.0; 4],
    );
    assert!(!learnt.is_found());
    let survey = choice.survey(&flat, 50).unwrap();
    near(
        &[
            survey.exact.value,
            survey.by_moments.value,
            survey.effective_worlds,
        ],
        &[0.0, 0.0, 500.0],
    );
    let nobody = choice.survey(&worlds.asked, 0).unwrap();
    near(&[nobody.exact.value, nobody.by_moments.value], &[0.0; 2]);
    // An option that is always the best leaves nothing to learn, and one that is the same as another adds nothing.
    let better = worlds.gains[0].iter().map(|gain| gain.abs() + 0.1).collect();
    let sure = two(better).partial_information(&worlds.parameters).unwrap();
    near(&[sure.value, sure.change_probability], &[0.0; 2]);
    let gain = &worlds.gains[0];
    let twice = NetBenefits::of(&[vec![0.0; 500], gain.clone(), gain.clone()]).unwrap();
    let once = two(gain.clone());
    let of = |choice: &NetBenefits| choice.partial_information(&worlds.parameters[..1]).unwrap();
    near(
        &[of(&twice).value, of(&twice).cross_fitted],
        &[of(&once).value, of(&once).cross_fitted],
    );
    assert!((of(&twice).bias - of(&once).bias).abs() < 1e-4);
}

#[test]
fn extreme_shares_are_shares() {
    let mut draws = generator(2);
    let shares: Vec<f64> = (0..100)
        .map(|world| [0.0, 1.0, 0.5, draws.random()][world % 4])
        .collect();
    let found = two(shares.iter().map(|share| share - 0.4).collect())
        .survey(&shares, 40)
        .unwrap();
    assert!(found.exact.value > 0.0 && found.exact.value <= 0.2);
    assert!((0.0..=1.0).contains(&found.exact.change_probability) && found.effective_worlds <= 100.0);
}

#[test]
fn what_cannot_be_valued_is_said() {
    let choice = three(&worlds());
    assert_eq!(NetBenefits::of(&[]), Err(InformationError::OneOption));
    assert_eq!(
        NetBenefits::of(&[vec![1.0, 2.0]]),
        Err(InformationError::OneOption)
    );
    let few = |found, needed| InformationError::TooFewWorlds { found, needed };
    assert_eq!(NetBenefits::of(&[vec![1.0], vec![2.0]]), Err(few(1, 2)));
    let odd = [vec![1.0, f64::NAN], vec![2.0, 1.0]];
    assert_eq!(NetBenefits::of(&odd), Err(InformationError::NotANumber));
    let once = [vec![vec![1.0]; 9], vec![vec![2.0]; 9]];
    assert_eq!(NetBenefits::of_runs(&once), Err(WorldsError::RunOnce.into()));
    let lacking = [vec![vec![1.0, 2.0]; 9], vec![vec![2.0, f64::INFINITY]; 9]];
    assert_eq!(NetBenefits::of_runs(&lacking), Err(InformationError::NotANumber));
    assert_eq!(
        choice.partial_information(&[]),
        Err(InformationError::NoParameter)
    );
    let mut unknown = vec![0.5; 500];
    unknown[7] = f64::NAN;
    assert_eq!(
        choice.partial_information(&[unknown.clone()]),
        Err(InformationError::NotANumber)
    );
    assert_eq!(
        choice.partial_information_by_bins(&unknown, 10),
        Err(InformationError::NotANumber)
    );
    assert_eq!(
        choice.measurement(&unknown, 10, 1.0),
        Err(InformationError::NotANumber)
    );
    assert_eq!(choice.survey(&unknown, 10), Err(InformationError::NotAShare));
    assert_eq!(choice.survey(&[1.01; 500], 10), Err(InformationError::NotAShare));
    let small = two((0..34).map(f64::from).collect());
    for (parameters, needed) in [
        (1, None),
        (2, Some(35)),
        (3, Some(50)),
        (4, Some(65)),
        (5, Some(65)),
        (13, Some(70)),
    ] {
        let some: Vec<Vec<f64>> = vec![(0..34).map(f64::from).collect(); parameters];
        let found = small.partial_information(&some).err();
        let expected = needed.filter(|needed| *needed > 34).map(|needed| few(34, needed));
        assert_eq!(found, expected, "{parameters}");
    }
    assert_eq!(
        small.partial_information_by_bins(&[0.0; 34], 35),
        Err(few(34, 35))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn values_keep_their_order_and_what_options_share_drops_out(
        raw in prop::collection::vec((0.0..=1.0_f64, -3.0..3.0_f64, -3.0..3.0_f64, -9.0..9.0_f64), 40..80),
        answers in 1..60_usize,
    ) {
        let shares: Vec<f64> = raw.iter().map(|world| world.0).collect();
        let one: Vec<f64> = raw.iter().map(|world| world.1).collect();
        let other: Vec<f64> = raw.iter().map(|world| world.0 + world.2).collect();
        let zero = vec![0.0; raw.len()];
        let choice = NetBenefits::of(&[zero, one.clone(), other.clone()]).unwrap();
        let parameter = std::slice::from_ref(&shares);
        let known = choice.partial_information(parameter).unwrap();
        let survey = choice.survey(&shares, answers).unwrap();
        let more = choice.survey(&shares, 2 * answers).unwrap();
        let chain = [0.0, survey.exact.value, more.exact.value, known.value, choice.perfect_information().value];
        prop_assert!(chain.windows(2).all(|pair| pair[0] <= pair[1] + 1e-9), "{chain:?}");
        let chain = [0.0, survey.by_moments.value, more.by_moments.value, known.value];
        prop_assert!(chain.windows(2).all(|pair| pair[0] <= pair[1] + 1e-9), "{chain:?}");
        prop_assert!(survey.effective_worlds <= raw.len() as f64 + 1e-9 && survey.effective_worlds >= 1.0);
        // The same in all options, options in another order, and the parameter in another unit.
        let common: Vec<f64> = raw.iter().map(|world| world.3).collect();
        let with = |values: &[f64]| values.iter().zip(&common).map(|(value, common)| value + common).collect();
        let moved = NetBenefits::of(&[with(&other), common.clone(), with(&one)]).unwrap();
        let in_percent: Vec<f64> = shares.iter().map(|share| 100.0 * share - 7.0).collect();
        let again = moved.partial_information(&[in_percent]).unwrap();
        for (one, other) in [
            (known.value, again.value),
            (known.standard_error, again.standard_error),
            (known.cross_fitted, again.cross_fitted),
            (known.change_probability, again.change_probability),
        ] {
            prop_assert!((one - other).abs() < 1e-7, "{known:?} {again:?}");
        }
    }
}
