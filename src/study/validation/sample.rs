//! One number per replication: the quantities of a fact.

use crate::experiment::{Column, Ensemble, columns};
use crate::scenario::Scenario;
use crate::scenario::fact::{Asked, Fact, Quantity, Term};
use crate::statistics::{Moments, noticeable, settled};

/// Equal batches of the replications, by which it is told how far verdicts depend on the seed.
const BATCHES: usize = 16;
/// Fewest replications of a batch; with fewer its interval says nothing.
const BATCH_MIN: usize = 10;

/// All terms of a fact, in the order of its checks.
pub(super) fn terms(fact: &Fact) -> impl Iterator<Item = &Term> {
    fact.checks
        .iter()
        .filter_map(|check| match &check.asked {
            Asked::Measured { statistic, .. } => Some(statistic.quantities()),
            Asked::NotMeasured { .. } => None,
        })
        .flatten()
        .flatten()
}

/// Steps whose rows are needed, in increasing order.
pub(super) fn kept(fact: &Fact, last: u32) -> Vec<u32> {
    let steps_per_year = fact.arms[0].scenario.setup.steps_per_year;
    let mut steps: Vec<u32> = terms(fact)
        .flat_map(|term| term.time.steps(steps_per_year, last))
        .collect();
    steps.sort_unstable();
    steps.dedup();
    steps
}

/// The measures that the terms of a fact name, each with its place in a row of the model.
pub(super) fn measured(fact: &Fact, scenario: &Scenario) -> Vec<(usize, Column)> {
    columns(&scenario.programme_keys, scenario.municipalities())
        .into_iter()
        .enumerate()
        .filter(|(_, column)| terms(fact).any(|term| term.measure == column.key))
        .collect()
}

/// A sum of terms that is 0 where it is no more than their rounding.
#[derive(Clone, Default)]
struct Sum {
    value: f64,
    largest_term: f64,
}

impl Sum {
    fn add(&mut self, term: f64) {
        self.value += term;
        self.largest_term = self.largest_term.max(term.abs());
    }

    fn value(&self) -> f64 {
        noticeable(self.value, self.largest_term)
    }
}

/// The replications of all arms of a fact, or some of them.
#[derive(Clone, Copy)]
pub(super) struct Samples<'a> {
    fact: &'a Fact,
    /// The arms.
    ensembles: &'a [Ensemble],
    first: usize,
    count: usize,
}

impl<'a> Samples<'a> {
    /// The first so many replications.
    pub(super) const fn of(fact: &'a Fact, ensembles: &'a [Ensemble], replications: u32) -> Self {
        Self {
            fact,
            ensembles,
            first: 0,
            count: replications as usize,
        }
    }

    /// The same in [`BATCHES`] equal batches, one after the other, without what is left at the end; none where there are too
    /// few replications. As replications have nothing in common, each batch is what another seed would have given.
    pub(super) fn batches(&self) -> Vec<Self> {
        let size = self.count / BATCHES;
        if size < BATCH_MIN {
            return Vec::new();
        }
        (0..BATCHES)
            .map(|batch| Self {
                first: self.first + batch * size,
                count: size,
                ..*self
            })
            .collect()
    }

    /// A quantity in each replication; `NaN` where one of its terms has no value.
    pub(super) fn quantity(&self, quantity: &Quantity) -> Vec<f64> {
        let mut sums = vec![Sum::default(); self.count];
        for term in quantity {
            for (sum, value) in sums.iter_mut().zip(self.term(term)) {
                sum.add(value);
            }
        }
        sums.iter().map(Sum::value).collect()
    }

    fn term(&self, term: &Term) -> Vec<f64> {
        let base = term.relative_to.map(|arm| self.values(term, arm));
        let mut sums = vec![Sum::default(); self.count];
        for &(arm, weight) in &term.weights {
            let values = self.values(term, arm);
            for (replication, value) in values.into_iter().enumerate() {
                match &base {
                    None => sums[replication].add(weight * value),
                    Some(base) => {
                        sums[replication].add(weight * (value / base[replication]));
                        sums[replication].add(-weight);
                    }
                }
            }
        }
        let mut sums: Vec<f64> = sums.iter().map(Sum::value).collect();
        if let Some(arm) = term.deviations_of {
            let spread: Moments = settled(&self.values(term, arm))
                .into_iter()
                .filter(|value| value.is_finite())
                .collect();
            for sum in &mut sums {
                *sum /= spread.standard_deviation();
            }
        }
        sums
    }

    /// The measure in one arm, averaged over the steps at which it has a value.
    fn values(&self, term: &Term, arm: usize) -> Vec<f64> {
        let ensemble = &self.ensembles[arm];
        let setup = &self.fact.arms[arm].scenario.setup;
        let column = ensemble
            .column(&term.measure)
            .expect("the measure was looked for when the file was read");
        let kept: Vec<u32> = ensemble
            .years()
            .iter()
            .map(|year| (year / setup.step_years).round() as u32)
            .collect();
        let positions: Vec<usize> = term
            .time
            .steps_of(setup)
            .iter()
            .map(|step| {
                kept.binary_search(step)
                    .expect("the steps of the fact are those that were kept")
            })
            .collect();
        (self.first..self.first + self.count)
            .map(|replication| {
                let values = positions
                    .iter()
                    .map(|&step| ensemble.row(replication, step)[column]);
                let there: Moments = values.filter(|value| value.is_finite()).collect();
                if there.count() == 0 {
                    f64::NAN
                } else {
                    there.mean()
                }
            })
            .collect()
    }
}
