//! The search itself: which designs are looked at, and which of them no other beats.

use std::collections::BTreeMap;

use super::societies::{Designs, Numbering, ParameterDraw, judge, judged_under};
use super::{Choice, Space};
use crate::scenario::FrontierPlan;
use crate::statistics::{Evaluation, Moments, SearchSettings, crowding_distances, search_front};
use crate::study::points::own_seed;
use crate::study::{Incomplete, RecordLayout, Runs};

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

/// Name of the journal of its runs.
pub(super) const SEARCH: &str = "search";

/// Looks at designs one generation after the other, each design once.
pub(super) struct Search<'a> {
    plan: &'a FrontierPlan,
    space: &'a Space,
    parameter_draws: Vec<Option<ParameterDraw>>,
    kept: RecordLayout,
}

impl<'a> Search<'a> {
    /// The search of a plan in the space of its designs.
    pub(super) fn of(plan: &'a FrontierPlan, space: &'a Space) -> Self {
        Self {
            plan,
            space,
            parameter_draws: judged_under(plan, own_seed(plan.seed, u32::MAX - 1), plan.search.replications),
            kept: RecordLayout::numbers(SEARCH, plan.measures.len()),
        }
    }

    /// All designs that were looked at, the baseline first, in the order in which they came up.
    ///
    /// All there are, when these are no more than a search would look at; else those of NSGA-II.
    pub(super) fn run(
        &self,
        everything: Option<Vec<Choice>>,
        runs: &mut dyn Runs,
    ) -> Result<Vec<Searched>, Incomplete> {
        let mut found = vec![self.blank(None, 0)];
        let mut known: BTreeMap<Choice, usize> = BTreeMap::new();
        if let Some(all) = everything {
            found.extend(all.into_iter().map(|choice| self.blank(Some(choice), 0)));
            self.assess(&mut found, 0, runs)?;
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
            |genomes| -> Result<Vec<Evaluation>, Incomplete> {
                let choices: Vec<Choice> = genomes.iter().map(|genome| Space::choice(genome)).collect();
                // The baseline is run with the first generation.
                let first_new = if generation == 0 { 0 } else { found.len() };
                for choice in &choices {
                    if !known.contains_key(choice) {
                        known.insert(choice.clone(), found.len());
                        found.push(self.blank(Some(choice.clone()), generation));
                    }
                }
                self.assess(&mut found, first_new, runs)?;
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
    fn assess(&self, found: &mut [Searched], first: usize, runs: &mut dyn Runs) -> Result<(), Incomplete> {
        let choices: Vec<Option<Choice>> = found.iter().map(|design| design.choice.clone()).collect();
        let designs = Designs {
            plan: self.plan,
            space: self.space,
            parameter_draws: &self.parameter_draws,
            choices: &choices,
            seed: self.plan.seed,
        };
        let from = (first, Numbering::ByDesign);
        let judged = judge(&designs, from, self.plan.search.replications, &self.kept, runs)?;
        for (design, (values, failure)) in found[first..].iter_mut().zip(judged) {
            design.means = means(&values);
            design.failure = failure;
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

/// At most so many designs of a front, spread over it: the one with the least crowding distance goes, again and again.
pub(super) fn spread(found: &[Searched], mut front: Vec<usize>, most: usize) -> Vec<usize> {
    let evaluations: Vec<Evaluation> = found.iter().map(|design| design.evaluation.clone()).collect();
    while front.len() > most {
        let distances = crowding_distances(&evaluations, &front);
        // Of equals the later goes.
        let (place, _) = distances
            .iter()
            .enumerate()
            .rev()
            .min_by(|(_, one), (_, other)| one.total_cmp(other))
            .expect("a front that is too long is not empty");
        front.remove(place);
    }
    front
}
