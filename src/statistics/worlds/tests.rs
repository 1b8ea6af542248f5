//! Held against what `tests/fixtures/worlds.py` makes of the same worlds by other ways.

use proptest::prelude::*;

use super::*;
use crate::statistics::generator::{generator, normal};
use crate::statistics::{Moments, student};

#[derive(serde::Deserialize)]
struct Fixture {
    example: Example,
    pairs_in_some_worlds: Pairs,
    split: Vec<Split>,
    share_of_worlds_better: Vec<Better>,
    exact_shares: Vec<Exact>,
}

#[derive(serde::Deserialize)]
struct Example {
    y: Vec<Vec<f64>>,
    mean_square_between: f64,
    mean_square_within: f64,
    variance_of_worlds: f64,
    variance_of_chance: f64,
    share_of_worlds: f64,
    share_interval_jackknife_95: [f64; 2],
    worlds_variance_error_jackknife: f64,
    worlds_variance_interval_log_95: [f64; 2],
    restoring_factor: f64,
    restored_world_means: Vec<f64>,
    standard_error_of_mean: f64,
    chance_alone_90: [f64; 2],
    restored_share_above_a_quarter: f64,
    restored_quantiles: Vec<[f64; 2]>,
    restored_worst_means: Vec<[f64; 2]>,
}

#[derive(serde::Deserialize)]
struct Pairs {
    one_run_each: Vec<f64>,
    pairs: Vec<[f64; 2]>,
    total_variance: f64,
    variance_of_chance: f64,
    variance_of_worlds: f64,
    share_of_worlds: f64,
    share_interval_jackknife_95: [f64; 2],
    worlds_variance_error_jackknife: f64,
    standard_error_of_mean: f64,
}

#[derive(serde::Deserialize)]
struct Split {
    share_of_worlds: f64,
    setup_cost_in_runs: f64,
    total_runs: usize,
    ideal_r_for_mean: f64,
    best_r_for_mean: usize,
    ideal_r_for_variance: f64,
    best_r_for_variance: usize,
}

#[derive(serde::Deserialize)]
struct Better {
    mean: f64,
    sd_worlds: f64,
    sd_chance: f64,
    runs_per_world: usize,
    truth: f64,
    naive: f64,
    restored_simulated: f64,
}

#[derive(serde::Deserialize)]
struct Exact {
    worlds_in_favour: usize,
    worlds: usize,
    interval_95: [f64; 2],
    p_fewer_than_95_percent_refuted: f64,
    p_95_percent_refuted: f64,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("../../../tests/fixtures/worlds.json")).unwrap()
}

fn near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (one, other) in found.iter().zip(expected) {
        assert!((one - other).abs() < 1e-9, "{found:?} against {expected:?}");
    }
}

/// All worlds once, the first of them twice.
fn once_and_twice() -> Vec<Vec<f64>> {
    let Pairs {
        one_run_each, pairs, ..
    } = fixture().pairs_in_some_worlds;
    let mut table: Vec<Vec<f64>> = one_run_each.iter().map(|run| vec![*run]).collect();
    for (row, pair) in table.iter_mut().zip(pairs) {
        *row = pair.to_vec();
    }
    table
}

#[test]
fn a_balanced_table_agrees_with_statsmodels_and_with_deleting_worlds() {
    let example = fixture().example;
    let found = VarianceComponents::of(&example.y).unwrap();
    assert_eq!((found.worlds, found.runs), (40, 3));
    near(
        &[found.of_worlds, found.of_chance, found.share, found.mean_error],
        &[
            example.variance_of_worlds,
            example.variance_of_chance,
            example.share_of_worlds,
            example.standard_error_of_mean,
        ],
    );
    let squares = [found.of_chance + 3.0 * found.of_worlds, found.of_chance];
    near(
        &squares,
        &[example.mean_square_between, example.mean_square_within],
    );
    let interval = [found.share_interval.low, found.share_interval.high];
    near(&interval, &example.share_interval_jackknife_95);
    near(
        &[found.of_worlds_error, found.restoring_factor()],
        &[example.worlds_variance_error_jackknife, example.restoring_factor],
    );
    let distance = student::quantile(0.975, 39.0) * found.of_worlds_error / found.of_worlds;
    let on_logarithm = [-distance, distance].map(|distance| found.of_worlds * libm::exp(distance));
    near(&on_logarithm, &example.worlds_variance_interval_log_95);
}

