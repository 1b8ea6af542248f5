//! The tables of a search: designs, front, runs, robustness, draws.

use super::{Frontier, FrontierDesign, Searched, Space};
use crate::output::bounds::{COUNT, SHARE, bounded};
use crate::output::{Cells, OutputError, Table, TableColumn, Tables};
use crate::scenario::FrontierPlan;
use crate::statistics::{CONFIDENCE, Summary};

/// Writes `designs`, `front`, `runs` and, where there are draws, `robustness` and `draws`.
///
/// # Errors
/// When a file cannot be written.
pub fn write_tables(
    tables: &mut Tables<'_>,
    plan: &FrontierPlan,
    space: &Space,
    frontier: &Frontier,
) -> Result<(), OutputError> {
    let all: Vec<&FrontierDesign> = std::iter::once(&frontier.baseline)
        .chain(&frontier.designs)
        .collect();
    let texts = value_texts(plan, space, frontier);
    tables.write(designs_table(plan, frontier, &texts))?;
    tables.write(front_table(plan, frontier, &all))?;
    tables.write(runs_table(plan, &all))?;
    if frontier.draws.is_empty() {
        tables.remove("robustness")?;
        return tables.remove("draws");
    }
    tables.write(robustness_table(plan, &all))?;
    tables.write(draws_table(plan, frontier, &all))
}

/// The values of each factor in all designs as a file writes them; in the baseline that of its scenario.
fn value_texts(plan: &FrontierPlan, space: &Space, frontier: &Frontier) -> Vec<Vec<String>> {
    let written = |value: &toml::Value| match value {
        toml::Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    let text = |factor: usize, searched: &Searched| match &searched.choice {
        Some(choice) => written(space.value(choice, factor)),
        None => plan
            .scenario
            .settings
            .get(&plan.factors[factor].key)
            .map_or_else(String::new, |setting| written(&setting.value)),
    };
    let of_factor = |factor| {
        let searched = frontier.searched.iter();
        searched.map(|searched| text(factor, searched)).collect()
    };
    (0..plan.factors.len()).map(of_factor).collect()
}

/// The column of designs that were run again.
fn design_column<'a>(number: impl Fn(usize) -> usize + 'a) -> TableColumn<'a> {
    let definition = "Number of the design: a row of `designs`; 0 is the baseline";
    TableColumn::count("design", definition, move |row| number(row) as u32).key()
}

/// A column for each measure, its `cell` by row and measure; `what` ends the definitions.
fn measure_columns<'a>(
    plan: &'a FrontierPlan,
    prefix: &str,
    what: &str,
    cell: impl Fn(usize, usize) -> f64 + Copy + 'a,
) -> impl Iterator<Item = TableColumn<'a>> {
    let measures = plan.measures.iter().enumerate();
    measures.map(move |(measure, measured)| {
        let name = format!("{prefix}{}", measured.name);
        TableColumn::kept(&name, measured, what, move |row| cell(row, measure))
    })
}

/// One row per design that was looked at, the baseline first.
#[rustfmt::skip]
fn designs_table<'a>(plan: &'a FrontierPlan, frontier: &'a Frontier, texts: &'a [Vec<String>]) -> Table<'a> {
    let searched = &frontier.searched;
    let mut columns = vec![
        TableColumn::count("design", "Number of the design, in the order in which the search came to it; 0 is the baseline", |row| row as u32).key(),
        TableColumn::count("generation", "Generation of the search in which it came up, from 0", move |row| searched[row].generation),
    ];
    columns.extend(plan.factors.iter().zip(texts).map(|(factor, texts)| {
        TableColumn::factor(factor, Cells::Text(Box::new(move |row: usize| texts[row].as_str())))
    }));
    let what = "; mean over the replications of the search";
    columns.extend(measure_columns(plan, "", what, move |row, measure| searched[row].means[measure]));
    let violation = move |row: usize| bounded(searched[row].evaluation.effective_violation());
    columns.extend([
        TableColumn::number("violation", "How far the means of the search lie beyond the limits, relative to the bounds, summed over limits; 0 within all; empty without values", violation).bounds(COUNT),
        TableColumn::count("on_front", "1 when it keeps to the limits and no other design that was looked at beats it in the search: nowhere worse and somewhere better", move |row| u32::from(frontier.front.contains(&row))).bounds(SHARE),
        TableColumn::text("failure", "Why the design cannot be run; empty when it can", move |row| searched[row].failure.as_deref().unwrap_or_default()),
    ]);
    Table {
        name: "designs",
        length: searched.len(),
        columns,
    }
}

