//! What came of a sweep, read from its journal without holding it.

use crate::experiment::Address;
use crate::output::OutputError;
use crate::scenario::{Design, Plan};
use crate::statistics::{CONFIDENCE, Moments, Summary, settled};
use crate::study::Runs;
use crate::study::points::{PlannedPoints, Points};

/// A numeric factor with more values than this is divided into [`BINS`] parts of equal width.
const VALUES_MAX: usize = 20;
const BINS: usize = 10;

/// Summaries of a sweep.
#[derive(Clone, Debug)]
pub struct Results {
    measures: usize,
    /// By configuration and then measure.
    summaries: Vec<Option<Summary>>,
    /// One for each numeric factor with more than one value.
    pub courses: Vec<Course>,
}

/// How the measures change along a factor, averaged over all others.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Position of the factor.
    pub factor: usize,
    /// Whether values that are close together are taken as one.
    pub binned: bool,
    /// Values of the factor, increasing.
    pub points: Vec<CoursePoint>,
}

/// The measures at one value of a factor.
#[derive(Clone, Debug, PartialEq)]
pub struct CoursePoint {
    /// The value; the mean of the values that are taken as one.
    pub value: f64,
    /// By measure, over replications: the mean over the configurations at this value.
    pub moments: Vec<Moments>,
}

impl CoursePoint {
    /// Mean and 95 % interval of a measure; `NaN` where there is none.
    #[must_use]
    pub fn mean_and_interval(&self, measure: usize) -> (f64, (f64, f64)) {
        let moments = &self.moments[measure];
        if moments.count() == 0 {
            return (f64::NAN, (f64::NAN, f64::NAN));
        }
        let half_width = moments.half_width(CONFIDENCE);
        (
            moments.mean(),
            (moments.mean() - half_width, moments.mean() + half_width),
        )
    }
}

/// A configuration with its summaries.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Number of the configuration.
    pub configuration: usize,
    /// By measure; `None` where no run has a value.
    pub summaries: &'a [Option<Summary>],
}

impl Results {
    /// Reads and summarises all runs of a sweep.
    pub(in crate::study) fn of(planned: &PlannedPoints, runs: &dyn Runs) -> Result<Self, OutputError> {
        Ok(Self {
            courses: courses(planned, runs)?,
            ..Self::of_points(planned, runs)?
        })
    }

    /// The same without the courses along factors.
    pub(in crate::study) fn of_points(planned: &PlannedPoints, runs: &dyn Runs) -> Result<Self, OutputError> {
        Ok(Self {
            measures: planned.plan.measures.len(),
            summaries: summaries(planned, runs)?,
            courses: Vec::new(),
        })
    }

    /// The configurations, in order.
    #[must_use]
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.summaries
            .chunks_exact(self.measures)
            .enumerate()
            .map(|(configuration, summaries)| Row {
                configuration,
                summaries,
            })
    }

    /// The summary of a measure in a configuration.
    #[must_use]
    pub fn summary(&self, configuration: usize, measure: usize) -> Option<&Summary> {
        self.summaries[configuration * self.measures + measure].as_ref()
    }

    /// Configurations with the smallest and the largest mean of a measure.
    #[must_use]
    pub fn extremes(&self, measure: usize) -> Option<(Row<'_>, Row<'_>)> {
        let mean = |row: Row<'_>| {
            row.summaries[measure]
                .as_ref()
                .map_or(f64::NAN, |summary| summary.mean)
        };
        let means = settled(&self.rows().map(mean).collect::<Vec<f64>>());
        // Summaries are of finite values; a configuration without one comes last either way.
        let mean = |row: &Row<'_>, none: f64| {
            let mean = means[row.configuration];
            if mean.is_nan() { none } else { mean }
        };
        let found = |row: &Row<'_>| row.summaries[measure].is_some();
        let smallest = self
            .rows()
            .min_by(|one, other| mean(one, f64::INFINITY).total_cmp(&mean(other, f64::INFINITY)));
        let largest = self
            .rows()
            .max_by(|one, other| mean(one, f64::NEG_INFINITY).total_cmp(&mean(other, f64::NEG_INFINITY)));
        Some((smallest.filter(found)?, largest.filter(found)?))
    }

    /// Whether a plan asks for a map over two factors.
    #[must_use]
    pub fn has_map(plan: &Plan) -> bool {
        plan.design == Design::Factorial && plan.factors.len() == 2
    }
}