#[test]
fn some_worlds_twice_tell_chance_from_worlds() {
    let pairs = fixture().pairs_in_some_worlds;
    let mut table = once_and_twice();
    let found = VarianceComponents::of(&table).unwrap();
    assert_eq!((found.worlds, found.runs), (40, 1));
    near(
        &[
            found.of_worlds,
            found.of_chance,
            found.of_worlds + found.of_chance,
            found.share,
            found.of_worlds_error,
            found.mean_error,
            found.share_interval.low,
            found.share_interval.high,
        ],
        &[
            pairs.variance_of_worlds,
            pairs.variance_of_chance,
            pairs.total_variance,
            pairs.share_of_worlds,
            pairs.worlds_variance_error_jackknife,
            pairs.standard_error_of_mean,
            pairs.share_interval_jackknife_95[0],
            pairs.share_interval_jackknife_95[1],
        ],
    );
    // Which worlds were run twice does not matter.
    table.rotate_left(7);
    let turned = VarianceComponents::of(&table).unwrap();
    near(
        &[turned.of_worlds, turned.share_interval.low],
        &[found.of_worlds, found.share_interval.low],
    );
    let restored = RestoredWorlds::of(&table).unwrap();
    let moments: Moments = restored.values.iter().copied().collect();
    near(&[moments.variance()], &[pairs.variance_of_worlds]);
    // Both deviations of a pair are half its difference, stretched by √2.
    let alone = spread_by_chance(&table, 1.0).unwrap();
    near(&[alone.high, -alone.low], &[0.072 / 2.0_f64.sqrt(); 2]);
}

#[test]
fn restored_worlds_have_the_spread_of_worlds_and_tell_what_is_seen_in_them() {
    let example = fixture().example;
    let found = RestoredWorlds::of(&example.y).unwrap();
    near(&found.values, &example.restored_world_means);
    let moments: Moments = found.values.iter().copied().collect();
    near(
        &[moments.variance(), moments.mean()],
        &[example.variance_of_worlds, found.components.mean],
    );
    near(
        &[found.share_above(0.25)],
        &[example.restored_share_above_a_quarter],
    );
    for [probability, expected] in example.restored_quantiles {
        near(&[found.quantile(probability)], &[expected]);
    }
    for [share, expected] in example.restored_worst_means {
        near(&[found.worst_mean(share)], &[expected]);
    }
    let alone = spread_by_chance(&example.y, 0.9).unwrap();
    near(&[alone.low, alone.high], &example.chance_alone_90);
}

#[test]
fn a_world_without_a_number_is_left_out() {
    let whole = fixture().example.y;
    let mut table = whole.clone();
    table.insert(3, vec![0.2, f64::NAN, 0.3]);
    table.push(vec![f64::INFINITY; 3]);
    let (with, without) = (
        RestoredWorlds::of(&table).unwrap(),
        RestoredWorlds::of(&whole).unwrap(),
    );
    assert_eq!(with.components, without.components);
    assert!(with.values[3].is_nan() && with.values[41].is_nan());
    assert_eq!(with.values[4..41], without.values[3..]);
    assert_eq!(with.count_above(0.25), without.count_above(0.25));
    assert_eq!(spread_by_chance(&table, 0.9), spread_by_chance(&whole, 0.9));
}

/// Of 500 worlds with few runs each, restored values find the share of worlds that are better, and noisy ones do not.
#[test]
fn chance_does_not_hide_in_how_many_worlds_a_design_is_better() {
    const SIMULATIONS: usize = 40;
    let mut draws = generator(5);
    for case in fixture().share_of_worlds_better {
        let (mut restored, mut noisy) = (Moments::default(), Moments::default());
        for _ in 0..SIMULATIONS {
            let table: Vec<Vec<f64>> = (0..500)
                .map(|_| {
                    let world = case.mean + case.sd_worlds * normal(&mut draws);
                    let run = |_| world + case.sd_chance * normal(&mut draws);
                    (0..case.runs_per_world).map(run).collect()
                })
                .collect();
            restored.push(RestoredWorlds::of(&table).unwrap().share_above(0.0));
            let better = table.iter().filter(|row| row.iter().sum::<f64>() > 0.0).count();
            noisy.push(better as f64 / 500.0);
        }
        let four_errors =
            |moments: &Moments| 4.0 * moments.standard_deviation() / (SIMULATIONS as f64).sqrt();
        let off = (restored.mean() - case.restored_simulated).abs();
        assert!(
            off < four_errors(&restored),
            "{restored:?} for {}",
            case.restored_simulated
        );
        assert!((restored.mean() - case.truth).abs() < 0.002 + four_errors(&restored));
        assert!((noisy.mean() - case.naive).abs() < four_errors(&noisy));
    }
}

