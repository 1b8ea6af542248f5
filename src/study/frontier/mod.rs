//! Fronts: which designs no other beats in all objectives at once, under limits such as a budget.
//!
//! [`Study::search`] looks at designs with NSGA-II, or at all of them when there are few. What looks best in a search looks
//! better than it is, since luck was selected with it; so [`Study::confirm`] runs the designs of the front again
//! with a fresh seed and more replications, and only these numbers are reported. [`Study::draw`] tries the same designs
//! under draws of the parameters. [`Frontier::of`] puts the three together and [`write_tables`] writes them down. All
//! designs of a stage meet the same luck and face the need of the baseline. Runs are kept in three journals, so that an
//! interrupted search goes on where it stopped, and results depend on neither threads nor interruptions.

mod error;
mod results;
mod runs;
mod search;
mod space;
mod tables;
#[cfg(test)]
mod tests;

use std::path::Path;

use serde::Serialize;

use crate::experiment::{Threads, Watch};
use crate::output::{OutputError, RunFolder, identity};
use crate::scenario::{FactorValues, FrontierPlan, Limit, Measured, Objective, Origin, Search as Effort};
use crate::study::draws::parameters;
use crate::study::points::own_seed;
use crate::study::stage_runs::StageRuns;
pub use error::FrontierError;
pub use results::{Design, Frontier, Toughness};
use runs::{ParameterDraw, Societies};
pub use search::Searched;
use search::{Search, front, spread};
pub use space::{Choice, Space};
pub use tables::write_tables;

/// The part of a plan that determines numbers, as it stands in the identity of its folder.
#[derive(Serialize)]
struct Question<'a> {
    factors: Vec<(&'a str, &'a FactorValues)>,
    measures: &'a [Measured],
    objectives: &'a [Objective],
    limits: &'a [Limit],
    search: Effort,
    confirmed: usize,
    /// What is written and thus not drawn.
    written: Vec<&'a str>,
}

/// A search with its folder.
#[derive(Debug)]
pub struct Study<'a> {
    plan: &'a FrontierPlan,
    space: Space,
    folder: RunFolder,
    search: StageRuns,
    confirmation: StageRuns,
    draws: StageRuns,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Findings {
    /// All designs that were looked at, the baseline first.
    pub designs: Vec<Searched>,
    /// Positions of those that keep to the limits and that no other beats, in the search.
    pub front: Vec<usize>,
    /// Positions of those that are run again: the baseline, then at most so many of the front, spread over it.
    pub chosen: Vec<usize>,
    /// Whether all designs there are were looked at.
    pub exhaustive: bool,
}

/// Values of the chosen designs, by design, measure and replication.
pub type Samples = Vec<Vec<Vec<f64>>>;

/// Values of the chosen designs under draws of the parameters.
#[derive(Clone, Debug)]
pub struct DrawSamples {
    /// Numbers of the draws that could be run with every design.
    pub numbers: Vec<u32>,
    /// The values under each of these.
    pub samples: Vec<Samples>,
}

