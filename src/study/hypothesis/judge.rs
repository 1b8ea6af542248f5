//! From numbers to an estimate with its p-values, kind by kind.

use super::Samples;
use crate::scenario::hypothesis::{Direction, Hypothesis, Question, Rejection, SampleSize, Side};
use crate::statistics::{
    Alternative, CONFIDENCE, Interval, Moments, Monitor, PlausibleRatios, Ratio, Smooth, TTest, Threshold,
    ThresholdError, anytime_interval, difference, noticeable, varies,
};
use crate::words::{Words, words};

use super::LEVEL;

/// Standardised effect at which the sequential test is most economical; see [`crate::statistics::evidence`].
const EFFECT_SCALE: f64 = 1.0;
/// Changes of sign from which the p-value of a threshold is taken.
const CHANGES_OF_SIGN: usize = 4_999;
/// What is said where runs that tie in every replication leave nothing to test.
const NOTHING_DIFFERS: Words = words!("the arms never differ: nothing was tested");
/// The same where they differ, and by the same each time.
const ALL_DIFFER_ALIKE: Words = words!(
    "the arms differ by the same in every replication: no chance is seen that it could be tested against"
);
/// The same of one step of an ordering, whose other steps were tested.
const STEP_UNTESTED: Words =
    words!("two neighbouring arms never differ, or always by the same: their step was not tested");

/// What the arms show of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The effect, share, ratio, or change of slope; of an ordering, the step that does least for the claim.
    pub effect: f64,
    /// Its 95 % interval, not corrected for the number of hypotheses; valid at every stop when sequential. Infinite
    /// ends where a ratio has none.
    pub interval: Interval,
    /// p-value against the claim being false; `NaN` where it was not tested.
    pub claim_p: f64,
    /// p-value against the effect being as large as would matter, or, where the file says so, on the right side; `NaN`
    /// where it was not tested.
    pub rejection_p: f64,
    /// Where the effect lies.
    pub reach: Reach,
    /// Replications in which every arm has a value.
    pub complete: usize,
    /// What a reader of the verdict should know.
    pub note: Option<Words>,
}

/// Whether an effect is as large as would matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// At least as large as the smallest effect of interest, in the direction of the claim.
    Enough,
    /// Smaller, so that the claim cannot be supported by it.
    Short,
    /// The claim is that it is small, and it is, so that the claim cannot be rejected by it.
    Claimed,
}

impl Estimate {
    /// The estimate, without p-values where there is a reason for that.
    fn unless(self, untested: Option<Words>) -> Self {
        match untested {
            None => self,
            note => Self {
                claim_p: f64::NAN,
                rejection_p: f64::NAN,
                note,
                ..self
            },
        }
    }
}

impl Reach {
    fn at_least(effect: f64, smallest: f64) -> Self {
        if effect >= smallest {
            Self::Enough
        } else {
            Self::Short
        }
    }
}

/// Judges a hypothesis by its samples; `seed` is that of the resampling behind a threshold.
///
/// # Errors
/// When a threshold cannot be looked for.
pub fn judge(hypothesis: &Hypothesis, samples: &Samples, seed: u64) -> Result<Estimate, ThresholdError> {
    let judge = Judge {
        smallest: hypothesis.smallest_effect,
        rejection: hypothesis.rejection,
        sequential: matches!(hypothesis.effort, SampleSize::Sequential(_)),
    };
    let arms = &samples.values;
    Ok(match &hypothesis.question {
        Question::Difference { direction } | Question::Cycle { direction, .. } => {
            judge.contrast(&contrast(arms, &[-1.0, 1.0]), *direction)
        }
        Question::Interaction { direction } => {
            judge.contrast(&contrast(arms, &[1.0, -1.0, -1.0, 1.0]), *direction)
        }
        Question::Equivalence => judge.equivalence(&contrast(arms, &[-1.0, 1.0])),
        Question::Mediation { direction, bound } => {
            let whole = contrast(arms, &[-1.0, 1.0, 0.0, 0.0]);
            let through = contrast(arms, &[-1.0, 1.0, 1.0, -1.0]);
            judge.ratio([&through, &whole], *direction, *bound)
        }
        Question::Ratio {
            direction,
            bound,
            numerator,
            denominator,
            ..
        } => {
            let above = contrast(arms, numerator);
            let below = contrast(&samples.denominators, denominator);
            judge.ratio([&above, &below], *direction, *bound)
        }
        Question::Ordering { direction } => judge.ordering(arms, *direction),
        Question::Threshold { direction, levels } => judge.threshold(levels, arms, *direction, seed)?,
    })
}

