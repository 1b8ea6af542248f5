//! Looking after every replication without paying for it in false alarms.
//!
//! A t test repeated while the replications come in rejects a true null hypothesis far more often than its level says.
//! Of the honest corrections the bench uses an *anytime-valid t test*. Group-sequential boundaries (O'Brien and
//! Fleming; Lan and `DeMets`) need slightly fewer replications on average, but their looks and their last
//! replication must be fixed beforehand, they rest on large samples, and p-values after stopping depend on the plan of
//! looks. Samspil's ensembles are lengthened and resumed at will, may be short, and their p-values go on to
//! Holm's correction: an anytime-valid p-value is a p-value at any moment, for whatever reason one stops.
//!
//! The evidence against a mean is the likelihood ratio of the t statistics so far, with the standardised effect δ normal
//! around 0 with standard deviation `g` ("effect scale") under the alternative. As the ratio of a maximal
//! invariant it is a martingale from 1 when the mean is the null value, whatever the variance, so by Ville's
//! inequality it ever reaches 1/α with probability at most α: exactly for normal values, approximately for others.
//!
//! * Lai, Annals of Statistics 4, 1976, on confidence sequences for a mean with unknown variance.
//! * Pérez-Ortiz, Lardy, de Heide and Grünwald, Annals of Statistics 52, 2024, on why it is a martingale.
//! * Wang and Ramdas, Anytime-valid t-tests and confidence sequences for Gaussian means with unknown variance,
//!   Sequential Analysis 44, 2025.
//!
//! The effect scale is where the test is most economical, and has no bearing on its validity; fix it before looking at
//! results. 1 suits paired runs, whose `d_z` is rarely small.

use super::{Alternative, Interval, Moments, student};

/// Evidence of a sample against the mean `null`: how many times likelier the t statistics are under the mixture of
/// alternatives.
///
/// With n values, deviation d of their mean from `null`, S = Σ(x − x̄)² and q = 1 + n g², it is
/// `q^(−1/2) [(S + n d²) / (S + n d²/q)]^(n/2)`; one-sided alternatives take the half of the mixture on their side, which
/// multiplies it by twice the posterior probability of that side, a t probability with n degrees of freedom.
/// One-sided evidence is also valid against all means on the far side of `null`.
///
/// 1, which is no evidence, for fewer than two values.
///
/// # Panics
/// When `effect_scale` is not positive.
#[must_use]
pub fn evidence(sample: &Moments, null: f64, alternative: Alternative, effect_scale: f64) -> f64 {
    assert!(effect_scale > 0.0, "effect scale {effect_scale} is not positive");
    if sample.count() < 2 {
        return 1.0;
    }
    let count = sample.count() as f64;
    let deviation = sample.mean() - null;
    let growth = 1.0 + count * effect_scale * effect_scale;
    let within = (count - 1.0) * sample.variance();
    let between = count * deviation * deviation;
    let rest = within + between / growth;
    let gain = if rest == 0.0 {
        0.0
    } else {
        0.5 * count * libm::log((within + between) / rest)
    };
    let both_sides = libm::exp(gain - 0.5 * libm::log(growth));
    let side = match alternative {
        Alternative::TwoSided => return both_sides,
        Alternative::Greater => 1.0,
        Alternative::Less => -1.0,
    };
    // The posterior of the mean is t with n degrees of freedom around (1 − 1/q) d, scale √((1 − 1/q) rest) / n.
    let weight = 1.0 - 1.0 / growth;
    let centre = if deviation == 0.0 {
        0.0
    } else {
        deviation * count * (weight / rest).sqrt()
    };
    2.0 * both_sides * student::upper_tail(-side * centre, count)
}

