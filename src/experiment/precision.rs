//! How many replications make an interval narrow enough.

use crate::statistics::{CONFIDENCE, Moments, half_width};

/// Replications before the spread is believed.
pub const FIRST_ROUND: u32 = 50;

/// An interval that is narrow enough: go on until the 95 % half-width of a mean is at most this.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// The half-width, in the unit of the measure.
    pub half_width: f64,
}

/// What to do after a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The interval is narrow enough.
    Reached,
    /// It is not, and the spread so far says how many replications it will probably take.
    GoOn {
        /// Replications in all before the next look.
        next: u32,
        /// Replications in all that will probably be enough, whatever is allowed.
        forecast: u32,
    },
    /// There are as many replications as are allowed, and the interval is still too wide.
    OutOfReach,
    /// No replication has a value, so that there is no interval.
    NoValue,
}

impl Precision {
    /// What to do after these replications, of which at most `most` are allowed.
    ///
    /// The number to go on to is forecast from the spread so far, and at most doubled at a time, since that spread is
    /// itself an estimate. It depends on the values alone, so an interrupted run goes on to the same numbers.
    #[must_use]
    pub fn after(&self, sample: impl Iterator<Item = f64>, most: u32) -> Verdict {
        let first = FIRST_ROUND.min(most);
        let mut done = 0_u32;
        let moments: Moments = sample
            .inspect(|_| done += 1)
            .filter(|value| value.is_finite())
            .collect();
        if done < first {
            return Verdict::GoOn {
                next: first,
                forecast: first,
            };
        }
        if moments.count() == 0 {
            return Verdict::NoValue;
        }
        let current = half_width(moments.count(), moments.standard_deviation(), CONFIDENCE);
        let believed = moments.count() >= first as usize;
        if believed && current <= self.half_width {
            return Verdict::Reached;
        }
        if done >= most {
            return Verdict::OutOfReach;
        }
        let ratio = current / self.half_width;
        let values = (moments.count() as f64 * ratio * ratio).max(first.into());
        // Replications without a value are as frequent among those to come.
        let forecast = (values * f64::from(done) / moments.count() as f64).ceil();
        // Of one value there is no interval yet.
        let forecast = if forecast.is_nan() {
            f64::INFINITY
        } else {
            forecast
        };
        let next = forecast.clamp(f64::from(done) + 1.0, 2.0 * f64::from(done));
        Verdict::GoOn {
            next: (next as u32).min(most),
            forecast: forecast.max(next) as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` values of standard deviation 1.
    fn spread(count: u32) -> impl Iterator<Item = f64> {
        let deviation = (f64::from(count - 1) / f64::from(count)).sqrt();
        (0..count).map(move |index| if index % 2 == 0 { deviation } else { -deviation })
    }

    fn go_on(verdict: Verdict) -> (u32, u32) {
        match verdict {
            Verdict::GoOn { next, forecast } => (next, forecast),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn begins_with_a_first_round() {
        let precision = Precision { half_width: 0.1 };
        assert_eq!(go_on(precision.after(std::iter::empty(), 1_000)).0, FIRST_ROUND);
        assert_eq!(go_on(precision.after(spread(10), 1_000)).0, FIRST_ROUND);
        assert_eq!(go_on(precision.after(spread(10), 20)).0, 20);
    }

    #[test]
    fn foresees_the_number_and_at_most_doubles() {
        let after =
            |half_width: f64, count: u32, most: u32| Precision { half_width }.after(spread(count), most);
        // t(0.975, 49) / sqrt(50) = 0.2842
        assert_eq!(after(0.2843, 50, 1_000), Verdict::Reached);
        // 50 * (0.2842 / 0.25)^2 = 64.6
        assert_eq!(go_on(after(0.25, 50, 1_000)), (65, 65));
        // (t(0.975, 49) / 0.01)^2 = (2.0095752 / 0.01)^2 = 40,383.9
        assert_eq!(go_on(after(0.01, 50, 1_000)), (100, 40_384));
        assert_eq!(go_on(after(0.01, 50, 80)), (80, 40_384));
        assert_eq!(after(0.01, 80, 80), Verdict::OutOfReach);
    }

    #[test]
    fn replications_without_a_value_are_foreseen_too() {
        let half = || spread(50).flat_map(|value| [value, f64::NAN]);
        // 50 values of 100 replications: 2 * 64.6
        assert_eq!(
            go_on(Precision { half_width: 0.25 }.after(half(), 1_000)),
            (130, 130)
        );
        let none = std::iter::repeat_n(f64::NAN, 50);
        assert_eq!(
            Precision { half_width: 0.25 }.after(none, 1_000),
            Verdict::NoValue
        );
        let one = std::iter::once(1.0).chain(std::iter::repeat_n(f64::NAN, 49));
        assert_eq!(go_on(Precision { half_width: 0.25 }.after(one, 1_000)).0, 100);
    }

    #[test]
    fn a_measure_without_spread_is_precise_at_once() {
        let constant = std::iter::repeat_n(0.3, 50);
        assert_eq!(
            Precision { half_width: 1e-9 }.after(constant, 1_000),
            Verdict::Reached
        );
    }
}
