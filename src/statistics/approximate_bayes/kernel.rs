//! Where the next points come from: those that were accepted, each moved a little.

use rand::Rng;
use rand::distr::Distribution;
use rand::distr::weighted::WeightedIndex;

use super::particle::Particle;
use crate::statistics::generator::normal;

/// A coordinate in which all particles agree is still moved by this much, so that the search cannot freeze in it.
const DEVIATION_MIN: f64 = 1e-6;
/// A pivot below this share of its variance counts as none: the coordinates are then moved each for itself.
const PIVOT_MIN: f64 = 1e-10;

/// The mixture of normal distributions around the particles of a population, with twice its weighted covariance.
pub(super) struct Kernel {
    points: Vec<Vec<f64>>,
    weights: Vec<f64>,
    choice: WeightedIndex<f64>,
    /// Lower triangular root of the covariance.
    root: Vec<Vec<f64>>,
    /// The points in coordinates in which the kernel is round.
    round: Vec<Vec<f64>>,
}

impl Kernel {
    /// The kernel of a population that is not empty.
    pub(super) fn of(population: &[Particle]) -> Self {
        let points: Vec<Vec<f64>> = population
            .iter()
            .map(|particle| particle.proposal.point.clone())
            .collect();
        let weights: Vec<f64> = population.iter().map(|particle| particle.weight).collect();
        let mut covariance = covariance(&points, &weights);
        for entry in covariance.iter_mut().flatten() {
            *entry *= 2.0;
        }
        let root = cholesky(&covariance).unwrap_or_else(|| diagonal(&covariance));
        Self {
            choice: WeightedIndex::new(&weights).expect("the weights of a population add up to 1"),
            round: points.iter().map(|point| solve(&root, point)).collect(),
            points,
            weights,
            root,
        }
    }

    /// A particle chosen by weight and moved; it may leave the cube.
    pub(super) fn draw(&self, draws: &mut impl Rng) -> Vec<f64> {
        let chosen = self.choice.sample(draws);
        let steps: Vec<f64> = self.root.iter().map(|_| normal(draws)).collect();
        self.points[chosen]
            .iter()
            .zip(&self.root)
            .map(|(start, row)| {
                start
                    + row
                        .iter()
                        .zip(&steps)
                        .map(|(part, step)| part * step)
                        .sum::<f64>()
            })
            .collect()
    }

    /// Density of the mixture at a point, up to a factor that is the same for all points.
    pub(super) fn density(&self, point: &[f64]) -> f64 {
        let here = solve(&self.root, point);
        self.round
            .iter()
            .zip(&self.weights)
            .map(|(other, weight)| {
                let square: f64 = here.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum();
                weight * libm::exp(-0.5 * square)
            })
            .sum()
    }
}

fn covariance(points: &[Vec<f64>], weights: &[f64]) -> Vec<Vec<f64>> {
    let dimensions = points[0].len();
    let sum: f64 = weights.iter().sum();
    let over = |value: &dyn Fn(&[f64]) -> f64| -> f64 {
        let terms = points.iter().zip(weights);
        terms.map(|(point, weight)| weight * value(point)).sum::<f64>() / sum
    };
    let means: Vec<f64> = (0..dimensions).map(|one| over(&|point| point[one])).collect();
    (0..dimensions)
        .map(|one| {
            (0..dimensions)
                .map(|other| over(&|point| (point[one] - means[one]) * (point[other] - means[other])))
                .collect()
        })
        .collect()
}

/// The lower triangular matrix whose product with its transpose is a covariance; `None` where it has no full rank.
fn cholesky(covariance: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let dimensions = covariance.len();
    let mut root = vec![vec![0.0; dimensions]; dimensions];
    for row in 0..dimensions {
        for column in 0..=row {
            let known: f64 = (0..column)
                .map(|inner| root[row][inner] * root[column][inner])
                .sum();
            let rest = covariance[row][column] - known;
            if row == column {
                if rest <= PIVOT_MIN * covariance[row][row] || rest < DEVIATION_MIN * DEVIATION_MIN {
                    return None;
                }
                root[row][row] = rest.sqrt();
            } else {
                root[row][column] = rest / root[column][column];
            }
        }
    }
    Some(root)
}

fn diagonal(covariance: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut root = vec![vec![0.0; covariance.len()]; covariance.len()];
    for (index, row) in root.iter_mut().enumerate() {
        row[index] = covariance[index][index].sqrt().max(DEVIATION_MIN);
    }
    root
}

/// The vector that a lower triangular matrix takes to `point`.
fn solve(root: &[Vec<f64>], point: &[f64]) -> Vec<f64> {
    let mut solved: Vec<f64> = Vec::with_capacity(point.len());
    for (row, value) in root.iter().zip(point) {
        let known: f64 = row.iter().zip(&solved).map(|(part, done)| part * done).sum();
        solved.push((value - known) / row[solved.len()]);
    }
    solved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::approximate_bayes::Proposal;
    use crate::statistics::generator::generator;

    fn particle(point: &[f64], weight: f64) -> Particle {
        Particle {
            proposal: Proposal {
                round: 0,
                attempt: 0,
                point: point.to_vec(),
            },
            distance: 0.0,
            weight,
        }
    }

    #[test]
    fn draws_have_the_mean_and_three_times_the_covariance_of_the_population() {
        let population = [
            particle(&[0.2, 0.3], 0.5),
            particle(&[0.4, 0.5], 0.25),
            particle(&[0.6, 0.4], 0.25),
        ];
        // Mean (0.35, 0.375); covariances 0.0275, 0.00875 and 0.006875 by hand.
        let kernel = Kernel::of(&population);
        let mut draws = generator(1);
        let drawn: Vec<Vec<f64>> = (0..40_000).map(|_| kernel.draw(&mut draws)).collect();
        let means = [0, 1].map(|axis| drawn.iter().map(|point| point[axis]).sum::<f64>() / 40_000.0);
        assert!(
            (means[0] - 0.35).abs() < 0.006 && (means[1] - 0.375).abs() < 0.004,
            "{means:?}"
        );
        let found = covariance(&drawn, &vec![1.0; drawn.len()]);
        for (found, expected) in [
            (found[0][0], 0.0275),
            (found[0][1], 0.008_75),
            (found[1][1], 0.006_875),
        ] {
            assert!(
                (found / (3.0 * expected) - 1.0).abs() < 0.05,
                "{found} {expected}"
            );
        }
    }

    #[test]
    fn densities_are_those_of_the_normal_mixture() {
        let population = [particle(&[0.2, 0.3], 0.5), particle(&[0.4, 0.5], 0.5)];
        // Perfectly correlated: each coordinate is moved for itself, with variance 2 · 0.01.
        let kernel = Kernel::of(&population);
        let by_hand = |point: [f64; 2]| {
            [[0.2, 0.3], [0.4, 0.5]]
                .iter()
                .map(|at| {
                    let away = libm::hypot(point[0] - at[0], point[1] - at[1]);
                    0.5 * libm::exp(-0.5 * away * away / 0.02)
                })
                .sum::<f64>()
        };
        for point in [[0.2, 0.3], [0.9, 0.1], [0.31, 0.4]] {
            assert!((kernel.density(&point) / by_hand(point) - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_population_in_one_place_still_moves() {
        let kernel = Kernel::of(&[particle(&[0.5], 0.5), particle(&[0.5], 0.5)]);
        let mut draws = generator(3);
        let moved = kernel.draw(&mut draws)[0];
        assert!((moved - 0.5).abs() > 0.0 && (moved - 0.5).abs() < 1e-5);
    }
}
