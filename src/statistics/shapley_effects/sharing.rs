//! What a surrogate explains, shared out over its players.

use super::design::{Blocks, Gram};
use super::regression::Regression;
use crate::statistics::{AttributionPlan, Coalition};

/// Up to this many players every set of them is regressed on (2¹² = 4,096).
pub const EXACT_EFFECTS_MAX: usize = 12;

/// Pairs of orders that are sampled above.
const PAIRS: usize = 64;

/// Over which sets of players the surrogate is fitted.
pub(super) enum Sharing {
    /// All of them.
    Exact,
    /// Those of sampled orders.
    Sampled(AttributionPlan),
}

impl Sharing {
    pub(super) fn among(players: usize, seed: u64) -> Self {
        if players <= EXACT_EFFECTS_MAX {
            Self::Exact
        } else {
            Self::Sampled(AttributionPlan::new(players, PAIRS, seed))
        }
    }

    /// The Shapley effect of each player with its error for having sampled orders.
    pub(super) fn effects(&self, blocks: &Blocks, gram: &Gram) -> Vec<(f64, f64)> {
        match self {
            Self::Exact => {
                let values = values_of_all_sets(blocks, gram);
                let shares = shapley_values(blocks.own.len(), &values).into_iter();
                shares.map(|share| (share, 0.0)).collect()
            }
            Self::Sampled(plan) => {
                let value = |coalition: &Coalition| vec![value_of(*coalition, blocks, gram)];
                let values: Vec<Vec<f64>> = plan.coalitions().iter().map(value).collect();
                let shares = plan.attribute(&values).into_iter();
                shares.map(|share| (share.value, share.order_error)).collect()
            }
        }
    }
}

fn value_of(coalition: Coalition, blocks: &Blocks, gram: &Gram) -> f64 {
    let mut regression = Regression::new(blocks, gram);
    for player in (0..blocks.own.len()).filter(|player| coalition.contains(*player)) {
        regression.join(player);
    }
    regression.adjusted()
}

/// Adjusted R² on every set of players; the number of a set has a bit for every player in it.
pub(super) fn values_of_all_sets(blocks: &Blocks, gram: &Gram) -> Vec<f64> {
    let mut values = vec![0.0; 1 << blocks.own.len()];
    visit(
        &mut Regression::new(blocks, gram),
        0,
        blocks.own.len(),
        &mut values,
    );
    values
}

/// Values the set with each of the first players added, and all that grow out of it. The last joins first, as it may be a group of
/// many columns, which then are solved for once.
fn visit(regression: &mut Regression, set: usize, players: usize, values: &mut [f64]) {
    for player in (0..players).rev() {
        let larger = set | 1 << player;
        regression.join(player);
        values[larger] = regression.adjusted();
        visit(regression, larger, player, values);
        regression.leave();
    }
}

/// `φᵢ = Σ_{S∌i} |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S))`; the number of a set has a bit for every player in it.
pub(super) fn shapley_values(players: usize, values: &[f64]) -> Vec<f64> {
    let mut weights = vec![1.0 / players.max(1) as f64; players.max(1)];
    for size in 1..players {
        weights[size] = weights[size - 1] * size as f64 / (players - size) as f64;
    }
    (0..players)
        .map(|player| {
            let without = (0..values.len()).filter(|set| set >> player & 1 == 0);
            without
                .map(|set| weights[set.count_ones() as usize] * (values[set | 1 << player] - values[set]))
                .sum()
        })
        .collect()
}
