use proptest::prelude::*;
use rand::RngExt;

use super::*;
use crate::statistics::generator::{generator, substream};
use crate::statistics::latin_hypercube;

/// What `ema_workbench` makes of `h_worlds.csv`: `tests/fixtures/h_boxes_and_regret.py`.
#[derive(serde::Deserialize)]
struct Fixture {
    prim: Prim,
}

#[derive(serde::Deserialize)]
struct Prim {
    trajectory: Vec<Step>,
    chosen: usize,
    quasi_p: std::collections::BTreeMap<String, [Option<f64>; 2]>,
}

#[derive(serde::Deserialize)]
struct Step {
    points: usize,
    cases: usize,
    coverage: f64,
    density: f64,
    mass: f64,
    restricted: usize,
    #[serde(rename = "box")]
    bounds: std::collections::BTreeMap<String, [f64; 2]>,
}

fn fixture() -> Prim {
    let text = include_str!("../../../tests/fixtures/h_boxes_and_regret.json");
    serde_json::from_str::<Fixture>(text).unwrap().prim
}

/// Names of the inputs, the inputs of each world, and whether it is a case.
fn worlds() -> (Vec<String>, Vec<Vec<f64>>, Vec<bool>) {
    let mut lines = include_str!("../../../tests/fixtures/h_worlds.csv").lines();
    let names = lines.next().unwrap().split(',').map(str::to_owned);
    let rows = lines.map(|line| -> Vec<f64> { line.split(',').map(|cell| cell.parse().unwrap()).collect() });
    let (worlds, cases) = rows.map(|row| (row[..5].to_vec(), row[5] > 0.5)).unzip();
    (names.take(5).collect(), worlds, cases)
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} against {expected}");
}

#[test]
fn boxes_are_those_of_the_workbench() {
    let (names, worlds, cases) = worlds();
    let expected = fixture().trajectory;
    let trajectory = prim(&worlds, &cases);
    assert_eq!((trajectory.len(), expected.len()), (44, 44));
    for (found, expected) in trajectory.iter().zip(&expected) {
        assert_eq!((found.worlds, found.cases), (expected.points, expected.cases));
        near(found.coverage, expected.coverage);
        near(found.density, expected.density);
        near(found.mass, expected.mass);
        assert_eq!(found.restricted(), expected.restricted);
        for (input, name) in names.iter().enumerate() {
            let limits = found.limits[input];
            let Some([low, high]) = expected.bounds.get(name) else {
                assert!(!limits.restricts());
                continue;
            };
            let values = || worlds.iter().map(|world| world[input]);
            near(
                limits
                    .low
                    .unwrap_or_else(|| values().fold(f64::INFINITY, f64::min)),
                *low,
            );
            near(
                limits
                    .high
                    .unwrap_or_else(|| values().fold(f64::NEG_INFINITY, f64::max)),
                *high,
            );
        }
    }
}

#[test]
fn quasi_p_values_are_those_of_the_workbench() {
    let (names, worlds, cases) = worlds();
    let expected = fixture();
    let found = prim(&worlds, &cases)[expected.chosen].quasi_p_values(&worlds, &cases);
    for (name, found) in names.iter().zip(&found) {
        let expected = expected.quasi_p.get(name).copied().unwrap_or_default();
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found.is_some(), expected.is_some(), "{name}");
            let ratio = found.unwrap_or(1.0) / expected.unwrap_or(1.0);
            assert!((ratio - 1.0).abs() < 1e-9, "{found:?} against {expected:?}");
        }
    }
}

