//! Which arm is best by a measure, and where the order is not sure.

use super::Comparison;
use crate::experiment::Column;
use crate::model::measures::Better;
use crate::statistics::{CONFIDENCE, Paired, Sample, settled};
use crate::study::ranking::best_of;

/// The measures by which arms are ranked.
pub const RANKED: [&str; 6] = [
    "outcome",
    "unmet_need",
    "cost_per_outcome",
    "public_value",
    "outcome_gini",
    "trust",
];

/// The arms in order by a measure at the end, the best first.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// The measure.
    pub column: Column,
    /// Which way it is better.
    pub better: Better,
    /// The arms, the best first.
    pub places: Vec<Place>,
    /// Replications in which every arm has a value; only these count.
    pub replications: usize,
}

/// A place in a ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The arm; 0 is the baseline.
    pub arm: usize,
    /// Its mean.
    pub mean: f64,
    /// Share of replications in which it is best of all; arms that are best together share.
    pub best: f64,
    /// This arm less the next one; `None` for the last.
    pub ahead: Option<Paired>,
}

impl Place {
    /// Whether the 95 % interval of its difference from the next covers zero, so that the order of both is not sure.
    #[must_use]
    pub fn is_unsure(&self) -> bool {
        self.ahead.is_some_and(|ahead| {
            let interval = ahead.interval(CONFIDENCE);
            !(interval.low > 0.0 || interval.high < 0.0)
        })
    }
}

impl Ranking {
    /// Ranks by a measure; `None` when not every arm has it, nothing says which way it is better, or there is no
    /// replication in which all have a value.
    #[must_use]
    pub fn of(comparison: &Comparison, key: &str) -> Option<Self> {
        let column = comparison.ensembles[0].column(key)?;
        let column = comparison.ensembles[0].columns()[column].clone();
        let better = column.measure.better?;
        let samples = comparison
            .ensembles
            .iter()
            .map(|ensemble| {
                let last = ensemble.years().len() - 1;
                Some(ensemble.over_replications(ensemble.column(key)?, last))
            })
            .collect::<Option<Vec<Sample>>>()?;
        let whole: Vec<usize> = (0..comparison.replications())
            .filter(|replication| {
                samples
                    .iter()
                    .all(|sample| sample.values()[*replication].is_finite())
            })
            .collect();
        if whole.is_empty() {
            return None;
        }
        let samples: Vec<Sample> = samples.iter().map(|sample| sample.at(&whole)).collect();
        Some(Self {
            column,
            better,
            places: places(&samples, better),
            replications: whole.len(),
        })
    }
}

/// Orders samples, all of the same replications, the best first.
fn places(samples: &[Sample], better: Better) -> Vec<Place> {
    let sign = match better {
        Better::Higher => 1.0,
        Better::Lower => -1.0,
    };
    let means: Vec<f64> = samples.iter().map(mean).collect();
    let mut order: Vec<usize> = (0..samples.len()).collect();
    // Arms whose means tie stay in their order.
    let places = settled(&means);
    order.sort_by(|one, other| (sign * places[*other]).total_cmp(&(sign * places[*one])));
    let best = best_shares(samples, sign);
    order
        .iter()
        .enumerate()
        .map(|(place, &arm)| Place {
            arm,
            mean: means[arm],
            best: best[arm],
            ahead: order
                .get(place + 1)
                .map(|next| samples[*next].paired(&samples[arm])),
        })
        .collect()
}

/// The mean of a sample; of a ratio, the ratio of means.
fn mean(sample: &Sample) -> f64 {
    let contributions = sample.contributions();
    let known = || contributions.iter().filter(|value| value.is_finite());
    known().sum::<f64>() / known().count() as f64
}

/// In which share of the replications each sample has the largest value times `sign`.
fn best_shares(samples: &[Sample], sign: f64) -> Vec<f64> {
    let count = samples[0].values().len();
    let mut shares = vec![0.0; samples.len()];
    for replication in 0..count {
        let values: Vec<f64> = samples
            .iter()
            .map(|sample| sample.values()[replication])
            .collect();
        let best = best_of(&values, sign);
        for arm in &best {
            shares[*arm] += 1.0 / (best.len() * count) as f64;
        }
    }
    shares
}
