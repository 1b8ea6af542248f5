//! A test of hypotheses as a study: when each has replications enough, and whether its verdict holds under draws.

use super::judge::look;
use super::societies::{DrawnArms, HypothesisArms, variants};
use super::{DRAW_REPLICATIONS_MAX, DrawVerdict, Estimate, Samples, Tested, Verdict, VerdictRobustness};
use super::{conclude, judge};
use crate::output::OutputError;
use crate::scenario::hypothesis::{Hypothesis, SampleSize};
use crate::scenario::{HypothesisPlan, ScenarioError, TESTED_MAX};
use crate::statistics::{ThresholdError, holm_of_family};
use crate::study::arms::identity_of;
use crate::study::points::{Points, PointsError};
use crate::study::{Batch, Incomplete, Question, Runs, Study, Variant};
use crate::words::say;

/// Replications between two looks of a sequential test.
pub const ROUND: u32 = 20;

/// A hypothesis that cannot be judged: there are too few complete replications for a threshold.
#[derive(Debug, thiserror::Error)]
#[error("{id}: {error}")]
pub struct NoThreshold {
    /// The hypothesis.
    id: String,
    /// What is missing.
    error: ThresholdError,
}

/// The points at which a hypothesis is tested, in the order of the hypotheses.
#[derive(Debug)]
pub struct TestedPoints {
    /// The plan.
    pub plan: HypothesisPlan,
    /// Its points.
    pub points: Points,
}

/// Why a hypothesis cannot be tested at the points of a plan.
#[derive(Debug, thiserror::Error)]
pub enum TestedPointsError {
    /// There are no such points.
    #[error(transparent)]
    Points(#[from] PointsError),
    /// There are too many.
    #[error(
        "{}",
        say!(
            "a hypothesis is tested at {TESTED_MAX} points at most, and these are {0}\nhint: take fewer levels or points",
            .0
        )
    )]
    TooMany(usize),
    /// It cannot be at one of them.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
}

/// Hypotheses that are tested together: their p-values are corrected over all of them.
///
/// A sequential test stops when its verdict is clear whatever the others come to, by Holm's correction over all of them with the
/// p-values that there are: they only fall, and so do the corrected ones. The looks fall after fixed numbers of replications, so
/// an interrupted test stops at the same one.
#[derive(Debug)]
pub struct HypothesisTest {
    /// Short name of the test.
    name: String,
    /// The hypotheses.
    pub hypotheses: Vec<Hypothesis>,
    /// Seed of all draws.
    pub seed: u64,
    /// Draws of the parameters over which the verdicts are repeated.
    pub draws: u32,
    /// The points at which one hypothesis is tested, where it is one at many.
    pub points: Option<TestedPoints>,
    /// How many replications each gets.
    efforts: Vec<SampleSize>,
    arms: Vec<HypothesisArms>,
}

impl HypothesisTest {
    /// Tests hypotheses; `replications` takes the place of the number in their files.
    #[must_use]
    pub fn of(
        name: String,
        hypotheses: Vec<Hypothesis>,
        seed: u64,
        replications: Option<u32>,
        draws: u32,
    ) -> Self {
        let effort = |hypothesis: &Hypothesis| match (hypothesis.effort, replications) {
            (effort, None) => effort,
            (SampleSize::Fixed(_), Some(number)) => SampleSize::Fixed(number),
            (SampleSize::Sequential(_), Some(number)) => SampleSize::Sequential(number),
        };
        let arms = hypotheses.iter();
        Self {
            efforts: hypotheses.iter().map(effort).collect(),
            arms: arms
                .map(|hypothesis| HypothesisArms::of(hypothesis, seed))
                .collect(),
            name,
            hypotheses,
            seed,
            draws,
            points: None,
        }
    }

    /// Tests the hypothesis of a plan at each of its points; seed and replications take the place of those of the plan.
    ///
    /// # Errors
    /// When there are no such points or too many, or the hypothesis cannot be at one of them.
    pub fn at_points(
        plan: HypothesisPlan,
        seed: Option<u64>,
        replications: Option<u32>,
    ) -> Result<Self, TestedPointsError> {
        let points = Points::of(&plan.factors, &plan.design)?;
        if points.len() > TESTED_MAX {
            return Err(TestedPointsError::TooMany(points.len()));
        }
        let at = |point| plan.at(point, &points.values(point));
        let hypotheses = (0..points.len())
            .map(at)
            .collect::<Result<Vec<_>, ScenarioError>>()?;
        let (seed, replications) = (seed.unwrap_or(plan.seed), replications.or(plan.replications));
        Ok(Self {
            points: Some(TestedPoints { plan, points }),
            ..Self::of(String::new(), hypotheses, seed, replications, 0)
        })
    }