#[test]
fn the_box_that_is_told_has_lost_the_spurious_limit() {
    let (names, worlds, cases) = worlds();
    let expected = fixture();
    let trajectory = prim(&worlds, &cases);
    let chosen = (0..trajectory.len())
        .filter(|step| trajectory[*step].restricted() <= 3)
        .max_by(|one, other| {
            trajectory[*one]
                .f1()
                .total_cmp(&trajectory[*other].f1())
                .then(other.cmp(one))
        });
    assert_eq!(chosen, Some(expected.chosen));
    let condition = simple_condition(&worlds, &cases, 1).unwrap();
    let limits = &condition.world_box.limits;
    let told: Vec<&str> = (0..5)
        .filter(|input| limits[*input].restricts())
        .map(|input| names[input].as_str())
        .collect();
    assert_eq!(told, ["asked_by_friends", "staff_time"]);
    // The cases were made with asked_by_friends below .35 and staff_time above .55.
    assert!((limits[0].high.unwrap() - 0.35).abs() < 0.04 && (limits[1].low.unwrap() - 0.55).abs() < 0.04);
    assert_eq!((limits[0].low, limits[1].high), (None, None));
    assert!(
        condition.halves[..2].iter().all(|times| *times >= 9),
        "{:?}",
        condition.halves
    );
    assert!(
        condition.halves[2..].iter().all(|times| *times < 7),
        "{:?}",
        condition.halves
    );
    let inside: Vec<usize> = (0..worlds.len())
        .filter(|world| condition.world_box.contains(&worlds[*world]))
        .collect();
    assert_eq!(inside.len(), condition.world_box.worlds);
    assert_eq!(
        inside.iter().filter(|world| cases[**world]).count(),
        condition.world_box.cases
    );
    let values = condition.quasi_p_values.iter().flatten().flatten();
    assert!(values.clone().count() == 2 && values.into_iter().all(|value| *value < 1e-10));
}

#[test]
fn there_may_be_no_simple_condition() {
    let worlds = latin_hypercube(400, 4, 1);
    let mut draws = generator(2);
    let luck: Vec<bool> = worlds.iter().map(|_| draws.random_bool(0.3)).collect();
    let nothing = simple_condition(&worlds, &luck, 1);
    assert!(
        matches!(
            nothing,
            Err(NoCondition::NotReproduced | NoCondition::Weak { .. })
        ),
        "{nothing:?}"
    );
    let few: Vec<bool> = worlds.iter().map(|world| world[0] < 0.07).collect();
    assert_eq!(
        simple_condition(&worlds, &few, 1),
        Err(NoCondition::FewCases {
            found: 28,
            needed: CASES_FOR_CONDITION
        })
    );
    // A corner in which half the worlds are cases.
    let thin: Vec<bool> = worlds
        .iter()
        .map(|world| draws.random_bool(if world[1] > 0.6 { 0.5 } else { 0.05 }))
        .collect();
    let error = simple_condition(&worlds, &thin, 1).unwrap_err();
    assert!(
        matches!(error, NoCondition::Weak { density, .. } if density < 0.6),
        "{error:?}"
    );
    let weak = NoCondition::Weak {
        density: 0.472,
        coverage: 0.8,
    };
    let message = "no simple condition: of the worlds that meet the best one 47 % are cases, and it holds 80 % of all cases";
    assert_eq!(weak.to_string(), message);
}

#[test]
fn a_second_condition_is_found_outside_the_first() {
    let worlds = latin_hypercube(600, 3, 4);
    let case = |world: &Vec<f64>| (world[0] < 0.4 && world[1] < 0.5) || world[2] > 0.9;
    let cases: Vec<bool> = worlds.iter().map(case).collect();
    let first = simple_condition(&worlds, &cases, 1).unwrap().world_box;
    let restricted = |found: &WorldBox| [0, 1, 2].map(|input| found.limits[input].restricts());
    assert_eq!(restricted(&first), [true, true, false]);
    let outside: Vec<Vec<f64>> = worlds
        .iter()
        .filter(|world| !first.contains(world))
        .cloned()
        .collect();
    let left: Vec<bool> = outside.iter().map(case).collect();
    let second = simple_condition(&outside, &left, 1).unwrap().world_box;
    assert_eq!(restricted(&second), [false, false, true]);
    assert!(second.density > 0.9 && second.coverage > 0.7, "{second:?}");
}

#[test]
fn ties_go_together() {
    // Three values only: a peel takes all of one.
    let worlds: Vec<Vec<f64>> = (0..90).map(|world| vec![f64::from(world % 3)]).collect();
    let cases: Vec<bool> = (0..90).map(|world| world % 3 == 2).collect();
    let trajectory = prim(&worlds, &cases);
    let counts: Vec<usize> = trajectory.iter().map(|step| step.worlds).collect();
    assert_eq!(counts, [90, 60, 30]);
    assert_eq!(
        trajectory[2].limits[0],
        Limits {
            low: Some(1.5),
            high: None
        }
    );
}

