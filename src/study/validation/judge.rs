//! From replications to a measured figure and its verdict.

use super::Verdict;
use super::sample::Samples;
use crate::scenario::fact::{Asked, Check, GrowthFigure, JumpFigure, Quantity, Statistic, Target};
use crate::scenario::hypothesis::Side;
use crate::statistics::{
    Bootstrap, CONFIDENCE, Interval, LogisticCurve, Moments, PlausibleRatios, Ratio, difference,
};

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
            .map(|pair| difference(pair[0], pair[1]))
            .enumerate()
            .max_by(|one, other| one.1.total_cmp(&other.1))
            .expect("a curve has two levels");
        match figure {
            // Where nothing rises no place is that of a rise.
            JumpFigure::Place if rise == 0.0 => f64::NAN,
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
        let others = others.iter().map(|other| mean_of(other, units));
        let above = others.filter(|other| difference(own, *other) > 0.0).count();
        1.0 + above as f64
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(low: f64, value: f64, high: f64) -> Figure {
        Figure {
            value,
            interval: Interval { low, high },
            complete: 30,
        }
    }

    #[test]
    fn a_band_is_for_the_figure_and_a_sign_for_its_interval() {
        let band = Target::Band { low: 1.0, high: 2.0 };
        assert_eq!(verdict(&figure(0.5, 1.0, 1.5), band), Verdict::Met);
        assert_eq!(verdict(&figure(0.5, 0.99, 1.5), band), Verdict::NotMet);
        assert_eq!(verdict(&figure(1.5, 2.01, 2.5), band), Verdict::NotMet);
        let (above, below) = (Target::Sign(Side::Greater), Target::Sign(Side::Less));
        assert_eq!(verdict(&figure(0.1, 0.2, 0.3), above), Verdict::Met);
        assert_eq!(verdict(&figure(-0.1, 0.2, 0.5), above), Verdict::NotMet);
        assert_eq!(verdict(&figure(0.1, 0.2, 0.3), below), Verdict::NotMet);
        assert_eq!(verdict(&figure(-0.3, -0.2, -0.1), below), Verdict::Met);
        let loose = figure(f64::NEG_INFINITY, 1.5, f64::INFINITY);
        assert_eq!(verdict(&loose, band), Verdict::Undecided);
        assert_eq!(
            verdict(&figure(f64::NAN, f64::NAN, f64::NAN), band),
            Verdict::Undecided
        );
    }

    #[test]
    fn a_mean_leaves_out_what_has_no_value() {
        // scipy.stats.t.interval(.95, 2, 2, 1 / 3 ** .5) = (-0.48413771, 4.48413771)
        let found = mean(&[1.0, f64::NAN, 2.0, 3.0]);
        assert_eq!((found.value, found.complete), (2.0, 3));
        assert!((found.interval.low + 0.484_137_71).abs() < 1e-7);
    }

    #[test]
    fn a_jump_lies_where_the_mean_rises_most() {
        let levels = [0.0, 0.25, 0.5];
        let curve = [vec![0.0, 0.1, 0.0], vec![0.1, 0.1, 0.2], vec![0.9, 0.7, 0.8]];
        let place = jump(&levels, &curve, JumpFigure::Place, 1);
        let rise = jump(&levels, &curve, JumpFigure::Rise, 1);
        assert!((place.value - 0.375).abs() < 1e-12 && place.interval.contains(0.375));
        assert!((rise.value - (0.8 - 0.4 / 3.0)).abs() < 1e-12, "{rise:?}");
        assert!(rise.interval.low < rise.value && rise.value < rise.interval.high);
    }

    #[test]
    fn a_rank_counts_those_above() {
        let others = [vec![3.0, 5.0, 4.0], vec![1.0, 0.0, 1.0]];
        let found = rank(&[2.0, 2.0, 2.0], &others, 1);
        assert_eq!(
            (found.value, found.interval.low, found.interval.high),
            (2.0, 2.0, 2.0)
        );
        let close = [vec![1.0, 3.1, 2.0, 2.0], vec![9.0; 4]];
        let found = rank(&[2.0; 4], &close, 1);
        assert_eq!((found.value, found.interval.low), (3.0, 2.0), "{found:?}");
    }

    #[test]
    fn growth_is_fitted_in_each_replication() {
        let curve = |plateau: f64, year: u32| plateau / (1.0 + libm::exp(-0.8 * (f64::from(year) - 6.0)));
        let years: Vec<Vec<f64>> = (0..20)
            .map(|year| vec![curve(40.0, year), curve(60.0, year), 1.0])
            .collect();
        let found = growth(&years, GrowthFigure::Plateau, 100.0);
        assert!((found.value - 0.5).abs() < 1e-6, "{found:?}");
        assert_eq!(found.complete, 2, "what does not grow has no curve");
        assert!((growth(&years, GrowthFigure::Rate, 1.0).value - 0.8).abs() < 1e-6);
    }
}