    /// Whether it is known beforehand how many runs it takes.
    pub(super) fn is_known(&self) -> bool {
        self.draws == 0
            && self
                .efforts
                .iter()
                .all(|effort| first_look(*effort) == effort.most())
    }

    /// The command that asks.
    pub(super) const fn command(&self) -> &'static str {
        if self.points.is_some() { "sweep" } else { "test" }
    }

    /// Short name: that of the plan where there is one.
    #[must_use]
    pub fn name(&self) -> &str {
        self.points
            .as_ref()
            .map_or(&self.name, |points| &points.plan.name)
    }

    /// The arms of all hypotheses.
    pub fn variants(&self) -> impl Iterator<Item = Variant> + '_ {
        let hypotheses = self.hypotheses.iter();
        hypotheses.flat_map(|hypothesis| variants(hypothesis, &hypothesis.arms))
    }

    /// Most replications of an arm of a hypothesis.
    #[must_use]
    pub fn replications_most(&self, hypothesis: usize) -> u32 {
        self.efforts[hypothesis].most()
    }

    /// How many replications there are of every arm of a hypothesis so far, and what they show, where they show anything.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn so_far(&self, runs: &dyn Runs, hypothesis: usize) -> Result<(u32, Option<Estimate>), OutputError> {
        let arms = &self.arms[hypothesis];
        let common = arms.common(runs);
        let samples = arms.samples(runs, common)?;
        let estimate = judge(&self.hypotheses[hypothesis], &samples, self.seed).ok();
        Ok((common, estimate))
    }

    /// What the runs of a hypothesis show once they are enough.
    fn settle(&self, runs: &mut dyn Runs) -> Result<Vec<(Samples, Estimate)>, Incomplete> {
        let mut found: Vec<Option<(Samples, Estimate)>> = self.arms.iter().map(|_| None).collect();
        let mut latest: Vec<Option<Estimate>> = vec![None; found.len()];
        let mut looks: Vec<u32> = self.efforts.iter().map(|effort| first_look(*effort)).collect();
        loop {
            let open: Vec<usize> = (0..found.len()).filter(|&index| found[index].is_none()).collect();
            if open.is_empty() {
                return Ok(found.into_iter().flatten().collect());
            }
            let batches: Vec<Batch<'_>> = open
                .iter()
                .map(|&index| self.arms[index].batch(looks[index]))
                .collect();
            runs.reach(&batches)?;
            let mut seen = Vec::with_capacity(open.len());
            for index in open {
                let samples = self.arms[index].samples(runs, looks[index])?;
                let is_last = looks[index] == self.efforts[index].most();
                latest[index] = Some(self.judged(index, &samples, is_last)?);
                seen.push((index, samples, is_last));
            }
            let clear = are_clear(&latest);
            for (index, samples, is_last) in seen {
                let estimate = if is_last {
                    latest[index].clone()
                } else if clear[index] {
                    Some(self.judged(index, &samples, true)?)
                } else {
                    looks[index] = (looks[index] + ROUND).min(self.efforts[index].most());
                    None
                };
                found[index] = estimate.map(|estimate| (samples, estimate));
            }
        }
    }

    /// What samples show; without intervals where it is only asked whether to stop.
    fn judged(&self, index: usize, samples: &Samples, is_last: bool) -> Result<Estimate, Incomplete> {
        let hypothesis = &self.hypotheses[index];
        let judge = if is_last { judge } else { look };
        judge(hypothesis, samples, self.seed).map_err(|error| {
            let id = hypothesis.id.clone();
            Incomplete::NoAnswer(Box::new(NoThreshold { id, error }))
        })
    }

    /// The verdicts over draws, each with as many replications as the verdict itself, but at most
    /// [`DRAW_REPLICATIONS_MAX`].
    fn robustness(
        &self,
        tested: &[Tested],
        runs: &mut dyn Runs,
    ) -> Result<Vec<VerdictRobustness>, Incomplete> {
        let replications = |tested: &Tested| tested.replications().min(DRAW_REPLICATIONS_MAX);
        let drawn: Vec<DrawnArms<'_>> = self
            .hypotheses
            .iter()
            .zip(&self.arms)
            .map(|(hypothesis, arms)| DrawnArms::of(hypothesis, arms, self.seed))
            .collect();
        let all = drawn.iter().zip(tested);
        let batches: Vec<Batch<'_>> = all
            .map(|(drawn, tested)| drawn.batch(self.draws, replications(tested)))
            .collect();
        runs.reach(&batches)?;
        let of_hypothesis = |(drawn, tested): (&DrawnArms<'_>, &Tested)| {
            let draws = (0..self.draws).map(|draw| {
                let replications = replications(tested);
                let samples = drawn.samples(runs, draw, replications)?;
                let estimate =
                    samples.and_then(|samples| judge(&tested.hypothesis, &samples, self.seed).ok());
                Ok(DrawVerdict {
                    draw,
                    replications,
                    verdict: estimate
                        .as_ref()
                        .map(|found| Verdict::of(found, found.claim_p, found.rejection_p)),
                    effect: estimate
                        .map(|found| found.effect)
                        .filter(|effect| effect.is_finite()),
                })
            });
            let draws = draws.collect::<Result<Vec<_>, Incomplete>>()?;
            Ok(VerdictRobustness { draws })
        };
        drawn.iter().zip(tested).map(of_hypothesis).collect()
    }
}

