//! The tables of a test: verdicts, arms, samples, draws, points.

use super::{By, DrawVerdict, PathEffects, Samples, Sequential, Tested, TestedPoints, Verdict};
use crate::output::bounds::{COUNT, SHARE, bounded};
use crate::output::{OutputError, Table, TableColumn, Tables};
use crate::scenario::Time;
use crate::scenario::hypothesis::SampleSize;
use crate::statistics::{Moments, PathShare};
use crate::study::points::{factor_columns, words};

/// Writes `verdicts`, `arms`, `samples`, and `paths`, `draws` and `points` where there are any.
///
/// # Errors
/// When a file cannot be written.
pub fn write_tables(
    tables: &mut Tables<'_>,
    tested: &[Tested],
    points: Option<&TestedPoints>,
) -> Result<(), OutputError> {
    tables.write(verdicts(tested, &times(tested)))?;
    let arms: Vec<(&Tested, usize, Moments)> = tested
        .iter()
        .flat_map(|tested| {
            let arms = tested.arms().into_iter().enumerate();
            arms.map(move |(arm, moments)| (tested, arm, moments))
        })
        .collect();
    tables.write(arms_table(&arms))?;
    let samples: Vec<(&Tested, usize, usize)> = tested
        .iter()
        .flat_map(|tested| {
            (0..tested.replications() as usize).flat_map(move |number| {
                (0..tested.hypothesis.arms.len()).map(move |arm| (tested, number, arm))
            })
        })
        .collect();
    tables.write(samples_table(&samples))?;
    let paths: Vec<(&Tested, &PathEffects, usize)> = tested
        .iter()
        .filter_map(|tested| Some((tested, tested.estimate.paths.as_ref()?)))
        .flat_map(|(tested, found)| (0..found.paths.len()).map(move |path| (tested, found, path)))
        .collect();
    if paths.is_empty() {
        tables.remove("paths")?;
    } else {
        tables.write(paths_table(&paths))?;
    }
    let draws: Vec<(&Tested, &DrawVerdict)> = tested
        .iter()
        .flat_map(|tested| {
            let draws = tested.robustness.iter().flat_map(|robustness| &robustness.draws);
            draws.map(move |draw| (tested, draw))
        })
        .collect();
    if draws.is_empty() {
        tables.remove("draws")?;
    } else {
        tables.write(draws_table(&draws))?;
    }
    let Some(TestedPoints { points, .. }) = points else {
        return Ok(());
    };
    let words = words(points);
    let id = "Id of the hypothesis at this point, as in `verdicts`";
    let mut columns = vec![TableColumn::text("id", id, |row| &tested[row].hypothesis.id).key()];
    columns.extend(factor_columns(points, &words));
    tables.write(Table {
        name: "points",
        length: points.len(),
        columns,
    })
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

/// The column of the hypothesis that a row is of.
fn id_column<'a>(tested: impl Fn(usize) -> &'a Tested + 'a) -> TableColumn<'a> {
    TableColumn::text("id", "Id of the hypothesis", move |row| {
        &tested(row).hypothesis.id
    })
    .key()
}

/// What a sequential test rests on, which others leave empty.
#[rustfmt::skip]
fn sequential_columns(tested: &[Tested]) -> Vec<TableColumn<'_>> {
    let number = |name: &str, definition: &str, value: fn(&Sequential) -> f64| {
        let cell = move |row: usize| tested[row].estimate.sequential.as_ref().map_or(f64::NAN, value);
        TableColumn::number(name, definition, cell).bounds(COUNT)
    };
    vec![
        TableColumn::text("method", "t: a test of means at a fixed number, by Student's t, one-sided ones with Hall's correction of skewness, of ratios by Fieller, of thresholds by resampling; bets: sequential, on the mean of clipped differences; signs: sequential, whether more replications lie above a value than below it", |row| match tested[row].estimate.sequential.map(|sequential| sequential.by) {
            None => "t",
            Some(By::Bets { .. }) => "bets",
            Some(By::Signs { .. }) => "signs",
        }),
        number("evidence", "Evidence for the claim at the stop of a sequential test; 1 is none, and whenever one stops a false claim has 1 or less on average", |found| found.evidence.min(f64::MAX)),
        number("evidence_rejection", "The same for the rejection", |found| found.rejection_evidence.min(f64::MAX)),
        number("clip", "Bets: how far from 0 a difference counts at most; effect and interval are those of clipped differences", |found| match found.by {
            By::Bets { bounds, .. } => bounds.high(),
            By::Signs { .. } => f64::NAN,
        }),
        number("clipped", "Differences that were clipped", |found| match found.by {
            By::Bets { clipped, .. } => clipped as f64,
            By::Signs { .. } => f64::NAN,
        }).unit("replications"),
        number("ties", "Replications in which the arms do not differ", |found| found.ties as f64).unit("replications"),
        number("dropped", "Replications left out, because an arm has no value", |found| found.dropped as f64).unit("replications"),
        TableColumn::number("mean_unclipped", "Mean of the differences as they are", |row| tested[row].estimate.sequential.as_ref().map_or(f64::NAN, |found| found.mean)),
    ]
}

