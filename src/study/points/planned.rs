//! A plan at its points, as societies to run.

use std::sync::Arc;

use serde::Serialize;

use super::{Points, PointsError};
use crate::experiment::{Address, Recorder, Societies, numbers};
use crate::model::setup::Setup;
use crate::output::{OutputError, identity};
use crate::scenario::{Condition, Design, FactorValues, Measured, Plan, RUNS_MAX, Scenario, ScenarioError};
use crate::statistics::{difference, mixed};
use crate::study::place::note_on_variant;
use crate::study::runs::failed_of;
use crate::study::{Batch, Failed, Incomplete, Question, RecordLayout, Runs};

/// Name of the journal of its runs.
const JOURNAL: &str = "runs";
/// Name of the journal of the runs of its variant.
const VARIANT: &str = "variant";

/// A plan at its points. Configurations are made when they are run.
#[derive(Debug)]
pub struct PlannedPoints {
    /// The plan.
    pub plan: Plan,
    /// Its points.
    pub points: Points,
    /// The setup whose need all configurations face, where there is one.
    need_of: Option<Arc<Setup>>,
    kept: [RecordLayout; 2],
}

/// The variant of a plan at the same points.
struct VariantPoints<'a>(&'a PlannedPoints);

/// The part of a plan that determines numbers, as it stands in its identity.
#[derive(Serialize)]
struct Asked<'a> {
    factors: Vec<(&'a str, &'a FactorValues)>,
    design: &'a Design,
    independent: bool,
    measures: &'a [Measured],
    stops: &'a [Condition],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    variant: &'a [(String, String)],
}

impl PlannedPoints {
    /// A plan at its points, checked against the limits. Those of a sensitivity analysis face the need of the base scenario:
    /// need belongs to the place, and what a parameter does must not be lost in a need that follows it.
    ///
    /// # Errors
    /// When there are no such points, or too many runs.
    pub fn of(plan: Plan) -> Result<Self, PointsError> {
        let points = Points::of(&plan.factors, &plan.design)?;
        let arms = if plan.variant.is_some() { 2 } else { 1 };
        if arms * points.len() as u64 * u64::from(plan.replications) > RUNS_MAX {
            return Err(PointsError::TooManyRuns {
                configurations: points.len(),
                replications: plan.replications,
                most: RUNS_MAX,
            });
        }
        let one_need = matches!(plan.design, Design::Morris { .. } | Design::Saltelli { .. });
        Ok(Self {
            need_of: one_need.then(|| Arc::new(plan.scenario.setup.clone())),
            kept: [JOURNAL, VARIANT].map(|journal| RecordLayout::numbers(journal, plan.measures.len())),
            plan,
            points,
        })
    }

    pub(in crate::study) fn question(&self) -> Result<Question, OutputError> {
        let plan = &self.plan;
        let factors = plan.factors.iter();
        let asked = Asked {
            factors: factors
                .map(|factor| (factor.key.as_str(), &factor.values))
                .collect(),
            design: &plan.design,
            independent: plan.independent,
            measures: &plan.measures,
            stops: &plan.stops,
            variant: plan.variant.as_ref().map_or(&[], |variant| &variant.settings),
        };
        let asked = serde_json::to_string(&asked)
            .map_err(|error| OutputError::foreign(&plan.path, error.to_string()))?;
        Ok(Question {
            name: format!("{}-{}", plan.design.command(), plan.name),
            identity: format!("{}# sweep {asked}\n", identity(&plan.scenario)?),
            seed: plan.seed,
        })
    }

    /// The seed of a configuration: that of the plan, or one of its own.
    #[must_use]
    pub fn seed_of(&self, configuration: u32) -> u64 {
        if self.plan.independent {
            own_seed(self.plan.seed, configuration)
        } else {
            self.plan.seed
        }
    }

    /// What a reader should know about the variant of the plan.
    pub(in crate::study) fn remarks(&self) -> Vec<String> {
        let plan = &self.plan;
        let note = plan.variant.as_ref().and_then(|variant| {
            let settings: Vec<_> = plan.settings.iter().chain(&variant.settings).cloned().collect();
            let scenario = plan.base.with(&settings).ok()?;
            note_on_variant(&variant.title, &scenario, &plan.scenario)
        });
        note.into_iter().collect()
    }

    /// How many runs there are, those of a variant among them.
    #[must_use]
    pub fn count(&self) -> u64 {
        let arms = if self.plan.variant.is_some() { 2 } else { 1 };
        arms * self.points.len() as u64 * u64::from(self.plan.replications)
    }

    fn batch<'a>(&self, societies: &'a dyn Societies, kept: &'a RecordLayout) -> Batch<'a> {
        Batch {
            societies,
            kept: std::slice::from_ref(kept),
            configurations: 0..self.points.len() as u32,
            replications: self.plan.replications,
            steps: self.plan.scenario.setup.steps,
            tolerant: true,
        }
    }

    /// Sees to it that all have ended; gives those that failed.
    pub(in crate::study) fn reach(&self, runs: &mut dyn Runs) -> Result<Vec<Failed>, Incomplete> {
        let variant = VariantPoints(self);
        let mut batches = vec![self.batch(self, &self.kept[0])];
        if self.plan.variant.is_some() {
            batches.push(self.batch(&variant, &self.kept[1]));
        }
        runs.reach(&batches)?;
        let failed = batches.iter().flat_map(|batch| failed_of(runs, batch));
        Ok(failed
            .map(|failed| match failed.journal.as_str() {
                VARIANT => Failed {
                    reason: format!("in the variant: {}", failed.reason),
                    ..failed
                },
                _ => failed,
            })
            .collect())
    }

