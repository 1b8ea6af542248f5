//! From text to setup and back.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::model::design::{DecisionRule, Role, Stage};
use crate::model::setup::EventKind;

const REFERENCE: &str = include_str!("../../scenarios/reference.toml");

fn read(text: &str) -> Scenario {
    read_with(text, &[])
}

fn read_with(text: &str, overrides: &[(&str, &str)]) -> Scenario {
    try_with(text, overrides).unwrap_or_else(|error| panic!("{error}"))
}

fn try_with(text: &str, overrides: &[(&str, &str)]) -> Result<Scenario, ScenarioError> {
    let overrides: Vec<_> = overrides
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    Scenario::from_text(Path::new("test.toml"), text, &overrides)
}

fn assert_same_setup(left: &Setup, right: &Setup) {
    assert_eq!(left.step_years.to_bits(), right.step_years.to_bits());
    assert_eq!(
        (left.steps_per_year, left.steps),
        (right.steps_per_year, right.steps)
    );
    assert_eq!(left.phases, right.phases);
    assert_eq!(left.events, right.events);
    assert_eq!(left.observed_citizens, right.observed_citizens);
    assert_eq!(left.observed_ties, right.observed_ties);
}

#[test]
fn the_reference_takes_every_value_from_the_register() {
    let scenario = read(REFERENCE);
    assert_eq!(scenario.programme_keys, ["local"]);
    assert_eq!(scenario.programme_titles, ["Local programme"]);
    assert_eq!(
        scenario.changed().map(|(key, _)| key).collect::<Vec<_>>(),
        ["programme.local.title"]
    );
    let parameters = &scenario.setup.phases[0].parameters;
    assert_eq!(parameters.population.citizens, 2000);
    assert_eq!(parameters.decision_rule, DecisionRule::Logit);
    assert_eq!(parameters.programmes[0].stages, [Stage::CoDelivery]);
    assert_eq!((scenario.setup.steps_per_year, scenario.setup.steps), (12, 96));
}

#[test]
fn every_key_of_the_register_has_a_setting() {
    let scenario = read(REFERENCE);
    assert_eq!(scenario.settings.len(), register().entries().len());
    for entry in register().entries() {
        let key = entry.key.replace('*', "local");
        let setting = &scenario.settings[&key];
        if key != "programme.local.title" {
            assert_eq!(
                (&setting.value, setting.origin),
                (&entry.default, Origin::Register),
                "{key}"
            );
        }
    }
}

#[test]
fn a_text_without_settings_is_the_null_model() {
    let scenario = read("title = 'nothing'");
    assert_eq!(scenario.title, "nothing");
    assert!(scenario.setup.phases[0].parameters.programmes.is_empty());
    assert_eq!(scenario.setup.phases.len(), 1);
    assert_eq!(scenario.changed().count(), 0);
}

#[test]
fn values_have_the_origin_they_come_from() {
    let text = "[barriers]\nsilos = 0.1\nzero_error = 0.2\n[programme.parks]\n";
    let overrides = [
        ("barriers.silos", "0.7"),
        ("programme.parks.role", "informed"),
        ("barriers.silos", "0"),
    ];
    let scenario = read_with(text, &overrides);
    let setting = |key: &str| {
        (
            scenario.settings[key].value.clone(),
            scenario.settings[key].origin,
        )
    };
    assert_eq!(
        setting("barriers.silos"),
        (toml::Value::Float(0.0), Origin::CommandLine)
    );
    assert_eq!(
        setting("barriers.zero_error"),
        (toml::Value::Float(0.2), Origin::File)
    );
    assert_eq!(setting("barriers.bureaucracy").1, Origin::Register);
    assert_eq!(
        scenario.setup.phases[0].parameters.programmes[0].role,
        Role::Informed
    );
}

#[test]
fn programmes_keep_the_order_of_the_text() {
    let text = "[programme.zoo]\nstaff_share = 0.5\n[programme.apples]\nstaff_share = 0.5\nease = 1\n";
    let scenario = read(text);
    assert_eq!(scenario.programme_keys, ["zoo", "apples"]);
    assert_eq!(
        scenario.setup.phases[0].parameters.programmes[1].ease.to_bits(),
        1.0_f64.to_bits()
    );
}

#[test]
fn a_week_is_a_step_too() {
    let scenario = read("[simulation]\ntick = 'week'\nhorizon_years = 2.5");
    assert_eq!((scenario.setup.steps_per_year, scenario.setup.steps), (52, 130));
    assert_eq!(scenario.setup.step_years.to_bits(), (1.0_f64 / 52.0).to_bits());
}

