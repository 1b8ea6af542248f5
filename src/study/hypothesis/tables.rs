//! The tables of a test: verdicts, arms, and draws.

use super::{DrawVerdict, Samples, Tested, TestedPoints, Verdict};
use crate::output::bounds::{COUNT, NONE, SHARE};
use crate::output::{
    CodebookEntry, FixedColumn, Format, OutputError, RunFolder, Table, TableColumn, write_codebook,
    write_table,
};
use crate::scenario::Time;
use crate::scenario::hypothesis::SampleSize;
use crate::statistics::Moments;
use crate::study::points::{factor_columns, words};

/// Writes `verdicts`, `arms`, `samples`, `draws` and `points` (where there are any) and `codebook` into the folder of a test.
///
/// # Errors
/// When a file cannot be written.
pub fn write_tables(
    folder: &RunFolder,
    (tested, points): (&[Tested], Option<&TestedPoints>),
    format: Format,
) -> Result<(), OutputError> {
    write_table(folder, &verdicts(tested, &times(tested)), format)?;
    let arms: Vec<(&Tested, usize, Moments)> = tested
        .iter()
        .flat_map(|tested| {
            let arms = tested.arms().into_iter().enumerate();
            arms.map(move |(arm, moments)| (tested, arm, moments))
        })
        .collect();
    write_table(folder, &arms_table(&arms), format)?;
    let samples: Vec<(&Tested, usize, usize)> = tested
        .iter()
        .flat_map(|tested| {
            (0..tested.replications() as usize).flat_map(move |number| {
                (0..tested.hypothesis.arms.len()).map(move |arm| (tested, number, arm))
            })
        })
        .collect();
    write_table(folder, &samples_table(&samples), format)?;
    let draws: Vec<(&Tested, &DrawVerdict)> = tested
        .iter()
        .flat_map(|tested| {
            let draws = tested.robustness.iter().flat_map(|robustness| &robustness.draws);
            draws.map(move |draw| (tested, draw))
        })
        .collect();
    if !draws.is_empty() {
        write_table(folder, &draws_table(&draws), format)?;
    }
    let mut entries: Vec<CodebookEntry> = CODEBOOK
        .iter()
        .filter(|entry| entry.0 != "draws" || !draws.is_empty())
        .map(CodebookEntry::fixed)
        .collect();
    if let Some(TestedPoints { plan, points }) = points {
        let words = words(points);
        let mut columns = vec![TableColumn::text("id", |row| tested[row].hypothesis.id.as_str())];
        columns.extend(factor_columns(points, &words));
        let table = Table {
            name: "points",
            length: points.len(),
            columns,
        };
        write_table(folder, &table, format)?;
        entries.push(CodebookEntry::fixed(&POINTS_ID));
        entries.extend(
            plan.factors
                .iter()
                .map(|factor| CodebookEntry::factor("points", factor)),
        );
    }
    write_codebook(folder, &entries, format)
}

/// The times of the hypotheses in words.
fn times(tested: &[Tested]) -> Vec<String> {
    tested
        .iter()
        .map(|tested| time_text(tested.hypothesis.time))
        .collect()
}

/// A time as a table shows it.
fn time_text(time: Time) -> String {
    match time {
        Time::End => "end".to_owned(),
        Time::Year(year) => format!("year {year}"),
        Time::Mean { from, to } => format!("years {from} to {to}"),
    }
}

