//! The tables of a comparison.

use std::collections::BTreeSet;

use super::{Comparison, Contrast};
use crate::experiment::{Column, Ensemble};
use crate::model::measures::Better;
use crate::output::bounds::{COUNT, SHARE, bounded};
use crate::output::{OutputError, REPLICATION, Table, TableColumn, Tables, summary_columns, year_column};
use crate::statistics::CONFIDENCE;
use crate::study::ranking::RankingFound;

/// What a column of measures says.
const MEASURE: &str = "Name of the measure, described under the file `measure`";
/// What a column of all arms says.
const ARM: &str = "Short name of the arm; `baseline` is the baseline";
/// What a column of the arms besides the baseline says.
const VARIANT: &str = "Short name of the variant";

/// Writes `comparison` (the end), `differences` (every step), `replications` and `draws` (where there are any); `target` is
/// the half-width that was asked for, where one was.
///
/// # Errors
/// When a file cannot be written.
pub fn write_tables(
    tables: &mut Tables<'_>,
    (comparison, draws): (&Comparison, Option<&RankingFound>),
    target: Option<f64>,
) -> Result<(), OutputError> {
    let rows: Vec<Row<'_>> = comparison
        .variants()
        .flat_map(|(variant, versus)| {
            versus
                .columns()
                .iter()
                .enumerate()
                .map(move |(index, column)| Row {
                    variant: &variant.key,
                    column,
                    contrasts: (0..versus.steps()).map(|step| versus.at(index, step)).collect(),
                })
        })
        .collect();
    tables.write(comparison_table(&rows, target))?;
    tables.write(differences_table(&rows, comparison.years()))?;
    tables.write(replications_table(comparison))?;
    match draws {
        Some(found) => tables.write(draws_table(comparison, found))?,
        None => tables.remove("draws")?,
    }
    let mut described = BTreeSet::new();
    for column in comparison.ensembles.iter().flat_map(Ensemble::columns) {
        if described.insert(&column.key) {
            tables.describe(column);
        }
    }
    Ok(())
}

/// A measure of a variant at all steps.
struct Row<'a> {
    variant: &'a str,
    column: &'a Column,
    contrasts: Vec<&'a Contrast>,
}

impl Row<'_> {
    fn end(&self) -> &Contrast {
        self.contrasts[self.contrasts.len() - 1]
    }
}

/// One row per variant and measure at the end.
#[rustfmt::skip]
fn comparison_table<'a>(rows: &'a [Row<'a>], target: Option<f64>) -> Table<'a> {
    let number = |name: &str, definition: &str, value: fn(&Contrast) -> f64| {
        TableColumn::number(name, definition, move |row| bounded(value(rows[row].end())))
    };
    let needed = |name: &str, definition: &str, unpaired: bool| {
        let column = TableColumn::number(name, definition, move |row| {
            let (with_pairs, without) = rows[row].end().replications_needed(target);
            let needed = if unpaired { without } else { with_pairs };
            needed.map_or(f64::NAN, |count| count as f64)
        });
        column.unit("replications").bounds(COUNT)
    };
    let measure = format!("{MEASURE}; unit of means and differences is that of the measure");
    Table {
        name: "comparison",
        length: rows.len(),
        columns: vec![
            TableColumn::text("arm", VARIANT, |row| rows[row].variant).key(),
            TableColumn::text("measure", &measure, |row| &rows[row].column.key).key(),
            TableColumn::count("count", "Pairs of replications in which both have a value, or both parts of a ratio; only these count", |row| rows[row].end().paired.difference.count() as u32).unit("replications"),
            number("baseline_mean", "Mean of the baseline at the end; of a ratio, the ratio of the means of its parts", |contrast| contrast.paired.baseline.mean()),
            number("variant_mean", "Mean of the variant at the end; of a ratio, the ratio of the means of its parts", |contrast| contrast.paired.variant.mean()),
            number("difference", "Variant less baseline, mean over pairs; of a ratio, the difference of both ratios of means", |contrast| contrast.paired.difference.mean()),
            number("standard_deviation", "Standard deviation of the difference over pairs, with count - 1; of a ratio, of the jackknife's pseudo-values", |contrast| contrast.paired.difference.standard_deviation()).bounds(COUNT),
            number("interval_low", "Lower end of the 95 % Student t interval of the difference", |contrast| contrast.paired.interval(CONFIDENCE).low),
            number("interval_high", "Upper end of the 95 % Student t interval of the difference", |contrast| contrast.paired.interval(CONFIDENCE).high),
            number("p", "Two-sided p-value of the paired t test of no difference, not corrected for the number of measures", |contrast| contrast.paired.test().p_value).bounds(SHARE),
            number("d_z", "Cohen's d_z: difference over its standard deviation; empty when no pair differs from another", |contrast| contrast.paired.standardised_effect()),
            number("d_z_low", "Lower end of the 95 % interval of d_z, from the noncentral t distribution", |contrast| contrast.paired.standardised_effect_interval(CONFIDENCE).low),
            number("d_z_high", "Upper end of the 95 % interval of d_z", |contrast| contrast.paired.standardised_effect_interval(CONFIDENCE).high),
            TableColumn::text("better", "higher or lower: which way the measure is better; empty where that depends on what it is a means to", |row| match rows[row].column.measure.better {
                Some(Better::Higher) => "higher",
                Some(Better::Lower) => "lower",
                None => "",
            }),
            number("probability_higher", "Share of pairs in which the variant is higher, ties counting half", |contrast| contrast.paired.probability_higher).unit("share").bounds(SHARE),
            TableColumn::number("probability_better", "Share of pairs in which the variant is better, ties counting half; empty where nothing says which way is better", |row| {
                let better = rows[row].column.measure.better;
                better.map_or(f64::NAN, |better| rows[row].end().probability(Some(better)))
            }).unit("share").bounds(SHARE),
            number("variance_reduction", "How many times fewer replications pairing needs: variance of a difference of independent runs over variance within pairs", |contrast| contrast.paired.variance_reduction()).bounds(COUNT),
            needed("replications_paired", "Replications of each arm, paired, for an interval of the difference as narrow as this one, or as asked for with --precision", false),
            needed("replications_unpaired", "Replications of each arm for the same interval, had baseline and variant seeds of their own", true),
        ],
    }
}

/// One row per variant, measure and step.
fn differences_table<'a>(rows: &'a [Row<'a>], years: &'a [f64]) -> Table<'a> {
    let steps = years.len();
    let mut columns = vec![
        TableColumn::text("arm", VARIANT, move |row| rows[row / steps].variant).key(),
        year_column(move |row| years[row % steps]),
        TableColumn::text("measure", MEASURE, move |row| &rows[row / steps].column.key).key(),
    ];
    columns.extend(summary_columns(
        "variant less baseline within pairs",
        move |row| rows[row / steps].contrasts[row % steps].difference.as_ref(),
    ));
    Table {
        name: "differences",
        length: rows.len() * steps,
        columns,
    }
}

