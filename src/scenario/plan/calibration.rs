//! The plan of a calibration: which parameters are fitted, to which figures, with how much effort.

mod parameters;
mod targets;

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::reader::{Reader, start};
use super::reading::{SEED_MAX, base, name, open, refuse_factors};
use super::{Factor, Measured};
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, ScenarioError};
use crate::scenario::register::register;
use crate::scenario::{Base, Scenario};
use parameters::parameters;
use targets::targets;

/// Most parameters: with more, hardly any attempt is accepted.
pub const FITTED_MAX: usize = 10;

const TOP: [&str; 8] = [
    "title",
    "story",
    "scenario",
    "seed",
    "citizens",
    "parameters",
    "targets",
    "sampler",
];
const SAMPLER: [&str; 8] = [
    "particles",
    "rounds",
    "replications",
    "budget",
    "quantile",
    "distance",
    "acceptance",
    "predictive",
];

/// A checked plan of a calibration.
#[derive(Clone, Debug)]
pub struct CalibrationPlan {
    /// Short name: the file's name without `.toml`.
    pub name: String,
    /// Title in reports (`title = "…"`).
    pub title: String,
    /// What it is about (`story = "…"`).
    pub story: String,
    /// The file it came from.
    pub path: PathBuf,
    /// The text of the base scenario, which societies are made of.
    pub base: Base,
    /// Settings from the command line, laid over the base scenario.
    pub settings: Vec<(String, String)>,
    /// Citizens of the societies that are simulated, where they are not as many as in the base scenario: as a setting.
    pub citizens: Option<(String, String)>,
    /// The base scenario itself, with those settings.
    pub scenario: Scenario,
    /// What is fitted.
    pub parameters: Vec<Fitted>,
    /// What it is fitted to.
    pub targets: Vec<Target>,
    /// What is kept of a run: the measures of the targets, in the same order.
    pub measures: Vec<Measured>,
    /// Seed of all runs and of the sampler.
    pub seed: u64,
    /// How hard to look.
    pub sampler: Sampler,
}

/// A parameter that is fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// Its key with what it means; its values are a range.
    pub factor: Factor,
    /// What is known of it before.
    pub prior: Prior,
    /// The value of the base scenario.
    pub base_value: f64,
}

/// What is known of a parameter before: each value in a range is equally likely, as a number or as a logarithm.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Prior {
    /// Smallest value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// Whether logarithms are equally likely, so that halves and doubles of a value are.
    pub logarithmic: bool,
    /// Whether only whole numbers are meant.
    pub whole: bool,
}

impl Prior {
    /// Ends of the range that is divided up evenly: whole numbers have half a number on either side.
    fn ends(&self) -> (f64, f64) {
        let margin = if self.whole { 0.5 } else { 0.0 };
        let (low, high) = (self.low - margin, self.high + margin);
        if self.logarithmic {
            (libm::log(low), libm::log(high))
        } else {
            (low, high)
        }
    }

    /// The value at a place in the unit interval, where all places are equally likely.
    #[must_use]
    pub fn value(&self, place: f64) -> f64 {
        let (low, high) = self.ends();
        let value = low + (high - low) * place;
        let value = if self.logarithmic { libm::exp(value) } else { value };
        let value = if self.whole { libm::round(value) } else { value };
        value.clamp(self.low, self.high)
    }

    /// The place of a value in the unit interval.
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        let (low, high) = self.ends();
        let value = if self.logarithmic { libm::log(value) } else { value };
        (value - low) / (high - low)
    }

    /// The same in words.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match (self.logarithmic, self.whole) {
            (false, false) => "uniform",
            (true, false) => "log-uniform",
            (false, true) => "uniform over whole numbers",
            (true, true) => "log-uniform over whole numbers",
        }
    }
}

/// A figure that runs should come near to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Target {
    /// The figure, in the unit of its measure.
    pub value: f64,
    /// How far off it may be: the user's own precision.
    pub tolerance: f64,
    /// Where it comes from (`source = "…"`).
    pub source: String,
}