fn verdicts<'a>(tested: &'a [Tested], times: &'a [String]) -> Table<'a> {
    let number =
        |name: &str, value: fn(&Tested) -> f64| TableColumn::number(name, move |row| value(&tested[row]));
    let share = |name: &str, verdict: Verdict| {
        TableColumn::number(name, move |row| {
            tested[row]
                .robustness
                .as_ref()
                .map_or(f64::NAN, |robustness| robustness.share(verdict))
        })
    };
    Table {
        name: "verdicts",
        length: tested.len(),
        columns: vec![
            TableColumn::text("id", |row| &tested[row].hypothesis.id),
            TableColumn::text("kind", |row| tested[row].hypothesis.question.kind()),
            TableColumn::text("measure", |row| &tested[row].hypothesis.measure),
            TableColumn::text("time", |row| &times[row]),
            TableColumn::text("verdict", |row| tested[row].verdict.word()),
            number("effect", |tested| tested.estimate.effect),
            number("interval_low", |tested| bounded(tested.estimate.interval.low)),
            number("interval_high", |tested| bounded(tested.estimate.interval.high)),
            number("bound", |tested| tested.hypothesis.question.bound()),
            number("smallest_effect", |tested| tested.hypothesis.smallest_effect),
            number("p", |tested| tested.estimate.claim_p),
            number("p_holm", |tested| tested.claim_p_holm),
            number("p_rejection", |tested| tested.estimate.rejection_p),
            number("p_rejection_holm", |tested| tested.rejection_p_holm),
            TableColumn::count("replications", |row| tested[row].replications()),
            TableColumn::count("complete", |row| tested[row].estimate.complete as u32),
            TableColumn::text("stopping", |row| match tested[row].hypothesis.effort {
                SampleSize::Fixed(_) => "fixed",
                SampleSize::Sequential(_) => "sequential",
            }),
            TableColumn::count("draws", |row| {
                tested[row]
                    .robustness
                    .as_ref()
                    .map_or(0, |robustness| robustness.draws.len() as u32)
            }),
            share("draws_supported", Verdict::Supported),
            share("draws_rejected", Verdict::Rejected),
            share("draws_undecided", Verdict::Undecided),
            TableColumn::text("claim", |row| &tested[row].hypothesis.claim),
        ],
    }
}