const fn address(configuration: u32, replication: u32) -> Address {
    Address {
        configuration,
        replication,
    }
}

fn summaries(planned: &PlannedPoints, runs: &dyn Runs) -> Result<Vec<Option<Summary>>, OutputError> {
    let width = planned.plan.measures.len() + 1;
    let mut summaries = Vec::with_capacity(planned.points.len() * (width - 1));
    let mut values = Vec::new();
    for configuration in 0..planned.points.len() as u32 {
        values.clear();
        for replication in 0..planned.plan.replications {
            planned.read(runs, address(configuration, replication), &mut values)?;
        }
        for measure in 1..width {
            summaries.push(Summary::of(values.chunks_exact(width).map(|run| run[measure])));
        }
    }
    Ok(summaries)
}

/// A factor whose values are put together: the group of each configuration, and the value of each group.
struct Grouping {
    factor: usize,
    binned: bool,
    group: Vec<usize>,
    values: Vec<f64>,
}

fn groupings(points: &Points) -> Vec<Grouping> {
    (0..points.factors().len())
        .filter_map(|factor| {
            let numbers = points.numbers(factor)?;
            let mut distinct = numbers.clone();
            distinct.sort_unstable_by(f64::total_cmp);
            distinct.dedup();
            if distinct.len() < 2 {
                return None;
            }
            if distinct.len() <= VALUES_MAX {
                let group = numbers
                    .iter()
                    .map(|number| distinct.partition_point(|other| other < number))
                    .collect();
                return Some(Grouping {
                    factor,
                    binned: false,
                    group,
                    values: distinct,
                });
            }
            Some(binned(
                factor,
                &numbers,
                (distinct[0], distinct[distinct.len() - 1]),
            ))
        })
        .collect()
}

fn binned(factor: usize, numbers: &[f64], (low, high): (f64, f64)) -> Grouping {
    let bin = |number: f64| (((number - low) / (high - low) * BINS as f64) as usize).min(BINS - 1);
    let mut moments = vec![Moments::default(); BINS];
    for &number in numbers {
        moments[bin(number)].push(number);
    }
    // A part without points, as own points may leave, is no group.
    let groups: Vec<usize> = (0..BINS).filter(|&bin| moments[bin].count() > 0).collect();
    Grouping {
        factor,
        binned: true,
        group: numbers
            .iter()
            .map(|&number| groups.partition_point(|&group| group < bin(number)))
            .collect(),
        values: groups.iter().map(|&group| moments[group].mean()).collect(),
    }
}

/// Means over the configurations of a group within each replication; their spread over replications gives the
/// interval, since configurations of a replication run on common random numbers.
fn courses(planned: &PlannedPoints, runs: &dyn Runs) -> Result<Vec<Course>, OutputError> {
    let groupings = groupings(&planned.points);
    let measures = planned.plan.measures.len();
    let empty = |grouping: &Grouping| vec![vec![Moments::default(); measures]; grouping.values.len()];
    let mut moments: Vec<Vec<Vec<Moments>>> = groupings.iter().map(empty).collect();
    let mut run = Vec::new();
    for replication in 0..planned.plan.replications {
        let mut within: Vec<Vec<Vec<Moments>>> = groupings.iter().map(empty).collect();
        for configuration in 0..planned.points.len() as u32 {
            run.clear();
            planned.read(runs, address(configuration, replication), &mut run)?;
            for (grouping, groups) in groupings.iter().zip(&mut within) {
                let group = &mut groups[grouping.group[configuration as usize]];
                for (moments, value) in group.iter_mut().zip(run.iter().skip(1)) {
                    if value.is_finite() {
                        moments.push(*value);
                    }
                }
            }
        }
        for (groups, within) in moments.iter_mut().flatten().zip(within.iter().flatten()) {
            for (moments, within) in groups.iter_mut().zip(within) {
                if within.count() > 0 {
                    moments.push(within.mean());
                }
            }
        }
    }
    Ok(groupings
        .into_iter()
        .zip(moments)
        .map(|(grouping, moments)| Course {
            factor: grouping.factor,
            binned: grouping.binned,
            points: grouping
                .values
                .into_iter()
                .zip(moments)
                .map(|(value, moments)| CoursePoint { value, moments })
                .collect(),
        })
        .collect())
}
