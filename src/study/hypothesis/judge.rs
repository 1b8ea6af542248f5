//! From numbers to an estimate with its p-values, kind by kind.

use super::differences::{Differences, Method, Sequential, Shown, nothing_differs};
use super::note::Note;
use super::paths::PathEffects;
use super::{LEVEL, Samples};
use crate::model::hold::Path;
use crate::scenario::hypothesis::{Direction, Hypothesis, Question, Rejection, Side};
use crate::statistics::{
    Alternative, CONFIDENCE, Interval, PlausibleRatios, Ratio, TTest, Threshold, ThresholdError,
    ThresholdVerdict, difference, noticeable, varies,
};

/// Resamples from which the p-values of a threshold are taken.
const RESAMPLES: usize = 999;
/// No effect is larger, and ten times this is still a number.
const LARGEST: f64 = f64::MAX / 100.0;

/// What the arms show of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The effect, the part of it that goes through paths, a ratio, or change of slope; of an ordering, the step that does least for
    /// the claim.
    pub effect: f64,
    /// Its 95 % interval, not corrected for the number of hypotheses; valid at every stop when sequential. Infinite
    /// ends where a ratio or a median has none, `NaN` where it was not asked for.
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
    pub note: Option<Note>,
    /// What a sequential test rests on.
    pub sequential: Option<Sequential>,
    /// The effects behind a mediation.
    pub paths: Option<PathEffects>,
    /// The bend behind a threshold.
    pub bend: Option<Bend>,
}

