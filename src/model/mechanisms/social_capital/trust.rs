//! Generalised trust around each citizen's own level (M10).
//!
//! At birth `m`, `S̄` are the means of trust `g` and status `S`, `b` the slope of trust on status, and `V` the variance of what
//! is left, `r = g - m - b (S - S̄)`. A share `s` of that variance lasts, as the citizen's own level
//! ```text
//! L = clamp01( m + b (S - S̄) + s r + sqrt(s (1 - s) V) z )
//! g' = clamp01( L + ρ (g - L) + sqrt((1 - s) V (1 - ρ²)) z' ),    ρ = clamp01( (a - s)/(1 - s) )    [once a year]
//! ```
//! with standard normal `z` once and `z'` each year. The variance over citizens then rests, the correlation of `r` with what
//! it was goes from `a` after a year down to `s` and no further, and what goes with status does not fade.

use super::SocialCapitalParameters;
use crate::model::mechanisms::{Block, Rates};
use crate::random::{Draws, Purpose, normal_quantile};

/// Yearly change of generalised trust; by citizen.
const TRUST_CHANGE: Purpose = Purpose(100);

/// Moments of generalised trust over all citizens at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct TrustMoments {
    pub(in crate::model) mean: f64,
    /// Mean status.
    status_mean: f64,
    /// Trust per unit of status.
    per_status: f64,
    /// Variance of what status does not explain.
    variance_beyond_status: f64,
}

impl TrustMoments {
    /// The moments of these citizens, each with trust and status.
    pub(in crate::model) fn of(trust: &[f32], status: &[f32]) -> Self {
        let count = trust.len() as f64;
        let mean_of = |values: &[f32]| values.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
        let (mean, status_mean) = (mean_of(trust), mean_of(status));
        let (mut variance, mut status_variance, mut covariance) = (0.0, 0.0, 0.0);
        for (&trust, &status) in trust.iter().zip(status) {
            let (trust, status) = (f64::from(trust) - mean, f64::from(status) - status_mean);
            variance += trust * trust / count;
            status_variance += status * status / count;
            covariance += trust * status / count;
        }
        let per_status = if status_variance > 0.0 {
            covariance / status_variance
        } else {
            0.0
        };
        Self {
            mean,
            status_mean,
            per_status,
            variance_beyond_status: (variance - per_status * per_status * status_variance).max(0.0),
        }
    }

    /// The level around which a citizen's trust varies, by a uniform draw of the citizen's.
    pub(in crate::model) fn own_level(
        &self,
        trust: f64,
        status: f64,
        stable_share: f64,
        uniform: f64,
    ) -> f64 {
        let by_status = self.mean + self.per_status * (status - self.status_mean);
        let drawn = (stable_share * (1.0 - stable_share) * self.variance_beyond_status).sqrt();
        let level = by_status + stable_share * (trust - by_status) + drawn * normal_quantile(uniform);
        level.clamp(0.0, 1.0)
    }

    /// Standard deviation of what a year adds to trust, where `kept` of the distance from the own level is left.
    pub(super) fn noise(&self, kept: f64, stable_share: f64) -> f64 {
        ((1.0 - stable_share) * self.variance_beyond_status * (1.0 - kept * kept)).sqrt()
    }
}

