//! Does a line bend?

use super::error::{ThresholdError, check};
use super::least_squares::{centred, dot};
use crate::statistics::TIE;
use crate::statistics::student::{normal_cdf, normal_quantile, upper_tail};

/// Davies' test of a bend against a straight line, for outputs with errors that are independent of each other.
///
/// At each of some knots, t is that of the hinge `max(0, level − knot)` beside a line. The largest is far more extreme than a t,
/// as the knot was searched for; with M the largest |z| and V = Σ|zⱼ − zⱼ₋₁| how much z varies from knot to knot,
/// `p = 2[1 − Φ(M) + V exp(−M²/2)/√(8π)]` bounds its probability (Davies, Biometrika 74, 1987). z is the normal score of
/// t, `Φ⁻¹(F(t))` with count − 3 degrees of freedom; t itself in its place is too large in fewer than 100 points.
///
/// It tells a bend from a line, not a threshold from a curve, and does not hold for runs with the same luck at all levels:
/// for both see [`Threshold`](crate::statistics::Threshold).
#[derive(Clone, Debug, PartialEq)]
pub struct Davies {
    /// The t statistic of the change of slope at each knot.
    pub t_values: Vec<f64>,
    /// Largest absolute normal score of these.
    pub largest: f64,
    /// How much the normal score varies from knot to knot.
    pub variation: f64,
    /// The knot that has the largest.
    pub knot: f64,
    /// At most this is the probability of as large a score from a straight line.
    pub p_value: f64,
}

impl Davies {
    /// Tests outputs, one for each level; levels whose output is not a finite number are left out. About ten knots with equal
    /// steps do.
    ///
    /// ```
    /// use samspil::statistics::Davies;
    /// let levels: Vec<f64> = (0..12).map(f64::from).collect();
    /// let outputs = [0.1, 0.9, 2.2, 2.8, 4.1, 4.9, 5.2, 4.8, 5.1, 4.9, 5.2, 4.9];
    /// let test = Davies::of(&levels, &outputs, &[3.0, 4.0, 5.0, 6.0, 7.0, 8.0])?;
    /// assert!(test.p_value < 1e-6 && test.knot == 5.0);
    /// # Ok::<(), samspil::statistics::ThresholdError>(())
    /// ```
    ///
    /// # Errors
    /// When there is not one output for each level, levels do not rise, or fewer than eight have an output.
    ///
    /// # Panics
    /// When there is no knot, or a knot does not lie between the second level and the last but one.
    pub fn of(levels: &[f64], outputs: &[f64], knots: &[f64]) -> Result<Self, ThresholdError> {
        if outputs.len() != levels.len() {
            return Err(ThresholdError::Ragged {
                found: outputs.len(),
                levels: levels.len(),
            });
        }
        let (levels, outputs): (Vec<f64>, Vec<f64>) = levels
            .iter()
            .zip(outputs)
            .filter(|(_, output)| output.is_finite())
            .unzip();
        check(&levels)?;
        assert!(!knots.is_empty(), "a bend needs a place");
        let inner = levels[1]..=levels[levels.len() - 2];
        assert!(
            knots.iter().all(|knot| inner.contains(knot)),
            "knots {knots:?} outside {inner:?}"
        );
        let t_values = t_values(&levels, &outputs, knots);
        let degrees = (levels.len() - 3) as f64;
        let scores: Vec<f64> = t_values.iter().map(|t| normal_score(*t, degrees)).collect();
        let mut best = 0;
        for (index, score) in scores.iter().enumerate() {
            if score.abs() > scores[best].abs() {
                best = index;
            }
        }
        let largest = scores[best].abs();
        let variation = scores.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum();
        Ok(Self {
            largest,
            variation,
            knot: knots[best],
            p_value: bound(largest, variation),
            t_values,
        })
    }
}

/// `2[1 − Φ(M) + V exp(−M²/2)/√(8π)]`, at most 1.
fn bound(largest: f64, variation: f64) -> f64 {
    let crossings = variation * libm::exp(-0.5 * largest * largest) / (8.0 * std::f64::consts::PI).sqrt();
    (2.0 * (normal_cdf(-largest) + crossings)).min(1.0)
}

/// The normal value with the tail of this t.
fn normal_score(t: f64, degrees_of_freedom: f64) -> f64 {
    // Where the tail is 0 to all digits, the score is that of the smallest number there is.
    let tail = upper_tail(t.abs(), degrees_of_freedom).max(f64::MIN_POSITIVE);
    -normal_quantile(tail) * t.signum()
}

