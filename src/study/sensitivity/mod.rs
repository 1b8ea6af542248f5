//! Sensitivity: which parameters the results of a scenario depend on, over the plausible ranges of the register.
//!
//! An analysis is a sweep ([`super::sweep`]) over Morris trajectories or Saltelli points, with all it has: one journal,
//! common random numbers, failures that lose only themselves, equal bits on any number of threads. All points face the need
//! of the scenario as it stands.

mod error;
mod figures;
pub(crate) mod report;
mod reportable;
mod tables;
#[cfg(test)]
mod tests;
mod words;

pub use error::SensitivityError;

use crate::output::OutputError;
use crate::scenario::{CONFIGURATIONS_MAX, Design, FactorGroup, Plan};
use crate::statistics::{
    ElementaryEffects, Moments, SaltelliPlan, SensitivityIndices, effect_noise, elementary_effects, varies,
};
use crate::study::points::PlannedPoints;
use crate::study::sweep::Results;
use crate::study::{Failed, Incomplete, Question, Runs, Study};

/// Resamples for the intervals of Sobol' indices.
const RESAMPLES: usize = 999;

/// How parameters are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Morris screening, with so many trajectories.
    Morris {
        /// Number of trajectories, at least two.
        trajectories: usize,
    },
    /// Sobol' indices, with so many rows.
    Sobol {
        /// Number of rows, at least two; a power of two keeps the points balanced.
        rows: usize,
    },
}

impl Method {
    /// Number of points for so many factors or groups.
    #[must_use]
    pub const fn points(self, groups: usize) -> usize {
        match self {
            Self::Morris { trajectories } => trajectories.saturating_mul(groups + 1),
            Self::Sobol { rows } => rows.saturating_mul(groups + 2),
        }
    }

    /// Lays the points of a plan out; a screening moves every factor of a group for itself.
    ///
    /// # Errors
    /// When an interval or the noise could not be told, or there are too many points.
    pub fn lay_out(self, plan: &mut Plan, groups: &[FactorGroup]) -> Result<(), SensitivityError> {
        if plan.replications < 2 {
            return Err(SensitivityError::OneReplication);
        }
        let (count, things) = match self {
            Self::Morris { trajectories } => (trajectories, plan.factors.len()),
            Self::Sobol { rows } => (rows, groups.len()),
        };
        if count < 2 {
            return Err(match self {
                Self::Morris { .. } => SensitivityError::OneTrajectory,
                Self::Sobol { .. } => SensitivityError::OneRow,
            });
        }
        if self.points(things) > CONFIGURATIONS_MAX {
            return Err(SensitivityError::TooManyPoints(self.points(things)));
        }
        plan.design = match self {
            Self::Morris { trajectories } => Design::Morris {
                trajectories,
                seed: plan.seed,
            },
            Self::Sobol { rows } => {
                let mut group_of = vec![0; plan.factors.len()];
                for (index, group) in groups.iter().enumerate() {
                    for factor in &group.factors {
                        group_of[*factor] = index;
                    }
                }
                Design::Saltelli {
                    rows,
                    groups: group_of,
                }
            }
        };
        Ok(())
    }
}

/// A sensitivity analysis.
#[derive(Debug)]
pub struct Sensitivity {
    /// The plan at its points.
    pub planned: PlannedPoints,
    /// What varies together.
    pub groups: Vec<FactorGroup>,
}

/// What came of an analysis.
#[derive(Clone, Debug)]
pub struct SensitivityAnswer {
    /// What each measure depends on.
    pub analysis: Analysis,
    /// The means by point.
    points: Results,
    /// Runs that failed.
    pub failed: Vec<Failed>,
}

impl Study for Sensitivity {
    type Answer = SensitivityAnswer;

    fn question(&self) -> Result<Question, OutputError> {
        self.planned.question()
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<SensitivityAnswer, Incomplete> {
        Ok(SensitivityAnswer {
            failed: self.planned.reach(runs)?,
            analysis: Analysis::of(&self.planned, runs, self.groups.clone())?,
            points: Results::of_points(&self.planned, runs)?,
        })
    }
}

/// What the runs say about one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// Mean over all points with a value.
    pub mean: f64,
    /// Standard deviation over these points.
    pub deviation: f64,
    /// Number of points where every replication has a value.
    pub points: usize,
    /// What it depends on.
    pub dependence: Dependence,
}

