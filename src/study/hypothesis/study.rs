//! A test of hypotheses as a study: when each has replications enough, and whether its verdict holds under draws.

use super::societies::{DrawnArms, HypothesisArms, variants};
use super::{
    DRAW_REPLICATIONS_MAX, DrawVerdict, Estimate, LEVEL, Reach, Samples, Tested, Verdict, VerdictRobustness,
};
use super::{conclude, judge};
use crate::output::OutputError;
use crate::scenario::hypothesis::{Hypothesis, SampleSize};
use crate::scenario::{HypothesisPlan, ScenarioError, TESTED_MAX};
use crate::statistics::ThresholdError;
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
/// A sequential test stops when its verdict is clear whatever the others show: below the level divided by their number. The
/// looks fall after fixed numbers of replications, so an interrupted test stops at the same one.
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
            for index in open {
                let samples = self.arms[index].samples(runs, looks[index])?;
                let estimate = self.judged(index, &samples)?;
                let most = self.efforts[index].most();
                if is_clear(&estimate, self.hypotheses.len()) || looks[index] == most {
                    found[index] = Some((samples, estimate));
                } else {
                    looks[index] = (looks[index] + ROUND).min(most);
                }
            }
        }
    }

    fn judged(&self, index: usize, samples: &Samples) -> Result<Estimate, Incomplete> {
        let hypothesis = &self.hypotheses[index];
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

/// Whether a verdict can be given whatever the other hypotheses of a family show.
fn is_clear(estimate: &Estimate, family: usize) -> bool {
    let strict = LEVEL / family as f64;
    estimate.rejection_p <= strict && estimate.reach != Reach::Claimed
        || estimate.claim_p <= strict && estimate.reach != Reach::Short
}