#[test]
fn budgets_are_split_as_by_search() {
    for case in fixture().split {
        let mean = runs_per_world_for_mean(case.share_of_worlds, case.setup_cost_in_runs).unwrap();
        near(&[mean.ideal], &[case.ideal_r_for_mean]);
        assert_eq!(mean.runs, case.best_r_for_mean);
        let variance = runs_per_world_for_variance(case.share_of_worlds, case.total_runs).unwrap();
        near(&[variance.ideal], &[case.ideal_r_for_variance]);
        assert_eq!(variance.runs, case.best_r_for_variance);
    }
    for none in [0.0, -0.1, 1.1, f64::NAN] {
        assert_eq!(runs_per_world_for_mean(none, 1.0), None);
        assert_eq!(runs_per_world_for_variance(none, 100), None);
    }
    // Between the squares of 1.4 and 1.5 two runs are better, though one is nearer.
    let runs = [1.99, 2.01].map(|square| runs_per_world_for_mean(0.5, square).map(|split| split.runs));
    assert_eq!(runs, [Some(1), Some(2)]);
    assert_eq!(runs_per_world_for_variance(0.5, 5), None);
    assert_eq!(
        runs_per_world_for_variance(1.0, 100).map(|split| split.runs),
        Some(2)
    );
}

#[test]
fn shares_of_worlds_agree_with_scipy() {
    for case in fixture().exact_shares {
        let found = ShareOfWorlds::of(case.worlds_in_favour, case.worlds, 0.95);
        near(
            &[
                found.interval.low,
                found.interval.high,
                found.p_fewer,
                found.p_as_many,
            ],
            &[
                case.interval_95[0],
                case.interval_95[1],
                case.p_fewer_than_95_percent_refuted,
                case.p_95_percent_refuted,
            ],
        );
    }
}

#[test]
fn so_many_of_500_worlds_decide() {
    let of = |holding| ShareOfWorlds::of(holding, 500, 0.95);
    let least = |level: f64| (0..=500).find(|holding| of(*holding).p_fewer <= level);
    let most = |level: f64| (0..=500).rev().find(|holding| of(*holding).p_as_many <= level);
    assert_eq!([least(0.05), least(0.025)], [Some(484), Some(485)]);
    assert_eq!([most(0.05), most(0.025)], [Some(466), Some(464)]);
    let verdicts = [466, 467, 483, 484].map(|holding| of(holding).verdict);
    assert_eq!(
        verdicts,
        [
            WorldsVerdict::HoldsInFewer,
            WorldsVerdict::Depends,
            WorldsVerdict::Depends,
            WorldsVerdict::Holds,
        ]
    );
    let none = ShareOfWorlds::of(0, 0, 0.95);
    assert_eq!(none.verdict, WorldsVerdict::Depends);
    near(&[none.interval.low, none.interval.high], &[0.0, 1.0]);
    // All worlds there are do not show that it holds in all that are plausible.
    assert_eq!(ShareOfWorlds::of(10, 10, 0.95).verdict, WorldsVerdict::Depends);
}

#[test]
fn what_cannot_be_told_is_said() {
    let of = VarianceComponents::of;
    let found = |found| WorldsError::TooFewWorlds { found, needed: 3 };
    assert_eq!(of(&[]), Err(found(0)));
    assert_eq!(
        of(&[vec![1.0, 2.0], vec![2.0, 3.0], vec![f64::NAN, 1.0]]),
        Err(found(2))
    );
    assert_eq!(of(&vec![vec![1.0]; 5]), Err(WorldsError::RunOnce));
    let one_pair = [vec![1.0], vec![2.0], vec![3.0, 4.0]];
    assert_eq!(of(&one_pair), Err(WorldsError::RunOnce));
    for ragged in [vec![3.0; 3], vec![]] {
        let table = [vec![1.0, 2.0], vec![2.0, 3.0], ragged];
        assert_eq!(of(&table), Err(WorldsError::Ragged));
        assert_eq!(RestoredWorlds::of(&table), Err(WorldsError::Ragged));
        assert_eq!(spread_by_chance(&table, 0.9), Err(WorldsError::Ragged));
    }
    assert!(found(2).to_string().starts_with("2 worlds with a number"));
}