/// What a measure depends on.
#[derive(Clone, Debug, PartialEq)]
pub enum Dependence {
    /// From a screening: the most important factor first.
    Effects(Vec<Effect>),
    /// From Sobol' indices: the group with the largest total index first.
    Shares {
        /// The groups.
        shares: Vec<VarianceShare>,
        /// Share of the variance that is replication noise.
        noise: f64,
    },
}

/// The elementary effects of a factor on a measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Position of the factor.
    pub factor: usize,
    /// Its effects, in the unit of the measure for the whole range of the factor.
    pub effects: ElementaryEffects,
    /// Standard error of μ* from replications alone.
    pub error: f64,
    /// μ* that a factor without effect would have from noise.
    pub floor: f64,
}

impl Effect {
    /// Whether it stands out from noise: μ* lies above the floor by more than two standard errors.
    #[must_use]
    pub fn is_seen(&self) -> bool {
        self.effects.mean_absolute > self.floor + 2.0 * self.error
    }
}

/// The share of a group in the variance of a measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceShare {
    /// Position of the group.
    pub group: usize,
    /// Its indices.
    pub indices: SensitivityIndices,
}

/// An analysis of every measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// What varies, by position.
    pub groups: Vec<FactorGroup>,
    /// By measure.
    pub findings: Vec<Findings>,
}

impl Analysis {
    /// Reads all runs over Morris or Saltelli points. A point one of whose replications has no value has none.
    fn of(planned: &PlannedPoints, runs: &dyn Runs, groups: Vec<FactorGroup>) -> Result<Self, OutputError> {
        let values = planned.values(runs)?.into_iter();
        Ok(Self {
            groups,
            findings: values.map(|values| findings(planned, &values)).collect(),
        })
    }

    /// The factors that matter most for one measure of a screening, at most so many.
    #[must_use]
    pub fn top(&self, measure: usize, count: usize) -> Vec<usize> {
        match &self.findings[measure].dependence {
            Dependence::Effects(effects) => effects.iter().take(count).map(|effect| effect.factor).collect(),
            Dependence::Shares { .. } => Vec::new(),
        }
    }
}

fn findings(planned: &PlannedPoints, values: &[Vec<f64>]) -> Findings {
    let means: Vec<f64> = values
        .iter()
        .map(|values| values.iter().sum::<f64>() / values.len() as f64)
        .collect();
    let moments: Moments = means.iter().copied().filter(|mean| mean.is_finite()).collect();
    let seed = planned.plan.seed;
    let dependence = if let Design::Saltelli { rows, groups } = &planned.plan.design {
        let plan = SaltelliPlan::grouped(groups, *rows).expect("the plan was laid out over these points");
        shares(&plan, values, &means, seed)
    } else {
        let points = planned.points.cube().expect("a screening has points in a cube");
        effects(points, values, &means, seed)
    };
    Findings {
        mean: moments.mean(),
        deviation: if varies(&means) {
            moments.standard_deviation()
        } else {
            0.0
        },
        points: moments.count(),
        dependence,
    }
}

fn effects(points: &[Vec<f64>], values: &[Vec<f64>], means: &[f64], seed: u64) -> Dependence {
    let noise = effect_noise(points, values);
    let mut effects: Vec<Effect> = elementary_effects(points, means, seed)
        .into_iter()
        .zip(noise)
        .enumerate()
        .map(|(factor, (effects, noise))| Effect {
            factor,
            effects,
            error: noise.error,
            floor: noise.floor,
        })
        .collect();
    effects.sort_by(|one, other| falling(one.effects.mean_absolute, other.effects.mean_absolute));
    Dependence::Effects(effects)
}

fn shares(plan: &SaltelliPlan, values: &[Vec<f64>], means: &[f64], seed: u64) -> Dependence {
    let mut shares: Vec<VarianceShare> = plan
        .analyse(means, RESAMPLES, seed)
        .into_iter()
        .enumerate()
        .map(|(group, indices)| VarianceShare { group, indices })
        .collect();
    shares.sort_by(|one, other| falling(one.indices.total, other.indices.total));
    Dependence::Shares {
        shares,
        noise: plan.noise_share(values),
    }
}

/// The larger first; what is missing last.
fn falling(one: f64, other: f64) -> std::cmp::Ordering {
    let last = |value: f64| if value.is_nan() { f64::NEG_INFINITY } else { value };
    last(other).total_cmp(&last(one))
}
