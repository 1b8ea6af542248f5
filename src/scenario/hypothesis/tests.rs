use std::path::Path;

use super::*;
use crate::words::{Language, within};

const COMMON: &str = "id = 'T-1'\nclaim = 'A test'\nscenario = '../reference.toml'\n";
const MEASURED: &str =
    "measure = 'participants_share'\ntime = 'end'\nsmallest_effect = 0.01\nreplications = 20\n";

fn read(text: &str) -> Result<Hypothesis, ScenarioError> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/hypotheses/test.toml");
    Hypothesis::from_text(&path, text, &[])
}

/// What is said about common lines with these after them: line, message, label, hint.
fn faults(lines: &str) -> String {
    let text = format!("{COMMON}{lines}");
    let error = read(&text).expect_err("a faulty hypothesis");
    let lines = error.faults.iter().map(|fault| {
        let parts = [
            Some(fault.message.clone()),
            Some(fault.label.clone()),
            fault.hint.clone(),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        format!("{}: {}", fault.line, parts.join(" | "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn arms_are_the_scenario_with_their_tables_over_it() {
    let lines = "kind = 'interaction'\ndirection = 'greater'\n[settings]\npopulation.citizens = 100\n\
                 [control]\nbarriers.silos = 0.6\n[first]\nbarriers.silos = 0.2\n[second.programme.local]\noutreach = 3.0";
    let hypothesis = read(&format!("{COMMON}{MEASURED}{lines}")).unwrap();
    let value = |arm: usize, key: &str| hypothesis.arms[arm].scenario.settings[key].value.clone();
    let arms: Vec<_> = (0..4)
        .map(|arm| {
            (
                hypothesis.arms[arm].name.as_str(),
                value(arm, "barriers.silos").as_float().unwrap(),
                value(arm, "programme.local.outreach").as_float().unwrap(),
                value(arm, "population.citizens").as_integer().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        arms,
        [
            ("control", 0.6, 1.0, 100),
            ("first", 0.2, 1.0, 100),
            ("second", 0.6, 3.0, 100),
            ("both", 0.2, 3.0, 100)
        ]
    );
}

#[test]
fn draws_lie_beneath_what_is_written() {
    let lines = "kind = 'difference'\ndirection = 'greater'\n[treatment]\nwillingness.ease = 1.5";
    let hypothesis = read(&format!("{COMMON}{MEASURED}{lines}")).unwrap();
    let drawn = [
        ("willingness.ease".to_owned(), toml::Value::Float(0.7)),
        ("willingness.trust".to_owned(), toml::Value::Float(0.4)),
    ];
    let arms = hypothesis.arm_with(&drawn, 1).unwrap();
    let number = |arm: usize, key: &str| arms[arm].scenario.settings[key].value.as_float();
    assert_eq!(
        [
            number(0, "willingness.ease"),
            number(1, "willingness.ease"),
            number(1, "willingness.trust")
        ],
        [Some(0.7), Some(1.5), Some(0.4)]
    );
}

#[test]
fn steps_of_times() {
    assert_eq!(Time::Year(2.0).steps(52, 520), [104]);
    assert_eq!(Time::Mean { from: 0.5, to: 0.75 }.steps(12, 96), [6, 7, 8, 9]);
}

#[test]
fn files_of_another_kind_are_named_in_one_word() {
    let said = |text: &str| {
        let error = read(text).unwrap_err();
        assert_eq!(error.faults.len(), 1, "{error}");
        format!(
            "{}; {}",
            error.faults[0].message,
            error.faults[0].hint.as_deref().unwrap()
        )
    };
    let scenario = "title = 'T'\n[programme.local]\ntitle = 'L'";
    assert_eq!(
        said(scenario),
        "this is a scenario, not a hypothesis on one; `samspil run` takes it; a hypothesis names it with `scenario`"
    );
    let plan =
        "title = 'T'\nscenario = '../reference.toml'\nreplications = 2\n[[factor]]\nkey = 'barriers.silos'";
    assert_eq!(
        said(plan),
        "this is a plan of a sweep on a scenario, not a hypothesis; `samspil sweep` takes it"
    );
    // What has an id is a hypothesis that is not finished.
    let error = read("id = 'T'\nscenario = '../reference.toml'").unwrap_err();
    assert!(
        error
            .faults
            .iter()
            .any(|fault| fault.message == "`claim` is missing"),
        "{error}"
    );
}

#[test]
fn everything_missing_is_said_at_once() {
    let error = read("kind = 'difference'").unwrap_err();
    let messages: Vec<_> = error.faults.iter().map(|fault| fault.message.as_str()).collect();
    for key in [
        "id",
        "claim",
        "scenario",
        "measure",
        "time",
        "smallest_effect",
        "direction",
        "treatment",
    ] {
        assert!(
            messages.contains(&format!("`{key}` is missing").as_str()),
            "{key}: {messages:?}"
        );
    }
    assert!(messages.contains(&"a hypothesis needs one of `replications` and `sequential`"));
}

#[test]
fn one_clear_message_each() {
    let treated = "[treatment]\nbarriers.silos = 0.0";
    insta::assert_snapshot!(faults(&format!("{MEASURED}kind = 'difference'\n{treated}")), @"1: `direction` is missing | Which way the effect goes: one of greater, less, either");
    insta::assert_snapshot!(faults(&format!("{MEASURED}kind = 'diference'\n{treated}")), @"8: `kind` cannot be the text `diference` | expected one of difference, equivalence, interaction, mediation, ordering, threshold, ratio, cycle | did you mean `difference`?");
    insta::assert_snapshot!(faults(&format!(
        "measure = 'participant_share'\ntime = 'ende'\nsmallest_effect = 0\nreplications = 1\n\
         kind = 'difference'\ndirection = 'up'\n{treated}"
    )), @r#"
    4: there is no measure `participant_share` | unknown measure | did you mean `participants_share`?
    5: `time` cannot be the text `ende` | expected "end", a year from 0 on, or two years that rise
    6: `smallest_effect` cannot be the number 0 | expected a number above 0
    7: `replications` cannot be the number 1 | expected a whole number from 2 to 1000000
    9: `direction` cannot be the text `up` | expected one of greater, less, either
    "#);
    insta::assert_snapshot!(faults(&format!(
        "{MEASURED}kind = 'difference'\ndirection = 'less'\nmesure = 'trust'\n[treatment]\nbarriers.silo = 0.0\nbarriers.zero_error = 2.0"
    )), @"10: a hypothesis has no key `mesure` | unknown key | did you mean `measure`?");
    insta::assert_snapshot!(faults(
        &format!("{MEASURED}kind = 'difference'\ndirection = 'less'\n[treatment]\nbarriers.silo = 0.0\nbarriers.zero_error = 2.0")
    ), @"
    11: there is no key `barriers.silo` | unknown key | did you mean `barriers.silos`?
    12: `barriers.zero_error` is out of bounds: 2 | allowed: a number from 0 to 1 | if 2 % is meant, write 0.02
    ");
}

#[test]
fn kinds_that_contradict() {
    let treated = "[treatment]\nbarriers.silos = 0.0";
    insta::assert_snapshot!(faults(&format!(
        "{MEASURED}kind = 'equivalence'\ndirection = 'less'\nrejected_if = 'opposite'\npaths = ['belief']\n{treated}"
    )), @"
    9: `direction` has no meaning in a hypothesis of kind equivalence | leave this out | it belongs to difference, interaction, mediation, ordering, threshold, ratio, cycle
    10: the claim has no other side, so `rejected_if` cannot be `opposite` | leave `rejected_if` out, or give a direction with another side
    11: `paths` has no meaning in a hypothesis of kind equivalence | leave this out | it belongs to mediation
    ");
    insta::assert_snapshot!(faults(&format!(
        "{MEASURED}sequential = 400\nkind = 'difference'\ndirection = 'less'\n{treated}"
    )), @"8: a hypothesis has only one of `replications` and `sequential` | leave one of them out");
    insta::assert_snapshot!(faults(&format!(
        "measure = 'trust'\ntime = 9.0\nsmallest_effect = 0.1\nsequential = 400\nkind = 'mediation'\nbound = 0.5\n\
         direction = 'greater'\npaths = ['belief']\n{treated}"
    )), @"7: a mediation cannot be tested sequentially | its p-value is not valid at every stop; give `replications` instead");
    insta::assert_snapshot!(faults(&format!(
        "measure = 'parks.willingness'\ntime = 9.0\nsmallest_effect = 0.1\nreplications = 9\nkind = 'equivalence'\n{treated}"
    )), @"
    4: the arm `control` has no programme `parks`
    5: year 9 lies after the end of the run | the run lasts 8 years | lengthen it with `simulation.horizon_years` under [settings]
    ");
    insta::assert_snapshot!(faults(&format!(
        "{MEASURED}kind = 'threshold'\nexpected = false\ndirection = 'less'\n[dose]\nkey = 'barriers.silos'\nlevels = [0.0, 0.2, 0.4]"
    )), @"
    10: a claim that there is no threshold has no direction | leave this out
    13: `dose.levels` cannot be a list | expected a list of 8 to 200 numbers that rise
    ");
    insta::assert_snapshot!(faults(&format!(
        "{MEASURED}kind = 'ratio'\ndirection = 'less'\nbound = 1.0\nnumerator = {{ a = 1 }}\ndenominator = {{ a = 1, c = -1 }}\n\
         [[arm]]\nname = 'a'\n[[arm]]\nname = 'b'"
    )), @"
    11: the weights of an effect must sum to 0, and these sum to 1 | as in { treatment = 1, control = -1 }
    12: there is no arm `c`
    ");
    insta::assert_snapshot!(faults(&format!(
        "{MEASURED}kind = 'ordering'\ndirection = 'less'\n[[arm]]\nname = 'a'"
    )), @"10: there is 1 table [[arm]] | expected 2 or more");
}

#[test]
fn a_clip_belongs_to_a_sequential_test_and_lies_above_the_smallest_effect() {
    let asked = |lines: &str| {
        format!(
            "measure = 'participants_share'\ntime = 'end'\nsmallest_effect = 0.01\n{lines}\nkind = 'difference'\n\
             direction = 'less'\n[treatment]\nbarriers.silos = 0.0"
        )
    };
    let clip = |lines: &str| read(&format!("{COMMON}{}", asked(lines))).unwrap().clip;
    assert_eq!(clip("sequential = 20\nclip = 0.05"), Some(0.05));
    assert_eq!(clip("sequential = 20"), None);
    insta::assert_snapshot!(faults(&asked("replications = 20\nclip = 0.05")), @"8: nothing is clipped where the number of replications is fixed | leave `clip` out, or give `sequential` in place of `replications`");
    insta::assert_snapshot!(faults(&asked("sequential = 20\nclip = 0.01")), @"8: `clip` must lie above the smallest effect of interest | ten times that effect, 0.1, is usual");
    insta::assert_snapshot!(faults(&asked("sequential = 19\nclip = 0")), @"
    7: `sequential` cannot be the number 19 | expected a whole number from 20 to 1000000
    8: `clip` cannot be the number 0 | expected a number above 0
    ");
}

#[test]
fn differences_lie_within_what_their_measures_allow() {
    let furthest = |measure: &str, kind: &str| {
        let lines = format!(
            "measure = '{measure}'\ntime = 'end'\nsmallest_effect = 0.01\nreplications = 20\ndirection = 'less'\n{kind}"
        );
        read(&format!("{COMMON}{lines}")).unwrap().furthest()
    };
    let pair = "kind = 'difference'\n[treatment]\nbarriers.silos = 0.0";
    let crossed = "kind = 'interaction'\n[first]\nbarriers.silos = 0.0\n[second]\nbarriers.zero_error = 0.0";
    let through = "kind = 'mediation'\nbound = 0.5\npaths = ['belief']\n[treatment]\nbarriers.silos = 0.0";
    assert_eq!(furthest("participants_share", pair), Some(1.0));
    assert_eq!(furthest("participants_share", crossed), Some(2.0));
    assert_eq!(furthest("participants_share", through), None);
    assert_eq!(furthest("public_cost", pair), None);
    let lines = cycle_of_two_and_a_half();
    assert_eq!(read(&format!("{COMMON}{lines}")).unwrap().furthest(), Some(1.0));
}

#[test]
fn a_scenario_that_is_not_there_is_named_once() {
    let text = format!(
        "id = 'T'\nclaim = 'c'\nscenario = 'nowhere.toml'\n{MEASURED}kind = 'equivalence'\n[treatment]"
    );
    let error = read(&text).unwrap_err();
    assert_eq!(error.faults.len(), 1);
    assert!(
        error.faults[0]
            .message
            .contains("nowhere.toml, but there is no such file"),
        "{error}"
    );
    assert_eq!(error.faults[0].line, 3);
}

/// Lines of a hypothesis about a cycle, measured over these years.
fn cycle(time: &str, further: &str) -> String {
    format!(
        "measure = 'initiatives_born'\ntime = {time}\nsmallest_effect = 0.05\nreplications = 20\nkind = 'cycle'\n\
         direction = 'greater'\n{further}\n[settings]\nsimulation.horizon_years = 30.0\n[treatment]"
    )
}

#[test]
fn a_cycle_stands_in_a_window_of_whole_waves() {
    let lines = cycle("[6, 30.0]", "period_years = 4\nyearly = 'rise'");
    let hypothesis = read(&format!("{COMMON}{lines}")).unwrap();
    let Question::Cycle { direction, cycle } = hypothesis.question else {
        panic!("{:?}", hypothesis.question);
    };
    assert_eq!(direction, Direction::To(Side::Greater));
    let expected = Cycle {
        period_years: 4.0,
        yearly: Yearly::Rise,
        from_year: 6,
        years: 24,
        waves: 6,
    };
    assert_eq!(cycle, expected);
    let lines = cycle_of_two_and_a_half();
    assert!(matches!(
        read(&format!("{COMMON}{lines}")).unwrap().question,
        Question::Cycle {
            cycle: Cycle { waves: 4, .. },
            ..
        }
    ));
}

fn cycle_of_two_and_a_half() -> String {
    cycle("[0, 10]", "period_years = 2.5\nyearly = 'mean'")
}

#[test]
fn a_cycle_that_cannot_be_seen_is_refused() {
    insta::assert_snapshot!(faults(&cycle("'end'", "")), @"
    1: `period_years` is missing | Years from one wave to the next, such as period_years = 4.0
    1: `yearly` is missing | What stands for a year: one of mean, rise
    5: a cycle is looked for over whole years | expected two whole years that rise, such as [6, 30]
    ");
    insta::assert_snapshot!(faults(&cycle("[6.5, 30]", "period_years = 2\nyearly = 'sum'")), @"
    5: a cycle is looked for over whole years | expected two whole years that rise, such as [6, 30]
    10: `period_years` cannot be the number 2 | expected a number above 2
    11: `yearly` cannot be the text `sum` | expected one of mean, rise
    ");
    let whole = "period_years = 4.0\nyearly = 'mean'";
    insta::assert_snapshot!(faults(&cycle("[6, 29]", whole)), @"5: 23 years do not hold 3 or more whole waves of 4 years | such as `time = [6, 30]`, with a `simulation.horizon_years` that reaches so far");
    insta::assert_snapshot!(faults(&cycle("[6, 14]", whole)), @"5: 8 years do not hold 3 or more whole waves of 4 years | such as `time = [6, 18]`, with a `simulation.horizon_years` that reaches so far");
    insta::assert_snapshot!(faults(&cycle("[6, 34]", whole)), @"5: year 34 lies after the end of the run | the run lasts 30 years | lengthen it with `simulation.horizon_years` under [settings]");
    insta::assert_snapshot!(faults(&cycle("[6, 30]", &format!("{whole}\nbound = 1"))), @"12: `bound` has no meaning in a hypothesis of kind cycle | leave this out | it belongs to mediation, ratio");
    insta::assert_snapshot!(faults(&format!(
        "{MEASURED}kind = 'difference'\ndirection = 'less'\nperiod_years = 4.0\n[treatment]\nbarriers.silos = 0.0"
    )), @"10: `period_years` has no meaning in a hypothesis of kind difference | leave this out | it belongs to cycle");
}

#[test]
fn arms_do_not_set_what_all_runs_share() {
    for (table, key) in [
        (
            "[control]\nsimulation.seed = 5\n[treatment]\nbarriers.silos = 0.0",
            "simulation.seed",
        ),
        (
            "[treatment]\nsimulation.replications = 9",
            "simulation.replications",
        ),
    ] {
        let text = format!("{COMMON}{MEASURED}kind = 'difference'\ndirection = 'less'\n{table}");
        let error = read(&text).expect_err("a faulty hypothesis");
        assert_eq!(
            (error.faults[0].code, error.faults[0].key.as_deref()),
            ("no-effect", Some(key))
        );
    }
}

#[test]
fn arms_that_are_the_same_are_refused() {
    let hypothesis = |treatment: &str, overrides: &[(String, String)]| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/hypotheses/test.toml");
        let text =
            format!("{COMMON}{MEASURED}kind = 'difference'\ndirection = 'less'\n[treatment]\n{treatment}");
        Hypothesis::from_text(&path, &text, overrides).unwrap()
    };
    assert!(hypothesis("barriers.silos = 0.9", &[]).refuse_copies().is_ok());
    let set = [("barriers.silos".to_owned(), "0.2".to_owned())];
    for same in [hypothesis("", &[]), hypothesis("barriers.silos = 0.9", &set)] {
        let error = same.refuse_copies().unwrap_err();
        assert_eq!(error.faults[0].code, "no-effect");
        assert!(
            error.faults[0]
                .message
                .contains("`control` and `treatment` are the same")
        );
    }
}

#[test]
fn a_claim_is_read_in_both_languages_whoever_reads_it() {
    let lines = "kind = 'difference'\ndirection = 'greater'\n[treatment]\nbarriers.silos = 0.1\n[da]\nclaim = 'En prøve'\n";
    let text = format!("{COMMON}{MEASURED}{lines}");
    for reader in [Language::English, Language::Danish] {
        let claim = within(reader, || {
            read(&text).unwrap_or_else(|error| panic!("{error}")).claim
        });
        assert_eq!(within(Language::English, || claim.to_string()), "A test");
        assert_eq!(within(Language::Danish, || claim.to_string()), "En prøve");
    }
}

/// Lines of a hypothesis about these paths.
fn mediation(paths: &str, treatment: &str) -> String {
    format!(
        "{MEASURED}kind = 'mediation'\ndirection = 'greater'\nbound = 0.5\npaths = {paths}\n[treatment]\n{treatment}"
    )
}

#[test]
fn paths_are_held_in_arms_of_their_own() {
    let lines = mediation("['trust', 'attitude']", "barriers.silos = 0.0");
    let hypothesis = read(&format!("{COMMON}{lines}")).unwrap();
    let names: Vec<&str> = hypothesis.arms.iter().map(|arm| arm.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "control",
            "treatment",
            "treatment-held",
            "treatment-held-attitude",
            "treatment-held-trust",
            "control-with-paths"
        ]
    );
    assert!(hypothesis.refuse_copies().is_ok());
    let held = |arm: usize| -> Vec<&str> {
        let hold = hypothesis.arms[arm].scenario.setup.hold.as_ref();
        hold.map_or_else(Vec::new, |hold| {
            hold.paths.list().map(crate::model::hold::Path::word).collect()
        })
    };
    assert_eq!(
        [held(0), held(1), held(2), held(3), held(4), held(5)],
        [
            vec![],
            vec![],
            vec!["trust", "attitude"],
            vec!["attitude"],
            vec!["trust"],
            vec!["trust", "attitude"]
        ]
    );
    let silos = |setup: &crate::model::setup::Setup| setup.phases[0].parameters.barriers.silos;
    let baseline = |arm: usize| {
        silos(
            &hypothesis.arms[arm]
                .scenario
                .setup
                .hold
                .as_ref()
                .unwrap()
                .baseline,
        )
    };
    let own = |arm: usize| silos(&hypothesis.arms[arm].scenario.setup);
    assert!((baseline(2) - own(0)).abs() < 1e-12 && own(2).abs() < 1e-12);
    assert!((own(5) - own(0)).abs() < 1e-12 && baseline(5).abs() < 1e-12);
    // All face the need of the control, and the treatment that is looked at does too.
    assert!(
        hypothesis.arms[2..]
            .iter()
            .all(|arm| arm.scenario.setup.need_of.is_some())
    );
    let drawn = hypothesis.arm_with(&[], 4).unwrap();
    assert_eq!(
        (drawn.len(), drawn[0].name.as_str(), drawn[1].name.as_str()),
        (2, "control", "treatment-held-trust")
    );
    assert!(drawn[1].scenario.setup.hold.is_some());
}

#[test]
fn paths_that_cannot_be_held_are_refused() {
    insta::assert_snapshot!(faults(&mediation("['trust', 'trust']", "barriers.silos = 0.0")), @"11: the path `trust` is named twice");
    insta::assert_snapshot!(faults(&mediation("[]", "barriers.silos = 0.0")), @"11: no path is named | expected one to six paths");
    insta::assert_snapshot!(faults(&mediation("['trust']", "population.citizens = 900")), @"11: the arms `control` and `treatment` have other citizens, so no path of one can be held at the other | number, neighbourhoods, municipalities, status, homophily and data of citizens must be the same in both, and so must the length of a step");
    insta::assert_snapshot!(faults(&mediation("['belief']", "professionals.per_1000_citizens = 9.0")), @"11: the arms `control` and `treatment` have other numbers of professionals, so none can be held at another | `professionals.per_1000_citizens` must be the same in both");
    let citizens = mediation(
        "['trust']",
        "professionals.per_1000_citizens = 9.0\npopulation.trust_sd = 0.1",
    );
    assert!(read(&format!("{COMMON}{citizens}")).is_ok());
}
