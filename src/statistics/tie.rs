//! When two numbers that runs come to are the same number.

/// Two values tie when they differ by no more than this part of the larger one.
///
/// A measure is a sum over citizens, units or steps. A sum of ten million terms is known to `1e7 · 2⁻⁵³ ≈ 1e-9` of its
/// size at worst, and one citizen among as many who does something else moves a share by a hundred times that.
pub const TIE: f64 = 1e-9;

/// Values tie, too, when they differ by no more than this: a gap is a difference itself, of terms of about 1, and keeps
/// their rounding when it is next to nothing.
pub const TIE_NEAR_ZERO: f64 = 1e-12;

/// What a sum or difference of terms comes to; 0 where that is no more than the rounding of its largest term.
#[must_use]
pub const fn noticeable(value: f64, largest_term: f64) -> f64 {
    zero_within(value, (TIE * largest_term.abs()).max(TIE_NEAR_ZERO))
}

/// A mean of terms; 0 where they cancel but for the rounding of the largest. Terms that are all next to nothing keep theirs.
#[must_use]
pub(super) const fn noticeable_mean(mean: f64, largest_term: f64) -> f64 {
    zero_within(mean, TIE * largest_term.abs())
}

const fn zero_within(value: f64, rounding: f64) -> f64 {
    if value.is_finite() && value.abs() <= rounding {
        0.0
    } else {
        value
    }
}

/// `after` less `before`; 0 where both tie.
///
/// ```
/// use samspil::statistics::difference;
/// assert_eq!(difference(0.1 + 0.2, 0.3), 0.0);
/// assert_eq!(difference(288.0, 288.5), 0.5);
/// ```
#[must_use]
pub fn difference(before: f64, after: f64) -> f64 {
    noticeable(after - before, before.abs().max(after.abs()))
}

/// Whether the finite ones of these values are not all the same number.
#[must_use]
pub fn varies(values: &[f64]) -> bool {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = (
        finite().fold(f64::INFINITY, f64::min),
        finite().fold(f64::NEG_INFINITY, f64::max),
    );
    difference(low, high) > 0.0
}

/// The values with those that tie made the same number: the smallest of them.
#[must_use]
pub fn settled(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let mut settled = values.to_vec();
    let mut smallest = f64::NAN;
    for index in order {
        if difference(smallest, values[index]) != 0.0 {
            smallest = values[index];
        }
        settled[index] = smallest;
    }
    settled
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "what ties must give is zero to the last bit")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rounding_is_no_difference_and_a_citizen_is_one() {
        let sum: f64 = (0..1_000_000).map(|_| 0.1).sum();
        assert!(sum != 100_000.0 && difference(sum, 100_000.0) == 0.0);
        assert!(difference(0.25, 0.25 + 1e-7) > 0.0);
        assert!(difference(1e-17, -3e-17) == 0.0);
        assert!(difference(f64::NAN, 1.0).is_nan() && difference(1.0, f64::INFINITY).is_infinite());
    }

    #[test]
    fn a_mean_is_nothing_only_where_terms_cancel() {
        assert!(noticeable_mean(3.5e-18, 0.4) == 0.0);
        assert!(noticeable_mean(3e-14, 4e-14) != 0.0);
        assert!(noticeable_mean(f64::NAN, 1.0).is_nan() && noticeable_mean(0.01, 0.4) != 0.0);
    }

    #[test]
    fn ties_become_the_same_number() {
        let (one, other) = (0.3, 0.1 + 0.2);
        assert!(one != other);
        let settled = settled(&[other, 7.0, one, f64::NAN, f64::INFINITY]);
        assert_eq!(settled[..3], [one, 7.0, one]);
        assert!(settled[3].is_nan() && settled[4].is_infinite());
        assert!(!varies(&[one, other, f64::NAN]) && varies(&[one, 7.0]) && !varies(&[]));
    }

    proptest! {
        #[test]
        fn order_and_sign_do_not_matter(one in -1e6..1e6_f64, other in -1e6..1e6_f64, ulps in -64_i64..64) {
            prop_assert_eq!(difference(one, other), -difference(other, one));
            let noisy = f64::from_bits(one.to_bits().wrapping_add_signed(ulps));
            prop_assume!(noisy.is_finite());
            prop_assert_eq!(difference(one, noisy), 0.0);
        }
    }
}
