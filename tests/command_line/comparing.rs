//! Comparisons: numbers against sums by hand and against a run, resuming, threads, and every way it refuses.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::desk::Desk;
use super::{number, results_in, rows, text};

const SCENARIO: &str = "
[simulation]
horizon_years = 1.0
[population]
citizens = 120
[programme.parks]
";

const EASIER: [&str; 2] = ["--set", "programme.parks.ease=0.9"];

/// A folder with the scenario `parks.toml`.
fn desk() -> Desk {
    Desk::new("compare", &[("parks.toml", SCENARIO)])
}

/// The values of a measure in the arm of a comparison, in the order of the replications.
fn sample(folder: &Path, variant: &str, column: &str) -> Vec<f64> {
    let rows = rows(&folder.join("replications.csv"));
    rows.iter()
        .filter(|row| row["arm"] == variant && row["measure"] == column)
        .map(|row| number(&row["value"]))
        .collect()
}

#[test]
fn differences_are_those_of_the_pairs() {
    let desk = desk();
    let folder = desk.results("compared", &["-n", "7", "--set", "programme.parks.invitation=4"]);
    for key in ["participants_share", "outcome", "unmet_need"] {
        let (before, after) = (
            sample(&folder, "baseline", key),
            sample(&folder, "invitation-4", key),
        );
        let differences: Vec<f64> = before
            .iter()
            .zip(&after)
            .map(|(before, after)| after - before)
            .collect();
        assert_eq!(differences.len(), 7);
        let mean = differences.iter().sum::<f64>() / 7.0;
        let sd = (differences
            .iter()
            .map(|it| (it - mean) * (it - mean))
            .sum::<f64>()
            / 6.0)
            .sqrt();
        // Student's t of 6 degrees of freedom, 97.5 %.
        let half = 2.446_911_851 * sd / 7.0_f64.sqrt();
        let table = rows(&folder.join("comparison.csv"));
        let row = table.iter().find(|row| row["measure"] == key).unwrap();
        for (name, expected) in [
            ("difference", mean),
            ("interval_low", mean - half),
            ("interval_high", mean + half),
            ("d_z", mean / sd),
        ] {
            let error = (number(&row[name]) - expected).abs();
            assert!(
                error < 1e-8 * expected.abs().max(1.0),
                "{key} {name}: {} {expected}",
                row[name]
            );
        }
    }
}

#[test]
fn the_baseline_is_the_run_of_its_scenario() {
    let desk = desk();
    let compared = desk.results("compared", &[&["-n", "4"], &EASIER[..]].concat());
    let other = Desk::new("run", &[("parks.toml", SCENARIO)]);
    let run = other.results("run", &["-n", "4"]);
    let table = rows(&run.join("replications.csv"));
    for key in ["participants_share", "outcome", "trust"] {
        let ends: Vec<f64> = table.iter().map(|row| number(&row[key])).collect();
        let ends: Vec<f64> = ends
            .chunks(table.len() / 4)
            .map(|rows| rows[rows.len() - 1])
            .collect();
        assert_eq!(sample(&compared, "baseline", key), ends, "{key}");
    }
}

#[test]
fn threads_and_interruptions_leave_no_trace() {
    let desk = desk();
    let whole = desk.results("whole", &[&["-n", "6", "--threads", "1"], &EASIER[..]].concat());
    desk.results("grown", &[&["-n", "3"], &EASIER[..]].concat());
    let grown = desk.results("grown", &[&["-n", "6", "--threads", "3"], &EASIER[..]].concat());
    for name in ["comparison.csv", "differences.csv", "replications.csv"] {
        assert!(
            fs::read(whole.join(name)).unwrap() == fs::read(grown.join(name)).unwrap(),
            "{name} differs"
        );
    }
    let again = desk.call("grown", &[&["-n", "6", "--threads", "3"], &EASIER[..]].concat());
    assert!(
        text(&again.stderr).contains("finished already"),
        "{}",
        text(&again.stderr)
    );
}