#[test]
fn changes_add_up_to_phases() {
    let text = "
        [programme.parks]
        [[event]]
        year = 3.0
        change = { 'programme.parks.ease' = 0.9 }
        [[event]]
        year = 1
        change = { 'barriers.silos' = 0.1, 'programme.parks.ease' = 0.8 }
        [[event]]
        year = 1.02
        change = { 'simulation.decision_rule' = 'rational' }";
    let scenario = read(text);
    let phases = &scenario.setup.phases;
    assert_eq!(
        phases.iter().map(|phase| phase.from_step).collect::<Vec<_>>(),
        [0, 12, 36]
    );
    let ease = phases
        .iter()
        .map(|phase| phase.parameters.programmes[0].ease)
        .collect::<Vec<_>>();
    assert_eq!(ease, [0.5, 0.8, 0.9]);
    let silos = phases
        .iter()
        .map(|phase| phase.parameters.barriers.silos)
        .collect::<Vec<_>>();
    assert_eq!(silos, [0.3, 0.1, 0.1]);
    assert_eq!(phases[1].parameters.decision_rule, DecisionRule::Rational);
    assert_eq!(phases[0].parameters.decision_rule, DecisionRule::Logit);
}

#[test]
fn every_kind_of_event_is_read() {
    let text = "
        [programme.parks]
        [programme.zoo]
        staff_share = 0
        [[event]]
        year = 2.5
        election = true
        [[event]]
        year = 0
        grant_ends = 'zoo'
        [[event]]
        year = 1
        campaign = 'parks'
        intensity = 2
        months = 3
        [[event]]
        year = 1.5
        shock = 0.4
        [[event]]
        year = 2
        staff_cut = 0.2";
    let scenario = read_with(text, &[("programme.parks.staff_share", "1")]);
    let read: Vec<_> = scenario
        .setup
        .events
        .into_iter()
        .map(|event| (event.step, event.kind))
        .collect();
    let expected = [
        (
            0,
            EventKind::GrantEnds {
                programme: 1,
                share: 1.0,
            },
        ),
        (
            12,
            EventKind::Campaign {
                programme: 0,
                intensity: 2.0,
                steps: 3,
            },
        ),
        (18, EventKind::Shock { share: 0.4 }),
        (24, EventKind::StaffCut { share: 0.2 }),
        (30, EventKind::Election),
    ];
    assert_eq!(read, expected);
}

#[test]
fn a_programme_that_is_yet_to_open_has_no_participants() {
    let scenario = read("[programme.parks]\nestablished = false\nstart_year = 1");
    let programme = &scenario.setup.phases[0].parameters.programmes[0];
    assert_eq!(programme.initial_participants.to_bits(), 0.0_f64.to_bits());
}

#[test]
fn a_resolved_scenario_loads_again_to_the_same_setup() {
    let text = "
        title = 'A \"quoted\" title'
        story = '''Two
        lines'''
        sources = ['B-01', 'Ærø']
        [simulation]
        tick = 'week'
        [population.correlation]
        ses_trust = 0.25
        [programme.zoo]
        staff_share = 0.25
        neighbourhoods = [2, 1]
        [programme.apples]
        staff_share = 0.75
        established = false
        stages = []
        [[event]]
        year = 2.0
        change = { 'barriers.output_appraisal' = 1, 'programme.zoo.invitation' = 0.0 }
        [[event]]
        year = 4
        grant_ends = 'apples'
        share = 0.5
        [[known]]
        what = 'Who takes part'
        measure = 'zoo.participants_share'
        time = [1.0, 2.0]
        value = 0.1
        source = 'A report'";
    let scenario = read_with(text, &[("willingness.social", "9")]);
    let again = read(&scenario.resolved_toml());
    assert_eq!(again.known, scenario.known);
    assert_same_setup(&scenario.setup, &again.setup);
    assert_eq!(scenario.programme_keys, again.programme_keys);
    assert_eq!((&scenario.title, &scenario.story), (&again.title, &again.story));
    assert_eq!(scenario.sources, again.sources);
    assert_eq!(again.resolved_toml(), scenario.resolved_toml());
}

