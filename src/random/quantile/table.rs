//! Tabulated quantile functions: costly to invert once, cheap to evaluate ever after.

use super::beta::Beta;
use super::continuous::Continuous;
use super::gamma::Gamma;
use super::mixture::Mixture;
use super::normal::{normal_cdf, normal_density, normal_quantile};

/// Scores beyond ±`SCORE_LIMIT` are read at the limit; no 53-bit uniform lies beyond.
const SCORE_LIMIT: f64 = 8.5;
const CELLS_PER_SCORE: f64 = 8.0;
const CELLS: usize = 136;
/// Largest error of the interpolation, relative to [`Scale::unit`].
const TOLERANCE: f64 = 1e-8;
/// A cell is halved this often at most, which meets a jump within a score of 2⁻³³.
const DEEPEST_HALVING: u32 = 30;

/// The monotone quantile function of a continuous distribution as a table.
///
/// The table holds cubic Hermite pieces over the normal score *z* of the probability, with the exact
/// value and slope at the knots, limited to be monotone (Fritsch and Carlson 1980). Eight cells to a
/// unit of *z* are halved until the cubic is within 10⁻⁸ of the exact quantile (relative to the unit
/// interval, the mean of a Gamma or the width of a truncated distribution), in the tails as in
/// the body. Where the density vanishes between two humps, the quantile function jumps, and the
/// table follows the jump to within a score of 2⁻³³.
///
/// Reading by *z* lets traits be correlated: correlated normal scores go in, traits with the wanted
/// marginal distributions come out (a Gaussian copula).
///
/// ```
/// use samspil::random::QuantileTable;
///
/// let free_time = QuantileTable::gamma(2.5, 10.0);
/// assert!(free_time.at(0.1) < free_time.at(0.9));
/// assert_eq!(free_time.at(0.5), free_time.at_score(0.0));
/// ```
#[derive(Clone, Debug)]
pub struct QuantileTable {
    scale: Scale,
    pieces: Vec<Piece>,
    /// Index of the first piece of every cell, and the number of pieces.
    first_piece: Vec<u32>,
}

impl QuantileTable {
    /// Beta distribution on `[0, 1]` with shapes `mean · concentration` and
    /// `(1 − mean) · concentration`.
    ///
    /// # Panics
    /// Unless `0 < mean < 1` and `concentration > 0`.
    #[must_use]
    pub fn beta(mean: f64, concentration: f64) -> Self {
        assert!(mean > 0.0 && mean < 1.0, "mean {mean} must lie in (0, 1)");
        assert!(
            concentration > 0.0,
            "concentration {concentration} must be positive"
        );
        Self::tabulate(&Beta::new(mean, concentration), Scale::Logit)
    }

    /// Gamma distribution on the positive numbers with shape `shape` and mean `mean`.
    ///
    /// # Panics
    /// Unless both are positive.
    #[must_use]
    pub fn gamma(shape: f64, mean: f64) -> Self {
        assert!(shape > 0.0, "shape {shape} must be positive");
        assert!(mean > 0.0, "mean {mean} must be positive");
        Self::tabulate(
            &Gamma::new(shape),
            Scale::Log {
                factor: mean / shape,
                mean,
            },
        )
    }

    /// Normal distribution cut off at `low` and `high`; `mean` and `sd` are those before the cut.
    ///
    /// # Panics
    /// As [`QuantileTable::mixture_of_normals`].
    #[must_use]
    pub fn truncated_normal(mean: f64, sd: f64, low: f64, high: f64) -> Self {
        Self::mixture_of_normals(&[(1.0, mean, sd)], low, high)
    }

    /// Mixture of normal distributions, given as (share, mean, standard deviation), cut off as a
    /// whole at `low` and `high`. Shares are relative to their sum.
    ///
    /// # Panics
    /// Unless `low < high`, every share is at least 0, every standard deviation positive, and the
    /// mixture has mass between `low` and `high`.
    #[must_use]
    pub fn mixture_of_normals(components: &[(f64, f64, f64)], low: f64, high: f64) -> Self {
        assert!(low < high, "low {low} must lie below high {high}");
        Self::tabulate(&Mixture::new(components, low, high), Scale::Bounded { low, high })
    }

