//! A search for a front as a study: the search, fresh runs of its front, and draws of the parameters.

use serde::Serialize;

use super::search::{SEARCH, Search, front, spread};
use super::societies::{Designs, Numbering, ParameterDraw, judge, judged_under};
use super::{Choice, DrawSamples, Findings, Frontier, FrontierError, Samples, Space};
use crate::output::{OutputError, identity};
use crate::scenario::{
    FactorValues, FrontierPlan, Limit, Measured, Objective, Origin, Search as SearchSettings,
};
use crate::study::draws::parameters;
use crate::study::points::own_seed;
use crate::study::runs::{failed_of, samples};
use crate::study::{Batch, Incomplete, Question, RecordLayout, Runs, Study};

/// The part of a plan that determines numbers, as it stands in the identity of its folder.
#[derive(Serialize)]
struct Asked<'a> {
    factors: Vec<(&'a str, &'a FactorValues)>,
    measures: &'a [Measured],
    objectives: &'a [Objective],
    limits: &'a [Limit],
    search: SearchSettings,
    confirmed: usize,
    /// What is written and thus not drawn.
    written: Vec<&'a str>,
}

/// A search for the designs that no other beats.
#[derive(Debug)]
pub struct FrontierSearch {
    /// The plan.
    pub plan: FrontierPlan,
    /// All designs there are.
    pub space: Space,
}

impl FrontierSearch {
    /// The search of a plan.
    #[must_use]
    pub fn of(plan: FrontierPlan) -> Self {
        Self {
            space: Space::of(&plan.factors),
            plan,
        }
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

    /// Runs at most: of the search, of the front that is run again, and under draws.
    #[must_use]
    pub fn runs_at_most(&self) -> u64 {
        let plan = &self.plan;
        let all = self.space.size().unwrap_or(usize::MAX).min(self.most_designs()) + 1;
        let chosen = plan.confirmation.designs.min(all - 1) as u64 + 1;
        let (confirmation, robustness) = (plan.confirmation, plan.robustness);
        all as u64 * u64::from(plan.search.replications)
            + chosen * u64::from(confirmation.replications)
            + chosen * u64::from(robustness.draws * robustness.replications)
    }

    pub(super) fn search(&self, runs: &mut dyn Runs) -> Result<Findings, Incomplete> {
        let everything = self.space.all(self.most_designs());
        let exhaustive = everything.is_some();
        let designs = Search::of(&self.plan, &self.space).run(everything, runs)?;
        let front = front(&designs);
        if front.is_empty() {
            let none = FrontierError::none(&self.plan, &designs);
            return Err(Incomplete::NoAnswer(Box::new(none)));
        }
        let mut chosen = vec![0];
        chosen.extend(spread(&designs, front.clone(), self.plan.confirmation.designs));
        Ok(Findings {
            designs,
            front,
            chosen,
            exhaustive,
            failed: runs.failed(SEARCH),
        })
    }

    /// The chosen designs, run again with a fresh seed, and in fresh draws where they are judged over draws.
    pub(super) fn confirm(&self, findings: &Findings, runs: &mut dyn Runs) -> Result<Samples, Incomplete> {
        let choices = choices(findings);
        let replications = self.plan.confirmation.replications;
        let draws = judged_under(&self.plan, self.fresh_seed(), replications);
        // The two are numbered differently, so neither may be taken for the other.
        let journal = if self.plan.search.drawn {
            "confirmation_by_draw"
        } else {
            "confirmation"
        };
        let kept = RecordLayout::numbers(journal, self.plan.measures.len());
        let designs = self.designs(&draws, &choices);
        let judged = judge(&designs, (0, Numbering::ByDraw), replications, &kept, runs)?;
        Ok(judged.into_iter().map(|(values, _)| values).collect())
    }

    /// The chosen designs under draws of the parameters, which lie beneath what plan and scenario write.
    ///
    /// A draw keeps its numbers when draws are added, and when others cannot be run.
    pub(super) fn draw(&self, findings: &Findings, runs: &mut dyn Runs) -> Result<DrawSamples, Incomplete> {
        let choices = choices(findings);
        let count = choices.len() as u32;
        let robustness = self.plan.robustness;
        let drawn: Vec<Option<ParameterDraw>> = (0..robustness.draws)
            .map(|draw| ParameterDraw::with(&self.plan, &parameters(self.plan.seed, draw)).ok())
            .collect();
        let kept = RecordLayout::numbers("draws", self.plan.measures.len());
        let societies = self.designs(&drawn, &choices);
        let batch = Batch {
            societies: &societies,
            kept: std::slice::from_ref(&kept),
            configurations: 0..robustness.draws * count,
            replications: robustness.replications,
            steps: self.plan.scenario.setup.steps,
            tolerant: true,
        };
        runs.reach(std::slice::from_ref(&batch))?;
        let failed = failed_of(runs, &batch);
        let mut found = DrawSamples {
            numbers: Vec::new(),
            samples: Vec::new(),
        };
        for draw in 0..robustness.draws {
            let configurations = draw * count..(draw + 1) * count;
            if failed
                .iter()
                .any(|failed| configurations.contains(&failed.configuration))
            {
                continue;
            }
            let own = configurations
                .map(|configuration| samples(runs, &kept, configuration, robustness.replications));
            found.numbers.push(draw);
            found.samples.push(own.collect::<Result<_, _>>()?);
        }
        Ok(found)
    }

    fn designs<'a>(
        &'a self,
        parameter_draws: &'a [Option<ParameterDraw>],
        choices: &'a [Option<Choice>],
    ) -> Designs<'a> {
        Designs {
            plan: &self.plan,
            space: &self.space,
            parameter_draws,
            choices,
            seed: self.fresh_seed(),
        }
    }
}

impl Study for FrontierSearch {
    type Answer = Frontier;

    fn question(&self) -> Result<Question, OutputError> {
        let plan = &self.plan;
        let factors = plan.factors.iter();
        let settings = plan.scenario.settings.iter();
        let asked = Asked {
            factors: factors
                .map(|factor| (factor.key.as_str(), &factor.values))
                .collect(),
            measures: &plan.measures,
            objectives: &plan.objectives,
            limits: &plan.limits,
            search: plan.search,
            confirmed: plan.confirmation.designs,
            written: settings
                .filter(|(_, setting)| setting.origin != Origin::Register)
                .map(|(key, _)| key.as_str())
                .collect(),
        };
        let asked = serde_json::to_string(&asked)
            .map_err(|error| OutputError::foreign(&plan.path, error.to_string()))?;
        Ok(Question {
            name: format!("frontier-{}", plan.name),
            identity: format!("{}# frontier {asked}\n", identity(&plan.scenario)?),
            seed: plan.seed,
        })
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<Frontier, Incomplete> {
        let findings = self.search(runs)?;
        let samples = self.confirm(&findings, runs)?;
        let drawn = self.draw(&findings, runs)?;
        Ok(Frontier::of(&self.plan, findings, &samples, &drawn))
    }
}

fn choices(findings: &Findings) -> Vec<Option<Choice>> {
    let choice = |index: &usize| findings.designs[*index].choice.clone();
    findings.chosen.iter().map(choice).collect()
}
