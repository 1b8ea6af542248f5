//! Against `tests/fixtures/d_shapley_effects.py`, and what must hold whatever the worlds.

use std::sync::LazyLock;

use rand::RngExt;

use super::design::{Blocks, Gram};
use super::sharing::{shapley_values, values_of_all_sets};
use super::*;
use crate::statistics::generator::{generator, normal};

#[derive(serde::Deserialize)]
struct Fixture {
    linear_gaussian: Vec<LinearGaussian>,
    game: Game,
    ensemble: Ensemble,
    mixed: Mixed,
}

#[derive(serde::Deserialize)]
struct LinearGaussian {
    beta: Vec<f64>,
    covariance: Vec<Vec<f64>>,
    variance: f64,
    shapley: Vec<f64>,
    first_order: Vec<f64>,
    total_order: Vec<f64>,
    closed_of_pairs: Vec<(usize, usize, f64)>,
}

#[derive(serde::Deserialize)]
struct Game {
    values: Vec<f64>,
    shapley: Vec<f64>,
}

#[derive(serde::Deserialize)]
struct Ensemble {
    shapley: Vec<f64>,
    rest: f64,
    leave_one_out: f64,
    first_order: Vec<f64>,
    variance: f64,
    truth: Truth,
    resampled: Resampled,
}

#[derive(serde::Deserialize)]
struct Truth {
    shapley: Vec<f64>,
    chance: f64,
    first_order: Vec<f64>,
}

#[derive(serde::Deserialize)]
struct Resampled {
    sd: Vec<f64>,
    low: Vec<f64>,
    high: Vec<f64>,
}

#[derive(serde::Deserialize)]
struct Mixed {
    numbers: Vec<Vec<f64>>,
    alternatives: Vec<usize>,
    output: Vec<f64>,
    shapley: Vec<f64>,
    leave_one_out: f64,
    first_order: Vec<f64>,
}

static FIXTURE: LazyLock<Fixture> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../tests/fixtures/d_shapley_effects.json")).unwrap()
});

/// The columns of `d_ensemble.csv`: four inputs and the output.
static TABLE: LazyLock<Vec<Vec<f64>>> = LazyLock::new(|| {
    let text = include_str!("../../../tests/fixtures/d_ensemble.csv");
    let mut columns = vec![Vec::new(); 5];
    for line in text.lines().skip(1) {
        for (column, cell) in columns.iter_mut().zip(line.split(',')) {
            column.push(cell.parse().unwrap());
        }
    }
    columns
});

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} against {expected}");
}

fn all_near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        near(*found, *expected);
    }
}

fn numbers(columns: &[Vec<f64>]) -> Vec<EnsembleInput<'_>> {
    columns
        .iter()
        .map(|column| EnsembleInput::Numbers(column))
        .collect()
}

fn alone(players: usize) -> Vec<Vec<usize>> {
    (0..players).map(|player| vec![player]).collect()
}

fn of_numbers(columns: &[Vec<f64>], output: &[f64], resamples: usize) -> ShapleyEffects {
    ShapleyEffects::of(&numbers(columns), &alone(columns.len()), output, resamples, 1).unwrap()
}

fn values(found: &ShapleyEffects) -> Vec<f64> {
    found.effects.iter().map(|effect| effect.value).collect()
}

/// A linear model with a column for each input, and so many worlds that adjusting R² comes to nothing.
fn linear(covariance: &[Vec<f64>], beta: &[f64]) -> (Blocks, Gram) {
    let width = beta.len();
    let by_slopes = |row: &Vec<f64>| -> f64 { row.iter().zip(beta).map(|(cell, slope)| cell * slope).sum() };
    let with_output: Vec<f64> = covariance.iter().map(by_slopes).collect();
    let gram = Gram {
        width,
        products: covariance.concat(),
        total: by_slopes(&with_output),
        with_output,
        worlds: 1e15,
    };
    let blocks = Blocks {
        own: (0..width).map(|player| player..player + 1).collect(),
        joint: (0..width).map(|player| vec![0..0; player]).collect(),
        width,
    };
    (blocks, gram)
}

