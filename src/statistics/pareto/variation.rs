//! New designs from old ones.

use rand::{Rng, RngExt};

/// What a design may choose in one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gene {
    /// A number from `low` to `high`.
    Real {
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// One of `count` kinds without an order.
    Category {
        /// Number of kinds.
        count: usize,
    },
}

/// What a design chose in one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Allele {
    /// A number.
    Real(f64),
    /// The index of a kind.
    Category(usize),
}

/// A design: one allele per gene.
pub type Genome = Vec<Allele>;

/// Share of couples that exchange anything; the rest are copied. As in Deb et al. 2002.
const CROSSOVER: f64 = 0.9;

/// Distribution index of crossover, `η_c`. As in Deb et al. 2002.
const CROSSOVER_INDEX: f64 = 20.0;

/// Distribution index of mutation, `η_m`. As in Deb et al. 2002.
const MUTATION_INDEX: f64 = 20.0;

/// Numbers closer than this share of the range do not cross.
const SAME: f64 = 1e-14;

impl Gene {
    /// Any allele, each as likely as the other.
    pub(super) fn draw(&self, draws: &mut impl Rng) -> Allele {
        match *self {
            Self::Real { low, high } => Allele::Real((high - low).mul_add(draws.random(), low).min(high)),
            Self::Category { count } => Allele::Category(draws.random_range(0..count)),
        }
    }

    /// Polynomial mutation within the bounds (Deb and Goyal, Computer Science and Informatics 26, 1996; the bounded form of
    /// Deb's own program); a kind becomes another kind.
    fn mutate(&self, allele: Allele, draws: &mut impl Rng) -> Allele {
        match (*self, allele) {
            (Self::Real { low, high }, Allele::Real(value)) if low < high => {
                let range = high - low;
                let share: f64 = draws.random();
                let power = 1.0 / (MUTATION_INDEX + 1.0);
                let reach = |room: f64| libm::pow(1.0 - room / range, MUTATION_INDEX + 1.0);
                let shift = if share <= 0.5 {
                    libm::pow(2.0 * share + (1.0 - 2.0 * share) * reach(value - low), power) - 1.0
                } else {
                    1.0 - libm::pow(
                        2.0 * (1.0 - share) + (2.0 * share - 1.0) * reach(high - value),
                        power,
                    )
                };
                Allele::Real((value + shift * range).clamp(low, high))
            }
            (Self::Category { count }, Allele::Category(kind)) if count > 1 => {
                Allele::Category((kind + draws.random_range(1..count)) % count)
            }
            _ => allele,
        }
    }

    /// Simulated binary crossover within the bounds (Deb and Agrawal, Complex Systems 9, 1995; the bounded form of Deb's own
    /// program); kinds are exchanged. Each gene of a couple crosses with probability ½.
    fn cross(&self, one: Allele, other: Allele, draws: &mut impl Rng) -> (Allele, Allele) {
        if draws.random::<bool>() {
            return (one, other);
        }
        let (Self::Real { low, high }, Allele::Real(first), Allele::Real(second)) = (*self, one, other)
        else {
            return (other, one);
        };
        let (small, large) = (first.min(second), first.max(second));
        if large - small <= SAME * (high - low) {
            return (one, other);
        }
        let share: f64 = draws.random();
        let spread = |room: f64| {
            let beta = 1.0 + 2.0 * room / (large - small);
            let alpha = 2.0 - libm::pow(beta, -(CROSSOVER_INDEX + 1.0));
            let base = if share <= 1.0 / alpha {
                share * alpha
            } else {
                1.0 / (2.0 - share * alpha)
            };
            libm::pow(base, 1.0 / (CROSSOVER_INDEX + 1.0)) * (large - small)
        };
        let lower = Allele::Real((0.5 * (small + large - spread(small - low))).clamp(low, high));
        let upper = Allele::Real((0.5 * (small + large + spread(high - large))).clamp(low, high));
        if draws.random::<bool>() {
            (lower, upper)
        } else {
            (upper, lower)
        }
    }
}