    /// The runs that have ended well, in order; with a variant those of which both have.
    pub(in crate::study) fn done(&self, runs: &dyn Runs) -> Vec<Address> {
        let ended = |run: &Address| {
            runs.contains(JOURNAL, *run) && (self.plan.variant.is_none() || runs.contains(VARIANT, *run))
        };
        let batch = self.batch(self, &self.kept[0]);
        batch.runs().filter(ended).collect()
    }

    /// Adds what is kept of a run to `values`: years lived, then the measures, or how much the variant differs in them;
    /// nothing where it has not ended well.
    pub(in crate::study) fn read(
        &self,
        runs: &dyn Runs,
        run: Address,
        values: &mut Vec<f64>,
    ) -> Result<(), OutputError> {
        if self.plan.variant.is_none() {
            return runs.read(JOURNAL, run, values);
        }
        let (mut before, mut after) = (Vec::new(), Vec::new());
        runs.read(JOURNAL, run, &mut before)?;
        runs.read(VARIANT, run, &mut after)?;
        if !before.is_empty() && !after.is_empty() {
            values.push(before[0]);
            let pairs = before.iter().zip(&after).skip(1);
            values.extend(pairs.map(|(before, after)| difference(*before, *after)));
        }
        Ok(())
    }

    /// The values of each measure by configuration and then replication; `NaN` where a run has not ended well.
    pub(in crate::study) fn values(&self, runs: &dyn Runs) -> Result<Vec<Vec<Vec<f64>>>, OutputError> {
        let configurations = self.points.len();
        let mut values = vec![vec![Vec::new(); configurations]; self.plan.measures.len()];
        let mut own = Vec::new();
        for run in self.batch(self, &self.kept[0]).runs() {
            own.clear();
            self.read(runs, run, &mut own)?;
            for (measure, values) in values.iter_mut().enumerate() {
                let value = own.get(1 + measure).copied().unwrap_or(f64::NAN);
                values[run.configuration as usize].push(value);
            }
        }
        Ok(values)
    }

    /// A configuration with these settings besides the values of its factors.
    fn configured(&self, configuration: u32, besides: &[(String, String)]) -> Result<Scenario, String> {
        let values = self.points.values(configuration as usize);
        let mut settings = self.plan.settings.clone();
        settings.extend_from_slice(besides);
        settings.extend(
            self.plan
                .factors
                .iter()
                .zip(values)
                .map(|(factor, value)| (factor.key.clone(), value.to_string())),
        );
        self.plan.base.with(&settings).map_err(|error| reason(&error))
    }
}

impl Societies for PlannedPoints {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let scenario = self.configured(configuration, &[])?;
        Ok(Arc::new(match &self.need_of {
            Some(baseline) => scenario.setup.with_need_of(Arc::clone(baseline)),
            None => scenario.setup,
        }))
    }

    fn seed(&self, configuration: u32) -> u64 {
        self.seed_of(configuration)
    }

    fn recorder<'a>(&'a self, _configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        numbers(&self.plan.measures, &self.plan.stops, setup)
    }

    fn citizens_most(&self) -> u64 {
        let usual = self.plan.scenario.setup.citizens();
        self.points.citizens_most().unwrap_or_else(|| usual.into())
    }
}

/// The variant faces the need of the plan at the same point: need belongs to the place.
impl Societies for VariantPoints<'_> {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let planned = self.0;
        let settings = planned
            .plan
            .variant
            .as_ref()
            .map_or(&[][..], |variant| &variant.settings);
        let scenario = planned.configured(configuration, settings)?;
        let need_of = match &planned.need_of {
            Some(baseline) => Arc::clone(baseline),
            None => planned.setup(configuration)?,
        };
        Ok(Arc::new(scenario.setup.with_need_of(need_of)))
    }

    fn seed(&self, configuration: u32) -> u64 {
        self.0.seed_of(configuration)
    }

    fn recorder<'a>(&'a self, configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        self.0.recorder(configuration, setup)
    }

    fn citizens_most(&self) -> u64 {
        self.0.citizens_most()
    }
}

/// A seed below 2⁵³ from another and a number: the finaliser of `SplitMix64` (Steele, Lea and Flood 2014).
pub(in crate::study) fn own_seed(seed: u64, configuration: u32) -> u64 {
    mixed(seed, configuration.into()) >> 11
}

/// What is wrong with a configuration, on one line.
pub(in crate::study) fn reason(error: &ScenarioError) -> String {
    let faults: Vec<String> = error
        .faults
        .iter()
        .map(|fault| match &fault.hint {
            Some(hint) => format!("{} ({hint})", fault.message),
            None => fault.message.clone(),
        })
        .collect();
    faults.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_seeds_are_those_of_split_mix() {
        // python3: M=2**64-1; z=(0+0x9E3779B97F4A7C15)&M; z=((z^(z>>30))*0xBF58476D1CE4E5B9)&M;
        //   z=((z^(z>>27))*0x94D049BB133111EB)&M; print((z^(z>>31))>>11)
        assert_eq!(own_seed(0, 0), 0xE220_A839_7B1D_CDAF >> 11);
        assert_ne!(own_seed(0, 1), own_seed(0, 0));
        assert_ne!(own_seed(1, 0), own_seed(0, 0));
    }
}
