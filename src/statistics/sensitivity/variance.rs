//! Variance-based sensitivity indices.

use crate::statistics::design_points::{SobolError, sobol_points};
use crate::statistics::{Bootstrap, CONFIDENCE, Interval, Moments, varies};

/// The points at which an output must be known for Sobol' indices.
///
/// Two matrices A and B of `rows` points each are the halves of a Sobol' sequence of twice as many dimensions; for each
/// factor there is a copy of A with the column of that factor from B. The points come row by row: that of A, those of the
/// copies, that of B (Saltelli et al., Computer Physics Communications 181, 2010; the order is `SALib`'s).
#[derive(Clone, Debug, PartialEq)]
pub struct SaltelliPlan {
    /// Number of factors, or of groups of them.
    factors: usize,
    points: Vec<Vec<f64>>,
}

/// How much of the variance of an output a factor answers for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SensitivityIndices {
    /// First order: share of the variance that would go, on average, if this factor alone were known.
    pub first: f64,
    /// 95 % percentile interval over resamples of the rows.
    pub first_interval: Interval,
    /// Total: share that would stay if all factors but this one were known; beyond `first` it is interplay.
    pub total: f64,
    /// 95 % percentile interval over resamples of the rows.
    pub total_interval: Interval,
}

impl SensitivityIndices {
    const NONE: Self = Self {
        first: f64::NAN,
        first_interval: Interval {
            low: f64::NAN,
            high: f64::NAN,
        },
        total: f64::NAN,
        total_interval: Interval {
            low: f64::NAN,
            high: f64::NAN,
        },
    };
}

/// The outputs of one row.
struct Outputs<'a> {
    a: f64,
    copies: &'a [f64],
    b: f64,
}

impl SaltelliPlan {
    /// A plan of `rows · (factors + 2)` points. A power of two as `rows` keeps the Sobol' points balanced.
    ///
    /// # Errors
    /// When there are more factors than half the dimensions, or more rows than points, of the Sobol' sequence.
    pub fn new(factors: usize, rows: usize) -> Result<Self, SobolError> {
        let alone: Vec<usize> = (0..factors).collect();
        Self::grouped(&alone, rows)
    }

    /// A plan in which factors of a group move together, so that the indices are those of the groups; `groups` says in
    /// which each factor is, counted from 0 without a gap. The first-order index of a group holds the interplay within it.
    ///
    /// # Errors
    /// As [`SaltelliPlan::new`].
    pub fn grouped(groups: &[usize], rows: usize) -> Result<Self, SobolError> {
        let count = groups.iter().max().map_or(0, |last| last + 1);
        let mut points = Vec::new();
        for both in sobol_points(rows, groups.len().saturating_mul(2))? {
            let (a, b) = both.split_at(groups.len());
            points.push(a.to_vec());
            for group in 0..count {
                let column = |factor: usize| {
                    if groups[factor] == group {
                        b[factor]
                    } else {
                        a[factor]
                    }
                };
                points.push((0..groups.len()).map(column).collect());
            }
            points.push(b.to_vec());
        }
        Ok(Self {
            factors: count,
            points,
        })
    }

    /// The points, in the unit cube.
    #[must_use]
    pub fn points(&self) -> &[Vec<f64>] {
        &self.points
    }

