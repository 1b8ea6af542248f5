//! What a fact reads from the agents one by one.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use super::readings::Follower;
use crate::experiment::{Column, Ready, Recorder, Societies};
use crate::model::Observation;
use crate::model::measures::{Measure, Theme};
use crate::model::mechanisms::Society;
use crate::model::setup::Setup;
use crate::model::snapshot::{CITIZEN_COLUMNS, MEMBERSHIP_COLUMNS};
use crate::scenario::Time;
use crate::scenario::fact::{ACTIVE, Among, Fact, Group, Reading, What};
use crate::statistics::{correlation, standardised_logit};
use crate::words::words;

/// What stands for the definition of a reading, which the fact itself gives.
static READING: Measure = Measure::new(
    "reading",
    words!("reading"),
    "",
    (f64::NEG_INFINITY, f64::INFINITY),
    "",
    Theme::Citizens,
    words!("Read from the agents one by one, as the fact says"),
);

/// The columns that the readings of a fact add to a row.
pub(super) fn columns(fact: &Fact) -> Vec<Column> {
    fact.readings
        .iter()
        .map(|reading| Column {
            key: reading.name.clone(),
            measure: &READING,
            programme: None,
            municipality: None,
        })
        .collect()
}

/// The societies of a fact: of the rows at the steps that are kept the measures that its checks name, and behind them what is
/// read from the agents.
pub(super) struct FactSocieties<'a> {
    fact: &'a Fact,
    ready: Ready,
    /// Steps at which each reading is taken, by arm and reading.
    steps: Vec<Vec<Vec<u32>>>,
    /// Steps that are kept, by arm.
    kept: Vec<Vec<u32>>,
    /// Places of the measures in a row, by arm.
    places: Vec<Vec<usize>>,
}

impl<'a> FactSocieties<'a> {
    pub(super) fn new(fact: &'a Fact, ready: Ready) -> Self {
        let steps = fact.arms.iter().map(|arm| {
            let setup = &arm.scenario.setup;
            let of_reading = |reading: &Reading| {
                let terms = super::sample::terms(fact).filter(|term| term.measure == reading.name);
                let mut steps: Vec<u32> = terms
                    .flat_map(|term| steps_of_reading(term.time, setup.steps_per_year, setup.steps))
                    .collect();
                steps.sort_unstable();
                steps.dedup();
                steps
            };
            fact.readings.iter().map(of_reading).collect()
        });
        let kept = ready.setups().iter();
        let places = fact.arms.iter().map(|arm| {
            let measured = super::sample::measured(fact, &arm.scenario).into_iter();
            measured.map(|(place, _)| place).collect()
        });
        Self {
            places: places.collect(),
            steps: steps.collect(),
            kept: kept.map(|setup| super::sample::kept(fact, setup.steps)).collect(),
            fact,
            ready,
        }
    }
}

/// Agents are read once a year where a mean over years is asked for.
fn steps_of_reading(time: Time, steps_per_year: u32, last: u32) -> Vec<u32> {
    let steps = time.steps(steps_per_year, last);
    if matches!(time, Time::Mean { .. }) {
        steps
            .into_iter()
            .filter(|step| step.is_multiple_of(steps_per_year))
            .collect()
    } else {
        steps
    }
}

impl Societies for FactSocieties<'_> {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        self.ready.setup(configuration)
    }

    fn seed(&self, configuration: u32) -> u64 {
        self.ready.seed(configuration)
    }

    fn recorder<'a>(&'a self, configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        let readings = self.fact.readings.iter().map(|reading| &reading.what);
        let lag = |what: &What| (lag_years(what) * f64::from(setup.steps_per_year)).round() as u32;
        Box::new(FactRecorder {
            kept: &self.kept[configuration as usize],
            places: &self.places[configuration as usize],
            readings: readings
                .zip(&self.steps[configuration as usize])
                .map(|(what, steps)| Due {
                    what,
                    steps,
                    lag: lag(what),
                })
                .collect(),
            follower: Follower::new(
                self.fact
                    .readings
                    .iter()
                    .filter_map(|reading| reading.what.followed()),
                setup,
            ),
            memory: BTreeMap::new(),
            values: Vec::new(),
        })
    }

    fn citizens_most(&self) -> u64 {
        self.ready.citizens_most()
    }
}

/// A reading and when it is taken.
struct Due<'a> {
    what: &'a What,
    steps: &'a [u32],
    /// Steps back to what it is compared with.
    lag: u32,
}

struct FactRecorder<'a> {
    kept: &'a [u32],
    places: &'a [usize],
    readings: Vec<Due<'a>>,
    /// Who follows agents, where a reading needs it.
    follower: Option<Follower>,
    /// The citizens at the steps that are still needed.
    memory: BTreeMap<u32, Citizens>,
    values: Vec<f64>,
}

