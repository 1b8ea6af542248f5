//! The tables of a search: designs, front, robustness, draws, runs, codebook.

use super::{Frontier, FrontierDesign, Space};
use crate::output::bounds::{COUNT, NONE, SHARE};
use crate::output::{
    CodebookEntry, FixedColumn, Format, OutputError, RunFolder, Table, TableColumn, remove_table,
    write_codebook, write_table,
};
use crate::scenario::FrontierPlan;
use crate::statistics::{CONFIDENCE, Summary};

/// Writes `designs`, `front`, `robustness` and `draws` (where there are draws), `runs` and `codebook` into a folder.
///
/// # Errors
/// When a file cannot be written.
pub fn write_tables(
    folder: &RunFolder,
    plan: &FrontierPlan,
    space: &Space,
    frontier: &Frontier,
    format: Format,
) -> Result<(), OutputError> {
    let all: Vec<&FrontierDesign> = std::iter::once(&frontier.baseline)
        .chain(&frontier.designs)
        .collect();
    write_designs(folder, plan, space, frontier, format)?;
    write_table(folder, &front_table(plan, frontier, &all), format)?;
    write_table(folder, &runs_table(plan, &all), format)?;
    if frontier.draws.is_empty() {
        remove_table(folder, "robustness")?;
        remove_table(folder, "draws")?;
    } else {
        write_robustness(folder, plan, &all, format)?;
        write_table(folder, &draws_table(plan, frontier, &all), format)?;
    }
    write_codebook(folder, &codebook(plan, !frontier.draws.is_empty()), format)
}

fn flag(truth: bool) -> u32 {
    u32::from(truth)
}

/// One row per design that was looked at, the baseline first.
fn write_designs(
    folder: &RunFolder,
    plan: &FrontierPlan,
    space: &Space,
    frontier: &Frontier,
    format: Format,
) -> Result<(), OutputError> {
    let searched = &frontier.searched;
    let texts: Vec<Vec<String>> = (0..plan.factors.len())
        .map(|factor| {
            let text = |row: usize| value_text(plan, space, frontier, row, factor);
            (0..searched.len()).map(text).collect()
        })
        .collect();
    let mut columns = vec![
        TableColumn::count("design", |row| row as u32),
        TableColumn::count("generation", |row| searched[row].generation),
    ];
    for (factor, texts) in plan.factors.iter().zip(&texts) {
        columns.push(TableColumn::text(&factor.key, move |row| &texts[row]));
    }
    for (measure, measured) in plan.measures.iter().enumerate() {
        columns.push(TableColumn::number(&measured.name, move |row| {
            searched[row].means[measure]
        }));
    }
    columns.extend([
        TableColumn::number("violation", |row| {
            let violation = searched[row].evaluation.effective_violation();
            if violation.is_finite() {
                violation
            } else {
                f64::NAN
            }
        }),
        TableColumn::count("on_front", |row| flag(frontier.front.contains(&row))),
        TableColumn::text("failure", |row| {
            searched[row].failure.as_deref().unwrap_or_default()
        }),
    ]);
    let table = Table {
        name: "designs",
        length: searched.len(),
        columns,
    };
    write_table(folder, &table, format)
}

