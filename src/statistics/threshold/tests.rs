use proptest::prelude::*;

use super::families::{i_splines, shares};
use super::fixtures::{Table, oracle};
use super::least_squares::{Cone, dot};
use super::smooth::SmoothCurves;
use super::*;
use crate::statistics::generator::{normal, substream};
use crate::statistics::student::normal_cdf;

/// Seeds around a mean response: what a seed adds to all levels, and noise, both with this standard deviation.
fn outputs(mean: &[f64], seeds: usize, deviation: f64, number: u64) -> Vec<Vec<f64>> {
    let mut draws = substream(7, number);
    let mut noise = || deviation * normal(&mut draws);
    (0..seeds)
        .map(|_| {
            let offset = noise();
            mean.iter().map(|value| value + offset + noise()).collect()
        })
        .collect()
}

fn tenths() -> Vec<f64> {
    (0..=10).map(|step| f64::from(step) / 10.0).collect()
}

fn curve(shape: impl Fn(f64) -> f64) -> Vec<f64> {
    tenths().into_iter().map(shape).collect()
}

/// What is found in how many of some samples.
fn share_of(expected: ThresholdVerdict, mean: &[f64], seeds: usize, deviation: f64, samples: u64) -> f64 {
    let levels = tenths();
    let found = (0..samples).filter(|number| {
        let outputs = outputs(mean, seeds, deviation, *number);
        verdict(&Threshold::of(&levels, &outputs, 99, *number).unwrap()) == expected
    });
    found.count() as f64 / samples as f64
}

/// The verdict at a significance of 5 %.
fn verdict(found: &Threshold) -> ThresholdVerdict {
    ThresholdVerdict::of(found.p_value, found.p_fit, found.p_monotone, 0.05)
}

fn four_errors(share: f64, samples: u64) -> f64 {
    4.0 * (share * (1.0 - share) / samples as f64).sqrt()
}

fn rows(table: &Table) -> Vec<&[f64]> {
    table.rows.iter().map(Vec::as_slice).collect()
}

#[test]
fn fits_agree_with_scipy_and_statsmodels() {
    let oracle = oracle();
    let levels = shares(&oracle.levels);
    let curves = SmoothCurves::of(&levels);
    let splines = Cone::of(&i_splines(&levels));
    for table in &oracle.tables {
        let mean = centred(&Response::of(&rows(table)).mean);
        let squares = dot(&mean, &mean);
        let near = |value: f64, expected: f64| (value / expected - 1.0).abs() < 1e-9;
        assert!(near(squares - splines.gain(&mean), table.rss_splines));
        let smooth_rss = squares - curves.gain(&mean);
        assert!(near(smooth_rss, table.rss_smooth));
        let fitted = curves.fit(&mean);
        let rest: Vec<f64> = mean.iter().zip(&fitted).map(|(value, fit)| value - fit).collect();
        assert!(near(dot(&rest, &rest), table.rss_smooth));
        // The fixture has a grid of knots.
        let at_knot = |knot: f64| {
            let columns = [
                levels.iter().map(|level| level.min(knot)).collect(),
                levels.iter().map(|level| (level - knot).max(0.0)).collect(),
            ];
            squares - Cone::of(&columns).gain(&mean)
        };
        let of_grid: Vec<f64> = oracle.knots_tried.iter().map(|knot| at_knot(*knot)).collect();
        let hinge_rss = of_grid.iter().copied().fold(f64::INFINITY, f64::min);
        assert!(near(hinge_rss, table.rss_hinged));
        assert!(near(at_knot(table.knot), table.rss_hinged));
        let nothing = 1e-9 * squares;
        let statistic = libm::log((smooth_rss + nothing) / (hinge_rss + nothing));
        assert!(
            (statistic - table.statistic).abs() < 1e-9,
            "{statistic} against {}",
            table.statistic
        );
    }
}

