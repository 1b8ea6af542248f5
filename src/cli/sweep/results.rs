//! What a sweep leaves in its folder.

use samspil::figure::{along_factors, heat_map};
use samspil::output::write_manifest_of;
use samspil::report::sweep::{Contents, render};
use samspil::study::sweep::{Failed, PARQUET_FROM_RUNS, Results, Sweep, write_tables};

use super::answer;
use crate::cli::CommandResult;
use crate::cli::failure::Failure;
use crate::cli::options::TableFormat;
use crate::cli::results::{self, Began};
use crate::cli::terminal::Terminal;

/// The format asked for, or that which fits the size of the plan.
fn format(sweep: &Sweep, asked: Option<TableFormat>) -> TableFormat {
    #[cfg(feature = "parquet")]
    let large = TableFormat::Parquet;
    #[cfg(not(feature = "parquet"))]
    let large = TableFormat::Csv;
    asked.unwrap_or_else(|| {
        if sweep.runs().count() >= PARQUET_FROM_RUNS {
            large
        } else {
            TableFormat::Csv
        }
    })
}

/// Whether the folder already holds all that is asked for.
pub(super) fn stand(sweep: &Sweep, asked: Option<TableFormat>, terminal: &Terminal) -> Result<bool, Failure> {
    results::caution(sweep.folder(), terminal);
    let Some(manifest) = results::finished(sweep.folder(), terminal)? else {
        return Ok(false);
    };
    let description = sweep.description();
    let whole = results::has_report_and("runs", format(sweep, asked).into(), &manifest);
    Ok(manifest.replications_done == description.replications
        && manifest.scenario.title == description.base.title
        && (whole || description.shard.is_some()))
}

/// Writes everything that comes after the runs, and gives the answer.
pub(crate) fn finish(
    sweep: &Sweep,
    asked: Option<TableFormat>,
    began: Began,
    terminal: &Terminal,
) -> CommandResult {
    results::note_fewer(sweep.folder(), sweep.description().replications, terminal)?;
    let results = match sweep.description().shard {
        // A share alone says nothing about the plan; merging makes the tables.
        Some(_) => None,
        None => Some(write(sweep, asked)?),
    };
    let description = sweep.description();
    write_manifest_of(
        sweep.folder(),
        description.base.clone(),
        Vec::new(),
        description.data_notes.clone(),
        began.execution(description.replications),
    )?;
    tell(sweep, results.as_ref(), terminal)
}

/// Gives the answer of a sweep that was finished before.
pub(super) fn answer(sweep: &Sweep, terminal: &Terminal) -> CommandResult {
    match sweep.description().shard {
        Some(_) => tell(sweep, None, terminal),
        None => tell(sweep, Some(&Results::of(sweep)?), terminal),
    }
}

/// What came out, and what failed.
fn tell(sweep: &Sweep, results: Option<&Results>, terminal: &Terminal) -> CommandResult {
    let failed = sweep.failed();
    match results {
        Some(_) if failed.len() == sweep.runs().count() => Err(all_failed(&failed)),
        Some(results) => {
            note_failures(sweep, &failed, terminal);
            answer::give(sweep, results, terminal)
        }
        None => {
            note_failures(sweep, &failed, terminal);
            answer::give_shard(sweep, terminal)
        }
    }
}

fn write(sweep: &Sweep, asked: Option<TableFormat>) -> Result<Results, Failure> {
    let results = Results::of(sweep)?;
    write_tables(sweep, &results, format(sweep, asked).into())?;
    write_report(sweep, &results)?;
    Ok(results)
}

fn write_report(sweep: &Sweep, found: &Results) -> Result<(), Failure> {
    let folder = sweep.folder();
    let mut figures = Vec::new();
    if let Some(map) = heat_map(sweep.description(), sweep.points(), found) {
        results::write_figure(folder, map.name, &map)?;
        figures.push(map);
    }
    for (factor, figure) in along_factors(sweep.description(), found) {
        results::write_figure(folder, &format!("{}-{factor}", figure.name), &figure)?;
        figures.push(figure);
    }
    let page = render(&Contents {
        sweep,
        results: found,
        figures: &figures,
        failed: &sweep.failed(),
        command: &results::command(),
    });
    results::write_report(folder, page)
}

pub(in crate::cli) fn note_failures(sweep: &Sweep, failed: &[Failed], terminal: &Terminal) {
    let Some(first) = failed.first() else {
        return;
    };
    terminal.note(&format!(
        "{} of {} runs failed; the others are not affected. The first, configuration {}: {}\n\
         `failures` in the folder lists all; --retry-failed tries them again.",
        failed.len(),
        sweep.runs().count(),
        first.configuration,
        first.reason
    ));
}

pub(in crate::cli) fn all_failed(failed: &[Failed]) -> Failure {
    Failure::Other(anyhow::anyhow!(
        "all {} runs failed; the first: {}\nhint: --retry-failed tries them again",
        failed.len(),
        failed.first().map_or("", |failed| &failed.reason)
    ))
}
