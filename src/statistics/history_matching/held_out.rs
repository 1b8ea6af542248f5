//! Whether an emulator may rule out draws.

use super::Emulator;

/// Runs of a wave that are held out to check its emulators.
pub const RUNS_HELD_OUT: usize = 50;

/// Standardised errors beyond this are large, and …
const LARGE: f64 = 3.0;

/// … this share of them may be, as of any errors with one mode.
const LARGE_SHARE: f64 = 0.05;

/// Errors beyond this are very large; two of them side by side mean a place where the emulator fails.
const VERY_LARGE: f64 = 4.5;

/// How an emulator did at runs that it has not seen.
#[derive(Clone, Debug, PartialEq)]
pub struct EmulatorCheck {
    /// `(y − m) / √(e + v)` of each run.
    pub standardised_errors: Vec<f64>,
    /// Share of them beyond 3.
    pub large_share: f64,
    /// How many beyond 4.5 have one as their nearest neighbour that is beyond 4.5, too.
    pub large_neighbours: usize,
}

impl EmulatorCheck {
    /// Checks an emulator at runs that were held out; `chance_variances` are the variances v of their values by luck, σ²/R of means of
    /// R runs. Neighbours are near in all inputs, in standard deviations. Bastos and O'Hagan, Technometrics 51, 2009.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::{Emulator, EmulatorCheck, latin_hypercube};
    /// let outcome = |points: &[Vec<f64>]| -> Vec<f64> { points.iter().map(|x| x[0] + x[1] * x[1] * x[1]).collect() };
    /// let (seen, held_out) = (latin_hypercube(40, 2, 1), latin_hypercube(50, 2, 2));
    /// let emulator = Emulator::fit(&seen, &outcome(&seen), 0.0).unwrap();
    /// let check = EmulatorCheck::of(&emulator, &held_out, &outcome(&held_out), &[0.0; 50]);
    /// assert!(check.may_rule_out());
    /// ```
    ///
    /// # Panics
    /// When there is not one value and variance for each point.
    #[must_use]
    pub fn of(emulator: &Emulator, points: &[Vec<f64>], values: &[f64], chance_variances: &[f64]) -> Self {
        assert_eq!(points.len(), values.len(), "each draw has an outcome");
        assert_eq!(
            points.len(),
            chance_variances.len(),
            "each outcome has a variance"
        );
        let errors: Vec<f64> = points
            .iter()
            .zip(values)
            .zip(chance_variances)
            .map(|((point, value), chance)| {
                let emulation = emulator.at(point);
                let away = value - emulation.mean;
                if away == 0.0 {
                    away
                } else {
                    away / (emulation.variance + chance).sqrt()
                }
            })
            .collect();
        let beyond = |error: f64, limit: f64| error.is_nan() || error.abs() > limit;
        let large = errors.iter().filter(|error| beyond(**error, LARGE)).count();
        let scaled: Vec<Vec<f64>> = points.iter().map(|point| emulator.scaled(point)).collect();
        let large_neighbours = (0..points.len())
            .filter(|point| beyond(errors[*point], VERY_LARGE))
            .filter(|point| nearest(&scaled, *point).is_some_and(|other| beyond(errors[other], VERY_LARGE)))
            .count();
        Self {
            large_share: large as f64 / errors.len() as f64,
            large_neighbours,
            standardised_errors: errors,
        }
    }

    /// Whether the emulator may rule out draws: at [`RUNS_HELD_OUT`] runs or more, at most 5 % of the errors are beyond 3, and none
    /// beyond 4.5 lies next to another.
    #[must_use]
    pub fn may_rule_out(&self) -> bool {
        self.standardised_errors.len() >= RUNS_HELD_OUT
            && self.large_share <= LARGE_SHARE
            && self.large_neighbours == 0
    }
}

/// The point nearest to one of them.
fn nearest(points: &[Vec<f64>], to: usize) -> Option<usize> {
    let squared = |other: usize| -> f64 {
        let both = points[to].iter().zip(&points[other]);
        both.map(|(one, other)| (one - other) * (one - other)).sum()
    };
    (0..points.len())
        .filter(|other| *other != to)
        .min_by(|one, other| squared(*one).total_cmp(&squared(*other)))
}
