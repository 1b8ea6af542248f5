//! What plausible worlds are like, beside what was thought before.

use crate::output::ENGINE;
use crate::scenario::{Entry, Prior, WorldsPlan};
use crate::statistics::{KolmogorovSmirnov, Moments, quantile};
use crate::study::Failed;
use crate::world::{Draw, Ensemble, World, digest_of_priors, draw, uncertain};

use super::chunks::{Accepted, Chunk, Tally};

/// Shares that lie below the ends of an interval, and the median between them.
const SHARES: [f64; 3] = [0.05, 0.5, 0.95];
/// Pairs that are told.
const PAIRS: usize = 50;

/// What came of a search for worlds.
#[derive(Clone, Debug)]
pub struct PlausibleWorlds {
    /// The ensemble.
    pub ensemble: Ensemble,
    /// What the runs gave by which its worlds were accepted, by target.
    pub simulated: Vec<Vec<f64>>,
    /// The chunks of draws in their order.
    pub chunks: Vec<Chunk>,
    /// Draws that could not be run.
    pub failed: Vec<Failed>,
    /// How many draws of equal weight say as much as all: (Σ w)² / Σ w².
    pub effective: f64,
    /// How worlds stand against the figures, by target.
    pub met: Vec<Met>,
    /// What became of each number, in the order of the register.
    pub keys: Vec<KeyChange>,
    /// What became of each alternative.
    pub alternatives: Vec<AlternativeChange>,
    /// The pairs of numbers that go together most, the strongest first.
    pub pairs: Vec<Pair>,
    /// The rank correlation that no pair of so many would exceed by chance in 19 of 20 ensembles.
    pub by_chance: f64,
}

/// How worlds stand against a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Met {
    /// Mean of the accepted runs.
    pub mean: f64,
    /// 5 %, 50 % and 95 % quantiles of them.
    pub quantiles: [f64; 3],
    /// Mean distance from the figure on the scale, in standard deviations of error and discrepancy.
    pub pull: f64,
}

/// What became of a number.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyChange {
    /// Its key.
    pub key: String,
    /// What was thought of it.
    pub prior: Prior,
    /// 5 %, 50 % and 95 % quantiles before.
    pub before: [f64; 3],
    /// The same over worlds.
    pub after: [f64; 3],
    /// 1 less the ratio of its standard deviation over worlds to that before, both of places in the prior; 0 where the figures say nothing.
    pub narrower: f64,
    /// Kolmogorov–Smirnov distance of worlds from the prior.
    pub distance: f64,
}

/// What became of an alternative.
#[derive(Clone, Debug, PartialEq)]
pub struct AlternativeChange {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: String,
    /// Its probability before.
    pub before: f64,
    /// Its share of worlds.
    pub after: f64,
}

/// Two numbers that go together.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Key of one.
    pub one: String,
    /// Key of the other.
    pub other: String,
    /// Their rank correlation over worlds.
    pub correlation: f64,
}

impl PlausibleWorlds {
    pub(super) fn of(plan: &WorldsPlan, question: &str, tally: Tally, failed: Vec<Failed>) -> Self {
        let effective = tally.effective();
        let Tally {
            chunks, mut accepted, ..
        } = tally;
        accepted.truncate(plan.count as usize);
        let simulated: Vec<Vec<f64>> = (0..plan.targets.len())
            .map(|target| {
                accepted
                    .iter()
                    .map(|accepted| accepted.simulated[target])
                    .collect()
            })
            .collect();
        let ensemble = Ensemble {
            engine: ENGINE.to_owned(),
            priors: digest_of_priors(),
            question: question.to_owned(),
            seed: plan.seed,
            worlds: accepted.iter().map(Accepted::world).collect(),
        };
        let changes = Changes::of(&ensemble);
        Self {
            met: plan
                .targets
                .iter()
                .zip(&simulated)
                .map(|(target, values)| Met::of(values, |value| target.misfit(value)))
                .collect(),
            keys: changes.keys(),
            alternatives: changes.alternatives(),
            pairs: changes.pairs(),
            by_chance: changes.by_chance(),
            ensemble,
            simulated,
            chunks,
            failed,
            effective,
        }
    }

    /// Draws that were tried.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.chunks.last().map_or(0, |chunk| chunk.draws.end as usize)
    }

    /// The distance of worlds from what was thought of a number before that may be chance.
    #[must_use]
    pub fn distance_by_chance(&self) -> f64 {
        distance_by_chance(self.keys.len(), self.ensemble.worlds.len())
    }

    /// Share of all draws that were accepted, those included that the ensemble has no need of.
    #[must_use]
    pub fn acceptance(&self) -> f64 {
        let accepted: usize = self.chunks.iter().map(|chunk| chunk.accepted).sum();
        accepted as f64 / self.draws() as f64
    }
}

impl Accepted {
    const fn world(&self) -> World {
        self.world
    }
}

impl Met {
    fn of(values: &[f64], misfit: impl Fn(f64) -> f64) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let mean = |values: &mut dyn Iterator<Item = f64>| -> f64 { values.collect::<Moments>().mean() };
        Self {
            mean: mean(&mut values.iter().copied()),
            quantiles: SHARES.map(|share| quantile(&sorted, share)),
            pull: mean(&mut values.iter().map(|value| misfit(*value))),
        }
    }
}