    /// The value below which a share `p` of the distribution lies.
    #[inline]
    #[must_use]
    pub fn at(&self, p: f64) -> f64 {
        self.at_score(normal_quantile(p))
    }

    /// The value at the normal score `z` of the probability: `at(Φ(z))`.
    #[inline]
    #[must_use]
    pub fn at_score(&self, z: f64) -> f64 {
        let z = z.clamp(-SCORE_LIMIT, SCORE_LIMIT);
        let cell = (((z + SCORE_LIMIT) * CELLS_PER_SCORE) as usize).min(CELLS - 1);
        let first = self.first_piece[cell] as usize;
        let last = self.first_piece[cell + 1] as usize;
        let beyond_first = self.pieces[first + 1..last].partition_point(|piece| piece.start <= z);
        self.scale.value(self.pieces[first + beyond_first].at(z))
    }

    fn tabulate(distribution: &impl Continuous, scale: Scale) -> Self {
        let inverse = Inverse { distribution, scale };
        let knots = inverse.cell_knots();
        let mut table = Self {
            scale,
            pieces: Vec::with_capacity(4 * CELLS),
            first_piece: vec![0],
        };
        for ends in knots.windows(2) {
            inverse.refine(ends[0], ends[1], DEEPEST_HALVING, &mut table.pieces);
            table.first_piece.push(table.pieces.len() as u32);
        }
        table
    }
}

/// How the tabulated number becomes a value.
#[derive(Clone, Copy, Debug)]
enum Scale {
    /// The table holds ln(x / (1 − x)).
    Logit,
    /// The table holds ln(x / factor).
    Log { factor: f64, mean: f64 },
    /// The table holds x itself.
    Bounded { low: f64, high: f64 },
}

impl Scale {
    #[inline]
    fn value(self, y: f64) -> f64 {
        match self {
            Self::Logit => 1.0 / (1.0 + libm::exp(-y)),
            Self::Log { factor, .. } => factor * libm::exp(y),
            Self::Bounded { low, high } => y.clamp(low, high),
        }
    }

    /// Derivative of the value by the tabulated number.
    fn slope(self, y: f64) -> f64 {
        match self {
            Self::Logit => self.value(y) * (1.0 - self.value(y)),
            Self::Log { .. } => self.value(y),
            Self::Bounded { .. } => 1.0,
        }
    }

    /// What errors of the value are measured in.
    fn unit(self) -> f64 {
        match self {
            Self::Logit => 1.0,
            Self::Log { mean, .. } => mean,
            Self::Bounded { low, high } => high - low,
        }
    }
}

/// A cubic from `start` on: y + (z − start) · (a + (z − start) · (b + (z − start) · c)).
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: f64,
    y: f64,
    coefficients: [f64; 3],
}

impl Piece {
    #[inline]
    fn at(&self, z: f64) -> f64 {
        let t = z - self.start;
        let [a, b, c] = self.coefficients;
        self.y + t * (a + t * (b + t * c))
    }

    /// The monotone cubic Hermite piece between two knots.
    fn between(left: Knot, right: Knot) -> Self {
        let width = right.z - left.z;
        let secant = (right.y - left.y) / width;
        // Slopes up to three times the secant keep a cubic monotone (Fritsch and Carlson 1980).
        let a = left.slope.min(3.0 * secant);
        let end = right.slope.min(3.0 * secant);
        let b = (3.0 * secant - 2.0 * a - end) / width;
        let c = (a + end - 2.0 * secant) / (width * width);
        Self {
            start: left.z,
            y: left.y,
            coefficients: [a, b, c],
        }
    }
}

#[derive(Clone, Copy)]
struct Knot {
    z: f64,
    y: f64,
    slope: f64,
}