    /// The indices of each factor, from the outputs at [`SaltelliPlan::points`].
    ///
    /// With outputs centred by the mean of all, and V the variance of those at A and B together:
    /// `first = mean(f(B) (f(AB) − f(A))) / V` (Saltelli et al. 2010, table 2 b) and
    /// `total = ½ mean((f(A) − f(AB))²) / V` (Jansen, Computer Physics Communications 117, 1999). Estimates may lie
    /// slightly outside [0, 1]. A row with an output that is not a finite number is left out; `NaN` when no row is left
    /// or the output does not vary.
    ///
    /// # Panics
    /// When there is not one output per point.
    #[must_use]
    pub fn analyse(&self, outputs: &[f64], resamples: usize, seed: u64) -> Vec<SensitivityIndices> {
        assert_eq!(outputs.len(), self.points.len(), "each point has an output");
        let width = self.factors + 2;
        let whole: Vec<&[f64]> = outputs
            .chunks(width)
            .filter(|row| row.iter().all(|output| output.is_finite()))
            .collect();
        let flat: Vec<f64> = whole.iter().copied().flatten().copied().collect();
        if !varies(&flat) {
            return vec![SensitivityIndices::NONE; self.factors];
        }
        let mean = flat.iter().sum::<f64>() / (whole.len() * width) as f64;
        let centred: Vec<Vec<f64>> = whole
            .iter()
            .map(|row| row.iter().map(|output| output - mean).collect())
            .collect();
        let rows: Vec<Outputs> = centred
            .iter()
            .map(|row| Outputs {
                a: row[0],
                copies: &row[1..=self.factors],
                b: row[self.factors + 1],
            })
            .collect();
        (0..self.factors)
            .map(|factor| {
                let bootstrap = |index: fn(&[Outputs], &[usize], usize) -> f64| {
                    Bootstrap::of(rows.len(), resamples, seed, |units| index(&rows, units, factor))
                };
                let (first, total) = (bootstrap(first_order), bootstrap(total_order));
                SensitivityIndices {
                    first: first.estimate,
                    first_interval: first.percentile(CONFIDENCE),
                    total: total.estimate,
                    total_interval: total.percentile(CONFIDENCE),
                }
            })
            .collect()
    }

