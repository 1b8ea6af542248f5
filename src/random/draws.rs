//! Addressed draws: who draws, when, and what for, decides the number.

use super::philox::{philox4x32_10, philox4x32_10_lanes};

/// What a draw is for. The model declares one constant per purpose, so that no two decisions of an
/// agent in a step share a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purpose(pub u32);

/// A purpose for each programme: it takes as many numbers, from this one on, as programmes can run side by side.
///
/// ```
/// use samspil::random::{Purpose, PurposePerProgramme};
/// assert_eq!(PurposePerProgramme(600).of(2), Purpose(602));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurposePerProgramme(pub u32);

impl PurposePerProgramme {
    /// The purpose in a programme.
    #[must_use]
    pub const fn of(self, programme: usize) -> Purpose {
        Purpose(self.0 + programme as u32)
    }
}

/// All the draws of one replication under one seed.
#[derive(Clone, Copy, Debug)]
pub struct Draws {
    key: [u32; 2],
    replication: u32,
}

impl Draws {
    /// The draws of `replication` under `seed`.
    #[must_use]
    pub fn new(seed: u64, replication: u32) -> Self {
        Self {
            key: [seed as u32, (seed >> 32) as u32],
            replication,
        }
    }

    /// Four independent words of 32 random bits.
    #[inline]
    #[must_use]
    pub fn bits(&self, agent: u32, step: u32, purpose: Purpose) -> [u32; 4] {
        philox4x32_10([agent, step, self.replication, purpose.0], self.key)
    }

    /// Four independent uniforms in the open interval (0, 1): (bits + ½) / 2³².
    #[inline]
    #[must_use]
    pub fn uniforms(&self, agent: u32, step: u32, purpose: Purpose) -> [f64; 4] {
        self.bits(agent, step, purpose)
            .map(|word| (f64::from(word) + 0.5) / 4_294_967_296.0)
    }

    /// One uniform in the open interval (0, 1) on the odd multiples of 2⁻⁵³, all of them exact.
    #[inline]
    #[must_use]
    pub fn uniform(&self, agent: u32, step: u32, purpose: Purpose) -> f64 {
        let [low, high, ..] = self.bits(agent, step, purpose);
        let word = (u64::from(high) << 32) | u64::from(low);
        ((word >> 12) as f64 + 0.5) / 4_503_599_627_370_496.0
    }

