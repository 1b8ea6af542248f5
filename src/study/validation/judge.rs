//! From replications to a measured figure and its verdict.

use super::Verdict;
use super::sample::Samples;
use crate::scenario::fact::{Asked, Check, GrowthFigure, JumpFigure, Quantity, Statistic, Target};
use crate::scenario::hypothesis::Side;
use crate::statistics::{Bootstrap, CONFIDENCE, Interval, LogisticCurve, Moments, PlausibleRatios, Ratio};

/// Resamples of the replications behind the interval of a place or a rank.
const RESAMPLES: usize = 1_999;

/// A measured figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The figure; `NaN` where it has no value.
    pub value: f64,
    /// Its 95 % interval; infinite ends where a ratio has none.
    pub interval: Interval,
    /// Replications in which it has a value.
    pub complete: usize,
}

/// A check with what was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The check.
    pub check: Check,
    /// The figure; `None` where the model cannot say.
    pub figure: Option<Figure>,
    /// The verdict.
    pub verdict: Verdict,
}

/// Measures a check and holds it against its target.
pub(super) fn find(check: &Check, samples: &Samples<'_>, seed: u64) -> Found {
    let (figure, verdict) = match &check.asked {
        Asked::NotMeasured { .. } => (None, Verdict::NotMeasured),
        Asked::Measured { statistic, target } => {
            let figure = measure(statistic, samples, seed);
            (Some(figure), verdict(&figure, *target))
        }
    };
    Found {
        check: check.clone(),
        figure,
        verdict,
    }
}

/// The acceptance rule: a band is for the figure itself, a sign for its whole interval. Without a firm value nothing is
/// decided.
fn verdict(figure: &Figure, target: Target) -> Verdict {
    let firm =
        figure.value.is_finite() && figure.interval.low.is_finite() && figure.interval.high.is_finite();
    let accepted = match target {
        Target::Band { low, high } => low <= figure.value && figure.value <= high,
        Target::Sign(Side::Greater) => figure.interval.low > 0.0,
        Target::Sign(Side::Less) => figure.interval.high < 0.0,
    };
    match (firm, accepted) {
        (false, _) => Verdict::Undecided,
        (true, true) => Verdict::Met,
        (true, false) => Verdict::NotMet,
    }
}

fn measure(statistic: &Statistic, samples: &Samples<'_>, seed: u64) -> Figure {
    let of = |quantity: &Quantity| samples.quantity(quantity);
    match statistic {
        Statistic::Mean(quantity) => mean(&of(quantity)),
        Statistic::LargestChange(changes) => changes
            .iter()
            .map(|change| mean(&of(change)))
            .max_by(|one, other| one.value.abs().total_cmp(&other.value.abs()))
            .expect("the file names a year"),
        Statistic::Ratio {
            numerator,
            denominator,
        } => ratio(&of(numerator), &of(denominator)),
        Statistic::Ordering(steps) => steps
            .iter()
            .map(|step| mean(&of(step)))
            .min_by(|one, other| one.value.total_cmp(&other.value))
            .expect("two arms make a step"),
        Statistic::Jump {
            levels,
            curve,
            figure,
        } => {
            let curve: Vec<Vec<f64>> = curve.iter().map(of).collect();
            jump(levels, &curve, *figure, seed)
        }
        Statistic::Growth {
            years,
            figure,
            ceiling,
        } => {
            let years: Vec<Vec<f64>> = years.iter().map(of).collect();
            growth(&years, *figure, *ceiling)
        }
        Statistic::Rank { of: one, among } => {
            let others: Vec<Vec<f64>> = among.iter().map(of).collect();
            rank(&of(one), &others, seed)
        }
    }
}

fn mean(values: &[f64]) -> Figure {
    let sample: Moments = values.iter().copied().filter(|value| value.is_finite()).collect();
    let value = if sample.count() == 0 {
        f64::NAN
    } else {
        sample.mean()
    };
    Figure {
        value,
        interval: Interval::around(value, sample.half_width(CONFIDENCE)),
        complete: sample.count(),
    }
}

fn ratio(numerator: &[f64], denominator: &[f64]) -> Figure {
    let ratio = Ratio::of(numerator, denominator);
    let interval = match ratio.plausible(CONFIDENCE) {
        PlausibleRatios::Between { low, high } => Interval { low, high },
        PlausibleRatios::Outside { .. } | PlausibleRatios::Any => Interval {
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
        },
    };
    Figure {
        value: ratio.value(),
        interval,
        complete: ratio.denominator.count(),
    }
}

/// Mean over some replications.
fn mean_of(values: &[f64], units: &[usize]) -> f64 {
    units.iter().map(|&unit| values[unit]).sum::<f64>() / units.len() as f64
}

/// Replications in which all lists have a value.
fn whole(lists: &[&[f64]]) -> Vec<usize> {
    let count = lists.iter().map(|list| list.len()).min().unwrap_or(0);
    (0..count)
        .filter(|&replication| lists.iter().all(|list| list[replication].is_finite()))
        .collect()
}

/// A figure that is no mean, with the percentile interval of a bootstrap over whole replications.
fn resampled(units: &[usize], seed: u64, statistic: impl Fn(&[usize]) -> f64) -> Figure {
    let bootstrap = Bootstrap::of(units.len(), RESAMPLES, seed, |drawn| {
        let drawn: Vec<usize> = drawn.iter().map(|&unit| units[unit]).collect();
        statistic(&drawn)
    });
    Figure {
        value: bootstrap.estimate,
        interval: bootstrap.percentile(CONFIDENCE),
        complete: units.len(),
    }
}

fn jump(levels: &[f64], curve: &[Vec<f64>], figure: JumpFigure, seed: u64) -> Figure {
    let lists: Vec<&[f64]> = curve.iter().map(Vec::as_slice).collect();
    resampled(&whole(&lists), seed, |units| {
        let means: Vec<f64> = curve.iter().map(|values| mean_of(values, units)).collect();
        let (position, rise) = means
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .enumerate()
            .max_by(|one, other| one.1.total_cmp(&other.1))
            .expect("a curve has two levels");
        match figure {
            JumpFigure::Place => f64::midpoint(levels[position], levels[position + 1]),
            JumpFigure::Rise => rise,
        }
    })
}

fn growth(years: &[Vec<f64>], figure: GrowthFigure, ceiling: f64) -> Figure {
    let replications = years.first().map_or(0, Vec::len);
    let values: Vec<f64> = (0..replications)
        .map(|replication| {
            let counts: Vec<f64> = years.iter().map(|year| year[replication]).collect();
            LogisticCurve::through(&counts).map_or(f64::NAN, |curve| match figure {
                GrowthFigure::RSquared => curve.r_squared,
                GrowthFigure::Rate => curve.rate,
                GrowthFigure::Plateau => curve.plateau / ceiling,
            })
        })
        .collect();
    mean(&values)
}

fn rank(one: &[f64], others: &[Vec<f64>], seed: u64) -> Figure {
    let lists: Vec<&[f64]> = std::iter::once(one)
        .chain(others.iter().map(Vec::as_slice))
        .collect();
    let units = whole(&lists);
    resampled(&units, seed, |units| {
        let own = mean_of(one, units);
        let above = others.iter().filter(|other| mean_of(other, units) > own).count();
        1.0 + above as f64
    })
}
