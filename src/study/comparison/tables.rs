//! The tables of a comparison.

use super::{Comparison, Contrast};
use crate::experiment::{Column, Ensemble};
use crate::model::measures::Better;
use crate::output::bounds::{COUNT, NONE, SHARE};
use crate::output::{
    CodebookEntry, FixedColumn, Format, OutputError, RunFolder, Table, TableColumn, measured, remove_table,
    summary_columns, summary_entries, write_codebook, write_table,
};
use crate::statistics::CONFIDENCE;
use crate::study::ranking::RankingFound;

/// Writes `comparison` (the end), `differences` (every step), `replications`, `draws` (where there are any) and `codebook` into the folder of a
/// comparison; `target` is the half-width that was asked for, where one was.
///
/// # Errors
/// When a file cannot be written.
pub fn write_tables(
    folder: &RunFolder,
    (comparison, draws): (&Comparison, Option<&RankingFound>),
    target: Option<f64>,
    format: Format,
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
    write_table(folder, &comparison_table(&rows, target), format)?;
    write_table(folder, &differences_table(&rows, comparison.years()), format)?;
    write_table(folder, &replications_table(comparison), format)?;
    let mut entries: Vec<CodebookEntry> = CODEBOOK.iter().map(CodebookEntry::fixed).collect();
    entries.extend(summary_entries(
        "differences",
        "variant less baseline within pairs",
    ));
    if let Some(found) = draws {
        write_table(folder, &draws_table(comparison, found), format)?;
        entries.extend(DRAWS.iter().map(CodebookEntry::fixed));
    } else {
        remove_table(folder, "draws")?;
    }
    let mut columns: Vec<&Column> = Vec::new();
    for column in comparison.ensembles.iter().flat_map(Ensemble::columns) {
        if !columns.iter().any(|other| other.key == column.key) {
            columns.push(column);
        }
    }
    entries.extend(columns.iter().map(|column| measured("measure", column)));
    write_codebook(folder, &entries, format)
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
fn comparison_table<'a>(rows: &'a [Row<'a>], target: Option<f64>) -> Table<'a> {
    let number = |name: &str, value: fn(&Contrast) -> f64| {
        TableColumn::number(name, move |row| bounded(value(rows[row].end())))
    };
    let needed = |name: &str, unpaired: bool| {
        TableColumn::number(name, move |row| {
            let (with_pairs, without) = rows[row].end().replications_needed(target);
            let needed = if unpaired { without } else { with_pairs };
            needed.map_or(f64::NAN, |count| count as f64)
        })
    };
    Table {
        name: "comparison",
        length: rows.len(),
        columns: vec![
            TableColumn::text("arm", |row| rows[row].variant),
            TableColumn::text("measure", |row| &rows[row].column.key),
            TableColumn::count("count", |row| rows[row].end().paired.difference.count() as u32),
            number("baseline_mean", |contrast| contrast.paired.baseline.mean()),
            number("variant_mean", |contrast| contrast.paired.variant.mean()),
            number("difference", |contrast| contrast.paired.difference.mean()),
            number("standard_deviation", |contrast| {
                contrast.paired.difference.standard_deviation()
            }),
            number("interval_low", |contrast| {
                contrast.paired.interval(CONFIDENCE).low
            }),
            number("interval_high", |contrast| {
                contrast.paired.interval(CONFIDENCE).high
            }),
            number("p", |contrast| contrast.paired.test().p_value),
            number("d_z", |contrast| contrast.paired.standardised_effect()),
            number("d_z_low", |contrast| {
                contrast.paired.standardised_effect_interval(CONFIDENCE).low
            }),
            number("d_z_high", |contrast| {
                contrast.paired.standardised_effect_interval(CONFIDENCE).high
            }),
            TableColumn::text("better", |row| match rows[row].column.measure.better {
                Some(Better::Higher) => "higher",
                Some(Better::Lower) => "lower",
                None => "",
            }),
            number("probability_higher", |contrast| {
                contrast.paired.probability_higher
            }),
            TableColumn::number("probability_better", |row| {
                let better = rows[row].column.measure.better;
                better.map_or(f64::NAN, |better| rows[row].end().probability(Some(better)))
            }),
            number("variance_reduction", |contrast| {
                contrast.paired.variance_reduction()
            }),
            needed("replications_paired", false),
            needed("replications_unpaired", true),
        ],
    }
}

/// What is not finite has no value in a table.
const fn bounded(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

/// One row per variant, measure and step.
fn differences_table<'a>(rows: &'a [Row<'a>], years: &'a [f64]) -> Table<'a> {
    let steps = years.len();
    let mut columns = vec![
        TableColumn::text("arm", move |row| rows[row / steps].variant),
        TableColumn::number("year", move |row| years[row % steps]),
        TableColumn::text("measure", move |row| &rows[row / steps].column.key),
    ];
    columns.extend(summary_columns(move |row| {
        rows[row / steps].contrasts[row % steps].difference.as_ref()
    }));
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
            TableColumn::text("arm", move |row| &comparison.arms[variant(row).0].key),
            TableColumn::count("replication", move |row| {
                let (arm, replication, _) = replication(row);
                ensemble(arm).replications()[replication]
            }),
            TableColumn::text("measure", move |row| {
                let (arm, _, column) = column(row);
                &ensemble(arm).columns()[column].key
            }),
            TableColumn::number("value", move |row| {
                let (arm, replication, column) = place(row);
                ensemble(arm).row(replication, ensemble(arm).years().len() - 1)[column]
            }),
        ],
    }
}

