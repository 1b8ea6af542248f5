//! From replications to a measured figure and its verdict.

use super::Verdict;
use super::sample::Samples;
use crate::scenario::fact::{Asked, Check, GrowthFigure, JumpFigure, Quantity, Statistic, Target};
use crate::scenario::hypothesis::REPLICATIONS_MAX;
use crate::statistics::{
    Bootstrap, CONFIDENCE, Interval, LogisticCurve, Moments, PlausibleRatios, Ratio, difference,
};

/// Resamples of the replications behind the interval of a place, a rank or a largest change.
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
    /// The verdict on all replications.
    pub verdict: Verdict,
    /// The verdicts on batches of them.
    pub batches: Batches,
}

/// How a check comes out in equal batches of the replications. They tell how stable it is and decide nothing: the interval of
/// one of sixteen is four times as wide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Batches {
    /// How many there are; none where the replications are too few, or nothing is measured.
    pub count: u32,
    /// Those in which it is met by the rule for all replications.
    pub met: u32,
    /// Those in which it is not met by the same rule; in the rest the interval holds an end of the target.
    pub not_met: u32,
    /// Those whose figure itself lies in the target, whatever its interval.
    pub inside: u32,
}

impl Batches {
    fn of(figures: impl Iterator<Item = Figure>, target: Target) -> Self {
        let (low, high) = target.ends();
        let mut batches = Self::default();
        for figure in figures {
            batches.count += 1;
            match verdict(&figure, target) {
                Verdict::Met => batches.met += 1,
                Verdict::NotMet => batches.not_met += 1,
                Verdict::Turns | Verdict::Undecided | Verdict::NotMeasured => {}
            }
            batches.inside += u32::from((low..=high).contains(&figure.value));
        }
        batches
    }
}

/// Measures a check and holds it against its target.
pub(super) fn find(check: &Check, samples: &Samples<'_>, seed: u64) -> Found {
    let (figure, verdict, batches) = match &check.asked {
        Asked::NotMeasured { .. } => (None, Verdict::NotMeasured, Batches::default()),
        Asked::Measured { statistic, target } => {
            let figure = measure(statistic, samples, seed);
            let batches = samples.batches();
            let batches = batches.iter().map(|batch| measure(statistic, batch, seed));
            let batches = Batches::of(batches, *target);
            (Some(figure), verdict(&figure, *target), batches)
        }
    };
    Found {
        check: check.clone(),
        figure,
        verdict,
        batches,
    }
}

/// The rule: the whole interval lies in the target, or outside it, or holds an end of it. Without a firm value nothing is
/// decided.
fn verdict(figure: &Figure, target: Target) -> Verdict {
    let Interval { low, high } = figure.interval;
    let (least, most) = target.ends();
    if !(figure.value.is_finite() && low.is_finite() && high.is_finite()) {
        Verdict::Undecided
    } else if least <= low && high <= most {
        Verdict::Met
    } else if high < least || most < low {
        Verdict::NotMet
    } else {
        Verdict::Turns
    }
}

/// The end of the target that an interval holds, the one nearer to the figure where it holds both; `None` where it holds none.
pub(super) fn end_held(figure: &Figure, target: Target) -> Option<f64> {
    let (low, high) = target.ends();
    let held = [low, high]
        .into_iter()
        .filter(|end| figure.interval.contains(*end));
    held.filter(|end| end.is_finite()).min_by(|one, other| {
        (one - figure.value)
            .abs()
            .total_cmp(&(other - figure.value).abs())
    })
}

/// Replications, to two digits, of which the interval would end where the target does if the figure stayed what it is: it
/// shrinks with their square root. `None` where the figure lies at the end of the target, or nobody can run so many.
pub(super) fn replications_to_tell(figure: &Figure, end: f64, replications: u32) -> Option<u32> {
    let widths = figure.interval.half_width() / (figure.value - end).abs();
    let needed = f64::from(replications) * (widths * widths).max(1.0);
    let unit = libm::exp10(libm::floor(libm::log10(needed)) - 1.0);
    let rounded = libm::ceil(needed / unit) * unit;
    (rounded <= f64::from(REPLICATIONS_MAX)).then_some(rounded.round() as u32)
}

