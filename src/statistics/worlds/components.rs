//! Variance between worlds and within them.

use super::error::{WORLDS_NEEDED, WorldsError};
use crate::statistics::{CONFIDENCE, Interval, Moments, TIE, quantile, student};

/// What of the spread of a measure is between worlds, and what is chance within them.
///
/// Of W worlds with R ≥ 2 runs each, with `MSB = R · var(Ȳ_w)` and `MSW` the mean of the variances within worlds:
/// `σ̂²_E = MSW`, `σ̂²_W = (MSB − MSW)/R`. Both are unbiased whatever the distributions, also where chance differs between worlds
/// (Searle, Casella and `McCulloch`, Variance Components, 1992). Where all worlds are run once and some of them twice, `σ̂²_E` comes
/// from the pairs and `σ̂²_W` is the variance of the first runs less it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceComponents {
    /// Worlds that count: those all runs of which gave a finite number.
    pub worlds: usize,
    /// Runs that stand for a world: R, or 1 where only some worlds were run twice.
    pub runs: usize,
    /// Mean over worlds, in the unit of the measure.
    pub mean: f64,
    /// Its standard error for the choice of worlds and for chance, `√(MSB/(W R))`.
    pub mean_error: f64,
    /// `σ̂²_W`, the variance between worlds, in squares of the unit. By chance it may come out below 0: show it as 0, but average and
    /// combine it as it is.
    pub of_worlds: f64,
    /// Its standard error by the jackknife over worlds. Its t interval covers too seldom where worlds are skewed (76 % for 95 % at 50
    /// worlds, 88 % at 500), so say "about".
    pub of_worlds_error: f64,
    /// `σ̂²_E`, the variance of chance, on average over worlds.
    pub of_chance: f64,
    /// ρ, what worlds make up of the variance of one run, from 0 to 1; `NaN` where nothing varies.
    pub share: f64,
    /// Its 95 % interval: the jackknife over worlds of `ln F`, `F = MSB/MSW`, with `ρ = (F − 1)/(F − 1 + R)` (Arvesen and Schmitz,
    /// Biometrics 26, 1970). It covers in 91 to 95 %, in 89 % and more where only some worlds were run twice. `NaN` ends where chance
    /// or worlds show no spread.
    pub share_interval: Interval,
}

/// Mean squares, and what they are without each world.
struct MeanSquares {
    between: f64,
    within: f64,
    without: Vec<(f64, f64)>,
    /// Worlds that tell of chance.
    repeated: usize,
}

impl VarianceComponents {
    /// Tells worlds from chance; a row of the table holds the runs of one world.
    ///
    /// Rows are equally long, or have one value and, a random part of them, two. A world with a run that is no finite number is left
    /// out.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::VarianceComponents;
    /// let table = [vec![1.0, 2.0], vec![4.0, 5.0], vec![8.0, 6.0]];
    /// let found = VarianceComponents::of(&table).unwrap();
    /// assert!((found.of_chance - 1.0).abs() < 1e-12 && (found.of_worlds - 7.083_333).abs() < 1e-6);
    /// assert!((found.share - 0.876_289).abs() < 1e-6);
    /// ```
    ///
    /// # Errors
    /// When there are fewer than three worlds, fewer than two of them have a second run, or rows have other lengths than these.
    pub fn of(table: &[Vec<f64>]) -> Result<Self, WorldsError> {
        let table = complete(table);
        let runs = runs_that_stand(&table)?;
        let means: Vec<f64> = table.iter().map(|row| mean_of(&row[..runs])).collect();
        let moments = moments_of_means(&means, &table);
        let squares = MeanSquares::of(&table, &means, &moments, runs);
        let (worlds, each) = (means.len(), runs as f64);
        let of_worlds = (squares.between - squares.within) / each;
        let (share, share_interval) = squares.share(each);
        Ok(Self {
            worlds,
            runs,
            mean: moments.mean(),
            mean_error: (squares.between / (worlds as f64 * each)).sqrt(),
            of_worlds,
            of_worlds_error: squares.error_of_worlds(each),
            of_chance: squares.within,
            share,
            share_interval,
        })
    }

    /// What deviations of world means from their mean are multiplied by, so that their variance is that of worlds:
    /// `√(σ̂²_W / (σ̂²_W + σ̂²_E/R))`; 0 where no variance of worlds is found.
    ///
    /// Louis, Journal of the American Statistical Association 79, 1984; Ghosh, 87, 1992. The factor of posterior means is the square
    /// of it, and leaves too little spread.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::VarianceComponents;
    /// let table = [vec![1.0, 2.0], vec![4.0, 5.0], vec![8.0, 6.0]];
    /// let factor = VarianceComponents::of(&table).unwrap().restoring_factor();
    /// assert!((factor - (7.083_333_f64 / 7.583_333).sqrt()).abs() < 1e-6);
    /// ```
    #[must_use]
    pub fn restoring_factor(&self) -> f64 {
        if self.of_worlds > 0.0 {
            (self.of_worlds / (self.of_worlds + self.of_chance / self.runs as f64)).sqrt()
        } else {
            0.0
        }
    }
}

