use std::path::PathBuf;

use super::*;

const SCENARIO: &str = "[simulation]\nhorizon_years = 2.0\n[population]\ncitizens = 100\n[programme.parks]\n";

/// The plan `text` beside the scenario `parks.toml` and the points `points.csv`.
fn load_with(text: &str, points: &str) -> Result<Plan, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    std::fs::write(path("parks.toml"), SCENARIO).unwrap();
    std::fs::write(path("points.csv"), points).unwrap();
    std::fs::write(path("plan.toml"), text).unwrap();
    let prefix = format!("{}/", folder.path().display());
    Plan::load(&path("plan.toml"), &[]).map_err(|error| error.to_string().replace(&prefix, ""))
}

fn load(text: &str) -> Result<Plan, String> {
    load_with(text, "")
}

fn faults(text: &str) -> String {
    load(text).unwrap_err()
}

const GOOD: &str = "
scenario = 'parks.toml'
seeds = 'independent'
[[factor]]
key = 'programme.parks.ease'
range = [0.1, 0.9]
steps = 5
[[factor]]
key = 'mechanisms.crowding'
levels = [true, false]
[[factor]]
key = 'programme.parks.stages'
levels = [['co_delivery'], ['co_design', 'co_delivery']]
[[measure]]
key = 'outcome'
[[measure]]
key = 'parks.willingness'
reduce = 'mean'
years = [0.5, 2]
[[measure]]
key = 'participants_share'
reduce = 'first'
above = 0.1
[[stop]]
key = 'outcome'
below = 0.2
";

#[test]
fn a_plan_is_read() {
    let plan = load(GOOD).unwrap();
    assert_eq!(
        (plan.name.as_str(), plan.replications, plan.seed),
        ("plan", 200, 1)
    );
    assert!(plan.independent);
    let floats = |numbers: &[f64]| numbers.iter().map(|number| toml::Value::Float(*number)).collect();
    assert_eq!(
        plan.factors[0].values,
        FactorValues::Levels(floats(&[0.1, 0.3, 0.5, 0.7, 0.9]))
    );
    assert_eq!(
        plan.factors[2].values,
        FactorValues::Levels(vec![
            vec!["co_delivery"].into(),
            vec!["co_design", "co_delivery"].into(),
        ])
    );
    let names: Vec<&str> = plan
        .measures
        .iter()
        .map(|measured| measured.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "outcome.final",
            "parks.willingness.mean_0.5_2",
            "participants_share.first_above_0.1"
        ]
    );
    let columns = crate::model::measures::row_length(1, 1);
    assert!(plan.measures.iter().all(|measured| measured.position < columns));
    let own = &crate::model::measures::PROGRAMME_MEASURES
        [plan.measures[1].position - crate::model::measures::measures().len()];
    assert_eq!(own.key, "willingness");
    assert!(plan.stops[0].holds(&vec![0.1; columns]) && !plan.stops[0].holds(&vec![f64::NAN; columns]));
}

const FAULTY: &str = "
scenario = 'parks.toml'
replication = 3
[design]
kind = 'factorial'
points = 4
[[factor]]
key = 'programme.parks.eese'
levels = [0.1]
[[factor]]
key = 'programme.parks.ease'
levels = []
[[factor]]
key = 'population.citizens'
range = [10, 20]
steps = 4
[[factor]]
key = 'programme.parks.invitation'
range = [0.9, 0.1]
steps = 3
[[measure]]
key = 'outcom'
[[measure]]
key = 'outcome'
reduce = 'mean'
years = [1, 9]
[[stop]]
key = 'outcome'
";