impl Recorder for FactRecorder<'_> {
    fn see(&mut self, seen: &Observation<'_>) -> ControlFlow<()> {
        let step = seen.step;
        if let Some(follower) = &mut self.follower {
            follower.see(seen.society, step);
        }
        let is_due = |due: &Due<'_>| {
            due.what.followed().is_none()
                && (due.steps.contains(&step) || due.steps.contains(&(step + due.lag)))
        };
        if self.readings.iter().any(is_due) {
            let longest = self.readings.iter().map(|due| due.lag).max().unwrap_or(0);
            self.memory.insert(step, Citizens::of(seen.society));
            self.memory.retain(|kept, _| kept + longest >= step);
        }
        if self.kept.contains(&step) {
            self.values
                .extend(self.places.iter().map(|&place| seen.row[place]));
            for due in &self.readings {
                self.values.push(match (due.what.followed(), &self.follower) {
                    _ if !due.steps.contains(&step) => f64::NAN,
                    (Some(followed), Some(follower)) => follower.read(followed, seen.society),
                    _ => {
                        let before = step.checked_sub(due.lag).and_then(|step| self.memory.get(&step));
                        read(due.what, &self.memory[&step], before, seen.society)
                    }
                });
            }
        }
        ControlFlow::Continue(())
    }

    fn finish(self: Box<Self>) -> Vec<f64> {
        self.values
    }
}

const fn lag_years(what: &What) -> f64 {
    match what {
        What::Change { lag_years, .. } | What::ExitHazard { lag_years, .. } => *lag_years,
        _ => 0.0,
    }
}

/// The rows of all citizens at one step, one list per column.
struct Citizens {
    columns: Vec<Vec<f64>>,
}

impl Citizens {
    fn of(society: &Society) -> Self {
        let mut columns = vec![Vec::new(); ACTIVE + 1];
        society.visit_citizens(|row| {
            for (column, value) in columns.iter_mut().zip(&row[..ACTIVE]) {
                column.push(*value);
            }
            let mut memberships = row[CITIZEN_COLUMNS.len()..].chunks(MEMBERSHIP_COLUMNS.len());
            let active = memberships.any(|membership| membership[1] > 0.5);
            columns[ACTIVE].push(f64::from(u8::from(active)));
        });
        Self { columns }
    }

    fn active(&self, citizen: usize) -> bool {
        self.columns[ACTIVE][citizen] > 0.5
    }

    fn count(&self) -> usize {
        self.columns[ACTIVE].len()
    }

    /// The members of a slice of these citizens, by their place in the order of a column.
    fn slice(&self, mut members: Vec<usize>, slice: Option<(usize, f64, f64)>) -> Vec<usize> {
        let Some((by, from, to)) = slice else {
            return members;
        };
        members.sort_by(|one, other| self.columns[by][*one].total_cmp(&self.columns[by][*other]));
        let place = |share: f64| (share * members.len() as f64).round() as usize;
        let range: Range<usize> = place(from)..place(to);
        members[range].to_vec()
    }

    fn mean(&self, column: usize, members: &[usize]) -> f64 {
        let sum: f64 = members.iter().map(|&citizen| self.columns[column][citizen]).sum();
        sum / members.len() as f64
    }
}

/// Members of a group now; of a change, as they were before.
fn members(group: &Group, now: &Citizens, before: Option<&Citizens>) -> Vec<usize> {
    let then = before.unwrap_or(now);
    let among = (0..now.count()).filter(|&citizen| match group.among {
        Among::All => true,
        Among::Participants => now.active(citizen) && then.active(citizen),
        Among::Newcomers => now.active(citizen) && !then.active(citizen),
    });
    then.slice(among.collect(), group.slice)
}

/// Mean of some values; `NaN` without any.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    sum / count
}

fn read(what: &What, now: &Citizens, before: Option<&Citizens>, society: &Society) -> f64 {
    match what {
        What::Mean { column, group } => now.mean(*column, &members(group, now, None)),
        What::Change {
            column,
            group,
            lag_years,
        } => before.map_or(f64::NAN, |then| {
            let members = members(group, now, Some(then));
            (now.mean(*column, &members) - then.mean(*column, &members)) / lag_years
        }),
        What::ExitHazard { group, lag_years } => before.map_or(f64::NAN, |then| {
            let there = (0..then.count())
                .filter(|&citizen| then.active(citizen))
                .collect();
            let there = then.slice(there, group.slice);
            let staying = there.iter().filter(|&&citizen| now.active(citizen)).count();
            // If all leave at once the hazard has no upper bound: half a citizen is taken as left.
            -libm::log((staying as f64).max(0.5) / there.len() as f64) / lag_years
        }),
        What::Correlation { column } => correlation(&now.columns[*column], &now.columns[ACTIVE]),
        What::Coefficient { of, predictors } => {
            let outcomes: Vec<bool> = (0..now.count()).map(|citizen| now.active(citizen)).collect();
            let predictors: Vec<Vec<f64>> = predictors
                .iter()
                .map(|column| now.columns[*column].clone())
                .collect();
            standardised_logit(&outcomes, &predictors).map_or(f64::NAN, |found| found[*of])
        }
        What::Staff { column } => mean(society.professionals().map(|row| row[*column])),
        What::Initiatives { column } => mean(society.running_initiatives().map(|row| row[*column])),
        // The follower answers these.
        What::Followed(_) => f64::NAN,
    }
}
