//! The effects of barriers, and how they hang together.

use super::{Arm, Barriers, RemovalDesign};
use crate::experiment::Column;
use crate::statistics::{
    CONFIDENCE, Interval, Moments, Paired, Share, difference, half_width, holm, noticeable,
};

/// The measures that are looked at, at the end of a run. By the first barriers are ranked.
pub const MEASURES: [&str; 5] = [
    "outcome",
    "output",
    "participants_share",
    "public_cost",
    "cost_per_outcome",
];

/// What came out of a study of barriers.
#[derive(Clone, Debug)]
pub struct Findings {
    /// What was simulated.
    pub design: RemovalDesign,
    /// The effects by measure, in the order of [`MEASURES`].
    pub found: Vec<Found>,
    /// The barriers by what removing them does to the outcome, the largest gain first.
    pub ranking: Vec<Place>,
    /// Replications of every arm.
    pub replications: u32,
    /// The values they rest on, by arm, measure and replication.
    pub(super) samples: Vec<Vec<Vec<f64>>>,
}

/// The effects on one measure; barriers in the order of [`RemovalDesign::present`].
#[derive(Clone, Debug)]
pub struct Found {
    /// The measure.
    pub column: Column,
    /// Each barrier removed, against the baseline.
    pub removed: Vec<Effect>,
    /// Each barrier half as strong.
    pub halved: Vec<Effect>,
    /// Each barrier twice as strong.
    pub doubled: Vec<Effect>,
    /// All barriers removed.
    pub joint: Paired,
    /// Whether the barriers hang together.
    pub interplay: Interplay,
    /// The joint effect shared out over the barriers.
    pub shares: Vec<Attributed>,
}

/// An effect with its p-value among those of the same change of all barriers.
#[derive(Clone, Copy, Debug)]
pub struct Effect {
    /// Changed against baseline, pair by pair.
    pub paired: Paired,
    /// p-value after Holm's correction over all barriers.
    pub p_holm: f64,
}

/// The effect of all barriers together against the sum of their single effects.
#[derive(Clone, Copy, Debug)]
pub struct Interplay {
    /// Sum of the effects of removing each barrier alone, replication by replication.
    pub sum: Moments,
    /// Effect of removing all less that sum.
    pub excess: Moments,
}

impl Interplay {
    /// The 95 % interval of the excess.
    #[must_use]
    pub fn interval(&self) -> Interval {
        Interval::around(self.excess.mean(), self.excess.half_width(CONFIDENCE))
    }

    /// Whether single effects do not simply add up: the interval of the excess does not cover 0.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        let interval = self.interval();
        interval.low > 0.0 || interval.high < 0.0
    }
}

/// A barrier's share of the joint effect.
#[derive(Clone, Copy, Debug)]
pub struct Attributed {
    /// The share and its errors.
    pub share: Share,
    /// Its 95 % interval, from both errors.
    pub interval: Interval,
}

/// A place in the ranking.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Which barrier, by position among those present.
    pub barrier: usize,
    /// Outcome without this barrier less outcome without the next one; `None` for the last.
    pub ahead: Option<Paired>,
    /// p-value of that difference after Holm's correction over all neighbours; `NaN` for the last.
    pub p_holm: f64,
}

impl Place {
    /// Whether the order of this barrier and the next one is sure at 5 %, over all neighbours at once.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.p_holm <= 1.0 - CONFIDENCE
    }
}

impl Findings {
    /// The findings of values by arm, measure and replication.
    pub(super) fn of(study: &Barriers, samples: Vec<Vec<Vec<f64>>>) -> Self {
        let found: Vec<Found> = study
            .columns()
            .into_iter()
            .enumerate()
            .map(|(measure, column)| {
                let value = |arm: Arm| &samples[study.design.position(arm)][measure];
                Found::of(&study.design, column, value)
            })
            .collect();
        let without = |barrier| &samples[study.design.position(Arm::without(barrier))][0];
        Self {
            ranking: ranking(&found[0], without),
            design: study.design.clone(),
            found,
            replications: study.replications,
            samples,
        }
    }
}

