//! Sharing out a joint effect.

use std::collections::BTreeSet;

use rand::seq::SliceRandom;

use super::generator::generator;
use super::{Moments, settled};

/// Up to this many players every coalition is looked at (2⁶ = 64).
pub const EXACT_PLAYERS_MAX: usize = 6;

/// A coalition holds one bit per player.
pub const PLAYERS_MAX: usize = 64;

/// Some of the players.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coalition(u64);

impl Coalition {
    /// None of the players.
    pub const NOBODY: Self = Self(0);

    /// All of the first `players`.
    fn all(players: usize) -> Self {
        Self((0..players).fold(0, |bits, player| bits | 1 << player))
    }

    /// The coalition with `player` in it.
    #[must_use]
    pub fn with(self, player: usize) -> Self {
        Self(self.0 | 1 << player)
    }

    /// Whether `player` is in it.
    #[must_use]
    pub const fn contains(self, player: usize) -> bool {
        self.0 >> player & 1 == 1
    }

    /// Number of players in it.
    #[must_use]
    pub const fn size(self) -> usize {
        self.0.count_ones() as usize
    }
}

/// Which coalitions must be valued so that a joint effect can be shared out over the players.
///
/// The Shapley value of a player is its marginal contribution `v(S ∪ i) − v(S)`, averaged over all orders in which the players
/// may join (Shapley, in Contributions to the Theory of Games II, 1953). It is the only sharing that adds up to the
/// joint effect, treats like players alike, gives nothing to who adds nothing, and is linear. For barriers the
/// players are the barriers removed and `v` the effect on a measure.
///
/// For up to [`EXACT_PLAYERS_MAX`] players all coalitions are valued. For more, orders are sampled in pairs of an order and its
/// reverse, whose errors partly cancel (Castro, Gómez and Tejada, Computers & Operations Research 36, 2009;
/// Mitchell et al., Journal of Machine Learning Research 23:43, 2022). The pairs are independent of each other and give
/// the error.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributionPlan {
    players: usize,
    /// Pairs of an order and its reverse; the order alone is kept. Empty when all coalitions are valued.
    orders: Vec<Vec<usize>>,
    coalitions: Vec<Coalition>,
}

/// A player's share of the joint effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The Shapley value.
    pub value: f64,
    /// Standard error for having sampled the orders; 0 when none were, `NaN` for a single pair.
    pub order_error: f64,
    /// Standard error for having simulated finitely many seeds; `NaN` for a single seed.
    pub seed_error: f64,
}

impl Share {
    /// Standard error from both sources, `√(order² + seed²)`.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        libm::hypot(self.order_error, self.seed_error)
    }
}

impl AttributionPlan {
    /// Plans the sharing among `players`, from `pairs` of orders where orders are sampled.
    ///
    /// # Panics
    /// When there are more than [`PLAYERS_MAX`] players.
    #[must_use]
    pub fn new(players: usize, pairs: usize, seed: u64) -> Self {
        assert!(players <= PLAYERS_MAX, "{players} players are too many");
        if players <= EXACT_PLAYERS_MAX {
            return Self {
                players,
                orders: Vec::new(),
                coalitions: (0..1 << players).map(Coalition).collect(),
            };
        }
        let mut draws = generator(seed);
        let mut order: Vec<usize> = (0..players).collect();
        let mut coalitions = BTreeSet::from([Coalition::default(), Coalition::all(players)]);
        let mut orders = Vec::with_capacity(pairs);
        for _ in 0..pairs {
            order.shuffle(&mut draws);
            for direction in [order.clone(), order.iter().rev().copied().collect()] {
                let mut joined = Coalition::default();
                for player in direction {
                    joined = joined.with(player);
                    coalitions.insert(joined);
                }
            }
            orders.push(order.clone());
        }
        Self {
            players,
            orders,
            coalitions: coalitions.into_iter().collect(),
        }
    }

    /// The coalitions to value, the empty one first and the whole one last.
    #[must_use]
    pub fn coalitions(&self) -> &[Coalition] {
        &self.coalitions
    }