#[test]
fn a_variant_is_laid_over_its_parent() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    };
    write(
        "base.toml",
        "title = 'Base'\n[barriers]\nsilos = 0.1\n[programme.parks]\nease = 0.2\n[[event]]\nyear = 1\nshock = 0.1",
    );
    let child = "extends = '../base.toml'\n[barriers]\nzero_error = 0.9\n[programme.parks]\nvisible = true\n[programme.zoo]\nstaff_share = 0";
    let scenario = Scenario::load(&write("variants/child.toml", child), &[]).unwrap();
    assert_eq!(
        (scenario.name.as_str(), scenario.title.as_str()),
        ("child", "Base")
    );
    let parameters = &scenario.setup.phases[0].parameters;
    assert_eq!(
        (parameters.barriers.silos, parameters.barriers.zero_error),
        (0.1, 0.9)
    );
    assert_eq!(
        (parameters.programmes[0].ease, parameters.programmes[0].visible),
        (0.2, true)
    );
    assert_eq!(scenario.programme_keys, ["parks", "zoo"]);
    assert_eq!(scenario.setup.events.len(), 1);
    let quiet = write("variants/quiet.toml", "extends = '../base.toml'\nevent = []");
    assert!(Scenario::load(&quiet, &[]).unwrap().setup.events.is_empty());
}

#[test]
fn faults_point_into_the_file_that_holds_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("base.toml");
    std::fs::write(&base, "[barriers]\nsilos = 2").unwrap();
    let child = folder.path().join("child.toml");
    std::fs::write(&child, "extends = 'base.toml'\n[barriers]\nzero_eror = 0.1").unwrap();
    let error = Scenario::load(&child, &[]).unwrap_err();
    let places: Vec<_> = error
        .faults
        .iter()
        .map(|fault| (fault.path.clone(), fault.line, fault.column))
        .collect();
    assert_eq!(places, [(child, 3, 1), (base, 2, 9)]);
}

#[test]
fn an_empty_text_is_said_to_be_empty() {
    for text in ["", "\n", "# comments alone\n\n# and no more\n"] {
        let error = try_with(text, &[]).unwrap_err();
        assert_eq!(error.faults.len(), 1);
        assert_eq!(error.faults[0].code, "empty-file");
        assert!(error.faults[0].message.contains("is empty"), "{error}");
    }
}

#[test]
fn circles_and_long_chains_of_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = |index: usize| folder.path().join(format!("{index}.toml"));
    for index in 0..12 {
        std::fs::write(path(index), format!("extends = '{}.toml'", index + 1)).unwrap();
    }
    std::fs::write(path(12), "title = 'the last'").unwrap();
    assert!(Scenario::load(&path(2), &[]).is_ok(), "ten steps are allowed");
    let error = Scenario::load(&path(1), &[]).unwrap_err();
    assert!(error.faults[0].message.contains("more than 10"), "{error}");
    std::fs::write(path(12), "extends = '11.toml'").unwrap();
    let error = Scenario::load(&path(11), &[]).unwrap_err();
    assert!(error.faults[0].message.contains("in a circle"), "{error}");
}

#[test]
fn data_files_are_read_from_beside_the_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("survey.toml");
    std::fs::write(
        folder.path().join("people.csv"),
        "trstplc,age\n0,30\n5,40\n10,70\n",
    )
    .unwrap();
    std::fs::write(folder.path().join("edges.csv"), "from,to\n1,2\n2,3\n").unwrap();
    let text = "
        [population]
        from = 'people.csv'
        neighbourhoods = 1
        [population.data]
        one_to_one = true
        [population.data.columns]
        trust = { column = 'trstplc', low = 10, high = 0 }
        age = { column = 'age' }
        [organisation]
        units = 1
        [network]
        from = 'edges.csv'";
    std::fs::write(&path, text).unwrap();
    let scenario = Scenario::load(&path, &[]).unwrap_or_else(|error| panic!("{error}"));
    let observed = scenario.setup.observed_citizens.as_ref().unwrap();
    assert_eq!(observed.traits[0].1, [1.0, 0.5, 0.0]);
    assert_eq!(
        scenario.setup.observed_ties.as_ref().unwrap().pairs,
        [(0, 1), (1, 2)]
    );
    assert_eq!(scenario.setup.phases[0].parameters.population.citizens, 3);
    assert!(!scenario.data_notes.is_empty());
    let again =
        Scenario::from_text(&path, &scenario.resolved_toml(), &[]).unwrap_or_else(|error| panic!("{error}"));
    assert_same_setup(&scenario.setup, &again.setup);
    std::fs::write(
        folder.path().join("people.csv"),
        "trstplc,age\n0,30\nx,40\ny,70\n",
    )
    .unwrap();
    let error = Scenario::load(&path, &[]).unwrap_err();
    assert_eq!(
        (error.faults[0].line, error.faults[0].key.as_deref()),
        (3, Some("population.from"))
    );
    assert!(
        error.faults[0].note.as_ref().unwrap().contains("line 3"),
        "{error}"
    );
}

