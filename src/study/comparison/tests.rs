//! Comparisons of small made-up and simulated arms.

use std::path::Path;

use super::*;
use crate::experiment::{Precision, Threads, Unwatched, columns};
use crate::output::RunFolder;
use crate::scenario::Scenario;
use crate::study::{Incomplete, Journals, Reached, Shard, StoppingRule, Study as _, Workers};

fn arm(key: &str, text: &str) -> Variant {
    let text = format!("[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 80\n{text}");
    Variant {
        key: key.to_owned(),
        title: format!("the {key}"),
        scenario: Scenario::from_text(Path::new("parks.toml"), &text, &[]).unwrap(),
    }
}

const PARKS: &str = "[programme.parks]\nease = 0.5\n";
const LATER: &str =
    "staff_share = 0.5\n[programme.later]\nstaff_share = 0.5\nestablished = false\nstart_year = 0.4\n";

/// Replications of an arm with these values of a measure at the end, 0 at the start and in all else.
fn ensemble(arm: &Variant, key: &str, ends: &[f64]) -> Ensemble {
    let columns = columns(&arm.scenario.programme_keys, arm.scenario.municipalities());
    let mut values = Vec::new();
    for end in ends {
        values.extend(vec![0.0; columns.len()]);
        values.extend(
            columns
                .iter()
                .map(|column| if column.key == key { *end } else { 0.0 }),
        );
    }
    let replications = (0..ends.len() as u32).collect();
    Ensemble::new(columns, vec![0.0, 0.5], replications, values)
}

fn comparison(key: &str, samples: &[&[f64]]) -> Comparison {
    let arms: Vec<Variant> = (0..samples.len())
        .map(|index| arm(&format!("arm-{index}"), PARKS))
        .collect();
    let ensembles = arms
        .iter()
        .zip(samples)
        .map(|(arm, ends)| ensemble(arm, key, ends))
        .collect();
    Comparison::of(arms, ensembles)
}

fn contrast_of(baseline: &[f64], variant: &[f64]) -> Contrast {
    Contrast::of(&Sample::of(baseline.to_vec()), &Sample::of(variant.to_vec()))
}

#[test]
fn a_contrast_knows_which_way_is_better_and_what_pairing_bought() {
    let contrast = contrast_of(&[4.0, 6.0, 5.0, f64::NAN], &[5.0, 8.0, 5.0, 1.0]);
    assert_eq!(contrast.difference.unwrap().count, 3);
    for (better, probability) in [
        (Some(Better::Higher), 2.5 / 3.0),
        (None, 2.5 / 3.0),
        (Some(Better::Lower), 0.5 / 3.0),
    ] {
        assert!((contrast.probability(better) - probability).abs() < 1e-12);
    }
    // Differences 1, 2, 0 have variance 1; baseline 1, variant 3: unpaired, twice the mean variance 2.
    // statsmodels-free check: t(0.975, 2) / sqrt(3) = 2.484; unpaired n with t(0.975, 2n - 2) sqrt(4 / n) <= 2.484:
    // n = 5 gives 2.306 * 0.894 = 2.063, n = 4 gives 2.447 * 1 = 2.447, n = 3 gives 2.776 * 1.155 = 3.206.
    assert_eq!(contrast.replications_needed(None), (Some(3), Some(4)));
    // t(0.975, 6) / sqrt(7) = 0.925, t(0.975, 5) / sqrt(6) = 1.049.
    assert_eq!(contrast.replications_needed(Some(1.0)).0, Some(7));
    let constant = contrast_of(&[1.0, 2.0], &[2.0, 3.0]);
    assert_eq!(constant.replications_needed(None), (None, None));
}

#[test]
fn only_measures_of_both_are_compared() {
    let arms = vec![
        arm("baseline", PARKS),
        arm(
            "kits",
            "[programme.kits]\nstaff_share = 0.5\n[programme.parks]\nstaff_share = 0.5\n",
        ),
    ];
    let ensembles = vec![
        ensemble(&arms[0], "outcome", &[0.5, 0.5]),
        ensemble(&arms[1], "outcome", &[0.6, 0.8]),
    ];
    let comparison = Comparison::of(arms, ensembles);
    let versus = &comparison.versus[0];
    assert_eq!(versus.columns().len(), comparison.ensembles[0].columns().len());
    assert!(versus.end("kits.outcome").is_none() && versus.end("parks.outcome").is_some());
    let (_, outcome) = versus.end("outcome").unwrap();
    assert!((outcome.paired.difference.mean() - 0.2).abs() < 1e-12);
    assert_eq!((comparison.replications(), versus.steps()), (2, 2));
}