/// One row per design that was run again and measure, the baseline first.
#[rustfmt::skip]
fn front_table<'a>(
    plan: &'a FrontierPlan,
    frontier: &'a Frontier,
    all: &'a [&'a FrontierDesign],
) -> Table<'a> {
    let count = plan.measures.len();
    let design = move |row: usize| all[row / count];
    let summary = move |row: usize| design(row).summaries[row % count].as_ref();
    let number = |name: &str, definition: &str, value: fn(&Summary) -> f64| {
        TableColumn::number(name, definition, move |row| summary(row).map_or(f64::NAN, value))
    };
    let difference = move |row: usize| &design(row).differences[row % count];
    Table {
        name: "front",
        length: all.len() * count,
        columns: vec![
            design_column(move |row| design(row).number),
            TableColumn::text("measure", "Name of the column of `runs`; unit and bounds of the numbers are those of that column", move |row| &plan.measures[row % count].name).key(),
            TableColumn::number("searched", "Mean in the search; selected together with its random numbers, so it flatters", move |row| frontier.searched[design(row).number].means[row % count]),
            TableColumn::count("count", "Number of fresh runs with a value", move |row| summary(row).map_or(0, |summary| summary.count as u32)).unit("replications"),
            number("mean", "Mean of the fresh runs", |summary| summary.mean),
            number("standard_deviation", "Standard deviation of the fresh runs, with count - 1", |summary| summary.standard_deviation),
            number("interval_low", "Lower end of the 95 % Student t interval of the mean", |summary| summary.interval_low),
            number("interval_high", "Upper end of the 95 % Student t interval of the mean", |summary| summary.interval_high),
            TableColumn::number("difference", "Mean difference from the baseline within replications", move |row| difference(row).difference.mean()),
            TableColumn::number("difference_low", "Lower end of its 95 % Student t interval", move |row| difference(row).interval(CONFIDENCE).low),
            TableColumn::number("difference_high", "Upper end of its 95 % Student t interval", move |row| difference(row).interval(CONFIDENCE).high),
            TableColumn::count("keeps_limits", "1 when the means of the fresh runs keep to all limits", move |row| u32::from(design(row).keeps_limits())).bounds(SHARE),
            TableColumn::number("beaten_by", "Number of a design that beats it in the means of the fresh runs; empty when none that was run again does, the baseline included", move |row| design(row).beaten_by.map_or(f64::NAN, |beater| beater as f64)).bounds(COUNT),
        ],
    }
}

/// One row per design that was run again and replication.
fn runs_table<'a>(plan: &'a FrontierPlan, all: &'a [&'a FrontierDesign]) -> Table<'a> {
    let count = plan.confirmation.replications as usize;
    let mut columns = vec![
        design_column(move |row| all[row / count].number),
        TableColumn::count(
            "replication",
            "Number of the replication; the same number meets the same random numbers in every design",
            move |row| (row % count) as u32,
        )
        .key(),
    ];
    columns.extend(measure_columns(plan, "", "", move |row, measure| {
        all[row / count].samples[measure][row % count]
    }));
    Table {
        name: "runs",
        length: all.len() * count,
        columns,
    }
}

/// One row per design that was run again: how it fares over draws of the parameters.
#[rustfmt::skip]
fn robustness_table<'a>(plan: &'a FrontierPlan, all: &'a [&'a FrontierDesign]) -> Table<'a> {
    let robustness = move |row: usize| all[row].robustness.as_ref();
    let mut columns = vec![
        design_column(move |row| all[row].number),
        TableColumn::number("unbeaten_share", "Share of draws of the parameters in which it keeps to the limits and no other design that was run again beats it, the baseline included", move |row| robustness(row).map_or(f64::NAN, |own| own.unbeaten)).unit("share").bounds(SHARE),
        TableColumn::number("within_share", "Share of draws of the parameters in which it keeps to the limits", move |row| robustness(row).map_or(f64::NAN, |own| own.within)).unit("share").bounds(SHARE),
    ];
    let what = "; the worst mean over draws of the parameters";
    columns.extend(measure_columns(plan, "worst_", what, move |row, measure| {
        robustness(row).map_or(f64::NAN, |own| own.worst[measure])
    }));
    Table {
        name: "robustness",
        length: all.len(),
        columns,
    }
}

/// One row per draw and design that was run again: the means.
fn draws_table<'a>(
    plan: &'a FrontierPlan,
    frontier: &'a Frontier,
    all: &'a [&'a FrontierDesign],
) -> Table<'a> {
    let count = all.len();
    let mut columns = vec![
        design_column(move |row| all[row % count].number),
        TableColumn::count(
            "draw",
            "Number of the draw of the parameters; draws that contradict the scenario or a design are left out", move |row| frontier.draws[row / count],
        )
        .key(),
    ];
    let what = "; mean over the replications under a draw";
    columns.extend(measure_columns(plan, "", what, move |row, measure| {
        frontier.drawn[row / count][row % count][measure]
    }));
    Table {
        name: "draws",
        length: frontier.draws.len() * count,
        columns,
    }
}