impl<'a> Study<'a> {
    /// Opens the folder of a search, or starts it: `frontier-<plan>-<hash>`.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open(root: &Path, plan: &'a FrontierPlan) -> Result<Self, FrontierError> {
        let question = Question {
            factors: plan
                .factors
                .iter()
                .map(|factor| (factor.key.as_str(), &factor.values))
                .collect(),
            measures: &plan.measures,
            objectives: &plan.objectives,
            limits: &plan.limits,
            search: plan.search,
            confirmed: plan.confirmation.designs,
            written: plan
                .scenario
                .settings
                .iter()
                .filter(|(_, setting)| setting.origin != Origin::Register)
                .map(|(key, _)| key.as_str())
                .collect(),
        };
        let question = serde_json::to_string(&question)
            .map_err(|error| OutputError::foreign(&plan.path, error.to_string()))?;
        let text = format!("{}# frontier {question}\n", identity(&plan.scenario)?);
        let folder = RunFolder::open(root, &format!("frontier-{}", plan.name), &text, plan.seed)?;
        let journal = |name: &str| StageRuns::open(&folder, name, plan.measures.len());
        Ok(Self {
            space: Space::of(&plan.factors),
            search: journal("search")?,
            confirmation: journal("confirmation")?,
            draws: journal("draws")?,
            plan,
            folder,
        })
    }

    /// Its folder.
    #[must_use]
    pub const fn folder(&self) -> &RunFolder {
        &self.folder
    }

    /// All designs there are.
    #[must_use]
    pub const fn space(&self) -> &Space {
        &self.space
    }

    /// The seed of the runs that confirm a front and of the draws: not the one the front was chosen with.
    #[must_use]
    pub fn fresh_seed(&self) -> u64 {
        own_seed(self.plan.seed, u32::MAX)
    }

    /// Most designs that a search looks at.
    #[must_use]
    pub const fn most_designs(&self) -> usize {
        self.plan.search.designs * (self.plan.search.generations + 1)
    }

    /// Searches, from the journal as far as it goes.
    ///
    /// # Errors
    /// When it was stopped, a journal cannot be written, or no design that was looked at keeps to the limits.
    pub fn search(&mut self, threads: &Threads, watch: &dyn Watch) -> Result<Findings, FrontierError> {
        let everything = self.space.all(self.most_designs());
        let exhaustive = everything.is_some();
        let mut search = Search {
            plan: self.plan,
            space: &self.space,
            journal: &mut self.search,
            threads,
            watch,
        };
        let designs = search.run(everything)?;
        let front = front(&designs);
        if front.is_empty() {
            return Err(FrontierError::none(self.plan, &designs));
        }
        let mut chosen = vec![0];
        chosen.extend(spread(&designs, front.clone(), self.plan.confirmation.designs));
        Ok(Findings {
            designs,
            front,
            chosen,
            exhaustive,
        })
    }

    fn choices(findings: &Findings) -> Vec<Option<Choice>> {
        let choice = |index: &usize| findings.designs[*index].choice.clone();
        findings.chosen.iter().map(choice).collect()
    }

    /// Runs the chosen designs again with a fresh seed.
    ///
    /// # Errors
    /// When it was stopped, or the journal cannot be written.
    pub fn confirm(
        &mut self,
        findings: &Findings,
        threads: &Threads,
        watch: &dyn Watch,
    ) -> Result<Samples, FrontierError> {
        let designs = Self::choices(findings);
        let count = designs.len() as u32;
        let replications = self.plan.confirmation.replications;
        let societies = Societies {
            plan: self.plan,
            space: &self.space,
            parameter_draws: &[Some(ParameterDraw::of(self.plan))],
            designs: &designs,
            seed: own_seed(self.plan.seed, u32::MAX),
        };
        self.confirmation
            .reach(&societies, 0..count, replications, (threads, watch))?;
        (0..count)
            .map(|design| Ok(self.confirmation.samples(design, replications)?))
            .collect()
    }

    /// Runs the chosen designs under draws of the parameters, which lie beneath what plan and scenario write.
    ///
    /// # Errors
    /// When it was stopped, or the journal cannot be written.
    pub fn draw(
        &mut self,
        findings: &Findings,
        threads: &Threads,
        watch: &dyn Watch,
    ) -> Result<DrawSamples, FrontierError> {
        let designs = Self::choices(findings);
        let count = designs.len() as u32;
        let robustness = self.plan.robustness;
        let parameter_draws: Vec<Option<ParameterDraw>> = (0..robustness.draws)
            .map(|draw| ParameterDraw::with(self.plan, &parameters(self.plan.seed, draw)).ok())
            .collect();
        // A draw keeps its numbers when draws are added, and when others cannot be run.
        let possible: Vec<u32> = (0..robustness.draws)
            .filter(|draw| parameter_draws[*draw as usize].is_some())
            .collect();
        let configurations = |draw: u32| draw * count..(draw + 1) * count;
        let societies = Societies {
            plan: self.plan,
            space: &self.space,
            parameter_draws: &parameter_draws,
            designs: &designs,
            seed: own_seed(self.plan.seed, u32::MAX),
        };
        let all = possible.iter().flat_map(|draw| configurations(*draw));
        let failures = self
            .draws
            .reach(&societies, all, robustness.replications, (threads, watch))?;
        let mut draws = DrawSamples {
            numbers: Vec::new(),
            samples: Vec::new(),
        };
        for draw in possible {
            if failures.range(configurations(draw)).next().is_some() {
                continue;
            }
            draws.numbers.push(draw);
            let samples: Result<Samples, FrontierError> = configurations(draw)
                .map(|configuration| Ok(self.draws.samples(configuration, robustness.replications)?))
                .collect();
            draws.samples.push(samples?);
        }
        Ok(draws)
    }

    /// Steps that are lived in each stage at most, for a progress bar: search, confirmation, draws.
    #[must_use]
    pub fn steps(&self) -> [u64; 3] {
        let plan = self.plan;
        let all = self.space.size().unwrap_or(usize::MAX).min(self.most_designs()) + 1;
        let chosen = plan.confirmation.designs + 1;
        let (confirmation, robustness) = (plan.confirmation, plan.robustness);
        let steps = u64::from(plan.scenario.setup.steps);
        [
            all as u64 * u64::from(plan.search.replications) * steps,
            chosen as u64 * u64::from(confirmation.replications) * steps,
            chosen as u64 * u64::from(robustness.draws * robustness.replications) * steps,
        ]
    }
}