/// Replications of an arm with these participations of the richest and of the poorest quarter at the end.
fn of_quarters(arm: &Variant, quarters: &[(f64, f64)]) -> Ensemble {
    let plain = ensemble(arm, "", &vec![0.0; quarters.len()]);
    let at = |key: &str| plain.column(key).unwrap();
    let (ratio, richest, poorest) = (
        at("equity_ratio"),
        at("richest_quarter_share"),
        at("poorest_quarter_share"),
    );
    let width = plain.columns().len();
    let mut values = vec![0.0; 2 * width * quarters.len()];
    for (rows, (above, below)) in values.chunks_exact_mut(2 * width).zip(quarters) {
        let end = &mut rows[width..];
        (end[richest], end[poorest]) = (*above, *below);
        end[ratio] = if *below > 0.0 { above / below } else { f64::NAN };
    }
    let replications = plain.replications().to_vec();
    Ensemble::new(plain.columns().to_vec(), vec![0.0, 0.5], replications, values)
}

#[test]
fn ratios_are_compared_as_ratios_of_means() {
    let arms = vec![arm("baseline", PARKS), arm("easier", PARKS)];
    let ensembles = vec![
        of_quarters(&arms[0], &[(0.8, 0.4), (0.4, 0.1), (0.6, 0.3), (0.2, 0.0)]),
        of_quarters(&arms[1], &[(0.6, 0.4), (0.4, 0.2), (0.7, 0.3), (0.3, 0.1)]),
    ];
    let comparison = Comparison::of(arms, ensembles);
    let (_, found) = comparison.versus[0].end("equity_ratio").unwrap();
    assert!((found.paired.baseline.mean() - 2.5).abs() < 1e-12);
    assert!((found.paired.difference.mean() + 0.5).abs() < 1e-12);
    assert_eq!(
        found.paired.difference.count(),
        4,
        "also the town without a ratio counts"
    );
    assert!((found.difference.unwrap().mean + 0.5).abs() < 1e-12);
    assert!(
        (found.paired.probability_higher - 1.0 / 3.0).abs() < 1e-12,
        "of single towns"
    );
}

#[test]
fn rankings_say_who_is_best_and_where_that_is_not_sure() {
    let samples: [&[f64]; 3] = [
        &[0.3, 0.3, 0.3, 0.3],
        &[0.5, 0.5, 0.6, 0.7],
        &[0.5, 0.6, 0.5, 0.6],
    ];
    let ranking = Ranking::of(&comparison("outcome", &samples), "outcome").unwrap();
    let order: Vec<usize> = ranking.places.iter().map(|place| place.arm).collect();
    assert_eq!(order, [1, 2, 0]);
    let best: Vec<f64> = ranking.places.iter().map(|place| place.best).collect();
    assert_eq!(best, [0.625, 0.375, 0.0], "the first replication is shared");
    let unsure: Vec<bool> = ranking.places.iter().map(Place::is_unsure).collect();
    assert_eq!(unsure, [true, false, false]);
    let lower = Ranking::of(&comparison("unmet_need", &samples), "unmet_need").unwrap();
    assert_eq!((lower.better, lower.places[0].arm), (Better::Lower, 0));
    assert_eq!(Ranking::of(&comparison("output", &samples), "output"), None);
    let missing: [&[f64]; 2] = [&[0.3, f64::NAN], &[f64::NAN, 0.4]];
    assert_eq!(Ranking::of(&comparison("outcome", &missing), "outcome"), None);
    let partly: [&[f64]; 2] = [&[0.3, f64::NAN], &[0.2, 0.4]];
    let ranking = Ranking::of(&comparison("outcome", &partly), "outcome").unwrap();
    assert_eq!((ranking.replications, ranking.places[0].arm), (1, 0));
}