#[test]
fn without_chance_all_is_worlds_and_without_worlds_all_is_alike() {
    let table = [vec![1.0, 1.0], vec![2.0, 2.0], vec![4.0, 4.0]];
    let found = RestoredWorlds::of(&table).unwrap();
    near(&[found.components.share, found.components.of_chance], &[1.0, 0.0]);
    assert!(found.components.share_interval.low.is_nan());
    near(&found.values, &[1.0, 2.0, 4.0]);
    // Rounding is no spread.
    let same = VarianceComponents::of(&[vec![0.3, 0.1 + 0.2], vec![0.3, 0.3], vec![0.1 + 0.2, 0.3]]).unwrap();
    assert!(same.share.is_nan() && same.of_worlds == 0.0);
    // Worlds closer together than chance explains.
    let close =
        RestoredWorlds::of(&[vec![0.0, 4.0], vec![4.0, 1.0], vec![1.0, 3.0], vec![5.0, 0.0]]).unwrap();
    assert!(close.components.of_worlds < 0.0);
    near(
        &[close.components.share, close.components.share_interval.low],
        &[0.0; 2],
    );
    near(&close.values, &[2.25; 4]);
    // One world alone makes the difference: nothing says how sure its share is.
    let one = [vec![0.0, 1.0], vec![0.0, 1.0], vec![0.0, 1.0], vec![7.0, 8.0]];
    let one = VarianceComponents::of(&one).unwrap();
    assert!(one.share > 0.9 && one.share_interval.high.is_nan());
}

proptest! {
    #[test]
    fn order_and_origin_of_the_table_do_not_matter(
        mut table in prop::collection::vec(prop::collection::vec(-5.0..5.0_f64, 3), 4..20),
        shift in -10.0..10.0_f64,
    ) {
        let one = VarianceComponents::of(&table).unwrap();
        prop_assert!((0.0..=1.0).contains(&one.share));
        prop_assert!(one.share_interval.low.is_nan() || one.share_interval.contains(one.share));
        let total: Moments = table.iter().map(|row| row.iter().sum::<f64>() / 3.0).collect();
        prop_assert!((one.of_worlds + one.of_chance / 3.0 - total.variance()).abs() < 1e-9);
        table.reverse();
        for row in &mut table {
            row.rotate_left(1);
            for value in row.iter_mut() {
                *value += shift;
            }
        }
        let other = VarianceComponents::of(&table).unwrap();
        for (one, other) in [
            (one.of_worlds, other.of_worlds),
            (one.of_chance, other.of_chance),
            (one.of_worlds_error, other.of_worlds_error),
            (one.mean + shift, other.mean),
            (one.share, other.share),
        ] {
            prop_assert!((one - other).abs() < 1e-9, "{one} {other}");
        }
    }

    #[test]
    fn the_worst_mean_rises_to_the_mean(
        table in prop::collection::vec(prop::collection::vec(-5.0..5.0_f64, 2), 3..20),
        low in 0.01..1.0_f64,
        high in 0.01..1.0_f64,
    ) {
        let worlds = RestoredWorlds::of(&table).unwrap();
        let (low, high) = (low.min(high), low.max(high));
        prop_assert!(worlds.quantile(0.0) <= worlds.worst_mean(low) + 1e-9);
        prop_assert!(worlds.worst_mean(low) <= worlds.worst_mean(high) + 1e-9);
        prop_assert!((worlds.worst_mean(1.0) - worlds.components.mean).abs() < 1e-9);
    }

    #[test]
    fn no_other_number_of_runs_is_better_for_the_mean(share in 0.02..1.0_f64, setup in 0.0..20.0_f64) {
        let best = runs_per_world_for_mean(share, setup).unwrap().runs;
        let variance_by_budget = |runs: usize| (share + (1.0 - share) / runs as f64) * (setup + runs as f64);
        for other in 1..60 {
            prop_assert!(variance_by_budget(best) <= variance_by_budget(other) + 1e-9, "{best} {other}");
        }
    }

    #[test]
    fn more_worlds_in_favour_speak_for_it(worlds in 1..400_usize, holding in 0..400_usize, asked in 0.0..=1.0_f64) {
        let holding = holding.min(worlds);
        let found = ShareOfWorlds::of(holding, worlds, asked);
        prop_assert!(found.interval.contains(holding as f64 / worlds as f64));
        prop_assert!(found.p_fewer + found.p_as_many >= 1.0 - 1e-9);
        if holding > 0 {
            let fewer = ShareOfWorlds::of(holding - 1, worlds, asked);
            prop_assert!(fewer.p_fewer >= found.p_fewer && fewer.p_as_many <= found.p_as_many);
            prop_assert!(fewer.interval.low <= found.interval.low && fewer.interval.high <= found.interval.high);
        }
    }
}
