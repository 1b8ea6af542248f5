//! The same numbers whatever the threads and the order of work, and the same luck in every variant.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::fmt::Write as _;
use std::path::Path;

use samspil::model::executor::Executor;
use samspil::random::{Draws, Purpose};
use samspil::scenario::Scenario;

use support::{Rows, Threads, column, first_difference, from_text, rows, rows_on, shipped};

/// Works on the last item first.
struct Backwards;

impl Executor for Backwards {
    fn map<T: Send, R: Send>(
        &self,
        items: &mut [T],
        work: impl Fn(usize, &mut T) -> R + Sync + Send,
    ) -> Vec<R> {
        let mut answers: Vec<R> = items
            .iter_mut()
            .enumerate()
            .rev()
            .map(|(index, item)| work(index, item))
            .collect();
        answers.reverse();
        answers
    }
}

fn assert_equal(scenario: &Scenario, what: &str, one: &Rows, other: &Rows) {
    if let Some(difference) = first_difference(scenario, one, other) {
        panic!("{what}: {difference}");
    }
}

fn assert_same_on_every_executor(scenario: &Scenario) {
    let serial = rows(scenario, 1, 3);
    assert_equal(
        scenario,
        "from last to first",
        &serial,
        &rows_on(scenario, 1, 3, &Backwards),
    );
    for threads in [1, 2, 7] {
        let several = rows_on(scenario, 1, 3, &Threads::new(threads));
        assert_equal(scenario, &format!("{threads} threads"), &serial, &several);
    }
}

fn everything(overrides: &[(&str, &str)]) -> Scenario {
    let mut all = vec![
        ("population.citizens", "900"),
        ("simulation.horizon_years", "2.5"),
    ];
    all.extend(overrides);
    shipped("tests/golden/everything.toml", &all)
}

#[test]
fn threads_do_not_matter() {
    for rule in ["logit", "threshold", "rational"] {
        assert_same_on_every_executor(&everything(&[("simulation.decision_rule", rule)]));
    }
    assert_same_on_every_executor(&everything(&[("simulation.tick", "week")]));
}

/// Writes a survey of so many respondents and ties between them into a folder.
fn write_data(folder: &Path, respondents: u32) {
    let draws = Draws::new(11, 0);
    let mut people = String::from("trust,efficacy,age,hours,area\n");
    for person in 0..respondents {
        let [trust, efficacy, age, area] = draws.uniforms(person, 0, Purpose(0));
        let _ = write!(people, "{},", (trust * 11.0).floor());
        if efficacy > 0.1 {
            let _ = write!(people, "{efficacy:.3}");
        }
        let hours = draws.uniform(person, 0, Purpose(1)) * 20.0;
        let _ = writeln!(
            people,
            ",{},{hours:.1},area {}",
            18 + (age * 70.0) as u32,
            (area * 4.0) as u32
        );
    }
    std::fs::write(folder.join("people.csv"), people).unwrap();
    let mut ties = String::from("from,to\n");
    for person in 0..respondents {
        for (tie, uniform) in draws.uniforms(person, 0, Purpose(2)).into_iter().enumerate() {
            let other = (uniform * f64::from(respondents)) as u32;
            if other != person && (tie < 3 || person % 2 == 0) {
                let _ = writeln!(ties, "{},{}", person + 1, other + 1);
            }
        }
    }
    std::fs::write(folder.join("edges.csv"), ties).unwrap();
}

#[test]
fn threads_do_not_matter_with_data_from_files() {
    let folder = tempfile::tempdir().unwrap();
    write_data(folder.path(), 700);
    let text = "\
        title = \"Data\"\n[simulation]\nhorizon_years = 2.0\n\
        [population]\nfrom = \"people.csv\"\nneighbourhoods = 4\n\
        [population.data]\none_to_one = true\nneighbourhood = \"area\"\n\
        [population.data.columns]\n\
        trust = { column = \"trust\", low = 0, high = 10 }\n\
        efficacy = { column = \"efficacy\" }\n\
        age = { column = \"age\" }\nfree_time = { column = \"hours\" }\n\
        [network]\nfrom = \"edges.csv\"\n\
        [organisation]\nunits = 2\n\
        [programme.one]\nstaff_share = 0.5\n[programme.two]\nstaff_share = 0.4\n";
    assert_same_on_every_executor(&from_text(folder.path(), text, &[]));
}

