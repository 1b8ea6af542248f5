//! The t interval of a mean.

use super::student;

/// Confidence of every interval a table or figure shows.
pub const CONFIDENCE: f64 = 0.95;

/// An interval of plausible values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end; `NaN` when the sample is too small to say.
    pub low: f64,
    /// Upper end; `NaN` when the sample is too small to say.
    pub high: f64,
}

impl Interval {
    /// The interval of `centre` ± `half_width`.
    #[must_use]
    pub fn around(centre: f64, half_width: f64) -> Self {
        Self {
            low: centre - half_width,
            high: centre + half_width,
        }
    }

    /// Both ends.
    #[must_use]
    pub const fn ends(&self) -> [f64; 2] {
        [self.low, self.high]
    }

    /// Half the distance of the ends.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        0.5 * (self.high - self.low)
    }

    /// Whether `value` lies between the ends, both included.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// Half the width of the two-sided Student t interval of a mean: `t(count - 1) · s / √count`.
///
/// `NaN` for fewer than two values.
///
/// ```
/// use samspil::statistics::half_width;
/// assert!((half_width(9, 3.0, 0.95) - 2.306).abs() < 1e-3);
/// ```
///
/// # Panics
/// When `confidence` does not lie between 0 and 1.
#[must_use]
pub fn half_width(count: usize, standard_deviation: f64, confidence: f64) -> f64 {
    assert!(
        0.0 < confidence && confidence < 1.0,
        "confidence {confidence} outside (0, 1)"
    );
    if count < 2 {
        return f64::NAN;
    }
    let quantile = student::quantile(f64::midpoint(1.0, confidence), (count - 1) as f64);
    quantile * standard_deviation / (count as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_scipy() {
        // python3 -c "from scipy.stats import t; [print(t.ppf(.975, n - 1)) for n in (2, 3, 5, 10, 30, 200, 10000)]"
        for (count, quantile) in [
            (2, 12.706_204_736_174_694),
            (3, 4.302_652_729_749_462),
            (5, 2.776_445_105_197_793_4),
            (10, 2.262_157_162_798_205),
            (30, 2.045_229_642_132_703),
            (200, 1.971_956_544_251_753_3),
            (10_000, 1.960_201_263_621_357),
        ] {
            let value = half_width(count, (count as f64).sqrt(), CONFIDENCE);
            assert!(
                (value / quantile - 1.0).abs() < 1e-9,
                "{count}: {value} against {quantile}"
            );
        }
        // python3 -c "from scipy.stats import t; print(t.ppf(.995, 19), t.ppf(.95, 7))"
        assert!((half_width(20, 20_f64.sqrt(), 0.99) - 2.860_934_606_464_979_4).abs() < 1e-9);
        assert!((half_width(8, 8_f64.sqrt(), 0.9) - 1.894_578_605_090_006_2).abs() < 1e-9);
    }

    #[test]
    fn one_value_has_no_interval() {
        assert!(half_width(0, 1.0, CONFIDENCE).is_nan());
        assert!(half_width(1, 1.0, CONFIDENCE).is_nan());
        assert!(half_width(2, 0.0, CONFIDENCE).abs() < f64::MIN_POSITIVE);
    }
}