#[test]
fn linear_models_come_to_their_closed_forms() {
    for model in &FIXTURE.linear_gaussian {
        let (blocks, gram) = linear(&model.covariance, &model.beta);
        near(gram.total, model.variance);
        let values = values_of_all_sets(&blocks, &gram);
        let (players, everyone) = (model.beta.len(), values.len() - 1);
        all_near(&shapley_values(players, &values), &model.shapley);
        for player in 0..players {
            near(values[1 << player], model.first_order[player]);
            near(1.0 - values[everyone ^ 1 << player], model.total_order[player]);
        }
        for (one, other, value) in &model.closed_of_pairs {
            near(values[1 << one | 1 << other], *value);
        }
    }
}

#[test]
fn a_game_is_shared_out_as_known() {
    let Game { values, shapley } = &FIXTURE.game;
    all_near(&shapley_values(3, values), shapley);
}

#[test]
fn given_worlds_come_to_what_was_worked_out_elsewhere() {
    let expected = &FIXTURE.ensemble;
    let found = of_numbers(&TABLE[..4], &TABLE[4], 0);
    all_near(&values(&found), &expected.shapley);
    near(found.leave_one_out, expected.leave_one_out);
    near(found.variance, expected.variance);
    near(1.0 - found.explained, expected.rest);
    assert_eq!(found.worlds, 500);
    assert!(found.effects.iter().all(|effect| effect.interval.low.is_nan()));
    // Chance is .25, of which the sample has what it has.
    let rest = found.rest(0.25);
    near(rest.chance + rest.unfitted, expected.rest);
    near(rest.chance, 0.25 / expected.variance);
    assert!(rest.unfitted.abs() < 0.03 && (rest.chance - expected.truth.chance).abs() < 0.02);
    for ((found, truth), sd) in values(&found)
        .iter()
        .zip(&expected.truth.shapley)
        .zip(&expected.resampled.sd)
    {
        assert!((found - truth).abs() < 4.0 * sd, "{found} against {truth} ± {sd}");
    }
}

#[test]
fn intervals_are_those_of_resampled_worlds_elsewhere() {
    let expected = &FIXTURE.ensemble.resampled;
    let found = of_numbers(&TABLE[..4], &TABLE[4], 300);
    for (player, effect) in found.effects.iter().enumerate() {
        // Four standard errors of both: that of a 2.5 % quantile of normal values is 2.67 standard deviations over √resamples.
        let near = 4.0 * 2.67 * expected.sd[player] * (1.0 / 300.0_f64 + 1.0 / 2000.0).sqrt();
        let off = [
            effect.interval.low - expected.low[player],
            effect.interval.high - expected.high[player],
        ];
        assert!(
            off.iter().all(|off| off.abs() < near),
            "{effect:?}: {off:?} ± {near}"
        );
    }
    // What tells nothing is not told from 0, though resampled worlds alone would.
    assert!(found.effects[3].interval.contains(0.0));
    assert_eq!(found, of_numbers(&TABLE[..4], &TABLE[4], 300));
}

#[test]
fn a_world_that_counts_twice_is_two_worlds() {
    let (inputs, players) = (numbers(&TABLE[..3]), alone(3));
    let all: Vec<usize> = (0..500).collect();
    let times: Vec<u32> = (0..500).map(|world| [0, 0, 1, 2, 5][world % 5]).collect();
    let repeated: Vec<usize> = all
        .iter()
        .flat_map(|world| vec![*world; times[*world] as usize])
        .collect();
    let blocks = Blocks::of(&inputs, &players, &all);
    let counted = Design::of(&inputs, &players, &TABLE[4], &all).gram(&times);
    let again = Design::of(&inputs, &players, &TABLE[4], &repeated).gram(&vec![1; repeated.len()]);
    all_near(
        &values_of_all_sets(&blocks, &counted),
        &values_of_all_sets(&blocks, &again),
    );
}

