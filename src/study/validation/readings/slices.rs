//! Parts of some members in the order of a value, and how unequal values are.

/// How far each of some values lies in a part of their order, from 0 to 1.
///
/// Members with equal values share their places, so that no rule about who comes first decides: of four equal values each
/// lies to one half in the upper half.
pub(super) fn shares(values: &[f64], (from, to): (f64, f64)) -> Vec<f64> {
    let count = values.len() as f64;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    let mut shares = vec![0.0; values.len()];
    let mut rest = &order[..];
    while let Some(&first) = rest.first() {
        let equal = rest
            .iter()
            .take_while(|&&member| values[member].total_cmp(&values[first]).is_eq());
        let (group, after) = rest.split_at(equal.count());
        let start = (order.len() - rest.len()) as f64 / count;
        let end = (order.len() - after.len()) as f64 / count;
        let inside = (end.min(to) - start.max(from)).max(0.0);
        for &member in group {
            shares[member] = (inside / (end - start)).min(1.0);
        }
        rest = after;
    }
    shares
}

/// The positive ones of some values, in increasing order.
fn positive(values: &[f64]) -> Vec<f64> {
    let mut positive: Vec<f64> = values.iter().copied().filter(|value| *value > 0.0).collect();
    positive.sort_by(f64::total_cmp);
    positive
}

/// The share of the sum that lies with the largest, among positive values; `NaN` without any.
///
/// `top` is the part of them that is meant; where it is no whole number of them, the next one counts in part.
pub(super) fn top_share(values: &[f64], top: f64) -> f64 {
    let mut values = positive(values);
    values.reverse();
    let total: f64 = values.iter().sum();
    let mut left = top * values.len() as f64;
    let mut held = 0.0;
    for value in &values {
        held += value * left.clamp(0.0, 1.0);
        left -= 1.0;
    }
    held / total
}

/// The Gini coefficient of positive values, `2 Σ i x_i/(n Σ x) − (n + 1)/n` in increasing order; `NaN` without any.
pub(super) fn gini(values: &[f64]) -> f64 {
    let values = positive(values);
    let count = values.len() as f64;
    let total: f64 = values.iter().sum();
    let ranked: f64 = values
        .iter()
        .zip(1_u32..)
        .map(|(value, rank)| value * f64::from(rank))
        .sum();
    2.0 * ranked / (count * total) - (count + 1.0) / count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-12
    }

    #[test]
    fn equal_values_share_their_places() {
        assert_eq!(shares(&[3.0, 1.0, 2.0, 4.0], (0.5, 1.0)), [1.0, 0.0, 0.0, 1.0]);
        assert_eq!(shares(&[1.0; 4], (0.5, 1.0)), [0.5; 4]);
        // The middle two hold the places from a quarter to three quarters; half of those lie above the middle.
        assert_eq!(shares(&[5.0, 0.0, 5.0, 9.0], (0.5, 1.0)), [0.5, 0.0, 0.5, 1.0]);
        // Five members: the upper half ends in the third.
        let found = shares(&[1.0, 2.0, 3.0, 4.0, 5.0], (0.5, 1.0));
        assert!(
            is_near(found[2], 0.5) && is_near(found.iter().sum(), 2.5),
            "{found:?}"
        );
        assert!(shares(&[], (0.0, 1.0)).is_empty());
    }

    #[test]
    fn both_parts_hold_everyone_once() {
        let values = [2.0, 2.0, 2.0, 1.0, 7.0, 7.0, 3.0];
        let (lower, upper) = (shares(&values, (0.0, 0.5)), shares(&values, (0.5, 1.0)));
        assert!(
            lower
                .iter()
                .zip(&upper)
                .all(|(one, other)| is_near(one + other, 1.0))
        );
    }

    #[test]
    fn a_tenth_may_be_part_of_one() {
        // The largest of ten holds 91 of 100.
        let mut values = vec![1.0; 9];
        values.push(91.0);
        assert!(is_near(top_share(&values, 0.1), 0.91));
        assert!(is_near(top_share(&values, 0.05), 0.455));
        // Those who give nothing are not counted.
        values.extend([0.0; 30]);
        assert!(is_near(top_share(&values, 0.1), 0.91));
        assert!(top_share(&[0.0], 0.1).is_nan());
    }

    #[test]
    fn gini_of_equal_and_of_unequal_values() {
        assert!(is_near(gini(&[2.0, 2.0, 2.0]), 0.0));
        // By hand: the mean absolute difference over all ordered pairs of (1, 3) is 1, half of it over the mean .25.
        assert!(is_near(gini(&[3.0, 1.0, 0.0]), 0.25));
        assert!(gini(&[]).is_nan());
    }

    /// With the share p of all who give anything, the coefficient over all is `1 − p + p G`.
    #[test]
    fn gini_among_those_who_give_follows_from_that_over_all() {
        let given = [1.0, 2.0, 5.0, 8.0];
        let all: Vec<f64> = given.iter().copied().chain([0.0; 12]).collect();
        let count = all.len() as f64;
        let mut sorted = all.clone();
        sorted.sort_by(f64::total_cmp);
        let ranked: f64 = sorted
            .iter()
            .zip(1_u32..)
            .map(|(value, rank)| value * f64::from(rank))
            .sum();
        let over_all = 2.0 * ranked / (count * 16.0) - (count + 1.0) / count;
        let share = 4.0 / count;
        assert!(is_near(gini(&all), (over_all - (1.0 - share)) / share));
    }
}
