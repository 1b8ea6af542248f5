//! What the runs say: each mean beside that of its reference, and how means and spreads follow the size.

use super::configurations::{Change, Comparison, Design, Look};
use super::expectations::Expectation;
use super::{Invariance, MEASURES};
use crate::experiment::{Column, parts_of, sample_of};
use crate::model::measures::Measure;
use crate::output::OutputError;
use crate::statistics::{
    Closeness, ClosenessVerdict, Moments, PAIRS_FOR_EQUIVALENCE, Sample, WeightedLine, drift_per_decade,
    finite_size, spread_by_size,
};
use crate::study::runs::rows;
use crate::study::{RecordLayout, Runs};

/// Margin of shares and of indices from 0 to 1: the smallest effect of interest.
const MARGIN_OF_SHARES: f64 = 0.01;
/// Margin of anything else, as a part of the mean of the reference.
const MARGIN_OF_OTHERS: f64 = 0.05;

/// A measure of a configuration beside that of its reference.
#[derive(Clone, Debug)]
pub struct Row {
    /// Position of the comparison.
    pub comparison: usize,
    /// Position of the measure in [`MEASURES`].
    pub measure: usize,
    /// Mean of the configuration.
    pub mean: f64,
    /// Mean of the reference.
    pub reference_mean: f64,
    /// Runs with a value: of the configuration, and of the reference.
    pub runs: (usize, usize),
    /// What follows.
    pub close: Closeness,
    /// Whether the configurations are one society: every run has the same bits in both.
    pub is_same: bool,
    /// Why it may differ lawfully.
    pub expected: Option<&'static Expectation>,
}

impl Row {
    /// How many times as many runs would show that there is no difference, if there is none; `NaN` where nothing says so.
    pub(super) fn runs_factor(&self) -> f64 {
        if self.is_same {
            return 0.0;
        }
        let fewest = self.runs.0.min(self.runs.1);
        let is_without_spread = self.close.standard_error == 0.0;
        if is_without_spread && fewest < PAIRS_FOR_EQUIVALENCE {
            return PAIRS_FOR_EQUIVALENCE as f64 / fewest as f64;
        }
        self.close.multiple_needed(0.9)
    }
}

/// A measure along the sizes of town.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Position of the measure in [`MEASURES`].
    pub measure: usize,
    /// Citizens, and moments over runs.
    pub sizes: Vec<(u32, Moments)>,
    /// The largest p-value of all sizes: that of the claim that all equal the reference; `NaN` where one was not tested.
    pub p_value: f64,
    /// Change of the mean by a decade of the size.
    pub drift: Option<WeightedLine>,
    /// The law `a + b/N` of the mean.
    pub law: Option<WeightedLine>,
    /// ln of the variance of a run on ln N.
    pub spread: Option<WeightedLine>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct InvarianceAnswer {
    /// By comparison and measure, in order.
    pub rows: Vec<Row>,
    /// By measure.
    pub curves: Vec<Curve>,
}

impl InvarianceAnswer {
    /// Rows with this verdict that were expected to differ, or were not.
    #[must_use]
    pub fn count(&self, verdict: ClosenessVerdict, expected: bool) -> usize {
        let counts = |row: &&Row| row.close.verdict == verdict && row.expected.is_some() == expected;
        self.rows.iter().filter(counts).count()
    }
}

/// The largest difference that counts as none.
pub(super) fn margin(measure: &Measure, reference_mean: f64) -> f64 {
    if measure.maximum <= 1.0 {
        MARGIN_OF_SHARES
    } else {
        MARGIN_OF_OTHERS * reference_mean.abs()
    }
}

/// What is kept of all runs.
pub(super) struct Read<'a> {
    design: &'a Design,
    /// By configuration, then by replication, step and column.
    rows: Vec<Vec<f64>>,
}

