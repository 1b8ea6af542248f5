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
    /// Go on until there are so many replications in all.
    GoOn(u32),
    /// Narrow enough only after more replications than are allowed.
    OutOfReach,
}

impl Precision {
    /// What to do after these replications, of which at most `most` are allowed.
    ///
    /// The number to go on to is foreseen from the spread so far, and at most doubled at a time, since that spread is
    /// itself an estimate. It depends on the values alone, so an interrupted run goes on to the same numbers.
    #[must_use]
    pub fn after(&self, sample: impl Iterator<Item = f64>, most: u32) -> Verdict {
        let moments: Moments = sample.filter(|value| value.is_finite()).collect();
        let done = u32::try_from(moments.count()).unwrap_or(u32::MAX);
        if done < FIRST_ROUND.min(most) {
            return Verdict::GoOn(FIRST_ROUND.min(most));
        }
        let reached =
            |count: usize| half_width(count, moments.standard_deviation(), CONFIDENCE) <= self.half_width;
        if reached(moments.count()) {
            return Verdict::Reached;
        }
        if done >= most {
            return Verdict::OutOfReach;
        }
        let current = half_width(moments.count(), moments.standard_deviation(), CONFIDENCE);
        let foreseen = f64::from(done) * (current / self.half_width) * (current / self.half_width);
        let next = foreseen
            .ceil()
            .clamp(f64::from(done) + 1.0, 2.0 * f64::from(done));
        Verdict::GoOn((next as u32).min(most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of standard deviation 1, so many of them.
    fn spread(count: u32) -> impl Iterator<Item = f64> {
        let deviation = (f64::from(count - 1) / f64::from(count)).sqrt();
        (0..count).map(move |index| if index % 2 == 0 { deviation } else { -deviation })
    }

    #[test]
    fn begins_with_a_first_round() {
        let precision = Precision { half_width: 0.1 };
        assert_eq!(
            precision.after(std::iter::empty(), 1_000),
            Verdict::GoOn(FIRST_ROUND)
        );
        assert_eq!(precision.after(spread(10), 1_000), Verdict::GoOn(FIRST_ROUND));
        assert_eq!(precision.after(spread(10), 20), Verdict::GoOn(20));
    }

    #[test]
    fn foresees_the_number_and_at_most_doubles() {
        // t(0.975, 49) / sqrt(50) = 0.2842
        assert_eq!(
            Precision { half_width: 0.2843 }.after(spread(50), 1_000),
            Verdict::Reached
        );
        // 50 * (0.2842 / 0.25)^2 = 64.6
        assert_eq!(
            Precision { half_width: 0.25 }.after(spread(50), 1_000),
            Verdict::GoOn(65)
        );
        assert_eq!(
            Precision { half_width: 0.01 }.after(spread(50), 1_000),
            Verdict::GoOn(100)
        );
        assert_eq!(
            Precision { half_width: 0.01 }.after(spread(50), 80),
            Verdict::GoOn(80)
        );
        assert_eq!(
            Precision { half_width: 0.01 }.after(spread(80), 80),
            Verdict::OutOfReach
        );
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
