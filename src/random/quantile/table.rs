//! Tabulated quantile functions: costly to invert once, cheap to evaluate ever after.

use super::beta::Beta;
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

/// A continuous distribution of a transformed value, the one in which its quantile function is smooth.
pub(super) trait Continuous {
    /// P(Y ≤ y) and P(Y > y); the smaller one to full relative accuracy.
    fn tails(&self, y: f64) -> (f64, f64);
    /// Density of Y at y.
    fn density(&self, y: f64) -> f64;
    /// An interval that holds all quantiles with scores within the limit.
    fn bracket(&self) -> (f64, f64);
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
        let secant = ((right.y - left.y) / width).max(0.0);
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
        let median = self.knot(0.0, f64::midpoint(low, high));
        let mut knots = vec![median; CELLS + 1];
        for i in CELLS / 2..CELLS {
            let known = knots[i];
            knots[i + 1] = self.knot(known.z + width, known.y + known.slope * width);
        }
        for i in (1..=CELLS / 2).rev() {
            let known = knots[i];
            knots[i - 1] = self.knot(known.z - width, known.y - known.slope * width);
        }
        knots
    }

    /// Adds the pieces from `left` to `right`, halving until they are accurate.
    fn refine(&self, left: Knot, right: Knot, halvings: u32, pieces: &mut Vec<Piece>) {
        let piece = Piece::between(left, right);
        let width = right.z - left.z;
        let z = f64::midpoint(left.z, right.z);
        let guess = piece.at(z);
        let middle = self.knot(z, guess);
        let error = (self.scale.value(guess) - self.scale.value(middle.y)).abs();
        // The slope at the middle unmasks a jump that is symmetric about it.
        let slope = 1.5 * (right.y - left.y) / width - 0.25 * (left.slope + right.slope);
        let slope_error = (slope - middle.slope).abs() * self.scale.slope(middle.y) * width;
        let tolerance = TOLERANCE * self.scale.unit();
        let accurate = error <= tolerance && slope_error <= 16.0 * tolerance;
        if accurate || halvings == 0 {
            pieces.push(piece);
            return;
        }
        self.refine(left, middle, halvings - 1, pieces);
        self.refine(middle, right, halvings - 1, pieces);
    }

    fn knot(&self, z: f64, guess: f64) -> Knot {
        let y = self.solve(z, guess);
        let slope = normal_density(z) / self.distribution.density(y);
        Knot { z, y, slope }
    }

    /// Newton's method on the logarithm of the smaller tail, kept within a shrinking bracket.
    fn solve(&self, z: f64, guess: f64) -> f64 {
        let (mut low, mut high) = self.distribution.bracket();
        let target = libm::log(normal_cdf(-z.abs()));
        let mut y = guess;
        for _ in 0..100 {
            if !(low..=high).contains(&y) {
                y = f64::midpoint(low, high);
            }
            let (lower, upper) = self.distribution.tails(y);
            let (tail, direction) = if z < 0.0 { (lower, -1.0) } else { (upper, 1.0) };
            let excess = libm::log(tail) - target;
            let step = direction * excess * tail / self.distribution.density(y);
            if excess * direction > 0.0 {
                low = y;
            } else {
                high = y;
            }
            y += step;
            if step.abs() <= 1e-12 * y.abs().max(1.0) || high - low <= 1e-15 {
                break;
            }
        }
        y.clamp(low, high)
    }
}
