//! What a search, its confirmation and the draws say together.

use super::search::{evaluate, means};
use super::{DrawSamples, Findings, Samples, Searched};
use crate::scenario::{Direction, FrontierPlan};
use crate::statistics::{Evaluation, Paired, Summary, difference};
use crate::study::Failed;

/// A design that was run again.
#[derive(Clone, Debug)]
pub struct FrontierDesign {
    /// Its number: position among the designs that were looked at; 0 is the baseline.
    pub number: usize,
    /// The values of its fresh runs by measure and replication.
    pub samples: Vec<Vec<f64>>,
    /// The same, summarised; `None` for a measure without a value.
    pub summaries: Vec<Option<Summary>>,
    /// The same against the baseline, replication by replication.
    pub differences: Vec<Paired>,
    /// How its fresh means stand against objectives and limits.
    pub evaluation: Evaluation,
    /// Number of a design that beats it in the fresh runs, the baseline included; `None` when there is none.
    pub beaten_by: Option<usize>,
    /// How it fares over draws of the parameters; `None` without draws.
    pub robustness: Option<DesignRobustness>,
}

impl FrontierDesign {
    /// Whether it keeps to the limits in its fresh runs, and no other design beats it.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.keeps_limits() && self.beaten_by.is_none()
    }

    /// Whether it keeps to the limits in its fresh runs.
    #[must_use]
    pub fn keeps_limits(&self) -> bool {
        self.evaluation.effective_violation() <= 0.0
    }

    /// Mean of a measure in the fresh runs; `NaN` without a value.
    #[must_use]
    pub fn mean(&self, measure: usize) -> f64 {
        self.summaries[measure].map_or(f64::NAN, |summary| summary.mean)
    }
}

/// How a design fares over draws of the parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignRobustness {
    /// Share of draws in which it keeps to the limits and no other design that was run again beats it.
    pub unbeaten: f64,
    /// Share of draws in which it keeps to the limits.
    pub within: f64,
    /// The worst mean of each measure, by draw: for an objective by its direction, for a limit towards its bound.
    pub worst: Vec<f64>,
}

/// The result: designs, front, robustness.
#[derive(Clone, Debug)]
pub struct Frontier {
    /// All designs that were looked at, the baseline first.
    pub searched: Vec<Searched>,
    /// Positions of those on the front of the search.
    pub front: Vec<usize>,
    /// Whether all designs there are were looked at.
    pub exhaustive: bool,
    /// Runs of the search that failed.
    pub failed: Vec<Failed>,
    /// The baseline.
    pub baseline: FrontierDesign,
    /// The designs of the front that were run again, by falling fresh mean of the first objective, the best first.
    pub designs: Vec<FrontierDesign>,
    /// Numbers of the draws that could be run with every design.
    pub draws: Vec<u32>,
    /// Means under these draws, by draw, design (the baseline first, then as `designs`) and measure.
    pub drawn: Vec<Vec<Vec<f64>>>,
}

