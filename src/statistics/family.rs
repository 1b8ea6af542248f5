//! Correcting for several tests of which not all are in.

/// The p-values of a family of declared size after Holm's step-down correction, in the order given.
///
/// With m the size of the family and the p-values in rising order, the adjusted one is
/// `max over j ≤ i of (m − j + 1) p₍ⱼ₎`, at most 1. A test that is not in yet counts as if its p-value were 1, so that
/// adjusted values only fall when it comes in: what is rejected stays rejected, in whatever batches the tests arrive. Correcting
/// each batch by itself would not hold the level: with twelve true null hypotheses in three batches, correlated by 0.3, some
/// hypothesis is rejected with probability 0.112 instead of 0.042. Holm, Scandinavian Journal of Statistics 6, 1979.
///
/// A `NaN`, a test that could not be computed, stays `NaN`, counts as a member and is never rejected.
///
/// ```
/// let adjusted = samspil::statistics::holm_of_family(&[0.04, 0.01], 3);
/// assert_eq!(adjusted, [0.08, 0.03]);
/// ```
///
/// # Panics
/// When there are more p-values than the family has members.
#[must_use]
pub fn holm_of_family(p_values: &[f64], family: usize) -> Vec<f64> {
    assert!(
        p_values.len() <= family,
        "{} tests in a family declared to have {family}",
        p_values.len()
    );
    let mut order: Vec<usize> = (0..p_values.len())
        .filter(|index| !p_values[*index].is_nan())
        .collect();
    order.sort_by(|one, other| p_values[*one].total_cmp(&p_values[*other]));
    let mut adjusted = vec![f64::NAN; p_values.len()];
    let mut largest: f64 = 0.0;
    for (rank, index) in order.into_iter().enumerate() {
        let factor = (family - rank) as f64;
        largest = largest.max((factor * p_values[index]).min(1.0));
        adjusted[index] = largest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::generator::{generator, normal};
    use crate::statistics::student::normal_cdf;
    use proptest::prelude::*;

    #[derive(serde::Deserialize)]
    struct Oracle {
        holm: Batches,
    }

    #[derive(serde::Deserialize)]
    struct Batches {
        p_values: Vec<f64>,
        one_family: Vec<f64>,
        first_four_in_with_seven_declared: Vec<f64>,
        family_wise_error_of_12_true_nulls: Errors,
    }

    #[derive(serde::Deserialize)]
    struct Errors {
        holm_over_all: f64,
        holm_within_each_batch_any: f64,
    }

    fn oracle() -> Batches {
        let oracle: Oracle =
            serde_json::from_str(include_str!("../../tests/fixtures/equivalence.json")).unwrap();
        oracle.holm
    }

    #[test]
    fn whole_and_unfinished_families_agree_with_statsmodels() {
        let oracle = oracle();
        let whole = holm_of_family(&oracle.p_values, 7);
        let unfinished = holm_of_family(&oracle.p_values[..4], 7);
        assert_eq!((whole.len(), unfinished.len()), (7, 4));
        let expected = oracle
            .one_family
            .iter()
            .chain(&oracle.first_four_in_with_seven_declared);
        for (value, expected) in whole.iter().chain(&unfinished).zip(expected) {
            assert!((value - expected).abs() < 1e-15, "{value} against {expected}");
        }
    }

    #[test]
    fn what_cannot_be_tested_and_what_is_not_in_count_alike() {
        let adjusted = holm_of_family(&[0.01, f64::NAN], 4);
        assert!((adjusted[0] - 0.04).abs() < 1e-15 && adjusted[1].is_nan());
        assert!(holm_of_family(&[], 3).is_empty());
    }

    #[test]
    #[should_panic(expected = "2 tests in a family declared to have 1")]
    fn a_family_holds_its_members() {
        let _ = holm_of_family(&[0.1, 0.2], 1);
    }

    #[test]
    fn a_declared_family_keeps_the_level_and_batches_by_themselves_do_not() {
        const FAMILIES: u32 = 4000;
        let (mut declared, mut by_batch) = (0, 0);
        let mut draws = generator(1);
        for _ in 0..FAMILIES {
            let common = 0.3_f64.sqrt() * normal(&mut draws);
            let p_values: Vec<f64> = (0..12)
                .map(|_| normal_cdf(common + 0.7_f64.sqrt() * normal(&mut draws)))
                .collect();
            let any = |family| {
                p_values
                    .chunks(4)
                    .any(|batch| holm_of_family(batch, family).iter().any(|p| *p <= 0.05))
            };
            declared += u32::from(any(12));
            by_batch += u32::from(any(4));
        }
        let expected = oracle().family_wise_error_of_12_true_nulls;
        for (found, expected) in [
            (declared, expected.holm_over_all),
            (by_batch, expected.holm_within_each_batch_any),
        ] {
            let share = f64::from(found) / f64::from(FAMILIES);
            // Four standard errors of the difference to a share in 20,000 families.
            let allowed = 4.0 * (expected * (1.0 - expected) * (1.0 / 4e3 + 1.0 / 2e4)).sqrt();
            assert!((share - expected).abs() < allowed, "{share} against {expected}");
        }
    }

    proptest! {
        #[test]
        fn what_comes_in_later_only_lowers(
            p_values in prop::collection::vec(0.0..=1.0_f64, 1..12),
            share in 0.0..=1.0_f64,
        ) {
            let family = p_values.len();
            let early = holm_of_family(&p_values[..(family as f64 * share) as usize], family);
            let late = holm_of_family(&p_values, family);
            for (early, late) in early.iter().zip(&late) {
                prop_assert!(late <= early);
            }
        }

        #[test]
        fn the_outstanding_count_as_one(p_values in prop::collection::vec(0.0..=1.0_f64, 0..8), more in 0_usize..5) {
            let mut filled = p_values.clone();
            filled.resize(p_values.len() + more, 1.0);
            let declared = holm_of_family(&p_values, filled.len());
            prop_assert_eq!(&declared[..], &holm_of_family(&filled, filled.len())[..p_values.len()]);
        }
    }
}
