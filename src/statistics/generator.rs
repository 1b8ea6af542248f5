//! The random numbers of the statistics.

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

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
    use rand::Rng;

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
}
