//! Designs as societies to run.

use std::ops::Range;
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
use crate::words::say;

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
        self.plan.scenario.setup.citizens().into()
    }
}

/// How designs and draws are numbered as configurations. What is added must not change the number of what is there: a journal
/// keeps runs by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbering {
    /// All draws of the first design, then all of the next: designs are added, draws are as many as the question says.
    ByDesign,
    /// All designs under the first draw, then all under the next: draws are added, designs are as many as the question says.
    ByDraw,
}

/// Designs under draws with luck of its own in each draw: replications that live in a draw each.
struct Lives<'a> {
    designs: &'a Designs<'a>,
    numbering: Numbering,
}

impl Lives<'_> {
    fn draws(&self) -> u32 {
        self.designs.parameter_draws.len() as u32
    }

    fn choices(&self) -> u32 {
        self.designs.choices.len() as u32
    }

    fn configuration(&self, design: u32, draw: u32) -> u32 {
        match self.numbering {
            Numbering::ByDesign => design * self.draws() + draw,
            Numbering::ByDraw => draw * self.choices() + design,
        }
    }

    /// Design and draw of a configuration.
    fn place(&self, configuration: u32) -> (u32, u32) {
        match self.numbering {
            Numbering::ByDesign => (configuration / self.draws(), configuration % self.draws()),
            Numbering::ByDraw => (configuration % self.choices(), configuration / self.choices()),
        }
    }

    /// All configurations from a design on; by draw all there are.
    fn all_from(&self, first: u32) -> Range<u32> {
        let all = self.choices() * self.draws();
        match self.numbering {
            Numbering::ByDesign => first * self.draws()..all,
            Numbering::ByDraw => 0..all,
        }
    }
}

impl Societies for Lives<'_> {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let (design, draw) = self.place(configuration);
        self.designs.setup(draw * self.choices() + design)
    }

    fn seed(&self, configuration: u32) -> u64 {
        let (_, draw) = self.place(configuration);
        own_seed(self.designs.seed, draw)
    }

    fn recorder<'a>(&'a self, configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        self.designs.recorder(configuration, setup)
    }

    fn citizens_most(&self) -> u64 {
        self.designs.citizens_most()
    }
}

/// What runs show of some designs, by design: the values of each measure by replication, and why the first run failed that did.
pub(super) type Judged = Vec<(Vec<Vec<f64>>, Option<String>)>;

/// Sees to it that designs, from one on, have so many replications: all at the values of the register, or each in a draw of
/// its own, numbered so.
pub(super) fn judge(
    designs: &Designs<'_>,
    (first, numbering): (usize, Numbering),
    replications: u32,
    kept: &RecordLayout,
    runs: &mut dyn Runs,
) -> Result<Judged, Incomplete> {
    let lives = Lives { designs, numbering };
    let (first, draws) = (first as u32, lives.draws());
    if draws == 0 {
        let none = say!("no draw of the parameters goes with what scenario and plan write");
        return Err(Incomplete::NoAnswer(none.into()));
    }
    let drawn = designs.plan.search.drawn;
    let (societies, configurations, replications): (&dyn Societies, _, _) = if drawn {
        (&lives, lives.all_from(first), 1)
    } else {
        (designs, first..lives.choices(), replications)
    };
    runs.reach(&[Batch {
        societies,
        kept: std::slice::from_ref(kept),
        configurations,
        replications,
        steps: designs.plan.scenario.setup.steps,
        tolerant: true,
    }])?;
    let failed = runs.failed(&kept.journal);
    let of_design = |design: u32| {
        let own: Vec<u32> = if drawn {
            (0..draws).map(|draw| lives.configuration(design, draw)).collect()
        } else {
            vec![design]
        };
        let mut values = vec![Vec::new(); designs.plan.measures.len()];
        for configuration in &own {
            let found = samples(runs, kept, *configuration, replications)?;
            for (values, found) in values.iter_mut().zip(found) {
                values.extend(found);
            }
        }
        // Not those of an earlier question that asked for more.
        let failure = failed
            .iter()
            .find(|failed| own.contains(&failed.configuration) && failed.replication < replications);
        Ok((values, failure.map(|failed| failed.reason.clone())))
    };
    (first..lives.choices()).map(of_design).collect()
}