#[rustfmt::skip]
fn verdicts<'a>(tested: &'a [Tested], times: &'a [String]) -> Table<'a> {
    let number = |name: &str, definition: &str, value: fn(&Tested) -> f64| {
        TableColumn::number(name, definition, move |row| value(&tested[row]))
    };
    let robustness = move |row: usize| tested[row].robustness.as_ref();
    let share = |name: &str, definition: &str, verdict: Verdict| {
        let cell = move |row| robustness(row).map_or(f64::NAN, |robustness| robustness.share(verdict));
        TableColumn::number(name, definition, cell).unit("share").bounds(SHARE)
    };
    let mut columns = vec![
        id_column(|row| &tested[row]),
        TableColumn::text("kind", "Kind of question: difference, equivalence, interaction, mediation, ordering, threshold, ratio or cycle", |row| tested[row].hypothesis.question.kind()).key(),
        TableColumn::text("measure", "The measure that is compared, as in `series.csv` of a run", |row| &tested[row].hypothesis.measure).key(),
        TableColumn::text("time", "When it is taken", |row| &times[row]).key(),
        TableColumn::text("verdict", "supported, rejected or undecided", |row| tested[row].verdict.word()),
        number("effect", "Mean difference, interaction, part of an effect that goes through paths (1 - effect with the paths held / effect), ratio, weakest step of an order, change of slope, or difference in the share of variance that a cycle has; by bets of clipped differences, by signs the median", |tested| tested.estimate.effect),
        number("interval_low", "Lower end of its 95 % interval, not corrected for the number of hypotheses; empty where a ratio or a median has no end", |tested| bounded(tested.estimate.interval.low)),
        number("interval_high", "Upper end of its 95 % interval", |tested| bounded(tested.estimate.interval.high)),
        number("bound", "The value the effect is held against", |tested| tested.hypothesis.question.bound()),
        number("smallest_effect", "Smallest effect of interest, as a distance from the bound", |tested| tested.hypothesis.smallest_effect).bounds(COUNT),
        number("p", "p-value of the claim", |tested| tested.estimate.claim_p).bounds(SHARE),
        number("p_holm", "The same after Holm's correction over all hypotheses of the call", |tested| tested.claim_p_holm).bounds(SHARE),
        number("p_rejection", "p-value of the effect being too small, or on the other side", |tested| tested.estimate.rejection_p).bounds(SHARE),
        number("p_rejection_holm", "The same after Holm's correction", |tested| tested.rejection_p_holm).bounds(SHARE),
        TableColumn::count("replications", "Replications of each arm, on common random numbers", |row| tested[row].replications()).unit("replications"),
        TableColumn::count("complete", "Replications in which every arm has a value", |row| tested[row].estimate.complete as u32).unit("replications"),
        TableColumn::text("stopping", "fixed: the number was set beforehand; sequential: stopped when clear, with p-values and intervals valid at any stop", |row| match tested[row].hypothesis.effort {
            SampleSize::Fixed(_) => "fixed",
            SampleSize::Sequential(_) => "sequential",
        }),
        TableColumn::count("draws", "Draws of the parameters over which the verdict was repeated", move |row| robustness(row).map_or(0, |robustness| robustness.draws.len() as u32)),
        share("draws_supported", "Share of draws that support the claim, p-values uncorrected", Verdict::Supported),
        share("draws_rejected", "Share of draws that reject it", Verdict::Rejected),
        share("draws_undecided", "Share of draws that leave it undecided", Verdict::Undecided),
        number("effect_whole", "Mediation: treatment less control, of which `effect` is the part that goes through the paths", |tested| of_paths(tested, |found| found.effect)),
        number("effect_direct", "Mediation: what is left of it where the paths are held at what they are under control, step by step and agent by agent", |tested| of_paths(tested, |found| found.direct)),
        number("effect_pure_indirect", "Mediation: what comes where the paths alone are as under treatment", |tested| of_paths(tested, |found| found.pure_indirect)),
        number("effect_interaction", "Mediation: what comes only where the paths and all else are; with the direct and the pure indirect effect it makes up the whole", |tested| of_paths(tested, |found| found.interaction)),
        number("knot", "Threshold: the dose at which the response bends most", |tested| tested.estimate.bend.map_or(f64::NAN, |bend| bend.knot)),
        number("knot_low", "Lower end of its 95 % interval", |tested| tested.estimate.bend.map_or(f64::NAN, |bend| bend.knot_interval.low)),
        number("knot_high", "Upper end of its 95 % interval", |tested| tested.estimate.bend.map_or(f64::NAN, |bend| bend.knot_interval.high)),
        number("p_fit", "Threshold: p-value of a bend at one place fitting the response; at 0.05 or less it does not, and there is no threshold", |tested| tested.estimate.bend.map_or(f64::NAN, |bend| bend.p_fit)).bounds(SHARE),
    ];
    columns.extend(sequential_columns(tested));
    columns.push(TableColumn::text("claim", "The claim in words", |row| &tested[row].hypothesis.claim).key());
    Table {
        name: "verdicts",
        length: tested.len(),
        columns,
    }
}

