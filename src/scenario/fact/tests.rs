use std::collections::BTreeMap;
use std::path::Path;

use super::*;

const HEAD: &str = "id = 'T-1'\nclaim = 'A test'\nrole = 'validation'\ncontent = 'emergent'\nevidence = ['a test']\n\
                    scenario = '../reference.toml'\n";

fn read(lines: &str) -> Result<Fact, ScenarioError> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/facts/T-1.toml");
    Fact::from_text(&path, &format!("{HEAD}{lines}"), &[])
}

/// What is said about these lines: line, message, label, hint.
fn faults(lines: &str) -> String {
    let error = read(lines).expect_err("a faulty fact");
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

const ARMS: &str = "[[arm]]\nname = 'usual'\n[[arm]]\nname = 'asked'\nprogramme.local.invitation = 2.0\n";

fn check(lines: &str) -> String {
    faults(&format!("{ARMS}[[check]]\npattern = 'p'\n{lines}"))
}

#[test]
fn shipped_facts_say_what_they_were_used_for() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/facts");
    let mut roles = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let fact = Fact::load(&path, &[]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(path.file_stem().unwrap().to_str(), Some(fact.id.as_str()));
        assert!(!fact.sources.is_empty(), "{}", fact.id);
        roles.insert(fact.id, fact.role);
    }
    let ids: Vec<String> = (1..=31).map(|number| format!("SF-{number:02}")).collect();
    let first = roles.keys().filter(|id| id.starts_with("SF-"));
    assert!(first.eq(ids.iter()), "{roles:?}");
    let of = |role: Role| -> Vec<&str> {
        let those = roles.iter().filter(|(_, own)| **own == role);
        those.map(|(id, _)| id.as_str()).collect()
    };
    assert_eq!(
        of(Role::Calibration),
        ["SF-01", "SF-02", "SF-03", "SF-04", "SF-05", "SF-10", "SF-24"]
    );
    assert_eq!(of(Role::BuiltIn).len(), 24);
    assert!(of(Role::Validation).contains(&"SF-25"));
}

#[test]
fn arms_lie_along_the_levels_of_a_key() {
    let fact = read(
        "[settings]\npopulation.citizens = 100\n\
         [[arm]]\nname = 'curve'\nwillingness.social = 3.0\nvary = { key = 'barriers.silos', levels = [0.0, 0.2, 0.4] }\n\
         [[check]]\npattern = 'p'\nkind = 'jump'\ncurve = 'curve'\nmeasure = 'trust'\ntime = 8\nfigure = 'place'\nband = [0, 1]\n",
    )
    .unwrap();
    let value = |arm: usize, key: &str| fact.arms[arm].scenario.settings[key].value.as_float();
    assert_eq!(
        [0, 1, 2].map(|arm| value(arm, "barriers.silos")),
        [Some(0.0), Some(0.2), Some(0.4)]
    );
    assert_eq!(
        [0, 1, 2].map(|arm| value(arm, "willingness.social")),
        [Some(3.0); 3]
    );
    let names: Vec<&str> = fact.arms.iter().map(|arm| arm.name.as_str()).collect();
    assert_eq!(names, ["curve-0", "curve-0.2", "curve-0.4"]);
}

#[test]
fn paths_of_an_arm_are_held_at_another() {
    let with = |hold: &str| {
        format!(
            "{ARMS}[[arm]]\nname = 'held'\nprogramme.local.invitation = 2.0\nhold = {hold}\n\
                 [[check]]\npattern = 'p'\nkind = 'mean'\nmeasure = 'trust'\ntime = 8\nat_most = 1\narm = 'held'\n"
        )
    };
    let fact = read(&with("{ paths = ['trust', 'belief'], arm = 'usual' }")).unwrap();
    assert!(fact.refuse_copies().is_ok());
    let holds = |arm: usize| fact.arms[arm].scenario.setup.hold.as_ref();
    assert!(holds(0).is_none() && holds(1).is_none());
    let words: Vec<&str> = holds(2)
        .unwrap()
        .paths
        .list()
        .map(crate::model::hold::Path::word)
        .collect();
    assert_eq!(words, ["trust", "belief"]);
    insta::assert_snapshot!(faults(&with("{ paths = ['trust', 'trust'], arm = 'usual' }")), @"15: the path `trust` is named twice");
    insta::assert_snapshot!(faults(&with("{ paths = ['trust'], arm = 'usal' }")), @"15: there is no arm `usal` | did you mean `usual`?");
    insta::assert_snapshot!(faults(&with("{ paths = ['trust'], arm = 'held' }")), @"15: paths of the arm `held` are held themselves");
}