/// The confidence sequence that belongs to [`evidence`]: the means it is below 1/α against, α = 1 − confidence.
///
/// All intervals of a growing sample cover the true mean at once with probability `confidence` or more, so one may stop
/// as soon as the interval is narrow enough. With K = (q/α²)^(1/n), it is
/// `x̄ ± √(S (K − 1) / (n (1 − K/q)))`, and infinite as long as K ≥ q or there are fewer than two values.
///
/// # Panics
/// When `effect_scale` is not positive or `confidence` does not lie between 0 and 1.
#[must_use]
pub fn anytime_interval(sample: &Moments, confidence: f64, effect_scale: f64) -> Interval {
    assert!(effect_scale > 0.0, "effect scale {effect_scale} is not positive");
    assert!(
        0.0 < confidence && confidence < 1.0,
        "confidence {confidence} outside (0, 1)"
    );
    let count = sample.count() as f64;
    let growth = 1.0 + count * effect_scale * effect_scale;
    let logarithm = (libm::log(growth) - 2.0 * libm::log(1.0 - confidence)) / count;
    let bound = libm::exp(logarithm);
    if sample.count() < 2 || bound >= growth {
        return Interval {
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
        };
    }
    let within = (count - 1.0) * sample.variance();
    let square = within * libm::expm1(logarithm) / (count * (1.0 - bound / growth));
    Interval::around(sample.mean(), square.sqrt())
}

/// A test that is looked at after every value.
///
/// ```
/// use samspil::statistics::{Alternative, Monitor};
/// let mut monitor = Monitor::new(0.0, Alternative::Greater, 1.0);
/// let mut used = 0;
/// for seed in 0.. {
///     monitor.push(1.0 + 0.5 * f64::from(seed % 3));
///     used += 1;
///     if monitor.p_value() < 0.05 {
///         break;
///     }
/// }
/// assert_eq!(used, 5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Monitor {
    sample: Moments,
    null: f64,
    alternative: Alternative,
    effect_scale: f64,
    largest: f64,
}

impl Monitor {
    /// A test of the mean `null`, before the first value.
    ///
    /// # Panics
    /// When `effect_scale` is not positive.
    #[must_use]
    pub fn new(null: f64, alternative: Alternative, effect_scale: f64) -> Self {
        assert!(effect_scale > 0.0, "effect scale {effect_scale} is not positive");
        Self {
            sample: Moments::default(),
            null,
            alternative,
            effect_scale,
            largest: 1.0,
        }
    }

    /// Adds the value of the next seed, in the order of the seeds; what is not a finite number is passed over.
    pub fn push(&mut self, value: f64) {
        if value.is_finite() {
            self.sample.push(value);
            let now = evidence(&self.sample, self.null, self.alternative, self.effect_scale);
            self.largest = self.largest.max(now);
        }
    }

    /// The sample so far.
    #[must_use]
    pub const fn sample(&self) -> &Moments {
        &self.sample
    }