/// Where a response bends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bend {
    /// The dose at which it bends most.
    pub knot: f64,
    /// Its 95 % interval.
    pub knot_interval: Interval,
    /// p-value of a bend at one place fitting the response: at 5 % or less it does not.
    pub p_fit: f64,
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
    /// An estimate that rests on nothing else than its p-values.
    const fn plain(
        (effect, interval): (f64, Interval),
        [claim, rejection]: [Shown; 2],
        reach: Reach,
        complete: usize,
    ) -> Self {
        Self {
            effect,
            interval,
            claim_p: claim.p,
            rejection_p: rejection.p,
            reach,
            complete,
            note: None,
            sequential: None,
            paths: None,
            bend: None,
        }
    }

    /// The estimate, without p-values where there is a reason for that.
    fn unless(self, untested: Option<Note>) -> Self {
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

    /// The estimate with a note, where it has none.
    fn noting(self, note: Option<Note>) -> Self {
        Self {
            note: self.note.or(note),
            ..self
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

    fn claimed_below(effect: f64, smallest: f64) -> Self {
        if effect.abs() < smallest {
            Self::Claimed
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
    Judge::of(hypothesis, true).judge(hypothesis, samples, seed)
}

/// The same without intervals, which a test that only asks whether to stop does not need.
///
/// # Errors
/// As [`judge`].
pub(super) fn look(
    hypothesis: &Hypothesis,
    samples: &Samples,
    seed: u64,
) -> Result<Estimate, ThresholdError> {
    Judge::of(hypothesis, false).judge(hypothesis, samples, seed)
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

const fn beyond(side: Side) -> Alternative {
    match side {
        Side::Greater => Alternative::Greater,
        Side::Less => Alternative::Less,
    }
}

struct Judge {
    smallest: f64,
    rejection: Rejection,
    method: Method,
    with_intervals: bool,
}

impl Judge {
    fn of(hypothesis: &Hypothesis, with_intervals: bool) -> Self {
        let smallest = hypothesis.smallest_effect.min(LARGEST);
        Self {
            smallest,
            rejection: hypothesis.rejection,
            method: Method::of(hypothesis, smallest),
            with_intervals,
        }
    }

    fn judge(
        &self,
        hypothesis: &Hypothesis,
        samples: &Samples,
        seed: u64,
    ) -> Result<Estimate, ThresholdError> {
        let arms = &samples.values;
        Ok(match &hypothesis.question {
            Question::Difference { direction } | Question::Cycle { direction, .. } => {
                self.contrast(&contrast(arms, &[-1.0, 1.0]), *direction)
            }
            Question::Interaction { direction } => {
                self.contrast(&contrast(arms, &[1.0, -1.0, -1.0, 1.0]), *direction)
            }
            Question::Equivalence => self.equivalence(&contrast(arms, &[-1.0, 1.0])),
            Question::Mediation {
                direction,
                bound,
                paths,
            } => self.mediation(arms, paths, *direction, *bound),
            Question::Ratio {
                direction,
                bound,
                numerator,
                denominator,
                ..
            } => {
                let above = contrast(arms, numerator);
                let below = contrast(&samples.denominators, denominator);
                // A quotient of two effects is tested by how they spread about each other, so only those that are not there matter.
                self.ratio([&above, &below], *direction, *bound).unless(
                    [&above, &below]
                        .into_iter()
                        .find_map(|effect| nothing_differs(effect)),
                )
            }
            Question::Ordering { direction } => self.ordering(arms, *direction),
            Question::Threshold { direction, levels } => self.threshold(levels, arms, *direction, seed)?,
        })
    }

    /// Where the effect must be shown not to reach, from the bound, for the claim to be rejected.
    const fn margin(&self) -> f64 {
        match self.rejection {
            Rejection::TooSmall => self.smallest,
            Rejection::Opposite => 0.0,
        }
    }

    fn interval(&self, differences: &Differences<'_>) -> Interval {
        if self.with_intervals {
            differences.interval()
        } else {
            Interval {
                low: f64::NAN,
                high: f64::NAN,
            }
        }
    }

    /// The estimate that differences give, with what is shown of the claim and of its rejection.
    fn estimate(&self, differences: &Differences<'_>, shown: [Shown; 2], reach: Reach) -> Estimate {
        let size = (differences.effect(), self.interval(differences));
        Estimate {
            sequential: differences.sequential(shown[0], shown[1]),
            ..Estimate::plain(size, shown, reach, differences.count())
        }
    }

    fn contrast(&self, values: &[f64], direction: Direction) -> Estimate {
        let differences = Differences::of(values, self.method);
        let (shown, size, note) = match direction {
            Direction::To(side) => (
                [
                    differences.shown(0.0, beyond(side)),
                    differences.shown(side.sign() * self.margin(), beyond(side.opposite())),
                ],
                side.sign() * differences.effect(),
                None,
            ),
            Direction::Either => (
                [
                    differences.shown(0.0, Alternative::TwoSided),
                    differences.within(self.smallest),
                ],
                differences.effect().abs(),
                differences.few_for_equivalence(),
            ),
        };
        self.estimate(&differences, shown, Reach::at_least(size, self.smallest))
            .unless(differences.untested())
            .noting(note)
    }

    fn equivalence(&self, values: &[f64]) -> Estimate {
        let differences = Differences::of(values, self.method);
        let outside = [
            differences.shown(self.smallest, Alternative::Greater),
            differences.shown(-self.smallest, Alternative::Less),
        ];
        let shown = [
            differences.within(self.smallest),
            Shown::any(&outside, outside.len()),
        ];
        let reach = Reach::claimed_below(differences.effect(), self.smallest);
        self.estimate(&differences, shown, reach)
            .unless(differences.untested())
            .noting(differences.few_for_equivalence())
    }

    /// Arms in the order of [`Question::Mediation`].
    fn mediation(&self, arms: &[Vec<f64>], paths: &[Path], side: Side, bound: f64) -> Estimate {
        let effect = contrast(&arms[..2], &[-1.0, 1.0]);
        let indirect = contrast(&arms[1..3], &[1.0, -1.0]);
        Estimate {
            paths: self.with_intervals.then(|| PathEffects::of(arms, paths)),
            // Paths that carry nothing are an answer; an effect that is not there has no parts.
            ..self
                .ratio([&indirect, &effect], side, bound)
                .unless(nothing_differs(&effect))
        }
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
        let is_firm = TTest::of(&ratio.denominator, 0.0, Alternative::TwoSided).p_value <= LEVEL;
        let short = bound + side.sign() * self.margin();
        let shown = [
            Shown::by_p(ratio.p_value(bound, beyond(side))),
            Shown::by_p(ratio.p_value(short, beyond(side.opposite()))),
        ];
        let reach = Reach::at_least(side.sign() * (ratio.value() - bound), self.smallest);
        let complete = ratio.denominator.count();
        Estimate::plain((ratio.value(), interval), shown, reach, complete)
            .noting((!is_firm).then_some(Note::NoFirmRatio))
    }

    fn ordering(&self, arms: &[Vec<f64>], side: Side) -> Estimate {
        let is_whole = |replication: usize| arms.iter().all(|arm| arm[replication].is_finite());
        // A replication without a value in some arm is left out of all steps.
        let step = |pair: &[Vec<f64>]| -> Vec<f64> {
            let steps = pair[0].iter().zip(&pair[1]).enumerate();
            steps
                .map(|(replication, (before, after))| {
                    if is_whole(replication) {
                        difference(*before, *after)
                    } else {
                        f64::NAN
                    }
                })
                .collect()
        };
        let values: Vec<Vec<f64>> = arms.windows(2).map(step).collect();
        let steps: Vec<Differences<'_>> = values
            .iter()
            .map(|values| Differences::of(values, self.method))
            .collect();
        let tested: Vec<&Differences<'_>> = steps.iter().filter(|step| step.untested().is_none()).collect();
        let each = |null: f64, alternative| -> Vec<Shown> {
            tested.iter().map(|step| step.shown(null, alternative)).collect()
        };
        let weakest = steps
            .iter()
            .min_by(|one, other| (side.sign() * one.effect()).total_cmp(&(side.sign() * other.effect())))
            .expect("two arms make a step");
        // All steps must be found, so that one which was not tested leaves the claim open; one that falls short is enough.
        let all_tested = tested.len() == steps.len();
        let claim = if all_tested {
            Shown::all(&each(0.0, beyond(side)))
        } else {
            Shown::NOT_TESTED
        };
        let short = each(side.sign() * self.margin(), beyond(side.opposite()));
        let shown = [claim, Shown::any(&short, steps.len())];
        let reach = Reach::at_least(side.sign() * weakest.effect(), self.smallest);
        let mut untested = steps.iter().filter_map(Differences::untested);
        let of_all = untested.find(|note| tested.is_empty() || matches!(note, Note::Withheld(_)));
        self.estimate(weakest, shown, reach)
            .noting((!all_tested).then_some(Note::StepUntested))
            .unless(of_all)
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
        let found = Threshold::of(levels, &rows, RESAMPLES, seed)?;
        let change = found.slope_change.estimate;
        // A bend that beats all smooth curves is a threshold only if it fits as well.
        let verdict = |p_value| ThresholdVerdict::of(p_value, found.p_fit, found.p_monotone, LEVEL);
        let is_bent = |side: Side| {
            let towards = side.sign() * change > 0.0;
            Shown::by_p(if towards && verdict(0.0) == ThresholdVerdict::Threshold {
                found.p_value
            } else {
                1.0
            })
        };
        let falls_short = |side: Side| Shown::by_p(self.falls_short(&found, side));
        let (shown, reach) = match direction {
            Some(side) => (
                [is_bent(side), falls_short(side)],
                Reach::at_least(side.sign() * change, self.smallest),
            ),
            None => (
                [
                    Shown::all(&[falls_short(Side::Greater), falls_short(Side::Less)]),
                    is_bent(if change > 0.0 { Side::Greater } else { Side::Less }),
                ],
                Reach::claimed_below(change, self.smallest),
            ),
        };
        let mut whole = rows
            .iter()
            .filter(|row| row.iter().all(|value| value.is_finite()));
        let nothing = whole
            .all(|row| !varies(row))
            .then_some(Note::NothingDiffers(found.seeds));
        let note = match verdict(found.p_value) {
            ThresholdVerdict::Threshold => None,
            ThresholdVerdict::Bends => Some(Note::Bends),
            ThresholdVerdict::Turns => Some(Note::Turns),
            ThresholdVerdict::NoSharper => Some(Note::NoSharper),
        };
        let size = (change, found.slope_change.percentile(CONFIDENCE));
        Ok(Estimate {
            bend: Some(Bend {
                knot: found.knot,
                knot_interval: found.knot_interval,
                p_fit: found.p_fit,
            }),
            ..Estimate::plain(size, shown, reach, found.seeds)
                .noting(note)
                .unless(nothing)
        })
    }

    /// p-value against the change of slope being as large as would matter on this side: the share of resamples in which it is, this sample
    /// included. Where one bend does not describe the response, its change of slope says nothing, and neither does this.
    fn falls_short(&self, found: &Threshold, side: Side) -> f64 {
        if found.p_fit <= LEVEL {
            return 1.0;
        }
        let replicates = &found.slope_change.replicates;
        let reaching = |change: &&f64| side.sign() * **change >= self.smallest;
        let count = replicates.iter().filter(reaching).count();
        (1 + count) as f64 / (1 + replicates.len()) as f64
    }
}
