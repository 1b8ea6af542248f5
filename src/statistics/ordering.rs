//! Is there an order among variants?

use super::{Alternative, Moments, TTest, difference};

/// The claim that each variant is higher than the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderTest {
    /// Difference of each variant to the one before, seed by seed.
    pub steps: Vec<Moments>,
    /// The one-sided paired t test of each step.
    pub tests: Vec<TTest>,
    /// The largest p-value of the steps.
    pub p_value: f64,
    /// Seeds left out, because one of the variants is not a finite number.
    pub dropped: usize,
}

impl OrderTest {
    /// Tests the order in which the variants are given; each is in the order of the seeds.
    ///
    /// An intersection–union test: the claim holds only if every step is upwards, so each step is tested at the full
    /// level and all must be found; no correction is due (Berger, Technometrics 24, 1982).
    ///
    /// # Panics
    /// When there are fewer than two variants or they differ in length.
    #[must_use]
    pub fn of(variants: &[Vec<f64>]) -> Self {
        assert!(variants.len() >= 2, "an order needs two variants");
        let seeds = variants[0].len();
        assert!(
            variants.iter().all(|variant| variant.len() == seeds),
            "each seed runs every variant"
        );
        let whole: Vec<usize> = (0..seeds)
            .filter(|seed| variants.iter().all(|variant| variant[*seed].is_finite()))
            .collect();
        let steps: Vec<Moments> = variants
            .windows(2)
            .map(|pair| {
                let mut step = Moments::default();
                for seed in &whole {
                    let (before, after) = (pair[0][*seed], pair[1][*seed]);
                    step.push_of(difference(before, after), before.abs().max(after.abs()));
                }
                step
            })
            .collect();
        let tests: Vec<TTest> = steps
            .iter()
            .map(|step| TTest::of(step, 0.0, Alternative::Greater))
            .collect();
        let p_value = if whole.len() < 2 {
            f64::NAN
        } else {
            tests.iter().map(|test| test.p_value).fold(0.0, f64::max)
        };
        Self {
            steps,
            tests,
            p_value,
            dropped: seeds - whole.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weakest_step_decides() {
        let low = vec![1.0, 2.0, 3.0, 4.0];
        let middle = vec![2.0, 3.1, 3.9, 5.0];
        let high = vec![2.1, 3.3, 3.8, 5.3];
        // scipy.stats.ttest_rel([2.1, 3.3, 3.8, 5.3], [2, 3.1, 3.9, 5], alternative="greater").pvalue
        let ordering = OrderTest::of(&[low.clone(), middle.clone(), high.clone()]);
        assert!(
            (ordering.p_value - 0.119_721_299_318_001_57).abs() < 1e-9,
            "{}",
            ordering.p_value
        );
        assert!(ordering.tests[0].p_value < 0.001);
        let backwards = OrderTest::of(&[high, middle, low]);
        assert!(backwards.p_value > 0.999);
    }

    #[test]
    fn a_seed_counts_only_whole() {
        let ordering = OrderTest::of(&[vec![1.0, 1.0, 1.0], vec![2.0, f64::NAN, 3.0], vec![5.0, 6.0, 7.0]]);
        assert_eq!((ordering.dropped, ordering.steps[1].count()), (1, 2));
        let nothing = OrderTest::of(&[vec![f64::NAN], vec![1.0]]);
        assert!(nothing.p_value.is_nan());
    }
}
