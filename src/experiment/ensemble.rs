//! All replications of one scenario, as numbers by replication, step and column.

use crate::model::measures::{MEASURES, Measure, PROGRAMME_MEASURES};

/// One column of the result tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name: the measure's key, or `programme.measure` for a measure of one programme.
    pub key: String,
    /// What is measured.
    pub measure: &'static Measure,
    /// The programme it is measured for, by position; `None` for the whole society.
    pub programme: Option<usize>,
}

/// The columns of a scenario with these programmes, in the order of a row of the model.
#[must_use]
pub fn columns(programme_keys: &[String]) -> Vec<Column> {
    let society = MEASURES.iter().map(|measure| Column {
        key: measure.key.to_owned(),
        measure,
        programme: None,
    });
    let programmes = programme_keys.iter().enumerate().flat_map(|(index, programme)| {
        PROGRAMME_MEASURES.iter().map(move |measure| Column {
            key: format!("{programme}.{}", measure.key),
            measure,
            programme: Some(index),
        })
    });
    society.chain(programmes).collect()
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
}
