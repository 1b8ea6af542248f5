//! Plans that are right, and plans that are not.

use super::*;
use crate::scenario::Reducer;

const SCENARIO: &str = "[simulation]\nhorizon_years = 2.0\n[population]\ncitizens = 100\n[programme.parks]\n";

fn load(text: &str, settings: &[(String, String)]) -> Result<CalibrationPlan, ScenarioError> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("parks.toml"), SCENARIO).unwrap();
    std::fs::write(folder.path().join("plan.toml"), text).unwrap();
    CalibrationPlan::load(&folder.path().join("plan.toml"), settings)
}

/// Lines and messages of all faults.
fn faults(text: &str) -> Vec<(usize, String)> {
    let faults = load(text, &[]).unwrap_err().faults;
    faults
        .into_iter()
        .map(|fault| (fault.line, fault.message))
        .collect()
}

const GOOD: &str = "scenario = 'parks.toml'
citizens = 60
[parameters]
asking.general = {}
asking.follow_through = [0.0, 0.5]
'staying.exit_base' = { range = [0.1, 0.4], prior = 'uniform' }
programme.parks.ease = [0.2, 0.8]
population.neighbourhoods = [2, 5]
[[targets]]
measure = 'participants_share'
value = 0.05
tolerance = 0.01
[[targets]]
measure = 'parks.willingness'
month = 18
value = 0.36
tolerance = 0.02
[[targets]]
measure = 'exit_rate'
years = [0.5, 2]
value = 0.3
tolerance = 0.1
source = 'a survey'
";

#[test]
fn a_plan_is_read() {
    let plan = load(GOOD, &[]).unwrap();
    let keys: Vec<&str> = plan
        .parameters
        .iter()
        .map(|own| own.factor.key.as_str())
        .collect();
    assert_eq!(
        keys,
        [
            "asking.general",
            "asking.follow_through",
            "staying.exit_base",
            "programme.parks.ease",
            "population.neighbourhoods"
        ]
    );
    let priors: Vec<(bool, bool)> = plan
        .parameters
        .iter()
        .map(|own| (own.prior.logarithmic, own.prior.whole))
        .collect();
    // The register gives the rate of general offers by factors; a range from 0 has no logarithm.
    assert_eq!(priors[0], (true, false));
    assert_eq!(priors[1..4], [(false, false); 3]);
    assert!(priors[4].1);
    let names: Vec<&str> = plan
        .measures
        .iter()
        .map(|measured| measured.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "participants_share.final",
            "parks.willingness.month_18",
            "exit_rate.mean_0.5_2"
        ]
    );
    let Reducer::Mean { from_year, to_year } = plan.measures[1].reducer else {
        panic!("a month is a short window");
    };
    assert!((from_year - 1.5).abs() < 1e-12 && (to_year - 1.5).abs() < 1e-12);
    assert_eq!(plan.measures[1].label(), "parks: willingness, after 1.5 years");
    assert_eq!(plan.scenario.setup.phases[0].parameters.population.citizens, 60);
    assert_eq!((plan.sampler.particles, plan.sampler.budget), (500, 50_000));
}

#[test]
fn values_run_from_end_to_end_each_as_likely() {
    let prior = |low: f64, high: f64, logarithmic: bool, whole: bool| Prior {
        low,
        high,
        peak: None,
        logarithmic,
        whole,
    };
    let even = prior(2.0, 6.0, false, false);
    assert!((even.value(0.25) - 3.0).abs() < 1e-12 && (even.place(3.0) - 0.25).abs() < 1e-12);
    let scale = prior(0.1, 10.0, true, false);
    assert!((scale.value(0.5) - 1.0).abs() < 1e-12 && (scale.place(1.0) - 0.5).abs() < 1e-12);
    let whole = prior(2.0, 5.0, false, true);
    let mut counts = [0; 8];
    for part in 0..400 {
        counts[whole.value((f64::from(part) + 0.5) / 400.0) as usize] += 1;
    }
    assert_eq!(counts, [0, 0, 100, 100, 100, 100, 0, 0]);
}

#[test]
fn the_error_of_a_figure_is_a_bound_or_a_standard_error() {
    let plan = load(&GOOD.replace("tolerance = 0.02", "standard_error = 0.02"), &[]).unwrap();
    let kinds: Vec<bool> = plan
        .targets
        .iter()
        .map(|target| target.is_standard_error)
        .collect();
    assert_eq!(kinds, [false, true, false]);
    let margins: Vec<f64> = plan.targets.iter().map(Target::margin).collect();
    // Nine of ten normal errors lie within 1.645 standard errors.
    for (margin, expected) in margins.iter().zip([0.01, 0.032_897, 0.1]) {
        assert!((margin - expected).abs() < 1e-6, "{margins:?}");
    }
    let both = GOOD.replace("tolerance = 0.02", "tolerance = 0.02\nstandard_error = 0.02");
    let neither = GOOD.replace("tolerance = 0.02\n", "");
    let wide = GOOD.replace("tolerance = 0.02", "standard_error = 1");
    for (text, expected) in [
        (
            both,
            (18, "a target has only one of `standard_error` and `tolerance`"),
        ),
        (
            neither,
            (13, "a target needs one of `standard_error` and `tolerance`"),
        ),
        (wide, (17, "with a standard error of 1 every figure would do")),
    ] {
        assert_eq!(faults(&text), [(expected.0, expected.1.to_owned())]);
    }
}

