//! What runs in worlds say of worlds: how far apart they lie, and in how many of them something is so.

use crate::statistics::{RestoredWorlds, quantile};

/// The share of a normal distribution that lies above this many standard deviations is a twentieth.
const NINE_TENTHS: f64 = 1.645;
/// Runs below which nothing is said.
const LEAST: usize = 20;

/// Values of runs that live in worlds, one after the other.
///
/// Where worlds are run again, in whole rounds or in part of a second one, chance is told from worlds and taken off
/// ([`RestoredWorlds`]); else what is said holds of *towns*, each with a world and luck of its own.
#[derive(Clone, Debug)]
pub(in crate::study) enum OverWorlds {
    /// Worlds without chance.
    Worlds(RestoredWorlds),
    /// Towns: their values in order.
    Towns(Vec<f64>),
}

impl OverWorlds {
    /// Puts values of runs, in the order of replications, to their worlds; `None` where they are too few to say anything.
    pub(in crate::study) fn of(values: &[f64], worlds: usize) -> Option<Self> {
        let rounds = values.len() / worlds.max(1);
        let taken = if rounds >= 2 {
            rounds * worlds
        } else {
            values.len()
        };
        let mut table = vec![Vec::new(); worlds.min(taken)];
        for (replication, value) in values[..taken].iter().enumerate() {
            table[replication % worlds].push(*value);
        }
        if let Ok(restored) = RestoredWorlds::of(&table)
            && restored.components.worlds >= LEAST
        {
            return Some(Self::Worlds(restored));
        }
        let mut towns: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        towns.sort_unstable_by(f64::total_cmp);
        (towns.len() >= LEAST).then_some(Self::Towns(towns))
    }

    /// The value below which this share of them lies.
    pub(in crate::study) fn quantile(&self, share: f64) -> f64 {
        match self {
            Self::Worlds(worlds) => worlds.quantile(share),
            Self::Towns(towns) => quantile(towns, share),
        }
    }

    /// The share of them whose value lies above a bound.
    pub(in crate::study) fn share_above(&self, bound: f64) -> f64 {
        match self {
            Self::Worlds(worlds) => worlds.share_above(bound),
            Self::Towns(towns) => {
                towns.iter().filter(|value| **value > bound).count() as f64 / towns.len() as f64
            }
        }
    }

    /// How far chance alone takes nine of ten runs from the mean of their world; `None` where it cannot be told from worlds.
    pub(in crate::study) fn chance(&self) -> Option<f64> {
        match self {
            Self::Worlds(worlds) => Some(NINE_TENTHS * worlds.components.of_chance.sqrt()),
            Self::Towns(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_distr::{Distribution as _, Normal};

    /// Worlds of standard deviation 2 around 1, with chance of standard deviation 3.
    fn values(worlds: usize, runs: usize) -> Vec<f64> {
        use rand::SeedableRng as _;
        let mut source = rand::rngs::StdRng::seed_from_u64(5);
        let (of_worlds, of_chance) = (Normal::new(1.0, 2.0).unwrap(), Normal::new(0.0, 3.0).unwrap());
        let means: Vec<f64> = (0..worlds).map(|_| of_worlds.sample(&mut source)).collect();
        (0..runs)
            .map(|run| means[run % worlds] + of_chance.sample(&mut source))
            .collect()
    }

    /// Better in Φ(1/2) = 69 % of worlds, in Φ(1/√13) = 61 % of towns.
    #[test]
    fn chance_is_taken_off_where_worlds_are_run_again() {
        let worlds = OverWorlds::of(&values(4000, 8000), 4000).unwrap();
        assert!(
            (worlds.share_above(0.0) - 0.691).abs() < 0.03,
            "{}",
            worlds.share_above(0.0)
        );
        assert!((worlds.chance().unwrap() / (NINE_TENTHS * 3.0) - 1.0).abs() < 0.05);
        assert!(
            (worlds.quantile(0.95) - 4.29).abs() < 0.4,
            "{}",
            worlds.quantile(0.95)
        );
        let partly = OverWorlds::of(&values(4000, 6000), 4000).unwrap();
        assert!(matches!(partly, OverWorlds::Worlds(_)));
        let towns = OverWorlds::of(&values(4000, 4000), 4000).unwrap();
        assert!(towns.chance().is_none());
        assert!(
            (towns.share_above(0.0) - 0.609).abs() < 0.03,
            "{}",
            towns.share_above(0.0)
        );
    }

    #[test]
    fn too_few_runs_say_nothing_and_whole_rounds_count() {
        assert!(OverWorlds::of(&values(50, 19), 50).is_none());
        assert!(matches!(
            OverWorlds::of(&values(30, 20), 30),
            Some(OverWorlds::Towns(_))
        ));
        // The seven runs of a third round are left out.
        let runs = values(30, 67);
        let (found, expected) = (
            OverWorlds::of(&runs, 30).unwrap(),
            OverWorlds::of(&runs[..60], 30).unwrap(),
        );
        assert!((found.quantile(0.3) - expected.quantile(0.3)).abs() < 1e-12);
    }
}
