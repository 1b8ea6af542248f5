//! All replications of one scenario, as numbers by replication, step and column.

use crate::model::measures::{MUNICIPALITY_MEASURES, Measure, PROGRAMME_MEASURES, RatioOf, measures};
use crate::scenario::municipality_key;
use crate::statistics::{Sample, Summary};

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

/// A column over the replications, with the parts of a ratio where it is one; `read` gives the numbers of a column, by its
/// position among all, in the order of the replications.
///
/// Whatever is said of the replications of a study is said of such a sample, so that ratios are ratios of means everywhere.
///
/// # Panics
/// When there is no such column.
#[must_use]
pub fn sample_of(columns: &[Column], column: usize, read: impl Fn(usize) -> Vec<f64>) -> Sample {
    let values = read(column);
    let Some((numerator, denominator)) = parts(columns, column) else {
        return Sample::of(values);
    };
    let numerators = read(numerator);
    let denominators = match denominator {
        Some(denominator) => read(denominator),
        None => divisors(&numerators, &values),
    };
    Sample::of_ratio(values, numerators, denominators)
}

/// The positions of the columns by which [`sample_of`] tells a ratio, besides its own; none for other measures.
///
/// # Panics
/// When there is no such column.
#[must_use]
pub fn parts_of(columns: &[Column], column: usize) -> Vec<usize> {
    let parts = parts(columns, column).into_iter();
    parts
        .flat_map(|(numerator, denominator)| std::iter::once(numerator).chain(denominator))
        .collect()
}

/// Where the numerator of a ratio stands, and the denominator if it is a measure; `None` where the column is no ratio, or
/// not all of its parts are among the columns.
fn parts(columns: &[Column], column: usize) -> Option<(usize, Option<usize>)> {
    let of = &columns[column];
    let beside = |key: &str| {
        columns.iter().position(|other| {
            other.measure.key == key
                && other.programme == of.programme
                && other.municipality == of.municipality
        })
    };
    Some(match of.measure.ratio? {
        RatioOf::Measures {
            numerator,
            denominator,
        } => (beside(numerator)?, Some(beside(denominator)?)),
        RatioOf::Numerator(numerator) => (beside(numerator)?, None),
    })
}

/// What ratios with these numerators were divided by. A ratio without a value had nothing to be divided by; what nothing was
/// divided by is not known.
fn divisors(numerators: &[f64], ratios: &[f64]) -> Vec<f64> {
    let pairs = numerators.iter().zip(ratios);
    pairs
        .map(|(numerator, ratio)| if ratio.is_nan() { 0.0 } else { numerator / ratio })
        .collect()
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
    worlds: Option<usize>,
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
            worlds: None,
        }
    }

    /// The same, whose replications live in so many worlds, one after the other.
    #[must_use]
    pub fn lived_in(self, worlds: Option<usize>) -> Self {
        Self { worlds, ..self }
    }

    /// The number of worlds in which its replications live, one after the other; `None` where all live in the usual society.
    #[must_use]
    pub const fn worlds(&self) -> Option<usize> {
        self.worlds
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

    /// The same with the parts of a ratio where it is one.
    #[must_use]
    pub fn over_replications(&self, column: usize, step: usize) -> Sample {
        sample_of(&self.columns, column, |column| {
            self.sample(column, step).collect()
        })
    }

    /// The summary of a column at a step over the replications; `None` where none has a value.
    #[must_use]
    pub fn summary(&self, column: usize, step: usize) -> Option<Summary> {
        if self.columns[column].measure.ratio.is_some() {
            return self.over_replications(column, step).summary();
        }
        Summary::of(self.sample(column, step))
    }

    /// The change of a column from the first step to the last, paired within each replication.
    ///
    /// `None` when no replication has a value at both.
    #[must_use]
    pub fn change(&self, column: usize) -> Option<Summary> {
        let last = self.years.len().checked_sub(1)?;
        if self.columns[column].measure.ratio.is_some() {
            let start = self.over_replications(column, 0);
            return start.difference(&self.over_replications(column, last));
        }
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
            .map(|(column, step)| ensemble.summary(column, step))
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

    /// An ensemble with these columns, whose rows at two steps are given by replication.
    fn of_rows(keys: &[&str], rows: &[[&[f64]; 2]]) -> Ensemble {
        let all = columns(&[], 1);
        let columns = keys.iter().map(|key| {
            let found = all.iter().find(|column| column.key == *key);
            found.unwrap().clone()
        });
        let values = rows.iter().flatten().copied().flatten().copied().collect();
        let replications = (0..rows.len() as u32).collect();
        Ensemble::new(columns.collect(), vec![0.0, 1.0], replications, values)
    }

    fn assert_near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
    }

    #[test]
    fn a_ratio_is_one_of_means() {
        let nan = f64::NAN;
        let keys = ["equity_ratio", "richest_quarter_share", "poorest_quarter_share"];
        let rows: [[&[f64]; 2]; 3] = [
            [&[2.0, 0.4, 0.2], &[3.0, 0.6, 0.2]],
            [&[nan, 0.2, 0.0], &[1.0, 0.2, 0.2]],
            [&[1.0, 0.1, 0.1], &[2.0, 0.2, 0.1]],
        ];
        let ensemble = of_rows(&keys, &rows);
        let summaries = Summaries::of(&ensemble);
        let start = summaries.get(0, 0).unwrap();
        assert_near(start.mean, 0.7 / 0.3);
        assert_eq!((start.count, start.extremes), (3, (1.0, 2.0)));
        assert_near(summaries.get(0, 1).unwrap().mean, 2.0);
        let change = ensemble.change(0).unwrap();
        assert_near(change.mean, 2.0 - 0.7 / 0.3);
        assert_eq!(
            change.extremes,
            (1.0, 1.0),
            "only two societies have a ratio at both ends"
        );
        assert_eq!(parts_of(ensemble.columns(), 0), [1, 2]);
        assert!(parts_of(ensemble.columns(), 1).is_empty());
        // Without its parts it is what single societies say.
        let rows: [[&[f64]; 2]; 2] = [[&[2.0], &[3.0]], [&[nan], &[1.0]]];
        let alone = of_rows(&keys[..1], &rows);
        assert_near(alone.summary(0, 1).unwrap().mean, 2.0);
    }

    #[test]
    fn what_a_ratio_is_divided_by_follows_from_it() {
        let rows: [[&[f64]; 2]; 2] = [[&[f64::NAN, 0.0], &[10.0, 5.0]], [&[f64::NAN, 0.0], &[20.0, 4.0]]];
        let ensemble = of_rows(&["cost_per_outcome", "public_cost"], &rows);
        let summaries = Summaries::of(&ensemble);
        // 9 of cost over outcomes of 0.5 and 0.2.
        assert_near(summaries.get(0, 1).unwrap().mean, 9.0 / 0.7);
        assert_eq!(summaries.get(0, 0), None);
    }
}
