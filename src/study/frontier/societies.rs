//! Designs as societies to run.

use std::sync::Arc;

use super::{Choice, Space};
use crate::experiment::{Recorder, Societies, numbers};
use crate::model::setup::Setup;
use crate::scenario::{Base, FrontierPlan, ScenarioError};
use crate::study::Variant;
use crate::study::draws::parameters;
use crate::study::points::{own_seed, reason};
use crate::study::runs::samples;
use crate::study::{Batch, Incomplete, RecordLayout, Runs};

/// A base scenario and what becomes of it without a design: the baseline, whose need all designs face.
pub(super) struct ParameterDraw {
    base: Base,
    baseline: Variant,
}

impl ParameterDraw {
    /// The base scenario of a plan.
    pub(super) fn of(plan: &FrontierPlan) -> Self {
        Self {
            base: plan.base.clone(),
            baseline: variant(plan.scenario.clone()),
        }
    }

    /// The same with other values beneath what it writes.
    pub(super) fn with(plan: &FrontierPlan, values: &[(String, toml::Value)]) -> Result<Self, ScenarioError> {
        let base = plan.base.clone().beneath(values)?;
        let baseline = variant(base.with(&plan.settings)?);
        Ok(Self { base, baseline })
    }
}

/// What designs are judged under: the values of the register, or so many draws of the parameters under which the base scenario
/// can be, as far as there are.
pub(super) fn judged_under(plan: &FrontierPlan, seed: u64, replications: u32) -> Vec<Option<ParameterDraw>> {
    if !plan.search.drawn {
        return vec![Some(ParameterDraw::of(plan))];
    }
    let draws = (0..replications.saturating_mul(DRAWS_TRIED)).map(|draw| parameters(seed, draw));
    draws
        .filter_map(|values| ParameterDraw::with(plan, &values).ok())
        .take(replications as usize)
        .map(Some)
        .collect()
}

fn variant(scenario: crate::scenario::Scenario) -> Variant {
    Variant {
        key: scenario.name.clone(),
        title: scenario.title.clone(),
        scenario,
    }
}

/// Draws that are tried for each that is wanted.
const DRAWS_TRIED: u32 = 10;

/// Designs under draws of the parameters, as societies to run: all designs under the first draw, then all under the next.
pub(super) struct Designs<'a> {
    pub(super) plan: &'a FrontierPlan,
    pub(super) space: &'a Space,
    pub(super) parameter_draws: &'a [Option<ParameterDraw>],
    /// The designs; `None` is the baseline.
    pub(super) choices: &'a [Option<Choice>],
    pub(super) seed: u64,
}

impl Societies for Designs<'_> {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let index = configuration as usize;
        let Some(parameter_draw) = &self.parameter_draws[index / self.choices.len()] else {
            return Err("the base scenario cannot be under this draw".to_owned());
        };
        let Some(choice) = &self.choices[index % self.choices.len()] else {
            return Ok(Arc::new(parameter_draw.baseline.scenario.setup.clone()));
        };
        let mut settings = self.plan.settings.clone();
        settings.extend(self.space.settings(choice));
        let scenario = parameter_draw
            .base
            .with(&settings)
            .map_err(|error| reason(&error))?;
        let design = variant(scenario).facing_need_of(&parameter_draw.baseline);
        Ok(Arc::new(design.scenario.setup))
    }

    fn seed(&self, _configuration: u32) -> u64 {
        self.seed
    }

    fn recorder<'a>(&'a self, _configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        numbers(&self.plan.measures, &[], setup)
    }

    fn citizens_most(&self) -> u64 {
        self.plan.scenario.setup.phases[0]
            .parameters
            .population
            .citizens
            .into()
    }
}

/// The same with all draws of the first design, then all of the next, each draw with luck of its own: replications that live
/// in a draw each.
struct Lives<'a>(&'a Designs<'a>);

impl Lives<'_> {
    fn draw(&self, configuration: u32) -> u32 {
        configuration % self.0.parameter_draws.len() as u32
    }
}

impl Societies for Lives<'_> {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let design = configuration / self.0.parameter_draws.len() as u32;
        self.0
            .setup(self.draw(configuration) * self.0.choices.len() as u32 + design)
    }

    fn seed(&self, configuration: u32) -> u64 {
        own_seed(self.0.seed, self.draw(configuration))
    }

    fn recorder<'a>(&'a self, configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        self.0.recorder(configuration, setup)
    }

    fn citizens_most(&self) -> u64 {
        self.0.citizens_most()
    }
}

/// What runs show of some designs, by design: the values of each measure by replication, and why the first run failed that did.
pub(super) type Judged = Vec<(Vec<Vec<f64>>, Option<String>)>;

/// Sees to it that designs, from one on, have so many replications: all at the values of the register, or each in a draw of
/// its own.
pub(super) fn judge(
    designs: &Designs<'_>,
    first: usize,
    replications: u32,
    kept: &RecordLayout,
    runs: &mut dyn Runs,
) -> Result<Judged, Incomplete> {
    let lives = Lives(designs);
    let draws = designs.parameter_draws.len() as u32;
    if draws == 0 {
        let none = "no draw of the parameters goes with what scenario and plan write";
        return Err(Incomplete::NoAnswer(none.into()));
    }
    let (societies, each): (&dyn Societies, u32) = if designs.plan.search.drawn {
        (&lives, draws)
    } else {
        (designs, 1)
    };
    let replications = if designs.plan.search.drawn {
        1
    } else {
        replications
    };
    runs.reach(&[Batch {
        societies,
        kept: std::slice::from_ref(kept),
        configurations: first as u32 * each..designs.choices.len() as u32 * each,
        replications,
        steps: designs.plan.scenario.setup.steps,
        tolerant: true,
    }])?;
    let failed = runs.failed(&kept.journal);
    let of_design = |design: u32| {
        let mut values = vec![Vec::new(); designs.plan.measures.len()];
        for configuration in design * each..(design + 1) * each {
            let own = samples(runs, kept, configuration, replications)?;
            for (values, own) in values.iter_mut().zip(own) {
                values.extend(own);
            }
        }
        let failure = failed.iter().find(|failed| failed.configuration / each == design);
        Ok((values, failure.map(|failed| failed.reason.clone())))
    };
    (first as u32..designs.choices.len() as u32)
        .map(of_design)
        .collect()
}