/// Why differences cannot be tested: a change without effect in the model ties in every replication, and one that adds
/// the same each time meets no chance. Without spread any claim about their size would be certain.
fn untested(differences: &[f64]) -> Option<Words> {
    let mut finite = differences.iter().filter(|value| value.is_finite());
    let first = finite.next()?;
    if *first == 0.0 && finite.all(|value| *value == 0.0) {
        Some(NOTHING_DIFFERS)
    } else if finite_count(differences) > 1 && !varies(differences) {
        Some(ALL_DIFFER_ALIKE)
    } else {
        None
    }
}

fn finite_count(values: &[f64]) -> usize {
    values.iter().filter(|value| value.is_finite()).count()
}

/// A weighted sum of the arms, replication by replication; 0 where it is no more than rounding.
fn contrast(arms: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let replications = arms.first().map_or(0, Vec::len);
    (0..replications)
        .map(|replication| {
            let terms = arms
                .iter()
                .zip(weights)
                // An arm without weight has no say, even where it has no value.
                .filter(|(_, weight)| **weight != 0.0)
                .map(|(arm, weight)| weight * arm[replication]);
            let largest = terms.clone().map(f64::abs).fold(0.0, f64::max);
            noticeable(terms.sum(), largest)
        })
        .collect()
}

fn finite(values: &[f64]) -> Moments {
    values.iter().copied().filter(|value| value.is_finite()).collect()
}

const fn beyond(side: Side) -> Alternative {
    match side {
        Side::Greater => Alternative::Greater,
        Side::Less => Alternative::Less,
    }
}

struct Judge {
    smallest: f64,
    rejection: Rejection,
    sequential: bool,
}

impl Judge {
    /// p-value of a mean, at a fixed number of replications or at any stop.
    fn p(&self, values: &[f64], null: f64, alternative: Alternative) -> f64 {
        if !self.sequential {
            return TTest::of(&finite(values), null, alternative).p_value;
        }
        let mut monitor = Monitor::new(null, alternative, EFFECT_SCALE);
        for value in values {
            monitor.push(*value);
        }
        monitor.p_value()
    }

    fn interval(&self, sample: &Moments) -> Interval {
        if self.sequential {
            anytime_interval(sample, CONFIDENCE, EFFECT_SCALE)
        } else {
            Interval::around(sample.mean(), sample.half_width(CONFIDENCE))
        }
    }

    /// p-value of the mean being shown to lie within ± the smallest effect of interest: two one-sided tests.
    fn p_within(&self, values: &[f64]) -> f64 {
        let above = self.p(values, -self.smallest, Alternative::Greater);
        let below = self.p(values, self.smallest, Alternative::Less);
        above.max(below)
    }

    /// Where the effect must be shown not to reach, from the bound, for the claim to be rejected.
    const fn margin(&self) -> f64 {
        match self.rejection {
            Rejection::TooSmall => self.smallest,
            Rejection::Opposite => 0.0,
        }
    }

    fn contrast(&self, values: &[f64], direction: Direction) -> Estimate {
        let sample = finite(values);
        let (claim_p, rejection_p, size) = match direction {
            Direction::To(side) => (
                self.p(values, 0.0, beyond(side)),
                self.p(values, side.sign() * self.margin(), beyond(side.opposite())),
                side.sign() * sample.mean(),
            ),
            Direction::Either => (
                self.p(values, 0.0, Alternative::TwoSided),
                self.p_within(values),
                sample.mean().abs(),
            ),
        };
        Estimate {
            effect: sample.mean(),
            interval: self.interval(&sample),
            claim_p,
            rejection_p,
            reach: Reach::at_least(size, self.smallest),
            complete: sample.count(),
            note: None,
        }
        .unless(untested(values))
    }

    fn equivalence(&self, values: &[f64]) -> Estimate {
        let sample = finite(values);
        let above = self.p(values, self.smallest, Alternative::Greater);
        let below = self.p(values, -self.smallest, Alternative::Less);
        Estimate {
            effect: sample.mean(),
            interval: self.interval(&sample),
            claim_p: self.p_within(values),
            // Either side would do, so the smaller p-value pays for two looks.
            rejection_p: (2.0 * above.min(below)).min(1.0),
            reach: if sample.mean().abs() < self.smallest {
                Reach::Claimed
            } else {
                Reach::Short
            },
            complete: sample.count(),
            note: None,
        }
        .unless(untested(values))
    }