impl Found {
    fn of<'a>(design: &RemovalDesign, column: Column, values: impl Fn(Arm) -> &'a Vec<f64>) -> Self {
        let baseline = values(Arm::BASELINE);
        let barriers = 0..design.present.len();
        let effects = |change: fn(usize) -> Arm| {
            let paired: Vec<Paired> = barriers
                .clone()
                .map(|barrier| Paired::of(baseline, values(change(barrier))))
                .collect();
            let p_values: Vec<f64> = paired.iter().map(|paired| paired.test().p_value).collect();
            let adjusted = paired.into_iter().zip(holm(&p_values));
            adjusted
                .map(|(paired, p_holm)| Effect { paired, p_holm })
                .collect()
        };
        let all = values(design.none_left());
        let singles: Vec<&Vec<f64>> = barriers
            .clone()
            .map(|barrier| values(Arm::without(barrier)))
            .collect();
        let coalitions = design.plan.coalitions();
        let of_coalitions: Vec<Vec<f64>> = coalitions
            .iter()
            .map(|coalition| values(Arm::Without(*coalition)).clone())
            .collect();
        let shares = design.plan.attribute(&of_coalitions);
        // With both errors at work, no more degrees of freedom than the smaller sample gives.
        let smallest = match design.pairs {
            0 => baseline.len(),
            pairs => pairs.min(baseline.len()),
        };
        Self {
            column,
            removed: effects(Arm::without),
            halved: effects(Arm::Halved),
            doubled: effects(Arm::Doubled),
            joint: Paired::of(baseline, all),
            interplay: Interplay::of(baseline, all, &singles),
            shares: shares
                .into_iter()
                .map(|share| Attributed {
                    share,
                    interval: Interval::around(share.value, share_half_width(share, smallest)),
                })
                .collect(),
        }
    }
}

/// Half the width of the t interval of a share whose smaller sample, of orders or of seeds, is so large.
fn share_half_width(share: Share, smallest: usize) -> f64 {
    let spread = share.standard_error() * (smallest as f64).sqrt();
    half_width(smallest, spread, CONFIDENCE)
}

impl Interplay {
    fn of(baseline: &[f64], all: &[f64], singles: &[&Vec<f64>]) -> Self {
        let (mut sums, mut excesses) = (Moments::default(), Moments::default());
        for (replication, before) in baseline.iter().enumerate() {
            let single = |single: &&Vec<f64>| difference(*before, single[replication]);
            let sum: f64 = singles.iter().map(single).sum();
            let joint = difference(*before, all[replication]);
            let largest = before.abs().max(all[replication].abs());
            let excess = noticeable(joint - sum, largest);
            if excess.is_finite() {
                sums.push_of(sum, largest);
                excesses.push_of(excess, largest);
            }
        }
        Self {
            sum: sums,
            excess: excesses,
        }
    }
}

/// The barriers by what removing them does, and where removing does the same, by the harm of doubling them.
fn ranking<'a>(found: &Found, without: impl Fn(usize) -> &'a Vec<f64>) -> Vec<Place> {
    let gain = |barrier: &usize| found.removed[*barrier].paired.difference.mean();
    let harm = |barrier: &usize| -found.doubled[*barrier].paired.difference.mean();
    let mut order: Vec<usize> = (0..found.removed.len()).collect();
    order.sort_by(|one, other| {
        let by_gain = gain(other).total_cmp(&gain(one));
        by_gain.then(harm(other).total_cmp(&harm(one)))
    });
    let ahead: Vec<Paired> = order
        .windows(2)
        .map(|pair| Paired::of(without(pair[1]), without(pair[0])))
        .collect();
    let p_values: Vec<f64> = ahead.iter().map(|ahead| ahead.test().p_value).collect();
    let adjusted = holm(&p_values);
    order
        .iter()
        .enumerate()
        .map(|(place, &barrier)| Place {
            barrier,
            ahead: ahead.get(place).copied(),
            p_holm: adjusted.get(place).copied().unwrap_or(f64::NAN),
        })
        .collect()
}
