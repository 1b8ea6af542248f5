//! Neighbourhoods, from the poorest to the richest.

use super::BLOCK;
use crate::model::executor::Executor;
use crate::model::population::{POPULATION_DISPOSITION, Population};
use crate::random::{Draws, normal_quantile};

/// Mean status of neighbourhoods: linear from `mean - gradient / 2` (poorest) to `mean + gradient / 2`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Neighbourhoods {
    count: u32,
    mean: f64,
    gradient: f64,
    sd_within: f64,
}

impl Neighbourhoods {
    /// `ranked`: whether they are numbered from the poorest to the richest; otherwise all have the same mean.
    pub(super) fn new(count: u32, population: &Population, ranked: bool) -> Self {
        assert!(count > 0, "there is at least one neighbourhood");
        Self {
            count,
            mean: population.ses_mean,
            gradient: if ranked { population.ses_gradient } else { 0.0 },
            sd_within: population.ses_sd,
        }
    }

    /// Neighbourhood of a citizen when all have the same size (or differ by one).
    pub(super) fn of_citizen(&self, citizen: usize, citizens: usize) -> u32 {
        (citizen as u64 * u64::from(self.count) / citizens as u64) as u32
    }

    /// Mean status of a neighbourhood as a score of the whole population.
    pub(super) fn score(&self, neighbourhood: u32) -> f64 {
        if self.count == 1 {
            return 0.0;
        }
        let place = f64::from(neighbourhood) / f64::from(self.count - 1) - 0.5;
        self.gradient * place / self.sd_total()
    }

    /// Spread of the means of neighbourhoods: that of equally spaced points,
    /// `gradient * sqrt((count + 1) / (12 (count - 1)))`.
    fn sd_between(&self) -> f64 {
        if self.count == 1 {
            return 0.0;
        }
        let count = f64::from(self.count);
        self.gradient * ((count + 1.0) / (12.0 * (count - 1.0))).sqrt()
    }

    /// Spread of status in the whole population, before it is cut to `[0, 1]`.
    pub(super) fn sd_total(&self) -> f64 {
        (self.sd_within * self.sd_within + self.sd_between() * self.sd_between()).sqrt()
    }

    /// Share of the variance of status that lies within neighbourhoods.
    pub(super) fn within_share(&self) -> f64 {
        let ratio = self.sd_within / self.sd_total();
        ratio * ratio
    }

    /// Status that belongs to a score of the whole population, in `[0, 1]`.
    pub(super) fn status(&self, score: f64) -> f64 {
        (self.mean + self.sd_total() * score).clamp(0.0, 1.0)
    }

    /// The order in which citizens fill neighbourhoods of equal size, the poorest first, so that the means
    /// of the neighbourhoods spread as the gradient asks.
    ///
    /// Citizens are sorted by `r s + sqrt(1 - r^2) e`: `s` their standardised status, `e` a standard normal
    /// draw. Slices of that order have means of status with spread `r sd(status) k`, `k` the spread of
    /// the means of equal slices of a normal distribution; hence `r = spread asked for / (sd(status) k)`,
    /// at most 1: strictly sorted neighbourhoods cannot differ more.
    pub(super) fn settle<E: Executor>(&self, status: &[f32], draws: &Draws, executor: &E) -> Vec<u32> {
        let mut order: Vec<u32> = (0..status.len() as u32).collect();
        if self.count == 1 {
            return order;
        }
        let (mean, sd) = mean_and_sd(status);
        let r = if sd > 0.0 {
            (self.sd_between() / (sd * spread_of_slices(self.count))).min(1.0)
        } else {
            0.0
        };
        let standardised = |value: f32| {
            if sd > 0.0 {
                (f64::from(value) - mean) / sd
            } else {
                0.0
            }
        };
        let noise = (1.0 - r * r).sqrt();
        let mut keys = vec![0.0_f64; status.len()];
        let mut blocks: Vec<&mut [f64]> = keys.chunks_mut(BLOCK).collect();
        executor.map(&mut blocks, |block, keys| {
            for (citizen, key) in (block * BLOCK..).zip(keys.iter_mut()) {
                let uniform = draws.uniforms(citizen as u32, 0, POPULATION_DISPOSITION)[3];
                *key = r * standardised(status[citizen]) + noise * normal_quantile(uniform);
            }
        });
        order.sort_by(|&one, &other| keys[one as usize].total_cmp(&keys[other as usize]));
        order
    }
}

/// Spread of the means of `count` equal slices of a standard normal distribution.
fn spread_of_slices(count: u32) -> f64 {
    let count = f64::from(count);
    let density = |edge: f64| {
        if edge <= 0.0 || edge >= count {
            return 0.0;
        }
        let z = normal_quantile(edge / count);
        libm::exp(-0.5 * z * z) / std::f64::consts::TAU.sqrt()
    };
    let mut sum_of_squares = 0.0;
    let mut edge = 0.0;
    while edge < count {
        let mean = count * (density(edge) - density(edge + 1.0));
        sum_of_squares += mean * mean;
        edge += 1.0;
    }
    (sum_of_squares / count).sqrt()
}

fn mean_and_sd(values: &[f32]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
    let squares: f64 = values
        .iter()
        .map(|&value| (f64::from(value) - mean) * (f64::from(value) - mean))
        .sum();
    (mean, (squares / count).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::population::fixtures::population;

    #[test]
    fn scores_of_neighbourhoods_and_spread_within_make_a_unit_variance() {
        for count in [1, 2, 10, 590] {
            let neighbourhoods = Neighbourhoods::new(count, &population(), true);
            let between: f64 = (0..count)
                .map(|a| neighbourhoods.score(a) * neighbourhoods.score(a))
                .sum::<f64>();
            let total = between / f64::from(count) + neighbourhoods.within_share();
            assert!((total - 1.0).abs() < 1e-12, "{count}: {total}");
        }
    }

    #[test]
    fn sizes_differ_by_at_most_one_and_numbers_rise() {
        let neighbourhoods = Neighbourhoods::new(7, &population(), true);
        let homes: Vec<u32> = (0..100).map(|i| neighbourhoods.of_citizen(i, 100)).collect();
        assert!(homes.is_sorted());
        for area in 0..7 {
            let size = homes.iter().filter(|&&home| home == area).count();
            assert!((14..=15).contains(&size));
        }
    }

    #[test]
    fn two_slices_of_a_normal_have_means_at_the_known_place() {
        // E|Z| = sqrt(2 / pi).
        assert!((spread_of_slices(2) - (2.0 / std::f64::consts::PI).sqrt()).abs() < 1e-9);
        assert!(spread_of_slices(1).abs() < 1e-12);
        assert!((spread_of_slices(1000) - 1.0).abs() < 0.01);
    }
}