#[test]
fn first_order_indices_are_those_of_corrected_bins() {
    let expected = &FIXTURE.ensemble;
    for (player, input) in numbers(&TABLE[..4]).into_iter().enumerate() {
        let index = first_order_index(input, &TABLE[4]);
        near(index, expected.first_order[player]);
        // At 500 worlds corrected bins have a standard deviation of .013 to .039.
        assert!((index - expected.truth.first_order[player]).abs() < 4.0 * 0.039);
    }
    let Mixed {
        numbers: columns,
        alternatives,
        output,
        first_order,
        ..
    } = &FIXTURE.mixed;
    let mut inputs = numbers(columns);
    inputs.insert(2, EnsembleInput::Alternatives(alternatives));
    let indices: Vec<f64> = inputs
        .iter()
        .map(|input| first_order_index(*input, output))
        .collect();
    all_near(&indices, first_order);
}

/// Two numbers, alternatives, and a group of two numbers, over 150 worlds.
fn mixed(alternatives: &[usize], columns: &[Vec<f64>], output: &[f64]) -> ShapleyEffects {
    let mut inputs = numbers(columns);
    inputs.insert(2, EnsembleInput::Alternatives(alternatives));
    ShapleyEffects::of(&inputs, &[vec![0], vec![1], vec![2], vec![3, 4]], output, 0, 1).unwrap()
}

#[test]
fn alternatives_and_groups_enter_as_blocks() {
    let expected = &FIXTURE.mixed;
    let found = mixed(&expected.alternatives, &expected.numbers, &expected.output);
    all_near(&values(&found), &expected.shapley);
    near(found.leave_one_out, expected.leave_one_out);
    let renamed: Vec<usize> = expected.alternatives.iter().map(|own| (own + 3) % 10).collect();
    let again = mixed(&renamed, &expected.numbers, &expected.output);
    all_near(&values(&again), &expected.shapley);
    // Worlds without a value are left out, and their alternatives with them.
    let (mut columns, mut output) = (expected.numbers.clone(), expected.output.clone());
    let mut alternatives = expected.alternatives.clone();
    for column in &mut columns {
        column.extend([f64::NAN, 0.5]);
    }
    alternatives.extend([17, 4]);
    output.extend([1.0, f64::INFINITY]);
    let gaps = mixed(&alternatives, &columns, &output);
    all_near(&values(&gaps), &expected.shapley);
    assert_eq!(gaps.worlds, 150);
}

#[test]
fn two_alternatives_are_as_good_as_a_number() {
    let halves: Vec<usize> = TABLE[1].iter().map(|value| usize::from(*value > 0.3)).collect();
    let as_number: Vec<f64> = halves.iter().map(|half| 7.0 - 2.0 * *half as f64).collect();
    let of = |input: EnsembleInput| {
        let inputs = [EnsembleInput::Numbers(&TABLE[0]), input];
        ShapleyEffects::of(&inputs, &alone(2), &TABLE[4], 0, 1).unwrap()
    };
    let (number, alternatives) = (
        of(EnsembleInput::Numbers(&as_number)),
        of(EnsembleInput::Alternatives(&halves)),
    );
    // The square of the number says nothing new and costs nothing.
    all_near(&values(&number), &values(&alternatives));
    near(number.leave_one_out, alternatives.leave_one_out);
}

#[test]
fn twins_share_and_what_never_varies_tells_nothing() {
    let columns = [
        TABLE[0].clone(),
        TABLE[0].iter().map(|value| 5.0 - 3.0 * value).collect(),
        TABLE[2].clone(),
        vec![0.1 + 0.2; 500],
    ];
    let found = of_numbers(&columns, &TABLE[4], 0);
    near(found.effects[0].value, found.effects[1].value);
    near(found.effects[3].value, 0.0);
    let two = of_numbers(&[TABLE[0].clone(), TABLE[2].clone()], &TABLE[4], 0);
    near(found.explained, two.explained);
}

#[test]
fn what_a_single_world_tells_is_not_known_without_it() {
    let mut alternatives = vec![0; 60];
    alternatives[7] = 1;
    let input = EnsembleInput::Alternatives(&alternatives);
    let output: Vec<f64> = alternatives.iter().map(|own| 10.0 * *own as f64).collect();
    let found = ShapleyEffects::of(&[input], &alone(1), &output, 0, 1).unwrap();
    near(found.explained, 1.0);
    near(
        found.leave_one_out,
        1.0 - (10.0 - 10.0 / 60.0) * (10.0 - 10.0 / 60.0) / (100.0 - 100.0 / 60.0),
    );
}

