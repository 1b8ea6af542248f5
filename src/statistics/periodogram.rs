//! Cycles in a series: the periodogram.

use core::f64::consts::PI;

use super::TIE;

/// How the variance of an evenly spaced series about its straight line is divided among cycles.
///
/// With `n` values and `z` their distance from the line of least squares, the ordinate of `j` cycles is
/// `I_j = |Σ_t z_t exp(-2πi j t/n)|²`, counted twice but for the fastest cycle of an even number of values. The ordinates
/// of 1 to `n/2` cycles add up to `n Σ z²` (Parseval), so each over their sum is a share of the variance: what Fisher's g
/// is the largest of.
#[derive(Clone, Debug, PartialEq)]
pub struct Periodogram {
    /// Share of the variance of 1, 2, … cycles.
    shares: Vec<f64>,
}

impl Periodogram {
    /// The periodogram of a series; `None` where a value is not finite, or nothing but rounding is left beside a straight
    /// line.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        let (residuals, length) = (without_line(values), values.len());
        let square = |values: &[f64]| values.iter().map(|value| value * value).sum::<f64>();
        let (left, all) = (square(&residuals), square(values));
        if !all.is_finite() || left <= TIE * TIE * all {
            return None;
        }
        let ordinates: Vec<f64> = (1..=length / 2)
            .map(|cycles| {
                let (mut cosine, mut sine) = (0.0, 0.0);
                for (time, value) in residuals.iter().enumerate() {
                    // Whole turns are left out, which keeps the angle exact in long series.
                    let angle = 2.0 * PI * (cycles * time % length) as f64 / length as f64;
                    cosine += value * libm::cos(angle);
                    sine += value * libm::sin(angle);
                }
                let weight = if 2 * cycles == length { 1.0 } else { 2.0 };
                weight * (cosine * cosine + sine * sine)
            })
            .collect();
        let total: f64 = ordinates.iter().sum();
        Some(Self {
            shares: ordinates.iter().map(|ordinate| ordinate / total).collect(),
        })
    }

    /// Share of the variance that goes through `cycles` cycles in the length of the series; 0 where there is none such.
    #[must_use]
    pub fn share(&self, cycles: usize) -> f64 {
        let position = cycles.checked_sub(1);
        position
            .and_then(|it| self.shares.get(it))
            .copied()
            .unwrap_or(0.0)
    }
}

/// What is left of values when their line of least squares is taken away.
fn without_line(values: &[f64]) -> Vec<f64> {
    let count = values.len() as f64;
    let middle = (count - 1.0) / 2.0;
    let mean = values.iter().sum::<f64>() / count;
    let (mut product, mut square) = (0.0, 0.0);
    for (time, value) in values.iter().enumerate() {
        let distance = time as f64 - middle;
        product += distance * value;
        square += distance * distance;
    }
    let slope = if square > 0.0 { product / square } else { 0.0 };
    let line = |time: usize| mean + slope * (time as f64 - middle);
    values
        .iter()
        .enumerate()
        .map(|(time, value)| value - line(time))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::generator::substream;
    use rand::RngExt;

    #[derive(serde::Deserialize)]
    struct Case {
        values: Vec<f64>,
        shares: Vec<f64>,
    }

    #[test]
    fn shares_agree_with_scipy() {
        let cases: Vec<Case> =
            serde_json::from_str(include_str!("../../tests/fixtures/periodograms.json")).unwrap();
        for case in &cases {
            let found = Periodogram::of(&case.values).unwrap();
            assert_eq!(found.shares.len(), case.shares.len());
            for (one, other) in found.shares.iter().zip(&case.shares) {
                assert!((one - other).abs() < 1e-12, "{found:?} against {:?}", case.shares);
            }
        }
        assert!(cases.len() >= 4);
    }

    /// A whole number of waves that is even about the middle has no slope, so the line takes nothing of it.
    #[test]
    fn a_pure_wave_is_all_of_the_variance() {
        for (length, cycles) in [(24_usize, 6_usize), (27, 9), (40, 1)] {
            let values: Vec<f64> = (0..length)
                .map(|time| {
                    let from_middle = time as f64 - (length - 1) as f64 / 2.0;
                    let wave = libm::cos(2.0 * PI * cycles as f64 * from_middle / length as f64);
                    5.0 + 0.3 * time as f64 + wave
                })
                .collect();
            let share = Periodogram::of(&values).unwrap().share(cycles);
            assert!((share - 1.0).abs() < 1e-12, "{cycles} in {length}: {share}");
        }
    }

    /// Of two waves each has the square of its height in the sum of squares.
    #[test]
    fn two_waves_share_by_their_squares() {
        let values: Vec<f64> = (0..48)
            .map(|time| {
                let wave = |cycles: f64| libm::cos(2.0 * PI * cycles * (f64::from(time) - 23.5) / 48.0);
                3.0 * wave(12.0) + wave(5.0)
            })
            .collect();
        let found = Periodogram::of(&values).unwrap();
        assert!((found.share(12) - 0.9).abs() < 1e-12 && (found.share(5) - 0.1).abs() < 1e-12);
        assert!(found.share(0) < 1e-12 && found.share(25) < 1e-12);
    }

    /// Of white noise every cycle has the same share on average; the line takes a little of the slowest.
    #[test]
    fn noise_has_no_cycle() {
        const SERIES: u32 = 4_000;
        let mut mean = 0.0;
        for number in 0..SERIES {
            let mut stream = substream(4, number.into());
            let values: Vec<f64> = (0..25).map(|_| stream.random()).collect();
            mean += Periodogram::of(&values).unwrap().share(6) / f64::from(SERIES);
        }
        // 12 cycles with about 23 degrees of freedom, 2 of them here; the standard error is 0.0012.
        assert!((mean - 2.0 / 23.0).abs() < 0.005, "{mean}");
    }

    #[test]
    fn what_does_not_vary_has_no_cycles() {
        let line: Vec<f64> = (0..24).map(|time| 1e6 + 0.1 * f64::from(time)).collect();
        assert_eq!(Periodogram::of(&line), None);
        assert_eq!(Periodogram::of(&[0.0; 24]), None);
        assert_eq!(Periodogram::of(&[1.0, f64::NAN, 2.0, 0.0]), None);
        assert_eq!(Periodogram::of(&[]), None);
    }
}