/// The value of a factor in a design as a file writes it; for the baseline that of its scenario.
fn value_text(
    plan: &FrontierPlan,
    space: &Space,
    frontier: &Frontier,
    design: usize,
    factor: usize,
) -> String {
    let written = |value: &toml::Value| match value {
        toml::Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    match &frontier.searched[design].choice {
        Some(choice) => written(space.value(choice, factor)),
        None => plan
            .scenario
            .settings
            .get(&plan.factors[factor].key)
            .map_or_else(String::new, |setting| written(&setting.value)),
    }
}

/// One row per design that was run again and measure, the baseline first.
fn front_table<'a>(
    plan: &'a FrontierPlan,
    frontier: &'a Frontier,
    all: &'a [&'a FrontierDesign],
) -> Table<'a> {
    let count = plan.measures.len();
    let summary = move |row: usize| all[row / count].summaries[row % count].as_ref();
    let number = |name: &str, value: fn(&Summary) -> f64| {
        TableColumn::number(name, move |row| summary(row).map_or(f64::NAN, value))
    };
    let difference = move |row: usize| &all[row / count].differences[row % count];
    Table {
        name: "front",
        length: all.len() * count,
        columns: vec![
            TableColumn::count("design", move |row| all[row / count].number as u32),
            TableColumn::text("measure", move |row| &plan.measures[row % count].name),
            TableColumn::number("searched", move |row| {
                frontier.searched[all[row / count].number].means[row % count]
            }),
            TableColumn::count("count", move |row| {
                summary(row).map_or(0, |summary| summary.count as u32)
            }),
            number("mean", |summary| summary.mean),
            number("standard_deviation", |summary| summary.standard_deviation),
            number("interval_low", |summary| summary.interval_low),
            number("interval_high", |summary| summary.interval_high),
            TableColumn::number("difference", move |row| difference(row).difference.mean()),
            TableColumn::number("difference_low", move |row| {
                difference(row).interval(CONFIDENCE).low
            }),
            TableColumn::number("difference_high", move |row| {
                difference(row).interval(CONFIDENCE).high
            }),
            TableColumn::count("keeps_limits", move |row| flag(all[row / count].keeps_limits())),
            TableColumn::number("beaten_by", move |row| {
                all[row / count]
                    .beaten_by
                    .map_or(f64::NAN, |design| design as f64)
            }),
        ],
    }
}

/// One row per design that was run again and replication.
fn runs_table<'a>(plan: &'a FrontierPlan, all: &'a [&'a FrontierDesign]) -> Table<'a> {
    let count = plan.confirmation.replications as usize;
    let mut columns = vec![
        TableColumn::count("design", move |row| all[row / count].number as u32),
        TableColumn::count("replication", move |row| (row % count) as u32),
    ];
    for (measure, measured) in plan.measures.iter().enumerate() {
        columns.push(TableColumn::number(&measured.name, move |row| {
            all[row / count].samples[measure][row % count]
        }));
    }
    Table {
        name: "runs",
        length: all.len() * count,
        columns,
    }
}

/// One row per design that was run again: how it fares over draws of the parameters.
fn write_robustness(
    folder: &RunFolder,
    plan: &FrontierPlan,
    all: &[&FrontierDesign],
    format: Format,
) -> Result<(), OutputError> {
    let robustness = |row: usize| all[row].robustness.as_ref();
    let mut columns = vec![
        TableColumn::count("design", |row| all[row].number as u32),
        TableColumn::number("unbeaten_share", move |row| {
            robustness(row).map_or(f64::NAN, |own| own.unbeaten)
        }),
        TableColumn::number("within_share", move |row| {
            robustness(row).map_or(f64::NAN, |own| own.within)
        }),
    ];
    for (measure, measured) in plan.measures.iter().enumerate() {
        columns.push(TableColumn::number(&worst_name(&measured.name), move |row| {
            robustness(row).map_or(f64::NAN, |own| own.worst[measure])
        }));
    }
    let table = Table {
        name: "robustness",
        length: all.len(),
        columns,
    };
    write_table(folder, &table, format)
}

fn worst_name(measured: &str) -> String {
    format!("worst_{measured}")
}

/// One row per draw and design that was run again: the means.
fn draws_table<'a>(
    plan: &'a FrontierPlan,
    frontier: &'a Frontier,
    all: &'a [&'a FrontierDesign],
) -> Table<'a> {
    let count = all.len();
    let mut columns = vec![
        TableColumn::count("design", move |row| all[row % count].number as u32),
        TableColumn::count("draw", move |row| frontier.draws[row / count]),
    ];
    for (measure, measured) in plan.measures.iter().enumerate() {
        columns.push(TableColumn::number(&measured.name, move |row| {
            frontier.drawn[row / count][row % count][measure]
        }));
    }
    Table {
        name: "draws",
        length: frontier.draws.len() * count,
        columns,
    }
}

const DESIGN: &str = "Number of the design: a row of `designs`; 0 is the baseline";