/// The keys of an ensemble beside what was thought before.
pub(super) struct Changes {
    draws: Vec<Draw>,
}

impl Changes {
    pub(super) fn of(ensemble: &Ensemble) -> Self {
        let worlds = ensemble.worlds.iter();
        Self {
            draws: worlds.map(|world| draw(ensemble.seed, world.number)).collect(),
        }
    }

    /// The numbers, with their positions in a draw.
    fn numbers() -> impl Iterator<Item = (usize, &'static Entry)> {
        uncertain().enumerate().filter(|(_, entry)| entry.in_worlds())
    }

    fn places(&self, position: usize) -> Vec<f64> {
        self.draws.iter().map(|draw| draw.places[position]).collect()
    }

    pub(super) fn keys(&self) -> Vec<KeyChange> {
        let changes = Self::numbers().filter_map(|(position, entry)| {
            let prior = entry.prior()?;
            let mut places = self.places(position);
            let spread = places.iter().copied().collect::<Moments>().standard_deviation();
            places.sort_by(f64::total_cmp);
            Some(KeyChange {
                key: entry.key.clone(),
                prior,
                before: SHARES.map(|share| prior.value(share)),
                after: SHARES.map(|share| prior.value(quantile(&places, share))),
                // The standard deviation of an even distribution from 0 to 1 is 1/√12.
                narrower: 1.0 - spread * libm::sqrt(12.0),
                distance: KolmogorovSmirnov::of(&places, |place| place).distance,
            })
        });
        changes.collect()
    }

    pub(super) fn alternatives(&self) -> Vec<AlternativeChange> {
        let mut changes = Vec::new();
        for (position, entry) in uncertain().enumerate() {
            for (value, before) in &entry.alternatives {
                let having = self.draws.iter().filter(|draw| draw.values[position].1 == *value);
                changes.push(AlternativeChange {
                    key: entry.key.clone(),
                    value: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
                    before: *before,
                    after: having.count() as f64 / self.draws.len() as f64,
                });
            }
        }
        changes
    }

    fn pairs(&self) -> Vec<Pair> {
        let ranks: Vec<(&Entry, Vec<f64>)> = Self::numbers()
            .map(|(position, entry)| (entry, standardised_ranks(&self.places(position))))
            .collect();
        let mut pairs: Vec<(usize, usize, f64)> = Vec::new();
        for (one, (_, first)) in ranks.iter().enumerate() {
            for (other, (_, second)) in ranks.iter().enumerate().skip(one + 1) {
                let correlation = first.iter().zip(second).map(|(x, y)| x * y).sum();
                pairs.push((one, other, correlation));
            }
        }
        pairs.sort_by(|one, other| other.2.abs().total_cmp(&one.2.abs()));
        let told = pairs.into_iter().filter(|pair| pair.2.is_finite()).take(PAIRS);
        told.map(|(one, other, correlation)| Pair {
            one: ranks[one].0.key.clone(),
            other: ranks[other].0.key.clone(),
            correlation,
        })
        .collect()
    }

    /// Bonferroni over all pairs at 5 %: a rank correlation of n independent pairs has the standard error 1/√(n − 1).
    fn by_chance(&self) -> f64 {
        let keys = Self::numbers().count() as f64;
        let pairs = 0.5 * keys * (keys - 1.0);
        let bound = crate::random::normal_quantile(1.0 - 0.025 / pairs);
        (bound / libm::sqrt(self.draws.len() as f64 - 1.0)).min(1.0)
    }
}

/// The Kolmogorov–Smirnov distance that none of so many numbers would exceed by chance in 19 of 20 ensembles of so many worlds: Kolmogorov's
/// limit `P(√n D > c) = 2 exp(−2c²)`, Bonferroni over the numbers.
#[must_use]
pub(super) fn distance_by_chance(numbers: usize, worlds: usize) -> f64 {
    let bound = 0.5 * libm::log(2.0 * numbers as f64 / 0.05);
    libm::sqrt(bound / worlds as f64).min(1.0)
}

/// Ranks with mean 0, whose squares add up to 1; draws have no ties.
fn standardised_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let middle = 0.5 * (values.len() as f64 - 1.0);
    let mut ranks = vec![0.0; values.len()];
    for (rank, place) in order.into_iter().enumerate() {
        ranks[place] = rank as f64 - middle;
    }
    let length = libm::sqrt(ranks.iter().map(|rank| rank * rank).sum());
    ranks.iter().map(|rank| rank / length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_and_ranks_are_those_of_a_calculation_by_hand() {
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}");
        near(
            KolmogorovSmirnov::of(&[0.1, 0.2, 0.3, 0.9], |place| place).distance,
            0.45,
        );
        let (one, other) = (
            standardised_ranks(&[1.0, 2.0, 5.0, 9.0]),
            standardised_ranks(&[3.0, 1.0, 4.0, 2.0]),
        );
        // Ranks 1 2 3 4 and 3 1 4 2: Σd² = 4 + 1 + 1 + 4 = 10, ρ = 1 − 6 · 10 / (4 · 15).
        near(one.iter().zip(&other).map(|(x, y)| x * y).sum(), 0.0);
        near(one.iter().map(|x| x * x).sum(), 1.0);
        // 2 exp(−2 · 500 D²) = .05 / 240.
        assert!((distance_by_chance(240, 500) - 0.095_77).abs() < 1e-4);
    }
}