/// Infinite ends are left empty.
const fn bounded(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

fn arms_table<'a>(arms: &'a [(&'a Tested, usize, Moments)]) -> Table<'a> {
    Table {
        name: "arms",
        length: arms.len(),
        columns: vec![
            TableColumn::text("id", |row| &arms[row].0.hypothesis.id),
            TableColumn::text("arm", |row| &arms[row].0.hypothesis.arms[arms[row].1].name),
            TableColumn::text("measure", |row| &arms[row].0.hypothesis.measure),
            TableColumn::count("count", |row| arms[row].2.count() as u32),
            TableColumn::number("mean", |row| arms[row].2.mean()),
            TableColumn::number("standard_deviation", |row| arms[row].2.standard_deviation()),
        ],
    }
}

fn samples_table<'a>(samples: &'a [(&'a Tested, usize, usize)]) -> Table<'a> {
    let value = |of: fn(&Samples) -> &Vec<Vec<f64>>| {
        move |row: usize| {
            let (tested, replication, arm) = samples[row];
            of(&tested.samples)[arm][replication]
        }
    };
    Table {
        name: "samples",
        length: samples.len(),
        columns: vec![
            TableColumn::text("id", |row| &samples[row].0.hypothesis.id),
            TableColumn::text("arm", |row| &samples[row].0.hypothesis.arms[samples[row].2].name),
            TableColumn::count("replication", |row| samples[row].1 as u32),
            TableColumn::number("value", value(|samples| &samples.values)),
            TableColumn::number("denominator_value", value(|samples| &samples.denominators)),
        ],
    }
}

fn draws_table<'a>(draws: &'a [(&'a Tested, &'a DrawVerdict)]) -> Table<'a> {
    Table {
        name: "draws",
        length: draws.len(),
        columns: vec![
            TableColumn::text("id", |row| &draws[row].0.hypothesis.id),
            TableColumn::count("draw", |row| draws[row].1.draw),
            TableColumn::count("replications", |row| draws[row].1.replications),
            TableColumn::text("verdict", |row| draws[row].1.verdict.map_or("", Verdict::word)),
            TableColumn::number("effect", |row| draws[row].1.effect.unwrap_or(f64::NAN)),
        ],
    }
}

#[rustfmt::skip]
const POINTS_ID: FixedColumn = ("points", "id", "", NONE, "Id of the hypothesis at this point, as in `verdicts`");

#[rustfmt::skip]
const CODEBOOK: &[FixedColumn] = &[
    ("verdicts", "id", "", NONE, "Id of the hypothesis"),
    ("verdicts", "kind", "", NONE, "Kind of question: difference, equivalence, interaction, mediation, ordering, threshold, ratio or cycle"),
    ("verdicts", "measure", "", NONE, "The measure that is compared, as in `series.csv` of a run"),
    ("verdicts", "time", "", NONE, "When it is taken"),
    ("verdicts", "verdict", "", NONE, "supported, rejected or undecided"),
    ("verdicts", "effect", "", NONE, "Mean difference, interaction, share through the path, ratio, weakest step of an order, change of slope, or difference in the share of variance that a cycle has"),
    ("verdicts", "interval_low", "", NONE, "Lower end of its 95 % interval, not corrected for the number of hypotheses; empty where a ratio has no end"),
    ("verdicts", "interval_high", "", NONE, "Upper end of its 95 % interval"),
    ("verdicts", "bound", "", NONE, "The value the effect is held against"),
    ("verdicts", "smallest_effect", "", COUNT, "Smallest effect of interest, as a distance from the bound"),
    ("verdicts", "p", "", SHARE, "p-value of the claim"),
    ("verdicts", "p_holm", "", SHARE, "The same after Holm's correction over all hypotheses of the call"),
    ("verdicts", "p_rejection", "", SHARE, "p-value of the effect being too small, or on the other side"),
    ("verdicts", "p_rejection_holm", "", SHARE, "The same after Holm's correction"),
    ("verdicts", "replications", "replications", COUNT, "Replications of each arm, on common random numbers"),
    ("verdicts", "complete", "replications", COUNT, "Replications in which every arm has a value"),
    ("verdicts", "stopping", "", NONE, "fixed: the number was set beforehand; sequential: stopped when clear, with p-values and intervals valid at any stop"),
    ("verdicts", "draws", "", COUNT, "Draws of the parameters over which the verdict was repeated"),
    ("verdicts", "draws_supported", "share", SHARE, "Share of draws that support the claim, p-values uncorrected"),
    ("verdicts", "draws_rejected", "share", SHARE, "Share of draws that reject it"),
    ("verdicts", "draws_undecided", "share", SHARE, "Share of draws that leave it undecided"),
    ("verdicts", "claim", "", NONE, "The claim in words"),
    ("arms", "id", "", NONE, "Id of the hypothesis"),
    ("arms", "arm", "", NONE, "Name of the arm"),
    ("arms", "measure", "", NONE, "The measure that is compared"),
    ("arms", "count", "replications", COUNT, "Replications with a value"),
    ("arms", "mean", "", NONE, "Mean over replications"),
    ("arms", "standard_deviation", "", NONE, "Standard deviation over replications, with count - 1"),
    ("samples", "id", "", NONE, "Id of the hypothesis"),
    ("samples", "arm", "", NONE, "Name of the arm"),
    ("samples", "replication", "", COUNT, "Number of the replication; the same number meets the same luck in every arm"),
    ("samples", "value", "", NONE, "The measure at the time of the hypothesis; for a cycle its share of the variance over years, empty where nothing varies"),
    ("samples", "denominator_value", "", NONE, "The measure at the time of the denominator of a ratio; else the same"),
    ("draws", "id", "", NONE, "Id of the hypothesis"),
    ("draws", "draw", "", COUNT, "Number of the draw; the same number draws the same parameters for every hypothesis"),
    ("draws", "replications", "replications", COUNT, "Replications of each arm"),
    ("draws", "verdict", "", NONE, "Verdict from uncorrected p-values; empty when the drawn values contradict what is written"),
    ("draws", "effect", "", NONE, "The effect"),
];