#[test]
fn replications_do_not_depend_on_their_order() {
    let scenario = everything(&[("population.citizens", "200")]);
    let forwards: Vec<Rows> = (0..4)
        .map(|replication| rows(&scenario, 1, replication))
        .collect();
    for replication in (0..4).rev() {
        let again = rows(&scenario, 1, replication);
        assert_equal(
            &scenario,
            "another order",
            &forwards[replication as usize],
            &again,
        );
    }
    for (one, other) in [(0, 1), (1, 2), (2, 3)] {
        assert!(
            first_difference(&scenario, &forwards[one], &forwards[other]).is_some(),
            "replications {one} and {other} are the same"
        );
    }
    assert!(
        first_difference(&scenario, &forwards[0], &rows(&scenario, 2, 0)).is_some(),
        "the seed does not matter"
    );
}

/// Settings by their keys.
type Settings = &'static [(&'static str, &'static str)];

/// What is off, and a parameter that only matters where it is on.
const OFF: [(Settings, (&str, &str)); 15] = [
    (&[("mechanisms.fatigue", "false")], ("fatigue.gain", "0.7")),
    (&[("mechanisms.crowding", "false")], ("reward.crowding", "0.8")),
    (
        &[("mechanisms.social_influence", "false")],
        ("willingness.social", "9.0"),
    ),
    (&[("mechanisms.mastery", "false")], ("mastery.learning", "1.0")),
    (
        &[("mechanisms.politics", "false")],
        ("politics.incident_rate", "0.1"),
    ),
    (
        &[("mechanisms.backlash", "false")],
        ("backlash.motivation", "0.4"),
    ),
    (
        &[("mechanisms.collective", "false")],
        ("collective.private_benefit", "3.0"),
    ),
    (
        &[("mechanisms.association", "false")],
        ("association.member_asking", "6.0"),
    ),
    (
        &[("mechanisms.roles", "false")],
        ("roles.co_designer_shaping", "0.4"),
    ),
    (
        &[("mechanisms.admission", "false")],
        ("admission.disappointment", "0.5"),
    ),
    (
        &[("mechanisms.co_destruction", "false")],
        ("co_destruction.harm", "2.0"),
    ),
    (&[("mechanisms.goal_focus", "false")], ("goal_focus.focus", "0.4")),
    (&[("mechanisms.power", "false")], ("power.resistance", "1.0")),
    (
        &[("mechanisms.social_capital", "false")],
        ("social_capital.tie_formation_within", "9.0"),
    ),
    (&[], ("willingness.intercept_rational", "3.0")),
];

/// A parameter that only matters where something is on changes nothing where it is off, to the last bit.
#[test]
fn what_is_off_leaves_everyone_their_luck() {
    for (off, (key, value)) in OFF {
        let off: Vec<(&str, &str)> = [&[("population.citizens", "300")], off].concat();
        let baseline = everything(&off);
        let variant = everything(&[off, vec![(key, value)]].concat());
        let (one, other) = (rows(&baseline, 1, 0), rows(&variant, 1, 0));
        assert_equal(&baseline, key, &one, &other);
    }
}

/// A variant that touches one thing leaves everyone the luck they had: with the effect on costs alone, all else
/// is equal to the last bit, and before a change takes place everything is.
#[test]
fn a_variant_meets_the_same_luck() {
    let baseline = everything(&[("population.citizens", "300")]);
    let dearer = everything(&[
        ("population.citizens", "300"),
        ("cost.citizen_eur_per_hour", "30.0"),
    ]);
    let (mut one, mut other) = (rows(&baseline, 1, 0), rows(&dearer, 1, 0));
    let price = column(&baseline, "citizen_time_value");
    assert!(first_difference(&baseline, &one, &other).is_some());
    for row in one.iter_mut().chain(&mut other) {
        row[price] = 0.0;
    }
    assert_equal(&baseline, "dearer time", &one, &other);

    let lesson = |path| {
        shipped(
            path,
            &[
                ("population.citizens", "300"),
                ("simulation.horizon_years", "3.0"),
            ],
        )
    };
    let quiet = lesson("scenarios/reference.toml");
    let changed = lesson("scenarios/lessons/output_up_outcome_down.toml");
    let (one, other) = (rows(&quiet, 1, 0), rows(&changed, 1, 0));
    let until_change = |rows: &Rows| rows[..=24].to_vec();
    assert_equal(
        &quiet,
        "before the change",
        &until_change(&one),
        &until_change(&other),
    );
    assert!(first_difference(&quiet, &one, &other).is_some_and(|found| found.starts_with("step 25,")));
}
