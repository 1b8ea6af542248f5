//! What never having seen something says.

/// Something that was seen in none of some pairs: a difference that is not 0, one beyond a bound.
///
/// The rule of three: with 95 % confidence, fewer than `3/n` of all pairs show it, for if a share θ did, none of n would with
/// probability `(1 − θ)ⁿ < exp(−n θ)`, which is below 5 % from `θ = 3/n` on. It may be said after every pair as long as
/// nothing was seen: it is false only if nothing was seen in the first `3/θ` pairs, which has that very probability.
/// Hanley and Lippman-Hand, JAMA 249, 1983.
///
/// ```
/// use samspil::statistics::Unseen;
/// assert_eq!(Unseen::in_pairs(60).share_below, 0.05);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unseen {
    /// Pairs in which it was not seen.
    pub pairs: usize,
    /// Share of all pairs that it stays below with 95 % confidence; 1, which says nothing, for up to three pairs.
    pub share_below: f64,
}

impl Unseen {
    /// Not seen in this many pairs.
    #[must_use]
    pub fn in_pairs(pairs: usize) -> Self {
        Self {
            pairs,
            share_below: 3.0 / pairs.max(3) as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_false_at_most_once_in_twenty_whenever_one_stops(share in 0.001..1.0_f64) {
            // It is made of this many pairs, the fewest at which it is false, only if nothing was seen in any of them.
            let is_false = |pairs: &usize| Unseen::in_pairs(*pairs).share_below <= share;
            let first = (1..=3000).find(is_false).unwrap();
            let none_seen = libm::pow(1.0 - share, first as f64);
            prop_assert!(none_seen <= 0.05, "{none_seen} at {share}");
        }
    }

    #[test]
    fn it_is_not_much_wider_than_the_exact_bound() {
        // (1 − θ)ⁿ = 5 %
        for pairs in [20_usize, 59, 200, 1000] {
            let exact = -libm::expm1(libm::log(0.05) / pairs as f64);
            let ratio = Unseen::in_pairs(pairs).share_below / exact;
            assert!((1.0..1.08).contains(&ratio), "{pairs}: {ratio}");
        }
        assert!((Unseen::in_pairs(0).share_below - 1.0).abs() < 1e-15);
    }
}