/// A linear model of inputs that hang together by a few causes they have in common.
fn entangled(players: usize) -> (Blocks, Gram) {
    let mut draws = generator(4);
    let causes: Vec<Vec<f64>> = (0..players)
        .map(|_| (0..3).map(|_| normal(&mut draws)).collect())
        .collect();
    let covariance: Vec<Vec<f64>> = (0..players)
        .map(|one| {
            let common =
                |other: usize| -> f64 { causes[one].iter().zip(&causes[other]).map(|(a, b)| a * b).sum() };
            (0..players)
                .map(|other| common(other) + f64::from(u8::from(one == other)))
                .collect()
        })
        .collect();
    let beta: Vec<f64> = (0..players).map(|_| draws.random_range(-1.0..1.0)).collect();
    linear(&covariance, &beta)
}

#[test]
fn orders_are_sampled_for_more_players() {
    let (blocks, gram) = entangled(13);
    let exact = shapley_values(13, &values_of_all_sets(&blocks, &gram));
    near(exact.iter().sum(), 1.0);
    assert!(matches!(Sharing::among(12, 1), Sharing::Exact));
    let sampled = Sharing::among(13, 1).effects(&blocks, &gram);
    near(sampled.iter().map(|(value, _)| value).sum(), 1.0);
    let mut beyond_two = 0;
    for ((value, error), exact) in sampled.iter().zip(&exact) {
        let off = (value - exact).abs() / error;
        assert!(*error < 0.02 && off < 4.0, "{value} ± {error} against {exact}");
        beyond_two += u32::from(off > 2.0);
    }
    assert!(beyond_two <= 4, "{beyond_two} of 13 are more than two errors off");
}

#[test]
fn the_first_are_kept_and_the_rest_is_a_group() {
    let inputs = numbers(&TABLE[..4]);
    let output = &TABLE[4];
    assert_eq!(screen(&inputs, output, 12), [[0], [1], [2], [3]]);
    assert_eq!(screen(&inputs, output, 3), [vec![0], vec![1], vec![2, 3]]);
    assert_eq!(screen(&inputs, output, 1), [[0, 1, 2, 3]]);
    assert!(screen(&[], output, 3).is_empty());
    // Four numbers have 14 columns, and two with a group of two have 9.
    let few: Vec<Vec<f64>> = TABLE.iter().map(|column| column[..44].to_vec()).collect();
    let players = screen(&numbers(&few[..4]), &few[4], 12);
    assert_eq!((players.len(), players[2].len()), (3, 2));
    assert!(ShapleyEffects::of(&numbers(&few[..4]), &players, &few[4], 0, 1).is_ok());
    // Too few whatever the group: the error tells how many it takes.
    let fewer: Vec<Vec<f64>> = TABLE.iter().map(|column| column[..26].to_vec()).collect();
    let inputs = numbers(&fewer[..4]);
    let players = screen(&inputs, &fewer[4], 12);
    assert_eq!(players.len(), 1);
    let error = ShapleyEffects::of(&inputs, &players, &fewer[4], 0, 1).unwrap_err();
    assert_eq!(
        error,
        ShapleyEffectsError::TooFewWorlds {
            found: 26,
            needed: 27
        }
    );
    assert!(error.to_string().contains("run at least 27"), "{error}");
}

#[test]
fn what_has_no_effects_is_told() {
    let constant = vec![0.3; 500];
    let error = ShapleyEffects::of(&numbers(&TABLE[..2]), &alone(2), &constant, 9, 1).unwrap_err();
    assert_eq!(error, ShapleyEffectsError::ConstantOutput);
    assert!(first_order_index(EnsembleInput::Numbers(&TABLE[0]), &constant).is_nan());
    assert_eq!(screen(&numbers(&TABLE[..2]), &constant, 2), [[0], [1]]);
    let [few, unknown] = [[1.0; 9], [f64::NAN; 9]];
    assert!(first_order_index(EnsembleInput::Numbers(&few), &TABLE[4][..9]).is_nan());
    assert!(first_order_index(EnsembleInput::Numbers(&unknown), &TABLE[4][..9]).is_nan());
    let own: Vec<usize> = (0..500).collect();
    assert!(first_order_index(EnsembleInput::Alternatives(&own), &TABLE[4]).is_nan());
    let nobody = ShapleyEffects::of(&[], &[], &TABLE[4], 5, 1).unwrap();
    assert!(nobody.effects.is_empty() && nobody.explained.abs() < 1e-12);
}