    fn ratio(&self, effects: [&[f64]; 2], side: Side, bound: f64) -> Estimate {
        let ratio = Ratio::of(effects[0], effects[1]);
        let interval = match ratio.plausible(CONFIDENCE) {
            PlausibleRatios::Between { low, high } => Interval { low, high },
            PlausibleRatios::Outside { .. } | PlausibleRatios::Any => Interval {
                low: f64::NEG_INFINITY,
                high: f64::INFINITY,
            },
        };
        let whole = TTest::of(&ratio.denominator, 0.0, Alternative::TwoSided).p_value;
        let known = whole <= LEVEL;
        Estimate {
            effect: ratio.value(),
            interval,
            claim_p: ratio.p_value(bound, beyond(side)),
            rejection_p: ratio.p_value(bound + side.sign() * self.margin(), beyond(side.opposite())),
            reach: Reach::at_least(side.sign() * (ratio.value() - bound), self.smallest),
            complete: ratio.denominator.count(),
            note: (!known).then_some(words!(
                "the effect below the line cannot be told from 0, so the ratio has no firm value"
            )),
        }
        // A quotient of two effects is tested by how they spread about each other, so only those that are not there matter.
        .unless(
            effects
                .into_iter()
                .find_map(untested)
                .filter(|note| *note == NOTHING_DIFFERS),
        )
    }

    fn ordering(&self, arms: &[Vec<f64>], side: Side) -> Estimate {
        let whole: Vec<usize> = (0..arms[0].len())
            .filter(|&replication| arms.iter().all(|arm| arm[replication].is_finite()))
            .collect();
        let steps: Vec<Vec<f64>> = arms
            .windows(2)
            .map(|pair| {
                whole
                    .iter()
                    .map(|&replication| difference(pair[0][replication], pair[1][replication]))
                    .collect()
            })
            .collect();
        // All steps must be found, so each is tested at the full level (Berger 1982, see `statistics::Ordering`).
        let tested: Vec<&Vec<f64>> = steps.iter().filter(|step| untested(step).is_none()).collect();
        let all_tested = tested.len() == steps.len();
        let claim_p = tested
            .iter()
            .map(|step| self.p(step, 0.0, beyond(side)))
            .fold(0.0, f64::max);
        // One step that falls short is enough, so the smallest p-value pays for all looks.
        let shortest = tested
            .iter()
            .map(|step| self.p(step, side.sign() * self.margin(), beyond(side.opposite())))
            .fold(f64::INFINITY, f64::min);
        let weakest = steps
            .iter()
            .map(|step| finite(step))
            .min_by(|one, other| (side.sign() * one.mean()).total_cmp(&(side.sign() * other.mean())))
            .expect("two arms make a step");
        Estimate {
            effect: weakest.mean(),
            interval: self.interval(&weakest),
            claim_p: if whole.len() < 2 || !all_tested {
                f64::NAN
            } else {
                claim_p
            },
            rejection_p: if whole.len() < 2 {
                f64::NAN
            } else {
                (steps.len() as f64 * shortest).min(1.0)
            },
            reach: Reach::at_least(side.sign() * weakest.mean(), self.smallest),
            complete: whole.len(),
            note: (!all_tested).then_some(STEP_UNTESTED),
        }
        .unless(
            steps
                .iter()
                .find_map(|step| untested(step))
                .filter(|_| tested.is_empty()),
        )
    }

    fn threshold(
        &self,
        levels: &[f64],
        arms: &[Vec<f64>],
        direction: Option<Side>,
        seed: u64,
    ) -> Result<Estimate, ThresholdError> {
        let rows: Vec<Vec<f64>> = (0..arms[0].len())
            .map(|replication| arms.iter().map(|arm| arm[replication]).collect())
            .collect();
        let mut whole = rows
            .iter()
            .filter(|row| row.iter().all(|value| value.is_finite()));
        let found = Threshold::of(levels, &rows, Smooth::Parabola, CHANGES_OF_SIGN, seed)?;
        let slopes = &found.slope_changes;
        let test = |null, alternative| TTest::of(slopes, null, alternative).p_value;
        let small = test(-self.smallest, Alternative::Greater).max(test(self.smallest, Alternative::Less));
        let (claim_p, rejection_p, reach) = match direction {
            Some(side) => (
                // Bending the other way is no evidence for the claim.
                if side.sign() * found.slope_change > 0.0 {
                    found.p_value
                } else {
                    1.0
                },
                test(side.sign() * self.smallest, beyond(side.opposite())),
                Reach::at_least(side.sign() * found.slope_change, self.smallest),
            ),
            None => (
                small,
                found.p_value,
                if found.slope_change.abs() < self.smallest {
                    Reach::Claimed
                } else {
                    Reach::Short
                },
            ),
        };
        Ok(Estimate {
            effect: found.slope_change,
            interval: found.slope_change_interval,
            claim_p,
            rejection_p,
            reach,
            complete: found.seeds,
            note: None,
        }
        .unless((found.seeds > 0 && whole.all(|row| !varies(row))).then_some(NOTHING_DIFFERS)))
    }
}
