//! Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random
//! numbers: as easy as 1, 2, 3", SC'11, <https://doi.org/10.1145/2063384.2063405>.

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
/// Golden ratio and √3 − 1, added to the key after every round (Weyl sequence).
const KEY_INCREMENTS: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: u32 = 10;

/// The 128 random bits that belong to `counter` under `key`.
///
/// ```
/// use samspil::random::philox::philox4x32_10;
///
/// let bits = philox4x32_10([0; 4], [0; 2]);
/// assert_eq!(bits, [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
/// ```
#[inline]
#[must_use]
pub fn philox4x32_10(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let [mut a, mut b, mut c, mut d] = counter;
    let [mut first_key, mut second_key] = key;
    for _ in 0..ROUNDS {
        let (high_a, low_a) = multiply(MULTIPLIERS[0], a);
        let (high_c, low_c) = multiply(MULTIPLIERS[1], c);
        [a, b, c, d] = [high_c ^ b ^ first_key, low_c, high_a ^ d ^ second_key, low_a];
        first_key = first_key.wrapping_add(KEY_INCREMENTS[0]);
        second_key = second_key.wrapping_add(KEY_INCREMENTS[1]);
    }
    [a, b, c, d]
}

/// [`philox4x32_10`] for `N` counters at once: `counters[word][lane]` becomes `bits[word][lane]`.
///
/// All lanes go through a round together, which the compiler turns into vector instructions
/// (`pmuludq` on x86-64) where `N` is a multiple of 8.
#[inline]
#[must_use]
pub fn philox4x32_10_lanes<const N: usize>(counters: &[[u32; N]; 4], key: [u32; 2]) -> [[u32; N]; 4] {
    let [mut a, mut b, mut c, mut d] = *counters;
    let [mut first_key, mut second_key] = key;
    for _ in 0..ROUNDS {
        for lane in 0..N {
            let (high_a, low_a) = multiply(MULTIPLIERS[0], a[lane]);
            let (high_c, low_c) = multiply(MULTIPLIERS[1], c[lane]);
            a[lane] = high_c ^ b[lane] ^ first_key;
            b[lane] = low_c;
            c[lane] = high_a ^ d[lane] ^ second_key;
            d[lane] = low_a;
        }
        first_key = first_key.wrapping_add(KEY_INCREMENTS[0]);
        second_key = second_key.wrapping_add(KEY_INCREMENTS[1]);
    }
    [a, b, c, d]
}

/// High and low half of the 64-bit product.
#[inline]
fn multiply(multiplier: u32, word: u32) -> (u32, u32) {
    let product = u64::from(multiplier) * u64::from(word);
    ((product >> 32) as u32, product as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The known-answer vectors of Random123 1.14 (`kat_vectors`, philox4x32-10).
    #[test]
    fn gives_the_known_answers() {
        let vectors = [
            (
                [0; 4],
                [0; 2],
                [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8],
            ),
            (
                [u32::MAX; 4],
                [u32::MAX; 2],
                [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd],
            ),
            (
                [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
                [0xa409_3822, 0x299f_31d0],
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
            ),
        ];
        for (counter, key, bits) in vectors {
            assert_eq!(philox4x32_10(counter, key), bits);
        }
    }

    proptest! {
        #[test]
        fn equals_an_independent_implementation(counter: [u32; 4], key: [u32; 2]) {
            prop_assert_eq!(philox4x32_10(counter, key), rand_philox::philox4x32_10(counter, key));
        }

        #[test]
        fn lanes_equal_single_blocks(counters: [[u32; 13]; 4], key: [u32; 2]) {
            let bits = philox4x32_10_lanes(&counters, key);
            for lane in 0..13 {
                let block = philox4x32_10(counters.map(|word| word[lane]), key);
                prop_assert_eq!(bits.map(|word| word[lane]), block);
            }
        }
    }
}
