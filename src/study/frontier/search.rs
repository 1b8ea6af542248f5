//! The search itself: which designs are looked at, and which of them no other beats.

use std::collections::BTreeMap;

use super::runs::{ParameterDraw, Societies};
use super::{Choice, FrontierError, Space};
use crate::experiment::{Threads, Watch};
use crate::scenario::FrontierPlan;
use crate::statistics::{Evaluation, Moments, SearchSettings, crowding_distances, search_front};
use crate::study::stage_runs::StageRuns;

/// A design that was looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Searched {
    /// What it chooses; `None` for the baseline.
    pub choice: Option<Choice>,
    /// The generation in which it came up, from 0.
    pub generation: u32,
    /// Mean of each measure over the replications of the search.
    pub means: Vec<f64>,
    /// How it stands against objectives and limits.
    pub evaluation: Evaluation,
    /// Why it cannot be run, where it cannot.
    pub failure: Option<String>,
}

/// Means of the finite values, measure by measure.
pub(super) fn means(samples: &[Vec<f64>]) -> Vec<f64> {
    let mean = |sample: &Vec<f64>| {
        let finite: Moments = sample.iter().copied().filter(|value| value.is_finite()).collect();
        if finite.count() == 0 {
            f64::NAN
        } else {
            finite.mean()
        }
    };
    samples.iter().map(mean).collect()
}

/// How means stand against the objectives and limits of a plan.
pub(super) fn evaluate(plan: &FrontierPlan, means: &[f64]) -> Evaluation {
    Evaluation {
        objectives: plan
            .objectives
            .iter()
            .map(|objective| objective.direction.loss(means[objective.measure]))
            .collect(),
        violation: plan
            .limits
            .iter()
            .map(|limit| limit.excess(means[limit.measure]))
            .sum(),
    }
}

/// Looks at designs one generation after the other, each design once.
pub(super) struct Search<'a> {
    pub(super) plan: &'a FrontierPlan,
    pub(super) space: &'a Space,
    pub(super) journal: &'a mut StageRuns,
    pub(super) threads: &'a Threads,
    pub(super) watch: &'a dyn Watch,
}

impl Search<'_> {
    /// All designs that were looked at, the baseline first, in the order in which they came up.
    ///
    /// All there are, when these are no more than a search would look at; else those of NSGA-II.
    pub(super) fn run(&mut self, everything: Option<Vec<Choice>>) -> Result<Vec<Searched>, FrontierError> {
        let mut found = vec![self.blank(None, 0)];
        let mut known: BTreeMap<Choice, usize> = BTreeMap::new();
        self.assess(&mut found, 0)?;
        if let Some(all) = everything {
            found.extend(all.into_iter().map(|choice| self.blank(Some(choice), 0)));
            self.assess(&mut found, 1)?;
            return Ok(found);
        }
        let settings = self.plan.search;
        let mut generation = 0;
        search_front(
            &self.space.genes(),
            SearchSettings {
                population: settings.designs,
                generations: settings.generations,
                seed: settings.seed,
            },
            |genomes| -> Result<Vec<Evaluation>, FrontierError> {
                let choices: Vec<Choice> = genomes.iter().map(|genome| Space::choice(genome)).collect();
                let first_new = found.len();
                for choice in &choices {
                    if !known.contains_key(choice) {
                        known.insert(choice.clone(), found.len());
                        found.push(self.blank(Some(choice.clone()), generation));
                    }
                }
                self.assess(&mut found, first_new)?;
                generation += 1;
                Ok(choices
                    .iter()
                    .map(|choice| found[known[choice]].evaluation.clone())
                    .collect())
            },
        )?;
        Ok(found)
    }

    fn blank(&self, choice: Option<Choice>, generation: u32) -> Searched {
        let means = vec![f64::NAN; self.plan.measures.len()];
        Searched {
            choice,
            generation,
            evaluation: evaluate(self.plan, &means),
            means,
            failure: None,
        }
    }

    /// Runs the designs from one on.
    fn assess(&mut self, found: &mut [Searched], first: usize) -> Result<(), FrontierError> {
        let replications = self.plan.search.replications;
        let designs: Vec<Option<Choice>> = found.iter().map(|design| design.choice.clone()).collect();
        let societies = Societies {
            plan: self.plan,
            space: self.space,
            parameter_draws: &[Some(ParameterDraw::of(self.plan))],
            designs: &designs,
            seed: self.plan.seed,
        };
        let mut failures = self.journal.reach(
            &societies,
            first as u32..found.len() as u32,
            replications,
            (self.threads, self.watch),
        )?;
        for (index, design) in found.iter_mut().enumerate().skip(first) {
            let index = index as u32;
            design.means = means(&self.journal.samples(index, replications)?);
            design.failure = failures.remove(&index);
            if design.failure.is_some() {
                design.means.fill(f64::NAN);
            }
            design.evaluation = evaluate(self.plan, &design.means);
        }
        Ok(())
    }
}

/// Positions of the designs that keep to the limits and that no other design beats; the baseline is none.
pub(super) fn front(found: &[Searched]) -> Vec<usize> {
    let mut front: Vec<usize> = Vec::new();
    for (index, design) in found.iter().enumerate().skip(1) {
        let evaluation = &design.evaluation;
        let dominated = |other: &usize| found[*other].evaluation.dominates(evaluation);
        if evaluation.effective_violation() > 0.0 || front.iter().any(dominated) {
            continue;
        }
        front.retain(|other| !evaluation.dominates(&found[*other].evaluation));
        front.push(index);
    }
    front
}

/// At most so many designs of a front, spread over it: the one with least room goes, again and again.
pub(super) fn spread(found: &[Searched], mut front: Vec<usize>, most: usize) -> Vec<usize> {
    let evaluations: Vec<Evaluation> = found.iter().map(|design| design.evaluation.clone()).collect();
    while front.len() > most {
        let rooms = crowding_distances(&evaluations, &front);
        // Of equals the later goes.
        let (place, _) = rooms
            .iter()
            .enumerate()
            .rev()
            .min_by(|(_, one), (_, other)| one.total_cmp(other))
            .expect("a front that is too long is not empty");
        front.remove(place);
    }
    front
}