/// Two children of two parents.
pub(super) fn children(
    genes: &[Gene],
    one: &[Allele],
    other: &[Allele],
    draws: &mut impl Rng,
) -> [Genome; 2] {
    let mut pair = [one.to_vec(), other.to_vec()];
    if draws.random_bool(CROSSOVER) {
        for (place, gene) in genes.iter().enumerate() {
            (pair[0][place], pair[1][place]) = gene.cross(one[place], other[place], draws);
        }
    }
    for child in &mut pair {
        for (allele, gene) in child.iter_mut().zip(genes) {
            if draws.random_bool(1.0 / genes.len() as f64) {
                *allele = gene.mutate(*allele, draws);
            }
        }
    }
    pair
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::Moments;
    use crate::statistics::generator::generator;
    use proptest::prelude::*;

    const UNIT: Gene = Gene::Real { low: 0.0, high: 1.0 };

    fn number(allele: Allele) -> f64 {
        match allele {
            Allele::Real(value) => value,
            Allele::Category(_) => panic!("a kind where a number should be"),
        }
    }

    #[test]
    fn crossover_keeps_the_mean_far_from_the_bounds() {
        // Both children lie symmetrically around the middle of their parents when neither bound is near.
        let wide = Gene::Real { low: -1e6, high: 1e6 };
        let mut draws = generator(1);
        for _ in 0..200 {
            let (one, other) = wide.cross(Allele::Real(2.0), Allele::Real(5.0), &mut draws);
            assert!((number(one) + number(other) - 7.0).abs() < 1e-6);
        }
    }

    #[test]
    fn mutation_has_the_spread_of_its_polynomial() {
        // Far from the bounds the density of the shift is ½ (η + 1) (1 − |δ|)^η: variance 2 / ((η + 2)(η + 3)). At the middle
        // of the range the bounds change it by less than 2⁻²⁰.
        let mut draws = generator(2);
        let shifts: Moments = (0..20_000)
            .map(|_| number(UNIT.mutate(Allele::Real(0.5), &mut draws)) - 0.5)
            .collect();
        let variance = 2.0 / (22.0 * 23.0);
        assert!(shifts.mean().abs() < 4.0 * (variance / 20_000.0_f64).sqrt());
        // Kurtosis is below 6: four standard errors of the variance are 4 √(5/20,000) = 6 %.
        assert!((shifts.variance() / variance - 1.0).abs() < 0.06);
    }

    #[test]
    fn kinds_change_to_any_other() {
        let kinds = Gene::Category { count: 4 };
        let mut draws = generator(3);
        let mut seen = [0; 4];
        for _ in 0..3000 {
            let Allele::Category(kind) = kinds.mutate(Allele::Category(1), &mut draws) else {
                panic!("a number where a kind should be");
            };
            seen[kind] += 1;
        }
        assert_eq!(seen[1], 0);
        assert!(
            [0, 2, 3].iter().all(|kind| (880..1120).contains(&seen[*kind])),
            "{seen:?}"
        );
    }

    proptest! {
        #[test]
        fn children_stay_within_the_bounds(one in 0.0..=1.0_f64, other in 0.0..=1.0_f64, seed: u64) {
            let genes = [UNIT, Gene::Category { count: 3 }, Gene::Real { low: 2.0, high: 2.0 }, Gene::Category { count: 1 }];
            let parent = |x| vec![Allele::Real(x), Allele::Category(2), Allele::Real(2.0), Allele::Category(0)];
            for child in children(&genes, &parent(one), &parent(other), &mut generator(seed)) {
                prop_assert!((0.0..=1.0).contains(&number(child[0])));
                prop_assert!(matches!(child[1], Allele::Category(0..3)));
                prop_assert_eq!(child[2], Allele::Real(2.0));
                prop_assert_eq!(child[3], Allele::Category(0));
            }
        }

        #[test]
        fn numbers_are_drawn_from_the_whole_range(low in -9.0..9.0_f64, width in 0.0..9.0_f64, seed: u64) {
            let gene = Gene::Real { low, high: low + width };
            let value = number(gene.draw(&mut generator(seed)));
            prop_assert!(low <= value && value <= low + width);
        }
    }
}