/// Part of the distance from a citizen's own level that is left after a year.
pub(super) fn kept_a_year(capital: &SocialCapitalParameters) -> f64 {
    let stable = capital.trust_stable_share;
    if stable < 1.0 {
        ((capital.trust_autocorrelation - stable) / (1.0 - stable)).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// The yearly change of generalised trust, for the citizens whose day of the year falls into this step.
pub(in crate::model) fn change_trust(block: &mut Block, step: u32, draws: &Draws, rates: &Rates) {
    for lane in 0..block.len {
        if block.ids[lane]
            .wrapping_add(step)
            .is_multiple_of(rates.steps_per_year)
        {
            let score = normal_quantile(draws.uniform(block.ids[lane], step, TRUST_CHANGE)) as f32;
            let level = block.fixed.trust_level[lane];
            let kept = rates.social_capital.trust_kept * (block.state.trust[lane] - level);
            let trust = level + kept + rates.social_capital.trust_noise * score;
            block.state.trust[lane] = trust.clamp(0.0, 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lane::LANES;
    use crate::model::mechanisms::{DISPOSITION, Parameters};
    use crate::scenario::reference_parameters;

    const SEED: u64 = 11;
    const STEPS_PER_YEAR: u32 = 12;

    /// Citizens whose trust rises with status, far enough from the ends of the scale that nothing is cut.
    struct Town {
        status: Vec<f32>,
        trust_at_birth: Vec<f32>,
        blocks: Vec<Block>,
        rates: Rates,
        draws: Draws,
        step: u32,
    }

    fn parameters(stable_share: f64) -> Parameters {
        let mut parameters = reference_parameters();
        parameters.social_capital.trust_autocorrelation = 0.92;
        parameters.social_capital.trust_stable_share = stable_share;
        parameters
    }

    impl Town {
        fn new(citizens: u32, stable_share: f64) -> Self {
            let draws = Draws::new(SEED, 0);
            let scores = |citizen: u32| draws.uniforms(citizen, 0, Purpose(9_000)).map(normal_quantile);
            let status: Vec<f32> = (0..citizens)
                .map(|citizen| (0.5 + 0.1 * scores(citizen)[0]) as f32)
                .collect();
            let trust_at_birth: Vec<f32> = (0..citizens)
                .map(|citizen| (0.55 + 0.04 * scores(citizen)[0] + 0.05 * scores(citizen)[1]) as f32)
                .collect();
            let moments = TrustMoments::of(&trust_at_birth, &status);
            let mut blocks = Vec::new();
            for first in (0..citizens).step_by(LANES) {
                let mut block = Block::new(0, 0, first);
                for citizen in first..citizens.min(first + LANES as u32) {
                    let (lane, row) = (block.len, citizen as usize);
                    block.len += 1;
                    block.ids[lane] = citizen;
                    block.state.trust[lane] = trust_at_birth[row];
                    let level = moments.own_level(
                        trust_at_birth[row].into(),
                        status[row].into(),
                        stable_share,
                        draws.uniforms(citizen, 0, DISPOSITION)[3],
                    );
                    block.fixed.trust_level[lane] = level as f32;
                }
                blocks.push(block);
            }
            let rates = Rates::new(
                &parameters(stable_share),
                moments,
                1.0 / f64::from(STEPS_PER_YEAR),
                STEPS_PER_YEAR,
            );
            Self {
                status,
                trust_at_birth,
                blocks,
                rates,
                draws,
                step: 0,
            }
        }

        fn live(&mut self, years: u32) {
            for _ in 0..years * STEPS_PER_YEAR {
                self.step += 1;
                for block in &mut self.blocks {
                    change_trust(block, self.step, &self.draws, &self.rates);
                }
            }
        }

        fn trust(&self) -> Vec<f64> {
            let lanes = self.blocks.iter();
            lanes
                .flat_map(|block| {
                    block.state.trust[..block.len]
                        .iter()
                        .map(|&trust| f64::from(trust))
                })
                .collect()
        }
    }

    fn doubles(values: &[f32]) -> Vec<f64> {
        values.iter().map(|&value| f64::from(value)).collect()
    }

    fn covariance(one: &[f64], other: &[f64]) -> f64 {
        let count = one.len() as f64;
        let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
        let (one_mean, other_mean) = (mean(one), mean(other));
        let pairs = one.iter().zip(other);
        pairs
            .map(|(one, other)| (one - one_mean) * (other - other_mean))
            .sum::<f64>()
            / count
    }

    fn correlation(one: &[f64], other: &[f64]) -> f64 {
        covariance(one, other) / (covariance(one, one) * covariance(other, other)).sqrt()
    }

    /// What is left of `values` beyond a straight line in `by`.
    fn beyond(values: &[f64], by: &[f64]) -> Vec<f64> {
        let slope = covariance(values, by) / covariance(by, by);
        values
            .iter()
            .zip(by)
            .map(|(value, by)| value - slope * by)
            .collect()
    }

    #[test]
    fn the_moments_are_those_of_least_squares() {
        let town = Town::new(1_000, 0.75);
        let (trust, status) = (doubles(&town.trust_at_birth), doubles(&town.status));
        let moments = TrustMoments::of(&town.trust_at_birth, &town.status);
        let left = beyond(&trust, &status);
        assert!((moments.variance_beyond_status - covariance(&left, &left)).abs() < 1e-12);
        let slope = covariance(&trust, &status) / covariance(&status, &status);
        assert!((moments.per_status - slope).abs() < 1e-12);
        let alike = TrustMoments::of(&town.trust_at_birth, &[0.5; 1_000]);
        assert!(
            alike.per_status.abs() < 1e-12,
            "status explains nothing where all are alike"
        );
        assert!((alike.variance_beyond_status - covariance(&trust, &trust)).abs() < 1e-12);
    }

    /// Citizen by citizen and year by year, with the equations written out once more.
    #[test]
    fn every_citizen_moves_as_the_equations_say() {
        let (share, autocorrelation, citizens) = (0.75, 0.92, 2_000_u32);
        let mut town = Town::new(citizens, share);
        let (start, status) = (doubles(&town.trust_at_birth), doubles(&town.status));
        let count = f64::from(citizens);
        let (mean, status_mean) = (
            start.iter().sum::<f64>() / count,
            status.iter().sum::<f64>() / count,
        );
        let slope = covariance(&start, &status) / covariance(&status, &status);
        let variance = covariance(&start, &start) - slope * slope * covariance(&status, &status);
        let kept: f64 = (autocorrelation - share) / (1.0 - share);
        let noise = ((1.0 - share) * variance * (1.0 - kept * kept)).sqrt();
        let years = 3;
        town.live(years);
        for (citizen, trust) in town.trust().into_iter().enumerate() {
            let expected = mean + slope * (status[citizen] - status_mean);
            let number = citizen as u32;
            let luck = normal_quantile(town.draws.uniforms(number, 0, DISPOSITION)[3]);
            let level = expected
                + share * (start[citizen] - expected)
                + (share * (1.0 - share) * variance).sqrt() * luck;
            let mut naive = start[citizen];
            for step in 1..=years * STEPS_PER_YEAR {
                if (number + step).is_multiple_of(STEPS_PER_YEAR) {
                    let luck = normal_quantile(town.draws.uniform(number, step, TRUST_CHANGE));
                    naive = level + kept * (naive - level) + noise * luck;
                }
            }
            assert!((trust - naive).abs() < 1e-5, "{citizen}: {trust} against {naive}");
        }
    }

    #[test]
    fn trust_keeps_its_variance_its_memory_and_its_tie_to_status() {
        let (share, autocorrelation) = (0.75, 0.92);
        let mut town = Town::new(20_000, share);
        let (start, status) = (doubles(&town.trust_at_birth), doubles(&town.status));
        let start_beyond = beyond(&start, &status);
        let kept: f64 = (autocorrelation - share) / (1.0 - share);
        let mut lived = 0;
        for years in [1_u32, 4, 12] {
            town.live(years - lived);
            lived = years;
            let now = town.trust();
            let ratio = covariance(&now, &now) / covariance(&start, &start);
            assert!((ratio - 1.0).abs() < 0.03, "variance {ratio} after {years} years");
            let memory = correlation(&beyond(&now, &status), &start_beyond);
            let expected = share + (1.0 - share) * libm::pow(kept, f64::from(years));
            assert!(
                (memory - expected).abs() < 0.01,
                "memory {memory}, not {expected}, after {years} years"
            );
            let with_status = correlation(&now, &status) - correlation(&start, &status);
            assert!(with_status.abs() < 0.015, "status counts {with_status} more");
        }
    }

    #[test]
    fn trust_that_all_lasts_stands_still_and_trust_that_does_not_follows_status() {
        let mut town = Town::new(500, 1.0);
        town.live(5);
        for (now, start) in town.trust().iter().zip(doubles(&town.trust_at_birth)) {
            assert!((now - start).abs() < 1e-6);
        }
        let town = Town::new(500, 0.0);
        let moments = TrustMoments::of(&town.trust_at_birth, &town.status);
        for (row, level) in town.blocks[0].fixed.trust_level.iter().enumerate() {
            let by_status =
                moments.mean + moments.per_status * (f64::from(town.status[row]) - moments.status_mean);
            assert!((f64::from(*level) - by_status).abs() < 1e-6);
        }
        assert!((f64::from(town.rates.social_capital.trust_kept) - 0.92).abs() < 1e-6);
    }

    /// Where more is to last than is alike after a year, nothing but the own level is left after a year.
    #[test]
    fn the_own_level_is_all_that_is_kept_where_the_year_keeps_less() {
        let capital = parameters(0.95).social_capital;
        assert!(kept_a_year(&capital).abs() < 1e-12);
    }

    /// Trust at an end of the scale stays on it.
    #[test]
    fn no_level_leaves_the_scale() {
        let moments = TrustMoments::of(&[0.0, 0.0, 1.0, 1.0], &[0.2, 0.4, 0.6, 0.8]);
        for uniform in [1e-9, 0.5, 1.0 - 1e-9] {
            for trust in [0.0, 1.0] {
                let level = moments.own_level(trust, 0.5, 0.75, uniform);
                assert!((0.0..=1.0).contains(&level));
            }
        }
    }
}
