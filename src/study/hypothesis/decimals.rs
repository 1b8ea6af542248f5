//! How many decimals a figure is worth, and an interval with as many.

use crate::figure::numbers::fixed;
use crate::statistics::Interval;
use crate::words::say;

/// Decimals that show two digits of the half width, or of the smallest effect of interest where that says more.
pub(in crate::study) fn decimals(half_width: f64, smallest: f64) -> usize {
    let scale = if half_width.is_finite() && half_width > 0.0 {
        half_width.min(smallest)
    } else {
        smallest
    };
    (1.0 - libm::floor(libm::log10(scale))).clamp(0.0, 6.0) as usize
}

/// An interval of a figure with so many decimals.
pub(in crate::study) fn interval_text(interval: &Interval, digits: usize) -> String {
    if interval.half_width().is_finite() {
        let (low, high) = (fixed(interval.low, digits), fixed(interval.high, digits));
        say!("[{low}, {high}]")
    } else {
        say!("[no ends]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_show_what_they_know() {
        assert_eq!(decimals(0.012, 0.5), 3);
        assert_eq!(decimals(f64::INFINITY, 0.5), 2);
        assert_eq!(decimals(0.0, 0.01), 3);
    }
}
