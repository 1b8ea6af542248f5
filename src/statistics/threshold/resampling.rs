//! Both families fitted to the mean response, and to the means of resampled seeds.

use rand::RngExt;

use super::bends::{Bend, SharpBends};
use super::families::shares;
use super::isotonic::monotone;
use super::least_squares::{centred, dot};
use super::smooth::SmoothCurves;
use crate::statistics::generator::generator;

/// Part of the sum of squares below which a misfit does not count: a bend of less than a 30,000th of the range.
const NOTHING: f64 = 1e-9;

/// Two statistics that differ by less are equal but for rounding, which [`NOTHING`] keeps below this.
const EQUAL: f64 = 1e-6;

/// What all seeds say together, and how each differs from that.
pub(super) struct Response {
    pub(super) mean: Vec<f64>,
    /// Row by row.
    pub(super) residuals: Vec<Vec<f64>>,
}

impl Response {
    pub(super) fn of(rows: &[&[f64]]) -> Self {
        let count = rows.len() as f64;
        let mean: Vec<f64> = (0..rows[0].len())
            .map(|level| rows.iter().map(|row| row[level]).sum::<f64>() / count)
            .collect();
        let residuals = rows
            .iter()
            .map(|row| row.iter().zip(&mean).map(|(value, mean)| value - mean).collect())
            .collect();
        Self { mean, residuals }
    }
}

/// How well both families fit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fits {
    pub(super) hinge_rss: f64,
    pub(super) bend: Bend,
    /// ln of the ratio of both.
    pub(super) statistic: f64,
}

/// What the resamples say.
#[derive(Default)]
pub(super) struct Resamples {
    /// Statistics of samples from the smooth curve that are as large as the one found.
    pub(super) as_large: usize,
    /// Misfits of samples from the hinge that are as large as the one found.
    pub(super) misfits: usize,
    /// Distances from rising or falling, of samples that do, as large as the one found.
    pub(super) turns: usize,
    /// The best bends of the seeds drawn.
    pub(super) bends: Vec<Bend>,
}

/// Both families, prepared for the levels.
pub(super) struct Families {
    shares: Vec<f64>,
    smooth: SmoothCurves,
    sharp: SharpBends,
}

impl Families {
    pub(super) fn of(levels: &[f64]) -> Self {
        let shares = shares(levels);
        Self {
            smooth: SmoothCurves::of(&shares),
            sharp: SharpBends::of(&shares),
            shares,
        }
    }

    /// Fits both to a centred sample.
    pub(super) fn fits(&self, sample: &[f64]) -> Fits {
        let squares = dot(sample, sample);
        let bend = self.sharp.best(sample);
        let smooth_rss = (squares - self.smooth.gain(sample)).max(0.0);
        let hinge_rss = (squares - bend.gain).max(0.0);
        let nothing = NOTHING * squares;
        let statistic = if squares > 0.0 {
            libm::log((smooth_rss + nothing) / (hinge_rss + nothing))
        } else {
            0.0
        };
        Fits {
            hinge_rss,
            bend,
            statistic,
        }
    }

    /// Draws seeds anew, whole rows, and holds them against what was found.
    pub(super) fn resample(
        &self,
        response: &Response,
        found: &Fits,
        resamples: usize,
        seed: u64,
    ) -> Resamples {
        let sample = centred(&response.mean);
        let nothing = NOTHING * dot(&sample, &sample);
        let smooth = self.smooth.fit(&sample);
        let hinge = found.bend.fitted(&self.shares);
        let (straightened, turning) = monotone(&sample);
        let seeds = response.residuals.len();
        // Residuals vary by (n − 1)/n too little.
        let scale = (seeds as f64 / (seeds as f64 - 1.0)).sqrt();
        let mut draws = generator(seed);
        let mut result = Resamples::default();
        for _ in 0..resamples {
            let mut error = vec![0.0; sample.len()];
            for _ in 0..seeds {
                let residual = &response.residuals[draws.random_range(0..seeds)];
                for (sum, value) in error.iter_mut().zip(residual) {
                    *sum += value;
                }
            }
            let around = |curve: &[f64], scale: f64| {
                let values = curve.iter().zip(&error);
                centred(
                    &values
                        .map(|(value, sum)| value + scale * sum / seeds as f64)
                        .collect::<Vec<_>>(),
                )
            };
            let as_large = self.fits(&around(&smooth, scale)).statistic >= found.statistic - EQUAL;
            result.as_large += usize::from(as_large);
            let bent = around(&hinge, scale);
            let misfit = dot(&bent, &bent) - self.sharp.best(&bent).gain;
            result.misfits += usize::from(misfit >= found.hinge_rss - nothing);
            let distance = monotone(&around(&straightened, scale)).1;
            result.turns += usize::from(distance >= turning - nothing);
            result.bends.push(self.sharp.best(&around(&sample, 1.0)));
        }
        result
    }
}