    /// Which share of the variance that [`SaltelliPlan::analyse`] divides up is no more than replication noise, when the
    /// outputs analysed are means over replications, given here by point and then replication.
    ///
    /// The noise of a mean is the interaction of points and replications in a two-way layout, over the number of
    /// replications: chance that all points share moves them alike and adds nothing to the variance. Rows without all values
    /// are left out; `NaN` without two replications or where the outputs do not vary.
    ///
    /// # Panics
    /// When there is not one list of outputs per point.
    #[must_use]
    pub fn noise_share(&self, outputs: &[Vec<f64>]) -> f64 {
        assert_eq!(outputs.len(), self.points.len(), "each point has outputs");
        let width = self.factors + 2;
        let whole: Vec<&[Vec<f64>]> = outputs
            .chunks(width)
            .filter(|row| row.iter().flatten().all(|output| output.is_finite()))
            .collect();
        let ends: Vec<f64> = whole
            .iter()
            .flat_map(|row| [mean(&row[0]), mean(&row[width - 1])])
            .collect();
        if !varies(&ends) {
            return f64::NAN;
        }
        let ends: Moments = ends.into_iter().collect();
        let count = ends.count() as f64;
        let all: Vec<&Vec<f64>> = whole.iter().copied().flatten().collect();
        noise_of_means(&all) / (ends.variance() * (count - 1.0) / count)
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Variance of a mean over replications that is left once what each replication does to all points alike is taken out.
fn noise_of_means(points: &[&Vec<f64>]) -> f64 {
    let replications = points.first().map_or(0, |values| values.len());
    let count = points.len() as f64;
    let means: Vec<f64> = points.iter().map(|values| mean(values)).collect();
    let all = mean(&means);
    let shared: Vec<f64> = (0..replications)
        .map(|replication| points.iter().map(|values| values[replication]).sum::<f64>() / count - all)
        .collect();
    let squares: f64 = points
        .iter()
        .zip(&means)
        .flat_map(|(values, mean)| {
            values
                .iter()
                .zip(&shared)
                .map(move |(value, shared)| value - mean - shared)
        })
        .map(|rest| rest * rest)
        .sum();
    let freedom = (count - 1.0) * (replications as f64 - 1.0);
    squares / freedom / replications as f64
}

fn first_order(rows: &[Outputs], units: &[usize], factor: usize) -> f64 {
    share(rows, units, |row| row.b * (row.copies[factor] - row.a))
}

fn total_order(rows: &[Outputs], units: &[usize], factor: usize) -> f64 {
    share(rows, units, |row| {
        let change = row.a - row.copies[factor];
        0.5 * change * change
    })
}

/// Mean of `part` over the rows, as a share of the variance of the outputs at A and B.
fn share(rows: &[Outputs], units: &[usize], part: impl Fn(&Outputs) -> f64) -> f64 {
    let (mut sum, mut values, mut squares) = (0.0, 0.0, 0.0);
    for unit in units {
        let row = &rows[*unit];
        sum += part(row);
        values += row.a + row.b;
        squares += row.a * row.a + row.b * row.b;
    }
    let count = units.len() as f64;
    let mean = values / (2.0 * count);
    sum / count / (squares / (2.0 * count) - mean * mean)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{SalibIndices, g_function, ishigami, salib};
    use super::*;

    fn against_salib(expected: &SalibIndices, factors: usize, function: impl Fn(&[f64]) -> f64) {
        let plan = SaltelliPlan::new(factors, expected.rows).unwrap();
        assert_eq!(plan.points().len(), expected.rows * (factors + 2));
        for (index, point) in &expected.sample {
            for (found, expected) in plan.points()[*index].iter().zip(point) {
                // SALib's Sobol' points have 30 bits and are exact too.
                assert!((found - expected).abs() < 1e-15, "point {index}");
            }
        }
        let outputs: Vec<f64> = plan.points().iter().map(|point| function(point)).collect();
        let mean = outputs.iter().sum::<f64>() / outputs.len() as f64;
        assert!((mean - expected.output_mean).abs() < 1e-10);
        for (factor, found) in plan.analyse(&outputs, 999, 1).iter().enumerate() {
            assert!((found.first - expected.first[factor]).abs() < 1e-10, "{found:?}");
            assert!((found.total - expected.total[factor]).abs() < 1e-10, "{found:?}");
            // Half widths: percentiles here, 1.96 standard errors there; both from resamples.
            for (interval, half_width) in [
                (found.first_interval, expected.first_half_width[factor]),
                (found.total_interval, expected.total_half_width[factor]),
            ] {
                let share = interval.half_width() / half_width;
                assert!(
                    (0.75..1.3).contains(&share),
                    "{interval:?} against ± {half_width}"
                );
            }
        }
    }

    #[test]
    fn agrees_with_salib_on_the_same_samples() {
        let expected = salib();
        against_salib(&expected.ishigami, 3, ishigami);
        against_salib(&expected.g, 6, g_function);
    }

    fn analyse(factors: usize, rows: usize, function: impl Fn(&[f64]) -> f64) -> Vec<SensitivityIndices> {
        let plan = SaltelliPlan::new(factors, rows).unwrap();
        let outputs: Vec<f64> = plan.points().iter().map(|point| function(point)).collect();
        plan.analyse(&outputs, 0, 1)
    }

    #[test]
    fn comes_to_the_closed_form_of_ishigami() {
        // Ishigami and Homma (1990), a = 7, b = 0.1: V = a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2, V₁ = (1 + bπ⁴/5)²/2, V₂ = a²/8,
        // V₁₃ = 8b²π⁸/225.
        let fourth =
            std::f64::consts::PI * std::f64::consts::PI * std::f64::consts::PI * std::f64::consts::PI;
        let eighth = fourth * fourth;
        let variance = 49.0 / 8.0 + 0.1 * fourth / 5.0 + 0.01 * eighth / 18.0 + 0.5;
        let one = 0.5 * (1.0 + 0.1 * fourth / 5.0) * (1.0 + 0.1 * fourth / 5.0) / variance;
        let two = 49.0 / 8.0 / variance;
        let both = 8.0 * 0.01 * eighth / 225.0 / variance;
        let indices = analyse(3, 1 << 13, ishigami);
        for (found, (first, total)) in indices.iter().zip([(one, one + both), (two, two), (0.0, both)]) {
            assert!((found.first - first).abs() < 0.01, "{found:?} against {first}");
            assert!((found.total - total).abs() < 0.01, "{found:?} against {total}");
        }
    }

    #[test]
    fn comes_to_the_closed_form_of_the_g_function() {
        // Sobol' (1993): Vᵢ = 1/(3 (1 + aᵢ)²), V = Π (1 + Vᵢ) − 1, total Vᵢ Π_{j≠i} (1 + Vⱼ).
        let parts = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0_f64].map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
        let product: f64 = parts.iter().map(|part| 1.0 + part).product();
        for (found, part) in analyse(6, 1 << 13, g_function).iter().zip(parts) {
            let first = part / (product - 1.0);
            let total = part * product / (1.0 + part) / (product - 1.0);
            assert!((found.first - first).abs() < 0.01, "{found:?} against {first}");
            assert!((found.total - total).abs() < 0.01, "{found:?} against {total}");
        }
    }

    #[test]
    fn failed_runs_lose_only_their_row() {
        let plan = SaltelliPlan::new(2, 64).unwrap();
        let mut outputs: Vec<f64> = plan.points().iter().map(|p| p[0] + 3.0 * p[1]).collect();
        outputs[4 * 7 + 1] = f64::INFINITY;
        let indices = plan.analyse(&outputs, 99, 1);
        // Variances 1/12 and 9/12.
        assert!((indices[0].total - 0.1).abs() < 0.02 && (indices[1].total - 0.9).abs() < 0.05);
        assert!(indices[1].total_interval.contains(0.9));
    }

    #[test]
    fn what_has_no_indices_is_told() {
        let constant = analyse(2, 16, |_| 0.1);
        assert!(constant[0].first.is_nan() && constant[1].total.is_nan());
        let plan = SaltelliPlan::new(1, 4).unwrap();
        assert!(plan.analyse(&[f64::NAN; 12], 9, 1)[0].first.is_nan());
        assert!(matches!(
            SaltelliPlan::new(129, 4),
            Err(SobolError::Dimensions(258))
        ));
    }

    #[test]
    fn groups_of_a_sum_have_the_shares_of_their_members() {
        // y = x0 + 2 x1 + 3 x2: variances 1, 4 and 9 of 14; x0 and x2 together 10/14.
        let plan = SaltelliPlan::grouped(&[0, 1, 0], 1024).unwrap();
        assert_eq!(plan.points().len(), 4 * 1024);
        let output = |point: &Vec<f64>| point[0] + 2.0 * point[1] + 3.0 * point[2];
        let outputs: Vec<f64> = plan.points().iter().map(output).collect();
        let indices = plan.analyse(&outputs, 9, 1);
        for (found, share) in indices.iter().zip([10.0 / 14.0, 4.0 / 14.0]) {
            assert!(
                (found.first - share).abs() < 0.01 && (found.total - share).abs() < 0.01,
                "{found:?}"
            );
        }
    }

    #[test]
    fn shared_chance_is_no_noise_and_own_chance_is() {
        let plan = SaltelliPlan::new(1, 512).unwrap();
        let shared: Vec<Vec<f64>> = plan
            .points()
            .iter()
            .map(|point| vec![point[0], point[0] + 5.0])
            .collect();
        assert!(plan.noise_share(&shared) < 1e-12);
        // ±d in turns: two values of variance 2 d², a mean of variance d²; the variance of the factor is 1/12.
        let own: Vec<Vec<f64>> = (0..plan.points().len())
            .map(|index| {
                let (sign, value) = (
                    if index / 3 % 2 == 0 { 0.1 } else { -0.1 },
                    plan.points()[index][0],
                );
                vec![value + sign, value - sign]
            })
            .collect();
        let share = plan.noise_share(&own);
        assert!((share - 0.01 * 12.0).abs() < 0.002, "{share}");
        let single: Vec<Vec<f64>> = plan.points().iter().map(|point| vec![point[0]]).collect();
        assert!(plan.noise_share(&single).is_nan());
    }
}