#[test]
fn json_says_what_the_tables_say() {
    let desk = desk();
    let done = desk.call("compared", &[&["-n", "3", "--json"], &EASIER[..]].concat());
    let answer: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let table = rows(&results_in(&desk.path("compared")).join("comparison.csv"));
    let row = table.iter().find(|row| row["measure"] == "outcome").unwrap();
    let ranked = answer["answer"]["rankings"]["outcome"].as_array().unwrap();
    let mean = |variant: &str| {
        let place = ranked.iter().find(|it| it["arm"] == variant).unwrap();
        place["mean"].as_f64().unwrap()
    };
    // The sums were taken in another order.
    assert!((mean("baseline") - number(&row["baseline_mean"])).abs() < 1e-12);
    assert!((mean("ease-0-9") - number(&row["variant_mean"])).abs() < 1e-12);
}

#[test]
fn refuses_what_cannot_be_compared() {
    let desk = desk();
    fs::write(desk.path("longer.toml"), SCENARIO.replace("1.0", "2.0")).unwrap();
    let longer = desk.path("longer.toml");
    insta::assert_snapshot!(desk.refusal(&[], 2), @"
    error: there is nothing to compare the scenario with
    hint: make a variant with --set KEY=VALUE or --variant, or name a second scenario
    ");
    insta::assert_snapshot!(desk.refusal(&[longer.to_str().unwrap()], 2), @"
    error: `longer` runs for 24 steps and the baseline for 12, so there is no common end to compare
    hint: give both the same `simulation.horizon_years`
    ");
    insta::assert_snapshot!(desk.refusal(&[&["-n", "1"], &EASIER[..]].concat(), 2), @"
    error: one replication gives no interval, so a difference could be mere chance
    hint: ask for more with -n, 200 say
    ");
    insta::assert_snapshot!(desk.refusal(&["--set", "programme.parks.eaze=1"], 2), @"
    In the variant `eaze = 1`:
    error: there is no key `programme.parks.eaze`
     --> --set:1:1
      |
    1 | programme.parks.eaze=1
      | ^^^^^^^^^^^^^^^^^^^^ unknown key
      |
      = hint: did you mean `programme.parks.ease` or `programme.parks.game`?

    1 fault
    ");
    insta::assert_snapshot!(desk.refusal(&["--variant", "easier programme.parks.ease"], 2), @r#"
    error: invalid value 'easier programme.parks.ease' for '--variant <NAME: KEY=VALUE, …>': expected NAME: KEY=VALUE, KEY=VALUE, as in "more invitations: programme.parks.invitation=3"

    For more information, try '--help'.
    "#);
    insta::assert_snapshot!(desk.refusal(&[&["--precision", "0.1", "--measure", "outcom"], &EASIER[..]].concat(), 2), @"
    error: there is no measure `outcom`
    hint: did you mean `outcome`?
    ");
    insta::assert_snapshot!(
        desk.refusal(&["--variant", "a: programme.parks.ease=0.9", "--variant", "a: programme.parks.ease=0.8"], 2),
        @"
    error: two variants are called `a`
    hint: give each a name of its own
    "
    );
}

#[test]
fn one_variant_and_several_do_not_go_together() {
    let both = ["--variant", "more: programme.parks.ease=0.8"];
    let said = desk().refusal(&[&both, &EASIER[..]].concat(), 2);
    assert!(said.contains("they do not go together"), "{said}");
    assert!(
        said.contains("hint: --everywhere sets a parameter in the baseline and in every variant"),
        "{said}"
    );
}

#[test]
fn a_fault_names_the_option_it_came_from() {
    let desk = Desk::new("compare", &[("parks.toml", SCENARIO)]);
    let said = |further: &[&str]| desk.refusal(further, 2);
    let good = "programme.parks.ease=0.8";
    let of_variant = said(&[
        "--variant",
        "a: programme.parks.eas=1",
        "--everywhere",
        "barriers.silos=0.2",
    ]);
    assert!(of_variant.contains("--> --variant:1:1"), "{of_variant}");
    assert!(of_variant.contains("In the variant `a`:"), "{of_variant}");
    let everywhere = said(&["--variant", good, "--everywhere", "barriers.silo=0.2"]);
    assert!(everywhere.contains("--> --everywhere:1:1"), "{everywhere}");
    assert!(!everywhere.contains("In the variant"), "{everywhere}");
    let idle = said(&["--variant", "a: time_bank.reserve_credits=5"]);
    assert!(idle.contains("--> --variant:1:1"), "{idle}");
    let set = said(&["--set", "programme.parks.eas=1"]);
    assert!(set.contains("--> --set:1:1"), "{set}");
}

#[test]
fn a_variant_has_no_seed_of_its_own() {
    let seeded = SCENARIO.replace("[simulation]", "[simulation]\nseed = 5");
    let apart = format!("{seeded}ease = 0.9\n");
    let alike = apart.replace("seed = 5", "seed = 1");
    let extending = "extends = 'parks.toml'\n[simulation]\nreplications = 3\n[programme.parks]\nease = 0.9\n";
    let desk = Desk::new(
        "compare",
        &[
            ("parks.toml", SCENARIO),
            ("seeded.toml", &seeded),
            ("apart.toml", &apart),
            ("alike.toml", &alike),
            ("extending.toml", extending),
        ],
    );
    let path = |file: &str| desk.path(file).display().to_string();
    for (file, line, key) in [
        ("seeded.toml", 3, "simulation.seed"),
        ("extending.toml", 3, "simulation.replications"),
    ] {
        let said = desk.refusal(&[path(file).as_str(), "-n", "2"], 1);
        assert!(said.contains(&format!("`{key}` makes no variant")), "{said}");
        assert!(said.contains(&format!("--> {file}:{line}:1")), "{said}");
    }
    let refused = desk.refusal(&["--variant", "a: simulation.seed=5"], 2);
    assert!(
        refused.contains("`simulation.seed` makes no variant"),
        "{refused}"
    );
    // A scenario of its own has a seed for when it runs alone.
    let noted = |further: &[&str]| desk.plain(&desk.call("noted", &[further, &["-n", "2"]].concat()));
    let note = "apart.toml: `simulation.seed` = 5 is passed over: all arms run with 1, as the baseline does; --seed \
                sets another number.";
    let (own_seed, same_seed) = (path("apart.toml"), path("alike.toml"));
    let said = noted(&[own_seed.as_str()]);
    assert!(said.contains(note), "{said}");
    for further in [&[own_seed.as_str(), "--seed", "7"][..], &[same_seed.as_str()]] {
        let said = noted(further);
        assert!(!said.contains("passed over"), "{said}");
    }
}

#[test]
fn a_ranking_is_tried_over_draws() {
    let desk = desk();
    let further = [&["-n", "3", "--draws", "5"][..], &EASIER].concat();
    let done = desk.call("ranked", &[&further[..], &["--json"]].concat());
    let answer: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let robustness = &answer["answer"]["robustness"];
    assert_eq!(robustness["measure"], "outcome");
    let draws = robustness["draws"].as_u64().unwrap();
    let places = robustness["places"].as_array().unwrap();
    let shares = places.iter().map(|place| place["best_share"].as_f64().unwrap());
    assert!((shares.sum::<f64>() - 1.0).abs() < 1e-12, "{robustness}");
    let rankings = answer["answer"]["rankings"]["outcome"].as_array().unwrap();
    let arms = |places: &[serde_json::Value]| -> Vec<_> {
        places.iter().map(|place| place["arm"].clone()).collect()
    };
    assert_eq!(
        arms(places),
        arms(rankings),
        "the order is that of the comparison"
    );
    let folder = results_in(&desk.path("ranked"));
    let table = rows(&folder.join("draws.csv"));
    assert_eq!(table.len() as u64, 2 * draws);
    let best = table.iter().filter(|row| row["best"] == "yes").count() as u64;
    assert_eq!(best, draws);
    assert!(text(&desk.call("ranked", &further).stdout).contains("is best by outcome in"));
    // Another measure is drawn anew, in the same folder as in one of its own.
    let other = [&further[..], &["--measure", "public_value"]].concat();
    desk.call("ranked", &other);
    desk.call("apart", &other);
    let apart = rows(&results_in(&desk.path("apart")).join("draws.csv"));
    assert_eq!(rows(&folder.join("draws.csv")), apart);
    assert_ne!(apart, table);
    // Without draws the same runs give the answer without them.
    desk.results("ranked", &[&["-n", "3"][..], &EASIER].concat());
    assert!(!folder.join("draws.csv").exists());
}

#[test]
fn draws_want_a_measure_that_ranks() {
    let desk = desk();
    for (further, why) in [
        (&["--measure", "outcome"][..], "--precision, --draws or --why"),
        (
            &["--draws", "2", "--measure", "output"],
            "nothing says whether more or less",
        ),
        (
            &["--draws", "2", "--measure", "outcom"],
            "did you mean `outcome`?",
        ),
    ] {
        let refused = desk.refusal(&[further, &EASIER].concat(), 2);
        assert!(refused.contains(why), "{refused}");
    }
}

/// The wide form says the same numbers in a row for all measures, and the same question is put together anew for it.
#[test]
fn a_wide_table_says_what_the_long_one_says() {
    let desk = desk();
    let asked = ["-n", "7", "--set", "programme.parks.invitation=4"];
    let long = rows(&desk.results("long", &asked).join("comparison.csv"));
    let wide_folder = desk.results("long", &[&asked[..], &["--wide"]].concat());
    let wide = rows(&wide_folder.join("comparison.csv"));
    assert_eq!(wide.len(), 1);
    for row in &long {
        for name in ["difference", "interval_low", "better"] {
            let column = format!("{}.{name}", row["measure"]);
            assert_eq!(wide[0][&column], row[name], "{column}");
        }
    }
    let codebook = rows(&wide_folder.join("codebook.csv"));
    let entry =
        |entry: &&BTreeMap<String, String>| entry["file"] == "comparison" && entry["name"] == "outcome.p";
    let entry = codebook.iter().find(entry).unwrap();
    assert!(entry["definition"].ends_with("; of outcome"), "{entry:?}");
}

/// Parts of an effect add up to the difference that the comparison itself finds.
#[test]
fn an_effect_is_shared_out_over_its_ways() {
    let desk = desk();
    let further = [
        &["-n", "4", "--why", "--measure", "participants_share"][..],
        &EASIER,
    ]
    .concat();
    let folder = desk.results("why", &further);
    let parts = rows(&folder.join("why.csv"));
    let value = |way: &str| number(&parts.iter().find(|row| row["way"] == way).unwrap()["value"]);
    let ways = [
        "reach",
        "citizens",
        "trust",
        "fatigue",
        "staff",
        "influence",
        "others",
    ];
    let sum: f64 = ways.into_iter().map(value).sum();
    let compared = rows(&folder.join("comparison.csv"));
    let compared = compared
        .iter()
        .find(|row| row["arm"] == "variant-1" && row["measure"] == "participants_share")
        .or_else(|| compared.iter().find(|row| row["measure"] == "participants_share"));
    let difference = number(&compared.unwrap()["difference"]);
    assert!((value("whole") - difference).abs() < 1e-12, "{difference}");
    assert!((sum - difference).abs() < 1e-12, "{sum}, not {difference}");
    assert!(folder.join("figures/why.svg").is_file());
    let again = desk.call("why", &further);
    assert!(
        text(&again.stdout).contains("participants differs by"),
        "{}",
        text(&again.stdout)
    );
    // Without the question nothing of it is left.
    let without = desk.results("why", &[&["-n", "4"][..], &EASIER].concat());
    assert_eq!(without, folder);
    assert!(!folder.join("why.csv").exists() && !folder.join("figures/why.svg").exists());

    let ratio = desk.call(
        "why",
        &[&["--why", "--measure", "cost_per_outcome"][..], &EASIER].concat(),
    );
    assert!(
        text(&ratio.stderr).contains("is a ratio of two measures"),
        "{}",
        text(&ratio.stderr)
    );
    let other = desk.call("why", &["--why", "--set", "population.citizens=150"]);
    assert!(
        text(&other.stderr).contains("other citizens"),
        "{}",
        text(&other.stderr)
    );
}
