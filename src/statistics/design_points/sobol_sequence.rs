//! Sobol' points.

use std::sync::LazyLock;

use crate::words::say;

/// Dimensions that have direction numbers.
pub const DIMENSIONS_MAX: usize = 256;

/// Points are multiples of 2⁻³²; there are no more of them.
pub const POINTS_MAX: u64 = 1 << 32;

const BITS: usize = 32;

/// Why there are no such Sobol' points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SobolError {
    /// More dimensions than direction numbers.
    #[error("{}", say!("Sobol' points have at most {DIMENSIONS_MAX} dimensions, not {0}", .0))]
    Dimensions(usize),
    /// More points than 32 bits tell apart.
    #[error("{}", say!("there are at most 2^32 Sobol' points, not {0}", .0))]
    Points(usize),
}

/// `V[dimension][bit]`: the direction numbers as binary fractions of 32 bits.
static DIRECTIONS: LazyLock<Vec<[u32; BITS]>> = LazyLock::new(|| {
    let mut directions = vec![std::array::from_fn(|bit| 1 << (BITS - 1 - bit))];
    let lines = include_str!("joe_kuo.txt").lines();
    directions.extend(lines.filter(|line| !line.starts_with('#')).map(direction));
    directions
});

/// The direction numbers of one dimension: `mₖ = 2 a₁ mₖ₋₁ ⊕ … ⊕ 2ˢ⁻¹ aₛ₋₁ mₖ₋ₛ₊₁ ⊕ 2ˢ mₖ₋ₛ ⊕ mₖ₋ₛ`, and `vₖ = mₖ / 2ᵏ`.
fn direction(line: &str) -> [u32; BITS] {
    let numbers: Vec<u32> = line
        .split(' ')
        .map(|word| word.parse().expect("the table compiled in holds whole numbers"))
        .collect();
    let (degree, coefficients, initial) = (numbers[1] as usize, numbers[2], &numbers[3..]);
    let mut directions = [0; BITS];
    for bit in 0..BITS {
        directions[bit] = if bit < degree {
            initial[bit] << (BITS - 1 - bit)
        } else {
            let before = directions[bit - degree];
            let mut next = before ^ (before >> degree);
            for term in 1..degree {
                if coefficients >> (degree - 1 - term) & 1 == 1 {
                    next ^= directions[bit - term];
                }
            }
            next
        };
    }
    directions
}

/// The first `count` points of the Sobol' sequence in the unit cube, beginning with the origin.
///
/// In Gray-code order (Antonov and Saleev, 1979) with the direction numbers of Joe and Kuo (SIAM Journal on
/// Scientific Computing 30, 2008). A power of two as `count` keeps the points balanced, and so does not leaving out the
/// origin (Owen, On dropping the first Sobol' point, 2020).
///
/// ```
/// let points = samspil::statistics::sobol_points(4, 2).unwrap();
/// assert_eq!(points, [[0.0, 0.0], [0.5, 0.5], [0.75, 0.25], [0.25, 0.75]]);
/// ```
///
/// # Errors
/// When there are more dimensions than [`DIMENSIONS_MAX`] or more points than [`POINTS_MAX`].
pub fn sobol_points(count: usize, dimensions: usize) -> Result<Vec<Vec<f64>>, SobolError> {
    if dimensions > DIMENSIONS_MAX {
        return Err(SobolError::Dimensions(dimensions));
    }
    if count as u64 > POINTS_MAX {
        return Err(SobolError::Points(count));
    }
    let directions = &DIRECTIONS[..dimensions];
    let mut state = vec![0_u32; dimensions];
    let points = (0..count)
        .map(|index| {
            let point = state
                .iter()
                .map(|bits| f64::from(*bits) / 4_294_967_296.0)
                .collect();
            // Gray codes of neighbours differ in the lowest zero bit of the first.
            let changed = (index.trailing_ones() as usize).min(BITS - 1);
            for (bits, direction) in state.iter_mut().zip(directions) {
                *bits ^= direction[changed];
            }
            point
        })
        .collect();
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn agree_with_scipy_in_every_dimension() {
        // tests/fixtures/sobol.py: scipy.stats.qmc.Sobol(256, scramble=False, bits=32).random(2**10), rows 0, 1, 2, 3, 100,
        // 777 and 1023, times 2**32.
        let rows: Vec<(usize, Vec<u32>)> =
            serde_json::from_str(include_str!("../../../tests/fixtures/sobol.json")).unwrap();
        let points = sobol_points(1024, DIMENSIONS_MAX).unwrap();
        assert_eq!(rows.len(), 7);
        for (index, row) in rows {
            let expected: Vec<f64> = row
                .iter()
                .map(|bits| f64::from(*bits) / 4_294_967_296.0)
                .collect();
            assert_eq!(points[index], expected, "point {index}");
        }
    }

    #[test]
    fn every_dimension_is_evenly_filled() {
        // 2⁸ points put one into each of 2⁸ slices of every dimension.
        let points = sobol_points(256, DIMENSIONS_MAX).unwrap();
        for dimension in 0..DIMENSIONS_MAX {
            let mut slices: Vec<usize> = points
                .iter()
                .map(|point| (point[dimension] * 256.0) as usize)
                .collect();
            slices.sort_unstable();
            assert!(slices.into_iter().eq(0..256), "dimension {dimension}");
        }
    }

    #[test]
    fn what_there_is_not_is_said() {
        assert_eq!(sobol_points(2, 257), Err(SobolError::Dimensions(257)));
        assert_eq!(
            sobol_points(POINTS_MAX as usize + 1, 2),
            Err(SobolError::Points(POINTS_MAX as usize + 1))
        );
        assert_eq!(sobol_points(0, 2), Ok(vec![]));
    }

    proptest! {
        #[test]
        fn more_points_begin_with_the_fewer(count in 0..200_usize, dimensions in 1..20_usize) {
            let many = sobol_points(200, 20).unwrap();
            let few = sobol_points(count, dimensions).unwrap();
            for (one, other) in few.iter().zip(&many) {
                prop_assert_eq!(&one[..], &other[..dimensions]);
            }
        }
    }
}