#[test]
fn verdicts_and_intervals_agree_with_the_fixture() {
    let oracle = oracle();
    let step = 0.02;
    for (table, expected) in oracle
        .tables
        .iter()
        .zip([ThresholdVerdict::NoSharper, ThresholdVerdict::Threshold])
    {
        let found = Threshold::of(&oracle.levels, &table.rows, 999, 1).unwrap();
        assert_eq!((verdict(&found), found.seeds), (expected, 30));
        for (share, expected) in [
            (found.p_value, table.p_value),
            (found.p_fit, table.p_value_of_hinge_fit),
        ] {
            assert!(
                (share - expected).abs() < 0.001 + four_errors(expected, 999),
                "{share} against {expected}"
            );
        }
        let fits = Families::of(&oracle.levels).fits(&centred(&Response::of(&rows(table)).mean));
        // Knots between those of the fixture fit a little better, and are near them.
        assert!(fits.hinge_rss <= table.rss_hinged * (1.0 + 1e-9) && fits.hinge_rss > 0.9 * table.rss_hinged);
        assert!((found.knot - table.knot).abs() < step, "{}", found.knot);
        let [low, high] = table.knot_interval_95;
        let interval = found.knot_interval;
        assert!(
            (interval.low - low).abs() < step && (interval.high - high).abs() < step,
            "{interval:?}"
        );
        let change = found.slope_change;
        assert!(change.percentile(CONFIDENCE).contains(change.estimate));
    }
}

#[test]
fn smooth_responses_have_no_threshold() {
    // The fixture, of 150 samples: .047 and 0; at most 8 % is said.
    let hill = |level: f64| libm::pow(level, 2.4) / (libm::pow(level, 2.4) + libm::pow(0.27, 2.4));
    for (mean, seeds) in [
        (curve(f64::sqrt), 20),
        (curve(hill), 50),
        (curve(|level| level), 10),
    ] {
        let share = share_of(ThresholdVerdict::Threshold, &mean, seeds, 0.1, 20);
        assert!(share <= 0.08 + four_errors(0.08, 20), "{share}");
    }
    // However small the noise: here, one condition alone would not do.
    let mean = curve(|level| normal_cdf((level - 0.4) / 0.12));
    let found = Threshold::of(&tenths(), &outputs(&mean, 100, 0.02, 1), 199, 1).unwrap();
    assert!(
        found.p_value <= 0.05 && verdict(&found) == ThresholdVerdict::Bends,
        "{found:?}"
    );
}

#[test]
fn bends_are_found_as_often_as_in_the_fixture() {
    // .847 and .46 of 150 samples.
    for (mean, expected) in [
        (curve(|level| (level - 0.4).max(0.0) / 0.6), 0.847),
        (curve(|level| (level + 3.0 * (level - 0.5).max(0.0)) / 2.5), 0.46),
    ] {
        let share = share_of(ThresholdVerdict::Threshold, &mean, 20, 0.1, 30);
        let error = four_errors(expected, 30).hypot(four_errors(expected, 150));
        assert!((share - expected).abs() < error, "{share} against {expected}");
    }
}

#[test]
fn a_bend_between_knots_is_one_however_small_the_noise() {
    let mean = curve(|level| (level - 0.45).max(0.0));
    let share = share_of(ThresholdVerdict::Threshold, &mean, 20, 0.001, 20);
    assert!(share > 0.95 - four_errors(0.95, 20), "{share}");
    let found = Threshold::of(&tenths(), &outputs(&mean, 20, 0.001, 0), 99, 0).unwrap();
    let interval = found.knot_interval;
    assert!(
        interval.contains(0.45) && interval.half_width() >= 0.02 - 1e-12,
        "{found:?}"
    );
    assert!((found.slope_change.estimate - 1.0).abs() < 0.01);
}

#[test]
fn a_rounded_bend_is_none_at_one_place() {
    let mean = curve(|level| {
        let into = (level - 0.3).clamp(0.0, 0.4);
        into * into / 0.8 + (level - 0.7).max(0.0)
    });
    let found = Threshold::of(&tenths(), &outputs(&mean, 40, 0.01, 1), 199, 1).unwrap();
    assert_eq!(verdict(&found), ThresholdVerdict::Bends, "{found:?}");
}

#[test]
fn what_rises_and_falls_turns() {
    for mean in [
        curve(|level| 1.0 - 2.0 * (level - 0.5).abs()),
        curve(|level| level * (1.0 - level)),
    ] {
        let found = Threshold::of(&tenths(), &outputs(&mean, 20, 0.02, 1), 199, 1).unwrap();
        assert_eq!(verdict(&found), ThresholdVerdict::Turns, "{found:?}");
    }
    // Monotone with a flat part, the hardest case: .09 of 300 at 5 %.
    let flat = curve(|level| (level - 0.43).max(0.0));
    let turning = (0..20).filter(|number| {
        let outputs = outputs(&flat, 20, 0.1, *number);
        Threshold::of(&tenths(), &outputs, 99, *number)
            .unwrap()
            .p_monotone
            <= 0.05
    });
    assert!(turning.count() as f64 / 20.0 <= 0.09 + four_errors(0.09, 20));
}