impl Frontier {
    /// Puts together what the three stages of a study found.
    ///
    /// # Panics
    /// When they do not belong together.
    #[must_use]
    pub fn of(plan: &FrontierPlan, findings: Findings, samples: &Samples, draws: &DrawSamples) -> Self {
        let mut designs: Vec<FrontierDesign> = findings
            .chosen
            .iter()
            .zip(samples)
            .map(|(&number, own)| {
                let evaluation = evaluate(plan, &means(own));
                FrontierDesign {
                    number,
                    summaries: own
                        .iter()
                        .map(|sample| Summary::of(sample.iter().copied()))
                        .collect(),
                    differences: samples[0]
                        .iter()
                        .zip(own)
                        .map(|(before, after)| Paired::of(before, after))
                        .collect(),
                    samples: own.clone(),
                    evaluation,
                    beaten_by: None,
                    robustness: None,
                }
            })
            .collect();
        let evaluations: Vec<Evaluation> = designs.iter().map(|design| design.evaluation.clone()).collect();
        for (index, design) in designs.iter_mut().enumerate() {
            design.beaten_by = beater(&evaluations, index).map(|other| findings.chosen[other]);
        }
        let drawn: Vec<Vec<Vec<f64>>> = draws
            .samples
            .iter()
            .map(|samples| samples.iter().map(|own| means(own)).collect())
            .collect();
        if !drawn.is_empty() {
            for (index, design) in designs.iter_mut().enumerate() {
                design.robustness = Some(robustness(plan, &drawn, index));
            }
        }
        // Best first, the baseline apart.
        let mut order: Vec<usize> = (1..designs.len()).collect();
        order.sort_by(|one, other| {
            let losses = |index: usize| evaluations[index].objectives[0];
            losses(*one).total_cmp(&losses(*other)).then(one.cmp(other))
        });
        order.insert(0, 0);
        let mut sorted: Vec<FrontierDesign> = order.iter().map(|index| designs[*index].clone()).collect();
        let baseline = sorted.remove(0);
        Self {
            searched: findings.designs,
            front: findings.front,
            exhaustive: findings.exhaustive,
            failed: findings.failed,
            baseline,
            designs: sorted,
            draws: draws.numbers.clone(),
            drawn: drawn
                .into_iter()
                .map(|draw| order.iter().map(|index| draw[*index].clone()).collect())
                .collect(),
        }
    }

    /// The designs that keep to the limits and stay unbeaten in the fresh runs.
    pub fn held(&self) -> impl Iterator<Item = &FrontierDesign> {
        self.designs.iter().filter(|design| design.holds())
    }

    /// How much better the search made the front look than fresh runs do, in an objective: the mean over the designs
    /// that were run again, positive when fresh runs are worse.
    #[must_use]
    pub fn optimism(&self, objective: usize) -> f64 {
        let sum: f64 = self
            .designs
            .iter()
            .map(|design| {
                let before = self.searched[design.number].evaluation.objectives[objective];
                difference(before, design.evaluation.objectives[objective])
            })
            .sum();
        sum / self.designs.len() as f64
    }

    /// Number of designs that can be run among those that were looked at.
    #[must_use]
    pub fn runnable(&self) -> usize {
        let designs = self.searched.iter().skip(1);
        designs.filter(|design| design.failure.is_none()).count()
    }
}

/// A design that beats another: keeps better to the limits, or is nowhere worse and somewhere better.
fn beater(evaluations: &[Evaluation], index: usize) -> Option<usize> {
    (0..evaluations.len()).find(|&other| evaluations[other].dominates(&evaluations[index]))
}

fn robustness(plan: &FrontierPlan, drawn: &[Vec<Vec<f64>>], index: usize) -> DesignRobustness {
    let (mut unbeaten, mut within) = (0, 0);
    for draw in drawn {
        let evaluations: Vec<Evaluation> = draw.iter().map(|means| evaluate(plan, means)).collect();
        let keeps = evaluations[index].effective_violation() <= 0.0;
        within += usize::from(keeps);
        unbeaten += usize::from(keeps && beater(&evaluations, index).is_none());
    }
    let share = |count: usize| count as f64 / drawn.len() as f64;
    let worst = (0..plan.measures.len())
        .map(|measure| {
            let values = drawn.iter().map(|draw| draw[index][measure]);
            let direction = plan
                .direction_of(measure)
                .unwrap_or_else(|| towards_bound(plan, measure));
            values
                .filter(|value| value.is_finite())
                .max_by(|one, other| direction.loss(*one).total_cmp(&direction.loss(*other)))
                .unwrap_or(f64::NAN)
        })
        .collect();
    DesignRobustness {
        unbeaten: share(unbeaten),
        within: share(within),
        worst,
    }
}

/// The direction of keeping to the limit of a measure that is no objective.
fn towards_bound(plan: &FrontierPlan, measure: usize) -> Direction {
    let limit = plan.limits.iter().find(|limit| limit.measure == measure);
    if limit.is_some_and(|limit| limit.above) {
        Direction::Higher
    } else {
        Direction::Lower
    }
}
