//! One number per replication: the quantities of a fact.

use crate::experiment::Ensemble;
use crate::output::OutputError;
use crate::scenario::fact::{Asked, Fact, Quantity, Term};
use crate::statistics::{Moments, noticeable, settled};
use crate::study::Runs;
use crate::study::arms::Arms;

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

/// The replications of all arms of a fact.
pub(super) struct Samples<'a> {
    fact: &'a Fact,
    ensembles: Vec<Ensemble>,
    replications: usize,
}

impl<'a> Samples<'a> {
    pub(super) fn read(
        fact: &'a Fact,
        arms: &Arms,
        runs: &dyn Runs,
        replications: u32,
    ) -> Result<Self, OutputError> {
        let ensembles: Result<Vec<Ensemble>, OutputError> = (0..fact.arms.len())
            .map(|arm| arms.ensemble(runs, arm, replications))
            .collect();
        Ok(Self {
            fact,
            ensembles: ensembles?,
            replications: replications as usize,
        })
    }

    /// A quantity in each replication; `NaN` where one of its terms has no value.
    pub(super) fn quantity(&self, quantity: &Quantity) -> Vec<f64> {
        let mut sums = vec![Sum::default(); self.replications];
        for term in quantity {
            for (sum, value) in sums.iter_mut().zip(self.term(term)) {
                sum.add(value);
            }
        }
        sums.iter().map(Sum::value).collect()
    }

    fn term(&self, term: &Term) -> Vec<f64> {
        let base = term.relative_to.map(|arm| self.values(term, arm));
        let mut sums = vec![Sum::default(); self.replications];
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
        (0..self.replications)
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