#[test]
fn all_faults_come_at_once_each_with_its_place() {
    insta::assert_snapshot!(faults(FAULTY), @"
    error: a plan of a sweep has no key `replication`
     --> plan.toml:3:1
      |
    3 | replication = 3
      | ^^^^^^^^^^^ unknown key
      |
      = hint: did you mean `replications`?

    error: `points` has no meaning in a design of kind factorial
     --> plan.toml:6:1
      |
    6 | points = 4
      | ^^^^^^ leave this out
      |
      = hint: it belongs to latin_hypercube, sobol

    error: there is no key `programme.parks.eese`
     --> plan.toml:8:7
      |
    8 | key = 'programme.parks.eese'
      |       ^^^^^^^^^^^^^^^^^^^^^^ unknown key
      |
      = hint: did you mean `programme.parks.ease`?

    error: `programme.parks.ease` has no levels
      --> plan.toml:12:10
       |
    12 | levels = []
       |          ^^ at least one value

    error: 10 to 20 has no 4 whole numbers evenly apart
      --> plan.toml:15:9
       |
    15 | range = [10, 20]
       |         ^^^^^^^^
       |
       = hint: list them as levels

    error: `factor.range` runs from 0.9 to 0.1: the lower end is above the upper
      --> plan.toml:19:9
       |
    19 | range = [0.9, 0.1]
       |         ^^^^^^^^^^ the first number must lie below the second

    error: there is no measure `outcom`
      --> plan.toml:22:7
       |
    22 | key = 'outcom'
       |       ^^^^^^^^ unknown measure
       |
       = hint: did you mean `outcome`?

    error: the window 1 to 9 does not lie within the run
      --> plan.toml:26:9
       |
    26 | years = [1, 9]
       |         ^^^^^^ the run lasts from 0 to 2 years

    error: a condition needs one of `above` and `below`
      --> plan.toml:27:1
       |
    27 | [[stop]]
       | ^^^^^^^^
       |
       = hint: The bound it lies above, such as above = 0.5

    9 faults
    ");
}

#[test]
fn what_cannot_vary_is_refused() {
    let text = "
scenario = 'parks.toml'
[[factor]]
key = 'simulation.seed'
levels = [1, 2]
[[factor]]
key = 'programme.parks.title'
levels = ['a', 'b']
[[factor]]
key = 'programme.roads.ease'
levels = [0.1]
[[factor]]
key = 'simulation.decision_rule'
range = [0, 1]
[[measure]]
key = 'outcome'
";
    insta::assert_snapshot!(faults(text), @r#"
    error: `simulation.seed` cannot be a factor
     --> plan.toml:4:7
      |
    4 | key = 'simulation.seed'
      |       ^^^^^^^^^^^^^^^^^
      |
      = hint: say seeds = "independent" to give each configuration a seed of its own

    error: `programme.parks.title` cannot be a factor
     --> plan.toml:7:7
      |
    7 | key = 'programme.parks.title'
      |       ^^^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: it changes words, not numbers

    error: the scenario has no programme `roads`
      --> plan.toml:10:7
       |
    10 | key = 'programme.roads.ease'
       |       ^^^^^^^^^^^^^^^^^^^^^^

    error: `simulation.decision_rule` is no number, so it has no range
      --> plan.toml:14:9
       |
    14 | range = [0, 1]
       |         ^^^^^^
       |
       = hint: list its levels; allowed: one of logit, threshold, rational

    4 faults
    "#);
}

#[test]
fn a_plan_without_its_parts_says_what_is_missing() {
    insta::assert_snapshot!(faults("title = 'x'\n"), @r#"
    error: `scenario` is missing
     --> plan.toml:1:1
      |
    1 | title = 'x'
      | ^
      |
      = hint: The scenario it starts from, seen from this file, or by its name, such as scenario = "reference"

    error: `measure` is missing
     --> plan.toml:1:1
      |
    1 | title = 'x'
      | ^
      |
      = hint: What is kept of a run, each under a heading [[measure]]

    2 faults
    "#);
    insta::assert_snapshot!(faults("scenario = 'parks.toml'\n[design]\nkind = 'sobol'\n"), @"
    error: `measure` is missing
     --> plan.toml:1:1
      |
    1 | scenario = 'parks.toml'
      | ^
      |
      = hint: What is kept of a run, each under a heading [[measure]]

    error: `design.points` is missing
     --> plan.toml:2:2
      |
    2 | [design]
      |  ^^^^^^
      |
      = hint: How many points there are, such as points = 64

    2 faults
    ");
    insta::assert_snapshot!(faults("scenario = 'gone.toml'\n"), @"
    error: `measure` is missing
     --> plan.toml:1:1
      |
    1 | scenario = 'gone.toml'
      | ^
      |
      = hint: What is kept of a run, each under a heading [[measure]]

    error: `scenario` names gone.toml, but there is no such file
     --> plan.toml:1:12
      |
    1 | scenario = 'gone.toml'
      |            ^^^^^^^^^^^
      |
      = hint: check the spelling; `samspil scenarios` lists the scenarios that come with Samspil

    2 faults
    ");
}

const OWN: &str =
    "scenario = 'parks.toml'\n[design]\nkind = 'points'\nfile = 'points.csv'\n[[measure]]\nkey = 'outcome'\n";

#[test]
fn own_points_are_read() {
    let points = "programme.parks.ease,simulation.decision_rule,population.citizens\n0.5,threshold,90\n 0.25, logit, 80\n";
    let plan = load_with(OWN, points).unwrap();
    let keys: Vec<&str> = plan.factors.iter().map(|factor| factor.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "programme.parks.ease",
            "simulation.decision_rule",
            "population.citizens"
        ]
    );
    let row = |ease: f64, rule: &str, citizens: i64| vec![ease.into(), rule.into(), citizens.into()];
    assert_eq!(
        plan.design,
        Design::Points(vec![row(0.5, "threshold", 90), row(0.25, "logit", 80)])
    );
}

#[test]
fn own_points_are_read_as_spreadsheets_r_and_sweeps_write_them() {
    let points = |text: &str| match load_with(OWN, text)
        .unwrap_or_else(|error| panic!("{error}"))
        .design
    {
        Design::Points(points) => points,
        other => panic!("{other:?}"),
    };
    let row = |ease: f64, citizens: i64| vec![toml::Value::from(ease), citizens.into()];
    let expected = vec![row(0.5, 90), row(0.25, 80)];
    for text in [
        "programme.parks.ease;population.citizens\r\n0,5;90\r\n0,25;80\r\n",
        "\u{feff}programme.parks.ease\tpopulation.citizens\n0,50\t90\n0,25\t80\n",
        "\"\",\"programme.parks.ease\",\"population.citizens\"\n\"1\",0.5,90\n\"2\",0.25,80\n",
        "\"programme.parks.ease\",\"population.citizens\"\n\"1\",0.5,90\n\"2\",0.25,80\n",
        "configuration,programme.parks.ease,population.citizens,seed\n0,0.5,90,1\n1,0.25,80,1\n",
    ] {
        assert_eq!(points(text), expected, "{text}");
    }
    assert_eq!(
        points("mechanisms.crowding\nTRUE\nFALSE\n"),
        [vec![true.into()], vec![false.into()]]
    );
}

#[test]
fn seeds_of_points_are_passed_over_with_a_note() {
    let notes = |content: &str| load_with(OWN, content).unwrap().scenario.data_notes;
    let noted = notes("programme.parks.ease,seed\n0.5,7\n0.25,8\n");
    assert!(
        noted
            .iter()
            .any(|note| note.contains("points.csv, column `seed`: passed over")),
        "{noted:?}"
    );
    assert!(
        !notes("programme.parks.ease\n0.5\n0.25\n")
            .iter()
            .any(|note| note.contains("seed"))
    );
}

#[test]
fn decimal_commas_between_commas_are_no_names_of_rows() {
    let two = "fatigue.recovery,hours.per_week\n";
    for (text, said) in [
        (
            "hours.per_week\n2,5\n3,6\n".to_owned(),
            "every row has one value more",
        ),
        (
            "hours.per_week\n1,5\n2,6\n".to_owned(),
            "the rows may begin with their numbers",
        ),
        (format!("{two}0.3,2,5\n0.8,3,6\n"), "every row has one value more"),
        (
            format!("{two}1,0,3\n2,0,4\n"),
            "the rows may begin with their numbers",
        ),
        (
            format!("{two}0.3,2,5\n0.8,3\n"),
            "this line has 3 of the 2 values",
        ),
        (
            format!("{}0,3;2,5\n0,8;3,5;9\n", two.replace(',', ";")),
            "this line has 3 of the 2 values",
        ),
    ] {
        let error = load_with(OWN, &text).unwrap_err();
        assert!(error.contains(said) && error.contains("1 fault"), "{text}{error}");
        assert_eq!(
            error.contains("decimal commas"),
            !text.contains(';'),
            "{text}{error}"
        );
    }
    let named = format!("{two}\"1\",0.3,2\n\"2\",0.8,3\n");
    for text in [
        named.clone(),
        named.replace('"', ""),
        format!("{two}0.3,2.5\n0.8,3.5\n"),
    ] {
        assert!(matches!(load_with(OWN, &text).unwrap().design, Design::Points(points) if points.len() == 2));
    }
}

#[test]
fn a_point_that_is_written_in_two_ways_stands_there_twice() {
    let error = load_with(OWN, "population.ses_mean\n0.3\n0.30\n").unwrap_err();
    assert!(
        error.contains("this point stands in the file twice") && error.contains("points.csv:3:1"),
        "{error}"
    );
    let error = load_with(OWN, "programme.parks.invitation;population.citizens\n1,250;90\n").unwrap_err();
    assert!(error.contains("`1,250`"), "{error}");
}

#[test]
fn of_very_many_own_points_only_so_many_are_kept() {
    let rows = |count: usize, cell: &dyn Fn(usize) -> String| {
        let rows: String = (0..count).map(|number| cell(number) + "\n").collect();
        load_with(OWN, &format!("programme.parks.ease\n{rows}")).unwrap_err()
    };
    let error = rows(CONFIGURATIONS_MAX + 2, &|number| format!("0.{number:06}"));
    assert!(error.contains("the file has more than 100000 points"), "{error}");
    assert!(error.contains("points.csv:100002:1"), "{error}");
    let error = rows(5_000, &|_| "wrong".to_owned());
    assert!(
        error.contains("4980 more faults of this file are not shown"),
        "{error}"
    );
}

#[test]
fn faults_of_own_points_name_their_lines() {
    let points = "programme.parks.ease,population.citizens\n0.5,90\n1.5,90\n0.5\n0.5,90\n0.5,many\n";
    insta::assert_snapshot!(load_with(OWN, points).unwrap_err(), @"
    error: `programme.parks.ease` is out of bounds: 1.5
     --> points.csv:3:1
      |
    3 | 1.5,90
      | ^^^^^^ allowed: a number from 0 to 1
      |
      = hint: if 1.5 % is meant, write 0.015

    error: this line has 1 of the 2 values it should have
     --> points.csv:4:1
      |
    4 | 0.5
      | ^^^ one value per column

    error: this point stands in the file twice
     --> points.csv:5:1
      |
    5 | 0.5,90
      | ^^^^^^

    error: `population.citizens` cannot be the text `many`
     --> points.csv:6:1
      |
    6 | 0.5,many
      | ^^^^^^^^ expected a whole number from 1 to 20000000 (citizens)

    4 faults
    ");
    insta::assert_snapshot!(load_with(OWN, "ease,ease\n1,2\n").unwrap_err(), @"
    error: there is no key `ease`
     --> points.csv:1:1
      |
    1 | ease,ease
      | ^^^^^^^^^ unknown key
      |
      = hint: did you mean `programme.parks.ease` or `willingness.ease` or `digital.ease`?

    1 fault
    ");
    insta::assert_snapshot!(load_with(OWN, "").unwrap_err(), @"
    error: the file of points is empty
     --> points.csv:1:1
      |
    1 |
      | ^
      |
      = hint: its first line names the factors, such as programme.parks.ease

    1 fault
    ");
    insta::assert_snapshot!(load_with(OWN, "programme.parks.ease\n").unwrap_err(), @"
    error: the file has no points
     --> points.csv:1:1
      |
    1 | programme.parks.ease
      | ^^^^^^^^^^^^^^^^^^^^

    1 fault
    ");
}

#[test]
fn a_plan_larger_than_the_limits_is_refused() {
    let factor = |key: &str| format!("[[factor]]\nkey = '{key}'\nrange = [0.0, 1.0]\nsteps = 400\n");
    let text = format!(
        "scenario = 'parks.toml'\n{}{}[[measure]]\nkey = 'outcome'\n",
        factor("programme.parks.ease"),
        factor("programme.parks.invitation")
    );
    assert!(faults(&text).contains("160000 combinations are more than 100000"));
}
