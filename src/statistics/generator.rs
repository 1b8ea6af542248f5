//! The random numbers of the statistics.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, RngExt, SeedableRng};
use rand_distr::StandardNormal;

/// The generator of every resampling and plan here.
///
/// xoshiro256++ of Blackman and Vigna (ACM Transactions on Mathematical Software 47, 2021), by name, since the
/// standard generator of `rand` may change with any release. The engine draws by address instead.
pub(in crate::statistics) fn generator(seed: u64) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(seed)
}

/// A stream of its own for each number under a seed, whatever the order in which they are asked for.
pub(in crate::statistics) fn substream(seed: u64, number: u64) -> Xoshiro256PlusPlus {
    generator(mixed(seed, number))
}

/// A draw from the standard normal distribution, by the ziggurat of `rand_distr`, with the 24 binary digits of an `f32`.
///
/// One draw in 4,000 comes from the tail, which takes logarithms, and these are the platform's wherever a crate asks `num-traits`
/// for `std`. What differs between platforms is a last bit of an `f64`, and is rounded away.
pub(in crate::statistics) fn normal(draws: &mut impl Rng) -> f64 {
    let rounded: f32 = draws.sample(StandardNormal);
    f64::from(rounded)
}

/// Number `number` of the sequence that `SplitMix64` (Steele, Lea and Flood 2014) makes of a seed: all 64 bits depend on both.
#[must_use]
pub fn mixed(seed: u64, number: u64) -> u64 {
    let mut bits = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_of_a_seed_never_changes() {
        // SplitMix64 from seed 1, then xoshiro256++, by a few lines of Python after the authors' C sources.
        let mut stream = generator(1);
        let words = [stream.next_u64(), stream.next_u64(), stream.next_u64()];
        assert_eq!(
            words,
            [
                0xcfc5_d07f_6f03_c29b,
                0xbf42_4132_963f_e08d,
                0x19a3_7d57_57aa_f520
            ]
        );
    }

    #[derive(serde::Deserialize)]
    struct Fixture {
        normals: Normals,
    }

    #[derive(serde::Deserialize)]
    struct Normals {
        first: Vec<f64>,
        least: f64,
        greatest: f64,
        sum: f64,
    }

    #[test]
    fn normal_draws_are_those_of_a_ziggurat_in_another_language() {
        let Fixture { normals } =
            serde_json::from_str(include_str!("../../tests/fixtures/approximate_bayes.json")).unwrap();
        let mut stream = substream(7, 0);
        let drawn: Vec<f64> = (0..20_000).map(|_| normal(&mut stream)).collect();
        for (found, expected) in drawn.iter().zip(&normals.first) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
        // Both tails begin at 3.654.
        assert!(normals.least < -3.66 && normals.greatest > 3.66);
        let least = drawn.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = drawn.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        assert!((least - normals.least).abs() < 1e-12 && (greatest - normals.greatest).abs() < 1e-12);
        let sum: f64 = drawn.iter().sum();
        assert!((sum - normals.sum).abs() < 1e-9, "{sum} {}", normals.sum);
    }
}