#[rustfmt::skip]
fn arms_table<'a>(arms: &'a [(&'a Tested, usize, Moments)]) -> Table<'a> {
    Table {
        name: "arms",
        length: arms.len(),
        columns: vec![
            id_column(|row| arms[row].0),
            TableColumn::text("arm", "Name of the arm", |row| &arms[row].0.hypothesis.arms[arms[row].1].name).key(),
            TableColumn::text("measure", "The measure that is compared", |row| &arms[row].0.hypothesis.measure).key(),
            TableColumn::count("count", "Replications with a value", |row| arms[row].2.count() as u32).unit("replications"),
            TableColumn::number("mean", "Mean over replications", |row| arms[row].2.mean()),
            TableColumn::number("standard_deviation", "Standard deviation over replications, with count - 1", |row| arms[row].2.standard_deviation()),
        ],
    }
}

#[rustfmt::skip]
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
            id_column(|row| samples[row].0),
            TableColumn::text("arm", "Name of the arm", |row| &samples[row].0.hypothesis.arms[samples[row].2].name).key(),
            TableColumn::count("replication", "Number of the replication; the same number meets the same random numbers in every arm", |row| samples[row].1 as u32).key(),
            TableColumn::number("value", "The measure at the time of the hypothesis; for a cycle its share of the variance over years, empty where nothing varies", value(|samples| &samples.values)),
            TableColumn::number("denominator_value", "The measure at the time of the denominator of a ratio; else the same", value(|samples| &samples.denominators)),
        ],
    }
}

/// A number of a mediation, which others leave empty.
fn of_paths(tested: &Tested, of: fn(&PathEffects) -> f64) -> f64 {
    tested.estimate.paths.as_ref().map_or(f64::NAN, of)
}

#[rustfmt::skip]
fn paths_table<'a>(paths: &'a [(&'a Tested, &'a PathEffects, usize)]) -> Table<'a> {
    let number = |name: &str, definition: &str, value: fn(&PathShare) -> f64| {
        TableColumn::number(name, definition, move |row: usize| {
            let (_, found, path) = paths[row];
            value(&found.shares.paths[path])
        })
    };
    Table {
        name: "paths",
        length: paths.len(),
        columns: vec![
            id_column(|row| paths[row].0),
            TableColumn::text("path", "The path, as the file names it", |row| paths[row].1.paths[paths[row].2].word()).key(),
            number("share", "Its share of the effect (Shapley); the shares and the direct effect add up to the whole", |path| path.share.value),
            number("share_error", "Standard error of the share", |path| path.share.standard_error()).bounds(COUNT),
            number("alone", "What it does where the other paths are held, less the direct effect", |path| path.alone.mean()),
            number("last", "What goes of the effect where it alone is held", |path| path.last.mean()),
        ],
    }
}

#[rustfmt::skip]
fn draws_table<'a>(draws: &'a [(&'a Tested, &'a DrawVerdict)]) -> Table<'a> {
    Table {
        name: "draws",
        length: draws.len(),
        columns: vec![
            id_column(|row| draws[row].0),
            TableColumn::count("draw", "Number of the draw; the same number draws the same parameters for every hypothesis", |row| draws[row].1.draw).key(),
            TableColumn::count("replications", "Replications of each arm", |row| draws[row].1.replications).unit("replications"),
            TableColumn::text("verdict", "Verdict from uncorrected p-values; empty when the drawn values contradict what is written", |row| draws[row].1.verdict.map_or("", Verdict::word)),
            TableColumn::number("effect", "The effect", |row| draws[row].1.effect.unwrap_or(f64::NAN)),
        ],
    }
}