impl Study for HypothesisTest {
    type Answer = Vec<Tested>;

    fn question(&self) -> Result<Question, OutputError> {
        let identity = self.hypotheses.iter().map(|hypothesis| {
            let arms = identity_of(&variants(hypothesis, &hypothesis.arms))?;
            Ok(format!("# {}\n{}\n{arms}", hypothesis.id, hypothesis.text()))
        });
        Ok(Question {
            name: format!("{}-{}", self.command(), self.name()),
            identity: identity.collect::<Result<_, OutputError>>()?,
            seed: self.seed,
        })
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<Vec<Tested>, Incomplete> {
        let mut tested = conclude(&self.hypotheses, self.settle(runs)?);
        if self.draws > 0 {
            let found = self.robustness(&tested, runs)?;
            for (tested, robustness) in tested.iter_mut().zip(found) {
                tested.robustness = Some(robustness);
            }
        }
        Ok(tested)
    }
}

fn first_look(effort: SampleSize) -> u32 {
    match effort {
        SampleSize::Fixed(number) => number,
        SampleSize::Sequential(most) => ROUND.min(most),
    }
}

/// Which verdicts can be given whatever the others come to: those that stand with the p-values of the latest looks, a hypothesis that has
/// had none counting as 1.
fn are_clear(latest: &[Option<Estimate>]) -> Vec<bool> {
    let corrected = |p: fn(&Estimate) -> f64| {
        let raw: Vec<f64> = latest
            .iter()
            .map(|estimate| estimate.as_ref().map_or(1.0, p))
            .collect();
        holm_of_family(&raw, latest.len())
    };
    let p_values = corrected(|estimate| estimate.claim_p)
        .into_iter()
        .zip(corrected(|estimate| estimate.rejection_p));
    latest
        .iter()
        .zip(p_values)
        .map(|(estimate, (claim, rejection))| {
            let verdict = estimate
                .as_ref()
                .map(|estimate| Verdict::of(estimate, claim, rejection));
            verdict.is_some_and(|verdict| verdict != Verdict::Undecided)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::Interval;
    use crate::study::hypothesis::Reach;

    fn estimate(claim_p: f64, rejection_p: f64) -> Estimate {
        Estimate {
            effect: 1.0,
            interval: Interval { low: 0.0, high: 2.0 },
            claim_p,
            rejection_p,
            reach: Reach::Enough,
            complete: 20,
            note: None,
            sequential: None,
            paths: None,
            bend: None,
        }
    }

    #[test]
    fn a_test_stops_by_the_family_and_stays_stopped() {
        let family = |claims: [f64; 3]| -> Vec<Option<Estimate>> {
            claims.map(|claim| Some(estimate(claim, 1.0))).to_vec()
        };
        // 0.03 alone would wait for a third of the level; with two that are clear it has it all.
        assert_eq!(are_clear(&family([0.03, 0.9, 0.8])), [false; 3]);
        assert_eq!(are_clear(&family([0.03, 0.01, 0.02])), [true; 3]);
        // What was clear stays so whatever the others come to.
        assert_eq!(are_clear(&family([0.016, 0.9, f64::NAN])), [true, false, false]);
        assert_eq!(are_clear(&family([0.016, 0.001, f64::NAN])), [true, true, false]);
        assert_eq!(are_clear(&[Some(estimate(0.02, 1.0)), None]), [true, false]);
        assert_eq!(are_clear(&[Some(estimate(1.0, 0.03)), None]), [false, false]);
    }
}
