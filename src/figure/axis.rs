//! Scales: which numbers an axis runs over, and where its ticks stand.

use crate::statistics::TIE_NEAR_ZERO;

/// An axis from `low` to `high` with ticks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axis {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) step: f64,
    pub(crate) ticks: Vec<f64>,
}

/// A series that hardly moves is shown against a span of this part of its size, so that noise does not look large.
const SPAN_MIN: f64 = 0.1;
/// Values no further apart than this part of their size are one value: the rest is rounding.
const ROUNDING: f64 = 1e-9;
/// What does not move at all is shown from zero to this times its size.
const ABOVE_CONSTANT: f64 = 1.25;
/// An axis runs on to the next tick when it is no further away than this part of a step.
const TICK_NEAR: f64 = 0.45;
/// Otherwise it ends this part of a step beyond the last value.
const PADDING: f64 = 0.12;

impl Axis {
    /// An axis for these values with about `count` ticks, within the possible `limits`; `None` without a value.
    pub(crate) fn around(
        values: impl Iterator<Item = f64>,
        limits: (f64, f64),
        from_zero: bool,
        count: usize,
    ) -> Option<Self> {
        let mut values = values.filter(|value| value.is_finite());
        let first = values.next()?;
        let (mut low, mut high) = values.fold((first, first), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        if from_zero || (low > 0.0 && low < 0.4 * high) {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if let Some(value) = constant([low, high].into_iter()) {
            (low, high) = (value.min(0.0) * ABOVE_CONSTANT, value.max(0.0) * ABOVE_CONSTANT);
            (low, high) = (low.max(limits.0.min(value)), high.min(limits.1.max(value)));
        }
        let size = low.abs().max(high.abs());
        let span_min = if size > 0.0 { SPAN_MIN * size } else { 1.0 };
        if high - low < span_min {
            let middle = f64::midpoint(low, high);
            (low, high) = (middle - 0.5 * span_min, middle + 0.5 * span_min);
            let lift = (limits.0 - low).max(0.0) - (high - limits.1).max(0.0);
            (low, high) = (low + lift, high + lift);
        }
        let step = nice_step((high - low) / count as f64);
        let (first, last) = (libm::floor(low / step + 1e-9), libm::ceil(high / step - 1e-9));
        let end = |value: f64, tick: f64| {
            let distance = tick - value;
            if distance.abs() <= TICK_NEAR * step {
                tick
            } else {
                value + PADDING * step * distance.signum()
            }
        };
        let (mut low, mut high) = (end(low, first * step), end(high, last * step));
        let ticks = |low: f64, high: f64| -> Vec<f64> {
            let margin = 1e-9 * step;
            (0..=(last - first) as usize)
                .map(|index| (first + index as f64) * step)
                .filter(|tick| limits.0 <= tick + margin && *tick <= limits.1 + margin)
                .filter(|tick| low <= tick + margin && *tick <= high + margin)
                .collect()
        };
        if ticks(low, high).len() < 2 {
            (low, high) = (first * step, last * step);
        }
        Some(Self {
            low: low.max(limits.0),
            high: high.min(limits.1),
            step,
            ticks: ticks(low, high),
        })
    }

    /// A time axis exactly from 0 to `end`, with no more than about `count` ticks; months are counted in quarters.
    pub(crate) fn of_time(end: f64, count: usize, months: bool) -> Self {
        let end = if end > 0.0 { end } else { 1.0 };
        let shortest = end / count as f64;
        let quarters = [1.0, 3.0, 6.0, 12.0].into_iter().find(|step| shortest <= *step);
        let step = quarters
            .filter(|_| months && end > 2.0)
            .unwrap_or_else(|| nice_step(shortest));
        Self {
            low: 0.0,
            high: end,
            step,
            ticks: (0..=libm::floor(end / step + 1e-9) as usize)
                .map(|index| index as f64 * step)
                .collect(),
        }
    }

    /// Position of a value, 0 at the low end and 1 at the high end.
    pub(crate) fn position(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }
}

/// The one value that all finite values are, up to rounding; `None` where there are several, or none.
pub(crate) fn constant(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values = values.filter(|value| value.is_finite());
    let first = values.next()?;
    let (low, high) = values.fold((first, first), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let size = low.abs().max(high.abs());
    if size <= TIE_NEAR_ZERO {
        return Some(0.0);
    }
    (high - low <= ROUNDING * size).then_some(high)
}

/// The smallest of 1, 2, 5 times a power of ten that is no smaller than `step`.
fn nice_step(step: f64) -> f64 {
    let power = libm::exp10(libm::floor(libm::log10(step)));
    let factor = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|factor| step <= factor * power * (1.0 + 1e-9))
        .unwrap_or(10.0);
    factor * power
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

    fn near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (one, other) in found.iter().zip(expected) {
            assert!((one - other).abs() < 1e-9, "{found:?}");
        }
    }

    #[test]
    fn ticks_are_round_and_cover_the_values() {
        let axis = Axis::around([0.13, f64::NAN, 0.87].into_iter(), ANY, false, 5).unwrap();
        near(&axis.ticks, &[0.0, 0.2, 0.4, 0.6, 0.8]);
        assert!(axis.low <= 0.0 && axis.high > 0.87);
        let axis = Axis::around([94.0, 107.0].into_iter(), ANY, false, 5).unwrap();
        near(&axis.ticks, &[95.0, 100.0, 105.0]);
        near(&[axis.low, axis.high], &[93.4, 107.6]);
        near(&[axis.position(93.4), axis.position(107.6)], &[0.0, 1.0]);
    }

    #[test]
    fn shares_stay_within_their_limits() {
        let axis = Axis::around([0.97, 1.0].into_iter(), (0.0, 1.0), false, 5).unwrap();
        assert!(axis.high <= 1.0 && axis.low <= 0.9 + 1e-9, "{axis:?}");
        let axis = Axis::around([0.0, 0.0].into_iter(), (0.0, 1.0), true, 5).unwrap();
        assert_eq!((axis.low, axis.high), (0.0, 1.0));
        let axis = Axis::around([0.97, 0.97].into_iter(), (0.0, 1.0), false, 5).unwrap();
        assert_eq!((axis.low, axis.high), (0.0, 1.0));
    }

    #[test]
    fn a_constant_series_has_an_axis_and_no_values_have_none() {
        let axis = Axis::around([40.0, 40.0].into_iter(), ANY, false, 4).unwrap();
        assert!(axis.low.abs() < 1e-12 && 40.0 < axis.high, "{axis:?}");
        let shaken = Axis::around([57.7, 57.7 + 1e-12].into_iter(), ANY, false, 4).unwrap();
        assert!(shaken.low.abs() < 1e-12 && shaken.high >= 57.7, "{shaken:?}");
        let below = Axis::around([-3.0, -3.0].into_iter(), ANY, false, 4).unwrap();
        assert!(below.low < -3.0 && below.high.abs() < 1e-12, "{below:?}");
        assert_eq!(Axis::around([f64::NAN].into_iter(), ANY, true, 4), None);
        let rounding = Axis::around([-1.4e-14, 2.8e-14].into_iter(), ANY, true, 4);
        assert_eq!(rounding, Axis::around([0.0].into_iter(), ANY, true, 4));
    }

    #[test]
    fn time_ends_where_it_ends() {
        let axis = Axis::of_time(8.0, 8, false);
        near(&axis.ticks, &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
        near(
            &Axis::of_time(18.0, 8, true).ticks,
            &[0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0],
        );
        assert!(Axis::of_time(1.0, 4, true).ticks.len() > 2);
        assert!((Axis::of_time(0.0, 4, false).high - 1.0).abs() < 1e-12);
    }
}