    /// Shares out the effect; `values` holds for each coalition, in the order of [`AttributionPlan::coalitions`], its value in
    /// each seed.
    ///
    /// The shares add up to the mean of the last coalition less that of the first. A seed in which a value is not a
    /// finite number is left out; values of a seed that tie are the same number. All shares are `NaN` when no seed is left,
    /// or orders were to be sampled and none was.
    ///
    /// # Panics
    /// When there is not one row per coalition, or rows differ in length.
    #[must_use]
    pub fn attribute(&self, values: &[Vec<f64>]) -> Vec<Share> {
        assert_eq!(
            values.len(),
            self.coalitions.len(),
            "each coalition needs its values"
        );
        let seeds = values[0].len();
        assert!(
            values.iter().all(|row| row.len() == seeds),
            "each seed values every coalition"
        );
        let whole: Vec<usize> = (0..seeds)
            .filter(|seed| values.iter().all(|row| row[*seed].is_finite()))
            .collect();
        let by_coalition = |seed: &usize| -> Vec<f64> { values.iter().map(|row| row[*seed]).collect() };
        let seeds: Vec<Vec<f64>> = whole.iter().map(|seed| settled(&by_coalition(seed))).collect();
        let mean: Vec<f64> = (0..values.len())
            .map(|coalition| seeds.iter().map(|value| value[coalition]).sum::<f64>() / seeds.len() as f64)
            .collect();
        let by_order = self.shares(&mean);
        let mut by_seed = vec![Moments::default(); self.players];
        for value in &seeds {
            let largest = largest(value);
            for (moments, share) in by_seed.iter_mut().zip(self.shares(value)) {
                moments.push_of(share.mean(), largest);
            }
        }
        by_order
            .iter()
            .zip(&by_seed)
            .map(|(orders, seeds)| Share {
                value: orders.mean(),
                order_error: if self.orders.is_empty() {
                    0.0
                } else {
                    orders.standard_deviation() / (orders.count() as f64).sqrt()
                },
                seed_error: seeds.standard_deviation() / (seeds.count() as f64).sqrt(),
            })
            .collect()
    }

    /// Each player's contribution, one value per pair of orders, or one in all.
    fn shares(&self, values: &[f64]) -> Vec<Moments> {
        let largest = largest(values);
        if self.players <= EXACT_PLAYERS_MAX {
            let exact = self.exact_shares(values).into_iter();
            return exact.map(|share| one_of(share, largest)).collect();
        }
        let value = |coalition: Coalition| {
            let index = self.coalitions.binary_search(&coalition);
            values[index.expect("the plan lists every coalition of its orders")]
        };
        let mut shares = vec![Moments::default(); self.players];
        let everyone = Coalition::all(self.players);
        for order in &self.orders {
            let mut joined = Coalition::default();
            for player in order {
                let forwards = value(joined.with(*player)) - value(joined);
                // In the reverse order those join first who come after `player` here.
                let after = Coalition(everyone.0 & !joined.with(*player).0);
                let backwards = value(after.with(*player)) - value(after);
                shares[*player].push_of(f64::midpoint(forwards, backwards), largest);
                joined = joined.with(*player);
            }
        }
        shares
    }

    /// `φᵢ = Σ_S |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S))`.
    fn exact_shares(&self, values: &[f64]) -> Vec<f64> {
        let mut weights = vec![1.0 / self.players.max(1) as f64; self.players.max(1)];
        for size in 1..self.players {
            weights[size] = weights[size - 1] * size as f64 / (self.players - size) as f64;
        }
        (0..self.players)
            .map(|player| {
                self.coalitions
                    .iter()
                    .filter(|coalition| !coalition.contains(player))
                    .map(|coalition| {
                        let joined = values[coalition.with(player).0 as usize];
                        weights[coalition.size()] * (joined - values[coalition.0 as usize])
                    })
                    .sum()
            })
            .collect()
    }
}

/// Size of the largest value.
fn largest(values: &[f64]) -> f64 {
    values.iter().map(|value| value.abs()).fold(0.0, f64::max)
}

