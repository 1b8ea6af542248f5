//! Responses that bend at one place, with one slope before and one after it, both of one sign or 0.

use super::families::past;
use super::least_squares::{Columns, centred, dot, of_one_sign};

/// A bend is elsewhere only where that lowers the sum of squares by more than this part of it: among bends that
/// fit alike, the first to be tried is meant.
const ALIKE: f64 = 1e-12;

/// Columns whose cross products have a determinant below this part of its size depend on each other.
const DEPENDENT: f64 = 1e-10;

/// A bend, and how well it fits; levels are shares of their range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bend {
    pub(super) knot: f64,
    /// Slopes before and after it.
    pub(super) slopes: [f64; 2],
    /// By how much it lowers the sum of squares.
    pub(super) gain: f64,
}

impl Bend {
    /// What it fits to a centred sample.
    pub(super) fn fitted(&self, shares: &[f64]) -> Vec<f64> {
        let value = |share: &f64| {
            let past = past(*share, self.knot);
            self.slopes[0] * (share - past) + self.slopes[1] * past
        };
        centred(&shares.iter().map(value).collect::<Vec<_>>())
    }

    fn replace_by(&mut self, other: Self) {
        if other.gain > self.gain * (1.0 + ALIKE) {
            *self = other;
        }
    }
}

/// A knot, and the cross products of its two columns: the level before the bend, and the level past it.
struct Place {
    knot: f64,
    /// Before with before, before with past, past with past.
    products: [f64; 3],
}

impl Place {
    /// The place, and its column of the level past it.
    fn of(shares: &[f64], knot: f64) -> (Self, Vec<f64>) {
        let column =
            |value: &dyn Fn(f64) -> f64| centred(&shares.iter().map(|u| value(*u)).collect::<Vec<_>>());
        let before = column(&|share| share - past(share, knot));
        let after = column(&|share| past(share, knot));
        let place = Self {
            knot,
            products: [dot(&before, &before), dot(&before, &after), dot(&after, &after)],
        };
        (place, after)
    }

    /// The best bend at this place, given the products of both columns with the sample.
    fn bend(&self, before: f64, after: f64) -> Bend {
        let [before_before, before_after, after_after] = self.products;
        let bend = |slopes: [f64; 2]| Bend {
            knot: self.knot,
            slopes,
            gain: slopes[0] * before + slopes[1] * after,
        };
        let determinant = before_before * after_after - before_after * before_after;
        if determinant > DEPENDENT * before_before * after_after {
            let slopes = [
                (after_after * before - before_after * after) / determinant,
                (before_before * after - before_after * before) / determinant,
            ];
            if of_one_sign(&slopes) {
                return bend(slopes);
            }
        }
        let flat_after = bend([before / before_before, 0.0]);
        let flat_before = bend([0.0, after / after_after]);
        if flat_after.gain > flat_before.gain {
            flat_after
        } else {
            flat_before
        }
    }
}

/// Some places, with the products of all their columns side by side.
struct Places {
    /// The levels, centred.
    level: Vec<f64>,
    places: Vec<Place>,
    past: Columns,
}

impl Places {
    fn of(shares: &[f64], knots: impl Iterator<Item = f64>) -> Self {
        let (places, past): (Vec<Place>, Vec<Vec<f64>>) = knots.map(|knot| Place::of(shares, knot)).unzip();
        Self {
            level: centred(shares),
            places,
            past: Columns::of(&past),
        }
    }

    /// The best bend at each place.
    fn bends(&self, sample: &[f64]) -> impl Iterator<Item = Bend> {
        let level = dot(&self.level, sample);
        let products = self.past.products(sample);
        self.places
            .iter()
            .zip(products)
            .map(move |(place, past)| place.bend(level - past, past))
    }
}

/// Neighbouring levels with a line of their own.
struct Segment {
    from: usize,
    to: usize,
    /// Mean of the levels, and the sum of squares around it.
    centre: f64,
    square: f64,
}

impl Segment {
    fn of(shares: &[f64], from: usize, to: usize) -> Self {
        let part = &shares[from..to];
        let centre = part.iter().sum::<f64>() / part.len() as f64;
        let square = part.iter().map(|share| (share - centre) * (share - centre)).sum();
        Self {
            from,
            to,
            centre,
            square,
        }
    }

    /// The mean of the sample here, and the slope of its line.
    fn line(&self, shares: &[f64], sample: &[f64]) -> (f64, f64) {
        let part = &sample[self.from..self.to];
        let mean = part.iter().sum::<f64>() / part.len() as f64;
        let products = shares[self.from..self.to].iter().zip(part);
        let along: f64 = products.map(|(share, value)| (share - self.centre) * value).sum();
        (mean, along / self.square)
    }

    /// By how much a line of this mean and slope lowers the sum of squares.
    fn gain(&self, mean: f64, slope: f64) -> f64 {
        (self.to - self.from) as f64 * mean * mean + slope * slope * self.square
    }
}