/// One row per arm, replication and measure: the value at the end.
fn replications_table(comparison: &Comparison) -> Table<'_> {
    let mut starts = vec![0];
    for ensemble in &comparison.ensembles {
        starts.push(starts[starts.len() - 1] + ensemble.replications().len() * ensemble.columns().len());
    }
    let length = starts[starts.len() - 1];
    let place = move |row: usize| {
        let arm = starts.partition_point(|start| *start <= row) - 1;
        let width = comparison.ensembles[arm].columns().len();
        let within = row - starts[arm];
        (arm, within / width, within % width)
    };
    let ensemble = |arm: usize| &comparison.ensembles[arm];
    let (variant, replication, column) = (place.clone(), place.clone(), place.clone());
    Table {
        name: "replications",
        length,
        columns: vec![
            TableColumn::text("arm", ARM, move |row| &comparison.arms[variant(row).0].key).key(),
            TableColumn::count("replication", REPLICATION, move |row| {
                let (arm, replication, _) = replication(row);
                ensemble(arm).replications()[replication]
            })
            .key(),
            TableColumn::text("measure", MEASURE, move |row| {
                let (arm, _, column) = column(row);
                &ensemble(arm).columns()[column].key
            })
            .key(),
            TableColumn::number(
                "value",
                "Its value at the end; empty where it has none",
                move |row| {
                    let (arm, replication, column) = place(row);
                    ensemble(arm).row(replication, ensemble(arm).years().len() - 1)[column]
                },
            ),
        ],
    }
}

/// One row per draw of the parameters and arm.
#[rustfmt::skip]
fn draws_table<'a>(comparison: &'a Comparison, found: &'a RankingFound) -> Table<'a> {
    let arms = comparison.arms.len();
    Table {
        name: "draws",
        length: found.draws.len() * arms,
        columns: vec![
            TableColumn::text("arm", ARM, move |row| &comparison.arms[row % arms].key).key(),
            TableColumn::count("draw", "Number of the draw of the parameters; draws that contradict what is written are left out", move |row| found.draws[row / arms]).key(),
            TableColumn::number("mean", "Mean over the replications of the draw of the measure by which arms are ranked, in its unit", move |row| found.means[row / arms][row % arms]),
            TableColumn::text("best", "yes where it is the best arm of the draw, no elsewhere", move |row| if found.winners[row / arms].contains(&(row % arms)) { "yes" } else { "no" }),
        ],
    }
}