/// How hard to look: `[sampler]`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sampler {
    /// Particles of a population.
    pub particles: usize,
    /// Most rounds.
    pub rounds: usize,
    /// Replications of each particle, whose mean is compared with the figures.
    pub replications: u32,
    /// Most runs while particles are sought.
    pub budget: u64,
    /// Share of the particles of a round that lie within the tolerance of the next.
    pub quantile: f64,
    /// The distance at which all is done, in tolerances of the targets.
    pub distance: f64,
    /// A round in which a smaller share of attempts is accepted is the last.
    pub acceptance: f64,
    /// Fresh runs of the predictive check.
    pub predictive: u32,
}

impl CalibrationPlan {
    /// Reads and checks a plan with its base scenario, over which `settings` (`--set`) are laid.
    ///
    /// # Errors
    /// Every fault of the plan and of the scenario, each with its place.
    pub fn load(path: &Path, settings: &[(String, String)]) -> Result<Self, ScenarioError> {
        let (mut reader, root) = open(path, "scenarios/plans/local_initiative_to_figures.toml")?;
        reader.know(&root, "", &TOP);
        let citizens = citizens(&mut reader, &root);
        let all: Vec<(String, String)> = settings.iter().chain(&citizens).cloned().collect();
        let (base, scenario) = base(&mut reader, path, &root, &all)?;
        let mut plan = read(&mut reader, path, &root, base, scenario, settings);
        plan.citizens = citizens;
        if let (Some(row), Some((key, _))) = (root.row("citizens"), &plan.citizens)
            && plan.parameters.iter().any(|fitted| fitted.factor.key == *key)
        {
            let message = "`citizens` are a parameter of the plan";
            reader.fault(Finding::new(row.place, "citizens", message).label("leave this out"));
        }
        if reader.findings.is_empty() {
            Ok(plan)
        } else {
            Err(reader.sources.faults(reader.findings))
        }
    }

    /// How far simulated figures lie from those observed: the largest difference in tolerances of the targets. `NaN` when one has no
    /// value.
    ///
    /// The largest, not the mean: at a distance of 1 every figure lies within its own tolerance, so that a target that is
    /// missed cannot be made up for by others, and the posterior is that of figures with an even error of ± tolerance.
    #[must_use]
    pub fn distance(&self, simulated: &[f64]) -> f64 {
        // `f64::max` passes over a missing value.
        if simulated.iter().any(|value| value.is_nan()) {
            return f64::NAN;
        }
        let far = |(target, value): (&Target, &f64)| (value - target.value).abs() / target.tolerance;
        self.targets.iter().zip(simulated).map(far).fold(0.0, f64::max)
    }

    /// The values of the parameters at a point of the unit cube.
    #[must_use]
    pub fn values_at(&self, point: &[f64]) -> Vec<f64> {
        let places = self.parameters.iter().zip(point);
        places.map(|(fitted, place)| fitted.prior.value(*place)).collect()
    }

    /// The base scenario with these values of the parameters, with its own number of citizens or with that of the plan.
    ///
    /// # Errors
    /// When the values contradict one another or the scenario.
    pub fn society(&self, values: &[f64], own_citizens: bool) -> Result<Scenario, ScenarioError> {
        let citizens = self.citizens.iter().filter(|_| !own_citizens).cloned();
        let fitted = self.parameters.iter().zip(values).map(|(fitted, value)| {
            let value = if fitted.prior.whole {
                toml::Value::Integer(*value as i64)
            } else {
                toml::Value::Float(*value)
            };
            (fitted.factor.key.clone(), value.to_string())
        });
        let settings: Vec<(String, String)> = self
            .settings
            .iter()
            .cloned()
            .chain(citizens)
            .chain(fitted)
            .collect();
        self.base.with(&settings)
    }
}

