//! Logistic growth.

use super::association::solve_positive_definite;
use super::varies;

/// A curve `plateau / (1 + exp(-rate (t - midpoint)))` through points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogisticCurve {
    /// Where it levels off.
    pub plateau: f64,
    /// Growth rate while it is small, per unit of time.
    pub rate: f64,
    /// When half of the plateau is reached.
    pub midpoint: f64,
    /// Share of the variance of the values that it explains.
    pub r_squared: f64,
}

const STEPS_MAX: usize = 500;
/// Relative fall of the squares at which the method has arrived.
const ARRIVED: f64 = 1e-13;
/// A curve that explains less of the variance is flat: the values do not grow.
const EXPLAINED_MIN: f64 = 0.01;

impl LogisticCurve {
    /// The curve of least squares through values at the times 0, 1, 2, … (Levenberg and Marquardt's method).
    ///
    /// `None` for fewer than four values, values that do not vary or are not finite, and where no curve that rises to a
    /// positive plateau explains a hundredth of the variance at least.
    #[must_use]
    pub fn through(values: &[f64]) -> Option<Self> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let total: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        if values.len() < 4 || total.is_nan() || !varies(values) {
            return None;
        }
        let mut beta = start(values);
        let mut squares = sum_of_squares(values, &beta);
        let mut damping = 1e-3;
        for _ in 0..STEPS_MAX {
            let (information, gradient) = normal_equations(values, &beta, damping);
            let next = solve_positive_definite(information, gradient)
                .map(|step| [beta[0] + step[0], beta[1] + step[1], beta[2] + step[2]]);
            let better = next
                .map(|next| (next, sum_of_squares(values, &next)))
                .filter(|(_, found)| *found < squares);
            let Some((next, found)) = better else {
                damping *= 10.0;
                if damping > 1e12 {
                    break;
                }
                continue;
            };
            let arrived = squares - found <= ARRIVED * squares;
            (beta, squares) = (next, found);
            damping = (0.1 * damping).max(1e-12);
            if arrived {
                break;
            }
        }
        let [plateau, rate, midpoint] = beta;
        let r_squared = 1.0 - squares / total;
        let rises = plateau > 0.0 && rate > 0.0 && midpoint.is_finite();
        (rises && r_squared >= EXPLAINED_MIN).then_some(Self {
            plateau,
            rate,
            midpoint,
            r_squared,
        })
    }
}

/// Plateau, rate and midpoint to begin with: the last value, and the time from a quarter to three quarters of it.
fn start(values: &[f64]) -> [f64; 3] {
    let plateau = values[values.len() - 1];
    let reached = |part: f64| {
        values
            .iter()
            .position(|value| *value >= part * plateau)
            .unwrap_or(values.len() / 2) as f64
    };
    let width = (reached(0.75) - reached(0.25)).max(1.0);
    [plateau, 2.0 * libm::log(3.0) / width, reached(0.5)]
}

fn sum_of_squares(values: &[f64], &[plateau, rate, midpoint]: &[f64; 3]) -> f64 {
    let residual =
        |(time, value): (usize, &f64)| value - plateau / (1.0 + libm::exp(-rate * (time as f64 - midpoint)));
    values
        .iter()
        .enumerate()
        .map(|point| residual(point) * residual(point))
        .sum()
}

/// Gauss's normal equations with a damped diagonal.
fn normal_equations(
    values: &[f64],
    &[plateau, rate, midpoint]: &[f64; 3],
    damping: f64,
) -> (Vec<f64>, Vec<f64>) {
    let (mut information, mut gradient) = (vec![0.0; 9], vec![0.0; 3]);
    for (time, value) in values.iter().enumerate() {
        let since = time as f64 - midpoint;
        let part = 1.0 / (1.0 + libm::exp(-rate * since));
        let slope = plateau * part * (1.0 - part);
        let derivatives = [part, slope * since, -slope * rate];
        for one in 0..3 {
            gradient[one] += derivatives[one] * (value - plateau * part);
            for other in 0..3 {
                information[3 * one + other] += derivatives[one] * derivatives[other];
            }
        }
    }
    for one in 0..3 {
        information[4 * one] *= 1.0 + damping;
    }
    (information, gradient)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::fixtures::associations;

    #[test]
    fn agrees_with_scipy() {
        for expected in associations().growth {
            let found = LogisticCurve::through(&expected.values).unwrap();
            for (one, other) in [
                (found.plateau, expected.plateau),
                (found.rate, expected.rate),
                (found.midpoint, expected.midpoint),
                (found.r_squared, expected.r_squared),
            ] {
                assert!((one / other - 1.0).abs() < 1e-5, "{found:?} against {expected:?}");
            }
        }
    }

    #[test]
    fn what_does_not_grow_has_no_curve() {
        assert_eq!(LogisticCurve::through(&[1.0, 2.0, 3.0]), None, "too short");
        assert_eq!(LogisticCurve::through(&[2.0; 9]), None, "flat");
        assert_eq!(
            LogisticCurve::through(&[1.0, f64::NAN, 2.0, 3.0]),
            None,
            "missing"
        );
        let falling: Vec<f64> = (0..20).map(|year| 10.0 - 0.5 * f64::from(year)).collect();
        assert_eq!(LogisticCurve::through(&falling), None, "falls");
    }
}
