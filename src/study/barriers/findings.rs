//! The effects of barriers, and how they hang together.

use super::{Arm, Barriers, RemovalDesign, share_of_time};
use crate::experiment::Column;
use crate::scenario::Measured;
use crate::statistics::{
    CONFIDENCE, Interval, Moments, Paired, Share, difference, half_width, holm, noticeable,
};

/// The measures that are looked at: at the end of a run, and those that end in `.mean` in the mean over the run. By the
/// first barriers are ranked.
///
/// Hours are spent on removing a barrier before it is gone, so that a price is seen in the mean and hardly at the end.
pub const MEASURES: [&str; 6] = [
    "outcome",
    "output",
    "participants_share",
    "public_cost",
    "cost_per_outcome",
    "outcome.mean",
];

/// What came out of a study of barriers.
#[derive(Clone, Debug)]
pub struct Findings {
    /// What was simulated.
    pub design: RemovalDesign,
    /// The effects by measure, in the order of [`MEASURES`].
    pub found: Vec<Found>,
    /// The barriers by what removing them at their prices does to the outcome, the largest gain first.
    pub ranking: Vec<Place>,
    /// The place of each barrier by what removing it for free does, from 1 for the largest gain.
    pub rank_free: Vec<u32>,
    /// Hours a year that a post spends on all prices together: at the start, and once all barriers are gone.
    pub hours_together: (f64, f64),
    /// The share of a post's working time that the first of these is.
    pub time_together: f64,
    /// Replications of every arm.
    pub replications: u32,
    /// The values they rest on, by arm, measure and replication.
    pub(super) samples: Vec<Vec<Vec<f64>>>,
}

/// The effects on one measure; barriers in the order of [`RemovalDesign::present`].
#[derive(Clone, Debug)]
pub struct Found {
    /// The measure, under its name in [`MEASURES`].
    pub column: Column,
    /// What is kept of it.
    pub measured: Measured,
    /// Each barrier removed for free, against the baseline.
    pub removed: Vec<Effect>,
    /// Each barrier removed at its price.
    pub at_price: Vec<Effect>,
    /// What the price alone does: each barrier removed at its price, against the same removed for free.
    pub price: Vec<Paired>,
    /// Each barrier half as strong.
    pub halved: Vec<Effect>,
    /// Each barrier twice as strong.
    pub doubled: Vec<Effect>,
    /// All barriers removed.
    pub joint: Paired,
    /// All barriers removed at their prices.
    pub joint_at_price: Paired,
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
    /// Outcome without this barrier less outcome without the next one, both at their prices; `None` for the last.
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
            .zip(&study.measures)
            .enumerate()
            .map(|(measure, (column, measured))| {
                let value = |arm: Arm| &samples[study.design.position(arm)][measure];
                Found::of(&study.design, (column, measured.clone()), value)
            })
            .collect();
        let at_price = |barrier| &samples[study.design.position(Arm::at_price(barrier))][0];
        let outcome = &found[0];
        let prices = || study.design.present.iter().map(|present| present.price);
        let hours_at_start: f64 = prices().map(|price| price.hours_from(0)).sum();
        Self {
            ranking: ranking(outcome, at_price),
            rank_free: ranks(&order(&outcome.removed, &outcome.doubled)),
            hours_together: (
                hours_at_start,
                prices()
                    .map(|price| price.removal.kept_hours_per_post_per_year)
                    .sum(),
            ),
            time_together: share_of_time(hours_at_start, &study.scenario.setup),
            design: study.design.clone(),
            found,
            replications: study.replications,
            samples,
        }
    }
}

impl Found {
    fn of<'a>(
        design: &RemovalDesign,
        (column, measured): (Column, Measured),
        values: impl Fn(Arm) -> &'a Vec<f64>,
    ) -> Self {
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
        let prices = barriers
            .clone()
            .map(|barrier| Paired::of(values(Arm::without(barrier)), values(Arm::at_price(barrier))));
        Self {
            column,
            measured,
            price: prices.collect(),
            removed: effects(Arm::without),
            at_price: effects(Arm::at_price),
            halved: effects(Arm::Halved),
            doubled: effects(Arm::Doubled),
            joint: Paired::of(baseline, all),
            joint_at_price: Paired::of(baseline, values(design.all_at_price())),
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

    /// The name of the measure, and over which years it is the mean.
    #[must_use]
    pub fn label(&self) -> String {
        self.measured.label()
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
fn order(removed: &[Effect], doubled: &[Effect]) -> Vec<usize> {
    let gain = |barrier: &usize| removed[*barrier].paired.difference.mean();
    let harm = |barrier: &usize| -doubled[*barrier].paired.difference.mean();
    let mut order: Vec<usize> = (0..removed.len()).collect();
    order.sort_by(|one, other| {
        let by_gain = gain(other).total_cmp(&gain(one));
        by_gain.then(harm(other).total_cmp(&harm(one)))
    });
    order
}

/// The place of each barrier in an order, from 1.
fn ranks(order: &[usize]) -> Vec<u32> {
    let mut ranks = vec![0; order.len()];
    for (rank, barrier) in (1..).zip(order) {
        ranks[*barrier] = rank;
    }
    ranks
}

/// The barriers by what removing them at their prices does.
fn ranking<'a>(found: &Found, at_price: impl Fn(usize) -> &'a Vec<f64>) -> Vec<Place> {
    let order = order(&found.at_price, &found.doubled);
    let ahead: Vec<Paired> = order
        .windows(2)
        .map(|pair| Paired::of(at_price(pair[1]), at_price(pair[0])))
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