#[test]
fn terms_take_from_their_check_what_they_do_not_say() {
    let fact = read(&format!(
        "{ARMS}[[check]]\npattern = 'p'\nkind = 'ratio'\nmeasure = 'trust'\ntime = 8\nat_most = 1\n\
         numerator = {{ arms = {{ asked = 2, usual = -2 }} }}\ndenominator = {{ arm = 'usual', time = 'end', measure = 'output' }}\n"
    ))
    .unwrap();
    let Asked::Measured { statistic, target } = &fact.checks[0].asked else {
        panic!("it is measured");
    };
    let quantities = statistic.quantities();
    assert_eq!(quantities[0][0].measure, "trust");
    assert_eq!(quantities[0][0].weights, [(1, 2.0), (0, -2.0)]);
    assert_eq!(
        (quantities[1][0].measure.as_str(), &quantities[1][0].weights[..]),
        ("output", &[(0, 1.0)][..])
    );
    assert_eq!(
        *target,
        Target::Band {
            low: f64::NEG_INFINITY,
            high: 1.0
        }
    );
}

#[test]
fn one_clear_message_each() {
    insta::assert_snapshot!(faults(""), @"1: `check` is missing | What is measured, and what it is held against, each under a heading [[check]]");
    insta::assert_snapshot!(faults("mesure = 1\n[[check]]\npattern = 'p'\nkind = 'not_measured'\nreason = 'r'"), @"7: a fact has no key `mesure` | unknown key | the keys here are id, claim, role, content, evidence, note, da, sources, scenario, settings, arm, reading, check");
    insta::assert_snapshot!(check("kind = 'mean'\nmeasure = 'trusst'\ntime = 8\narm = 'usual'\nband = [0, 1]"), @"15: there is no measure or reading `trusst` | unknown | did you mean `trust`?");
    insta::assert_snapshot!(check("kind = 'mean'\nmeasure = 'trust'\ntime = 8\narm = 'aksed'\nband = [0, 1]"), @"17: there is no arm `aksed` | did you mean `asked`?");
    insta::assert_snapshot!(check("kind = 'mean'\nmeasure = 'trust'\ntime = 8\nband = [0, 1]"), @r#"12: which of the arms is meant is missing | `arm = "one"`, or weights such as `arms = { one = 1, other = -1 }`"#);
    insta::assert_snapshot!(check("kind = 'mean'\nmeasure = 'trust'\ntime = 9\narm = 'usual'\nband = [0, 1]"), @"16: year 9 lies after the end of the run | the run lasts 8 years | lengthen it with `simulation.horizon_years` under [settings]");
    insta::assert_snapshot!(check("kind = 'mean'\nmeasure = 'trust'\ntime = 8\narm = 'usual'\nband = [1, 0]"), @"18: `check.band` runs from 1 to 0: the lower end is above the upper | the first number must lie below the second");
    insta::assert_snapshot!(check("kind = 'mean'\nmeasure = 'trust'\ntime = 8\narm = 'usual'\nband = [0, 1]\nsign = 'less'"), @"19: a check has only one of `band`, `at_least`, `at_most` and `sign` | leave one of them out");
    insta::assert_snapshot!(check("kind = 'meen'"), @"14: `check.kind` cannot be the text `meen` | expected one of mean, largest_change, ratio, rates, ordering, jump, growth, rank, not_measured | did you mean `mean`?");
    insta::assert_snapshot!(check("kind = 'mean'\ncurve = 'c'\nmeasure = 'trust'\ntime = 8\narm = 'usual'\nat_least = 0"), @"15: `curve` has no meaning in a check of kind mean | leave this out | it belongs to jump");
    insta::assert_snapshot!(check("kind = 'mean'\nmeasure = 'parks.output'\ntime = 8\narm = 'usual'\nat_least = 0"), @"15: the arm `usual` has no programme `parks`");
    insta::assert_snapshot!(faults("[reading.x]\nkind = 'mean'\ncolumn = 'trusst'\nslice = { by = 'ses', from = 0.5, to = 0.2 }\n[[check]]\npattern = 'p'\nkind = 'not_measured'\nreason = 'r'"), @"
    9: `reading.x.column` cannot be the text `trusst` | expected one of citizen, neighbourhood, ses, education, motivation, extrinsic, efficacy, knowledge, trust, risk_tolerance, free_time_hours_per_week, affectedness, expectation, stance, fatigue, habit, wellbeing, everyday_ties, made_ties, hours_per_week, active | did you mean `trust`?
    10: the slice runs from 0.5 to 0.2: the lower end is not below the upper
    ");
}

#[test]
fn a_sign_has_a_smallest_effect_and_nothing_else_has() {
    let measured = "kind = 'mean'\nmeasure = 'trust'\ntime = 8\narm = 'usual'\n";
    insta::assert_snapshot!(check(&format!("{measured}sign = 'less'")), @"12: a check with `sign` needs `smallest_effect` | the smallest effect that would matter, such as smallest_effect = 0.01");
    insta::assert_snapshot!(check(&format!("{measured}sign = 'less'\nsmallest_effect = 0")), @"19: `check.smallest_effect` cannot be the number 0 | expected a number above 0");
    insta::assert_snapshot!(check(&format!("{measured}band = [0, 1]\nsmallest_effect = 0.1")), @"19: `smallest_effect` has no meaning in a check without `sign` | leave this out");
    let text = format!("{ARMS}[[check]]\npattern = 'p'\n{measured}sign = 'less'\nsmallest_effect = 0.1");
    let fact = read(&text).unwrap();
    let Asked::Measured { target, .. } = &fact.checks[0].asked else {
        panic!("it is measured");
    };
    assert_eq!(target.ends(), (f64::NEG_INFINITY, -0.1));
}

#[test]
fn evidence_that_the_register_cites_is_found() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/facts/T-1.toml");
    let check = "[[check]]\npattern = 'p'\nkind = 'not_measured'\nreason = 'r'\n";
    let text = format!("{HEAD}{check}").replace("'a test'", "'Ev-20', 'Ev-99'");
    let fact = Fact::from_text(&path, &text, &[]).unwrap();
    assert_eq!((fact.role, fact.content), (Role::Validation, Content::Emergent));
    let shared = fact.shared_evidence();
    assert_eq!(shared.len(), 1);
    assert_eq!(shared[0].0, "Ev-20");
    assert!(shared[0].1.contains(&"social_capital.trust_participation"));
    assert!(read(check).unwrap().shared_evidence().is_empty());
}

#[test]
fn arms_of_facts_differ_in_more_than_the_seed() {
    let check =
        "[[check]]\npattern = 'p'\nkind = 'mean'\nmeasure = 'trust'\ntime = 8\narm = 'usual'\nband = [0, 1]";
    let seeded = format!("[[arm]]\nname = 'usual'\n[[arm]]\nname = 'other'\nsimulation.seed = 2\n{check}");
    let said = faults(&seeded);
    assert!(said.contains("`simulation.seed` has no effect here"), "{said}");
}

#[test]
fn shipped_facts_have_arms_that_differ() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/facts");
    for entry in std::fs::read_dir(folder).unwrap() {
        let fact = Fact::load(&entry.unwrap().path(), &[]).unwrap();
        assert!(fact.refuse_copies().is_ok(), "{}", fact.id);
    }
}

#[test]
fn a_reading_with_the_name_of_a_measure_is_a_fault() {
    insta::assert_snapshot!(faults(
        "[reading.participants_share]\nkind = 'mean'\ncolumn = 'trust'\n\
         [[check]]\npattern = 'p'\nkind = 'mean'\nmeasure = 'participants_share'\ntime = 'end'\nband = [0, 1]"
    ), @"7: the reading `participants_share` has the name of a measure | give it another name, here and where it is asked for");
}