impl MeanSquares {
    fn of(table: &[&[f64]], means: &[f64], moments: &Moments, runs: usize) -> Self {
        let within: Vec<Option<f64>> = table
            .iter()
            .map(|row| (row.len() > 1).then(|| row.iter().copied().collect::<Moments>().variance()))
            .collect();
        let sum: f64 = within.iter().flatten().sum();
        let repeated = within.iter().flatten().count();
        let (worlds, each) = (means.len() as f64, runs as f64);
        let of_others = |mean: f64| {
            let deviation = mean - moments.mean();
            let squares =
                (worlds - 1.0) * moments.variance() - worlds / (worlds - 1.0) * deviation * deviation;
            each * squares / (worlds - 2.0)
        };
        let without = means.iter().zip(&within).map(|(mean, own)| {
            let chance = own.map_or(sum / repeated as f64, |own| (sum - own) / (repeated - 1) as f64);
            (of_others(*mean), chance)
        });
        Self {
            between: each * moments.variance(),
            within: sum / repeated as f64,
            without: without.collect(),
            repeated,
        }
    }

    /// Standard error of the variance of worlds, by the jackknife.
    fn error_of_worlds(&self, runs: f64) -> f64 {
        let others = self.without.iter();
        let others: Moments = others
            .map(|(between, within)| (between - within) / runs)
            .collect();
        let worlds = others.count() as f64;
        (worlds - 1.0) / worlds.sqrt() * others.standard_deviation()
    }

    fn share(&self, runs: f64) -> (f64, Interval) {
        let share = |ratio: f64| ((ratio - 1.0) / (ratio - 1.0 + runs)).max(0.0);
        let none = Interval {
            low: f64::NAN,
            high: f64::NAN,
        };
        if self.within == 0.0 {
            let all = if self.between > 0.0 { 1.0 } else { f64::NAN };
            return (all, none);
        }
        let ratio = self.between / self.within;
        // What is left without the one world that carries a mean square is rounding, and has no logarithm.
        let vanishes =
            |(between, within): &(f64, f64)| *between <= TIE * self.between || *within <= TIE * self.within;
        if self.without.iter().any(vanishes) {
            return (share(ratio), none);
        }
        let worlds = self.without.len() as f64;
        let others = self
            .without
            .iter()
            .map(|(between, within)| libm::log(between / within));
        let pseudo_values: Moments = others
            .map(|other| worlds * libm::log(ratio) - (worlds - 1.0) * other)
            .collect();
        let error = pseudo_values.standard_deviation() / worlds.sqrt();
        let t = student::quantile(f64::midpoint(1.0, CONFIDENCE), (self.repeated - 1) as f64);
        let end = |distance: f64| share(ratio * libm::exp(distance));
        let interval = Interval {
            low: end(-t * error),
            high: end(t * error),
        };
        (share(ratio), interval)
    }
}

/// How far chance alone takes a run from the mean of its world: the interval that holds the share `coverage` of the deviations
/// `(Y_wr − Ȳ_w) · √(R/(R − 1))` of all runs, between their quantiles on both sides, in the unit of the measure.
///
/// Bands of chance and of worlds do not add up, their variances do.
///
/// # Examples
/// ```
/// use samspil::statistics::spread_by_chance;
/// let table = [vec![1.0, 2.0], vec![4.0, 5.0], vec![8.0, 6.0]];
/// let alone = spread_by_chance(&table, 1.0).unwrap();
/// assert!((alone.high - 2.0_f64.sqrt()).abs() < 1e-12 && (alone.low + 2.0_f64.sqrt()).abs() < 1e-12);
/// ```
///
/// # Errors
/// As [`VarianceComponents::of`], of the same table.
///
/// # Panics
/// When `coverage` lies outside `[0, 1]`.
pub fn spread_by_chance(table: &[Vec<f64>], coverage: f64) -> Result<Interval, WorldsError> {
    let table = complete(table);
    runs_that_stand(&table)?;
    let mut deviations = Vec::new();
    for row in table.iter().filter(|row| row.len() > 1) {
        let (mean, runs) = (mean_of(row), row.len() as f64);
        let stretched = (runs / (runs - 1.0)).sqrt();
        deviations.extend(row.iter().map(|value| (value - mean) * stretched));
    }
    deviations.sort_unstable_by(f64::total_cmp);
    Ok(Interval {
        low: quantile(&deviations, 0.5 * (1.0 - coverage)),
        high: quantile(&deviations, f64::midpoint(1.0, coverage)),
    })
}

/// Whether all runs of a world gave a finite number.
pub(super) fn is_complete(row: &[f64]) -> bool {
    row.iter().all(|value| value.is_finite())
}

pub(super) fn mean_of(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The worlds all runs of which gave a finite number.
fn complete(table: &[Vec<f64>]) -> Vec<&[f64]> {
    table
        .iter()
        .map(Vec::as_slice)
        .filter(|row| is_complete(row))
        .collect()
}

/// Moments of world means, as precise as the runs they are made of.
fn moments_of_means(means: &[f64], table: &[&[f64]]) -> Moments {
    let mut moments = Moments::default();
    for (mean, row) in means.iter().zip(table) {
        let largest = row
            .iter()
            .fold(0.0, |largest: f64, value| largest.max(value.abs()));
        moments.push_of(*mean, largest);
    }
    moments
}

/// Runs that stand for each world, if the table can tell worlds from chance.
fn runs_that_stand(table: &[&[f64]]) -> Result<usize, WorldsError> {
    if table.len() < WORLDS_NEEDED {
        return Err(WorldsError::TooFewWorlds {
            found: table.len(),
            needed: WORLDS_NEEDED,
        });
    }
    let lengths = || table.iter().map(|row| row.len());
    let (least, most) = (lengths().min().unwrap_or(0), lengths().max().unwrap_or(0));
    if least == most && least > 1 {
        return Ok(least);
    }
    if least != 1 || most > 2 {
        return Err(WorldsError::Ragged);
    }
    if lengths().filter(|runs| *runs == 2).count() < 2 {
        return Err(WorldsError::RunOnce);
    }
    Ok(1)
}