impl<'a> Read<'a> {
    pub(super) fn of(
        design: &'a Design,
        kept: &[RecordLayout],
        runs: &dyn Runs,
    ) -> Result<Self, OutputError> {
        let all = kept.iter().zip(&design.towns).enumerate();
        let rows = all.map(|(number, (kept, town))| rows(runs, kept, number as u32, town.replications));
        Ok(Self {
            design,
            rows: rows.collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn answer(&self, study: &Invariance) -> InvarianceAnswer {
        let comparisons = self.design.comparisons.iter().enumerate();
        let rows: Vec<Row> = comparisons
            .flat_map(|(number, comparison)| {
                let same = self.same(comparison);
                (0..MEASURES.len()).map(move |measure| {
                    let definition = study.column(measure).measure;
                    self.row((number, comparison), (measure, same[measure]), definition)
                })
            })
            .collect();
        let curves = (0..MEASURES.len()).map(|measure| self.curve(&rows, measure));
        InvarianceAnswer {
            curves: curves.collect(),
            rows,
        }
    }

    /// Where a measure stands; that of the first programme where it is asked for and has the measure.
    fn place(&self, look: Look, measure: &str, of_first: bool) -> usize {
        let columns = &self.design.towns[look.configuration].columns;
        let place = |wanted: &dyn Fn(&Column) -> bool| columns.iter().position(wanted);
        let of_programme = format!("{}.{measure}", self.design.first);
        let own = place(&|column| of_first && column.key == of_programme);
        own.or_else(|| place(&|column| column.programme.is_none() && column.key == measure))
            .expect("every society has these measures")
    }

    /// A column over the runs of a configuration.
    fn values(&self, look: Look, column: usize) -> Vec<f64> {
        let town = &self.design.towns[look.configuration];
        let columns = town.columns.len();
        let runs = self.rows[look.configuration].chunks_exact(columns * town.steps.len());
        runs.map(|run| run[look.step * columns + column]).collect()
    }

    /// A measure over the runs of a configuration.
    fn sample(&self, look: Look, measure: &str, of_first: bool) -> Sample {
        let columns = &self.design.towns[look.configuration].columns;
        let column = self.place(look, measure, of_first);
        sample_of(columns, column, |column| self.values(look, column))
    }

    /// The measures that are the same in all bits because the society is. Runs in which nothing happens have equal bits too, so
    /// where the model does not say that the society is the same, all measures must be, and one of them vary between runs.
    fn same(&self, comparison: &Comparison) -> [bool; MEASURES.len()] {
        if !comparison.is_paired {
            return [false; MEASURES.len()];
        }
        let of_both = MEASURES.map(|measure| {
            [comparison.look, comparison.reference].map(|look| {
                let place = self.place(look, measure, comparison.of_first);
                let parts = parts_of(&self.design.towns[look.configuration].columns, place);
                let columns = parts.into_iter().chain([place]);
                let of_column = |column| self.values(look, column).into_iter().map(bits).collect();
                columns.map(of_column).collect::<Vec<Vec<u64>>>()
            })
        });
        let varies = |columns: &Vec<Vec<u64>>| {
            columns
                .iter()
                .any(|column| column.iter().any(|bits| *bits != column[0]))
        };
        let same = of_both.each_ref().map(|[one, other]| one == other);
        let is_one_society = comparison.change.keeps_the_society()
            || same.iter().all(|same| *same) && of_both.iter().any(|[one, _]| varies(one));
        same.map(|same| same && is_one_society)
    }

    fn row(
        &self,
        (number, comparison): (usize, &Comparison),
        (measure, is_same): (usize, bool),
        definition: &Measure,
    ) -> Row {
        let key = MEASURES[measure];
        let [one, reference] =
            [comparison.look, comparison.reference].map(|look| self.sample(look, key, comparison.of_first));
        let (means, runs, close) = if comparison.is_paired {
            let paired = reference.paired(&one);
            let (mean, of_reference) = (paired.variant.mean(), paired.baseline.mean());
            let margin = margin(definition, of_reference);
            let close = if is_same {
                Closeness::of_the_same(margin)
            } else {
                Closeness::of_pairs(&reference.differences(&one), margin)
            };
            let pairs = paired.difference.count();
            ((mean, of_reference), (pairs, pairs), close)
        } else {
            let (one, reference) = (moments(&one), moments(&reference));
            let margin = margin(definition, reference.mean());
            let close = Closeness::of_independent(&one, &reference, margin);
            (
                (one.mean(), reference.mean()),
                (one.count(), reference.count()),
                close,
            )
        };
        let expected = comparison.expectations.iter();
        Row {
            comparison: number,
            measure,
            mean: means.0,
            reference_mean: means.1,
            runs,
            close,
            is_same,
            expected: expected
                .copied()
                .find(|expected| expected.measures.contains(&key)),
        }
    }

    fn curve(&self, rows: &[Row], measure: usize) -> Curve {
        let of_size = |citizens: u32, configuration: usize| {
            let look = Look {
                configuration,
                step: 0,
            };
            (citizens, moments(&self.sample(look, MEASURES[measure], false)))
        };
        let sizes = self.design.sizes.iter();
        let sizes: Vec<(u32, Moments)> = sizes
            .map(|(citizens, configuration)| of_size(*citizens, *configuration))
            .collect();
        let points: Vec<(f64, Moments)> = sizes
            .iter()
            .map(|(citizens, moments)| (f64::from(*citizens), *moments))
            .collect();
        let is_size = |row: &&Row| {
            let change = self.design.comparisons[row.comparison].change;
            row.measure == measure && matches!(change, Change::Citizens(_))
        };
        let p_values = rows.iter().filter(is_size).map(|row| row.close.p_value);
        Curve {
            measure,
            p_value: largest(p_values),
            drift: drift_per_decade(&points),
            law: finite_size(&points),
            spread: spread_by_size(&points),
            sizes,
        }
    }
}

/// The largest of some values; `NaN` where one is none, or there is none.
fn largest(values: impl Iterator<Item = f64>) -> f64 {
    let of_two = |one: f64, other: f64| {
        if one.is_nan() || other.is_nan() {
            f64::NAN
        } else {
            one.max(other)
        }
    };
    values.reduce(of_two).unwrap_or(f64::NAN)
}

/// What each run contributes to the mean, or to the ratio of means.
fn moments(sample: &Sample) -> Moments {
    let contributions = sample.contributions();
    contributions
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .collect()
}

/// The bits of a value; what is no number has one form, and so has zero.
const fn bits(value: f64) -> u64 {
    if value.is_nan() { f64::NAN } else { value + 0.0 }.to_bits()
}