#[test]
fn arms_must_share_their_time() {
    let baseline = arm("baseline", PARKS);
    let mut longer = baseline.clone();
    longer.scenario.setup.steps = 12;
    insta::assert_snapshot!(check(&[baseline.clone(), longer]).unwrap_err(), @r"
    `the baseline` runs for 12 steps and the baseline for 6, so there is no common end to compare
    hint: give both the same `simulation.horizon_years`
    ");
    let mut weekly = baseline.clone();
    weekly.scenario.setup.steps_per_year = 52;
    assert!(
        check(&[baseline.clone(), weekly])
            .unwrap_err()
            .to_string()
            .contains("simulation.tick")
    );
    assert_eq!(check(&[baseline.clone(), baseline]), Ok(()));
}

#[test]
fn readers_are_told_what_arms_do_not_share() {
    let arms = [
        arm("baseline", PARKS),
        arm("twin", "[programme.parks]\ntitle = 'Other words'\nease = 0.5\n"),
        arm("kits", "[programme.kits]\n"),
    ];
    let notes = notes(&arms);
    assert_eq!(notes.len(), 3, "{notes:?}");
    assert!(notes[0].starts_with("`the twin` and `the baseline` are the same scenario"));
    assert!(notes[1].contains("do not share the programmes `parks`, `kits`"));
    assert!(notes[2].contains("other programmes"));
    let found = differences(&arms[..2]);
    assert!(found.is_empty(), "words are no difference: {found:?}");
    let event = format!("{PARKS}[[event]]\nyear = 0.25\nelection = true\n");
    let found = differences(&[
        arm("baseline", PARKS),
        arm("harder", &event.replace("0.5", "0.4")),
    ]);
    let keys: Vec<&str> = found.iter().map(|difference| difference.key.as_str()).collect();
    assert_eq!(keys, ["programme.parks.ease", "event"]);
    assert_eq!(found[0].values, [Some(0.5.into()), Some(0.4.into())]);
}

#[test]
fn no_variant_is_another_once_more() {
    let arms = [
        arm("baseline", PARKS),
        arm("harder", "[programme.parks]\nease = 0.4\n"),
        arm("twin", "[programme.parks]\ntitle = 'Other words'\nease = 0.4\n"),
    ];
    assert_eq!(refuse_copies(&arms[..2]), Ok(()));
    insta::assert_snapshot!(refuse_copies(&arms).unwrap_err(), @r"
    `the twin` is the same as `the harder`: both would be compared with the baseline, and share the place of the best
    hint: give it a value of its own, or leave one of them out
    ");
    let [baseline, harder, _] = arms;
    let copy = refuse_copies(&[baseline.clone(), harder, baseline]);
    assert!(matches!(copy, Err(Mismatch::Copy { .. })), "{copy:?}");
}

#[test]
fn two_places_are_said_first() {
    let baseline = arm("baseline", PARKS);
    let easier = arm(
        "easier",
        "[programme.parks]\nease = 0.9\n[barriers]\nsilos = 0.1\n",
    );
    assert!(place_differences(&baseline, &easier).is_empty());
    let other = arm(
        "other",
        &format!("{PARKS}[network]\nbridge = 0.2\n[professionals]\nper_1000_citizens = 20.0\n"),
    );
    let keys = place_differences(&baseline, &other);
    assert_eq!(keys, ["network.bridge", "professionals.per_1000_citizens"]);
    let notes = notes(&[baseline.clone(), easier, other]);
    assert!(
        notes[0]
            .starts_with("Two places are compared: `the other` and the baseline differ in `network.bridge`"),
        "{notes:?}"
    );
    let event = |key: &str, value: &str| {
        arm(
            "later",
            &format!("{PARKS}[[event]]\nyear = 0.25\nchange = {{ \"{key}\" = {value} }}\n"),
        )
    };
    assert_eq!(
        place_differences(&baseline, &event("problem.need", "1.2")),
        ["event"]
    );
    assert!(place_differences(&baseline, &event("barriers.silos", "0.1")).is_empty());
    // A programme that only one of them has is a design, whatever its problem.
    assert!(
        place_differences(
            &baseline,
            &arm("kits", "[programme.kits]\noutcome_half_life_years = 3.0\n")
        )
        .is_empty()
    );
}

#[test]
fn goes_on_until_differences_are_precise() {
    let root = tempfile::tempdir().unwrap();
    let arms = vec![
        arm("baseline", &format!("{PARKS}{LATER}")),
        arm("easier", &format!("[programme.parks]\nease = 0.9\n{LATER}")),
    ];
    let study = |stopping_rule, key: &str| Compare::of(arms.clone(), 1, stopping_rule, key);
    let four = study(StoppingRule::Number(4), "");
    let question = four.question().unwrap();
    let folder = RunFolder::open(root.path(), &question.name, &question.identity, 1).unwrap();
    let threads = Threads::new(2).unwrap();
    let ask = |study: &Compare, works: bool| {
        let mut journals = Journals::open(&folder, Shard::WHOLE, false).unwrap();
        let answer = if works {
            study.answer(&mut Workers::new(&mut journals, &threads, &Unwatched))
        } else {
            study.answer(&mut journals)
        };
        answer.map(|answer| answer.reached)
    };
    let missing = |study: &Compare| match ask(study, false) {
        Err(Incomplete::Missing(missing)) => missing.own,
        other => panic!("{other:?}"),
    };
    let reached = |replications, is_enough| Reached {
        replications,
        is_enough,
    };
    let precise = |half_width: f64, key: &str, most: u32| {
        let stopping_rule = StoppingRule::Precise {
            precision: Precision { half_width },
            at_least: 0,
            most,
        };
        study(stopping_rule, key)
    };
    let wide = precise(1.0, "participants_share", 1_000);
    assert_eq!((missing(&four), missing(&wide)), (8, 100));
    assert_eq!(ask(&wide, true).unwrap(), reached(50, true));
    assert_eq!(ask(&four, false).unwrap(), reached(4, true));
    // At most doubled at a time.
    assert_eq!(missing(&precise(1e-7, "participants_share", 1_000)), 100);
    assert_eq!(
        ask(&precise(1e-7, "participants_share", 50), false).unwrap(),
        reached(50, false)
    );
    // Nobody can have influence on a programme that has not begun.
    let none = ask(&precise(0.1, "later.influence", 1_000), false);
    assert!(matches!(none, Err(Incomplete::NoAnswer(_))), "{none:?}");
}

/// One note, not two that contradict each other.
#[test]
fn a_need_that_is_held_is_told_once_and_as_such() {
    let baseline = arm("baseline", PARKS);
    let variant = |text: &str| arm("variant", &format!("{PARKS}{text}")).facing_need_of(&baseline);
    let alone = variant("[problem]\nneed_gradient = 0.3\n");
    let [note] = &notes(&[baseline.clone(), alone.clone()])[..] else {
        panic!("{:?}", notes(&[baseline.clone(), alone]));
    };
    assert!(
        note.contains("`problem.need_gradient`") && note.contains("that of the baseline"),
        "{note}"
    );
    let tied = |variant: &Variant| {
        let arms = vec![baseline.clone(), variant.clone()];
        let ensembles = arms
            .iter()
            .map(|arm| ensemble(arm, "outcome", &[0.1, 0.2]))
            .collect();
        reportable::notes(&Comparison::of(arms, ensembles))
    };
    assert_eq!(tied(&alone).len(), 1, "{:?}", tied(&alone));
    let besides = variant("[problem]\nneed = 2.0\n[asking]\ngeneral = 0.2\n");
    assert!(
        tied(&besides)
            .iter()
            .any(|note| note.contains("does what the baseline does"))
    );
    // Where nobody dimensioned the service to its task, need is what is set.
    let own = arm(
        "variant",
        "[programme.parks]\nease = 0.5\nbalanced_start = false\n[problem]\nneed = 2.0\n",
    );
    let own = own.facing_need_of(&baseline);
    let found = notes(&[baseline.clone(), own]);
    assert!(
        found
            .iter()
            .any(|note| note.contains("Two places are compared") && note.contains("`problem.need`")),
        "{found:?}"
    );
    assert!(
        !found.iter().any(|note| note.contains("changes nothing")),
        "{found:?}"
    );
}
