//! Power analyses: numbers against sums by hand, the words of the answer, and every way it refuses.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::desk::Desk;
use super::{number, rows, text};

const SCENARIO: &str = "
title = 'A small town'
[simulation]
horizon_years = 1.0
[population]
citizens = 120
[programme.parks]
";

const MORE: [&str; 4] = ["--set", "programme.parks.invitation=4", "-n", "12"];

fn desk() -> Desk {
    Desk::new("power", &[("parks.toml", SCENARIO)])
}

/// The rows of a table of one pairing.
fn of(folder: &Path, table: &str, pairing: &str) -> Vec<BTreeMap<String, String>> {
    let mut found = rows(&folder.join(table));
    found.retain(|row| row["pairing"] == pairing);
    found
}

#[test]
fn the_pilot_is_the_comparison_and_numbers_follow_from_it() {
    let desk = desk();
    let folder = desk.results("planned", &[&MORE[..], &["--measure", "willingness"]].concat());
    let compared = Desk::new("compare", &[("parks.toml", SCENARIO)]);
    let compared = rows(&compared.results("compared", &MORE).join("comparison.csv"));
    let compared = compared
        .iter()
        .find(|row| row["measure"] == "willingness")
        .unwrap();
    let pilot = &of(&folder, "pilot.csv", "paired")[0];
    assert_eq!(pilot["pairs"], "12");
    for (own, theirs) in [
        ("difference", "difference"),
        ("standard_deviation", "standard_deviation"),
        ("variance_reduction", "variance_reduction"),
    ] {
        assert_eq!(pilot[own], compared[theirs], "{own}");
    }
    let difference = number(&pilot["difference"]).abs();
    for pairing in ["paired", "unpaired"] {
        let needed = of(&folder, "needed.csv", pairing);
        assert_eq!(needed.len(), 6);
        for row in &needed {
            let part = match row["effect_of"].as_str() {
                "half" => 0.5,
                "whole" => 1.0,
                "twice" => 2.0,
                other => panic!("{other}"),
            };
            assert!((number(&row["effect"]) / (part * difference) - 1.0).abs() < 1e-9);
            let ends =
                ["replications_low", "replications", "replications_high"].map(|name| number(&row[name]));
            assert!(ends[0] <= ends[1] && ends[1] <= ends[2], "{ends:?}");
        }
        let effects = of(&folder, "detectable.csv", pairing);
        assert_eq!(effects.len(), 14);
        // The power of the curve at 50 replications lies above 80 % for effects beyond the one that is found so often there.
        let found = effects.iter().find(|row| row["replications"] == "50").unwrap();
        for row in of(&folder, "power.csv", pairing) {
            if row["replications"] == "50" {
                let is_larger = number(&row["effect"]) > number(&found["effect"]);
                assert_eq!(is_larger, number(&row["power"]) > 0.8, "{row:?}");
            }
        }
    }
    let codebook = fs::read_to_string(folder.join("codebook.csv")).unwrap();
    for table in ["pilot", "needed", "detectable", "power"] {
        let header = fs::read_to_string(folder.join(format!("{table}.csv"))).unwrap();
        for column in header.lines().next().unwrap().split(',') {
            assert!(
                codebook.contains(&format!("\n{table},{column},")),
                "{table}: {column}"
            );
        }
    }
}

#[test]
fn says_what_it_takes_in_words_and_for_programs() {
    let desk = desk();
    let further = [&MORE[..], &["--effect", "0.02", "--power", "0.8"]].concat();
    let said = desk.call("o", &further);
    assert!(said.status.success(), "{}", text(&said.stderr));
    let words = text(&said.stdout);
    let words = words.split("\nReport: ").next().unwrap();
    insta::assert_snapshot!(words, @"
    Baseline: A small town
    Looked for: a difference in outcome at the end, by a two-sided t test of level 0.05

    invitation = 4: an effect of 2.0 points (as asked) is found in 80 % of comparisons with 4 (3 to 7) replications of each arm on common random numbers; separate seeds would need 5 (4 to 10).
      Pilot of 12 pairs: the difference is +0.82 points (95 % interval +0.30 to +1.34).
      Its standard deviation between replications: 0.82 (0.58 to 1.40) points on common random numbers, 1.28 (0.93 to 2.05) points with separate seeds.
      Common random numbers need 2.4 times fewer replications for an interval of the same width.

    Replications of each arm that find it
      effect      from      power  common random numbers  separate seeds
      2.0 points  as asked  80 %   4 (3 to 7)             5 (4 to 10)

    The effect that could be found
      replications  power  common random numbers          separate seeds
      25            80 %   0.48 (0.34 to 0.82) points     0.73 (0.53 to 1.17) points
      50            80 %   0.33 (0.24 to 0.57) points     0.51 (0.37 to 0.82) points
      100           80 %   0.23 (0.17 to 0.40) points     0.36 (0.26 to 0.58) points
      200           80 %   0.16 (0.12 to 0.28) points     0.25 (0.19 to 0.41) points
      500           80 %   0.10 (0.07 to 0.18) points     0.16 (0.12 to 0.26) points
      1,000         80 %   0.073 (0.052 to 0.124) points  0.11 (0.08 to 0.18) points
      2,000         80 %   0.052 (0.037 to 0.088) points  0.080 (0.058 to 0.129) points

    In brackets: the same at both ends of the 95 % interval of the pilot's standard deviation, if differences are normal.
    Power speaks of chance between replications: how often so many of them find an effect of this size if the model has it. It says nothing of what is not known about parameters and mechanisms; no number of replications makes up for that.
    ");
    let answer = desk.call("o", &[&further[..], &["--json"]].concat());
    let answer: Value = serde_json::from_slice(&answer.stdout).unwrap();
    let (kind, answer) = (&answer["kind"], &answer["answer"]);
    assert_eq!(kind, "power");
    assert_eq!(answer["effect"], 0.02);
    let pairings = answer["variants"][0]["pairings"].as_array().unwrap();
    assert_eq!(pairings.len(), 2);
    for pairing in pairings {
        assert_eq!(pairing["needed"].as_array().unwrap().len(), 1);
        assert_eq!(pairing["detectable"].as_array().unwrap().len(), 7);
    }
    // Another effect is another answer from the same runs.
    let other = desk.call("o", &[&MORE[..], &["--effect", "0.05"]].concat());
    assert!(text(&other.stdout).contains("90 %") && !text(&other.stderr).contains("A pilot of"));
}

#[test]
fn what_cannot_be_planned_is_refused_in_one_message() {
    let desk = desk();
    for (further, said) in [
        (&["--effect", "-0.02"][..], "expected a number above 0"),
        (&["--effect", "5"], "no difference in it is as large as 5"),
        (&["--effect", "1e-300"], "too small to be told from rounding"),
        (&["--power", "0.99999999"], "at most 0.9999"),
        (
            &["--power", "1"],
            "expected a share above 0.05, the level of the test, and at most 0.9999",
        ),
        (&["-n", "2"], "expected a whole number from 5 to 10000"),
        (&["--measure", "outcom"], "did you mean `outcome`?"),
        (
            &["--everywhere", "simulation.replications=9"],
            "`simulation.replications` has no effect here",
        ),
    ] {
        let refused = desk.refusal(&[&MORE[..2], further].concat(), 2);
        assert!(refused.contains(said), "{refused}");
        assert_eq!(refused.matches("error").count(), 1, "{refused}");
    }
    let refused = desk.refusal(&[], 2);
    assert!(
        refused.contains("there is nothing to compare the scenario with"),
        "{refused}"
    );
}