#[test]
#[should_panic(expected = "each world has a value of every input")]
fn inputs_of_other_worlds_are_refused() {
    let _ = ShapleyEffects::of(&numbers(&TABLE[..2]), &alone(2), &TABLE[4][1..], 0, 1);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    /// So many numbers over 60 worlds, and an output that hangs on the first of them and on chance.
    fn worlds(inputs: usize) -> impl Strategy<Value = (Vec<Vec<f64>>, Vec<f64>)> {
        let column = || prop::collection::vec(-2.0..2.0_f64, 60);
        (prop::collection::vec(column(), inputs), column()).prop_map(|(columns, mut output)| {
            for (value, input) in output.iter_mut().zip(&columns[0]) {
                *value += input * input;
            }
            (columns, output)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn effects_add_up_to_what_is_explained((columns, output) in worlds(3)) {
            let found = of_numbers(&columns, &output, 0);
            prop_assert!((values(&found).iter().sum::<f64>() - found.explained).abs() < 1e-12);
            prop_assert!(found.explained < 1.0 && found.leave_one_out < found.explained);
            prop_assert!(found.effects.iter().all(|effect| effect.value > -0.5 && effect.value < 1.0));
        }

        #[test]
        fn neither_order_nor_unit_matters((columns, output) in worlds(3), shift in -5.0..5.0_f64) {
            let found = of_numbers(&columns, &output, 0);
            let other_units: Vec<Vec<f64>> = [2, 0, 1]
                .map(|player: usize| columns[player].iter().rev().map(|value| shift - 3.0 * value).collect())
                .to_vec();
            let reversed: Vec<f64> = output.iter().rev().map(|value| 10.0 * value + shift).collect();
            let again = of_numbers(&other_units, &reversed, 0);
            for (player, other) in [2, 0, 1].into_iter().enumerate() {
                prop_assert!((again.effects[player].value - found.effects[other].value).abs() < 1e-9);
            }
            prop_assert!((again.leave_one_out - found.leave_one_out).abs() < 1e-9);
            prop_assert!((again.variance / found.variance - 100.0).abs() < 1e-6);
        }

        #[test]
        fn first_order_never_exceeds_one((columns, output) in worlds(1)) {
            let index = first_order_index(EnsembleInput::Numbers(&columns[0]), &output);
            prop_assert!(index <= 1.0 && index > -12.0 / 48.0);
            let itself = first_order_index(EnsembleInput::Numbers(&output), &output);
            prop_assert!(itself > index && itself > 0.9);
        }

        #[test]
        fn values_rise_with_more_players((columns, output) in worlds(2)) {
            // Before adjusting: 1 − (1 − adjusted)(n − p)/(n − 1), with 3, 3 and 6 columns.
            let (inputs, players) = (numbers(&columns), alone(2));
            let all: Vec<usize> = (0..60).collect();
            let blocks = Blocks::of(&inputs, &players, &all);
            let gram = Design::of(&inputs, &players, &output, &all).gram(&[1; 60]);
            let plain: Vec<f64> = values_of_all_sets(&blocks, &gram)
                .iter()
                .zip([1.0, 3.0, 3.0, 6.0])
                .map(|(adjusted, columns)| 1.0 - (1.0 - adjusted) * (60.0 - columns) / 59.0)
                .collect();
            prop_assert!(plain[0].abs() < 1e-12 && plain[1] >= 0.0 && plain[2] >= 0.0);
            prop_assert!(plain[3] >= plain[1].max(plain[2]) && plain[3] <= 1.0);
        }
    }
}