fn measure(statistic: &Statistic, samples: &Samples<'_>, seed: u64) -> Figure {
    let of = |quantity: &Quantity| samples.quantity(quantity);
    match statistic {
        Statistic::Mean(quantity) => mean(&of(quantity)),
        Statistic::LargestChange(changes) => {
            let changes: Vec<Vec<f64>> = changes.iter().map(of).collect();
            largest_change(&changes, seed)
        }
        Statistic::Ratio {
            numerator,
            denominator,
        } => ratio(&of(numerator), &of(denominator)),
        Statistic::Rates(rates) => {
            let lists = rates.quantities().map(of);
            let slices = lists.each_ref().map(Vec::as_slice);
            resampled(&whole(&slices), seed, |units| {
                rates.figure.of(slices.map(|values| mean_of(values, units)))
            })
        }
        Statistic::Ordering(steps) => {
            let steps: Vec<Figure> = steps.iter().map(|step| mean(&of(step))).collect();
            weakest(&steps)
        }
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

/// The weakest of several steps. Its interval reaches from the lowest lower to the lowest upper end: all steps lie above an
/// end of the target where the weakest does, and one lies below it where its interval does.
fn weakest(steps: &[Figure]) -> Figure {
    let least = |value: fn(&Figure) -> f64| {
        let values = steps.iter().map(value);
        // A step without a value leaves the order open.
        values.fold(f64::INFINITY, |least, value| {
            if value < least || value.is_nan() {
                value
            } else {
                least
            }
        })
    };
    Figure {
        value: least(|step| step.value),
        interval: Interval {
            low: least(|step| step.interval.low),
            high: least(|step| step.interval.high),
        },
        complete: steps.iter().map(|step| step.complete).min().unwrap_or(0),
    }
}

/// The change furthest from 0. Which one that is counts as part of what is measured, so that the interval holds for the choice.
fn largest_change(changes: &[Vec<f64>], seed: u64) -> Figure {
    let lists: Vec<&[f64]> = changes.iter().map(Vec::as_slice).collect();
    resampled(&whole(&lists), seed, |units| {
        let means = changes.iter().map(|change| mean_of(change, units));
        means
            .max_by(|one, other| one.abs().total_cmp(&other.abs()))
            .expect("the file names a year")
    })
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
    use crate::scenario::hypothesis::Side;

    fn figure(low: f64, value: f64, high: f64) -> Figure {
        Figure {
            value,
            interval: Interval { low, high },
            complete: 30,
        }
    }

    #[test]
    fn an_interval_on_one_side_of_the_bound_decides() {
        let band = Target::Band { low: 1.0, high: 2.0 };
        assert_eq!(verdict(&figure(1.0, 1.2, 2.0), band), Verdict::Met);
        assert_eq!(verdict(&figure(0.2, 0.5, 0.99), band), Verdict::NotMet);
        assert_eq!(verdict(&figure(2.01, 2.2, 2.5), band), Verdict::NotMet);
        for (low, value, high) in [
            (0.5, 0.99, 1.5),
            (0.5, 1.0, 1.5),
            (1.5, 2.0, 2.5),
            (0.0, 1.5, 3.0),
        ] {
            assert_eq!(verdict(&figure(low, value, high), band), Verdict::Turns);
        }
        let loose = figure(f64::NEG_INFINITY, 1.5, f64::INFINITY);
        assert_eq!(verdict(&loose, band), Verdict::Undecided);
        assert_eq!(
            verdict(&figure(f64::NAN, f64::NAN, f64::NAN), band),
            Verdict::Undecided
        );
    }

    #[test]
    fn a_sign_holds_beyond_the_smallest_effect_alone() {
        let above = Target::Sign {
            side: Side::Greater,
            smallest: 0.1,
        };
        let below = Target::Sign {
            side: Side::Less,
            smallest: 0.1,
        };
        assert_eq!(verdict(&figure(0.15, 0.2, 0.3), above), Verdict::Met);
        assert_eq!(verdict(&figure(0.05, 0.2, 0.3), above), Verdict::Turns);
        assert_eq!(
            verdict(&figure(0.01, 0.02, 0.03), above),
            Verdict::NotMet,
            "too small"
        );
        assert_eq!(
            verdict(&figure(-0.05, 0.0, 0.05), above),
            Verdict::NotMet,
            "too small"
        );
        assert_eq!(verdict(&figure(-0.3, -0.2, -0.15), above), Verdict::NotMet);
        assert_eq!(verdict(&figure(-0.3, -0.2, -0.15), below), Verdict::Met);
        assert_eq!(verdict(&figure(-0.3, -0.2, 0.0), below), Verdict::Turns);
        assert_eq!(verdict(&figure(-0.03, -0.02, -0.01), below), Verdict::NotMet);
    }

    #[test]
    fn batches_are_counted_by_the_same_rule() {
        let band = Target::Band { low: 1.0, high: 2.0 };
        let figures = [
            figure(1.2, 1.5, 1.8),
            figure(0.5, 1.5, 2.5),
            figure(0.5, 0.9, 1.3),
            figure(3.0, 4.0, 5.0),
            figure(f64::NAN, f64::NAN, f64::NAN),
        ];
        let expected = Batches {
            count: 5,
            met: 1,
            not_met: 1,
            inside: 2,
        };
        assert_eq!(Batches::of(figures.into_iter(), band), expected);
    }

    #[test]
    fn it_is_told_how_many_replications_would_tell() {
        let band = Target::Band {
            low: 1.0,
            high: f64::INFINITY,
        };
        // Half as wide an interval needs four times as many.
        let found = figure(0.9, 1.1, 1.3);
        let end = end_held(&found, band).unwrap();
        assert_eq!(replications_to_tell(&found, end, 400), Some(1_600));
        assert_eq!(replications_to_tell(&figure(0.9, 1.0, 1.1), 1.0, 400), None);
        assert_eq!(replications_to_tell(&figure(0.0, 1.001, 2.0), 1.0, 400), None);
        assert_eq!(end_held(&figure(1.1, 1.2, 1.3), band), None);
        let both = Target::Band { low: 1.0, high: 2.0 };
        assert_eq!(end_held(&figure(0.5, 1.9, 3.0), both), Some(2.0));
    }

    #[test]
    fn an_order_holds_where_all_its_steps_do() {
        let steps = [
            figure(0.1, 0.3, 0.5),
            figure(0.0, 0.4, 0.8),
            figure(0.35, 0.4, 0.45),
        ];
        let found = weakest(&steps);
        assert_eq!(
            (found.value, found.interval.low, found.interval.high),
            (0.3, 0.0, 0.45)
        );
        let unknown = weakest(&[figure(0.1, 0.3, 0.5), figure(f64::NAN, f64::NAN, f64::NAN)]);
        assert!(unknown.value.is_nan() && unknown.interval.low.is_nan());
    }

    #[test]
    fn the_largest_change_is_that_of_means_and_its_choice_is_uncertain() {
        let changes = [vec![0.1, 0.3, 0.2, 0.2], vec![-0.5, -0.3, -0.4, -0.4]];
        let found = largest_change(&changes, 1);
        assert!(
            (found.value + 0.4).abs() < 1e-12 && found.interval.high < 0.0,
            "{found:?}"
        );
        let close = [vec![0.3, 0.1, 0.2, 0.2], vec![-0.3, -0.1, -0.2, -0.1]];
        let found = largest_change(&close, 1);
        assert!(found.value > 0.0 && found.interval.low < 0.0, "{found:?}");
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