#[rustfmt::skip]
const DESIGNS: [&[FixedColumn]; 2] = [
    &[
        ("designs", "design", "", COUNT, "Number of the design, in the order in which the search came to it; 0 is the baseline"),
        ("designs", "generation", "", COUNT, "Generation of the search in which it came up, from 0"),
    ],
    &[
        ("designs", "violation", "", COUNT, "How far the means of the search lie beyond the limits, relative to the bounds, summed over limits; 0 within all; empty without values"),
        ("designs", "on_front", "", SHARE, "1 when it keeps to the limits and no other design that was looked at beats it in the search: nowhere worse and somewhere better"),
        ("designs", "failure", "", NONE, "Why the design cannot be run; empty when it can"),
    ],
];

#[rustfmt::skip]
const FRONT: &[FixedColumn] = &[
    ("front", "design", "", COUNT, DESIGN),
    ("front", "measure", "", NONE, "Name of the column of `runs`; unit and bounds of the numbers are those of that column"),
    ("front", "searched", "", NONE, "Mean in the search; selected together with its luck, so it flatters"),
    ("front", "count", "replications", COUNT, "Number of fresh runs with a value"),
    ("front", "mean", "", NONE, "Mean of the fresh runs"),
    ("front", "standard_deviation", "", NONE, "Standard deviation of the fresh runs, with count - 1"),
    ("front", "interval_low", "", NONE, "Lower end of the 95 % Student t interval of the mean"),
    ("front", "interval_high", "", NONE, "Upper end of the 95 % Student t interval of the mean"),
    ("front", "difference", "", NONE, "Mean difference from the baseline within replications"),
    ("front", "difference_low", "", NONE, "Lower end of its 95 % Student t interval"),
    ("front", "difference_high", "", NONE, "Upper end of its 95 % Student t interval"),
    ("front", "keeps_limits", "", SHARE, "1 when the means of the fresh runs keep to all limits"),
    ("front", "beaten_by", "", COUNT, "Number of a design that beats it in the means of the fresh runs; empty when none that was run again does, the baseline included"),
];

#[rustfmt::skip]
const RUNS: &[FixedColumn] = &[
    ("runs", "design", "", COUNT, DESIGN),
    ("runs", "replication", "", COUNT, "Number of the replication; the same number meets the same luck in every design"),
];

#[rustfmt::skip]
const ROBUSTNESS: &[FixedColumn] = &[
    ("robustness", "design", "", COUNT, DESIGN),
    ("robustness", "unbeaten_share", "share", SHARE, "Share of draws of the parameters in which it keeps to the limits and no other design that was run again beats it, the baseline included"),
    ("robustness", "within_share", "share", SHARE, "Share of draws of the parameters in which it keeps to the limits"),
];

#[rustfmt::skip]
const DRAWS: &[FixedColumn] = &[
    ("draws", "design", "", COUNT, DESIGN),
    ("draws", "draw", "", COUNT, "Number of the draw of the parameters; draws that contradict the scenario or a design are left out"),
];

fn codebook(plan: &FrontierPlan, draws: bool) -> Vec<CodebookEntry> {
    let factors = plan
        .factors
        .iter()
        .map(|factor| CodebookEntry::factor("designs", factor));
    let measures = |file: &'static str, name: fn(&str) -> String, what: &'static str| {
        plan.measures
            .iter()
            .map(move |measured| CodebookEntry::kept(file, name(&measured.name), measured, what))
    };
    let fixed = |entries: &'static [FixedColumn]| entries.iter().map(CodebookEntry::fixed);
    let mut entries: Vec<CodebookEntry> = fixed(DESIGNS[0])
        .chain(factors)
        .chain(measures(
            "designs",
            str::to_owned,
            "; mean over the replications of the search",
        ))
        .chain(fixed(DESIGNS[1]))
        .chain(fixed(FRONT))
        .chain(fixed(RUNS))
        .chain(measures("runs", str::to_owned, ""))
        .collect();
    if draws {
        entries.extend(fixed(ROBUSTNESS));
        entries.extend(measures(
            "robustness",
            worst_name,
            "; the worst mean over draws of the parameters",
        ));
        entries.extend(fixed(DRAWS));
        entries.extend(measures(
            "draws",
            str::to_owned,
            "; mean over the replications under a draw",
        ));
    }
    entries
}