const FAULTY: &str = "scenario = 'parks.toml'
particles = 40
[parameters]
asking.genral = [0.1, 0.2]
asking.general = [0.3, 0.1]
asking.follow_through = [0.2, 1.5]
simulation.decision_rule = 'uniform'
simulation.horizon_years = [1.0, 2.0]
staying.exit_base = 'even'
asking.per_enabling = { range = [0.0, 0.5], prior = 'log_uniform' }
population.citizens = {}
programme.roads.ease = [0.1, 0.2]
[[targets]]
measure = 'participant_share'
value = 0.05
tolerance = 0.01
[[targets]]
measure = 'participants_share'
value = 5.6
tolerance = 0
[[targets]]
measure = 'exit_rate'
month = 25
value = 0.3
tolerance = 0.1
[[targets]]
measure = 'exit_rate'
month = 3
year = 1
value = 0.3
[[targets]]
measure = 'outcome'
value = 0.5
tolerance = 0.1
[[targets]]
measure = 'outcome'
value = 0.6
tolerance = 0.1
[sampler]
particles = 4
quantile = 1.5
budget = 300
";

#[test]
fn a_tolerance_within_which_every_figure_lies_is_refused() {
    for tolerance in ["1e308", "1", "inf"] {
        let text = FAULTY.replace("tolerance = 0\n", &format!("tolerance = {tolerance}\n"));
        let found = faults(&text);
        let (_, message) = found.iter().find(|(line, _)| *line == 20).unwrap();
        let words = match tolerance {
            "inf" => "`targets.tolerance` cannot be the number inf".to_owned(),
            _ => format!("with a tolerance of {tolerance} every figure would do"),
        };
        assert_eq!(message, &words);
    }
}

#[test]
fn all_faults_come_at_once_each_with_its_place() {
    let expected = [
        (2, "a plan of a calibration has no key `particles`"),
        (4, "there is no key `asking.genral`"),
        (
            5,
            "`asking.general` runs from 0.3 to 0.1: the lower end is above the upper",
        ),
        (6, "`asking.follow_through` is out of bounds: 1.5"),
        (
            7,
            "`simulation.decision_rule` is no number, so it cannot be fitted",
        ),
        (
            8,
            "`simulation.horizon_years` is about the run, so it cannot be fitted",
        ),
        (9, "`staying.exit_base` cannot be the text `even`"),
        (10, "`asking.per_enabling` from 0 has no logarithm"),
        (11, "`population.citizens` has no plausible range in the register"),
        (12, "the scenario has no programme `roads`"),
        (14, "there is no measure `participant_share`"),
        (19, "this measure can never be 5.6"),
        (20, "`targets.tolerance` cannot be the number 0"),
        (23, "month 25 does not lie within the run"),
        (26, "a target needs one of `standard_error` and `tolerance`"),
        (29, "a target has only one of `month`, `year` and `years`"),
        (35, "`outcome.final` is a target twice"),
        (40, "`sampler.particles` cannot be the number 4"),
        (41, "`sampler.quantile` cannot be the number 1.5"),
        (42, "a budget of 300 runs does not fill the first round"),
    ];
    let found = faults(FAULTY);
    let found: Vec<(usize, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_plan_needs_parameters_and_targets() {
    let nothing = faults("scenario = 'parks.toml'\n");
    let messages: Vec<&str> = nothing.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(messages, ["`parameters` is missing", "`targets` is missing"]);
    let empty = faults(&format!(
        "scenario = 'parks.toml'\n[parameters]\n{}",
        &GOOD[GOOD.find("[[").unwrap()..]
    ));
    assert_eq!(empty, [(2, "there are no parameters to fit".to_owned())]);
    let set = [("asking.general".to_owned(), "0.1".to_owned())];
    let error = load(GOOD, &set).unwrap_err().to_string();
    assert!(
        error.contains("`asking.general` is a factor of the plan"),
        "{error}"
    );
    let twice = GOOD.replace("asking.general = {}", "population.citizens = [50, 100]");
    assert_eq!(
        faults(&twice),
        [(2, "`citizens` are a parameter of the plan".to_owned())]
    );
}

#[test]
fn citizens_of_the_plan_cannot_be_set_besides() {
    let settings = [("population.citizens".to_owned(), "700".to_owned())];
    let told = load(GOOD, &settings).unwrap_err().to_string();
    assert!(told.contains("`population.citizens` is 60 in the plan"), "{told}");
    let own = GOOD.replace("citizens = 60\n", "");
    assert_eq!(load(&own, &settings).unwrap().own_citizens, None);
    assert_eq!(load(GOOD, &[]).unwrap().own_citizens, Some(100));
}
