//! Latin hypercube sampling.

use rand::RngExt;
use rand::seq::SliceRandom;

use crate::statistics::generator::generator;

/// `count` points in the unit cube, one per factor in each of `count` equal slices of its range, at a random place in the
/// slice.
///
/// Each factor alone is spread evenly however many factors there are (`McKay`, Beckman and Conover, Technometrics 21,
/// 1979). The same seed gives the same points.
///
/// ```
/// let points = samspil::statistics::latin_hypercube(10, 3, 1);
/// let lowest = points.iter().filter(|point| point[2] < 0.1).count();
/// assert_eq!((points.len(), lowest), (10, 1));
/// ```
#[must_use]
pub fn latin_hypercube(count: usize, factors: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut draws = generator(seed);
    let mut points = vec![vec![0.0; factors]; count];
    let mut slices: Vec<usize> = (0..count).collect();
    for factor in 0..factors {
        slices.shuffle(&mut draws);
        for (point, slice) in points.iter_mut().zip(&slices) {
            let place = (*slice as f64 + draws.random::<f64>()) / count as f64;
            // The sum may round up to the next slice.
            point[factor] = place.min(((slice + 1) as f64 / count as f64).next_down());
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_slice_of_each_factor_holds_one_point(count in 1..60_usize, factors in 0..6_usize, seed: u64) {
            let points = latin_hypercube(count, factors, seed);
            prop_assert_eq!(points.len(), count);
            for factor in 0..factors {
                let mut places: Vec<f64> = points.iter().map(|point| point[factor]).collect();
                places.sort_by(f64::total_cmp);
                for (slice, place) in places.iter().enumerate() {
                    let (low, high) = (slice as f64 / count as f64, (slice + 1) as f64 / count as f64);
                    prop_assert!(low <= *place && *place < high, "{place} outside [{low}, {high})");
                }
            }
        }
    }

    #[test]
    fn factors_are_shuffled_apart() {
        let points = latin_hypercube(2000, 2, 7);
        let covariance: f64 = points.iter().map(|p| (p[0] - 0.5) * (p[1] - 0.5)).sum::<f64>() / 2000.0;
        // Correlation of a random permutation: standard deviation 1/√2000 = 0.022.
        assert!((12.0 * covariance).abs() < 0.09, "{covariance}");
        assert_eq!(points, latin_hypercube(2000, 2, 7));
        assert_ne!(points, latin_hypercube(2000, 2, 8));
    }

    #[test]
    fn means_are_far_surer_than_at_random() {
        // A sum of monotone functions: McKay's variance is 1/n³, so 200 points are as good as 40,000 and more.
        for seed in 0..20 {
            let points = latin_hypercube(200, 3, seed);
            let mean = points
                .iter()
                .map(|p| p.iter().map(|x| x * x).sum::<f64>())
                .sum::<f64>()
                / 200.0;
            assert!((mean - 1.0).abs() < 0.002, "{mean}");
        }
    }
}