#[test]
fn without_noise_everything_is_plain() {
    let of = |shape: &dyn Fn(f64) -> f64| {
        let found = Threshold::of(&tenths(), &vec![curve(shape); 10], 99, 1).unwrap();
        (verdict(&found), found.p_value <= 0.05)
    };
    assert_eq!(of(&|_| 1.0 / 3.0), (ThresholdVerdict::NoSharper, false));
    assert_eq!(
        of(&|level| 0.1 + 0.7 * level),
        (ThresholdVerdict::NoSharper, false)
    );
    assert_eq!(of(&|level| level * level), (ThresholdVerdict::NoSharper, false));
    assert_eq!(of(&|level| -level.min(0.37)), (ThresholdVerdict::Threshold, true));
}

#[test]
fn a_seed_decides_all() {
    let outputs = outputs(&curve(f64::sqrt), 12, 0.1, 3);
    let found = |seed| Threshold::of(&tenths(), &outputs, 49, seed).unwrap();
    assert_eq!(found(1), found(1));
    assert_ne!(found(1).slope_change, found(2).slope_change);
}

#[test]
fn what_cannot_be_asked_is_said() {
    let levels = tenths();
    let whole = vec![levels.clone(); 10];
    let ask = |levels: &[f64], rows: &[Vec<f64>]| Threshold::of(levels, rows, 9, 1).err();
    assert_eq!(ask(&levels, &whole), None);
    assert_eq!(
        ask(&levels[..7], &whole),
        Some(ThresholdError::TooFewLevels { found: 7, needed: 8 })
    );
    let mut turned = levels.clone();
    turned.swap(2, 3);
    assert_eq!(ask(&turned, &whole), Some(ThresholdError::UnorderedLevels));
    turned = levels.clone();
    turned[10] = f64::INFINITY;
    assert_eq!(ask(&turned, &whole), Some(ThresholdError::UnorderedLevels));
    let mut holes = whole.clone();
    holes[1][2] = f64::NAN;
    assert_eq!(
        ask(&levels, &holes),
        Some(ThresholdError::TooFewSeeds { found: 9, needed: 10 })
    );
    holes.push(levels.clone());
    assert_eq!(Threshold::of(&levels, &holes, 9, 1).unwrap().seeds, 10);
    holes[1].pop();
    assert_eq!(
        ask(&levels, &holes),
        Some(ThresholdError::Ragged {
            found: 10,
            levels: 11
        })
    );
}

#[test]
#[should_panic(expected = "needs resamples")]
fn a_distribution_needs_resamples() {
    let _ = Threshold::of(&tenths(), &vec![tenths(); 10], 0, 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn units_do_not_matter(
        number in 0_u64..1000,
        shift in -100.0..100.0_f64,
        factor in prop::sample::select(vec![-50.0, -0.01, 0.2, 1000.0]),
        first in -10.0..10.0_f64,
        range in 0.01..100.0_f64,
    ) {
        let rows = outputs(&curve(|level| level.min(0.6)), 12, 0.05, number);
        let plain = Threshold::of(&tenths(), &rows, 49, 1).unwrap();
        let levels: Vec<f64> = tenths().iter().map(|level| first + range * level).collect();
        let rows: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| row.iter().map(|value| shift + factor * value).collect())
            .collect();
        let other = Threshold::of(&levels, &rows, 49, 1).unwrap();
        let knot = first + range * plain.knot;
        prop_assert!((other.knot - knot).abs() < 1e-5 * range, "{} against {knot}", other.knot);
        let (change, same) = (other.slope_change.estimate, factor / range * plain.slope_change.estimate);
        prop_assert!((change - same).abs() < 1e-5 * (factor / range).abs());
        prop_assert!((other.p_value - plain.p_value).abs() < 1e-12 && (other.p_fit - plain.p_fit).abs() < 1e-12);
    }
}