fn one_of(share: f64, largest_term: f64) -> Moments {
    let mut moments = Moments::default();
    moments.push_of(share, largest_term);
    moments
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn attribute(players: usize, pairs: usize, value: impl Fn(Coalition) -> f64) -> Vec<Share> {
        let plan = AttributionPlan::new(players, pairs, 1);
        let values: Vec<Vec<f64>> = plan.coalitions().iter().map(|c| vec![value(*c)]).collect();
        plan.attribute(&values)
    }

    #[test]
    #[allow(
        clippy::float_cmp,
        reason = "what is rounding must give is zero to the last bit"
    )]
    fn seeds_that_agree_but_for_rounding_leave_no_error() {
        let plan = AttributionPlan::new(3, 0, 1);
        let value = |coalition: &Coalition, start: f64| start + 0.005 * coalition.size() as f64;
        let values: Vec<Vec<f64>> = plan
            .coalitions()
            .iter()
            .map(|coalition| [0.4, 0.41, 0.437].map(|start| value(coalition, start)).to_vec())
            .collect();
        for share in plan.attribute(&values) {
            assert!((share.value - 0.005).abs() < 1e-12);
            assert_eq!(share.seed_error, 0.0);
        }
    }

    /// A runway as long as the largest aeroplane of the coalition needs.
    fn airport(coalition: Coalition) -> f64 {
        (0..PLAYERS_MAX)
            .filter(|player| coalition.contains(*player))
            .map(|player| ((player + 1) * (player + 1)) as f64)
            .fold(0.0, f64::max)
    }

    /// Littlechild and Owen (Management Science 20, 1973): who needs a stretch of runway shares its cost equally.
    fn airport_shares(players: usize) -> Vec<f64> {
        let mut share = 0.0;
        (0..players)
            .map(|player| {
                share += (2 * player + 1) as f64 / (players - player) as f64;
                share
            })
            .collect()
    }

    #[test]
    fn gloves_are_shared_as_known() {
        // One left glove, two right ones; a pair is worth 1.
        let shares = attribute(3, 0, |coalition| {
            f64::from(u8::from(
                coalition.contains(0) && (coalition.contains(1) || coalition.contains(2)),
            ))
        });
        for (share, expected) in shares.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((share.value - expected).abs() < 1e-12, "{share:?}");
            assert!(share.order_error.abs() < f64::MIN_POSITIVE);
        }
    }

    #[test]
    fn airports_are_shared_as_known() {
        for (share, expected) in attribute(6, 0, airport).iter().zip(airport_shares(6)) {
            assert!((share.value - expected).abs() < 1e-10);
        }
        let mut beyond_two = 0;
        for (share, expected) in attribute(20, 400, airport).iter().zip(airport_shares(20)) {
            let off = (share.value - expected).abs() / share.order_error;
            assert!(off < 4.0, "{share:?} against {expected}");
            beyond_two += u32::from(off > 2.0);
        }
        // The shares hang together; one in 20 is expected.
        assert!(beyond_two <= 5, "{beyond_two} of 20 are more than two errors off");
    }

    #[test]
    fn pairs_of_opposite_orders_are_exact_for_pairwise_interplay() {
        // v(S) = Σ aᵢ + Σ bᵢⱼ over pairs in S has φᵢ = aᵢ + ½ Σⱼ bᵢⱼ: one pair of orders already gives it.
        let own = |i: usize| 1.0 + i as f64;
        let joint = |i: usize, j: usize| ((i * 7 + j * 3) % 5) as f64 - 2.0;
        let shares = attribute(9, 2, |coalition| {
            let inside: Vec<usize> = (0..9).filter(|i| coalition.contains(*i)).collect();
            let pairs = inside
                .iter()
                .flat_map(|i| inside.iter().filter(move |j| i < j).map(|j| joint(*i, *j)));
            inside.iter().map(|i| own(*i)).sum::<f64>() + pairs.sum::<f64>()
        });
        for (i, share) in shares.iter().enumerate() {
            let others = (0..9).filter(|j| *j != i);
            let half: f64 = others.map(|j| 0.5 * joint(i.min(j), i.max(j))).sum();
            assert!((share.value - own(i) - half).abs() < 1e-10);
            assert!(share.order_error < 1e-10);
        }
    }

    #[test]
    fn seeds_have_an_error_of_their_own() {
        let plan = AttributionPlan::new(2, 0, 1);
        // Seeds give player 0 the values 1, 2, 6 and player 1 always 1; the last seed failed.
        let values = vec![
            vec![0.0; 4],
            vec![1.0, 2.0, 6.0, 9.0],
            vec![1.0; 4],
            vec![2.0, 3.0, 7.0, f64::NAN],
        ];
        let shares = plan.attribute(&values);
        assert!((shares[0].value - 3.0).abs() < 1e-12 && (shares[1].value - 1.0).abs() < 1e-12);
        // Standard deviation √7 over √3.
        assert!((shares[0].standard_error() - (7.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        assert!(shares[1].standard_error() < 1e-12);
    }

    #[test]
    fn nobody_shares_nothing() {
        assert!(attribute(0, 0, |_| 1.0).is_empty());
        let unsampled = attribute(8, 0, |_| 1.0);
        assert!(unsampled.iter().all(|share| share.value.is_nan()));
    }

    /// Four orders of eight players and what each with its reverse comes to: `tests/fixtures/e_why.py`.
    #[test]
    fn given_orders_come_to_what_was_worked_out_elsewhere() {
        #[derive(serde::Deserialize)]
        struct Fixture {
            eight: Eight,
        }
        #[derive(serde::Deserialize)]
        struct Eight {
            value_of_coalition: Vec<f64>,
            orders: Vec<Vec<usize>>,
            estimate: Vec<f64>,
            standard_error: Vec<f64>,
        }
        let text = include_str!("../../tests/fixtures/e_why.json");
        let Fixture { eight } = serde_json::from_str(text).unwrap();
        let plan = AttributionPlan {
            players: 8,
            orders: eight.orders,
            coalitions: (0..1 << 8).map(Coalition).collect(),
        };
        let values: Vec<Vec<f64>> = eight
            .value_of_coalition
            .iter()
            .map(|value| vec![*value])
            .collect();
        let expected = eight.estimate.iter().zip(&eight.standard_error);
        for (share, (estimate, error)) in plan.attribute(&values).iter().zip(expected) {
            let off = (share.value - estimate)
                .abs()
                .max((share.order_error - error).abs());
            assert!(off < 1e-9, "{share:?} against {estimate} ± {error}");
        }
    }

    /// Any game at all: its value is a hash of the coalition.
    fn any_game(key: u64, coalition: Coalition) -> f64 {
        if coalition.size() == 0 {
            return 0.0;
        }
        let mixed = (coalition.0 ^ key).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 40) as f64 / 1e6
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn shares_add_up_to_the_joint_effect(players in 1..12_usize, key: u64) {
            let shares = attribute(players, 8, |coalition| any_game(key, coalition));
            let sum: f64 = shares.iter().map(|share| share.value).sum();
            prop_assert!((sum - any_game(key, Coalition::all(players))).abs() < 1e-9);
        }

        #[test]
        fn who_adds_nothing_gets_nothing(players in 2..10_usize, key: u64) {
            let shares = attribute(players, 8, |coalition| any_game(key, Coalition(coalition.0 & !1)));
            prop_assert!(shares[0].value.abs() < 1e-12);
        }

        #[test]
        fn like_players_get_alike(players in 2..=6_usize, key: u64) {
            // The game sees only how many of the first two are there.
            let shares = attribute(players, 0, |coalition| {
                let number = u64::from(coalition.contains(0)) + u64::from(coalition.contains(1));
                any_game(key, Coalition((coalition.0 >> 2 << 2) | number))
            });
            prop_assert!((shares[0].value - shares[1].value).abs() < 1e-9);
        }

        #[test]
        fn sampling_comes_to_the_same_as_all_orders(key: u64) {
            // Seven players: all 5,040 orders against the plan of 500 pairs.
            let players = 7;
            let mut exact = AttributionPlan {
                players,
                orders: Vec::new(),
                coalitions: (0..1 << players).map(Coalition).collect(),
            };
            let values: Vec<f64> = exact.coalitions.iter().map(|c| any_game(key, *c)).collect();
            let expected = exact.exact_shares(&values);
            exact.orders.clear();
            for (share, expected) in attribute(players, 500, |c| any_game(key, c)).iter().zip(expected) {
                prop_assert!((share.value - expected).abs() < 5.0 * share.order_error, "{share:?} {expected}");
            }
        }
    }
}