/// t of the hinge at each knot, beside a line; 0 where the outputs lie on a line but for rounding.
fn t_values(levels: &[f64], outputs: &[f64], knots: &[f64]) -> Vec<f64> {
    let line = centred(levels);
    let square = dot(&line, &line);
    let beside_line = |column: &[f64]| -> Vec<f64> {
        let column = centred(column);
        let slope = dot(&line, &column) / square;
        column
            .iter()
            .zip(&line)
            .map(|(value, along)| value - slope * along)
            .collect()
    };
    let response = centred(outputs);
    let rest = beside_line(outputs);
    let nothing = TIE * TIE * dot(&response, &response);
    if dot(&rest, &rest) <= nothing {
        return vec![0.0; knots.len()];
    }
    let degrees = (levels.len() - 3) as f64;
    knots
        .iter()
        .map(|knot| {
            let hinge = beside_line(
                &levels
                    .iter()
                    .map(|level| (level - knot).max(0.0))
                    .collect::<Vec<_>>(),
            );
            let size = dot(&hinge, &hinge);
            let change = dot(&hinge, &rest) / size;
            let misfit: f64 = rest
                .iter()
                .zip(&hinge)
                .map(|(value, bent)| (value - change * bent) * (value - change * bent))
                .sum();
            change / (misfit / degrees / size).sqrt()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::oracle;
    use super::*;
    use crate::statistics::generator::{generator, normal};

    #[test]
    fn the_test_agrees_with_statsmodels() {
        let line = oracle().davies;
        let found = Davies::of(&line.x, &line.y, &line.grid).unwrap();
        for (value, expected) in found.t_values.iter().zip(&line.t_values) {
            assert!((value - expected).abs() < 1e-9, "{value} against {expected}");
        }
        let largest = found.t_values.iter().fold(0.0, |most: f64, t| most.max(t.abs()));
        let variation: f64 = found
            .t_values
            .windows(2)
            .map(|pair| (pair[1] - pair[0]).abs())
            .sum();
        assert!((largest - line.largest).abs() < 1e-9 && (variation - line.variation).abs() < 1e-9);
        assert!((bound(largest, variation) - line.p_value).abs() < 1e-10);
        assert!(
            (found.p_value - line.p_value_of_normal_scores).abs() < 1e-10,
            "{found:?}"
        );
        assert!((found.knot - line.grid[6]).abs() < 1e-15);
    }

    #[test]
    fn a_line_is_rejected_as_often_as_simulated_elsewhere() {
        const LINES: usize = 2000;
        let line = oracle().davies;
        let mut draws = generator(1);
        let rejected = (0..LINES)
            .filter(|_| {
                let outputs: Vec<f64> = line
                    .x
                    .iter()
                    .map(|level| 0.2 + 0.5 * level + 0.12 * normal(&mut draws))
                    .collect();
                Davies::of(&line.x, &outputs, &line.grid).unwrap().p_value <= 0.05
            })
            .count();
        let share = rejected as f64 / LINES as f64;
        let expected = line.the_same_with_normal_scores;
        // Its 4,000 lines have an error, too.
        let error = (expected * (1.0 - expected) * (1.0 / LINES as f64 + 1.0 / 4000.0)).sqrt();
        assert!(
            (share - expected).abs() < 4.0 * error,
            "{share} against {expected}"
        );
    }

    #[test]
    fn lines_do_not_bend_and_hinges_surely_do() {
        let levels: Vec<f64> = (0..12).map(f64::from).collect();
        let knots = [3.0, 5.0, 7.0];
        for slope in [0.0, 0.1] {
            let outputs: Vec<f64> = levels.iter().map(|level| 1.0 / 3.0 + slope * level).collect();
            let found = Davies::of(&levels, &outputs, &knots).unwrap();
            assert!(found.p_value >= 1.0 && found.variation == 0.0, "{found:?}");
        }
        let mut outputs: Vec<f64> = levels.iter().map(|level| level.min(5.0)).collect();
        let found = Davies::of(&levels, &outputs, &knots).unwrap();
        assert!(
            found.p_value < 1e-30 && (found.knot - 5.0).abs() < 1e-15 && found.t_values[1] < 0.0,
            "{found:?}"
        );
        // A level without an output is as if it were not there.
        outputs[9] = f64::NAN;
        let without = Davies::of(&levels, &outputs, &knots).unwrap();
        let mut fewer = levels.clone();
        fewer.remove(9);
        outputs.remove(9);
        assert_eq!(without, Davies::of(&fewer, &outputs, &knots).unwrap());
    }

    #[test]
    fn what_cannot_be_tested_is_said() {
        let levels: Vec<f64> = (0..8).map(f64::from).collect();
        let ask = |levels: &[f64], outputs: &[f64]| Davies::of(levels, outputs, &[3.0]).err();
        assert_eq!(
            ask(&levels, &[1.0; 7]),
            Some(ThresholdError::Ragged { found: 7, levels: 8 })
        );
        let mut hole = [1.0; 8];
        hole[2] = f64::INFINITY;
        assert_eq!(
            ask(&levels, &hole),
            Some(ThresholdError::TooFewLevels { found: 7, needed: 8 })
        );
    }

    #[test]
    #[should_panic(expected = "outside")]
    fn a_knot_lies_between_levels() {
        let levels: Vec<f64> = (0..8).map(f64::from).collect();
        let _ = Davies::of(&levels, &[1.0; 8], &[6.5]);
    }
}
