//! Plans that are right, and plans that are not.

use super::*;

const SCENARIO: &str = "[simulation]\nhorizon_years = 2.0\n[population]\ncitizens = 100\n[programme.parks]\n";

fn load(text: &str, settings: &[(String, String)]) -> Result<FrontierPlan, String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("parks.toml"), SCENARIO).unwrap();
    std::fs::write(folder.path().join("plan.toml"), text).unwrap();
    let prefix = format!("{}/", folder.path().display());
    FrontierPlan::load(&folder.path().join("plan.toml"), settings)
        .map_err(|error| error.to_string().replace(&prefix, ""))
}

const FACTORS: &str = "
scenario = 'parks.toml'
[[factor]]
key = 'programme.parks.reward'
levels = ['none', 'recognition']
[[factor]]
key = 'programme.parks.relation'
levels = ['supplementary', 'substitutive']
[[factor]]
key = 'programme.parks.ease'
range = [0.1, 0.9]
";

#[test]
fn without_objectives_a_front_is_of_outcome_cost_and_equity() {
    let plan = load(FACTORS, &[]).unwrap();
    let names: Vec<&str> = plan
        .measures
        .iter()
        .map(|measured| measured.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["outcome.final", "public_cost.mean_0_2", "outcome_gap.final"]
    );
    let directions: Vec<Direction> = plan
        .objectives
        .iter()
        .map(|objective| objective.direction)
        .collect();
    assert_eq!(directions, [Direction::Higher, Direction::Lower, Direction::Zero]);
    assert_eq!(plan.colour, Some(1), "the relation has the colours");
    assert_eq!((plan.search.designs, plan.confirmation.replications), (40, 100));
}

#[test]
fn objectives_and_limits_share_what_is_measured() {
    let text = format!(
        "colour = 'programme.parks.reward'{FACTORS}[[objective]]\nkey = 'parks.outcome'\n[[objective]]\n\
         key = 'output'\nbetter = 'lower'\nreduce = 'mean'\nyears = [1, 2]\n[[limit]]\nkey = 'parks.outcome'\n\
         above = 0.2\n[[limit]]\nkey = 'incidents'\nbelow = 0\n"
    );
    let plan = load(&text, &[]).unwrap();
    assert_eq!((plan.measures.len(), plan.colour), (3, Some(0)));
    assert_eq!(plan.limits[0].measure, plan.objectives[0].measure);
    assert_eq!(plan.direction_of(2), None);
    let [least, none] = [plan.limits[0], plan.limits[1]];
    assert!((least.excess(0.1) - 0.5).abs() < 1e-12 && least.excess(0.2) == 0.0);
    assert!((none.excess(3.0) - 3.0).abs() < 1e-12 && none.excess(f64::NAN).is_nan());
}

const FAULTY: &str = "
scenario = 'parks.toml'
replications = 4
colour = 'programme.parks.relatoin'
[[factor]]
key = 'programme.parks.relation'
levels = []
[[factor]]
key = 'programme.parks.ease'
range = [0.9, 0.1]
[[objective]]
key = 'outcom'
[[objective]]
key = 'output'
[[objective]]
key = 'outcome'
reduce = 'first'
[[limit]]
key = 'public_cost'
below = -1.0
[search]
designs = 2
[confirm]
replications = 1
";

#[test]
fn all_faults_come_at_once_each_with_its_place() {
    insta::assert_snapshot!(load(FAULTY, &[]).unwrap_err(), @r#"
    error: a plan of a search has no key `replications`
     --> plan.toml:3:1
      |
    3 | replications = 4
      | ^^^^^^^^^^^^ unknown key
      |
      = hint: the keys here are title, story, da, seed, scenario, colour, factor, objective, limit, search, confirm, robustness

    error: `programme.parks.relatoin` is no factor of this plan, so it cannot give the colours
     --> plan.toml:4:10
      |
    4 | colour = 'programme.parks.relatoin'
      |          ^^^^^^^^^^^^^^^^^^^^^^^^^^

    error: `programme.parks.relation` has no levels
     --> plan.toml:7:10
      |
    7 | levels = []
      |          ^^ at least one value

    error: `factor.range` runs from 0.9 to 0.1: the lower end is above the upper
      --> plan.toml:10:9
       |
    10 | range = [0.9, 0.1]
       |         ^^^^^^^^^^ the first number must lie below the second

    error: there is no measure `outcom`
      --> plan.toml:12:7
       |
    12 | key = 'outcom'
       |       ^^^^^^^^ unknown measure
       |
       = hint: did you mean `outcome`?

    error: `output` is neither good nor bad in itself, so `objective.better` is missing
      --> plan.toml:13:1
       |
    13 | [[objective]]
       | ^^^^^^^^^^^^^
       |
       = hint: say better = "higher", "lower" or "zero"

    error: `objective.reduce` cannot be the text `first`
      --> plan.toml:17:10
       |
    17 | reduce = 'first'
       |          ^^^^^^^ expected one of final, mean

    error: `public_cost` can never lie below -1
      --> plan.toml:20:9
       |
    20 | below = -1.0
       |         ^^^^ it is 0 or more

    error: `search.designs` cannot be the number 2
      --> plan.toml:22:11
       |
    22 | designs = 2
       |           ^ expected a whole number from 4 to 1000

    error: `confirm.replications` cannot be the number 1
      --> plan.toml:24:16
       |
    24 | replications = 1
       |                ^ expected a whole number from 2 to 1000000

    10 faults
    "#);
}

#[test]
fn a_front_needs_a_choice_and_two_objectives() {
    let text = "scenario = 'parks.toml'\n[[objective]]\nkey = 'outcome'\n";
    insta::assert_snapshot!(load(text, &[]).unwrap_err(), @"
    error: `factor` is missing
     --> plan.toml:1:1
      |
    1 | scenario = 'parks.toml'
      | ^
      |
      = hint: What a design chooses, each under a heading [[factor]]

    error: there is 1 table [[objective]]
     --> plan.toml:2:3
      |
    2 | [[objective]]
      |   ^^^^^^^^^ expected 2 to 4

    2 faults
    ");
    let set = [("programme.parks.ease".to_owned(), "0.5".to_owned())];
    assert!(
        load(FACTORS, &set)
            .unwrap_err()
            .contains("is a factor of the plan")
    );
}