#[test]
fn the_data_say_how_many_neighbourhoods_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("survey.toml");
    let people: Vec<String> = (0..24)
        .map(|row| format!("{},{}", row % 11, row % 12 + 1))
        .collect();
    let people = format!("trstplc,area\n{}\n", people.join("\n"));
    std::fs::write(folder.path().join("people.csv"), people).unwrap();
    let load = |neighbourhoods: &str| {
        let text = format!(
            "[population]\nfrom = 'people.csv'\ncitizens = 240\n{neighbourhoods}\n[population.data]\n\
             neighbourhood = 'area'\n[population.data.columns]\ntrust = {{ column = 'trstplc', low = 0, high = 10 }}\n\
             [programme.one]\n"
        );
        Scenario::from_text(&path, &text, &[])
    };
    let scenario = load("").unwrap_or_else(|error| panic!("{error}"));
    let parameters = &scenario.setup.phases[0].parameters;
    assert_eq!(parameters.population.neighbourhoods, 12);
    // The society can be born: there is an initiative in each of them.
    let model = crate::model::Model::new(&scenario.setup);
    let draws = crate::random::Draws::new(1, 0);
    let _ = model.simulate(&draws, &crate::model::executor::Serial, &mut |_| {
        std::ops::ControlFlow::Break(())
    });
    let error = load("neighbourhoods = 10").unwrap_err();
    assert!(
        error.faults[0]
            .message
            .contains("the data have 12 neighbourhoods"),
        "{error}"
    );
}

#[test]
fn colour_changes_nothing_but_the_colour() {
    let error = try_with("[barriers]\nsilos = 2", &[]).unwrap_err();
    let coloured = error.render(true);
    assert!(coloured.contains('\u{1b}') && !error.to_string().contains('\u{1b}'));
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "([a-z_]{0,8}[ =\\[\\]{}\".\n0-9]{0,4}){0,20}") {
        if let Err(error) = try_with(&text, &[]) {
            prop_assert!(!error.faults.is_empty());
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn no_argument_makes_the_reader_panic(key in "\\PC{0,12}", value in "\\PC{0,12}") {
        let _ = try_with(REFERENCE, &[(&key, &value), ("barriers.silos", &value)]).map_err(|error| error.to_string());
    }

    #[test]
    fn numbers_are_accepted_just_within_their_bounds(index in 0_usize..400, share in -0.2_f64..1.2) {
        let entries: Vec<_> =
            register().entries().iter().filter(|entry| entry.kind == Kind::Number && !entry.key.contains('*')).collect();
        let entry = entries[index % entries.len()];
        let (low, high) = entry.bounds.unwrap();
        let number = low + share * (high - low);
        let error = try_with("title = 'T'", &[(&entry.key, &toml::Value::Float(number).to_string())]).err();
        let refused = error.is_some_and(|error| {
            error.faults.iter().any(|fault| fault.message.contains("out of bounds"))
        });
        prop_assert_eq!(refused, !(low..=high).contains(&number), "{} = {}", entry.key, number);
    }
}

/// People per neighbourhood and per unit stay as they are in a town of any size, unless somebody says otherwise.
#[test]
fn neighbourhoods_and_units_follow_the_town() {
    let counts = |overrides: &[(&str, &str)]| {
        let scenario = read_with(REFERENCE, overrides);
        let parameters = &scenario.setup.phases[0].parameters;
        (
            parameters.population.neighbourhoods,
            parameters.organisation.units,
        )
    };
    assert_eq!(counts(&[]), (10, 10));
    assert_eq!(counts(&[("population.citizens", "20")]), (1, 1));
    assert_eq!(counts(&[("population.citizens", "500")]), (3, 3));
    assert_eq!(counts(&[("population.citizens", "46000")]), (230, 230));
    let set = [
        ("population.citizens", "46000"),
        ("population.neighbourhoods", "29"),
    ];
    assert_eq!(counts(&set), (29, 29));
    let teams = [("population.citizens", "500"), ("organisation.units", "8")];
    assert_eq!(counts(&teams), (8, 8));
    assert_eq!(counts(&[("organisation.municipalities", "3")]), (9, 9));
    let wide = [("population.citizens_per_neighbourhood", "1000")];
    assert_eq!(counts(&wide), (2, 2));
    let broad = [("organisation.reference_citizens_per_unit", "1000")];
    assert_eq!(counts(&broad), (10, 2));
}
