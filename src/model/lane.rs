//! Numbers and yes/no states of 64 citizens side by side.

/// Citizens in a block.
pub(in crate::model) const LANES: usize = 64;

/// One number per citizen of a block.
pub(in crate::model) type Lane = [f32; LANES];

/// The lanes whose bit is set, in increasing order.
pub(in crate::model) fn lanes(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (bits != 0).then(|| {
            let lane = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            lane
        })
    })
}

/// The lanes for which a condition holds, as bits.
pub(in crate::model) fn bits_where(condition: impl Fn(usize) -> bool) -> u64 {
    let mut bits = 0;
    for lane in 0..LANES {
        bits |= u64::from(condition(lane)) << lane;
    }
    bits
}

/// Sum of the first `len` lanes, in double precision and in a fixed order.
pub(in crate::model) fn sum(lane: &Lane, len: usize) -> f64 {
    let mut partial = [0.0_f64; 4];
    let mut chunks = lane[..len].chunks_exact(4);
    for chunk in &mut chunks {
        for (total, &value) in partial.iter_mut().zip(chunk) {
            *total += f64::from(value);
        }
    }
    let rest: f64 = chunks.remainder().iter().copied().map(f64::from).sum();
    (partial[0] + partial[1]) + (partial[2] + partial[3]) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_lists_set_bits() {
        assert_eq!(lanes(0b1000_0101).collect::<Vec<_>>(), [0, 2, 7]);
        assert_eq!(lanes(0).count(), 0);
        assert_eq!(lanes(u64::MAX).count(), 64);
    }

    #[test]
    fn bits_where_is_the_inverse_of_lanes() {
        let bits = 0x8000_0000_0F00_0001;
        assert_eq!(bits_where(|lane| bits >> lane & 1 == 1), bits);
    }

    #[test]
    fn sum_takes_only_the_first_lanes() {
        let mut lane = [1.0; LANES];
        lane[63] = 100.0;
        assert!((sum(&lane, 63) - 63.0).abs() < 1e-12);
        assert!((sum(&lane, 64) - 163.0).abs() < 1e-12);
        assert!(sum(&lane, 0).abs() < 1e-12);
    }
}