/// Numerical inversion of a distribution function.
struct Inverse<'a, D> {
    distribution: &'a D,
    scale: Scale,
}

impl<D: Continuous> Inverse<'_, D> {
    /// The knots at the ends of all cells, found from the median outwards.
    fn cell_knots(&self) -> Vec<Knot> {
        let (low, high) = self.distribution.bracket();
        let width = 1.0 / CELLS_PER_SCORE;
        let median = self.knot(0.0, f64::midpoint(low, high), (low, high));
        let mut knots = vec![median; CELLS + 1];
        for i in CELLS / 2..CELLS {
            let known = knots[i];
            knots[i + 1] = self.knot(known.z + width, known.y + known.slope * width, (known.y, high));
        }
        for i in (1..=CELLS / 2).rev() {
            let known = knots[i];
            knots[i - 1] = self.knot(known.z - width, known.y - known.slope * width, (low, known.y));
        }
        knots
    }

    /// Adds the pieces from `left` to `right`, halving until they are accurate.
    fn refine(&self, left: Knot, right: Knot, halvings: u32, pieces: &mut Vec<Piece>) {
        let piece = Piece::between(left, right);
        let width = right.z - left.z;
        let z = f64::midpoint(left.z, right.z);
        let guess = piece.at(z);
        let middle = self.knot(z, guess, (left.y, right.y));
        let error = (self.scale.value(guess) - self.scale.value(middle.y)).abs();
        // The slope at the middle unmasks a jump that is symmetric about it.
        let slope = 1.5 * (right.y - left.y) / width - 0.25 * (left.slope + right.slope);
        let slope_error = (slope - middle.slope).abs() * self.scale.slope(middle.y) * width;
        let tolerance = TOLERANCE * self.scale.unit();
        let accurate = error <= tolerance && slope_error <= 16.0 * tolerance;
        // Both curves are monotone, so they differ by no more than the rise.
        let flat = self.scale.value(right.y) - self.scale.value(left.y) <= tolerance;
        if accurate || flat || halvings == 0 {
            pieces.push(piece);
            return;
        }
        self.refine(left, middle, halvings - 1, pieces);
        self.refine(middle, right, halvings - 1, pieces);
    }

    /// The knot at score `z`, whose `y` lies within the bracket: knots never fall, whatever the
    /// rounding of the distribution function.
    fn knot(&self, z: f64, guess: f64, bracket: (f64, f64)) -> Knot {
        let y = self.solve(z, guess, bracket);
        let slope = normal_density(z) / self.distribution.density(y);
        Knot { z, y, slope }
    }

    /// Newton's method on the logarithm of the smaller tail, halving a shrinking bracket where it
    /// would leave it.
    fn solve(&self, z: f64, guess: f64, (mut low, mut high): (f64, f64)) -> f64 {
        let within = |y: f64, low: f64, high: f64| {
            let middle = f64::midpoint(low, high);
            if (low..=high).contains(&y) { y } else { middle }
        };
        let target = libm::log(normal_cdf(-z.abs()));
        let mut y = within(guess, low, high);
        for _ in 0..200 {
            let (lower, upper) = self.distribution.tails(y);
            let (tail, direction) = if z < 0.0 { (lower, -1.0) } else { (upper, 1.0) };
            let excess = libm::log(tail.max(0.0)) - target;
            if excess * direction > 0.0 {
                low = y;
            } else {
                high = y;
            }
            let step = direction * excess * tail / self.distribution.density(y);
            let next = within(y + step, low, high);
            let moved = (next - y).abs();
            y = next;
            if moved <= 1e-12 * y.abs().max(1.0) {
                break;
            }
        }
        y
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::{SeedableRng, distr::Distribution, rngs::StdRng};
    use statrs::distribution::{self as oracle, ContinuousCDF};

    const BETAS: [(f64, f64); 7] = [
        (0.571, 7.0),
        (0.5, 2.0),
        (0.5, 1.0),
        (0.02, 100.0),
        (0.98, 100.0),
        (0.02, 1.0),
        (0.98, 1.0),
    ];
    const GAMMAS: [(f64, f64); 5] = [(2.5, 10.0), (0.5, 0.5), (0.5, 60.0), (1.0, 5.0), (50.0, 60.0)];
    const TRUNCATED_NORMALS: [(f64, f64); 6] = [
        (0.5, 0.18),
        (0.25, 0.1),
        (0.0, 0.15),
        (1.0, 0.3),
        (0.5, 0.5),
        (0.5, 0.001),
    ];
    const MIXTURES: [[(f64, f64, f64); 2]; 4] = [
        [(0.77, 0.72, 0.08), (0.23, 0.33, 0.08)],
        [(0.8, 0.76, 0.05), (0.2, 0.28, 0.05)],
        [(1.0, 0.72, 0.3), (0.0, 0.33, 0.3)],
        [(0.5, 0.9, 0.001), (0.5, 0.1, 0.001)],
    ];

    fn beta_oracle(mean: f64, concentration: f64) -> oracle::Beta {
        oracle::Beta::new(mean * concentration, (1.0 - mean) * concentration).unwrap()
    }

    fn gamma_oracle(shape: f64, mean: f64) -> oracle::Gamma {
        oracle::Gamma::new(shape, shape / mean).unwrap()
    }

    fn mixture_cdf(components: &[(f64, f64, f64)], x: f64) -> f64 {
        let untruncated = |x: f64| -> f64 {
            let parts = components.iter();
            parts
                .map(|&(share, mean, sd)| share * normal_cdf((x - mean) / sd))
                .sum()
        };
        (untruncated(x) - untruncated(0.0)) / (untruncated(1.0) - untruncated(0.0))
    }

    /// Where `cdf` reaches `p`, by bisection.
    fn bisect(cdf: impl Fn(f64) -> f64, p: f64, mut low: f64, mut high: f64) -> f64 {
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if cdf(middle) < p {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    }

    /// Off the grid of knots, from far below to far above, but where 1 − p still has digits.
    fn probabilities() -> impl Iterator<Item = f64> {
        (-60..=50).map(|i| normal_cdf(f64::from(i) * 0.0993 + 0.0017))
    }

    fn assert_inverts(table: &QuantileTable, cdf: impl Fn(f64) -> f64, reach: f64, unit: f64) {
        for p in probabilities() {
            let exact = bisect(&cdf, p, 0.0, reach);
            let error = (table.at(p) - exact).abs() / unit;
            assert!(error < 1e-7, "{} for {exact} at {p}", table.at(p));
        }
    }

    #[test]
    fn inverts_the_distribution_functions_of_statrs() {
        for (mean, concentration) in BETAS {
            let distribution = beta_oracle(mean, concentration);
            let table = QuantileTable::beta(mean, concentration);
            assert_inverts(&table, |x| distribution.cdf(x), 1.0, 1.0);
        }
        for (shape, mean) in GAMMAS {
            let distribution = gamma_oracle(shape, mean);
            let table = QuantileTable::gamma(shape, mean);
            assert_inverts(&table, |x| distribution.cdf(x), 100.0 * mean, mean);
        }
    }

    #[test]
    fn inverts_truncated_normals_and_mixtures() {
        for (mean, sd) in TRUNCATED_NORMALS {
            let table = QuantileTable::truncated_normal(mean, sd, 0.0, 1.0);
            assert_inverts(&table, |x| mixture_cdf(&[(1.0, mean, sd)], x), 1.0, 1.0);
        }
        for components in MIXTURES {
            let table = QuantileTable::mixture_of_normals(&components, 0.0, 1.0);
            assert_inverts(&table, |x| mixture_cdf(&components, x), 1.0, 1.0);
        }
    }

    #[test]
    fn has_the_right_moments() {
        let moments = |table: &QuantileTable| {
            let count = 20_000;
            let values: Vec<f64> = (0..count)
                .map(|i| table.at((f64::from(i) + 0.5) / f64::from(count)))
                .collect();
            let mean = values.iter().sum::<f64>() / f64::from(count);
            let squares = values.iter().map(|v| (v - mean) * (v - mean));
            (mean, squares.sum::<f64>() / f64::from(count))
        };
        let (mean, variance) = moments(&QuantileTable::beta(0.571, 7.0));
        assert!((mean - 0.571).abs() < 1e-5);
        assert!((variance - 0.571 * 0.429 / 8.0).abs() < 1e-5);
        let (mean, variance) = moments(&QuantileTable::gamma(2.5, 10.0));
        assert!((mean - 10.0).abs() < 2e-3);
        assert!((variance - 40.0).abs() < 0.05);
        let trust = [(0.77, 0.72, 0.08), (0.23, 0.33, 0.08)];
        let (mean, _) = moments(&QuantileTable::mixture_of_normals(&trust, 0.0, 1.0));
        assert!((mean - (0.77 * 0.72 + 0.23 * 0.33)).abs() < 1e-4);
    }

    /// Independent samples fall below the tabulated quantiles as often as they should.
    fn assert_samples_agree(table: &QuantileTable, distribution: impl Distribution<f64>) {
        let mut generator = StdRng::seed_from_u64(11);
        let samples: Vec<f64> = distribution.sample_iter(&mut generator).take(20_000).collect();
        for p in [0.01, 0.2, 0.5, 0.8, 0.99] {
            let quantile = table.at(p);
            let below = samples.iter().filter(|x| **x <= quantile).count() as f64 / 20_000.0;
            let standard_error = libm::sqrt(p * (1.0 - p) / 20_000.0);
            assert!((below - p).abs() < 4.0 * standard_error, "{below} for {p}");
        }
    }

    #[test]
    fn agrees_with_samples_of_rand_distr() {
        // The last two have shapes so small that samples round to 0 or 1 and tie.
        for (mean, concentration) in BETAS[..5].iter().copied() {
            let a = mean * concentration;
            let distribution = rand_distr::Beta::new(a, concentration - a).unwrap();
            assert_samples_agree(&QuantileTable::beta(mean, concentration), distribution);
        }
        for (shape, mean) in GAMMAS {
            let distribution = rand_distr::Gamma::new(shape, mean / shape).unwrap();
            assert_samples_agree(&QuantileTable::gamma(shape, mean), distribution);
        }
    }

    #[test]
    fn tables_stay_small() {
        let trust = QuantileTable::mixture_of_normals(&MIXTURES[0], 0.0, 1.0);
        let motivation = QuantileTable::beta(0.571, 7.0);
        assert!(motivation.pieces.len() < 1_000, "{}", motivation.pieces.len());
        assert!(trust.pieces.len() < 2_000, "{}", trust.pieces.len());
    }

    #[test]
    #[should_panic(expected = "mean 1 must lie in (0, 1)")]
    fn rejects_a_mean_outside_the_distribution() {
        let _ = QuantileTable::beta(1.0, 7.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn is_monotone_and_within_bounds(
            mean in 0.02..0.98_f64, concentration in 1.0..100.0_f64,
            shape in 0.5..50.0_f64, sd in 0.001..0.5_f64, share in 0.0..1.0_f64,
            mut scores in prop::collection::vec(-9.0..9.0_f64, 200),
        ) {
            scores.sort_by(f64::total_cmp);
            let trust = [(share, mean, sd), (1.0 - share, 1.0 - mean, 0.08)];
            let tables = [
                (QuantileTable::beta(mean, concentration), 1.0),
                (QuantileTable::gamma(shape, mean), f64::INFINITY),
                (QuantileTable::truncated_normal(mean, sd, 0.0, 1.0), 1.0),
                (QuantileTable::mixture_of_normals(&trust, 0.0, 1.0), 1.0),
            ];
            for (table, high) in &tables {
                let values: Vec<_> = scores.iter().map(|z| table.at_score(*z)).collect();
                prop_assert!(values.iter().all(|value| (0.0..=*high).contains(value)));
                prop_assert!(values.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12));
            }
        }
    }
}
