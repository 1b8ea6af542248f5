//! All replications of one scenario, as numbers by replication, step and column.

use crate::model::measures::{MUNICIPALITY_MEASURES, Measure, PROGRAMME_MEASURES, measures};
use crate::scenario::municipality_key;
use crate::statistics::Summary;

/// One column of the result tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name: the measure's key, `programme.measure` for a measure of one programme, or `municipality_1.measure` for one
    /// of a municipality.
    pub key: String,
    /// What is measured.
    pub measure: &'static Measure,
    /// The programme it is measured for, by position.
    pub programme: Option<usize>,
    /// The municipality it is measured for, counted from 1; neither this nor a programme is the whole society.
    pub municipality: Option<u32>,
}

/// The columns of a scenario with these programmes and this number of municipalities, in the order of a row of the model.
#[must_use]
pub fn columns(programme_keys: &[String], municipalities: u32) -> Vec<Column> {
    let society = measures().iter().map(|measure| Column {
        key: measure.key.to_owned(),
        measure,
        programme: None,
        municipality: None,
    });
    let programmes = programme_keys.iter().enumerate().flat_map(|(index, programme)| {
        PROGRAMME_MEASURES.iter().map(move |measure| Column {
            key: format!("{programme}.{}", measure.key),
            measure,
            programme: Some(index),
            municipality: None,
        })
    });
    let apart = if municipalities > 1 { municipalities } else { 0 };
    let municipalities = (1..=apart).flat_map(|municipality| {
        MUNICIPALITY_MEASURES.iter().map(move |measure| Column {
            key: format!("{}.{}", municipality_key(municipality), measure.key),
            measure,
            programme: None,
            municipality: Some(municipality),
        })
    });
    society.chain(programmes).chain(municipalities).collect()
}

/// The results of a number of replications.
///
/// Values are `f64` in the order replication, step, column; replications stand in increasing order, and
/// step 0 is the initial state.
#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    columns: Vec<Column>,
    years: Vec<f64>,
    replications: Vec<u32>,
    values: Vec<f64>,
}

impl Ensemble {
    /// Puts an ensemble together.
    ///
    /// # Panics
    /// When `values` does not hold one number per replication, step and column.
    #[must_use]
    pub fn new(columns: Vec<Column>, years: Vec<f64>, replications: Vec<u32>, values: Vec<f64>) -> Self {
        assert_eq!(
            values.len(),
            columns.len() * years.len() * replications.len(),
            "one value per cell"
        );
        Self {
            columns,
            years,
            replications,
            values,
        }
    }

    /// The columns.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Time of each step in years from the start.
    #[must_use]
    pub fn years(&self) -> &[f64] {
        &self.years
    }

    /// Numbers of the replications.
    #[must_use]
    pub fn replications(&self) -> &[u32] {
        &self.replications
    }

    /// Position of a column by its name.
    #[must_use]
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }

    /// All columns of one replication at one step; `replication` and `step` are positions.
    #[must_use]
    pub fn row(&self, replication: usize, step: usize) -> &[f64] {
        let start = (replication * self.years.len() + step) * self.columns.len();
        &self.values[start..start + self.columns.len()]
    }

    /// One column at one step in every replication, in replication order.
    pub fn sample(&self, column: usize, step: usize) -> impl Iterator<Item = f64> + '_ {
        (0..self.replications.len()).map(move |replication| self.row(replication, step)[column])
    }

    /// The change of a column from the first step to the last, paired within each replication.
    ///
    /// `None` when no replication has a value at both.
    #[must_use]
    pub fn change(&self, column: usize) -> Option<Summary> {
        let last = self.years.len().checked_sub(1)?;
        let starts = self.sample(column, 0);
        let ends = self.sample(column, last);
        Summary::of(starts.zip(ends).map(|(start, end)| end - start))
    }
}

/// Summaries of an ensemble over its replications, for every column and step.
#[derive(Clone, Debug, PartialEq)]
pub struct Summaries {
    steps: usize,
    values: Vec<Option<Summary>>,
}

impl Summaries {
    /// Summarises every column at every step.
    #[must_use]
    pub fn of(ensemble: &Ensemble) -> Self {
        let steps = ensemble.years().len();
        let values = (0..ensemble.columns().len())
            .flat_map(|column| (0..steps).map(move |step| (column, step)))
            .map(|(column, step)| Summary::of(ensemble.sample(column, step)))
            .collect();
        Self { steps, values }
    }

    /// The summary of a column at a step, both by position; `None` where no replication has a value.
    ///
    /// # Panics
    /// When there is no such column or step.
    #[must_use]
    pub fn get(&self, column: usize, step: usize) -> Option<&Summary> {
        assert!(step < self.steps, "step {step} of {}", self.steps);
        self.values[column * self.steps + step].as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_are_found_by_column_and_step() {
        let columns = columns(&[], 1)[..2].to_vec();
        let values = vec![1.0, 10.0, 2.0, 20.0, 3.0, 30.0, 4.0, f64::NAN];
        let ensemble = Ensemble::new(columns, vec![0.0, 1.0], vec![0, 1], values);
        let summaries = Summaries::of(&ensemble);
        let mean = |column, step| summaries.get(column, step).map(|summary| summary.mean);
        assert_eq!((mean(0, 0), mean(0, 1)), (Some(2.0), Some(3.0)));
        assert_eq!((mean(1, 0), mean(1, 1)), (Some(20.0), Some(20.0)));
        let change = ensemble.change(0).unwrap();
        assert_eq!((change.count, change.mean), (2, 1.0));
        assert_eq!(
            ensemble.change(1).unwrap().count,
            1,
            "a replication without a value at the end has no change"
        );
    }
}