    /// The anytime-valid p-value: 1 over the largest evidence so far.
    ///
    /// When the mean is the null value, it ever falls to α or below with probability at most α.
    #[must_use]
    pub fn p_value(&self) -> f64 {
        1.0 / self.largest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::TTest;
    use crate::statistics::generator::generator;
    use proptest::prelude::*;
    use rand::RngExt;

    #[test]
    fn evidence_agrees_with_the_integral_in_scipy() {
        // d = [.4, .2, 0, .7, .4, -.1, .4, .4, .6, .3]; t = (mean(d) - null) / (std(d, ddof=1) / sqrt(10))
        // quad(lambda e: nct.pdf(t, 9, e * sqrt(10)) * norm.pdf(e, 0, g), -8, 8)[0] / t.pdf(t, 9);
        // one-sided: 2 * quad(..., 0, 8) or 2 * quad(..., -8, 0)
        let sample: Moments = [0.4, 0.2, 0.0, 0.7, 0.4, -0.1, 0.4, 0.4, 0.6, 0.3]
            .into_iter()
            .collect();
        for (null, scale, alternative, expected) in [
            (0.0, 1.0, Alternative::TwoSided, 32.310_360_937_021_5),
            (0.0, 1.0, Alternative::Greater, 64.530_046_370_570_91),
            (0.0, 1.0, Alternative::Less, 0.090_675_503_472_091_3),
            (0.25, 0.5, Alternative::TwoSided, 0.791_724_745_653_712_9),
            (0.25, 0.5, Alternative::Greater, 1.276_884_198_416_442_5),
            (0.5, 2.0, Alternative::Less, 2.430_345_934_570_214_5),
        ] {
            let found = evidence(&sample, null, alternative, scale);
            assert!(
                (found / expected - 1.0).abs() < 1e-7,
                "{found} against {expected}"
            );
        }
    }

    /// Share of `streams` of normal values around `mean` in which `is_alarm` is raised at any look before `length`.
    fn alarms(streams: u64, length: usize, mean: f64, is_alarm: impl Fn(&Moments) -> bool) -> f64 {
        let mut alarms = 0.0;
        for seed in 0..streams {
            let mut draws = generator(seed);
            let mut sample = Moments::default();
            for _ in 0..length {
                sample.push(mean + 3.0 * student::normal_quantile(1.0 - draws.random::<f64>()));
                if is_alarm(&sample) {
                    alarms += 1.0;
                    break;
                }
            }
        }
        alarms / streams as f64
    }

    /// Three standard errors above 5 % in 2,000 streams.
    const ALLOWED: f64 = 0.05 + 3.0 * 0.004_9;

    #[test]
    fn looking_after_every_value_keeps_the_level() {
        for alternative in [Alternative::TwoSided, Alternative::Greater, Alternative::Less] {
            let share = alarms(2000, 150, 0.0, |sample| {
                evidence(sample, 0.0, alternative, 1.0) >= 20.0
            });
            assert!(share <= ALLOWED, "{alternative:?}: {share}");
            assert!(
                share > 0.005,
                "{alternative:?}: {share} is wasteful beyond the theory"
            );
        }
        let missed = alarms(2000, 150, 3.0, |sample| {
            !anytime_interval(sample, 0.95, 1.0).contains(3.0)
        });
        assert!(missed <= ALLOWED, "{missed}");
        // What is being corrected: the same looks with the plain t test.
        let naive = alarms(2000, 150, 0.0, |sample| {
            TTest::of(sample, 0.0, Alternative::TwoSided).p_value <= 0.05
        });
        assert!(naive > 0.2, "{naive}");
    }

    #[test]
    fn an_effect_is_found() {
        // The fixed test has a power of 80 % with 34 pairs at d_z = 0.5 (see `power`).
        let share = alarms(500, 68, 1.5, |sample| {
            evidence(sample, 0.0, Alternative::TwoSided, 1.0) >= 20.0
        });
        assert!(share > 0.8, "{share}");
    }

    #[test]
    fn values_that_do_not_vary_are_evidence_by_their_number() {
        let mut monitor = Monitor::new(0.0, Alternative::TwoSided, 1.0);
        for _ in 0..5 {
            monitor.push(2.0);
        }
        // (1 + 5)^((5 − 1) / 2)
        assert!((monitor.p_value() - 1.0 / 36.0).abs() < 1e-12);
        let mut nothing = Monitor::new(0.0, Alternative::Greater, 1.0);
        for value in [0.0, f64::NAN, 0.0, 0.0] {
            nothing.push(value);
        }
        assert!((nothing.p_value() - 1.0).abs() < 1e-15);
        assert_eq!(nothing.sample().count(), 3);
    }

    proptest! {
        #[test]
        fn interval_and_evidence_say_the_same(
            values in prop::collection::vec(-10.0..10.0_f64, 2..40),
            null in -12.0..12.0_f64,
        ) {
            let sample: Moments = values.into_iter().collect();
            let now = evidence(&sample, null, Alternative::TwoSided, 1.0);
            prop_assume!((now - 20.0).abs() > 1e-6);
            prop_assert_eq!(anytime_interval(&sample, 0.95, 1.0).contains(null), now < 20.0);
        }

        #[test]
        fn both_sides_are_the_mean_of_the_halves(
            values in prop::collection::vec(-10.0..10.0_f64, 2..40),
            scale in 0.1..3.0_f64,
        ) {
            let sample: Moments = values.into_iter().collect();
            let of = |alternative| evidence(&sample, 0.5, alternative, scale);
            let halves = f64::midpoint(of(Alternative::Greater), of(Alternative::Less));
            prop_assert!((halves / of(Alternative::TwoSided) - 1.0).abs() < 1e-9);
        }
    }
}
