//! How far simulated figures lie from those observed, so that what is accepted has the errors that the figures have.

/// The smallest tolerance within which a run is accepted: of figures with an error that is even within bounds and of figures with a
/// normal error, all independent of one another. `even` holds their differences from the run in half widths of the error, `normal` those
/// in standard errors. `luck` is a number between 0 and 1, each equally likely, that the run shares with no other.
///
/// A run of figures y is accepted within the tolerance ε if
///
/// ```text
/// |y_k − z_k| ≤ ε τ_k for every even error ± τ_k,   and   luck ≤ exp(−½ Σ (y_j − z_j)² / (ε s_j)²) over the normal ones,
/// ```
///
/// that is when ε is at least the largest of `|y_k − z_k| / τ_k` and `√(Σ ((y_j − z_j)/s_j)² / (−2 ln luck))`. At ε = 1 the chance of
/// being accepted is therefore, up to a constant factor, the density of the observed figures given the run: the posterior is exactly that
/// of figures with these errors, and the play of chance in a run, which the run has by itself, is counted once (Wilkinson, Statistical
/// Applications in Genetics and Molecular Biology 12, 2013). At another ε all errors are ε times as large.
///
/// `NaN` when a difference is, so that such a run is never accepted.
///
/// ```
/// use samspil::statistics::misfit;
/// assert_eq!(misfit(&[0.5, -2.0], &[], 0.3), 2.0);
/// // One standard error away, a run is accepted in exp(−½), six of ten cases.
/// assert!(misfit(&[], &[1.0], 0.60) < 1.0 && misfit(&[], &[1.0], 0.61) > 1.0);
/// ```
///
/// # Panics
/// When `luck` does not lie between 0 and 1.
#[must_use]
pub fn misfit(even: &[f64], normal: &[f64], luck: f64) -> f64 {
    assert!(0.0 < luck && luck < 1.0, "luck {luck} outside (0, 1)");
    // `f64::max` passes over what is missing.
    if even.iter().chain(normal).any(|away| away.is_nan()) {
        return f64::NAN;
    }
    let furthest = even.iter().fold(0.0, |most: f64, away| most.max(away.abs()));
    let squares: f64 = normal.iter().map(|away| away * away).sum();
    furthest.max((squares / (-2.0 * libm::log(luck))).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_missing_is_never_near() {
        assert!(misfit(&[0.0, f64::NAN], &[0.0], 0.5).is_nan());
        assert!(misfit(&[0.0], &[f64::NAN], 0.5).is_nan());
        assert!(misfit(&[], &[f64::INFINITY], 0.5).is_infinite());
        assert!(misfit(&[0.0], &[0.0], 0.5).abs() < f64::MIN_POSITIVE);
    }

    #[test]
    #[should_panic(expected = "luck 1 outside (0, 1)")]
    fn luck_lies_between_0_and_1() {
        let _ = misfit(&[], &[1.0], 1.0);
    }

    proptest! {
        #[test]
        fn a_run_is_accepted_as_the_formula_says(
            even in prop::collection::vec(-3.0..3.0_f64, 0..4),
            normal in prop::collection::vec(-3.0..3.0_f64, 0..4),
            luck in 0.001..0.999_f64,
            tolerance in 0.1..4.0_f64,
        ) {
            let within = even.iter().all(|away| away.abs() <= tolerance);
            let squares: f64 = normal.iter().map(|away| away * away).sum();
            let chance = libm::exp(-0.5 * squares / (tolerance * tolerance));
            prop_assume!((luck - chance).abs() > 1e-9);
            prop_assert_eq!(misfit(&even, &normal, luck) <= tolerance, within && luck <= chance);
        }
    }
}