/// One row per draw of the parameters and arm.
fn draws_table<'a>(comparison: &'a Comparison, found: &'a RankingFound) -> Table<'a> {
    let arms = comparison.arms.len();
    Table {
        name: "draws",
        length: found.draws.len() * arms,
        columns: vec![
            TableColumn::text("arm", move |row| &comparison.arms[row % arms].key),
            TableColumn::count("draw", move |row| found.draws[row / arms]),
            TableColumn::number("mean", move |row| found.means[row / arms][row % arms]),
            TableColumn::text("best", move |row| {
                if found.winners[row / arms].contains(&(row % arms)) {
                    "yes"
                } else {
                    "no"
                }
            }),
        ],
    }
}

#[rustfmt::skip]
const DRAWS: &[FixedColumn] = &[
    ("draws", "arm", "", NONE, "Short name of the arm; `baseline` is the baseline"),
    ("draws", "draw", "", COUNT, "Number of the draw of the parameters; draws that contradict what is written are left out"),
    ("draws", "mean", "", NONE, "Mean over the replications of the draw of the measure by which arms are ranked, in its unit"),
    ("draws", "best", "", NONE, "yes where it is the best arm of the draw, no elsewhere"),
];

#[rustfmt::skip]
const CODEBOOK: &[FixedColumn] = &[
    ("comparison", "arm", "", NONE, "Short name of the variant"),
    ("comparison", "measure", "", NONE, "Name of the measure, described under the file `measure`; unit of means and differences is that of the measure"),
    ("comparison", "count", "replications", COUNT, "Pairs of replications in which both have a value; only these count"),
    ("comparison", "baseline_mean", "", NONE, "Mean of the baseline at the end"),
    ("comparison", "variant_mean", "", NONE, "Mean of the variant at the end"),
    ("comparison", "difference", "", NONE, "Variant less baseline, mean over pairs"),
    ("comparison", "standard_deviation", "", COUNT, "Standard deviation of the difference over pairs, with count - 1"),
    ("comparison", "interval_low", "", NONE, "Lower end of the 95 % Student t interval of the difference"),
    ("comparison", "interval_high", "", NONE, "Upper end of the 95 % Student t interval of the difference"),
    ("comparison", "p", "", SHARE, "Two-sided p-value of the paired t test of no difference, not corrected for the number of measures"),
    ("comparison", "d_z", "", NONE, "Cohen's d_z: difference over its standard deviation; empty when no pair differs from another"),
    ("comparison", "d_z_low", "", NONE, "Lower end of the 95 % interval of d_z, from the noncentral t distribution"),
    ("comparison", "d_z_high", "", NONE, "Upper end of the 95 % interval of d_z"),
    ("comparison", "better", "", NONE, "higher or lower: which way the measure is better; empty where that depends on what it is a means to"),
    ("comparison", "probability_higher", "share", SHARE, "Share of pairs in which the variant is higher, ties counting half"),
    ("comparison", "probability_better", "share", SHARE, "Share of pairs in which the variant is better, ties counting half; empty where nothing says which way is better"),
    ("comparison", "variance_reduction", "", COUNT, "How many times fewer replications pairing needs: variance of a difference of independent runs over variance within pairs"),
    ("comparison", "replications_paired", "replications", COUNT, "Replications of each arm, paired, for an interval of the difference as narrow as this one, or as asked for with --precision"),
    ("comparison", "replications_unpaired", "replications", COUNT, "Replications of each arm for the same interval, had baseline and variant seeds of their own"),
    ("differences", "arm", "", NONE, "Short name of the variant"),
    ("differences", "year", "years", COUNT, "Time since the start"),
    ("differences", "measure", "", NONE, "Name of the measure, described under the file `measure`"),
    ("replications", "arm", "", NONE, "Short name of the arm; `baseline` is the baseline"),
    ("replications", "replication", "", COUNT, "Number of the replication; the same number meets the same luck in every arm"),
    ("replications", "measure", "", NONE, "Name of the measure, described under the file `measure`"),
    ("replications", "value", "", NONE, "Its value at the end; empty where it has none"),
];
