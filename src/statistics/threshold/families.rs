//! The curves a response is held against, over levels as shares of their range. All rise or fall throughout.

/// Steps of rank from the second level to the last but one; no place of a bend is told more finely.
const RANK_STEPS: f64 = 40.0;

/// Levels as shares of their range, 0 to 1.
pub(super) fn shares(levels: &[f64]) -> Vec<f64> {
    let (first, last) = (levels[0], levels[levels.len() - 1]);
    levels
        .iter()
        .map(|level| (level - first) / (last - first))
        .collect()
}

/// The values one step before and after `value`, neither before the second level nor after the last but one.
///
/// Steps of rank and not of value: where levels lie unevenly, every gap between neighbours gets as many.
pub(super) fn step_around(levels: &[f64], value: f64) -> (f64, f64) {
    let last = levels.len() - 2;
    let above = levels
        .partition_point(|level| *level <= value)
        .clamp(1, levels.len() - 1);
    let rank = (above - 1) as f64 + (value - levels[above - 1]) / (levels[above] - levels[above - 1]);
    let step = (levels.len() - 3) as f64 / RANK_STEPS;
    (
        at_rank(levels, (rank - step).max(1.0)),
        at_rank(levels, (rank + step).min(last as f64)),
    )
}

fn at_rank(levels: &[f64], rank: f64) -> f64 {
    let below = (rank as usize).min(levels.len() - 2);
    levels[below] + (rank - below as f64) * (levels[below + 1] - levels[below])
}

/// How far `level` is past a knot: 0 before it.
pub(super) fn past(level: f64, knot: f64) -> f64 {
    (level - knot).max(0.0)
}

/// The four cubic I-splines with one knot in the middle, each from 0 to 1.
///
/// Integrals of quadratic M-splines (Ramsay, Statistical Science 3, 1988); written out, as there is but one knot.
pub(super) fn i_splines(shares: &[f64]) -> Vec<Vec<f64>> {
    let early = |u: f64| {
        let left = (1.0 - 2.0 * u).max(0.0);
        1.0 - left * left * left
    };
    let middle = |u: f64| {
        if u < 0.5 {
            6.0 * u * u * (1.0 - u)
        } else {
            1.0 - 2.0 * (1.0 - u) * (1.0 - u) * (1.0 - u)
        }
    };
    let column = |curve: &dyn Fn(f64) -> f64| shares.iter().map(|u| curve(*u)).collect();
    vec![
        column(&early),
        column(&middle),
        // The other two are these seen from the other end.
        column(&|u| 1.0 - middle(1.0 - u)),
        column(&|u| 1.0 - early(1.0 - u)),
    ]
}

/// `count` values from `low` to `high`, each the same multiple of the one before.
fn geometric(low: f64, high: f64, count: usize) -> impl Iterator<Item = f64> {
    let (from, to) = (libm::log(low), libm::log(high));
    (0..count).map(move |step| libm::exp(from + (to - from) * step as f64 / (count - 1) as f64))
}

/// Whole multiples of `1 / parts` from `low / parts` to `high / parts`.
fn steps(low: i32, high: i32, parts: f64) -> impl Iterator<Item = f64> {
    (low..=high).map(move |number| f64::from(number) / parts)
}

/// The 1,382 smooth shapes of one or two parameters: powers, exponentials, logarithms from either end, logistic curves and
/// those of Hill.
pub(super) fn shapes(shares: &[f64]) -> Vec<Vec<f64>> {
    let mut shapes: Vec<Vec<f64>> = Vec::new();
    let mut add = |shape: &dyn Fn(f64) -> f64| shapes.push(shares.iter().map(|u| shape(*u)).collect());
    for power in geometric(0.25, 4.0, 41) {
        add(&|u| libm::pow(u, power));
    }
    for rate in steps(1, 40, 4.0) {
        add(&|u| libm::expm1(rate * u));
        add(&|u| libm::expm1(-rate * u));
    }
    for scale in geometric(1.0, 100.0, 24) {
        add(&|u| libm::log1p(scale * u));
        add(&|u| -libm::log1p(scale * (1.0 - u)));
    }
    for middle in steps(-10, 50, 40.0) {
        for slope in steps(4, 15, 1.0) {
            add(&|u| 1.0 / (1.0 + libm::exp(-slope * (u - middle))));
        }
    }
    for power in steps(4, 16, 4.0) {
        for half in steps(4, 40, 40.0) {
            let half = libm::pow(half, power);
            add(&|u| {
                let risen = libm::pow(u, power);
                risen / (risen + half)
            });
        }
    }
    shapes
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::oracle;
    use super::*;

    #[test]
    fn i_splines_agree_with_the_recursion_of_ramsay() {
        let oracle = oracle();
        let columns = i_splines(&shares(&oracle.levels));
        for (level, row) in oracle.i_splines.iter().enumerate() {
            assert_eq!(row.len(), columns.len());
            for (column, expected) in columns.iter().zip(row) {
                assert!((column[level] - expected).abs() < 1e-12, "{column:?} at {level}");
            }
        }
    }

    #[test]
    fn smooth_means_what_is_said() {
        const STEPS: usize = 1000;
        let fine: Vec<f64> = (0..=STEPS).map(|step| step as f64 / STEPS as f64).collect();
        let shapes = shapes(&fine);
        assert_eq!(shapes.len(), 1382);
        // From a tenth to nine tenths, where the middle of the rise lies in the middle half, before and after it.
        let mut steepest = [1.0_f64; 3];
        for curve in shapes.iter().chain(&i_splines(&fine)) {
            assert!(
                curve.windows(2).all(|pair| pair[0] <= pair[1])
                    || curve.windows(2).all(|pair| pair[0] >= pair[1])
            );
            let risen = |share: f64| {
                let part = |value: f64| (value - curve[0]) / (curve[STEPS] - curve[0]);
                fine[curve.partition_point(|value| part(*value) < share)]
            };
            let zone = match risen(0.5) {
                early if early < 0.25 => 1,
                late if late > 0.75 => 2,
                _ => 0,
            };
            steepest[zone] = steepest[zone].min(risen(0.9) - risen(0.1));
        }
        for (found, said) in steepest.iter().zip([0.28, 0.115, 0.147]) {
            assert!((found - said).abs() < 0.002, "{steepest:?}");
        }
    }

    #[test]
    fn every_gap_has_as_many_steps() {
        let levels = [0.0, 1.0, 2.0, 5.0, 10.0, 50.0, 100.0, 1000.0];
        // A fortieth of five gaps is an eighth of one.
        let (low, high) = step_around(&levels, 5.0);
        assert!(
            (low - 4.625).abs() < 1e-12 && (high - 5.625).abs() < 1e-12,
            "{low} {high}"
        );
        let (low, high) = step_around(&levels, 1.0);
        assert!(
            (low - 1.0).abs() < 1e-12 && (high - 1.125).abs() < 1e-12,
            "{low} {high}"
        );
        let (low, high) = step_around(&levels, 100.0);
        assert!(
            (low - 93.75).abs() < 1e-12 && (high - 100.0).abs() < 1e-12,
            "{low} {high}"
        );
    }
}