/// Sharp bends at any place from the second level to the last but one.
///
/// Between two levels the best bend is where the lines of both sides cross, if they cross there, and at one of the levels
/// otherwise, so that a few lines give the best of all places: Hudson, Journal of the American Statistical Association 61,
/// 1966. With a grid of knots instead, a bend beside it is refuted as soon as the noise is small: none of the knots fits.
pub(super) struct SharpBends {
    shares: Vec<f64>,
    at_levels: Places,
    /// Both sides of each gap.
    gaps: Vec<[Segment; 2]>,
}

impl SharpBends {
    pub(super) fn of(shares: &[f64]) -> Self {
        let count = shares.len();
        let inner = shares[1..count - 1].iter();
        Self {
            shares: shares.to_vec(),
            at_levels: Places::of(shares, inner.copied()),
            gaps: (2..count - 1)
                .map(|cut| [Segment::of(shares, 0, cut), Segment::of(shares, cut, count)])
                .collect(),
        }
    }

    /// The bend that fits a centred sample best; one without slopes where none fits better than a constant.
    pub(super) fn best(&self, sample: &[f64]) -> Bend {
        let mut best = Bend {
            knot: self.shares[1],
            slopes: [0.0; 2],
            gain: 0.0,
        };
        for bend in self.at_levels.bends(sample) {
            best.replace_by(bend);
        }
        for [left, right] in &self.gaps {
            let (low, before) = left.line(&self.shares, sample);
            let (high, after) = right.line(&self.shares, sample);
            for slopes in [[before, after], [0.0, after], [before, 0.0]] {
                let knot = (low - slopes[0] * left.centre - high + slopes[1] * right.centre)
                    / (slopes[1] - slopes[0]);
                let between = self.shares[left.to - 1] < knot && knot < self.shares[left.to];
                if between && of_one_sign(&slopes) {
                    best.replace_by(Bend {
                        knot,
                        slopes,
                        gain: left.gain(low, slopes[0]) + right.gain(high, slopes[1]),
                    });
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::super::families::shares;
    use super::*;
    use proptest::prelude::*;

    fn evenly(count: usize) -> Vec<f64> {
        (0..count).map(|step| step as f64 / (count - 1) as f64).collect()
    }

    /// Best gain over a fine grid of knots.
    fn of_many_knots(shares: &[f64], sample: &[f64]) -> f64 {
        let (low, high) = (shares[1], shares[shares.len() - 2]);
        let knots = (0..=2000).map(|step| low + (high - low) * f64::from(step) / 2000.0);
        Places::of(shares, knots)
            .bends(sample)
            .map(|bend| bend.gain)
            .fold(0.0, f64::max)
    }

    #[test]
    fn a_bend_between_levels_is_found_where_it_is() {
        let shares = evenly(11);
        for (knot, slopes) in [
            (0.437, [0.0, 2.0]),
            (0.5, [3.0, 1.0]),
            (0.18, [-1.0, -0.2]),
            (0.872, [-1.0, 0.0]),
        ] {
            let sample = Bend {
                knot,
                slopes,
                gain: 0.0,
            }
            .fitted(&shares);
            let found = SharpBends::of(&shares).best(&sample);
            assert!((found.knot - knot).abs() < 1e-9, "{found:?}");
            assert!(
                found
                    .slopes
                    .iter()
                    .zip(slopes)
                    .all(|(one, other)| (one - other).abs() < 1e-9),
                "{found:?}"
            );
        }
    }

    #[test]
    fn nothing_bends_where_nothing_changes() {
        let shares = evenly(8);
        let found = SharpBends::of(&shares).best(&[0.0; 8]);
        assert!(
            found.slopes.iter().all(|slope| slope.abs() < f64::MIN_POSITIVE)
                && found.gain.abs() < f64::MIN_POSITIVE
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_knot_fits_better_than_the_best(
            gaps in prop::collection::vec(0.05..1.0_f64, 8..12),
            errors in prop::collection::vec(-1.0..1.0_f64, 13),
            trend in -6.0..6.0_f64,
        ) {
            let mut levels = vec![0.0];
            for gap in &gaps {
                levels.push(levels[levels.len() - 1] + gap);
            }
            let shares = shares(&levels);
            let sample: Vec<f64> = shares.iter().zip(&errors).map(|(share, error)| trend * share + error).collect();
            let sample = centred(&sample);
            let best = SharpBends::of(&shares).best(&sample);
            let fitted = best.fitted(&shares);
            let rest: Vec<f64> = sample.iter().zip(&fitted).map(|(value, fit)| value - fit).collect();
            prop_assert!((dot(&sample, &sample) - dot(&rest, &rest) - best.gain).abs() < 1e-9);
            prop_assert!(of_one_sign(&best.slopes));
            prop_assert!(shares[1] <= best.knot && best.knot <= shares[shares.len() - 2]);
            let many = of_many_knots(&shares, &sample);
            prop_assert!(best.gain > many - 1e-9 && best.gain < many + 0.01, "{} against {many}", best.gain);
        }
    }
}