/// Both sides are as good, so the upper one is first.
#[test]
fn of_two_steps_that_tie_the_upper_side_is_taken() {
    let worlds: Vec<Vec<f64>> = (0..40).map(|world| vec![f64::from(world)]).collect();
    let cases: Vec<bool> = (0..40).map(|world| (10..30).contains(&world)).collect();
    let trajectory = prim(&worlds, &cases);
    assert_eq!(
        trajectory[1].limits[0],
        Limits {
            low: None,
            high: Some(37.5)
        }
    );
}

#[test]
fn no_box_is_smaller_than_a_twentieth() {
    let worlds: Vec<Vec<f64>> = (0..200).map(|world| vec![f64::from(world)]).collect();
    let cases: Vec<bool> = (0..200).map(|world| world >= 196).collect();
    let last = prim(&worlds, &cases).pop().unwrap();
    assert!(
        last.worlds >= 10 && last.worlds < 12 && last.cases == 4,
        "{last:?}"
    );
}

#[test]
fn words_hold_three_inputs_and_only_what_halves_find_again() {
    let worlds = latin_hypercube(800, 4, 1);
    let cases: Vec<bool> = worlds
        .iter()
        .map(|world| world.iter().all(|value| *value < 0.7))
        .collect();
    let found = simple_condition(&worlds, &cases, 1).map(|condition| condition.world_box.restricted());
    assert!(!matches!(found, Ok(4)), "{found:?}");
    for seed in 0..8 {
        let worlds = latin_hypercube(150, 3, seed);
        let mut draws = generator(seed);
        let chance = |world: &[f64]| match (world[0] < 0.5, world[1] > 0.2) {
            (true, true) => 0.85,
            (true, false) => 0.55,
            _ => 0.1,
        };
        let cases: Vec<bool> = worlds
            .iter()
            .map(|world| draws.random_bool(chance(world)))
            .collect();
        let condition = simple_condition(&worlds, &cases, seed).unwrap();
        for (limits, times) in condition.world_box.limits.iter().zip(&condition.halves) {
            assert!(!limits.restricts() || *times >= 7, "{condition:?}");
        }
    }
}

#[test]
fn without_cases_or_differences_there_is_only_the_whole() {
    let worlds = latin_hypercube(50, 2, 1);
    let none = prim(&worlds, &[false; 50]);
    assert!(none.len() == 1 && none[0].coverage.is_nan() && none[0].f1().abs() < f64::MIN_POSITIVE);
    assert_eq!(prim(&worlds, &[true; 50]).len(), 1);
    let same = vec![vec![1.0, 2.0]; 50];
    let cases: Vec<bool> = (0..50).map(|world| world % 2 == 0).collect();
    assert_eq!(prim(&same, &cases).len(), 1);
}

#[test]
#[should_panic(expected = "an input of a world is no number")]
fn inputs_are_numbers() {
    let _ = prim(&[vec![1.0], vec![f64::NAN]], &[true, false]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn boxes_peel_to_more_and_paste_to_more(seed: u64, count in 20..80_usize) {
        let worlds = latin_hypercube(count, 3, seed);
        let mut draws = substream(seed, 1);
        let cases: Vec<bool> =
            worlds.iter().map(|world| draws.random_bool(if world[0] > 0.5 { 0.6 } else { 0.1 })).collect();
        let trajectory = prim(&worlds, &cases);
        for pair in trajectory.windows(2) {
            prop_assert!(pair[1].density > pair[0].density && pair[1].worlds != pair[0].worlds);
        }
        for step in &trajectory {
            prop_assert!(step.mass >= 0.05 && step.cases <= step.worlds);
            let inside = worlds.iter().filter(|world| step.contains(world)).count();
            prop_assert_eq!(inside, step.worlds);
        }
        // The order of the worlds does not matter.
        let reversed: Vec<Vec<f64>> = worlds.iter().rev().cloned().collect();
        let of_reversed: Vec<bool> = cases.iter().rev().copied().collect();
        prop_assert_eq!(trajectory.len(), prim(&reversed, &of_reversed).len());
    }
}