    /// Four uniforms for each of `N` agents: `out[word][lane]` belongs to `agents[lane]`.
    ///
    /// A uniform is (the upper 23 bits of the word + ½) / 2²³, exact in `f32` and in the open
    /// interval (0, 1). Fastest where `N` is a multiple of 8. It agrees with [`Draws::uniforms`] to 2⁻²⁴.
    #[inline]
    pub fn fill<const N: usize>(
        &self,
        agents: &[u32; N],
        step: u32,
        purpose: Purpose,
        out: &mut [[f32; N]; 4],
    ) {
        let counters = [*agents, [step; N], [self.replication; N], [purpose.0; N]];
        let bits = philox4x32_10_lanes(&counters, self.key);
        for (uniforms, words) in out.iter_mut().zip(&bits) {
            for (uniform, word) in uniforms.iter_mut().zip(words) {
                // Through i32, which SSE2 converts four at a time; 23 bits always fit.
                *uniform = ((word >> 9).cast_signed() as f32 + 0.5) / 8_388_608.0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use statrs::distribution::{ChiSquared, ContinuousCDF};

    const PURPOSE: Purpose = Purpose(7);

    /// Pearson's statistic of `values` against equal shares of `bins`, as a p-value.
    fn chi_square_p_value(values: impl Iterator<Item = f64>, bins: usize) -> f64 {
        let mut counts = vec![0.0; bins];
        let mut total = 0.0;
        for value in values {
            counts[(value * bins as f64) as usize] += 1.0;
            total += 1.0;
        }
        let expected = total / bins as f64;
        let statistic: f64 = counts
            .iter()
            .map(|count| (count - expected) * (count - expected) / expected)
            .sum();
        ChiSquared::new((bins - 1) as f64).unwrap().sf(statistic)
    }

    #[test]
    fn the_address_is_laid_out_as_documented() {
        let draws = Draws::new(0x299f_31d0_a409_3822, 0x1319_8a2e);
        let bits = draws.bits(0x243f_6a88, 0x85a3_08d3, Purpose(0x0370_7344));
        assert_eq!(bits, [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]);
    }

    #[test]
    fn the_same_citizen_draws_the_same_in_every_variant() {
        let baseline = Draws::new(1, 3);
        let variant = Draws::new(1, 3);
        let forwards: Vec<_> = (0..50).map(|a| baseline.bits(a, 9, PURPOSE)).collect();
        let mut backwards: Vec<_> = (0..50)
            .rev()
            .map(|a| {
                let _other_purpose = variant.uniform(a, 9, Purpose(8));
                variant.bits(a, 9, PURPOSE)
            })
            .collect();
        backwards.reverse();
        assert_eq!(forwards, backwards);
    }

    #[test]
    fn uniforms_fill_the_unit_interval_evenly() {
        let draws = Draws::new(20_261_124, 0);
        let by_agent = (0..20_000).map(|agent| draws.uniform(agent, 0, PURPOSE));
        assert!(chi_square_p_value(by_agent, 100) > 0.001);
        let by_step = (0..20_000).map(|step| draws.uniform(5, step, PURPOSE));
        assert!(chi_square_p_value(by_step, 100) > 0.001);
        for word in 0..4 {
            let values = (0..20_000).map(|agent| draws.uniforms(agent, 1, PURPOSE)[word]);
            assert!(chi_square_p_value(values, 100) > 0.001);
        }
    }

    #[test]
    fn consecutive_agents_are_independent() {
        let draws = Draws::new(20_261_124, 1);
        let pairs = (0..20_000).map(|agent| {
            let row = (draws.uniform(agent, 0, PURPOSE) * 10.0).floor();
            let column = draws.uniform(agent + 1, 0, PURPOSE) * 10.0;
            (row * 10.0 + column) / 100.0
        });
        assert!(chi_square_p_value(pairs, 100) > 0.001);
    }

    proptest! {
        #[test]
        fn every_field_of_the_address_matters(
            seed: u64, replication: u32, agent: u32, step: u32, purpose: u32, change in 1..u32::MAX,
        ) {
            let base = Draws::new(seed, replication).bits(agent, step, Purpose(purpose));
            let other = |word: u32| word.wrapping_add(change);
            let changed = [
                Draws::new(seed ^ u64::from(change), replication).bits(agent, step, Purpose(purpose)),
                Draws::new(seed ^ (u64::from(change) << 32), replication)
                    .bits(agent, step, Purpose(purpose)),
                Draws::new(seed, other(replication)).bits(agent, step, Purpose(purpose)),
                Draws::new(seed, replication).bits(other(agent), step, Purpose(purpose)),
                Draws::new(seed, replication).bits(agent, other(step), Purpose(purpose)),
                Draws::new(seed, replication).bits(agent, step, Purpose(other(purpose))),
            ];
            for bits in changed {
                prop_assert_ne!(base, bits);
            }
        }

        #[test]
        fn fill_equals_bits_lane_by_lane(
            seed: u64, replication: u32, agents: [u32; 11], step: u32, purpose: u32,
        ) {
            let draws = Draws::new(seed, replication);
            let mut filled = [[0.0; 11]; 4];
            draws.fill(&agents, step, Purpose(purpose), &mut filled);
            for (lane, agent) in agents.into_iter().enumerate() {
                let bits = draws.bits(agent, step, Purpose(purpose));
                let uniforms = draws.uniforms(agent, step, Purpose(purpose));
                for word in 0..4 {
                    let value = f64::from(filled[word][lane]);
                    let scaled = value * 16_777_216.0;
                    prop_assert_eq!(scaled as u32, 2 * (bits[word] >> 9) + 1);
                    prop_assert!(scaled.fract() == 0.0);
                    prop_assert!(value > 0.0 && value < 1.0);
                    prop_assert!((value - uniforms[word]).abs() < 1.0 / 16_777_216.0);
                }
            }
        }

        #[test]
        fn uniform_is_an_odd_multiple_of_two_to_the_minus_53(seed: u64, agent: u32) {
            let scaled = Draws::new(seed, 0).uniform(agent, 0, PURPOSE) * 9_007_199_254_740_992.0;
            prop_assert!(scaled > 0.0 && scaled < 9_007_199_254_740_992.0);
            prop_assert_eq!(scaled as u64 % 2, 1);
        }
    }
}