fn read(
    reader: &mut Reader,
    path: &Path,
    root: &Table,
    base: Base,
    scenario: Scenario,
    settings: &[(String, String)],
) -> CalibrationPlan {
    let parameters = parameters(reader, root, &base, &scenario);
    let factors: Vec<Factor> = parameters.iter().map(|fitted| fitted.factor.clone()).collect();
    refuse_factors(reader, &factors, settings);
    let (measures, targets) = targets(reader, root, &scenario).into_iter().unzip();
    let name = name(path);
    CalibrationPlan {
        title: reader.text(root, "", "title").unwrap_or_else(|| name.clone()),
        story: reader.text(root, "", "story").unwrap_or_default(),
        seed: reader
            .count(root, "", "seed", (0, SEED_MAX))
            .unwrap_or(scenario.seed),
        sampler: sampler(reader, root),
        name,
        path: path.to_owned(),
        base,
        settings: settings.to_vec(),
        citizens: None,
        scenario,
        parameters,
        targets,
        measures,
    }
}

/// The setting that a number of citizens is.
fn citizens(reader: &mut Reader, root: &Table) -> Option<(String, String)> {
    let key = "population.citizens";
    let bounds = register().get(key).and_then(|entry| entry.bounds)?;
    let count = reader.count(root, "", "citizens", (bounds.0 as u64, bounds.1 as u64))?;
    Some((key.to_owned(), count.to_string()))
}

fn sampler(reader: &mut Reader, root: &Table) -> Sampler {
    let table = reader.section(root, "sampler", &SAMPLER);
    let mut count = |name: &str, bounds: (u64, u64), usual: u64| {
        reader.count(&table, "sampler.", name, bounds).unwrap_or(usual)
    };
    let particles = count("particles", (10, 10_000), 500);
    let rounds = count("rounds", (1, 50), 15);
    let replications = count("replications", (1, 50), 1);
    let budget = count("budget", (1, super::RUNS_MAX), 50_000);
    let predictive = count("predictive", (20, 100_000), 500);
    let mut share = |name: &str, usual: f64| {
        let Some(number) = reader.number(&table, "sampler.", name) else {
            return usual;
        };
        if 0.0 < number && number < 1.0 {
            return number;
        }
        if let Some(row) = table.row(name) {
            reader.expect(row, "sampler.", "a share between 0 and 1");
        }
        usual
    };
    let quantile = share("quantile", 0.5);
    let acceptance = share("acceptance", 0.01);
    let distance = reader.number(&table, "sampler.", "distance").unwrap_or(1.0);
    if let Some(row) = table.row("distance").filter(|_| distance <= 0.0) {
        reader.expect(row, "sampler.", "a number above 0");
    }
    let least = particles * replications;
    if budget < least {
        let place = table.row("budget").map_or_else(start, |row| row.item.place);
        let message = format!("a budget of {budget} runs does not fill the first round");
        let label = format!("it takes {least} runs");
        reader.fault(Finding::new(place, "sampler.budget", message).label(label));
    }
    Sampler {
        particles: particles as usize,
        rounds: rounds as usize,
        replications: replications as u32,
        budget,
        quantile,
        distance,
        acceptance,
        predictive: predictive as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Reducer;

    const SCENARIO: &str =
        "[simulation]\nhorizon_years = 2.0\n[population]\ncitizens = 100\n[programme.parks]\n";

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
    fn the_distance_is_that_of_the_worst_figure() {
        let plan = load(GOOD, &[]).unwrap();
        assert!((plan.distance(&[0.06, 0.36, 0.45]) - 1.5).abs() < 1e-9);
        assert!((plan.distance(&[0.02, 0.36, 0.45]) - 3.0).abs() < 1e-9);
        for missing in 0..3 {
            let mut figures = [0.05, 0.36, 0.3];
            figures[missing] = f64::NAN;
            assert!(plan.distance(&figures).is_nan());
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
    fn all_faults_come_at_once_each_with_its_place() {
        let expected = [
            (2, "a plan has no key `particles`"),
            (4, "there is no key `asking.genral`"),
            (5, "`asking.general` is impossible: 0.3 to 0.1"),
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
            (20, "a tolerance of 0 can never be reached"),
            (23, "month 25 does not lie within the run"),
            (26, "`targets.tolerance` is missing"),
            (29, "a target has one of `month`, `year` and `years`"),
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
}
